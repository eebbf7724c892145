"""Link any file of points to any file of polygons (任意两个文件落图), without a workspace."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from ruralmap.errors import LayerError, UsageError
from ruralmap.geo.crs import move_points
from ruralmap.jobs.link_crs import name_crs, settle_crs
from ruralmap.jobs.link_output import ENDINGS, write_linked
from ruralmap.jobs.link_points import ADDED, PointTable, read_points_file
from ruralmap.jobs.link_polygons import read_polygons_file
from ruralmap.jobs.link_shares import count_shares, share_rows, take_largest, write_shares
from ruralmap.jobs.result_file import TABLE_ENDINGS, require_ending
from ruralmap.jobs.saved_grid import grid_beside
from ruralmap.link.counts import LinkCounts, count_links
from ruralmap.link.points import locate_points
from ruralmap.schema.gravity import finding
from ruralmap.words.bilingual import in_language, say_both
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from pathlib import Path

    from pyproj import CRS


# What is said of lines and areas, where there are any.
_TOLD_OF_SHAPES: Final = ("shapes", "border", "overlap", "sliver")


@dataclass(frozen=True)
class LinkRequest:
    """
    What shall be linked to what (落图要求).

    `code_field` is the polygons' column of codes, `x` and `y` the points' columns of coordinates, each found
    by name unless given; `points_crs` goes before what the points' file says; `near_m` is the distance in
    metres within which a point outside goes to the nearest polygon. `layer` and `points_layer` name the layer
    of polygons and of points where a file has several. `accept` applies the coordinate system that the
    evidence proposes, where `points_crs` does not state one. `shares` is where all shares of lines and areas
    shall stand.
    """

    points: Path
    polygons: Path
    out: Path
    code_field: str | None = None
    x: str | None = None
    y: str | None = None
    points_crs: str | None = None
    near_m: float | None = None
    layer: str | None = None
    points_layer: str | None = None
    accept: bool = False
    shares: Path | None = None


@dataclass(frozen=True)
class LinkSummary:
    """
    How a linking went (落图小结).

    `points_crs` names the coordinate system in which the points were taken; `crs_from` says why: `stated` by
    the caller, named by the `file`, `assumed` to be that of the polygons because the extent fits, `accepted`
    from the evidence, or `unjudged` where no coordinate can be read. `proposal` names the system that the
    points' codes speak for, if it is another than the points would be taken in without being accepted, and
    `evidence` says how. `notes` are remarks on the files, as findings: the file's name, the finding's code,
    and what fills its texts. `shared` counts the lines and areas, by where they lie and by what was decided.
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
    proposal: str = ""
    evidence: str = ""
    notes: tuple[tuple[str, str, dict[str, object]], ...] = ()
    shared: dict[str, int] = field(default_factory=dict)

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
        crs_from = {"unjudged": "files.link.crs_unjudged", "accepted": "crs.link.accepted"}
        keys = ["links.file.counts", f"links.file.{'columns' if self.origin else 'geometries'}"]
        keys += [crs_from.get(self.crs_from, f"links.file.crs_{self.crs_from}")]
        keys += ["crs.link.told"] if self.proposal and self.crs_from != "accepted" else []
        keys += ["links.file.crs_moved"] if self.points_crs != self.polygons_crs else []
        keys += ["links.file.codes"]
        keys += [f"links.file.shared.{key}" for key in _TOLD_OF_SHAPES if self.shared.get(key)]
        keys += [f"links.file.{key}" for key in ("shapeless", "renamed") if getattr(self, key)]
        keys += [f"files.link.{key}" for key in ("overlaps", "repeated") if getattr(self, key)]
        values = (
            self.counts.statuses
            | sums
            | self.shared
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
                "proposal": self.proposal,
                "evidence": in_language(self.evidence, lang),
            }
        )
        return [say(key, lang, **values) for key in keys] + [
            f"{name}：{finding(code, '', **about).text('found', lang)}" for name, code, about in self.notes
        ]

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
    and their order are those of the points' file. A line or an area goes to the polygon with its largest
    share by length or area; all its shares can be written to a second file.

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
    require_ending(request.out, ENDINGS)
    if request.shares is not None:
        require_ending(request.shares, TABLE_ENDINGS)
    if request.near_m is not None and not request.near_m >= 0:
        raise UsageError(say_both("links.file.near", near=request.near_m))
    for path in (request.polygons, request.points):
        if not path.exists():
            raise LayerError(say_both("files.link.not_found", path=path))
    layer = read_polygons_file(request.polygons, code_field=request.code_field, layer=request.layer)
    points = read_points_file(request.points, x=request.x, y=request.y, layer=request.points_layer)
    settled = settle_crs(
        points,
        layer,
        files=(request.points, request.polygons),
        stated=request.points_crs,
        accept=request.accept,
    )
    x, y = settled.points.x, settled.points.y
    if settled.crs is not None:
        x, y = move_points(x, y, source=settled.crs, target=layer.shapes.crs)
    places = locate_points(
        pd.Series(x),
        pd.Series(y),
        layer.shapes,
        near_m=request.near_m,
        grid=grid_beside(request.polygons, layer),
        threads=os.cpu_count() or 1,
    )
    # Numbers that the polygons' coordinates cannot hold (longitude and latitude exchanged) are numbers still.
    stated = np.isfinite(points.x) & np.isfinite(points.y)
    places.loc[stated & (places["status"] == "rejected"), "status"] = "unlinked"
    places["method"] = pd.Series("point", index=places.index).where(places["village_code"].notna())
    shares, remarks = share_rows(settled, layer)
    places = take_largest(places, shares)
    write_linked(request.out, _joined(settled.points, places, crs=settled.crs))
    if request.shares is not None:
        write_shares(request.shares, places, shares)
    counted = places.rename(columns={"status": "link_status", "village_code": "linked_village_code"})
    return LinkSummary(
        out=request.out,
        counts=count_links(counted, rows=len(points.frame)),
        points_crs=settled.name,
        polygons_crs=name_crs(layer.shapes.crs),
        crs_from=settled.crs_from,
        origin=points.origin,
        code_field=layer.code_field,
        polygons=len(layer.shapes),
        shapeless=layer.shapeless,
        renamed=points.renamed,
        repeated=layer.repeated,
        overlaps=layer.overlaps,
        proposal=settled.proposal,
        evidence=settled.evidence,
        notes=tuple(
            (path.name, *note)
            for path, read in ((request.polygons, layer), (request.points, points))
            for note in read.notes
        ),
        shared=count_shares(shares) | remarks,
    )


def _joined(points: PointTable, places: pd.DataFrame, *, crs: CRS | None) -> gpd.GeoDataFrame:
    """Put the answer behind the columns of the file, and the points' own geometry under them."""
    answer = {
        "village_code": places["village_code"],
        "link_status": places["status"],
        "link_method": places["method"],
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
