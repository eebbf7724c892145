"""What the last workbook about the returns still tells (上次的回收情况): choices and rows that wait."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ruralmap.files.sheets import read_sheets
from ruralmap.jobs.asset_choice_sheet import read_choices
from ruralmap.schema.marks import as_text
from ruralmap.words.catalogue import LANGUAGES, say

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from ruralmap.assets.choices import Choice
    from ruralmap.schema.grid import RawSheet

_ROW: Final = 2  # the column that numbers the row of the file


@dataclass(frozen=True, eq=False)
class Memory:
    """
    What waits since earlier merges (待处理).

    `pending` are choices that were not given to the tool, by mark; `rows` those of the sheets of rows set
    aside and of suspected twins, by the sheet's entry in the catalogue.
    """

    pending: Mapping[str, Choice] = field(default_factory=dict)
    rows: Mapping[str, Sequence[list[object]]] = field(default_factory=dict)


def read_memory(path: Path, files: Collection[str]) -> Memory:
    """
    Read the last workbook, which is about to be written anew.

    Parameters
    ----------
    path
        The workbook; there may be none.
    files
        The files that are taken back now: what was told of them is told anew.

    Returns
    -------
    memory
        Rows that the office deleted are done with.

    Raises
    ------
    LayerError
        If there is a workbook that cannot be read: what waits in it would be lost.
    """
    if not path.is_file():
        return Memory()
    sheets = read_sheets(path)
    pending = {choice.mark: choice for choice in read_choices(sheets, path.name) or ()}
    return Memory(pending, {name: _rows_of(sheets, name, files) for name in ("aside", "twins")})


def _rows_of(sheets: Sequence[RawSheet], name: str, files: Collection[str]) -> list[list[object]]:
    """Read the rows of a sheet that are of other files."""
    titles = {say(f"asset_rounds.sheet.{name}", lang) for lang in LANGUAGES}
    headers = [say("asset_rounds.columns.aside", lang).split("|") for lang in LANGUAGES]
    found: list[list[object]] = []
    for sheet in sheets:
        texts = [[as_text(cell) for cell in row] for row in sheet.rows]
        first = next((place for place, row in enumerate(texts) if row[: len(headers[0])] in headers), None)
        if sheet.name in titles and first is not None:
            found += [
                [
                    int(text) if text.isdecimal() and place == _ROW else text or None
                    for place, text in enumerate(row)
                ]
                for row in texts[first + 1 :]
                if row[0] and row[0] not in files
            ]
    return found
