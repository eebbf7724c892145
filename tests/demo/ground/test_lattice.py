import numpy as np
import pytest
import shapely

from ruralmap.demo.ground.lattice import lay_lattice
from ruralmap.demo.ground.noise import smooth_noise
from ruralmap.demo.ground.plane import to_degrees, to_plane

OUTLINE = shapely.box(0, 0, 5000, 4000)


@pytest.fixture(scope="module")
def lattice():
    return lay_lattice(OUTLINE, 200, rng=np.random.default_rng(1))


def test_bent_and_shaken_hexagons_still_fit_together(lattice):
    hexagons = shapely.polygons(lattice.corner_points[lattice.corners])

    assert shapely.is_valid(hexagons).all()
    assert shapely.coverage_is_valid(hexagons)
    assert shapely.within(shapely.points(lattice.centres), OUTLINE).all()


def test_a_neighbour_lies_behind_the_side_of_its_number(lattice):
    cell, side = np.nonzero(lattice.neighbours >= 0)
    other = lattice.neighbours[cell, side]

    assert (lattice.neighbours[other, (side + 3) % 6] == cell).all()
    # the common side runs the other way round the neighbour
    assert (lattice.corners[cell, side] == lattice.corners[other, (side + 4) % 6]).all()


def test_a_point_finds_the_cell_it_is_the_centre_of(lattice):
    assert lattice.cells_at(lattice.centres[[3, 7]]).tolist() == [3, 7]


def test_of_a_land_with_a_narrow_neck_the_larger_part_is_kept():
    narrow = shapely.union_all(
        [OUTLINE, shapely.box(5000, 1000, 6000, 1050), shapely.box(6000, 0, 8000, 2000)]
    )

    kept = lay_lattice(narrow, 200, rng=np.random.default_rng(1)).centres

    assert kept[:, 0].max() < 5000


def test_noise_is_smooth_and_bounded():
    along = np.column_stack([np.arange(0, 10_000, 10.0), np.zeros(1000)])

    noise = smooth_noise(along, 1000, rng=np.random.default_rng(1))

    # values within half a unit, weighted to one, over the deviation 0.135
    assert np.abs(noise).max() <= 0.5 / 0.135
    # a spline's slope is at most the spread of its values: 1 / 0.135 a wave, a hundredth of that a step
    assert np.abs(np.diff(noise)).max() <= 0.01 / 0.135


def test_degrees_come_back_to_the_bit():
    degrees = np.array([[114.9345701, 24.4532801], [115.2709540, 24.6180760]])

    assert (to_degrees(to_plane(degrees)) == degrees).all()
