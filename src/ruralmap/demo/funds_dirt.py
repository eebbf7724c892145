"""
Faults planted in the papers of money (资金差错): each in a line of its own, each under the code it must get.

A fault that sets something aside says so in the truth under the code of its finding; what is only warned of
stands there too. None touches a line of the plan.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

import pandas as pd

from ruralmap.demo.dirt import Record, record
from ruralmap.demo.money_rows import Row, line_row, lines_frame, report_row, reports_frame
from ruralmap.demo.moves import Move, write_moves
from ruralmap.schema.money import FEN_PER_WAN, FEN_PER_YUAN

if TYPE_CHECKING:
    import geopandas as gpd

_PROJECT: Final = "XM2024-29"
_ISSUED: Final = "2024-07-05"
_MONTHS: Final = ("2024-07", "2024-08", "2024-09")
_SOURCE: Final = "市 其他"
_YUAN, _GIVEN = 1_000_000, 600_000
_SPENT: Final = (50_000, 100_000, 200_000)
_ABSURD_YUAN: Final = 200_000_000_000  # 2000 亿元
# The planned code of each line whose fault is in its reports, in its own row, or in its movements.
_IN_REPORTS: Final = {
    "ZJ2024-43": "fund_unit_mixed",
    "ZJ2024-47": "fund_month_without_amount",
    "ZJ2024-49": "fund_month_unreadable",
    "ZJ2024-50": "fund_month_repeated",
    "ZJ2024-51": "fund_row_unbalanced",
    "ZJ2024-52": "fund_line_unbalanced",
    "ZJ2024-58": "fund_closing_unbalanced",
    "ZJ2024-65": "fund_sign_opposed",
}
_OF_TWO_YEARS: Final = {"ZJ2023-18": "fund_year_restarted", "ZJ2023-19": "fund_carry_differs"}
FOUND_FROM: Final = "2024-01-31"  # before that day nothing is wrong with the two
_IN_LINES: Final = {
    "ZJ2024-42": "fund_line_double",
    "ZJ2024-46": "fund_line_without_amount",
    "ZJ2024-53": "fund_parent_circle",
    "ZJ2024-54": "fund_parent_circle",
    "ZJ2024-55": "fund_parent_exceeded",
    "ZJ2024-56": "fund_parent_exceeded",
    "ZJ2024-57": "fund_parent_exceeded",
    "ZJ2024-62": "fund_amount_absurd",
    "ZJ2024-64": "fund_parent_unknown",
}
_PAID: Final = (
    Move("2024-07-20", None, "到位", _YUAN),
    Move("2024-07-25", _PROJECT, "安排", _GIVEN),
    Move("2024-08-10", _PROJECT, "拨付", 300_000),
    Move("2024-08-20", _PROJECT, "支出", 120_000),
)
# What follows on those four movements, and the code that the line must get.
_IN_MOVES: Final[dict[str, tuple[str, tuple[Move, ...]]]] = {
    "ZJ2024-48": ("fund_move_without_amount", (Move("2024-09-02", _PROJECT, "支出", None),)),
    "ZJ2024-59": (
        "fund_reversal_unknown",
        (Move("2024-09-02", _PROJECT, "支出", -120_000, "", "PZ0000-99"),),
    ),
    "ZJ2024-60": (
        "fund_reversal_twice",
        tuple(Move(day, _PROJECT, "支出", -120_000, "", 4) for day in ("2024-09-02", "2024-09-03")),
    ),
    "ZJ2024-66": ("fund_move_without_project", (Move("2024-09-02", None, "拨付", 50_000),)),
    "ZJ2024-67": ("fund_move_without_date", (Move(None, _PROJECT, "支出", 50_000),)),
    "ZJ2024-68": ("fund_move_conflict", (Move("2024-08-20", _PROJECT, "支出", 130_000),)),
    "ZJ2024-69": ("fund_reversal_differs", (Move("2024-09-02", _PROJECT, "支出", -110_000, "", 4),)),
}
_UNKNOWN_REPORTED, _UNKNOWN_MOVED = "ZJ2024-98", "ZJ2024-99"
_TWICE, _SMALL, _WITH_UNIT = "PZ2024-61-03", "PZ2024-44-05", "PZ2024-44-02"


@dataclass(frozen=True)
class Faults:
    """
    Faulty rows of four tables, cells that are written as text, and what each fault is.

    `texts` are cells of 资金变动台账 by voucher.
    """

    funds: pd.DataFrame
    months: pd.DataFrame
    moves: pd.DataFrame
    asset_funds: pd.DataFrame
    texts: dict[str, str]
    records: tuple[Record, ...]


def plant_faults(villages: gpd.GeoDataFrame, *, assets: pd.DataFrame, moves: pd.DataFrame) -> Faults:
    """
    Plant the faults.

    Parameters
    ----------
    villages
        Indexed by `village_code`, sorted, with village, township and kind.
    assets
        With asset_id, prj_id and built_on: one of a project gets more than was spent on it.
    moves
        The movements that are right: one is written twice.

    Returns
    -------
    faults
        Rows and records; a fault that sets a line aside has the line as its key.
    """
    months = [*_faulty_reports(), *_two_years(), report_row(_UNKNOWN_REPORTED, None, "2024-09", issued=_YUAN)]
    for line_id in ("ZJ2024-42", "ZJ2024-53", "ZJ2024-54", "ZJ2024-55", "ZJ2024-64"):
        months += _reports(line_id)
    paid, records = _faulty_makeup(assets)
    return Faults(
        funds=lines_frame([*_faulty_lines(), *_right_lines()]),
        months=reports_frame(months),
        moves=_faulty_moves(villages, moves),
        asset_funds=paid,
        texts={_WITH_UNIT: "35.2万元"},
        records=(*_records(), *records),
    )


def _reports(line_id: str) -> list[Row]:
    """Report a line as it should be: a project that was given 600,000 of a million, and the rest."""
    rows = []
    for month, spent in zip(_MONTHS, _SPENT, strict=True):
        given = dict.fromkeys(("issued", "arrived", "arranged"), _GIVEN)
        rows.append(report_row(line_id, None, month, issued=_YUAN - _GIVEN))
        rows.append(report_row(line_id, _PROJECT, month, **given, disbursed=2 * spent, spent=spent))
    return rows


def _faulty_reports() -> list[Row]:
    """Report lines with one fault each; the last of their rows is their project's in September."""
    rows: dict[str, list[Row]] = {line_id: _reports(line_id) for line_id in _IN_REPORTS}
    project = {line_id: found[-1] for line_id, found in rows.items()}
    in_wan = {
        name: cast("int", fen) // FEN_PER_WAN * FEN_PER_YUAN
        for name, fen in project["ZJ2024-43"].items()
        if name.endswith("_fen")
    }
    project["ZJ2024-43"] |= in_wan
    project["ZJ2024-47"]["spent_fen"] = None
    for row in rows["ZJ2024-49"][-2:]:
        row["month"] = "九月"
    rows["ZJ2024-50"].append(report_row("ZJ2024-50", _PROJECT, "2024-09", issued=_GIVEN, spent=300_000))
    project["ZJ2024-51"]["unspent_fen"] = (_GIVEN - _SPENT[-1]) * FEN_PER_YUAN - 1
    _add(project["ZJ2024-52"], -100_000)
    # 未支出 400,000, but 结转 380,000 and 收回 19,999.
    project["ZJ2024-58"] |= {"carried_over_fen": 38_000_000, "withdrawn_fen": 1_999_900}
    # A negative amount in a line that gives.
    _add(rows["ZJ2024-65"][-2], 100_000)
    rows["ZJ2024-65"].append(report_row("ZJ2024-65", "XM2024-28", "2024-09", issued=-100_000))
    return [row for found in rows.values() for row in found]


