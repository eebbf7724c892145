"""The dirt of coordinates (坐标): elsewhere, outside the county, on a border, no number, in degrees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import shapely

from ruralmap.demo.dirt import Rates, Record, pick, record
from ruralmap.demo.dirt_places import other_codes
from ruralmap.demo.edges import is_clean
from ruralmap.demo.spots import draw_inside

if TYPE_CHECKING:
    import geopandas as gpd

_GARBLED: Final = ("东经约115度", "115.O2", "11５.0.2", "见图")
# Degrees east and north of the point; no place of the county is so far from its border.
_OUTSIDE_BY: Final = (1.2, -1.1)
_BLANKS: Final = ("无", "—", "")
_SIXTY: Final = 60
_TENTHS: Final = 10


@dataclass(frozen=True)
class Points:
    """
    Points as written.

    `cells` hold lon, lat and datum, `village_code` the village that each lies in, `keys` what identifies it;
    `alone` tells which are all that is known of a record.
    """

    cells: pd.DataFrame
    village_code: pd.Series
    keys: pd.Series
    alone: pd.Series
    table: str


def dirty_points(
    rng: np.random.Generator,
    points: Points,
    *,
    rates: Rates,
    villages: gpd.GeoDataFrame,
    trusted: pd.Series[bool],
) -> tuple[pd.DataFrame, list[Record]]:
    """
    Spoil some points whose datum is stated, outside the places that stand on a threshold.

    Parameters
    ----------
    rng
        Where the draws come from.
    points
        The points, clean.
    rates
        How often.
    villages
        Indexed by `village_code`, sorted, with geometry in EPSG:4490.
    trusted
        Records whose code and name are as they should be, and whose point is evidence: only these may get a
        wrong point, which then contradicts them.

    Returns
    -------
    cells
        The points, spoiled.
    records
        What was done.
    """
    cells = points.cells.astype({"lon": object, "lat": object})
    stated = points.cells["datum"].isin(["CGCS2000", "WGS-84", "GPS"]) & points.cells["lon"].notna()
    free = stated & ~points.village_code.map(is_clean)
    records: list[Record] = []
    harmless = pd.Series(data=True, index=free.index)
    for kind, able in {
        "point_elsewhere": trusted,
        "point_outside": trusted,
        "point_on_border": trusted,
        "point_tie": points.alone,
        "point_garbled": harmless,
        "point_in_degrees": harmless,
    }.items():
        chosen = pick(rng, free & able, share=getattr(rates, kind))
        free[chosen] = False
        codes = points.village_code[chosen]
        moved = _move(rng, kind, cells.loc[chosen, ["lon", "lat"]], codes=codes, villages=villages)
        before = _pairs(cells.loc[chosen])
        cells.loc[chosen, ["lon", "lat"]] = moved
        pair = {"clean": before, "dirty": _pairs(cells.loc[chosen])}
        records += record(kind, points.keys[chosen], table=points.table, column="lon,lat", **pair)
    return cells, records


def blank_cells(rng: np.random.Generator, count: int) -> list[str]:
    """
    Draw what people write where they have no coordinate.

    Parameters
    ----------
    rng
        Where the draws come from.
    count
        How many.

    Returns
    -------
    blanks
        无, a dash, or nothing.
    """
    return [_BLANKS[int(rng.integers(len(_BLANKS)))] for _ in range(count)]


def shared_vertices(
    villages: gpd.GeoDataFrame, *, lowest_only: bool = False
) -> dict[str, list[tuple[float, float]]]:
    """
    Find the vertices that a village shares with exactly one other, neither of them on a threshold.

    Parameters
    ----------
    villages
        Indexed by `village_code`, sorted, with geometry.
    lowest_only
        Whether a vertex is listed for the lower of its two codes alone.

    Returns
    -------
    vertices
        By village code, sorted.
    """
    coordinates, owner = shapely.get_coordinates(villages.geometry.to_numpy(), return_index=True)
    frame = pd.DataFrame({"x": coordinates[:, 0], "y": coordinates[:, 1], "code": villages.index[owner]})
    frame = frame.drop_duplicates()
    count = frame.groupby(["x", "y"])["code"].transform("size")
    clean = frame["code"].map(is_clean).groupby([frame["x"], frame["y"]]).transform("any")
    shared = frame[count.eq(2) & ~clean].sort_values(["code", "x", "y"])
    if lowest_only:
        shared = shared.drop_duplicates(["x", "y"])
    return {
        str(code): list(zip(group["x"], group["y"], strict=True)) for code, group in shared.groupby("code")
    }


def _move(
    rng: np.random.Generator, kind: str, points: pd.DataFrame, *, codes: pd.Series, villages: gpd.GeoDataFrame
) -> np.ndarray:
    """Give the chosen points their wrong coordinates."""
    moved = points.to_numpy(dtype=object, copy=True)
    if kind == "point_elsewhere":
        for place, code in enumerate(other_codes(rng, codes, known=list(villages.index))):
            moved[place] = draw_inside(rng, villages.geometry.loc[code], count=1)[0].tolist()
    elif kind == "point_outside":
        moved = np.round(moved.astype("float64") + _OUTSIDE_BY, 6).astype(object)
    elif kind in {"point_on_border", "point_tie"}:
        vertices = shared_vertices(villages, lowest_only=kind == "point_tie")
        for place, code in enumerate(codes):
            able = vertices.get(code, [])
            moved[place] = able[int(rng.integers(len(able)))] if able else moved[place]
    elif kind == "point_garbled":
        moved[:, 0] = [_GARBLED[int(rng.integers(len(_GARBLED)))] for _ in range(len(moved))]
    else:
        moved = np.array(
            [[_in_degrees(float(cell)) for cell in pair] for pair in moved], dtype=object
        ).reshape(-1, 2)
    return moved


def _in_degrees(value: float) -> str:
    """Write degrees, minutes and tenths of a second: 115°02′31.2″."""
    tenths = round(value * _SIXTY * _SIXTY * _TENTHS)
    minutes, rest = divmod(tenths, _SIXTY * _TENTHS)
    return f"{minutes // _SIXTY}°{minutes % _SIXTY:02d}′{rest // _TENTHS:02d}.{rest % _TENTHS}″"


def _pairs(cells: pd.DataFrame) -> list[str]:
    return [f"{lon},{lat}" for lon, lat in zip(cells["lon"], cells["lat"], strict=True)]
