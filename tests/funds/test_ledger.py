"""The whole ledger by hand: what is kept, what is set aside and why, and nothing lost either way."""

import dataclasses

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ruralmap.errors import ConservationError
from ruralmap.funds import ledger as ledger_module
from ruralmap.funds.books import FundTables
from ruralmap.funds.ledger import read_ledger
from ruralmap.schema.monies import FUND_MOVES
from ruralmap.schema.works import ASSET_FUNDS, ASSETS

SEPTEMBER = "2024-09-30"
MONEY = {"issued_fen": "Int64", "amount_fen": "Int64"}


def codes(ledger):
    return [found.code for found in ledger.findings]


def balances(ledger):
    accounts = ledger.accounts
    return {
        account: fen for account, fen in zip(accounts["account"], accounts["balance_fen"], strict=True) if fen
    }


@pytest.fixture(scope="module")
def read(lines_of, months_of):
    """Read a ledger from lines and reports, written short or as frames, and other tables."""

    def read_on(lines, reports=(), as_of=SEPTEMBER, **others):
        funds = lines if isinstance(lines, pd.DataFrame) else lines_of(*lines)
        months = reports if isinstance(reports, pd.DataFrame) else months_of(*reports)
        return read_ledger(FundTables(funds, months, **others), as_of=as_of)

    return read_on


def moves_of(*rows):
    """Write movements as (voucher, day, line, project, kind, fen)."""
    names = ["entry_id", "on", "line_id", "prj_id", "kind", "amount_fen"]
    frame = pd.DataFrame(rows, columns=names).reindex(columns=list(FUND_MOVES.names))
    return frame.astype(dict.fromkeys(FUND_MOVES.names, "str") | {"amount_fen": "Int64"})


def test_a_sound_line_is_kept_with_its_money_in_its_accounts(read):
    # 1,000 issued; 600 given to P1 in January, 300 to P2 in March; 100 has no project; P1 spent 400.
    ledger = read(
        [("Z1", 1000)],
        [
            ("Z1", None, "2024-01", 400, 400, 0, 0, 0, 400),
            ("Z1", "P1", "2024-01", 600, 300, 600, 100, 50, 550),
            ("Z1", None, "2024-03", 100, 100, 0, 0, 0, 100),
            ("Z1", "P1", "2024-03", 600, 600, 600, 500, 400, 200),
            ("Z1", "P2", "2024-03", 300, 0, 300, 0, 0, 300),
        ],
    )
    assert ledger.findings == ()
    assert ledger.issued_fen == 1000
    assert {
        name: fen for name, fen in balances(ledger).items() if "ar" not in name and "dis" not in name
    } == {
        "source": -1000,
        "county": 100,
        "project": 500,
        "spent": 400,
    }


def test_a_line_without_reports_is_kept_and_said(read):
    ledger = read([("Z1", 123456)])
    assert codes(ledger) == ["fund_line_unreported"]
    assert "1,234.56" in ledger.findings[0].text("found", "en")
    assert balances(ledger) == {"source": -123456, "county": 123456}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_line_without_a_date_counts_and_is_said(read, lines_of, lang):
    reports = [("Z1", "P1", "2024-03", 123456, 0, 123456, 0, 0, 123456)]
    ledger = read(lines_of(("Z1", 123456), issued_on=None), reports)
    assert ledger.issued_fen == 123456
    (found,) = ledger.findings
    assert (found.code, found.severity) == ("fund_line_undated", "warning")
    assert "Z1" in found.text("found", lang)
    assert "1,234.56" in found.text("found", lang)


def test_a_refused_line_takes_its_reports_along_and_no_other_line(read):
    ledger = read(
        [("Z1", 100), ("Z2", 250), ("Z3", None), ("Z4", 7)],
        [
            ("Z1", "P1", "2024-03", 100, 0, 100, 0, 0, 99),
            ("Z2", "P9", "2024-03", 250, 250, 250, 0, 0, 250),
            ("Z3", "P1", "2024-03", 1, 0, 1, 0, 0, 1),
            ("Z9", "P1", "2024-03", 1, 0, 1, 0, 0, 1),
            ("Z4", "P1", "2024-03", 7, 0, 7, 0, 0, 7),
            ("Z4", "P1", "2024-10", 7, 0, 7, 0, 7, 0),
        ],
    )
    assert ledger.lines.index.tolist() == ["Z2", "Z4"]
    assert ledger.lines_aside[["line_id", "reason"]].to_numpy().tolist() == [
        ["Z1", "fund_row_unbalanced"],
        ["Z3", "fund_line_without_amount"],
    ]
    assert ledger.rows_aside["table"].unique().tolist() == ["fund_months"]
    assert ledger.rows_aside["reason"].to_dict() == {
        0: "fund_row_unbalanced",
        2: "fund_line_without_amount",
        3: "fund_month_without_line",
        5: "later",
    }


