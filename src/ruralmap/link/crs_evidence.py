"""
How well a coordinate system explains points (坐标系证据): counted, never assumed.

Points are read in each way that their numbers allow. A right reading puts them inside the county, and into
the villages that their own codes or names claim; a wrong one puts a share of them next door, all to one side.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from ruralmap.geo.crs import metre_function, require_degrees
from ruralmap.geo.moves import move_shapes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import geopandas as gpd

    from ruralmap.geo.candidates import Candidate
    from ruralmap.geo.crs import Numbers, Pair

Flags = NDArray[np.bool_]
Places = NDArray[np.int64]
# Points that are looked at: evenly spaced in the file's order, so that the answer is the same every time.
SAMPLE: Final = 2_000
# Xian 1980 and Beijing 1954 taken as CGCS2000 are tens of metres to over 100 m wrong.
NEAR_M: Final = 200.0
_DECIMALS: Final = 10
_MOST: Final = 0.95


@dataclass(frozen=True, eq=False)
class Reference:
    """
    What points are held against: villages and the county, in CGCS2000 degrees.

    `villages` is uniquely indexed by code; `metres` are the same shapes in the county's zone, `to_metres`
    brings degrees there.
    """

    villages: gpd.GeoSeries
    county: shapely.Geometry
    metres: NDArray[np.object_]
    to_metres: Callable[[Numbers, Numbers], Pair]

    @property
    def longitudes(self) -> tuple[float, float]:
        """The county's westernmost and easternmost longitude."""
        west, _, east, _ = shapely.bounds(self.county)
        return float(west), float(east)


@dataclass(frozen=True, eq=False)
class Sample:
    """
    The points of a file that are looked at.

    `x` and `y` are its two columns; `claimed` gives the place of the village that each point claims, -1 where
    it claims none. `points` and `claims` count those of the whole file.
    """

    x: Numbers
    y: Numbers
    claimed: Places
    points: int
    claims: int


@dataclass(frozen=True)
class Residual:
    """
    How points would have to move to reach the village they claim (残差向量).

    `east_m` and `north_m` are the median of those outside it, in metres; NaN where there are none. `near`
    counts those within NEAR_M, `one_sided` (0 to 1) says how much these agree on the direction.
    """

    east_m: float = float("nan")
    north_m: float = float("nan")
    near: int = 0
    one_sided: float = 0.0


@dataclass(frozen=True, eq=False)
class Reading:
    """
    What one candidate makes of the sample.

    `inside` tells of each point whether it lies in the county, `hit` of each that claims a village whether it
    lies in it.
    """

    candidate: Candidate
    inside: Flags
    hit: Flags

    @property
    def inside_share(self) -> float:
        """The share of points inside the county, 0 to 1; 0 of none."""
        return _share(self.inside)

    @property
    def hit_rate(self) -> float:
        """The share of points inside the village they claim, 0 to 1; 0 of none."""
        return _share(self.hit)


def make_reference(villages: gpd.GeoSeries, county: shapely.Geometry | None = None) -> Reference:
    """
    Prepare what points are held against.

    Parameters
    ----------
    villages
        In CGCS2000 or WGS-84 degrees, uniquely indexed by code; missing shapes hold nothing.
    county
        The county's outline in degrees; all villages together unless given.

    Returns
    -------
    reference
        Villages and county, in degrees and in metres.

    Raises
    ------
    CrsError
        If the villages are not in degrees, or lie outside China's zones.
    """
    require_degrees(villages)
    outline = shapely.union_all(villages.to_numpy()) if county is None else county
    west, south, east, north = map(float, shapely.bounds(outline))
    to_metres = metre_function(villages.crs, bounds=(west, south, east, north))

    def move(vertices: Numbers) -> Numbers:
        return np.column_stack(to_metres(vertices[:, 0], vertices[:, 1]))

    shapely.prepare(outline)
    return Reference(villages, outline, move_shapes(villages.to_numpy(), move), to_metres)


