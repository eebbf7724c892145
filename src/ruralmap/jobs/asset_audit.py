"""Is the history whole (审计): the chain against known heads, and the tables against the chain."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from ruralmap.assets.chain import Head, Source, Verdict, verify
from ruralmap.assets.replay import replay, strays
from ruralmap.errors import RegistryError, UsageError
from ruralmap.files.workbook import Sheet
from ruralmap.jobs.asset_fields import field_words, table_words, value_words
from ruralmap.jobs.asset_writing import Desk, write_events
from ruralmap.jobs.collector import collector_paused
from ruralmap.jobs.locking import sole_writer
from ruralmap.jobs.result_file import write_result
from ruralmap.registry.history import read_chronicle
from ruralmap.registry.kept import claim_rows, read_state
from ruralmap.registry.store import has_history, reading, writing
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ruralmap.assets.changes import Change, State
    from ruralmap.assets.chronicle import Batch, Chronicle
    from ruralmap.jobs.author import Author
    from ruralmap.workspace import Workspace

ADOPT: Final = "adopt"
_HEAD: Final = re.compile(r"([0-9]+)[:：]([0-9a-f]{8,64})")


@dataclass(frozen=True, eq=False)
class Audit:
    """
    What an audit found (审计结果).

    `known` are the heads that the chain was held against, `behind` the edits that no event tells of,
    `adopted` the batch that took them in.
    """

    workspace: Workspace
    verdict: Verdict
    known: frozenset[Head]
    behind: list[Change]
    adopted: Batch | None
    lang: Language

    @property
    def sentences(self) -> list[str]:
        """What was found, the worst first."""
        said = []
        verdict, lang = self.verdict, self.lang
        if verdict.broken_at is not None:
            words = {"number": verdict.broken_at, "length": verdict.head.length}
            said.append(say("asset_history.audit.broken", lang, **words))
        for head in verdict.lost:
            digest = head.digest[:12]
            said.append(say("asset_history.audit.lost", lang, length=head.length, digest=digest))
        if verdict.is_sound:
            words = {"length": verdict.head.length, "known": len(self.known)}
            said.append(say("asset_history.audit.sound", lang, **words))
        if not self.behind:
            said.append(say("asset_history.audit.no_strays", lang))
        else:
            said.append(say("asset_history.audit.strays", lang, count=len(self.behind)))
            said.append(self._what_now())
        return said

    @property
    def table(self) -> tuple[list[str], list[list[object]]]:
        """The edits behind the chain, a line a field: header, rows."""
        names = ("table", "record", "field", "before", "after")
        header = [say(f"asset_history.column.{name}", self.lang) for name in names]
        return header, [row for change in self.behind for row in _rows(change, self.lang)]

    def as_json(self) -> dict[str, object]:
        """
        Give the audit as one object, for programs.

        Returns
        -------
        result
            `sound`, `head`, `broken_at`, `lost` heads, the edits `behind` the chain, and the batch `adopted`.
        """
        verdict = self.verdict
        return {
            "county": self.workspace.county.name,
            "sound": verdict.is_sound,
            "head": {"length": verdict.head.length, "hash": verdict.head.digest},
            "broken_at": verdict.broken_at,
            "lost": [{"length": head.length, "hash": head.digest} for head in verdict.lost],
            "known_heads": len(self.known),
            "behind": [change._asdict() for change in self.behind],
            "adopted": self.adopted.batch if self.adopted else None,
        }

    def _what_now(self) -> str:
        """Say what became of the edits, or what to do with them."""
        if self.adopted is None:
            return say("asset_history.audit.adopt_hint", self.lang)
        count, batch = self.adopted.events, self.adopted.batch
        return say("asset_history.audit.adopted", self.lang, count=count, batch=batch)


def audit(
    workspace: Workspace, *, heads: Sequence[str] = (), adopt: Author | None = None, lang: Language = "zh"
) -> Audit:
    """
    Verify the history of the registry, and find edits that it does not tell of.

    Parameters
    ----------
    workspace
        The county's folder.
    heads
        Heads that exports, packs and backups carry, `LENGTH:HASH`; those of exports that the registry itself
        noted are held against the chain as well.
    adopt
        Who takes in the edits behind the chain as events; nobody unless given.
    lang
        The language.

    Returns
    -------
    audit
        What was found.

    Raises
    ------
    UsageError
        If a head is not written as one.
    RegistryError
        If there is no registry, or edits should be adopted into a chain that is not sound.
    SurroundingsError
        If it is locked or cannot be opened.
    """
    given = [_head(text) for text in heads]
    if not has_history(workspace.registry):
        raise RegistryError(say_both("registry.not_found", path=workspace.registry))
    if adopt is None:
        with collector_paused(), reading(workspace.registry) as connection:
            known, found = read_chronicle(connection), read_state(connection)
            return _found(workspace, known, found, given, lang)
    with collector_paused(), sole_writer(workspace), writing(workspace.registry) as connection:
        known, found = read_chronicle(connection), read_state(connection)
        report = _found(workspace, known, found, given, lang)
        if not report.verdict.is_sound:
            raise RegistryError(say_both("asset_history.audit.not_adopted"))
        if not report.behind:
            return report
        desk = Desk(workspace, connection, known, found)
        batch = write_events(desk, ADOPT, adopt, [(change, Source()) for change in report.behind])
        claim_rows(connection)
        return replace(report, adopted=batch)


def write_audit(report: Audit, path: str | Path) -> None:
    """
    Write an audit as the file's ending says.

    Parameters
    ----------
    report
        The audit.
    path
        Where it shall stand: .xlsx, .csv or .json.

    Raises
    ------
    UsageError
        If the ending is another.
    OutputError
        If the file is open in an office program, or the disk does not allow it.
    """
    header, rows = report.table
    lang = report.lang
    mark = say("registry.simulated_mark", lang) if report.workspace.county.simulated else ""
    about = [[mark + report.workspace.county.name], *([line] for line in report.sentences)]
    write_result(
        path,
        sheets=lambda: [
            Sheet(say("asset_history.sheet.audit", lang), about, widths={0: 100.0}),
            Sheet(
                say("asset_history.sheet.strays", lang), [header, *rows], widths={1: 24.0, 3: 24.0, 4: 24.0}
            ),
        ],
        table=lambda: [header, *rows],
        record=report.as_json,
    )


def _found(
    workspace: Workspace, known: Chronicle, found: State, given: Sequence[Head], lang: Language
) -> Audit:
    """Hold chain and tables against each other; a chain that breaks off tells up to there."""
    heads = frozenset([*given, *(Head(one.length, one.head) for one in known.exports)])
    verdict = verify(known.events, heads)
    sound = known.events[: verdict.head.length]
    try:
        state = replay(sound)
    except LookupError as fault:
        # Sound hashes over an event that fits nothing: whoever wrote it had this program's help.
        verdict = verdict._replace(broken_at=fault.args[0])
        state = replay(sound[: fault.args[0] - 1])
    return Audit(workspace, verdict, heads, strays(state, found), None, lang)


def _head(text: str) -> Head:
    """Read a head as exports, packs and backups write it."""
    matched = _HEAD.fullmatch(text.strip().lower())
    if matched is None:
        raise UsageError(say_both("asset_history.audit.head_form", found=text))
    return Head(int(matched[1]), matched[2])


def _rows(change: Change, lang: Language) -> list[list[object]]:
    """Lay an edit out a line a field."""
    table, key, before, after = change
    place = [table_words(table, lang), key]
    if before is None or after is None:
        said = say(f"asset_history.{'gone' if after is None else 'entered'}", lang)
        return [[*place, say("asset_history.record", lang), "", said]]
    return [
        [
            *place,
            field_words(table, name, lang),
            value_words(table, name, before.get(name), lang),
            value_words(table, name, value, lang),
        ]
        for name, value in after.items()
    ]
