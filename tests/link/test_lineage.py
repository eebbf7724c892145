from fractions import Fraction

import pandas as pd
import pytest

from ruralmap.errors import InputError
from ruralmap.link.codes import current_codes
from ruralmap.link.lineage import Step, divided_shares, events_of, read_lineage, steps_of

# 和平县 441624 became the city 441681 on 2020-05-01; its village 101201 is then 441681101201.
OLD, NEW = "441624101201", "441681101201"
UPGRADE = ("441624", "441681", "2020-05-01", "更名", None)


def _table(*rows):
    return pd.DataFrame(rows, columns=["old_code", "new_code", "effective_on", "event", "share"])


def _steps(code, *rows, as_of=None):
    return steps_of(read_lineage(_table(*rows), as_of=as_of), code)


@pytest.mark.parametrize(
    ("rows", "steps"),
    [
        pytest.param([UPGRADE], [("2020-05-01", NEW)], id="a county upgraded"),
        pytest.param(
            [("441624101", "441681107", "2020-05-01", "更名", None)],
            [("2020-05-01", "441681107201")],
            id="a township renamed",
        ),
        pytest.param(
            [UPGRADE, ("441624101", "441681107", "2020-05-01", "更名", None)],
            [("2020-05-01", "441681107201")],
            id="on one day the township's row goes before the county's",
        ),
        pytest.param(
            [UPGRADE, (OLD, "441681101299", "2020-05-01", "更名", None)],
            [("2020-05-01", "441681101299")],
            id="on one day the village's row goes before the county's",
        ),
        pytest.param(
            [UPGRADE, (OLD, "441624101250", "2018-06-30", "合并", None)],
            [("2018-06-30", "441624101250")],
            id="a village merged before does not move with its county",
        ),
        pytest.param(
            [
                UPGRADE,
                (OLD, "441624101250", "2014-06-30", "合并", None),
                ("441624101250", OLD, "2017-06-30", "恢复", None),
            ],
            [("2014-06-30", "441624101250"), ("2020-05-01", NEW)],
            id="a village restored before moves with its county",
        ),
        pytest.param(
            [UPGRADE, ("441624101", "441624107", "2018-01-31", "更名", None)],
            [("2018-01-31", "441624107201")],
            id="a village whose township was renamed before moves under its new code only",
        ),
        pytest.param(
            [(OLD, NEW, "2020-05-01", "分立", 0.4)], [("2020-05-01", NEW, True)], id="a part, and no rest"
        ),
        pytest.param(
            [("441624", "441681", "2020-05-01", "合并", None)],
            [],
            id="counties merged: digits may be repeated",
        ),
        pytest.param([("441624", None, "2020-05-01", "撤销", None)], [], id="a county abolished"),
        pytest.param([("441624", "441681101", "2020-05-01", "更名", None)], [], id="another level"),
        pytest.param([("441625", "441681", "2020-05-01", "更名", None)], [], id="another county"),
        pytest.param([(OLD, OLD, "2013-06-30", "更名", None)], [], id="only its name changed"),
        pytest.param([(OLD, NEW, "2020-05-01", "新增", None)], [], id="新增 says nothing"),
    ],
)
def test_a_code_goes_where_its_rows_and_those_above_it_say(rows, steps):
    assert _steps(OLD, *rows) == [Step(*step) for step in steps]
    assert _steps(OLD, *rows[::-1]) == [Step(*step) for step in steps]


def test_a_county_s_own_code_has_its_own_row_only():
    assert _steps("441624", UPGRADE) == [Step("2020-05-01", "441681")]


@pytest.mark.parametrize(("as_of", "moved"), [("2020-04-30", False), ("2020-05-01", True)])
def test_an_upgrade_counts_from_its_day(as_of, moved):
    assert bool(_steps(OLD, UPGRADE, as_of=as_of)) is moved


def test_a_chain_of_village_township_and_county_is_followed():
    # 101290 was renamed 101201 in 2016; township 101 became 107 in 2018; the county became 441681 in 2020.
    rows = [
        UPGRADE,
        ("441624101", "441624107", "2018-01", "更名", None),
        ("441624101290", OLD, "2016-10-31", "更名", None),
    ]
    codes = pd.Series(["441624101290", OLD, "441624107201", "441624107299"], dtype="str")
    places = current_codes(codes, ["441681107201"], lineage=_table(*rows), as_of="2024-09-30")
    assert places["village_code"].fillna("").tolist() == ["441681107201"] * 3 + [""]
    # 107299 moved with its county to a code that nobody has.
    assert places["reason"].tolist() == ["code_moved"] * 3 + ["code_abolished"]


def test_villages_of_townships_that_passed_their_numbers_on_are_told_apart():
    # On one day 101 became 102, and 102 became 103.
    rows = [
        ("441624101", "441624102", "2018-01-01", "更名", None),
        ("441624102", "441624103", "2018-01-01", "更名", None),
    ]
    codes = pd.Series(["441624101201", "441624102201", "441624103201"], dtype="str")
    standing = ["441624102201", "441624103201"]
    places = current_codes(codes, standing, lineage=_table(*rows), as_of="2024-09-30")
    assert places["candidates"].tolist() == ["441624102201", ";".join(standing), "441624103201"]
    assert places["reason"].fillna("").tolist() == ["code_moved", "code_reused", ""]


def test_a_circle_of_counties_is_refused():
    with pytest.raises(InputError, match="441681"):
        read_lineage(_table(UPGRADE, ("441681", "441624", "2022-01-01", "更名", None)))


@pytest.mark.parametrize(
    ("rows", "shares"),
    [
        pytest.param([("分立", "0.6"), ("分立", "0.4")], ["3/5", "2/5"], id="together one"),
        pytest.param([("分立", "0.33")] * 3, ["1/3"] * 3, id="0.99: rounding to a hundredth"),
        pytest.param([("分立", "0.34")] * 3, None, id="1.02 of three: more than rounding"),
        pytest.param([("分立", "0.17")] * 6, ["1/6"] * 6, id="1.02 of six: rounding to a hundredth"),
        pytest.param([("分立", "0.505")] * 2, ["1/2"] * 2, id="1.01 of two: as far as rounding goes"),
        pytest.param([("分立", "0.49"), ("分立", "0.49")], None, id="0.98: more than rounding"),
        pytest.param([("分立", "0.6"), ("分立", None)], None, id="one is missing: not the rest"),
        pytest.param([("分立", None)], None, id="a part that was split off"),
        pytest.param([("分立", "1")], ["1"], id="a split into one"),
        pytest.param([("合并", None)], ["1"], id="a merger"),
        pytest.param([("合并", "0.6")], None, id="a part of a unit, the rest is not told"),
        pytest.param([("合并", "0.6"), ("合并", "0.4")], ["3/5", "2/5"], id="merged into two"),
        pytest.param([("撤销", None)], ["1"], id="abolished"),
    ],
)
def test_shares_are_used_where_they_are_whole(rows, shares):
    table = _table(*((OLD, str(place), "2018", kind, share) for place, (kind, share) in enumerate(rows)))
    assert divided_shares(events_of(table)) == (shares and [Fraction(share) for share in shares])


@pytest.mark.parametrize("table", [None, _table()], ids=["no table", "an empty one"])
def test_no_table_is_no_event(table):
    assert read_lineage(table).events == ()
