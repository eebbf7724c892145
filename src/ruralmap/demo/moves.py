"""Fund lines of 2024 that are kept as a list of movements (资金变动台账), and where their money went."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import pandas as pd

from ruralmap.demo.edges import is_clean
from ruralmap.demo.money_rows import Row, line_row
from ruralmap.schema.money import FEN_PER_YUAN
from ruralmap.schema.monies import FUND_MOVES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd

# Townships by letter; A1 is the first village of A that stands on no threshold.
TOWNSHIPS: Final = {"A": "441624101", "B": "441624104", "C": "441624109"}
BY_HOUSEHOLD: Final = 12  # households that one project pays
_YUAN_A_HOUSEHOLD: Final = 5_000
_PAID_ON: Final = "2024-07-20"


class Move(NamedTuple):
    """
    One movement: its day, project, word and yuan; a letter or a village as its place.

    `reverses` is the running number, in its line, of the movement that it reverses.
    """

    on: str | None
    prj_id: str | None
    kind: str
    yuan: float | None
    place: str = ""
    reverses: int | str | None = None


# 44 has the small amount that may be interest (35.20 yuan), and a cell with its unit (funds_dirt).
MOVES: Final[dict[str, tuple[Move, ...]]] = {
    "ZJ2024-16": (
        Move("2024-03-25", None, "到位", 6_000_000),
        Move("2024-04-02", None, "分解", 2_000_000, "A"),
        Move("2024-04-02", None, "分解", 1_800_000, "B"),
        Move("2024-04-02", None, "分解", 1_500_000, "C"),
        Move("2024-04-20", "XM2024-21", "安排", 1_500_000, "A"),
        Move("2024-04-20", "XM2024-22", "安排", 1_200_000, "B"),
        Move("2024-04-20", "XM2024-23", "安排", 1_000_000, "C"),
        Move("2024-05-10", "XM2024-21", "拨付", 1_000_000),
        Move("2024-05-10", "XM2024-22", "拨付", 900_000),
        Move("2024-05-10", "XM2024-23", "拨付", 800_000),
        Move("2024-06-15", "XM2024-21", "支出", 400_000, "A1"),
        Move("2024-06-15", "XM2024-21", "支出", 300_000, "A2"),
        Move("2024-07-15", "XM2024-22", "支出", 600_000, "B1"),
        Move("2024-07-18", "XM2024-23", "支出", 500_000, "C2"),
    ),
    "ZJ2024-17": (
        Move("2024-04-18", None, "到位", 800_000),
        Move("2024-05-06", "XM2024-24", "安排", 600_000),
        Move("2024-05-20", "XM2024-24", "拨付", 400_000),
        Move("2024-06-03", "XM2024-24", "支出", 150_000),
        Move("2024-06-20", "XM2024-24", "支出", 125_000),
        Move("2024-06-28", "XM2024-24", "支出", -125_000, "", 5),
        Move("2024-06-28", "XM2024-24", "支出", 118_000),
        Move("2024-07-10", "XM2024-24", "拨付", 200_000),
        Move("2024-07-15", "XM2024-24", "拨付", -200_000, "", 8),
        Move("2024-08-30", None, "收回", 80_000),
    ),
    # 预安排 a month before the document, and in June more was paid (垫付) than had been disbursed.
    "ZJ2024-18": (
        Move("2024-02-25", "XM2024-25", "安排", 4_000_000),
        Move("2024-04-10", None, "到位", 5_000_000),
        Move("2024-05-10", "XM2024-25", "拨付", 1_500_000),
        Move("2024-05-20", "XM2024-25", "支出", 1_200_000),
        Move("2024-06-12", "XM2024-25", "支出", 1_000_000),
        Move("2024-07-08", "XM2024-25", "拨付", 2_000_000),
    ),
    # Reported as well; the report of August does not yet say what was paid on the 12th.
    "ZJ2024-19": (
        Move("2024-05-20", "XM2024-26", "安排", 2_400_000),
        Move("2024-05-20", "XM2024-26", "到位", 2_400_000),
        Move("2024-05-20", None, "到位", 600_000),
        Move("2024-06-10", "XM2024-26", "拨付", 1_000_000),
        Move("2024-07-05", "XM2024-26", "支出", 600_000),
        Move("2024-08-01", "XM2024-26", "拨付", 600_000),
        Move("2024-08-12", "XM2024-26", "支出", 500_000),
        Move("2024-09-10", "XM2024-26", "支出", 200_000),
    ),
    "ZJ2024-44": (
        Move("2024-08-05", None, "到位", 500_000),
        Move("2024-08-08", "XM2024-29", "安排", 352_000),
        Move("2024-08-15", "XM2024-29", "拨付", 200_000),
        Move("2024-09-05", "XM2024-29", "支出", 150_000),
        Move("2024-09-20", "XM2024-29", "支出", 35.2),
    ),
    "ZJ2024-61": (
        Move("2024-07-20", None, "到位", 300_000),
        Move("2024-07-25", "XM2024-29", "安排", 200_000),
        Move("2024-08-20", "XM2024-29", "拨付", 100_000),
    ),
}


def list_moved_lines() -> list[Row]:
    """
    List the lines that movements are kept of.

    Returns
    -------
    rows
        Of 资金指标台账.
    """
    return [
        line_row("ZJ2024-16", issued_on="2024-03-20", source="县 自筹", yuan=6_000_000, name="镇村建设自筹"),
        line_row(
            "ZJ2024-17", issued_on="2024-04-15", source="社会 捐赠", yuan=800_000, partner="模拟基金会",
            name="爱心捐赠", in_plan=False,
        ),
        line_row("ZJ2024-18", issued_on="2024-03-28", source="省 衔接", yuan=5_000_000, name="冷链补短板"),
        line_row(
            "ZJ2024-19", issued_on="2024-05-08", source="市 省内对口", yuan=3_000_000, partner="深圳市(模拟)",
            name="对口帮扶补充资金",
        ),
        line_row("ZJ2024-44", issued_on="2024-08-01", source="市 其他", yuan=500_000, name="村级服务补助"),
        line_row("ZJ2024-61", issued_on="2024-07-05", source="市 其他", yuan=300_000, name="村级服务补助"),
    ]  # fmt: skip


def list_moves(villages: gpd.GeoDataFrame, households: pd.DataFrame) -> pd.DataFrame:
    """
    List the movements of those lines, those to households after the others of their line.

    Parameters
    ----------
    villages
        Indexed by `village_code`, sorted, with village, township and kind.
    households
        With hh_id, village_code and in_lifted: some of a village are paid at home.

    Returns
    -------
    moves
        Columns of the table 资金变动台账.
    """
    frame = write_moves(MOVES, villages)
    lifted = households["in_lifted"] & households["village_code"].eq(village_of("C1", villages))
    paid = households.loc[lifted, "hh_id"].sort_values().head(BY_HOUSEHOLD).tolist()
    own = Move(_PAID_ON, "XM2024-23", "支出", _YUAN_A_HOUSEHOLD, "C1")
    first = len(MOVES["ZJ2024-16"]) + 1
    homes = write_moves({"ZJ2024-16": [own] * len(paid)}, villages, first=first).assign(hh_id=paid)
    # One voucher's document covers the list of households.
    homes = homes.assign(doc=homes["doc"].iloc[0])
    return pd.concat([frame, homes], ignore_index=True)


def write_moves(
    lists: Mapping[str, Sequence[Move]], villages: gpd.GeoDataFrame, *, first: int = 1
) -> pd.DataFrame:
    """
    Write movements as rows, each with its voucher and document.

    Parameters
    ----------
    lists
        Movements by line.
    villages
        Indexed by `village_code`, sorted, with village, township and kind.
    first
        The running number of a line's first movement.

    Returns
    -------
    moves
        Columns of the table 资金变动台账.
    """
    rows = [
        _row(line_id, number, move, villages)
        for line_id, moves in lists.items()
        for number, move in enumerate(moves, start=first)
    ]
    names = [column.name for column in FUND_MOVES.columns]
    types = {name: "str" for name in names if name != "amount_fen"} | {"amount_fen": "Int64"}
    return pd.DataFrame(rows, columns=names).astype(types)


def village_of(place: str, villages: gpd.GeoDataFrame) -> str:
    """
    Find the village that a letter and a number stand for.

    Parameters
    ----------
    place
        Such as A1.
    villages
        Indexed by `village_code`, sorted, with kind.

    Returns
    -------
    village_code
        The village.
    """
    township = TOWNSHIPS[place[0]]
    able = [
        str(code)
        for code in villages.index[villages["kind"].eq("村委会")]
        if str(code).startswith(township) and not is_clean(str(code))
    ]
    return able[int(place[1:]) - 1]


def _row(line_id: str, number: int, move: Move, villages: gpd.GeoDataFrame) -> Row:
    """Write one movement."""
    line = line_id[2:]
    reversed_voucher = f"PZ{line}-{move.reverses:02d}" if isinstance(move.reverses, int) else move.reverses
    return {
        "entry_id": f"PZ{line}-{number:02d}",
        "on": move.on,
        "line_id": line_id,
        "prj_id": move.prj_id,
        "kind": move.kind,
        "amount_fen": None if move.yuan is None else round(move.yuan * FEN_PER_YUAN),
        "doc": f"模拟指{line}-{number:02d}号",
        "reverses": reversed_voucher,
    } | _place(move.place, villages)


def _place(place: str, villages: gpd.GeoDataFrame) -> Row:
    """Name a township, or a village with its code; nothing where there is no place."""
    if not place:
        return {}
    if len(place) == 1:
        codes = villages.index.str.startswith(TOWNSHIPS[place])
        return {"township": villages.loc[codes, "township"].iloc[0]}
    code = village_of(place, villages)
    return {
        "township": villages.loc[code, "township"],
        "village": villages.loc[code, "village"],
        "village_code": code,
    }
