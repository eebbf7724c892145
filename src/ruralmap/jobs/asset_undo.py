"""Take a batch back (撤销批次): by a new batch, which says what it could not take back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ruralmap.assets.chain import Source
from ruralmap.assets.undo import undo
from ruralmap.errors import UsageError
from ruralmap.jobs.asset_fields import field_words, table_words
from ruralmap.jobs.asset_writing import at_desk, write_batch
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from ruralmap.assets.chronicle import Batch
    from ruralmap.assets.undo import Kept
    from ruralmap.jobs.author import Author
    from ruralmap.workspace import Workspace

UNDO: Final = "undo"


@dataclass(frozen=True)
class Undoing:
    """What an undo did: the batch that was taken back, the one that did it, and what stayed."""

    undone: str
    batch: Batch
    kept: tuple[Kept, ...]
    lang: Language

    @property
    def sentence(self) -> str:
        """What was done."""
        words = {"batch": self.undone, "count": self.batch.events, "new": self.batch.batch}
        return say("asset_history.undo.done", self.lang, **words)

    @property
    def table(self) -> tuple[list[str], list[list[object]]]:
        """What was changed since and stayed: header, rows."""
        header = [say(f"asset_history.column.{name}", self.lang) for name in ("table", "record", "field")]
        rows: list[list[object]] = [
            [table_words(one.table, self.lang), one.key, field]
            for one in self.kept
            for field in self._fields(one)
        ]
        return header, rows

    def as_json(self) -> dict[str, object]:
        """
        Give the undo as one object, for programs.

        Returns
        -------
        result
            The batch `undone`, the new `batch`, its `events`, and what was `kept`.
        """
        return {
            "undone": self.undone,
            "batch": self.batch.batch,
            "events": self.batch.events,
            "kept": [one._asdict() for one in self.kept],
        }

    def _fields(self, one: Kept) -> list[str]:
        """Name the fields that stayed."""
        named = [field_words(one.table, name, self.lang) for name in one.fields]
        return named or [say("asset_history.undo.record_kept", self.lang)]


def undo_batch(workspace: Workspace, batch: str, author: Author, *, lang: Language = "zh") -> Undoing:
    """
    Take a batch back as far as nobody changed since what it wrote.

    Parameters
    ----------
    workspace
        The county's folder.
    batch
        Its number, such as `B000012`.
    author
        Who undoes it, when and why.
    lang
        The language.

    Returns
    -------
    undoing
        What was done, and what stayed.

    Raises
    ------
    UsageError
        If there is no such batch, or nothing of it can be taken back.
    RegistryError
        If there is no registry, or it is damaged, or was edited behind its chain.
    SurroundingsError
        If it is locked, read-only or cannot be opened, or the disk is full.
    """
    with at_desk(workspace) as desk:
        names = [one.batch for one in desk.known.batches]
        if batch not in names:
            raise UsageError(
                say_both("asset_history.unknown_batch", batch=batch, known="、".join(names[-5:]))
            )
        done = undo((one.change for one in desk.known.events if one.batch == batch), desk.state)
        if not done.changes:
            raise UsageError(say_both("asset_history.undo.nothing", batch=batch))
        written = write_batch(desk, UNDO, author, [(change, Source()) for change in done.changes])
    return Undoing(batch, written, tuple(done.kept), lang)
