"""
Places that stand on a threshold by design (边界用例): what each shows, and the numbers that make it so.

YN-20 selects an exited village (出列村) where monitored persons whose risk is not cleared are more than 3 %
of its rural people; YN-21 selects a township where lifted and monitored persons together are more than 5 % of
them and at least 100. 超过 excludes the number itself. A place whose answer differs between the registered
(户籍) and the resident (常住) count is undecided (待核定); one without a count has insufficient data.

The people of these places are spared every kind of dirt that could unlink them, so that the counts below are
what a correct linker finds, to the person.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Expected = Literal["selected", "not_selected", "undecided", "insufficient_data"]


@dataclass(frozen=True)
class VillageEdge:
    """
    One exited village of known numbers.

    Persons are monitored ones: `lifted_open` live in lifted households (脱贫不稳定户, 突发严重困难户),
    `fringe_open` in others; both are not cleared. `lifted_cleared` are, and count only for the variant that
    asks who was ever identified. A village with `counted` false has no row of rural population.
    """

    code: str
    name: str
    registered: int
    resident: int
    lifted_open: int
    fringe_open: int
    lifted_cleared: int
    expected: Expected
    why: str
    counted: bool = True


@dataclass(frozen=True)
class TownshipEdge:
    """One township of known numbers; `persons` are lifted ones and monitored ones, each counted once."""

    code: str
    name: str
    registered: int
    resident: int
    persons: int
    expected: Expected
    why: str


VILLAGE_EDGES: Final = (
    VillageEdge("441624110207", "公白镇新聚村", 1000, 1012, 18, 12, 6, "not_selected",
                "30/1000 = 3.000 %: exactly on the line, 超过 excludes it"),
    VillageEdge("441624110206", "公白镇新江村", 1000, 940, 19, 12, 5, "selected",
                "31/1000 = 3.100 %: one person over the line"),
    VillageEdge("441624113207", "热水镇九连村", 1180, 905, 45, 27, 14, "selected",
                "72/1180 = 6.102 %: well above on both counts"),
    VillageEdge("441624113206", "热水镇下径村", 1000, 700, 17, 11, 9, "undecided",
                "28/1000 = 2.800 % registered, 28/700 = 4.000 % resident: the counts disagree"),
    VillageEdge("441624113205", "热水镇南湖村", 1200, 900, 15, 9, 4, "not_selected",
                "24/1200 = 2.000 %, 24/900 = 2.667 %: below on both counts"),
    VillageEdge("441624115207", "礼士镇黄茅村", 1100, 720, 8, 4, 3, "insufficient_data",
                "12 monitored persons and no rural population: nothing to divide by", counted=False),
    VillageEdge("441624115208", "礼士镇龙水村", 1240, 830, 0, 0, 7, "not_selected",
                "0/1240: every risk has been cleared"),
    VillageEdge("441624104217", "上陵镇增公村", 1300, 860, 36, 22, 8, "selected",
                "58/1300 = 4.462 %: above on both counts"),
    VillageEdge("441624114217", "东水镇软坑村", 900, 610, 26, 15, 6, "selected",
                "41/900 = 4.556 %: above on both counts"),
)  # fmt: skip

TOWNSHIP_EDGES: Final = (
    TownshipEdge("441624100", "阳明镇", 58_000, 66_000, 1508, "not_selected",
                 "1508/58000 = 2.600 %, 1508/66000 = 2.285 %: well below, however many persons"),
    TownshipEdge("441624110", "公白镇", 13_020, 13_350, 651, "not_selected",
                 "651/13020 = 5.000 %: exactly on the line, 超过 excludes it"),
    TownshipEdge("441624113", "热水镇", 12_000, 8_300, 601, "selected",
                 "601/12000 = 5.008 %: one person over the line, which is at 600"),
    TownshipEdge("441624115", "礼士镇", 14_000, 9_300, 630, "undecided",
                 "630/14000 = 4.500 % registered, 630/9300 = 6.774 % resident: the counts disagree"),
)  # fmt: skip

# No row of these may lose its village: their counts are exact. 阳明镇 is far from the line and may be dirty.
CLEAN_TOWNSHIPS: Final = ("441624110", "441624113", "441624115")
CLEAN_VILLAGES: Final = tuple(edge.code for edge in VILLAGE_EDGES)


def is_clean(village_code: str) -> bool:
    """
    Tell whether a village's people are spared the dirt that unlinks.

    Parameters
    ----------
    village_code
        Twelve digits.

    Returns
    -------
    clean
        Whether the village stands on a threshold, or in a township that does.
    """
    return village_code[:9] in CLEAN_TOWNSHIPS or village_code in CLEAN_VILLAGES
