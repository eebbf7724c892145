"""Tables of the chain, of matching and of work relief as sheets, CSV and JSON: fen become 元, codes words."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from ruralmap.files.workbook import NumberStyle, Sheet
from ruralmap.rules.records import plain_rows
from ruralmap.schema.gravity import GRAVITY
from ruralmap.schema.money import FEN_PER_YUAN
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from ruralmap.workspace import Workspace

_GAP: Final = "　"
# Columns that hold words of ours, and where these stand in the catalogues.
_WORDS: Final = {
    "level": "maps.level",
    "channel": "maps.channel",
    "asset_class": "maps.class",
    "run_state": "maps.state",
    "stage": "funds.account",
    "state": "chain.state",
    "zone_state": "chain.zone",
}
_SHARES: Final = ("money_share", "need_share", "of_fiscal", "of_gov")
_TEXT: Final = ("object", "str", "string")
_WIDE: Final = {"doc": 22, "project": 26, "asset": 26, "place": 22, "reason": 26}


def marks_of(
    workspace: Workspace, title: str, lang: Language, *, trial: bool = False
) -> tuple[str, str, str]:
    """
    Say what stands above every sheet.

    Parameters
    ----------
    workspace
        The county's folder.
    title
        What the workbook is.
    lang
        The language.
    trial
        Whether the lists are those of another county's policy (套用试算).

    Returns
    -------
    notes
        The title; the marks and the date; the unit.
    """
    county = workspace.county
    marks = [say(f"zones.{mark}", lang) for mark in applied_marks(workspace, trial=trial)]
    marks += [say("zones.internal", lang), say("zones.as_of", lang, date=county.as_of)]
    return title, _GAP.join(marks), say("chain.unit_yuan", lang)


def applied_marks(workspace: Workspace, *, trial: bool) -> tuple[str, ...]:
    """
    Say which marks every product carries: trial use, simulated data.

    Parameters
    ----------
    workspace
        The county's folder.
    trial
        Whether the lists are those of another county's policy.

    Returns
    -------
    marks
        Messages of the catalogue `zones`.
    """
    marks = (("trial", trial), ("simulated", workspace.county.simulated))
    return tuple(mark for mark, holds in marks if holds)


def table_of(frame: pd.DataFrame, lang: Language) -> list[list[object]]:
    """
    Write a frame as an office reads it.

    Parameters
    ----------
    frame
        Columns of the catalogue `chain.column`; amounts in fen end in `_fen`.
    lang
        The language.

    Returns
    -------
    rows
        The header, then one list a row: amounts in 元, codes of ours in words, nothing where it is missing.
    """
    header: list[object] = [say(f"chain.column.{name}", lang) for name in frame.columns]
    return [
        header,
        *([_cell(name, value, lang) for name, value in row.items()] for row in plain_rows(frame)),
    ]


def _cell(name: str, value: object, lang: Language) -> object:
    """Write one value: fen as 元, a code of ours as its words."""
    if value is None:
        return None
    if name.endswith("_fen"):
        return Decimal(int(str(value))) / FEN_PER_YUAN
    if name == "reason":
        return say(f"findings.{value}.title" if value in GRAVITY else f"chain.state.{value}", lang)
    return say(f"{_WORDS[name]}.{value}", lang) if name in _WORDS else value


def sheet_of(name: str, frame: pd.DataFrame, notes: tuple[str, ...], lang: Language) -> Sheet:
    """
    Lay a frame out as a sheet.

    Parameters
    ----------
    name
        The name of the sheet.
    frame
        As for `table_of`.
    notes
        What stands above it.
    lang
        The language.

    Returns
    -------
    sheet
        The sheet, one header row.
    """
    styles: dict[int, NumberStyle] = {}
    for place, column in enumerate(frame.columns):
        if column.endswith("_fen") or column == "ratio":
            styles[place] = "money"
        elif column in _SHARES:
            styles[place] = "percent"
        elif str(frame[column].dtype) not in _TEXT and column != "year":
            styles[place] = "integer"
    widths = {place: _WIDE.get(column, 14) for place, column in enumerate(frame.columns)}
    return Sheet(name, table_of(frame, lang), notes=notes, widths=widths, styles=styles)


def about_sheet(lines: Sequence[tuple[str, object]], notes: tuple[str, ...], lang: Language) -> Sheet:
    """
    Lay out the sheet that says what a workbook rests on (说明).

    Parameters
    ----------
    lines
        What is said of what; an amount of money is a `Decimal` in 元.
    notes
        What stands above it.
    lang
        The language.

    Returns
    -------
    sheet
        The sheet.
    """
    header = (say("chain.item", lang), say("chain.text", lang))
    texts = [(item, f"{value:,.2f}" if isinstance(value, Decimal) else value) for item, value in lines]
    return Sheet(say("chain.about", lang), [header, *texts], notes=notes, widths={0: 24, 1: 100})


def records_of(frame: pd.DataFrame) -> list[dict[str, object]]:
    """
    Write a frame for programs: amounts in fen, codes as they are.

    Parameters
    ----------
    frame
        Any frame of text and numbers.

    Returns
    -------
    records
        One a row; nothing where a value is missing.
    """
    return [dict(row) for row in plain_rows(frame)]
