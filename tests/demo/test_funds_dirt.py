import pytest

from ruralmap.demo.dirt import Rates
from ruralmap.demo.fund_books import fill_funds, list_papers
from ruralmap.schema.gravity import GRAVITY

TABLES = {"funds", "fund_months", "fund_moves", "asset_funds"}


@pytest.fixture(scope="module")
def planted(county):
    return {(kind, key) for _, kind, key, *_ in county.faults.records}


def test_every_fault_is_named_by_the_code_that_it_must_get(planted):
    assert all(kind in GRAVITY for kind, _ in planted)


def test_every_faulty_line_has_one_code(county, planted):
    lines = set(county.faults.funds["line_id"])
    named = [key for _, key in planted if key in lines]
    assert sorted(named) == sorted(lines)


def test_one_report_misses_its_balance_by_a_fen(county):
    rows = county.faults.months.query("line_id == 'ZJ2024-51'")
    assert (rows["issued_fen"] - rows["spent_fen"] - rows["unspent_fen"]).tolist() == [0, 0, 0, 0, 0, 1]


def test_one_closing_misses_by_a_yuan(county):
    row = county.faults.months.query("line_id == 'ZJ2024-58'").iloc[-1]
    # 未支出 400,000 yuan against 结转 380,000 + 收回 19,999.
    assert row["unspent_fen"] - row["carried_over_fen"] - row["withdrawn_fen"] == 100


def test_one_report_is_in_wan_and_holds_as_it_is_typed(county):
    rows = county.faults.months.query("line_id == 'ZJ2024-43'")
    typed = rows.iloc[-1]
    assert typed["issued_fen"] == typed["spent_fen"] + typed["unspent_fen"] == 60 * 100
    assert typed["issued_fen"] * 10_000 + rows.iloc[-2]["issued_fen"] == 100_000_000


def test_one_line_has_the_document_source_and_amount_of_another(county):
    funds = list_papers(county)["funds"].set_index("line_id")
    same = ["doc", "year", "level", "channel", "issued_fen"]
    assert (funds.loc["ZJ2024-41", same] == funds.loc["ZJ2024-42", same]).all()


def test_parts_of_one_line_are_more_than_it_and_two_are_part_of_each_other(county):
    funds = county.faults.funds.set_index("line_id")
    assert funds.loc[["ZJ2024-56", "ZJ2024-57"], "issued_fen"].sum() > funds.loc["ZJ2024-55", "issued_fen"]
    assert funds.loc[["ZJ2024-53", "ZJ2024-54"], "parent_line_id"].tolist() == ["ZJ2024-54", "ZJ2024-53"]


def test_an_asset_is_paid_more_than_its_line_spent(county):
    paid = county.faults.asset_funds.dropna(subset="line_id")
    spent = county.more_money.months.query("line_id == 'ZJ2024-63' and month == '2024-09'")["spent_fen"].sum()
    assert spent == 4_000_000
    assert paid["amount_fen"].tolist() == [6_000_000]


def test_the_papers_hold_the_plan_first_and_the_faults_last(county):
    papers = list_papers(county)
    assert set(papers) >= TABLES
    for name in ("funds", "fund_months"):
        plan = county.tables[name]
        assert papers[name]["line_id"].head(len(plan)).tolist() == plan["line_id"].tolist()
    moves = papers["fund_moves"]
    assert moves.iloc[-1].equals(moves[moves["entry_id"].eq("PZ2024-61-03")].iloc[0].rename(moves.index[-1]))


def test_a_cell_with_its_unit_is_written_as_text_and_says_the_same(county):
    cells = fill_funds(county, Rates()).cells["fund_moves"].set_index("entry_id")["amount_fen"]
    clean = county.more_money.moves.set_index("entry_id")["amount_fen"]
    assert cells["PZ2024-44-02"] == "35.2万元"
    assert clean["PZ2024-44-02"] == 35_200_000
    assert cells["PZ2024-44-05"] == 35.2
