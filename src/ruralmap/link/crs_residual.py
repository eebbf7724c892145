"""What a coordinate system leaves over (残差向量): how points would have to move to reach their villages."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

if TYPE_CHECKING:
    from ruralmap.geo.crs import Numbers
    from ruralmap.link.crs_evidence import Flags, Places, Reading, Reference, Sample

# Xian 1980 and Beijing 1954 taken as CGCS2000 are tens of metres to over 100 m wrong.
NEAR_M: Final = 200.0


@dataclass(frozen=True, eq=False)
class Residual:
    """
    How points would have to move to reach the village they claim (残差向量).

    `east_m` and `north_m` are the median of those outside it, in metres; NaN where there are none. `near`
    counts those within NEAR_M, `one_sided` (0 to 1) says how much these agree on the direction, `chance` how
    likely they would agree so much without any cause. `far` tells of each point that claims a village whether
    it lies farther away than that.
    """

    far: Flags
    east_m: float = float("nan")
    north_m: float = float("nan")
    near: int = 0
    one_sided: float = 0.0
    chance: float = 1.0


def measure_residual(sample: Sample, reading: Reading, reference: Reference) -> Residual:
    """
    Measure how the points outside the village they claim would have to move to reach it.

    Parameters
    ----------
    sample
        The points.
    reading
        What a candidate makes of them.
    reference
        What the points are held against.

    Returns
    -------
    residual
        In metres; nothing where every point lies in its village.
    """
    named = np.flatnonzero(sample.claimed >= 0)
    far = np.zeros(named.size, dtype=bool)
    missed = named[~reading.hit]
    degrees = reading.candidate.to_degrees(sample.x[missed], sample.y[missed])
    points = np.column_stack(reference.to_metres(*degrees))
    known = np.isfinite(points).all(axis=1)
    if not known.any():
        return Residual(far)
    targets = reference.metres[sample.claimed[missed[known]]]
    ends = shapely.get_coordinates(shapely.shortest_line(shapely.points(points[known]), targets))
    ways = ends[1::2] - ends[::2]
    away_m = np.hypot(*ways.T)
    far[np.flatnonzero(~reading.hit)[known]] = away_m > NEAR_M
    # A point on the border of its village has no direction.
    near = (away_m > 0) & (away_m <= NEAR_M)
    one_sided, chance = _agreement(ways[near] / away_m[near, None], sample.spots[missed[known][near]])
    east_m, north_m = np.median(ways, axis=0)
    return Residual(far, float(east_m), float(north_m), int(near.sum()), one_sided, chance)


def _agreement(directions: Numbers, spots: Places) -> tuple[float, float]:
    """
    Say how much directions agree (0 to 1), and how likely they would do so without any cause.

    Source: Rayleigh's test of uniformity on the circle, exp(-n R²), with the spread between spots for that
    between points; where each spot has one point it is the same.
    """
    sums = np.column_stack([np.bincount(spots, weights=part) for part in directions.T])
    pull, spread = float(np.sum(sums.sum(axis=0) ** 2)), float(np.sum(sums**2))
    return (pull**0.5 / len(directions), math.exp(-pull / spread)) if spread else (0.0, 1.0)
