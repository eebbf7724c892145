"""Dated rows decide; what the reports say beside them is compared, month by month."""

import pandas as pd
import pytest

from funds import handmade
from funds.strategies import said
from ruralmap.funds.cumulative import Reading
from ruralmap.funds.journal import ENTRY_TYPES, entries_of, join_entries
from ruralmap.funds.sources import choose

NOTHING = pd.DataFrame({"reason": pd.Series([], dtype="str")})


def moves(aside=None):
    entries = handmade.entries()
    entries = entries[entries["origin"].eq("fund_moves")].reset_index(drop=True)
    return Reading(join_entries([]) if aside else entries, aside or {}, NOTHING, ())


def reports(*rows, aside=None, line="Z1"):
    """Entries of reports as (month, kind, fen), of project P1."""
    parts = [
        entries_of(
            {"on": month, "line_id": line, "prj_id": "P1", "amount_fen": [fen], "from_account": "county"}
            | ({"to_account": "project"} if kind == "allotted" else {}),
            kind=kind,
            origin="fund_months",
        )
        for month, kind, fen in rows
    ]
    return Reading(join_entries(parts), aside or {}, NOTHING, ())


def told(reading):
    names = ("line_id", "month", "reported", "moved")
    return [(*said(found, *names), found.column) for found in reading.findings]


# E1 by month: arranged 90,000 and spent nothing in 02; disbursed 50,000 and spent 40,000 in 03.
SAME = (
    ("2024-02", "arranged", 90_000),
    ("2024-03", "disbursed", 50_000),
    ("2024-03", "spent", 40_000),
)


def test_a_line_with_movements_is_read_from_them():
    chosen = choose(reports(*SAME), moves())
    pd.testing.assert_frame_equal(chosen.entries, moves().entries)
    assert chosen.findings == ()


def test_a_line_without_movements_is_read_from_its_reports():
    other = reports(("2024-02", "allotted", 5), line="Z2")
    chosen = choose(other, moves())
    assert chosen.entries.groupby("line_id").size().to_dict() == {"Z1": len(moves().entries), "Z2": 1}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            (SAME[0], SAME[1], ("2024-03", "spent", 39_999)),
            [("Z1", "2024-03", "399.99", "400.00", "支出")],
            id="one fen",
        ),
        pytest.param(
            # 02 differs in what is arranged, 03 in what is disbursed too: the first month is told, once
            (("2024-02", "arranged", 80_000), ("2024-03", "spent", 40_000)),
            [("Z1", "2024-02", "800.00", "900.00", "安排")],
            id="the first month and stage",
        ),
        pytest.param(
            # the report of 05 has 7 fen arrived, and has not heard that 40,000 spent became 35,000 in 04
            (*SAME, ("2024-05", "arrived", 7)),
            [("Z1", "2024-05", "0.07", "0.00", "到位")],
            id="a later month",
        ),
        pytest.param((), [], id="no reports at all"),
    ],
)
def test_reports_are_held_against_movements_at_the_end_of_their_months(rows, expected):
    assert told(choose(reports(*rows), moves())) == expected


def test_months_without_reports_are_not_compared():
    # nothing is reported after 03, when 40,000 were spent; by 04 it is 35,000
    assert choose(reports(*SAME), moves()).findings == ()


@pytest.mark.parametrize(
    ("of_reports", "of_moves", "code"),
    [
        pytest.param({"Z1": "fund_row_unbalanced"}, None, "fund_row_unbalanced", id="by its reports"),
        pytest.param(None, {"Z1": "fund_move_conflict"}, "fund_move_conflict", id="by its movements"),
    ],
)
def test_a_line_that_either_refuses_is_refused(of_reports, of_moves, code):
    rows = () if of_reports else SAME
    chosen = choose(reports(*rows, aside=of_reports), moves(aside=of_moves))
    assert chosen.aside == {"Z1": code}
    assert len(chosen.entries) == 0


def test_rows_aside_say_of_which_table_they_are():
    row = pd.DataFrame({"line_id": ["Z9"], "reason": ["later"]}).astype("str")
    empty = join_entries([])
    chosen = choose(Reading(empty, {}, row, ()), Reading(empty, {}, row, ()))
    assert chosen.rows_aside["table"].tolist() == ["fund_months", "fund_moves"]
    assert chosen.entries.dtypes["kind"] == ENTRY_TYPES["kind"]
