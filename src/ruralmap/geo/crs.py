"""Coordinate systems of a Chinese county: which zone measures it, which steps between systems are honest."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError as ProjCrsError
from pyproj.exceptions import ProjError

from ruralmap.errors import CrsError
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Callable

    import geopandas as gpd

Numbers = NDArray[np.float64]
Pair = tuple[Numbers, Numbers]

FIRST_ZONE: Final = 25
LAST_ZONE: Final = 45
CGCS2000: Final = "EPSG:4490"
# EPSG: CGCS2000 / 3-degree Gauss-Kruger zone n is 4488 + n (the easting begins with the zone: 8 digits);
# CGCS2000 / 3-degree Gauss-Kruger CM 3n E is 4509 + n (6 digits).
EPSG_WITH_PREFIX: Final = 4488
EPSG_WITHOUT_PREFIX: Final = 4509
# They differ by centimetres to decimetres: one and the same for boundaries and households.
_MODERN_DATUMS: Final = ("China 2000", "World Geodetic System 1984")
# Xian 1980: EPSG:4610, 2327-2390. Beijing 1954: EPSG:4214, 2401-2442, 21413-21463; adjusted: 4555.
# PROJ has no transformation from them to CGCS2000, and a county's parameters may not be published.
_OLD_DATUMS: Final = ("Xian 1980", "Beijing 1954", "New Beijing")


def zone_of_longitude(lon: float) -> int:
    """
    Find the 3-degree Gauss-Kruger zone (三度带) of a longitude.

    Zone n is centred on 3n degrees east and reaches 1.5 degrees to each side.

    Parameters
    ----------
    lon
        A longitude, degrees east.

    Returns
    -------
    zone
        25 to 45; a longitude between two zones belongs to the eastern one.

    Raises
    ------
    CrsError
        If the longitude is not in China's zones: 73.5 to 136.5 degrees.
    """
    zone = math.floor(lon / 3 + 0.5) if math.isfinite(lon) else 0
    if not FIRST_ZONE <= zone <= LAST_ZONE:
        raise CrsError(say_both("geo.no_zone", lon=f"{lon:.4f}"))
    return zone


def zone_crs(lon: float) -> str:
    """
    Name the CGCS2000 3-degree zone in which a county is measured; eastings begin with its number.

    Parameters
    ----------
    lon
        A longitude in the middle of the data, degrees east.

    Returns
    -------
    crs
        Such as `EPSG:4526` for 114.9 degrees.

    Raises
    ------
    CrsError
        If the longitude is not in China's zones.
    """
    return f"EPSG:{EPSG_WITH_PREFIX + zone_of_longitude(lon)}"


def read_crs(named: object) -> CRS:
    """
    Read what names a coordinate system: a code, WKT, or the system itself.

    Parameters
    ----------
    named
        Such as `EPSG:4490`.

    Returns
    -------
    crs
        The coordinate system.

    Raises
    ------
    CrsError
        If it names none.
    """
    if named is None:
        raise CrsError(say_both("geo.no_crs"))
    try:
        return _crs_of_text(named) if isinstance(named, str) else CRS.from_user_input(named)
    except ProjCrsError as fault:
        raise CrsError(say_both("geo.unknown_crs", crs=named)) from fault


@lru_cache(maxsize=256)
def _crs_of_text(text: str) -> CRS:
    """Look a system up once: the candidates are asked for again and again, and nothing changes in them."""
    return CRS.from_user_input(text)


def require_degrees(layer: gpd.GeoSeries | gpd.GeoDataFrame) -> None:
    """
    Refuse a layer that is not in CGCS2000 or WGS-84 degrees.

    Degrees of Xian 1980 or Beijing 1954 are refused too: they are tens of metres to over 100 m away.

    Parameters
    ----------
    layer
        Any layer.

    Raises
    ------
    CrsError
        If the layer has no coordinate system, or another one.
    """
    crs = read_crs(layer.crs)
    if not (crs.is_geographic and _is_modern(crs)):
        raise CrsError(say_both("geo.not_degrees", crs=crs.name))


def require_step_to_degrees(crs: CRS) -> None:
    """
    Refuse a system that cannot be left for CGCS2000: Xian 1980 (1980 西安), Beijing 1954, an unknown datum.

    Parameters
    ----------
    crs
        Any coordinate system.

    Raises
    ------
    CrsError
        If there is no trustworthy step from it to CGCS2000, with the reason and the remedy.
    """
    nothing = np.empty(0)
    move_points(nothing, nothing, source=crs, target=CGCS2000)


def require_metres(named: object) -> None:
    """
    Refuse a county's coordinate system in which areas and distances would not be metres.

    Parameters
    ----------
    named
        What the workspace states as `[county] crs`.

    Raises
    ------
    CrsError
        If it names no system, is not projected in metres, stretches with the latitude (Mercator), or has
        another datum than CGCS2000 or WGS-84.
    """
    try:
        crs = read_crs(named)
    except CrsError as fault:
        raise CrsError(say_both("geo.county_crs_unknown", crs=named)) from fault
    if not (_is_metric(crs) and _is_modern(crs)):
        raise CrsError(say_both("geo.county_crs_not_metres", crs=named, name=crs.name))


def move_points(x: Numbers, y: Numbers, *, source: object, target: object) -> Pair:
    """
    Bring points from one coordinate system to another, or say that nobody can.

    Between WGS-84 and CGCS2000 only the projection changes. From Xian 1980 or Beijing 1954 there is no public
    transformation: PROJ would return coordinates tens of metres to over 100 m wrong, without a word.

    Parameters
    ----------
    x
        Eastings or longitudes.
    y
        Northings or latitudes, the same length.
    source
        What names the coordinate system of the points.
    target
        What names the coordinate system wanted.

    Returns
    -------
    moved
        Eastings or longitudes, then northings or latitudes; the same to the last bit where nothing changes.

    Raises
    ------
    CrsError
        If one names no system, or there is no trustworthy step between the two.
    """
    first, last = read_crs(source), read_crs(target)
    if first.equals(last, ignore_axis_order=True):
        return x, y
    if _is_old(first):
        raise CrsError(say_both("geo.old_datum", crs=first.name))
    if _is_modern(first) and _is_modern(last):
        return _project(*_project(x, y, first, _base(first)), _base(last), last)
    return _project(x, y, first, last)


def metre_function(
    crs: object, *, bounds: tuple[float, float, float, float]
) -> Callable[[Numbers, Numbers], Pair]:
    """
    Make the function that turns a layer's coordinates into metres, for distances.

    A projected system in metres is left as it is, but for Mercator, whose metres grow with the latitude.
    Anything else is measured in the county's 3-degree zone. Its degrees are taken as CGCS2000 degrees: on
    another ellipsoid a distance would differ by less than one part in ten thousand.

    Parameters
    ----------
    crs
        What names the layer's coordinate system.
    bounds
        The layer's bounding box, in its own coordinates.

    Returns
    -------
    to_metres
        Takes eastings and northings (or longitudes and latitudes) and returns them in metres.

    Raises
    ------
    CrsError
        If there is no coordinate system, or the layer lies outside China's zones.
    """
    own = read_crs(crs)
    if _is_metric(own):
        return lambda x, y: (x, y)
    west, south, east, north = bounds
    middle, _ = _project(np.array([(west + east) / 2]), np.array([(south + north) / 2]), own, _base(own))
    zone = read_crs(zone_crs(float(middle[0])))
    return lambda x, y: _project(*_project(x, y, own, _base(own)), read_crs(CGCS2000), zone)


def _base(crs: CRS) -> CRS:
    """Take the degrees under a system."""
    return crs.geodetic_crs or crs


def _is_modern(crs: CRS) -> bool:
    datum = _base(crs).datum
    return datum is not None and datum.name.startswith(_MODERN_DATUMS)


def _is_old(crs: CRS) -> bool:
    datum = _base(crs).datum
    return datum is not None and datum.name.startswith(_OLD_DATUMS)


def _is_metric(crs: CRS) -> bool:
    """Tell whether a system's numbers are metres on the ground."""
    return crs.is_projected and crs.axis_info[0].unit_name == "metre" and not _is_mercator(crs)


def _is_mercator(crs: CRS) -> bool:
    method = crs.coordinate_operation.method_name if crs.coordinate_operation else ""
    return "Mercator" in method and "Transverse" not in method


def _project(x: Numbers, y: Numbers, source: CRS, target: CRS) -> Pair:
    """Transform by PROJ where it has a real step; places that a projection cannot hold come back as NaN."""
    if source.equals(target, ignore_axis_order=True):
        return x, y
    try:
        step = Transformer.from_crs(source, target, always_xy=True, allow_ballpark=False)
    except ProjError as fault:
        raise CrsError(say_both("geo.no_step", source=source.name, target=target.name)) from fault
    moved_x, moved_y = step.transform(x, y)
    lost = ~(np.isfinite(moved_x) & np.isfinite(moved_y))
    return np.where(lost, np.nan, moved_x), np.where(lost, np.nan, moved_y)
