"""Inspections from the field: staged, held against the registry, written whole or not at all."""

import csv
import hashlib
import json

import geopandas as gpd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import toy
from ruralmap.errors import InputError, RegistryError
from ruralmap.files.sheets import read_sheets
from ruralmap.jobs.asset_inspect import inspect_assets, read_inspections, with_far_points
from ruralmap.jobs.author import Author
from ruralmap.jobs.build import build
from ruralmap.jobs.read_county import read_county
from ruralmap.jobs.staging_sheets import write_staging
from ruralmap.registry.history import read_chronicle
from ruralmap.registry.kept import read_state
from ruralmap.registry.store import reading
from ruralmap.workspace import open_workspace

HEADER = ("资产编号", "核查日期", "核查运行状态", "核查人")
FIELD = Author("乡镇甲", at="2024-09-20T08:00:00Z", reason="秋季盘点")


@pytest.fixture
def county(tmp_path):
    """A county that was built once: Z1 and Z3 are 正常, Z2 is 闲置, none with a day."""
    root = toy.write_county(tmp_path, toy.people("441624100201", 3, prefix="A"), money=False)
    workspace = open_workspace(root)
    build(workspace, toy.AUTHOR)
    return workspace


def write(county, *rows, header=HEADER, name="盘点.csv"):
    path = county.root / name
    toy.write_csv(path, header, rows)
    return path


def inspect(county, *files, accept=True, lang="zh"):
    offered = read_inspections(county, files, lang=lang)
    return inspect_assets(county, offered, accepted_by=FIELD if accept else None, lang=lang)


def state(county):
    with reading(county.registry) as connection:
        return read_state(connection)


def events(county):
    with reading(county.registry) as connection:
        return read_chronicle(connection).events


def fates(staging):
    return [(line.asset_id, line.fate) for line in staging.lines]


def test_a_preview_writes_nothing(county):
    before = county.registry.read_bytes()
    staging = inspect(county, write(county, ("Z1", "2024-09-10", "闲置", "甲")), accept=False)
    assert county.registry.read_bytes() == before
    assert staging.batch is None
    # The inspection and the state.
    assert "将有 2 条变动" in staging.sentence
    assert staging.counts == {"new": 1, "changed": 0, "known": 0, "conflict": 0, "aside": 0, "ignored": 0}


def test_an_accepted_batch_enters_inspection_and_state(county):
    staging = inspect(
        county, write(county, ("Z1", "2024-09-10", "闲置", "甲"), ("Z2", "2024-09-12", "", "乙"))
    )
    found = state(county)
    assert found["assets"]["Z1"]["run_state"] == "闲置"
    assert found["assets"]["Z1"]["run_state_on"] == "2024-09-10"
    assert found["assets"]["Z2"]["run_state"] == "闲置"
    assert "run_state_on" not in found["assets"]["Z2"]
    assert found["inspections"]['["Z1","2024-09-10","巡查"]'] == {
        "asset_id": "Z1",
        "inspected_on": "2024-09-10",
        "inspection_kind": "巡查",
        "found_state": "闲置",
        "inspector": "甲",
    }
    # Three events, from the day of the latest of them.
    assert [(one.table, one.on, one.by, one.row) for one in events(county)[3:]] == [
        ("inspections", "2024-09-12", "乡镇甲", 2),
        ("assets", "2024-09-12", "乡镇甲", 2),
        ("inspections", "2024-09-12", "乡镇甲", 3),
    ]
    assert staging.batch.kind == "inspect"
    assert "B000002" in staging.sentence


def test_the_same_file_again_brings_nothing(county):
    file = write(county, ("Z1", "2024-09-10", "闲置", "甲"))
    inspect(county, file)
    before = county.registry.read_bytes()
    staging = inspect(county, file)
    assert fates(staging) == [("Z1", "known")]
    assert (staging.batch, staging.changes) == (None, [])
    assert county.registry.read_bytes() == before
    assert "没有新内容" in staging.sentence


@pytest.mark.parametrize(
    ("on", "now", "why"),
    [
        ("2024-09-09", ("闲置", "2024-09-10"), "早于已有状态"),
        ("2024-09-10", ("闲置", "2024-09-10"), "同日"),
        ("2024-09-11", ("停产", "2024-09-11"), ""),
    ],
)
def test_an_older_sighting_never_overwrites_a_newer_one(county, on, now, why):
    inspect(county, write(county, ("Z1", "2024-09-10", "闲置", "甲")))
    # Another kind of inspection: that of the same day is a record of its own.
    header = (*HEADER, "核查类型")
    staging = inspect(county, write(county, ("Z1", on, "停产", "乙", "清查"), header=header, name="二.csv"))
    own = state(county)["assets"]["Z1"]
    assert (own["run_state"], own["run_state_on"]) == now
    (line,) = staging.lines
    assert why in line.why
    assert (line.fate, len(state(county)["inspections"])) == ("new", 2)


