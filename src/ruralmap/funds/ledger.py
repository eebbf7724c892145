"""The fund ledger (资金台账): every table of money read into one journal that conserves, to the fen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ruralmap.errors import ConservationError
from ruralmap.funds.books import FundTables, Ledger
from ruralmap.funds.codes import among, keep
from ruralmap.funds.cumulative import Reading, read_reports
from ruralmap.funds.formation import form_assets
from ruralmap.funds.journal import join_entries, require_double
from ruralmap.funds.lines import rows_set_aside, settle_lines
from ruralmap.funds.moves import read_moves
from ruralmap.funds.oddities import early_entries, odd_moves
from ruralmap.funds.parents import ASIDE, followers
from ruralmap.funds.reported import STAGES
from ruralmap.funds.reports import report
from ruralmap.funds.sources import choose
from ruralmap.funds.stated import compare_invest
from ruralmap.funds.units import doubtful_units
from ruralmap.schema.monies import FUND_MONTHS, FUND_MOVES, FUNDS
from ruralmap.schema.works import ASSET_FUNDS, ASSETS
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ruralmap.schema.columns import Table
    from ruralmap.schema.finding import Finding

# What an amount of a table is measured against others of its column in: 未支出余额 may well be small.
_MEASURED: Final = {FUNDS.name: ("issued_fen",), FUND_MONTHS.name: STAGES, FUND_MOVES.name: ("amount_fen",)}


def read_ledger(tables: FundTables, *, as_of: str) -> Ledger:
    """
    Read lines, their monthly reports, their movements and what assets are made of into a ledger.

    A line whose reports or movements break conservation is set aside whole, by name; an unusual one is read,
    with a finding. A line of which nothing is reported is read: all of it is money that no project has. So is
    one without a date of issue, for money that is left out is missed by nobody; both are findings.

    Parameters
    ----------
    tables
        What the office handed in; each table uniquely indexed.
    as_of
        The date, ISO text. What lies after it does not count, nor a month that had not ended by then.

    Returns
    -------
    ledger
        Lines in = kept + set aside, and the same in fen; every entry has two sides.

    Raises
    ------
    ConservationError
        If a row or a fen went missing: a fault of ours.
    """
    funds = tables.funds
    given = {
        table.name: _rows_of(frame, table)
        for table, frame in ((FUND_MONTHS, tables.fund_months), (FUND_MOVES, tables.fund_moves))
    }
    settled = settle_lines(funds, as_of=as_of)
    reading = _read(given, settled.aside, settled.lines, as_of=as_of, rounding_fen=tables.rounding_fen)
    aside = settled.aside | reading.aside
    orphans = followers(_parents(settled.lines), aside)
    aside |= orphans
    lines = keep(settled.lines, ~among(settled.lines.index, aside))
    gone = {name: _reasons(frame, reading.rows_aside, aside, name) for name, frame in given.items()}
    used = {name: keep(frame, gone[name] == "") for name, frame in given.items()}
    entries = join_entries([settled.entries, reading.entries])
    spent = keep(entries, ~among(entries["line_id"], aside)).reset_index(drop=True)
    formed, makeup, about_assets = form_assets(
        _rows_of(tables.asset_funds, ASSET_FUNDS), _rows_of(tables.assets, ASSETS), spent, lines, as_of=as_of
    )
    ledger = Ledger(
        as_of=as_of,
        lines=lines,
        entries=join_entries([spent, formed]) if len(formed) else spent,
        makeup=makeup,
        lines_aside=rows_set_aside(funds, aside),
        rows_aside=_rows_aside(given, gone),
        findings=(
            *settled.findings,
            *reading.findings,
            *report(ASIDE, FUNDS.name, settled.lines.loc[list(orphans)].reset_index()),
            *_untold(lines, used),
            *early_entries(spent, lines),
            *odd_moves(spent, lines),
            *_doubtful(keep(funds, ~among(funds["line_id"], aside)), used),
            *compare_invest(tables.projects, spent, _unread(given, gone)),
            *about_assets,
        ),
    )
    _require_conserved(ledger, funds, given, used)
    return ledger


def _rows_of(frame: pd.DataFrame | None, table: Table) -> pd.DataFrame:
    """Take the rows of a table; one that the office has not is without rows."""
    return pd.DataFrame(columns=list(table.names)) if frame is None else frame


def _read(
    given: dict[str, pd.DataFrame],
    aside: dict[str, str],
    lines: pd.DataFrame,
    *,
    as_of: str,
    rounding_fen: int,
) -> Reading:
    """Read the reports and the movements of the lines that are not set aside already."""
    months, moves = (
        keep(frame, ~among(frame["line_id"], aside))
        for frame in (given[FUND_MONTHS.name], given[FUND_MOVES.name])
    )
    return choose(
        read_reports(months, lines, as_of=as_of, rounding_fen=rounding_fen),
        read_moves(moves, lines, as_of=as_of),
    )


def _parents(lines: pd.DataFrame) -> dict[str, str]:
    """Say by line what it is a part of."""
    if "parent_line_id" not in lines:
        return {}
    named = lines["parent_line_id"].dropna()
    return {str(line): str(parent) for line, parent in named.items() if parent}


def _reasons(
    frame: pd.DataFrame, rows_aside: pd.DataFrame, aside: dict[str, str], table: str
) -> NDArray[np.object_]:
    """Say of each row why it is not read: first for its line's sake, then for its own; else nothing."""
    own = rows_aside[rows_aside["table"].eq(table)]
    reasons = np.full(len(frame), "", dtype=object)
    reasons[frame.index.get_indexer(own.index)] = own["reason"].to_numpy(dtype=object)
    concerned = np.flatnonzero(among(frame["line_id"], aside))
    reasons[concerned] = [aside[line] for line in frame["line_id"].iloc[concerned]]
    return reasons


