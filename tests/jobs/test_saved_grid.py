import geopandas as gpd
import numpy as np
import pytest
import shapely

from ruralmap.files.grid_files import grid_path
from ruralmap.jobs.link_polygons import read_polygons_file
from ruralmap.jobs.saved_grid import grid_beside
from ruralmap.link.grid import find_places


def _write(path, sides):
    """Write two half-discs with many vertices, left and right of the meridian through (3, 2)."""
    turn = np.linspace(np.pi / 2, 3 * np.pi / 2, sides)
    halves = [
        shapely.Polygon(np.column_stack([3 + sign * np.cos(turn), 2 + np.sin(turn)])) for sign in (1, -1)
    ]
    gpd.GeoDataFrame({"code": ["A", "B"]}, geometry=halves, crs="EPSG:4490").to_file(path)
    return path


@pytest.fixture
def large(tmp_path):
    """A layer of 600,000 vertices and some: worth an index."""
    return _write(tmp_path / "村界.gpkg", sides=300_000)


def _places(grid):
    return find_places(grid, np.array([2.5, 3.5, 9.0]), np.array([2.0, 2.0, 9.0])).tolist()


def test_the_index_of_a_large_layer_is_saved_beside_it_and_opened_again(large):
    first = grid_beside(large, read_polygons_file(large))
    assert _places(first) == [0, 1, -1]
    before = grid_path(large).stat().st_mtime_ns
    again = grid_beside(large, read_polygons_file(large))
    assert _places(again) == [0, 1, -1]
    assert isinstance(again.cells.base.base, np.memmap)
    assert grid_path(large).stat().st_mtime_ns == before


def test_a_changed_layer_gets_a_new_index(large):
    grid_beside(large, read_polygons_file(large))
    layer = gpd.read_file(large)
    layer.iloc[::-1].to_file(large)
    # The same polygons, the last one first.
    assert _places(grid_beside(large, read_polygons_file(large))) == [1, 0, -1]


def test_another_layer_of_the_same_file_gets_its_own_index(large):
    # As many polygons, as many vertices, the same extent; only their order is another.
    layer = gpd.read_file(large)
    layer.iloc[::-1].to_file(large, layer="旧")
    assert _places(grid_beside(large, read_polygons_file(large, layer="村界"))) == [0, 1, -1]
    assert _places(grid_beside(large, read_polygons_file(large, layer="旧"))) == [1, 0, -1]


def test_where_it_cannot_be_saved_it_is_built_each_time(large):
    grid_path(large).mkdir()
    assert _places(grid_beside(large, read_polygons_file(large))) == [0, 1, -1]


def test_nothing_is_left_beside_a_small_layer(tmp_path):
    small = _write(tmp_path / "村界.gpkg", sides=64)
    assert _places(grid_beside(small, read_polygons_file(small))) == [0, 1, -1]
    assert not grid_path(small).exists()
