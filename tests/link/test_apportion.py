import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruralmap.errors import ConservationError
from ruralmap.link import apportion
from ruralmap.link.apportion import Circumstances, Figure, carry_figures
from ruralmap.link.lineage import read_lineage

# Units of before are written A, B, …; those of today N1 to N4.
STANDING = ("N1", "N2", "N3", "N4", "441681101201")
DAY = "2018-06-30"


def _carry(figures, *rows, day="2015-12-31", first_seen=None, are_persons=True, standing=STANDING):
    """Carry figures by code; give back what is carried by code, and what is lost by reason."""
    table = pd.DataFrame(rows, columns=["old_code", "new_code", "effective_on", "event", "share"])
    seen = dict.fromkeys(figures, day) | (first_seen or {})
    given_figures = [Figure(code, value, (row,)) for row, (code, value) in enumerate(figures.items())]
    around = Circumstances(day, standing, seen, are_persons)
    carried, losses = carry_figures(given_figures, read_lineage(table), around)
    lost = [(loss.why, loss.figure.value) for loss in losses]
    assert sum(figures.values()) == sum(one.value for one in carried) + sum(value for _, value in lost)
    return {figure.code: figure.value for figure in carried}, lost


@pytest.mark.parametrize(
    ("figures", "rows", "carried", "lost"),
    [
        pytest.param({"A": 700}, [("A", "N1", DAY, "更名", None)], {"N1": 700}, [], id="renamed"),
        pytest.param(
            {"A": 700, "B": 500},
            [("A", "N1", DAY, "合并", None), ("B", "N1", DAY, "合并", None)],
            {"N1": 1200},
            [],
            id="two merged into a new one",
        ),
        pytest.param(
            {"A": 700, "N1": 500},
            [("A", "N1", DAY, "合并", None)],
            {"N1": 1200},
            [],
            id="merged into one that stood",
        ),
        pytest.param(
            # 1001 × 0.55 = 550.55 and 1001 × 0.45 = 450.45: one is left over, for the larger remainder.
            {"A": 1001},
            [("A", "N1", DAY, "分立", 0.55), ("A", "N2", DAY, "分立", 0.45)],
            {"N1": 551, "N2": 450},
            [],
            id="split by shares, whole persons",
        ),
        pytest.param(
            # 0.33 × 3 = 0.99 is one but for rounding: thirds of 100, equal remainders, the lowest code first.
            {"A": 100},
            [("A", f"N{place}", DAY, "分立", 0.33) for place in (1, 2, 3)],
            {"N1": 34, "N2": 33, "N3": 33},
            [],
            id="shares with two decimals",
        ),
        pytest.param(
            {"N1": 1000},
            [("N1", "N1", DAY, "分立", 0.6), ("N1", "N2", DAY, "分立", 0.4)],
            {"N1": 600, "N2": 400},
            [],
            id="a part leaves, the rest stays under the old code",
        ),
        pytest.param(
            # A 1000 → B 600, N1 400 (2018); B and C 50 → N2 650 (2019).
            {"A": 1000, "C": 50},
            [
                ("A", "B", DAY, "分立", 0.6),
                ("A", "N1", DAY, "分立", 0.4),
                ("B", "N2", "2019-01-01", "合并", None),
                ("C", "N2", "2019-01-01", "合并", None),
            ],
            {"N1": 400, "N2": 650},
            [],
            id="a part merged later",
        ),
        pytest.param({"N1": 1000}, [("N1", "N1", DAY, "更名", 1.0)], {"N1": 1000}, [], id="a name only"),
        pytest.param(
            {"N1": 1000}, [("N1", "N2", DAY, "新增", None)], {"N1": 1000}, [], id="新增 takes nothing"
        ),
        pytest.param(
            {"X": 9}, [("A", "N1", DAY, "更名", None)], {"X": 9}, [], id="another code stays as it is"
        ),
        pytest.param(
            # Codes passed on in one day, all at once: N1's people are N2's now.
            {"N1": 10, "N2": 20},
            [("N1", "N2", DAY, "更名", None), ("N2", "N3", DAY, "更名", None)],
            {"N2": 10, "N3": 20},
            [],
            id="numbers passed on",
        ),
        pytest.param(
            {"A": 700},
            [
                ("A", "B", "2017-01-01", "合并", None),
                ("B", "A", DAY, "恢复", 1.0),
                ("A", "N1", "2019", "更名", None),
            ],
            {},
            [("incomplete", 700)],
            id="merged into one without a figure",
        ),
        pytest.param(
            {"A": 700},
            [("A", None, DAY, "撤销", None)],
            {},
            [("abolished", 700)],
            id="abolished without successor",
        ),
        pytest.param(
            {"A": 700}, [("A", "X", DAY, "更名", None)], {}, [("not_standing", 700)], id="to nowhere"
        ),
        pytest.param(
            {"A": 700},
            [("A", "N1", DAY, "分立", 0.6), ("A", "N2", DAY, "分立", None)],
            {},
            [("share_unknown", 700)],
            id="a share is missing: unknown for all",
        ),
        pytest.param(
            {"A": 700, "N2": 50},
            [("A", "N1", DAY, "分立", None), ("A", "N2", DAY, "分立", None)],
            {},
            [("share_unknown", 700), ("incomplete", 50)],
            id="who gets an unknown part is unknown too",
        ),
        pytest.param(
            {"A": 700},
            [("A", "N1", DAY, "合并", None), ("B", "N1", DAY, "合并", None)],
            {},
            [("incomplete", 700)],
            id="the other one of a merger has no figure",
        ),
        pytest.param(
            {"A": 700},
            [("A", "N1", DAY, "合并", None)],
            {},
            [("incomplete", 700)],
            id="a merger needs two: N1 stood",
        ),
        pytest.param(
            {"A": 700, "N1": 690},
            [("A", "N1", DAY, "更名", None)],
            {"N1": 690},
            [("stated_twice", 700)],
            id="twice",
        ),
        pytest.param(
            {"A": 700, "B": 500},
            [
                ("N1", "N1", "2010", "更名", None),
                ("A", "N1", DAY, "合并", None),
                ("B", "N1", DAY, "合并", None),
            ],
            {},
            [("incomplete", 700), ("incomplete", 500)],
            id="two merged into one that an earlier row names, without a figure",
        ),
        pytest.param(
            {"N3": 700, "N2": 500},
            [
                ("N3", "N1", DAY, "合并", None),
                ("N2", "N1", DAY, "合并", None),
                ("N1", "N1", DAY, "合并", None),
            ],
            {},
            [("incomplete", 500), ("incomplete", 700)],
            id="two merged into one that a row to itself says stood, without a figure",
        ),
        pytest.param(
            {"N3": 700, "N2": 500, "N1": 9},
            [
                ("N3", "N1", DAY, "合并", None),
                ("N2", "N1", DAY, "合并", None),
                ("N1", "N1", DAY, "合并", None),
            ],
            {"N1": 1209},
            [],
            id="the same with its figure",
        ),
        pytest.param(
            # B took in A, and a new name, in one document: nobody is B any more.
            {"A": 700, "B": 500},
            [("A", "B", DAY, "合并", None), ("B", "N1", DAY, "更名", None)],
            {"N1": 1200},
            [],
            id="merged into one that was renamed on the same day",
        ),
        pytest.param(
            {"A": 700},
            [("A", "B", DAY, "合并", None), ("B", "N1", DAY, "更名", None)],
            {},
            [("incomplete", 700)],
            id="the same, and nothing is known of the one renamed",
        ),
        pytest.param(
            # B is there in 2019 still, so that it was passed on: A's people are B's, B's are N2's.
            {"A": 700, "B": 500},
            [
                ("A", "B", DAY, "更名", None),
                ("B", "N2", DAY, "更名", None),
                ("B", "N1", "2019", "更名", None),
            ],
            {"N1": 700, "N2": 500},
            [],
            id="a number passed on that has a later event",
        ),
        pytest.param(
            {"A": 700},
            [("A", "N1", DAY, "恢复", None), ("A", "N2", "2019", "更名", None)],
            {},
            [("share_unknown", 700)],
            id="restored out of one that goes on",
        ),
        pytest.param({"A": 700}, [("A", "N1", DAY, "恢复", None)], {"N1": 700}, [], id="restored as a whole"),
    ],
)
def test_figures_go_where_their_people_went(figures, rows, carried, lost):
    assert _carry(figures, *rows) == (carried, lost)


