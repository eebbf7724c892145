"""
The mark that each row of an export carries in its hidden column (登记标识).

A township may sort its rows, send back some of them, or paste them into a book of its own: each row says by
itself which record it is and which state of the registry it was made from. A check sum shows a mark that was
typed, dragged or cut.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from ruralmap.assets.chain import Head

HEADER: Final = "〔登记标识〕"
# What somebody types to empty a field; a blank cell says nothing.
CLEARED: Final = "〔清空〕"
WHOLE_COUNTY: Final = "-"
# With what a mark begins, and by what its column is found.
FORM: Final = "RM1"
_DIGITS: Final = 12  # of the chain's hash: one in 10^14 that another chain has the same
_CHECK_DIGITS: Final = 8


class Mark(NamedTuple):
    """
    What a row of an export says of itself.

    `length` and `digest` (the first digits of the hash) say where the chain ended when the export was made,
    `part` is the code of the township it was made for, or `WHOLE_COUNTY`.
    """

    length: int
    digest: str
    part: str
    table: str
    key: str

    def is_of(self, head: Head) -> bool:
        """
        Say whether the row was made from a chain.

        Parameters
        ----------
        head
            Where that chain ended at this length.

        Returns
        -------
        same
            False for an export of another registry, or of one that was replaced by an older backup.
        """
        return self.length == head.length and self.digest == head.digest[:_DIGITS]


def mark_of(head: Head, part: str, table: str, key: str) -> Mark:
    """
    Mark a row of an export.

    Parameters
    ----------
    head
        Where the chain ends.
    part
        The code of the township, or `WHOLE_COUNTY`.
    table
        The kept table.
    key
        The key of the record.

    Returns
    -------
    mark
        To be written with `write_mark`.
    """
    return Mark(head.length, head.digest[:_DIGITS], part, table, key)


def write_mark(mark: Mark) -> str:
    """
    Write a mark as the text of a cell.

    Parameters
    ----------
    mark
        The mark.

    Returns
    -------
    text
        With its check sum in front of the key, which may hold any sign.
    """
    length, digest, part, table, key = mark
    return f"{FORM}:{length}:{digest}:{part}:{table}:{_check(mark)}:{key}"


def read_mark(text: str) -> Mark | None:
    """
    Read a mark back.

    Parameters
    ----------
    text
        The text of a cell.

    Returns
    -------
    mark
        Missing if the text is no mark, or was changed.
    """
    form, *parts = text.strip().split(":", 6)
    if form != FORM or len(parts) != len(Mark._fields) + 1 or not parts[0].isdecimal():
        return None
    length, digest, part, table, check, key = parts
    mark = Mark(int(length), digest, part, table, key)
    return mark if check == _check(mark) else None


def _check(mark: Mark) -> str:
    """Sum a mark up."""
    return hashlib.sha256("\n".join(map(str, mark)).encode()).hexdigest()[:_CHECK_DIGITS]