def _add(row: Row, yuan: int) -> None:
    """Give a report that was just made more or less, and leave it balanced."""
    row |= {name: cast("int", row[name]) + yuan * FEN_PER_YUAN for name in ("issued_fen", "unspent_fen")}


def _two_years() -> list[Row]:
    """Report two lines whose totals begin again in January: one does not say so, one says another number."""
    rows = []
    given = dict.fromkeys(("issued", "arrived", "arranged"), _GIVEN)
    for line_id in _OF_TWO_YEARS:
        says = line_id == "ZJ2023-19"
        for month, spent in (("2023-11", 100_000), ("2023-12", 300_000)):
            closing = {"carried_over": _GIVEN - spent} if says and month == "2023-12" else {}
            rows.append(
                report_row(line_id, _PROJECT, month, **given, disbursed=400_000, spent=spent, **closing)
            )
            rows.append(report_row(line_id, None, month, issued=_YUAN - _GIVEN))
        # 600,000 - 300,000 = 300,000 were left in December, not 299,999.
        begun = {"brought_forward": 299_999} if says else {"issued": _GIVEN}
        own = {"brought_forward": _YUAN - _GIVEN} if says else {"issued": _YUAN - _GIVEN}
        rows.append(report_row(line_id, _PROJECT, "2024-01", **begun, disbursed=50_000, spent=20_000))
        rows.append(report_row(line_id, None, "2024-01", **own))
    return rows


