"""Writing the records of a point index (写格网记录), compiled: what a point in a cell with borders reads."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ruralmap.link.grid_building import edge_at
from ruralmap.link.grid_compiling import inner, outer
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


class Further(NamedTuple):
    """Further polygons at cells' corners: where each cell's begin, who, and whether they surely hold it."""

    starts: Positions
    owners: Integers
    inside: Flags


class Merged(NamedTuple):
    """Room for a cell's edges, a border of two polygons once: their ends, and the bits of their polygons."""

    ends: Numbers
    masks: Integers


@inner
def _enlist(places: Integers, stop: int, polygon: int) -> int:
    """Put a polygon among the first, sorted ones unless it is there; return how many there are."""
    place = stop
    while place > 0 and places[place - 1] > polygon:
        place -= 1
    if place > 0 and places[place - 1] == polygon:
        return stop
    for later in range(stop, place, -1):
        places[later] = places[later - 1]
    places[place] = polygon
    return stop + 1


@inner
def _bit_of(places: Integers, polygon: int) -> int:
    """Give the bit of a polygon among a cell's places; of too many places none has one."""
    for place in range(min(places.size, MOST_PLACES)):
        if places[place] == polygon:
            return 1 << place
    return 0


@inner
def _list_places(listed: Listed, further: Further, number: int, places: Integers) -> int:
    """List the polygons that meet a cell, in their order; return how many."""
    stop = 0
    for entry in range(listed.starts[number], listed.starts[number + 1]):
        stop = _enlist(places, stop, listed.owners[entry])
    if listed.insides[number] != NOWHERE:
        stop = _enlist(places, stop, listed.insides[number])
    for entry in range(further.starts[number], further.starts[number + 1]):
        stop = _enlist(places, stop, further.owners[entry])
    return stop


@inner
def _reference(listed: Listed, further: Further, number: int, places: Integers) -> int:
    """Say which of a cell's places hold its corner, one bit each; doubtful if that is not sure."""
    if listed.doubts[number]:
        return DOUBTFUL
    reference = 0
    if listed.insides[number] != NOWHERE:
        reference |= _bit_of(places, listed.insides[number])
    for entry in range(further.starts[number], further.starts[number + 1]):
        if not further.inside[entry]:
            return DOUBTFUL
        reference |= _bit_of(places, further.owners[entry])
    return reference


@inner
def _merge_edges(vertices: Numbers, listed: Listed, number: int, places: Integers, merged: Merged) -> int:
    """Gather a cell's edges, each once with the bits of all its polygons; return how many."""
    ends = merged.ends
    stop = 0
    for entry in range(listed.starts[number], listed.starts[number + 1]):
        edge = edge_at(vertices, int(listed.edges[entry]))
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


@inner
def _write_record(
    records: tuple[Numbers, Integers],
    offset: int,
    head: tuple[int, int, int],
    places: Integers,
    merged: Merged,
) -> int:
    """
    Write a record and return its end.

    `records` are the same memory as numbers and as words; `head` is how many edges and places the record has,
    and its reference.
    """
    numbers, words = records
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
            numbers[offset] = merged.ends[edge, end]
            offset += 1
    return offset


@outer
def _write_records(
    vertices: Numbers,
    borders: tuple[Integers, Positions, Integers, Integers, Integers, Flags],
    others: tuple[Positions, Integers, Flags],
    room: tuple[Numbers, Integers, Integers],
    written: tuple[Positions, Numbers, Integers],
) -> None:
    """
    Write the records of the cells that are looked into, one behind the other, and where each begins.

    `borders` are the fields of Listed, `others` those of Further; `room` is that of Merged and for places.
    """
    listed, further, merged, places = Listed(*borders), Further(*others), Merged(room[0], room[1]), room[2]
    offsets, records = written[0], (written[1], written[2])
    for number in range(offsets.size - 1):
        count = _list_places(listed, further, number, places)
        named = places[:count]
        edges = _merge_edges(vertices, listed, number, named, merged)
        reference = _reference(listed, further, number, named) if count <= MOST_PLACES else DOUBTFUL
        head = (edges, count, reference)
        offsets[number + 1] = _write_record(records, offsets[number], head, places, merged)


def write_records(vertices: Numbers, listed: Listed, extras: Extras) -> tuple[Integers, Numbers]:
    """
    Write the records of a point index.

    Parameters
    ----------
    vertices
        Those that the edges begin at.
    listed
        What touches which cell.
    extras
        Who else holds a cell's corner, or may; of cells that are looked into only.

    Returns
    -------
    cells
        As in a Grid.
    records
        One behind the other, as in a Grid.
    """
    numbers = CLOSER - listed.cells[extras.cells].astype(np.int64)
    order = np.argsort(numbers, kind="stable")
    starts = np.searchsorted(numbers[order], np.arange(listed.starts.size))
    count, most = listed.starts.size - 1, int(np.diff(listed.starts).max(initial=0))
    offsets = np.zeros(count + 1, dtype=np.int64)
    # Room for the worst case; memory that is never written is never taken.
    records = np.empty(5 * listed.starts[-1] + 4 * count + order.size, dtype=np.float64)
    _write_records(
        vertices,
        (*listed,),
        (starts, extras.owners[order], extras.inside[order]),
        (np.empty((most, 4)), np.empty(most, np.int32), np.empty(most + 1 + order.size, np.int32)),
        (offsets, records, records.view(np.int32)),
    )
    cells = listed.cells.copy()
    into = cells < NOWHERE
    cells[into] = CLOSER - offsets[CLOSER - cells[into]]
    return cells, records[: offsets[-1]]
