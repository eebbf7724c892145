"""Every view of a ledger shows one total, to the fen, whatever was posted, split, reversed or taken back."""

import dataclasses

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funds import handmade
from funds.strategies import DATES, move_lists, write
from ruralmap.draw.sankey import lay_sankey
from ruralmap.funds.balances import balances
from ruralmap.funds.chain import ChainTables, chain
from ruralmap.funds.cumulative import cumulate
from ruralmap.funds.flows import flows
from ruralmap.funds.ledger import read_ledger
from ruralmap.funds.matching import match
from ruralmap.funds.progress import by
from ruralmap.funds.yields import yields_of
from ruralmap.schema.projects import PROJECTS
from ruralmap.schema.revenues import YIELDS
from ruralmap.schema.works import ASSETS

VILLAGES = ("441624001201", "441624002201")
MONTHS = [f"2024-{month:02d}" for month in range(1, 13)]
NEED = pd.DataFrame(
    {
        "township_code": [code[:9] for code in VILLAGES],
        "rural_persons": [100, 200],
        "target_persons": [10, 20],
    },
    index=pd.Index(VILLAGES, name="village_code"),
).astype({"rural_persons": "Int64", "target_persons": "Int64"})
ZONES = pd.Series({VILLAGES[0]: "inside", VILLAGES[1]: "outside"})
# One project in two villages, half and half: an odd amount leaves a fen over.
SHARES = pd.DataFrame(
    {
        "prj_id": "P1",
        "relation": "建设地",
        "linked_township_code": [code[:9] for code in VILLAGES],
        "linked_village_code": list(VILLAGES),
        "share": 0.5,
    }
)


def _chain_tables():
    assets = write(ASSETS, []).assign(township_code=None, village_code=None)
    yields = yields_of(write(YIELDS, []), as_of="2024-12-31")
    return ChainTables(assets, write(PROJECTS, []), yields, ZONES)


def _totals(ledger):
    """The total of what was issued, and of what was spent, as each view has it."""
    table = balances(ledger, project_shares=SHARES)
    going = flows(table)
    matched = match(table, NEED, ZONES)
    issued = {
        "lines": int(ledger.lines["own_fen"].sum()),
        "balances": int(table["issued_fen"].sum()),
        "flows": int(going["amount_fen"].sum()),
        "progress": int(by(table, ["township_code"])["issued_fen"].fillna(0).iloc[-1]),
        "ranking": int(by(table, ["year", "level", "channel"])["issued_fen"].iloc[:-1].sum()),
        "townships": int(matched.by_township["issued_fen"].sum()),
        "zones": int(matched.by_zone["issued_fen"].sum()),
    }
    traced = chain(ledger, _chain_tables()).query("state == 'traced'")
    issued["chain"] = int(traced["amount_fen"].sum())
    for ends in ("township", "village", "project"):
        sankey = lay_sankey(going, {"township": {}, "village": {}, "project": {}}, by=ends)
        for number, column in enumerate(sankey.columns):
            issued[f"sankey {ends} {number}"] = sum(bar.amount_fen for bar in column)
    spent = {
        "balances": int(table["spent_fen"].sum()),
        "entries": int(ledger.entries.loc[ledger.entries["kind"] == "spent", "amount_fen"].sum()),
        "townships": int(matched.by_township["spent_fen"].sum()),
    }
    return issued, spent


@settings(max_examples=8)
@given(tables=move_lists(), as_of=st.sampled_from(DATES), seed=st.integers(0, 99))
def test_every_view_shows_one_total_in_any_order_of_rows(tables, as_of, seed):
    ledger = read_ledger(tables, as_of=as_of)
    issued, spent = _totals(ledger)
    assert int(ledger.accounts["balance_fen"].sum()) == 0
    assert len(set(issued.values())) == 1, issued
    assert len(set(spent.values())) == 1, spent
    moves = tables.fund_moves.sample(frac=1, random_state=seed)
    mixed = dataclasses.replace(
        tables, funds=tables.funds.sample(frac=1, random_state=seed), fund_moves=moves
    )
    assert _totals(read_ledger(mixed, as_of=as_of)) == (issued, spent)


@settings(max_examples=12)
@given(tables=move_lists())
def test_months_written_as_cumulative_totals_end_where_the_balances_stand(tables):
    ledger = read_ledger(tables, as_of=DATES[-1])
    dated = ledger.entries[ledger.entries["on"].notna()]
    last = cumulate(dated, MONTHS).query("month == '2024-12'")
    last = last.rename(columns={"carried_over_fen": "carried_fen"})
    table = balances(dataclasses.replace(ledger, entries=dated))
    names = [name for name in last if name.endswith("_fen")]
    by_line, stands = (frame.groupby("line_id")[names].sum() for frame in (last, table))
    assert len(names) == 9
    assert by_line.to_dict("index") == stands.loc[by_line.index].to_dict("index")


def test_the_ledger_made_by_hand_has_its_totals_in_every_view():
    # E1: 100,000 fen issued; 40,000 − 40,000 + 35,000 = 35,000 spent.
    issued, spent = _totals(handmade.ledger(as_of="2024-12-31"))
    assert set(issued.values()) == {100_000}
    assert set(spent.values()) == {35_000}


@pytest.mark.parametrize("as_of", DATES)
def test_nothing_on_the_books_is_nothing_in_every_view(as_of):
    ledger = handmade.ledger(as_of=as_of)
    none = dataclasses.replace(ledger, lines=ledger.lines.iloc[:0], entries=ledger.entries.iloc[:0])
    issued, spent = _totals(none)
    assert (set(issued.values()), set(spent.values())) == ({0}, {0})
