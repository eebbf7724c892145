import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruralmap.errors import CrsError
from ruralmap.geo import datum

# Longitude and latitude in WGS-84, then in GCJ-02: pairs that public implementations give as their own tests.
PUBLISHED = [
    pytest.param((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597), id="Shanghai"),
    pytest.param((113.912316, 22.543847), (113.9171764808363, 22.540796131694766), id="Shenzhen"),
    pytest.param((116.377817, 39.911954), (116.38404722455657, 39.91334545536069), id="Beijing"),
]
ROUND_TRIP = 1e-9  # degrees: a tenth of a millimetre
in_china = st.tuples(st.floats(73.6, 135.0), st.floats(18.2, 53.5))


def _arrays(pair):
    return np.array([pair[0]]), np.array([pair[1]])


@pytest.mark.parametrize(("wgs", "gcj"), PUBLISHED)
def test_shift_agrees_with_published_pairs_both_ways(wgs, gcj):
    assert np.allclose(datum.gcj02_of_wgs84(*_arrays(wgs)), _arrays(gcj), rtol=0, atol=1e-9)
    assert np.allclose(datum.wgs84_of_gcj02(*_arrays(gcj)), _arrays(wgs), rtol=0, atol=1e-9)


def test_bd09_agrees_with_a_published_pair_both_ways():
    gcj, bd = (116.404, 39.915), (116.41036949371029, 39.92133699351022)
    assert np.allclose(datum.bd09_of_gcj02(*_arrays(gcj)), _arrays(bd), rtol=0, atol=1e-9)
    assert np.allclose(datum.gcj02_of_bd09(*_arrays(bd)), _arrays(gcj), rtol=0, atol=1e-9)


@given(in_china)
def test_gcj02_round_trip_returns_to_the_start(place):
    lon, lat = _arrays(place)
    back = datum.wgs84_of_gcj02(*datum.gcj02_of_wgs84(lon, lat))
    assert np.abs(back[0] - lon).max() < ROUND_TRIP
    assert np.abs(back[1] - lat).max() < ROUND_TRIP


@given(in_china)
def test_bd09_round_trip_returns_to_the_start(place):
    lon, lat = _arrays(place)
    shifted = datum.bd09_of_gcj02(*datum.gcj02_of_wgs84(lon, lat))
    back = datum.wgs84_of("BD-09", *shifted)
    assert np.abs(back[0] - lon).max() < ROUND_TRIP
    assert np.abs(back[1] - lat).max() < ROUND_TRIP


@given(in_china)
def test_shift_is_hundreds_of_metres_never_kilometres(place):
    lon, lat = _arrays(place)
    east, north = datum.gcj02_of_wgs84(lon, lat)
    metres = 111_320 * np.hypot((east - lon) * np.cos(np.radians(lat)), north - lat)
    assert (metres < 1_000).all()


@pytest.mark.parametrize(
    "place",
    [
        pytest.param((2.35, 48.86), id="Paris"),
        pytest.param((140.0, 36.0), id="east of the box"),
        pytest.param((114.0, 60.0), id="north of the box"),
        pytest.param((24.4, 114.9), id="longitude and latitude swapped"),
    ],
)
@pytest.mark.parametrize("shift", [datum.gcj02_of_wgs84, datum.wgs84_of_gcj02, datum.bd09_of_gcj02])
def test_nothing_moves_outside_china(place, shift):
    lon, lat = shift(*_arrays(place))
    assert (lon[0], lat[0]) == place


def test_values_that_are_no_numbers_stay_so_and_do_not_disturb_their_neighbours():
    lon, lat = datum.wgs84_of_gcj02(
        np.array([np.nan, np.inf, 121.531541859215]), np.array([30.0, 30.0, 31.17530398364597])
    )
    assert np.isnan(lon[0])
    assert np.isinf(lon[1])
    assert abs(lon[2] - 121.5272106) < ROUND_TRIP
    assert abs(lat[2] - 31.1774276) < ROUND_TRIP


def test_arguments_are_not_changed():
    lon, lat = np.array([115.0]), np.array([24.5])
    datum.gcj02_of_wgs84(lon, lat)
    assert (lon[0], lat[0]) == (115.0, 24.5)


@pytest.mark.parametrize("name", ["CGCS2000", "WGS-84"])
def test_modern_datums_are_taken_as_one(name):
    lon, lat = datum.wgs84_of(name, *_arrays((115.0, 24.5)))
    assert (lon[0], lat[0]) == (115.0, 24.5)


def test_gcj02_by_name_undoes_the_shift():
    shifted = datum.gcj02_of_wgs84(*_arrays((115.0, 24.5)))
    lon, lat = datum.wgs84_of("GCJ-02", *shifted)
    assert abs(lon[0] - 115.0) < ROUND_TRIP
    assert abs(lat[0] - 24.5) < ROUND_TRIP


def test_an_unknown_datum_is_refused():
    with pytest.raises(CrsError, match="Beijing 1954"):
        datum.wgs84_of("Beijing 1954", *_arrays((115.0, 24.5)))
