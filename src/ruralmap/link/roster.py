"""
Households and persons from the rosters (名单归并).

The national system exports one row a person. The export of lifted households (脱贫户) and that of monitored
ones (监测对象) overlap: a 脱贫不稳定户 stands in both and is one household. Persons are counted once by their
number (人编号). Where rows of one household contradict each other nothing is chosen: the value stays empty
and the case is listed.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from ruralmap.errors import InputError
from ruralmap.link.names import clean_name, drop_prefix, split_name, split_township
from ruralmap.schema.people import ROSTER
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    Meaning = Callable[[str], str]

LIFTED: Final = "脱贫户"
# What a row says of the whole household; the other columns speak of the person.
HOUSEHOLD_COLUMNS: Final = (
    "township",
    "village",
    "village_code",
    "hamlet",
    "hh_type",
    "monitor_class",
    "risk_cleared",
    "identified_on",
    "cleared_on",
    "first_identified_on",
    "poverty_cause",
    "risk_1",
    "unsafe_house",
    "safe_water",
    "net_pc_fen",
    "whole_no_labour",
    "relocated",
    "settled_in",
    "site_id",
    "settled_at",
    "living_township",
    "living_village",
    "household_phone",
)
# Two exports may bear two dates; the stated size is compared with the persons counted.
_APART: Final = ("p_id", "hh_id", "as_of", "county", "size")
PERSON_COLUMNS: Final = tuple(name for name in ROSTER.names if name not in {*HOUSEHOLD_COLUMNS, *_APART})
_BETWEEN_VALUES: Final = " | "
_LISTED_COLUMNS: Final = ["hh_id", "p_id", "column", "values"]
_NOTHING_LISTED: Final = pd.DataFrame(columns=_LISTED_COLUMNS, dtype="str")


@dataclass(frozen=True)
class Register:
    """
    The register (花名册) of a county.

    `persons`: one row a distinct `p_id`, sorted by it, with `hh_id` and the columns of PERSON_COLUMNS.
    `households`: one row a distinct `hh_id`, sorted by it, with `size` (persons counted), the columns of
    HOUSEHOLD_COLUMNS, `in_lifted`, `is_monitored` (some row names a class, even if another names a different
    one) and `codes_disagree`. `disagreements`: one row a contradiction, with `hh_id` or `p_id` (whom it
    concerns), `column` and `values`, joined by |; for the size of a household the stated ones, then the
    persons counted.
    """

    persons: pd.DataFrame
    households: pd.DataFrame
    disagreements: pd.DataFrame


def read_register(roster: pd.DataFrame, *, regions: Sequence[str] = ()) -> Register:
    """
    Make persons and households of the rosters' rows.

    A household is lifted if one of its rows says 脱贫户, whatever another export says (which is listed).
    Names of places that mean the same (大坝 and 大坝镇) are no contradiction. A person in two households is
    listed, and counted in the one with the lower number; a household that has nobody left stays, with size 0,
    and is listed.

    Parameters
    ----------
    roster
        The roster table, all exports together, one row a person and export, in any order. Only the columns
        that the data dictionary knows are read.
    regions
        Known names in full that may stand before a name, such as 河源市, 和平县.

    Returns
    -------
    register
        The persons, the households, and all contradictions.

    Raises
    ------
    InputError
        If a row has no `p_id` or no `hh_id`: such rows are set aside before.
    """
    missing = int(roster[["p_id", "hh_id"]].isna().any(axis=1).sum())
    if missing:
        raise InputError(say_both("links.roster_keys", count=missing))
    same = _meanings(roster, regions)
    persons, of_persons = _combine(roster, "p_id", columns=("hh_id", *PERSON_COLUMNS))
    pairs = roster[["p_id", "hh_id"]].sort_values("hh_id").drop_duplicates("p_id")
    persons["hh_id"] = pairs.set_index("p_id")["hh_id"]
    households, of_households = _combine(roster, "hh_id", columns=HOUSEHOLD_COLUMNS, meanings=same)
    counted = persons.groupby("hh_id").size().reindex(households.index, fill_value=0)
    households.insert(0, "size", counted.astype("Int64"))
    households["in_lifted"] = _some_row(roster["hh_type"] == LIFTED, roster, households)
    households["hh_type"] = households["hh_type"].mask(households["in_lifted"], LIFTED)
    monitored = _some_row(roster["monitor_class"].notna(), roster, households)
    households["is_monitored"] = pd.array(monitored, dtype="boolean")
    codes_apart = of_households.loc[of_households["column"] == "village_code", "hh_id"]
    households["codes_disagree"] = households.index.isin(codes_apart)
    apart = pd.concat([of_households, _sizes(roster, counted), of_persons])
    apart = apart.sort_values(["hh_id", "p_id", "column"], ignore_index=True)
    return Register(persons.reset_index(), households.reset_index(), apart)


def _some_row(holds: pd.Series[bool], roster: pd.DataFrame, households: pd.DataFrame) -> NDArray[np.bool_]:
    """Tell of which households something holds for one row or more."""
    return holds.groupby(roster["hh_id"]).any().reindex(households.index).to_numpy(dtype=bool)


def _meanings(roster: pd.DataFrame, regions: Sequence[str]) -> dict[str, Meaning]:
    """Tell what names of places mean: the township's stem, the village's stem and kind."""
    written = roster.reindex(columns=["township", "living_township"])
    typed = pd.concat([written["township"], written["living_township"]]).dropna().unique()
    towns = [name for name in map(clean_name, typed) if split_township(name)[1]]

    def township(name: str) -> str:
        return split_township(drop_prefix(clean_name(name), regions))[0]

    def village(name: str) -> str:
        return " ".join(split_name(name, (*regions, *towns)))

    return {
        "township": township,
        "village": village,
        "living_township": township,
        "living_village": village,
    }


def _combine(
    rows: pd.DataFrame,
    key: str,
    *,
    columns: Sequence[str],
    meanings: Mapping[str, Meaning] = MappingProxyType({}),
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Take the one value that the rows of a key have; leave contradictions empty and list them."""
    owner_of_row, keys = pd.factorize(rows[key], sort=True)
    combined = {}
    apart = []
    for column in (name for name in columns if name in rows):
        place, values = pd.factorize(rows[column])
        known = place >= 0
        only = np.full(len(keys), -1)
        only[owner_of_row[known]] = place[known]
        # Few owners have more than one value: only those are looked at closely.
        several = np.unique(owner_of_row[known & (place != only[owner_of_row])])
        if len(several):
            theirs = np.isin(owner_of_row, several)
            owners, ranks, distinct = _distinct(
                owner_of_row[theirs], rows.loc[theirs, column], meanings.get(column)
            )
            alone = np.bincount(owners, minlength=len(keys))[owners] == 1
            only[several] = -1
            only[owners[alone]] = values.get_indexer(distinct[ranks[alone]])
            if not alone.all():
                contradicting = pd.Series(distinct[ranks[~alone]], index=keys[owners[~alone]])
                apart.append(_listed(contradicting, key, column=column))
        combined[column] = values.array.take(only, allow_fill=True)
    return pd.DataFrame(combined, index=pd.Index(keys, name=key)), pd.concat([_NOTHING_LISTED, *apart])