def draw_sample(
    x: pd.Series[float], y: pd.Series[float], claims: pd.Series[str], reference: Reference
) -> Sample:
    """
    Choose the points to look at.

    Parameters
    ----------
    x
        The first column as read, missing where it is no number.
    y
        The second, on the same index.
    claims
        The code of the village that each point claims, on the same index; missing where there is none, or
        where the villages do not have it.
    reference
        What the points will be held against.

    Returns
    -------
    sample
        At most SAMPLE points, evenly spaced, and as many of those that claim a village.
    """
    first, second = (np.asarray(values, dtype=np.float64) for values in (x, y))
    claimed = reference.villages.index.get_indexer(pd.Index(claims))
    shapeless = np.flatnonzero(shapely.is_missing(reference.villages.to_numpy()))
    claimed[np.isin(claimed, shapeless)] = -1
    readable = np.isfinite(first) & np.isfinite(second)
    some, named = np.flatnonzero(readable), np.flatnonzero(readable & (claimed >= 0))
    rows = np.union1d(_evenly(some), _evenly(named))
    return Sample(first[rows], second[rows], claimed[rows], points=some.size, claims=named.size)


def read_sample(sample: Sample, candidates: Iterable[Candidate], reference: Reference) -> list[Reading]:
    """
    Read a sample in every way that the size of its numbers allows.

    Parameters
    ----------
    sample
        The points.
    candidates
        The ways.
    reference
        What the points are held against.

    Returns
    -------
    readings
        The best first: by hits, then by points inside the county, then in the order of the candidates.
    """
    able = [candidate for candidate in candidates if candidate.may_hold(sample.x, sample.y)]
    readings = [take_reading(sample, candidate, reference) for candidate in able if sample.x.size]
    return sorted(readings, key=lambda one: (-int(one.hit.sum()), -int(one.inside.sum())))


def take_reading(sample: Sample, candidate: Candidate, reference: Reference) -> Reading:
    """
    Read a sample in one way.

    Parameters
    ----------
    sample
        The points.
    candidate
        The way.
    reference
        What the points are held against.

    Returns
    -------
    reading
        What it makes of the points.
    """
    lon, lat = candidate.to_degrees(sample.x, sample.y)
    inside = np.asarray(shapely.intersects_xy(reference.county, lon, lat))
    named = sample.claimed >= 0
    villages = reference.villages.to_numpy()[sample.claimed[named]]
    return Reading(candidate, inside, np.asarray(shapely.intersects_xy(villages, lon[named], lat[named])))


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
    missed = np.flatnonzero(sample.claimed >= 0)[~reading.hit]
    degrees = reading.candidate.to_degrees(sample.x[missed], sample.y[missed])
    points = np.column_stack(reference.to_metres(*degrees))
    known = np.isfinite(points).all(axis=1)
    if not known.any():
        return Residual()
    targets = reference.metres[sample.claimed[missed[known]]]
    ends = shapely.get_coordinates(shapely.shortest_line(shapely.points(points[known]), targets))
    ways = ends[1::2] - ends[::2]
    away_m = np.hypot(*ways.T)
    # A point on the border of its village has no direction.
    near = (away_m > 0) & (away_m <= NEAR_M)
    pull = np.hypot(*(ways[near] / away_m[near, None]).sum(axis=0))
    east_m, north_m = np.median(ways, axis=0)
    one_sided = float(pull / near.sum()) if near.any() else 0.0
    return Residual(float(east_m), float(north_m), near=int(near.sum()), one_sided=one_sided)


def count_digits(values: Numbers) -> tuple[int, int]:
    """
    Count the digits of a column of coordinates: eight before the point tell an easting with its zone.

    Parameters
    ----------
    values
        The numbers; none missing.

    Returns
    -------
    digits
        Digits before the point, of the median; decimals that at least 95 % of the numbers do with.
    """
    whole = len(str(int(abs(np.median(values)))))
    for decimals in range(_DECIMALS):
        if np.isclose(values, values.round(decimals), rtol=0, atol=10.0 ** -(_DECIMALS + 1)).mean() >= _MOST:
            return whole, decimals
    return whole, _DECIMALS


def _evenly(rows: Places) -> Places:
    """Take at most SAMPLE rows, evenly spaced in their order."""
    if rows.size <= SAMPLE:
        return rows
    return rows[np.arange(SAMPLE) * rows.size // SAMPLE]


def _share(flags: Flags) -> float:
    return float(flags.mean()) if flags.size else 0.0
