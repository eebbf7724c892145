"""What drivers pass over, round, or stumble over."""

import json
import sqlite3

import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely

from ruralmap.errors import LayerError
from ruralmap.files.evidence import Evidence
from ruralmap.files.features import Features, Wanted, account_for, without_broken
from ruralmap.files.layer_writer import write_layer
from ruralmap.files.ogr import read_driver
from ruralmap.files.reading import read_features

# GB 11643 numbers have 18 digits, a float about 16.
IDENTITIES = [441624199001011234, None, 441624199001011236, 441624199001011238]


def test_whole_numbers_beside_an_empty_cell_keep_their_digits(tmp_path, villages):
    path = tmp_path / "a.gpkg"
    write_layer(path, villages.assign(证件=pd.array(IDENTITIES, dtype="Int64")))
    features = read_features(Wanted(path))
    assert [row[2] for row in features.rows] == [number or "" for number in IDENTITIES]


def test_small_numbers_beside_an_empty_cell_are_read_at_once(tmp_path, villages):
    path = tmp_path / "a.gpkg"
    write_layer(path, villages.assign(人数=pd.array([5, None, 7, 8], dtype="Int64")))
    assert [row[2] for row in read_features(Wanted(path)).rows] == [5, "", 7, 8]


def test_a_geopackage_that_counts_too_few_features_loses_none(tmp_path, villages):
    path = tmp_path / "村界.gpkg"
    write_layer(path, villages)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE gpkg_ogr_contents SET feature_count = 3")
    connection.close()
    features = read_features(Wanted(path))
    assert [row[1] for row in features.rows] == ["甲村", "乙村", "丙村", "丁村"]
    assert (dict(features.faults), features.notes) == ({}, ())


@pytest.mark.parametrize("key", ["text primary key", "real primary key"])
def test_a_geopackage_whose_rows_have_no_numbers_is_read(tmp_path, villages, key):
    path = tmp_path / "村界.gpkg"
    write_layer(path, villages)
    with sqlite3.connect(path) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute(f"CREATE TABLE 新 (编号 {key}, 村名称 text, geom polygon)")
        connection.execute("INSERT INTO 新 SELECT fid + 0.5, 村名称, geom FROM 村界")
        connection.execute("DROP TABLE 村界")
        connection.execute("ALTER TABLE 新 RENAME TO 村界")
    connection.close()
    features = read_features(Wanted(path))
    assert [row[1] for row in features.rows] == ["甲村", "乙村", "丙村", "丁村"]


@pytest.mark.parametrize("cell", ["POLYGON", 7])
def test_a_geopackage_with_a_text_for_a_shape_keeps_it(tmp_path, villages, cell):
    path = tmp_path / "村界.gpkg"
    write_layer(path, villages)
    with sqlite3.connect(path) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute("UPDATE 村界 SET geom = ? WHERE fid = 2", (cell,))
    connection.close()
    features = read_features(Wanted(path))
    assert features.bytes_of == {1: str(cell).encode()}
    assert list(features.faults) == [1]


def test_features_with_one_number_stay_different():
    given = Features(["名"], [["甲"], ["乙"]], np.array([None, None], dtype=object), numbers=(0, 1))
    assert account_for(given, _evidence(range(2))).rows == [["甲"], ["乙"]]
    assert account_for(given, _evidence(range(3))).rows == [["甲"], ["乙"], [""]]


def _evidence(numbers):
    return Evidence(numbers, lambda _number: None)


def test_a_shape_with_a_corner_that_is_no_number_is_kept_as_bytes():
    broken = shapely.from_wkt("POLYGON ((1 2, 3 4, 5 inf, 1 2))")
    features = without_broken(Features([], [[]], np.array([broken], dtype=object)))
    assert shapely.is_missing(features.shapes).all()
    assert features.bytes_of == {0: shapely.to_wkb(broken)}


@pytest.mark.parametrize("damage", [b"\xff" * 8, bytes(8), b"\x7f" * 30])
def test_a_flatgeobuf_with_a_damaged_header_is_refused_with_the_remedy(tmp_path, villages, damage):
    path = tmp_path / "a.fgb"
    write_layer(path, villages)
    content = bytearray(path.read_bytes())
    content[20 : 20 + len(damage)] = damage
    path.write_bytes(content)
    with pytest.raises(LayerError, match="QGIS"):
        read_driver(path)


def test_a_driver_s_warning_is_passed_on(tmp_path, villages):
    path = tmp_path / "县.gdb"
    pyogrio.write_dataframe(villages, path, driver="OpenFileGDB", layer="村界")
    holder = next(item for item in path.glob("*.gdbtable") if "丁村".encode() in item.read_bytes())
    holder.with_suffix(".gdbtablx").unlink()
    features = read_features(Wanted(path))
    assert [row[1] for row in features.rows] == ["甲村", "乙村", "丙村", "丁村"]
    (note,) = features.notes
    assert (note[0], "gdbtablx" in note[1]["raw"]) == ("driver_warning", True)


