"""
Ways to read a county's numbers (候选坐标系): a closed list, each with its way to CGCS2000 degrees.

Chinese surveyors call the north X and the east Y, and map services shift what they show, so that two columns
of numbers can be read in dozens of ways. Every reading has a stable text by which `ruralmap.toml` names it:
`EPSG:4526`, `GCJ-02`, `CM115.25 FE500000`, with ` YX` behind it where the first column is the northing.
Xian 1980 and Beijing 1954 are never in the list: what is needed to leave them is not public.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import numpy as np
from pyproj.crs import ProjectedCRS
from pyproj.crs.coordinate_operation import TransverseMercatorConversion

from ruralmap.errors import CrsError
from ruralmap.geo.crs import (
    CGCS2000,
    EPSG_WITH_PREFIX,
    EPSG_WITHOUT_PREFIX,
    FIRST_ZONE,
    LAST_ZONE,
    move_points,
    read_crs,
)
from ruralmap.geo.datum import CHINA_BOX, wgs84_of
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pyproj import CRS

    from ruralmap.geo.crs import Numbers, Pair

Kind = Literal["degrees", "gcj02", "bd09", "zone3", "meridian3", "zone6", "utm", "local", "other"]

SWAPPED: Final = " YX"
# The datum of each shifted kind; all others are CGCS2000, or WGS-84, which is the same here.
_DATUMS: Final[dict[Kind, str]] = {"gcj02": "GCJ-02", "bd09": "BD-09"}
_DEGREES: Final = frozenset({"EPSG:4326", "OGC:CRS84", "CGCS2000", "WGS-84", "WGS84", CGCS2000})
# EPSG: CGCS2000 / 6-degree Gauss-Kruger zone n is 4478 + n, without the zone in the easting 4489 + n, and its
# meridian 6n - 3. UTM zone n on WGS-84 is 32600 + n, its meridian 6n - 183.
_ZONE6, _MERIDIAN6, _UTM = 4478, 4489, 32600
_FIRST_ZONE6, _LAST_ZONE6, _UTM_AHEAD = 13, 23, 30


class _Series(NamedTuple):
    """A row of zones: their codes less their number, and their meridians."""

    kind: Kind
    code: int
    first: int
    last: int
    width: int
    origin: int


_SERIES: Final = (
    _Series("zone3", EPSG_WITH_PREFIX, FIRST_ZONE, LAST_ZONE, 3, 0),
    _Series("meridian3", EPSG_WITHOUT_PREFIX, FIRST_ZONE, LAST_ZONE, 3, 0),
    _Series("zone6", _ZONE6, _FIRST_ZONE6, _LAST_ZONE6, 6, -3),
    _Series("utm", _UTM, _FIRST_ZONE6 + _UTM_AHEAD, _LAST_ZONE6 + _UTM_AHEAD, 6, -183),
)
FALSE_EASTING_M: Final = 500_000.0
# Local systems (地方坐标系) take a meridian through their own area. The measuring codes leave it free; those
# of the 1.5-degree zones and all whole, half and quarter degrees lie on this grid. Neighbours on it put a
# point 25 km apart, so that villages tell them apart at once; a meridian between them is not guessed at.
LOCAL_STEP_DEGREES: Final = 0.25
_NEAR_BORDER_DEGREES: Final = 1.0
# Beyond half the width of a 3-degree zone a local meridian would measure worse than the zone does.
LOCAL_REACH_DEGREES: Final = 1.5
# The number of a zone stands before eastings in millions. Eastings of China's zones keep within 350 km of the
# meridian, so that this much leaves room; northings lie between 3° and 54° N.
_ZONE_NUMBER_M: Final = 1e6
_FARTHEST_EAST_M: Final = 5e5
_NORTHINGS_M: Final = (3e5, 6e6)
_LOCAL_TEXT: Final = re.compile(r"^CM(\d{2,3}(?:\.\d+)?)(?: FE(\d+(?:\.\d+)?))?$")


@dataclass(frozen=True)
class Candidate:
    """
    One way to read two columns of numbers (一种读法).

    `base` is its stable text without the order of axes; `meridian` is the central meridian in degrees,
    `zone` the number that stands before eastings. Of `swapped` ones the first column is the northing, or the
    latitude.
    """

    base: str
    kind: Kind
    swapped: bool = False
    meridian: float | None = None
    zone: int | None = None
    false_easting_m: float = FALSE_EASTING_M

    @property
    def id(self) -> str:
        """The text by which ruralmap.toml names it."""
        return self.base + SWAPPED * self.swapped

    @property
    def label(self) -> str:
        """What programs call it, in any language: `CGCS2000 / 3-degree Gauss-Kruger zone 38`, `GCJ-02`."""
        return (self.crs.name if self.is_plain else self.base) + SWAPPED * self.swapped

    @property
    def datum(self) -> str:
        """CGCS2000 (WGS-84 is the same at this accuracy), GCJ-02 or BD-09."""
        return _DATUMS.get(self.kind, "CGCS2000")

    @property
    def is_plain(self) -> bool:
        """Whether a coordinate system alone says all: no shift and no exchange."""
        return not self.swapped and self.kind not in _DATUMS

    @property
    def crs(self) -> CRS:
        """The coordinate system of the numbers, once they are east before north and any shift is undone."""
        return _crs_of(self)

    def name(self, lang: Language = "zh") -> str:
        """
        Say what it is.

        Parameters
        ----------
        lang
            The language.

        Returns
        -------
        name
            Such as `CGCS2000 三度带第 38 带(带号在内)，第一列为北`.
        """
        values = {
            "zone": self.zone,
            "meridian": f"{self.meridian or 0:.10g}",
            "offset": f"{self.false_easting_m:g}",
        }
        own = self.crs.name if self.kind == "other" else ""
        name = say(f"crs.system.{self.kind}", lang, name=own, **values)
        return say("crs.system.swapped", lang, name=name) if self.swapped else name

    def may_hold(self, x: Numbers, y: Numbers) -> bool:
        """
        Tell by the size of the numbers alone whether a file may be in this.

        Parameters
        ----------
        x
            The first column.
        y
            The second column, the same length.

        Returns
        -------
        plausible
            Whether at least half of the pairs are of a size that this system has in China.
        """
        fits = self.fits(x, y)
        return bool(2 * fits.sum() >= fits.size)

    def fits(self, x: Numbers, y: Numbers) -> NDArray[np.bool_]:
        """
        Tell of each pair by its size alone whether it may be this: rows in degrees and in metres lie mixed.

        Parameters
        ----------
        x
            The first column; a missing value fits nothing.
        y
            The second column, the same length.

        Returns
        -------
        fits
            Whether the pair is of a size that this system has in China. Any finite one is where the system
            is none of the list's.
        """
        east, north = (y, x) if self.swapped else (x, y)
        if self.kind == "other" and not self.crs.is_geographic:
            return np.isfinite(east) & np.isfinite(north)
        if self.crs.is_geographic:
            west, south, far_east, far_north = CHINA_BOX
            return (east >= west) & (east <= far_east) & (north >= south) & (north <= far_north)
        is_numbered = self.kind in {"zone3", "zone6"}
        middle = (self.zone or 0) * _ZONE_NUMBER_M * is_numbered + self.false_easting_m
        low, high = _NORTHINGS_M
        return (np.abs(east - middle) < _FARTHEST_EAST_M) & (north > low) & (north < high)

    def to_degrees(self, x: Numbers, y: Numbers) -> Pair:
        """
        Bring numbers read this way to CGCS2000 degrees.

        Parameters
        ----------
        x
            The first column; of a `swapped` candidate the northings or latitudes.
        y
            The second column, the same length.

        Returns
        -------
        degrees
            Longitudes and latitudes; NaN where this system holds no such place.

        Raises
        ------
        CrsError
            If there is no trustworthy step from this system to CGCS2000.
        """
        east, north = (y, x) if self.swapped else (x, y)
        return wgs84_of(self.datum, *move_points(east, north, source=self.crs, target=CGCS2000))


def candidates_near(west: float, east: float) -> tuple[Candidate, ...]:
    """
    List the ways in which the numbers of a county may be read.

    A county may straddle two zones: of the 3-degree zones its own and their neighbours are tried, of the
    6-degree ones its own, and a neighbour less than a degree away.

    Parameters
    ----------
    west
        The county's westernmost longitude, degrees.
    east
        Its easternmost longitude, degrees.

    Returns
    -------
    candidates
        Degrees first, then zones, then UTM, then local meridians; of each the usual order of axes before the
        exchanged one. No two of them are the same system.
    """
    plain = [Candidate(CGCS2000, "degrees"), Candidate("GCJ-02", "gcj02"), Candidate("BD-09", "bd09")]
    zones3 = _zones((west - 3) / 3 + 0.5, (east + 3) / 3 + 0.5, FIRST_ZONE, LAST_ZONE)
    wider = (west - _NEAR_BORDER_DEGREES, east + _NEAR_BORDER_DEGREES)
    zones6 = _zones(wider[0] / 6 + 1, wider[1] / 6 + 1, _FIRST_ZONE6, _LAST_ZONE6)
    # The meridian of a 6-degree zone is that of a 3-degree one: without the zone's number both are the same.
    meridians = dict.fromkeys([*zones3, *(2 * zone - 1 for zone in zones6)])
    plain += [_known(EPSG_WITH_PREFIX + zone) for zone in zones3] + [
        _known(EPSG_WITHOUT_PREFIX + zone) for zone in meridians
    ]
    plain += [_known(_ZONE6 + zone) for zone in zones6]
    plain += [_known(_UTM + _UTM_AHEAD + zone) for zone in zones6]
    steps = range(
        round((west - LOCAL_REACH_DEGREES) / LOCAL_STEP_DEGREES),
        round((east + LOCAL_REACH_DEGREES) / LOCAL_STEP_DEGREES) + 1,
    )
    local = [_local(step * LOCAL_STEP_DEGREES) for step in steps]
    plain += [candidate for candidate in local if candidate.kind == "local"]
    return tuple(replace(one, swapped=swapped) for one in plain for swapped in (False, True))


def read_candidate(named: object) -> Candidate:
    """
    Read what names a way of reading: its stable text, any EPSG code, or a coordinate system itself.

    Parameters
    ----------
    named
        Such as `EPSG:4526`, `EPSG:4547 YX`, `GCJ-02`, `CM115.25 FE500000`, WKT, or a layer's own system.

    Returns
    -------
    candidate
        The same for all names of one system: EPSG:4326 is EPSG:4490 here, EPSG:4509 is EPSG:4548.

    Raises
    ------
    CrsError
        If it names none.
    """
    text = " ".join(named.split()) if isinstance(named, str) else ""
    upper = text.upper()
    if upper.endswith(SWAPPED):
        return replace(read_candidate(text[: -len(SWAPPED)]), swapped=True)
    for kind, datum in _DATUMS.items():
        if upper in {datum, datum.replace("-", "")}:
            return Candidate(datum, kind)
    if upper in _DEGREES:
        return Candidate(CGCS2000, "degrees")
    local = _LOCAL_TEXT.match(upper)
    if local and FIRST_ZONE <= float(local[1]) / 3 <= LAST_ZONE:
        return _local(float(local[1]), float(local[2] or FALSE_EASTING_M))
    if upper.startswith("CM"):
        raise CrsError(say_both("geo.unknown_crs", crs=text))
    return _of_crs(read_crs(named), text)


def _of_crs(crs: CRS, text: str) -> Candidate:
    """Find the candidate that a coordinate system is, by its code if it has one."""
    code = crs.to_epsg()
    return _known(code) if code else Candidate(text or crs.to_wkt(), "other")


def _known(code: int) -> Candidate:
    """Make the candidate of an EPSG code."""
    if _FIRST_ZONE6 <= code - _MERIDIAN6 <= _LAST_ZONE6:
        code = EPSG_WITHOUT_PREFIX + 2 * (code - _MERIDIAN6) - 1
    text = f"EPSG:{code}"
    for series in _SERIES:
        zone = code - series.code
        if series.first <= zone <= series.last:
            meridian = float(series.width * zone + series.origin)
            return Candidate(text, series.kind, meridian=meridian, zone=zone)
    return Candidate(CGCS2000, "degrees") if text in _DEGREES else Candidate(text, "other")


def _local(meridian: float, false_easting_m: float = FALSE_EASTING_M) -> Candidate:
    """Make the candidate of a local meridian; that of a zone is the zone's own."""
    zone, rest = divmod(meridian, 3)
    if not rest and false_easting_m == FALSE_EASTING_M and FIRST_ZONE <= zone <= LAST_ZONE:
        return _known(EPSG_WITHOUT_PREFIX + int(zone))
    base = f"CM{meridian:.10g} FE{false_easting_m:.10g}"
    return Candidate(base, "local", meridian=meridian, false_easting_m=false_easting_m)


def _zones(first: float, last: float, lowest: int, highest: int) -> list[int]:
    """List the zones from one to the other that China has."""
    return [zone for zone in range(int(first), int(last) + 1) if lowest <= zone <= highest]


@lru_cache(maxsize=256)
def _crs_of(candidate: Candidate) -> CRS:
    """Make the coordinate system of a candidate's numbers."""
    if candidate.kind in _DATUMS:
        return read_crs(CGCS2000)
    if candidate.kind != "local":
        return read_crs(candidate.base)
    conversion = TransverseMercatorConversion(
        longitude_natural_origin=candidate.meridian or 0.0,
        false_easting=candidate.false_easting_m,
        scale_factor_natural_origin=1.0,
    )
    return ProjectedCRS(conversion, name=f"CGCS2000 / {candidate.base}", geodetic_crs=read_crs(CGCS2000))
