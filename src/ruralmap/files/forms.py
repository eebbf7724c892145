"""Sheets that are filed (报表): a title, who fills them in and in which unit, a frame, who signs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

_TITLE: Final = {"bold": True, "font_size": 16, "align": "center", "valign": "vcenter", "num_format": "@"}
_LINE: Final = {"valign": "vcenter", "num_format": "@"}
_TITLE_HEIGHT: Final = 30  # points
FORM_LINE_HEIGHT: Final = 18


@dataclass(frozen=True)
class Form:
    """
    What makes a sheet a form (报表).

    `title` stands over all columns; below it `caption` (填报单位, 单位, 填报时间), and below the table `foot`
    (填表人, 审核人, 联系电话): each of its texts has an equal part of the width. The cells are framed. With
    `one_page` all of it is printed on one page, so that nobody signs below an empty table.
    """

    title: str
    caption: tuple[str, ...]
    foot: tuple[str, ...]
    one_page: bool = False

    @property
    def head_rows(self) -> int:
        """How many rows stand above the notes."""
        return 2


def write_form(page: Any, book: Any, form: Form, *, columns: int, last_row: int) -> None:  # noqa: ANN401 - no types
    """
    Write the title and the caption at the top of a page, and the foot below its table.

    Parameters
    ----------
    page
        The worksheet of xlsxwriter.
    book
        Its workbook.
    form
        What to write.
    columns
        How many columns the table has, at least one.
    last_row
        The last row of the table, from 0.
    """
    title = book.add_format(_TITLE)
    page.set_row(0, _TITLE_HEIGHT)
    _over(page, (0, 0, columns - 1), form.title, title)
    _in_parts(page, book, (1, columns), form.caption)
    _in_parts(page, book, (last_row + 1, columns), form.foot)
    if form.one_page:
        page.fit_to_pages(1, 1)


def _in_parts(page: Any, book: Any, place: tuple[int, int], texts: tuple[str, ...]) -> None:  # noqa: ANN401
    """Write texts side by side, the first to the left, the last to the right."""
    row, columns = place
    page.set_row(row, FORM_LINE_HEIGHT)
    shown = texts if columns >= len(texts) else ("　".join(texts),)
    for number, text in enumerate(shown):
        first, last = (columns * step // len(shown) for step in (number, number + 1))
        side = "left" if number == 0 else "right" if number == len(shown) - 1 else "center"
        _over(page, (row, first, last - 1), text, book.add_format(_LINE | {"align": side}))


def _over(page: Any, place: tuple[int, int, int], text: str, style: Any) -> None:  # noqa: ANN401 - no types
    """Write a text over several columns of a row."""
    row, first, last = place
    if last > first:
        page.merge_range(row, first, row, last, "", style)
    page.write_string(row, first, text, style)
