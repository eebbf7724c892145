"""What a batch from elsewhere would change (导入预览), and writing it: the whole batch or nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from ruralmap.assets.staging import Fate, Weighed, weigh
from ruralmap.errors import ConservationError, RegistryError
from ruralmap.jobs.asset_fields import field_words, table_words, value_words
from ruralmap.jobs.asset_writing import at_desk, write_batch
from ruralmap.jobs.collector import collector_paused
from ruralmap.registry.kept import read_state
from ruralmap.registry.store import has_history, reading
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from ruralmap.assets.chain import Source
    from ruralmap.assets.changes import Change, State
    from ruralmap.assets.chronicle import Batch
    from ruralmap.jobs.author import Author
    from ruralmap.jobs.offers import Offered
    from ruralmap.workspace import Workspace

FATES: Final[tuple[Fate, ...]] = ("new", "changed", "known", "conflict", "aside")
_LINE_COLUMNS: Final = ("file", "sheet", "row", "table", "asset_id", "asset", "record", "fate", "why")
_FIELD_COLUMNS: Final = (
    "file", "sheet", "row", "table", "asset_id", "asset", "field", "before", "after",
)  # fmt: skip


class Line(NamedTuple):
    """
    What becomes of a row of a file (逐行结果).

    `changes` are what it brings, of its own record and of the asset it is about; `why` says in words why it
    waits, or what of it was not taken.
    """

    source: Source
    table: str
    key: str
    asset_id: str
    asset: str
    fate: Fate
    why: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, eq=False)
class Staging:
    """
    What a batch would change, or did (导入结果).

    `batch` is missing until it is written, and where there is nothing to write.
    """

    workspace: Workspace
    kind: str
    offered: Offered
    lines: tuple[Line, ...]
    batch: Batch | None
    lang: Language

    @property
    def changes(self) -> list[tuple[Change, Source]]:
        """What is to be written, in order, and where each was read."""
        return [(change, line.source) for line in self.lines for change in line.changes]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows have each fate, those ignored as `ignored`; they add up to the rows of the files."""
        found: dict[str, int] = {fate: sum(line.fate == fate for line in self.lines) for fate in FATES}
        return {**found, "ignored": self.offered.ignored}

    @property
    def summary(self) -> tuple[list[str], list[list[object]]]:
        """The counts for the screen: header, rows."""
        rows: list[list[object]] = [
            [self._said(f"fate.{fate}"), count] for fate, count in self.counts.items()
        ]
        rows.append([self._said("fate.rows"), self.offered.rows])
        return [self._said("column.fate"), self._said("column.rows")], rows

    @property
    def fields(self) -> tuple[list[str], list[list[object]]]:
        """Fields of known records that change: header, rows."""
        rows = [row for line in self.lines for change in line.changes for row in self._fields(line, change)]
        return [self._said(f"column.{name}") for name in _FIELD_COLUMNS], rows

    @property
    def table(self) -> tuple[list[str], list[list[object]]]:
        """All rows: header, rows."""
        rows = [self._row(line) for line in self.lines]
        return [self._said(f"column.{name}") for name in _LINE_COLUMNS], rows

    @property
    def sentence(self) -> str:
        """What was done, or what is to be done."""
        if self.batch is not None:
            return self._said("done", batch=self.batch.batch, count=self.batch.events)
        count = len(self.changes)
        return self._said("preview", count=count) if count else self._said("nothing")

    def as_json(self) -> dict[str, object]:
        """
        Give the result as one object, for programs.

        Returns
        -------
        result
            `rows`, their `counts` by fate, the `lines`, the `remarks`, and the `batch` where one was written.
        """
        return {
            "county": self.workspace.county.name,
            "simulated": self.workspace.county.simulated,
            "as_of": self.workspace.county.as_of,
            "kind": self.kind,
            "batch": self.batch and self.batch.batch,
            "rows": self.offered.rows,
            "counts": self.counts,
            "lines": [
                {
                    **line.source._asdict(),
                    "table": line.table,
                    "key": line.key,
                    "asset_id": line.asset_id,
                    "fate": line.fate,
                    "why": line.why,
                    "changes": [change._asdict() for change in line.changes],
                }
                for line in self.lines
            ],
            "remarks": [{**one.source._asdict(), "text": one.text} for one in self.offered.remarks],
        }

    def _said(self, key: str, **words: object) -> str:
        return say(f"asset_staging.{key}", self.lang, **words)

    def _row(self, line: Line) -> list[object]:
        """Lay a line out."""
        table = table_words(line.table, self.lang) if line.table else ""
        return [
            *line.source, table, line.asset_id, line.asset, line.key,
            self._said(f"fate.{line.fate}"), line.why,
        ]  # fmt: skip

    def _fields(self, line: Line, change: Change) -> list[list[object]]:
        """Lay the fields of a change of a known record out."""
        if change.before is None or change.after is None:
            return []
        place = [*line.source, table_words(change.table, self.lang), line.asset_id, line.asset]
        return [
            [
                *place,
                field_words(change.table, name, self.lang),
                value_words(change.table, name, change.before[name], self.lang),
                value_words(change.table, name, value, self.lang),
            ]
            for name, value in change.after.items()
        ]


