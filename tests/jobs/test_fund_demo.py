"""
The demonstration county's money, held against the truth that only the generator knows.

One total in the map, the figure, the workbook and the ledger; every balance by source and township; what was
planted is set aside under its own code, and nothing else is.
"""

import json
import re
from decimal import Decimal

import pytest
from python_calamine import load_workbook

from ruralmap.demo.fund_truth import BALANCES, DATES
from ruralmap.jobs.fund_check import check_funds
from ruralmap.jobs.fund_flows import fund_flows, write_flows
from ruralmap.jobs.fund_progress import fund_progress, rates_of, write_progress
from ruralmap.jobs.fund_relief import relief_of
from ruralmap.jobs.ledger import balances_of, ledger_of
from ruralmap.schema.gravity import GRAVITY
from ruralmap.workspace import open_workspace

AS_OF = DATES[-1]
BY = ["year", "level", "channel", "township_code"]
# Where a fault of a line may stand; what is refused elsewhere is a row, or an asset's make-up.
FUND_TABLES = ["funds", "fund_months", "fund_moves"]
ROWS = {"fund_month_without_line", "fund_move_without_line", "fund_move_twice"}


@pytest.fixture(scope="module")
def linked(demonstration):
    return demonstration.build.linked


@pytest.fixture(scope="module")
def standing(workspace_folder, linked):
    """The ledger and the balances of each date, by date."""
    found = {}
    for as_of in DATES:
        workspace = open_workspace(workspace_folder, as_of=as_of)
        ledger = ledger_of(workspace, linked.tables)
        found[as_of] = (ledger, balances_of(workspace, linked.tables, ledger))
    return found


@pytest.fixture(scope="module")
def total_fen(truth_of):
    """What the truth has issued on the county's date."""
    totals = truth_of("fund_totals").query("as_of == @AS_OF and balance == 'issued'")
    return int(totals["fen"].astype("int64").sum())


@pytest.fixture(scope="module")
def workspace(workspace_folder):
    return open_workspace(workspace_folder)


@pytest.fixture(scope="module")
def progress(workspace, linked):
    return fund_progress(workspace, linked, rates=rates_of(workspace))


def _yuan(text):
    return int(Decimal(text.replace(",", "")) * 100)


def test_the_ledger_has_the_true_total(workspace, demonstration, linked, total_fen):
    check = json.loads(
        json.dumps(check_funds(workspace, demonstration.build.upkeep.report, linked).as_json())
    )
    assert check["fen"]["issued"] == total_fen
    accounts = {row["account"]: row["balance_fen"] for row in check["accounts"]}
    assert accounts["source"] == -total_fen
    assert sum(accounts.values()) == 0


def test_the_map_has_the_same_total(demonstration, total_fen):
    page = demonstration.paths["map_funds"].read_text(encoding="utf-8")
    (told,) = re.findall(r"data-total-yuan[^>]*>([\d,]+\.\d\d)", page)
    assert _yuan(told) == total_fen


def test_every_column_of_the_figure_has_the_same_total(workspace, linked, total_fen, tmp_path):
    path = tmp_path / "sankey.svg"
    write_flows(fund_flows(workspace, linked), path)
    svg = path.read_text(encoding="utf-8")
    sums = {}
    for column, fen in re.findall(r'id="bar-(\d+)-\d+-(-?\d+)"', svg):
        sums[column] = sums.get(column, 0) + int(fen)
    assert sums == dict.fromkeys("012", total_fen)
    (told,) = re.findall(r"<dc:description>合计 ([\d,.]+) 元</dc:description>", svg)
    assert _yuan(told) == total_fen


def test_the_workbook_has_the_same_total(progress, total_fen, tmp_path):
    path = tmp_path / "progress.xlsx"
    write_progress(progress, path)
    book = load_workbook(path)
    notes = {row[0]: row[1] for row in book.get_sheet_by_name("说明").to_python() if len(row) > 1}
    assert _yuan(notes["下达合计"].removesuffix("元").strip()) == total_fen
    rows = book.get_sheet_by_name("汇总").to_python()
    (exact,) = (re.search(r"下达 ([\d,.]+)；", str(row[0])) for row in rows if "合计（元）" in str(row[0]))
    assert _yuan(exact[1]) == total_fen
    head = next(number for number, row in enumerate(rows) if "下达" in row)
    issued = rows[head].index("下达")
    body = [row for row in rows[head + 1 :] if row[issued] != ""]
    assert body[-1][0] == "合计"
    # In 万元 of two decimals: the rows add up to their total as they are shown.
    shown = [Decimal(str(row[issued])) for row in body]
    assert sum(shown[:-1]) == shown[-1] == Decimal(total_fen) / 1_000_000


