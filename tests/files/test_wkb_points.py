import numpy as np
import pyarrow as pa
import pytest
import shapely
from shapely.errors import ShapelyError

from ruralmap.files.wkb_points import point_coordinates

POINTS = [(114.9, 24.4), (-1.5, 0.0), (38_600_000.25, 2_700_000.125)]
LITTLE = [shapely.to_wkb(shapely.Point(*point), byte_order=1) for point in POINTS]


@pytest.mark.parametrize("kind", [pa.binary(), pa.large_binary()])
@pytest.mark.parametrize(
    "blobs",
    [
        pytest.param(LITTLE, id="plain points"),
        pytest.param(
            [shapely.to_wkb(shapely.Point(*p), byte_order=0) for p in POINTS], id="another byte order"
        ),
        pytest.param(
            [shapely.to_wkb(shapely.Point(*p, 7.0), byte_order=1) for p in POINTS], id="with heights"
        ),
    ],
)
def test_points_give_their_coordinates_to_the_last_bit(kind, blobs):
    x, y = point_coordinates([pa.array(blobs, type=kind)])
    assert list(zip(x.tolist(), y.tolist(), strict=True)) == POINTS


def test_chunks_follow_each_other_and_may_begin_anywhere():
    whole = pa.array([*LITTLE, *LITTLE], type=pa.binary())
    x, _ = point_coordinates([whole.slice(2, 2), pa.array([], type=pa.binary()), whole.slice(5, 1)])
    assert x.tolist() == [38_600_000.25, 114.9, 38_600_000.25]


def test_no_chunk_gives_no_coordinates():
    x, y = point_coordinates([])
    assert (x.size, y.size) == (0, 0)


def test_what_is_no_point_has_no_coordinates():
    line = shapely.to_wkb(shapely.LineString([(0, 0), (1, 1)]))
    # Long enough to be taken for a point by its length alone.
    empty = shapely.to_wkb(shapely.Point(), byte_order=1)
    x, y = point_coordinates([pa.array([LITTLE[0], None, line, empty], type=pa.binary())])
    assert np.isnan(x).tolist() == [False, True, True, True]
    assert np.isnan(y).tolist() == [False, True, True, True]


def test_what_is_no_wkb_is_an_error():
    with pytest.raises(ShapelyError):
        point_coordinates([pa.array([b"no wkb"], type=pa.binary())])
