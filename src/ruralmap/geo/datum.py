"""
Datum formulas: WGS-84, GCJ-02 (国测局坐标) and BD-09 (百度坐标), all in degrees.

GCJ-02 is what Chinese map services show and hand out: WGS-84 moved by 100 to 700 m, by an amount that
depends on the place. The transform is not published. What is used here is the form that was found by
reverse engineering and has been public since 2013 (the "eviltransform" family): a polynomial and sines of
the distance from 105° E, 35° N, in metres, turned into degrees on the Krasovsky 1940 ellipsoid
(a = 6378245.0 m, e² = 0.00669342162296594323). Some copies of it divide by 6378137.0 m instead, which moves
the shift by less than 2e-5 of itself, 2e-7 degrees at most. BD-09 turns GCJ-02 by a small angle about
0°, 0° and adds a constant; that form became public in the same way. Both are undone by iteration: a point
goes there and back within 1e-9 degrees. How far the form found is from the services' own is not known; it
agrees with the pairs published with it to 1e-9 degrees.

CGCS2000 and WGS-84 differ by centimetres to decimetres and are taken as one here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from ruralmap.errors import CrsError
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Callable

Degrees = NDArray[np.float64]
Pair = tuple[Degrees, Degrees]

KRASOVSKY_A_M: Final = 6378245.0
KRASOVSKY_E2: Final = 0.00669342162296594323
# The transform shifts nothing outside this box (longitude and latitude, degrees), Hong Kong and Taiwan aside.
CHINA_BOX: Final = (72.004, 0.8293, 137.8347, 55.8271)
BD_LON: Final = 0.0065
BD_LAT: Final = 0.006
_TOLERANCE: Final = 1e-12  # degrees: a ten-thousandth of a millimetre
_MOST_ROUNDS: Final = 50  # each round divides the error by a hundred or more; five are usual


def gcj02_of_wgs84(lon: Degrees, lat: Degrees) -> Pair:
    """
    Shift WGS-84 to GCJ-02.

    Parameters
    ----------
    lon
        Longitudes, degrees, any shape. Values that are not numbers stay so.
    lat
        Latitudes, degrees, the same shape.

    Returns
    -------
    shifted
        Longitudes and latitudes in GCJ-02, degrees; unchanged outside China's box.
    """
    return _inside_china(lon, lat, _add_gcj_shift)


def wgs84_of_gcj02(lon: Degrees, lat: Degrees) -> Pair:
    """
    Undo the shift of GCJ-02, to better than a millionth of a second of arc.

    Parameters
    ----------
    lon
        Longitudes in GCJ-02, degrees, any shape.
    lat
        Latitudes in GCJ-02, degrees, the same shape.

    Returns
    -------
    unshifted
        Longitudes and latitudes in WGS-84, degrees; unchanged outside China's box.
    """
    return _inside_china(lon, lat, lambda x, y: _undo(_add_gcj_shift, x, y))


def bd09_of_gcj02(lon: Degrees, lat: Degrees) -> Pair:
    """
    Shift GCJ-02 to BD-09.

    Parameters
    ----------
    lon
        Longitudes in GCJ-02, degrees, any shape.
    lat
        Latitudes in GCJ-02, degrees, the same shape.

    Returns
    -------
    shifted
        Longitudes and latitudes in BD-09, degrees; unchanged outside China's box.
    """
    return _inside_china(lon, lat, _add_bd_shift)


def gcj02_of_bd09(lon: Degrees, lat: Degrees) -> Pair:
    """
    Undo the shift of BD-09 over GCJ-02.

    Parameters
    ----------
    lon
        Longitudes in BD-09, degrees, any shape.
    lat
        Latitudes in BD-09, degrees, the same shape.

    Returns
    -------
    unshifted
        Longitudes and latitudes in GCJ-02, degrees; unchanged outside China's box.
    """
    return _inside_china(lon, lat, lambda x, y: _undo(_add_bd_shift, x, y))


def wgs84_of(datum: str, lon: Degrees, lat: Degrees) -> Pair:
    """
    Bring coordinates of a named datum to WGS-84.

    Parameters
    ----------
    datum
        One of CGCS2000, WGS-84, GCJ-02, BD-09.
    lon
        Longitudes in that datum, degrees.
    lat
        Latitudes in that datum, degrees.

    Returns
    -------
    unshifted
        Longitudes and latitudes in WGS-84, degrees.

    Raises
    ------
    CrsError
        If the datum is another.
    """
    if datum in {"CGCS2000", "WGS-84"}:
        return lon, lat
    if datum == "GCJ-02":
        return wgs84_of_gcj02(lon, lat)
    if datum == "BD-09":
        return wgs84_of_gcj02(*gcj02_of_bd09(lon, lat))
    raise CrsError(say_both("geo.unknown_datum", datum=datum))


def _inside_china(lon: Degrees, lat: Degrees, move: Callable[[Degrees, Degrees], Pair]) -> Pair:
    """Move only what lies in China's box; infinite and missing values are outside of it."""
    x, y = np.array(lon, dtype=np.float64), np.array(lat, dtype=np.float64)
    west, south, east, north = CHINA_BOX
    inside = (x >= west) & (x <= east) & (y >= south) & (y <= north)
    x[inside], y[inside] = move(x[inside], y[inside])
    return x, y