def test_a_known_inspection_that_says_otherwise_waits_and_what_it_adds_is_filled_in(county):
    inspect(county, write(county, ("Z1", "2024-09-10", "闲置", "甲")))
    other = write(county, ("Z1", "2024-09-10", "闲置", "乙"), name="二.csv")
    staging = inspect(county, other)
    assert fates(staging) == [("Z1", "conflict")]
    assert "核查人" in staging.lines[0].why
    more = write(
        county, ("Z1", "2024-09-10", "漏水"), header=("资产编号", "核查日期", "实物状况"), name="三.csv"
    )
    assert fates(inspect(county, more)) == [("Z1", "changed")]
    assert state(county)["inspections"]['["Z1","2024-09-10","巡查"]']["condition"] == "漏水"


def test_a_state_of_a_known_inspection_that_was_changed_since_is_told(county):
    file = write(county, ("Z1", "2024-09-10", "闲置", "甲"))
    inspect(county, file)
    with_kind = (*HEADER, "核查类型")
    # On the same day two inspections that differ: neither is taken.
    rows = [("Z2", "2024-09-10", "正常", "甲", "巡查"), ("Z2", "2024-09-10", "停产", "乙", "清查")]
    staging = inspect(county, write(county, *rows, header=with_kind, name="二.csv"))
    assert "run_state_on" not in state(county)["assets"]["Z2"]
    assert fates(staging) == [("Z2", "new"), ("Z2", "new")]
    again = inspect(county, county.root / "二.csv")
    assert fates(again) == [("Z2", "conflict"), ("Z2", "conflict")]
    assert again.batch is None


def test_what_cannot_be_used_is_set_aside_with_its_reason(county):
    staging = inspect(
        county,
        write(
            county,
            ("Z1", "2024-09-30", "正常", "甲"),  # the workspace's own day
            ("Z2", "2024-10-01", "正常", "甲"),  # the day after
            ("ZX", "2024-09-10", "正常", "甲"),
            ("Z3", "很久以前", "正常", "甲"),
            ("", "2024-09-10", "正常", "甲"),
            ("Z3", "2024-09-11", "坏了", "甲"),
            ("", "", "", ""),
        ),
    )
    assert staging.offered.rows == 7
    # Z1 and the second row of Z3 are entered; the empty line is no data.
    assert staging.counts == {"new": 2, "changed": 0, "known": 0, "conflict": 0, "aside": 4, "ignored": 1}
    said = {line.source.row: line.why for line in staging.lines if line.fate == "aside"}
    assert "晚于评价日期 2024-09-30" in said[3]
    assert "没有这项资产" in said[4]
    assert set(said) == {3, 4, 5, 6}
    assert any("坏了" in one.text and one.source.row == 7 for one in staging.offered.remarks)
    assert "found_state" not in state(county)["inspections"]['["Z3","2024-09-11","巡查"]']


def test_a_month_is_future_only_after_this_one(county):
    staging = inspect(county, write(county, ("Z1", "2024-09", "闲置", "甲"), ("Z2", "2024-10", "正常", "甲")))
    assert sorted(fates(staging)) == [("", "aside"), ("Z1", "new")]
    assert state(county)["assets"]["Z1"]["run_state_on"] == "2024-09"
    # Of a month only the whole is sure: the registry says so from its own day.
    assert events(county)[-1].on == "2024-09-30"


def test_photographs_are_hashed_where_they_are(county):
    (county.root / "DCIM").mkdir()
    (county.root / "DCIM" / "a.jpg").write_bytes(b"photo")
    (county.root.parent / "b.jpg").write_bytes(b"not beside it")
    digest = hashlib.sha256(b"photo").hexdigest()
    header = ("资产编号", "核查日期", "照片", "照片SHA256")
    staging = inspect(
        county,
        write(
            county,
            ("Z1", "2024-09-10", "a.jpg", ""),
            ("Z2", "2024-09-10", "DCIM\\a.jpg", "0" * 64),
            ("Z3", "2024-09-10", "../b.jpg", ""),
            ("Z3", "2024-09-11", "", ""),
            header=header,
        ),
    )
    found = state(county)["inspections"]
    assert found['["Z1","2024-09-10","巡查"]']["photo_sha256"] == digest
    assert found['["Z2","2024-09-10","巡查"]']["photo_sha256"] == "0" * 64
    assert "photo_sha256" not in found['["Z3","2024-09-10","巡查"]']
    said = [one.text for one in staging.offered.remarks if one.source.row]
    assert [text[:3] for text in said] == ["照片 ", "照片 "]
    assert ("校验码不符" in said[0], "不在文件旁" in said[1]) == (True, True)


