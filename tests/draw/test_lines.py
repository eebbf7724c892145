import numpy as np
import pytest
import shapely

from ruralmap.draw.lines import join_places, line_spec, trace
from ruralmap.draw.shapes import lay_out
from ruralmap.words.palette import Stroke


@pytest.fixture
def land(villages, townships):
    return lay_out(villages, townships)


def test_lines_keep_their_ends_and_areas_their_outline(land, villages):
    west, south, east, north = villages.total_bounds
    line = shapely.LineString([(west, south), (east, north)])
    paths = trace(land, [line, shapely.box(west, south, east, north), shapely.Point(west, south)])
    assert len(paths) == 2  # a point has no line
    ends = land.place(np.array([west, east]), np.array([south, north]))
    assert paths[0][[0, -1]].tolist() == ends.tolist()
    assert paths[1][0].tolist() == paths[1][-1].tolist()


def test_every_part_of_a_line_is_traced_and_one_that_shrinks_to_a_point_is_not(land, villages):
    west, south, east, north = villages.total_bounds
    parts = [[(west, south), (east, south)], [(west, north), (east, north)], [(west, south)] * 2]
    assert len(trace(land, [shapely.MultiLineString(parts)])) == 2


def test_a_way_between_places_is_bent_and_keeps_its_ends():
    path = join_places((0, 0), (1000, 0))
    assert path[[0, -1]].tolist() == [[0, 0], [1000, 0]]
    # Half of 0.24 of the length to the side at the middle of the curve.
    assert path[8].tolist() == [500, 120]


def test_the_page_reads_the_lines_that_python_wrote(read_numbers):
    spec = line_spec("projects", [np.array([[5, 7], [9, 4]])], [3], strokes=(Stroke("#000000", 2),))
    assert read_numbers(spec["arcs"]) == [2, 5, 7, 4, -3]
    assert read_numbers(spec["rows"]) == [3]


def test_no_line_at_all_is_no_number(read_numbers):
    assert read_numbers(line_spec("projects", [], [], strokes=())["arcs"]) == []