def test_a_part_goes_with_a_line_that_its_reports_refuse(read, lines_of):
    lines = lines_of(("ZC", 1000), ("Z2", 600), ("Z3", 5), parent_line_id=[None, "ZC", None])
    ledger = read(
        lines, [("ZC", None, "2024-03", 1, 0, 0, 0, 0, 1), ("Z2", None, "2024-03", 600, 0, 0, 0, 0, 600)]
    )
    assert ledger.lines_aside["reason"].tolist() == ["fund_line_unbalanced", "fund_parent_aside"]
    assert ledger.issued_fen == 5
    assert "fund_parent_aside" in codes(ledger)


def test_a_line_above_a_refused_part_keeps_what_it_kept(read, lines_of):
    lines = lines_of(("ZC", 1000), ("Z2", 600), parent_line_id=[None, "ZC"])
    ledger = read(
        lines, [("ZC", None, "2024-03", 400, 0, 0, 0, 0, 400), ("Z2", None, "2024-03", 1, 0, 0, 0, 0, 1)]
    )
    assert (ledger.lines.index.tolist(), ledger.issued_fen) == (["ZC"], 400)
    assert balances(ledger) == {"source": -400, "county": 400}


def test_a_line_with_movements_is_read_from_them_and_its_reports_are_accounted_for(read):
    moves = moves_of(
        ("V1", "2024-02-01", "Z1", "P1", "安排", 60), ("V2", "2024-03-01", "Z9", "P1", "安排", 60)
    )
    reports = [("Z1", "P1", "2024-03", 100, 0, 100, 0, 0, 100), ("Z2", None, "2024-03", 5, 0, 0, 0, 0, 5)]
    ledger = read([("Z1", 100), ("Z2", 5)], reports, fund_moves=moves)
    # 60 of 100 arranged by the movements; the report says 100.
    assert sorted(codes(ledger)) == ["fund_move_without_line", "fund_sources_differ"]
    assert balances(ledger) == {
        "source": -105,
        "county": 45,
        "project": 60,
        "due_arranged": -60,
        "arranged": 60,
    }
    assert ledger.rows_aside[["table", "reason"]].to_numpy().tolist() == [
        ["fund_moves", "fund_move_without_line"]
    ]


def test_a_table_that_the_office_has_not_is_not_missed(lines_of):
    ledger = read_ledger(FundTables(lines_of(("Z1", 5))), as_of=SEPTEMBER)
    assert (ledger.issued_fen, len(ledger.rows_aside), len(ledger.makeup)) == (5, 0, 0)
    nothing = read_ledger(FundTables(lines_of()), as_of=SEPTEMBER)
    assert (nothing.issued_fen, nothing.findings, len(nothing.entries)) == (0, (), 0)


def test_what_was_spent_becomes_assets_and_no_more_than_was_spent(read):
    assets = pd.DataFrame({"asset_id": ["A1"], "prj_id": ["P1"], "built_on": ["2024-05-01"]})
    assets = assets.reindex(columns=list(ASSETS.names)).astype(
        {"asset_id": "str", "prj_id": "str", "built_on": "str"}
    )
    makeup = pd.DataFrame(
        {"asset_id": ["A1"], "line_id": ["Z1"], "amount_fen": pd.array([30], dtype="Int64")}
    )
    makeup = makeup.reindex(columns=list(ASSET_FUNDS.names)).astype({"asset_id": "str", "line_id": "str"})
    reports = [("Z1", "P1", "2024-03", 100, 0, 100, 40, 40, 60)]
    ledger = read([("Z1", 100)], reports, assets=assets, asset_funds=makeup)
    assert {name: balances(ledger)[name] for name in ("spent", "asset")} == {"spent": 10, "asset": 30}
    assert ledger.makeup["state"].tolist() == ["traced"]
    too_much = makeup.assign(amount_fen=pd.array([41], dtype="Int64"))
    ledger = read([("Z1", 100)], reports, assets=assets, asset_funds=too_much)
    assert "asset" not in balances(ledger)
    assert "asset_over_spent" in codes(ledger)


@pytest.mark.parametrize(
    ("stated", "rows", "said"),
    [
        pytest.param(100, [], False, id="as stated"),
        pytest.param(101, [], True, id="a fen more stated"),
        pytest.param(99, [], True, id="a fen less stated"),
        pytest.param(None, [], False, id="nothing stated"),
        pytest.param(
            101, [("Z9", "P1", "2024-03", 1, 0, 1, 0, 0, 1)], False, id="a report of it is not read"
        ),
    ],
)
def test_what_a_project_states_is_held_against_what_it_was_arranged(read, stated, rows, said):
    projects = pd.DataFrame({"prj_id": ["P1"], "fiscal_invest_fen": pd.array([stated], dtype="Int64")})
    reports = [("Z1", "P1", "2024-03", 100, 0, 100, 0, 0, 100), *rows]
    ledger = read([("Z1", 100)], reports, projects=projects)
    assert ("project_invest_differs" in codes(ledger)) is said


