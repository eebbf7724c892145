"""A made-up relief: ridges and valleys that borders can follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from ruralmap.demo.ground.noise import bend, smooth_noise

if TYPE_CHECKING:
    from ruralmap.demo.ground.plane import Floats, Ints

HIGHEST: Final = 1000

# Wavelength in metres and weight of each layer; all but the shortest are creased into ridges.
_CREASED: Final = ((9000.0, 0.7), (4500.0, 0.7), (2400.0, 0.6), (1300.0, 0.45))
_PLAIN: Final = (700.0, 0.2)
_BENDS: Final = ((5000.0, 500.0), (1500.0, 150.0))
_GRAIN: Final = 0.4
_BASIN_M: Final = 6000.0
_BASIN_RISE: Final = 1.4


def raise_terrain(points: Floats, seats: Floats, *, rng: np.random.Generator) -> Ints:
    """
    Raise hills over points; township seats lie in basins, and higher ground between them.

    Whole numbers, so that what is built on them does not hang on a last bit.

    Parameters
    ----------
    points
        x and y in metres, two columns.
    seats
        x and y of the township seats.
    rng
        The source of chance.

    Returns
    -------
    heights
        One a point, 0 to `HIGHEST`.
    """
    bent = points.copy()
    for wave_m, reach_m in _BENDS:
        bent += bend(points, wave_m, rng=rng) * reach_m
    height = _GRAIN * rng.random(len(points))
    for wave_m, weight in _CREASED:
        height += weight * (1 - 2 * np.minimum(np.abs(smooth_noise(bent, wave_m, rng=rng)), 1.5))
    height += _PLAIN[1] * smooth_noise(bent, _PLAIN[0], rng=rng)
    squared = ((points[:, None] - seats) ** 2).sum(axis=2).min(axis=1)
    height += _BASIN_RISE * np.minimum(np.sqrt(squared) / _BASIN_M, 1.0)
    low, high = height.min(), height.max()
    heights: Ints = ((height - low) / (high - low) * HIGHEST).astype(np.int64)
    return heights
