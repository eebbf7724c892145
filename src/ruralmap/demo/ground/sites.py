"""Which listed village lies where: real names and codes given to simulated polygons, and the 出列村."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from ruralmap.demo.ground.shares import Need
from ruralmap.demo.places import RESIDENTS, VILLAGERS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from ruralmap.demo.ground.plane import Floats

# 城乡分类: 121 镇中心区, 122 镇乡结合区.
_TOWN_CLASS: Final = "121"
_FRINGE_CLASS: Final = "122"
_RINGED_TOWNSHIP: Final = "441624105"
_DIRECTIONS: Final = {"东": (1.0, 0.0), "西": (-1.0, 0.0), "南": (0.0, -1.0), "北": (0.0, 1.0)}
_EXITED: Final = 45
_EXITED_FIXED: Final = {"441624110": 4, "441624113": 4}


def needs_of(listed: pd.DataFrame) -> list[Need]:
    """
    Say what each township has to hold.

    Parameters
    ----------
    listed
        The list of villages, as `read_villages` gives it.

    Returns
    -------
    needs
        One a township, by code.
    """
    needs = []
    for code, members in listed.groupby("township_code"):
        town, fringe, beyond = map(len, group_villages(members))
        needs.append(Need(town, fringe, beyond, ringed=code == _RINGED_TOWNSHIP))
    return needs


def group_villages(members: pd.DataFrame) -> tuple[list[str], list[str], list[str]]:
    """
    Group one township's villages by where they lie: in the town, at its edge, beyond.

    Parameters
    ----------
    members
        The township's rows of the list.

    Returns
    -------
    groups
        Codes of the three groups, in ascending order.
    """
    groups: tuple[list[str], list[str], list[str]] = ([], [], [])
    for row in members.sort_values("village_code").itertuples(index=False):
        in_town = row.urban_rural_class == _TOWN_CLASS and row.kind == RESIDENTS
        at_edge = row.urban_rural_class == _FRINGE_CLASS
        groups[0 if in_town else 1 if at_edge else 2].append(str(row.village_code))
    return groups


def place_villages(listed: pd.DataFrame, *, owner: Sequence[int], centres: Floats) -> list[str]:
    """
    Give each simulated village a listed one of its township and group.

    A name with a direction in it (城东, 河西) goes as far in that direction as its group allows; the others
    follow in the order of their codes, clockwise from the north.

    Parameters
    ----------
    listed
        The list of villages.
    owner
        The township of each simulated village, by number; towns first, then fringe, then beyond.
    centres
        x and y of each simulated village, in metres.

    Returns
    -------
    codes
        The code of each simulated village.
    """
    names = dict(zip(listed["village_code"], listed["village"], strict=True))
    codes = [""] * len(owner)
    for number, (_, members) in enumerate(listed.groupby("township_code")):
        own = [site for site, township in enumerate(owner) if township == number]
        middle = centres[own].mean(axis=0)
        for group in group_villages(members):
            places, own = own[: len(group)], own[len(group) :]
            offsets = {site: centres[site] - middle for site in places}
            for code, site in _match(group, names=names, offsets=offsets).items():
                codes[site] = code
    return codes


def _match(
    group: Sequence[str], *, names: Mapping[str, str], offsets: Mapping[int, Floats]
) -> dict[str, int]:
    free = sorted(offsets, key=lambda site: (_bearing(offsets[site]), site))
    ways = {code: _direction(names[code]) for code in group}
    matched = {}
    for code in sorted(group, key=lambda code: (ways[code] is None, code)):
        way = ways[code]
        reach = [0.0 if way is None else float(offsets[site] @ way) for site in free]
        matched[code] = free.pop(int(np.argmax(reach)))
    return matched


def _direction(name: str) -> Floats | None:
    found = [_DIRECTIONS[sign] for sign in name if sign in _DIRECTIONS]
    return np.array(found[0]) if found else None


def _bearing(offset: Floats) -> float:
    """Measure clockwise from the north, 0 to 4: an angle without its arctangent."""
    east, north = offset.tolist()
    across = float(east / (abs(east) + abs(north)))
    return (across if north >= 0 else 2 - across) % 4


def choose_exited(villages: pd.DataFrame, remoteness: pd.Series[float]) -> list[str]:
    """
    Choose the 出列村: some in every township, the remotest first, 村委会 only.

    Parameters
    ----------
    villages
        Columns township_code and kind, indexed by `village_code`.
    remoteness
        How remote each village is, indexed alike.

    Returns
    -------
    codes
        Codes of the chosen villages.
    """
    rural = villages[villages["kind"] == VILLAGERS]
    wanted = _exited_by_township(rural.groupby("township_code").size())
    ranked = rural.assign(remoteness=remoteness).sort_values("remoteness", ascending=False, kind="stable")
    return sorted(
        str(code)
        for township, members in ranked.groupby("township_code")
        for code in members.index[: wanted[str(township)]]
    )


def _exited_by_township(counts: pd.Series[int]) -> dict[str, int]:
    """Give two townships theirs and share the rest out by numbers of villages, largest remainder first."""
    rest = _EXITED - sum(_EXITED_FIXED.values())
    others = counts.drop(list(_EXITED_FIXED))
    whole, remainder = others * rest // others.sum(), others * rest % others.sum()
    largest = remainder.sort_values(ascending=False, kind="stable").index[: rest - int(whole.sum())]
    return {str(code): int(whole[code]) + (code in largest) for code in others.index} | _EXITED_FIXED
