"""Cumulative reports as entries, and back: the same table, whatever falls."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funds.strategies import write_moves
from ruralmap.funds.cumulative import cumulate
from ruralmap.funds.journal import ENTRY_COLUMNS, join_entries
from ruralmap.funds.lines import settle_lines
from ruralmap.funds.moves import read_moves
from ruralmap.funds.reported import CLOSINGS, STAGES

MONTHS = ("2023-11", "2023-12", "2024-01", "2024-05")


def rows_of(reading):
    columns = ["on", "kind", "prj_id", "from_account", "to_account", "amount_fen", "source_row"]
    return [
        tuple(None if pd.isna(cell) else cell for cell in row) for row in reading.entries[columns].to_numpy()
    ]


def test_entries_are_the_differences_of_the_reports(read, months_of):
    reports = months_of(
        ("Z1", "P1", "2024-03", 100, 80, 100, 60, 40, 60),
        ("Z1", "P1", "2024-01", 100, 50, 100, 0, 0, 100),
        ("Z1", None, "2024-01", 20, 20, 0, 0, 5, 15),
    ).assign(
        source_file="a.xlsx", source_row=pd.array([4, 3, 2], dtype="Int64"), entity_id=["E1", "E1", None]
    )
    reading = read([("Z1", 120)], reports)
    assert tuple(reading.entries.columns) == ENTRY_COLUMNS
    # The row without a project holds what the county has not given out: no entry of 下达.
    assert sorted(rows_of(reading), key=str) == sorted(
        [
            ("2024-01", "allotted", "P1", "county", "project", 100, 3),
            ("2024-01", "arrived", "P1", "due_arrived", "arrived", 50, 3),
            ("2024-01", "arranged", "P1", "due_arranged", "arranged", 100, 3),
            ("2024-01", "arrived", None, "due_arrived", "arrived", 20, 2),
            ("2024-01", "spent", None, "county", "spent", 5, 2),
            ("2024-03", "arrived", "P1", "due_arrived", "arrived", 30, 4),
            ("2024-03", "disbursed", "P1", "due_disbursed", "disbursed", 60, 4),
            ("2024-03", "spent", "P1", "project", "spent", 40, 4),
        ],
        key=str,
    )
    assert set(reading.entries.loc[reading.entries["prj_id"].eq("P1"), "entity_id"]) == {"E1"}
    assert set(reading.entries["origin"]) == {"fund_months"}


@pytest.mark.parametrize(
    ("as_of", "month"),
    [
        pytest.param("2024-09-30", "2024-09", id="the last day of a month closes it"),
        pytest.param("2024-09-29", "2024-08", id="a running month does not count"),
        pytest.param("2024-02-28", "2024-01", id="a leap year's February has a day to go"),
        pytest.param("2023-02-28", "2023-02", id="another year's has not"),
        pytest.param("2024-01-15", "2023-12", id="January looks back to December"),
        pytest.param("2024-12-31", "2024-12", id="the year's end"),
    ],
)
def test_a_report_counts_once_its_month_has_ended(read, lines_of, months_of, as_of, month):
    ends = ["2023-01", "2023-02", "2023-12", "2024-01", "2024-02", "2024-08", "2024-09", "2024-12", "2025-01"]
    reports = months_of(*[("Z1", "P1", end, 100, 0, 100, 0, at, 100 - at) for at, end in enumerate(ends)])
    reading = read(lines_of(("Z1", 100), issued_on="2023-01-10"), reports, as_of=as_of)
    assert reading.entries["on"].max() == month
    assert reading.rows_aside["month"].tolist() == [end for end in ends if end > month]
    assert set(reading.rows_aside["reason"]) <= {"later"}


def test_a_breach_after_the_date_is_not_seen_yet(read, months_of):
    reports = months_of(
        ("Z1", "P1", "2024-08", 100, 0, 100, 0, 0, 100), ("Z1", "P1", "2024-09", 100, 0, 100, 0, 0, 7)
    )
    assert read([("Z1", 100)], reports, as_of="2024-09-29").aside == {}
    assert read([("Z1", 100)], reports, as_of="2024-09-30").aside == {"Z1": "fund_row_unbalanced"}


def test_a_report_of_an_unknown_line_is_set_aside_and_said_once(read, months_of):
    stray = [("Z7", "P1", month, 9, 9, 9, 9, 9, 0) for month in ("2024-03", "2024-02", None)]
    sound = ("Z1", "P1", "2024-03", 100, 0, 100, 0, 0, 100)
    reading = read([("Z1", 100)], months_of(stray[0], sound, *stray[1:]))
    assert [found.code for found in reading.findings] == ["fund_month_without_line"]
    assert reading.rows_aside.index.tolist() == [0, 2, 3]
    assert set(reading.rows_aside["reason"]) == {"fund_month_without_line"}
    assert reading.aside == {}


def test_a_project_that_a_month_leaves_out_stands_where_it_stood(read, months_of):
    reports = months_of(
        ("Z1", "P1", "2024-02", 70, 0, 70, 0, 0, 70),
        ("Z1", "P2", "2024-02", 30, 0, 30, 0, 0, 30),
        ("Z1", "P1", "2024-03", 70, 70, 70, 10, 5, 65),
    )
    reading = read([("Z1", 100)], reports)
    state = cumulate(reading.entries, ["2024-03"])
    assert state[["prj_id", "issued_fen", "spent_fen", "unspent_fen"]].dropna().to_numpy().tolist() == [
        ["P1", 70, 5, 65],
        ["P2", 30, 0, 30],
    ]


def test_no_report_and_no_line_make_no_entry(read, months_of):
    for lines in ([], [("Z1", 5)]):
        reading = read(lines, months_of())
        assert (len(reading.entries), len(reading.rows_aside), reading.findings) == (0, 0, ())
        assert cumulate(reading.entries, []).empty
        assert cumulate(reading.entries, ["2024-01"]).empty


def test_a_cumulative_table_begins_with_the_first_entry_and_holds_what_came_before(read, lines_of, months_of):
    reports = months_of(
        ("Z1", "P1", "2024-02", 60, 0, 60, 0, 10, 50), ("Z1", None, "2024-02", 40, 0, 0, 0, 0, 40)
    )
    lines = lines_of(("Z1", 100), issued_on="2024-01-10")
    entries = join_entries([settle_lines(lines, as_of="2024-12-31").entries, read(lines, reports).entries])
    table = cumulate(entries, ["2024-03", "2024-01", "2024-03"])
    assert table[["prj_id", "month", "issued_fen", "unspent_fen"]].fillna("").to_numpy().tolist() == [
        ["", "2024-01", 100, 100],
        ["", "2024-03", 40, 40],
        ["P1", "2024-03", 60, 50],
    ]
    assert cumulate(entries, ["2023-12"]).empty


def test_what_a_township_is_given_is_still_without_a_project_and_counted_once(lines_of):
    # 100 issued, 60 of it to 东镇 (分解), 45 of that to P1: 100 - 45 = 55 without a project.
    lines = settle_lines(lines_of(("Z1", 100)), as_of="2024-12-31")
    east = {"township": "东镇"}
    moves = write_moves(
        ("V1", "2024-02-01", None, "分解", 60, east), ("V2", "2024-03-01", "P1", "安排", 45, east)
    )
    entries = join_entries([lines.entries, read_moves(moves, lines.lines, as_of="2024-12-31").entries])
    table = cumulate(entries, ["2024-02", "2024-03"])
    assert table[["prj_id", "month", "issued_fen", "arranged_fen"]].fillna("").to_numpy().tolist() == [
        ["", "2024-02", 100, 0],
        ["", "2024-03", 55, 0],
        ["P1", "2024-03", 45, 45],
    ]


KEYS = st.tuples(st.sampled_from(["Z1", "Z2"]), st.sampled_from(["P1", "P2"]), st.sampled_from(MONTHS))
REPORTS = st.dictionaries(KEYS, st.tuples(*[st.integers(0, 10**12)] * 4, st.integers(0, 10**12)), max_size=12)


@settings(max_examples=12, deadline=None)
@given(REPORTS, st.randoms(use_true_random=False))
def test_a_cumulative_table_turned_into_entries_and_back_is_the_same_table(
    read, lines_of, months_of, cells, chance
):
    # Issued never moves, all else rises and falls as it likes; spending is within what is issued.
    whole = 10**12
    rows = [
        (line, project, month, whole, *cells[line, project, month][:3], spent, whole - spent)
        for line, project, month in cells
        for spent in (cells[line, project, month][4],)
    ]
    held = {line: whole * len({key[1] for key in cells if key[0] == line}) for line in ("Z1", "Z2")}
    lines = lines_of(*held.items(), issued_on="2023-01-01")
    reading = read(lines, months_of(*rows))
    kept = [row for row in rows if row[0] not in reading.aside]
    assert set(reading.aside.values()) <= {"fund_year_restarted"}
    back = (
        cumulate(reading.entries, MONTHS).dropna(subset=["prj_id"]).set_index(["line_id", "prj_id", "month"])
    )
    for line, project, month, *fens in kept:
        assert back.loc[(line, project, month), [*STAGES, "unspent_fen"]].tolist() == fens
        assert back.loc[(line, project, month), list(CLOSINGS)].tolist() == [0, 0, 0]
    again = read(lines[::-1], months_of(*chance.sample(rows, len(rows))))
    pd.testing.assert_frame_equal(join_entries([again.entries]), join_entries([reading.entries]))
    assert {str(found) for found in again.findings} == {str(found) for found in reading.findings}
