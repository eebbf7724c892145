"""
Point indexes beside their layers (格网索引文件): saved once, mapped into memory, never trusted when old.

The file begins with a line of JSON: the layout's number, the digest of the layer's shapes, the lattice, and
how many cells and records follow. Both lie behind it as they lie in memory, in the order of bytes of the
machine that wrote them.
"""

from __future__ import annotations

import hashlib
import json
import sys
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from ruralmap.files.atomic import replacing
from ruralmap.link.grid_layout import Grid, Lattice

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

ENDING: Final = ".grid"
# What a reader of this version takes for true: one more with every change of `link/grid_layout.py`, and with
# every fault that is mended in what is written.
LAYOUT: Final = 2
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


def digest_shapes(shapes: NDArray[np.object_]) -> str:
    """
    Compute what changes when anything changes that an index was built of.

    Parameters
    ----------
    shapes
        The shapes, as they were read: a file may hold several layers, or the same one in another order.

    Returns
    -------
    digest
        SHA-256 over their well-known binary, one after the other.
    """
    total = hashlib.sha256()
    for blob in shapely.to_wkb(shapes):
        # No well-known binary begins so.
        total.update(blob or b"-")
    return total.hexdigest()


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
        That of the shapes, as `digest_shapes` gives it.

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
        That of the shapes as they are now.

    Returns
    -------
    grid
        The index; None if there is none, or it was made of other shapes, by another layout, on a machine with
        another order of bytes, or is not whole, or may not be read.
    """
    try:
        # Opened once: another process may put another index in its place meanwhile.
        with path.open("rb") as stream:
            head = _read_head(stream.read(_HEAD_BYTES))
            if {key: head.get(key) for key in _head_of(digest)} != _head_of(digest):
                return None
            # "c": pages may be written to in memory, never in the file; compiled code then sees one type of
            # array.
            mapped = np.asarray(np.memmap(stream, dtype=np.uint8, mode="c"))
    except OSError:
        return None
    cells, records = int(head["cells"]), int(head["records"])
    begin = _HEAD_BYTES + 4 * (cells + cells % 2)
    if mapped.size != begin + 8 * records:
        return None
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
