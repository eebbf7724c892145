"""The papers of assets: filled in part, as in real offices, and contradicting the ledger where planted."""

import pandas as pd
import pytest

from ruralmap.demo.asset_papers import (
    DISPOSED_IN_USE,
    HANDOVERS_APART,
    HANDOVERS_UNBOOKED,
    WITHOUT_DISPOSAL,
)
from ruralmap.schema.dealing_checks import check_dealings
from ruralmap.schema.tables import TABLES

DAY = "2024-09-30"


@pytest.fixture(scope="module")
def papers(county):
    """The ledger and the tables about it, as they are after reading."""
    source = {"source_file": "甲.xlsx", "source_sheet": "甲", "source_row": 1}
    tables = {"assets": county.assets} | {name: county.tables[name] for name in ("handovers", "disposals")}
    return {name: rows.assign(**source) for name, rows in tables.items()}


@pytest.mark.parametrize("name", ["handovers", "disposals", "inspections"])
def test_every_column_of_the_dictionary_is_there_and_choices_are_its(county, name):
    rows, table = county.tables[name], TABLES[name]
    assert set(rows.columns) == set(table.names)
    assert not rows.duplicated(list(table.key)).any()
    assert rows[list(table.key)].notna().all(axis=None)
    for column in table.columns:
        if column.choices:
            assert set(rows[column.name].dropna()) <= set(column.choices)


def test_the_ledger_has_every_column_and_leaves_some_cells_empty(county):
    assets = county.assets
    assert set(TABLES["assets"].names) <= set(assets.columns)
    assert set(assets["operation_mode"].dropna()) == {"自营", "发包", "租赁", "入股", "托管"}
    for name in ("spec", "service_years", "historic", "beneficiary", "supervisor"):
        assert 0.3 < assets[name].notna().mean() < 1, name


@pytest.mark.parametrize("formality", ["accepted", "titled", "handover", "booked"])
def test_a_document_belongs_to_a_formality_that_is_dated_and_some_lack_theirs(county, formality):
    day, doc = county.assets[f"{formality}_on"], county.assets[f"{formality}_doc"]
    assert day[doc.notna()].notna().all()
    assert doc.dropna().str.contains("模拟").all()
    assert 0.7 < doc.notna().sum() / day.notna().sum() < 1


def test_what_is_run_by_its_owner_has_no_contract_and_what_is_let_has_one(county):
    contracts = county.tables["contracts"].set_index("asset_id")["contract_kind"]
    mode = county.assets.set_index("asset_id")["operation_mode"].dropna()
    kind = mode.index.to_series().map(contracts)
    assert kind[mode.eq("自营")].isna().all()
    # 流转 of land is a lease.
    let = mode[mode.ne("自营")]
    assert (kind[let.index].replace({"流转": "租赁"}) == let).all()


def test_the_fund_ledger_begins_in_2022_and_what_is_older_is_historic(county):
    known = county.assets.dropna(subset="historic")
    assert (known["historic"] == known["built_on"].lt("2022")).all()


def test_the_papers_contradict_the_ledger_where_it_was_planted(papers):
    found = [f.code for f in check_dealings(papers, as_of=DAY)]
    assert pd.Series(found).value_counts().to_dict() == {
        "handover_differs": HANDOVERS_APART,
        "handover_unbooked": HANDOVERS_UNBOOKED,
        "disposal_state_differs": DISPOSED_IN_USE,
        "disposal_missing": WITHOUT_DISPOSAL,
    }


def test_nothing_happens_before_an_asset_was_built_or_after_the_day(county):
    built = county.assets.set_index("asset_id")["built_on"]
    for name, column in (("handovers", "handover_on"), ("disposals", "disposed_on")):
        rows = county.tables[name]
        assert (rows[column] > rows["asset_id"].map(built)).all()
        assert rows[column].max() <= DAY


def test_only_what_is_sold_or_expropriated_brings_money_and_every_row_is_simulated(county):
    disposals = county.tables["disposals"]
    assert (disposals["proceeds_fen"].notna() == disposals["disposal_kind"].isin(["转让", "征收补偿"])).all()
    value = disposals["asset_id"].map(county.assets.set_index("asset_id")["net_value_fen"])
    paid = disposals["proceeds_fen"].notna()
    assert (disposals.loc[paid, "proceeds_fen"] <= value[paid]).all()
    for name in ("handovers", "disposals", "inspections"):
        assert county.tables[name]["note"].eq("模拟数据").all()
