"""Visits to households in 2024 (走访记录): to lifted ones each quarter, to monitored ones each month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from ruralmap.demo.draws import draw_words, stream

if TYPE_CHECKING:
    import numpy as np

_QUARTER_MONTHS: Final = (1, 4, 7)
_LAST_MONTH: Final = 9
_QUARTERLY_PERCENT: Final = 93  # HP-01 asks for all
_MONTHLY_PERCENT: Final = 96  # HP-02 asks for all
_SECRETARY_PERCENT: Final = 90  # HP-04 asks for all, once a quarter
_ROLES: Final = {"村干部": 46, "镇干部": 24, "驻村工作队员": 20, "村支部书记": 10}
_STREAM: Final = 14


def list_visits(households: pd.DataFrame) -> pd.DataFrame:
    """
    List the visits up to the workspace's date.

    Parameters
    ----------
    households
        With hh_id, in_lifted, in_monitored, risk_cleared and identified_on.

    Returns
    -------
    visits
        Columns of the table 走访记录, by date and household.
    """
    rng = stream(_STREAM)
    watched = households["in_monitored"] & households["risk_cleared"].eq("否")
    rounds = [
        _round(rng, households.loc[households["in_lifted"], "hh_id"], month, _QUARTERLY_PERCENT)
        for month in _QUARTER_MONTHS
    ]
    for month in range(1, _LAST_MONTH + 1):
        known = watched & households["identified_on"].le(f"2024-{month:02d}")
        rounds.append(_round(rng, households.loc[known, "hh_id"], month, _MONTHLY_PERCENT))
        if month in _QUARTER_MONTHS:
            # The secretary comes some time in the quarter.
            when = month + int(rng.integers(0, 3))
            chosen = _round(rng, households.loc[known, "hh_id"], when, _SECRETARY_PERCENT)
            rounds.append(chosen.assign(who_role="镇党委书记"))
    visits = pd.concat(rounds).sort_values(["visited_on", "hh_id"], kind="stable", ignore_index=True)
    visits.insert(0, "visit_id", [f"ZF{number:06d}" for number in range(1, len(visits) + 1)])
    return visits


def _round(rng: np.random.Generator, hh_id: pd.Series, month: int, percent: int) -> pd.DataFrame:
    """Visit a share of households in one month."""
    chosen = hh_id[rng.integers(100, size=len(hh_id)) < percent]
    days = rng.integers(1, 29, len(chosen)).tolist()
    return pd.DataFrame(
        {
            "hh_id": chosen.to_numpy(),
            "visited_on": [f"2024-{month:02d}-{day:02d}" for day in days],
            "who_role": pd.Series(draw_words(rng, _ROLES, count=len(chosen)), dtype="str"),
        }
    )