@dataclass(frozen=True, eq=False)
class Plan:
    """
    What shall be held against the registry, and how (导入方案).

    `kind` is that of the batch. `judge` says what becomes of each row that is offered, in order, given what
    the registry holds; `on` from which day the registry says so (ISO text), else the workspace's date.
    """

    kind: str
    offered: Offered
    judge: Callable[[State], list[Line]]
    on: Callable[[Staging], str] | None = None


@collector_paused()
def stage(workspace: Workspace, plan: Plan, *, accepted_by: Author | None, lang: Language) -> Staging:
    """
    Hold rows against the registry, and write the batch if it was accepted.

    Parameters
    ----------
    workspace
        The county's folder.
    plan
        What the files offer, and how it is held against the registry.
    accepted_by
        Who writes; without anybody nothing is written.
    lang
        The language.

    Returns
    -------
    staging
        What would change, or did. A batch that changes nothing leaves no trace.

    Raises
    ------
    RegistryError
        If there is no registry, or it is damaged, or was edited behind its chain.
    SurroundingsError
        If it is locked, read-only or cannot be opened, or the disk is full.
    ConservationError
        If a row went missing: a fault of ours.
    """
    if not has_history(workspace.registry):
        raise RegistryError(say_both("registry.not_found", path=workspace.registry))
    if accepted_by is None:
        with reading(workspace.registry) as connection:
            state = read_state(connection)
        return _staged(workspace, plan, state, lang)
    with at_desk(workspace) as desk:
        staging = _staged(workspace, plan, desk.state, lang)
        if not staging.changes:
            return staging
        day = plan.on(staging) if plan.on else None
        return replace(staging, batch=write_batch(desk, plan.kind, accepted_by, staging.changes, on=day))


def line_of(weighed: Weighed, lang: Language) -> Line:
    """
    Say what becomes of a row.

    Parameters
    ----------
    weighed
        The row, held against the registry.
    lang
        The language.

    Returns
    -------
    line
        Without the name of the asset.
    """
    offer, fate, why, apart, change = weighed
    fields = "、".join(field_words(offer.table, name, lang) for name in apart)
    asset = str(offer.fields.get("asset_id", ""))
    text = say(f"asset_staging.why.{why}", lang, fields=fields) if why else ""
    changes = (change,) if change else ()
    return Line(offer.source, offer.table, offer.key, asset, "", fate, text, changes)


def import_rows(
    workspace: Workspace,
    offered: Offered,
    *,
    accepted_by: Author | None = None,
    lang: Language = "zh",
) -> Staging:
    """
    Take a ledger from elsewhere into the registry (导入台账).

    Rows are matched by the key of their table. Of a known record only what the file says otherwise changes; a
    blank cell changes nothing, and nothing is taken off.

    Parameters
    ----------
    workspace
        The county's folder.
    offered
        What the files offer.
    accepted_by
        Who writes; without anybody it is a preview.
    lang
        The language.

    Returns
    -------
    staging
        What would change, or did.

    Raises
    ------
    RegistryError
        If there is no registry, or it is damaged, or was edited behind its chain.
    SurroundingsError
        If it is locked, read-only or cannot be opened, or the disk is full.
    """

    def judge(state: State) -> list[Line]:
        return [line_of(one, lang) for one in weigh(offered.offers, state, replaces=True)]

    return stage(workspace, Plan("import", offered, judge), accepted_by=accepted_by, lang=lang)


def _staged(workspace: Workspace, plan: Plan, state: State, lang: Language) -> Staging:
    """Put the rows that were set aside beside the others, name the assets, and see that no row is missing."""
    offered = plan.offered
    aside = [Line(one.source, "", one.raw, "", "", "aside", one.why) for one in offered.aside]
    assets = state.get("assets", {})
    named = [
        line._replace(asset=str(assets.get(line.asset_id, {}).get("asset", ""))) for line in plan.judge(state)
    ]
    counted = len(named) + len(aside) + offered.ignored
    if counted != offered.rows:
        raise ConservationError(say_both("asset_staging.rows_lost", counted=counted, given=offered.rows))
    return Staging(workspace, plan.kind, offered, (*named, *aside), None, lang)
