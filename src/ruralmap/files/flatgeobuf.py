"""A FlatGeobuf by its own header and index (FlatGeobuf 文件头): how many features, and where each stands."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from ruralmap.files.evidence import Evidence

if TYPE_CHECKING:
    from pathlib import Path

# FlatGeobuf 3: eight magic bytes, the header's length, the header (a flatbuffer), an R-tree, the features.
_MAGIC: Final = b"fgb\x03fgb"
_HEADER_AT: Final = 12
_COUNT_FIELD: Final = 8  # places in the header's table: features_count, index_node_size
_NODE_SIZE_FIELD: Final = 9
_DEFAULT_NODE_SIZE: Final = 16
_NODE_BYTES: Final = 40  # a box of four doubles, then where the feature stands
_BOX_BYTES: Final = 32


def examine_flatgeobuf(path: Path) -> Evidence | None:
    """
    List a file's features.

    Parameters
    ----------
    path
        The .fgb.

    Returns
    -------
    evidence
        None if the header says no number of features (a stream), or is damaged.
    """
    content = path.read_bytes()
    try:
        count, node_size, body = _header(content)
        if not content.startswith(_MAGIC) or not 0 < count < len(content):
            return None
        places = _places(content, count, node_size, body)
    except struct.error:
        return None

    def raw(number: int) -> bytes:
        start = places[number]
        length = int.from_bytes(content[start : start + 4], "little")
        end = places[number + 1] if number + 1 < count else start + 4 + length
        return content[start:end]

    return Evidence(range(count), raw)


def _header(content: bytes) -> tuple[int, int, int]:
    """Read the number of features, the size of the index's nodes, and where the index begins."""
    (length,) = struct.unpack_from("<I", content, 8)
    (root,) = struct.unpack_from("<I", content, _HEADER_AT)
    table = _HEADER_AT + root
    (back,) = struct.unpack_from("<i", content, table)

    def place(field: int) -> int:
        (size,) = struct.unpack_from("<H", content, table - back)
        at = 4 + 2 * field
        return int(struct.unpack_from("<H", content, table - back + at)[0]) if at < size else 0

    count, node_size = place(_COUNT_FIELD), place(_NODE_SIZE_FIELD)
    return (
        int(struct.unpack_from("<Q", content, table + count)[0]) if count else 0,
        int(struct.unpack_from("<H", content, table + node_size)[0]) if node_size else _DEFAULT_NODE_SIZE,
        _HEADER_AT + length,
    )


def _places(content: bytes, count: int, node_size: int, body: int) -> list[int]:
    """Find where each feature begins: from the index's leaves, or by going from one to the next."""
    if node_size <= 1:
        places, at = [], body
        for _ in range(count):
            places.append(at)
            at += 4 + int.from_bytes(content[at : at + 4], "little")
        return places
    nodes = level = count
    while level > 1:
        level = -(-level // node_size)
        nodes += level
    # A single feature has a leaf and a root.
    nodes += count == 1
    leaves = body + (nodes - count) * _NODE_BYTES
    first = body + nodes * _NODE_BYTES
    return [
        first + int(struct.unpack_from("<Q", content, leaves + number * _NODE_BYTES + _BOX_BYTES)[0])
        for number in range(count)
    ]
