"""A sheet as it was read: rows of cells, where they began, and which cells were merged."""

from __future__ import annotations

from dataclasses import dataclass

Cell = object
MergedRange = tuple[int, int, int, int]


@dataclass(frozen=True)
class RawSheet:
    """
    One sheet of a workbook, or the whole of a CSV file (工作表).

    `rows` hold cells as typed: text, number, truth, date, or empty text. `first_row` and `first_column` are
    where the first cell of the first row stands, counted from 0, so that a finding can name the row that the
    office's program shows. `merges` are (first row, first column, last row, last column), counted from 0 over
    the whole sheet. `encoding` is how a CSV file was decoded, empty for a workbook.
    """

    name: str
    rows: list[list[Cell]]
    first_row: int = 0
    first_column: int = 0
    merges: tuple[MergedRange, ...] = ()
    hidden: bool = False
    encoding: str = ""

    def row_number(self, position: int) -> int:
        """
        Say which row the office's program shows for a row of this sheet.

        Parameters
        ----------
        position
            The row's position in `rows`, counted from 0.

        Returns
        -------
        row
            Counted from 1.
        """
        return self.first_row + position + 1
