"""Where polygons do not fit together (拓扑检查): invalid ones, gaps, overlaps, and the slivers among them."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import shapely

from ruralmap.geo.arrangement import Arrangement, Shapes, arrange, joined
from ruralmap.geo.crs import Numbers, move_points
from ruralmap.geo.mending import mend_polygon
from ruralmap.geo.moves import move_shapes

if TYPE_CHECKING:
    from collections.abc import Sequence

FaultKind = Literal["invalid", "empty", "gap", "overlap"]
# A sliver is as thin as a strip twenty times as long as wide, or thinner. The measure is 4 pi A / P^2, 1 for
# a circle (Polsby and Popper, The Third Criterion, Yale Law & Policy Review 9, 1991), and for such a strip
# 4 pi 20 / 42^2 = 0.142. The measure is published, the threshold is our own.
SLIVER_THINNESS: Final = 4 * math.pi * 20 / 42**2
# A smaller gap or overlap is the last digit of a coordinate; no household stands in it.
SMALLEST_FAULT_M2: Final = 1.0


@dataclass(frozen=True, eq=False)
class Drawing:
    """
    Polygons to be checked.

    `shapes` are in degrees or metres as `crs` says, None where missing; `codes` name them, perhaps not
    uniquely; `zone` is the coordinate system in metres in which they are measured.
    """

    shapes: Shapes
    codes: tuple[str, ...]
    crs: object
    zone: object

    def in_metres(self, shapes: Shapes) -> Shapes:
        """
        Bring shapes to the zone, vertex by vertex.

        Parameters
        ----------
        shapes
            In the drawing's own coordinates.

        Returns
        -------
        metric
            In metres; None where missing.
        """

        def move(xy: Numbers) -> Numbers:
            return np.column_stack(move_points(xy[:, 0], xy[:, 1], source=self.crs, target=self.zone))

        return move_shapes(shapes, move)

    @cached_property
    def mended(self) -> Shapes:
        """The shapes, invalid ones mended; None where there is no polygon in one."""
        mended = self.shapes.copy()
        broken = ~shapely.is_valid(mended) | ~np.isin(shapely.get_type_id(mended), (3, 6))
        mended[broken] = [mend_polygon(shape) for shape in mended[broken]]
        return mended

    def areas(self, shapes: Shapes) -> Numbers:
        """
        Measure shapes.

        Parameters
        ----------
        shapes
            In the drawing's own coordinates.

        Returns
        -------
        areas_m2
            Square metres; 0 where missing.
        """
        return np.nan_to_num(shapely.area(self.in_metres(shapes)))


@dataclass(frozen=True, eq=False)
class Fault:
    """
    One place where polygons are wrong (拓扑问题).

    `members` are the positions of the polygons concerned; `ground` is the place, in the drawing's coordinates
    (for an invalid polygon what it covers); `pieces` are its parts in the arrangement. `thinness` is
    4 pi A / P^2, and 0 where there is no ground; `why` says what is wrong with an invalid one.
    """

    kind: FaultKind
    members: tuple[int, ...]
    ground: shapely.Geometry | None
    area_m2: float
    thinness: float = 0.0
    why: str = ""
    pieces: tuple[int, ...] = ()

    @property
    def is_sliver(self) -> bool:
        """Whether a gap or overlap is a thin strip."""
        return self.kind in {"gap", "overlap"} and self.thinness <= SLIVER_THINNESS

    @property
    def counts(self) -> bool:
        """Whether it is more than the rounding of coordinates."""
        return self.kind in {"invalid", "empty"} or self.area_m2 >= SMALLEST_FAULT_M2


@dataclass(frozen=True, eq=False)
class Findings:
    """
    What is wrong with a drawing.

    `arrangement` names polygons by their positions in the drawing.
    """

    faults: tuple[Fault, ...]
    arrangement: Arrangement = field(repr=False)


def find_faults(drawing: Drawing) -> Findings:
    """
    Find where polygons are invalid, leave gaps, or overlap.

    Nothing is changed. Gaps and overlaps are looked for after invalid polygons have been mended, else each of
    these would tear a hole. A gap is ground that polygons enclose and none covers; polygons of one code do
    not overlap each other.

    Parameters
    ----------
    drawing
        The polygons.

    Returns
    -------
    findings
        Faults in the order of their kinds, then of their polygons.
    """
    mended = drawing.mended
    usable = ~shapely.is_missing(mended) & ~shapely.is_empty(mended)
    places = np.flatnonzero(usable)
    arrangement = arrange(mended[places])
    arrangement = Arrangement(
        tuple(int(places[item]) for item in arrangement.disturbed),
        arrangement.pieces,
        tuple(tuple(int(places[item]) for item in cover) for cover in arrangement.covers),
    )
    faults = [*_alone(drawing, mended, usable), *_between(drawing, arrangement)]
    return Findings(tuple(faults), arrangement)


def _alone(
    drawing: Drawing, mended: Shapes, usable: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> list[Fault]:
    """List the polygons that are none by themselves."""
    broken = np.flatnonzero(usable & ~shapely.is_valid(drawing.shapes)).tolist()
    areas = drawing.areas(mended[broken])
    faults = [Fault("empty", (int(place),), None, 0.0) for place in np.flatnonzero(~usable)]
    faults += [
        Fault(
            "invalid",
            (place,),
            mended[place],
            float(area),
            why=str(shapely.is_valid_reason(drawing.shapes[place])),
        )
        for place, area in zip(broken, areas, strict=True)
    ]
    return faults


def _between(drawing: Drawing, arrangement: Arrangement) -> list[Fault]:
    """List gaps, one each, and overlaps, one for each set of polygons that share ground."""
    groups: dict[tuple[int, ...], list[list[int]]] = {}
    for piece, cover in enumerate(arrangement.covers):
        if not cover:
            groups.setdefault((), []).append([piece])
        elif len({drawing.codes[place] for place in cover}) > 1:
            groups.setdefault(cover, [[]])[0].append(piece)
    found = [(cover, pieces) for cover, lists in groups.items() for pieces in lists]
    grounds = np.array(
        [joined([arrangement.pieces[piece] for piece in pieces]) for _, pieces in found], dtype=object
    )
    metric = drawing.in_metres(grounds)
    around = _around(drawing, arrangement)
    faults = [
        Fault(
            "overlap" if cover else "gap",
            cover or around[pieces[0]],
            ground,
            float(shapely.area(measured)),
            thinness_of(measured),
            pieces=tuple(pieces),
        )
        for (cover, pieces), ground, measured in zip(found, grounds, metric, strict=True)
    ]
    return sorted(faults, key=lambda fault: (fault.kind, _codes(fault, drawing.codes), -fault.area_m2))


def _around(drawing: Drawing, arrangement: Arrangement) -> dict[int, tuple[int, ...]]:
    """Name the polygons around each gap."""
    gaps = [piece for piece, cover in enumerate(arrangement.covers) if not cover]
    own = list(arrangement.disturbed)
    of_gap, found = shapely.STRtree(drawing.mended[own]).query(
        arrangement.pieces[gaps], predicate="intersects"
    )
    names: dict[int, list[int]] = {piece: [] for piece in gaps}
    for gap, place in zip(of_gap.tolist(), found.tolist(), strict=True):
        names[gaps[gap]].append(own[place])
    return {piece: tuple(sorted(places)) for piece, places in names.items()}


def _codes(fault: Fault, codes: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(codes[place] for place in fault.members))


def thinness_of(metric: shapely.Geometry) -> float:
    """
    Measure how thin a shape is.

    Parameters
    ----------
    metric
        A polygon in metres.

    Returns
    -------
    thinness
        4 pi A / P^2: 1 for a circle, 0.785 for a square, towards 0 for a thin strip (Polsby and Popper 1991).
    """
    around = float(shapely.length(metric))
    return 4 * math.pi * float(shapely.area(metric)) / around**2 if around else 0.0