def _faulty_lines() -> list[Row]:
    """List lines whose own row is wrong."""

    def row(line_id: str, yuan: int | None = _YUAN, **more: object) -> Row:
        return line_row(line_id, issued_on=_ISSUED, source=_SOURCE, yuan=yuan) | more

    return [
        # Document, source and amount of ZJ2024-41.
        row("ZJ2024-42", doc="模拟财农〔2024〕41号"),
        row("ZJ2024-46", None),
        row("ZJ2024-53", parent_line_id="ZJ2024-54"),
        row("ZJ2024-54", parent_line_id="ZJ2024-53"),
        row("ZJ2024-55"),
        row("ZJ2024-56", 600_000, parent_line_id="ZJ2024-55"),
        row("ZJ2024-57", 500_000, parent_line_id="ZJ2024-55"),
        row("ZJ2024-62", _ABSURD_YUAN),
        row("ZJ2024-64", parent_line_id="ZJ2024-97"),
    ]


def _right_lines() -> list[Row]:
    """List lines whose own row is right and whose reports or movements are not."""
    rows = [
        line_row(line_id, issued_on=_ISSUED, source=_SOURCE, yuan=_YUAN)
        for line_id in (*_IN_REPORTS, *_IN_MOVES)
    ]
    return rows + [
        line_row(line_id, issued_on="2023-11-06", source=_SOURCE, yuan=_YUAN) for line_id in _OF_TWO_YEARS
    ]


def _faulty_moves(villages: gpd.GeoDataFrame, moves: pd.DataFrame) -> pd.DataFrame:
    """Write movements with their faults."""
    lists = {line_id: (*_PAID, *more) for line_id, (_, more) in _IN_MOVES.items()}
    lists[_UNKNOWN_MOVED] = (Move("2024-09-03", _PROJECT, "支出", 10_000),)
    rows = write_moves(lists, villages)
    # The fifth movement has the voucher of the fourth, and says something else.
    conflict = rows["entry_id"].eq("PZ2024-68-05")
    rows = rows.assign(entry_id=rows["entry_id"].mask(conflict, "PZ2024-68-04"))
    return pd.concat([rows, moves[moves["entry_id"].eq(_TWICE)]], ignore_index=True)


def _faulty_makeup(assets: pd.DataFrame) -> tuple[pd.DataFrame, list[Record]]:
    """Pay for one asset more than its line has spent, and for another of 2023 without naming a line."""
    over = str(assets.loc[assets["prj_id"].eq("XM2023-01"), "asset_id"].iloc[0])
    late = str(assets.loc[assets["prj_id"].eq("XM2023-02"), "asset_id"].iloc[0])
    rows = pd.DataFrame(
        {
            "asset_id": [over, late],
            "line_id": ["ZJ2024-63", None],
            "year": pd.array([None, 2023], dtype="Int64"),
            "level": [None, "省"],
            "channel": [None, "行业专项"],
            "amount_fen": [6_000_000, 1_234_500],
        }
    )
    records = record("asset_over_spent", [over], table="asset_funds", column="amount_fen", clean="40000")
    records += record("asset_fund_unlined", [late], table="asset_funds", column="line_id")
    records += record("asset_makeup_differs", [over, late], table="asset_funds", column="amount_fen")
    return rows, records


def _records() -> list[Record]:
    """Record each fault of a line, of a row, and what is only warned of."""
    rows: list[Record] = []
    for table, codes in (
        ("funds", _IN_LINES),
        ("fund_months", _IN_REPORTS | _OF_TWO_YEARS),
        ("fund_moves", {line_id: code for line_id, (code, _) in _IN_MOVES.items()}),
    ):
        for line_id, code in codes.items():
            rows += record(code, [line_id], table=table)
    rows += record("fund_month_without_line", [f"{_UNKNOWN_REPORTED}/2024-09"], table="fund_months")
    rows += record("fund_move_without_line", [f"PZ{_UNKNOWN_MOVED[2:]}-01"], table="fund_moves")
    rows += record("fund_move_twice", [_TWICE], table="fund_moves")
    rows += record("fund_unit_doubtful", [_SMALL], table="fund_moves", column="amount_fen", clean="35.2")
    pair = {"clean": "352000", "dirty": "35.2万元"}
    rows += record("units_mixed", [_WITH_UNIT], table="fund_moves", column="amount_fen", **pair)
    rows += record("project_invest_differs", ["XM2023-01"], table="projects", column="fiscal_invest_fen")
    return rows
