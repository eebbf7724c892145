"""Reports cumulative to the end of a month (截至本月累计) as entries, and back again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ruralmap.funds.breaches import Held, line_faults, row_faults, typed_faults
from ruralmap.funds.codes import among, codes_of
from ruralmap.funds.journal import ACCOUNT_TYPE, entries_of
from ruralmap.funds.oddities import odd_reports
from ruralmap.funds.parents import LATER
from ruralmap.funds.reported import CLOSINGS, STAGES, Reports, put_in_order
from ruralmap.funds.reports import report
from ruralmap.funds.years import count_since_issue
from ruralmap.schema.dates import last_day
from ruralmap.schema.fund_words import KINDS
from ruralmap.schema.outcomes import SOURCE_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from ruralmap.schema.finding import Finding
    from ruralmap.schema.fund_words import Kind

STRAY: Final = "fund_month_without_line"
UNREADABLE: Final = "fund_month_unreadable"
# The kind of entry that each total makes; 累计下达 of a project is what was allotted to it.
_KINDS: Final[dict[str, Kind]] = {
    "issued_fen": "allotted",
    "arrived_fen": "arrived",
    "arranged_fen": "arranged",
    "disbursed_fen": "disbursed",
    "spent_fen": "spent",
    "carried_over_fen": "carried",
    "surplus_fen": "surplus",
    "withdrawn_fen": "withdrawn",
}
# What leaves the account of whoever has the money; the other totals are papers.
_HELD: Final = ("spent_fen", *CLOSINGS)
_COPIED: Final = ("entity_id", *SOURCE_COLUMNS)
_MONTH: Final = len("2024-06")
# The columns of a cumulative table, and for each kind of entry which of them it adds to; the one past the
# last for kinds that are in none (尾差, 形成资产, and what a township is given: no project has it yet).
_CUMULATED: Final = tuple(_KINDS)
_SHOWN: Final = (*STAGES, "unspent_fen", *CLOSINGS)
_TO: Final = {kind: place for place, kind in enumerate(_KINDS.values())} | {
    "allotted": len(_CUMULATED),
    "issued": 0,
    "before": 0,
}
_COLUMN_OF_KIND: Final = np.array([_TO.get(kind, len(_CUMULATED)) for kind in KINDS])


@dataclass(frozen=True, eq=False)
class Reading:
    """
    What a table of reports or of movements says of the lines.

    `entries` have `journal.ENTRY_COLUMNS`, in no order; none is of a line in `aside`, which says by line why
    it cannot be read: the code of a finding. `rows_aside` are the rows that made no entry because they or
    their lines are refused, as they came, with their index and `reason`: the code of a finding, or `later`
    for what lies after the date.
    """

    entries: pd.DataFrame
    aside: dict[str, str]
    rows_aside: pd.DataFrame
    findings: tuple[Finding, ...]


def read_reports(reports: pd.DataFrame, lines: pd.DataFrame, *, as_of: str, rounding_fen: int = 0) -> Reading:
    """
    Read cumulative monthly reports into entries, by difference.

    A project that a month leaves out stands where it stood: a total does not end by silence, and neither does
    one that a report does not give. A line whose reports break conservation is set aside whole.

    Parameters
    ----------
    reports
        Columns of the table 资金月报, uniquely indexed.
    lines
        The lines that count, indexed by line_id, sorted, with `own_fen`.
    as_of
        The date, ISO text. Reports of months that had not ended by then do not count.
    rounding_fen
        The unit to which the office rounded, in fen; 0: every sum must be exact.

    Returns
    -------
    reading
        The entries; each is of the report in which the total changed, and dated to its month.
    """
    ordered = put_in_order(reports, lines)
    stray, unreadable, late = _not_counted(ordered, as_of)
    counted = ordered.subset(~(stray | unreadable | late))
    typed, findings = typed_faults(counted)
    sound = counted.subset(~counted.of_lines(typed))
    since = count_since_issue(sound, rounding_fen=rounding_fen)
    turned = sound.of_lines(since.restarted | since.differing)
    faulty, broken = row_faults(sound, since.reports, ~turned, rounding_fen=rounding_fen)
    whole = ~(turned | sound.of_lines(faulty))
    held, unequal = line_faults(since, whole, rounding_fen=rounding_fen)
    found = [
        *ordered.find(UNREADABLE, unreadable),
        *findings,
        *since.findings,
        *broken,
        *unequal,
    ]
    aside = _codes(found)
    kept = since.reports.subset(~since.reports.among(aside))
    return Reading(
        entries=pd.concat([*_differences(kept), *_rests(since.reports, held, aside)], ignore_index=True),
        aside=aside,
        rows_aside=_set_aside(ordered, aside, late),
        findings=(*_strays(ordered, stray), *found, *odd_reports(kept)),
    )


def _not_counted(ordered: Reports, as_of: str) -> tuple[NDArray[np.bool_], ...]:
    """Say which reports are of unknown lines, of no readable month, or of a month that had not ended."""
    stray = ordered.line < 0
    unreadable = ~stray & (ordered.month < 0)
    later = np.append([last_day(str(month)) > as_of for month in ordered.months], [False]).astype(np.bool_)
    return stray, unreadable, ~stray & later[ordered.month]


def _strays(ordered: Reports, stray: NDArray[np.bool_]) -> list[Finding]:
    """Report lines that the ledger of 指标 does not have, once a line."""
    rows = ordered.frame.iloc[ordered.row[stray]]
    return report(STRAY, "fund_months", rows[~rows["line_id"].duplicated()])


def _codes(findings: Sequence[Finding]) -> dict[str, str]:
    """Take by line the code of the first error that was found of it."""
    codes: dict[str, str] = {}
    for found in findings:
        if found.severity == "error":
            codes.setdefault(str(found.values["line_id"]), found.code)  # noqa: PD011 - a dict, not a frame
    return codes


def _set_aside(ordered: Reports, aside: dict[str, str], late: NDArray[np.bool_]) -> pd.DataFrame:
    """Take the rows that do not count, as they came and in their order, with the reason."""
    by_line = np.full(len(ordered.lines) + 1, "", dtype=object)
    by_line[-1] = STRAY
    by_line[ordered.lines.index.get_indexer(pd.Index(aside))] = list(aside.values())
    reasons = by_line[ordered.line]
    reasons[late & (reasons == "")] = LATER
    came = np.empty(len(ordered), dtype=object)
    came[ordered.row] = reasons
    gone = came != ""
    rows: pd.DataFrame = ordered.frame[gone]
    return rows.assign(reason=pd.array(came[gone], dtype="str"))


def _differences(kept: Reports) -> Iterator[pd.DataFrame]:
    """Enter by how much each total of a line and project changed since the report before."""
    first = kept.start == np.arange(len(kept))
    texts = _texts(kept)
    holders = pd.array(np.where(kept.project >= 0, "project", "county"), dtype=ACCOUNT_TYPE)
    for name, kind in _KINDS.items():
        fens = kept.amounts[name]
        change = fens - np.where(first, 0, np.roll(fens, 1))
        accounts: dict[str, object] = {"from_account": holders} if name in _HELD else {}
        if kind == "allotted":
            change = np.where(kept.project >= 0, change, 0)
            accounts = {"from_account": "county", "to_account": "project"}
        yield entries_of({**texts, **accounts, "amount_fen": change}, kind=kind, origin="fund_months")


def _texts(kept: Reports) -> dict[str, object]:
    """Take what entries say beside their amount from the reports, in their order."""
    coded = {
        "on": (kept.months, kept.month),
        "line_id": (kept.lines.index, kept.line),
        "prj_id": (kept.projects, kept.project),
    }
    texts = {
        name: values.astype("str").array.take(codes, allow_fill=True)
        for name, (values, codes) in coded.items()
    }
    copied = {name: kept.frame[name].array.take(kept.row) for name in _COPIED if name in kept.frame}
    return {**texts, **copied}


def _rests(reports: Reports, held: Held, aside: dict[str, str]) -> Iterator[pd.DataFrame]:
    """Enter what was used before the first report, and what is rounding in the latest."""
    kept = ~among(reports.lines.index, aside)
    first = np.full(len(kept), len(reports.months))
    np.minimum.at(first, reports.line, reports.month)
    months = np.append(reports.months.to_numpy(dtype=object), "")
    rests: tuple[tuple[Kind, NDArray[np.int64], NDArray[np.int64]], ...] = (
        ("before", held.before_fen, first),
        ("rounding", held.rounding_fen, held.month),
    )
    for kind, fens, month in rests:
        lines = np.flatnonzero(fens * kept)
        yield entries_of(
            {
                "on": months[month[lines]],
                "line_id": reports.lines.index.take(lines),
                "from_account": "county",
                "amount_fen": fens[lines],
            },
            kind=kind,
            origin="fund_months",
        )


def cumulate(entries: pd.DataFrame, months: Sequence[str]) -> pd.DataFrame:
    """
    Write entries as a table cumulative to the end of each month (截至本月累计).

    Parameters
    ----------
    entries
        The journal: `journal.ENTRY_COLUMNS`.
    months
        The months to write, ISO text.

    Returns
    -------
    reports
        The columns of 资金月报 in the order of line, project and month, totals since issue: a row for each
        line and project from the first listed month on in which there is an entry of it. What a project has
        not been given stands in the row without a project.
    """
    listed = sorted(set(months))
    kinds = entries["kind"].cat.codes.to_numpy()
    line, ids = codes_of(entries, "line_id")
    project, projects = codes_of(entries, "prj_id")
    day, days = codes_of(entries, "on")
    ends = np.append(np.searchsorted(listed, [str(on)[:_MONTH] for on in days]), [0])[day]
    # What a project is given leaves the row without one, where all that was issued begins.
    given = (kinds == KINDS.index("allotted")) & entries["to_account"].eq("project").to_numpy(dtype=bool)
    width = len(projects) + 1
    column = np.where(given, 0, _COLUMN_OF_KIND[kinds])
    fens = entries["amount_fen"].to_numpy(dtype=np.int64) * np.where(kinds == KINDS.index("before"), -1, 1)
    rows = np.concatenate([line * width + project + 1, line[given] * width])
    pairs, place = np.unique(rows, return_inverse=True)
    table = np.zeros((len(pairs), len(listed) + 1, len(_CUMULATED) + 1), dtype=np.int64)
    seen = np.zeros(table.shape[:2], dtype=np.bool_)
    ends = np.concatenate([ends, ends[given]])
    np.add.at(
        table,
        (place, ends, np.concatenate([column, column[given]])),
        np.concatenate([fens, -fens[given]]),
    )
    seen[place, ends] = True
    shown = np.logical_or.accumulate(seen, axis=1)[:, :-1]
    sums = table.cumsum(axis=1)[:, :-1][shown]
    pair, month = np.nonzero(shown)
    frame = pd.DataFrame(
        {
            "line_id": ids.take(pairs[pair] // width),
            "prj_id": pd.array([None, *projects], dtype="str").take(pairs[pair] % width),
            "month": pd.array(listed, dtype="str").take(month),
        }
    )
    amounts = dict(zip(_CUMULATED, sums.T, strict=False))
    unspent = {"unspent_fen": amounts["issued_fen"] - amounts["spent_fen"]}
    return frame.assign(**amounts, **unspent)[[*frame.columns, *_SHOWN]].astype(
        dict.fromkeys(_SHOWN, "Int64")
    )
