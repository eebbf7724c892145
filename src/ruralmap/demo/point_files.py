"""The two lists of household points (住户坐标): by GPS in a workbook, by WeChat in a CSV without a datum."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd
import shapely

from ruralmap.demo.dirt import Rates, Record, record
from ruralmap.demo.dirt_cells import repeat_rows
from ruralmap.demo.dirt_points import Points, blank_cells, dirty_points
from ruralmap.demo.draws import stream
from ruralmap.demo.edges import is_clean
from ruralmap.demo.office import Columns, Form, as_cells

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np

_TABLE: Final = "household_points"
_STREAM: Final = 21
PHONE_FORM: Final = Form(
    "住户坐标采集表(手机采集)",
    (
        ("序号", "#"), ("户编号", "hh_id"), ("经度", "lon"), ("纬度", "lat"), ("坐标系", "datum"),
        ("采集日期", "collected_on"), ("采集人", ""),
    ),
    counted_in="单位：度",
)  # fmt: skip
# No column says that these are GCJ-02: WeChat shows nothing else.
WECHAT_COLUMNS: Final[Columns] = (
    ("户编号", "hh_id"), ("经度", "lon"), ("纬度", "lat"), ("采集日期", "collected_on"), ("备注", "remark")
)  # fmt: skip


@dataclass(frozen=True)
class PointFiles:
    """Rows of both lists as written, and the dirt in them."""

    phone: pd.DataFrame
    wechat: pd.DataFrame
    records: tuple[Record, ...]


def fill_point_files(
    surveys: pd.DataFrame,
    *,
    households: pd.DataFrame,
    villages: gpd.GeoDataFrame,
    damaged: pd.Series,
    rates: Rates,
) -> PointFiles:
    """
    Write the surveyed points into the two lists.

    Parameters
    ----------
    surveys
        From `points.list_surveys`.
    households
        On the same index, with surveyed_village_code and relocated.
    villages
        Indexed by `village_code`, sorted, with geometry in EPSG:4490.
    damaged
        Kind of damage to each household's registration, by hh_id; missing where there is none.
    rates
        How dirty.

    Returns
    -------
    files
        Rows and records.
    """
    rng = stream(_STREAM)
    damage = damaged.set_axis(surveys.index)
    points = Points(
        cells=surveys[["lon", "lat", "datum"]],
        village_code=households["surveyed_village_code"],
        keys=surveys["hh_id"],
        alone=damage.eq("no_place") & ~households["relocated"],
        table=_TABLE,
    )
    trusted = damage.isna() & ~households["relocated"]
    silent = points.alone & surveys["survey"].isin(["wechat", "phone_silent"])
    surveys = _forget(surveys, silent & _reads_as_clean(surveys, villages))
    cells, records = dirty_points(rng, points, rates=rates, villages=villages, trusted=trusted)
    written = as_cells(surveys.drop(columns=cells.columns).join(cells))
    written, blanks = _write_blanks(rng, written, rates)
    in_phone = written["survey"].isin(["gps", "phone_gcj", "phone_silent"]) | blanks
    phone, again = repeat_rows(rng, written[in_phone], rates=rates, key="hh_id", table=_TABLE)
    wechat = written[written["survey"].eq("wechat")].assign(remark=None)
    for kind, survey in (
        ("gcj_stated", "phone_gcj"),
        ("gcj_silent", "wechat"),
        ("datum_silent", "phone_silent"),
    ):
        records += record(
            kind, surveys.loc[surveys["survey"].eq(survey), "hh_id"], table=_TABLE, column="datum"
        )
    none = surveys.loc[surveys["survey"].eq("none"), "hh_id"]
    records += record("point_missing", none, table=_TABLE, column="lon,lat")
    return PointFiles(phone, wechat, (*records, *again))


def _reads_as_clean(surveys: pd.DataFrame, villages: gpd.GeoDataFrame) -> pd.Series[bool]:
    """
    Find the points that, taken as WGS-84, lie in a village on a threshold.

    A household that is known by such a point alone, with no word about its datum, might live there, and the
    village's count would not be certain.
    """
    here = [is_clean(str(code)) for code in villages.index]
    clean = shapely.union_all(villages.geometry.to_numpy()[here])
    inside = shapely.intersects_xy(clean, surveys["lon"].to_numpy(), surveys["lat"].to_numpy())
    return pd.Series(inside, index=surveys.index)


def _forget(surveys: pd.DataFrame, forgotten: pd.Series[bool]) -> pd.DataFrame:
    """Let some households have no point after all."""
    columns = {name: surveys[name].mask(forgotten) for name in ("lon", "lat", "datum")}
    return surveys.assign(**columns, survey=surveys["survey"].mask(forgotten, "none"))


def _write_blanks(
    rng: np.random.Generator, written: pd.DataFrame, rates: Rates
) -> tuple[pd.DataFrame, np.ndarray]:
    """Write 无 or a dash for some households without a point; the others have no row."""
    none = written["survey"].eq("none").to_numpy()
    blanks = none & (rng.random(len(written)) < rates.point_blank)
    words = pd.Series(blank_cells(rng, int(blanks.sum())), index=written.index[blanks], dtype=object)
    lon, lat = written["lon"].copy(), written["lat"].copy()
    lon[blanks], lat[blanks] = words, words
    return written.assign(lon=lon, lat=lat), blanks
