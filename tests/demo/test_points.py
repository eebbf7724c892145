import numpy as np
import pytest
import shapely

from ruralmap.demo.draws import stream
from ruralmap.demo.spots import MARGIN_DEGREES, draw_inside, scatter
from ruralmap.geo.datum import wgs84_of_gcj02

SQUARE = shapely.box(115.0, 24.0, 115.01, 24.01)


def test_drawn_points_keep_away_from_the_border():
    points = draw_inside(stream(1), SQUARE, count=200)
    assert points.shape == (200, 2)
    assert shapely.distance(SQUARE.boundary, shapely.points(points)).min() >= MARGIN_DEGREES
    assert np.array_equal(points, points.round(6))


def test_a_village_too_thin_for_a_point_is_refused():
    with pytest.raises(ValueError, match="no 1 points fit"):
        draw_inside(stream(1), shapely.box(115.0, 24.0, 115.01, 24.0001), count=1)


def test_scattered_points_stay_near_their_centre_and_inside():
    centres = draw_inside(stream(1), SQUARE, count=100)
    points = scatter(stream(2), SQUARE, centres=centres, reach_degrees=0.002)
    assert np.abs(points - centres).max() <= 0.002 + 1e-6
    assert shapely.distance(SQUARE.boundary, shapely.points(points)).min() >= MARGIN_DEGREES


def test_a_surveyed_point_brought_back_to_wgs84_lies_where_it_was_taken(county):
    surveys = county.surveys[county.surveys["survey"].ne("none")]
    lon, lat = surveys["lon"].to_numpy(), surveys["lat"].to_numpy()
    shifted = surveys["true_datum"].eq("GCJ-02").to_numpy()
    back = np.where(shifted, wgs84_of_gcj02(lon, lat), (lon, lat))
    surveyed = county.households.loc[surveys.index, "surveyed_village_code"]
    villages = county.villages.geometry[surveyed].to_numpy()
    assert shapely.contains_xy(villages, *back).all()
    # 0.005 degrees is half a kilometre, which is what GCJ-02 moves here.
    assert 0.003 < np.abs(back[0] - lon)[shifted].mean() < 0.007


def test_points_are_written_in_every_way_at_about_the_planned_rates(county):
    shares = county.surveys["survey"].value_counts(normalize=True)
    assert shares["gps"] == pytest.approx(0.58, abs=0.02)
    assert shares["phone_gcj"] == pytest.approx(0.08, abs=0.01)
    assert shares["phone_silent"] == pytest.approx(0.04, abs=0.01)
    assert shares["wechat"] == pytest.approx(0.17, abs=0.02)
    assert shares["none"] == pytest.approx(0.13, abs=0.02)


def test_only_points_with_a_stated_datum_say_so(county):
    stated = county.surveys["datum"].notna()
    assert (stated == county.surveys["survey"].isin(["gps", "phone_gcj"])).all()
