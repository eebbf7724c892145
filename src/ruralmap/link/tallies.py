"""
Tallies (统计): how many households and persons of each group are registered in each village or township.

The groups overlap: a 脱贫不稳定户 is lifted and monitored, and one household. 脱贫人口（含监测对象） is
therefore a union of persons, never a sum of two counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import pandas as pd

from ruralmap.errors import ConservationError
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Iterable

NOT_CLEARED: Final = "否"
# The row for those who are in no place that could be named.
UNPLACED: Final = ""
Level = Literal["linked_village_code", "linked_township_code"]


def groups_of(households: pd.DataFrame) -> pd.DataFrame:
    """
    Tell which groups each household belongs to.

    Parameters
    ----------
    households
        With `in_lifted`, `monitor_class` and `risk_cleared` (是, 否, 自然消除).

    Returns
    -------
    groups
        On the households' index, flags: `lifted` (脱贫户), `monitored` (监测对象, risk not cleared),
        `clearance_unknown` (监测对象 without a word on its risk, in no other count of monitored ones),
        `lifted_or_monitored` (脱贫户含监测对象) and `all`.
    """
    has_class = households["monitor_class"].notna()
    lifted = households["in_lifted"].astype(bool)
    monitored = has_class & (households["risk_cleared"] == NOT_CLEARED)
    return pd.DataFrame(
        {
            "lifted": lifted,
            "monitored": monitored,
            "clearance_unknown": has_class & households["risk_cleared"].isna(),
            "lifted_or_monitored": lifted | monitored,
            "all": True,
        },
        index=households.index,
    )


def tally_persons(
    persons: pd.DataFrame, households: pd.DataFrame, *, level: Level, codes: Iterable[str]
) -> pd.DataFrame:
    """
    Count households and persons of each group in each place.

    Parameters
    ----------
    persons
        One row a person, with `hh_id`.
    households
        One row a household, with `hh_id`, the columns of `groups_of`, and `level`.
    level
        The column that names the place: `linked_village_code` or `linked_township_code`.
    codes
        All places that shall have a row, also those without a household.

    Returns
    -------
    tally
        Indexed by `code`, in the order of `codes`, then UNPLACED for those whose place is unknown: for each
        group of `groups_of` the columns `<group>_households` and `<group>_persons`.

    Raises
    ------
    ConservationError
        If a household is in a place that is not among `codes`, or a person in no household.
    """
    groups = groups_of(households).astype("Int64")
    heads = households["hh_id"].map(persons["hh_id"].value_counts()).fillna(0).astype("Int64")
    units = [groups.add_suffix("_households"), groups.mul(heads, axis=0).add_suffix("_persons")]
    counts = pd.concat(units, axis=1).groupby(households[level].fillna(UNPLACED)).sum()
    tally = counts.reindex(pd.Index([*codes, UNPLACED], name="code"), fill_value=0)
    counted = {"households": len(households), "persons": len(persons)}
    found = {unit: int(tally[f"all_{unit}"].sum()) for unit in counted}
    if found != counted:
        raise ConservationError(say_both("links.tally_differs", found=_spell(found), counted=_spell(counted)))
    return tally


def _spell(numbers: dict[str, int]) -> str:
    return f"{numbers['households']} / {numbers['persons']}"
