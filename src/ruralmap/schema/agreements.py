"""Sums and places that must agree (勾稽核对): incomes, values of assets, and points inside the county."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ruralmap.schema.gravity import finding
from ruralmap.schema.money import yuan_text
from ruralmap.schema.outcomes import SOURCE_COLUMNS
from ruralmap.schema.references import place_of
from ruralmap.schema.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from ruralmap.schema.finding import Finding

# Income per head is written in whole yuan or with decimals; both are the same within one yuan.
PER_HEAD_TOLERANCE_FEN: Final = 100
# A point this far outside the county's outline (about 2 km) is no error of measuring.
BOX_MARGIN_DEGREES: Final = 0.02

Box = tuple[float, float, float, float]  # west, south, east, north


def check_incomes(incomes: pd.DataFrame) -> list[Finding]:
    """
    Find incomes whose parts do not add up to the net income, or whose share per head is another.

    Parameters
    ----------
    incomes
        Conformed incomes, in fen.

    Returns
    -------
    findings
        `income_not_sum` and `income_per_head_differs`.

    Notes
    -----
    Source: 全国防返贫监测信息系统, 收支情况: 纯收入 = 工资性 + 生产经营性 + 财产性 + 转移性 -
    生产经营性支出, per head by the household's size.
    """
    parts = incomes["wage_fen"] + incomes["business_fen"] + incomes["property_fen"] + incomes["transfer_fen"]
    expected = parts - incomes["business_cost_fen"]
    findings = _unequal(incomes, "incomes", code="income_not_sum", column="net_fen", expected=expected)
    per_head = incomes["net_fen"].astype("float64") / incomes["size"].astype("float64")
    far = (incomes["net_pc_fen"] - per_head).abs() > PER_HEAD_TOLERANCE_FEN
    rounded = per_head.round().astype("Int64").where(far.fillna(value=False), incomes["net_pc_fen"])
    return findings + _unequal(
        incomes, "incomes", code="income_per_head_differs", column="net_pc_fen", expected=rounded
    )


def check_assets(assets: pd.DataFrame) -> list[Finding]:
    """
    Find assets whose net value is not the original value less depreciation.

    Parameters
    ----------
    assets
        Conformed ledger, in fen.

    Returns
    -------
    findings
        `net_value_differs`.
    """
    expected = assets["original_value_fen"] - assets["depreciation_fen"]
    return _unequal(assets, "assets", code="net_value_differs", column="net_value_fen", expected=expected)


def check_points(frame: pd.DataFrame, table: str, box: Box) -> list[Finding]:
    """
    Find points that are missing, lie outside the county, or have longitude and latitude exchanged.

    Parameters
    ----------
    frame
        A conformed table with `lon` and `lat` in degrees.
    table
        Its canonical name.
    box
        West, south, east, north of the county, in degrees.

    Returns
    -------
    findings
        `point_missing` where one of the two is missing, or both in a table that is about points;
        `point_swapped` and `point_outside`. No value is changed.
    """
    lon, lat = frame["lon"], frame["lat"]
    compulsory = TABLES[table].column("lon").required
    lacking = (lon.isna() | lat.isna()) if compulsory else (lon.isna() ^ lat.isna())
    swapped = _inside(lat, lon, box)
    outside = lon.notna() & lat.notna() & ~_inside(lon, lat, box)
    codes = {
        "point_missing": lacking,
        "point_swapped": outside & swapped,
        "point_outside": outside & ~swapped,
    }
    title = f"{TABLES[table].column('lon').zh}、{TABLES[table].column('lat').zh}"
    return [
        finding(code, table, **place_of(row), column=title, raw=_point_text(row))
        for code, mask in codes.items()
        for row in frame.loc[mask, ["lon", "lat", *SOURCE_COLUMNS]].to_dict("records")
    ]


def _inside(lon: pd.Series, lat: pd.Series, box: Box) -> pd.Series:
    """Tell which points lie in a box, with a margin."""
    west, south, east, north = box
    margin = BOX_MARGIN_DEGREES
    return lon.between(west - margin, east + margin) & lat.between(south - margin, north + margin)


def _point_text(row: Mapping[object, object]) -> str:
    return ", ".join("" if value != value else f"{value:.6f}" for value in (row["lon"], row["lat"]))  # noqa: PLR0124 - NaN is not itself


def _unequal(
    frame: pd.DataFrame, table: str, *, code: str, column: str, expected: pd.Series
) -> list[Finding]:
    """Report rows whose amount is another than expected; a missing part makes no finding."""
    shown = [column, *SOURCE_COLUMNS]
    wrong = frame.loc[(frame[column] != expected).fillna(value=False), shown]
    return [
        finding(
            code,
            table,
            **place_of(row),
            column=TABLES[table].column(column).zh,
            raw=yuan_text(row[column]),
            expected=yuan_text(should),
        )
        for row, should in zip(wrong.to_dict("records"), expected[wrong.index], strict=True)
    ]
