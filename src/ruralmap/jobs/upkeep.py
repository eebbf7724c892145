"""The registry of assets and the office's files, brought together (资料与登记库合并)."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ruralmap.assets.chain import Entry, Source, events_of, head_of
from ruralmap.assets.chronicle import BUILD, Batch, Chronicle, Filed, Taken, take
from ruralmap.assets.replay import replay_some, strays
from ruralmap.assets.tables import KEPT, frame_of, keys_of, records_of, sources_of
from ruralmap.errors import RegistryError
from ruralmap.registry.history import is_edited, read_chronicle
from ruralmap.registry.kept import read_state
from ruralmap.registry.store import has_history, home_at, reading
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from ruralmap.assets.changes import State
    from ruralmap.jobs.author import Author
    from ruralmap.jobs.check import CheckReport
    from ruralmap.registry.store import Readable
    from ruralmap.workspace import Workspace

NO_PAST: Final = Chronicle()


@dataclass(frozen=True, eq=False)
class Upkeep:
    """
    A county's tables as files and registry have them together, and the past to write with them (合并).

    `report` is that of the check with the kept tables as they are now, each row with its `record_key`. `past`
    ends with the batch of this build, `taken` says what that brings.
    """

    report: CheckReport
    past: Chronicle
    taken: Taken

    @property
    def counts(self) -> dict[str, int]:
        """How many changes the files brought, records that differ from them, and conflicts that are open."""
        return {
            "changes": len(self.taken.merged.changes),
            "differing": len(self.taken.differing),
            "conflicts": len(self.taken.merged.conflicts),
        }


def with_registry(workspace: Workspace, report: CheckReport) -> CheckReport:
    """
    Put what others than the files entered into the tables that were read; nothing is written.

    Parameters
    ----------
    workspace
        The county's folder.
    report
        What `check` read of it.

    Returns
    -------
    report
        With the edits up to the workspace's date. Without a registry, or with one that only builds have
        written, the files are all there is.

    Raises
    ------
    RegistryError
        If the registry is damaged: its edits would be missing unseen.
    SurroundingsError
        If it is locked or cannot be opened.
    """
    if not has_history(workspace.registry):
        return report
    with reading(workspace.registry) as connection:
        if not is_edited(connection):
            return report
        known = read_chronicle(connection)
    filed = filed_of(report)
    with naming_misfits(workspace):
        taken = take(filed, known, day=workspace.county.as_of)
    return replace(report, tables=_tables(report, filed, taken.state))


def registry_bytes(workspace: Workspace) -> bytes | None:
    """
    Copy the registry where others than the files have edited it: a list that is made of it needs it again.

    Parameters
    ----------
    workspace
        The county's folder.

    Returns
    -------
    content
        The bytes of the file; None where the files are all there is.

    Raises
    ------
    RegistryError
        If the registry is damaged.
    SurroundingsError
        If it is locked or cannot be opened.
    """
    if not has_history(workspace.registry):
        return None
    with reading(workspace.registry) as connection:
        if not is_edited(connection):
            return None
    with tempfile.TemporaryDirectory(prefix="ruralmap-") as folder:
        copy = Path(folder) / "registry.gpkg"
        home_at(workspace.registry).copy_to(copy)
        return copy.read_bytes()


def take_files(workspace: Workspace, report: CheckReport, author: Author, registry: Readable) -> Upkeep:
    """
    Hold what the files say against the registry, for a build.

    Parameters
    ----------
    workspace
        The county's folder.
    report
        What `check` read of it.
    author
        Who builds.
    registry
        What stands there now, and whom nobody else writes to.

    Returns
    -------
    upkeep
        The tables to link, and the past to write with them.

    Raises
    ------
    RegistryError
        If the registry is damaged, or holds edits that were made behind its back: a build would lose them.
    SurroundingsError
        If it is locked or cannot be opened.
    """
    filed = filed_of(report)
    known = _undisturbed(workspace, registry) if registry.has_history() else NO_PAST
    with naming_misfits(workspace):
        taken = take(filed, known)
    tables = _tables(report, filed, taken.state)
    keyed = {
        name: tables[name].assign(record_key=_keys(taken.state, filed.state, tables[name], name))
        for name in KEPT
        if name in tables
    }
    return Upkeep(
        replace(report, tables=tables | keyed), _written(workspace, known, taken, filed, author), taken
    )


def filed_of(report: CheckReport) -> Filed:
    """
    Read the kept tables of a check as records.

    Parameters
    ----------
    report
        The check.

    Returns
    -------
    filed
        A table is partial if a row of it was set aside, or a file or sheet of it could not be read.
    """
    frames = {name: report.tables[name] for name in KEPT if name in report.tables}
    aside = set(report.rejected["table"])
    return Filed(
        state={name: records_of(frame, name) for name, frame in frames.items()},
        sources={
            (name, key): source
            for name, frame in frames.items()
            for key, source in sources_of(frame, name).items()
        },
        partial=frozenset(name for name in frames if name in aside or report.unread.get(name)),
    )


@contextmanager
def naming_misfits(workspace: Workspace) -> Iterator[None]:
    """
    Say which registry it is whose chain does not hold together.

    Parameters
    ----------
    workspace
        The county's folder.

    Yields
    ------
    nothing
        The body replays events.

    Raises
    ------
    RegistryError
        If an event does not fit the ones before.
    """
    try:
        yield
    except LookupError as fault:
        message = say_both("registry.misfit", path=workspace.registry, number=fault.args[0])
        raise RegistryError(message) from fault


def require_undisturbed(workspace: Workspace, known: Chronicle, found: State) -> None:
    """
    Refuse a registry whose tables are not what their events come to.

    Parameters
    ----------
    workspace
        The county's folder.
    known
        The past; whether the chain is sound is for the audit to say.
    found
        What the tables hold.

    Raises
    ------
    RegistryError
        If they differ: somebody edited the tables, and whoever writes now would lose that.
    """
    behind = strays(replay_some(known.events), found)
    if behind:
        named = "、".join(f"{one.table} {one.key}" for one in behind[:3])
        message = say_both("registry.strays", path=workspace.registry, count=len(behind), named=named)
        raise RegistryError(message)


def _undisturbed(workspace: Workspace, registry: Readable) -> Chronicle:
    """Read the past of a registry whose tables are what their events come to."""
    with registry.reading() as connection:
        known, found = read_chronicle(connection), read_state(connection)
    require_undisturbed(workspace, known, found)
    return known


def _tables(report: CheckReport, filed: Filed, state: State) -> dict[str, pd.DataFrame]:
    """Write the tables anew in which the registry says otherwise than the files, in the files' order."""
    tables = dict(report.tables)
    for name, records in state.items():
        said = filed.state.get(name, {})
        if records == said:
            continue
        ordered = {key: records[key] for key in said if key in records}
        ordered |= {key: records[key] for key in sorted(records.keys() - said.keys())}
        sources = {key: source for (table, key), source in filed.sources.items() if table == name}
        tables[name] = frame_of(ordered, name, sources)
    return tables


def _keys(state: State, said: State, frame: pd.DataFrame, table: str) -> list[str]:
    """Give the rows of a table that `_tables` wrote, or left as it was, the keys of their records."""
    records = state.get(table, {})
    if records == said.get(table, {}):
        return keys_of(frame, table)
    known = said.get(table, {})
    return [*(key for key in known if key in records), *sorted(records.keys() - known.keys())]


def _written(workspace: Workspace, known: Chronicle, taken: Taken, filed: Filed, author: Author) -> Chronicle:
    """Write down what a build brings; one that brings nothing leaves no trace."""
    changes = taken.merged.changes
    if known.batches and not changes and not taken.is_news:
        return known
    name = f"B{len(known.batches) + 1:06d}"
    entry = Entry(name, workspace.county.as_of, author.at, author.by, author.reason)
    told = (
        (change, filed.sources.get((change.table, change.key), Source(file=file))) for change, file in changes
    )
    events = [*known.events, *events_of(told, entry, head_of(known.events))]
    batch = Batch(name, BUILD, *entry[1:], events=len(changes), last=len(events))
    return replace(
        known,
        events=events,
        batches=[*known.batches, batch],
        differing=taken.differing,
        conflicts=taken.merged.conflicts,
    )
