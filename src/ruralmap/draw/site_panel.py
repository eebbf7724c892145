"""What the map of relocation sites says beside the map and on its cards."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from ruralmap.draw.legends import border_entries, name_entries
from ruralmap.draw.panel import (
    AreaSwatch,
    Control,
    Entry,
    Figure,
    Legend,
    Picker,
    Ranking,
    Row,
    StrokeSwatch,
    SymbolSwatch,
    Totals,
)
from ruralmap.draw.spots import NOWHERE, approximate_line
from ruralmap.words.catalogue import Language, say
from ruralmap.words.palette import ASSET_SYMBOLS, ORIGIN_LINES, PEOPLE, RUN_STATES, SITE_STATES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from ruralmap.draw.panel import Section

LINKS: Final = "links"
STATES: Final = tuple(SITE_STATES)
# Where assets are counted: in the site's own village, and in the villages left behind.
ENDS: Final = ("here", "left")
SITE_TEXTS: Final = ("site_kind", "industry")
SITE_WHOLES: Final = {
    "stated_households": "households",
    "stated_persons": "persons",
    "households": "households",
    "persons": "persons",
    "villages": "villages",
    "labour": "households",
    "idle": "households",
    "idle_willing": "households",
    "work_unknown": "households",
}
_UNREGISTERED: Final = "未登记"
_CLASSES: Final = tuple(ASSET_SYMBOLS)
_LINE: Final = "#4a1230"


def site_sections(
    sites: pd.DataFrame,
    *,
    nowhere: int,
    strange: int,
    classes: NDArray[np.int64],
    bounds: Sequence[int],
    lang: Language,
) -> tuple[Section, ...]:
    """
    Write the panel: totals, the choice of a site, layers, legends, and the list of sites.

    Parameters
    ----------
    sites
        All sites, with `placing`.
    nowhere
        How many households left a village that nobody knows.
    strange
        How many households name a site that is not on the list.
    classes
        The class of each village's number of households that left it.
    bounds
        Where one class ends and the next begins.
    lang
        The language.

    Returns
    -------
    sections
        The sections of the panel.
    """
    drawn = sites[sites["placing"] != NOWHERE]
    picker = Picker(_say("pick", lang), "links.site", tuple(drawn["site"]), _say("all_sites", lang))
    return (
        _totals(sites, {"strange": strange, "nowhere": nowhere}, lang),
        picker,
        _switches(sites, lang),
        _state_legend(sites, lang),
        _origin_legend(classes, bounds, lang),
        _list(sites, lang),
    )


def _totals(sites: pd.DataFrame, aside: Mapping[str, int], lang: Language) -> Totals:
    households, persons = (say(f"maps.unit.{name}", lang) for name in ("households", "persons"))
    sums = {name: f"{int(sites[name].sum()):,}" for name in ("households", "persons", "idle")}
    lines = (
        Figure(_say("total", lang), f"{len(sites):,}", _say("unit_sites", lang), "data-sites", strong=True),
        Figure(_say("total_households", lang), sums["households"], households, "data-households"),
        Figure(_say("total_persons", lang), sums["persons"], persons, "data-persons"),
        Figure(_say("total_idle", lang), sums["idle"], households, "data-idle", strong=True),
    )
    counts = {"unknown": int(sites["work_unknown"].sum()), **aside}
    notes = [_say(f"note_{name}", lang, count=f"{count:,}") for name, count in counts.items() if count]
    return Totals(say("maps.ui.total", lang), lines, notes=(_say("idle_note", lang), *notes))


def _switches(sites: pd.DataFrame, lang: Language) -> Legend:
    lost = int((sites["placing"] == NOWHERE).sum())
    notes = (say("maps.priority.sites_lost", lang, count=lost),) if lost else ()
    paints = [
        Entry(_say(f"by_{name}", lang), control=Control("data-paint", name, checked=name == "origins"))
        for name in ("origins", "plain")
    ]
    links = Entry(_say("links", lang), StrokeSwatch(ORIGIN_LINES[1]), control=Control("data-show", LINKS))
    return Legend(say("maps.ui.layers", lang), (*paints, links, *name_entries(lang)), notes=notes)


def _state_legend(sites: pd.DataFrame, lang: Language) -> Legend:
    counts = sites["state"].value_counts().to_dict()
    entries = tuple(
        Entry(
            _say(f"state.{state}", lang),
            SymbolSwatch(fill, "house", _LINE),
            (f"{counts.get(state, 0):,}",),
            Control("data-filter", "sites.state", number),
        )
        for number, (state, fill) in enumerate(SITE_STATES.items())
    )
    return Legend(_say("states", lang), entries, heads=(_say("unit_sites", lang),))


def _origin_legend(classes: NDArray[np.int64], bounds: Sequence[int], lang: Language) -> Legend:
    counts = np.bincount(classes, minlength=len(PEOPLE)).tolist()
    spans = [f"{low}–{high - 1}" for low, high in pairwise(bounds)]
    labels = [
        _say("none", lang),
        *(_say("span", lang, span=span) for span in spans),
        _say("at_least", lang, n=bounds[-1]),
    ]
    areas = [
        Entry(label, AreaSwatch(fill), (f"{count:,}",))
        for label, fill, count in zip(labels, PEOPLE, counts, strict=True)
    ]
    lines = [
        Entry(_say(f"line_{number}", lang), StrokeSwatch(stroke))
        for number, stroke in enumerate(ORIGIN_LINES)
    ]
    heads = (say("maps.unit.villages", lang),)
    return Legend(_say("classes", lang), (*areas, *lines, *border_entries(lang)), heads=heads, narrow=True)


def _list(sites: pd.DataFrame, lang: Language) -> Ranking:
    """List the sites, those with most households first; one that is not drawn leads nowhere."""
    drawn = (sites["placing"] != NOWHERE).to_numpy()
    place = np.cumsum(drawn) - 1
    order = sites["households"].sort_values(ascending=False, kind="stable").index
    columns = ("households", "labour", "idle")
    rows = tuple(
        Row(
            (sites.loc[row, "site"], *(f"{int(sites.loc[row, name]):,}" for name in columns)),
            f"sites.{place[row]}" if drawn[row] else "",
        )
        for row in order
    )
    heads = tuple(_say(f"head.{name}", lang) for name in ("site", *columns))
    return Ranking(_say("list", lang), heads, rows, named=0, notes=(_say("list_note", lang),))


def asset_columns(assets: pd.DataFrame | None, origins: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """
    Count assets by class and running state, in each village, and in the villages that each site left.

    Parameters
    ----------
    assets
        asset_class, run_state, village_code; nothing where there is no ledger.
    origins
        site_id and village_code.

    Returns
    -------
    columns
        `here` by village_code and `left` by site_id, with a column a class (`class0` …) and a running state
        (`state0` …); without rows where there is no ledger.
    """
    names = [f"class{i}" for i in range(len(_CLASSES))] + [f"state{i}" for i in range(len(RUN_STATES))]
    if assets is None:
        return {end: pd.DataFrame(columns=names) for end in ENDS}
    states = assets["run_state"].fillna(_UNREGISTERED)
    flags = {f"class{i}": assets["asset_class"].eq(name) for i, name in enumerate(_CLASSES)}
    flags |= {f"state{i}": states.eq(name) for i, name in enumerate(RUN_STATES)}
    marked = pd.DataFrame(flags).astype("int64").assign(village_code=assets["village_code"])
    here = marked.groupby("village_code")[names].sum()
    pairs = origins.loc[origins["village_code"].notna(), ["site_id", "village_code"]].drop_duplicates()
    there = pairs.join(here, on="village_code").fillna(dict.fromkeys(names, 0))
    return {"here": here, "left": there.groupby("site_id")[names].sum().astype("int64")}


def site_card(*, has_assets: bool, lang: Language) -> dict[str, Any]:
    """
    Say what the card of a site lists.

    Parameters
    ----------
    has_assets
        Whether there is an asset ledger.
    lang
        The language.

    Returns
    -------
    card
        As `page/card.js` reads it.
    """
    lines: list[dict[str, Any]] = [
        {"label": _say(f"card.{name}", lang), "column": name, "format": "text"} for name in SITE_TEXTS
    ]
    for name, unit in SITE_WHOLES.items():
        words = say(f"maps.unit.{unit}", lang)
        line = {"label": _say(f"card.{name}", lang), "column": name, "format": "whole", "unit": words}
        lines.append(line | ({"optional": True} if name in {"idle_willing", "work_unknown"} else {}))
    if has_assets:
        for end in ENDS:
            lines += [{"heading": _say(f"assets_{end}", lang)}, *_asset_lines(f"{end}_", lang)]
    return {"title": "name", "subtitle": "place_name", "lines": [*lines, approximate_line(lang)]}


def origin_card(*, has_assets: bool, lang: Language) -> dict[str, Any]:
    """
    Say what the card of a village lists: who left it for which site, and what stands there.

    Parameters
    ----------
    has_assets
        Whether there is an asset ledger.
    lang
        The language.

    Returns
    -------
    card
        As `page/card.js` reads it.
    """
    lines: list[dict[str, Any]] = [
        {
            "label": _say(f"card.left_{name}", lang),
            "column": name,
            "format": "whole",
            "unit": say(f"maps.unit.{name}", lang),
        }
        for name in ("households", "persons")
    ]
    lines.append({"label": _say("card.to", lang), "column": "sites", "format": "text", "optional": True})
    if has_assets:
        lines += [{"heading": _say("assets_village", lang)}, *_asset_lines("", lang)]
    return {"title": "name", "subtitle": "township_name", "lines": lines}


def _asset_lines(prefix: str, lang: Language) -> list[dict[str, Any]]:
    """List assets by class, and by running state where there are any; nothing registered is nothing said."""
    count = {"format": "whole", "unit": say("maps.unit.items", lang), "optional": True}
    classes = [
        {"label": say(f"maps.class.{name}", lang), "column": f"{prefix}class{i}"} | count
        for i, name in enumerate(_CLASSES)
    ]
    states = [
        {"label": say(f"maps.state.{name}", lang), "column": f"{prefix}state{i}"} | count
        for i, name in enumerate(RUN_STATES)
    ]
    return [*classes, *states]


def _say(key: str, lang: Language, **values: object) -> str:
    return say(f"policy_maps.sites.{key}", lang, **values)
