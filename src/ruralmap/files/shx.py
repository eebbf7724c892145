"""Where each record of a shapefile stands (shx 索引): by its .shx, or by the .shp's own records."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

HEADER_BYTES: Final = 100
RECORD_HEADER: Final = 8
TYPE_BYTES: Final = 4
WORD: Final = 2  # lengths and places are counted in words of two bytes

Index = tuple[tuple[int, int], ...]


def choose_index(content: bytes, shapes: bytes) -> tuple[Index, bool]:
    """
    Find place and length of each record.

    A .shx from another day gives villages the shapes of others: where the records of the .shp, numbered one
    by one, lead from its beginning to its end, they are believed.

    Parameters
    ----------
    content
        The .shx; empty if it is missing.
    shapes
        The .shp.

    Returns
    -------
    index
        For each record its place and the length of its content, in bytes.
    is_own
        Whether it is the .shx's; it is not where that is missing, not as long as it says, or contradicted.
    """
    walked = _walk(shapes)
    count, rest = divmod(len(content) - HEADER_BYTES, RECORD_HEADER)
    if count < 0 or rest or int.from_bytes(content[24:28], "big") * WORD != len(content):
        return walked, False
    pairs = struct.iter_unpack(">ii", content[HEADER_BYTES:])
    index = tuple((start * WORD, length * WORD) for start, length in pairs)
    is_whole = bool(walked) and sum(walked[-1]) + RECORD_HEADER == len(shapes)
    return (walked, False) if is_whole and index != walked else (index, True)


def index_bytes(index: Sequence[tuple[int, int]], shapes: bytes) -> bytes:
    """
    Make the .shx of a .shp.

    Parameters
    ----------
    index
        Place and length of each record, in bytes.
    shapes
        The .shp.

    Returns
    -------
    content
        The .shx; it has the .shp's header but for the length.
    """
    words = (HEADER_BYTES + RECORD_HEADER * len(index)) // WORD
    header = shapes[:24] + words.to_bytes(4, "big") + shapes[28:HEADER_BYTES]
    return header + b"".join(struct.pack(">ii", start // WORD, length // WORD) for start, length in index)


def _walk(shapes: bytes) -> Index:
    """Go from record to record of a .shp by their lengths, as far as these lead."""
    places: list[tuple[int, int]] = []
    at = HEADER_BYTES
    while at + RECORD_HEADER + TYPE_BYTES <= len(shapes):
        number, words = struct.unpack(">ii", shapes[at : at + RECORD_HEADER])
        if number != len(places) + 1 or words * WORD < TYPE_BYTES:
            break
        places.append((at, words * WORD))
        at += RECORD_HEADER + words * WORD
    return tuple(places)
