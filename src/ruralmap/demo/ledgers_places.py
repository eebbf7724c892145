"""What is known of villages and townships (村镇情况、网格、水源、地块、带头人), simulated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ruralmap.demo.draws import stream
from ruralmap.demo.gained import OF_COLLECTIVES
from ruralmap.demo.ledger_rows import as_table, days_after, named_places, numbered
from ruralmap.demo.places import COUNTY_CODE

if TYPE_CHECKING:
    from ruralmap.demo.ledger_rows import Sources

# HP-10 asks for a test within three years of 2024-09-30: the first is the last day that is, the second is
# one day too old, of the third only the month is known, and that month straddles the day.
WATER_EXACT, WATER_OLD, WATER_MONTH = "2021-09-30", "2021-09-29", "2021-09"
WATER_BAD: Final = 1  # HP-11 asks for none
# WX-15 asks for five leaders a village: so many villages have four.
LEADERS, FEW_LEADERS = 5, 6
WITHOUT_SHOP, WITHOUT_PLAN = 3, 1  # WX-26, WX-24
# YN-24 knows three types of villages; this is not one of them.
ODD_TYPE: Final = "文旅康养"
TOWNSHIP_TYPES: Final = ("产业聚集", "城乡一体", "农旅融合")
VILLAGE_TYPES: Final = ("产业发展", "生态宜居", "农旅融合")
_STAGES: Final = ("培育", "创建", "认定")
_STREAM: Final = 42


def grid_of(codes: pd.Series) -> list[str]:
    """
    Name the grid of each village.

    Parameters
    ----------
    codes
        Codes of villages, townships or the county.

    Returns
    -------
    grids
        One id a code.
    """
    return [f"WG{code}" for code in codes]


def water_of(codes: pd.Series) -> list[str]:
    """
    Name the water source of each village.

    Parameters
    ----------
    codes
        Codes of villages.

    Returns
    -------
    sources
        One id a code.
    """
    return [f"SY{code}" for code in codes]


def list_place_records(sources: Sources) -> pd.DataFrame:
    """
    List what is known of each village and township.

    Parameters
    ----------
    sources
        The county.

    Returns
    -------
    records
        Columns of the table 村镇情况台账, villages first.
    """
    villages, townships = sources.villages, sources.townships
    code = pd.Series([*villages.index, *townships])
    number = np.arange(len(code))
    is_village = pd.Series(number < len(villages))
    projects = sources.tables["projects"]
    collective = projects.loc[projects["prj_id"].isin(OF_COLLECTIVES), "village_code"]
    types = pd.Series(None, index=code.index, dtype="object")
    types[[10, 30, 50, 70, 90, 110]] = VILLAGE_TYPES * 2
    types[130] = ODD_TYPE
    types[[len(villages) + place for place in (2, 6, 9)]] = TOWNSHIP_TYPES
    stages = pd.Series([_STAGES[place % 3] for place in number])
    shop = pd.array(~np.isin(number, np.arange(5, 5 + WITHOUT_SHOP)), dtype="boolean")
    plan = pd.Series([("已批", "入库", "编制中", "未编制")[place % 4] for place in number])
    plan.iloc[20 : 20 + WITHOUT_PLAN] = None
    return as_table(
        {
            "code": code,
            "key_help": is_village & (number % 12 == 0),
            "three_batch": is_village & (number % 20 == 1),
            "supported": is_village & (number % 6 == 1) | code.isin(collective),
            "demo_type": types,
            "demo_stage": stages.where(types.notna()),
            "points_shop": pd.Series(shop).where(is_village),
            "plan_status": plan.where(is_village),
        }
    )


def list_grids(sources: Sources) -> pd.DataFrame:
    """
    List the grids: the county, its townships and its villages.

    Parameters
    ----------
    sources
        The county.

    Returns
    -------
    grids
        Columns of the table 监测网格.
    """
    villages, townships = sources.villages, sources.townships
    names = villages.drop_duplicates("township_code").set_index("township_code")["township"]
    codes = [COUNTY_CODE, *townships, *villages.index]
    county = len(codes) - len(villages) - len(townships)
    return as_table(
        {
            "grid_id": grid_of(pd.Series(codes)),
            "grid_level": ["县"] * county + ["乡"] * len(townships) + ["村"] * len(villages),
            "township": [None] * county + names[townships].tolist() + villages["township"].tolist(),
            "village": [None] * (county + len(townships)) + villages["village"].tolist(),
            "village_code": [None] * (county + len(townships)) + villages.index.tolist(),
            "person": [f"模拟网格员{number:03d}" for number in range(1, len(codes) + 1)],
        }
    )


def list_water_sources(sources: Sources) -> pd.DataFrame:
    """
    List one water source a village, with its last test.

    Parameters
    ----------
    sources
        The county.

    Returns
    -------
    water
        Columns of the table 饮水水源.
    """
    rng = stream(_STREAM)
    villages = sources.villages
    codes = pd.Series(villages.index)
    tested = pd.Series(days_after("2022-01-05", rng.integers(0, 980, len(codes))))
    tested[[40, 80, 120]] = [WATER_EXACT, WATER_OLD, WATER_MONTH]
    result = pd.Series("合格", index=codes.index)
    result.iloc[150 : 150 + WATER_BAD] = "不合格"
    return as_table(
        {
            "water_id": water_of(codes),
            "name": [f"{name}供水点(模拟)" for name in villages["village"]],
            **named_places(villages, codes),
            "water_kind": ["集中" if number % 5 else "分散" for number in range(len(codes))],
            "tested_on": tested,
            "result": result,
            "doc": [f"模拟检字{number:04d}号" for number in range(1, len(codes) + 1)],
        }
    )


def list_parcels(sources: Sources) -> pd.DataFrame:
    """
    List the land of households that moved away, and of some that let theirs.

    Parameters
    ----------
    sources
        The county.

    Returns
    -------
    parcels
        Columns of the table 地块.
    """
    rng = stream(_STREAM + 1)
    households = sources.households
    moved = households[households["relocated"]]
    stayed = households[~households["relocated"]].iloc[::60]
    rows = pd.concat([moved, stayed], ignore_index=True)
    area = rng.integers(8, 60, len(rows)) / 10
    lent = np.where(rng.integers(0, 3, len(rows)) > 0, area * rng.integers(2, 11, len(rows)) / 10, 0)
    return as_table(
        {
            "parcel_id": numbered("DK", len(rows)),
            **named_places(sources.villages, rows["village_code"]),
            "hh_id": rows["hh_id"],
            "parcel_kind": ["迁出地"] * len(moved) + ["承包地"] * len(stayed),
            "area_mu": area,
            "transferred_area_mu": lent.round(2),
        }
    )


def list_leaders(sources: Sources) -> pd.DataFrame:
    """
    List the leaders of trades, five a village; a few villages have four.

    Parameters
    ----------
    sources
        The county.

    Returns
    -------
    leaders
        Columns of the table 致富带头人.
    """
    rng = stream(_STREAM + 2)
    counts = np.full(len(sources.villages), LEADERS)
    counts[::40][:FEW_LEADERS] = LEADERS - 1
    codes = pd.Series(np.repeat(sources.villages.index.to_numpy(), counts))
    return as_table(
        {
            "leader_id": numbered("DTR", len(codes)),
            **named_places(sources.villages, codes),
            "trained_on": pd.Series(days_after("2023-03-01", rng.integers(0, 560, len(codes)))).where(
                pd.Series(rng.integers(0, 4, len(codes)) > 0)
            ),
            "from_on": days_after("2021-01-10", rng.integers(0, 700, len(codes))),
        }
    )
