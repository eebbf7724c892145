"""Rows that came back (回收的行), and what became of each: heard, or set aside with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ruralmap.assets.chain import Source
    from ruralmap.assets.changes import Value
    from ruralmap.assets.merging import Edit


class Row(NamedTuple):
    """
    A row of a file that came back (回收的行).

    `mark` is the text of its hidden cell, empty where there is none. `said` are the fields that it fills,
    None where it clears one; `emptied` those in which a word for nothing (无、/) stands; `unread` those that
    could not be read, with the kind of finding. `action`, `reason` and `document` are those of a removal;
    `raw` is all of it as typed.
    """

    source: Source
    table: str
    mark: str
    said: Mapping[str, Value | None]
    emptied: Sequence[str] = ()
    unread: Sequence[tuple[str, str]] = ()
    action: str = ""
    reason: str = ""
    document: str = ""
    is_confirmed: bool = False
    raw: str = ""


class Aside(NamedTuple):
    """A row that is set aside (剔除留存): `code` is a key of the catalogue, `detail` fills its text."""

    row: Row
    code: str
    detail: str = ""


class Heard(NamedTuple):
    """What a row says (采信): held against the registry as it was after `length` events."""

    row: Row
    edit: Edit
    length: int
