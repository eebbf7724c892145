"""From a line to its assets and back: what is traced adds up to the line, the rest says why it is not."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funds import handmade
from ruralmap.errors import ConservationError
from ruralmap.funds.chain import CHAIN_COLUMNS, STAGES, ChainTables, chain
from ruralmap.funds.journal import ENTRY_TYPES
from ruralmap.funds.tracing import Key, price, trace
from ruralmap.funds.yields import YIELD_COLUMNS

MAKEUP = ("asset_id", "prj_id", "line_id", "year", "level", "channel", "amount_fen", "state")
ASSET = ("asset_id", "prj_id", "asset_class", "run_state", "operator", "township_code", "village_code")


def entries(*rows):
    """Write entries as (line, project, asset, from, to, fen)."""
    names = ["line_id", "prj_id", "asset_id", "from_account", "to_account", "amount_fen"]
    return pd.DataFrame(rows, columns=names).reindex(columns=list(ENTRY_TYPES)).astype(ENTRY_TYPES)


def makeup(*rows):
    frame = pd.DataFrame(rows, columns=list(MAKEUP))
    return frame.astype(dict.fromkeys(MAKEUP, "str") | {"year": "Int64", "amount_fen": "Int64"})


def lines(**held):
    """Write lines that hold so many fen."""
    one = handmade.lines()
    frame = pd.concat([one] * len(held)).set_axis(pd.Index(held, name="line_id", dtype="str"))
    return frame.assign(own_fen=pd.array(list(held.values()), dtype="Int64"), doc="文1号")


def aside(*rows):
    """Write lines set aside as (line, issued in fen, reason)."""
    frame = pd.DataFrame(rows, columns=["line_id", "issued_fen", "reason"])
    return frame.astype({"line_id": "str", "issued_fen": "Int64", "reason": "str"})


def assets(*rows):
    frame = pd.DataFrame(rows, columns=list(ASSET)).astype("str")
    return frame.assign(asset="水渠", run_state_on=None)


def earned(**sums):
    """Write what assets earn as (due, paid, arrears, open)."""
    frame = pd.DataFrame.from_dict(sums, orient="index", columns=list(YIELD_COLUMNS), dtype="Int64")
    return frame.rename_axis("asset_id")


def tables(*of_assets, yields=None, inside=()):
    projects = pd.DataFrame({"prj_id": ["P1"], "project": ["引水"], "project_class": ["产业发展"]})
    states = pd.Series(dict.fromkeys(inside, "inside"), dtype="str")
    return ChainTables(assets(*of_assets), projects, earned() if yields is None else yields, states)


# Z1 holds 100: P1 got 80, spent 70, of which 40 made A1; P2 got 15; 5 are with the county. Z2 holds 60: P1
# got it all, spent 50, of which 35 made A1 and 10 made A2. A3 is older than the ledger, A4 was paid for by
# Z9, which does not count; nothing says what paid for A5.
LEDGER = replace(
    handmade.ledger(),
    lines=lines(Z1=100, Z2=60),
    entries=entries(
        ("Z1", None, None, "source", "county", 100),
        ("Z1", "P1", None, "county", "project", 80),
        ("Z1", "P1", None, "due_arranged", "arranged", 80),
        ("Z1", "P2", None, "county", "project", 15),
        ("Z1", "P1", None, "project", "spent", 70),
        ("Z1", "P1", "A1", "spent", "asset", 40),
        ("Z2", None, None, "source", "county", 60),
        ("Z2", "P1", None, "county", "project", 60),
        ("Z2", "P1", None, "project", "spent", 50),
        ("Z2", "P1", "A1", "spent", "asset", 35),
        ("Z2", "P1", "A2", "spent", "asset", 10),
    ),
    makeup=makeup(
        ("A1", "P1", "Z1", 2024, "中央", "衔接", 40, "traced"),
        ("A1", "P1", "Z2", 2024, "中央", "衔接", 35, "traced"),
        ("A2", "P1", "Z2", 2024, "中央", "衔接", 10, "traced"),
        ("A3", None, None, 2018, "省", "捐赠", 7, "historic"),
        ("A4", "P1", "Z9", 2024, "县", "自筹", 8, "aside"),
        ("A6", "P1", None, 2024, "社会", "自筹", 3, "unlined"),
        ("A6", "P1", None, 2024, "社会", "捐赠", 2, "unlined"),
    ),
    lines_aside=aside(("Z9", 9, "fund_line_double")),
)
ASSETS = (
    ("A1", "P1", "经营性", "闲置", "甲社", "T1", "V1"),
    ("A2", "P1", "公益性", "正常", None, "T1", "V2"),
    ("A3", None, "到户类", "正常", "张三", "T2", "V3"),
    ("A4", "P1", "公益性", None, None, None, None),
    ("A5", None, "公益性", "正常", None, "T2", "V3"),
    ("A6", "P1", "经营性", "正常", None, "T2", "V4"),
)


@pytest.fixture(scope="module")
def rows():
    return chain(LEDGER, tables(*ASSETS, yields=earned(A1=[100, 1, 99, 0]), inside=["V1"]))


def listed(rows, *names):
    return rows[list(names)].astype(object).where(rows[list(names)].notna(), None).to_numpy().tolist()


def test_a_line_is_followed_to_where_its_money_is(rows):
    # Z1: of P1's 80, 10 are left; of the 70 spent, 30 made nothing; 40 are A1. P2 has 15, the county 5.
    found = listed(rows[rows["line_id"].eq("Z1")], "prj_id", "stage", "asset_id", "amount_fen")
    assert found == [
        ["P1", "project", None, 10],
        ["P1", "spent", None, 30],
        ["P1", "asset", "A1", 40],
        ["P2", "project", None, 15],
        [None, "county", None, 5],
    ]


def test_an_asset_is_followed_back_to_all_that_paid_for_it(rows):
    found = trace(rows, Key(assets=frozenset({"A1"})))
    assert listed(found, "line_id", "doc", "project", "amount_fen") == [
        ["Z1", "文1号", "引水", 40],
        ["Z2", "文1号", "引水", 35],
    ]


def test_what_the_assets_of_a_project_are_made_of_is_what_it_formed(rows):
    made = rows[rows["prj_id"].eq("P1") & rows["state"].eq("traced") & rows["stage"].eq("asset")]
    assert made["amount_fen"].sum() == 85  # 40 + 35 + 10


def test_an_asset_older_than_the_ledger_says_so_and_is_no_money_of_it(rows):
    (row,) = trace(rows, Key(assets=frozenset({"A3"}))).to_dict("records")
    assert (row["state"], row["year"], row["level"], row["channel"], row["amount_fen"]) == (
        "historic",
        2018,
        "省",
        "捐赠",
        7,
    )


def test_an_asset_of_a_line_set_aside_says_why(rows):
    found = trace(rows, Key(lines=frozenset({"Z9"})))
    assert listed(found, "asset_id", "state", "reason", "amount_fen") == [
        ["A4", "aside", "fund_line_double", 8],
        [None, "line_aside", "fund_line_double", 9],
    ]


def test_own_funds_need_no_line_and_others_do(rows):
    found = trace(rows, Key(assets=frozenset({"A6"})))
    assert listed(found, "channel", "state", "reason") == [
        ["捐赠", "unlined", "asset_fund_unlined"],
        ["自筹", "own", None],
    ]


def test_an_asset_of_which_nothing_says_what_paid_for_it_is_there(rows):
    (row,) = trace(rows, Key(assets=frozenset({"A5"}))).to_dict("records")
    assert row["state"] == "no_makeup"
    assert pd.isna(row["amount_fen"])


def test_who_runs_a_household_asset_is_a_person_and_not_said(rows):
    assert rows.loc[rows["asset_id"].eq("A3"), "operator"].isna().all()
    assert rows.loc[rows["asset_id"].eq("A1"), "operator"].tolist() == ["甲社", "甲社"]
    assert not {"hh_id", "p_id"} & set(CHAIN_COLUMNS)


def test_a_village_on_the_list_is_marked(rows):
    assert rows.loc[rows["asset_id"].eq("A1"), "zone_state"].tolist() == ["inside", "inside"]
    assert rows.loc[rows["asset_id"].eq("A2"), "zone_state"].isna().all()


def test_arrears_are_split_over_what_paid(rows):
    # 99 over 40 and 35 of 75: 52.8 and 46.2; the odd fen goes to the larger remainder: 53 and 46.
    of_a1 = rows[rows["asset_id"].eq("A1")]
    assert of_a1["arrears_fen"].tolist() == [53, 46]
    assert of_a1["due_fen"].sum() == 100
    assert rows.loc[rows["asset_id"].eq("A2"), "arrears_fen"].isna().all()


def test_arrears_of_e13():
    # 999 over 60,000 and 40,000: 599.4 and 399.6: 599 and 400.
    ledger = replace(
        handmade.ledger(),
        makeup=makeup(
            ("A1", None, "Z8", 2018, "中央", "衔接", 60_000, "historic"),
            ("A1", None, "Z9", 2019, "省", "衔接", 40_000, "historic"),
        ),
    )
    found = chain(ledger, tables(ASSETS[0], yields=earned(A1=[999, 0, 999, 1])))
    prices = price(found)
    assert listed(
        prices, "year", "level", "run_state", "assets", "amount_fen", "arrears_fen", "open_assets"
    ) == [
        [2018, "中央", "闲置", 1, 60_000, 599, 1],
        [2019, "省", "闲置", 1, 40_000, 400, 1],
    ]


def test_arrears_of_an_asset_without_amounts_are_its_rows_in_equal_parts():
    found = chain(
        replace(
            handmade.ledger(), makeup=makeup(*[("A1", None, None, 2018, "省", "捐赠", 0, "historic")] * 2)
        ),
        tables(ASSETS[0], yields=earned(A1=[-5, 0, 5, 0])),
    )
    assert found["arrears_fen"].dropna().tolist() == [3, 2]
    assert found["due_fen"].dropna().tolist() == [-3, -2]  # something due was corrected


def test_idle_assets_are_priced_by_what_paid_for_them(rows):
    idle = price(rows).query("run_state == '闲置'")
    assert listed(idle, "line_id", "assets", "amount_fen", "arrears_fen") == [
        ["Z1", 1, 40, 53],
        ["Z2", 1, 35, 46],
    ]


def test_a_price_that_is_not_known_is_not_zero(rows):
    prices = price(rows)
    unknown = prices[prices["year"].isna()]
    assert listed(unknown, "assets", "amount_fen", "arrears_fen") == [[1, None, None]]


@pytest.mark.parametrize(
    ("key", "assets_found", "count"),
    [
        pytest.param(Key(projects=frozenset({"P2"})), [], 1, id="a project"),
        pytest.param(Key(places=frozenset({"V3"})), ["A3", "A5"], 2, id="a village"),
        pytest.param(Key(places=frozenset({"T1"})), ["A1", "A2"], 3, id="a township"),
        pytest.param(Key(places=frozenset({"T1"}), projects=frozenset({"P2"})), ["A1", "A2"], 4, id="both"),
        pytest.param(Key(), [], 0, id="nothing"),
    ],
)
def test_the_chain_is_entered_from_any_end(rows, key, assets_found, count):
    found = trace(rows, key)
    assert (sorted(found["asset_id"].dropna().unique()), len(found)) == (assets_found, count)


def test_money_of_a_township_is_at_the_township():
    given_out = entries(
        ("Z1", None, None, "source", "county", 100), ("Z1", None, None, "county", "township", 100)
    ).assign(township_code=pd.array([None, "T1"], dtype="str"))
    ledger = replace(handmade.ledger(), lines=lines(Z1=100), entries=given_out)
    found = chain(ledger, tables())
    assert listed(found, "stage", "township_code", "amount_fen") == [["township", "T1", 100]]


def test_the_hand_written_ledger_adds_up():
    # E1: spent 35,000; of P1 carried 15,000 and withdrawn 10,000; P2 30,000; surplus 10,000.
    found = chain(handmade.ledger(), tables())
    assert listed(found, "prj_id", "stage", "amount_fen") == [
        ["P1", "spent", 35_000],
        ["P1", "carried", 15_000],
        ["P1", "withdrawn", 10_000],
        ["P2", "project", 30_000],
        [None, "surplus", 10_000],
    ]


def test_a_ledger_without_anything_has_an_empty_chain():
    ledger = replace(handmade.ledger(), lines=lines(Z1=0).iloc[:0], entries=entries())
    found = chain(ledger, tables())
    assert found.empty
    assert list(found.columns) == list(CHAIN_COLUMNS)
    assert price(found).empty


@pytest.mark.parametrize("held", [{"Z1": 99, "Z2": 60}, {"Z1": 100}], ids=["another sum", "no such line"])
def test_a_line_that_does_not_add_up_is_refused(held):
    with pytest.raises(ConservationError):
        chain(replace(LEDGER, lines=lines(**held)), tables(*ASSETS))


TRANSFERS = st.tuples(
    st.sampled_from(["Z1", "Z2"]),
    st.sampled_from(["P1", "P2", None]),
    st.sampled_from(["A1", "A2", None]),
    st.sampled_from(STAGES),
    st.sampled_from(STAGES),
    st.integers(-(10**9), 10**9),
)


@settings(max_examples=4)
@given(st.lists(TRANSFERS, max_size=6), st.randoms())
def test_whatever_moves_the_traced_rows_of_a_line_are_the_line(moves, chance):
    issued = [(line, None, None, "source", "county", 1000) for line in ("Z1", "Z2")]
    book = [*issued, *moves]
    ledger = replace(handmade.ledger(), lines=lines(Z1=1000, Z2=1000), entries=entries(*book))
    found = chain(ledger, tables(*ASSETS))
    by_line, of_asset = (
        trace(found, Key(lines=frozenset({"Z1"}))),
        trace(found, Key(assets=frozenset({"A1"}))),
    )
    assert by_line["amount_fen"].sum() == 1000
    # Seen from either end, what Z1 put into A1 is the same rows.
    from_line = by_line[by_line["asset_id"].eq("A1")].reset_index(drop=True)
    from_asset = of_asset[of_asset["line_id"].eq("Z1")].reset_index(drop=True)
    pd.testing.assert_frame_equal(from_line, from_asset)
    chance.shuffle(book)
    shuffled = chain(replace(ledger, entries=entries(*book)), tables(*reversed(ASSETS)))
    pd.testing.assert_frame_equal(shuffled, found)
