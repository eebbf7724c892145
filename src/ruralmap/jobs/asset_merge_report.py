"""What taking ledgers back came to (回收结果)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from ruralmap.assets.chain import Source
    from ruralmap.assets.changes import Change, State
    from ruralmap.assets.choices import Refused
    from ruralmap.assets.chronicle import Batch, Chronicle
    from ruralmap.assets.merging import Conflict, Spot
    from ruralmap.assets.returned import Hearing
    from ruralmap.assets.taking import Ground
    from ruralmap.jobs.asset_files import ReturnedFile


@dataclass(frozen=True, eq=False)
class MergeReport:
    """
    What a merge came to (回收结果).

    `changes` were written, by what they rest on, `chosen` those that settle conflicts; `before` is the
    registry before, `state` after, and `known` its past with this merge in it.
    """

    path: Path
    files: Sequence[ReturnedFile]
    passed_over: Sequence[str]
    hearing: Hearing
    changes: Sequence[tuple[Ground, Sequence[tuple[Change, Source]]]]
    chosen: Sequence[tuple[Change, Source]]
    settled: int
    refused: Sequence[Refused]
    batches: Sequence[Batch]
    before: State
    state: State
    known: Chronicle

    @property
    def conflicts(self) -> Mapping[Spot, Conflict]:
        """Those that are open."""
        return self.known.conflicts

    def as_json(self) -> dict[str, object]:
        """
        Say what a merge came to.

        Returns
        -------
        record
            What JSON can say.
        """
        made = [change for _, changes in self.changes for change, _ in changes]
        twins = sum(one.code == "twin" for one in self.hearing.aside)
        return {
            "files": [one.name for one in self.files],
            "passed_over": list(self.passed_over),
            "rows": sum(len(one.rows) for one in self.files),
            "heard": len(self.hearing.heard),
            "unchanged": len(self.hearing.unchanged),
            "set_aside": len(self.hearing.aside) - twins,
            "twins": twins,
            "new": sum(change.before is None for change in made),
            "changed": sum(change.before is not None and change.after is not None for change in made),
            "removed": sum(change.after is None for change in made),
            "settled": self.settled,
            "refused_choices": len(self.refused),
            "conflicts": len(self.conflicts),
            "batches": [one.batch for one in self.batches],
        }