def _undo(move: Callable[[Degrees, Degrees], Pair], lon: Degrees, lat: Degrees) -> Pair:
    """Find what `move` takes to the given place: guess, move, correct the guess by the miss, again."""
    x, y = lon.copy(), lat.copy()
    for _ in range(_MOST_ROUNDS):
        moved_x, moved_y = move(x, y)
        miss_x, miss_y = lon - moved_x, lat - moved_y
        x, y = x + miss_x, y + miss_y
        if max(np.abs(miss_x).max(initial=0), np.abs(miss_y).max(initial=0)) < _TOLERANCE:
            break
    return x, y


def _add_gcj_shift(lon: Degrees, lat: Degrees) -> Pair:
    """Add the shift of GCJ-02, everywhere."""
    east, north = lon - 105.0, lat - 35.0
    root, product = np.sqrt(np.abs(east)), east * north
    common = (20 * np.sin(6 * np.pi * east) + 20 * np.sin(2 * np.pi * east)) * 2 / 3
    east_m = 300 + east + 2 * north + 0.1 * east**2 + 0.1 * product + 0.1 * root + common
    east_m += (20 * np.sin(np.pi * east) + 40 * np.sin(np.pi / 3 * east)) * 2 / 3
    east_m += (150 * np.sin(np.pi / 12 * east) + 300 * np.sin(np.pi / 30 * east)) * 2 / 3
    north_m = -100 + 2 * east + 3 * north + 0.2 * north**2 + 0.1 * product + 0.2 * root + common
    north_m += (20 * np.sin(np.pi * north) + 40 * np.sin(np.pi / 3 * north)) * 2 / 3
    north_m += (160 * np.sin(np.pi / 12 * north) + 320 * np.sin(np.pi / 30 * north)) * 2 / 3
    # Metres to degrees: by the radius of the parallel, and by the meridian's radius of curvature.
    phi = np.radians(lat)
    narrowing = 1 - KRASOVSKY_E2 * np.sin(phi) ** 2
    parallel_m = KRASOVSKY_A_M / np.sqrt(narrowing) * np.cos(phi)
    meridian_m = KRASOVSKY_A_M * (1 - KRASOVSKY_E2) / narrowing**1.5
    return lon + np.degrees(east_m / parallel_m), lat + np.degrees(north_m / meridian_m)


def _add_bd_shift(lon: Degrees, lat: Degrees) -> Pair:
    """Add the shift of BD-09 over GCJ-02, everywhere: a ripple in radius and angle about 0°, 0°."""
    turn = np.pi * 3000 / 180
    radius = np.hypot(lon, lat) + 2e-5 * np.sin(lat * turn)
    angle = np.arctan2(lat, lon) + 3e-6 * np.cos(lon * turn)
    return radius * np.cos(angle) + BD_LON, radius * np.sin(angle) + BD_LAT
