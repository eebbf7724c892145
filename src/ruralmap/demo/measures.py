"""Measures for monitored households (帮扶措施), and budgets of townships for upkeep (预算安排); simulated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ruralmap.demo.draws import chance, draw_words, stream
from ruralmap.demo.months import day_text, month_number
from ruralmap.schema.money import FEN_PER_WAN

if TYPE_CHECKING:
    from collections.abc import Sequence

_KINDS: Final = {"产业": 30, "就业": 24, "金融": 8, "公益岗": 12, "保障": 20, "其他": 6}
_UNDATED_PERMILLE: Final = 50
NOT_DONE: Final = 12  # planned by the county's date, and not done
UPKEEP: Final = "管护经费"
# HP-20 asks for at least 100,000 yuan a township: one has exactly that, one a fen less, one nothing.
EXACT, SHORT, NONE = "441624104", "441624109", "441624111"
_LEAST_FEN: Final = 10 * FEN_PER_WAN
_YEAR: Final = 2024
_STREAM: Final = 28


def list_measures(households: pd.DataFrame) -> pd.DataFrame:
    """
    List the measures for monitored households, three or four each.

    Parameters
    ----------
    households
        With hh_id and in_monitored.

    Returns
    -------
    measures
        Columns of the table 帮扶措施; some without any date, and some planned that were not done.
    """
    rng = stream(_STREAM)
    watched = households.loc[households["in_monitored"], "hh_id"].to_numpy()
    holders = np.repeat(watched, rng.integers(3, 5, len(watched)))
    count = len(holders)
    planned = rng.integers(month_number("2023-01"), month_number("2024-07"), count)
    days = rng.integers(1, 29, count)
    lasted = rng.integers(0, 3, count)
    open_ = np.zeros(count, dtype=bool)
    open_[rng.permutation(count)[:NOT_DONE]] = True
    undated = pd.Series(chance(rng, count, permille=_UNDATED_PERMILLE) & ~open_)
    done = pd.Series(
        [day_text(int(month), int(day)) for month, day in zip(planned + lasted, days, strict=True)]
    )
    due = pd.Series([day_text(int(month), int(day)) for month, day in zip(planned, days, strict=True)])
    return pd.DataFrame(
        {
            "measure_id": [f"CS{number:05d}" for number in range(1, count + 1)],
            "hh_id": holders,
            "measure_kind": draw_words(rng, _KINDS, count=count),
            "planned_on": due.where(~undated),
            "done_on": done.where(~undated & ~open_),
        }
    ).astype("str")


def list_budgets(townships: Sequence[str]) -> pd.DataFrame:
    """
    List what each township may spend on the upkeep of assets.

    Parameters
    ----------
    townships
        Nine-digit codes, sorted.

    Returns
    -------
    budgets
        Columns of the table 预算安排; a township has no row.
    """
    rng = stream(_STREAM + 1)
    drawn = rng.integers(11, 30, len(townships)).tolist()
    edges = {EXACT: _LEAST_FEN, SHORT: _LEAST_FEN - 1}
    rows = [
        {
            "code": code,
            "budget_item": UPKEEP,
            "year": _YEAR,
            "arranged_fen": edges.get(code, wan * FEN_PER_WAN),
            "doc": f"模拟财预〔{_YEAR}〕{number}号",
        }
        for number, (code, wan) in enumerate(zip(townships, drawn, strict=True), start=1)
        if code != NONE
    ]
    return pd.DataFrame(rows)
