"""Simulated lines and areas (范围线): roads through villages, and bases that reach into the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely import LineString, MultiLineString, Polygon

from ruralmap.demo.draws import stream
from ruralmap.demo.ground.plane import to_degrees, to_plane
from ruralmap.demo.places import STORED_CRS
from ruralmap.demo.spots import draw_inside

if TYPE_CHECKING:
    from collections.abc import Hashable

    from shapely.geometry.base import BaseGeometry

    from ruralmap.demo.ground.plane import Floats

_STREAM: Final = 17
_TRIES: Final = 400
# The roads: one drawn as its shares are stated, one otherwise, and one that is stated nowhere.
ROAD_AS_STATED, ROAD_OTHERWISE, ROAD_UNSTATED = "XM2022-10", "XM2023-10", "XM2024-10"
_ROAD_M: Final = 1_600.0
_MU_M2: Final = 10_000 / 15  # 15 亩 are a hectare
# Bases across a border, and bases inside their village.
_BASES_ACROSS: Final = ("CY012", "CY017")
_BASES_INSIDE: Final = ("CY014", "CY021", "CY026")
_CORNERS: Final = 9


class Drawings(NamedTuple):
    """The layers 项目道路 and 产业基地范围 with their ids, and how much of each lies in which village."""

    roads: gpd.GeoDataFrame
    bases: gpd.GeoDataFrame
    truth: pd.DataFrame


def draw_works(
    villages: gpd.GeoDataFrame, *, projects: pd.DataFrame, places: pd.DataFrame, industries: pd.DataFrame
) -> Drawings:
    """
    Draw the lines and areas of some projects and bases.

    Parameters
    ----------
    villages
        Indexed by `village_code`, sorted, with geometry in EPSG:4490.
    projects
        From `plan_projects`.
    places
        Where projects are built, from `plan_projects`.
    industries
        From `list_industries`.

    Returns
    -------
    drawings
        The layers, in degrees on a grid of 1e-7, and the truth, measured on the drawing plane.
    """
    rng = stream(_STREAM)
    ground = gpd.GeoSeries(shapely.transform(villages.geometry, to_plane), index=villages.index)
    hosts = projects.set_index("prj_id")["village_code"]
    stated = places[places["relation"].eq("建设地")].set_index("prj_id")
    lines = {
        ROAD_AS_STATED: _road_by_shares(rng, ground, _shares_of(stated, ROAD_AS_STATED)),
        ROAD_OTHERWISE: _road_by_shares(rng, ground, _turned(_shares_of(stated, ROAD_OTHERWISE))),
        ROAD_UNSTATED: _road_through_three(rng, ground, str(hosts[ROAD_UNSTATED])),
    }
    rows = industries.set_index("industry_id").to_dict("index")
    areas = {
        base: _base(rng, ground, rows[base], across=base in _BASES_ACROSS)
        for base in (*_BASES_ACROSS, *_BASES_INSIDE)
    }
    truth = pd.concat([_measure("projects", lines, ground), _measure("industries", areas, ground)])
    return Drawings(
        _layer("项目编号", lines).assign(
            项目名称=lambda road: road["项目编号"].map(_names(projects, "project"))
        ),
        _layer("产业编号", areas).assign(
            产业名称=lambda base: base["产业编号"].map(_names(industries, "industry"))
        ),
        truth.reset_index(drop=True),
    )


def _names(frame: pd.DataFrame, column: str) -> pd.Series[str]:
    return frame.set_index(frame.columns[frame.columns.isin(["prj_id", "industry_id"])][0])[column]


def _shares_of(stated: pd.DataFrame, project: str) -> dict[str, float]:
    rows = stated.loc[[project]]
    return dict(zip(rows["village_code"], rows["share"], strict=True))


def _turned(shares: dict[str, float]) -> dict[str, float]:
    """Give the larger part to the other village, and more of it than anybody would round."""
    least, *_, most = sorted(shares, key=lambda code: (shares[code], code))
    return {least: 0.8, most: 0.2}


def _road_by_shares(
    rng: np.random.Generator, ground: gpd.GeoSeries, shares: dict[str, float]
) -> BaseGeometry:
    """Draw a stretch in each village, as long as its share says."""
    return MultiLineString([_stretch(rng, ground[code], _ROAD_M * share) for code, share in shares.items()])


def _stretch(rng: np.random.Generator, village: BaseGeometry, length_m: float) -> LineString:
    """Draw a straight stretch that stays in a village."""
    for _ in range(_TRIES):
        start = _spot(rng, village)
        way = rng.integers(-1000, 1001, 2).astype(np.float64)
        size = np.hypot(*way)
        line = LineString([start, start + way / (size or 1.0) * length_m])
        if size and village.contains(line):
            return line
    message = f"no stretch of {length_m} m fits into a village"
    raise ValueError(message)


def _spot(rng: np.random.Generator, village: BaseGeometry) -> Floats:
    """Draw a point well inside a village, on the plane."""
    degrees = shapely.transform(village, to_degrees)
    spot: Floats = to_plane(draw_inside(rng, degrees, count=1))[0]
    return spot


def _road_through_three(rng: np.random.Generator, ground: gpd.GeoSeries, host: str) -> BaseGeometry:
    """Draw a road from a village through its neighbour into a third, and through no other."""
    for _ in range(_TRIES):
        middle = _beside(rng, ground, host, other_than=host)
        last = _beside(rng, ground, middle, other_than=host)
        stops = [_spot(rng, ground[host]), _gate(ground, host, middle), _spot(rng, ground[middle])]
        line = LineString([*stops, _gate(ground, middle, last), _spot(rng, ground[last])])
        met = ground.index[ground.intersection(line).length > 1]
        if set(met) == {host, middle, last}:
            return line
    message = f"no road leads from {host} through two others"
    raise ValueError(message)


def _beside(rng: np.random.Generator, ground: gpd.GeoSeries, code: str, *, other_than: str) -> str:
    """Draw a village that shares a border with another."""
    touching = [
        str(other)
        for other in ground.index[ground.touches(ground[code])]
        if other not in {code, other_than} and ground[other].intersection(ground[code]).length > 0
    ]
    return touching[int(rng.integers(len(touching)))]


def _gate(ground: gpd.GeoSeries, one: str, other: str) -> Floats:
    """Find the middle vertex of the border that two villages share."""
    border = shapely.get_coordinates(ground[one].intersection(ground[other]))
    gate: Floats = border[len(border) // 2]
    return gate


def _base(
    rng: np.random.Generator, ground: gpd.GeoSeries, row: dict[Hashable, Any], *, across: bool
) -> BaseGeometry:
    """Draw a base as large as the table says: around its point, or across its village's border."""
    code = str(row["village_code"])
    area_m2 = float(row["area_mu"]) * _MU_M2
    for _ in range(_TRIES):
        own = to_plane(np.array([[row["lon"], row["lat"]]]))[0]
        centre = _gate(ground, code, _beside(rng, ground, code, other_than=code)) if across else own
        shape = _patch(rng, centre, area_m2)
        met = ground.index[ground.intersection(shape).area > area_m2 * 0.05]
        if code in met and (len(met) > 1) is across:
            return shape
        area_m2 *= 1.0 if across else 0.95
    message = f"no base of {area_m2} m2 fits at {code}"
    raise ValueError(message)


