"""
Writing the records of a point index (写格网记录), compiled: what a point in a cell with borders reads.

As in `grid_building.py`, what is called from outside takes plain arrays and tuples.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from ruralmap.link.grid_building import edge_at
from ruralmap.link.grid_layout import (
    CLOSER,
    DOUBTFUL,
    HEAD_WORDS,
    MOST_PLACES,
    NOWHERE,
    Extras,
    Flags,
    Integers,
    Listed,
    Numbers,
    Positions,
)


class Merged(NamedTuple):
    """Room for a cell's edges, a border of two polygons once: their ends, and the bits of their polygons."""

    ends: Numbers
    masks: Integers


@njit(nogil=True)
def _enlist(places: Integers, stop: int, polygon: int) -> int:
    """Put a polygon among the first, sorted ones unless it is there; return how many there are."""
    for place in range(stop):
        if places[place] == polygon:
            return stop
    place = stop
    while place > 0 and places[place - 1] > polygon:
        places[place] = places[place - 1]
        place -= 1
    places[place] = polygon
    return stop + 1


@njit(nogil=True)
def _bit_of(places: Integers, polygon: int) -> int:
    """Give the bit of a polygon among a cell's places; of too many places none has one."""
    for place in range(min(places.size, MOST_PLACES)):
        if places[place] == polygon:
            return 1 << place
    return 0


@njit(nogil=True)
def _list_places(listed: Listed, extras: Extras, number: int, span: tuple[int, int], places: Integers) -> int:
    """List the polygons that meet a cell, in their order; return how many."""
    stop = 0
    for entry in range(listed.starts[number], listed.starts[number + 1]):
        stop = _enlist(places, stop, listed.owners[entry])
    if listed.insides[number] != NOWHERE:
        stop = _enlist(places, stop, listed.insides[number])
    for entry in range(span[0], span[1]):
        stop = _enlist(places, stop, extras.owners[entry])
    return stop


@njit(nogil=True)
def _reference(listed: Listed, extras: Extras, number: int, span: tuple[int, int], places: Integers) -> int:
    """Say which of a cell's places hold its corner, one bit each; doubtful if that is not sure."""
    if listed.doubts[number]:
        return DOUBTFUL
    reference = 0
    if listed.insides[number] != NOWHERE:
        reference |= _bit_of(places, listed.insides[number])
    for entry in range(span[0], span[1]):
        if not extras.inside[entry]:
            return DOUBTFUL
        reference |= _bit_of(places, extras.owners[entry])
    return reference


@njit(nogil=True)
def _merge_edges(vertices: Numbers, listed: Listed, number: int, places: Integers, merged: Merged) -> int:
    """Gather a cell's edges, each once with the bits of all its polygons; return how many."""
    ends = merged.ends
    stop = 0
    for entry in range(listed.starts[number], listed.starts[number + 1]):
        edge = edge_at(vertices, listed.edges[entry])
        bit = _bit_of(places, listed.owners[entry])
        for known in range(stop):
            same = ends[known, 0] == edge.x1 and ends[known, 1] == edge.y1
            if same and ends[known, 2] == edge.x2 and ends[known, 3] == edge.y2:
                merged.masks[known] ^= bit
                break
        else:
            ends[stop, 0], ends[stop, 1], ends[stop, 2], ends[stop, 3] = edge
            merged.masks[stop] = bit
            stop += 1
    return stop


@njit(nogil=True)
def _write_record(
    records: Numbers, offset: int, head: tuple[int, int, int], places: Integers, merged: Merged
) -> int:
    """Write a record; `head` is how many edges and places it has, and its reference. Return its end."""
    words = records.view(np.int32)
    word = 2 * offset
    words[word], words[word + 1], words[word + 2], words[word + 3] = head[0], head[1], head[2], 0
    word += HEAD_WORDS
    for mask in range(head[0]):
        words[word] = merged.masks[mask]
        word += 1
    for place in range(head[1]):
        words[word] = places[place]
        word += 1
    # Edges begin at a whole number of 8 bytes: one word before them may be left over.
    if word % 2:
        words[word] = 0
        word += 1
    offset = word // 2
    for edge in range(head[0]):
        for end in range(4):
            records[offset] = merged.ends[edge, end]
            offset += 1
    return offset


@njit(nogil=True)
def _point_to(cells: Integers, offsets: Integers) -> None:
    """Let cells name their record by where it begins."""
    for cell in range(cells.size):
        if cells[cell] < NOWHERE:
            cells[cell] = CLOSER - offsets[CLOSER - cells[cell]]


@njit(cache=True, nogil=True)
def write_records(
    vertices: Numbers,
    borders: tuple[Integers, Positions, Integers, Integers, Integers, Flags],
    others: tuple[Positions, Integers, Flags],
    spans: Positions,
) -> Numbers:
    """
    Write the records of the cells that are looked into, one behind the other, and tell each cell its own.

    `borders` are the fields of Listed and `others` those of Extras, of which `spans` says where each cell's
    begin. The cells are written to.
    """
    listed, extras = Listed(*borders), Extras(*others)
    cells = listed.starts.size - 1
    most = 0
    for number in range(cells):
        most = max(most, listed.starts[number + 1] - listed.starts[number])
    merged = Merged(np.empty((most, 4), dtype=np.float64), np.empty(most, dtype=np.int32))
    places = np.empty(most + 1 + extras.cells.size, dtype=np.int32)
    offsets = np.empty(cells, dtype=np.int32)
    # Room for the worst case; memory that is never written is never taken.
    records = np.empty(5 * listed.starts[-1] + 4 * cells + extras.cells.size, dtype=np.float64)
    offset = 0
    for number in range(cells):
        span = (spans[number], spans[number + 1])
        count = _list_places(listed, extras, number, span, places)
        named = places[:count]
        edges = _merge_edges(vertices, listed, number, named, merged)
        reference = _reference(listed, extras, number, span, named) if count <= MOST_PLACES else DOUBTFUL
        offsets[number] = offset
        offset = _write_record(records, offset, (edges, count, reference), places, merged)
    _point_to(listed.cells, offsets)
    return records[:offset]
