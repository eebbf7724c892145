"""Any file of polygons (面文件), each with a code, in the coordinates that the file has."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import shapely

from ruralmap.errors import LayerError, UsageError
from ruralmap.files.features import Wanted
from ruralmap.files.reading import is_layer_file, read_features
from ruralmap.files.shapes import as_area
from ruralmap.geo.coverage import count_overlaps
from ruralmap.geo.crs import read_crs
from ruralmap.link.grid_layout import FARTHEST
from ruralmap.schema.aliases import cut_forms, plain_header
from ruralmap.schema.marks import as_text
from ruralmap.schema.places import VILLAGE_CODE, VILLAGE_NAME, VILLAGES
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ruralmap.files.evidence import Note

_POLYGONS: Final = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
# Where the code is looked for, the first name that the file has.
_CODE_NAMES: Final = (
    *(VILLAGE_CODE.name, VILLAGE_CODE.zh, *VILLAGE_CODE.aliases),
    *(VILLAGES.columns[0].zh, *VILLAGES.columns[0].aliases),
    *("township_code", "乡镇代码", "county_code", "县代码", "code", "代码", "编码", "gb", "id"),
)
# 行政村代码 loses its end to become 行政村, which is another column.
_NAMES_OF_VILLAGES: Final = frozenset({VILLAGE_NAME.zh, *VILLAGE_NAME.aliases})


@dataclass(frozen=True, eq=False)
class PolygonLayer:
    """
    The polygons of a file (面).

    `shapes` is indexed by code and has None where a feature is no polygon, or reaches farther than any place
    (damaged bytes), which `shapeless` counts; `notes` are remarks on the file;
    `code_field` is the column of codes; `repeated` counts the codes of more than one polygon, `overlaps` the
    pairs of polygons with different codes that share ground.
    """

    shapes: gpd.GeoSeries
    code_field: str
    shapeless: int
    repeated: int = 0
    overlaps: int = 0
    notes: tuple[Note, ...] = ()


def read_polygons_file(
    path: Path, *, code_field: str | None = None, layer: str | None = None
) -> PolygonLayer:
    """
    Read a file of polygons, without moving a single vertex.

    Parameters
    ----------
    path
        Any vector file.
    code_field
        The column of codes; found by its name unless given.
    layer
        Which of the file's layers; the only one with polygons unless given.

    Returns
    -------
    polygons
        One row a feature.

    Raises
    ------
    UsageError
        If the column of codes is not found.
    LayerError
        If the file is missing or cannot be read, has no polygon, or a polygon has no code.
    """
    if not is_layer_file(path):
        raise LayerError(say_both("files.link.not_found", path=path))
    features = read_features(Wanted(path, layer=layer))
    place = _code_place(path, features.fields, code_field)
    shapes = np.array([as_area(shape) for shape in shapely.force_2d(features.shapes)], dtype=object)
    somewhere = (np.abs(shapely.bounds(shapes)) < FARTHEST).all(axis=1)
    is_polygon = np.isin(shapely.get_type_id(shapes), _POLYGONS) & somewhere
    codes = np.array([as_text(row[place]) for row in features.rows], dtype=object)
    if not is_polygon.any():
        raise LayerError(say_both("links.file.no_polygons", path=path))
    nameless = int((is_polygon & (codes == "")).sum())
    if nameless:
        field = features.fields[place]
        raise LayerError(say_both("links.file.polygons_without_code", path=path, count=nameless, field=field))
    crs = None if features.crs is None else read_crs(features.crs)
    shapes[~is_polygon] = None
    series = gpd.GeoSeries(shapes, index=codes, crs=crs)
    return PolygonLayer(
        series,
        features.fields[place],
        shapeless=int((~is_polygon).sum()),
        repeated=sum(number > 1 for number in Counter(codes[is_polygon]).values()),
        overlaps=count_overlaps(series),
        notes=features.notes,
    )


def _code_place(path: Path, fields: Sequence[str], code_field: str | None) -> int:
    """Find the place of the column of codes."""
    plain = [plain_header(name) for name in fields]
    names = [plain_header(name) for name in ([code_field] if code_field else _CODE_NAMES)]
    cut = [form for name in names for form in cut_forms(name) if form not in _NAMES_OF_VILLAGES]
    for name in [*names, *cut]:
        if name in plain:
            return plain.index(name)
    key = "code_field_unknown" if code_field else "code_field_missing"
    raise UsageError(say_both(f"links.file.{key}", path=path, field=code_field, columns="、".join(fields)))
