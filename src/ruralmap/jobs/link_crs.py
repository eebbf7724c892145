"""In which coordinates a file's points are (点坐标系): stated, named by the file, assumed, or accepted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from ruralmap.errors import CrsError
from ruralmap.geo.candidates import candidates_near, read_candidate
from ruralmap.geo.crs import CGCS2000, read_crs
from ruralmap.geo.moves import move_shapes
from ruralmap.jobs.crs_entries import NOTHING, entry_of_table
from ruralmap.jobs.crs_files import PointGroup, TableVerdict
from ruralmap.jobs.crs_findings import evidence_of
from ruralmap.link.crs_evidence import make_reference, spread_rows
from ruralmap.link.crs_verdict import FEWEST, judge_points
from ruralmap.schema.marks import as_text
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray
    from pyproj import CRS

    from ruralmap.geo.candidates import Candidate
    from ruralmap.jobs.crs_entries import CrsEntry
    from ruralmap.jobs.link_points import PointTable
    from ruralmap.jobs.link_polygons import PolygonLayer

_LON_LIMIT: Final = 180
_LAT_LIMIT: Final = 90


@dataclass(frozen=True, eq=False)
class SettledPoints:
    """
    Points whose coordinate system is settled.

    `points` are in `crs`; `name` says in what they were taken (`GCJ-02` is no `crs`: such points were brought
    to CGCS2000), `crs_from` why: `stated`, `file`, `assumed`, `accepted` or `unjudged`. `proposal` names
    another system that the codes of the points speak for, and `evidence` says how; both empty where none
    does.
    """

    points: PointTable
    crs: CRS | None
    name: str
    crs_from: str
    proposal: str = ""
    evidence: str = ""


def settle_crs(
    points: PointTable, layer: PolygonLayer, *, files: tuple[Path, Path], stated: str | None, accept: bool
) -> SettledPoints:
    """
    Settle in which coordinates points are.

    What the caller states goes first. Else it is what the file names, or the polygons' own system if the
    extent fits; what the points' codes speak for instead is only applied if the caller accepts it.

    Parameters
    ----------
    points
        The points.
    layer
        The polygons.
    files
        The files of both, for messages.
    stated
        What the caller states, as `read_candidate` takes it.
    accept
        Whether to apply what the evidence proposes.

    Returns
    -------
    settled
        The points, and why they are taken so.

    Raises
    ------
    CrsError
        If the points' coordinates are not known, or the polygons have no coordinate system.
    """
    own = layer.shapes.crs
    if own is None and (stated or points.crs is not None):
        raise CrsError(say_both("links.file.polygons_without_crs", path=files[1]))
    if stated:
        return _taken_as(points, read_candidate(stated), stated, "stated")
    if not (np.isfinite(points.x) & np.isfinite(points.y)).any():
        return SettledPoints(points, own, name_crs(own), "unjudged")
    crs, crs_from = _without_evidence(points, layer)
    entry = _examine(files[0], points, layer, read_as=crs)
    proposal = entry.proposal if entry and (crs is None or entry.is_contradicted) else None
    if proposal and accept:
        accepted = _taken_as(points, proposal, proposal.id, "accepted")
        return replace(accepted, proposal=proposal.id, evidence=_said(entry))
    if crs_from == "":
        raise CrsError(_refusal(files[0], points, layer, entry=entry))
    told = (proposal.id, _said(entry)) if proposal else ("", "")
    return SettledPoints(points, crs, name_crs(crs), crs_from, *told)


def name_crs(crs: CRS | None) -> str:
    """
    Name a coordinate system by its code, or by its own name.

    Parameters
    ----------
    crs
        The system, if there is one.

    Returns
    -------
    name
        Such as `EPSG:4490`; a dash for none.
    """
    if crs is None:
        return NOTHING
    code = crs.to_epsg()
    return f"EPSG:{code}" if code else str(crs.name)


def _without_evidence(points: PointTable, layer: PolygonLayer) -> tuple[CRS | None, str]:
    """Take what the file names, or the polygons' own system if the extent fits; else nothing."""
    if points.crs is not None:
        return read_crs(points.crs), "file"
    return (layer.shapes.crs, "assumed") if _fits(points.x, points.y, layer) else (None, "")


