"""The attribute table of a shapefile, byte by byte (dbf 属性表): what its header says, and its texts."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_FIELD_BYTES: Final = 32
_FIELDS_END: Final = 0x0D
_TEXT_FIELD: Final = ord("C")
_DELETED: Final = ord("*")
# A name has ten bytes; the last character may be cut in half there.
_NAME_BYTES: Final = 10
# The driver's mark at byte 29 (LDID) for the Chinese code pages, as ESRI and dBASE write it.
_LDID: Final = {0x4D: "936", 0x7A: "936", 0x4F: "950", 0x78: "950"}


@dataclass(frozen=True)
class Attributes:
    """
    A .dbf as its bytes say.

    `records` is the number of records in the header, `held` how many the file is long enough for; a header
    says too few where a program broke off while it added records, too many where the file was cut. `fields`
    are name, kind and place of each field within a record; `ldid` is the encoding that the header's language
    mark names, if any.
    """

    content: bytes
    records: int
    header: int
    width: int
    fields: tuple[tuple[bytes, int, slice], ...]
    ldid: str

    @property
    def held(self) -> int:
        """How many records the file is long enough for; a header may say fewer."""
        return max(0, len(self.content) - self.header) // self.width

    def texts(self) -> Iterator[bytes]:
        """
        Walk over the names and texts that have other than ASCII letters.

        Yields
        ------
        text
            Its bytes, without the blanks that fill the field.
        """
        for name, _, _ in self.fields:
            # The ninth byte is the last that cannot be the cut half of a pair.
            short = name[: _NAME_BYTES - 1] if len(name) == _NAME_BYTES else name
            if not short.isascii():
                yield short
        places = [place for _, kind, place in self.fields if kind == _TEXT_FIELD]
        for number in range(self.held):
            record = self._record(number)
            for place in places:
                text = record[place].strip(b" \0")
                if not text.isascii():
                    yield text

    def is_deleted(self, number: int) -> bool:
        """
        Tell whether a record is marked as deleted, so that every program passes over it.

        Parameters
        ----------
        number
            The record, from 0.

        Returns
        -------
        deleted
            Whether it is.
        """
        return number < self.held and self._record(number)[0] == _DELETED

    def cells(self, number: int) -> list[bytes]:
        """
        Take one record's cells.

        Parameters
        ----------
        number
            The record, from 0.

        Returns
        -------
        cells
            One a field; empty where the file is too short.
        """
        record = self._record(number) if number < self.held else b""
        return [record[place].strip(b" \0") for _, _, place in self.fields]

    def _record(self, number: int) -> bytes:
        start = self.header + number * self.width
        return self.content[start : start + self.width]


def read_attributes(content: bytes) -> Attributes:
    """
    Read a .dbf's header.

    Parameters
    ----------
    content
        The whole file.

    Returns
    -------
    attributes
        What it says.

    Raises
    ------
    ValueError
        If the header is damaged.
    """
    try:
        records, header, width = struct.unpack("<IHH", content[4:12])
        fields, at, start = [], _FIELD_BYTES, 1
        while content[at] != _FIELDS_END:
            name, kind, size = content[at : at + 11].split(b"\0")[0], content[at + 11], content[at + 16]
            fields.append((name, kind, slice(start, start + size)))
            at, start = at + _FIELD_BYTES, start + size
    except (struct.error, IndexError) as fault:
        raise ValueError(str(fault)) from fault
    if not width:
        message = "records without width"
        raise ValueError(message)
    return Attributes(content, records, header, width, tuple(fields), _LDID.get(content[29], ""))
