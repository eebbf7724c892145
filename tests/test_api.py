"""`import ruralmap as rm`: the public functions, on frames and on a toy workspace."""

import geopandas as gpd
import pytest
import shapely

import ruralmap as rm
import toy

SQUARES = gpd.GeoDataFrame(
    geometry=[shapely.box(*corner, corner[0] + 0.01, corner[1] + 0.01) for corner in toy.SQUARES.values()],
    index=list(toy.SQUARES),
    crs="EPSG:4490",
)


@pytest.fixture
def workspace(tmp_path):
    roster = toy.people(
        "441624100201", 31, prefix="A", kind="一般农户", monitored="边缘易致贫户", cleared="否"
    )
    return rm.open_workspace(toy.write_county(tmp_path, roster))


def test_points_are_linked_with_status_and_method():
    points = gpd.GeoSeries(
        [
            shapely.Point(115.005, 24.405),
            shapely.Point(115.01, 24.405),
            shapely.Point(116, 25),
            shapely.Point(),
        ],
        index=["inside", "border", "outside", "empty"],
    )
    links = rm.link(points, SQUARES)
    assert links["link_status"].tolist() == ["linked", "tie", "unlinked", "rejected"]
    assert links.loc["inside", "village_code"] == "441624100201"
    assert links.loc["border", "village_code"] == "441624100201"  # the lower of ...201 and ...202
    assert links["link_method"].notna().tolist() == [True, True, False, False]


def test_points_of_another_system_are_brought_to_the_villages():
    points = gpd.GeoSeries([shapely.Point(115.015, 24.415)], crs="EPSG:4490").to_crs("EPSG:4526")
    links = rm.link(points, SQUARES)
    assert links["village_code"].tolist() == ["441624101201"]


def test_the_name_link_is_the_function_even_after_the_room_was_imported():
    import ruralmap.link.points  # noqa: F401, PLC0415

    assert callable(rm.zones)
    assert callable(rm.link)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="township_pakc"):
        _ = rm.township_pakc


def test_zones_and_maps_of_a_workspace(workspace, tmp_path):
    report = rm.zones(workspace)
    selected = {result.code for result in report.evaluation.of("YN-20") if result.outcome == "selected"}
    assert selected == {"441624100201"}  # 31 of 1,000
    for draw in (rm.priority_map, rm.asset_map, rm.fund_map):
        drawn = draw(workspace)
        path = tmp_path / f"{draw.__name__}.html"
        drawn.save(path)
        assert path.read_bytes() == drawn.to_html().encode("utf-8")
        assert drawn.to_iframe("600px", "400px").startswith("<iframe")
        assert drawn._repr_html_().startswith("<iframe")