def test_a_layer_brings_its_points_and_not_what_its_fields_say(county):
    # In Z1's village (115.00-115.01, 24.40-24.41), and one degree east of it: some 101 km.
    records = {
        "资产编号": ["Z1", "Z3", "Z2"],
        "核查日期": ["2024-09-10"] * 3,
        "经度": ["1", "1", "1"],
    }
    points = [shapely.Point(115.005, 24.405), shapely.Point(116.005, 24.415), None]
    layer = gpd.GeoDataFrame(records, geometry=points, crs="EPSG:4326")
    for name in ("点.gpkg", "点.geojson"):
        path = county.root / name
        layer.to_file(path, engine="pyogrio")
        offered = read_inspections(county, [path])
        first, second, third = (one.fields for one in offered.offers)
        assert (first["lon"], first["lat"], first["datum"]) == (115.005, 24.405, "CGCS2000")
        assert "lon" not in third
        far = with_far_points(offered, read_county(county)[1], lang="zh")
        (remark,) = [one for one in far.remarks if "米" in one.text]
        assert "441624101202" in remark.text
        # All three are kept.
        assert len(far.offers) == 3
        assert second["lon"] == 116.005


def test_a_point_is_remarked_on_beyond_the_distance_only(county):
    # 0.01 degrees of latitude are some 1,108 m here: Z1's village ends at 24.40 in the south.
    header = ("资产编号", "核查日期", "经度", "纬度", "坐标系")
    file = write(county, ("Z1", "2024-09-10", "115.005", "24.39", "CGCS2000"), header=header)
    offered = read_inspections(county, [file])
    linked = read_county(county)[1]
    for far_m, count in ((1100, 1), (1115, 0)):
        found = with_far_points(offered, linked, far_m=far_m, lang="en")
        assert len(found.remarks) - len(offered.remarks) == count
    nowhere = read_inspections(county, [write(county, ("Z1", "2024-09-10", "闲置", "甲"), name="无.csv")])
    assert with_far_points(nowhere, linked, lang="zh") is nowhere


def test_an_export_of_kobo_is_read(county):
    path = county.root / "kobo.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [
                ["start", "g/asset_id", "g/found_state", "loc", "_id", "_submission_time"],
                [
                    "2024-09-10T08:00:00.000+08:00",
                    "Z1",
                    "损毁",
                    "24.405 115.005 300 5",
                    "1",
                    "2024-09-10T00:01:00",
                ],
            ]
        )
    inspect(county, path)
    assert state(county)["inspections"]['["Z1","2024-09-10","巡查"]'] == {
        "asset_id": "Z1",
        "inspected_on": "2024-09-10",
        "inspection_kind": "巡查",
        "found_state": "损毁",
        "lon": 115.005,
        "lat": 24.405,
        "accuracy_m": 5.0,
        "datum": "WGS-84",
    }


def test_the_preview_as_a_workbook_and_as_an_object(county, tmp_path):
    staging = inspect(
        county, write(county, ("Z1", "2024-09-10", "闲置", "甲"), ("ZX", "2024-09-10", "", "")), lang="en"
    )
    write_staging(staging, tmp_path / "o.xlsx")
    sheets = {sheet.name: sheet.rows for sheet in read_sheets(tmp_path / "o.xlsx")}
    assert list(sheets) == ["summary", "rows", "fields", "remarks"]
    assert [row[5] for row in sheets["rows"]] == ["asset", "水渠", ""]
    assert sheets["fields"][1][-2:] == ["正常", "闲置"]
    write_staging(staging, tmp_path / "o.json")
    record = json.loads((tmp_path / "o.json").read_text(encoding="utf-8"))
    assert (record["rows"], record["batch"], record["counts"]["aside"]) == (2, "B000002", 1)
    write_staging(staging, tmp_path / "o.csv")
    assert "水渠" in (tmp_path / "o.csv").read_text(encoding="utf-8")


def test_a_file_that_is_no_inspection_and_a_county_without_registry_are_refused(county):
    path = write(county, ("a", "b"), header=("甲", "乙"))
    with pytest.raises(InputError, match="资产编号"):
        read_inspections(county, [path])
    good = write(county, ("Z1", "2024-09-10", "闲置", "甲"))
    county.registry.unlink()
    for accept in (True, False):
        with pytest.raises(RegistryError):
            inspect(county, good, accept=accept)


CELLS = st.tuples(
    st.sampled_from(["Z1", "Z2", "ZX", ""]),
    st.sampled_from(["2024-09-10", "2024-09-11", "2024-12-01", "昨天", ""]),
    st.sampled_from(["正常", "闲置", "坏了", ""]),
    st.sampled_from(["甲", "乙", ""]),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(rows=st.lists(CELLS, max_size=6))
def test_every_row_of_a_file_is_accounted_for(county, rows):
    staging = inspect(county, write(county, *rows, ("Z3", "2024-09-01", "", "丙")), accept=False)
    assert sum(staging.counts.values()) == staging.offered.rows == len(rows) + 1
    assert len(staging.lines) == staging.offered.rows - staging.offered.ignored
