"""How polygons could be made to fit (拓扑修复建议): who gets which ground, and what that changes for each."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import shapely

from ruralmap.errors import ConservationError
from ruralmap.geo.arrangement import joined, shared_lengths
from ruralmap.geo.topology import Drawing, Fault, Findings, find_faults

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ruralmap.geo.arrangement import Shapes
    from ruralmap.geo.crs import Numbers

# mend: a valid polygon over the same ground. smallest: an overlap stays with the smallest of its polygons.
# border: a gap goes to the neighbour with the longest shared border. keep: a gap too large to be filled.
# person: nothing is proposed.
Rule = Literal["mend", "smallest", "border", "keep", "person"]
# Who would lose or gain more than half of itself is not badly drawn: it is another unit, or drawn twice, or a
# village is missing beside it.
_MOST_CHANGED: Final = 0.5


@dataclass(frozen=True)
class Proposal:
    """
    What a repair would do (修复建议): the fault's number, the rule, and by how much it changes a polygon.

    `place` is the polygon's position; None where a person must decide.
    """

    fault: int
    rule: Rule
    place: int | None = None
    change_m2: float = 0.0


@dataclass(frozen=True, eq=False)
class Plan:
    """
    All faults of a drawing, what could be done about each, and the drawing if all of that were done.

    `shapes` are in the drawing's order and coordinates; `before_m2` and `after_m2` are areas in the zone.
    """

    faults: tuple[Fault, ...]
    proposals: tuple[Proposal, ...]
    shapes: Shapes
    before_m2: Numbers
    after_m2: Numbers


def plan_repair(drawing: Drawing, *, fill_m2: float = math.inf) -> Plan:
    """
    Find what is wrong with a drawing, and work out a repair; nothing is applied.

    An invalid polygon becomes the valid one over the same ground. An overlap stays with the smallest of the
    polygons that cover it, which would lose the greatest share of itself; of equal ones, with the lowest
    code. A gap goes to the polygon with which it shares the longest border. No polygon loses or gains more
    than half of itself by all overlaps or all gaps together: such faults are for a person. Polygons of one
    code do not take ground from each other.

    Parameters
    ----------
    drawing
        The polygons.
    fill_m2
        Gaps of more square metres stay: a reservoir, an enclave.

    Returns
    -------
    plan
        The faults, the proposals, and the drawing as it would be.

    Raises
    ------
    ConservationError
        If a polygon would vanish: a fault of ours.
    """
    findings = find_faults(drawing)
    before = _areas_by_pieces(drawing, findings)
    # What an invalid polygon has by its own corners is not what it covers.
    own = drawing.areas(_polygons_only(drawing))
    drawn = np.where(shapely.is_valid(drawing.shapes), before, own)
    owners = _with_gaps(drawing, findings, _owners(drawing, findings, before), areas=before, fill_m2=fill_m2)
    shapes = _rebuilt(drawing, findings, owners)
    _require_all(drawing, shapes)
    return Plan(
        findings.faults,
        tuple(_proposals(drawing, findings, owners, mended=before - drawn, fill_m2=fill_m2)),
        shapes,
        drawn,
        drawing.areas(shapes),
    )


def _areas_by_pieces(drawing: Drawing, findings: Findings) -> Numbers:
    """
    Measure the mended polygons, those that do not fit by their pieces.

    A border that is straight in degrees is none in metres, and so a polygon with a new vertex on it, where
    another's border begins, has another area: on an edge of 3 km some 100 square metres. Measured by its
    pieces before and after, a polygon changes by what it gains and loses, and by nothing else.
    """
    areas = drawing.areas(drawing.mended)
    arrangement = findings.arrangement
    disturbed = list(arrangement.disturbed)
    areas[disturbed] = 0
    for cover, area in zip(arrangement.covers, drawing.areas(arrangement.pieces), strict=True):
        areas[list(set(cover) & set(disturbed))] += area
    return areas


def _polygons_only(drawing: Drawing) -> Shapes:
    """Take the shapes as drawn, without those that hold no polygon."""
    shapes = drawing.shapes.copy()
    shapes[shapely.is_missing(drawing.mended)] = None
    return shapes


def _owners(drawing: Drawing, findings: Findings, areas: Numbers) -> list[tuple[int, ...]]:
    """Decide whose each piece shall be; a piece with several codes, or none, stays as it is."""
    covers = findings.arrangement.covers
    metric = drawing.areas(findings.arrangement.pieces)
    held: set[int] = set()
    while True:
        owners = [_winners(drawing.codes, cover, areas, held) for cover in covers]
        lost: dict[int, float] = {}
        for cover, owner, area in zip(covers, owners, metric, strict=True):
            for place in set(cover) - set(owner):
                lost[place] = lost.get(place, 0.0) + float(area)
        more = {place for place, area in lost.items() if area > _MOST_CHANGED * areas[place]}
        if not more:
            return owners
        held |= more


def _winners(codes: Sequence[str], cover: tuple[int, ...], areas: Numbers, held: set[int]) -> tuple[int, ...]:
    """Give a piece to the polygons of the smallest code that covers it, unless one held would lose it."""
    if len({codes[place] for place in cover}) < 2:  # noqa: PLR2004 - one code cannot overlap itself
        return cover
    smallest = min(cover, key=lambda place: (areas[place], codes[place], place))
    winners = tuple(place for place in cover if codes[place] == codes[smallest])
    return cover if held & (set(cover) - set(winners)) else winners


def _with_gaps(
    drawing: Drawing,
    findings: Findings,
    owners: list[tuple[int, ...]],
    *,
    areas: Numbers,
    fill_m2: float,
) -> list[tuple[int, ...]]:
    """Give each gap to the neighbour with the longest shared border, unless that would grow too much."""
    arrangement = findings.arrangement
    if all(owners):
        return owners
    metric = drawing.in_metres(arrangement.pieces)
    shared, sizes = shared_lengths(arrangement, metric), shapely.area(metric)
    nearest: dict[int, int] = {}
    gained: dict[int, float] = {}
    for piece, owner in enumerate(owners):
        if owner or sizes[piece] > fill_m2:
            continue
        borders = _borders(shared[piece], owners)
        if borders:
            place = min(borders, key=lambda place: (-borders[place], drawing.codes[place], place))
            nearest[piece] = place
            gained[place] = gained.get(place, 0.0) + float(sizes[piece])
    filled = list(owners)
    for piece, place in nearest.items():
        if gained[place] <= _MOST_CHANGED * areas[place]:
            filled[piece] = (place,)
    return filled


def _borders(shared: Mapping[int, float], owners: Sequence[tuple[int, ...]]) -> dict[int, float]:
    """Add up the border that a gap shares with each polygon, but for ground that is several polygons'."""
    borders: dict[int, float] = {}
    for neighbour, length in shared.items():
        if len(owners[neighbour]) == 1:
            (place,) = owners[neighbour]
            borders[place] = borders.get(place, 0.0) + length
    return borders


