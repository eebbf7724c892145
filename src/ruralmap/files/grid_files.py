"""
Point indexes beside their layers (格网索引文件): saved once, mapped into memory, never trusted when old.

The file begins with a line of JSON: the layout's number, the digest of the layer's bytes, the lattice, and
how many cells and records follow. Both lie behind it as they lie in memory, in the order of bytes of the
machine that wrote them.
"""

from __future__ import annotations

import hashlib
import json
import sys
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ruralmap.files.atomic import replacing
from ruralmap.link.grid_layout import Grid, Lattice

if TYPE_CHECKING:
    from pathlib import Path

ENDING: Final = ".grid"
# What a reader of this version understands: one more with every change of `link/grid_layout.py`.
LAYOUT: Final = 1
# The head is filled up to this length, so that what follows is aligned as memory pages are.
_HEAD_BYTES: Final = 4096


def grid_path(layer: Path) -> Path:
    """
    Name the index of a layer.

    Parameters
    ----------
    layer
        The layer's file.

    Returns
    -------
    path
        Beside it: 村界.gpkg has 村界.gpkg.grid.
    """
    return layer.with_name(layer.name + ENDING)


def digest_layer(layer: Path) -> str:
    """
    Compute what changes when anything about a layer changes.

    Parameters
    ----------
    layer
        The layer's file, or its folder (.gdb).

    Returns
    -------
    digest
        SHA-256 over the names and bytes of the file and of its companions (the .shx and .dbf of a .shp).
    """
    own = grid_path(layer)
    found = layer.rglob("*") if layer.is_dir() else layer.parent.glob(f"{_escaped(layer.stem)}.*")
    files = sorted(item for item in found if item.is_file() and item != own)
    total = hashlib.sha256()
    for item in files:
        with item.open("rb") as stream:
            total.update(f"{item.name} {hashlib.file_digest(stream, 'sha256').hexdigest()}\n".encode())
    return total.hexdigest()


def _escaped(stem: str) -> str:
    """Take what a pattern of names would read as a sign for what it is."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in stem)


def save_grid(path: Path, grid: Grid, *, digest: str) -> None:
    """
    Save an index.

    Parameters
    ----------
    path
        Where it shall stand.
    grid
        The index.
    digest
        That of the layer, as `digest_layer` gives it.

    Raises
    ------
    OutputError
        If the disk, the rights or the path do not allow it.
    """
    head = _head_of(digest) | {
        "lattice": grid.lattice._asdict(),
        "cells": grid.cells.size,
        "records": grid.records.size,
    }
    line = json.dumps(head).encode("ascii") + b"\n"
    with replacing(path) as aside, aside.open("wb") as stream:
        stream.write(line.ljust(_HEAD_BYTES, b"\0"))
        # Cells first, filled up so that the records, which are twice as wide, are aligned too.
        np.append(grid.cells, np.zeros(grid.cells.size % 2, dtype=np.int32)).tofile(stream)
        grid.records.tofile(stream)


def open_grid(path: Path, *, digest: str) -> Grid | None:
    """
    Open a saved index without reading it: pages are fetched as points ask for them.

    Parameters
    ----------
    path
        Where it stands.
    digest
        That of the layer as it is now.

    Returns
    -------
    grid
        The index; None if there is none, or it was made of other bytes, by another layout, on a machine with
        another order of bytes, or is not whole.
    """
    if not path.is_file():
        return None
    with path.open("rb") as stream:
        head = _read_head(stream.read(_HEAD_BYTES))
    if {key: head.get(key) for key in _head_of(digest)} != _head_of(digest):
        return None
    cells, records = int(head["cells"]), int(head["records"])
    begin = _HEAD_BYTES + 4 * (cells + cells % 2)
    if path.stat().st_size != begin + 8 * records:
        return None
    # "c": pages may be written to in memory, never in the file; compiled code then sees one type of array.
    mapped = np.asarray(np.memmap(path, dtype=np.uint8, mode="c"))
    return Grid(
        Lattice(**head["lattice"]),
        mapped[_HEAD_BYTES : _HEAD_BYTES + 4 * cells].view(np.int32),
        mapped[begin:].view(np.float64),
    )


def _head_of(digest: str) -> dict[str, object]:
    """Say what must be the same for an index to be used."""
    return {"layout": LAYOUT, "byteorder": sys.byteorder, "layer": digest}


def _read_head(block: bytes) -> dict[str, Any]:
    """Read the line of JSON; anything else is an index of nothing."""
    try:
        head = json.loads(block.partition(b"\n")[0])
    except ValueError:
        return {}
    return head if isinstance(head, dict) else {}
