"""Link any file of points to any file of polygons (任意两个文件落图), without a workspace."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from ruralmap.errors import CrsError, LayerError, UsageError
from ruralmap.geo.crs import move_points, read_crs
from ruralmap.jobs.link_output import require_ending, write_linked
from ruralmap.jobs.link_points import ADDED, PointTable, read_points_file
from ruralmap.jobs.link_polygons import PolygonLayer, read_polygons_file
from ruralmap.link.counts import LinkCounts, count_links
from ruralmap.link.points import locate_points
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray
    from pyproj import CRS

_LON_LIMIT: Final = 180
_LAT_LIMIT: Final = 90


@dataclass(frozen=True)
class LinkRequest:
    """
    What shall be linked to what (落图要求).

    `code_field` is the polygons' column of codes, `x` and `y` the points' columns of coordinates, each found
    by name unless given; `points_crs` goes before what the points' file says; `near_m` is the distance in
    metres within which a point outside goes to the nearest polygon.
    """

    points: Path
    polygons: Path
    out: Path
    code_field: str | None = None
    x: str | None = None
    y: str | None = None
    points_crs: str | None = None
    near_m: float | None = None


@dataclass(frozen=True)
class LinkSummary:
    """
    How a linking went (落图小结).

    `points_crs` names the coordinate system in which the points were taken; `crs_from` says why: `stated` by
    the caller, named by the `file`, `assumed` to be that of the polygons because the extent fits, or
    `unjudged` where no coordinate can be read.
    """

    out: Path
    counts: LinkCounts
    points_crs: str
    polygons_crs: str
    crs_from: str
    origin: tuple[str, ...]
    code_field: str
    polygons: int
    shapeless: int
    renamed: tuple[str, ...]
    repeated: int = 0
    overlaps: int = 0

    def lines(self, lang: Language = "zh") -> list[str]:
        """
        Say it in sentences.

        Parameters
        ----------
        lang
            The language.

        Returns
        -------
        lines
            The counts first, then what was decided on the way.
        """
        sums = {name: getattr(self.counts, name) for name in ("rows", "linked", "unlinked", "rejected")}
        crs_from = "files.link" if self.crs_from == "unjudged" else "links.file"
        keys = ["links.file.counts", f"links.file.{'columns' if self.origin else 'geometries'}"]
        keys += [f"{crs_from}.crs_{self.crs_from}"]
        keys += ["links.file.crs_moved"] if self.points_crs != self.polygons_crs else []
        keys += ["links.file.codes"]
        keys += [f"links.file.{key}" for key in ("shapeless", "renamed") if getattr(self, key)]
        keys += [f"files.link.{key}" for key in ("overlaps", "repeated") if getattr(self, key)]
        values = (
            self.counts.statuses
            | sums
            | {
                "coordinates": "、".join(self.origin),
                "crs": self.points_crs,
                "target": self.polygons_crs,
                "field": self.code_field,
                "polygons": self.polygons,
                "count": self.shapeless,
                "columns": "、".join(self.renamed),
                "overlaps": self.overlaps,
                "repeated": self.repeated,
            }
        )
        return [say(key, lang, **values) for key in keys]

    def as_json(self) -> dict[str, object]:
        """
        Give it as what JSON can say.

        Returns
        -------
        summary
            The same, by name.
        """
        return asdict(self) | {"out": str(self.out)}


def link_files(request: LinkRequest) -> LinkSummary:
    """
    Link two files and write all columns of the points with `village_code` and how it was found.

    The points are compared in the polygons' own coordinates, so that borders stay exact to the last bit. Rows
    and their order are those of the points' file.

    Parameters
    ----------
    request
        What shall be linked to what.

    Returns
    -------
    summary
        What was done and decided.

    Raises
    ------
    UsageError
        If a column is not found, the output's ending is unknown, or the distance is negative.
    CrsError
        If the points' coordinates are not known, or cannot be brought to those of the polygons.
    LayerError
        If a file cannot be read, or has no polygons.
    OutputError
        If the answer cannot be written.
    """
    require_ending(request.out)
    if request.near_m is not None and not request.near_m >= 0:
        raise UsageError(say_both("links.file.near", near=request.near_m))
    for path in (request.polygons, request.points):
        if not path.exists():
            raise LayerError(say_both("files.link.not_found", path=path))
    layer = read_polygons_file(request.polygons, code_field=request.code_field)
    points = read_points_file(request.points, x=request.x, y=request.y)
    crs, crs_from = _points_crs(request, points, layer)
    x, y = points.x, points.y
    if crs is not None:
        x, y = move_points(x, y, source=crs, target=layer.shapes.crs)
    places = locate_points(pd.Series(x), pd.Series(y), layer.shapes, near_m=request.near_m)
    # Numbers that the polygons' coordinates cannot hold (longitude and latitude exchanged) are numbers still.
    stated = np.isfinite(points.x) & np.isfinite(points.y)
    places.loc[stated & (places["status"] == "rejected"), "status"] = "unlinked"
    linked = _joined(points, places, crs=crs)
    write_linked(request.out, linked)
    counted = places.rename(columns={"status": "link_status", "village_code": "linked_village_code"})
    return LinkSummary(
        out=request.out,
        counts=count_links(counted, rows=len(points.frame)),
        points_crs=_name(crs),
        polygons_crs=_name(layer.shapes.crs),
        crs_from=crs_from,
        origin=points.origin,
        code_field=layer.code_field,
        polygons=len(layer.shapes),
        shapeless=layer.shapeless,
        renamed=points.renamed,
        repeated=layer.repeated,
        overlaps=layer.overlaps,
    )


def _joined(points: PointTable, places: pd.DataFrame, *, crs: CRS | None) -> gpd.GeoDataFrame:
    """Put the answer behind the columns of the file, and the points' own geometry under them."""
    has_code = places["village_code"].notna()
    answer = {
        "village_code": places["village_code"],
        "link_status": places["status"],
        "link_method": pd.Series("point", index=places.index).where(has_code),
        "distance_m": places["distance_m"],
    }
    shapes = points.shapes
    if shapes is None:
        known = np.isfinite(points.x) & np.isfinite(points.y)
        shapes = np.full(len(points.frame), None, dtype=object)
        shapes[known] = shapely.points(points.x[known], points.y[known])
    return gpd.GeoDataFrame(
        points.frame.assign(**{name: answer[name] for name in ADDED}), geometry=shapes, crs=crs
    )


