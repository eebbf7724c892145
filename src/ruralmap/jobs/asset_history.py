"""What became of the assets (变动历史): who changed which field of which record, when, why and from what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from ruralmap.assets.chain import changes_of, head_of
from ruralmap.errors import RegistryError, UsageError
from ruralmap.files.workbook import Sheet
from ruralmap.jobs.asset_fields import field_words, table_words, value_words
from ruralmap.jobs.collector import collector_paused
from ruralmap.jobs.result_file import write_result
from ruralmap.registry.history import read_chronicle
from ruralmap.registry.store import has_history, reading
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from ruralmap.assets.chain import Event
    from ruralmap.assets.changes import Value
    from ruralmap.assets.chronicle import Chronicle
    from ruralmap.workspace import Workspace

_COLUMNS: Final = (
    "seq", "on", "at", "by", "kind", "asset_id", "asset", "table", "record", "field", "before", "after",
    "reason", "source", "batch",
)  # fmt: skip
_BATCH_COLUMNS: Final = ("batch", "kind", "on", "at", "by", "reason", "events", "last")
_WIDTHS: Final = {
    "asset": 28.0,
    "before": 24.0,
    "after": 24.0,
    "source": 32.0,
    "record": 20.0,
    "reason": 24.0,
}


class Line(NamedTuple):
    """One field of one event; `field` is empty where a record was entered or taken off."""

    event: Event
    kind: str
    asset_id: str
    asset: str
    field: str
    before: Value | None
    after: Value | None


@dataclass(frozen=True, eq=False)
class History:
    """A county's batches and what was asked of its events, a line a field."""

    workspace: Workspace
    known: Chronicle
    lines: list[Line]
    lang: Language

    @property
    def batches(self) -> tuple[list[str], list[list[object]]]:
        """The batches, for the screen: header, rows."""
        rows = [[batch.batch, self._said(f"kind.{batch.kind}"), *batch[2:]] for batch in self.known.batches]
        return [self._said(f"column.{name}") for name in _BATCH_COLUMNS], rows

    @property
    def table(self) -> tuple[list[str], list[list[object]]]:
        """The lines: header, rows."""
        return [self._said(f"column.{name}") for name in _COLUMNS], [self._row(line) for line in self.lines]

    def as_json(self) -> dict[str, object]:
        """
        Give the history as one object, for programs.

        Returns
        -------
        result
            `head` of the chain, `batches`, and `events` with their fields as they are kept.
        """
        head = head_of(self.known.events)
        events = {line.event.seq: line for line in self.lines}
        return {
            "county": self.workspace.county.name,
            "simulated": self.workspace.county.simulated,
            "head": {"length": head.length, "hash": head.digest},
            "batches": [batch._asdict() for batch in self.known.batches],
            "events": [_record(line) for line in events.values()],
        }

    def _said(self, key: str) -> str:
        return say(f"asset_history.{key}", self.lang)

    def _row(self, line: Line) -> list[object]:
        """Lay a line out in words."""
        event, lang = line.event, self.lang
        if line.field:
            words = [
                field_words(event.table, line.field, lang),
                value_words(event.table, line.field, line.before, lang),
                value_words(event.table, line.field, line.after, lang),
            ]
        else:
            words = [self._said("record"), "", self._said("entered" if event.after else "gone")]
        source = " ".join(str(part) for part in (event.file, event.sheet, event.row or "") if part)
        return [
            event.seq, event.on, event.at, event.by, self._said(f"kind.{line.kind}"), line.asset_id,
            line.asset, table_words(event.table, lang), event.key, *words, event.reason, source, event.batch,
        ]  # fmt: skip


def read_past(workspace: Workspace) -> Chronicle:
    """
    Read what the registry of a workspace knows of its assets' past.

    Parameters
    ----------
    workspace
        The county's folder.

    Returns
    -------
    past
        All of it.

    Raises
    ------
    RegistryError
        If there is no registry, or it is damaged.
    SurroundingsError
        If it is locked or cannot be opened.
    """
    if not has_history(workspace.registry):
        raise RegistryError(say_both("registry.not_found", path=workspace.registry))
    with collector_paused(), reading(workspace.registry) as connection:
        return read_chronicle(connection)


