"""Fund lines 2022-2024 (资金指标), what they give to projects, and their cumulative months (资金月报)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from ruralmap.demo.draws import apportion, stream
from ruralmap.demo.months import day_text, month_number, month_text
from ruralmap.schema.money import FEN_PER_WAN, FEN_PER_YUAN

YEARS: Final = (2022, 2023, 2024)
LAST_MONTH: Final = "2024-09"
UNIT_FEN: Final = 100 * FEN_PER_YUAN  # offices arrange in round hundreds of yuan
_GROWTH_PERCENT: Final = {2022: 94, 2023: 100, 2024: 104}
# How much of a line is given to projects, in hundredths; the rest stays in the row without a project.
_ARRANGED_PERCENT: Final = {2022: (99, 100), 2023: (96, 100), 2024: (84, 97)}
_ARRIVED: Final = (50, 80, 100)  # hundredths of what was arranged, by months since
_DISBURSED: Final = (20, 38, 52, 64, 74, 82, 88, 93, 97, 100)
_SPENT: Final = (8, 24, 40, 53, 64, 73, 81, 87, 92, 96, 98, 100)
_STREAM: Final = 8
# What nobody was given of a line of an older year is closed: 结余 in lines of odd numbers, 收回 in others.
# Of this line a part was taken back by a negative line (more_money), so that its rest is still carried.
_TAKEN_BACK: Final = "ZJ2022-11"
# Whom three projects of industry pay: 双绑 cooperatives and firms.
PAYEES: Final = {
    "XM2022-01": "模拟91441624MOCK000011",
    "XM2023-04": "模拟91441624MOCK000028",
    "XM2024-06": "模拟91441624MOCK000036",
}


@dataclass(frozen=True)
class LinePlan:
    """One line that comes every year; `gives` are the projects of the year it pays for, with weights."""

    level: str
    channel: str
    task: str | None
    month: int
    wan: int
    gives: tuple[tuple[int, int], ...]
    integrated: bool = False
    partner: str | None = None


_CONSOLIDATE: Final = "巩固拓展与乡村振兴"
PLANS: Final = (
    LinePlan(
        "中央", "衔接", _CONSOLIDATE, 1, 1860, ((1, 5), (2, 5), (3, 4), (15, 7), (20, 1)), integrated=True
    ),
    LinePlan("中央", "衔接", _CONSOLIDATE, 5, 940, ((4, 5), (7, 1), (16, 5)), integrated=True),
    LinePlan("中央", "衔接", "以工代赈", 3, 420, ((10, 1),)),
    LinePlan("中央", "衔接", "少数民族发展", 3, 260, ((8, 1),)),
    LinePlan("中央", "衔接", "欠发达国有农场林场牧场", 4, 180, ((9, 1),)),
    LinePlan("中央", "预算内投资", "以工代赈", 4, 650, ((11, 1),)),
    LinePlan("省", "衔接", _CONSOLIDATE, 2, 1240, ((1, 3), (5, 4), (6, 4), (20, 1)), integrated=True),
    LinePlan("省", "衔接", _CONSOLIDATE, 6, 520, ((6, 3), (15, 2)), integrated=True),
    LinePlan("省", "驻镇帮镇扶村", None, 2, 1700, ((12, 5), (13, 6), (15, 2))),
    LinePlan("市", "驻镇帮镇扶村", None, 3, 560, ((13, 3), (19, 2))),
    LinePlan("县", "衔接", _CONSOLIDATE, 3, 380, ((7, 1), (18, 3)), integrated=True),
    LinePlan("市", "省内对口", None, 4, 900, ((3, 4), (4, 3), (17, 3)), partner="深圳市(模拟)"),
    LinePlan("社会", "捐赠", None, 6, 130, ((18, 2), (19, 3)), partner="模拟企业"),
    LinePlan("县", "债券", None, 5, 1500, ((14, 1),)),
    LinePlan("中央", "彩票", None, 7, 300, ((16, 2), (17, 3))),
)


def list_lines() -> pd.DataFrame:
    """
    List the fund lines of three years.

    Returns
    -------
    lines
        Columns of the table 资金指标台账, and `plan`, the place of the line's plan in `PLANS`.
    """
    rows = [
        {
            "line_id": f"ZJ{year}-{number:02d}",
            "doc": f"模拟财农〔{year}〕{number}号",
            "issued_on": day_text(month_number(f"{year}-{plan.month:02d}"), 4 + number),
            "year": year,
            "level": plan.level,
            "channel": plan.channel,
            "task": plan.task,
            "integrated": plan.integrated,
            "partner": plan.partner,
            "issued_fen": plan.wan * _GROWTH_PERCENT[year] // 100 * FEN_PER_WAN,
            "plan": number - 1,
        }
        for year in YEARS
        for number, plan in enumerate(PLANS, start=1)
    ]
    return pd.DataFrame(rows).astype({"task": "str", "partner": "str"})


def arrange_lines(lines: pd.DataFrame) -> pd.DataFrame:
    """
    Give each line's money to projects of its year (安排).

    Parameters
    ----------
    lines
        From `list_lines`.

    Returns
    -------
    arranged
        One row a line and project: line_id, prj_id, amount_fen, month (when it was arranged) and delay (by
        how many months spending lags).
    """
    rng = stream(_STREAM)
    rows = []
    for line in lines.to_dict("records"):
        plan = PLANS[line["plan"]]
        low, high = _ARRANGED_PERCENT[line["year"]]
        units = line["issued_fen"] * int(rng.integers(low, high, endpoint=True)) // 100 // UNIT_FEN
        weights = [weight * int(rng.integers(80, 121)) for _, weight in plan.gives]
        start = month_number(line["issued_on"])
        for (slot, _), part in zip(plan.gives, apportion(units, weights), strict=True):
            month = min(start + int(rng.integers(0, 3)), month_number(LAST_MONTH))
            rows.append(
                (
                    line["line_id"],
                    f"XM{line['year']}-{slot:02d}",
                    part * UNIT_FEN,
                    month_text(month),
                    int(rng.integers(0, 3)),
                )
            )
    return pd.DataFrame(rows, columns=["line_id", "prj_id", "amount_fen", "month", "delay"])


def list_months(lines: pd.DataFrame, arranged: pd.DataFrame) -> pd.DataFrame:
    """
    List the monthly reports, each cumulative to the end of its month (截至本月累计).

    A line's projects appear with the month they were given money; the row without a project holds the rest.
    In every row 下达 = 支出 + 未支出余额, and in every month a line's rows add up to the line.

    Parameters
    ----------
    lines
        From `list_lines`.
    arranged
        From `arrange_lines`.

    Returns
    -------
    months
        Columns of the table 资金月报, by line, month and project; prj_id is missing in the line's own row.
    """
    rows = []
    gifts = {line_id: group.to_dict("records") for line_id, group in arranged.groupby("line_id", sort=False)}
    for line in lines.to_dict("records"):
        for month in range(month_number(line["issued_on"]), month_number(LAST_MONTH) + 1):
            given = [gift for gift in gifts[line["line_id"]] if month_number(gift["month"]) <= month]
            left = line["issued_fen"] - sum(gift["amount_fen"] for gift in given)
            rows.append((line["line_id"], None, month_text(month), left, left, 0, 0, 0, left))
            rows.extend(
                (
                    line["line_id"],
                    gift["prj_id"],
                    month_text(month),
                    *_progress(gift["amount_fen"], month - month_number(gift["month"]), gift["delay"]),
                )
                for gift in given
            )
    columns = [
        "line_id",
        "prj_id",
        "month",
        "issued_fen",
        "arrived_fen",
        "arranged_fen",
        "disbursed_fen",
        "spent_fen",
        "unspent_fen",
    ]
    return pd.DataFrame(rows, columns=columns).astype({"prj_id": "str"})


def close_years(months: pd.DataFrame) -> pd.DataFrame:
    """
    Close each December (年末): what is unspent is carried over, is a surplus, or is taken back.

    Parameters
    ----------
    months
        From `list_months`.

    Returns
    -------
    months
        With carried_over_fen, surplus_fen and withdrawn_fen, filled in December only, and entity_id.
    """
    issued = months["line_id"].str[2:6].astype("int64")
    closes = months["month"].str.endswith("-12") & months["unspent_fen"].ne(0)
    older = months["month"].str[:4].astype("int64").gt(issued) & months["line_id"].ne(_TAKEN_BACK)
    ends = closes & older & months["prj_id"].isna()
    odd = months["line_id"].str[-2:].astype("int64").mod(2).eq(1)
    unspent = months["unspent_fen"].astype("Int64")
    return months.assign(
        carried_over_fen=unspent.where(closes & ~ends),
        surplus_fen=unspent.where(ends & odd),
        withdrawn_fen=unspent.where(ends & ~odd),
        entity_id=months["prj_id"].map(PAYEES).astype("str"),
    )


def spent_by_project(months: pd.DataFrame) -> pd.DataFrame:
    """
    Find what each line has spent on each project by the last month.

    Parameters
    ----------
    months
        From `list_months`.

    Returns
    -------
    spent
        Columns line_id, prj_id, spent_fen; only rows of projects, in the order of the reports.
    """
    last = months[months["month"].eq(LAST_MONTH) & months["prj_id"].notna()]
    return last[["line_id", "prj_id", "spent_fen"]].reset_index(drop=True)


def _progress(amount_fen: int, age: int, delay: int) -> tuple[int, int, int, int, int, int]:
    """Say how far an arranged amount has come after some months: issued, arrived, …, unspent."""
    arrived = amount_fen * _at(_ARRIVED, age) // 100
    disbursed = amount_fen * _at(_DISBURSED, max(age - delay, 0)) // 100
    spent = amount_fen * _at(_SPENT, max(age - delay, 0)) // 100
    return amount_fen, arrived, amount_fen, disbursed, spent, amount_fen - spent


def _at(curve: tuple[int, ...], age: int) -> int:
    return curve[min(age, len(curve) - 1)]
