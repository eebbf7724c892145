"""
The point index against the exact predicate of GEOS, where rounding, borders and order could matter.

CI runs it twice: compiled, and with NUMBA_DISABLE_JIT as plain Python, so that coverage sees every line.
"""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from numba import config
from shapely import MultiPolygon, Polygon, affinity, box

from ruralmap.link.grid import CLOSER, NOWHERE, build_grid, covering_pairs, find_places


def _pairs(shapes, x, y):
    """Pair points and polygons by the index; no pair may come twice."""
    points, polygons = covering_pairs(build_grid(shapes), shapes, x, y)
    pairs = set(zip(points.tolist(), polygons.tolist(), strict=True))
    assert len(pairs) == len(points)
    return pairs


def _exact_pairs(shapes, x, y):
    """Pair points and polygons by the exact predicate alone."""
    readable = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    polygons, points = shapely.STRtree(shapely.points(x[readable], y[readable])).query(
        shapes, predicate="intersects"
    )
    return set(zip(readable[points].tolist(), polygons.tolist(), strict=True))


def _differences(shapes, x, y):
    """List the pairs on which the index and the exact predicate disagree."""
    shapes = np.array(shapes, dtype=object)
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    return _pairs(shapes, x, y) ^ _exact_pairs(shapes, x, y)


def _with_neighbours(x, y):
    """Add to each point the eight that differ by one unit in the last place."""
    steps = [(0, 0), (1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1)]
    far = {0: None, 1: np.inf, -1: -np.inf}

    def step(values, sign):
        return values if sign == 0 else np.nextafter(values, far[sign])

    return (
        np.concatenate([step(x, a) for a, _ in steps]),
        np.concatenate([step(y, b) for _, b in steps]),
    )


COUNT = 40 if config.DISABLE_JIT else 4000


def _everywhere(shapes, count=COUNT, seed=7):
    """Draw points over the shapes and a little beyond."""
    rng = np.random.default_rng(seed)
    west, south, east, north = shapely.total_bounds(np.array(shapes, dtype=object))
    margin = 0.1 * max(east - west, north - south)
    return rng.uniform(west - margin, east + margin, count), rng.uniform(
        south - margin, north + margin, count
    )


def _on_borders(shapes):
    """Give all vertices, and the middles of all edges."""
    vertices, owners = shapely.get_coordinates(np.array(shapes, dtype=object), return_index=True)
    same = owners[1:] == owners[:-1]
    middles = (vertices[1:][same] + vertices[:-1][same]) / 2
    return np.concatenate([vertices, middles]).T


def _on_lines(shapes, count=COUNT // 8, seed=3):
    """Give corners of the lattice, and points on its lines."""
    lattice = build_grid(np.array(shapes, dtype=object)).lattice
    rng = np.random.default_rng(seed)
    columns, rows = rng.integers(0, lattice.columns, count), rng.integers(0, lattice.rows, count)
    x, y = lattice.x0 + columns * lattice.side, lattice.y0 + rows * lattice.side
    anywhere_x, anywhere_y = _everywhere(shapes, count)
    return np.concatenate([x, x, anywhere_x]), np.concatenate([y, anywhere_y, y])


def _villages(count=60, seed=5):
    """Make a coverage of Voronoi cells in degrees."""
    sites = np.random.default_rng(seed).uniform([114.5, 24.0], [115.5, 24.7], (count, 2))
    return list(shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(sites))))


def _fan(count):
    """Make triangles that all meet at one point, more than one number has bits."""
    angles = np.linspace(0, 2 * np.pi, count + 1)
    rim = [(float(np.cos(a)), float(np.sin(a))) for a in angles[:-1]]
    return [Polygon([(0, 0), rim[i], rim[(i + 1) % count]]) for i in range(count)]


