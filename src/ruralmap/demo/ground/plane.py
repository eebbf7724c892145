"""The drawing plane of the demonstration county: degrees to metres and back."""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Numbers: TypeAlias = NDArray[np.int64 | np.float64]

# Metres around the middle of the county. The plane is linear, so that what is straight, inside or crossing
# stays so, and needs no cosine, whose last bit differs between platforms. The scales are those of CGCS2000
# at 24.43° N, right to 0.4 % over the county: good enough to draw with. Areas that count are taken elsewhere.
_ORIGIN: Final = np.array([114.98, 24.43])
_METRES_PER_DEGREE: Final = np.array([101_400.0, 110_780.0])
GRID_DIGITS: Final = 7


def to_plane(degrees: Floats) -> Floats:
    """
    Turn degrees into metres on the drawing plane.

    Parameters
    ----------
    degrees
        Longitudes and latitudes, two columns.

    Returns
    -------
    metres
        x and y, two columns.
    """
    metres: Floats = (degrees - _ORIGIN) * _METRES_PER_DEGREE
    return metres


def to_degrees(metres: Floats) -> Floats:
    """
    Turn metres on the drawing plane into degrees on the grid of 1e-7 degree (about a centimetre).

    Parameters
    ----------
    metres
        x and y, two columns.

    Returns
    -------
    degrees
        Longitudes and latitudes, two columns; points that were on the grid come back to the last bit.
    """
    degrees: Floats = np.round(metres / _METRES_PER_DEGREE + _ORIGIN, GRID_DIGITS)
    return degrees