def _rebuilt(drawing: Drawing, findings: Findings, owners: list[tuple[int, ...]]) -> Shapes:
    """Put every disturbed polygon together again from the pieces that are its own."""
    own: dict[int, list[shapely.Geometry]] = {place: [] for place in findings.arrangement.disturbed}
    for piece, owner in zip(findings.arrangement.pieces, owners, strict=True):
        for place in owner:
            own[place].append(piece)
    shapes = drawing.mended.copy()
    for place, pieces in own.items():
        shapes[place] = joined(pieces)
    lost = shapely.is_missing(shapes)
    # What holds no polygon stays as it was drawn: it is no polygon, but it is a row.
    shapes[lost] = drawing.shapes[lost]
    return shapes


def _proposals(
    drawing: Drawing,
    findings: Findings,
    owners: list[tuple[int, ...]],
    *,
    mended: Numbers,
    fill_m2: float,
) -> list[Proposal]:
    """Say, fault by fault, which polygon would gain or lose how much."""
    covers = findings.arrangement.covers
    areas = drawing.areas(findings.arrangement.pieces)
    proposals: list[Proposal] = []
    for number, fault in enumerate(findings.faults):
        if fault.kind == "invalid":
            (place,) = fault.members
            proposals.append(Proposal(number, "mend", place, float(mended[place])))
            continue
        changes: dict[int, float] = {}
        for piece in fault.pieces:
            for place in set(owners[piece]) ^ set(covers[piece]):
                gain = areas[piece] if place in owners[piece] else -areas[piece]
                changes[place] = changes.get(place, 0.0) + float(gain)
        rule: Rule = "border" if fault.kind == "gap" else "smallest"
        otherwise: Rule = "keep" if fault.kind == "gap" and fault.area_m2 > fill_m2 else "person"
        proposals += [
            Proposal(number, rule, place, change)
            for place, change in sorted(changes.items(), key=lambda item: (drawing.codes[item[0]], item[0]))
        ] or [Proposal(number, otherwise)]
    return proposals


def _require_all(drawing: Drawing, shapes: Shapes) -> None:
    """Refuse a repair in which a polygon vanishes."""
    there = ~(shapely.is_missing(drawing.mended) | shapely.is_empty(drawing.mended))
    gone = np.flatnonzero(there & (shapely.is_missing(shapes) | shapely.is_empty(shapes)))
    if len(shapes) != len(drawing.shapes) or gone.size:
        message = f"polygons went missing in a repair: {[drawing.codes[place] for place in gone]}"
        raise ConservationError(message)