@pytest.mark.parametrize("as_of", DATES)
@pytest.mark.parametrize("balance", BALANCES)
def test_every_balance_is_right_by_source_and_township(standing, truth_of, as_of, balance):
    _, table = standing[as_of]
    rows = table[table["line_id"].notna()].astype(dict.fromkeys(BY, "str")).fillna({"township_code": ""})
    found = rows.groupby(BY)[f"{balance}_fen"].sum()
    truth = truth_of("fund_totals").query("as_of == @as_of and balance == @balance")
    right = truth.fillna({"township_code": ""}).set_index(BY)["fen"].astype("int64")
    assert found[found.ne(0)].to_dict() == right.to_dict()


def test_each_planted_fault_is_set_aside_under_its_code_and_nothing_else_is(standing, truth_of):
    ledger, _ = standing[AS_OF]
    dirt = truth_of("dirt")
    refused = dirt[dirt["table"].isin(FUND_TABLES) & dirt["kind"].map(GRAVITY).eq("error")]
    of_lines = refused[~refused["kind"].isin(ROWS)]
    aside = ledger.lines_aside
    assert set(zip(aside["line_id"], aside["reason"], strict=True)) == set(
        zip(of_lines["key"], of_lines["kind"], strict=True)
    )
    rows = ledger.rows_aside[~ledger.rows_aside["line_id"].isin(aside["line_id"])]
    named = rows["entry_id"].fillna(rows["line_id"] + "/" + rows["month"])
    of_rows = refused[refused["kind"].isin(ROWS)]
    assert sorted(zip(named, rows["reason"], strict=True)) == sorted(
        zip(of_rows["key"], of_rows["kind"], strict=True)
    )


def test_the_lines_that_count_are_the_true_ones_with_their_own_money(standing, truth_of):
    ledger, _ = standing[AS_OF]
    lines = truth_of("fund_lines").set_index("line_id")
    kept = lines[lines["kept"].eq("True")]["own_fen"].astype("int64")
    assert ledger.lines["own_fen"].astype("int64").to_dict() == kept.to_dict()
    sources = {"fund_months": "reports", "fund_moves": "moves"}
    read = ledger.entries[ledger.entries["origin"].isin(list(sources))]
    origins = read.groupby("line_id")["origin"].unique()
    assert {line_id: [sources[origin] for origin in found] for line_id, found in origins.items()} == {
        line_id: [source] for line_id, source in lines.loc[origins.index, "source"].items()
    }


def test_what_is_only_warned_of_is_read_and_found(standing, truth_of):
    ledger, _ = standing[AS_OF]
    dirt = truth_of("dirt")
    warned = dirt[dirt["kind"].str.startswith(("fund_", "asset_", "project_"))]
    warned = set(warned.loc[warned["kind"].map(GRAVITY).eq("warning"), "kind"])
    found = {finding.code for finding in ledger.findings if GRAVITY[finding.code] != "error"}
    # What the lines beside the plan show is no fault: 预安排, 垫付, 上年结转, reports behind movements.
    shown = {
        "fund_arranged_over_issued",
        "fund_month_before_issue",
        "fund_opening",
        "fund_sources_differ",
        "fund_spent_over_disbursed",
    }
    assert found == warned | shown


def test_assets_are_formed_from_the_true_lines_and_what_is_overdrawn_is_not(standing, truth_of):
    ledger, _ = standing[AS_OF]
    keys = ["line_id", "prj_id", "asset_id"]
    chain = truth_of("fund_chain").set_index(keys)["formed_fen"].astype("int64")
    formed = ledger.entries[ledger.entries["kind"].eq("formed")].astype(dict.fromkeys(keys, "str"))
    assert formed.groupby(keys)["amount_fen"].sum().to_dict() == chain.to_dict()
    overdrawn = ledger.makeup[ledger.makeup["state"].eq("overdrawn")]
    dirt = truth_of("dirt").query("kind == 'asset_over_spent'")
    assert overdrawn["asset_id"].tolist() == dirt["key"].tolist()


def test_milestones_are_late_by_the_true_number_of_days(progress, truth_of):
    truth = truth_of("milestones").set_index(["prj_id", "item"])
    found = progress.milestones.set_index(["prj_id", "item"]).loc[truth.index]
    assert (found["state"] == truth["state"]).all()
    right = truth["days_late"].astype("Int64")
    assert found["days_late_least"].equals(right.rename("days_late_least"))
    assert found["days_late_most"].equals(right.rename("days_late_most"))


def test_labour_pay_adds_up_by_month_and_group_(workspace, linked, standing, truth_of):
    _, table = standing[AS_OF]
    keys = ["prj_id", "month", "worker_group"]
    found = relief_of(workspace, linked, table).by_month.astype(dict.fromkeys(keys, "str")).set_index(keys)
    truth = truth_of("labour").set_index(keys).astype("int64")
    for column in ("persons", "due_fen", "paid_fen"):
        assert found[column].astype("int64").to_dict() == truth[column].to_dict(), column
