"""The map of money (资金流向图): from source to township to village or project, widths after amounts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from ruralmap.draw.fund_assets import AssetLayer
from ruralmap.draw.fund_panel import fund_card, fund_sections
from ruralmap.draw.fund_rows import FundRows, number_flows, source_colours, source_names
from ruralmap.draw.page import Content, MapPage
from ruralmap.draw.shapes import lay_out
from ruralmap.draw.tables import table_data, township_data, village_data
from ruralmap.errors import InputError
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    from numpy.typing import NDArray

    from ruralmap.draw.meta import MapMeta
    from ruralmap.draw.shapes import Land

# Thinner than this, in pixels, a line is lost on a screen; the legend says what it stands for.
HAIRLINE_PX: Final = 0.7
# Left for the sources' names, above, for 未落到村 and for 未安排到项目: pixels on a large and a small screen.
_ROOM: Final = {"large": (200, 26, 124, 92), "small": (92, 14, 36, 104)}
_LONGEST: Final = 14  # letters of a project's name on the map


@dataclass(frozen=True, eq=False)
class FundDetails:
    """
    What lines and projects are called, where projects stand, and what they built.

    `documents` has 文号 by line_id, `projects` 项目名称 by prj_id; what is not there is shown by its id.
    `points` has lon and lat (degrees) by prj_id, of the projects whose point is known. `assets` are drawn
    beside the flows, those of households never: as `fund_assets.AssetLayer` takes them. `title` is the map's
    own, where it is not 资金流向图.
    """

    documents: Mapping[str, str] = field(default_factory=dict)
    projects: Mapping[str, str] = field(default_factory=dict)
    points: pd.DataFrame = field(default_factory=lambda: pd.DataFrame({"lon": [], "lat": []}))
    assets: pd.DataFrame | None = None
    title: str = ""


def fund_map(
    villages: gpd.GeoDataFrame,
    townships: gpd.GeoDataFrame,
    flows: pd.DataFrame,
    details: FundDetails = FundDetails(),
    *,
    meta: MapMeta,
    lang: Language = "zh",
) -> MapPage:
    """
    Draw where the money came from and where it went (资金流向图), as a map and as a Sankey figure.

    Widths are linear in the amount, with a hairline as the least. What has reached no township yet and what
    has reached no village yet are bars of their own. A project stands at its point; without one, in the
    village that has most of its money; without either, its money is told and not placed.

    Parameters
    ----------
    villages
        Indexed by `village_code`, with columns village and township_code and polygons in degrees.
    townships
        Indexed by `township_code`, with column township and polygons in degrees.
    flows
        year, level, channel, line_id, prj_id, township_code, village_code (missing where there is none) and
        amount_fen (Int64). Money of a project without a township is 未落到乡镇; without either it is
        未安排到项目.
    details
        What lines and projects are called, and what more is drawn.
    meta
        What the map says of itself.
    lang
        The language of the page.

    Returns
    -------
    page
        The map.

    Raises
    ------
    InputError
        If a year, channel, line or amount is missing, a level is unknown, or a place is not on the map or
        not in its township.
    ConservationError
        If a drawn layer does not add up to the ledger's total, or a browser could not count it.
    """
    land = lay_out(villages, townships)
    _require_home(land, flows)
    numbered = number_flows(flows, townships=land.townships.index, villages=land.villages.index)
    layer = AssetLayer.of(land, details.assets) if details.assets is not None else None
    total = say("maps.ui.total" if details.title else "maps.funds.total", lang)
    sections = fund_sections(numbered, land.townships["township"].tolist(), total=total, lang=lang)
    content = Content(
        title=details.title or say("maps.funds.title", lang),
        sections=(*sections, layer.legend(lang)) if layer else sections,
        tables={
            "villages": village_data(land, columns={}, packed={}),
            "townships": township_data(land, columns={}, packed={}),
            "sources": _source_data(numbered, lang),
            "lines": _line_data(numbered, details),
            "projects": _project_data(numbered, details, land),
            "flows": _flow_data(numbered),
            **({"assets": layer.data()} if layer else {}),
        },
        cards={
            "villages": fund_card("township_name", lang),
            "townships": fund_card("code", lang),
            **({"assets": layer.card(lang)} if layer else {}),
        },
        points=(layer.symbols(),) if layer else (),
        flows={"gross": numbered.gross, "widest": max(1, numbered.widest), "hairline": HAIRLINE_PX},
        room=_ROOM,
    )
    return MapPage(content, land, meta=meta, lang=lang)


def _require_home(land: Land, flows: pd.DataFrame) -> None:
    """Refuse a village of another township; one that is on no map is refused later."""
    village = flows["village_code"]
    known = village.isin(land.villages.index)
    elsewhere = village[known & (village.map(land.villages["township_code"]) != flows["township_code"])]
    if len(elsewhere):
        found = "、".join(map(str, elsewhere[:5]))
        raise InputError(say_both("maps.fault.village_elsewhere", found=found))


def _flow_data(numbered: FundRows) -> dict[str, Any]:
    return table_data({}, {str(name): numbered.rows[name] for name in numbered.rows})


def _source_data(numbered: FundRows, lang: Language) -> dict[str, Any]:
    pairs = source_names(numbered, lang)
    columns = {
        "name": [" · ".join(pair) for pair in pairs],
        "level": [level for level, _ in pairs],
        "channel": [channel for _, channel in pairs],
        "colour": source_colours(numbered),
    }
    return table_data(columns, {})


def _line_data(numbered: FundRows, details: FundDetails) -> dict[str, Any]:
    """Write each line's document and id, as a reader finds it in the ledger."""
    labels = [" ".join(filter(None, (details.documents.get(line), line))) for line in numbered.lines]
    return table_data({"label": labels}, {})


def _project_data(numbered: FundRows, details: FundDetails, land: Land) -> dict[str, Any]:
    """Write each project's name, and where it stands if that is known."""
    titles = [details.projects.get(project, project) for project in numbered.projects]
    labels = [title if len(title) <= _LONGEST else f"{title[: _LONGEST - 1]}…" for title in titles]
    cells, placed = _stand(numbered, details.points, land)
    packed = {"x": cells[:, 0], "y": cells[:, 1], "placed": placed, "township": _main(numbered, "township")}
    return table_data({"code": numbered.projects, "name": titles, "label": labels}, packed)


def _stand(
    numbered: FundRows, points: pd.DataFrame, land: Land
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Find the grid cell of each project, and whether it has one: its point, else its main village."""
    village = _main(numbered, "village")
    cells = land.villages[["x", "y"]].to_numpy(dtype=np.int64)[village]
    place = points.index.get_indexer(numbered.projects)
    known = place >= 0
    if known.any():
        found = points.iloc[place[known]]
        cells[known] = land.place(found["lon"], found["lat"])
    return cells, known | (village >= 0)


def _main(numbered: FundRows, level: str) -> NDArray[np.int64]:
    """Find the village or township that has most of each project's money; -1 where none has any."""
    rows = numbered.rows[(numbered.rows["project"] >= 0) & (numbered.rows[level] >= 0)]
    sums = rows.groupby(["project", level])["amount"].sum().reset_index()
    first = sums.sort_values(["amount", level], ascending=[False, True]).drop_duplicates("project")
    found = first.set_index("project")[level].reindex(range(len(numbered.projects)), fill_value=-1)
    return found.to_numpy(dtype=np.int64)
