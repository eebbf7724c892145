import datetime as dt
import decimal
import json

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import shapely
from pyarrow import parquet as pq

from ruralmap.errors import LayerError
from ruralmap.files.features import Wanted
from ruralmap.files.point_columns import read_point_columns
from ruralmap.files.reading import read_features

DAY, MOMENT = dt.date(2023, 2, 1), dt.datetime(2023, 2, 1, 8, 30)  # noqa: DTZ001 - a file's own
# One of each type that a column may have, with and without a missing cell.
COLUMNS = {
    "small": pa.array([1, 2, 3], pa.int8()),
    "whole": pa.array([441624100201000123, 2, 3]),
    "whole, one missing": pa.array([441624100201000123, None, 3]),
    "unsigned": pa.array([1, None, 2**64 - 1], pa.uint64()),
    "single": pa.array([0.1, np.nan, 3.0], pa.float32()),
    "double": pa.array([0.1, -0.0, 1e300]),
    "double, one missing": pa.array([0.1, np.nan, None]),
    "flag": pa.array([True, False, True]),
    "flag, one missing": pa.array([True, None, False]),
    "text": pa.array(["甲村", "", " b"]),
    "text, one missing": pa.array(["甲村", None, ""], pa.large_string()),
    "few words": pa.array(["甲村", None, "甲村"]).dictionary_encode(),
    "day": pa.array([DAY, None, DAY]),
    "moment": pa.array([MOMENT, None, MOMENT], pa.timestamp("us")),
    "moment without a gap": pa.array([MOMENT] * 3, pa.timestamp("ms")),
    "moment to the nanosecond": pa.array([MOMENT, None, MOMENT], pa.timestamp("ns")),
    "moment somewhere": pa.array([MOMENT, None, MOMENT], pa.timestamp("us", "Asia/Shanghai")),
    "money": pa.array([decimal.Decimal("1.10"), None, decimal.Decimal("0.00")]),
    "list": pa.array([[1, 2], None, []]),
    "bytes": pa.array([b"a", None, b""]),
    "nothing": pa.nulls(3),
    "no text": pa.nulls(3, pa.string()),
}
POINTS = [shapely.Point(114.9, 24.4), None, shapely.Point(115.0, 24.5)]
WGS84 = {"encoding": "WKB"}


def _write(path, shapes=POINTS, columns=COLUMNS, about=WGS84):
    """Write a GeoParquet file; a shape for each row."""
    blobs = pa.array([shape and shapely.to_wkb(shape) for shape in shapes], pa.binary())
    geo = {"primary_column": "place", "columns": {"place": about}} if about else {}
    table = pa.table({**columns, "place": blobs})
    pq.write_table(table.replace_schema_metadata({"geo": json.dumps(geo)}), path)
    return path


def test_cells_and_places_are_those_that_reading_feature_by_feature_gives(tmp_path):
    path = _write(tmp_path / "点.parquet")
    columns, features = read_point_columns(path), read_features(Wanted(path, kind="point"))
    assert list(columns.frame.columns) == features.fields == list(COLUMNS)
    for place, name in enumerate(COLUMNS):
        cells, expected = columns.frame[name].tolist(), [row[place] for row in features.rows]
        assert [(type(cell), repr(cell)) for cell in cells] == [(type(c), repr(c)) for c in expected], name
    np.testing.assert_array_equal(columns.x, [114.9, np.nan, 115.0])
    np.testing.assert_array_equal(columns.y, [24.4, np.nan, 24.5])
    assert columns.crs == features.crs == "EPSG:4326"


def test_a_file_of_points_alone_has_no_columns(tmp_path):
    columns = read_point_columns(_write(tmp_path / "点.parquet", columns={}))
    assert columns.frame.shape == (3, 0)
    assert columns.x.size == 3


@pytest.mark.parametrize(
    ("shapes", "about"),
    [
        pytest.param([*POINTS[:2], shapely.box(0, 0, 1, 1)], WGS84, id="an area"),
        pytest.param([*POINTS[:2], shapely.MultiPoint([(1, 2)])], WGS84, id="a point of one part"),
        pytest.param([None] * 3, WGS84, id="no point"),
        pytest.param(POINTS, None, id="a table that does not say what the bytes are"),
    ],
)
def test_another_file_has_to_be_read_feature_by_feature(tmp_path, shapes, about):
    assert read_point_columns(_write(tmp_path / "点.parquet", shapes, about=about)) is None


def test_what_cannot_be_read_is_an_error(tmp_path):
    path = tmp_path / "点.parquet"
    path.write_bytes(b"PAR1, and nothing more")
    with pytest.raises(LayerError):
        read_point_columns(path)


def test_text_is_kept_as_text_and_numbers_as_numbers(tmp_path):
    frame = read_point_columns(_write(tmp_path / "点.parquet")).frame
    assert {name: str(frame[name].dtype) for name in ("small", "single", "flag")} == {
        "small": "int64",
        "single": "float64",
        "flag": "bool",
    }
    assert isinstance(frame["text"].dtype, pd.StringDtype)