def test_doubtful_units_are_looked_for_only_in_what_counts(read):
    lines = [(f"Z{place}", 1_000_000) for place in range(8)]
    reports = [(line, None, "2024-03", fen, 0, 0, 0, 0, fen) for line, fen in lines]
    assert codes(read([*lines, ("ZA", 999)], [*reports, ("ZA", None, "2024-03", 999, 0, 0, 0, 0, 999)])) == [
        "fund_unit_doubtful",  # the line
        "fund_unit_doubtful",  # its report
    ]
    refused = read([*lines, ("ZA", 999)], [*reports, ("ZA", None, "2024-03", 999, 0, 0, 0, 0, 998)])
    assert codes(refused) == ["fund_row_unbalanced"]


def test_the_inputs_are_left_as_they_were(lines_of, months_of):
    funds, reports = lines_of(("Z1", 100)), months_of(("Z1", None, "2024-03", 100, 0, 0, 0, 0, 100))
    before = funds.copy(deep=True), reports.copy(deep=True)
    read_ledger(FundTables(funds, reports), as_of=SEPTEMBER)
    pd.testing.assert_frame_equal(funds, before[0])
    pd.testing.assert_frame_equal(reports, before[1])


@pytest.mark.parametrize("view", ["lines", "rows", "issued_fen", "own_fen"])
def test_a_ledger_that_loses_a_row_or_a_fen_is_a_fault(lines_of, months_of, view):
    funds, reports = lines_of(("Z1", 100)), months_of(("Z1", None, "2024-03", 100, 0, 0, 0, 0, 100))
    ledger = read_ledger(FundTables(funds, reports), as_of=SEPTEMBER)
    given = {"fund_months": reports}
    broken = {
        "lines": (ledger, pd.concat([funds, funds]), given),
        "rows": (ledger, funds, {"fund_months": pd.concat([reports, reports])}),
        "issued_fen": (ledger, funds.assign(issued_fen=101), given),
        "own_fen": (dataclasses.replace(ledger, entries=ledger.entries[:0]), funds, given),
    }
    with pytest.raises(ConservationError, match=view):
        ledger_module._require_conserved(*broken[view], {"fund_months": reports})  # noqa: SLF001 - cannot happen else


CELLS = st.integers(0, 60)
REPORTS = st.lists(
    st.tuples(
        st.sampled_from(["Z1", "Z2", "Z3", "Z8"]),
        st.sampled_from(["P1", "P2", None]),
        st.sampled_from(["2024-01", "2024-05", "2024-12", None]),
        *[CELLS] * 5,
        st.one_of(CELLS, st.none()),
    ),
    max_size=14,
)
LINES = st.lists(
    st.tuples(st.sampled_from(["Z1", "Z2", "Z3"]), st.one_of(st.none(), st.integers(-60, 120))), max_size=5
)


@settings(max_examples=8, deadline=None)
@given(LINES, REPORTS, st.booleans(), st.randoms(use_true_random=False))
def test_whatever_comes_in_is_kept_or_set_aside_and_the_order_of_rows_changes_nothing(
    lines_of, months_of, lines, reports, balanced, chance
):
    # Half of the ledgers balance row by row, so that some lines are also kept.
    if balanced:
        reports = [
            (*row[:3], row[3], *row[4:7], min(row[7], row[3]), row[3] - min(row[7], row[3]))
            for row in reports
        ]
    funds, months = lines_of(*lines), months_of(*reports)
    ledger = read_ledger(FundTables(funds, months), as_of=SEPTEMBER)
    assert len(ledger.lines) + len(ledger.lines_aside) == len(funds)
    assert ledger.issued_fen + ledger.lines_aside["issued_fen"].sum() == funds["issued_fen"].sum()
    counted = months["line_id"].isin(ledger.lines.index) & months["month"].le(SEPTEMBER[:7])
    assert len(ledger.rows_aside) == (~counted).sum()
    assert ledger.accounts["balance_fen"].sum() == 0
    assert -balances(ledger).get("source", 0) == ledger.issued_fen

    lines, reports = chance.sample(lines, len(lines)), chance.sample(reports, len(reports))
    again = read_ledger(FundTables(lines_of(*lines), months_of(*reports)), as_of=SEPTEMBER)
    pd.testing.assert_frame_equal(again.lines, ledger.lines)
    pd.testing.assert_frame_equal(again.entries, ledger.entries)
    assert {found.text("found") for found in again.findings} == {
        found.text("found") for found in ledger.findings
    }
