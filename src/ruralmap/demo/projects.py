"""Sixty simulated projects 2022-2024 (项目库), fifteen of them work-relief (以工代赈) in three modes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import cycle
from typing import TYPE_CHECKING, Final

import pandas as pd

from ruralmap.demo.draws import apportion, stream
from ruralmap.demo.money import YEARS
from ruralmap.demo.months import day_text, month_number
from ruralmap.demo.places import COUNTY
from ruralmap.demo.whereabouts import place_in, short_name

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np

_INDUSTRY: Final = "产业发展"
_BUILDING: Final = "乡村建设行动"
_STREAM: Final = 9


@dataclass(frozen=True)
class Plan:
    """One project that comes every year: class, work-relief mode, number of villages it is built in."""

    thing: str
    project_class: str
    villages: int = 1
    mode: str | None = None


PLANS: Final = (
    Plan("百香果种植基地", _INDUSTRY, 2),
    Plan("生猪代养小区", _INDUSTRY),
    Plan("冷链仓储中心", _INDUSTRY),
    Plan("农产品加工厂", _INDUSTRY),
    Plan("村级光伏电站", _INDUSTRY, 3),
    Plan("设施大棚", _INDUSTRY, 2),
    Plan("到户产业奖补", _INDUSTRY, 4),
    Plan("畲族特色茶园", _INDUSTRY),
    Plan("国有林场林下经济", _INDUSTRY),
    Plan("通村道路", _BUILDING, 2, "专项"),
    Plan("河堤水毁修复", _BUILDING, 1, "专项"),
    Plan("小型农田水利", _BUILDING, 3, "推广"),
    Plan("人居环境整治", _BUILDING, 4, "推广"),
    Plan("供水干线", _BUILDING, 4, "重点工程"),
    Plan("农村饮水安全", _BUILDING, 3),
    Plan("安置点配套设施", "易地搬迁后扶"),
    Plan("安置点帮扶车间", "易地搬迁后扶"),
    Plan("稳岗就业培训", "就业"),
    Plan("校舍和住房安全", "巩固三保障", 2),
    Plan("年度管理费", "项目管理费"),
)
# Places where a slot is always built: minority villages, relocation sites, and for what covers the whole
# county the community where its offices are.
_OFFICES: Final = "441624100003"
_COUNTYWIDE: Final = (18, 20)
_FIXED_HOSTS: Final = {
    8: ("441624102209", "441624114201", "441624102209"),
    16: ("441624100203", "441624103203", "441624106207"),
    17: ("441624108209", "441624114210", "441624104205"),
} | {slot: (_OFFICES,) * len(YEARS) for slot in _COUNTYWIDE}
# Labour pay as thousandths of fiscal investment, by mode, in the order of the projects; None: not reported.
# NJ-26 asks for at least 100 of the 推广 form (exactly 100 once), the national rule for at least 300 of 专项.
LABOUR_PAY_PERMILLE: Final[dict[str, tuple[int | None, ...]]] = {
    "专项": (300, 318, 285, 331, 306, None),
    "推广": (100, 126, 94, 151, 103, 118),
    "重点工程": (99, 135, None),
}


def plan_projects(villages: gpd.GeoDataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """
    Plan the projects and the villages they are built in.

    Parameters
    ----------
    villages
        Indexed by `village_code`, sorted, with village, township, kind and geometry in EPSG:4490.

    Returns
    -------
    projects
        Columns of the table 项目库 but for the money, and `slot`, the project's place in `PLANS` from 1.
    project_places
        Columns of the table 项目地点: a project's shares of 建设地 add up to 1, as do those of 受益村.
    """
    rng = stream(_STREAM)
    able = villages.index[villages["kind"].eq("村委会")]
    townships = sorted({code[:9] for code in able})
    turns = cycle([townships[place] for place in rng.permutation(len(townships))])
    projects, places = [], []
    for year in YEARS:
        for slot, plan in enumerate(PLANS, start=1):
            fixed = _FIXED_HOSTS.get(slot)
            host = fixed[YEARS.index(year)] if fixed else _draw_host(rng, next(turns), able)
            prj_id = f"XM{year}-{slot:02d}"
            projects.append(_project(rng, prj_id, place_in(rng, villages, code=host)) | {"slot": slot})
            beside = [code for code in able if code[:9] == host[:9] and code != host]
            chosen = [host, *(beside[place] for place in rng.permutation(len(beside))[: plan.villages - 1])]
            places += _share(rng, prj_id, "建设地", chosen)
            others = [code for code in beside if code not in chosen]
            gaining = [*chosen, *(others[place] for place in rng.permutation(len(others))[:2])]
            places += _share(rng, prj_id, "受益村", gaining)
    frame = pd.DataFrame(projects).astype({"work_relief_mode": "str"})
    return frame, pd.DataFrame(places, columns=["prj_id", "village_code", "relation", "share"])


def finish_projects(projects: pd.DataFrame, arranged: pd.DataFrame) -> pd.DataFrame:
    """
    Add the money: what the lines have arranged to each project, and the labour pay of work-relief ones.

    Parameters
    ----------
    projects
        From `plan_projects`.
    arranged
        From `money.arrange_lines`.

    Returns
    -------
    projects
        With fiscal_invest_fen and labour_pay_fen.
    """
    invested = arranged.groupby("prj_id")["amount_fen"].sum()
    fiscal = projects["prj_id"].map(invested).fillna(0).astype("int64")
    permille = pd.Series(pd.NA, index=projects.index, dtype="Int64")
    for mode, values in LABOUR_PAY_PERMILLE.items():
        here = projects.index[projects["work_relief_mode"].eq(mode)]
        permille[here] = pd.array(list(values), dtype="Int64")
    return projects.assign(fiscal_invest_fen=fiscal, labour_pay_fen=fiscal.astype("Int64") * permille // 1000)


def _draw_host(rng: np.random.Generator, township: str, able: pd.Index) -> str:
    """Draw the main village of a project in the township whose turn it is."""
    here = [str(code) for code in able if str(code).startswith(township)]
    return here[int(rng.integers(len(here)))]


def _project(rng: np.random.Generator, prj_id: str, place: dict[str, object]) -> dict[str, object]:
    """Describe one project."""
    year, slot = int(prj_id[2:6]), int(prj_id[7:])
    plan = PLANS[slot - 1]
    started, completed, accepted = _draw_dates(rng, year, slot)
    where = COUNTY if slot in _COUNTYWIDE else f"{place['township']}{short_name(str(place['village']))}"
    return place | {
        "prj_id": prj_id,
        "project": f"{year}年{where}{plan.thing}项目(模拟)",
        "year": year,
        "project_class": plan.project_class,
        "work_relief_mode": plan.mode,
        "started_on": started,
        "completed_on": completed,
        "accepted_on": accepted,
        "beneficiary_households": int(rng.integers(18, 420)),
    }


def _draw_dates(rng: np.random.Generator, year: int, slot: int) -> tuple[str | None, str | None, str | None]:
    """Draw start, end and acceptance; of the year 2024 three have not begun and most are not finished."""
    start = month_number(f"{year}-04") + int(rng.integers(0, 5))
    days = rng.integers(1, 29, 3).tolist()
    lasted, waited = int(rng.integers(5, 11)), int(rng.integers(1, 4))
    if year < YEARS[-1]:
        dates = (start, start + lasted, start + lasted + waited)
        return tuple(day_text(*pair) for pair in zip(dates, days, strict=True))  # type: ignore[return-value]
    if slot in {5, 14, 17}:
        return None, None, None
    finished = slot in {2, 7, 9, 12, 18}
    end = day_text(month_number("2024-09"), days[1]) if finished else None
    return day_text(min(start, month_number("2024-07")), days[0]), end, None


def _share(
    rng: np.random.Generator, prj_id: str, relation: str, codes: list[str]
) -> list[tuple[str, str, str, float]]:
    """Share a project among villages in hundredths that add up to one."""
    parts = apportion(100, [int(rng.integers(20, 60)) for _ in codes])
    return [(prj_id, code, relation, part / 100) for code, part in zip(codes, parts, strict=True)]
