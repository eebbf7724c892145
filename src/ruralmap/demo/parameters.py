"""Figures that a county enters (参数表), published above it or its own: here simulated, and said to be."""

from __future__ import annotations

from typing import Final

import pandas as pd

from ruralmap.demo.places import COUNTY_CODE, PREFECTURE_CODE

PROVINCE_CODE: Final = "440000"
LIFTED_AVERAGE: Final = "全州(市)脱贫户人均纯收入"
MONITORED_AVERAGE: Final = "全州(市)监测对象人均纯收入"
# Yuan a head. Chosen so that between a fifth and a third of the households are below: a list that an office
# could work through. The figures of 2024 are published at the end of that year: on 2024-09-30 there are none.
LIFTED_AVERAGE_YUAN: Final = {2021: 10_920, 2022: 11_960, 2023: 13_080}
MONITORED_AVERAGE_YUAN: Final = {2021: 9_150, 2022: 9_980, 2023: 10_900}
# What the county's own papers say of 2024, in the unit of each: the numbers of other places are not borrowed.
# NJ-27 is met exactly, WX-17 in both stages, NJ-20 and WX-02 are met; WX-11 and WX-16 are not yet.
COUNTY_NUMBERS: Final = {
    "乡镇（街道）数": (17, "个"),
    "脱贫人口就业年度任务": (16_500, "人"),
    "脱贫劳动力转移就业年度任务": (17_200, "人"),
    "脱贫人口和监测对象人均纯收入目标": (15_000, "元/人"),
    "推广以工代赈项目政府投资年度任务": (35_000_000, "元"),
    "农村危房改造年度任务": (60, "户"),
    "农房抗震改造年度任务": (11, "户"),
    "消费帮扶年度任务": (75_000_000, "元"),
    "和美示范村年度创建任务": (2, "个"),
    "计划内东西部协作资金年度目标": (5_000_000, "元"),
    "省内对口帮扶资金年度目标": (9_000_000, "元"),
    "脱贫人口小额信贷规模目标": (12_000_000, "元"),
    "富民贷规模目标": (4_000_000, "元"),
    "农村低保标准": (7_560, "元/人"),
}
# Yuan a head and year, of the province. HP-12: the line of 2024 is one and a half times the 低保 of 2023.
# HA-05 holds the persons of each year against that year's line, so that 2023 needs the line of 2022.
MONITOR_LINE: Final = "防止返贫监测线"
BASIC_ALLOWANCE: Final = "农村低保标准(四类地区)"
PROVINCE_NUMBERS: Final = {
    (MONITOR_LINE, 2022): 9_600,
    (MONITOR_LINE, 2023): 10_200,
    (MONITOR_LINE, 2024): 10_800,
    (BASIC_ALLOWANCE, 2023): 7_200,
    (BASIC_ALLOWANCE, 2024): 7_560,
}
_DOC: Final = "模拟：河源市{year}年度脱贫人口收入监测公报"


def list_parameters() -> pd.DataFrame:
    """
    List the parameters that hold on the workspace's date.

    Returns
    -------
    parameters
        Columns of the table 参数表. Averages are valid from the last day of their year, when they are
        published; tasks and lines from its first day.

    Source
    ------
    YN-19: 「低于全州平均水平」, the averages are blank in the text and published at the end of each year.
    """
    rows = [
        {
            "jurisdiction": PREFECTURE_CODE,
            "name": name,
            "year": year,
            "valid_from": f"{year}-12-31",
            "value": float(value),
            "unit": "元",
            "doc": _DOC.format(year=year),
            "note": "模拟数据，年末公布",
        }
        for name, values in (
            (LIFTED_AVERAGE, LIFTED_AVERAGE_YUAN),
            (MONITORED_AVERAGE, MONITORED_AVERAGE_YUAN),
        )
        for year, value in values.items()
    ]
    rows += [
        _number(COUNTY_CODE, name, 2024, value=value, unit=unit, doc="模拟：和平县2024年任务分解表")
        for name, (value, unit) in COUNTY_NUMBERS.items()
    ]
    rows += [
        _number(PROVINCE_CODE, name, year, value=value, unit="元/人", doc=f"模拟：广东省{year}年标准")
        for (name, year), value in PROVINCE_NUMBERS.items()
    ]
    return pd.DataFrame(rows)


def _number(
    jurisdiction: str, name: str, year: int, *, value: float, unit: str, doc: str
) -> dict[str, object]:
    """Write one number that holds from the beginning of its year."""
    return {
        "jurisdiction": jurisdiction,
        "name": name,
        "year": year,
        "valid_from": f"{year}-01-01",
        "value": float(value),
        "unit": unit,
        "doc": doc,
        "note": "模拟数据",
    }
