"""A movement list is read row by row; what leaves a line's total unknown sets that line aside, no other."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funds import handmade, strategies
from funds.strategies import DATES, lines_of, move_lists, write_moves
from ruralmap.funds.journal import join_entries, require_double, trial_balance
from ruralmap.funds.lines import MOST_FEN
from ruralmap.funds.moves import read_moves
from ruralmap.schema.fund_words import ACCOUNTS

END = "2024-12-31"
E1 = (
    ("V1", "2024-02-01", "P1", "安排", 60_000),
    ("V2", "2024-02-20", "P2", "安排", 30_000),
    ("V3", "2024-03-05", "P1", "拨付", 50_000),
    ("V4", "2024-03-31", "P1", "支出", 40_000),
    ("V5", "2024-04-10", "P1", "支出", -40_000, {"reverses": "V4"}),
    ("V6", "2024-04-11", "P1", "支出", 35_000),
    ("V7", "2024-12-31", "P1", "结转", 15_000),
    ("V8", "2024-12-31", "P1", "收回", 10_000),
    ("V9", "2024-12-31", None, "结余", 10_000),
)
EAST = {"township": "东镇", "linked_township_code": "441624001"}
WEST = {"township": "西镇", "linked_township_code": "441624002"}


def read(*rows, as_of=END):
    return read_moves(write_moves(*rows), lines_of(Z1=100_000), as_of=as_of)


def codes(reading):
    return [found.code for found in reading.findings]


def balances(entries):
    held = trial_balance(entries).set_index("account")["balance_fen"]
    return {account: fen for account, fen in held.items() if fen}


@pytest.mark.parametrize("as_of", ["2024-02-01", "2024-03-31", "2024-12-31"])
def test_e1_gives_the_entries_that_were_written_by_hand(as_of):
    rows = write_moves(*E1).assign(source_file="assets/资金变动台账.xlsx")
    reading = read_moves(rows, lines_of(Z1=100_000), as_of=as_of)
    expected = handmade.entries(as_of)
    expected = expected[expected["origin"].eq("fund_moves")].reset_index(drop=True)
    pd.testing.assert_frame_equal(reading.entries, expected)
    assert (reading.aside, reading.findings) == ({}, ())
    later = reading.rows_aside
    assert later["entry_id"].tolist() == [row[0] for row in E1 if row[1] > as_of]
    assert set(later["reason"]) <= {"later"}


def test_a_month_counts_when_it_is_over():
    row = ("V1", "2024-06", "P1", "安排", 5)
    assert read(row, as_of="2024-06-29").rows_aside["reason"].tolist() == ["later"]
    assert len(read(row, as_of="2024-06-30").entries) == 2


def test_money_of_a_township_is_given_by_that_township():
    # 60 to 东镇; of them 40 to P1, whose row names 东镇 and was linked to a village of 西镇 by its code;
    # 5 spent by 东镇 without a project, 3 by nobody's township, 2 by 西镇, to which nothing was allotted.
    reading = read(
        ("V1", "2024-02-01", "P9", "分解", 60, EAST | {"village": "东村", "linked_village_code": "V"}),
        ("V2", "2024-02-02", "P1", "安排", 40, {"township": "东镇", "linked_township_code": "441624002"}),
        ("V3", "2024-02-03", None, "支出", 5, EAST),
        ("V4", "2024-02-04", None, "支出", 3),
        ("V5", "2024-02-05", None, "支出", 2, WEST),
    )
    entries = reading.entries.set_index(["entry_id", "kind"])
    sides = entries[["from_account", "to_account", "township_code"]]
    assert sides.loc[("V1", "allotted")].tolist() == ["county", "township", "441624001"]
    assert entries.loc[("V1", "allotted"), ["prj_id", "village_code"]].isna().all()
    assert sides.loc[("V2", "allotted")].tolist() == ["township", "project", "441624001"]
    assert sides.loc[("V3", "spent")].tolist() == ["township", "spent", "441624001"]
    assert sides.loc[("V4", "spent"), "from_account"] == "county"
    assert sides.loc[("V5", "spent")].tolist() == ["county", "spent", "441624002"]
    # county -60 - 3 - 2, township 60 - 40 - 5
    paper = {"due_arranged": -40, "arranged": 40}
    assert balances(reading.entries) == {"county": -65, "township": 15, "project": 40, "spent": 10} | paper


def test_a_township_that_the_linker_does_not_know_holds_money_all_the_same():
    reading = read(
        ("V1", "2024-02-01", None, "分解", 60, {"township": "东镇"}),
        ("V2", "2024-02-02", None, "收回", 10, EAST),
    )
    assert balances(reading.entries) == {"county": -60, "township": 50, "withdrawn": 10}
    # what is known of one row is not lost: the allotment was linked nowhere
    assert reading.entries["township_code"].tolist()[1] == "441624001"


def test_an_arrival_needs_no_project_and_passes_through_no_account():
    reading = read(("V1", "2024-02-01", None, "到位", 7))
    assert balances(reading.entries) == {"due_arrived": -7, "arrived": 7}


def test_zero_is_no_entry_and_is_not_set_aside():
    reading = read(("V1", "2024-02-01", "P1", "支出", 0))
    assert (len(reading.entries), len(reading.rows_aside), reading.findings) == (0, 0, ())


@pytest.mark.parametrize(
    ("row", "code"),
    [
        pytest.param(("V1", "2024-02-01", "P1", None, 5), "fund_move_without_kind", id="no kind"),
        pytest.param(("V1", "2024-02-01", "P1", "支出", None), "fund_move_without_amount", id="no amount"),
        pytest.param(("V1", None, "P1", "支出", 5), "fund_move_without_date", id="no date"),
        pytest.param(("V1", "2024-02-01", None, "安排", 5), "fund_move_without_project", id="to no project"),
        pytest.param(("V1", "2024-02-01", None, "拨付", 5), "fund_move_without_project", id="paid to nobody"),
        pytest.param(("V1", "2024-02-01", "P1", "分解", 5), "fund_move_without_project", id="to no township"),
        pytest.param(
            ("V1", "2024-02-01", "P1", "支出", -MOST_FEN - 1), "fund_amount_absurd", id="beyond belief"
        ),
    ],
)
def test_a_row_that_does_not_say_enough_sets_its_line_aside_and_no_other(row, code):
    rows = pd.concat(
        [write_moves(row, ("V2", "2024-03-01", "P1", "支出", 1)), write_moves(E1[0], line="Z2")],
        ignore_index=True,
    )
    reading = read_moves(rows, lines_of(Z1=1, Z2=1), as_of=END)
    assert reading.aside == {"Z1": code}
    assert codes(reading) == [code]
    assert reading.rows_aside.index.tolist() == [0, 1]
    assert reading.rows_aside["reason"].tolist() == [code, code]
    assert set(reading.entries["line_id"]) == {"Z2"}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        # the line is 1,000 元; 90,000 + 10,000 fen
        pytest.param([("P1", "安排", 90_000), ("P2", "安排", 10_000)], None, id="the whole line"),
        pytest.param(
            [("P1", "安排", 90_000), ("P2", "安排", 1)],
            ("P2", "金额", "万元", "0.01", "100.00"),
            id="one in 万元",
        ),
        pytest.param(
            [("P1", "安排", 90_000), ("P2", "安排", 100_000_000)],
            ("P2", "金额", "元", "1,000,000.00", "100.00"),
            id="one 10,000 times what is left",
        ),
        pytest.param([("P1", "安排", 90_000), ("P2", "安排", 2)], None, id="no reading makes up the line"),
        pytest.param([("P1", "安排", 50_000), ("P2", "安排", 5), ("P3", "安排", 5)], None, id="two readings"),
        pytest.param(
            [("P1", "安排", 9), ("P2", "安排", 1)],
            ("—", "各行", "万元", "0.10", "1,000.00"),
            id="all of them",
        ),
        pytest.param(
            [("P1", "安排", 900_000_000), ("P2", "安排", 100_000_000)],
            ("—", "下达金额", "万元", "1,000.00", "10,000,000.00"),
            id="the line itself",
        ),
        pytest.param([("P1", "支出", 90_000), ("P1", "支出", 1)], None, id="a fee of a fen is real"),
        pytest.param([(None, "到位", 10)], ("—", "各行", "万元", "0.10", "1,000.00"), id="what arrived"),
    ],
)
def test_a_movement_in_the_other_unit_is_certain_where_it_makes_up_the_line(rows, said):
    listed = [(f"V{at}", "2024-02-01", *row) for at, row in enumerate(rows)]
    reading = read(*listed)
    assert reading.aside == ({"Z1": "fund_unit_mixed"} if said else {})
    if said:
        (found,) = reading.findings
        prj, column, *others = said
        assert strategies.said(found, "prj_id", "unit", "typed", "read") == (prj, *others)
        assert column in found.text("found") or column == "各行"
        assert len(reading.rows_aside) == len(rows)


def test_the_largest_amount_that_is_believed_is_read():
    assert codes(read(("V1", "2024-02-01", "P1", "支出", MOST_FEN))) == []


def test_what_is_wrong_after_the_date_is_not_yet_wrong():
    rows = (("V1", "2024-02-01", "P1", "支出", 5), ("V2", "2024-09-01", None, "安排", None))
    assert read(*rows, as_of="2024-08-31").aside == {}
    assert read(*rows, as_of="2024-09-01").aside == {"Z1": "fund_move_without_amount"}


def test_rows_of_an_unknown_line_are_set_aside_by_themselves():
    parts = [write_moves(E1[0], line=line) for line in ("Z1", "Z9", None)]
    reading = read_moves(pd.concat(parts, ignore_index=True), lines_of(Z1=1), as_of=END)
    assert reading.aside == {}
    assert codes(reading) == ["fund_move_without_line"] * 2
    assert reading.rows_aside.index.tolist() == [1, 2]
    assert len(reading.entries) == 2


def test_a_table_without_rows_says_nothing():
    reading = read()
    assert (len(reading.entries), reading.aside, len(reading.rows_aside)) == (0, {}, 0)


# What a line has is where somebody has it or what became of it; papers, which follow, are no places.
_PLACES = list(ACCOUNTS[: ACCOUNTS.index("due_arrived")])


@settings(max_examples=25, deadline=None)
@given(tables=move_lists(), as_of=st.sampled_from(DATES))
def test_whatever_is_posted_reversed_or_recovered_every_account_adds_up(tables, as_of):
    moves, lines = tables.fund_moves, lines_of(Z1=700_000, Z2=300_001, Z3=-50_000, Z4=70_000)
    reading = read_moves(moves, lines, as_of=as_of)
    require_double(reading.entries)
    # of every line: what came to its places is what left them
    for line in reading.entries["line_id"].unique():
        accounts = trial_balance(reading.entries[reading.entries["line_id"].eq(line)]).set_index("account")
        assert accounts.loc[_PLACES, "balance_fen"].sum() == 0
        assert accounts["balance_fen"].sum() == 0
    # every row has an entry, or stands aside, or moves nothing
    told, aside = set(reading.entries["source_row"]), set(reading.rows_aside["source_row"])
    assert not told & aside
    assert moves[~moves["source_row"].isin(told | aside)]["amount_fen"].eq(0).all()
    assert not set(reading.entries["line_id"]) & set(reading.aside)
    shuffled = read_moves(moves.sample(frac=1, random_state=len(moves)), lines, as_of=as_of)
    pd.testing.assert_frame_equal(join_entries([shuffled.entries]), join_entries([reading.entries]))
    assert shuffled.aside == reading.aside
    assert sorted(map(str, shuffled.findings)) == sorted(map(str, reading.findings))
