import numpy as np
import pyarrow as pa
import pytest
import shapely

from ruralmap.files.wkb_points import point_coordinates

POINTS = [(114.9, 24.4), (-1.5, 0.0), (38_600_000.25, 2_700_000.125)]
LITTLE = [shapely.to_wkb(shapely.Point(*point), byte_order=1) for point in POINTS]
KINDS = pytest.mark.parametrize("kind", [pa.binary(), pa.large_binary()])


@KINDS
def test_points_give_their_coordinates_to_the_last_bit(kind):
    x, y = point_coordinates([pa.array(LITTLE, type=kind)])
    assert list(zip(x.tolist(), y.tolist(), strict=True)) == POINTS


@KINDS
def test_where_there_is_no_point_there_is_no_number(kind):
    x, y = point_coordinates([pa.array([None, *LITTLE[:2], None, None, LITTLE[2]], type=kind).slice(1)])
    assert x[[0, 1, 4]].tolist() == [114.9, -1.5, 38_600_000.25]
    assert y[[0, 1, 4]].tolist() == [24.4, 0.0, 2_700_000.125]
    assert np.isnan([x[2:4], y[2:4]]).all()


def test_chunks_follow_each_other_and_may_begin_anywhere():
    whole = pa.array([*LITTLE, *LITTLE], type=pa.binary())
    x, _ = point_coordinates([whole.slice(2, 2), pa.array([], type=pa.binary()), whole.slice(5, 1)])
    assert x.tolist() == [38_600_000.25, 114.9, 38_600_000.25]


def test_no_chunk_gives_no_coordinates():
    assert point_coordinates([]).shape == (2, 0)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(shapely.to_wkb(shapely.Point(1, 2), byte_order=0), id="another byte order"),
        pytest.param(shapely.to_wkb(shapely.Point(1, 2, 7), byte_order=1), id="with a height"),
        pytest.param(shapely.to_wkb(shapely.LineString([(0, 0), (1, 1)])), id="a line"),
        # Both as long as a point: an empty one is written with two NaN.
        pytest.param(shapely.to_wkb(shapely.Point(), byte_order=1), id="an empty point"),
        pytest.param(b"\x01\x01\x00\x00\x00" + np.array([np.inf, 1]).tobytes(), id="no number"),
        pytest.param(b"21 bytes that say so.", id="no WKB at all"),
    ],
)
def test_where_one_entry_is_no_plain_point_all_have_to_be_looked_at(other):
    assert point_coordinates([pa.array([LITTLE[0]]), pa.array([LITTLE[0], other, None])]) is None