def _rows_aside(given: dict[str, pd.DataFrame], gone: dict[str, NDArray[np.object_]]) -> pd.DataFrame:
    """Gather the rows that are not read, as they came, with their index, their table and the reason."""
    parts = [
        frame[gone[name] != ""].assign(table=name, reason=pd.array(gone[name][gone[name] != ""], dtype="str"))
        for name, frame in given.items()
    ]
    filled = [part for part in parts if len(part)] or parts[:1]
    joined: pd.DataFrame = pd.concat(filled)
    return joined


def _unread(given: dict[str, pd.DataFrame], gone: dict[str, NDArray[np.object_]]) -> set[str]:
    """List the projects of rows that are not read."""
    return {str(name) for key, frame in given.items() for name in frame["prj_id"][gone[key] != ""].dropna()}


def _untold(lines: pd.DataFrame, used: dict[str, pd.DataFrame]) -> list[Finding]:
    """Find lines of which no report or movement speaks, and lines that nobody dates."""
    told = {name for frame in used.values() for name in frame["line_id"].unique()}
    silent = lines[~among(lines.index, told)].reset_index()
    undated = lines[lines["issued_on"].isna()].reset_index()
    return [
        *report("fund_line_unreported", FUNDS.name, silent, amounts=["issued_fen"]),
        *report("fund_line_undated", FUNDS.name, undated, amounts=["issued_fen"]),
    ]


def _doubtful(funds: pd.DataFrame, used: dict[str, pd.DataFrame]) -> list[Finding]:
    """Find amounts of lines and rows that count whose unit is doubtful."""
    return [
        found
        for name, frame in ({FUNDS.name: funds} | used).items()
        for found in doubtful_units(name, frame, _MEASURED[name])
    ]


def _require_conserved(
    ledger: Ledger, funds: pd.DataFrame, given: dict[str, pd.DataFrame], used: dict[str, pd.DataFrame]
) -> None:
    """Assert rows in = rows out and fen in = fen out, also by line, and two sides of every entry."""
    require_double(ledger.entries)
    issued = ledger.entries[ledger.entries["kind"].eq("issued").to_numpy(dtype=bool)]
    # What is of no line has the place -1, which is the last.
    own = np.append(ledger.lines["own_fen"].to_numpy(dtype=np.int64), 0)
    place, entered = ledger.lines.index.get_indexer(pd.Index(issued["line_id"])), np.zeros_like(own)
    np.add.at(entered, place, issued["amount_fen"].to_numpy(dtype=np.int64))
    differs = own != entered
    sides = {
        "lines": (len(funds), len(ledger.lines) + len(ledger.lines_aside)),
        "rows": (sum(map(len, given.values())), sum(map(len, used.values())) + len(ledger.rows_aside)),
        "issued_fen": (_sum(funds), _sum(ledger.lines) + _sum(ledger.lines_aside)),
        "own_fen": (own[differs].tolist(), entered[differs].tolist()),
    }
    for view, (wanted, held) in sides.items():
        if wanted != held:
            raise ConservationError(say_both("ledger.not_conserved", view=view, given=wanted, held=held))


def _sum(lines: pd.DataFrame) -> int:
    """Add up without a limit: what is set aside may be beyond any."""
    return int(lines["issued_fen"].dropna().to_numpy(dtype=object).sum())
