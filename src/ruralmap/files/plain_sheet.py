"""A worksheet that takes cells as they are given (工作表), without the library's questions about each."""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell_fast
from xlsxwriter.worksheet import Worksheet


class PlainSheet(Worksheet):  # type: ignore[misc]  # xlsxwriter ships no types
    """
    A worksheet of xlsxwriter that writes the same bytes sooner.

    The library looks each formula through for thirty functions, and each attribute of each cell for what XML
    does not allow: here a `Formula` calls nothing that needs a prefix, and a place and a number are plain.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002, FBT001, FBT002
        """Leave out the sign at the front."""
        return formula.removeprefix("=")

    def _write_cell(self, row: int, column: int, cell: Any) -> None:  # noqa: ANN401 - no types
        """Write the XML of a text or a number, as the library does; it does all others."""
        kind = type(cell).__name__
        if cell.format is None or kind not in {"String", "Number"}:
            super()._write_cell(row, column, cell)
            return
        place = f'r="{xl_rowcol_to_cell_fast(row, column)}" s="{cell.format._get_xf_index()}"'  # noqa: SLF001
        if kind == "String":
            self.fh.write(f'<c {place} t="s"><v>{cell.string}</v></c>')
        else:
            self.fh.write(f"<c {place}><v>{cell.number:.16G}</v></c>")
