"""The land of the demonstration county: a real outline, filled with simulated townships and villages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely import Polygon

from ruralmap.demo.ground.arcs import build_polygons
from ruralmap.demo.ground.borders import draw_arcs
from ruralmap.demo.ground.lattice import lay_lattice
from ruralmap.demo.ground.pieces import cut_pieces
from ruralmap.demo.ground.plane import to_plane
from ruralmap.demo.ground.shares import share_townships, share_villages
from ruralmap.demo.ground.sites import choose_exited, needs_of, place_villages
from ruralmap.demo.ground.terrain import HIGHEST, raise_terrain
from ruralmap.demo.places import COUNTY, STORED_CRS, read_outline, read_seats, read_villages
from ruralmap.errors import ConservationError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ruralmap.demo.ground.lattice import Lattice
    from ruralmap.demo.ground.plane import Floats, Ints
    from ruralmap.demo.ground.shares import Need

_STEP_M: Final = 165.0
_TOWN_KM2: Final = 0.9
_VILLAGE_KM2: Final = 12.0
_FAR_M: Final = 10_000.0
_LUCK: Final = 0.8
_VILLAGE_COLUMNS: Final = [
    "village",
    "township_code",
    "township",
    "urban_rural_class",
    "exited_poor",
    "kind",
]
_AREA_TOLERANCE: Final = 1e-12  # square degrees: a hundredth of a square metre, and none is expected


@dataclass(frozen=True)
class Land:
    """
    The three layers of a county, in EPSG:4490, each indexed by its code and sorted by it.

    `county` is real (天地图, generalised); `townships` and `villages` carry real codes and names on simulated
    (模拟) polygons, and must say so wherever they are shown.
    """

    county: gpd.GeoDataFrame
    townships: gpd.GeoDataFrame
    villages: gpd.GeoDataFrame


@dataclass(frozen=True)
class _Plan:
    """The land before it is drawn: the village of each cell; of each village its township and remoteness."""

    lattice: Lattice
    of_cell: Ints
    owner: list[int]
    centres: Floats
    remoteness: Floats


def build_land(seed: int = 441624) -> Land:
    """
    Fill the county's outline with 17 simulated townships and 248 simulated villages.

    The villages are a coverage: shared borders agree to the last bit, nothing is left out, and the outline's
    own vertices are kept. Every township holds its real seat. The same seed gives the same land, to the byte.

    Parameters
    ----------
    seed
        Another seed gives another land.

    Returns
    -------
    land
        County, townships and villages.

    Raises
    ------
    ConservationError
        If the villages do not fill the outline exactly.
    """
    outline = Polygon(shapely.get_coordinates(read_outline().to_numpy()))
    seats, listed = read_seats(), read_villages()
    plan = _plan_land(outline, to_plane(seats[["lon", "lat"]].to_numpy()), needs=needs_of(listed), seed=seed)
    arcs = draw_arcs(plan.lattice, plan.of_cell, outline=outline)
    villages = build_polygons(arcs, {site: site for site in range(len(plan.owner))})
    townships = build_polygons(arcs, dict(enumerate(plan.owner)))
    _require_exact_fill(list(villages.values()), outline)
    named = seats.set_index("township_code")[["township"]]
    return Land(
        county=gpd.GeoDataFrame(geometry=read_outline()).assign(county=COUNTY)[["county", "geometry"]],
        townships=gpd.GeoDataFrame(named, geometry=list(townships.values()), crs=STORED_CRS),
        villages=_name_villages(plan, listed, polygons=list(villages.values())),
    )


def _plan_land(outline: Polygon, seats: Floats, *, needs: Sequence[Need], seed: int) -> _Plan:
    rng = np.random.default_rng(seed)
    lattice = lay_lattice(shapely.transform(outline, to_plane), _STEP_M, rng=rng)
    heights = raise_terrain(lattice.centres, seats, rng=rng)
    cells = lattice.cells_at(seats).tolist()
    pieces = cut_pieces(lattice, heights, seats=cells, rng=rng)
    starts = pieces.of_cell[cells].tolist()
    weights = [need.town * _TOWN_KM2 + _VILLAGE_KM2 * np.sqrt(need.fringe + need.beyond) for need in needs]
    township = share_townships(pieces, starts, weights=np.array(weights))
    site, owner = share_villages(pieces, township, seats=starts, needs=needs, rng=rng)
    of_cell = site[pieces.of_cell]
    centres = _means(lattice.centres, of_cell)
    away = np.sqrt(((centres - seats[owner]) ** 2).sum(axis=1)) / _FAR_M
    height = _means(heights[:, None], of_cell)[:, 0] / HIGHEST
    return _Plan(lattice, of_cell, owner, centres, away + height + rng.random(len(owner)) * _LUCK)


def _name_villages(plan: _Plan, listed: pd.DataFrame, *, polygons: Sequence[Polygon]) -> gpd.GeoDataFrame:
    codes = place_villages(listed, owner=plan.owner, centres=plan.centres)
    layer = listed.set_index("village_code")
    exited = choose_exited(layer, pd.Series(plan.remoteness, index=codes))
    layer["exited_poor"] = pd.array(layer.index.isin(exited), dtype="boolean")
    polygon_of = dict(zip(codes, polygons, strict=True))
    return gpd.GeoDataFrame(
        layer[_VILLAGE_COLUMNS], geometry=[polygon_of[code] for code in layer.index], crs=STORED_CRS
    )


def _means(values: NDArray[np.float64 | np.int64], groups: Ints) -> Floats:
    sums = [np.bincount(groups, weights=column) for column in values.T]
    return np.column_stack(sums) / np.bincount(groups)[:, None]


def _require_exact_fill(villages: Sequence[Polygon], outline: Polygon) -> None:
    filled = sum(village.area for village in villages)
    if not shapely.coverage_is_valid(villages) or abs(filled - outline.area) > _AREA_TOLERANCE:
        message = f"simulated villages cover {filled} square degrees of {outline.area}; use another seed."
        raise ConservationError(message)
