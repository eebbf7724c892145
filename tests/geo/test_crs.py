import geopandas as gpd
import numpy as np
import pytest
from shapely import Point

from ruralmap.errors import CrsError
from ruralmap.geo import crs


@pytest.mark.parametrize(
    ("lon", "zone", "code"),
    [
        pytest.param(114.95, 38, "EPSG:4526", id="和平"),
        pytest.param(106.8, 36, "EPSG:4524", id="南江"),
        pytest.param(99.3, 33, "EPSG:4521", id="维西"),
        pytest.param(73.5, 25, "EPSG:4513", id="first zone"),
        pytest.param(136.4, 45, "EPSG:4533", id="last zone"),
        pytest.param(106.5, 36, "EPSG:4524", id="between two zones: the eastern"),
    ],
)
def test_zone_follows_from_the_longitude(lon, zone, code):
    assert crs.zone_of_longitude(lon) == zone
    assert crs.zone_crs(lon) == code


@pytest.mark.parametrize("lon", [24.5, 73.4, 136.6, -114.9, float("nan"), float("inf")])
def test_a_longitude_outside_china_has_no_zone(lon):
    with pytest.raises(CrsError, match="3-degree zones"):
        crs.zone_of_longitude(lon)


@pytest.mark.parametrize("code", ["EPSG:4490", "EPSG:4326", "OGC:CRS84"])
def test_modern_degrees_are_accepted(code):
    layer = gpd.GeoSeries([Point(115, 24)], crs=code)
    crs.require_degrees(layer)
    assert layer.crs == code, "looked at, not changed"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        pytest.param("EPSG:4526", "zone 38", id="metres"),
        pytest.param("EPSG:4610", "Xian 1980", id="Xian 1980"),
        pytest.param("EPSG:4214", "Beijing 1954", id="Beijing 1954"),
        pytest.param(None, "no coordinate system", id="none"),
    ],
)
def test_other_systems_are_refused_where_degrees_are_needed(code, said):
    with pytest.raises(CrsError, match=said):
        crs.require_degrees(gpd.GeoSeries([Point(115, 24)], crs=code))


@pytest.mark.parametrize("wrong", ["EPSG:999999", "nonsense", 3.5])
def test_a_name_of_no_system_is_refused(wrong):
    with pytest.raises(CrsError, match="Unknown coordinate system"):
        crs.read_crs(wrong)


def test_points_on_the_meridian_of_zone_38_get_its_false_easting():
    x, y = crs.move_points(np.array([114.0]), np.array([0.0]), source="EPSG:4490", target="EPSG:4526")
    # Zone 38: central meridian 3 * 38 = 114; on it the easting is 38 * 1,000,000 + 500,000.
    assert abs(x[0] - 38_500_000) < 1e-6
    assert abs(y[0]) < 1e-6


def test_nothing_changes_between_wgs84_and_cgcs2000_degrees():
    x, y = crs.move_points(np.array([114.9]), np.array([24.4]), source="EPSG:4326", target="EPSG:4490")
    assert (x[0], y[0]) == (114.9, 24.4)


def test_wgs84_degrees_reach_a_cgcs2000_zone_and_come_back():
    lon, lat = np.array([114.9345, 115.2]), np.array([24.4532, 24.7])
    x, y = crs.move_points(lon, lat, source="EPSG:4326", target="EPSG:4526")
    back = crs.move_points(x, y, source="EPSG:4526", target="EPSG:4326")
    assert np.allclose(back, (lon, lat), rtol=0, atol=1e-10)


@pytest.mark.parametrize("old", ["EPSG:4610", "EPSG:4214", "EPSG:2362"])
def test_a_step_that_proj_only_guesses_is_refused(old):
    with pytest.raises(CrsError, match="no public, trustworthy step"):
        crs.move_points(np.array([115.0]), np.array([24.5]), source=old, target="EPSG:4490")


def test_a_place_that_the_projection_cannot_hold_is_no_number():
    x, y = crs.move_points(np.array([np.inf, 114.0]), np.array([24.0, 24.0]), source=4490, target=4526)
    assert np.isnan(x[0])
    assert np.isnan(y[0])
    assert np.isfinite(x[1])


