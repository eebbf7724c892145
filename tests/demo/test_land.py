import geopandas as gpd
import numpy as np
import pytest
import shapely

from ruralmap.demo.land import build_land
from ruralmap.demo.places import read_outline, read_seats, read_villages

GAUSS_KRUGER = "EPSG:4526"


@pytest.fixture(scope="module")
def village_areas_km2(land):
    return land.villages.to_crs(GAUSS_KRUGER).area / 1e6


@pytest.fixture(scope="module")
def border_lines(land):
    """The borders that two villages share, in metres, one line each."""
    villages = land.villages.to_crs(GAUSS_KRUGER).geometry.to_numpy()
    first, second = shapely.STRtree(villages).query(villages, predicate="touches")
    once = first < second
    # The layer was projected vertex by vertex, so that shared borders are still equal.
    shared = shapely.line_merge(shapely.intersection(villages[first[once]], villages[second[once]]))
    lines = shapely.get_parts(shared)
    return lines[shapely.get_type_id(lines) == shapely.GeometryType.LINESTRING]


def test_the_layers_have_the_agreed_columns_and_order(land):
    assert list(land.villages.columns) == [
        "village",
        "township_code",
        "township",
        "urban_rural_class",
        "exited_poor",
        "kind",
        "geometry",
    ]
    assert list(land.townships.columns) == ["township", "geometry"]
    assert list(land.county.columns) == ["county", "geometry"]
    for layer, name in ((land.villages, "village_code"), (land.townships, "township_code")):
        assert layer.index.name == name
        assert layer.index.is_monotonic_increasing
        assert layer.crs.to_epsg() == 4490
    assert land.villages["exited_poor"].dtype == "boolean"


def test_every_listed_village_has_a_polygon_and_its_own_name(land):
    listed = read_villages().set_index("village_code")

    assert list(land.villages.index) == list(listed.index)
    assert (land.villages["village"] == listed["village"]).all()
    assert land.villages.geometry.is_valid.all()
    assert (land.villages.geometry.geom_type == "Polygon").all()


@pytest.mark.parametrize(
    ("township", "villages", "communities"),
    [
        # read off the list: codes 201 to 222 and 001 to 012, and so on
        pytest.param("阳明镇", 22, 12, id="阳明镇, 34"),
        pytest.param("彭寨镇", 27, 5, id="彭寨镇, 32"),
        pytest.param("东水镇", 19, 1, id="东水镇, 20"),
        pytest.param("公白镇", 7, 1, id="公白镇, 8"),
        pytest.param("热水镇", 7, 1, id="热水镇, 8"),
        pytest.param("古寨镇", 7, 1, id="古寨镇, 8"),
    ],
)
def test_a_township_has_as_many_villages_as_the_list(land, township, villages, communities):
    kinds = land.villages.loc[land.villages["township"] == township, "kind"]

    assert (kinds == "村委会").sum() == villages
    assert (kinds == "居委会").sum() == communities


def test_villages_leave_no_gap_and_no_overlap(land):
    villages = land.villages.geometry.to_numpy()

    assert shapely.coverage_is_valid(villages)
    assert shapely.coverage_is_valid(land.townships.geometry.to_numpy())


def test_villages_fill_the_outline_exactly(land):
    outline = land.county.geometry.iloc[0]
    whole = shapely.coverage_union_all(land.villages.geometry.to_numpy())

    assert outline.equals_exact(read_outline().iloc[0])
    assert whole.geom_type == "Polygon"
    assert not whole.interiors
    # 1e-13 square degrees is 1e-13 * 101 km * 111 km = 11 cm² of 2277 km²: what floating point leaves.
    assert whole.symmetric_difference(outline).area < 1e-13


def test_every_vertex_of_the_outline_is_kept(land):
    ours = set(map(tuple, shapely.get_coordinates(land.villages.geometry.to_numpy()).tolist()))
    published = set(map(tuple, shapely.get_coordinates(read_outline().iloc[0]).tolist()))

    assert published <= ours


