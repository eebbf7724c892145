"""The county's fund ledger and its balances (资金台账), from the workspace's tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ruralmap.errors import InputError
from ruralmap.funds.balances import Beside, balances
from ruralmap.funds.books import FundTables
from ruralmap.funds.ledger import read_ledger
from ruralmap.jobs.collector import collector_paused
from ruralmap.schema.tables import TABLES
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from ruralmap.funds.books import Ledger
    from ruralmap.workspace import Workspace

# The tables of which the ledger may refuse single rows.
_LISTS: Final = ("fund_months", "fund_moves")
# Columns of entries that hold one of a few words.
_WORDS: Final = ("kind", "from_account", "to_account", "origin")


def unread_money(workspace: Workspace, tables: Mapping[str, pd.DataFrame]) -> list[str]:
    """
    Name the tables without which a ledger would say what is not so.

    A list that the office has and that could not be read is not a list without rows: all that was arranged
    and spent would pass for money that nobody has touched.

    Parameters
    ----------
    workspace
        The county's folder, which names the tables that the office has.
    tables
        The tables that were read, by name.

    Returns
    -------
    names
        资金指标台账 if it is not there, and the lists that the workspace names and that are not there.
    """
    needed = ("funds", *(name for name in _LISTS if name in workspace.tables))
    return [name for name in needed if name not in tables]


def fund_tables(workspace: Workspace, tables: Mapping[str, pd.DataFrame]) -> FundTables:
    """
    Take the tables that a ledger is read from.

    Parameters
    ----------
    workspace
        The county's folder.
    tables
        The checked tables by name; those of a linked county say where the money of each row went.

    Returns
    -------
    tables
        As `read_ledger` takes them.

    Raises
    ------
    InputError
        If there is no 资金指标台账, or a list that the workspace names could not be read.
    """
    for name in unread_money(workspace, tables):
        fault = "unread_table" if name in workspace.tables else "missing_table"
        raise InputError(say_both(f"jobs.{fault}", name=TABLES[name].zh, key=name))
    return FundTables(
        funds=tables["funds"],
        fund_months=tables.get("fund_months"),
        fund_moves=tables.get("fund_moves"),
        projects=tables.get("projects"),
        assets=tables.get("assets"),
        asset_funds=tables.get("asset_funds"),
        rounding_fen=workspace.funds.rounding_fen,
    )


@collector_paused()
def ledger_of(workspace: Workspace, tables: Mapping[str, pd.DataFrame]) -> Ledger:
    """
    Read the fund ledger on the workspace's date.

    Parameters
    ----------
    workspace
        The county's folder.
    tables
        The checked tables by name; those of a linked county say where the money of each row went.

    Returns
    -------
    ledger
        The lines that conserve, and every movement of their money.

    Raises
    ------
    InputError
        If there is no 资金指标台账, or a list that the workspace names could not be read.
    ConservationError
        If a row or a fen went missing: a fault of ours.
    """
    return read_ledger(fund_tables(workspace, tables), as_of=workspace.county.as_of)


@collector_paused()
def balances_of(
    workspace: Workspace, tables: Mapping[str, pd.DataFrame], ledger: Ledger, *, since: str | None = None
) -> pd.DataFrame:
    """
    Say what there is of each balance, by line, project, payee and village.

    Parameters
    ----------
    workspace
        The county's folder; it says to whose villages a project's money flows.
    tables
        The tables of a linked county, by name.
    ledger
        Its ledger.
    since
        Only what happened after this day, ISO text; everything unless given.

    Returns
    -------
    balances
        The one table that every number shown of money is a sum of.

    Raises
    ------
    ConservationError
        If the rows do not add up to the ledger: a fault of ours.
    """
    beside = Beside(tables.get("projects"), tables.get("labour_pay"), tables.get("budgets"))
    return balances(
        ledger,
        beside=beside,
        project_shares=tables.get("project_shares"),
        relation=workspace.funds.relation,
        since=since,
    )


def counted_rows(ledger: Ledger, tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """
    Take what the registry keeps of the fund tables: the rows that the ledger counts.

    Rows that contradict each other are refused by the ledger, and reported; they are not loaded.

    Parameters
    ----------
    ledger
        The county's ledger.
    tables
        The tables that it was read from.

    Returns
    -------
    rows
        By the registry's table: `fund_lines`, `fund_entries`, and `fund_months` and `fund_moves` where the
        office has them.
    """
    aside = ledger.rows_aside
    entries = ledger.entries.astype(dict.fromkeys(_WORDS, "str"))
    rows = {"fund_lines": ledger.lines.reset_index(), "fund_entries": entries}
    for name in _LISTS:
        if name in tables:
            rows[name] = tables[name].drop(index=aside.index[aside["table"].eq(name)])
    return rows
