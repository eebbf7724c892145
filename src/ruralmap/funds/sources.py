"""Reports or movements: which of the two a line is read from, and where they differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ruralmap.funds.codes import among, codes_of, keep
from ruralmap.funds.cumulative import Reading
from ruralmap.funds.reports import report
from ruralmap.schema.fund_words import KINDS
from ruralmap.schema.monies import FUND_MONTHS, FUND_MOVES
from ruralmap.words.catalogue import say

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from ruralmap.schema.finding import Finding
    from ruralmap.schema.fund_words import Kind

# What both a report and a movement list say of a line.
_STAGES: Final[tuple[Kind, ...]] = ("arrived", "arranged", "disbursed", "spent")
_LENGTH_OF_MONTH: Final = len("2024-06")


def choose(reports: Reading, moves: Reading) -> Reading:
    """
    Take each line from its movements where there are any, else from its reports.

    The dated rows decide, and the reports of such a line are held against them at the end of every month
    that reports are of. A line that either table refuses is refused: what contradicts itself is to be
    mended, whatever the other says.

    Parameters
    ----------
    reports
        What the table of reports says.
    moves
        What the list of movements says.

    Returns
    -------
    reading
        Entries of both, each line's from one of them. `rows_aside` are those of both, with `table`; rows of
        a line that only the other table refuses are not among them.
    """
    aside = reports.aside | moves.aside
    moved = set(moves.entries["line_id"].to_numpy(dtype=object))
    reported = _without(reports.entries, moved | moves.aside.keys())
    differing = _differences(reports.entries, moves.entries)
    rows = [
        reading.rows_aside.assign(table=table.name)
        for reading, table in ((reports, FUND_MONTHS), (moves, FUND_MOVES))
    ]
    return Reading(
        entries=pd.concat([reported, _without(moves.entries, reports.aside)], ignore_index=True),
        aside=aside,
        rows_aside=pd.concat(rows),
        findings=(*reports.findings, *moves.findings, *differing),
    )


def _without(entries: pd.DataFrame, lines: Collection[str]) -> pd.DataFrame:
    """Leave out the entries of some lines."""
    return keep(entries, ~among(entries["line_id"], lines))


def _differences(reported: pd.DataFrame, moved: pd.DataFrame) -> list[Finding]:
    """Find the first month in which a stage of a line differs, once a line."""
    months = sorted({on[:_LENGTH_OF_MONTH] for on in reported["on"].unique()}) or [""]
    lines = pd.Index(sorted(set(reported["line_id"].unique()) & set(moved["line_id"].unique())))
    sides = [_totals(entries, lines, months) for entries in (reported, moved)]
    differs = sides[0] != sides[1]
    line = np.flatnonzero(differs.any(axis=(1, 2)))
    month = differs[line].any(axis=2).argmax(axis=1)
    stage = differs[line, month].argmax(axis=1)
    found = pd.DataFrame(
        {
            "line_id": lines[line],
            "month": [months[place] for place in month],
            "column": [say(f"funds.kind.{_STAGES[place]}") for place in stage],
            "reported_fen": sides[0][line, month, stage],
            "moved_fen": sides[1][line, month, stage],
        }
    )
    amounts = ["reported_fen", "moved_fen"]
    return report("fund_sources_differ", FUND_MONTHS.name, found, amounts=amounts)


def _totals(entries: pd.DataFrame, lines: pd.Index, months: list[str]) -> NDArray[np.int64]:
    """Add up by line, month and stage, to the end of each month."""
    totals = np.zeros((len(lines), len(months) + 1, len(_STAGES)), dtype=np.int64)
    line, ids = codes_of(entries, "line_id")
    day, days = codes_of(entries, "on")
    month = np.searchsorted(months, [on[:_LENGTH_OF_MONTH] for on in days])  # the first month not before it
    stage = np.array([_STAGES.index(kind) if kind in _STAGES else -1 for kind in KINDS])
    places = (lines.get_indexer(ids)[line], month[day], stage[entries["kind"].cat.codes])
    counted = (places[0] >= 0) & (places[2] >= 0)
    np.add.at(totals, tuple(place[counted] for place in places), entries["amount_fen"].to_numpy()[counted])
    return totals[:, :-1].cumsum(axis=1)
