"""`assets merge`: edited ledgers taken back (回收资产台账), all of them or none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ruralmap.assets.chain import Entry, Source, events_of, head_of
from ruralmap.assets.changes import apply, copy_of
from ruralmap.assets.choices import Refused, choose
from ruralmap.assets.chronicle import Decided, Return
from ruralmap.assets.merging import GONE, WHOLE, resolve
from ruralmap.assets.returned import Hearing, hear
from ruralmap.assets.taking import NO_GROUND, take_rows
from ruralmap.errors import UsageError
from ruralmap.files.atomic import replacing
from ruralmap.files.workbook import workbook_bytes
from ruralmap.jobs.asset_files import list_files, read_file
from ruralmap.jobs.asset_merge_report import MergeReport
from ruralmap.jobs.asset_return_book import return_sheets
from ruralmap.jobs.asset_return_memory import read_memory
from ruralmap.jobs.asset_writing import at_desk, write_batch, write_conflicts
from ruralmap.jobs.outputs import chosen_path
from ruralmap.registry.history import take_back
from ruralmap.registry.kept import read_townships
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ruralmap.assets.changes import Change
    from ruralmap.assets.choices import Choice
    from ruralmap.assets.taking import Ground
    from ruralmap.jobs.asset_files import ReturnedFile
    from ruralmap.jobs.asset_writing import Desk
    from ruralmap.jobs.author import Author
    from ruralmap.workspace import Workspace


def merge_assets(
    workspace: Workspace,
    author: Author,
    places: Sequence[Path],
    *,
    out: Path | None = None,
    lang: Language = "zh",
) -> MergeReport:
    """
    Take edited ledgers back: choices between conflicting values first, then what the rows say.

    The workbook that tells of it is written aside before the registry is, and renamed into place after.

    Parameters
    ----------
    workspace
        The county's folder.
    author
        Who takes them back.
    places
        Files and folders.
    out
        Where the workbook goes; a place of its own unless given.
    lang
        Its language.

    Returns
    -------
    report
        What was written, what was set aside, and what is in conflict.

    Raises
    ------
    UsageError
        If there is nothing to read, or a record shall be taken off the books without a reason.
    LayerError
        If a file cannot be read. Nothing was changed.
    RegistryError
        If there is no registry, or it was edited behind its back.
    SurroundingsError
        If it is locked, or the disk is full.
    """
    listed, passed_over = list_files(places)
    path = chosen_path(workspace, out, "assets_returns")
    files = [read_file(name, place) for name, place in listed.items()]
    memory = read_memory(path, set(listed))
    with replacing(path) as aside, at_desk(workspace) as desk:
        report = _merge(desk, author, files, path=path)
        townships = read_townships(desk.connection)
        report = replace(report, passed_over=passed_over)
        sheets = return_sheets(workspace, report, townships, memory=memory, lang=lang)
        aside.write_bytes(workbook_bytes(sheets))
    return report


def _merge(desk: Desk, author: Author, files: Sequence[ReturnedFile], *, path: Path) -> MergeReport:
    """Write what came back under one lock."""
    before = desk.state
    choices = [choice for file in files for choice in file.choices]
    desk, settled, refused, chosen = _settle(desk, author, choices)
    codes = {name: code for code, name in read_townships(desk.connection).items()}
    rows = [row for file in files for row in file.rows]
    county = desk.workspace.county.code
    hearing = hear(rows, desk.known.events, desk.state, codes=codes, county=county)
    headless = [one for file in files for sheet in file.sheets for one in sheet.aside]
    hearing = replace(hearing, aside=[*hearing.aside, *headless])
    outcome = take_rows(desk.known, desk.state, hearing.heard)
    first = len(desk.known.batches)
    if outcome.changes or _is_news(desk, files) or outcome.conflicts != desk.known.conflicts:
        if not outcome.changes or outcome.changes[0][0] != NO_GROUND:
            desk = _write(desk, "merge", author, [])
        for ground, changes in outcome.changes:
            desk = _write(desk, "merge", _with_ground(author, ground), changes)
        write_conflicts(desk, outcome.conflicts)
        returns = _returns(files, hearing, desk.known.batches[first].batch)
        if returns:
            take_back(desk.connection, returns)
        known = replace(desk.known, conflicts=outcome.conflicts, returns=[*desk.known.returns, *returns])
        desk = replace(desk, known=known)
    batches = desk.known.batches[first - (1 if settled else 0) :]
    return MergeReport(
        path,
        files,
        (),
        hearing,
        outcome.changes,
        chosen,
        settled,
        refused,
        batches,
        before,
        desk.state,
        desk.known,
    )


def _settle(
    desk: Desk, author: Author, choices: Sequence[Choice]
) -> tuple[Desk, int, Sequence[Refused], list[tuple[Change, Source]]]:
    """Settle conflicts as somebody chose."""
    chosen = choose(choices, desk.known.conflicts, desk.known.decided)
    if not chosen.values:
        return desk, 0, chosen.refused, []
    gone = [spot for spot, value in chosen.values.items() if spot.field == WHOLE and value == GONE]
    if gone and not author.reason:
        keys = "、".join(spot.key for spot in gone)
        raise UsageError(say_both("asset_rounds.fault.gone_reason", keys=keys))
    settled = resolve(desk.state, desk.known.conflicts, chosen.values)
    places = {spot[:2]: source for spot, source in chosen.sources.items()}
    changes = [(change, places[change.table, change.key]) for change, _ in settled.changes]
    conflicts = desk.known.conflicts
    desk = _write(desk, "resolve", author, changes)
    at = len(desk.known.events)
    decided = [Decided(spot, conflicts[spot], at) for spot in chosen.values]
    write_conflicts(desk, settled.conflicts, decided)
    known = replace(desk.known, conflicts=settled.conflicts, decided=[*desk.known.decided, *decided])
    return replace(desk, known=known), len(decided), chosen.refused, changes


def _write(desk: Desk, kind: str, author: Author, changes: Sequence[tuple[Change, Source]]) -> Desk:
    """Write a batch, and go on with the registry as it is then."""
    batch = write_batch(desk, kind, author, changes)
    known, state = desk.known, copy_of(desk.state)
    entry = Entry(batch.batch, batch.on, batch.at, batch.by, batch.reason)
    events = [*known.events, *events_of(changes, entry, head_of(known.events))]
    for change, _ in changes:
        apply(state, change)
    return replace(desk, known=replace(known, events=events, batches=[*known.batches, batch]), state=state)


def _with_ground(author: Author, ground: Ground) -> Author:
    """Give the reason of a removal to the events that it makes."""
    if ground == NO_GROUND:
        return author
    return replace(author, reason=say("asset_rounds.removal", reason=ground.reason, document=ground.document))


def _is_news(desk: Desk, files: Sequence[ReturnedFile]) -> bool:
    """Say whether any of the files was never taken back as it is."""
    known = {(one.file, one.sha256) for one in desk.known.returns}
    return any(file.rows and (file.name, file.sha256) not in known for file in files)


def _returns(files: Sequence[ReturnedFile], hearing: Hearing, batch: str) -> list[Return]:
    """Note of each export in each file how many rows it had, changed, and how many were set aside."""
    digests = {file.name: file.sha256 for file in files}
    heard = {id(one.row) for one in hearing.heard}
    aside = {id(one.row) for one in hearing.aside}
    return [
        Return(
            visit.length,
            visit.part,
            visit.file,
            digests[visit.file],
            len(rows),
            sum(id(row) in heard for row in rows),
            sum(id(row) in aside for row in rows),
            batch,
        )
        for visit, rows in sorted(hearing.visits.items())
    ]
