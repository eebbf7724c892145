"""Which village a row of money is of (落点): a movement's or a worker's, as written, or the household's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Tables of many rows that name few places: each place is linked once.
MONEY_TABLES: Final = ("fund_moves", "labour_pay")
LINKED_COLUMNS: Final = ("linked_township_code", "linked_village_code")
_WRITTEN: Final = ("township", "village", "village_code")


def written_places(rows: pd.DataFrame) -> pd.DataFrame:
    """
    List the different places that rows name.

    Parameters
    ----------
    rows
        Rows with township, village and village_code as the office wrote them.

    Returns
    -------
    places
        These columns, each place once, numbered from 0 as `place_rows` counts them.
    """
    _, first = _numbers(rows)
    return rows[list(_WRITTEN)].iloc[first].reset_index(drop=True)


def place_rows(rows: pd.DataFrame, links: pd.DataFrame, households: pd.DataFrame) -> pd.DataFrame:
    """
    Join to each row the township and the village that the linker found for what it names.

    Parameters
    ----------
    rows
        Rows as for `written_places`.
    links
        What the linker says of those places, in their order.
    households
        The linked households: money that names one is where it is registered.

    Returns
    -------
    rows
        The same rows with `linked_township_code` and `linked_village_code`, missing where nobody knows.
    """
    numbers, _ = _numbers(rows)
    found = links[list(LINKED_COLUMNS)].iloc[numbers].set_axis(rows.index)
    if "hh_id" in rows:
        registered = households.drop_duplicates("hh_id").set_index("hh_id")[list(LINKED_COLUMNS)].dropna()
        place = registered.index.get_indexer(pd.Index(rows["hh_id"]))
        known = place >= 0
        found[known] = registered.iloc[place[known]].to_numpy()
    return rows.assign(**{name: found[name] for name in LINKED_COLUMNS})


def _numbers(rows: pd.DataFrame) -> tuple[NDArray[np.int64], NDArray[np.intp]]:
    """Give each place that rows name a number, and say which row is the first to name it."""
    place = np.zeros(len(rows), dtype=np.int64)
    for name in _WRITTEN:
        codes, texts = pd.factorize(rows[name])
        place = pd.factorize(place * (len(texts) + 1) + codes + 1)[0]
    return place, np.unique(place, return_index=True)[1]
