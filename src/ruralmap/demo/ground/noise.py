"""Smooth chance over a plane, the same on every platform: no sine, no power, no transform."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from ruralmap.demo.ground.plane import Floats

_SPREAD: Final = 0.135  # what the splines leave of the deviation of a uniform chance


def smooth_noise(points: Floats, wave_m: float, *, rng: np.random.Generator) -> Floats:
    """
    Make noise without edges: random values on a grid, joined by cubic B-splines.

    Parameters
    ----------
    points
        x and y in metres, two columns.
    wave_m
        Distance between the grid's values.
    rng
        The source of chance.

    Returns
    -------
    noise
        One value a point, mean 0, deviation about 1.
    """
    place = (points - points.min(axis=0)) / wave_m + 2
    columns, rows = (np.ceil(place.max(axis=0)).astype(np.int64) + 4).tolist()
    grid = rng.random((rows, columns)) - 0.5
    corner = np.floor(place).astype(np.int64)
    weights = _spline_weights(place - corner)
    noise = np.zeros(len(points))
    for up, weights_up in enumerate(weights):
        for right, weights_right in enumerate(weights):
            value = grid[corner[:, 1] + up - 1, corner[:, 0] + right - 1]
            noise += weights_up[:, 1] * weights_right[:, 0] * value
    return noise / _SPREAD


def bend(points: Floats, wave_m: float, *, rng: np.random.Generator) -> Floats:
    """
    Make noise for both coordinates, to bend a regular pattern with.

    Parameters
    ----------
    points
        x and y in metres, two columns.
    wave_m
        Distance between the grid's values.
    rng
        The source of chance.

    Returns
    -------
    noise
        Two columns, each of mean 0 and deviation about 1.
    """
    return np.column_stack([smooth_noise(points, wave_m, rng=rng) for _ in range(2)])


def _spline_weights(part: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    rest = 1 - part
    return (
        rest * rest * rest / 6,
        (3 * part * part * part - 6 * part * part + 4) / 6,
        (3 * rest * rest * rest - 6 * rest * rest + 4) / 6,
        part * part * part / 6,
    )
