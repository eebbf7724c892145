"""Rural people of every village and township (农村人口), registered and resident, with date and source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from ruralmap.demo.draws import apportion, stream
from ruralmap.demo.edges import CLEAN_VILLAGES, TOWNSHIP_EDGES, VILLAGE_EDGES
from ruralmap.demo.places import COUNTY, COUNTY_CODE

if TYPE_CHECKING:
    import numpy as np

AS_OF: Final = "2023-12-31"
DOC: Final = "模拟：和平县2023年农村人口统计表"

# Registered rural people, resident ones, and lifted and monitored persons (each counted once) by township.
# Only the last is the roster's business (demo/quotas.py); the three stand together so that a reader sees the
# rate that YN-21 asks for. Townships on a threshold come from demo/edges.py.
TOWNSHIPS: Final[dict[str, tuple[int, int, int]]] = {
    "441624101": (34_000, 24_500, 3060),  # 大坝镇 9.0 %
    "441624102": (24_000, 16_800, 2760),  # 长塘镇 11.5 %
    "441624103": (22_500, 15_200, 2700),  # 下车镇 12.0 %
    "441624104": (30_500, 20_100, 3350),  # 上陵镇 11.0 %
    "441624105": (17_000, 11_900, 1530),  # 优胜镇 9.0 %
    "441624106": (36_000, 25_900, 3240),  # 贝墩镇 9.0 %
    "441624107": (19_500, 13_600, 1560),  # 古寨镇 8.0 %
    "441624108": (71_000, 52_000, 4970),  # 彭寨镇 7.0 %
    "441624109": (27_000, 18_900, 2590),  # 合水镇 9.6 %
    "441624111": (21_000, 14_300, 2310),  # 青州镇 11.0 %
    "441624112": (19_500, 12_900, 2340),  # 浰源镇 12.0 %
    "441624114": (38_500, 26_600, 3660),  # 东水镇 9.5 %
    "441624116": (26_500, 19_000, 2380),  # 林寨镇 9.0 %
} | {edge.code: (edge.registered, edge.resident, edge.persons) for edge in TOWNSHIP_EDGES}

# Two townships whose own figure is not the sum of their villages, as happens when a merged village is counted
# by one office and not by another: the difference is printed, never spread.
OWN_FIGURE_DIFFERS: Final = {"441624108": -36, "441624114": 47}
_PERSONS_A_HOUSEHOLD: Final = {"户籍": 41, "常住": 32}  # tenths
_WEIGHTS: Final = {"town": (200, 700), "village": (900, 3000)}
_STREAM: Final = 1


def plan_population(villages: pd.DataFrame) -> pd.DataFrame:
    """
    Give every village its rural people; the villages of a township add up to its planned number.

    Parameters
    ----------
    villages
        Indexed by `village_code`, sorted, with township_code, kind and urban_rural_class.

    Returns
    -------
    people
        Indexed as `villages`: registered, resident, registered_households, resident_households.
    """
    rng = stream(_STREAM)
    fixed = {edge.code: (edge.registered, edge.resident) for edge in VILLAGE_EDGES}
    parts = []
    for township, members in villages.groupby("township_code", sort=True):
        registered, resident, _ = TOWNSHIPS[str(township)]
        free = members.index[~members.index.isin(CLEAN_VILLAGES)]
        weights = [_draw_weight(rng, str(kind)) for kind in members.loc[free, "urban_rural_class"].fillna("")]
        known = [fixed[code] for code in members.index.intersection(list(fixed))]
        of_free = apportion(registered - sum(pair[0] for pair in known), weights)
        moved = [count * int(rng.integers(80, 121)) for count in of_free]
        living = apportion(resident - sum(pair[1] for pair in known), moved)
        numbers = dict(zip(free, zip(of_free, living, strict=True), strict=True)) | fixed
        parts.append(pd.DataFrame([numbers[code] for code in members.index], index=members.index))
    people = pd.concat(parts).reindex(villages.index).set_axis(["registered", "resident"], axis=1)
    return people.assign(
        registered_households=people["registered"] * 10 // _PERSONS_A_HOUSEHOLD["户籍"],
        resident_households=people["resident"] * 10 // _PERSONS_A_HOUSEHOLD["常住"],
    )


def list_denominators(
    people: pd.DataFrame, *, villages: pd.DataFrame, townships: pd.DataFrame
) -> pd.DataFrame:
    """
    List the rural people and households of every division, on both bases (户籍, 常住).

    A village on the threshold list that has no count is left out; its township's own figure holds it.

    Parameters
    ----------
    people
        From `plan_population`.
    villages
        Indexed by `village_code`, with village and township_code.
    townships
        Indexed by `township_code`, with township.

    Returns
    -------
    denominators
        Columns of the table 农村人口分母; villages, then townships, then the county.
    """
    uncounted = [edge.code for edge in VILLAGE_EDGES if not edge.counted]
    own = people.groupby(villages["township_code"]).sum()
    differences = pd.Series(OWN_FIGURE_DIFFERS).reindex(own.index, fill_value=0)
    own[["registered", "resident"]] = own[["registered", "resident"]].add(differences, axis=0)
    whole = own.sum().to_frame(COUNTY_CODE).T
    listed = people.drop(index=uncounted)
    names = pd.concat([villages["village"], townships["township"], pd.Series({COUNTY_CODE: COUNTY})])
    return pd.concat([_long(part, names) for part in (listed, own, whole)], ignore_index=True)


def _long(counts: pd.DataFrame, names: pd.Series) -> pd.DataFrame:
    """Turn four columns of counts into rows by code, item and basis."""
    kinds = {
        "registered": ("农村人口", "户籍"),
        "resident": ("农村人口", "常住"),
        "registered_households": ("农村户数", "户籍"),
        "resident_households": ("农村户数", "常住"),
    }
    rows = [
        (code, names[code], *kinds[column], AS_OF, int(counts.loc[code, column]), DOC)
        for code in counts.index
        for column in kinds
    ]
    return pd.DataFrame(rows, columns=["code", "name", "item", "basis", "as_of", "value", "doc"])


def _draw_weight(rng: np.random.Generator, urban_rural_class: str) -> int:
    """Draw how large a place is: the centre of a town (镇中心区) has few rural people."""
    low, high = _WEIGHTS["town" if urban_rural_class == "121" else "village"]
    return int(rng.integers(low, high))
