"""
How dirty the demonstration county's papers are (脏数据): stated rates, and a record of every dirty cell.

No dirt may make a wrong link certain. Old codes stand in the lineage table or are unknown; a wrong point
always contradicts a code that is right; what gives no evidence leaves a household unlinked, never elsewhere.
Places on a threshold (demo/edges.py) only get dirt that changes no count.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable

Record = tuple[str, str, str, str, str, str]
Cells = pd.Series | list[str] | str  # what cells hold: one a key, or one for all
RECORD_COLUMNS = ("table", "kind", "key", "column", "clean", "dirty")


@dataclass(frozen=True)
class Rates:
    """
    Shares of households, rows or points that get each kind of dirt, 0 to 1.

    A kind that could unlink applies to places that are not on a threshold; its share is of those. Kinds of
    one group (registration, point) exclude each other.
    """

    # Names of villages, harmless: the linker reads through them.
    name_2010: float = 0.14
    """Written as in the list of 2010: 黄沙村委会, 东山居委会, for renamed villages 暧水村委会."""
    name_short: float = 0.10
    """Without its committee: 黄沙村, 东山社区."""
    name_prefixed: float = 0.05
    """With the prefix of province, city, county and township."""
    name_spaced: float = 0.03
    """With blanks around or inside."""

    # Registration: what a household's row says of its village.
    old_code: float = 0.5
    """The code of a predecessor, in villages that have one (one in twelve)."""
    split_code: float = 0.4
    """The code of a unit that was split, in villages that came from one; some with its old name."""
    missing_code: float = 0.04
    """No code; the name remains."""
    unknown_code: float = 0.006
    """A code that neither the layer nor the lineage knows; the name remains."""
    damaged_code: float = 0.003
    """A code that a spreadsheet turned into 4.41624E+11; the name remains."""
    missing_name: float = 0.008
    """No name; the code remains."""
    no_place: float = 0.012
    """Neither code nor name, only the township: a point may tell, or nothing does."""
    contradiction: float = 0.004
    """The code of another village of the township beside the right name."""

    # Where people live, of households at a site.
    living_contradiction: float = 0.006
    """The village of another site as the village lived in."""
    site_unknown: float = 0.004
    """A number that no site has."""

    # Points, of those that were taken.
    point_elsewhere: float = 0.008
    """A point in another village of the township."""
    point_outside: float = 0.004
    """A point outside the county."""
    point_on_border: float = 0.003
    """A point on a vertex that two villages share."""
    point_tie: float = 0.05
    """The same, where nothing else is known and the village has the lower code: a tie that is right."""
    point_garbled: float = 0.003
    """A longitude that is no number."""
    point_in_degrees: float = 0.006
    """Degrees, minutes and seconds in place of a decimal: harmless."""
    point_repeated: float = 0.003
    """The same household twice, the second row the same."""
    point_blank: float = 0.5
    """Of households without a point: a row with 无, — or nothing, in place of no row."""

    # Cells and rows of the rosters.
    identity_scientific: float = 0.008
    """An identity number shown as 9.99901E+17."""
    identity_zeroed: float = 0.003
    """An identity number whose last three digits a spreadsheet has turned into zeros."""
    identity_wrapped: float = 0.01
    """An identity number inside =\"…\", behind an apostrophe, or before a tab: harmless."""
    identity_repeated: float = 0.0005
    """The identity number of another person."""
    row_repeated: float = 0.003
    """A person's row twice, the same."""
    row_repeated_otherwise: float = 0.001
    """A person's row twice, the second with another state of health."""
    old_word: float = 0.03
    """An old word for a class of monitoring: 脱贫监测户, 边缘户, 突发困难户."""
    date_variant: float = 0.05
    """A month written 2024年3月, 2024.3, 2024/03 or 202403."""
    amount_in_wan: float = 0.003
    """An amount such as 3.5万元 in a column of yuan."""
    amount_separated: float = 0.002
    """An amount such as 35,000元."""

    # The asset ledger.
    asset_code_missing: float = 0.03
    """No code; the name remains."""
    asset_point_missing: float = 0.08
    """No coordinates."""
    asset_point_gcj_stated: float = 0.10
    """GCJ-02, and the column says so."""
    asset_point_gcj_silent: float = 0.06
    """GCJ-02, and no word about it."""
    asset_point_silent: float = 0.04
    """CGCS2000, and no word about it."""
    asset_month_only: float = 0.25
    """The month of building, not the day."""
    asset_repeated: float = 0.004
    """An asset's row twice, the same."""


def pick(rng: np.random.Generator, able: pd.Series[bool], *, share: float) -> pd.Index:
    """
    Pick a share of those that may be picked, at least one where there are any and the share is not zero.

    Parameters
    ----------
    rng
        Where the draws come from.
    able
        Who may be picked, by index.
    share
        The share to pick, 0 to 1.

    Returns
    -------
    picked
        Index labels, in the order of `able`.
    """
    candidates = able.index[able.to_numpy(dtype=bool)]
    if not len(candidates) or not share:
        return candidates[:0]
    count = max(1, round(len(candidates) * share))
    return candidates[np.sort(rng.permutation(len(candidates))[:count])]


def record(
    kind: str, keys: Iterable[str], *, table: str, column: str = "", clean: Cells = "", dirty: Cells = ""
) -> list[Record]:
    """
    Record one kind of dirt in a column, a row of the truth each key.

    Parameters
    ----------
    kind
        A name of `Rates`, or of dirt that stands in every file of a kind.
    keys
        What identifies the dirty rows.
    table
        The table, by its canonical name.
    column
        The canonical name of the column.
    clean
        What the cells held, one a key or one for all.
    dirty
        What they hold now.

    Returns
    -------
    records
        Rows of `RECORD_COLUMNS`.
    """
    labels = list(keys)
    befores, afters = (_spread(value, len(labels)) for value in (clean, dirty))
    return [
        (table, kind, key, column, before, after)
        for key, before, after in zip(labels, befores, afters, strict=True)
    ]


def _spread(value: Cells, count: int) -> list[str]:
    """Give one text a key, whether one was given for all or one each."""
    if isinstance(value, str):
        return [value] * count
    return ["" if pd.isna(cell) else str(cell) for cell in value]
