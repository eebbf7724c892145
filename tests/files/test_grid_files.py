import json

import numpy as np
import pytest
import shapely
from shapely import box

from ruralmap.files.grid_files import digest_shapes, grid_path, open_grid, save_grid
from ruralmap.link.grid import build_grid, covering_pairs

SHAPES = np.array([box(0, 0, 1, 1), box(1, 0, 2, 1), box(0.5, 0.5, 1.5, 2)], dtype=object)
X = np.array([0.25, 1.0, 1.75, 1.25, 9.0])
Y = np.array([0.25, 0.25, 0.25, 0.75, 9.0])


@pytest.fixture
def saved(tmp_path):
    path = tmp_path / "村界.gpkg.grid"
    save_grid(path, build_grid(SHAPES), digest="of the layer")
    return path


def _pairs(grid):
    return sorted(zip(*(part.tolist() for part in covering_pairs(grid, SHAPES, X, Y)), strict=True))


def test_a_saved_index_answers_as_the_one_that_was_saved(saved):
    opened = open_grid(saved, digest="of the layer")
    # By hand: the first point in the first square, the second on the border of two, ... the fourth in the
    # overlap of the second square with the third polygon, the last one nowhere.
    assert _pairs(opened) == [(0, 0), (1, 0), (1, 1), (2, 1), (3, 1), (3, 2)]
    assert _pairs(opened) == _pairs(build_grid(SHAPES))


def test_an_opened_index_is_not_read_but_mapped(saved):
    base = open_grid(saved, digest="of the layer").records
    while not isinstance(base, np.memmap):
        base = base.base
    assert base.mode == "c"


def test_saving_the_same_index_again_changes_no_byte(saved):
    before = saved.read_bytes()
    save_grid(saved, build_grid(SHAPES), digest="of the layer")
    assert saved.read_bytes() == before


def test_an_index_of_another_layer_is_not_used(saved):
    assert open_grid(saved, digest="of a changed layer") is None


def test_no_index_is_no_error(tmp_path):
    assert open_grid(tmp_path / "nothing.grid", digest="of the layer") is None
    # Nor is what cannot be read: here a folder.
    assert open_grid(tmp_path, digest="of the layer") is None


@pytest.mark.parametrize("change", ["shorter", "longer", "empty", "no head", "a list for a head"])
def test_an_index_that_is_not_whole_is_not_used(saved, change):
    content = saved.read_bytes()
    saved.write_bytes(
        {
            "shorter": content[:-8],
            "longer": content + b"\0" * 8,
            "empty": b"",
            "no head": b"{" + content,
            "a list for a head": b"[1]\n" + content,
        }[change]
    )
    assert open_grid(saved, digest="of the layer") is None


@pytest.mark.parametrize(("key", "value"), [("layout", 0), ("byteorder", "middle")])
def test_an_index_of_another_layout_or_machine_is_not_used(saved, key, value):
    line, _, rest = saved.read_bytes().partition(b"\n")
    head = json.dumps(json.loads(line) | {key: value}).encode()
    saved.write_bytes(head.ljust(len(line)) + b"\n" + rest)
    assert open_grid(saved, digest="of the layer") is None


def test_the_index_stands_beside_its_layer(tmp_path):
    assert grid_path(tmp_path / "村界.shp") == tmp_path / "村界.shp.grid"


def test_the_digest_changes_with_any_shape_and_with_their_order():
    square, other = box(0, 0, 3, 3), box(1, 1, 2, 2)
    moved = box(0, 0, 3, np.nextafter(3, 4))
    # A hole, and a part that lies inside: the same vertices in the same order.
    holed = shapely.Polygon(square.exterior, [other.exterior])
    parts = shapely.MultiPolygon([square, other])
    layers = [
        [square, other],
        [other, square],
        [moved, other],
        [square, other, None],
        [None, square, other],
        [holed],
        [parts],
        [],
    ]
    digests = [digest_shapes(np.array(shapes, dtype=object)) for shapes in layers]
    assert len(set(digests)) == len(layers)
    assert digests[0] == digest_shapes(np.array([box(0, 0, 3, 3), box(1, 1, 2, 2)], dtype=object))


def test_an_empty_coverage_has_an_index_too(tmp_path):
    path = tmp_path / "empty.grid"
    none = np.array([shapely.Polygon()], dtype=object)
    save_grid(path, build_grid(none), digest="")
    grid = open_grid(path, digest="")
    assert [part.tolist() for part in covering_pairs(grid, none, X, Y)] == [[], []]
