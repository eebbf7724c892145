"""Figures that a prefecture publishes and a county enters (参数表): here simulated, and said to be."""

from __future__ import annotations

from typing import Final

import pandas as pd

from ruralmap.demo.places import PREFECTURE_CODE

LIFTED_AVERAGE: Final = "全州(市)脱贫户人均纯收入"
MONITORED_AVERAGE: Final = "全州(市)监测对象人均纯收入"
# Yuan a head. Chosen so that between a fifth and a third of the households are below: a list that an office
# could work through. The figures of 2024 are published at the end of that year: on 2024-09-30 there are none.
LIFTED_AVERAGE_YUAN: Final = {2021: 10_920, 2022: 11_960, 2023: 13_080}
MONITORED_AVERAGE_YUAN: Final = {2021: 9_150, 2022: 9_980, 2023: 10_900}
_DOC: Final = "模拟：河源市{year}年度脱贫人口收入监测公报"


def list_parameters() -> pd.DataFrame:
    """
    List the parameters that hold on the workspace's date.

    Returns
    -------
    parameters
        Columns of the table 参数表; valid from the last day of the year, when the figure is published.

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
    return pd.DataFrame(rows)
