"""The workbook that a township gets (下发工作簿): records with a mark each, drop-downs, instructions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ruralmap.assets.columns import ACTION, ACTIONS, ADDED, CONFIRMED
from ruralmap.assets.marks import CLEARED, HEADER, mark_of, write_mark
from ruralmap.files.workbook import Sheet
from ruralmap.schema.tables import TABLES
from ruralmap.schema.written import NO, YES, title_of, written
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ruralmap.assets.chain import Head
    from ruralmap.assets.changes import State
    from ruralmap.assets.parts import Part
    from ruralmap.files.workbook import NumberStyle
    from ruralmap.schema.columns import Column
    from ruralmap.workspace import Workspace

_SPARE_ROWS: Final = 100  # for new assets; a township gets a few dozen a year
_FROZEN: Final = 2  # number and name stay in sight
_NARROWEST: Final = 9  # characters
_WIDEST: Final = 30
_WIDE: Final = 2  # columns that a Chinese character takes
_STYLES: Final[dict[str, NumberStyle]] = {"money": "money", "number": "number", "integer": "rank"}
_ABOUT: Final = ("what", "fill", "remove", "new", "free", "never", "return")


@dataclass(frozen=True, eq=False)
class Sending:
    """
    An export under way (下发): the registry as it stands and where its chain ends, and who hands it out.

    `by` is the one to whom it is returned.
    """

    workspace: Workspace
    head: Head
    state: State
    by: str

    def mark(self, part: Part, table: str, key: str) -> str:
        """
        Mark a record.

        Parameters
        ----------
        part
            The part that it is sent with.
        table
            Its table.
        key
            Its key.

        Returns
        -------
        text
            The text of the hidden cell.
        """
        return write_mark(mark_of(self.head, part.code, table, key))


def part_sheets(sending: Sending, part: Part, name: str, *, lang: Language) -> list[Sheet]:
    """
    Lay a part out as a workbook.

    Parameters
    ----------
    sending
        The export.
    part
        The part.
    name
        What its township is called.
    lang
        The language of the instructions; the headers are Chinese, by them the sheet is read back.

    Returns
    -------
    sheets
        The instructions, then a sheet a table.
    """
    return [
        instructions(sending, part, name, lang=lang),
        *(_records(sending, part, table, name, lang=lang) for table in part.keys),
    ]


def titles_of(columns: Sequence[Column]) -> list[str]:
    """
    List the headers of an export.

    Parameters
    ----------
    columns
        The columns of a table.

    Returns
    -------
    titles
        Theirs, then those that every export has beside.
    """
    return [*map(title_of, columns), *ADDED]


def cells_of(sending: Sending, part: Part, table: str, key: str) -> list[object]:
    """
    Lay a record out as a row of an export.

    Parameters
    ----------
    sending
        The export.
    part
        The part that it is sent with.
    table
        Its table.
    key
        Its key.

    Returns
    -------
    cells
        As `titles_of`.
    """
    fields = sending.state[table][key]
    cells = [written(fields.get(column.name), column) for column in TABLES[table].columns]
    return [*cells, *(None for _ in ADDED[1:]), sending.mark(part, table, key)]


def choices_of(column: Column) -> tuple[str, ...]:
    """
    List what may be chosen in a column.

    Parameters
    ----------
    column
        The column.

    Returns
    -------
    choices
        With the word that empties it, where it may be empty; none for a column of another kind.
    """
    offered = (YES, NO) if column.kind == "flag" else column.choices if column.kind == "choice" else ()
    return (*offered, CLEARED) if offered and not column.filled else offered


def marks_text(workspace: Workspace, lang: Language) -> str:
    """
    Say what must stand on every sheet.

    Parameters
    ----------
    workspace
        The county's folder.
    lang
        The language.

    Returns
    -------
    text
        Internal use, and that data are simulated where they are.
    """
    names = ["internal", *(["simulated"] if workspace.county.simulated else [])]
    return " · ".join(say(f"asset_rounds.{name}", lang) for name in names)


def _records(sending: Sending, part: Part, table: str, name: str, *, lang: Language) -> Sheet:
    """Lay out the records of one table, with empty rows for new ones."""
    columns = TABLES[table].columns
    titles = titles_of(columns)
    rows: list[Sequence[object]] = [titles]
    rows += [cells_of(sending, part, table, key) for key in part.keys[table]]
    choices = {place: choices_of(column) for place, column in enumerate(columns)}
    choices |= {titles.index(ACTION): ACTIONS, titles.index(CONFIRMED): (YES,)}
    county = sending.workspace.county
    heading = say(
        "asset_rounds.export.heading",
        lang,
        county=county.name,
        part=name,
        as_of=county.as_of,
        marks=marks_text(sending.workspace, lang),
    )
    return Sheet(
        TABLES[table].zh,
        rows,
        notes=(heading,),
        choices={place: offered for place, offered in choices.items() if offered},
        widths=_widths(rows),
        styles={place: _STYLES.get(column.kind, "text") for place, column in enumerate(columns)},
        frozen_columns=_FROZEN,
        hidden_columns=frozenset({titles.index(HEADER)}),
        spare_rows=_SPARE_ROWS,
    )


def _widths(rows: Sequence[Sequence[object]]) -> dict[int, float]:
    """Make columns as wide as their longest cell, within limits."""
    longest = (
        max(_WIDE * len(str(cell)) for cell in column if cell is not None)
        for column in zip(*rows, strict=True)
    )
    return {place: min(max(one + 1, _NARROWEST), _WIDEST) for place, one in enumerate(longest)}


def instructions(sending: Sending, part: Part, name: str, *, lang: Language) -> Sheet:
    """
    Say what the workbook is and how it is filled in, and of which state of the registry it was made.

    Parameters
    ----------
    sending
        The export.
    part
        The part.
    name
        What its township is called.
    lang
        The language.

    Returns
    -------
    sheet
        An item a row.
    """
    county = sending.workspace.county
    values = {
        "county": county.name,
        "part": name,
        "as_of": county.as_of,
        "rows": part.rows,
        "by": sending.by,
    }
    rows: list[list[object]] = [[say(f"asset_rounds.about.{one}", lang) for one in ("item", "content")]]
    rows += [
        [say(f"asset_rounds.about.{one}", lang), say(f"asset_rounds.about.{one}_text", lang, **values)]
        for one in _ABOUT
    ]
    facts = {
        "marks": marks_text(sending.workspace, lang),
        "length": str(sending.head.length),
        "digest": sending.head.digest,
    }
    rows += [[say(f"asset_rounds.about.{one}", lang), fact] for one, fact in facts.items()]
    heading = say("asset_rounds.export.heading", lang, **values, marks=marks_text(sending.workspace, lang))
    return Sheet(say("asset_rounds.export.sheet", lang), rows, notes=(heading,), widths={0: 24, 1: 100})
