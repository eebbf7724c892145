"""Sheets as typed to a table as the dictionary says (规整): rows kept, set aside, ignored, and counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ruralmap.errors import ConservationError
from ruralmap.schema.aliases import alias_index
from ruralmap.schema.cells import as_series
from ruralmap.schema.duplicates import find_duplicates
from ruralmap.schema.looks import (
    Look,
    findings_of_answers,
    findings_of_file,
    findings_of_look,
    look_at,
    unknown_headers,
)
from ruralmap.schema.outcomes import Answers, Conformed, Shapes, SheetCount, rejected_frame
from ruralmap.schema.parts import Part, raw_row, read_part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ruralmap.schema.columns import Table
    from ruralmap.schema.finding import Finding
    from ruralmap.schema.grid import RawSheet


def conform(
    sheets: Sequence[RawSheet],
    table: Table,
    *,
    file: str,
    answers: Answers | None = None,
    cut_names: bool = False,
    shapes: Shapes | None = None,
) -> Conformed:
    """
    Turn a file's sheets into a table, and account for every row.

    Every sheet with all compulsory headers is read. Rows whose compulsory cells are empty or unusable, and
    rows that repeat the key of an earlier row of the same file, are set aside with their raw values.

    Parameters
    ----------
    sheets
        The sheets as read, in order.
    table
        What they should be.
    file
        The file's name, as findings shall say it.
    answers
        What a person answered about unknown headers.
    cut_names
        Whether field names may be cut at ten bytes.
    shapes
        A layer's geometries; a row whose geometry cannot be used is set aside like one without its key.

    Returns
    -------
    conformed
        Rows, rows set aside, findings, unknown headers and counts; not `usable` if no sheet could be read.

    Raises
    ------
    ConservationError
        If a row went missing: a fault of ours.
    """
    index = alias_index(table, cut_names=cut_names)
    own = {key: title for key, title in (answers or {}).items() if key[0] == file}
    looks = [look_at(sheet, index, own) for sheet in sheets]
    parts = [read_part(look, table, file=file, shapes=shapes) for look in looks if look.state == "read"]
    frame, rejected, repeated = _join(parts, table, file)
    findings = [
        *findings_of_answers(own, table),
        *findings_of_file(looks, index, file),
        *(found for look in looks for found in findings_of_look(look, index, file)),
        *(found for part in parts for found in part.findings),
        *repeated,
    ]
    order = {sheet.name: place for place, sheet in enumerate(sheets)}
    findings.sort(key=lambda found: (order.get(found.sheet, -1), found.row or 0))
    return Conformed(
        frame,
        rejected,
        tuple(findings),
        tuple(unknown_headers(looks, index, file=file, answers=own)),
        _counts(looks, parts, frame, rejected=rejected, place=(table.name, file)),
        usable=bool(parts),
    )


def _join(
    parts: Sequence[Part], table: Table, file: str
) -> tuple[pd.DataFrame, pd.DataFrame, tuple[Finding, ...]]:
    """Put a file's sheets one under the other, and set aside rows that repeat a key."""
    if not parts:
        return _no_rows(table), rejected_frame([]), ()
    frame = pd.concat([part.frame for part in parts], ignore_index=True)
    repeated = find_duplicates(frame, table)
    looks = {part.look.sheet.name: part.look for part in parts}
    records: list[tuple[object, ...]] = [
        (table.name, file, part.look.sheet.name, number, reason, raw_row(part.look, number))
        for part in parts
        for number, reason in part.aside.items()
    ]
    gone = repeated.reasons != ""
    if not gone.any():
        return frame, _in_order(records), repeated.findings
    later = frame.loc[gone, ["source_sheet", "source_row"]]
    for sheet, number, reason in zip(
        later["source_sheet"], later["source_row"], repeated.reasons[later.index], strict=True
    ):
        records.append((table.name, file, sheet, number, reason, raw_row(looks[sheet], number)))
    return frame[~gone].reset_index(drop=True), _in_order(records), repeated.findings


def _in_order(records: list[tuple[object, ...]]) -> pd.DataFrame:
    """List rows set aside by sheet and row."""
    return rejected_frame(records).sort_values(["sheet", "row"], kind="stable", ignore_index=True)


def _no_rows(table: Table) -> pd.DataFrame:
    """Make a table without rows, of the right kinds."""
    frame = pd.DataFrame({column.name: as_series([], column) for column in table.columns})
    return frame.assign(
        source_file=pd.Series(dtype="str"),
        source_sheet=pd.Series(dtype="str"),
        source_row=pd.Series(dtype="Int64"),
    )


def _counts(
    looks: Sequence[Look],
    parts: Sequence[Part],
    frame: pd.DataFrame,
    *,
    rejected: pd.DataFrame,
    place: tuple[str, str],
) -> tuple[SheetCount, ...]:
    """Count every sheet's rows; what does not add up is a fault."""
    read = {part.look.sheet.name: part for part in parts}
    kept, aside = frame["source_sheet"].value_counts(), rejected["sheet"].value_counts()
    counts = []
    for look in looks:
        name = look.sheet.name
        part = read.get(name)
        rows = part.rows if part else len(look.sheet.rows)
        ignored = part.ignored if part else rows
        count = SheetCount(*place, name, rows, int(kept.get(name, 0)), int(aside.get(name, 0)), ignored)
        if count.rows != count.kept + count.rejected + count.ignored:
            message = f"rows went missing: {count}"
            raise ConservationError(message)
        counts.append(count)
    return tuple(counts)
