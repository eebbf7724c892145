import numpy as np
import shapely

from ruralmap.draw.topology import cut_into_arcs


def _points(arc):
    return [tuple(point) for point in arc.tolist()]


def test_two_squares_share_one_border():
    # Three lines meet at (2,0) and (2,2): the western rim, the shared border, the eastern rim.
    topology = cut_into_arcs([shapely.box(0, 0, 2, 2), shapely.box(2, 0, 4, 2)])
    shared = [i for i, users in enumerate(topology.users) if users == [0, 1]]
    assert len(topology.arcs) == 3
    assert [_points(topology.arcs[i]) for i in shared] == [[(2, 0), (2, 2)]]


def test_each_side_of_a_shared_border_runs_its_own_way():
    topology = cut_into_arcs([shapely.box(0, 0, 2, 2), shapely.box(2, 0, 4, 2)])
    shared = topology.users.index([0, 1])
    directions = [one & 1 for rings in topology.cells for ring in rings for one in ring if one >> 1 == shared]
    assert sorted(directions) == [0, 1]


def test_four_squares_meet_in_one_point():
    # Outside four corner pieces, inside four spokes: eight arcs, each spoke used twice.
    squares = [shapely.box(x, y, x + 1, y + 1) for x in (0, 1) for y in (0, 1)]
    topology = cut_into_arcs(squares)
    assert sorted(len(users) for users in topology.users) == [1, 1, 1, 1, 2, 2, 2, 2]
    assert [len(ring) for rings in topology.cells for ring in rings] == [3, 3, 3, 3]


def test_an_island_and_the_hole_around_it_share_their_whole_ring():
    island = shapely.box(3, 3, 5, 5)
    around = shapely.box(0, 0, 9, 9) - island
    topology = cut_into_arcs([around, island])
    assert len(topology.arcs) == 2
    assert [0, 1] in topology.users
    assert len(topology.cells[0]) == 2


def test_a_village_in_two_parts_has_two_rings():
    both = shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(5, 5, 6, 6)])
    topology = cut_into_arcs([both])
    assert [len(ring) for ring in topology.cells[0]] == [1, 1]
    assert topology.users == [[0], [0]]


def test_a_vertex_that_only_one_neighbour_has_keeps_the_borders_apart():
    # (2,1) lies on the western square's border only: no common arc, and nothing is lost.
    west = shapely.Polygon([(0, 0), (2, 0), (2, 1), (2, 2), (0, 2)])
    topology = cut_into_arcs([west, shapely.box(2, 0, 4, 2)])
    assert all(len(users) == 1 for users in topology.users)
    assert len({tuple(map(tuple, arc.tolist())) for arc in topology.arcs}) == len(topology.arcs)


def test_every_vertex_of_a_ring_is_in_its_arcs():
    hexagon = shapely.Polygon([(0, 0), (4, 0), (6, 3), (4, 6), (0, 6), (-0, 3)])
    (arc,) = cut_into_arcs([hexagon]).arcs
    assert set(_points(arc)) == {(0, 0), (4, 0), (6, 3), (4, 6), (0, 6), (0, 3)}
    assert np.array_equal(arc[0], arc[-1])
