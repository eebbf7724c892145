"""The map of one rule (指标图): what it says of each unit, and the values it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ruralmap.draw.demonstration import demo_overlay
from ruralmap.draw.indicator_panel import (
    STATUSES,
    Level,
    RuleHead,
    about,
    figure_text,
    rule_legends,
    township_list,
    unit_card,
)
from ruralmap.draw.page import Content, MapPage
from ruralmap.draw.shapes import lay_out
from ruralmap.draw.tables import township_data, village_data
from ruralmap.errors import InputError
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import Language, say
from ruralmap.words.palette import INDICATORS, VALUES

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from numpy.typing import NDArray

    from ruralmap.draw.meta import MapMeta

_TABLES: Final[dict[Level, str]] = {"village": "villages", "township": "townships"}


def indicator_map(  # noqa: PLR0913  # what a map is made of
    villages: gpd.GeoDataFrame,
    townships: gpd.GeoDataFrame,
    units: pd.DataFrame,
    head: RuleHead,
    *,
    records: pd.DataFrame | None = None,
    meta: MapMeta,
    lang: Language = "zh",
) -> MapPage:
    """
    Draw what one rule says (指标图), by village or township; no household is on it.

    Parameters
    ----------
    villages
        Indexed by `village_code`, with columns village and township_code and polygons in degrees.
    townships
        Indexed by `township_code`, with column township and polygons in degrees.
    units
        code, status (a name of INDICATORS), value, numerator, denominator, threshold and margin; all but
        code and status may be missing. A unit of the map without a row is not asked for. With a `rank`
        townships are listed by it.
    head
        The rule.
    records
        What townships and villages demonstrate, as `draw.demonstration.demonstrations` takes it; nothing
        where the office has no such table.
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
        If a unit has two rows or is not on the map, or a status is not known.
    """
    land = lay_out(villages, townships)
    rows = _rows(units, land.villages.index if head.level == "village" else land.townships.index)
    bounds = quantiles(rows["value"])
    classes = np.where(
        rows["value"].isna(), len(VALUES), np.searchsorted(bounds, rows["value"], side="right")
    )
    status = rows["status"].map(STATUSES.index).to_numpy(dtype=np.int64)
    packed = {"state": status, "class": classes.astype(np.int64), "plain": np.zeros_like(status)}
    figures = {
        name: [figure_text(value, head.unit, lang) for value in rows[name]] for name in ("value", "threshold")
    }
    if head.counts:
        nobody = rows["denominator"].fillna(0).eq(0)
        said = say("policy_maps.indicator.nobody", lang)
        figures["value"] = [
            said if none_there else text for none_there, text in zip(nobody, figures["value"], strict=True)
        ]
    columns = figures | {name: rows[name] for name in ("numerator", "denominator", "margin")}
    table = _TABLES[head.level]
    own: dict[str, Any] = {"columns": columns, "packed": packed}
    none: dict[str, Any] = {"columns": {}, "packed": {}}
    demos = demo_overlay(land, records, lang)
    content = Content(
        title=say("policy_maps.indicator.title", lang, label=head.label, rule=head.rule_id),
        sections=(
            *about(head, demos.switches, lang),
            *rule_legends(status, classes, bounds, head=head, lang=lang),
            *demos.legends,
            township_list(land, rows, head, lang),
        ),
        tables={
            "villages": village_data(land, **(own if table == "villages" else none)),
            "townships": township_data(land, **(own if table == "townships" else none)),
            **demos.tables,
        },
        cards={
            "villages": unit_card(head, "township_name", lang)
            if table == "villages"
            else _bare("township_name"),
            "townships": unit_card(head, "code", lang) if table == "townships" else _bare("code"),
            **demos.cards,
        },
        paints={
            "outcome": {"table": table, "column": "state", "fills": tuple(INDICATORS.values())},
            "value": {"table": table, "column": "class", "fills": (*VALUES, INDICATORS["not_applicable"])},
            "plain": {"table": table, "column": "plain", "fills": (INDICATORS["not_applicable"],)},
        },
        points=demos.points,
    )
    return MapPage(content, land, meta=meta, lang=lang)


def quantiles(values: pd.Series[float]) -> NDArray[np.float64]:
    """
    Divide values into as many classes as there are colours, each with as many units as can be.

    Parameters
    ----------
    values
        Numbers, some of them missing.

    Returns
    -------
    bounds
        Where each class but the first begins, rising; fewer where many values are the same.
    """
    known = values.dropna().to_numpy(dtype=float)
    if not len(known):
        return np.zeros(0)
    steps = np.arange(1, len(VALUES)) / len(VALUES)
    bounds: NDArray[np.float64] = np.unique(np.quantile(known, steps, method="higher"))
    above: NDArray[np.float64] = bounds[bounds > known.min()]
    return above


def _rows(units: pd.DataFrame, index: pd.Index[str]) -> pd.DataFrame:
    """Put the rows in the order of the map; refuse what could not be drawn truly."""
    faults = {
        "rows_twice": units.loc[units["code"].duplicated(), "code"],
        "rows_elsewhere": units.loc[~units["code"].isin(index), "code"],
        "outcome_unknown": units.loc[~units["status"].isin(STATUSES), "status"],
    }
    for key, found in faults.items():
        if len(found):
            raise InputError(say_both(f"maps.fault.{key}", found="、".join(map(str, found[:5]))))
    rows = units.set_index("code").reindex(index)
    ranked = ("rank",) if "rank" in rows else ()
    whole = dict.fromkeys(("numerator", "denominator", "margin", *ranked), "Int64")
    kinds = whole | dict.fromkeys(("value", "threshold"), "float64")
    return rows.assign(status=rows["status"].fillna("not_applicable")).astype(kinds)


def _bare(subtitle: str) -> dict[str, Any]:
    """Name a place of which the rule says nothing."""
    return {"title": "name", "subtitle": subtitle, "lines": []}
