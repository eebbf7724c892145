"""The map of work relief (以工代赈图): projects by form and pay, their lines, and the workers' villages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ruralmap.draw.lines import line_spec, trace
from ruralmap.draw.page import Content, MapPage
from ruralmap.draw.relief_panel import (
    CARD_MONEY,
    CARD_TEXTS,
    CARD_WHOLES,
    GROUPS,
    MODES,
    STATES,
    project_card,
    relief_sections,
    workers_card,
)
from ruralmap.draw.shapes import lay_out
from ruralmap.draw.spots import NOWHERE, locate, spot_columns
from ruralmap.draw.symbols import fill_specs
from ruralmap.draw.tables import table_data, township_data, village_data
from ruralmap.errors import ConservationError
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import Language, say
from ruralmap.words.palette import PEOPLE, RELIEF_LINE, RELIEF_SHAPES, RELIEF_STATES, SHAPES

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    import pandas as pd
    from numpy.typing import NDArray

    from ruralmap.draw.meta import MapMeta
    from ruralmap.draw.shapes import Land

# Where one class of numbers of workers ends and the next begins; the first is nobody. They say how the map
# is coloured and judge nothing.
WORKER_BOUNDS: Final = (1, 5, 10, 30)


@dataclass(frozen=True, eq=False)
class ReliefLayers:
    """
    What the map of work relief is made of.

    `projects` has prj_id, project, work_relief_mode, whole (`fiscal` or `central`), the other columns of
    `relief_panel.CARD_MONEY`, `CARD_WHOLES` and `CARD_TEXTS`, share, line (0 to 1), state (PAY_STATES),
    village_code, lon and lat (degrees). `workers` counts everybody once: township_code, village_code,
    worker_group, persons. `shapes` are lines and areas in degrees with prj_id. Every cell but ids, names,
    persons and states may be missing. `line_note` says which lines shares are held against.
    """

    projects: pd.DataFrame
    workers: pd.DataFrame
    shapes: gpd.GeoDataFrame
    line_note: str


def work_relief_map(
    villages: gpd.GeoDataFrame,
    townships: gpd.GeoDataFrame,
    layers: ReliefLayers,
    *,
    meta: MapMeta,
    lang: Language = "zh",
) -> MapPage:
    """
    Draw who was paid in work relief, and how much of the money went into pay (以工代赈图).

    A project stands at its point, else inside its village; its line is drawn where there is one. Villages are
    coloured by how many of the people registered there were paid. Nobody is named.

    Parameters
    ----------
    villages
        Indexed by `village_code`, with columns village and township_code and polygons in degrees.
    townships
        Indexed by `township_code`, with column township and polygons in degrees.
    layers
        Projects, workers and lines.
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
    ConservationError
        If the workers of townships and of none are not all workers: a fault of ours.
    """
    land = lay_out(villages, townships)
    placed = layers.projects.reset_index(drop=True)
    placed = placed.join(locate(land, placed))
    drawn = placed[placed["placing"] != NOWHERE].reset_index(drop=True)
    of_villages = _count(layers.workers, "village_code", land.villages.index)
    of_townships = _count(layers.workers, "township_code", land.townships.index)
    _require_all(of_townships, layers.workers)
    classes = np.searchsorted(WORKER_BOUNDS, of_villages["workers"], side="right")
    paths, rows = _lines(land, layers.shapes, drawn)
    content = Content(
        title=say("policy_maps.relief.title", lang),
        sections=relief_sections(
            land,
            placed,
            of_townships,
            workers=layers.workers,
            classes=classes,
            bounds=WORKER_BOUNDS,
            lines=len(set(rows)),
            line_note=layers.line_note,
            lang=lang,
        ),
        tables={
            "villages": village_data(
                land, columns={}, packed={**of_villages, "state": classes, "plain": np.zeros_like(classes)}
            ),
            "townships": township_data(land, columns={}, packed=of_townships),
            "projects": _project_data(drawn),
        },
        cards={
            "villages": workers_card("township_name", lang),
            "townships": workers_card("code", lang),
            "projects": project_card(lang),
        },
        paints={
            "workers": {"table": "villages", "column": "state", "fills": PEOPLE},
            "plain": {"table": "villages", "column": "plain", "fills": PEOPLE[:1]},
        },
        lines=(line_spec("projects", paths, rows, strokes=(RELIEF_LINE,), clicked=True),),
        points=(_symbols(),),
    )
    return MapPage(content, land, meta=meta, lang=lang)


def _count(workers: pd.DataFrame, place: str, units: pd.Index[str]) -> dict[str, NDArray[np.int64]]:
    """Count the workers of each unit, all and by group; a group that is not written is the last."""
    groups = workers["worker_group"].map({group: number for number, group in enumerate(GROUPS)})
    numbers = groups.fillna(len(GROUPS)).astype(int)

    def count(rows: pd.DataFrame) -> NDArray[np.int64]:
        sums = rows.groupby(place)["persons"].sum().reindex(units, fill_value=0)
        return sums.to_numpy(dtype=np.int64)

    by_group = {f"group{i}": count(workers[numbers == i]) for i in range(len(GROUPS) + 1)}
    return {"workers": count(workers), **by_group}


def _require_all(of_townships: Mapping[str, NDArray[np.int64]], workers: pd.DataFrame) -> None:
    """See that the workers of the townships, and of none, are all workers."""
    nowhere = int(workers.loc[workers["township_code"].isna(), "persons"].sum())
    given, drawn = int(workers["persons"].sum()), int(of_townships["workers"].sum()) + nowhere
    if given != drawn:
        raise ConservationError(say_both("policy_maps.fault.workers_lost", given=given, drawn=drawn))


def _lines(
    land: Land, shapes: gpd.GeoDataFrame, drawn: pd.DataFrame
) -> tuple[list[NDArray[np.int64]], list[int]]:
    """Trace the lines of the drawn projects, with the row of each."""
    row_of = {prj_id: row for row, prj_id in enumerate(drawn["prj_id"])}
    paths: list[NDArray[np.int64]] = []
    rows: list[int] = []
    for prj_id, shape in zip(shapes["prj_id"], shapes.geometry, strict=True):
        if prj_id in row_of:
            own = trace(land, [shape])
            paths += own
            rows += [row_of[prj_id]] * len(own)
    return paths, rows


def _project_data(drawn: pd.DataFrame) -> dict[str, Any]:
    figures = {name: drawn[name] for name in (*CARD_MONEY, *CARD_WHOLES, *CARD_TEXTS, "share", "line")}
    packed = {
        "mode": drawn["work_relief_mode"].fillna("").map(MODES.index).astype(int),
        "state": drawn["state"].map(STATES.index).astype(int),
        "of": drawn["whole"].eq("central").astype(int),
        **spot_columns(drawn),
    }
    return table_data({"name": drawn["project"].fillna(drawn["prj_id"]), **figures}, packed)


def _symbols() -> dict[str, Any]:
    fills = fill_specs(RELIEF_STATES.values())
    return {
        "table": "projects",
        "shape": "mode",
        "fill": "state",
        "shapes": [SHAPES[shape] for shape in RELIEF_SHAPES.values()],
        "fills": fills,
        "weights": [0, 2, 3, 1, 1],  # what is below its line lies on top
        "line": "#22282c",
        "width": 1.3,
        "radius": 7,
        "zoom": 10.5,
        "smallest": 5.5,
        "largest": 12,
    }
