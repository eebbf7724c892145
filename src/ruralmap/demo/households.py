"""Simulated households (模拟住户): lifted and monitored ones, as many persons in each village as planned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ruralmap.demo.draws import chance, draw_parts, draw_words, stream
from ruralmap.demo.identity import household_id
from ruralmap.demo.months import month_number, month_text
from ruralmap.demo.quotas import GROUPS

if TYPE_CHECKING:
    from collections.abc import Sequence

_SIZE_ODDS: Final = {1: 8, 2: 15, 3: 24, 4: 25, 5: 16, 6: 8, 7: 3, 8: 1}
_SUDDEN_PERCENT: Final = {"lifted": 15, "fringe": 25}  # 突发严重困难户 among monitored households
_RISKS: Final = {
    "因病": 38,
    "因残": 15,
    "因学": 12,
    "因务工就业不稳": 13,
    "缺劳动力": 10,
    "因自然灾害": 4,
    "因意外事故": 5,
    "因产业项目失败": 3,
}
_CAUSES: Final = {"因病": 34, "因残": 22, "缺劳动力": 20, "缺技术": 10, "缺资金": 8, "因学": 6}
_HAMLETS: Final = 6  # 村民小组 in a village
_STREAM: Final = 3


def build_households(quotas: pd.DataFrame) -> pd.DataFrame:
    """
    Build the households of every village.

    Parameters
    ----------
    quotas
        Persons by village and group, from `plan_quotas`.

    Returns
    -------
    households
        One row a household in the order of its running number: number, hh_id, village_code, group, size,
        hamlet_number, in_lifted, in_monitored and the household's columns of the roster.
    """
    rng = stream(_STREAM)
    rows: list[tuple[str, str, int]] = []
    for village in quotas.index:
        members = [
            (str(village), group, size)
            for group in GROUPS
            for size in draw_parts(rng, int(quotas.loc[village, group]), odds=_SIZE_ODDS)
        ]
        # A running number must not tell the group.
        rows.extend(members[place] for place in rng.permutation(len(members)))
    households = pd.DataFrame(rows, columns=["village_code", "group", "size"])
    households.insert(0, "number", range(1, len(households) + 1))
    households.insert(1, "hh_id", [household_id(number) for number in households["number"]])
    hamlets = rng.integers(1, _HAMLETS + 1, len(households))
    return _with_monitoring(households.assign(hamlet_number=hamlets), rng)


def _with_monitoring(households: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Add what the register says about type, monitoring, risk and its clearing."""
    count = len(households)
    group = households["group"]
    lifted = group.str.startswith("lifted")
    monitored = group.ne("lifted_plain")
    cleared = group.str.endswith("cleared")
    sudden = rng.integers(100, size=count) < np.where(
        lifted, _SUDDEN_PERCENT["lifted"], _SUDDEN_PERCENT["fringe"]
    )
    own = np.where(lifted, "脱贫不稳定户", "边缘易致贫户")
    natural = chance(rng, count, permille=70)  # 自然消除: the household died out or moved away
    identified, cleared_on = _draw_months(rng, cleared.to_numpy())
    return households.assign(
        in_lifted=lifted,
        in_monitored=monitored,
        hh_type=np.where(lifted, "脱贫户", "一般农户"),
        monitor_class=_where(monitored, np.where(sudden, "突发严重困难户", own)),
        risk_cleared=_where(monitored, np.where(cleared, np.where(natural, "自然消除", "是"), "否")),
        identified_on=_where(monitored, identified),
        cleared_on=_where(cleared, cleared_on),
        risk_1=_where(monitored, draw_words(rng, _RISKS, count=count)),
        poverty_cause=_where(lifted, draw_words(rng, _CAUSES, count=count)),
        first_identified_on=_where(
            lifted, _months(rng.integers(month_number("2013-12"), month_number("2017-01"), count))
        ),
        unsafe_house=chance(rng, count, permille=4),
        safe_water=~chance(rng, count, permille=6),
    )


def _draw_months(rng: np.random.Generator, cleared: np.ndarray) -> tuple[list[str], list[str]]:
    """Draw when a risk was identified and when it was cleared; the national export keeps only the month."""
    count = len(cleared)
    early = rng.integers(month_number("2020-03"), month_number("2023-01"), count)
    late = rng.integers(month_number("2021-06"), month_number("2024-09"), count)
    lasted = rng.integers(8, 20, count)
    return _months(np.where(cleared, early, late)), _months(early + lasted)


def _months(numbers: np.ndarray) -> list[str]:
    return [month_text(int(number)) for number in numbers]


def _where(condition: pd.Series[bool], words: np.ndarray | Sequence[str]) -> pd.Series:
    """Keep words where a condition holds; elsewhere the cell is empty."""
    return pd.Series(words, index=condition.index, dtype="str").where(condition)
