"""Where a thing is drawn: at its own point, or, where only its village is known, inside the village."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ruralmap.draw.shapes import Land

AT_POINT, IN_VILLAGE, NOWHERE = 0, 1, 2
# The angle at which the seeds of a sunflower follow one another: however many there are, they lie evenly.
_GOLDEN_ANGLE: Final = np.pi * (3 - np.sqrt(5))
_SHARE_OF_RADIUS: Final = 0.72


def locate(land: Land, things: pd.DataFrame) -> pd.DataFrame:
    """
    Give each thing a place on the grid.

    Things of one village without points of their own are spread over the largest circle inside it, in the
    order of the rows, so that none hides another; the card says that the place is not surveyed.

    Parameters
    ----------
    land
        The county.
    things
        Columns `lon`, `lat` (degrees, CGCS2000 or WGS-84) and `village_code`, each of them missing where it
        is not known.

    Returns
    -------
    places
        On the things' index: `x`, `y` (grid), `township_row`, `village_row` (-1 where not known) and
        `placing`: 0 at its own point, 1 in its village, 2 nowhere.
    """
    village_row = land.villages.index.get_indexer(pd.Index(things["village_code"]))
    has_point = things["lon"].notna() & things["lat"].notna()
    places = pd.DataFrame(
        {
            "x": 0,
            "y": 0,
            "village_row": village_row,
            "township_row": _townships_of(land, village_row),
            "placing": np.where(has_point, AT_POINT, np.where(village_row >= 0, IN_VILLAGE, NOWHERE)),
        },
        index=things.index,
    )
    own = land.place(things.loc[has_point, "lon"], things.loc[has_point, "lat"])
    places.loc[has_point, ["x", "y"]] = own
    inside = places["placing"] == IN_VILLAGE
    places.loc[inside, ["x", "y"]] = _spread(land, places.loc[inside, "village_row"])
    return places


def spot_columns(things: pd.DataFrame) -> dict[str, pd.Series[int]]:
    """
    Write where things are drawn for the page's script.

    Parameters
    ----------
    things
        What `locate` gave each of them; all have a place.

    Returns
    -------
    packed
        Place, rows of township and village, and whether the place is only a village's.
    """
    return {
        "x": things["x"],
        "y": things["y"],
        "township": things["township_row"],
        "village": things["village_row"],
        "approximate": (things["placing"] == IN_VILLAGE).astype(int),
    }


def approximate_line(lang: Language) -> dict[str, Any]:
    """
    Say in a card that the place was not surveyed, where it was not.

    Parameters
    ----------
    lang
        The language.

    Returns
    -------
    line
        As `page/card.js` reads it; it reads the column `approximate`.
    """
    return {
        "label": say("maps.asset.approximate", lang),
        "column": "approximate",
        "choices": ["", say("maps.asset.in_village", lang)],
        "optional": True,
    }


def _townships_of(land: Land, village_row: NDArray[np.int64]) -> NDArray[np.int64]:
    """Find the township of each village row; none for no village."""
    known: NDArray[np.int64] = np.append(land.villages["township_row"].to_numpy(dtype=np.int64), -1)
    return known[village_row]


def _spread(land: Land, village_row: pd.Series[int]) -> NDArray[np.int64]:
    """Spread the things of each village like the seeds of a sunflower."""
    order = village_row.groupby(village_row).cumcount().to_numpy()
    count = village_row.groupby(village_row).transform("size").to_numpy()
    village = land.villages.iloc[village_row.to_numpy()]
    away = _SHARE_OF_RADIUS * village["radius"].to_numpy() * np.sqrt((order + 0.5) / np.maximum(count, 1))
    angle = order * _GOLDEN_ANGLE
    x = village["x"].to_numpy() + away * np.cos(angle)
    y = village["y"].to_numpy() + away * np.sin(angle)
    spread: NDArray[np.int64] = np.rint(np.column_stack([x, y])).astype(np.int64)
    return spread
