"""What is known of households and persons beside the rosters (户和人员情况台账), simulated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ruralmap.demo.draws import chance, stream
from ruralmap.demo.ledger_rows import ABLE, among, as_table, days_after
from ruralmap.demo.ledgers_places import grid_of, water_of
from ruralmap.demo.ledgers_work import PLACE_LEVELS

if TYPE_CHECKING:
    from ruralmap.demo.ledger_rows import Sources

# YN-03 asks for a grid of each household: these have none. YN-11 asks for a paper of each clearance.
NO_GRID: Final = 2
NO_CLEARANCE_PAPER: Final = 3
# NJ-21: of so many graduates exactly nine in ten are at work.
GRADUATES, GRADUATES_IDLE = 150, 15
# WX-10 counts a child that left school, HP-32 only one that left it for poverty.
DROPOUT_REASON: Final = "厌学"
RETURNED, REGISTERED_IDLE = 120, 60
_WILLING_PERMILLE: Final = 940
_IN_NEED_PERMILLE: Final = 100
_CERTIFICATES: Final = 300
_TRADE_PERMILLE, _ABLE_PERMILLE = 300, 600
_EDGE_YEAR: Final = "2020"
_SCHOOL_AGES: Final = (5, 16)  # wider than 6 to 15, so that no birthday leaves a child out
_STREAM: Final = 40


def list_household_records(sources: Sources) -> pd.DataFrame:
    """
    List what is known of each household.

    Parameters
    ----------
    sources
        The county.

    Returns
    -------
    records
        Columns of the table 户情况台账, one row a household.
    """
    rng = stream(_STREAM)
    households = sources.households
    count = len(households)
    known = households["first_identified_on"].fillna(households["identified_on"])
    days = pd.Series([f"-{day:02d}" for day in rng.integers(1, 29, count).tolist()], index=households.index)
    grid = pd.Series(grid_of(households["village_code"]), index=households.index)
    grid.iloc[rng.permutation(count)[:NO_GRID]] = None
    cleared = households["risk_cleared"].isin(("是", "自然消除"))
    papers = pd.Series(
        [f"模拟消除〔2023〕{number}号" for number in range(1, count + 1)], index=households.index
    ).where(cleared)
    papers[papers.dropna().index[:NO_CLEARANCE_PAPER]] = None
    willing = chance(rng, count, permille=_TRADE_PERMILLE)
    return as_table(
        {
            "hh_id": households["hh_id"],
            "registered_on": known.str[:7] + days,
            "edge_2019": households["monitor_class"].eq("边缘易致贫户")
            & households["identified_on"].str[:4].eq(_EDGE_YEAR),
            "willing_industry": willing,
            "conditions_industry": willing & chance(rng, count, permille=_ABLE_PERMILLE),
            "grid_id": grid,
            "water_id": water_of(households["village_code"]),
            "clear_doc": papers,
        }
    )


def list_person_records(sources: Sources, jobs: pd.DataFrame) -> pd.DataFrame:
    """
    List what is known of each person: who can work and wants to, who is at school.

    Parameters
    ----------
    sources
        The county.
    jobs
        From `ledgers_work.list_jobs`.

    Returns
    -------
    records
        Columns of the table 人员情况台账, one row a person. Who has a job or a post is not said to be
        employed: their ledgers say so. Who has neither is said not to be.
    """
    rng = stream(_STREAM + 1)
    rows = sources.persons.reset_index(drop=True)
    works = among(rows["p_id"], at_work(jobs, sources.tables["posts"]))
    can = rows["labour"].isin(ABLE)
    idle = can & ~works
    willing = chance(rng, len(rows), permille=_WILLING_PERMILLE)
    needed = idle & chance(rng, len(rows), permille=_IN_NEED_PERMILLE)
    young = rows["age"].between(19, 25)
    graduates = _first(young & works, GRADUATES - GRADUATES_IDLE) | _first(young & idle, GRADUATES_IDLE)
    left_school = _first(rows["age"].between(17, 21) & can & ~graduates, 200)
    trained = left_school & (np.arange(len(rows)) % 4 != 0)
    school = pd.Series("在校", index=rows.index).where(rows["age"].between(*_SCHOOL_AGES) & ~can)
    pupils = rows.index[school.notna() & rows["age"].between(10, 13)]
    for place, state in ((7, "辍学"), (40, "送教上门"), (80, "休学")):
        school[pupils[place]] = state
    returned = _first(idle & rows["age"].between(26, 50), RETURNED)
    born = rows["identity"].str[6:14]
    return as_table(
        {
            "p_id": rows["p_id"],
            # Of whom the roster's number is damaged, the age is still known.
            "birth_on": born.str[:4] + "-" + born.str[4:6] + "-" + born.str[6:],
            "willing_work": pd.Series(willing, dtype="boolean").where(can),
            "need_service": needed.astype("boolean").where(can),
            "employed": works.astype("boolean").where(~works),
            "work_place_level": rows["work_place"].map(PLACE_LEVELS),
            "continuous_months": rows["work_months"].clip(upper=8).astype("float64"),
            "returned_on": _dated(rng, returned),
            "unemployed_reg_on": _dated(rng, _first(idle & ~returned, REGISTERED_IDLE)),
            "school": school,
            "school_reason": pd.Series(DROPOUT_REASON, index=rows.index).where(school.eq("辍学")),
            "two_after": pd.Series("初中毕业未升学", index=rows.index).where(left_school),
            "voc_done_on": _dated(rng, trained),
            "yulu_graduate": graduates,
            "cert_on": _dated(rng, _first(works & rows["age"].between(25, 45), _CERTIFICATES)),
        }
    )


def at_work(jobs: pd.DataFrame, posts: pd.DataFrame) -> set[str]:
    """
    Name those who have a job or a post that has not ended.

    Parameters
    ----------
    jobs
        With p_id and to_on.
    posts
        With p_id and to_on.

    Returns
    -------
    persons
        Their ids.
    """
    return {p_id for rows in (jobs, posts) for p_id in rows.loc[rows["to_on"].isna(), "p_id"]}


def _first(chosen: pd.Series, count: int) -> pd.Series:
    """Keep the first so many of those chosen."""
    return chosen & chosen.cumsum().le(count)


def _dated(rng: np.random.Generator, chosen: pd.Series) -> pd.Series:
    """Give those chosen a day between January and August 2024."""
    days = days_after("2024-01-08", rng.integers(0, 230, int(chosen.sum())))
    return pd.Series(days, index=chosen.index[chosen], dtype="object").reindex(chosen.index)
