"""A workspace's input files, read one by one (读取资料): one that cannot be read is a finding."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import pandas as pd

from ruralmap.errors import InputError, LayerError, SurroundingsError
from ruralmap.files.cards import Card, card_path, read_card
from ruralmap.files.reading import is_layer_file
from ruralmap.files.sheets import read_sheets
from ruralmap.files.vector import VectorFile, read_layer
from ruralmap.jobs.accepted_crs import apply_crs
from ruralmap.schema.conform import conform
from ruralmap.schema.duplicates import find_duplicates
from ruralmap.schema.gravity import finding
from ruralmap.schema.outcomes import Answers, Conformed, SheetCount, UnknownHeader, rejected_frame
from ruralmap.schema.tables import LAYERS, SHAPES, TABLES, table_named
from ruralmap.words.bilingual import message_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from ruralmap.files.layer_crs import Box
    from ruralmap.schema.columns import Table
    from ruralmap.schema.finding import Finding
    from ruralmap.schema.grid import RawSheet
    from ruralmap.workspace import LayerSource, Workspace

# A person stands in the list of lifted households and in that of monitored ones; a household's point may
# have been collected with a telephone and again through WeChat. The linker settles both.
_SAME_KEY_IN_TWO_FILES: Final = frozenset({"roster", "household_points"})
# A sheet of instructions or a summary by township names fewer of a table's columns.
_ROWS_LIKELY: Final = 4


@dataclass(frozen=True)
class InputFile:
    """One file as read: what was made of it (None if it cannot be used), and what was found."""

    table: str
    file: str
    conformed: Conformed | None
    findings: tuple[Finding, ...]
    card: Card | None = None


@dataclass(frozen=True)
class InputTable:
    """One table as read from all its files; `frame` is None if none of them could be used."""

    frame: pd.DataFrame | None
    rejected: pd.DataFrame
    findings: tuple[Finding, ...]
    counts: tuple[SheetCount, ...]
    unknown: tuple[UnknownHeader, ...] = ()
    cards: dict[str, Card] = field(default_factory=dict)
    unusable: tuple[str, ...] = ()

    @property
    def unread(self) -> tuple[str, ...]:
        """Files that could not be used, and sheets of the others that hold rows of the table but were not."""
        sheets = (
            f"{found.file} · {found.sheet}"
            for found in self.findings
            if found.file not in self.unusable and _holds_rows(found)
        )
        return (*self.unusable, *sheets)


def layer_file(
    workspace: Workspace, name: str, *, outline: Box | None = None, names: Sequence[str] = ()
) -> VectorFile:
    """
    Say which file one of the workspace's layers is, and what is stated about it.

    Parameters
    ----------
    workspace
        The county's folder.
    name
        The layer's canonical name.
    outline
        The county's box in degrees, if it is known.
    names
        Names of places that are known already, by which an encoding is judged, beside the county's own.

    Returns
    -------
    file
        The file.
    """
    source = workspace.layers[name]
    return VectorFile(
        workspace.path(source.path),
        source.path,
        source.encoding,
        source.crs,
        outline,
        source.layer,
        (workspace.county.name, workspace.county.prefecture, *names),
    )


def read_layer_table(
    workspace: Workspace,
    name: str,
    *,
    answers: Answers,
    outline: Box | None,
    names: Sequence[str] = (),
) -> InputTable:
    """
    Read one of the workspace's layers.

    Parameters
    ----------
    workspace
        The county's folder.
    name
        The layer's canonical name.
    answers
        What a person answered about unknown field names.
    outline
        The county's box in degrees, if it is known.
    names
        Names of places that are known already, by which an encoding is judged.

    Returns
    -------
    layer
        What was read.
    """
    vector = layer_file(workspace, name, outline=outline, names=names)
    table = LAYERS[name]
    read = _read_file(workspace, table, vector.name, lambda: read_layer(vector, table, answers=answers))
    return _gather([read])


def read_shape_table(workspace: Workspace, name: str, *, answers: Answers, outline: Box | None) -> InputTable:
    """
    Read the workspace's lines and areas of one table's records.

    Parameters
    ----------
    workspace
        The county's folder.
    name
        The table whose ids they carry.
    answers
        What a person answered about unknown field names.
    outline
        The county's box in degrees, if it is known.

    Returns
    -------
    shapes
        What was read of all its files; a record may have several features.
    """
    table = SHAPES[name]

    def reader(source: LayerSource) -> Callable[[], Conformed]:
        vector = VectorFile(
            workspace.path(source.path),
            source.path,
            source.encoding,
            source.crs,
            outline,
            source.layer,
            (workspace.county.name, workspace.county.prefecture),
            kind="span",
        )
        return lambda: read_layer(vector, table, answers=answers)

    sources = workspace.shapes[name]
    return _gather([_read_file(workspace, table, source.path, reader(source)) for source in sources])


def read_table(
    workspace: Workspace,
    name: str,
    *,
    answers: Answers,
    sheets_of: Callable[[Path], list[RawSheet]] = read_sheets,
) -> InputTable:
    """
    Read all files of one of the workspace's tables.

    Parameters
    ----------
    workspace
        The county's folder.
    name
        The table's canonical name.
    answers
        What a person answered about unknown headers.
    sheets_of
        Who reads a file's sheets.

    Returns
    -------
    table
        What was read; rows of a later file that repeat a key of an earlier one are set aside, but for those
        tables in which a key may stand in two files.
    """
    table = TABLES[name]

    def reader(file: str) -> Callable[[], Conformed]:
        def read() -> Conformed:
            conformed = conform(sheets_of(workspace.path(file)), table, file=file, answers=answers)
            return apply_crs(conformed, table, file=file, accepted=workspace.crs.get(file))

        return read

    files = [_read_file(workspace, table, file, reader(file)) for file in workspace.tables[name]]
    gathered = _gather(files)
    if gathered.frame is None or len(files) == 1 or name in _SAME_KEY_IN_TWO_FILES:
        return gathered
    return _without_repeats(gathered, gathered.frame, table)


def _read_file(workspace: Workspace, table: Table, file: str, read: Callable[[], Conformed]) -> InputFile:
    """Read one file and its card; whatever keeps it from being used becomes a finding."""
    if not is_layer_file(workspace.path(file)):
        return InputFile(table.name, file, None, (finding("file_missing", table.name, file=file, raw=file),))
    card, of_card = _read_card(workspace, table.name, file)
    try:
        conformed = read()
    except (InputError, SurroundingsError) as fault:
        of_file = finding("file_unusable", table.name, file=file, raw=message_of(fault))
        return InputFile(table.name, file, None, (*of_card, of_file), card)
    return InputFile(table.name, file, conformed, (*of_card, *conformed.findings), card)


def _holds_rows(found: Finding) -> bool:
    """Tell whether a finding says that a sheet was passed over which seems to hold rows of the table."""
    if found.code == "sheet_incomplete":
        return True
    table = table_named(found.table)
    known = set(found.values.get("known", ()))  # type: ignore[call-overload] # noqa: PD011 - no pandas
    return found.code == "sheet_skipped" and (len(known) >= _ROWS_LIKELY or bool(known & set(table.key)))


def _read_card(workspace: Workspace, table: str, file: str) -> tuple[Card | None, tuple[Finding, ...]]:
    """Read a file's card; without one its origin stays unknown, which is said."""
    path = workspace.path(file)
    try:
        card = read_card(path)
    except LayerError as fault:
        return None, (finding("card_unreadable", table, file=file, raw=message_of(fault)),)
    if card is None:
        return None, (finding("card_missing", table, file=file, raw=card_path(path).name),)
    return card, ()