SQUARES = [box(i, j, i + 1, j + 1) for i in range(4) for j in range(4)]
RIM = Polygon(box(0, 0, 10, 10).exterior, [box(3, 3, 7, 7).exterior])
COVERAGES = {
    "squares on whole numbers": SQUARES,
    "squares in a zone with its prefix": [affinity.translate(s, 38_500_000, 2_700_000) for s in SQUARES],
    "villages in degrees": _villages(),
    "an enclave": [RIM, box(3, 3, 7, 7)],
    "a hole that nobody fills": [RIM],
    "two parts": [MultiPolygon([box(0, 0, 1, 1), box(5, 5, 6, 6)]), box(1, 0, 5, 6)],
    "overlaps of two and three": [box(0, 0, 4, 4), box(2, 2, 6, 6), box(3, 0, 5, 6), box(9, 9, 10, 10)],
    # Every cell of the small one lies wholly inside the large one, which has no edge there.
    "a cell inside a third polygon": [box(0, 0, 100, 100), box(40, 40, 40.5, 41), box(40.5, 40, 41, 41)],
    "the same polygon twice": [box(0, 0, 2, 3), box(0, 0, 2, 3)],
    "a fan of forty": _fan(40),
    "more vertices on one side of a border": [
        Polygon([(0, 0), (1, 0), (1, 0.25), (1, 0.5), (1, 1), (0, 1)]),
        Polygon([(1, 0), (2, 0), (2, 1), (1, 1)]),
    ],
    "a bow tie among sound ones": [
        Polygon([(0, 0), (2, 2), (2, 0), (0, 2)]),
        box(1, 1, 4, 4),
        box(4, 1, 5, 4),
    ],
    "one bow tie alone": [Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])],
    "a needle beside a plain": [Polygon([(0, 0), (1000, 1e-7), (1000, 0)]), box(0, 1, 1000, 2)],
    "nearly level edges": [Polygon([(0, 0), (8, np.nextafter(0, 1)), (8, 4), (0, 4)]), box(0, -4, 8, 0)],
    "repeated vertices": [Polygon([(0, 0), (1, 0), (1, 0), (1, 1), (1, 1), (0, 1)]), box(1, 0, 2, 1)],
    "nothing, and something that is no polygon": [
        None,
        Polygon(),
        shapely.LineString([(0, 0), (9, 9)]),
        box(2, 2, 3, 3),
    ],
}


@pytest.mark.parametrize("name", COVERAGES)
@pytest.mark.parametrize("draw", [_everywhere, _on_borders, _on_lines])
def test_the_index_and_the_exact_predicate_never_differ(name, draw):
    shapes = COVERAGES[name]
    polygons = [s for s in shapes if s is not None and s.geom_type.endswith("Polygon")]
    x, y = draw(polygons)
    only = [s if s is None or s.geom_type.endswith("Polygon") else None for s in shapes]
    assert not _differences(only, *_with_neighbours(x, y))


def test_other_geometries_cover_nothing():
    line = np.array([shapely.LineString([(0, 0), (9, 9)]), shapely.Point(1, 1)], dtype=object)
    grid = build_grid(line)
    assert find_places(grid, np.array([1.0]), np.array([1.0])).tolist() == [NOWHERE]


@pytest.mark.parametrize("far", [1e12, 1e30, 1e200, -1e300])
def test_a_polygon_with_a_vertex_that_is_no_place_covers_nothing_and_harms_no_other(far):
    damaged = Polygon([(0, 0), (1, 0), (far, 1), (0, 1)])
    shapes = np.array([damaged, box(0, 0, 1, 1), box(1, 0, 2, 1)], dtype=object)
    grid = build_grid(shapes)
    assert grid.lattice == build_grid(shapes[1:]).lattice
    assert find_places(grid, np.array([0.5, 1.5, 0.5]), np.array([0.5, 0.5, 1.5])).tolist() == [1, 2, NOWHERE]


@pytest.mark.parametrize("shapes", [[], [None], [Polygon()]])
def test_without_a_polygon_every_point_is_nowhere(shapes):
    grid = build_grid(np.array(shapes, dtype=object))
    assert find_places(grid, np.array([0.0, 0.5]), np.array([0.0, 0.5])).tolist() == [NOWHERE, NOWHERE]


def test_a_point_that_is_no_number_is_nowhere():
    grid = build_grid(np.array([box(0, 0, 1, 1)], dtype=object))
    x = np.array([np.nan, 0.5, np.inf, -np.inf, 0.5])
    y = np.array([0.5, np.nan, 0.5, 0.5, 0.5])
    assert find_places(grid, x, y).tolist() == [NOWHERE, NOWHERE, NOWHERE, NOWHERE, 0]


def test_off_the_borders_the_index_answers_alone():
    # Of 100 by 100 points between whole numbers none lies on a border of the squares.
    x, y = np.meshgrid(np.arange(0.02, 4, 0.04), np.arange(0.02, 4, 0.04))
    places = find_places(build_grid(np.array(SQUARES, dtype=object)), x.ravel(), y.ravel())
    expected = np.floor(x).astype(int) * 4 + np.floor(y).astype(int)
    assert (places == expected.ravel()).all()


def test_on_a_border_and_in_an_overlap_the_index_does_not_decide():
    shapes = np.array([box(0, 0, 2, 2), box(1, 0, 3, 2)], dtype=object)
    places = find_places(build_grid(shapes), np.array([1.0, 1.5, 0.5, 2.5]), np.array([1.0, 1.0, 1.0, 1.0]))
    assert places.tolist() == [CLOSER, CLOSER, 0, 1]


def test_more_polygons_in_a_cell_than_a_number_has_bits_are_left_to_the_exact_predicate():
    shapes = np.array(_fan(40), dtype=object)
    assert find_places(build_grid(shapes), np.array([1e-9]), np.array([1e-9])).tolist() == [CLOSER]


