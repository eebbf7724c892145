"""The sheet 明细 of a rule: every row counted or not, how much it adds, why, and where it was read."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ruralmap.files.workbook import Sheet
from ruralmap.jobs.policy_phrases import column_words, filter_words, rows_words
from ruralmap.rules.evidence_rows import COUNTED, DOUBTFUL, FAILS, NO_PART, SOURCE, WHYS
from ruralmap.rules.records import plain_rows
from ruralmap.words.catalogue import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from ruralmap.files.workbook import NumberStyle
    from ruralmap.jobs.policy_phrases import Speaker
    from ruralmap.rules.evidence_rows import Ledger
    from ruralmap.schema.vocabulary import Level

    Sources = Mapping[str, pd.DataFrame]

_COLUMNS: Final = (
    "table",
    "key",
    "unit",
    "township_code",
    "village_code",
    "item",
    "above",
    "above_value",
    "below",
    "below_value",
    "why",
    "file",
    "sheet",
    "row",
)
_WIDTHS: Final = (12, 22, 18, 11, 14, 30, 8, 13, 8, 13, 44, 24, 10, 8)
_AMOUNTS: Final = (7, 9)
# The columns that formulas name.
_UNIT, _TOWNSHIP, _VILLAGE = "C", "D", "E"
_SIDES: Final = {"above": ("G", "H"), "below": ("I", "J")}
_PLACE: Final[dict[Level, str]] = {"township": _TOWNSHIP, "village": _VILLAGE}
# Units of a level are told apart by so many rows each: a formula then names its own rows alone.
_MANY_UNITS: Final = 300
NOTES: Final = 3


@dataclass(frozen=True, eq=False)
class Block:
    """
    Rows of one ledger on a sheet (明细段): the first and the last row, counted from 1 as programs do.

    `level` is that of the units which the rows were read for; `own` says where each unit's rows stand, where
    there are many units.
    """

    sheet: str
    first: int
    last: int
    level: Level
    sides: tuple[str, ...]
    own: Mapping[int, tuple[int, int]] | None

    def total(self, side: str, level: Level, code: str, place: int) -> str:
        """
        Add up the rows of a unit that count.

        Parameters
        ----------
        side
            `above` or `below`.
        level
            The level of the unit.
        code
            Its code.
        place
            Its place in the order of codes.

        Returns
        -------
        text
            A part of a formula; `0` where no row is the unit's.
        """
        first, last = (self.first, self.last) if self.own is None else self.own.get(place, (0, 0))
        if not first:
            return "0"
        flag, value = (f"'{self.sheet}'!${column}${first}:${column}${last}" for column in _SIDES[side])
        if level in {"county", "province"}:
            return f"SUMIFS({value},{flag},1)"
        column = _UNIT if self.level == level else _PLACE[level]
        whose = f"'{self.sheet}'!${column}${first}:${column}${last}"
        return f'SUMIFS({value},{flag},1,{whose},"{code}")'


@dataclass(eq=False)
class RowSheet:
    """
    The sheet of a rule while it is filled (明细表).

    Rows that several comparisons or levels share are written once; `divided` says whether any amount has
    parts of a unit.
    """

    name: str
    speaker: Speaker
    sources: Sources
    rows: list[list[object]] = field(default_factory=list)
    left: dict[str, int] = field(default_factory=dict)
    divided: bool = False
    _blocks: dict[object, Block | None] = field(default_factory=dict)

    def block(self, ledger: Ledger, level: Level, codes: Sequence[str]) -> Block | None:
        """
        Write the rows of a ledger, if they are not there yet.

        Parameters
        ----------
        ledger
            The rows.
        level
            The level of the units that they were read for.
        codes
            The units' codes, in order.

        Returns
        -------
        block
            Where they stand; missing where there are none.
        """
        shared = ledger.key and not ledger.distinct and level in {"county", "township", "village"}
        key: object = (ledger.key, ledger.rows) if shared else id(ledger)
        if key not in self._blocks:
            self._blocks[key] = self._write(ledger, level, codes)
        return self._blocks[key]

    def _write(self, ledger: Ledger, level: Level, codes: Sequence[str]) -> Block | None:
        """Write the rows of a ledger below those that stand there."""
        frame = self._with_sources(ledger)
        if ledger.left:
            table = rows_words(self.speaker, ledger.rows)
            self.left[table] = self.left.get(table, 0) + ledger.left
        if frame.empty:
            return None
        top = len(self.rows) + NOTES + 2
        table = rows_words(self.speaker, ledger.rows)
        reasons = _reasons(ledger, self.speaker)
        scales = dict(zip(("above", "below"), ledger.scales, strict=True))
        self.divided |= max(ledger.scales) > 1
        for row in plain_rows(frame):
            place = int(row["place"])
            told: list[object] = [table, row["key"], codes[place] if place >= 0 else None]
            told += [row["township"], row["village"], _item(row, ledger, self.speaker)]
            for side in ("above", "below"):
                absent = row[f"{side}_why"] == NO_PART
                amount = amount_cell(row[f"{side}_value"], scales[side])
                told += [None, None] if absent else [row[side], amount]
            self.rows.append([*told, reasons(row), *(_plain(row[name]) for name in SOURCE)])
        own = _own_rows(frame["place"].to_numpy(dtype=np.int64), top) if len(codes) > _MANY_UNITS else None
        return Block(self.name, top, top + len(frame) - 1, level, ledger.sides, own)

    def _with_sources(self, ledger: Ledger) -> pd.DataFrame:
        """Say of rows of the rosters where they were read: the linker laid several files together."""
        known = self.sources.get(ledger.rows)
        if known is None or ledger.frame.empty:
            return ledger.frame
        found = known.reindex(ledger.frame["key"])
        return ledger.frame.assign(**{name: found[name].to_numpy(dtype=object) for name in SOURCE})

    def sheet(self, notes: tuple[str, str]) -> Sheet:
        """
        Lay out the sheet.

        Parameters
        ----------
        notes
            The title, and the marks.

        Returns
        -------
        sheet
            With a line that says how many rows are not told one by one.
        """
        lang = self.speaker.lang
        counts = "；".join(
            say("workpaper.rows.left_count", lang, table=table, n=f"{n:,}") for table, n in self.left.items()
        )
        left = say("workpaper.rows.left", lang, counts=counts) if counts else say("workpaper.rows.all", lang)
        header = [say(f"workpaper.rows.{name}", lang) for name in _COLUMNS]
        style: NumberStyle = "money" if self.divided else "integer"
        styles = dict.fromkeys(_AMOUNTS, style)
        widths = dict(enumerate(_WIDTHS))
        return Sheet(self.name, [header, *self.rows], notes=(*notes, left), widths=widths, styles=styles)


def amount_cell(amount: Any, scale: int) -> object:  # noqa: ANN401 - a whole number of some kind
    """
    Write an amount in its unit.

    Parameters
    ----------
    amount
        In parts of the unit.
    scale
        How many parts make one.

    Returns
    -------
    cell
        A whole number, or an exact decimal.
    """
    return int(amount) if scale == 1 else Decimal(int(amount)) / scale


def _plain(cell: object) -> object:
    return None if cell is None or cell != cell else cell  # noqa: PLR0124 - NaN is not itself


def _own_rows(places: np.ndarray, top: int) -> dict[int, tuple[int, int]]:
    """Say where the rows of each unit stand; they stand together."""
    found, firsts, counts = np.unique(places, return_index=True, return_counts=True)
    return {
        place: (top + first, top + first + count - 1)
        for place, first, count in zip(found.tolist(), firsts.tolist(), counts.tolist(), strict=True)
    }


def _item(row: Mapping[str, Any], ledger: Ledger, speaker: Speaker) -> str | None:
    """Name the column that an amount was taken from, or the question that was asked."""
    if isinstance(row["item"], str):
        return column_words(speaker, ledger.rows, row["item"])
    if ledger.key == "" and row["above_part"] >= 0:
        return filter_words(speaker, ledger.parts[int(row["above_part"])], ledger.rows)
    return None


def _reasons(ledger: Ledger, speaker: Speaker) -> Any:  # noqa: ANN401 - a function of a row
    """Say of rows why they count or do not; each sentence is made once."""
    made: dict[tuple[int, int, str], str] = {}

    def one(row: Mapping[str, Any], side: str) -> str:
        why, part = int(row[f"{side}_why"]), int(row[f"{side}_part"])
        key = (why, part, side)
        if key not in made:
            text = filter_words(speaker, ledger.parts[part], ledger.rows) if part >= 0 else ""
            end = "_of" if text and why in {DOUBTFUL, FAILS} and ledger.key else ""
            made[key] = say(f"workpaper.why.{WHYS[why]}{end}", speaker.lang, text=text)
        return made[key]

    def both(row: Mapping[str, Any]) -> str:
        sides = [side for side in ("above", "below") if row[f"{side}_why"] != NO_PART]
        if all(row[f"{side}_why"] == COUNTED for side in sides):
            return one(row, sides[0]) if sides else ""
        if len(sides) == 1:
            return one(row, sides[0])
        return "；".join(
            say(f"workpaper.why.{side}", speaker.lang, text=one(row, side))
            for side in sides
            if row[f"{side}_why"] != COUNTED
        )

    return both
