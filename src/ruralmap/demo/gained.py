"""What policies ask of incomes, measures and projects beside what offices keep anyway (增列项), simulated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ruralmap.demo.draws import draw_words, stream
from ruralmap.demo.ledger_rows import among
from ruralmap.schema.measures import INDUSTRY_KINDS
from ruralmap.schema.money import FEN_PER_YUAN

if TYPE_CHECKING:
    from collections.abc import Mapping

# NJ-03 selects below 10,000 yuan a head, NJ-08 counts up to it: one household has exactly that in 2024.
LOW_YUAN: Final = 10_000
# HP-13: the line of 2024; so many households have exactly that to dispose of a head.
MONITOR_LINE_YUAN: Final = 10_800
ON_THE_LINE: Final = 2
_ILL_PERCENT: Final = 6
_ASKED_YEARS: Final = (2023, 2024)
UNMARKED: Final = 5  # WX-09 asks that each measure done is marked in the system
_DEVELOPMENTAL: Final = ("产业", "就业", "金融", "公益岗")
# HA-20: the first is to be mended by a day, the second has neither; WX-44: the third is in no batch.
MENDING, WITHOUT_PART, WITHOUT_BATCH = "XM2023-03", "XM2023-05", "XM2022-07"
_BATCHES: Final = {"巩固": 44, "升级": 30, "盘活": 16, "调整": 10}
# HA-23 asks what was arranged for the collective economy of villages that are supported.
OF_COLLECTIVES: Final = ("XM2023-03", "XM2024-02")
_LOCAL: Final = {"升级": "提升", "调整": "另起炉灶"}
_LINKS: Final = {"务工、分红": 5, "务工": 3, "入股、分红": 2, "出租": 1}
_STREAM: Final = 76


def add_income_parts(incomes: pd.DataFrame, households: pd.DataFrame) -> pd.DataFrame:
    """
    Add claims and disposable income of the last year, and costs that had to be borne of the last two.

    Parameters
    ----------
    incomes
        From `list_incomes`.
    households
        With hh_id, in_lifted and whole_no_labour.

    Returns
    -------
    incomes
        With claims_fen, rigid_fen and disposable_fen, missing in earlier years.
    """
    rng = stream(_STREAM)
    incomes = _put_on_ten_thousand(incomes, households)
    count = len(incomes)
    asked, now = incomes["year"].isin(_ASKED_YEARS), incomes["year"].eq(_ASKED_YEARS[-1])
    ill = rng.integers(0, 100, count) < _ILL_PERCENT
    rigid = np.where(ill, rng.integers(200, 9_000, count), 0) * FEN_PER_YUAN
    claims = (
        np.where(ill & (rng.integers(0, 3, count) == 0), rng.integers(100, 2_000, count), 0) * FEN_PER_YUAN
    )
    spent = incomes["net_fen"] * rng.integers(101, 109, count) // (100 * FEN_PER_YUAN) * FEN_PER_YUAN
    able = households.loc[households["in_lifted"] & ~households["whole_no_labour"], "hh_id"]
    exact = among(incomes["hh_id"], able.iloc[3000 : 3000 + ON_THE_LINE])
    line = MONITOR_LINE_YUAN * FEN_PER_YUAN * incomes["size"]
    return incomes.assign(
        claims_fen=pd.Series(claims, index=incomes.index, dtype="Int64").where(now),
        rigid_fen=pd.Series(rigid, index=incomes.index, dtype="Int64").where(asked),
        disposable_fen=spent.where(~exact, line).astype("Int64").where(now),
    )


def _put_on_ten_thousand(incomes: pd.DataFrame, households: pd.DataFrame) -> pd.DataFrame:
    """Make one household's income a head exactly 10,000 yuan, by its wages."""
    lifted = households.loc[households["in_lifted"], "hh_id"]
    others = incomes["net_fen"] - incomes["wage_fen"]
    wanted = LOW_YUAN * FEN_PER_YUAN * incomes["size"]
    near = incomes["net_pc_fen"].lt(LOW_YUAN * FEN_PER_YUAN) & others.le(wanted)
    chosen = incomes.index[near & incomes["year"].eq(_ASKED_YEARS[-1]) & among(incomes["hh_id"], lifted)][:1]
    incomes = incomes.copy()
    incomes.loc[chosen, "wage_fen"] = (wanted - others)[chosen]
    incomes.loc[chosen, "net_fen"] = wanted[chosen]
    incomes.loc[chosen, "net_pc_fen"] = LOW_YUAN * FEN_PER_YUAN
    return incomes


