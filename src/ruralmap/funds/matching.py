"""Whether the help goes where the need is (资源匹配): money, projects, assets and measures by place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

import numpy as np
import pandas as pd

from ruralmap.errors import ConservationError
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Places = Callable[[pd.DataFrame], NDArray[np.intp]]

# A village on the list, off it, not certain either way (待核定), or one that no rule answers for; what is in
# no village, or in none that is known, is of the last.
ZoneState = Literal["inside", "outside", "undecided", "unknown"]
ZONE_STATES: Final[tuple[ZoneState, ...]] = get_args(ZoneState)
# matched: both shares are known; no_need: nobody is counted there (无需求对象), and a ratio would be endless;
# unknown_need: some village's number of persons is not known; no_money: nothing is arranged anywhere yet;
# unplaced: what is in no known place.
MatchState = Literal["matched", "no_need", "unknown_need", "no_money", "unplaced"]

_MONEY: Final = ("issued_fen", "arranged_fen", "spent_fen")
_NEED: Final = ("rural_persons", "target_persons")
_COUNTED: Final = (*_MONEY, "projects", "assets", "asset_value_fen", "measures", "measures_done", *_NEED)
# What both tables say of a place, in their order.
MATCH_COLUMNS: Final = (
    *_COUNTED,
    "money_share",
    "need_share",
    "ratio",
    "per_rural_fen",
    "per_target_fen",
    "state",
)


@dataclass(frozen=True, eq=False)
class Matching:
    """
    Help beside need.

    `by_township` begins with township_code, sorted, at last one row without a code for what is in no known
    township. `by_zone` begins with zone_state, one row for each of `ZONE_STATES`. Both have `MATCH_COLUMNS`:
    fen, counts and persons (Int64, missing where not known or where the office has no such table);
    `money_share` of all that is arranged and `need_share` of all target persons, `ratio` the first over the
    second (Float64); `per_rural_fen` and `per_target_fen` arranged fen a head, rounded half up; `state`, one
    of `MatchState`. Money, assets, measures and persons add up to the county in both tables; a project in
    several places counts in each.
    """

    by_township: pd.DataFrame
    by_zone: pd.DataFrame


def match(
    balance_table: pd.DataFrame,
    need: pd.DataFrame,
    zone_states: pd.Series[str],
    assets: pd.DataFrame | None = None,
    measures: pd.DataFrame | None = None,
) -> Matching:
    """
    Put money, projects, assets and measures beside the people for whom they are.

    Parameters
    ----------
    balance_table
        Balances placed by village, as `funds.balances` gives them.
    need
        Indexed by village_code, which may be missing: township_code, rural_persons and target_persons
        (Int64; missing: not known). Every village is there.
    zone_states
        One of `ZONE_STATES` by village code; a village that is not there is unknown.
    assets
        township_code, village_code and original_value_fen (where they stand), one row an asset.
    measures
        township_code, village_code and done (boolean), one row a measure.

    Returns
    -------
    matching
        By township, and inside and outside the zones.

    Raises
    ------
    ConservationError
        If a table does not add up to the balances: a fault of ours.
    """
    tables = {"money": balance_table, "need": need.rename_axis("village_code").reset_index()}
    tables |= {name: t for name, t in {"assets": assets, "measures": measures}.items() if t is not None}
    codes = pd.concat([table["township_code"] for table in tables.values()]).dropna().unique()
    townships = pd.Index(sorted(codes), dtype="str", name="township_code")
    villages = pd.Index(zone_states.index)
    # The state of each listed village, and at last of one that is not listed.
    states: NDArray[np.intp] = np.append(pd.Index(ZONE_STATES).get_indexer(pd.Index(zone_states)), -1)
    states[states < 0] = ZONE_STATES.index("unknown")

    def township_of(rows: pd.DataFrame) -> NDArray[np.intp]:
        return np.asarray(townships.get_indexer(pd.Index(rows["township_code"])), dtype=np.intp)

    def zone_of(rows: pd.DataFrame) -> NDArray[np.intp]:
        return np.asarray(states[villages.get_indexer(pd.Index(rows["village_code"]))], dtype=np.intp)

    by_township = _compare(_count(tables, township_of, len(townships)), last="unplaced")
    by_township.insert(0, "township_code", pd.Series([*townships, None], dtype="str"))
    by_zone = _compare(_count(tables, zone_of, len(ZONE_STATES)).iloc[:-1])
    by_zone.insert(0, "zone_state", pd.Series(ZONE_STATES, dtype="str"))
    for table in (by_township, by_zone):
        _require_conserved(table, balance_table)
    return Matching(by_township, by_zone)


def _count(tables: dict[str, pd.DataFrame], place_of: Places, places: int) -> pd.DataFrame:
    """Add every table up by place; the last row, after all places, is what has none."""
    totals: dict[str, pd.Series[int]] = {}
    for name, rows in tables.items():
        found = place_of(rows)
        place = np.where(found < 0, places, found)
        for column, cells in _cells(name, rows).items():
            totals[column] = _sums(place, cells, places + 1)
        if name == "money":
            totals["projects"] = _projects(place, rows, places + 1)
    known = pd.DataFrame(totals, index=pd.RangeIndex(places + 1), dtype="Int64")
    return known.reindex(columns=list(_COUNTED)).astype("Int64")


def _cells(name: str, rows: pd.DataFrame) -> dict[str, pd.Series[int]]:
    """Say which cells of a table are added up, and under which name."""
    if name == "assets":
        one = pd.Series(1, index=rows.index, dtype="Int64")
        return {"assets": one, "asset_value_fen": rows["original_value_fen"]}
    if name == "measures":
        one = pd.Series(1, index=rows.index, dtype="Int64")
        return {"measures": one, "measures_done": rows["done"].astype("Int64")}
    # A missing balance is no money of that kind; a missing number of persons is not known.
    return {c: rows[c].fillna(0) for c in _MONEY} if name == "money" else {c: rows[c] for c in _NEED}


def _sums(place: NDArray[np.intp], cells: pd.Series[int], places: int) -> pd.Series[int]:
    """Add cells up by place; a place with a missing cell has no sum."""
    sums, unknown = np.zeros(places, dtype=np.int64), np.zeros(places, dtype=bool)
    np.add.at(sums, place, cells.fillna(0).to_numpy(dtype=np.int64))
    unknown[place[cells.isna().to_numpy()]] = True
    return pd.Series(sums, dtype="Int64").mask(unknown)


def _projects(place: NDArray[np.intp], rows: pd.DataFrame, places: int) -> pd.Series[int]:
    """Count the distinct projects with arranged money in each place."""
    numbers, _ = pd.factorize(rows["prj_id"])
    given = (numbers >= 0) & rows["arranged_fen"].fillna(0).ne(0).to_numpy()
    pairs = np.unique(np.column_stack([place[given], numbers[given]]), axis=0)
    return pd.Series(np.bincount(pairs[:, 0], minlength=places), dtype="Int64")


def _compare(counted: pd.DataFrame, last: MatchState | None = None) -> pd.DataFrame:
    """Add shares, what there is a head, and what can be said of each place."""
    money, target = counted["arranged_fen"], counted["target_persons"]
    of_money, of_need = _share(money), _share(target)
    states = np.where(target.isna(), "unknown_need", np.where(target.fillna(0).eq(0), "no_need", "matched"))
    state = pd.Series(states, index=counted.index, dtype="str")
    state = state.mask(state.eq("matched") & of_need.isna(), "unknown_need")
    state = state.mask(state.eq("matched") & of_money.isna(), "no_money")
    if last is not None:
        state.iloc[-1] = last
    return counted.assign(
        money_share=of_money,
        need_share=of_need,
        ratio=(of_money / of_need).where(state.eq("matched")),
        per_rural_fen=per_head(money, counted["rural_persons"]),
        per_target_fen=per_head(money, target),
        state=state,
    )[list(MATCH_COLUMNS)]


def _share(parts: pd.Series[int]) -> pd.Series[float]:
    """Divide by the whole; missing where that is nothing, or a part of it is not known."""
    whole = int(parts.fillna(0).sum())
    if parts.isna().any() or whole == 0:
        return pd.Series(pd.NA, index=parts.index, dtype="Float64")
    return parts.astype("Float64") / whole


def per_head(fen: pd.Series[int], persons: pd.Series[int]) -> pd.Series[int]:
    """
    Divide money by persons.

    Parameters
    ----------
    fen
        The money.
    persons
        The persons; may be missing.

    Returns
    -------
    fen
        What there is a head, rounded half up; missing where there is nobody, or nobody knows how many.
    """
    heads = persons.mask(persons.le(0).fillna(value=False)).fillna(0)
    each = (2 * fen + heads) // (2 * heads.mask(heads.eq(0), 1))
    return each.mask(heads.eq(0))


def _require_conserved(table: pd.DataFrame, balance_table: pd.DataFrame) -> None:
    """Assert that every balance adds up to the whole."""
    for name in _MONEY:
        given, held = int(balance_table[name].sum()), int(table[name].sum())
        if given != held:
            raise ConservationError(say_both("ledger.not_conserved", view=name, given=given, held=held))


def zone_state_of(states: Sequence[ZoneState]) -> ZoneState:
    """
    Say what several lists together make of a village.

    Parameters
    ----------
    states
        What each list says.

    Returns
    -------
    state
        Inside if one says so, else undecided if one does, else unknown if one does or there is none.
    """
    order: tuple[ZoneState, ...] = ("inside", "undecided", "unknown", "outside")
    return min(states, key=order.index, default="unknown")
