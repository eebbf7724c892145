"""The point of an inspection is where somebody stood, whatever the ledger says of the asset."""

import geopandas as gpd
import pandas as pd
import pytest
from shapely import box

from ruralmap.geo.datum import gcj02_of_wgs84
from ruralmap.jobs.inspection_points import place_inspections

# Two squares of 0.01 degrees, about 1 km, side by side.
VILLAGES = gpd.GeoSeries(
    {"WEST": box(115.00, 24.40, 115.01, 24.41), "EAST": box(115.01, 24.40, 115.02, 24.41)}, crs="EPSG:4490"
)
# GCJ-02 lies about 0.005 degrees east of a place and 0.003 south: what lies 0.002 degrees from the eastern
# border of WEST lies in EAST by it.
INSIDE, NEAR_BORDER, ELSEWHERE = (115.004, 24.405), (115.008, 24.405), (115.3, 24.9)
ASSETS = pd.DataFrame({"asset_id": ["A1", "A2"], "linked_village_code": ["WEST", None]}).astype("str")


def placed(point, datum, *, asset="A1", assets=ASSETS):
    """The point of one inspection, rounded to a metre or so; None where it is not settled."""
    lon, lat = point
    rows = pd.DataFrame({"asset_id": [asset], "lon": [lon], "lat": [lat], "datum": [datum]}, index=[7])
    rows = rows.astype({"asset_id": "str", "lon": "float64", "lat": "float64", "datum": "str"})
    tables = {"inspections": rows} | ({} if assets is None else {"assets": assets})
    made = place_inspections(tables, VILLAGES)["inspections"]
    assert made.crs == VILLAGES.crs
    assert made.index.tolist() == [7]
    geometry = made.geometry.iloc[0]
    return None if geometry is None else (round(geometry.x, 5), round(geometry.y, 5))


def shifted(point):
    lon, lat = gcj02_of_wgs84(pd.Series([point[0]]), pd.Series([point[1]]))
    return float(lon[0]), float(lat[0])


@pytest.mark.parametrize(
    ("point", "datum", "expected"),
    [
        pytest.param(INSIDE, "CGCS2000", INSIDE, id="stated"),
        pytest.param(INSIDE, "WGS-84", INSIDE, id="a telephone's"),
        pytest.param(shifted(INSIDE), "GCJ-02", INSIDE, id="shifted, and says so"),
        pytest.param(ELSEWHERE, "CGCS2000", ELSEWHERE, id="outside the village and the county"),
        pytest.param((115.015, 24.405), None, None, id="silent: in the village by neither reading"),
        # 0.005 degrees further west it would lie beyond the county.
        pytest.param(INSIDE, None, INSIDE, id="silent: in the village as GPS only"),
        pytest.param(NEAR_BORDER, None, None, id="silent: in the village by both readings"),
        pytest.param((None, 24.405), "CGCS2000", None, id="half a point"),
        pytest.param((None, None), None, None, id="none"),
    ],
)
def test_a_stated_datum_is_undone_and_what_nobody_knows_stays_unknown(point, datum, expected):
    assert placed(point, datum) == expected


def test_a_silent_point_is_read_as_the_only_reading_that_lies_in_the_village_of_the_asset():
    # As GPS it lies in EAST, 0.001 degrees beyond the border; as GCJ-02 it is 0.005 further west, in WEST.
    point = shifted((115.006, 24.405))
    assert 115.01 < point[0] < 115.0125
    assert placed(point, None) == (115.006, 24.405)


@pytest.mark.parametrize(
    ("asset", "assets"),
    [
        pytest.param("A2", ASSETS, id="linked to no village"),
        pytest.param("A9", ASSETS, id="an asset that the ledger does not have"),
        pytest.param("A1", None, id="no ledger"),
    ],
)
def test_without_the_village_of_the_asset_a_silent_point_stays_unknown(asset, assets):
    assert placed(shifted((115.006, 24.405)), None, asset=asset, assets=assets) is None
    assert placed(NEAR_BORDER, "CGCS2000", asset=asset, assets=assets) == NEAR_BORDER


def test_a_county_without_inspections_gets_none():
    assert place_inspections({"assets": ASSETS}, VILLAGES) == {}
