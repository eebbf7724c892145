"""Workbooks written for an office (写工作簿): codes stay text, the same content gives the same bytes."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from ruralmap.files.atomic import write_bytes
from ruralmap.files.cell_values import cell_value
from ruralmap.files.forms import FORM_LINE_HEIGHT, Form, write_form
from ruralmap.files.formulas import Formula
from ruralmap.files.plain_sheet import PlainSheet
from ruralmap.files.text_lines import lines_of_note, lines_of_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from ruralmap.schema.grid import MergedRange

NumberStyle = Literal[
    "text",
    "integer",
    "money",
    "wan",
    "number",
    "percent",
    "fine_percent",
    "signed_integer",
    "signed_money",
    "rank",
    "centred",
    "date",
]

_NUMBER_FORMATS: Final[dict[str, str]] = {
    "text": "@",
    "integer": "#,##0",
    "money": "#,##0.00",
    "wan": "#,##0.00####",
    "number": "General",
    "percent": "0.00%",
    # For a share that two digits would write as the line that it is not.
    "fine_percent": "0.00####%",
    "signed_integer": "+#,##0;-#,##0;0",
    "signed_money": "+#,##0.00;-#,##0.00;0.00",
    "rank": "0",
    "centred": "@",
    "date": "yyyy-mm-dd",
}
# A workbook stamps the time it was made; the same content must give the same bytes.
_CREATED: Final = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_LONGEST_PICK_LIST: Final = 255  # characters of a pick-list written in place; longer ones need cells
PICK_LIST_SHEET: Final = "选项"
_A4: Final = 9
_DEFAULT_WIDTH: Final = 14
_LINE_HEIGHT: Final = 15  # points
_TALLEST_ROW: Final = 405  # points; the format allows 409
_HEADER_COLOUR: Final = "#DDE7E3"
# Where a cell stands, words as numbers: a mark among numbers stands where these do.
_SIDES: Final[dict[str, str]] = {"text": "", "date": "center", "rank": "center", "centred": "center"}
_OF_WORDS: Final = frozenset({"text", "centred"})
# What an office program takes for the beginning of a formula when such a text is typed again.
_OF_FORMULAS: Final = frozenset({"=", "+", "-", "@"})


@dataclass(frozen=True)
class Sheet:
    """
    One sheet to write (工作表).

    `rows` hold the header rows first. Text is always written as text, also `=1+1` and
    `441624100001`; only a `Formula` is worked out. `None` and missing values are empty cells.
    `notes` are lines above the header, one row each (标题、填报单位). `merges` (first row, first
    column, last row, last column) count from 0 over `rows`, so notes do not shift them; a
    merged range shows its first cell. `choices` are pick-lists by column, `cell_choices` by row
    (of `rows`) and column; `widths` are in characters, `styles` are number formats by column,
    `cell_styles` those of single cells by row (of `rows`) and column; `frozen_columns` stay in
    sight when the sheet is moved sideways, as the header always does. `hidden_columns` hold what is for
    the tool alone; no row grows for them. `spare_rows` are empty rows below that get the pick-lists too.
    With a `form` the sheet is laid out to be filed, and has no filter.
    """

    name: str
    rows: Sequence[Sequence[object]]
    header_rows: int = 1
    notes: tuple[str, ...] = ()
    merges: tuple[MergedRange, ...] = ()
    choices: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    cell_choices: Mapping[tuple[int, int], tuple[str, ...]] = field(default_factory=dict)
    widths: Mapping[int, float] = field(default_factory=dict)
    styles: Mapping[int, NumberStyle] = field(default_factory=dict)
    cell_styles: Mapping[tuple[int, int], NumberStyle] = field(default_factory=dict)
    frozen_columns: int = 0
    hidden_columns: frozenset[int] = frozenset()
    spare_rows: int = 0
    hidden: bool = False
    form: Form | None = None

    @property
    def top(self) -> int:
        """How many rows stand above the header."""
        return len(self.notes) + (self.form.head_rows if self.form else 0)


def write_workbook(path: str | Path, sheets: Sequence[Sheet]) -> None:
    """
    Write a workbook that opens in WPS and Excel, atomically.

    Parameters
    ----------
    path
        Where it shall stand; the ending is .xlsx.
    sheets
        The sheets, in order; names of at most 31 characters, each once.

    Raises
    ------
    OutputError
        If the file is open in an office program, or the disk does not allow it.
    """
    write_bytes(path, workbook_bytes(sheets))


def workbook_bytes(sheets: Sequence[Sheet]) -> bytes:
    """
    Make a workbook's bytes; the same sheets give the same bytes.

    Parameters
    ----------
    sheets
        The sheets, in order.

    Returns
    -------
    content
        The bytes of an .xlsx file.
    """
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
        "nan_inf_to_errors": False,
    }
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"created": _CREATED.replace(tzinfo=None)})
    writer = _Writer(book)
    for sheet in sheets:
        writer.add(sheet)
    writer.finish()
    book.close()
    return buffer.getvalue()


class _Writer:
    """Holds an open workbook, its formats and the pick-lists that are too long to be written in place."""

    def __init__(self, book: Any) -> None:  # noqa: ANN401 - xlsxwriter ships no types
        self.book = book
        self.formats: dict[tuple[str, bool, bool, str], Any] = {}
        self.pick_lists: list[tuple[str, ...]] = []
        self.header = book.add_format(
            {
                "bold": True,
                "text_wrap": True,
                "border": 1,
                "align": "center",
                "valign": "vcenter",
                "bg_color": _HEADER_COLOUR,
                "num_format": "@",
            }
        )
        self.note = book.add_format({"bold": True, "num_format": "@"})
        self.form_note = book.add_format({"num_format": "@", "text_wrap": True, "valign": "vcenter"})

    def cell_format(self, style: str, *, quoted: bool = False, framed: bool = False, side: str = "") -> Any:  # noqa: ANN401 - no types
        """Give the format of a body cell, made once."""
        key = (style, quoted, framed, side)
        if key not in self.formats:
            made = self.book.add_format({"num_format": _NUMBER_FORMATS[style], "valign": "top"})
            if framed:
                made.set_border(1)
                made.set_align("vcenter")
            if style == "text":
                made.set_text_wrap()
            if side:
                made.set_align(side)
            if quoted:
                # Retyping such a cell in the office's program must not turn it into a formula either.
                made.set_quote_prefix()
            self.formats[key] = made
        return self.formats[key]

    def add(self, sheet: Sheet) -> None:
        """Write one sheet."""
        page = self.book.add_worksheet(sheet.name, worksheet_class=PlainSheet)
        top = sheet.top
        body = top + sheet.header_rows
        columns = max((len(row) for row in sheet.rows), default=0)
        widths = [sheet.widths.get(column, _DEFAULT_WIDTH) for column in range(columns)]
        for column, width in enumerate(widths):
            hidden = {"hidden": 1} if column in sheet.hidden_columns else None
            page.set_column(column, column, width, self.cell_format(sheet.styles.get(column, "text")), hidden)
        self._write_notes(page, sheet, columns)
        self._write_rows(page, sheet, widths)
        self._merge(page, sheet, top)
        self._offer_choices(page, sheet, top)
        last_row = top + len(sheet.rows) - 1
        _prepare_page(
            page, (body, sheet.frozen_columns), columns, last_row=body - 1 if sheet.form else last_row
        )
        if sheet.form:
            write_form(page, self.book, sheet.form, widths=widths, last_row=last_row)
        if sheet.hidden:
            page.hide()

    def _write_rows(self, page: Any, sheet: Sheet, widths: Sequence[float]) -> None:  # noqa: ANN401 - no types
        """Write the header and the body, each row as high as its longest text."""
        framed = sheet.form is not None
        plain: list[str] = [sheet.styles.get(column, "text") for column in range(len(widths))]
        top, own_styles = sheet.top, sheet.cell_styles
        # Excel fits wrapped rows when it opens a file; WPS and LibreOffice keep them at one line.
        height = FORM_LINE_HEIGHT if framed else _LINE_HEIGHT
        for position, row in enumerate(sheet.rows):
            header = position < sheet.header_rows
            measured = position >= sheet.header_rows - framed
            kept = header or framed
            lines = 1
            for column, value in enumerate(row):
                if value is None and not kept:
                    continue
                if measured and isinstance(value, str) and column not in sheet.hidden_columns:
                    lines = max(lines, lines_of_text(value, widths[column]))
                own = "header" if header else plain[column]
                if own_styles and not header:
                    own = own_styles.get((position, column), own)
                self._write(page, (top + position, column), value, own, framed=framed)
            if lines > 1 or framed:
                page.set_row(top + position, min(lines * height, _TALLEST_ROW))

    def _write_notes(self, page: Any, sheet: Sheet, columns: int) -> None:  # noqa: ANN401 - no types
        """Write the lines above the header; those of a form over its whole width, none of it cut off."""
        width = sum(sheet.widths.get(column, _DEFAULT_WIDTH) for column in range(columns))
        for row, note in enumerate(sheet.notes, start=sheet.top - len(sheet.notes)):
            style = self.form_note if sheet.form else self.note
            if sheet.form and columns > 1:
                page.merge_range(row, 0, row, columns - 1, "", style)
                page.set_row(row, min(lines_of_note(note, width) * FORM_LINE_HEIGHT, _TALLEST_ROW))
            page.write_string(row, 0, note, style)

    def _offer_choices(self, page: Any, sheet: Sheet, top: int) -> None:  # noqa: ANN401 - no types
        """Give columns and single cells their pick-lists."""
        first, last = top + sheet.header_rows, top + len(sheet.rows) - 1 + sheet.spare_rows
        for column, choices in sheet.choices.items():
            if choices and last >= first:
                page.data_validation(first, column, last, column, self._pick_list(choices))
        for (position, column), choices in sheet.cell_choices.items():
            row = top + position
            page.data_validation(row, column, row, column, self._pick_list(choices))

    def finish(self) -> None:
        """Write the pick-lists that are too long to stand in place, on a hidden sheet."""
        if not self.pick_lists:
            return
        page = self.book.add_worksheet(PICK_LIST_SHEET)
        for column, choices in enumerate(self.pick_lists):
            for row, choice in enumerate(choices):
                page.write_string(row, column, choice)
        page.hide()

    def _write(
        self,
        page: Any,  # noqa: ANN401 - no types
        place: tuple[int, int],
        value: object,
        style: str,
        *,
        framed: bool = False,
    ) -> None:
        """Write one cell as what it is; text is never turned into anything else."""
        row, column = place
        if isinstance(value, Formula):
            # In a cell of text format an office program shows a formula instead of working it out.
            shown = self.cell_format(value.style or ("number" if style == "text" else style), framed=framed)
            page.write_formula(row, column, value.text, shown, value.cached)
            return
        ready = cell_value(value)
        if style == "header":
            page.write_string(row, column, "" if ready is None else str(ready), self.header)
        elif ready is None:
            if framed:
                page.write_blank(row, column, None, self.cell_format("text", framed=framed))
        elif isinstance(ready, str):
            quoted, side = ready[0] in _OF_FORMULAS, _SIDES.get(style, "right")
            shown = self.cell_format("text", quoted=quoted, framed=framed, side=side)
            page.write_string(row, column, ready, shown)
        elif isinstance(ready, bool):
            page.write_boolean(row, column, ready, self.cell_format("number", framed=framed))
        elif isinstance(ready, dt.date):
            shown = self.cell_format("date", framed=framed, side=_SIDES["date"])
            page.write_datetime(row, column, ready, shown)
        else:
            shown = "number" if style in _OF_WORDS else style
            shown = self.cell_format(shown, framed=framed, side=_SIDES.get(style, ""))
            page.write_number(row, column, ready, shown)

    def _merge(self, page: Any, sheet: Sheet, top: int) -> None:  # noqa: ANN401 - no types
        """Merge ranges; what stood in the first cell is shown over the whole of each."""
        for first_row, first_column, last_row, last_column in sheet.merges:
            value = cell_value(sheet.rows[first_row][first_column])
            header = first_row < sheet.header_rows
            style = self.header if header else self.cell_format("text")
            page.merge_range(top + first_row, first_column, top + last_row, last_column, "", style)
            if header:
                page.write_string(top + first_row, first_column, str(value or ""), style)
            else:
                self._write(page, (top + first_row, first_column), value, "text")

    def _pick_list(self, choices: tuple[str, ...]) -> dict[str, object]:
        """Describe a pick-list: in place if it is short, else by the cells that hold it."""
        if len(",".join(choices)) <= _LONGEST_PICK_LIST and not any("," in choice for choice in choices):
            return {"validate": "list", "source": list(choices)}
        if choices not in self.pick_lists:
            self.pick_lists.append(choices)
        name = xl_col_to_name(self.pick_lists.index(choices), col_abs=True)
        return {"validate": "list", "source": f"={PICK_LIST_SHEET}!{name}$1:{name}${len(choices)}"}


def _prepare_page(page: Any, frozen: tuple[int, int], columns: int, *, last_row: int) -> None:  # noqa: ANN401
    """Freeze the header, and make the sheet print on A4 across, header on each page."""
    body, _ = frozen
    page.freeze_panes(*frozen)
    page.set_paper(_A4)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.set_footer("&C&P / &N")
    if body:
        page.repeat_rows(0, body - 1)
    if columns and 0 < body <= last_row:
        page.autofilter(body - 1, 0, last_row, columns - 1)
