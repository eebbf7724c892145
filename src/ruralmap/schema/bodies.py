"""Which rows below a header are data, and which are totals, footers, numbering or nothing (非数据行)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from ruralmap.schema.aliases import plain_header
from ruralmap.schema.marks import as_text, is_blank, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ruralmap.schema.columns import Table
    from ruralmap.schema.headers import HeaderMatch

RowKind = Literal["data", "blank", "total", "footer", "header", "numbering"]

_TOTAL: Final = re.compile(r"^.{0,12}(合计|小计|总计|共计|累计)(数)?(\([^()]*\))?:?$")
_FOOTER: Final = re.compile(
    r"^(填表|填报|制表|编制|审核|复核|校核|审批|经办|负责|单位负责|分管|主管|主要|联系|报送|统计)"
    r"(人|单位|部门|领导|电话|方式|日期|时间|负责人)*(签字|签章|盖章)?(\([^()]*\))?:"
    r"|^(注|备注|说明|附注|日期|电话|盖章|单位)\d?(\([^()]*\))?[:.、]|^\((公章|盖章|签章)\)"
)
_NUMBERING: Final = "甲乙丙丁戊己庚辛"
_FEWEST_NUMBERED: Final = 3
_DIGITS: Final = frozenset("0123456789")


def classify_rows(rows: Sequence[Sequence[object]], match: HeaderMatch, table: Table) -> list[RowKind]:
    """
    Tell data from the other rows that an office's sheet has below its header.

    A row with an identifier of its own is data whatever else it says; a total (合计、小计) and a footer
    (填表人、审核人) have none.

    Parameters
    ----------
    rows
        The rows below the header.
    match
        The header.
    table
        The table they belong to.

    Returns
    -------
    kinds
        One for each row, in order.
    """
    headers = {cell.position: plain_header(cell.text.rsplit("/", 1)[-1]) for cell in match.cells if cell.text}
    kinds: list[RowKind] = ["data"] * len(rows)
    unknown = list(range(len(rows)))
    for place in _identifier_places(match, table):
        cells = ((number, rows[number][place] if place < len(rows[number]) else "") for number in unknown)
        # Most identifiers end in a digit, and no total, footer or mark for nothing does.
        doubtful = {
            number: cell
            for number, cell in cells
            if not (isinstance(cell, str) and cell[-1:] in _DIGITS and cell.isascii())
        }
        nothing = {cell for cell in set(doubtful.values()) if _is_no_identifier(cell, headers.get(place, ""))}
        unknown = [number for number, cell in doubtful.items() if cell in nothing]
    for number in unknown:
        kinds[number] = _kind_without_identifier(rows[number], headers)
    if rows and _is_numbering(rows[0]):
        kinds[0] = "numbering"
    return kinds


def _identifier_places(match: HeaderMatch, table: Table) -> tuple[int, ...]:
    """List the columns that identify a row: text or codes that must be filled."""
    names = [
        column.name
        for column in table.columns
        if column.filled and column.kind in {"text", "code", "identity"} and column.name in match.used
    ]
    return tuple(cell.position for name in names for cell in match.used[name])


def _is_no_identifier(cell: object, header: str) -> bool:
    """Tell whether a cell of an identifying column identifies nothing."""
    if is_blank(cell):
        return True
    text = plain(as_text(cell))
    return bool(_TOTAL.match(text) or _FOOTER.match(text)) or plain_header(text) == header


def _kind_without_identifier(row: Sequence[object], headers: dict[int, str]) -> RowKind:
    """Say what a row without an identifier is; one that is nothing known stays data, to be set aside."""
    texts = {place: plain(as_text(cell)) for place, cell in enumerate(row) if not is_blank(cell)}
    if not texts:
        return "blank"
    if any(_TOTAL.match(text) for text in texts.values()):
        return "total"
    if _FOOTER.match(next(iter(texts.values()))):
        return "footer"
    again = sum(plain_header(text) == headers.get(place) for place, text in texts.items())
    return "header" if again * 2 > len(texts) else "data"


def _is_numbering(row: Sequence[object]) -> bool:
    """Tell whether the row under the header only numbers the columns: 甲 乙 1 2 3, or (1) (2) (3)."""
    texts = [plain(as_text(cell)).strip("()") for cell in row if as_text(cell)]
    digits = [text for text in texts if text not in _NUMBERING]
    return len(texts) >= _FEWEST_NUMBERED and digits == [str(number + 1) for number in range(len(digits))]
