"""
What a policy is held against (事实): rosters already linked to villages, populations, incomes, parameters.

The rules read these tables and nothing else. A household counts where it is registered, as the linker found
it; one that could not be linked stays in the table and is shown beside, so that nobody disappears. Where it
lives stands beside, for what a relocated household makes of the comparison.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from ruralmap.errors import ConservationError
from ruralmap.rules.keys import rows_named
from ruralmap.rules.records import plain_rows
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

# The columns that the rules read; tables may hold more.
COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "persons": ("p_id", "hh_id", "hukou"),
    "households": (
        "hh_id",
        "township",
        "hh_type",
        "is_monitored",
        "risk_cleared",
        "relocated",
        "linked_village_code",
        "linked_township_code",
        "link_candidates",
        "living_village_code",
        "living_township_code",
        "living_status",
        "living_candidates",
    ),
    "villages": ("village", "township_code", "exited_poor"),
    "townships": ("township",),
    "denominators": ("code", "item", "basis", "as_of", "value", "doc"),
    "incomes": (
        "hh_id",
        "year",
        "size",
        "wage_fen",
        "business_fen",
        "property_fen",
        "transfer_fen",
        "business_cost_fen",
    ),
    "parameters": ("jurisdiction", "name", "year", "valid_from", "value", "unit", "doc"),
}
_KEYS: Final[dict[str, tuple[str, ...]]] = {
    "persons": ("p_id",),
    "households": ("hh_id",),
    "denominators": ("code", "item", "basis", "as_of"),
    "incomes": ("hh_id", "year"),
}


@dataclass(frozen=True, eq=False)
class Facts:
    """
    All that the rules may know of a county, as of a date.

    `persons` has one row for each distinct `p_id`, with its `hh_id` and `hukou` (户口性质; also `labour` and
    `work_months` where a rule asks); `households` one for each distinct `hh_id`, with the columns of the
    roster and of the linker. `villages` is indexed by `village_code` (12 digits) and `townships` by
    `township_code` (9 digits); their geometry, if any, is not looked at. `denominators` is the table
    农村人口分母, `incomes` the table 家庭收入 (money in fen), `parameters` the table 参数表.
    `tables` are all other tables that the workspace has, by name, linked: one
    that is not there is not known, one without rows is.
    `prefecture_code` is the jurisdiction whose averages apply (全州平均). Figures dated after `as_of` (ISO
    text) are not looked at.
    """

    persons: pd.DataFrame
    households: pd.DataFrame
    villages: pd.DataFrame
    townships: pd.DataFrame
    denominators: pd.DataFrame
    incomes: pd.DataFrame
    parameters: pd.DataFrame
    county_code: str
    prefecture_code: str
    as_of: str
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)

    @cached_property
    def parameter_rows(self) -> list[dict[str, Any]]:
        """The rows of 参数表 that say whose number of what they give, of which year and since when."""
        return plain_rows(self.parameters.dropna(subset=["jurisdiction", "name", "year", "valid_from"]))

    @cached_property
    def statistic_rows(self) -> list[dict[str, Any]]:
        """The rows of 统计指标; none where the workspace does not have it."""
        return plain_rows(self.tables["statistics"]) if "statistics" in self.tables else []


def require_countable(facts: Facts) -> None:
    """
    Refuse tables in which somebody would be counted twice or not at all.

    Parameters
    ----------
    facts
        The tables.

    Raises
    ------
    ConservationError
        If a column that the rules read is absent, a key repeats, or a person belongs to no household.
    """
    for table, columns in COLUMNS.items():
        absent = [name for name in columns if name not in getattr(facts, table).columns]
        if absent:
            raise ConservationError(say_both("zones.fault.absent", table=table, columns=", ".join(absent)))
    for table, key in _KEYS.items():
        repeated = int(getattr(facts, table).duplicated(list(key)).sum())
        if repeated:
            raise ConservationError(
                say_both("zones.fault.repeated", table=table, key=" + ".join(key), n=repeated)
            )
    for table in ("villages", "townships"):
        repeated = int(getattr(facts, table).index.duplicated().sum())
        if repeated:
            raise ConservationError(say_both("zones.fault.repeated", table=table, key="code", n=repeated))
    homeless = int((rows_named(facts.persons["hh_id"], facts.households["hh_id"]) < 0).sum())
    if homeless:
        raise ConservationError(say_both("zones.fault.homeless", n=homeless))