def _gather(files: Sequence[InputFile]) -> InputTable:
    """Put a table's files one under the other."""
    read = [item.conformed for item in files if item.conformed]
    usable = [conformed.frame for conformed in read if conformed.usable]
    lost = tuple(item.file for item in files if not (item.conformed and item.conformed.usable))
    return InputTable(
        frame=pd.concat(usable, ignore_index=True) if usable else None,
        rejected=pd.concat([rejected_frame([]), *(item.rejected for item in read)], ignore_index=True),
        findings=tuple(found for item in files for found in item.findings),
        counts=tuple(count for item in read for count in item.counts),
        unknown=tuple(header for item in read for header in item.unknown),
        cards={item.file: item.card for item in files if item.card},
        unusable=lost,
    )


def _without_repeats(gathered: InputTable, frame: pd.DataFrame, table: Table) -> InputTable:
    """Set aside rows whose key an earlier file has, and count them there."""
    repeated = find_duplicates(frame, table)
    later = frame[repeated.reasons != ""]
    records = [
        (table.name, row["source_file"], row["source_sheet"], row["source_row"], reason, _as_read(row, table))
        for row, reason in zip(later.to_dict("records"), repeated.reasons[later.index], strict=True)
    ]
    moved = later.groupby(["source_file", "source_sheet"]).size()
    counts = tuple(
        replace(count, kept=count.kept - number, rejected=count.rejected + number)
        for count in gathered.counts
        for number in [int(moved.get((count.file, count.sheet), 0))]
    )
    return replace(
        gathered,
        frame=frame[repeated.reasons == ""].reset_index(drop=True),
        rejected=pd.concat([gathered.rejected, rejected_frame(records)], ignore_index=True),
        findings=(*gathered.findings, *repeated.findings),
        counts=counts,
    )


def _as_read(row: dict[object, object], table: Table) -> str:
    """Give a row as it was read: titles and values."""
    values = {column.zh: row[column.name] for column in table.columns}
    shown = {title: str(value) for title, value in values.items() if not pd.isna(value)}  # type: ignore[call-overload]
    return json.dumps(shown, ensure_ascii=False)
