"""What a program leaves in a cell beside the value: wrappers, invisible marks, words for nothing."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Final, NamedTuple

# Digits that a spreadsheet's number keeps: beyond, the last ones are lost and cannot be won back.
EXACT_NUMBER: Final = 10**15
# What people write for "nothing": it is missing, never zero and never a name.
BLANK_MARKS: Final = frozenset(
    {
        "",
        "无",
        "暂无",
        "空",
        "/",
        "\\",
        "-",
        "--",
        "—",
        "——",
        "–",
        "－",
        "─",
        "N/A",
        "n/a",
        "null",
        "NULL",
        "None",
        "nan",
    }
)
_INVISIBLE: Final = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
_OPENING: Final = frozenset(" ='’‘`")
_UNSEEN: Final = re.compile(rf"[{_INVISIBLE}]")
_WRAPPER: Final = re.compile(r'^="([^"]*)"$')
_ERROR: Final = re.compile(r"^#(REF!|N/A|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|FIELD!|#+)$")
_SCIENTIFIC: Final = re.compile(r"^\d(\.\d+)?[eE]\+?\d{2}$")


class Parsed(NamedTuple):
    """
    A cell's value and what is wrong with it.

    `value` is None where the cell is empty or cannot be used; `problem` is a finding's code, empty where all
    is well; `note` is what the finding adds, or the unit that stood in the cell.
    """

    value: object
    problem: str = ""
    note: str = ""


BLANK: Final = Parsed(None)


def as_text(cell: object) -> str:
    """
    Take the text of a cell, without the wrappers and marks that programs put around it.

    `="4416…"`, a leading apostrophe, tabs, blanks of any width at the ends and invisible characters go; what
    stands inside stays as typed. A whole number has no decimal point.

    Parameters
    ----------
    cell
        A cell as read.

    Returns
    -------
    text
        The text; empty for an empty cell.
    """
    if isinstance(cell, str):
        # Tabs, blanks of other widths and invisible characters are what Python calls not printable.
        clean = cell.isprintable() and cell[:1] not in _OPENING and cell[-1:] != " "
        return cell if clean else _bare(cell)
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < EXACT_NUMBER else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ")
    return str(cell)


def plain_texts(cells: list[object]) -> list[object]:
    """
    Take cells as they stand if it can be seen at one glance that each is its own text.

    The glance is at all cells joined: `as_text` would change none of them, none says nothing, none is a
    formula, an error or a number that has lost its digits.

    Parameters
    ----------
    cells
        The distinct cells of a column.

    Returns
    -------
    texts
        The cells; None throughout if one of them, but for the empty one, has to be looked at by itself.
    """
    unread: list[object] = [None] * len(cells)
    texts = [cell for cell in cells if isinstance(cell, str) and cell != ""]
    if len(texts) + cells.count("") < len(cells) or not BLANK_MARKS.isdisjoint(texts):
        return unread
    joined = "".join(texts)
    firsts, lasts = {text[0] for text in texts}, {text[-1] for text in texts}
    odd = "E" in joined or "e" in joined or not joined.isprintable()
    if odd or " " in lasts or not firsts.isdisjoint(_OPENING | {"#"}):
        return unread
    return [cell or None for cell in cells]


def _bare(text: str) -> str:
    """Strip what is around a text; a wrapper may hold an apostrophe, and the other way round."""
    text = _UNSEEN.sub("", text).strip()
    text = _WRAPPER.sub(r"\1", text).strip()
    return text.lstrip("'’‘`").strip()


def plain(text: str) -> str:
    """
    Bring full-width digits, letters and brackets to their usual width, and drop all blanks.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    text
        For comparing and for reading numbers; never for names, which stay as typed.
    """
    # ASCII, most of what is read, has the usual width and no invisible characters.
    if text.isascii():
        return "".join(text.split())
    return "".join(unicodedata.normalize("NFKC", _UNSEEN.sub("", text)).split())


def is_blank(cell: object) -> bool:
    """
    Tell whether a cell says nothing: empty, blanks only, or a word for nothing (无、/、—).

    Parameters
    ----------
    cell
        A cell as read.

    Returns
    -------
    blank
        Whether it says nothing.
    """
    return as_text(cell) in BLANK_MARKS


def fault_of(cell: object, text: str) -> Parsed | None:
    """
    Find what makes a cell unusable for any kind of column.

    Parameters
    ----------
    cell
        The cell as read.
    text
        Its text.

    Returns
    -------
    parsed
        No value and the problem: `cell_error` (`#REF!`), or `formula_uncalculated`. None if there is neither.
    """
    if text[:1] == "#" and _ERROR.match(text):
        return Parsed(None, "cell_error")
    if isinstance(cell, str) and text[:1] == "=":
        return Parsed(None, "formula_uncalculated")
    return None


def has_lost_digits(cell: object, text: str) -> bool:
    """
    Tell whether a number that is a name has gone through a spreadsheet's number and lost its last digits.

    Parameters
    ----------
    cell
        The cell as read.
    text
        Its text.

    Returns
    -------
    lost
        True for a number of more than 15 digits, and for text such as `4.41624E+17`.
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return abs(cell) >= EXACT_NUMBER
    return ("E" in text or "e" in text) and bool(_SCIENTIFIC.match(text))
