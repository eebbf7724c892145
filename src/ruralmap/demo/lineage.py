"""
Changed codes (代码变更对照): simulated old codes that lead to real villages, and real renames since 2010.

The old codes never existed: their last three digits, 290 and up, are beyond any village of the county. Events
that only change a name keep the code, as the statistics office does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from ruralmap.demo.whereabouts import short_name

if TYPE_CHECKING:
    from collections.abc import Collection


@dataclass(frozen=True)
class Change:
    """One event: an old unit became one or several, or none; `shares` are those of its people."""

    old_code: str
    old_name: str
    new_codes: tuple[str, ...]
    effective_on: str
    event: str
    shares: tuple[float, ...] = ()


# Names of the list of 2010 that differ from those of 2023 by more than their ending.
RENAMED: Final = (
    Change("441624101206", "上正村委会", ("441624101206",), "2013-06-30", "更名"),
    Change("441624101215", "老正村委会", ("441624101215",), "2013-06-30", "更名"),
    Change("441624102204", "暧水村委会", ("441624102204",), "2012-06-30", "更名"),
    Change("441624102209", "秀河村委会", ("441624102209",), "2016-06-30", "更名"),
    Change("441624112208", "洪浰村委会", ("441624112208",), "2014-06-30", "更名"),
    Change("441624114201", "增坑村委会", ("441624114201",), "2016-06-30", "更名"),
    Change("441624114211", "云新村委会", ("441624114211",), "2012-06-30", "更名"),
    Change("441624114215", "成村村委会", ("441624114215",), "2014-06-30", "更名"),
)
# Old codes, all simulated. 古寨镇 has a chain of two steps, 浰源镇 a unit that has no successor.
MOVED: Final = (
    Change("441624101290", "金星村委会", ("441624101202",), "2016-10-31", "更名"),
    Change("441624101291", "汤湖村委会", ("441624101207",), "2016-10-31", "更名"),
    Change("441624103290", "和二东村委会", ("441624103202",), "2018-06-30", "合并"),
    Change("441624103291", "和二西村委会", ("441624103202",), "2018-06-30", "合并"),
    Change("441624104290", "寨西上村委会", ("441624104204",), "2018-06-30", "合并"),
    Change("441624104291", "寨西下村委会", ("441624104204",), "2018-06-30", "合并"),
    Change("441624106290", "共荣村委会", ("441624106202",), "2016-10-31", "更名"),
    Change("441624106291", "武联村委会", ("441624106204",), "2016-10-31", "更名"),
    Change("441624106292", "大塘村委会", ("441624106210",), "2016-10-31", "更名"),
    Change("441624107290", "前程村委会", ("441624107291",), "2014-06-30", "更名"),
    Change("441624107291", "前程村委会", ("441624107207",), "2018-06-30", "更名"),
    Change("441624108290", "安垇村委会", ("441624108005",), "2015-06-30", "改居"),
    Change("441624108291", "红星村委会", ("441624108002",), "2015-06-30", "改居"),
    Change(
        "441624108292", "公和寨村委会", ("441624108214", "441624108215"), "2016-10-31", "分立", (0.55, 0.45)
    ),
    Change("441624109290", "三联村委会", ("441624109210",), "2016-10-31", "更名"),
    Change("441624111290", "山塘东村委会", ("441624111210",), "2019-06-30", "合并"),
    Change("441624111291", "山塘西村委会", ("441624111210",), "2019-06-30", "合并"),
    Change("441624112290", "旧塘村委会", (), "2015-06-30", "撤销"),
    Change("441624114290", "梅坝村委会", ("441624114212", "441624114213"), "2016-10-31", "分立", (0.6, 0.4)),
    Change("441624116290", "兴井村委会", ("441624116203",), "2016-10-31", "更名"),
)
# Codes that no list and no lineage knows, as they turn up in old exports.
UNKNOWN_ENDING: Final = "399"


def list_lineage(villages: pd.DataFrame) -> pd.DataFrame:
    """
    List the changes of codes and names.

    Parameters
    ----------
    villages
        Indexed by `village_code`, with village.

    Returns
    -------
    lineage
        Columns of the table 代码变更对照表; new_code and new_name are missing where a unit has no successor.
    """
    rows = []
    for change in sorted((*RENAMED, *MOVED), key=lambda change: (change.effective_on, change.old_code)):
        shares = change.shares or (1.0,)
        for new_code, share in zip(change.new_codes or (None,), shares, strict=True):
            known = villages["village"].get(new_code) if new_code else None
            rows.append(
                {
                    "old_code": change.old_code,
                    "old_name": change.old_name,
                    "new_code": new_code,
                    "new_name": known or (change.old_name if new_code else None),
                    "effective_on": change.effective_on,
                    "event": change.event,
                    "share": share if new_code else None,
                }
            )
    return pd.DataFrame(rows).astype({"new_code": "str", "new_name": "str"})


def predecessors(village_codes: Collection[str]) -> dict[str, tuple[Change, ...]]:
    """
    Find the old codes that lead to each village, through every step, to it alone.

    Parameters
    ----------
    village_codes
        The codes that stand.

    Returns
    -------
    predecessors
        Changes by village code; villages without any are absent.
    """
    found: dict[str, tuple[Change, ...]] = {}
    ahead = {change.old_code: change for change in MOVED if len(change.new_codes) == 1}
    for change in ahead.values():
        code = change.new_codes[0]
        while code in ahead:
            code = ahead[code].new_codes[0]
        if code in village_codes:
            found[code] = (*found.get(code, ()), change)
    return found


def split_predecessors() -> dict[str, Change]:
    """
    Find the old unit of each village that came from a split: its code alone does not tell the village.

    Returns
    -------
    predecessors
        The change by village code.
    """
    return {code: change for change in MOVED if change.event == "分立" for code in change.new_codes}


def old_short_names() -> dict[str, str]:
    """
    Find the short name of 2010 of each renamed village.

    Returns
    -------
    names
        Such as 暧水村, by village code.
    """
    return {change.new_codes[0]: short_name(change.old_name) + "村" for change in RENAMED}
