"""Straightening regions made of pieces: a piece that bulges into a neighbour goes to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from ruralmap.demo.ground.pieces import Pieces
    from ruralmap.demo.ground.plane import Ints

_ROUNDS: Final = 4
_BULGE: Final = 1.1
_LEAST_LEFT: Final = 0.75


def straighten(pieces: Pieces, labels: Ints, *, kept: Collection[int], fences: Ints) -> Ints:
    """
    Hand pieces over to the neighbour they share clearly more sides with than with their own region.

    A region keeps three quarters of its area and stays connected.

    Parameters
    ----------
    pieces
        The pieces.
    labels
        The region of each piece.
    kept
        Pieces that stay where they are.
    fences
        The enclosure of each piece, which no region leaves; below zero nothing moves.

    Returns
    -------
    labels
        The region of each piece, straightened.
    """
    straight = labels.copy()
    sizes = np.bincount(labels, weights=pieces.sizes)
    floors = sizes * _LEAST_LEFT
    movable = [piece for piece in range(len(labels)) if piece not in kept and fences[piece] >= 0]
    for piece in movable * _ROUNDS:
        own, size = int(straight[piece]), pieces.sizes[piece]
        held = _held_sides(pieces, piece, labels=straight, fences=fences)
        taker = max(sorted(held), key=held.__getitem__, default=own)
        if held.get(taker, 0) <= held.get(own, 0) * _BULGE or sizes[own] - size < floors[own]:
            continue
        straight[piece] = taker
        if len(connected_parts(pieces, np.flatnonzero(straight == own).tolist())) == 1:
            sizes[own] -= size
            sizes[taker] += size
        else:
            straight[piece] = own
    return straight


def _held_sides(pieces: Pieces, piece: int, *, labels: Ints, fences: Ints) -> dict[int, int]:
    """Count the sides that a piece shares with each region inside its own fence."""
    held: dict[int, int] = {}
    for other, sides in pieces.sides[piece].items():
        if fences[other] == fences[piece]:
            label = int(labels[other])
            held[label] = held.get(label, 0) + sides
    return held


def connected_parts(pieces: Pieces, members: Iterable[int]) -> list[list[int]]:
    """
    Split pieces into connected parts.

    Parameters
    ----------
    pieces
        The pieces.
    members
        Numbers of those to split.

    Returns
    -------
    parts
        Each ascending; the one with most pieces first, then by the lowest number.
    """
    waiting = set(members)
    parts = []
    for start in sorted(waiting):
        if start not in waiting:
            continue
        waiting.discard(start)
        part = [start]
        for piece in part:
            near = waiting & pieces.sides[piece].keys()
            waiting -= near
            part.extend(near)
        parts.append(sorted(part))
    return sorted(parts, key=lambda part: (-len(part), part[0]))
