"""The money of projects by village (落到村): where the movement names the place, else by the shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ruralmap.funds.postings import ENTITY, PROJECT, TOWNSHIP, VILLAGE, Rows, Texts, add_up, gather
from ruralmap.funds.splits import split_runs

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray


def place_rows(rows: Rows, places: pd.DataFrame, texts: Texts) -> Rows:
    """
    Bring the money of projects to villages.

    A row that names its village stays there. The rest of a line, project and payee is split over the places
    of the project, each balance by itself. Where the rest has the other sign than what names its village,
    more was placed than there is: the rest then stays without a place, and is not scaled away. A project of
    which no place is known keeps its money where it is.

    Parameters
    ----------
    rows
        The rows.
    places
        As `places.places_of_projects` gives them.
    texts
        The texts of the keys, those of the places among them.

    Returns
    -------
    rows
        The rows, each balance with the same sum for every line, project and payee.
    """
    sizes = texts.sizes()
    starts, counts, spots, weights = _index(places, texts)
    project, village = rows.keys[:, PROJECT], rows.keys[:, VILLAGE]
    free = (counts[project] > 0) & (village == sizes[VILLAGE])
    concerned = counts[project] > 0
    rest, explicit = _rest(Rows(rows.keys[concerned], rows.amounts[concerned]), free[concerned], sizes)
    too_much = np.sign(rest.amounts) * np.sign(explicit) < 0
    loose = np.where(too_much, rest.amounts, 0)
    spread = rest.amounts - loose
    owners = rest.keys[:, PROJECT]
    keys = np.repeat(rest.keys, counts[owners], axis=0)
    keys[:, [TOWNSHIP, VILLAGE]] = _runs(spots, starts[owners], counts[owners])
    parts = np.zeros((len(keys), spread.shape[1]), dtype=np.int64)
    begins = np.cumsum(counts[owners]) - counts[owners]
    for column in range(spread.shape[1]):
        some = np.flatnonzero(spread[:, column])
        who = owners[some]
        shares = _runs(weights, starts[who], counts[who])
        rows_of = _runs(np.arange(len(keys)), begins[some], counts[who])
        parts[rows_of, column] = split_runs(spread[some, column], counts[who], shares)
    placed = Rows(
        np.concatenate([rows.keys[~free], rest.keys, keys]),
        np.concatenate([rows.amounts[~free], loose, parts]),
    )
    return add_up(placed, sizes)


def _index(
    places: pd.DataFrame, texts: Texts
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """List the places by project: where each project's begin, how many, their codes and their weights."""
    known = places["township_code"].notna().groupby(places["prj_id"]).transform("any")
    listed = places[known.astype(bool)]
    codes = {
        name: texts.codes(column, listed[name])
        for column, name in (
            (PROJECT, "prj_id"),
            (TOWNSHIP, "township_code"),
            (VILLAGE, "village_code"),
        )
    }
    order = np.lexsort((codes["village_code"], codes["township_code"], codes["prj_id"]))
    # One more for the rows without a project, which has no places.
    counts = np.bincount(codes["prj_id"], minlength=texts.sizes()[PROJECT] + 1).astype(np.int64)
    spots = np.column_stack([codes["township_code"], codes["village_code"]])[order]
    return np.cumsum(counts) - counts, counts, spots, listed["weight"].to_numpy(dtype=np.int64)[order]


def _rest(rows: Rows, free: NDArray[np.bool_], sizes: Sequence[int]) -> tuple[Rows, NDArray[np.int64]]:
    """Add up, by line, project and payee, what names no village; and beside it what names one."""
    heads = slice(0, ENTITY + 1)
    order, starts, place = gather(rows.keys[:, heads], sizes[heads])
    if not len(starts):
        return rows, rows.amounts
    concerned = np.zeros(len(starts), dtype=bool)
    concerned[place[free]] = True
    nothing = np.zeros_like(rows.amounts)
    rest, explicit = (
        np.add.reduceat(np.where(chosen[:, None], rows.amounts, nothing)[order], starts, axis=0)[concerned]
        for chosen in (free, ~free)
    )
    keys = rows.keys[order[starts]][concerned]
    keys[:, [TOWNSHIP, VILLAGE]] = np.array(sizes)[[TOWNSHIP, VILLAGE]]
    return Rows(keys, rest), explicit


def _runs(
    values: NDArray[np.int64], starts: NDArray[np.int64], counts: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Take runs of values one behind the other: from each start so many."""
    before = np.cumsum(counts) - counts
    positions = np.repeat(starts - before, counts) + np.arange(counts.sum())
    return values.take(positions, axis=0)