def _distinct(
    owner_of_row: NDArray[np.int64], column: pd.Series[Any], meaning: Meaning | None
) -> tuple[NDArray[np.int64], NDArray[np.int64], pd.Index[Any]]:
    """Pair owners with the ranks of their different values; of one meaning the first value stays."""
    place, values = pd.factorize(column, sort=True)
    known = place >= 0
    size = max(len(values), 1)
    owners, ranks = np.divmod(np.unique(owner_of_row[known] * size + place[known]), size)
    if meaning is not None:
        meanings, _ = pd.factorize(values.map(meaning))
        _, first = np.unique(owners * size + meanings[ranks], return_index=True)
        owners, ranks = owners[np.sort(first)], ranks[np.sort(first)]
    return owners, ranks, values


def _listed(values: pd.Series[Any], key: str, *, column: str) -> pd.DataFrame:
    """List contradictions: whom they concern, the column, the values in their order."""
    joined = values.astype("str").groupby(level=0).agg(_BETWEEN_VALUES.join)
    listed = pd.DataFrame({key: joined.index, "column": column, "values": joined.to_numpy()})
    return listed.reindex(columns=_LISTED_COLUMNS).astype("str")


def _sizes(roster: pd.DataFrame, counted: pd.Series[int]) -> pd.DataFrame:
    """List households of which a stated size (人数) is not the number of persons counted, or nobody is."""
    stated = roster.reindex(columns=["hh_id", "size"]).dropna().drop_duplicates()
    wrong = stated[stated["size"] != stated["hh_id"].map(counted)].sort_values(["hh_id", "size"])
    listed = counted.index.isin(wrong["hh_id"]) | (counted == 0)
    numbers = pd.concat([wrong.set_index("hh_id")["size"], counted[listed]])
    return _listed(numbers, "hh_id", column="size")