def _taken_as(points: PointTable, candidate: Candidate, named: str, crs_from: str) -> SettledPoints:
    """Take points as a candidate says; where that is more than a coordinate system, bring them to degrees."""
    if candidate.is_plain:
        # EPSG:4326 stays what it is, though it is the candidate EPSG:4490 here.
        is_code = named.upper().startswith("EPSG:")
        crs = read_crs(named) if is_code else candidate.crs
        return SettledPoints(points, crs, name_crs(crs) if is_code else candidate.id, crs_from)
    x, y = candidate.to_degrees(points.x, points.y)

    def move(vertices: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(candidate.to_degrees(vertices[:, 0], vertices[:, 1]))

    shapes = None if points.shapes is None else move_shapes(points.shapes, move)
    moved = replace(points, x=x, y=y, shapes=shapes)
    return SettledPoints(moved, read_crs(CGCS2000), candidate.id, crs_from)


def _examine(path: Path, points: PointTable, layer: PolygonLayer, *, read_as: CRS | None) -> CrsEntry | None:
    """
    Hold points against the polygons that their codes name, and against the extent of all.

    Nothing is looked at where the extent fits and no column of the points has the polygons' codes, or where
    the polygons are not in China.
    """
    rows = spread_rows(np.flatnonzero(np.isfinite(points.x) & np.isfinite(points.y)))
    claims = _claims(points.frame.iloc[rows], layer)
    if layer.shapes.crs is None or (claims is None and read_as is not None):
        return None
    if claims is None:
        claims = pd.Series(None, index=points.frame.index[rows], dtype="str")
    try:
        villages, hull = _in_degrees(layer, claims)
        reference = make_reference(villages, hull)
        stated = None if read_as is None else read_candidate(read_as)
        x, y = (pd.Series(column[rows], claims.index) for column in (points.x, points.y))
        near = candidates_near(*reference.longitudes)
        verdict = judge_points(x, y, claims, reference=reference, candidates=near, stated=stated)
    except CrsError:
        return None
    numbers = pd.DataFrame({"lon": x, "lat": y})
    group = PointGroup("", path.name, numbers, None, stated.id if stated else None)
    return entry_of_table(TableVerdict(group, verdict))


def _claims(frame: pd.DataFrame, layer: PolygonLayer) -> pd.Series[str] | None:
    """Find the column that holds codes of the polygons: most of its cells, and at least ten."""
    codes = frozenset(layer.shapes.index)
    best, most = None, FEWEST - 1
    for place in range(frame.shape[1]):
        texts = [as_text(cell) for cell in frame.iloc[:, place]]
        held = [text if text in codes else None for text in texts]
        count = sum(text is not None for text in held)
        if count > most and 2 * count >= sum(text != "" for text in texts):
            best, most = held, count
    return None if best is None else pd.Series(best, index=frame.index, dtype="str")


def _in_degrees(layer: PolygonLayer, claims: pd.Series[str]) -> tuple[gpd.GeoSeries, shapely.Geometry]:
    """Bring the polygons that are claimed to degrees, one shape a code, and the hull of all of them."""
    present = layer.shapes[layer.shapes.notna()]
    claimed = present[present.index.isin(claims.dropna().unique())]
    if claimed.index.has_duplicates:
        parts = pd.Series(np.asarray(claimed), index=claimed.index, dtype=object).groupby(level=0)
        claimed = gpd.GeoSeries({str(code): shapely.union_all(shapes) for code, shapes in parts})
    hull = shapely.convex_hull(shapely.geometrycollections(list(present)))
    system = read_candidate(layer.shapes.crs)

    def move(vertices: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(system.to_degrees(vertices[:, 0], vertices[:, 1]))

    moved = move_shapes(np.array([*claimed, hull], dtype=object), move)
    return gpd.GeoSeries(moved[:-1], index=claimed.index, crs=CGCS2000), moved[-1]


def _refusal(path: Path, points: PointTable, layer: PolygonLayer, *, entry: CrsEntry | None) -> str:
    """Say why points cannot be taken, and what the evidence proposes."""
    swapped = _fits(points.y, points.x, layer)
    message = say_both(
        f"links.file.points_{'swapped' if swapped else 'elsewhere'}",
        path=path,
        points=_extent(points.x, points.y),
        polygons=_extent(*layer.shapes.total_bounds.reshape(2, 2).T),
        crs=name_crs(layer.shapes.crs),
    )
    if entry is None or not entry.readings:
        return message
    key = "proposed" if entry.proposal else "unsettled"
    system = entry.proposal.id if entry.proposal else ""
    return say_both(f"crs.link.{key}", message=message, evidence=_said(entry), system=system)


def _said(entry: CrsEntry | None) -> str:
    return evidence_of(entry) if entry else ""


def _fits(x: NDArray[np.float64], y: NDArray[np.float64], layer: PolygonLayer) -> bool:
    """Tell whether points may be in the polygons' coordinates: one lies among them, or both are degrees."""
    known = np.isfinite(x) & np.isfinite(y)
    west, south, east, north = layer.shapes.total_bounds
    among = known & (x >= west) & (x <= east) & (y >= south) & (y <= north)
    degrees = np.all(np.abs(x[known]) <= _LON_LIMIT) and np.all(np.abs(y[known]) <= _LAT_LIMIT)
    geographic = layer.shapes.crs is not None and layer.shapes.crs.is_geographic
    return bool(among.any() or (degrees and geographic))


def _extent(x: NDArray[np.float64], y: NDArray[np.float64]) -> str:
    """Write an extent: west to east, south to north."""
    known = np.isfinite(x) & np.isfinite(y)
    west, east, south, north = x[known].min(), x[known].max(), y[known].min(), y[known].max()
    return f"{west:.10g} … {east:.10g}, {south:.10g} … {north:.10g}"
