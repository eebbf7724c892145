"""Industries, workshops and public-welfare posts (产业基地、帮扶车间、公益性岗位), all simulated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from ruralmap.demo.draws import chance, draw_words, stream
from ruralmap.demo.months import day_text, month_number
from ruralmap.demo.relocation import SITES
from ruralmap.demo.whereabouts import place_in, short_name

if TYPE_CHECKING:
    import geopandas as gpd

WORKSHOP_DATES: Final = ("2023-12-31", "2024-09-30")
# YN-12 asks for a leading industry at every relocation site: this one has an industry, but no leading one.
SITE_WITHOUT_LEADING: Final = "AZ08"
_INDUSTRIES: Final = (
    "猕猴桃",
    "百香果",
    "油茶",
    "茶叶",
    "腐竹加工",
    "生猪",
    "食用菌",
    "中药材",
    "蔬菜",
    "肉鸽",
)
_INDUSTRY_COUNT: Final = 40
_WORKSHOP_COUNT: Final = 26
_NEW_WORKSHOPS: Final = 2
_LOST_WORKSHOPS: Final = {9: "注销", 14: "停工"}
_POST_COUNT: Final = 620
_POST_KINDS: Final = {
    "保洁员": 34,
    "护林员": 22,
    "河道管护员": 14,
    "道路养护员": 14,
    "资产管护员": 9,
    "孤寡老人照料员": 7,
}
_STREAM: Final = 10


def list_industries(villages: gpd.GeoDataFrame) -> pd.DataFrame:
    """
    List the industries; each relocation site has at least one, and all but one site a leading one.

    Parameters
    ----------
    villages
        Indexed by `village_code`, sorted, with geometry in EPSG:4490.

    Returns
    -------
    industries
        Columns of the table 产业基地.
    """
    rng = stream(_STREAM)
    able = villages.index[villages["kind"].eq("村委会")]
    rows = []
    for number in range(1, _INDUSTRY_COUNT + 1):
        site = SITES[number - 1] if number <= len(SITES) else None
        code = site.host if site else str(able[int(rng.integers(len(able)))])
        name = _INDUSTRIES[int(rng.integers(len(_INDUSTRIES)))]
        place = place_in(rng, villages, code=code)
        leading = site.site_id != SITE_WITHOUT_LEADING if site else bool(chance(rng, 1, permille=400)[0])
        row = {
            "industry_id": f"CY{number:03d}",
            "industry": f"{place['township']}{short_name(str(place['village']))}{name}基地(模拟)",
            "industry_kind": name,
            "leading": leading,
            "area_mu": int(rng.integers(400, 9000)) / 10,
            "site_id": site.site_id if site else None,
            "site_relation": ("点内" if number % 2 else "带动") if site else None,
        }
        rows.append(row | place)
    return pd.DataFrame(rows).astype({"site_id": "str", "site_relation": "str"})


def list_workshops(villages: gpd.GeoDataFrame) -> pd.DataFrame:
    """
    List the workshops at the end of 2023 and on the workspace's date.

    One has closed, one stands still, two are new: as many are in work as at the end of 2023, and they employ
    more lifted people (NJ-22: neither may fall).

    Parameters
    ----------
    villages
        Indexed by `village_code`, sorted, with geometry in EPSG:4490.

    Returns
    -------
    workshops
        Columns of the table 帮扶车间, one row a workshop and date.
    """
    rng = stream(_STREAM + 100)
    able = villages.index[villages["kind"].eq("村委会")]
    rows = []
    for number in range(1, _WORKSHOP_COUNT + 1):
        site = SITES[number - 1] if number <= len(SITES) else None
        code = site.host if site else str(able[int(rng.integers(len(able)))])
        place = place_in(rng, villages, code=code)
        name = f"{place['township']}{short_name(str(place['village']))}帮扶车间(模拟)"
        workers = int(rng.integers(12, 90))
        lifted = workers * int(rng.integers(35, 60)) // 100
        common = {
            "workshop_id": f"CJ{number:02d}",
            "workshop": name,
            "site_id": site.site_id if site else None,
        }
        for as_of in WORKSHOP_DATES[number > _WORKSHOP_COUNT - _NEW_WORKSHOPS :]:
            state, more = _workshop_state(number, as_of)
            people = {"workers": max(0, workers + 2 * more), "workers_lifted": max(0, lifted + more)}
            if state != "在营":
                people = dict.fromkeys(people, 0)
            rows.append(common | place | {"as_of": as_of, "workshop_state": state} | people)
    return pd.DataFrame(rows).astype({"site_id": "str"})


def list_posts(persons: pd.DataFrame, *, households: pd.DataFrame, villages: pd.DataFrame) -> pd.DataFrame:
    """
    List the public-welfare posts: held by lifted people who can do light work, in the village they are of.

    Parameters
    ----------
    persons
        With p_id, hh_id, labour, age.
    households
        With hh_id, village_code, in_lifted.
    villages
        Indexed by `village_code`, with village and township.

    Returns
    -------
    posts
        Columns of the table 公益性岗位; to_on is missing where the post is held today.
    """
    rng = stream(_STREAM + 200)
    homes = households.set_index("hh_id")
    lifted = persons["hh_id"].map(homes["in_lifted"])
    able = persons[
        lifted & persons["labour"].isin(["弱劳动力或半劳动力", "普通劳动力"]) & persons["age"].between(40, 69)
    ]
    holders = able.iloc[sorted(rng.permutation(len(able))[:_POST_COUNT])]
    codes = holders["hh_id"].map(homes["village_code"]).to_numpy()
    start = rng.integers(month_number("2021-01"), month_number("2024-08"), len(holders))
    left = chance(rng, len(holders), permille=160)
    end = start + rng.integers(6, 30, len(holders))
    ended = left & (end < month_number("2024-09"))
    return pd.DataFrame(
        {
            "post_id": [f"GW{number:04d}" for number in range(1, len(holders) + 1)],
            "post_kind": pd.Series(draw_words(rng, _POST_KINDS, count=len(holders)), dtype="str"),
            "township": villages.loc[codes, "township"].to_numpy(),
            "village": villages.loc[codes, "village"].to_numpy(),
            "village_code": codes,
            "p_id": holders["p_id"].to_numpy(),
            "from_on": [day_text(int(month), 1) for month in start],
            "to_on": pd.Series([day_text(int(month), 28) for month in end], dtype="str").where(ended),
            "pay_fen": rng.choice([60_000, 80_000, 100_000], len(holders)),
        }
    )


def _workshop_state(number: int, as_of: str) -> tuple[str, int]:
    """Say how a workshop is on a date, and how many workers it has gained since the end of 2023."""
    if as_of == WORKSHOP_DATES[0]:
        return "在营", 0
    return _LOST_WORKSHOPS.get(number, "在营"), number % 5
