"""Papers, problems, answers, and the national system (文件、问题、核查、全国系统资产), simulated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ruralmap.demo.draws import draw_words, stream
from ruralmap.demo.ledger_rows import as_table, days_after, named_places, numbered
from ruralmap.demo.places import COUNTY_CODE
from ruralmap.schema.money import FEN_PER_YUAN

if TYPE_CHECKING:
    from ruralmap.demo.ledger_rows import Sources

# HP-08 asks for a card of each monitored household with both parts: so many lack the card, or the income.
NO_CARD, CARD_WITHOUT_INCOME = 2, 1
NO_RULES: Final = 2  # WX-22 asks how each village distributes
PROBLEMS: Final = 60
# WX-48 asks that each is closed by its own day: so many are open past it, one is closed on the day.
OVERDUE: Final = 2
# WX-46 allows a yuan: the first amount differs by that, the next two by a fen more; states differ too.
AMOUNTS_OFF_FEN: Final = (FEN_PER_YUAN, FEN_PER_YUAN + 1, -FEN_PER_YUAN - 1)
STATES_OFF, NOT_IN_SYSTEM = 2, 20
REFUSED: Final = 3  # answers 否 of the checklists NJ-12 and WX-42
# HA-29 asks for what these sent in the year.
SENDING: Final = ("县民政局", "县医保局", "县教育局", "县住房城乡建设局", "县人力资源社会保障局")
_SOURCES: Final = ("自查", "考核", "审计", "巡视", "疑点数据")
_ITEMS: Final = {"NJ-12": 2, "WX-42": 5, "HP-25": 2}
_VILLAGE_ITEMS: Final = 36
_STREAM: Final = 72


def list_documents(sources: Sources) -> pd.DataFrame:
    """
    List the cards of monitored households, and how the county and its villages distribute.

    Parameters
    ----------
    sources
        The county.

    Returns
    -------
    documents
        Columns of the table 文件.
    """
    rng = stream(_STREAM)
    holders = sources.watched["hh_id"].tolist()[NO_CARD:]
    codes = [COUNTY_CODE, *sources.villages.index[NO_RULES:]]
    count = len(holders) + len(codes)
    card = np.arange(count) < len(holders)
    tells = pd.Series(card, dtype="boolean").where(pd.Series(card))
    income = tells.copy()
    income.iloc[:CARD_WITHOUT_INCOME] = False
    return as_table(
        {
            "doc_id": numbered("WJ", count),
            "kind": np.where(card, "明白卡", "收益分配办法"),
            "number": [
                None if is_card else f"模拟分配〔2024〕{place}号" for place, is_card in enumerate(card)
            ],
            "code": [*[None] * len(holders), *codes],
            "hh_id": [*holders, *[None] * len(codes)],
            "on": days_after("2024-02-01", rng.integers(0, 150, count)),
            "has_policies": tells,
            "has_income": income,
        }
    )


def list_problems(sources: Sources) -> pd.DataFrame:
    """
    List the problems that were found, and what became of them.

    Parameters
    ----------
    sources
        The county.

    Returns
    -------
    problems
        Columns of the table 问题清单.
    """
    rng = stream(_STREAM + 1)
    found = rng.integers(0, 150, PROBLEMS)
    due = pd.Series(days_after("2024-01-15", found + 60))
    closed = pd.Series(days_after("2024-01-15", found + rng.integers(5, 60, PROBLEMS)))
    closed.iloc[OVERDUE] = due.iloc[OVERDUE]
    closed.iloc[:OVERDUE] = None
    return as_table(
        {
            "problem_id": numbered("WT", PROBLEMS, width=4),
            "source": [_SOURCES[place % len(_SOURCES)] for place in range(PROBLEMS)],
            "code": sources.villages.index.to_numpy()[:: len(sources.villages) // PROBLEMS][:PROBLEMS],
            "found_on": days_after("2024-01-15", found),
            "problem": ["模拟问题：台账与实际不一致"] * PROBLEMS,
            "measure": ["核实并更正"] * PROBLEMS,
            "responsible": [f"模拟责任人{place % 20 + 1:02d}" for place in range(PROBLEMS)],
            "due_on": due,
            "closed_on": closed,
            "result": pd.Series("已整改", index=closed.index).where(closed.notna()),
        }
    )


def list_checklists(sources: Sources, designations: pd.DataFrame) -> pd.DataFrame:
    """
    List what persons answered: of projects, beautiful villages, and assets in difficulty.

    Parameters
    ----------
    sources
        The county.
    designations
        From `ledgers_economy.list_designations`.

    Returns
    -------
    answers
        Columns of the table 核查表.
    """
    projects = sources.tables["projects"].query("year == 2024")
    trade = projects.loc[projects["project_class"].eq("产业发展"), "prj_id"]
    villages = designations.loc[designations["kind"].eq("美丽乡村"), "code"]
    weak = sources.assets["run_state"].isin(("低效", "闲置", "停产"))
    asked = [
        ("NJ-12", range(1, _ITEMS["NJ-12"] + 1), trade),
        ("WX-42", range(1, _ITEMS["WX-42"] + 1), projects["prj_id"]),
        ("YN-25", range(1, _VILLAGE_ITEMS + 1), villages),
        ("HP-25", range(1, _ITEMS["HP-25"] + 1), sources.assets.loc[weak, "asset_id"]),
    ]
    rows = [
        (rule, str(item), subject)
        for rule, items, subjects in asked
        for subject in subjects
        for item in items
    ]
    answers = pd.DataFrame(rows, columns=["rule_id", "item", "subject"])
    refused = pd.Series(data=False, index=answers.index)
    refused.iloc[:REFUSED:2] = True
    refused[answers.index[answers["rule_id"].eq("WX-42")][7]] = True
    return answers.assign(answer=~refused, by="模拟核查人", on="2024-06-20")


def list_system_assets(sources: Sources) -> pd.DataFrame:
    """
    List the assets as the national system has them, nearly as the ledger does.

    Parameters
    ----------
    sources
        The county.

    Returns
    -------
    assets
        Columns of the table 全国系统资产.
    """
    rng = stream(_STREAM + 2)
    rows = sources.assets.iloc[NOT_IN_SYSTEM:].reset_index(drop=True)
    library = sources.tables["projects"].set_index("prj_id")["library_no"]
    amount = rows["original_value_fen"].copy()
    amount.iloc[: len(AMOUNTS_OFF_FEN)] += list(AMOUNTS_OFF_FEN)
    state = rows["run_state"].astype("object")
    off = rows.index[state.eq("正常")][50 : 50 + STATES_OFF]
    state[off] = draw_words(rng, {"低效": 1}, count=STATES_OFF)
    return as_table(
        {
            "system_no": numbered("XT", len(rows), width=6),
            "library_no": rows["prj_id"].map(library),
            "name": rows["asset"],
            "asset_class": rows["asset_class"],
            "owner": rows["owner"],
            "amount_fen": amount,
            "state": state,
            **named_places(sources.villages, rows["village_code"]),
            "as_of": ["2024-09-30"] * len(rows),
        }
    )


def list_data_received() -> pd.DataFrame:
    """
    List what departments sent in each quarter.

    Returns
    -------
    received
        Columns of the table 数据接收.
    """
    rng = stream(_STREAM + 3)
    pairs = [(unit, month) for month in ("2024-03", "2024-06", "2024-09") for unit in SENDING]
    return as_table(
        {
            "import_id": numbered("JS", len(pairs), width=3),
            "unit": [unit for unit, _ in pairs],
            "data": [f"{unit[1:]}比对数据(模拟)" for unit, _ in pairs],
            "as_of": [f"{month}-10" for _, month in pairs],
            "received_on": [f"{month}-15" for _, month in pairs],
            "rows": np.asarray(rng.integers(800, 40_000, len(pairs))),
        }
    )
