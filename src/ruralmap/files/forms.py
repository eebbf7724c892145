"""Sheets that are filed (报表): a title, who fills them in and in which unit, a frame, who signs."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

# What is wider than its place is written smaller, not cut off.
_LINE: Final = {"valign": "vcenter", "num_format": "@", "shrink": True}
_TITLE: Final = _LINE | {"bold": True, "font_size": 16, "align": "center"}
_TITLE_HEIGHT: Final = 30  # points
FORM_LINE_HEIGHT: Final = 18
# Characters; the head and the foot of a page hold 255 each, commands counted, and an `&` counts twice.
_LONGEST_RUNNING: Final = 110
# Eight points; the blank keeps a text that begins with a digit apart from that number.
_SMALL: Final = "&8 "


@dataclass(frozen=True)
class Form:
    """
    What makes a sheet a form (报表).

    `title` stands over all columns; below it `caption` (填报单位, 单位, 填报时间), and below the table `foot`
    (填表人, 审核人, 联系电话): each of its texts has a part of the width, as equal as the columns allow. The
    cells are framed. With `one_page` all of it is printed on one page, so that nobody signs below an empty
    table. Where there is a `running` text (截至, 模拟数据) every printed page has it at its head, and the
    title and its number at its foot.
    """

    title: str
    caption: tuple[str, ...]
    foot: tuple[str, ...]
    one_page: bool = False
    running: str = ""

    @property
    def head_rows(self) -> int:
        """How many rows stand above the notes."""
        return 2


def write_form(page: Any, book: Any, form: Form, *, widths: Sequence[float], last_row: int) -> None:  # noqa: ANN401
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
    widths
        The widths of the table's columns, in characters; at least one.
    last_row
        The last row of the table, from 0.
    """
    title = book.add_format(_TITLE)
    page.set_row(0, _TITLE_HEIGHT)
    _over(page, (0, 0, len(widths) - 1), form.title, title)
    _in_parts(page, book, (1, widths), form.caption)
    _in_parts(page, book, (last_row + 1, widths), form.foot)
    if form.one_page:
        page.fit_to_pages(1, 1)
    if form.running:
        page.set_header(f"&R{_running_text(form.running)}")
        page.set_footer(f"&L{_running_text(form.title)}&C&P / &N")


def _running_text(text: str) -> str:
    """Write a text small, cut to what a page has room for; an `&` is doubled, alone it commands."""
    cut = text if len(text) <= _LONGEST_RUNNING else f"{text[: _LONGEST_RUNNING - 1]}…"
    return _SMALL + cut.replace("&", "&&")


def _in_parts(page: Any, book: Any, place: tuple[int, Sequence[float]], texts: tuple[str, ...]) -> None:  # noqa: ANN401
    """Write texts side by side, the first to the left, the last to the right."""
    row, widths = place
    page.set_row(row, FORM_LINE_HEIGHT)
    shown = texts if len(widths) >= len(texts) else ("　".join(texts),)
    ends = parts_of(widths, len(shown))
    for number, (text, first, last) in enumerate(zip(shown, [0, *ends], ends, strict=False)):
        side = "left" if number == 0 else "right" if number == len(shown) - 1 else "center"
        _over(page, (row, first, last - 1), text, book.add_format(_LINE | {"align": side}))


def parts_of(widths: Sequence[float], parts: int) -> list[int]:
    """
    Part columns into groups that are as equally wide as whole columns allow.

    Parameters
    ----------
    widths
        The widths of the columns.
    parts
        How many groups; no more than there are columns.

    Returns
    -------
    ends
        After how many columns each group ends; each has one at least.
    """
    reached = list(accumulate(widths))
    ends: list[int] = []
    for number in range(1, parts):
        share = reached[-1] * number / parts
        within = sum(one <= share for one in reached)
        least, most = (ends[-1] if ends else 0) + 1, len(widths) - (parts - number)
        ends.append(min(max(within, least), most))
    return [*ends, len(widths)]


def _over(page: Any, place: tuple[int, int, int], text: str, style: Any) -> None:  # noqa: ANN401 - no types
    """Write a text over several columns of a row."""
    row, first, last = place
    if last > first:
        page.merge_range(row, first, row, last, "", style)
    page.write_string(row, first, text, style)
