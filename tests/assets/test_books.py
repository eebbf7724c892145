"""The ledger against lists and amounts of other books: each asset once, nothing guessed, gaps told."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ruralmap.assets.book_amounts import against_funds, against_platform
from ruralmap.assets.books import DETAIL_COLUMNS, LISTED, OUTCOMES, ROW_COLUMNS, against_list, tally

ASSET = {
    "asset_id": "A",
    "asset": "冷库",
    "asset_class": "经营性",
    "township_code": "441624101",
    "village_code": "441624101201",
    "library_no": "K1",
    "owner": "村",
    "original_value_fen": 1_000,
    "net_value_fen": 800,
    "run_state": "正常",
    "in_three_capital_platform": True,
    "platform_value_fen": 1_000,
}
LIST = {
    "number": "S1",
    "name": "冷库",
    "asset_class": "经营性",
    "township_code": "441624101",
    "village_code": "441624101201",
    "library_no": "K1",
    "owner": "村",
    "amount_fen": 1_000,
    "state": "正常",
}
PART = {"asset_id": "A", "amount_fen": 1_000, "channel": "衔接", "state": "traced"}
_TYPES = {"in_three_capital_platform": "boolean"}


def frame(base, rows):
    types = {name: _TYPES.get(name, "Int64" if name.endswith("_fen") else "str") for name in base}
    return pd.DataFrame([base | row for row in rows], columns=list(base)).astype(types)


def assets(*rows):
    return frame(ASSET, rows)


def flags(*values):
    return pd.Series(list(values), dtype="boolean")


def plain(compared):
    rows = compared.rows
    assert tuple(rows.columns) == ROW_COLUMNS
    assert tuple(compared.details.columns) == DETAIL_COLUMNS
    names = ["asset_id", "other_id", "outcome", "here_fen", "there_fen", "gap_fen"]
    return [tuple(None if pd.isna(v) else v for v in row) for row in rows[names].itertuples(index=False)]


def details(compared):
    return list(zip(compared.details["field"], compared.details["kind"], strict=True))


def listed(here, there, **more):
    return against_list(assets(*here), frame(LIST, there), tolerance_fen=100, **more)


def test_a_list_that_says_the_same_agrees():
    assert plain(listed([{}], [{}])) == [("A", "S1", "agrees", 1_000, 1_000, 0)]


def test_a_list_that_differs_says_in_what():
    compared = listed([{}], [{"amount_fen": 1_101, "state": "闲置", "owner": None}])
    assert plain(compared) == [("A", "S1", "differs", 1_000, 1_101, 101)]
    assert details(compared) == [
        ("owner", "unknown_there"),
        ("amount_fen", "differs"),
        ("state", "differs"),
    ]


def test_what_is_on_one_side_only_has_its_name_and_village_all_the_same():
    compared = listed([{}], [{"name": "粮库"}])
    assert plain(compared) == [
        ("A", None, "only_here", 1_000, None, None),
        (None, "S1", "only_there", None, 1_000, None),
    ]
    assert compared.rows["asset"].tolist() == ["冷库", "粮库"]
    assert compared.rows["village_code"].tolist() == ["441624101201"] * 2


def test_the_owner_tells_apart_what_the_name_does_not():
    here = [{"owner": "甲"}, {"asset_id": "B", "owner": "乙"}]
    there = [{"number": "S1", "owner": "乙"}, {"number": "S2", "owner": "甲"}]
    assert [row[:3] for row in plain(listed(here, there))] == [("A", "S2", "agrees"), ("B", "S1", "agrees")]


@pytest.mark.parametrize(
    ("owed", "on_list", "outcome"),
    [
        (True, True, "agrees"),
        (True, False, "only_here"),
        (False, True, "not_owed"),
        (False, False, "not_applicable"),
        (None, True, "agrees"),
        (None, False, "unclear"),
    ],
)
def test_a_list_of_the_platform_has_what_belongs_to_collectives(owed, on_list, outcome):
    compared = listed([{}], [{}] if on_list else [], fields=LISTED, owed=flags(owed))
    assert compared.rows["outcome"].tolist() == [outcome]


@pytest.mark.parametrize(
    ("asset", "owed", "outcome", "gap"),
    [
        pytest.param({}, True, "agrees", 0, id="at its original value"),
        pytest.param({"platform_value_fen": 800}, True, "agrees", 0, id="at its net value"),
        pytest.param({"platform_value_fen": 1_100}, True, "agrees", 100, id="within the tolerance"),
        pytest.param({"platform_value_fen": 1_101}, True, "differs", 101, id="beyond it"),
        pytest.param({"platform_value_fen": 899}, True, "agrees", 99, id="nearer to the net value"),
        pytest.param({"platform_value_fen": 699}, True, "differs", -101, id="below the net value"),
        pytest.param({"platform_value_fen": None}, True, "incomplete", None, id="no value"),
        pytest.param({"original_value_fen": None}, True, "differs", 200, id="only a net value, and another"),
        pytest.param({"net_value_fen": None}, True, "agrees", 0, id="no net value"),
        pytest.param({"in_three_capital_platform": False}, True, "only_here", None, id="not in it"),
        pytest.param({"in_three_capital_platform": None}, True, "incomplete", None, id="nobody wrote"),
        pytest.param({}, False, "not_owed", 0, id="no collective's, and in it"),
        pytest.param({"in_three_capital_platform": False}, False, "not_applicable", None, id="need not be"),
        pytest.param({"in_three_capital_platform": None}, False, "not_applicable", None, id="need not say"),
        pytest.param({"in_three_capital_platform": False}, None, "unclear", None, id="whose, nobody wrote"),
        pytest.param({"in_three_capital_platform": None}, None, "unclear", None, id="nothing is written"),
        pytest.param({}, None, "agrees", 0, id="in it, whoever's"),
    ],
)
def test_the_platform_by_what_the_ledger_says_of_it(asset, owed, outcome, gap):
    rows = against_platform(assets(asset), flags(owed), tolerance_fen=100).rows
    assert rows["outcome"].tolist() == [outcome]
    assert (None if pd.isna(rows["gap_fen"].iloc[0]) else rows["gap_fen"].iloc[0]) == gap


@pytest.mark.parametrize(
    ("asset", "told"),
    [
        ({"platform_value_fen": 1_101}, [("amount_fen", "differs")]),
        ({"platform_value_fen": 1_100}, [("amount_fen", "within")]),
        ({"platform_value_fen": None}, [("amount_fen", "unknown_there")]),
        ({"original_value_fen": None, "net_value_fen": None}, [("amount_fen", "unknown_here")]),
        ({"in_three_capital_platform": None}, [("in_platform", "unknown_there")]),
        ({"in_three_capital_platform": False}, []),
        ({}, []),
    ],
)
def test_what_of_the_platform_is_told(asset, told):
    assert details(against_platform(assets(asset), flags(*[True]), tolerance_fen=100)) == told


def funds(here, parts, tolerance_fen=100):
    return against_funds(assets(*here), frame(PART, parts), tolerance_fen=tolerance_fen)


@pytest.mark.parametrize(
    ("asset", "parts", "outcome", "gap"),
    [
        pytest.param({}, [{}], "agrees", 0, id="all of it"),
        pytest.param({}, [{"amount_fen": 600}, {"amount_fen": 400}], "agrees", 0, id="in two parts"),
        pytest.param({}, [{"amount_fen": 1_100}], "agrees", 100, id="within the tolerance"),
        pytest.param({}, [{"amount_fen": 1_101}], "differs", 101, id="beyond it"),
        pytest.param({}, [], "only_here", None, id="nobody wrote what paid for it"),
        pytest.param({"original_value_fen": None}, [{}], "incomplete", None, id="no value"),
        pytest.param({}, [{"state": "historic"}], "agrees", 0, id="older than the ledger"),
        pytest.param({}, [{"state": "unlined", "channel": "自筹"}], "agrees", 0, id="own funds"),
        pytest.param({}, [{"state": "unlined"}], "incomplete", 0, id="without a line"),
        pytest.param({}, [{"state": "overdrawn"}], "incomplete", 0, id="more than was spent"),
        pytest.param({}, [{"state": "aside"}], "incomplete", 0, id="of a line that does not count"),
    ],
)
def test_the_value_against_the_money_that_made_it(asset, parts, outcome, gap):
    rows = funds([asset], parts).rows
    assert rows["outcome"].tolist() == [outcome]
    assert (None if pd.isna(rows["gap_fen"].iloc[0]) else rows["gap_fen"].iloc[0]) == gap


def test_money_that_no_entry_stands_behind_is_told_with_its_amount():
    compared = funds([{}], [{"amount_fen": 600}, {"amount_fen": 400, "state": "overdrawn"}])
    assert details(compared) == [("untraced_fen", "untraced")]
    assert compared.details["here_value"].tolist() == [400]


def test_an_asset_that_only_the_make_up_names_is_told():
    assert plain(funds([{}], [{}, {"asset_id": "X", "amount_fen": 5}])) == [
        ("A", "A", "agrees", 1_000, 1_000, 0),
        ("X", "X", "only_there", None, 5, None),
    ]


def test_outcomes_are_counted_and_the_gap_of_what_is_ambiguous_is_that_of_the_sums():
    here = [{}, {"asset_id": "B"}, {"asset_id": "C", "asset": "粮库", "original_value_fen": 7}]
    there = [{"amount_fen": 1_500}, {"number": "S2", "amount_fen": 600}]
    sums = tally(listed(here, there).rows)
    assert sums.astype(object).where(sums.notna(), None).to_numpy().tolist() == [
        ["only_here", 1, 7, None, None],
        ["ambiguous", 4, 2_000, 2_100, 100],
    ]
    assert tally(listed([], []).rows).empty


AMOUNT = st.sampled_from([None, 0, 800, 1_000, 1_100, 1_101])
BOOL = st.sampled_from([None, True, False])


@settings(max_examples=25)
@given(
    st.lists(st.tuples(AMOUNT, AMOUNT, BOOL, AMOUNT, BOOL), max_size=5),
    st.lists(
        st.tuples(st.sampled_from(["A0", "A1", "X"]), AMOUNT, st.sampled_from(["traced", "aside"])),
        max_size=5,
    ),
)
def test_every_asset_is_told_of_once_and_sums_are_those_of_the_rows(rows, parts):
    ledger = assets(
        *(
            {
                "asset_id": f"A{place}",
                "original_value_fen": original,
                "net_value_fen": net,
                "in_three_capital_platform": inside,
                "platform_value_fen": value,
            }
            for place, (original, net, inside, value, _) in enumerate(rows)
        )
    )
    paid = frame(
        PART, [{"asset_id": one, "amount_fen": fen or 0, "state": state} for one, fen, state in parts]
    )
    for compared in (
        against_platform(ledger, flags(*(owed for *_, owed in rows)), tolerance_fen=100),
        against_funds(ledger, paid, tolerance_fen=100),
    ):
        own = compared.rows[compared.rows["asset_id"].isin(ledger["asset_id"])]
        assert own["asset_id"].tolist() == ledger["asset_id"].tolist()
        assert compared.rows["outcome"].isin(OUTCOMES).all()
        sums = tally(compared.rows)
        assert int(sums["rows"].sum()) == len(compared.rows)
        assert int(sums["there_fen"].sum()) == int(compared.rows["there_fen"].sum())
