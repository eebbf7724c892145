import math

import geopandas as gpd
import numpy as np
import pytest
import shapely

from ruralmap.demo.land import build_land
from ruralmap.draw.shapes import Grid, lay_out
from ruralmap.errors import ConservationError, CrsError

EARTH_M = 6_378_137.0


def _degrees(land, cells):
    """Undo the grid and the web's projection by its own formula (EPSG method 1024)."""

    def back(at):
        x = land.grid.west_m + at[:, 0] * land.grid.step_m
        y = land.grid.north_m - at[:, 1] * land.grid.step_m
        lat = np.degrees(2 * np.arctan(np.exp(y / EARTH_M)) - math.pi / 2)
        return np.column_stack([np.degrees(x / EARTH_M), lat])

    return shapely.transform(np.asarray(cells, dtype=object), back)


def test_the_grid_counts_to_the_east_and_to_the_south():
    grid = Grid(west_m=100.0, north_m=900.0, step_m=0.5)
    cells = grid.cells_of(np.array([100.0, 101.2]), np.array([900.0, 890.0]))
    # 1.2 m are 2.4 half metres, rounded 2; 10 m to the south are 20.
    assert cells.tolist() == [[0, 0], [2, 20]]


def test_a_square_comes_back_within_half_a_step(villages, townships):
    land = lay_out(villages, townships)
    back = _degrees(land, land.cells)
    # One step is one metre of the web's plane, 1 / 111,320 of a degree; half of it, rounded up.
    half_step = 0.5 * land.grid.step_m / 111_000
    for given_, found in zip(villages.geometry, back, strict=True):
        assert shapely.hausdorff_distance(given_, found) <= half_step * math.sqrt(2)


def test_the_text_of_the_page_reads_back_as_the_cells(wavy_villages, townships, read_borders):
    land = lay_out(wavy_villages, townships)
    for cell, found in zip(land.cells, read_borders(land.encode()), strict=True):
        assert shapely.equals(cell, found)


def test_a_coverage_stays_a_coverage(wavy_villages, townships):
    land = lay_out(wavy_villages, townships)
    assert shapely.coverage_is_valid(land.cells)
    assert (
        shapely.get_num_coordinates(land.cells).sum()
        < shapely.get_num_coordinates(wavy_villages.geometry).sum()
    )


def test_simplified_borders_stay_near_the_real_ones(wavy_villages, townships):
    land = lay_out(wavy_villages, townships)
    back = gpd.GeoSeries(_degrees(land, land.cells), crs="EPSG:4490").to_crs("EPSG:4526")
    real = wavy_villages.geometry.to_crs("EPSG:4526")
    # The tolerance is the root of a triangle's area: 6 m allow a flat triangle of 4 m height on an 18 m base.
    away = [shapely.hausdorff_distance(a, b) for a, b in zip(real, back, strict=True)]
    assert max(away) < 12


def test_borders_know_what_they_bound(villages, townships):
    kinds = lay_out(villages, townships).encode()["kinds"]
    # Four corner pieces bound the county (0); of the spokes two part the townships (1), two villages (2).
    assert sorted(kinds) == list("00001122")


def test_the_order_of_the_rows_does_not_matter(wavy_villages, townships):
    shuffled = wavy_villages.sample(frac=1, random_state=7)
    assert lay_out(shuffled, townships[::-1]).encode() == lay_out(wavy_villages, townships).encode()


def test_each_village_knows_its_township(villages, townships):
    land = lay_out(villages, townships)
    assert land.villages["township_row"].tolist() == [0, 0, 1, 1]
    assert land.township_of_cell.tolist() == [0, 0, 1, 1]


def test_a_township_without_villages_is_drawn_by_its_own_polygon(villages, townships):
    land = lay_out(villages[villages["township_code"] == "441624100"], townships)
    assert len(land.villages) == 2
    assert land.township_of_cell.tolist() == [0, 0, 1]


def test_a_village_of_an_unknown_township_is_still_drawn(villages, townships):
    land = lay_out(villages, townships.iloc[:1])
    assert land.township_of_cell.tolist() == [0, 0, -1, -1]
    assert len(land.cells) == 4


def test_the_middle_of_a_square_is_its_middle(villages, townships):
    land = lay_out(villages, townships)
    middle = shapely.centroid(land.cells[0])
    first = land.villages.iloc[0]
    # 1,000 m on the ground are 1,000 / cos 24.4° ≈ 1,098 m of the web's plane: the circle's radius is half.
    assert abs(first["x"] - middle.x) < 30
    assert 530 < first["radius"] < 552


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda frame: frame.to_crs("EPSG:4526"), id="metres"),
        pytest.param(lambda frame: frame.set_crs(None, allow_override=True), id="no system"),
        pytest.param(
            lambda frame: frame.to_crs("EPSG:4490").set_crs(4610, allow_override=True), id="Xian 1980"
        ),
    ],
)
def test_a_layer_that_is_not_in_modern_degrees_is_refused(villages, townships, spoil):
    with pytest.raises(CrsError):
        lay_out(spoil(villages), townships)


def test_an_empty_polygon_is_named(villages, townships):
    villages.loc["441624101202", "geometry"] = shapely.Polygon()
    with pytest.raises(ConservationError, match="441624101202"):
        lay_out(villages, townships)


def test_a_village_whose_border_crosses_itself_is_drawn(villages, townships):
    west, south, east, north = villages.geometry.iloc[0].bounds
    crossed = shapely.Polygon([(west, south), (east, north), (east, south), (west, north)])
    villages.loc["441624100201", "geometry"] = crossed
    land = lay_out(villages, townships)
    assert len(land.cells) == 4
    assert land.villages["radius"].min() > 0


def test_a_layer_with_a_gap_is_drawn_as_it_is(villages, townships):
    squeezed = villages.copy()
    squeezed.loc["441624100201", "geometry"] = shapely.affinity.scale(squeezed.geometry.iloc[0], 0.99, 0.99)
    land = lay_out(squeezed, townships)
    assert len(land.cells) == 4
    assert land.grid.step_m == 1.0


@pytest.mark.slow
def test_the_demonstration_county_stays_whole_and_small():
    county = build_land()
    land = lay_out(county.villages, county.townships)
    borders = land.encode()
    assert len(land.cells) == 248
    assert land.grid.step_m == 1.0
    assert shapely.coverage_is_valid(land.cells)
    assert len(borders["arcs"]) + len(borders["cells"]) < 100_000