def lines_of(path, *geometries, **more):
    """Write GeoJSON line by line."""
    names = {"名": "甲村"}
    items = [{"type": "Feature", "properties": names, "geometry": shape} | more for shape in geometries]
    path.write_text("\n".join(json.dumps(item, ensure_ascii=False) for item in items), encoding="utf-8")
    return path


RING = [[0, 0], [1, 0], [1, 1], [0, 0]]


def test_without_evidence_features_are_read_one_by_one_too(tmp_path):
    path = lines_of(
        tmp_path / "a.geojsonl",
        {"type": "Polygon", "coordinates": [RING]},
        {"type": "Polygon", "coordinates": [RING[:3]]},
        {"type": "MultiPolygon", "coordinates": [[RING], [RING]]},
        {"type": "MultiPolygon", "coordinates": [[RING], [RING[:3]]]},
        {"type": "Point", "coordinates": [1, 2]},
        None,
    )
    features = read_driver(path)
    kinds = [shape and shape.geom_type for shape in features.shapes]
    assert kinds == ["Polygon", None, "MultiPolygon", None, "Point", None]
    assert sorted(features.faults) == [1, 3]
    assert all("没有闭合" in str(fault) for fault in features.faults.values())
    assert [row[0] for row in features.rows] == ["甲村"] * 6


def test_of_a_text_that_cannot_be_decoded_the_bytes_stay_visible(tmp_path):
    point = {"type": "Point", "coordinates": [1, 2]}
    path = lines_of(tmp_path / "a.geojsonl", point, point, point)
    first, second, third = path.read_bytes().split(b"\n")
    path.write_bytes(b"\n".join([first, second.replace("甲".encode(), b"\xff\xfe"), third]))
    features = read_driver(path)
    assert [row[0] for row in features.rows] == ["甲村", "\\xff\\xfe村", "甲村"]
    assert features.fields == ["名"]
    assert features.notes == (("encoding_damaged", {"encoding": "UTF-8", "rows": 1}),)


def test_a_text_of_a_geopackage_that_cannot_be_decoded_is_not_called_empty(tmp_path, villages):
    path = tmp_path / "村界.gpkg"
    write_layer(path, villages.assign(面积=1.5))
    with sqlite3.connect(path) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute("UPDATE 村界 SET 村名称 = CAST(x'FFE69D91' AS TEXT) WHERE fid = 2")
    connection.close()
    features = read_features(Wanted(path))
    assert features.fields == ["村代码", "村名称", "面积"]
    assert [row[1:] for row in features.rows[:2]] == [["甲村", 1.5], ["\\xff村", 1.5]]
    assert [code for code, _ in features.notes] == ["encoding_damaged"]


def test_a_shape_that_was_kept_as_bytes_stays_kept_where_the_file_has_none_to_give():
    given = Features([], [[]], np.array([None], dtype=object), numbers=(0,), bytes_of={0: b"x"})
    assert account_for(given, _evidence(range(1))).bytes_of == {0: b"x"}


def test_a_driver_may_give_several_features_one_number(tmp_path):
    point = {"type": "Point", "coordinates": [1, 2]}
    path = lines_of(tmp_path / "a.geojsonl", point, {**point, "coordinates": [3, 4]}, None, id=5)
    features = read_driver(path)
    assert [shape and shape.x for shape in features.shapes] == [1, 3, None]
    assert features.rows == [["甲村"]] * 3


def test_a_list_in_a_cell_is_a_list(tmp_path):
    path = lines_of(tmp_path / "a.geojsonl", None, properties={"号": [1, 2], "名": ["甲"]})
    assert read_driver(path).rows == [[[1, 2], ["甲"]]]


@pytest.mark.parametrize("broken", [False, True])
def test_a_file_that_breaks_off_and_counts_nothing_says_how_far_it_was_read(tmp_path, villages, broken):
    path = tmp_path / "a.gml"
    pyogrio.write_dataframe(villages.rename(columns={"村代码": "code", "村名称": "name"}), path)
    if broken:
        # Behind the second feature stands </ogr:featureMember>; the last bytes of the third are gone.
        members = path.read_text(encoding="utf-8").split("</ogr:featureMember>")
        path.write_text("</ogr:featureMember>".join(members[:3])[:-40], encoding="utf-8")
    features = read_driver(path)
    notes = [values["read"] for code, values in features.notes if code == "layer_broken_off"]
    assert (len(features.rows), notes) == ((2, [2]) if broken else (4, []))
