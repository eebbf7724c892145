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

from ruralmap.geo.coverage import outline_of
from ruralmap.geo.crs import metre_function, require_degrees
from ruralmap.geo.moves import move_shapes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import geopandas as gpd

    from ruralmap.geo.candidates import Candidate
    from ruralmap.geo.crs import Numbers, Pair

Flags = NDArray[np.bool_]
Places = NDArray[np.int64]
# Points that are looked at: spread over the file, the same every time.
SAMPLE: Final = 2_000
# Points of one hamlet cross a border together, whatever shifts them: what lies in one square of this width is
# one witness. It is the distance between WGS-84 and GCJ-02, in metres and in degrees.
_SPOT_M, _SPOT_DEGREES, _LARGEST_DEGREE = 500.0, 0.005, 180.0
# Multiples of the golden ratio fall evenly and into no rhythm (Weyl).
_GOLDEN: Final = (5**0.5 - 1) / 2
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
    it claims none. `spots` numbers the spots: points of one claim within 500 m share one. `points` and
    `claims` count those of the whole file.
    """

    x: Numbers
    y: Numbers
    claimed: Places
    spots: Places
    points: int
    claims: int


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
    outline = outline_of(villages.to_numpy()) if county is None else county
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
        At most SAMPLE points, spread over the file, and as many of those that claim a village.
    """
    first, second = (np.asarray(values, dtype=np.float64) for values in (x, y))
    claimed = reference.villages.index.get_indexer(pd.Index(claims))
    shapeless = np.flatnonzero(shapely.is_missing(reference.villages.to_numpy()))
    claimed[np.isin(claimed, shapeless)] = -1
    readable = np.isfinite(first) & np.isfinite(second)
    some, named = np.flatnonzero(readable), np.flatnonzero(readable & (claimed >= 0))
    rows = np.union1d(spread_rows(some), spread_rows(named))
    x_read, y_read, claims_read = first[rows], second[rows], claimed[rows]
    spots = _number_spots(x_read, y_read, claims_read)
    return Sample(x_read, y_read, claims_read, spots, points=some.size, claims=named.size)


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


def spread_rows(rows: Places) -> Places:
    """
    Choose the rows to look at, spread over a file whose rows may alternate between two sources.

    Parameters
    ----------
    rows
        Numbers of rows, in their order.

    Returns
    -------
    chosen
        At most SAMPLE of them, in their order; the same every time.
    """
    if rows.size <= SAMPLE:
        return rows
    return rows[np.sort(np.argsort(np.arange(rows.size) * _GOLDEN % 1, kind="stable")[:SAMPLE])]


def _number_spots(x: Numbers, y: Numbers, claimed: Places) -> Places:
    """Give each point the number of its spot, in degrees or metres as the size of its numbers says."""
    is_degrees = (np.abs(x) <= _LARGEST_DEGREE) & (np.abs(y) <= _LARGEST_DEGREE)
    width = np.where(is_degrees, _SPOT_DEGREES, _SPOT_M)
    cells = np.column_stack([np.floor(x / width), np.floor(y / width), claimed])
    return np.unique(cells, axis=0, return_inverse=True)[1].reshape(-1)


def _share(flags: Flags) -> float:
    return float(flags.mean()) if flags.size else 0.0
