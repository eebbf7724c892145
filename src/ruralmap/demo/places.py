"""The real parts of the demonstration county 和平县: outline, township seats, lists of villages."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import pandas as pd
from shapely.geometry import Polygon

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

COUNTY_CODE: Final = "441624"
COUNTY: Final = "和平县"
PREFECTURE_CODE: Final = "441600"
PREFECTURE: Final = "河源市"
STORED_CRS: Final = "EPSG:4490"
"""The files are in WGS-84, which CGCS2000 equals far below the accuracy of a generalised outline."""

RESIDENTS: Final = "居委会"
VILLAGERS: Final = "村委会"
# Tenth digit of a 12-digit code (统计用区划代码): 001-199 are 居民委员会, 200-399 are 村民委员会.
_KIND_OF_DIGIT: Final = {"0": RESIDENTS, "1": RESIDENTS, "2": VILLAGERS, "3": VILLAGERS}


def read_outline() -> gpd.GeoSeries:
    """
    Read the generalised outline of the county (天地图).

    Returns
    -------
    outline
        One polygon in EPSG:4490, indexed by the six-digit `county_code`.
    """
    collection = json.loads(_part("county_tianditu.geojson").read_text(encoding="utf-8"))
    (feature,) = collection["features"]
    ((ring,),) = feature["geometry"]["coordinates"]
    codes = pd.Index([feature["properties"]["code"]], dtype="str", name="county_code")
    return gpd.GeoSeries([Polygon(ring)], index=codes, name="geometry", crs=STORED_CRS)


def read_seats() -> pd.DataFrame:
    """
    Read the seats of the townships (乡镇政府驻地).

    Returns
    -------
    seats
        Columns township_code, township, lon, lat (degrees, EPSG:4490); sorted by code.
    """
    seats = _read_table("township_seats.csv").rename(columns={"code": "township_code", "name": "township"})
    seats = seats.assign(lon=seats["lon"].astype("float64"), lat=seats["lat"].astype("float64"))
    return seats.sort_values("township_code", ignore_index=True)


def read_villages() -> pd.DataFrame:
    """
    Read the list of villages of 2023 (统计用区划代码).

    The kind comes from the tenth digit of the code, never from the urban-rural class: 城镇 classes hold many
    村委会, and one 居委会 has none.

    Returns
    -------
    villages
        Columns village_code, full_name (as published), village (without 省市县镇), township_code, township,
        urban_rural_class (missing for one village), kind (村委会 or 居委会); sorted by code.
    """
    listed = _read_table("villages_2023.csv")
    return pd.DataFrame(
        {
            "village_code": listed["code"],
            "full_name": listed["name"],
            "village": _without_prefix(listed),
            "township_code": listed["township_code"],
            "township": listed["township"],
            "urban_rural_class": listed["urban_rural_class"],
            "kind": listed["code"].str[9].map(_KIND_OF_DIGIT).astype("str"),
        }
    ).sort_values("village_code", ignore_index=True)


def read_villages_2010() -> pd.DataFrame:
    """
    Read the list of villages of 2010, whose names have drifted since and which carries no village code.

    Returns
    -------
    villages
        Columns full_name (as published), village (without 省市县镇), township_code, township and
        urban_rural_label; in the order of the list.
    """
    listed = _read_table("villages_2010.csv")
    return pd.DataFrame(
        {
            "full_name": listed["name"],
            "village": _without_prefix(listed),
            "township_code": listed["township_code"],
            "township": listed["township"],
            "urban_rural_label": listed["class_label"],
        }
    )


def _without_prefix(listed: pd.DataFrame) -> pd.Series[str]:
    prefixes = "广东省" + PREFECTURE + COUNTY + listed["township"]
    names = [name.removeprefix(prefix) for name, prefix in zip(listed["name"], prefixes, strict=True)]
    return pd.Series(names, index=listed.index, dtype="str")


def _read_table(name: str) -> pd.DataFrame:
    with _part(name).open(encoding="utf-8") as stream:
        return pd.read_csv(stream, dtype="str")


def _part(name: str) -> Traversable:
    return files("ruralmap.demo") / "heping" / name
