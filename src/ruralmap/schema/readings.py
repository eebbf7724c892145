"""One column of a sheet, read (读列): its values, and what could not be taken as it stands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from ruralmap.schema.cells import ParsedCells, as_series, parse_cells, spread
from ruralmap.schema.gravity import finding
from ruralmap.schema.identity import mask_identity
from ruralmap.schema.marks import Parsed, as_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from ruralmap.schema.columns import Column
    from ruralmap.schema.finding import Finding
    from ruralmap.schema.headers import HeaderCell


# Rows turned into columns together: their cells stay within the processor's reach.
_AT_ONCE: Final = 512


@dataclass(frozen=True)
class Body:
    """
    The data rows of a sheet (数据行).

    `rows` hold the cells; those of CSV may end early. `numbers` are the rows as the office's program counts
    them; `typed` is false for CSV, whose text a spreadsheet may have rewritten. `positions` are the columns
    that are read.
    """

    rows: Sequence[Sequence[object]]
    numbers: Sequence[int]
    table: str
    file: str
    sheet: str
    typed: bool = True
    positions: tuple[int, ...] = ()

    def cells(self, place: HeaderCell) -> Sequence[object]:
        """
        Take one column's cells.

        Parameters
        ----------
        place
            The column, one of those that are read.

        Returns
        -------
        cells
            One for each row.
        """
        return self._columns[place.position]

    @cached_property
    def _columns(self) -> dict[int, list[object]]:
        """Turn rows into columns, some rows at a time: a column over all rows would fetch each anew."""
        columns: dict[int, list[object]] = {position: [] for position in self.positions}
        width = max(self.positions, default=0) + 1
        # Of one position a getter gives the cell itself, of several a row of cells: the first is taken again.
        take = itemgetter(*self.positions, 0)
        for start in range(0, len(self.rows), _AT_ONCE):
            block = self.rows[start : start + _AT_ONCE]
            whole = [row if len(row) >= width else [*row, *[""] * (width - len(row))] for row in block]
            for column, cells in zip(columns.values(), zip(*map(take, whole), strict=True), strict=False):
                column.extend(cells)
        return columns

    def found(self, code: str, **values: object) -> Finding:
        """
        Make a finding that stands in this sheet.

        Parameters
        ----------
        code
            The finding's kind.
        **values
            Its other fields, and what fills its texts.

        Returns
        -------
        finding
            The finding.
        """
        return finding(code, self.table, file=self.file, sheet=self.sheet, **values)


@dataclass(frozen=True)
class Reading:
    """
    A column as read.

    `series` is indexed by the position of the row. `unusable` names the problem of each row whose cell has
    something that could not be used, by position.
    """

    series: pd.Series
    findings: tuple[Finding, ...]
    unusable: Mapping[int, str]


def read_column(body: Body, column: Column, places: Sequence[HeaderCell]) -> Reading:
    """
    Read a column; where a sheet has it twice under one name, both must say the same.

    Parameters
    ----------
    body
        The sheet's data rows.
    column
        The column of the dictionary.
    places
        Where the sheet has it: one place, or several with the same header.

    Returns
    -------
    reading
        Its values and findings.
    """
    place = places[0]
    cells = body.cells(place)
    parsed = parse_cells(cells, column, unit=place.unit, typed=body.typed)
    findings = _of_units(body, column, place, parsed)
    series, faulty = spread(parsed.values, parsed.places, column), dict(parsed.faulty)
    values = parsed.results if places[1:] else []
    for other in places[1:]:
        again = parse_cells(body.cells(other), column, unit=other.unit, typed=body.typed)
        contradicted = _agree(values, again.results)
        series = as_series(values, column)
        faulty |= {position: Parsed(None, "header_twice_differs") for position in contradicted}
        findings.append(
            body.found("header_twice", column=place.text, rows=len(contradicted), title=column.zh)
        )
    for position, item in sorted(faulty.items()):
        raw, row = text_found(cells[position], column), body.numbers[position]
        findings.append(
            body.found(item.problem, row=row, column=place.text, raw=raw, note=item.note, title=column.zh)
        )
    missing = series.isna().to_numpy()
    unusable = {position: item.problem for position, item in faulty.items() if missing[position]}
    return Reading(series, tuple(findings), unusable)


def _agree(values: list[object], others: list[object]) -> list[int]:
    """Fill gaps from a second column of one name; where the two contradict each other, nothing is left."""
    contradicted = []
    for position, (one, other) in enumerate(zip(values, others, strict=True)):
        if one is None or other is None or one == other:
            values[position] = other if one is None else one
        else:
            values[position] = None
            contradicted.append(position)
    return contradicted


def text_found(cell: object, column: Column | None = None) -> str:
    """
    Show a cell as it was found; an identity number is masked.

    Parameters
    ----------
    cell
        The cell.
    column
        Its column, if it has one.

    Returns
    -------
    text
        What stood there.
    """
    text = cell if isinstance(cell, str) else as_text(cell)
    return mask_identity(text) if column is not None and column.kind == "identity" else text


def mark_grave(findings: Sequence[Finding], rows: Mapping[int, str]) -> list[Finding]:
    """
    Raise the gravity of what cost a row its place.

    Parameters
    ----------
    findings
        A compulsory column's findings.
    rows
        The rows set aside, with the reason.

    Returns
    -------
    findings
        The same, those that are the reason being errors.
    """
    return [
        item._replace(severity="error") if item.row is not None and rows.get(item.row) == item.code else item
        for item in findings
    ]


def _of_units(body: Body, column: Column, place: HeaderCell, parsed: ParsedCells) -> list[Finding]:
    """Report units of money that a title states, or that differ within the column."""
    if column.kind != "money":
        return []
    usual = column.unit.partition("/")[0]
    unit = place.unit or usual
    findings = []
    if place.unit_from_title and unit != usual:
        findings.append(body.found("unit_from_title", column=place.text, unit=unit))
    own = {name: count for name, count in sorted(parsed.units.items()) if name != unit}
    if own:
        others = ", ".join(f"{name} × {count}" for name, count in own.items())
        findings.append(
            body.found("units_mixed", column=place.text, unit=unit, others=others, rows=sum(own.values()))
        )
    return findings
