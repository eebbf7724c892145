"""What changed between two dates, as a layer on the map of assets (资产变动图层)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from ruralmap.draw.panel import Control, Entry, Legend, Ranking, Row, SymbolSwatch
from ruralmap.draw.spots import NOWHERE, locate, spot_columns
from ruralmap.draw.symbols import fill_specs
from ruralmap.draw.tables import table_data
from ruralmap.words.catalogue import Language, say
from ruralmap.words.palette import ASSET_CHANGES, SHAPES

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from ruralmap.draw.panel import Section
    from ruralmap.draw.shapes import Land

LAYER: Final = "changes"
KINDS: Final = tuple(ASSET_CHANGES)
_PLACE: Final = ["x", "y", "village_row", "township_row", "placing"]


class Changes(NamedTuple):
    """
    What changed between two days (变动).

    `rows` have asset_id, asset, asset_class, run_state, owner_level, village_code, `kind` (one of `KINDS`)
    and `said`, the changes in words, one a line. `moves` say how many assets went from one state to another.
    """

    since: str
    until: str
    rows: pd.DataFrame
    moves: dict[tuple[str, str], int]


def place_changes(land: Land, ledger: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """
    Put changes where their assets are drawn, and those of assets that are gone into their villages.

    Parameters
    ----------
    land
        The county.
    ledger
        The assets that are there, with what `locate` gave them.
    rows
        The changes, see `Changes`.

    Returns
    -------
    rows
        With the columns of `locate`.
    """
    own = locate(land, rows.assign(lon=np.nan, lat=np.nan))
    known = ledger.drop_duplicates("asset_id").set_index("asset_id")[_PLACE]
    there = rows["asset_id"].isin(known.index)
    own.loc[there, _PLACE] = known.loc[rows.loc[there, "asset_id"]].to_numpy()
    return rows.join(own)


def is_drawn(placed: pd.DataFrame, classes: Sequence[str]) -> pd.Series[bool]:
    """
    Say which changes are drawn as points.

    Parameters
    ----------
    placed
        What `place_changes` gave.
    classes
        The classes that are drawn.

    Returns
    -------
    drawn
        False for assets of households, and for what is in no village.
    """
    return placed["asset_class"].isin(list(classes)) & (placed["placing"] != NOWHERE)


def change_data(drawn: pd.DataFrame, numbers: dict[str, pd.Series[int]]) -> dict[str, Any]:
    """
    Write the changes for the page's script.

    Parameters
    ----------
    drawn
        The placed changes that are drawn.
    numbers
        Further columns of whole numbers, by which the filters of the assets work here too.

    Returns
    -------
    table
        As `table_data` writes it.
    """
    packed = {"kind": drawn["kind"].map(KINDS.index).astype(int), **numbers, **spot_columns(drawn)}
    return table_data({"name": drawn["asset"], "said": drawn["said"]}, packed)


def change_symbols() -> dict[str, Any]:
    """
    Say how the changes are drawn.

    Returns
    -------
    spec
        As `page/points.js` reads it; the filters of the assets hold for them too.
    """
    return {
        "table": LAYER,
        "follows": "assets",
        "shape": "kind",
        "fill": "kind",
        "shapes": [SHAPES[shape] for shape, _ in ASSET_CHANGES.values()],
        "fills": fill_specs(fill for _, fill in ASSET_CHANGES.values()),
        "weights": [2, 3, 1, 0],
        "line": "#17131f",
        "width": 1.1,
        "radius": 5.2,
        "zoom": 10.5,
        "smallest": 4.6,
        "largest": 11,
    }


def change_card(lang: Language) -> dict[str, Any]:
    """
    Say what the card of a change lists.

    Parameters
    ----------
    lang
        The language.

    Returns
    -------
    card
        As `page/card.js` reads it.
    """
    kinds = [say(f"maps.changes.{kind}", lang) for kind in KINDS]
    return {
        "title": "name",
        "subtitle": "place_name",
        "lines": [
            {"label": say("maps.changes.kind", lang), "column": "kind", "choices": kinds},
            {"heading": say("maps.changes.said", lang)},
            {"items": "said"},
        ],
    }


def change_sections(
    changes: Changes, placed: pd.DataFrame, drawn: pd.Series[bool], townships: Sequence[str], lang: Language
) -> tuple[Section, ...]:
    """
    Write the panel: the legend of the changes, the states from and to, and the counts by township.

    Parameters
    ----------
    changes
        The changes.
    placed
        Where they are.
    drawn
        Which of them are points.
    townships
        The townships' names, in the map's order.
    lang
        The language.

    Returns
    -------
    sections
        All of them add up to the changes.
    """
    title = say("maps.changes.title", lang, since=changes.since, until=changes.until)
    counts = placed["kind"].value_counts().to_dict()
    entries = [
        Entry(
            say(f"maps.changes.{kind}", lang),
            SymbolSwatch(fill, shape),
            (f"{counts.get(kind, 0):,}",),
            Control("data-filter", f"{LAYER}.kind", number),
        )
        for number, (kind, (shape, fill)) in enumerate(ASSET_CHANGES.items())
    ]
    hidden = int((~drawn).sum())
    notes = (say("maps.changes.undrawn", lang, count=f"{hidden:,}"),) if hidden else ()
    show = Entry(say("maps.changes.show", lang), control=Control("data-show", LAYER))
    items = (say("maps.unit.items", lang),)
    return (
        Legend(title, (show,)),
        Legend(say("maps.changes.kinds", lang), tuple(entries), heads=items, notes=notes, layer=LAYER),
        _moves(changes, lang),
        _by_township(placed, townships, lang),
    )


def _moves(changes: Changes, lang: Language) -> Ranking:
    """List which states became which, the most frequent first."""
    ordered = sorted(changes.moves.items(), key=lambda one: (-one[1], one[0]))
    rows = tuple(
        Row((" → ".join(say(f"maps.state.{state}", lang) for state in move), f"{count:,}"))
        for move, count in ordered
    )
    heads = (say("maps.changes.state", lang), say("maps.unit.items", lang))
    return Ranking(say("maps.changes.moves", lang), heads, rows, named=0, narrow=True)


def _by_township(placed: pd.DataFrame, townships: Sequence[str], lang: Language) -> Ranking:
    """Count the changes of each township, and those of none."""
    counted = Counter(zip(placed["township_row"], placed["kind"], strict=True))

    def row(number: int, name: str) -> Row:
        cells = tuple(f"{counted[number, kind]:,}" for kind in KINDS)
        return Row((name, *cells), goto=f"townships.{number}" if number >= 0 else "")

    rows = [row(number, name) for number, name in enumerate(townships)]
    if any(number < 0 for number, _ in counted):
        rows.append(row(-1, say("maps.changes.no_township", lang)))
    heads = (say("maps.assets.township", lang), *(say(f"maps.changes.short.{kind}", lang) for kind in KINDS))
    return Ranking(say("maps.changes.by_township", lang), heads, tuple(rows), named=0)
