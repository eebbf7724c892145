"""
What is really so (真值): the answers a correct tool must find in the dirty papers.

Written beside the papers for the tests; the tool itself never reads it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ruralmap.demo.dirt import RECORD_COLUMNS, Record
from ruralmap.demo.edges import CLEAN_TOWNSHIPS, CLEAN_VILLAGES, TOWNSHIP_EDGES, VILLAGE_EDGES
from ruralmap.demo.fund_books import list_papers
from ruralmap.demo.fund_truth import MoneyPlan, fund_truth
from ruralmap.demo.labour import sum_labour
from ruralmap.demo.parameters import LIFTED_AVERAGE_YUAN, MONITORED_AVERAGE_YUAN
from ruralmap.demo.places import COUNTY, COUNTY_CODE
from ruralmap.demo.project_plans import list_milestones
from ruralmap.demo.rule_plan import list_rules
from ruralmap.demo.works import SITE_WITHOUT_LEADING
from ruralmap.schema.money import FEN_PER_YUAN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ruralmap.demo.county import County

VILLAGE_PERMILLE: Final = 30  # YN-20: 超过3%
TOWNSHIP_PERMILLE: Final = 50  # YN-21: 超过5%
TOWNSHIP_PERSONS: Final = 100  # YN-21: 人数在100人以上
_INCOME_YEAR: Final = 2023


def list_truth(county: County, *, damaged: pd.Series, records: Sequence[Record]) -> dict[str, pd.DataFrame]:
    """
    List the truth.

    Parameters
    ----------
    county
        The clean county.
    damaged
        Kind of damage to each household's registration, by hh_id; missing where there is none.
    records
        All dirt.

    Returns
    -------
    truth
        Frames by file name: households, sites, projects, assets, asset_places, drawings, zones, fund_lines,
        fund_totals, fund_chain, labour, milestones, rules, dirt.
    """
    tables = county.tables
    sites = tables["sites"][["site_id", "village_code", "lon", "lat", "households", "persons"]]
    projects = list_papers(county)["projects"]
    permille = projects["labour_pay_fen"] * 1000 // projects["fiscal_invest_fen"]
    money = ["fiscal_invest_fen", "labour_pay_fen"]
    return {
        "households": _households(county, damaged),
        "sites": sites.assign(has_leading_industry=sites["site_id"].ne(SITE_WITHOUT_LEADING)),
        "projects": projects[["prj_id", "village_code", "lon", "lat", "work_relief_mode", *money]].assign(
            labour_pay_permille=permille
        ),
        "assets": county.assets[
            [
                "asset_id",
                "village_code",
                "lon",
                "lat",
                "asset_class",
                "run_state",
                "original_value_fen",
                "prj_id",
            ]
        ],
        "asset_places": county.asset_places,
        "drawings": county.drawings.truth,
        "zones": pd.concat([_villages(county), _townships(county), _poorest(county)], ignore_index=True),
        **fund_truth(_money_plan(county)),
        "labour": sum_labour(tables["labour_pay"]),
        "milestones": list_milestones(projects),
        "rules": list_rules(county),
        "dirt": pd.DataFrame(list(records), columns=list(RECORD_COLUMNS)),
    }


def judge(numerator: int, counts: Sequence[int | None], *, permille: int, least: int = 0) -> str:
    """
    Say what a rule of the form 「超过」 must answer, on every basis that is known.

    Parameters
    ----------
    numerator
        Persons.
    counts
        Rural people on each basis; None where there is none.
    permille
        The threshold, excluded.
    least
        The least number of persons, included.

    Returns
    -------
    expected
        selected, not_selected, undecided where the bases disagree, insufficient_data without any.

    Source
    ------
    YN-20 and YN-21; 民法典 第1259条: 超过 excludes the number, 以上 includes it.
    """
    known = [count for count in counts if count is not None]
    if not known:
        return "insufficient_data"
    answers = {numerator * 1000 > permille * count and numerator >= least for count in known}
    if len(answers) > 1:
        return "undecided"
    return "selected" if answers == {True} else "not_selected"


def _money_plan(county: County) -> MoneyPlan:
    """Put together what was planned of the money; what is wrong in the papers apart."""
    built = county.assets.set_index("asset_id")[["prj_id", "built_on"]]
    formed = county.tables["asset_funds"].dropna(subset=["line_id"]).join(built, on="asset_id")
    return MoneyPlan(
        funds=county.tables["funds"],
        months=county.tables["fund_months"],
        projects=list_papers(county)["projects"],
        townships={name: str(code) for code, name in county.land.townships["township"].items()},
        formed=formed[["line_id", "prj_id", "asset_id", "amount_fen", "built_on"]],
        more=county.more_money,
        faults=county.faults,
    )


def _households(county: County, damaged: pd.Series) -> pd.DataFrame:
    """List households with their registered and their living village, and how their papers were damaged."""
    columns = [
        "hh_id", "village_code", "living_village_code", "size", "in_lifted", "in_monitored", "monitor_class",
        "risk_cleared", "whole_no_labour", "relocated", "site_id", "net_pc_fen",
    ]  # fmt: skip
    households = county.households[columns]
    return households.assign(
        survey=county.surveys["survey"], damage=households["hh_id"].map(damaged).astype("str")
    )


def _villages(county: County) -> pd.DataFrame:
    """Say what YN-20 must answer for each exited village."""
    households = county.households
    still = households["risk_cleared"].eq("否")
    persons = households[still].groupby("village_code")["size"].sum()
    exited = county.villages.index[county.villages["exited_poor"].to_numpy(dtype=bool)]
    uncounted = {edge.code for edge in VILLAGE_EDGES if not edge.counted}
    why = {edge.code: edge.why for edge in VILLAGE_EDGES}
    counts = county.people.loc[exited, ["registered", "resident"]].astype("Int64")
    counts.loc[counts.index.isin(list(uncounted))] = pd.NA
    return _zones("YN-20", counts, persons, permille=VILLAGE_PERMILLE).assign(
        name=county.villages.loc[exited, "township"].to_numpy()
        + county.villages.loc[exited, "village"].to_numpy(),
        exact=[code in CLEAN_VILLAGES or code[:9] in CLEAN_TOWNSHIPS for code in exited],
        why=[why.get(code, "") for code in exited],
    )


def _townships(county: County) -> pd.DataFrame:
    """Say what YN-21 must answer for each township."""
    households = county.households
    counted = households["in_lifted"] | households["risk_cleared"].eq("否")
    township = households["village_code"].str[:9]
    persons = households[counted].groupby(township)["size"].sum()
    denominators = county.tables["denominators"]
    own = denominators[denominators["item"].eq("农村人口") & denominators["code"].str.len().eq(9)]
    counts = own.pivot_table(index="code", columns="basis", values="value").astype("Int64")
    counts = counts.rename(columns={"户籍": "registered", "常住": "resident"})[["registered", "resident"]]
    why = {edge.code: edge.why for edge in TOWNSHIP_EDGES}
    zones = _zones("YN-21", counts, persons, permille=TOWNSHIP_PERMILLE, least=TOWNSHIP_PERSONS)
    return zones.assign(
        name=county.land.townships.loc[counts.index, "township"].to_numpy(),
        exact=[code in CLEAN_TOWNSHIPS for code in counts.index],
        why=[why.get(code, "") for code in counts.index],
    )


def _zones(
    rule_id: str, counts: pd.DataFrame, persons: pd.Series, *, permille: int, least: int = 0
) -> pd.DataFrame:
    """Judge each unit."""
    numerators = persons.reindex(counts.index, fill_value=0)
    pairs = [
        [None if pd.isna(count) else int(count) for count in row] for row in counts.itertuples(index=False)
    ]
    judged = zip(numerators, pairs, strict=True)
    return pd.DataFrame(
        {
            "rule_id": rule_id,
            "code": counts.index,
            "name": "",
            "numerator": numerators.to_numpy(),
            "registered": counts["registered"].array,
            "resident": counts["resident"].array,
            "expected": [judge(int(number), pair, permille=permille, least=least) for number, pair in judged],
        }
    )


def _poorest(county: County) -> pd.DataFrame:
    """Count the households that YN-19 selects: below the average of their own group, or of either."""
    households = county.households
    head = households["net_pc_fen"]
    lifted = LIFTED_AVERAGE_YUAN[_INCOME_YEAR] * FEN_PER_YUAN
    monitored = MONITORED_AVERAGE_YUAN[_INCOME_YEAR] * FEN_PER_YUAN
    watched = households["risk_cleared"].eq("否")
    below = (households["in_lifted"] & head.lt(lifted)) | (watched & head.lt(monitored))
    on_line = int(np.sum((households["in_lifted"] & head.eq(lifted)).to_numpy()))
    return pd.DataFrame(
        {
            "rule_id": ["YN-19"],
            "code": [COUNTY_CODE],
            "name": [COUNTY],
            "numerator": [int(below.sum())],
            "expected": ["selected"],
            "exact": [False],
            "why": [f"households below the average of {_INCOME_YEAR}; {on_line} stand exactly on it"],
        }
    )