def test_figures_under_a_county_that_was_upgraded_move_with_it():
    rows = [
        ("441624101201", "441624101202", "2018-06-30", "合并", None),
        ("441624101202", "441624101201", "2018-06-30", "恢复", None),
        ("441624", "441681", "2020-05-01", "更名", None),
    ]
    assert _carry({"441624101201": 80}, rows[2]) == ({"441681101201": 80}, [])
    assert _carry({"441624101201": 80, "441681101201": 81}, rows[2]) == (
        {"441681101201": 81},
        [("stated_twice", 80)],
    )


def test_townships_pass_their_numbers_on_all_at_once():
    # On one day 101 became 102, and 102 became 103; each has a village 201.
    rows = [("441624101", "441624102", DAY, "更名", None), ("441624102", "441624103", DAY, "更名", None)]
    standing = ("441624102201", "441624103201")
    figures = {"441624101201": 10, "441624102201": 20}
    assert _carry(figures, *rows, standing=standing) == (dict(zip(standing, (10, 20), strict=True)), [])


LEFT, JOINED = "441624101201", "441624102205"  # a village of township 101 that came to 102


@pytest.mark.parametrize(
    ("rows", "carried", "lost"),
    [
        pytest.param(
            [(LEFT, JOINED, DAY, "更名", None)],
            {JOINED: 9, "441624": 200},
            [("area_changed", 90), ("area_changed", 100)],
            id="both townships are others now, the county is the same",
        ),
        pytest.param(
            [(LEFT, JOINED, DAY, "合并", None), ("441624101", "441624102", DAY, "合并", None)],
            {"441624102": 190, "441624": 200},
            [("incomplete", 9)],
            id="the whole township came along",
        ),
        pytest.param(
            [(LEFT, "441681102205", DAY, "更名", None)],
            {"441624102": 100},
            [("area_changed", 90), ("area_changed", 200), ("not_standing", 9)],
            id="it came to another county",
        ),
        pytest.param(
            [(LEFT, "441681101205", DAY, "更名", None), ("441624", "441681", DAY, "更名", None)],
            {"441681101205": 9, "441681101": 90, "441681102": 100, "441681": 200},
            [],
            id="the county was upgraded, and the village renumbered",
        ),
    ],
)
def test_a_township_that_a_village_left_or_joined_has_no_figure_of_before(rows, carried, lost):
    figures = {LEFT: 9, "441624101": 90, "441624102": 100, "441624": 200}
    standing = {JOINED, *carried, "441624101", "441624102"}
    found, losses = _carry(figures, *rows, standing=standing)
    assert (found, sorted(losses)) == (carried, sorted(lost))


