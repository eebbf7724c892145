"""How many persons of each group live in each village (各村各类人数): exact, so that counts are known."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from ruralmap.demo.draws import apportion, stream
from ruralmap.demo.edges import CLEAN_TOWNSHIPS, VILLAGE_EDGES, VillageEdge
from ruralmap.demo.population import TOWNSHIPS

GROUPS: Final = ("lifted_plain", "lifted_open", "lifted_cleared", "fringe_open", "fringe_cleared")
# lifted_*: 脱贫户; fringe_*: 一般农户 that are monitored. *_open: 风险未消除; *_cleared: 已消除 or 自然消除.

# Monitored households that a village of ordinary size has, in hundredths.
_HOUSEHOLDS: Final = {"lifted_open": 38, "lifted_cleared": 86, "fringe_open": 38, "fringe_cleared": 88}
_PERSONS: Final = (2, 6)  # persons a drawn monitored household brings
_MOST_OPEN_SHARE: Final = 100  # open persons stay below one hundredth of a village's resident people
_STREAM: Final = 2


def plan_quotas(villages: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """
    Give every village its number of persons in each group.

    In a township, lifted persons and monitored ones whose risk is open add up to the planned number. A
    township on a threshold has no cleared household outside the lifted ones, so that its number is the same
    whether cleared households are counted or not.

    Parameters
    ----------
    villages
        Indexed by `village_code`, sorted, with township_code, kind and urban_rural_class.
    people
        From `plan_population`.

    Returns
    -------
    quotas
        Indexed as `villages`, one column a group.
    """
    rng = stream(_STREAM)
    edges = {edge.code: edge for edge in VILLAGE_EDGES}
    rows = {}
    for code in villages.index:
        monitored = _draw_monitored(rng, str(code), int(people.loc[code, "resident"]))
        rows[code] = _of_edge(edges[code]) if code in edges else monitored
    quotas = pd.DataFrame.from_dict(rows, orient="index", columns=list(GROUPS[1:]))
    counted = quotas[["lifted_open", "lifted_cleared", "fringe_open"]].sum(axis=1)
    plain = pd.Series(0, index=villages.index)
    for township, members in villages.groupby("township_code", sort=True):
        registered = people.loc[members.index, "registered"].tolist()
        drawn = [count * int(rng.integers(60, 141)) for count in registered]
        classes = members["urban_rural_class"].tolist()
        weights = [_thin(weight, of) for weight, of in zip(drawn, classes, strict=True)]
        left = TOWNSHIPS[str(township)][2] - int(counted[members.index].sum())
        plain[members.index] = np.array(apportion(left, weights))
    return quotas.assign(lifted_plain=plain)[list(GROUPS)]


def _draw_monitored(rng: np.random.Generator, code: str, resident: int) -> tuple[int, int, int, int]:
    """Draw a village's monitored persons: few, and well below any threshold."""
    drawn = {}
    for group, hundredths in _HOUSEHOLDS.items():
        households = hundredths // 100 + int(rng.integers(100) < hundredths % 100)
        drawn[group] = sum(int(rng.integers(*_PERSONS, endpoint=True)) for _ in range(households))
    if code[9] == "0":  # 居委会
        return 0, 0, 0, 0
    most = resident // _MOST_OPEN_SHARE
    drawn["lifted_open"] = min(drawn["lifted_open"], most)
    drawn["fringe_open"] = min(drawn["fringe_open"], most - drawn["lifted_open"])
    if code[:9] in CLEAN_TOWNSHIPS:
        drawn["fringe_cleared"] = 0
    return drawn["lifted_open"], drawn["lifted_cleared"], drawn["fringe_open"], drawn["fringe_cleared"]


def _of_edge(edge: VillageEdge) -> tuple[int, int, int, int]:
    return edge.lifted_open, edge.lifted_cleared, edge.fringe_open, 0


def _thin(weight: int, urban_rural_class: str) -> int:
    """Thin out the centres of towns, where lifted households are rare."""
    return weight // 6 if urban_rural_class == "121" else weight
