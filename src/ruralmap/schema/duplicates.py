"""Rows that repeat a key (重复记录): the first stays, a later one is set aside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from ruralmap.schema.gravity import finding

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from ruralmap.schema.columns import Table
    from ruralmap.schema.finding import Finding


@dataclass(frozen=True)
class Duplicates:
    """`reasons` is indexed as the frame and empty where a row stays; `findings` name each repeated row."""

    reasons: pd.Series
    findings: tuple[Finding, ...]


def find_duplicates(frame: pd.DataFrame, table: Table) -> Duplicates:
    """
    Find the rows whose key an earlier row has.

    Parameters
    ----------
    frame
        Conformed rows with their source, uniquely indexed, in the order of the sheets.
    table
        The table, whose key applies. Without a key a repeated row stays, and is only reported.

    Returns
    -------
    duplicates
        `duplicate_identical` or `duplicate_conflict` for each row that repeats a key.
    """
    reasons = pd.Series("", index=frame.index, dtype="str")
    columns = [name for name in (*table.names, "geometry") if name in frame.columns]
    key = list(table.key) or columns
    # A missing part of a key is a value of its own: the row of a line's undivided rest has no project.
    group = frame.groupby([frame[name].astype("str").fillna("") for name in key], sort=False).ngroup()
    later = group.duplicated()
    if not later.any():
        return Duplicates(reasons, ())
    first_index = pd.Series(frame.index[~later], index=group[~later])
    rows = frame.index[later]
    firsts = first_index.loc[group[later]].to_numpy()
    differing = _differing(frame.loc[rows, columns], frame.loc[firsts, columns])
    shown = [*table.key, "source_file", "source_sheet", "source_row"]
    mine, theirs = (frame.loc[which, shown].to_dict("records") for which in (rows, firsts))
    findings = []
    for row, record, first in zip(rows, mine, theirs, strict=True):
        titles = [table.column(name).zh if name in table.names else name for name in differing[row]]
        code = _code(table, differs=bool(titles))
        if table.key:
            reasons[row] = code
        findings.append(_report(code, table, record, first=first, titles=titles))
    return Duplicates(reasons, tuple(findings))


def _code(table: Table, *, differs: bool) -> str:
    if not table.key:
        return "row_repeated"
    return "duplicate_conflict" if differs else "duplicate_identical"


def _differing(rows: pd.DataFrame, firsts: pd.DataFrame) -> dict[object, list[str]]:
    """List, for each repeated row, the columns in which it differs from the first one."""
    differing: dict[object, list[str]] = {row: [] for row in rows.index}
    for name in rows.columns:
        mine, theirs = rows[name].array, firsts[name].array
        both_missing = pd.isna(mine) & pd.isna(theirs)
        same = pd.Series(mine == theirs).fillna(value=False).to_numpy(dtype=bool) | both_missing
        for row in rows.index[~same]:
            differing[row].append(str(name))
    return differing


def _report(
    code: str, table: Table, row: Mapping[Hashable, Any], *, first: Mapping[Hashable, Any], titles: list[str]
) -> Finding:
    """Report one repeated row beside the first."""
    return finding(
        code,
        table.name,
        file=row["source_file"],
        sheet=row["source_sheet"],
        row=row["source_row"],
        column="、".join(table.column(name).zh for name in table.key),
        raw=" / ".join("" if pd.isna(row[name]) else str(row[name]) for name in table.key),
        first_file=first["source_file"],
        first_sheet=first["source_sheet"],
        first_row=first["source_row"],
        differing="、".join(titles),
    )
