"""Risks and what is done about them (线索、计划、摸底验收、三保障、住房改造), simulated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ruralmap.demo.draws import draw_words, stream
from ruralmap.demo.ledger_rows import as_table, days_after, numbered

if TYPE_CHECKING:
    from ruralmap.demo.ledger_rows import Sources

# HP-16 asks for 15 days from finding to recognising, the first not counted: of these clues the first took
# just that, the second and third a day more; the fourth is open past it, the fifth open within it.
CLUE_DAYS: Final = 15
CLUE_EXACT, CLUE_LATE, CLUE_OPEN_LATE, CLUE_OPEN = 0, (1, 2), 3, 4
CLUES: Final = 400
# WX-06 asks for a plan within 10 days of recognising: so many took 11.
PLAN_DAYS, PLANS_LATE = 10, 2
# WX-07 asks for a plan by 2024-03-31: so many households got theirs on the day after.
PLANS_AFTER_MARCH: Final = 5
# NJ-40: these townships surveyed their last household one day late, or left households out.
SURVEY_DUE, SURVEY_LATE = "2024-07-05", "2024-07-06"
TOWNSHIP_LATE, TOWNSHIP_OPEN = "441624105", "441624113"
NOT_SURVEYED: Final = 4
# NJ-42: so many households were verified the day before the time began.
VERIFIED_EARLY: Final = 3
# WX-54 counts houses that are unsafe and not settled; HP-09 asks for the measure of each.
UNSETTLED, WITHOUT_MEASURE = 12, 2
HOUSES_DONE, QUAKE_DONE, HOUSES_OPEN = 38, 11, 20
_SOURCES: Final = {"干部排查": 60, "自主申报": 25, "部门预警": 15}
_RISKS: Final = {"务工不稳": 46, "劳动力减少": 24, "产业失败": 16, "滞销": 14}
_STREAM: Final = 46


def list_clues(sources: Sources) -> pd.DataFrame:
    """
    List the clues of 2024; most were recognised within the days that are allowed.

    Parameters
    ----------
    sources
        The county.

    Returns
    -------
    clues
        Columns of the table 风险线索.
    """
    rng = stream(_STREAM)
    watched = sources.watched["hh_id"].to_numpy()
    others = sources.households["hh_id"].to_numpy()[:: len(sources.households) // CLUES]
    hh_id = np.concatenate([watched[::2], others])[:CLUES]
    found = rng.integers(0, 240, len(hh_id))
    took = rng.integers(3, CLUE_DAYS, len(hh_id))
    took[CLUE_EXACT] = CLUE_DAYS
    took[list(CLUE_LATE)] = CLUE_DAYS + 1
    found[[CLUE_OPEN_LATE, CLUE_OPEN]] = [240, 265]  # 2024-09-05 and 2024-09-30
    recognised = pd.Series(days_after("2024-01-09", found + took))
    recognised[[CLUE_OPEN_LATE, CLUE_OPEN]] = None
    reported = rng.integers(0, 3, len(hh_id))
    reported[CLUE_OPEN] = 0
    closed = pd.Series(days_after("2024-01-09", found + took + rng.integers(20, 90, len(found))))
    return as_table(
        {
            "clue_id": numbered("XS", len(hh_id)),
            "hh_id": hh_id,
            "source": draw_words(rng, _SOURCES, count=len(hh_id)),
            "risk": draw_words(rng, _RISKS, count=len(hh_id)),
            "found_on": days_after("2024-01-09", found),
            "publicity_from": pd.Series(days_after("2024-01-09", found + 2)).where(recognised.notna()),
            "publicity_to": pd.Series(days_after("2024-01-09", found + 7)).where(recognised.notna()),
            "recognised_on": recognised,
            "reported_on": days_after("2024-01-09", found + reported),
            "closed_on": closed.where(recognised.notna() & closed.le("2024-09-30")),
        }
    )


def list_plans(sources: Sources, clues: pd.DataFrame) -> pd.DataFrame:
    """
    List the plans: of each household for the year, of households with a clue, and of some places.

    Parameters
    ----------
    sources
        The county.
    clues
        From `list_clues`.

    Returns
    -------
    plans
        Columns of the table 帮扶计划.
    """
    rng = stream(_STREAM + 1)
    own = sources.households["hh_id"].reset_index(drop=True)
    made = pd.Series(days_after("2024-01-02", rng.integers(0, 80, len(own))))
    made.iloc[1000 : 1000 + PLANS_AFTER_MARCH] = "2024-04-01"
    known = clues.dropna(subset="recognised_on").drop_duplicates("hh_id").reset_index(drop=True)
    took = rng.integers(1, PLAN_DAYS + 1, len(known))
    took[:PLANS_LATE] = PLAN_DAYS + 1
    days = known["recognised_on"].to_numpy().astype("datetime64[D]") + took.astype("timedelta64[D]")
    after = pd.Series(days.astype(str), index=known.index)
    # The first plan after a clue is what counts: these households had none before.
    late = known["hh_id"].iloc[:PLANS_LATE].map(pd.Series(own.index, index=own))
    made.iloc[late.to_list()] = after.iloc[:PLANS_LATE].to_list()
    known, after = known.iloc[PLANS_LATE:], after.iloc[PLANS_LATE:]
    places = [*sources.villages.index[::8], *sources.townships[::3]]
    sites = sources.tables["sites"]["site_id"].tolist()
    counts = (len(own), len(known), len(places), len(sites))
    kinds = ["村" if len(code) > len(sources.townships[0]) else "乡镇" for code in places]
    return as_table(
        {
            "plan_id": numbered("JH", sum(counts)),
            "subject": ["户"] * (counts[0] + counts[1]) + kinds + ["安置点"] * counts[3],
            "hh_id": [*own, *known["hh_id"], *[None] * (counts[2] + counts[3])],
            "code": [*[None] * (counts[0] + counts[1]), *places, *sites],
            "made_on": [*made, *after, *["2024-03-15"] * (counts[2] + counts[3])],
            "responsible": [f"模拟帮扶人{number % 300 + 1:03d}" for number in range(sum(counts))],
        }
    )


def list_surveys(sources: Sources) -> pd.DataFrame:
    """
    List who was visited to take stock by 2024-07-05, and to verify at the end of September.

    Parameters
    ----------
    sources
        The county.

    Returns
    -------
    surveys
        Columns of the table 摸底验收.
    """
    rng = stream(_STREAM + 2)
    households = sources.households
    township = households["village_code"].str[:9]
    first = pd.Series(days_after("2024-05-20", rng.integers(0, 46, len(households))), index=households.index)
    late = township.eq(TOWNSHIP_LATE)
    first[households.index[late][-1]] = SURVEY_LATE
    left_out = households.index[township.eq(TOWNSHIP_OPEN)][:NOT_SURVEYED]
    second = pd.Series(days_after("2024-09-21", rng.integers(0, 10, len(households))), index=households.index)
    second.iloc[2000 : 2000 + VERIFIED_EARLY] = "2024-09-20"
    rounds = [
        pd.DataFrame({"hh_id": households["hh_id"], "round": kind, "surveyed_on": days, "result": result})
        for kind, days, result in (("摸底", first.drop(left_out), "已核实"), ("验收", second, "合格"))
    ]
    return pd.concat(rounds, ignore_index=True).dropna(subset="surveyed_on").astype("str")


def list_safety(sources: Sources) -> pd.DataFrame:
    """
    List the last look at each household's house, school, health and water.

    Parameters
    ----------
    sources
        The county.

    Returns
    -------
    safety
        Columns of the table 三保障核查.
    """
    rng = stream(_STREAM + 3)
    households = sources.households
    count = len(households)
    house = pd.Series(draw_words(rng, {"A": 74, "B": 26}, count=count), index=households.index)
    unsafe = households.index[households["unsafe_house"]]
    house[unsafe] = ["C" if number % 3 else "D" for number in range(len(unsafe))]
    measure = pd.Series(None, index=households.index, dtype="object")
    begun, closed = measure.copy(), measure.copy()
    measure[unsafe] = "列入危房改造"
    begun[unsafe] = days_after("2023-02-01", rng.integers(0, 300, len(unsafe)))
    closed[unsafe[UNSETTLED:]] = days_after("2024-01-10", rng.integers(0, 200, len(unsafe) - UNSETTLED))
    measure[unsafe[:WITHOUT_MEASURE]] = begun[unsafe[:WITHOUT_MEASURE]] = None
    water = households["safe_water"].fillna(value=True).astype(bool)
    return as_table(
        {
            "hh_id": households["hh_id"],
            "checked_on": days_after("2024-04-01", rng.integers(0, 150, count)),
            "house": house,
            "house_measure": measure,
            "house_measure_on": begun,
            "house_closed_on": closed,
            "school_ok": np.ones(count, dtype=bool),
            "medical_ok": np.ones(count, dtype=bool),
            "water_quality": water,
            "water_quantity": water,
            "water_access": np.ones(count, dtype=bool),
        }
    )


def list_house_projects(sources: Sources) -> pd.DataFrame:
    """
    List the works on houses in 2024.

    Parameters
    ----------
    sources
        The county.

    Returns
    -------
    works
        Columns of the table 住房改造.
    """
    rng = stream(_STREAM + 4)
    count = HOUSES_DONE + QUAKE_DONE + HOUSES_OPEN
    started = rng.integers(0, 90, count)
    done = pd.Series(days_after("2024-02-10", started + rng.integers(60, 130, count)))
    done.iloc[HOUSES_DONE + QUAKE_DONE :] = None
    accepted = done.copy()
    accepted.iloc[::7] = None
    return as_table(
        {
            "row_id": numbered("FG", count),
            "hh_id": sources.households["hh_id"].to_numpy()[::150][:count],
            "kind": ["危房改造"] * HOUSES_DONE + ["抗震改造"] * QUAKE_DONE + ["危房改造"] * HOUSES_OPEN,
            "started_on": days_after("2024-02-10", started),
            "completed_on": done,
            "accepted_on": accepted,
        }
    )