def _points_crs(request: LinkRequest, points: PointTable, layer: PolygonLayer) -> tuple[CRS | None, str]:
    """Decide in which coordinates the points are: stated, named by their file, or those of the polygons."""
    own = layer.shapes.crs
    if request.points_crs or points.crs is not None:
        if own is None:
            raise CrsError(say_both("links.file.polygons_without_crs", path=request.polygons))
        return read_crs(request.points_crs or points.crs), "stated" if request.points_crs else "file"
    if not (np.isfinite(points.x) & np.isfinite(points.y)).any():
        return own, "unjudged"
    if _fits(points.x, points.y, layer):
        return own, "assumed"
    swapped = _fits(points.y, points.x, layer)
    key = "points_swapped" if swapped else "points_elsewhere"
    raise CrsError(
        say_both(
            f"links.file.{key}",
            path=request.points,
            points=_extent(points.x, points.y),
            polygons=_extent(*layer.shapes.total_bounds.reshape(2, 2).T),
            crs=_name(own),
        )
    )


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
    return f"{west:.6g} … {east:.6g}, {south:.6g} … {north:.6g}"


def _name(crs: CRS | None) -> str:
    """Name a coordinate system by its code, or by its own name."""
    if crs is None:
        return "—"
    code = crs.to_epsg()
    return f"EPSG:{code}" if code else str(crs.name)