def add_measure_parts(measures: pd.DataFrame, households: pd.DataFrame) -> pd.DataFrame:
    """
    Add the plan of each measure, whether it develops, what was planted and what it brought.

    Parameters
    ----------
    measures
        From `list_measures`.
    households
        By running order, in which the plans are numbered.

    Returns
    -------
    measures
        With the columns that policies ask for.
    """
    rng = stream(_STREAM + 1)
    plan = pd.Series(
        [f"JH{number:05d}" for number in range(1, len(households) + 1)], index=households["hh_id"]
    )
    count = len(measures)
    trade = measures["measure_kind"].eq("产业")
    marked = measures["done_on"].copy()
    marked[marked.dropna().index[:UNMARKED]] = None
    kinds = draw_words(rng, dict.fromkeys(INDUSTRY_KINDS, 1), count=count)
    gain = pd.Series(rng.integers(3, 40, count) * 100 * FEN_PER_YUAN, index=measures.index, dtype="Int64")
    area = pd.Series(rng.integers(5, 60, count) / 10, index=measures.index)
    return measures.assign(
        plan_id=measures["hh_id"].map(plan).astype("str"),
        developmental=measures["measure_kind"].isin(_DEVELOPMENTAL),
        industry_kind=pd.Series(kinds, index=measures.index, dtype="str").where(trade),
        system_marked_on=marked,
        area_mu=area.where(trade),
        output_kg=(area * 420).round().where(trade),
        gain_pc_fen=gain.where(trade),
    )


def add_project_parts(projects: pd.DataFrame) -> pd.DataFrame:
    """
    Add how farmers have a part in each project of a trade, what was aimed at and reached, and its batch.

    Parameters
    ----------
    projects
        From `plan_ahead`.

    Returns
    -------
    projects
        With the columns that policies ask for, missing where the project is of no trade.
    """
    rng = stream(_STREAM + 2)
    count, index = len(projects), projects.index
    trade = projects["project_class"].eq("产业发展")
    linked = trade & ~projects["prj_id"].isin((MENDING, WITHOUT_PART))
    batch = pd.Series(draw_words(rng, _BATCHES, count=count), index=index, dtype="str")
    batch = batch.where(trade & projects["prj_id"].ne(WITHOUT_BATCH))
    aimed = pd.Series(rng.integers(6, 30, count) * 100 * FEN_PER_YUAN, index=index, dtype="Int64")
    done = trade & projects["accepted_on"].notna()
    households = projects["beneficiary_households"].astype("Int64")
    return projects.assign(
        subclass=projects["project_class"]
        .map({"产业发展": "种养殖", "就业": "培训", "乡村建设行动": "基础设施"})
        .mask(projects["prj_id"].isin(OF_COLLECTIVES), "集体经济"),
        link_mechanism=linked.astype("boolean").where(trade),
        link_types=pd.Series(draw_words(rng, _LINKS, count=count), index=index, dtype="str").where(linked),
        rectify_due_on=pd.Series("2024-12-31", index=index, dtype="str").where(
            projects["prj_id"].eq(MENDING)
        ),
        target_households=households.where(trade),
        target_gain_pc_fen=aimed.where(trade),
        actual_households=households.where(done),
        actual_gain_pc_fen=(aimed * 95 // 100).where(done),
        four_batch=batch,
        four_batch_local=batch.map(_LOCAL).astype("str"),
        four_batch_on=pd.Series("2024-06-28", index=index, dtype="str").where(batch.notna()),
    ).astype({"subclass": "str"})


def add_columns(tables: Mapping[str, pd.DataFrame], households: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """
    Add what policies ask to those tables that an office keeps anyway.

    Parameters
    ----------
    tables
        Every table by name.
    households
        By running order.

    Returns
    -------
    tables
        Those that gained columns: incomes, measures, projects.
    """
    return {
        "incomes": add_income_parts(tables["incomes"], households),
        "measures": add_measure_parts(tables["measures"], households),
        "projects": add_project_parts(tables["projects"]),
    }