def test_a_township_is_the_union_of_its_villages(land):
    for code, members in land.villages.groupby("township_code"):
        union = shapely.coverage_union_all(members.geometry.to_numpy())
        assert shapely.equals(union, land.townships.geometry[code])


def test_every_township_and_its_town_hold_its_seat(land):
    seats = read_seats().set_index("township_code")
    points = gpd.GeoSeries(gpd.points_from_xy(seats["lon"], seats["lat"]), index=seats.index)
    town = land.villages[land.villages["urban_rural_class"] == "121"]

    assert land.townships.geometry.to_crs(4490).contains(points.set_crs(4490)).all()
    for code, seat in points.items():
        assert town[town["township_code"] == code].contains(seat).any()


def test_areas_are_plausible(land, village_areas_km2):
    rural = land.villages["kind"] == "村委会"

    assert village_areas_km2.sum() == pytest.approx(2277.4, abs=0.1)
    assert village_areas_km2.min() > 0.3
    assert village_areas_km2[rural].min() > 1
    assert village_areas_km2.max() < 60
    assert village_areas_km2[rural].median() > 3 * village_areas_km2[~rural].median()


def test_nothing_is_a_sliver(land):
    villages = land.villages.to_crs(GAUSS_KRUGER).geometry
    # A band 300 m wide would vanish when shrunk by 150 m from both sides.
    assert not villages.buffer(-150).is_empty.any()


def test_polygons_have_the_detail_of_a_digitised_layer(land):
    counts = shapely.get_num_coordinates(land.villages.geometry.to_numpy())

    assert 60 <= np.median(counts) <= 200
    assert counts.max() < 400


def test_borders_wind_like_ridges_and_streams(border_lines):
    ends = shapely.distance(shapely.get_point(border_lines, 0), shapely.get_point(border_lines, -1))
    lengths = shapely.length(border_lines)
    long = (lengths > 1000) & (ends > 500)
    sinuosity = lengths[long] / ends[long]

    assert long.sum() > 300
    assert np.median(sinuosity) > 1.12
    assert (sinuosity > 1.02).mean() > 0.95


def test_one_village_lies_all_round_a_town(land):
    holes = shapely.get_num_interior_rings(land.villages.geometry.to_numpy())

    assert holes.sum() == 1
    village = land.villages.index[holes.argmax()]
    enclave = land.villages.geometry["441624105001"]
    assert village == "441624105201"
    assert shapely.Polygon(land.villages.geometry[village].interiors[0]).equals(enclave)


def test_coordinates_lie_on_the_grid_of_a_hundred_nanodegrees(land):
    for layer in (land.villages, land.townships, land.county):
        coordinates = shapely.get_coordinates(layer.geometry.to_numpy())
        assert (coordinates == np.round(coordinates, 7)).all()


def test_45_villages_were_lifted_and_no_community(land):
    lifted = land.villages[land.villages["exited_poor"]]
    by_township = lifted.groupby("township_code").size()

    assert len(lifted) == 45
    assert (lifted["kind"] == "村委会").all()
    assert by_township["441624110"] == 4
    assert by_township["441624113"] == 4
    assert len(by_township) >= 15


def test_directions_in_names_are_true(land):
    east_of = {"东城社区居民委员会": "西城社区居民委员会", "城东村村民委员会": "城西村村民委员会"}
    east = land.villages[land.villages["township"] == "阳明镇"].set_index("village").geometry.bounds

    for eastern, western in east_of.items():
        assert east["minx"][eastern] > east["minx"][western]


def test_the_same_seed_gives_the_same_bytes(land):
    again = build_land()

    for name in ("county", "townships", "villages"):
        one, other = getattr(land, name), getattr(again, name)
        assert (one.geometry.to_wkb() == other.geometry.to_wkb()).all()
        assert one.drop(columns="geometry").equals(other.drop(columns="geometry"))


@pytest.mark.slow
def test_another_seed_gives_another_land_that_is_as_whole(land):
    other = build_land(7)

    assert not other.villages.geometry.iloc[0].equals(land.villages.geometry.iloc[0])
    assert shapely.coverage_is_valid(other.villages.geometry.to_numpy())
    assert other.villages["exited_poor"].sum() == 45
