"""What the map of work relief says beside the map and on its cards."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ruralmap.draw.legends import border_entries, name_entries
from ruralmap.draw.panel import (
    AreaSwatch,
    Control,
    Entry,
    Figure,
    Legend,
    Ranking,
    Row,
    StrokeSwatch,
    SymbolSwatch,
    Totals,
)
from ruralmap.draw.spots import IN_VILLAGE, NOWHERE, approximate_line
from ruralmap.funds.relief_lines import PAY_STATES
from ruralmap.schema.labour import WORKER_GROUPS
from ruralmap.schema.money import wan_text
from ruralmap.words.catalogue import Language, say
from ruralmap.words.palette import PEOPLE, RELIEF_LINE, RELIEF_SHAPES, RELIEF_STATES, SymbolFill

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from ruralmap.draw.panel import Section
    from ruralmap.draw.shapes import Land

MODES: Final = tuple(RELIEF_SHAPES)
STATES: Final = PAY_STATES
GROUPS: Final = WORKER_GROUPS
# What a project's card lists, by how it is written.
CARD_MONEY: Final = ("whole_fen", "paid_fen", "due_fen", "short_fen")
CARD_WHOLES: Final = {"persons": "persons", "months": "months", "months_unpaid": "months"}
CARD_TEXTS: Final = ("started_on", "completed_on")
# Those whom the clauses name: lifted and monitored households, and those who moved.
_HELPED: Final = GROUPS[:3]
_WHOLES: Final = ("fiscal", "central")
_INK: Final = "#22282c"
_BLANK: Final = SymbolFill("#ffffff")


def relief_sections(  # noqa: PLR0913  # what the panel is made of
    land: Land,
    projects: pd.DataFrame,
    of_townships: Mapping[str, NDArray[np.int64]],
    *,
    workers: pd.DataFrame,
    classes: NDArray[np.int64],
    bounds: Sequence[int],
    lines: int,
    line_note: str,
    lang: Language,
) -> tuple[Section, ...]:
    """
    Write the panel: totals, colourings, forms and states, which are filters too, workers, townships.

    Parameters
    ----------
    land
        The county.
    projects
        All projects, with `placing`.
    of_townships
        Numbers of workers in the order of the townships: `workers`, and `group0` to `group4`.
    workers
        Everybody once, as `ReliefLayers`.
    classes
        The class of each village's number of workers.
    bounds
        Where one class ends and the next begins.
    lines
        How many projects have a line.
    line_note
        Which lines shares are held against.
    lang
        The language.

    Returns
    -------
    sections
        The sections of the panel.
    """
    return (
        _totals(projects, workers, lang),
        _switches(lang),
        _mode_legend(projects, lines, lang),
        _state_legend(projects, line_note, lang),
        _worker_legend(classes, bounds, lang),
        _ranking(land, projects, of_townships, lang),
    )


def _totals(projects: pd.DataFrame, workers: pd.DataFrame, lang: Language) -> Totals:
    persons, wan = say("maps.unit.persons", lang), say("maps.unit.wan", lang)
    total = int(workers["persons"].sum())
    helped = int(workers.loc[workers["worker_group"].isin(_HELPED), "persons"].sum())
    nowhere = int(workers.loc[workers["village_code"].isna(), "persons"].sum())
    lines = (
        Figure(_say("projects", lang), f"{len(projects):,}", say("maps.unit.items", lang), "data-projects"),
        Figure(_say("workers", lang), f"{total:,}", persons, "data-workers", strong=True),
        Figure(_say("helped", lang), f"{helped:,}", persons, "data-helped"),
        Figure(_say("paid", lang), wan_text(int(projects["paid_fen"].sum())), wan, "data-paid", strong=True),
        Figure(_say("short", lang), wan_text(int(projects["short_fen"].sum())), wan, "data-short"),
    )
    notes = [_say("workers_note", lang)]
    if nowhere:
        notes.append(_say("workers_nowhere", lang, count=f"{nowhere:,}"))
    return Totals(say("maps.ui.total", lang), lines, notes=tuple(notes))


def _switches(lang: Language) -> Legend:
    paints = [
        Entry(_say(f"by_{name}", lang), control=Control("data-paint", name, checked=name == "workers"))
        for name in ("workers", "plain")
    ]
    project = Entry(_say("show_projects", lang), control=Control("data-show", "projects"))
    return Legend(say("maps.ui.layers", lang), (*paints, project, *name_entries(lang)))


def _mode_legend(projects: pd.DataFrame, lines: int, lang: Language) -> Legend:
    modes = projects["work_relief_mode"].fillna("")
    entries = [
        Entry(
            _say(f"mode.{name or 'none'}", lang),
            SymbolSwatch(_BLANK, shape, _INK),
            (f"{int((modes == name).sum()):,}",),
            Control("data-filter", "projects.mode", number),
        )
        for number, (name, shape) in enumerate(RELIEF_SHAPES.items())
        if name or (modes == name).any()
    ]
    if lines:
        entries.append(Entry(_say("line", lang), StrokeSwatch(RELIEF_LINE), (f"{lines:,}",)))
    approximate = int((projects["placing"] == IN_VILLAGE).sum())
    lost = int((projects["placing"] == NOWHERE).sum())
    notes = [
        _say(key, lang, count=f"{count:,}")
        for key, count in (("approximate", approximate), ("lost", lost))
        if count
    ]
    heads = (say("maps.unit.items", lang),)
    return Legend(_say("modes", lang), tuple(entries), heads=heads, notes=tuple(notes))


def _state_legend(projects: pd.DataFrame, line_note: str, lang: Language) -> Legend:
    counts = projects["state"].value_counts().to_dict()
    entries = tuple(
        Entry(
            _say(f"state.{state}", lang),
            SymbolSwatch(fill, "circle", _INK),
            (f"{counts.get(state, 0):,}",),
            Control("data-filter", "projects.state", number),
        )
        for number, (state, fill) in enumerate(RELIEF_STATES.items())
    )
    heads = (say("maps.unit.items", lang),)
    return Legend(_say("states", lang), entries, heads=heads, notes=(line_note,))


def _worker_legend(classes: NDArray[np.int64], bounds: Sequence[int], lang: Language) -> Legend:
    counts = np.bincount(classes, minlength=len(PEOPLE))
    spans = [f"{low}–{high - 1}" for low, high in pairwise(bounds)]
    labels = [
        _say("nobody", lang),
        *(_say("span", lang, span=span) for span in spans),
        _say("at_least", lang, n=bounds[-1]),
    ]
    entries = [
        Entry(label, AreaSwatch(fill), (f"{count:,}",))
        for label, fill, count in zip(labels, PEOPLE, counts.tolist(), strict=True)
    ]
    return Legend(
        _say("classes", lang),
        (*entries, *border_entries(lang)),
        heads=(say("maps.unit.villages", lang),),
        narrow=True,
    )


def _ranking(
    land: Land, projects: pd.DataFrame, of_townships: Mapping[str, NDArray[np.int64]], lang: Language
) -> Ranking:
    """List the townships by workers, the most first; those with as many in the order of codes."""
    workers = of_townships["workers"]
    helped = np.sum([of_townships[f"group{i}"] for i in range(len(_HELPED))], axis=0)
    own = np.bincount(
        projects.loc[projects["township_row"] >= 0, "township_row"], minlength=len(land.townships)
    )
    names = land.townships["township"].tolist()
    rows = tuple(
        Row((names[row], f"{workers[row]:,}", f"{helped[row]:,}", f"{own[row]:,}"), f"townships.{row}")
        for row in np.argsort(-workers, kind="stable").tolist()
    )
    heads = tuple(_say(f"head.{name}", lang) for name in ("township", "workers", "helped", "projects"))
    return Ranking(_say("ranking", lang), heads, rows, named=0, notes=(_say("ranking_note", lang),))


def project_card(lang: Language) -> dict[str, Any]:
    """
    Say what the card of a project lists.

    Parameters
    ----------
    lang
        The language.

    Returns
    -------
    card
        As `page/card.js` reads it.
    """
    modes = [_say(f"mode.{name or 'none'}", lang) for name in MODES]
    states = [_say(f"state.{state}", lang) for state in STATES]
    wan = {"format": "wan", "unit": say("maps.unit.wan", lang), "optional": True}
    lines: list[dict[str, Any]] = [
        {"column": "mode", "choices": modes},
        {"column": "state", "choices": states},
        {"column": "share", "format": "percent", "optional": True},
        {"column": "line", "format": "percent", "optional": True},
        {"column": "of", "choices": [_say(f"whole.{name}", lang) for name in _WHOLES]},
        *({"column": name} | wan for name in CARD_MONEY),
    ]
    lines += [
        {"column": name, "format": "whole", "unit": _say(f"unit.{unit}", lang)}
        for name, unit in CARD_WHOLES.items()
    ]
    lines += [{"column": name, "format": "text", "optional": True} for name in CARD_TEXTS]
    labelled = [{"label": _say(f"card.{line['column']}", lang)} | line for line in lines]
    return {"title": "name", "subtitle": "place_name", "lines": [*labelled, approximate_line(lang)]}


def workers_card(subtitle: str, lang: Language) -> dict[str, Any]:
    """
    Say what the card of a village or township lists: the workers registered there, by group.

    Parameters
    ----------
    subtitle
        The column that stands under the name.
    lang
        The language.

    Returns
    -------
    card
        As `page/card.js` reads it.
    """
    count = {"format": "whole", "unit": say("maps.unit.persons", lang)}
    groups = [
        {"label": _say(f"group.{name}", lang), "column": f"group{i}", "optional": True} | count
        for i, name in enumerate((*GROUPS, "unknown"))
    ]
    lines = [{"label": _say("workers", lang), "column": "workers"} | count, *groups]
    return {"title": "name", "subtitle": subtitle, "lines": lines, "notes": [_say("workers_note", lang)]}


def _say(key: str, lang: Language, **values: object) -> str:
    return say(f"policy_maps.relief.{key}", lang, **values)
