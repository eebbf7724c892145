"""A GeoPackage's rows without a driver (GeoPackage 原始行): how many, and the bytes of each geometry."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Final

from ruralmap.files.evidence import Evidence, Note

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# OGC 12-128, clause 2.1.3: "GP", version, flags, SRS, envelope; bits 1-3 of the flags tell its size.
_MAGIC: Final = b"GP"
_ENVELOPE_BYTES: Final = (0, 32, 48, 48, 64)
_PLAIN_HEADER: Final = 8
_LITTLE_ENDIAN: Final = 1
_EMPTY_FLAG: Final = 0x10
_LONGEST_HEADER: Final = _PLAIN_HEADER + max(_ENVELOPE_BYTES) + 5
# ISO 13249-3: CircularString to MultiSurface; 1000 is added for Z, 2000 for M, 3000 for both.
_CURVED: Final = frozenset(range(8, 13))
_PLANE_TYPES: Final = 1000
_MEASURED: Final = (2, 3)


def examine_geopackage(path: Path, layer: str) -> Evidence | None:
    """
    List a layer's rows as SQLite holds them.

    The file is closed again before a driver opens it: two copies of SQLite in one process drop each other's
    locks.

    Parameters
    ----------
    path
        The GeoPackage.
    layer
        The name of its table.

    Returns
    -------
    evidence
        None where SQLite itself cannot read the table, or its rows have no numbers: a view, or a key of text.
    """
    try:
        with closing(_connect(path)) as connection:
            key, column = _columns(connection, layer)
            heads = connection.execute(
                f'SELECT "{key}", substr("{column}", 1, {_LONGEST_HEADER}) FROM "{layer}" ORDER BY "{key}"'  # noqa: S608 - names from the file's own catalogue, in quotes
            ).fetchall()
    except (sqlite3.Error, LookupError):
        return None
    quoted = f'SELECT "{column}" FROM "{layer}" WHERE "{key}" = ?'  # noqa: S608 - as above

    def raw(number: int) -> bytes | None:
        with closing(_connect(path)) as again:
            (blob,) = again.execute(quoted, (number,)).fetchone() or (None,)
        content = _as_bytes(blob)
        return None if not content or _is_empty(content) else content

    return Evidence([int(number) for number, _ in heads], raw, notes=tuple(_notes(heads)))


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


def _columns(connection: sqlite3.Connection, layer: str) -> tuple[str, str]:
    """Find a table's key and its column of geometries; a LookupError where it has not both."""
    (column,) = connection.execute(
        "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?", (layer,)
    ).fetchone() or ("",)
    keys = [row[1:3] for row in connection.execute(f'PRAGMA table_info("{layer}")') if row[5]]
    if not column or len(keys) != 1 or keys[0][1].upper() != "INTEGER":
        raise LookupError(layer)
    return keys[0][0], column


def _as_bytes(cell: object) -> bytes:
    """Take what stands in the column of geometries; SQLite keeps a text or a number there as well."""
    return cell if isinstance(cell, bytes) else str(cell or "").encode()


def _is_empty(blob: bytes) -> bool:
    return blob[: len(_MAGIC)] == _MAGIC and bool(blob[3] & _EMPTY_FLAG)


def _notes(heads: list[tuple[int, object]]) -> Iterator[Note]:
    """Count the shapes that have arcs, and those that have measures (M)."""
    kinds = [kind for _, head in heads if (kind := _kind(_as_bytes(head)))]
    curved = sum(kind % _PLANE_TYPES in _CURVED for kind in kinds)
    measured = sum(kind // _PLANE_TYPES in _MEASURED for kind in kinds)
    if curved:
        yield "curves_straightened", {"rows": curved}
    if measured:
        yield "measures_dropped", {"rows": measured}


def _kind(head: bytes) -> int:
    """Read a geometry's type from the beginning of its blob; 0 if there is none to read."""
    if head[: len(_MAGIC)] != _MAGIC or len(head) < _PLAIN_HEADER:
        return 0
    size = head[3] >> 1 & 7
    start = _PLAIN_HEADER + (_ENVELOPE_BYTES[size] if size < len(_ENVELOPE_BYTES) else 0)
    is_little = head[start : start + 1] == bytes([_LITTLE_ENDIAN])
    return int.from_bytes(head[start + 1 : start + 5], "little" if is_little else "big")
