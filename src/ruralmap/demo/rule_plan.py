"""
What the rules of the five documents must answer of the demonstration county (条款应得结论), by design.

For the county as a whole, as of 2024-09-30; what a rule asks of money is the ledger's own truth and not here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from ruralmap.demo.gained import LOW_YUAN, MONITOR_LINE_YUAN
from ruralmap.demo.ledger_rows import ABLE, among
from ruralmap.demo.ledgers_offices import CHECKED_LATE, NO_MEETING, NO_REPORT, WITH_CASES
from ruralmap.demo.ledgers_people import at_work
from ruralmap.demo.ledgers_places import WATER_MONTH, WATER_OLD
from ruralmap.demo.ledgers_risk import TOWNSHIP_LATE, TOWNSHIP_OPEN, UNSETTLED
from ruralmap.demo.places import COUNTY_CODE
from ruralmap.schema.money import FEN_PER_YUAN

if TYPE_CHECKING:
    from ruralmap.demo.county import County

RULE_COLUMNS: Final = ("rule_id", "level", "code", "outcome", "value", "why")
# Each outcome with its rules. A rule that is judged by village, household or record is told for the county:
# one that certainly fails decides.
OUTCOMES: Final[dict[str, str]] = {
    "pass": "NJ-21 NJ-45 HP-32 WX-17 WX-49 WX-51 WX-52",
    "fail": (
        "NJ-08 NJ-10 NJ-13 NJ-16 NJ-19 NJ-25 NJ-33 NJ-35 NJ-37 NJ-39 NJ-40 NJ-41 NJ-42 "
        "YN-06 YN-09 YN-12 YN-13 "
        "HP-01 HP-02 HP-03 HP-06 HP-08 HP-10 HP-11 HP-16 HP-17 HP-21 HP-23 HP-31 "
        "WX-06 WX-07 WX-09 WX-10 WX-13 WX-21 WX-33 WX-34 WX-35 WX-36 WX-46 WX-47 WX-48 WX-50 WX-53 "
        "HA-14 HA-20 HA-21 HA-22 HA-25"
    ),
    "below_expectation": "WX-54",
    "not_due": (
        "NJ-07 NJ-11 NJ-20 NJ-27 NJ-34 YN-04 YN-17 YN-27 YN-28 HP-07 HP-20 HP-27 "
        "WX-01 WX-02 WX-03 WX-11 WX-14 WX-15 WX-16 WX-18 WX-19 WX-20 WX-25 WX-26 WX-27 WX-28 WX-29 WX-30 "
        "WX-31 WX-32 WX-37 WX-41 WX-43 WX-55 HA-07 HA-19 HA-23"
    ),
    "recorded": (
        "NJ-01 NJ-18 NJ-31 NJ-38 NJ-43 NJ-44 NJ-46 YN-25 YN-26 "
        "HP-05 HP-12 HP-14 HP-15 HP-22 HP-25 HP-29 HP-33 HP-34 HP-35 WX-12 WX-23 WX-45 WX-56 WX-57 "
        "HA-06 HA-10 HA-17 HA-28 HA-29 HA-30"
    ),
    "violated": "NJ-12 NJ-17 NJ-32 NJ-49 YN-03 YN-11 YN-24 YN-31 YN-32 HP-09 HP-18 HP-24 WX-24 WX-42 HA-32",
    "insufficient_data": "HA-27",
    "parameter_missing": "NJ-29 NJ-47 YN-05 YN-07 YN-08 YN-10 YN-29 YN-30 YN-33 YN-34 HP-30",
    "not_applicable": "HA-01 HA-02 HA-04 HA-09 HA-12 HA-13 HA-15 HA-18",
    "selected": "NJ-02 NJ-03 NJ-36 HP-13",
}
# What was planted, where it is not told by the outcome alone.
WHY: Final = {
    "NJ-03": "one household earns exactly 10,000 yuan a head, and is not below it",
    "NJ-08": "the household on 10,000 yuan is counted here",
    "NJ-13": "one project of a trade is not begun; of two others nobody says which money they have",
    "NJ-17": "one garden got 500 yuan instead of 600",
    "NJ-21": "135 of 150 graduates at work: exactly nine in ten",
    "NJ-32": "one group benefit of 120 yuan a month; 80 and 100 stand on the lines",
    "NJ-40": f"{TOWNSHIP_LATE} one day late, {TOWNSHIP_OPEN} left households out",
    "NJ-41": f"{CHECKED_LATE} two days late",
    "YN-24": "one village is of a type that the document does not know",
    "HP-03": f"{NO_MEETING[0]} held no meeting in quarter {NO_MEETING[1]}",
    "HP-06": f"{NO_REPORT[0]} sent no report of {NO_REPORT[1]}",
    "HP-10": "one test is exactly three years old, one a day older, of one only the month is known",
    "HP-16": "one clue took exactly 15 days, two a day more, one is open past it, one open within it",
    "HP-23": "lifted households get 25 parts in a hundred, other members 35, of about as many persons",
    "HP-25": "every question is answered 是",
    "HP-35": "the offices are known by all words of this document, not by those of NJ-49, YN-32 and HA-32",
    "HA-27": "no parcel names its contract",
    "WX-06": "the first plans of two households came 11 days after, the others in time",
    "WX-07": "the plans of five households were made on 2024-04-01, those of two others later",
    "WX-10": "one child left school, and not for poverty (HP-32)",
    "WX-17": "enough by 2024-03-31 for nine tenths and by 2024-04-30 for the whole",
    "WX-46": "amounts off by a yuan are let pass, by a fen more not",
    "WX-48": "two problems are open past their day, one was closed on it",
    "WX-50": f"only {' and '.join(WITH_CASES)} reported a case of August",
}
_YEAR: Final = 2024
_APRIL: Final = "2024-04-30"
_REGISTERED_BEFORE: Final = "2023"


def list_rules(county: County) -> pd.DataFrame:
    """
    List what each planned rule must answer, for the county and, where it is judged there, by township.

    Parameters
    ----------
    county
        The clean county.

    Returns
    -------
    rules
        Columns `RULE_COLUMNS`; `value` is text, empty where it was not planned.
    """
    values = _values(county)
    rows = [
        (rule, "county", COUNTY_CODE, outcome, values.get(rule, ""), WHY.get(rule, ""))
        for outcome, rules in OUTCOMES.items()
        for rule in rules.split()
    ]
    rows += [(*row, "", "") for row in _of_townships(county)]
    return pd.DataFrame(rows, columns=list(RULE_COLUMNS)).sort_values(
        ["rule_id", "level", "code"], kind="stable", ignore_index=True
    )


def _of_townships(county: County) -> list[tuple[str, str, str, str]]:
    """Tell for each township what is judged there, or rolls up to it from places whose codes are certain."""
    townships = sorted(county.villages["township_code"].unique())
    water = county.tables["water_sources"]
    economy = county.tables["village_econ"].query("year == @_YEAR - 1")
    failing = {
        "NJ-40": {TOWNSHIP_LATE, TOWNSHIP_OPEN},
        "NJ-41": {CHECKED_LATE},
        "HP-03": {NO_MEETING[0]},
        "HP-06": {NO_REPORT[0]},
        "HP-10": set(water.loc[water["tested_on"].eq(WATER_OLD), "village_code"].str[:9]),
        "HP-11": set(water.loc[water["result"].eq("不合格"), "village_code"].str[:9]),
        "WX-21": set(economy.loc[economy["dist_done_on"].isna(), "village_code"].str[:9]),
        "WX-50": set(townships) - set(WITH_CASES),
    }
    # Of a source of which only the month is known nobody can say whether it is in time.
    unsure = set(water.loc[water["tested_on"].eq(WATER_MONTH), "village_code"].str[:9])
    rows = [
        (rule, "township", code, "fail" if code in codes else "pass")
        for rule, codes in failing.items()
        for code in townships
        if rule != "HP-10" or code not in unsure
    ]
    return rows + [(rule, "township", code, "not_due") for rule in ("HP-20", "WX-15") for code in townships]


def _values(county: County) -> dict[str, str]:
    """Count what the frames tell without any rule: households by income, persons by work."""
    return {name: str(value) for name, value in (_of_incomes(county) | _of_work(county)).items()}


def _of_incomes(county: County) -> dict[str, int]:
    """Count the households of a condition on their income."""
    households = county.households.set_index("hh_id")
    covered = households["in_lifted"] | households["risk_cleared"].eq("否")
    rows = county.tables["incomes"].set_index(["hh_id", "year"])
    net, size = (rows[name].unstack("year").loc[households.index] for name in ("net_fen", "size"))  # noqa: PD010
    now, last, before = ((net[_YEAR - back], size[_YEAR - back]) for back in range(3))
    disposable = rows["disposable_fen"].xs(_YEAR, level="year").loc[households.index]
    records = county.tables["household_records"].set_index("hh_id").loc[households.index]
    able = among(households.index.to_series(), _able(county)["hh_id"])
    scope = households["in_lifted"] | records["edge_2019"]
    line = LOW_YUAN * FEN_PER_YUAN
    fell, fell_before = _less(now, last), _less(last, before)
    known = records["registered_on"].lt(_REGISTERED_BEFORE)
    return {
        "NJ-02": int((covered & fell).sum()),
        "NJ-03": int((covered & now[0].lt(line * now[1])).sum()),
        "NJ-08": int((households["in_lifted"] & now[0].le(line * now[1])).sum()),
        "NJ-10": int((households["in_lifted"] & known & fell & fell_before).sum()),
        "HP-13": int((scope & able & disposable.le(MONITOR_LINE_YUAN * FEN_PER_YUAN * now[1])).sum()),
    }


def _of_work(county: County) -> dict[str, int]:
    """Count households and persons by who works."""
    tables = county.tables
    working = at_work(tables["jobs"], tables["posts"])
    able = _able(county)
    records = tables["person_records"].set_index("p_id")
    willing = able[able["p_id"].map(records["willing_work"]).fillna(value=False).astype(bool)]
    members = county.persons[["hh_id", "p_id"]]
    served = set(members.loc[among(members["p_id"], working), "hh_id"])
    moved = set(county.households.loc[county.households["relocated"], "hh_id"])
    jobs = tables["jobs"].merge(members, on="p_id")
    lifted = county.households.loc[county.households["in_lifted"], "hh_id"]
    by_april = jobs["from_on"].le(_APRIL) & among(jobs["hh_id"], lifted)
    marked = tables["place_records"].set_index("code")[["key_help", "three_batch"]].any(axis=1)
    first = county.villages["exited_poor"] | marked.loc[county.villages.index]
    return {
        "NJ-01": county.villages["township_code"].nunique(),
        "NJ-36": int(first.sum()),
        "YN-06": len(set(willing["hh_id"]) - served),
        "HP-32": 0,
        "WX-10": 1,
        "WX-13": len((set(able["hh_id"]) & moved) - served),
        "WX-17": int(jobs.loc[by_april, "p_id"].nunique()),
        "WX-54": UNSETTLED,
    }


def _able(county: County) -> pd.DataFrame:
    """Take the persons who have labour to give."""
    return county.persons[county.persons["labour"].isin(ABLE)]


def _less(one: tuple[pd.Series, pd.Series], other: tuple[pd.Series, pd.Series]) -> pd.Series:
    """Tell where one income a head is below another, without dividing."""
    return one[0] * other[1] < other[0] * one[1]