def _patch(rng: np.random.Generator, centre: Floats, area_m2: float) -> Polygon:
    """Draw a rounded patch of an area around a point."""
    turns = np.arange(_CORNERS) * 2 * np.pi / _CORNERS
    radii = rng.integers(80, 121, _CORNERS) / 100
    ring = np.column_stack([np.cos(turns), np.sin(turns)]) * radii[:, None]
    scale = np.sqrt(area_m2 / Polygon(ring).area)
    return Polygon(centre + ring * scale)


def _layer(key: str, shapes: dict[str, BaseGeometry]) -> gpd.GeoDataFrame:
    """Lay shapes out as a layer in degrees."""
    degrees = shapely.transform(np.array(list(shapes.values()), dtype=object), to_degrees)
    return gpd.GeoDataFrame({key: list(shapes)}, geometry=degrees, crs=STORED_CRS)


def _measure(table: str, shapes: dict[str, BaseGeometry], ground: gpd.GeoSeries) -> pd.DataFrame:
    """Measure how much of each shape lies in which village, to four digits."""
    rows = []
    for key, shape in shapes.items():
        pieces = ground.intersection(shape)
        measures = pieces.area if table == "industries" else pieces.length
        met = measures[measures > 1]
        rows += [(table, key, code, round(part / met.sum(), 4)) for code, part in met.items()]
    return pd.DataFrame(rows, columns=["table", "key", "village_code", "share"])
