"""Shares that an office typed: closed to exactly one, by beneficiaries, or not used."""

from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruralmap.link.stated import close_stated, stated_findings

EAST, SOUTH, WEST = "441624001201", "441624002201", "441624002202"
COLUMNS = ["prj_id", "relation", "village_code", "share", "households", "persons"]


def rows(*cells):
    frame = pd.DataFrame([(*row, *[None] * (len(COLUMNS) - len(row))) for row in cells], columns=COLUMNS)
    kinds = dict.fromkeys(COLUMNS[:3], "str") | {
        "share": "float64",
        "households": "Int64",
        "persons": "Int64",
    }
    return frame.astype(kinds)


def close(frame):
    closed = close_stated(frame, record=["prj_id", "relation"])
    assert closed.index.equals(frame.index)
    missing = closed["share"].isna()
    assert missing.equals(closed["share_method"].isna())
    return [None if pd.isna(share) else share for share in closed["share"]], set(
        closed["share_method"].dropna()
    )


@pytest.mark.parametrize(
    ("typed", "shares"),
    [
        pytest.param([0.5, 0.5], [0.5, 0.5], id="one"),
        # 0.33 / 0.99 = a third; the millionth that is left goes to the first village.
        pytest.param([0.33, 0.33, 0.33], [0.333334, 0.333333, 0.333333], id="0.99: thirds, two decimals"),
        # 0.505 / 1.01 = 0.5
        pytest.param([0.505, 0.505], [0.5, 0.5], id="1.01"),
        # 0.5 / 0.99 = 0.505051, 0.49 / 0.99 = 0.494949: two decimals, half a hundredth off each.
        pytest.param([0.5, 0.49], [0.505051, 0.494949], id="0.99: exactly a hundredth of two"),
        pytest.param([0.5, 0.489], [None, None], id="0.989"),
        pytest.param([0.511, 0.5], [None, None], id="1.011"),
        pytest.param([1.0, None], [None, None], id="one of two is empty"),
        pytest.param([1.5, -0.5], [None, None], id="a negative one"),
        pytest.param([0.9], [None], id="a single one that is not whole"),
        pytest.param([0.995], [1.0], id="a single one, half a hundredth off"),
        pytest.param([0.99], [None], id="a single one, a hundredth off"),
        # Three may lack 0.015. 0.34 / 0.985 = 345,177.665 millionths and 0.305 / 0.985 = 309,644.670: of the
        # two that are left one goes to the largest remainder, the other to the first of the equal ones.
        pytest.param([0.34, 0.34, 0.305], [0.345178, 0.345177, 0.309645], id="0.985 of three"),
        pytest.param([0.34, 0.34, 0.304], [None] * 3, id="0.984 of three"),
        pytest.param([None], [1.0], id="one village alone needs no share"),
        pytest.param([None, None], [None, None], id="nothing typed and nobody counted"),
    ],
)
def test_shares_are_closed_or_not_used_and_that_is_found(typed, shares):
    villages = (EAST, SOUTH, WEST)
    frame = rows(*[("P1", "建设地", code, share) for code, share in zip(villages, typed, strict=False)])
    closed, methods = close(frame)
    assert closed == shares
    assert methods == (set() if None in shares else {"stated"})
    findings = stated_findings(frame, "project_places", record=["prj_id", "relation"])
    assert [(found.code, found.column) for found in findings] == (
        [("place_shares_not_whole", "份额")] if None in shares else []
    )


@pytest.mark.parametrize(
    ("typed", "shares"),
    [
        # Six sixths with two decimals are 1.02; of 166,666.67 millionths each the four first get the rest.
        pytest.param([0.17] * 6, [0.166667] * 4 + [0.166666] * 2, id="1.02: sixths"),
        # Seven sevenths are 0.98; of 142,857.14 millionths each the first gets the one that is left.
        pytest.param([0.14] * 7, [0.142858] + [0.142857] * 6, id="0.98: sevenths"),
    ],
)
def test_many_equal_shares_with_two_decimals_are_whole(typed, shares):
    frame = rows(*[("P1", "建设地", f"4416240022{i:02d}", share) for i, share in enumerate(typed)])
    assert close(frame) == (shares, {"stated"})


@pytest.mark.parametrize(
    ("counts", "shares"),
    [
        # 10 : 20 : 30 persons are 1/6, 2/6 and 3/6; of 166,666.67, 333,333.33 and 500,000 millionths the one
        # that is left goes to the largest remainder, .67.
        pytest.param(
            [(9, 10), (9, 20), (9, 30)], [0.166667, 0.333333, 0.5], id="persons go before households"
        ),
        # 1/3 each: the millionth that is left goes to the first village.
        pytest.param([(7, None), (7, None), (7, None)], [0.333334, 0.333333, 0.333333], id="households"),
        pytest.param(
            [(1, 10), (3, None), (4, 5)], [0.125, 0.375, 0.5], id="persons are not known everywhere"
        ),
        pytest.param([(1, 10), (None, None), (4, 5)], [None] * 3, id="neither is known everywhere"),
        pytest.param([(2, 0), (1, 0), (1, 0)], [0.5, 0.25, 0.25], id="no persons at all"),
        pytest.param([(0, 0), (0, 0), (0, 0)], [None] * 3, id="nobody"),
    ],
)
def test_beneficiaries_decide_where_no_share_was_typed(counts, shares):
    villages = (EAST, SOUTH, WEST)
    frame = rows(*[("P1", "受益村", code, None, *own) for code, own in zip(villages, counts, strict=True)])
    closed, methods = close(frame)
    assert closed == shares
    assert methods == (set() if None in shares else {"beneficiaries"})


def test_typed_shares_go_before_beneficiaries():
    frame = rows(("P1", "受益村", EAST, 0.8, 1, 1), ("P1", "受益村", SOUTH, 0.2, 9, 9))
    assert close(frame) == ([0.8, 0.2], {"stated"})


def test_each_relation_of_a_project_is_judged_by_itself():
    frame = rows(("P1", "建设地", EAST, 1.0), ("P1", "受益村", EAST, 0.5), ("P2", "建设地", WEST, 1.0))
    assert close(frame)[0] == [1.0, None, 1.0]
    findings = stated_findings(
        frame.assign(source_file="甲.xlsx", source_sheet="表", source_row=[5, 6, 7]),
        "project_places",
        record=["prj_id", "relation"],
    )
    assert [(f.file, f.sheet, f.row, f.text("found")) for f in findings] == [
        ("甲.xlsx", "表", 6, "P1 受益村 各村的份额之和不是 1，或有空缺、负数。")
    ]


def test_a_table_that_counts_nobody_has_no_such_columns():
    frame = rows(("P1", "建设地", EAST), ("P1", "建设地", WEST)).drop(columns=["households", "persons"])
    assert close(frame) == ([None, None], set())


@given(
    st.lists(st.tuples(st.sampled_from(["P1", "P2"]), st.integers(0, 100)), min_size=1, max_size=8),
    st.randoms(use_true_random=False),
)
def test_closed_shares_add_up_to_exactly_one_in_any_order_of_rows(counts, random):
    frame = rows(
        *[(record, "受益村", f"44162400{i:04d}", None, None, n) for i, (record, n) in enumerate(counts)]
    )
    closed = close_stated(frame, record=["prj_id", "relation"])
    for record, own in closed["share"].dropna().groupby(frame["prj_id"]):
        assert sum(Fraction(str(share)) for share in own) == 1, record
    order = list(frame.index)
    random.shuffle(order)
    again = close_stated(frame.loc[order], record=["prj_id", "relation"])
    assert again.sort_index().equals(closed)
