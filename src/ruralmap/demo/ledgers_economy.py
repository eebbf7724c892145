"""The county's economy in figures (集体经济、结存、认定名录、统计指标), simulated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ruralmap.demo.draws import stream
from ruralmap.demo.ledger_rows import as_table, days_after
from ruralmap.demo.parameters import PROVINCE_CODE
from ruralmap.demo.places import COUNTY_CODE, PREFECTURE_CODE
from ruralmap.schema.economy import NATION_CODE
from ruralmap.schema.money import FEN_PER_YUAN

if TYPE_CHECKING:
    from ruralmap.demo.ledger_rows import Sources

# WX-20 asks for 100,000 yuan of own income: one village has exactly that, one a fen less.
OWN_INCOME_FEN: Final = 100_000 * FEN_PER_YUAN
INCOME_EXACT, INCOME_SHORT = 60, 61
# WX-21 asks for the distribution of last year by 2024-09-30: so many villages have not done it.
NOT_DISTRIBUTED: Final = 5
# Names of what policies ask for.
RURAL_INCOME: Final = "农村居民人均可支配收入"
LIFTED_AREAS, LIFTED_INCOME = "脱贫地区农村居民人均可支配收入", "脱贫人口人均纯收入"
FARM_LOANS, ALL_LOANS = "涉农贷款余额", "各项贷款余额"
_YEARS: Final = (2022, 2023, 2024)
_QUARTERS: Final = {"03": 29, "06": 51, "09": 74, "12": 100}  # hundredths of a year's income by then
_PUBLISHED: Final = {"03": "04-22", "06": "07-20", "09": "10-22"}
_DAY_AFTER_YEAR: Final = "02-28"
# Yuan of 2022, and growth in hundredths in 2023 and 2024.
_INCOMES: Final = {
    (RURAL_INCOME, COUNTY_CODE): (19_420, 7, 7),
    (RURAL_INCOME, PREFECTURE_CODE): (20_050, 7, 6),
    (RURAL_INCOME, PROVINCE_CODE): (23_598, 6, 6),
    (RURAL_INCOME, NATION_CODE): (20_133, 6, 6),
    (LIFTED_AREAS, COUNTY_CODE): (16_900, 8, 8),
    (LIFTED_AREAS, PROVINCE_CODE): (17_200, 8, 8),
    (LIFTED_AREAS, NATION_CODE): (15_111, 8, 8),
    (LIFTED_INCOME, COUNTY_CODE): (15_900, 10, 9),
    (LIFTED_INCOME, PROVINCE_CODE): (16_400, 10, 9),
    (LIFTED_INCOME, NATION_CODE): (14_342, 13, 9),
}
# In 亿元 times a hundred at the end of these months: June is held against June of the year before.
_BALANCE_MONTHS: Final = ((2022, "12"), (2023, "06"), (2023, "12"), (2024, "06"))
_BALANCES: Final = {FARM_LOANS: (5_120, 5_480, 5_910, 6_700), ALL_LOANS: (9_350, 9_880, 10_400, 11_420)}
# As of the end of 2023 and, in the last number, of June 2024.
_RATIOS: Final = {
    "耕种收综合机械化水平": (0.546, 0.546),
    "农产品加工产值与农业总产值之比": (2.6, 2.7),
    "主要农作物良种推广覆盖率": (0.96, 0.97),
    "畜禽良种覆盖率": (0.92, 0.93),
}
_LISTS: Final = {
    "美丽乡村": (2023, 6),
    "和美示范村": (2024, 2),
    "康养旅游示范村": (2024, 3),
    "就业帮扶示范点": (2024, 4),
    "数字农业示范项目": (2024, 1),
    "三化改造": (2024, 2),
}
_STREAM: Final = 62


def list_village_econ(sources: Sources) -> pd.DataFrame:
    """
    List what villages earned in 2022 to 2024.

    Parameters
    ----------
    sources
        The county.

    Returns
    -------
    economy
        Columns of the table 村集体经济.
    """
    rng = stream(_STREAM)
    codes = sources.villages.index.to_numpy()
    frames = []
    for year in _YEARS:
        grant = rng.integers(0, 8, len(codes)) * 10_000 * FEN_PER_YUAN
        land = np.where(rng.integers(0, 20, len(codes)) == 0, 80_000 * FEN_PER_YUAN, 0)
        own = rng.integers(60, 260, len(codes)) * 1_000 * FEN_PER_YUAN
        own[INCOME_EXACT], own[INCOME_SHORT] = OWN_INCOME_FEN, OWN_INCOME_FEN - 1
        done = pd.Series(days_after(f"{year + 1}-01-05", rng.integers(0, 240, len(codes))))
        done.iloc[10 : 10 + NOT_DISTRIBUTED] = None
        frames.append(
            {
                "village_code": codes,
                "year": np.full(len(codes), year),
                "income_total_fen": own + grant + land,
                "income_operating_fen": own * 8 // 10,
                "income_grant_fen": grant,
                "income_land_fen": land,
                "distributable_fen": own // 2,
                "dist_done_on": done.where(done.le("2024-09-30")),
            }
        )
    return pd.concat(map(as_table, frames), ignore_index=True)


def list_village_balances(sources: Sources) -> pd.DataFrame:
    """
    List what villages have not distributed.

    Parameters
    ----------
    sources
        The county.

    Returns
    -------
    balances
        Columns of the table 村级收益结存.
    """
    rng = stream(_STREAM + 1)
    codes = sources.villages.index.to_numpy()
    frames = []
    for day in ("2023-12-31", "2024-09-30"):
        left = np.where(rng.integers(0, 8, len(codes)) == 0, rng.integers(2, 40, len(codes)), 0)
        idle = pd.Series("2024-01-15", index=range(len(codes))).where(left > 0)
        frames.append(
            {
                "village_code": codes,
                "as_of": [day] * len(codes),
                "undistributed_fen": left * 1_000 * FEN_PER_YUAN,
                "idle_since": idle.where(idle.le(day)),
            }
        )
    return pd.concat(map(as_table, frames), ignore_index=True)


def list_designations(sources: Sources) -> pd.DataFrame:
    """
    List which villages stand on which lists.

    Parameters
    ----------
    sources
        The county.

    Returns
    -------
    designations
        Columns of the table 认定名录.
    """
    codes = sources.villages.index
    rows = [
        {
            "kind": kind,
            "code": codes[(37 * place + 11 * number) % len(codes)],
            "year": year,
            "state": "已认定",
            "on": f"{year}-06-{number + 10}",
            "doc": f"模拟认定〔{year}〕{place}号",
        }
        for place, (kind, (year, count)) in enumerate(_LISTS.items(), start=1)
        for number in range(count)
    ]
    return pd.DataFrame(rows)


def list_statistics() -> pd.DataFrame:
    """
    List what statistics publish, cumulative by quarter, the nation beside the county.

    Returns
    -------
    statistics
        Columns of the table 统计指标; the third quarter of 2024 is published after the county's date.
    """
    rows = [row for (name, region), plan in _INCOMES.items() for row in _income_rows(name, region, plan)]
    for name, values in _BALANCES.items():
        for (year, month), value in zip(_BALANCE_MONTHS, values, strict=True):
            rows.append(_row(COUNTY_CODE, year, month, name=name, value=value / 100, unit="亿元"))
    for name, (before, now) in _RATIOS.items():
        rows.append(_row(COUNTY_CODE, 2023, "12", name=name, value=before, unit="比"))
        rows.append(_row(COUNTY_CODE, 2024, "06", name=name, value=now, unit="比"))
    return pd.DataFrame(rows)


def _income_rows(name: str, region: str, plan: tuple[int, int, int]) -> list[dict[str, object]]:
    """List one indicator of one region by quarter, in whole yuan."""
    first, *growth = plan
    rows, value = [], first
    for year, percent in zip(_YEARS, (0, *growth), strict=True):
        value = value * (100 + percent) // 100
        for month, part in _QUARTERS.items():
            if (year, month) < (_YEARS[-1], "12"):
                amount = float(value * part // 100)
                rows.append(
                    _row(region, year, month, name=name, value=amount, unit="元/人") | {"nominal": "名义"}
                )
    return rows


def _row(region: str, year: int, month: str, *, name: str, value: float, unit: str) -> dict[str, object]:
    """Write one figure; what is of the whole year is published in February."""
    published = f"{year}-{_PUBLISHED[month]}" if month in _PUBLISHED else f"{year + 1}-{_DAY_AFTER_YEAR}"
    return {
        "region": region,
        "period": f"{year}-{month}",
        "indicator": name,
        "nominal": None,
        "value": value,
        "unit": unit,
        "published_on": published,
        "doc": f"模拟：{year}年统计公报",
    }
