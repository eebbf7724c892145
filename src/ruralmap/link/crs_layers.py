"""
Which coordinate system a layer of polygons is in (图层坐标系判定), told by its outline.

Whole villages stay in their township however they are shifted; the outline of all of them does not stay on
that of the county. So outlines are compared: the area that both share, of the area that either has (IoU).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import shapely
from numpy.typing import NDArray

from ruralmap.geo.coverage import outline_of
from ruralmap.geo.crs import CGCS2000, metre_function
from ruralmap.geo.moves import move_shapes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ruralmap.geo.candidates import Candidate
    from ruralmap.geo.crs import Numbers

Shapes = NDArray[np.object_]
State = Literal["recognised", "ambiguous", "none"]
# Why nothing was recognised: no other layer to compare with; nothing fits; two fit alike; the best fits too
# little; the best would fit if all of it were moved the same way.
Reason = Literal["", "unreferenced", "unfit", "alike", "weak", "one_sided"]

# Outlines of one county from two sources share more than 0.98 of their ground even where one is simplified;
# a shift of 500 m takes 0.03 from a county of 60 km, and more from a smaller one.
SURE_SHARE: Final = 0.95
LEAST_SHARE: Final = 0.5
# What the best leaves uncovered must be less than a third of what any other leaves.
CLEARLY: Final = 3.0
# Less than this uncovered is the last digit of coordinates; less than ten metres is the width of a line.
EXACT_SHARE: Final = 0.0005
SMALLEST_SHIFT_M: Final = 10.0
_SHOWN: Final = 3


@dataclass(frozen=True)
class LayerReading:
    """
    What one candidate makes of a layer.

    `share` is the area that its outline shares with the reference, of the area that either has (0 to 1);
    `hit_rate` the share of its polygons that lie in the unit above that their code names, None where it is
    not known. `east_m` and `north_m` say how far its middle would have to move to lie on that of the
    reference; `share_moved` is the area shared after that.
    """

    candidate: Candidate
    share: float
    hit_rate: float | None
    east_m: float
    north_m: float
    share_moved: float


@dataclass(frozen=True)
class LayerVerdict:
    """
    What is to be thought of a layer's coordinates.

    `evidence` holds the best readings, the best first, then what is stated of the layer; `is_contradicted`
    tells that another one was recognised than what is stated.
    """

    state: State
    reason: Reason
    evidence: tuple[LayerReading, ...] = ()
    is_contradicted: bool = False

    @property
    def proposal(self) -> Candidate | None:
        """What the layer is in, where that was recognised."""
        return self.evidence[0].candidate if self.state == "recognised" else None


def judge_layer(
    shapes: Shapes,
    parents: Shapes,
    *,
    outline: shapely.Geometry | None,
    candidates: Sequence[Candidate],
    stated: Candidate | None = None,
) -> LayerVerdict:
    """
    Find the coordinate system of a layer of polygons.

    Parameters
    ----------
    shapes
        Its polygons in the numbers of the file, None where missing.
    parents
        The unit above that each polygon's code names, in CGCS2000 degrees; None where it is not known.
    outline
        The county's outline from another layer, in CGCS2000 degrees; None where there is none.
    candidates
        The ways in which the numbers may be read.
    stated
        The way in which the file or the workspace says that they are to be read.

    Returns
    -------
    verdict
        What was recognised, or why nothing was, with the evidence.
    """
    whole = outline_of(shapes)
    if outline is None or shapely.is_empty(whole):
        return LayerVerdict("ambiguous", "unreferenced")
    vertices = shapely.get_coordinates(whole)
    also = [stated] if stated and stated not in candidates else []
    able = [one for one in [*candidates, *also] if one.may_hold(vertices[:, 0], vertices[:, 1])]
    known = ~(shapely.is_missing(shapes) | shapely.is_missing(parents))
    inner = np.asarray(shapely.point_on_surface(shapes[known]))
    readings = [_read(one, whole, inner, parents=parents[known], outline=outline) for one in able]
    ranked = sorted(readings, key=lambda one: -one.share)
    state, reason = _judge(ranked)
    own = [reading for reading in ranked if reading.candidate == stated]
    shown = ranked[:_SHOWN]
    shown += [reading for reading in own if reading not in shown]
    other = state == "recognised" and stated is not None and shown[0].candidate != stated
    return LayerVerdict(state, reason, tuple(shown), is_contradicted=other)


def _read(
    candidate: Candidate,
    whole: shapely.Geometry,
    inner: Shapes,
    *,
    parents: Shapes,
    outline: shapely.Geometry,
) -> LayerReading:
    """Bring outline and inner points to degrees, and compare."""

    def to_degrees(vertices: Numbers) -> Numbers:
        return np.column_stack(candidate.to_degrees(vertices[:, 0], vertices[:, 1]))

    moved = move_shapes(np.array([whole], dtype=object), to_degrees)[0]
    hits = shapely.intersects(parents, move_shapes(inner, to_degrees))
    hit_rate = float(hits.mean()) if hits.size else None
    if moved is None:
        return LayerReading(candidate, 0.0, hit_rate, np.nan, np.nan, 0.0)
    ends = shapely.get_coordinates([shapely.centroid(moved), shapely.centroid(outline)])
    shifted = shapely.transform(moved, lambda vertices: vertices + (ends[1] - ends[0]))
    east_m, north_m = _metres_between(ends, outline)
    share, share_moved = _shared(moved, outline), _shared(shifted, outline)
    return LayerReading(candidate, share, hit_rate, east_m, north_m, share_moved)


def _shared(one: shapely.Geometry, other: shapely.Geometry) -> float:
    """Give the area that two shapes share, of the area that either has."""
    both = shapely.area(shapely.intersection(shapely.make_valid(one), shapely.make_valid(other)))
    return float(both / (shapely.area(one) + shapely.area(other) - both))


def _metres_between(ends: Numbers, outline: shapely.Geometry) -> tuple[float, float]:
    """Measure the way from one place to another, in metres; NaN where the county's zone cannot hold one."""
    west, south, east, north = map(float, shapely.bounds(outline))
    x, y = metre_function(CGCS2000, bounds=(west, south, east, north))(ends[:, 0], ends[:, 1])
    return float(x[1] - x[0]), float(y[1] - y[0])


def _judge(ranked: Sequence[LayerReading]) -> tuple[State, Reason]:
    """Judge by what the best reading leaves uncovered, and the others."""
    if not ranked or ranked[0].share < LEAST_SHARE:
        return "none", "unfit"
    best, *rivals = ranked
    left = 1 - best.share
    if _is_moved(best):
        return "ambiguous", "one_sided"
    if any(1 - rival.share < CLEARLY * left for rival in rivals):
        return "ambiguous", "alike"
    return ("recognised", "") if best.share >= SURE_SHARE else ("ambiguous", "weak")


def _is_moved(reading: LayerReading) -> bool:
    """Tell whether the layer would fit if all of it were moved the same way."""
    left, left_moved = 1 - reading.share, 1 - reading.share_moved
    far = np.hypot(reading.east_m, reading.north_m) >= SMALLEST_SHIFT_M
    return bool(far and left > EXACT_SHARE and left_moved * CLEARLY < left)
