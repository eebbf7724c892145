"""Rows that repeat a key (重复记录): identical ones go, of others the table decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from ruralmap.schema.gravity import finding

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from ruralmap.schema.columns import Table
    from ruralmap.schema.finding import Finding

# These rows stay, and are only reported.
_STAYING: Final = frozenset({"row_repeated", "duplicate_all_kept"})
# What a layer has beside its table's columns.
_SHAPE: Final = "图形"


@dataclass(frozen=True)
class Duplicates:
    """`reasons` is indexed as the frame and empty where a row stays; `findings` name each repeated row."""

    reasons: pd.Series
    findings: tuple[Finding, ...]


def find_duplicates(frame: pd.DataFrame, table: Table) -> Duplicates:
    """
    Find the rows that share a key.

    Parameters
    ----------
    frame
        Conformed rows with their source, uniquely indexed, in the order of the sheets.
    table
        The table, whose key applies. Without a key a repeated row stays, and is only reported.

    Returns
    -------
    duplicates
        `duplicate_identical` for a row that says nothing new; for rows that contradict each other
        `duplicate_conflict`, `duplicate_all_aside` or `duplicate_all_kept`, see `Table.contested`.
    """
    reasons = pd.Series("", index=frame.index, dtype="str")
    columns = [name for name in (*table.names, "geometry") if name in frame.columns]
    key = list(table.key) or columns
    if table.key:
        frame = frame[frame.duplicated(key, keep=False)]
    if frame.empty:
        return Duplicates(reasons, ())
    # A missing part of a key is a value of its own: the row of a line's undivided rest has no project.
    group = frame.groupby([frame[name].astype("str").fillna("") for name in key], sort=False).ngroup()
    group = group[group.duplicated(keep=False)]
    if group.empty:
        return Duplicates(reasons, ())
    content = _content(frame.loc[group.index, columns])
    verdicts: dict[Hashable, tuple[str, Hashable]] = {}
    for rows in group.groupby(group).groups.values():
        verdicts |= _verdicts({row: content[row] for row in rows}, table)
    shown = [*table.key, "source_file", "source_sheet", "source_row"]
    records = frame.loc[group.index, shown].to_dict("index")
    findings = []
    for row in (row for row in group.index if row in verdicts):
        code, other = verdicts[row]
        apart = [
            name
            for name, mine, theirs in zip(columns, content[row], content[other], strict=True)
            if mine != theirs
        ]
        findings.append(_report(code, table, records[row], other=records[other], columns=apart))
    gone = {row: code for row, (code, _) in verdicts.items() if code not in _STAYING}
    reasons.loc[pd.Index(list(gone), dtype=object)] = pd.Series(gone, dtype="str").array
    return Duplicates(reasons, tuple(findings))


def _content(rows: pd.DataFrame) -> dict[Hashable, tuple[int, ...]]:
    """Write each row as numbers, one a column: equal values have one number, and so have missing ones."""
    numbers = [pd.factorize(rows[name])[0].tolist() for name in rows.columns]
    return dict(zip(rows.index, zip(*numbers, strict=True), strict=True))


def _verdicts(
    content: Mapping[Hashable, tuple[int, ...]], table: Table
) -> dict[Hashable, tuple[str, Hashable]]:
    """Judge the rows of one key: for each that is not left alone its code, and a row to show beside it."""
    if table.contested == "none" and len(set(content.values())) > 1:
        return {row: ("duplicate_all_aside", _first_other(content, row)) for row in content}
    first, *later = content
    said: dict[tuple[int, ...], Hashable] = {content[first]: first}
    verdicts: dict[Hashable, tuple[str, Hashable]] = {}
    for row in later:
        if content[row] in said:
            code = "duplicate_identical" if table.key else "row_repeated"
            verdicts[row] = (code, said[content[row]])
        elif table.contested == "all":
            said[content[row]] = row
            verdicts[row] = ("duplicate_all_kept", first)
        else:
            verdicts[row] = ("duplicate_conflict", first)
    return verdicts


def _first_other(content: Mapping[Hashable, tuple[int, ...]], row: Hashable) -> Hashable:
    return next(other for other, said in content.items() if said != content[row])


def _report(
    code: str,
    table: Table,
    row: Mapping[Hashable, Any],
    *,
    other: Mapping[Hashable, Any],
    columns: list[str],
) -> Finding:
    """Report one row beside another of its key."""
    titles = [table.column(name).zh if name in table.names else _SHAPE for name in columns]
    return finding(
        code,
        table.name,
        file=row["source_file"],
        sheet=row["source_sheet"],
        row=row["source_row"],
        column="、".join(table.column(name).zh for name in table.key),
        raw=" / ".join("" if pd.isna(row[name]) else str(row[name]) for name in table.key),
        first_file=other["source_file"],
        first_sheet=other["source_sheet"],
        first_row=other["source_row"],
        differing="、".join(titles),
    )
