"""
Where people live close together (聚集区): households by their points, hamlets, villages side by side.

Points are joined as by DBSCAN, with people as weights: a household with enough people within the radius is a
core, cores within the radius of each other are one cluster, and a household near a core belongs to the
nearest one, so that the order of rows decides nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from ruralmap.errors import UsageError
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import geopandas as gpd
    import numpy.typing as npt

NOWHERE: Final = -1  # the label of a household that is in no cluster


def cluster_points(
    xy_m: npt.NDArray[np.float64],
    persons: npt.NDArray[np.int64],
    names: Sequence[str],
    *,
    radius_m: float,
    least_persons: int,
) -> npt.NDArray[np.int64]:
    """
    Join households that live close together.

    Parameters
    ----------
    xy_m
        Metres east and north in one plane, shape (households, 2).
    persons
        How many live in each.
    names
        One text for each, which settles the order of clusters of equal size: village code and household id.
    radius_m
        How near counts as near, in metres; a household exactly so far away is near.
    least_persons
        The least number of people within the radius of a core, its own included.

    Returns
    -------
    labels
        From 0, the cluster with most people first; `NOWHERE` for households in none.

    Raises
    ------
    UsageError
        If scikit-learn (the extra `clusters`) is not installed.
    """
    try:
        from sklearn.cluster import DBSCAN  # noqa: PLC0415  # an extra, and a second to import
        from sklearn.neighbors import KDTree  # noqa: PLC0415
    except ImportError as fault:
        raise UsageError(say_both("clusters.fault.no_sklearn")) from fault
    if not len(xy_m):
        return np.empty(0, dtype=np.int64)
    order = np.lexsort((np.array(names), xy_m[:, 1], xy_m[:, 0]))
    ordered = xy_m[order]
    scan = DBSCAN(eps=radius_m, min_samples=least_persons, algorithm="kd_tree", n_jobs=1)
    scan.fit(ordered, sample_weight=persons[order])
    found = scan.labels_.astype(np.int64)
    cores = scan.core_sample_indices_
    border = np.setdiff1d(np.flatnonzero(found != NOWHERE), cores)
    if len(border):
        nearest = KDTree(ordered[cores]).query(ordered[border], k=1, return_distance=False)[:, 0]
        found[border] = found[cores[nearest]]
    labels = np.empty_like(found)
    labels[order] = found
    return _renumbered(labels, persons, names)


def _renumbered(
    labels: npt.NDArray[np.int64], persons: npt.NDArray[np.int64], names: Sequence[str]
) -> npt.NDArray[np.int64]:
    """Give clusters numbers by their people, the most first, then by the first of their names."""
    keys = {
        int(label): (-int(persons[labels == label].sum()), min(np.array(names)[labels == label]))
        for label in np.unique(labels)
        if label != NOWHERE
    }
    numbers = {label: number for number, label in enumerate(sorted(keys, key=keys.__getitem__))}
    return np.array([numbers.get(int(label), NOWHERE) for label in labels], dtype=np.int64)


def borders_of(villages: gpd.GeoSeries, *, border_m: float) -> dict[tuple[str, str], float]:
    """
    Measure the borders that villages share.

    Parameters
    ----------
    villages
        Polygons in a plane in metres, indexed by village code.
    border_m
        The least length of border that counts, in metres; a common corner is none.

    Returns
    -------
    borders
        The length in metres by the codes of each pair, the lower first.
    """
    shapes = villages.to_numpy()
    codes = villages.index.to_numpy()
    left, right = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    once = codes[left] < codes[right]
    left, right = left[once], right[once]
    shared = shapely.intersection(shapely.boundary(shapes[left]), shapely.boundary(shapes[right]))
    lengths = shapely.length(shared)
    long = lengths >= border_m
    pairs = zip(codes[left][long].tolist(), codes[right][long].tolist(), strict=True)
    return dict(zip(pairs, lengths[long].tolist(), strict=True))


def join_villages(
    persons: Mapping[str, int], neighbours: Iterable[tuple[str, str]], *, least_persons: int
) -> list[tuple[str, ...]]:
    """
    Join villages with enough people that lie side by side (连片).

    Parameters
    ----------
    persons
        People by village code.
    neighbours
        Pairs of villages that share a border.
    least_persons
        The least number of people of a village.

    Returns
    -------
    areas
        Codes of each area in order, the area with most people first; a village alone is one too.
    """
    dense = {code for code, number in persons.items() if number >= least_persons}
    beside: dict[str, set[str]] = {code: set() for code in dense}
    for one, other in neighbours:
        if one in dense and other in dense:
            beside[one].add(other)
            beside[other].add(one)
    areas = []
    left = set(dense)
    while left:
        area: set[str] = set()
        waiting = {min(left)}
        while waiting:
            area |= waiting
            waiting = {other for code in waiting for other in beside[code]} - area
        left -= area
        areas.append(tuple(sorted(area)))
    return sorted(areas, key=lambda area: (-sum(persons[code] for code in area), area))