@pytest.mark.parametrize("own", ["EPSG:4526", "EPSG:2362"])
def test_a_system_in_metres_measures_itself(own):
    to_metres = crs.metre_function(own, bounds=(38_500_000, 2_600_000, 38_600_000, 2_700_000))
    x, y = to_metres(np.array([38_550_000.25]), np.array([2_650_000.75]))
    assert (x[0], y[0]) == (38_550_000.25, 2_650_000.75)


@pytest.mark.parametrize("own", ["EPSG:4490", "EPSG:4326", "EPSG:4610"])
def test_degrees_are_measured_in_the_zone(own):
    to_metres = crs.metre_function(own, bounds=(113.5, 24.0, 114.5, 25.0))
    x, y = to_metres(np.array([114.0, 114.0]), np.array([24.0, 25.0]))
    # One degree of meridian between 24 and 25 N is 110.77 km (111.13 - 0.56 cos(2 * 24.5) km = 110.765).
    assert abs(x[1] - x[0]) < 1e-3
    assert abs((y[1] - y[0]) - 110_765) < 20


def test_web_mercator_is_not_measured_in_its_own_metres():
    # 0.01 degrees of meridian at 24.5 N: Mercator calls them 1,113.2 / cos(24.5) = 1,223 m; they are 1,108 m.
    x, y = crs.move_points(np.array([114.0, 114.0]), np.array([24.5, 24.51]), source=4326, target=3857)
    to_metres = crs.metre_function("EPSG:3857", bounds=(x[0], y[0], x[1], y[1]))
    _, north = to_metres(x, y)
    assert abs((y[1] - y[0]) - 1_223) < 2
    assert abs((north[1] - north[0]) - 1_108) < 1


def test_degrees_outside_china_cannot_be_measured():
    with pytest.raises(CrsError, match="3-degree zones"):
        crs.metre_function("EPSG:4326", bounds=(2.0, 48.0, 3.0, 49.0))


@pytest.mark.parametrize("named", ["EPSG:4526", "EPSG:4547", "EPSG:32650"])
def test_a_county_may_be_measured_in_metres_of_a_modern_system(named):
    assert crs.require_metres(named) is None


@pytest.mark.parametrize(
    ("named", "said"),
    [
        pytest.param("EPSG:99999", "没有这个坐标系", id="unknown"),
        pytest.param("EPSG:4490", "China Geodetic Coordinate System 2000", id="degrees"),
        pytest.param("EPSG:3857", "不可信", id="Mercator: metres that grow with the latitude"),
        pytest.param("EPSG:2263", "不可信", id="feet"),
        pytest.param("EPSG:2362", "Xian 1980", id="Xian 1980"),
    ],
)
def test_a_county_is_not_measured_in_anything_else(named, said):
    with pytest.raises(CrsError, match=said) as refused:
        crs.require_metres(named)
    assert str(refused.value).count("[county] crs") == 2
    assert str(refused.value).count('crs = "EPSG:4526"') == 2


@pytest.mark.parametrize(
    "named",
    [
        pytest.param("EPSG:4610", id="Xian 1980"),
        pytest.param("EPSG:2414", id="Beijing 1954, zone 38"),
        pytest.param("+proj=longlat +ellps=krass +towgs84=22,-118,30,0,0,0,0", id="parameters of one's own"),
        pytest.param("+proj=tmerc +lon_0=114.1 +x_0=500000 +ellps=krass", id="an ellipsoid and no datum"),
    ],
)
def test_what_has_no_step_to_cgcs2000_is_refused_before_it_is_used(named):
    with pytest.raises(CrsError, match=r"没有公开可靠的转换.*natural resources"):
        crs.require_step_to_degrees(crs.read_crs(named))


@pytest.mark.parametrize("named", ["EPSG:4490", "EPSG:4326", "EPSG:4526", "EPSG:3857"])
def test_what_has_a_step_is_let_through(named):
    assert crs.require_step_to_degrees(crs.read_crs(named)) is None
