import pandas as pd
import pytest

from ruralmap.link.denominators import carry_denominators
from ruralmap.words.catalogue import LANGUAGES

# 101203 is made of 101290 and 101291 in 2018; 101292 was split into 101201 and 101202 in 2020.
MADE, EAST, WEST = "441624101203", "441624101290", "441624101291"
SPLIT, FIRST, SECOND = "441624101292", "441624101201", "441624101202"
TOWN = "441624101"
STANDING = {MADE, FIRST, SECOND, TOWN, "441624"}
LINEAGE = pd.DataFrame(
    [
        (EAST, MADE, "2018-06-30", "合并", None),
        (WEST, MADE, "2018-06-30", "合并", None),
        (SPLIT, FIRST, "2020-01-01", "分立", 0.6),
        (SPLIT, SECOND, "2020-01-01", "分立", 0.4),
    ],
    columns=["old_code", "new_code", "effective_on", "event", "share"],
)


def _carry(*rows, lineage=LINEAGE, as_of="2024-09-30"):
    table = pd.DataFrame(rows, columns=["code", "item", "basis", "as_of", "value"]).assign(
        name=None,
        doc="统计年鉴",
        source_file="人口.xlsx",
        source_sheet="表",
        source_row=range(2, len(rows) + 2),
    )
    table = table.astype({"value": "Int64", "name": "str", "doc": "str"})
    return carry_denominators(table, lineage, standing=STANDING, as_of=as_of)


def _persons(code, value, day="2015-12-31", basis="户籍"):
    return code, "农村人口", basis, day, value


def _values(carried):
    table = carried.table
    return list(zip(table["code"], table["basis"], table["as_of"], table["value"], strict=True))


def _codes(carried):
    for item in carried.findings:
        assert all(item.text(part, lang) for part in ("found", "consequence") for lang in LANGUAGES)
    return [(item.code, item.raw) for item in carried.findings]


def test_a_merger_is_the_sum_of_one_date_and_says_so():
    carried = _carry(_persons(TOWN, 3000), _persons(EAST, 700), _persons(WEST, 512))
    assert _values(carried) == [(TOWN, "户籍", "2015-12-31", 3000), (MADE, "户籍", "2015-12-31", 1212)]
    assert carried.table["doc"].tolist() == [
        "统计年鉴",
        f"由原 {EAST}(700)、{WEST}(512) 折算（2018-06-30 合并）；原来源：统计年鉴",
    ]
    assert carried.table["source_row"].tolist() == [2, 3]
    assert _codes(carried) == [("denominator_carried", MADE)]


def test_a_split_divides_persons_and_names_the_share():
    # 1001 × 0.6 = 600.6 and 400.4: 601 and 400.
    carried = _carry(_persons(SPLIT, 1001))
    assert _values(carried) == [(FIRST, "户籍", "2015-12-31", 601), (SECOND, "户籍", "2015-12-31", 400)]
    assert "（2020-01-01 分立 0.6）" in carried.table["doc"][0]


def test_what_is_later_or_of_another_unit_stays_as_it_is():
    rows = [_persons(MADE, 1300, day="2023-12-31"), _persons(TOWN, 3000), _persons("441625100201", 5)]
    carried = _carry(*rows)
    assert _codes(carried) == [("denominator_unknown", "441625100201")]
    assert [value for *_, value in _values(carried)] == [1300, 3000, 5]


@pytest.mark.parametrize("code", ["441699", "441699101", "441699101203"])
def test_a_figure_under_a_county_that_had_been_renamed_is_left_alone_and_said(code):
    renamed = pd.DataFrame([("441699", "441624", "2018-06-30", "更名", None)], columns=LINEAGE.columns)
    carried = _carry(_persons(code, 700, day="2018-06-30"), lineage=renamed)
    assert [value for *_, value in _values(carried)] == [700]
    assert _codes(carried) == [("denominator_ended", code)]


def test_a_later_figure_of_its_own_stands_beside_the_carried_one():
    # The rules take the latest of the two: 2023.
    carried = _carry(_persons(MADE, 1300, day="2023-12-31"), _persons(EAST, 700), _persons(WEST, 512))
    assert [(day, value) for *_, day, value in _values(carried)] == [
        ("2023-12-31", 1300),
        ("2015-12-31", 1212),
    ]


@pytest.mark.parametrize(
    ("rows", "lost"),
    [
        pytest.param([_persons(EAST, 700)], [EAST], id="the other has no figure"),
        pytest.param(
            [_persons(EAST, 700), _persons(WEST, 512, basis="常住")],
            [EAST, WEST],
            id="the other has another basis",
        ),
        pytest.param(
            [_persons(EAST, 700), _persons(WEST, 512, day="2016-12-31")],
            [EAST, WEST],
            id="the other has another date",
        ),
    ],
)
def test_a_part_of_a_merger_is_no_figure(rows, lost):
    carried = _carry(*rows)
    assert carried.table.empty
    assert sorted(_codes(carried)) == [("denominator_not_carried", code) for code in lost]


def test_a_missing_share_leaves_all_successors_without_a_figure():
    carried = _carry(_persons(SPLIT, 1000), lineage=LINEAGE.assign(share=[None, None, 0.6, None]))
    assert carried.table.empty
    assert _codes(carried) == [("denominator_not_carried", SPLIT)]
    assert "不平均分" in carried.findings[0].text("found")


def test_households_are_not_divided_by_the_share_of_persons():
    carried = _carry((SPLIT, "农村户数", "户籍", "2015-12-31", 300))
    assert carried.table.empty
    assert _codes(carried) == [("denominator_not_carried", SPLIT)]


def test_a_figure_of_a_code_that_had_ended_is_left_alone_and_said():
    carried = _carry(_persons(EAST, 700, day="2023-12-31"), _persons(WEST, 512, day="2018-06-30"))
    assert len(carried.table) == 2
    assert _codes(carried) == [("denominator_ended", EAST), ("denominator_ended", WEST)]


@pytest.mark.parametrize("lineage", [None, LINEAGE.iloc[:0]], ids=["no table", "an empty table"])
def test_without_a_lineage_nothing_changes(lineage):
    carried = _carry(_persons(EAST, 700), lineage=lineage)
    assert _values(carried) == [(EAST, "户籍", "2015-12-31", 700)]
    assert _codes(carried) == [("denominator_unknown", EAST)]


def test_an_event_after_the_date_of_evaluation_has_not_happened():
    carried = _carry(_persons(EAST, 700), _persons(WEST, 512), as_of="2018-06-29")
    assert [code for code, *_ in _values(carried)] == [EAST, WEST]


def test_a_cell_names_four_units_and_counts_the_rest():
    # Six units of 1 person each become one.
    codes = [f"44162410129{place}" for place in range(6)]
    rows = [(code, MADE, "2018-06-30", "合并", None) for code in codes]
    carried = _carry(
        *(_persons(code, 1) for code in codes), lineage=pd.DataFrame(rows, columns=LINEAGE.columns)
    )
    assert carried.table["value"].tolist() == [6]
    assert f"{codes[3]}(1)等 6 个单位" in carried.table["doc"][0]


def test_incomplete_rows_are_kept():
    carried = _carry(
        _persons(EAST, 700), _persons(WEST, 512), _persons(TOWN, None), (TOWN, None, None, None, 5)
    )
    assert carried.table["code"].tolist() == [TOWN, TOWN, MADE]