def history_of(
    workspace: Workspace,
    *,
    asset: str | None = None,
    batch: str | None = None,
    days: tuple[str | None, str | None] = (None, None),
    lang: Language = "zh",
) -> History:
    """
    Tell what became of the assets.

    Parameters
    ----------
    workspace
        The county's folder.
    asset
        An asset's number: only what became of it, its owners, contracts, yields and inspections.
    batch
        A batch's number: only what it changed.
    days
        The first and the last day from which changes hold, ISO text; open where none is given.
    lang
        The language.

    Returns
    -------
    history
        In the order in which it was written down.

    Raises
    ------
    UsageError
        If the registry knows no such asset or batch.
    RegistryError
        If there is no registry, or it is damaged.
    """
    known = read_past(workspace)
    kinds = {one.batch: one.kind for one in known.batches}
    if batch is not None and batch not in kinds:
        listed = "、".join(list(kinds)[-5:])
        raise UsageError(say_both("asset_history.unknown_batch", batch=batch, known=listed))
    first, last = days
    lines = [
        line
        for line in lines_of(known.events, kinds)
        if (asset is None or line.asset_id == asset)
        and (batch is None or line.event.batch == batch)
        and (first is None or line.event.on >= first)
        and (last is None or line.event.on <= last)
    ]
    if asset is not None and not any(line.asset_id == asset for line in lines_of(known.events, kinds)):
        raise UsageError(say_both("asset_history.unknown_asset", asset=asset))
    return History(workspace, known, lines, lang)


def write_history(history: History, path: str | Path) -> None:
    """
    Write a history as the file's ending says.

    Parameters
    ----------
    history
        The history.
    path
        Where it shall stand: .xlsx, .csv or .json.

    Raises
    ------
    UsageError
        If the ending is another.
    OutputError
        If the file is open in an office program, or the disk does not allow it.
    """
    write_result(
        path,
        sheets=lambda: history_sheets(history),
        table=lambda: [history.table[0], *history.table[1]],
        record=history.as_json,
    )


def history_sheets(history: History) -> list[Sheet]:
    """
    Lay a history out as a workbook.

    Parameters
    ----------
    history
        The history.

    Returns
    -------
    sheets
        The batches, and what was changed.
    """
    lang = history.lang
    head = head_of(history.known.events)
    mark = say("registry.simulated_mark", lang) if history.workspace.county.simulated else ""
    notes = (
        mark + history.workspace.county.name + say("asset_history.title", lang),
        say("asset_history.head", lang, length=head.length, digest=head.digest),
    )
    batches, lines = history.batches, history.table
    widths = {_COLUMNS.index(name): width for name, width in _WIDTHS.items()}
    return [
        Sheet(say("asset_history.sheet.lines", lang), [lines[0], *lines[1]], notes=notes, widths=widths),
        Sheet(
            say("asset_history.sheet.batches", lang),
            [batches[0], *batches[1]],
            notes=notes,
            widths={3: 22.0, 5: 30.0},
            styles={6: "integer", 7: "integer"},
        ),
    ]


def lines_of(events: Iterable[Event], kinds: dict[str, str]) -> Iterator[Line]:
    """
    Lay events out a line a field, with the asset that each is about.

    Parameters
    ----------
    events
        All of them, in order.
    kinds
        What made each batch, by its number.

    Yields
    ------
    line
        In the order of the events.
    """
    about: dict[tuple[str, str], str] = {}
    names: dict[str, str] = {}
    for event, change in changes_of(events):
        place = (event.table, event.key)
        fields = {**(change.before or {}), **(change.after or {})}
        if fields.get("asset_id") is not None:
            about[place] = str(fields["asset_id"])
        asset = about.get(place, "")
        if fields.get("asset") is not None:
            names[asset] = str(fields["asset"])
        kind = kinds.get(event.batch, "")
        name = names.get(asset, "")
        if change.before is None or change.after is None:
            yield Line(event, kind, asset, name, "", None, None)
            continue
        for field in change.after:
            yield Line(event, kind, asset, name, field, change.before.get(field), change.after[field])


def _record(line: Line) -> dict[str, object]:
    """Give an event as an object, its fields as they are kept."""
    event = line.event
    change = event.change
    kept = {
        name: getattr(event, name) for name in ("seq", "batch", "on", "at", "by", "reason", "file", "sheet")
    }
    return {
        **kept,
        "row": event.row,
        "table": event.table,
        "key": event.key,
        "asset_id": line.asset_id,
        "before": change.before,
        "after": change.after,
        "hash": event.hash,
    }
