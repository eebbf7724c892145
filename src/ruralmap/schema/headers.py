"""Where a sheet's header is and which column each header means (表头识别): by name, never by position."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ruralmap.schema.aliases import (
    IGNORED_HEADERS,
    AliasIndex,
    Meaning,
    meaning_of,
    money_unit_in,
    plain_header,
    propose,
)
from ruralmap.schema.marks import as_text

if TYPE_CHECKING:
    from ruralmap.schema.grid import RawSheet

# A title, the office, the date, a remark: a header does not begin further down.
_DEEPEST_HEADER: Final = 30
_MOST_HEADER_ROWS: Final = 3
_RANK_CONFIRMED: Final = -1  # a person's answer goes before every name but the column's own
_RANK_OWN_NAME: Final = 0

# A sheet's confirmed answers: plain header to canonical column, empty text for 不导入.
Confirmed = Mapping[str, str]


@dataclass(frozen=True)
class HeaderCell:
    """One column of a sheet: its place, its header as typed, and what the header means."""

    position: int
    text: str
    column: str = ""
    rank: int = 0
    unit: str = ""
    unit_from_title: bool = False


@dataclass(frozen=True)
class HeaderMatch:
    """
    A sheet's header: where it stands and what it says.

    `used` maps each canonical column to the places that hold it: one place, or several under exactly the same
    name. `surplus` are places whose column another, better-named place already gives; `refused` are places to
    which a person gave a column that another place bears in its own header.
    """

    first: int = 0
    depth: int = 0
    cells: tuple[HeaderCell, ...] = ()
    used: Mapping[str, tuple[HeaderCell, ...]] = field(default_factory=dict)
    surplus: tuple[HeaderCell, ...] = ()
    refused: tuple[HeaderCell, ...] = ()

    @property
    def body(self) -> int:
        """Position of the first row below the header."""
        return self.first + self.depth

    def missing(self, index: AliasIndex) -> tuple[str, ...]:
        """
        Name the required columns that the header does not give.

        Parameters
        ----------
        index
            The table's names.

        Returns
        -------
        missing
            Chinese titles, in the table's order.
        """
        columns = index.table.columns
        return tuple(column.zh for column in columns if column.required and column.name not in self.used)

    def unknown(self) -> tuple[HeaderCell, ...]:
        """
        List the headers that mean nothing to the tool.

        Returns
        -------
        unknown
            In the sheet's order, without serial numbers and columns a person said not to import.
        """
        return tuple(
            cell
            for cell in self.cells
            if cell.text
            and not cell.column
            and cell.rank >= 0
            and plain_header(cell.text) not in IGNORED_HEADERS
        )


def find_header(sheet: RawSheet, index: AliasIndex, confirmed: Confirmed) -> HeaderMatch:
    """
    Find the header of a sheet: the one to three rows that name most of the table's columns.

    Parameters
    ----------
    sheet
        The sheet as read.
    index
        The table's names.
    confirmed
        What a person has answered for this sheet's headers.

    Returns
    -------
    match
        The best header; one without columns if no row names any.
    """
    above = _filled_top(sheet)
    required = sum(column.required for column in index.table.columns)
    best, best_score = HeaderMatch(), (0, 0, 0)
    for first in range(len(above)):
        if best.used and first >= best.body and not best.missing(index):
            break  # what follows a whole header is data
        names_columns = False
        for depth in range(1, min(_MOST_HEADER_ROWS, len(above) - first) + 1):
            if depth > 1 and not _is_split(above, first, depth, index=index, confirmed=confirmed):
                break
            match = _match(above, first, depth, index=index, confirmed=confirmed)
            names_columns = bool(match.used) if depth == 1 else names_columns
            # A tie goes to the deeper header, which knows its groups, unless that begins with a mere title.
            preferred = depth if names_columns else -depth
            score = (len(match.used), required - len(match.missing(index)), preferred)
            if match.used and score > best_score:
                best, best_score = match, score
    return best


def likely_column(cell: HeaderCell, match: HeaderMatch, index: AliasIndex) -> str:
    """
    Propose a column for an unknown header, unless the sheet already gives that column.

    Parameters
    ----------
    cell
        The unknown header.
    match
        The sheet's header.
    index
        The table's names.

    Returns
    -------
    title
        The column's Chinese title; empty if there is no likely one.
    """
    name = propose(cell.text.rsplit("/", 1)[-1], index)
    return index.table.column(name).zh if name and name not in match.used else ""


def _filled_top(sheet: RawSheet) -> list[list[str]]:
    """Take the text of a sheet's top rows, each merged range filled with what it shows."""
    rows = sheet.rows[:_DEEPEST_HEADER]
    width = max(map(len, rows), default=0)
    top = [[as_text(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    for first_row, first_column, last_row, last_column in sheet.merges:
        row, column = first_row - sheet.first_row, first_column - sheet.first_column
        if 0 <= row < len(top) and 0 <= column < width:
            for line in top[row : last_row - sheet.first_row + 1]:
                for place in range(column, min(last_column - sheet.first_column + 1, width)):
                    line[place] = top[row][column]
    return top


def _is_split(
    above: list[list[str]], first: int, depth: int, *, index: AliasIndex, confirmed: Confirmed
) -> bool:
    """
    Tell whether the next row still belongs to the header.

    It does if, under every header already known, it is empty or repeats it (a merged cell), and if it names
    something itself. A row of data has values under the known headers.
    """
    upper, lower = above[first + depth - 2], above[first + depth - 1]
    (groups,) = _carried_right([upper, lower])
    names_something = False
    for position, text in enumerate(lower):
        over = groups[position]
        alone = text not in {"", over} and not _is_group(upper, lower, position)
        if alone and _meaning(upper[position], index, confirmed):
            return False
        known = _meaning(text, index, confirmed) or _meaning(over + text, index, confirmed)
        names_something = names_something or (text not in {"", over} and bool(known))
    return names_something


def _is_group(upper: list[str], lower: list[str], position: int) -> bool:
    """Tell whether a name stands over several columns: the next cell of its row is empty, or repeats it."""
    before = upper[position - 1] if position else ""
    after, below = (row[position + 1] if position + 1 < len(row) else "" for row in (upper, lower))
    own = upper[position]
    return (bool(own) and own == before) or (bool(below) and after in {"", own})


def _match(
    above: list[list[str]], first: int, depth: int, *, index: AliasIndex, confirmed: Confirmed
) -> HeaderMatch:
    """Look up every column of a header of one to three rows."""
    rows = above[first : first + depth]
    groups = _carried_right(rows)
    cells = []
    for position in range(len(rows[0])):
        levels = [row[position] for row in [*groups, rows[-1]] if row[position]]
        levels = [text for place, text in enumerate(levels) if place == 0 or text != levels[place - 1]]
        cell = _cell(position, levels, index=index, confirmed=confirmed)
        cells.append(_with_unit(cell, levels[:-1], above[:first], index=index))
    return _choose(first, depth, tuple(cells))


def _carried_right(rows: list[list[str]]) -> list[list[str]]:
    """Carry a group's name over the blanks to its right that have a name below: CSV has no merged cells."""
    carried = []
    for row, below in itertools.pairwise(rows):
        line: list[str] = []
        for text, lower in zip(row, below, strict=True):
            line.append(text or (line[-1] if line and lower else ""))
        carried.append(line)
    return carried


def _cell(position: int, levels: list[str], *, index: AliasIndex, confirmed: Confirmed) -> HeaderCell:
    """Look one column up: as a person saw it in 列对照, by its lowest name, by all levels joined."""
    shown = "/".join("".join(text.split()) for text in levels)
    for text in dict.fromkeys([shown, *levels[-1:], "".join(levels)]):
        known = _meaning(text, index, confirmed)
        if known:
            return HeaderCell(position, shown, known.column, known.rank, known.unit)
    return HeaderCell(position, shown)


def _meaning(text: str, index: AliasIndex, confirmed: Confirmed) -> Meaning | None:
    """Say what a header means: a person's answer first, then the names."""
    answer = confirmed.get(plain_header(text)) if text else None
    if answer is not None:
        known = meaning_of(text, index)
        if known and known.column == answer:
            rank = _RANK_OWN_NAME if known.rank == _RANK_OWN_NAME else _RANK_CONFIRMED
            return Meaning(answer, rank, known.unit)
        return Meaning(answer, _RANK_CONFIRMED, money_unit_in(text))
    return meaning_of(text, index) if text else None


def _with_unit(
    cell: HeaderCell, groups: list[str], titles: list[list[str]], *, index: AliasIndex
) -> HeaderCell:
    """Give a column of money the unit that its group, or the sheet's title, states."""
    if cell.unit or not cell.column or index.table.column(cell.column).kind != "money":
        return cell
    for group in reversed(groups):
        if money_unit_in(group):
            return HeaderCell(cell.position, cell.text, cell.column, cell.rank, money_unit_in(group))
    for row in reversed(titles):
        units = [money_unit_in(text) for text in _titles_over(row, cell.position)]
        for unit in filter(None, units):
            return HeaderCell(cell.position, cell.text, cell.column, cell.rank, unit, unit_from_title=True)
    return cell


def _titles_over(row: list[str], position: int) -> list[str]:
    """List what a row above the header says of one column: what stands over it, else of the whole sheet."""
    texts = list(dict.fromkeys(filter(None, row)))
    general = [text for text in texts if "单位" in text or len(texts) == 1]
    return [row[position], *general]


def _choose(first: int, depth: int, cells: tuple[HeaderCell, ...]) -> HeaderMatch:
    """
    Choose the places of each column: the best name wins, the same name twice shares.

    A person's answer wins too, unless the sheet has the column under its very own name: a slip in the
    pick-list must not put remarks in the place of household numbers.
    """
    by_column: dict[str, list[HeaderCell]] = {}
    for cell in cells:
        if cell.column:
            by_column.setdefault(cell.column, []).append(cell)
    used: dict[str, tuple[HeaderCell, ...]] = {}
    surplus: list[HeaderCell] = []
    refused: list[HeaderCell] = []
    for column, found in by_column.items():
        owned = any(place.rank == _RANK_OWN_NAME for place in found)
        slips = [place for place in found if owned and place.rank == _RANK_CONFIRMED]
        places = [place for place in found if place not in slips]
        refused.extend(slips)
        best = min(place.rank for place in places)
        used[column] = tuple(place for place in places if place.rank == best)
        surplus.extend(place for place in places if place.rank != best)
    return HeaderMatch(first, depth, cells, used, _in_order(surplus), _in_order(refused))


def _in_order(cells: list[HeaderCell]) -> tuple[HeaderCell, ...]:
    return tuple(sorted(cells, key=lambda cell: cell.position))
