"""
Fund lines beside the forty-five of the plan (其他资金行): what reports say that no smooth plan shows.

A line that another is part of, years of which each begins at nothing (上年结转), money taken back by a line
of its own (收回), and a line that is reported as well as kept as movements.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from ruralmap.demo.draws import stream
from ruralmap.demo.money import LAST_MONTH, list_months
from ruralmap.demo.money_rows import Row, line_row, lines_frame, report_row, reports_frame
from ruralmap.demo.months import month_number, month_text
from ruralmap.demo.moves import list_moved_lines, list_moves, village_of
from ruralmap.demo.whereabouts import place_in, short_name
from ruralmap.schema.money import FEN_PER_YUAN

if TYPE_CHECKING:
    import geopandas as gpd

# Lines whose totals begin again each year: what was spent by the end of each month, in yuan.
_FIRST_YEAR: Final = (0, 600_000, 1_200_000, 2_000_000, 2_600_000, 3_200_000)  # 2023-07 to 2023-12
_SECOND_YEAR: Final = tuple(yuan * 1_000 for yuan in (100, 200, 400, 600, 800, 1_000, 1_200, 1_400, 1_450))
_LATE_YEAR: Final = tuple(yuan * 1_000 for yuan in (0, 200, 400, 600, 900, 1_200, 1_500, 1_800, 2_000))
_LATE_ARRANGED: Final = 2_400_000
# 到位, 拨付 and 支出 run like this where a line gives one project a share of it once.
_PARENT, _CHILDREN = "ZJ2024-20", ("ZJ2024-21", "ZJ2024-22")
_GIFTS: Final = (
    ("ZJ2024-20", "XM2024-27", 3_000_000, "2024-04", 1),
    ("ZJ2024-21", "XM2024-27", 2_800_000, "2024-04", 0),
    ("ZJ2024-22", "XM2024-28", 2_300_000, "2024-05", 0),
    ("ZJ2024-41", "XM2024-29", 600_000, "2024-07", 0),
    ("ZJ2024-63", "XM2023-01", 100_000, "2024-07", 0),
)
_STREAM: Final = 30
# Projects that only these lines pay for: what, class, place.
_PROJECTS: Final = {
    "XM2023-21": ("水毁桥梁修复", "乡村建设行动", "C3"),
    "XM2024-21": ("村内道路硬化", "乡村建设行动", "A1"),
    "XM2024-22": ("公共照明", "乡村建设行动", "B1"),
    "XM2024-23": ("到户产业奖补", "产业发展", "C1"),
    "XM2024-24": ("爱心食堂", "乡村治理和精神文明", "A2"),
    "XM2024-25": ("冷链集配中心", "产业发展", "B2"),
    "XM2024-26": ("乡村旅游步道", "乡村建设行动", "C2"),
    "XM2024-27": ("高标准农田配套", "产业发展", "A3"),
    "XM2024-28": ("山塘加固", "乡村建设行动", "B3"),
    "XM2024-29": ("村级便民服务点", "乡村治理和精神文明", "A4"),
}


@dataclass(frozen=True)
class MoreMoney:
    """
    What stands in the papers beside the plan and is right: rows of four tables, and two notes for the truth.

    `totals` are the reports as they would be if no year began anew, with `before_fen`: what was used before
    the first report, nobody knows for what.
    """

    funds: pd.DataFrame
    months: pd.DataFrame
    moves: pd.DataFrame
    projects: pd.DataFrame
    totals: pd.DataFrame


def add_money(villages: gpd.GeoDataFrame, households: pd.DataFrame) -> MoreMoney:
    """
    Add the lines beside the plan.

    Parameters
    ----------
    villages
        Indexed by `village_code`, sorted, with geometry in EPSG:4490.
    households
        With hh_id, village_code and in_lifted.

    Returns
    -------
    money
        Rows and notes.
    """
    funds = lines_frame([*_reported_lines(), *list_moved_lines()])
    smooth = _smooth_reports(funds)
    taken = reports_frame(
        [report_row("ZJ2022-16", None, month, issued=-15_000) for month in _months("2023-03")]
    )
    both = reports_frame(_reports_beside_moves())
    plain = [smooth, taken, both]
    moves = list_moves(villages, households)
    late = reports_frame(_late_reports(brought=False))
    months = pd.concat([*plain, reports_frame([*_yearly_reports(), *_late_reports(brought=True)])])
    totals = pd.concat([*plain, reports_frame(_running_reports()), late], ignore_index=True)
    used = totals["line_id"].eq("ZJ2023-17") & totals["prj_id"].isna()
    arranged = _arranged(totals, moves)
    return MoreMoney(
        funds=funds,
        months=months.reset_index(drop=True),
        moves=moves,
        projects=_projects(villages, arranged),
        totals=totals.assign(before_fen=used.astype("int64") * 1_400_000 * FEN_PER_YUAN),
    )


def _months(first: str, last: str = LAST_MONTH) -> list[str]:
    return [month_text(number) for number in range(month_number(first), month_number(last) + 1)]


def _reported_lines() -> list[Row]:
    """List the lines that are reported by month."""
    special = "省 行业专项"
    whole = line_row(_PARENT, issued_on="2024-02-18", source=special, yuan=9_000_000, name="农田水利专项")
    parts = [
        line_row(line_id, issued_on=day, source=special, yuan=yuan, name=name, parent_line_id=_PARENT)
        for line_id, day, yuan, name in zip(
            _CHILDREN,
            ("2024-03-05", "2024-03-12"),
            (3_000_000, 2_500_000),
            ("分大坝镇", "分上陵镇"),
            strict=True,
        )
    ]
    return [
        # 收回 of what a line of 2022 had not given to anyone: a negative line.
        line_row("ZJ2022-16", issued_on="2023-03-15", source="县 衔接", yuan=-15_000, name="收回存量资金"),
        line_row(
            "ZJ2023-16", issued_on="2023-07-03", source="中央 行业专项", yuan=5_000_000, name="水毁修复"
        ),
        line_row(
            "ZJ2023-17", issued_on="2023-07-18", source="省 行业专项", yuan=4_000_000, name="水毁修复配套"
        ),
        whole,
        *parts,
        line_row("ZJ2024-41", issued_on="2024-07-05", source="市 其他", yuan=1_000_000, name="便民服务补助"),
        line_row("ZJ2024-63", issued_on="2024-07-06", source="市 其他", yuan=150_000, name="基地补短板"),
    ]


def _smooth_reports(funds: pd.DataFrame) -> pd.DataFrame:
    """Report the lines that run as those of the plan do; a line keeps what it did not pass on."""
    gifts = pd.DataFrame(_GIFTS, columns=["line_id", "prj_id", "amount_fen", "month", "delay"])
    gifts["amount_fen"] *= FEN_PER_YUAN
    lines = funds[funds["line_id"].isin(gifts["line_id"])]
    passed = lines.groupby("parent_line_id")["issued_fen"].sum()
    own = lines["issued_fen"] - lines["line_id"].map(passed).fillna(0).astype("Int64")
    # The first report of a line that is divided is of the month in which its parts were.
    start = lines["issued_on"].where(lines["line_id"].ne(_PARENT), "2024-03-31")
    months = list_months(lines.assign(issued_fen=own.astype("int64"), issued_on=start), gifts)
    return reports_frame(
        [{str(name): cell for name, cell in row.items()} for row in months.to_dict("records")]
    )


def _reports_beside_moves() -> list[Row]:
    """Report the line that movements are kept of as well; August does not know the last payment."""
    arrived = {"issued": 2_400_000, "arrived": 2_400_000, "arranged": 2_400_000}
    paid = ((0, 0), (1_000_000, 0), (1_000_000, 600_000), (1_600_000, 600_000), (1_600_000, 1_300_000))
    rows = []
    for month, (disbursed, spent) in zip(_months("2024-05"), paid, strict=True):
        rows.append(report_row("ZJ2024-19", None, month, issued=600_000, arrived=600_000))
        rows.append(report_row("ZJ2024-19", "XM2024-26", month, **arrived, disbursed=disbursed, spent=spent))
    return rows


def _running_reports() -> list[Row]:
    """Report the line of 2023 as if no year began anew: what the truth adds up."""
    line_id, prj_id = "ZJ2023-16", "XM2023-21"
    whole = dict.fromkeys(("issued", "arrived", "arranged"), 4_800_000)
    spent = [*_FIRST_YEAR, *(_FIRST_YEAR[-1] + yuan for yuan in _SECOND_YEAR)]
    rows = []
    for month, yuan in zip(_months("2023-07"), spent, strict=True):
        last = month == "2023-12"
        closing = {"carried_over": 1_500_000, "withdrawn": 100_000} if last else {}
        rows.append(report_row(line_id, prj_id, month, **whole, disbursed=yuan, spent=yuan, **closing))
        rows.append(
            report_row(line_id, None, month, issued=200_000, **({"surplus": 200_000} if last else {}))
        )
    return rows


def _yearly_reports() -> list[Row]:
    """Report the same line as its office does: from January on, only what this year added."""
    line_id, prj_id = "ZJ2023-16", "XM2023-21"
    rows = [row for row in _running_reports() if str(row["month"]) <= "2023-12"]
    for month, yuan in zip(_months("2024-01"), _SECOND_YEAR, strict=True):
        rows.append(report_row(line_id, prj_id, month, brought_forward=1_500_000, disbursed=yuan, spent=yuan))
        rows.append(report_row(line_id, None, month, brought_forward=0))
    return rows


def _late_reports(*, brought: bool) -> list[Row]:
    """
    Report the line of 2023 whose first report is of January 2024.

    As its office does, with what was brought forward; or as the truth adds it up: 1.6 million are the line's
    own, of which 1.4 million were used before.
    """
    rows = []
    given = {"arrived": _LATE_ARRANGED, "arranged": _LATE_ARRANGED}
    for month, yuan in zip(_months("2024-01"), _LATE_YEAR, strict=True):
        project = {"brought_forward": _LATE_ARRANGED} if brought else {"issued": _LATE_ARRANGED}
        own = {"brought_forward": 200_000} if brought else {"issued": 1_600_000, "unspent": 200_000}
        rows.append(
            report_row("ZJ2023-17", "XM2023-21", month, **project, **given, disbursed=yuan, spent=yuan)
        )
        rows.append(report_row("ZJ2023-17", None, month, **own))
    return rows


def _arranged(totals: pd.DataFrame, moves: pd.DataFrame) -> pd.Series:
    """Add up what was arranged to each project by the last month; movements before reports."""
    moved = moves[moves["kind"].eq("安排")].groupby("prj_id")["amount_fen"].sum()
    reported = totals[totals["month"].eq(LAST_MONTH) & ~totals["line_id"].isin(moves["line_id"])]
    return moved.add(reported.groupby("prj_id")["arranged_fen"].sum(), fill_value=0).astype("int64")


def _projects(villages: gpd.GeoDataFrame, arranged: pd.Series) -> pd.DataFrame:
    """List the projects that only these lines pay for."""
    rng = stream(_STREAM)
    rows = []
    for prj_id, (thing, project_class, place) in _PROJECTS.items():
        where = place_in(rng, villages, code=village_of(place, villages))
        year = int(prj_id[2:6])
        name = f"{year}年{where['township']}{short_name(str(where['village']))}{thing}项目(模拟)"
        rows.append(
            where
            | {
                "prj_id": prj_id,
                "project": name,
                "year": year,
                "project_class": project_class,
                "in_plan": True,
                "key_project": False,
                "tender_needed": True,
                "fiscal_invest_fen": int(arranged[prj_id]),
                "planned_start_on": f"{year}-06-20",
                "started_on": f"{year}-06-18",
            }
        )
    return pd.DataFrame(rows)