def test_a_corner_that_lies_on_a_border_is_not_trusted():
    # The lattice asks only for the frame and for how many polygons and vertices there are, so these squares
    # can be put on it: their western borders run along its lines, and end in the middle of a cell.
    squares = np.array([box(i, j, i + 1, j + 1) for i in range(8) for j in range(8)], dtype=object)
    lattice = build_grid(squares).lattice
    side = lattice.side
    for number in range(1, len(squares) - 1):
        column, row = divmod(number, 8)
        west, south = lattice.x0 + (8 * column + 3) * side, lattice.y0 + (8 * row + 2.5) * side
        squares[number] = box(west, south, west + 4 * side, south + 4 * side)
    assert build_grid(squares).lattice == lattice
    west, _, _, north = shapely.bounds(squares).T
    beside = west + 0.3 * side, north + 0.3 * side
    assert not _differences(squares, *beside)
    assert not _differences(squares, *_with_neighbours(*_on_borders(squares)))


def test_a_vertex_a_hair_above_a_line_of_the_lattice_does_not_lie_on_it():
    # Around zero, coordinates are finer than their distance from the lattice's corner can be told: counted in
    # cells from there, the next number above a line is on that line. The first and the last square keep the
    # lattice as it is; the others begin and end a hair above its lines.
    grid = 0.7 * np.arange(-4, 4)
    squares = np.array([box(i, j, i + 0.7, j + 0.7) for i in grid for j in grid], dtype=object)
    lattice = build_grid(squares).lattice
    for number in range(1, len(squares) - 1):
        column, row = number % 8, min(number, lattice.rows - 8)
        west = lattice.x0 + (7 * column + 3) * lattice.side
        ends = np.nextafter(lattice.y0 + np.array([row, row + 5]) * lattice.side, np.inf)
        squares[number] = box(west, ends[0], west + 6.5 * lattice.side, ends[1])
    assert build_grid(squares).lattice == lattice
    assert not _differences(squares, *_everywhere(squares))
    assert not _differences(squares, *_with_neighbours(*_on_borders(squares)))


def test_polygons_with_heights_are_the_same_polygons():
    flat = np.array([box(0, 0, 1, 1), box(1, 0, 2, 1)], dtype=object)
    x, y = _everywhere(flat, 500)
    assert _pairs(shapely.force_3d(flat, 7.0), x, y) == _pairs(flat, x, y)


def test_the_numbers_given_are_those_of_the_layer_even_if_some_polygons_are_left_out():
    shapes = np.array([None, box(0, 0, 1, 1), Polygon(), box(1, 0, 2, 1), box(0.5, 2, 1, 3)], dtype=object)
    places = find_places(build_grid(shapes), np.array([0.5, 1.5, 0.75]), np.array([0.5, 0.5, 2.5]))
    assert places.tolist() == [1, 3, 4]


def test_the_answer_does_not_depend_on_how_many_threads_share_the_work():
    shapes = np.array(_villages(), dtype=object)
    x, y = _everywhere(shapes, 50 * COUNT + 10_001)
    grid = build_grid(shapes)
    assert (find_places(grid, x, y, threads=4) == find_places(grid, x, y)).all()


@given(seed=st.integers(0, 2**32 - 1))
def test_the_order_of_points_and_polygons_changes_nothing(seed):
    rng = np.random.default_rng(seed)
    shapes = np.array(_villages(12), dtype=object)
    x, y = _on_borders(shapes)
    turn, shuffle = rng.permutation(x.size), rng.permutation(shapes.size)
    mixed = {(turn[p], shuffle[q]) for p, q in _pairs(shapes[shuffle], x[turn], y[turn])}
    assert mixed == _pairs(shapes, x, y)


# Corners on few whole numbers: collinear and crossing edges, touching parts, points on borders, all at once.
_WHOLE = st.integers(0, 6)
_TRIANGLES = st.lists(st.lists(st.tuples(_WHOLE, _WHOLE), min_size=3, max_size=6), min_size=1, max_size=6)


@given(corners=_TRIANGLES, halves=st.lists(st.tuples(st.integers(-2, 14), st.integers(-2, 14)), min_size=1))
def test_polygons_however_bad_agree_with_the_exact_predicate(corners, halves):
    x, y = np.array(halves, dtype=float).T / 2
    assert not _differences([Polygon(ring) for ring in corners], x, y)


@given(
    west=st.floats(-1e8, 1e8),
    south=st.floats(-1e8, 1e8),
    width=st.floats(1e-3, 1e6),
    share=st.floats(0, 1),
)
def test_two_neighbours_of_any_size_anywhere(west, south, width, share):
    east, middle, north = west + width, west + width * share, south + width / 3
    shapes = [box(west, south, middle, north), box(middle, south, east, north)]
    x, y = _on_borders(shapes)
    assert not _differences(shapes, *_with_neighbours(x, y))