@pytest.mark.parametrize(
    ("day", "carried"),
    [("2018-06-29", {"N1": 7}), (DAY, {"A": 7}), ("2018-07-01", {"A": 7})],
    ids=["before the event", "on its day", "after it"],
)
def test_only_figures_of_before_are_carried(day, carried):
    assert _carry({"A": 7}, ("A", "N1", DAY, "更名", None), day=day) == (carried, [])


def test_an_earlier_figure_shows_that_a_unit_stood_before():
    rows = [("A", "N1", DAY, "合并", None), ("B", "N1", DAY, "合并", None)]
    figures = {"A": 7, "B": 5}
    assert _carry(figures, *rows, first_seen={"N1": "2019-12-31"}) == ({"N1": 12}, [])
    assert _carry(figures, *rows, first_seen={"N1": "2010-12-31"})[0] == {}


def test_shares_are_of_persons_and_do_not_divide_households():
    split = [("A", "N1", DAY, "分立", 0.5), ("A", "N2", DAY, "分立", 0.5)]
    assert _carry({"A": 10}, *split, are_persons=False) == ({}, [("not_persons", 10)])
    merged = [("A", "N1", DAY, "合并", None), ("B", "N1", DAY, "合并", None)]
    assert _carry({"A": 10, "B": 4}, *merged, are_persons=False) == ({"N1": 14}, [])


@given(
    values=st.dictionaries(st.sampled_from("ABCDEF"), st.integers(0, 9999), min_size=1),
    rows=st.lists(
        st.tuples(
            st.sampled_from("ABCDEF"),
            st.sampled_from(["N1", "N2", "N3", None]),
            st.sampled_from(["2016", "2018", "2020"]),
            st.sampled_from(["更名", "合并", "分立", "撤销", "改居", "恢复"]),
            st.sampled_from([None, 0.25, 0.5, 0.75, 1.0]),
        ),
        max_size=8,
    ),
)
def test_nobody_is_lost_or_counted_twice_and_the_order_does_not_matter(values, rows):
    assert _carry(values, *rows) == _carry(dict(sorted(values.items(), reverse=True)), *rows[::-1])


def test_a_result_that_does_not_add_up_is_refused(monkeypatch):
    # No input can make the sums differ: a fault is put in.
    monkeypatch.setattr(apportion, "apportion", lambda value, weights: dict.fromkeys(weights, value))
    with pytest.raises(ConservationError, match="700"):
        _carry({"A": 700}, ("A", "N1", DAY, "分立", 0.5), ("A", "N2", DAY, "分立", 0.5))
