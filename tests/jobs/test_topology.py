"""The topology report on a toy county: every kind of fault with its place, and repairs written aside."""

import json
import sqlite3

import geopandas as gpd
import numpy as np
import openpyxl
import pyogrio
import pytest
import shapely

import toy
from ruralmap.cli import main
from ruralmap.errors import ConservationError
from ruralmap.jobs.topology import Level, _repaired, check_repair, survey_topology
from ruralmap.jobs.topology_layers import write_faults, write_repaired
from ruralmap.jobs.topology_lines import KINDS
from ruralmap.jobs.topology_moves import list_moves
from ruralmap.jobs.topology_sheets import topology_sheets
from ruralmap.jobs.topology_texts import count_rows, found_text, proposal_text
from ruralmap.words.catalogue import LANGUAGES, say
from ruralmap.workspace import open_workspace

A, B, C, D = toy.SQUARES


@pytest.fixture
def county(tmp_path):
    return toy.write_county(tmp_path / "county", toy.people(A, 3, prefix="A"), money=False)


def village(code, ring, name=None):
    names = {"村代码": code, "村名称": name or toy.NAMES.get(code, "新村"), "乡镇名称": "", "备注": "存"}
    return names, ring


def redraw(county, **changed):
    """Write the villages anew: a ring by letter, None to leave one out; more under names of their own."""
    rings = {letter: toy.ring(*toy.SQUARES[code]) for letter, code in zip("ABCD", toy.SQUARES, strict=True)}
    codes = dict(zip("ABCD", toy.SQUARES, strict=True))
    rows = [village(codes[letter], ring) for letter in "ABCD" if (ring := changed.pop(letter, rings[letter]))]
    toy.write_layer(county / "layers" / "村界.geojson", [*rows, *changed.values()])
    return county


def survey(county, **options):
    return survey_topology(open_workspace(county), **options)


def kinds(report):
    return [(line.layer, line.kind, line.names) for line in report.lines]


def only(report, kind):
    (line,) = [line for line in report.lines if line.kind == kind]
    return line


def test_a_county_that_fits_has_no_fault(county):
    report = survey(county)
    assert report.lines == ()
    assert [item.share for item in report.sums["villages", "townships"]] == pytest.approx([0, 0], abs=1e-7)
    assert [item.fits for item in check_repair(report)] == [True, True]
    assert report.tiny["villages"] == (0, 0)


def test_an_overlap_is_listed_with_place_area_and_proposal(county):
    # A reaches 0.001 degrees into B: 101.4 by 1108 m; A is the larger one, and loses it.
    report = survey(
        redraw(
            county,
            A=[[115.0, 24.4], [115.011, 24.4], [115.011, 24.41], [115.0, 24.41], [115.0, 24.4]],
        )
    )
    line = only(report, "overlap")
    assert line.codes == (A, B)
    assert line.area_m2 == pytest.approx(101.4 * 1108, rel=0.01)
    lon, lat = line.spot
    assert 115.01 < lon < 115.011
    assert 24.4 < lat < 24.41
    (change,) = line.changes
    assert (change.code, change.change_m2) == (A, pytest.approx(-line.area_m2))
    # A tenth of what B is, and so an eleventh of what A is.
    assert change.share == pytest.approx(-1 / 11, rel=1e-3)
    assert found_text(line, "zh") == "甲村委会、乙村委会重叠。"
    assert (
        proposal_text(report, line, "en") == "It stays with the smallest of the polygons, the others lose it."
    )


HOLE = [[115.004, 24.404], [115.006, 24.404], [115.006, 24.406], [115.004, 24.406], [115.004, 24.404]]


def with_hole(county, hole=HOLE):
    path = redraw(county) / "layers" / "村界.geojson"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["features"][0]["geometry"]["coordinates"].append(hole)
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return county


def test_a_gap_is_to_be_looked_at_before_it_is_filled_and_may_stay(county):
    # 0.002 degrees square in a village of 0.01: 4 % of it.
    line = only(survey(with_hole(county)), "gap")
    assert line.changes[0].share == pytest.approx(0.04 / 0.96, rel=1e-3)
    assert "水库" in say(f"topology.proposal.{line.rule}", "zh")
    kept = only(survey(county, fill_m2=1000), "gap")
    assert (kept.rule, kept.changes) == ("keep", ())


def test_a_thin_gap_is_a_sliver(county):
    thin = [
        [115.004, 24.4020],
        [115.0041, 24.4020],
        [115.0041, 24.4080],
        [115.004, 24.4080],
        [115.004, 24.402],
    ]
    line = only(survey(with_hole(county, thin)), "sliver_gap")
    assert line.rule == "border"
    assert line.thinness < 0.142


def test_a_thin_overlap_is_a_sliver_and_one_below_a_square_metre_is_counted(county):
    # 0.0001 degrees of 0.01 are 10 m of 1108; 0.000000005 degrees are half a millimetre.
    for width, found in ((0.0001, [("villages", "sliver_overlap")]), (0.000000005, [])):
        east = 115.01 + width
        ring = [[115.0, 24.4], [east, 24.4], [east, 24.41], [115.0, 24.41], [115.0, 24.4]]
        report = survey(redraw(county, A=ring))
        assert [line[:2] for line in kinds(report)] == found
        assert report.tiny["villages"][0] == (not found)


def test_an_invalid_polygon_is_said_in_the_office_s_words(county):
    crossed = [[115.0, 24.4], [115.01, 24.41], [115.01, 24.4], [115.0, 24.41], [115.0, 24.4]]
    report = survey(redraw(county, A=crossed))
    line = only(report, "invalid")
    assert found_text(line, "zh") == "边界自相交。"
    assert found_text(line, "en") == "Its border crosses itself."
    assert line.rule == "mend"


def test_a_reason_that_geos_may_yet_invent_is_passed_on(county):
    crossed = [[115.0, 24.4], [115.01, 24.41], [115.01, 24.4], [115.0, 24.41], [115.0, 24.4]]
    line = only(survey(redraw(county, A=crossed)), "invalid")
    strange = type(line)(line.layer, "invalid", line.codes, line.names, "mend", why="Odd[1 2]")
    assert found_text(strange, "zh") == "图形不规范（Odd）。"


@pytest.mark.parametrize(
    ("ring", "rule"),
    [
        pytest.param(toy.ring(115.0, 24.4), "duplicate_same", id="the same twice"),
        pytest.param(toy.ring(115.05, 24.4), "duplicate_parts", id="two parts"),
        pytest.param(toy.ring(115.0, 24.39), "duplicate_parts", id="two parts side by side"),
        pytest.param(toy.ring(114.99, 24.4, width=0.02), "duplicate_overlap", id="two that differ"),
    ],
)
def test_a_repeated_code_is_for_a_person(county, ring, rule):
    report = survey(redraw(county, E=village(A, ring)))
    line = only(report, "duplicate")
    assert (line.rule, line.codes, line.count) == (rule, (A,), 2)
    assert found_text(line, "zh") == "有 2 个面使用同一代码。"
    villages = check_repair(report)[1]
    assert (villages.polygons_before, villages.polygons_after) == (5, 5)
    assert villages.fits


def test_features_without_code_or_polygon_are_listed_and_kept(county, tmp_path):
    report = survey(redraw(county, E=village("", toy.ring(115.05, 24.4)), F=village("441624100299", None)))
    assert only(report, "no_code").codes == ("#5",)
    assert only(report, "no_code").area_m2 == pytest.approx(1014 * 1108, rel=0.01)
    assert only(report, "empty").names == ("新村",)
    write_repaired(report, tmp_path / "out.gpkg")
    layer = pyogrio.read_dataframe(tmp_path / "out.gpkg", layer="村界")
    assert layer["村代码"].tolist() == [A, B, C, D, "", "441624100299"]
    assert layer["备注"].tolist() == ["存"] * 6
    assert layer.geometry.isna().tolist() == [False] * 5 + [True]


def test_a_damaged_feature_says_why_it_has_no_polygon(county):
    report = survey(redraw(county, E=village("441624100299", [[115, 24.4], [115.01, 24.4]])))
    assert found_text(only(report, "empty"), "zh").startswith("该要素没有面状图形（")


def test_villages_outside_their_township_name_where_they_lie(county):
    # D belongs to the north, and is drawn a quarter in the south; a quarter of A lies outside the county.
    report = survey(
        redraw(
            county,
            D=[[115.0, 24.4075], [115.01, 24.4075], [115.01, 24.4175], [115.0, 24.4175], [115.0, 24.4075]],
        )
    )
    line = only(report, "outside")
    assert (line.names, line.rule, line.why) == (("丁村委会",), "outside", "441624100")
    assert line.share == pytest.approx(0.25, rel=1e-3)
    assert proposal_text(report, line, "zh") == "越出部分大多在 南镇，请核实村界、乡镇界或代码。"
    away = survey(
        redraw(county, A=[[114.99, 24.4], [115.01, 24.4], [115.01, 24.41], [114.99, 24.41], [114.99, 24.4]])
    )
    assert only(away, "outside").rule == "outside_all"


def test_villages_are_compared_with_the_lists(county):
    report = survey(redraw(county, B=None, E=village("441624100299", toy.ring(115.01, 24.4))))
    missing = only(report, "missing")
    assert (missing.codes, missing.rule, missing.why) == ((B,), "missing", "农村人口分母")
    assert found_text(missing, "zh") == "农村人口分母中有此村，村界图层中没有。"
    surplus = only(report, "surplus")
    assert (surplus.codes, surplus.rule) == (("441624100299",), "surplus")
    assert missing.spot is None


def test_a_code_that_only_a_roster_has_is_more_likely_a_slip(county):
    toy.write_county(
        county,
        [
            *toy.people(A, 1, prefix="A"),
            (*toy.person(A, "X", 1)[:2], "441624100277", *toy.person(A, "X", 1)[3:]),
        ],
    )
    line = only(survey(county), "missing")
    assert (line.codes, line.rule) == (("441624100277",), "missing_code")


def add_table(county, name, file):
    text = (county / "ruralmap.toml").read_text(encoding="utf-8")
    (county / "ruralmap.toml").write_text(
        text.replace("[tables]", f'[tables]\n{name} = "{file}"'), encoding="utf-8"
    )


def test_codes_of_the_past_are_taken_through_the_lineage(county):
    old, gone = "441624100277", "441624100266"
    past = [(*toy.person(A, code, 1)[:2], code, *toy.person(A, code, 1)[3:]) for code in (old, gone)]
    toy.write_county(county, [*toy.people(A, 1, prefix="A"), *past])
    header = ("原代码", "现代码", "变更日期", "变更类型")
    rows = [
        (old, A, "2020-01-01", "合并"),
        (gone, "", "2020-01-01", "撤销"),
        (D, B, "2021-01-01", "合并"),
        (C, "441624101299", "2030-01-01", "更名"),
    ]
    toy.write_csv(county / "layers" / "变更.csv", header, rows)
    add_table(county, "lineage", "layers/变更.csv")
    report = survey(county)
    # The old code stands for A; D is no more since 2021, what happens to C in 2030 does not count yet.
    line = only(report, "surplus")
    assert (line.codes, line.rule) == ((D,), "surplus_abolished")
    assert found_text(line, "zh") == f"代码变更对照表中该代码已变更或撤销（现为 {B}）。"
    assert [line.kind for line in report.lines] == ["surplus"]
    toy.write_csv(county / "layers" / "变更.csv", header, [*rows, (B, D, "2022-01-01", "恢复")])
    assert [line.kind for line in survey(county).lines if line.codes == (D,)] == []


def test_without_lists_nothing_is_missing(county):
    text = (county / "ruralmap.toml").read_text(encoding="utf-8")
    (county / "ruralmap.toml").write_text(text[: text.index("[tables]")], encoding="utf-8")
    assert survey(redraw(county, B=None, E=village("441624100299", toy.ring(115.01, 24.4)))).lines == ()


def test_sums_say_what_is_lacking(county):
    report = survey(redraw(county, B=None))
    south, north = report.sums["villages", "townships"]
    # B is half of the south.
    assert south.share == pytest.approx(-0.5, rel=1e-4)
    assert (south.parts, north.parts) == (1, 2)
    (whole,) = report.sums["villages", "county"]
    assert whole.lacking_m2 == pytest.approx(south.lacking_m2, rel=1e-6)
    assert report.as_json()["layers"]["villages"]["faults"] == {"missing": 1}


def sheets_of(path):
    book = openpyxl.load_workbook(path)
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_workbook_says_all_of_it_in_both_languages(county, tmp_path, run, lang):
    with_hole(county)
    out = tmp_path / "out.xlsx"
    status, _, _ = run("topology", "-w", county, "--out", out, "--lang", lang)
    assert status == 0
    sheets = sheets_of(out)
    names = ["about", "counts", "faults", "changes", "areas", "sums"]
    assert list(sheets) == [say(f"topology.sheet.{name}", lang) for name in names]
    (fault,) = sheets[say("topology.sheet.faults", lang)][3:]
    assert fault[0] == 1
    assert fault[2:5] == [say("topology.kind.gap", lang), A, "甲村委会"]
    about = "".join(str(row[1]) for row in sheets[say("topology.sheet.about", lang)])
    assert say("topology.about.applied_no", lang) in about
    assert len(sheets[say("topology.sheet.sums", lang)]) == 3 + 2 + 1 + 1


def test_a_repair_is_written_aside_and_counted(county, tmp_path, run):
    with_hole(county)
    before = {path: path.read_bytes() for path in county.rglob("*") if path.is_file()}
    repaired, out = tmp_path / "修复.gpkg", tmp_path / "报告.xlsx"
    status, text, said = run("topology", "-w", county, "--out", out, "--repair", repaired)
    assert status == 0
    assert "修复后的图层" in text
    assert "修复前后" in said
    assert {path: path.read_bytes() for path in county.rglob("*") if path.is_file()} == before
    assert [name for name, _ in pyogrio.list_layers(repaired)] == ["乡镇界", "村界"]
    layer = pyogrio.read_dataframe(repaired, layer="村界")
    assert layer["村代码"].tolist() == [A, B, C, D]
    assert shapely.coverage_is_valid(np.asarray(layer.geometry))
    assert shapely.get_num_interior_rings(shapely.get_parts(layer.geometry[0])).tolist() == [0]
    row = sheets_of(out)["修复前后"][-1]
    assert row[:3] == ["村界", 4, 4]
    assert row[6:] == [1, 0, "是"]
    # The repaired layer can take the place of the old one.
    toml = (county / "ruralmap.toml").read_text(encoding="utf-8")
    own = '{ path = "layers/村界.geojson" }'
    (county / "ruralmap.toml").write_text(
        toml.replace(own, f'{{ path = "{repaired.as_posix()}", layer = "村界" }}'), encoding="utf-8"
    )
    assert survey(county).lines == ()


# A reaches 0.001 degrees into B, and as the larger one loses it again.
INTO_B = [[115.0, 24.4], [115.011, 24.4], [115.011, 24.41], [115.0, 24.41], [115.0, 24.4]]


def add_points(county, rows):
    toy.write_csv(county / "layers" / "住户坐标.csv", ("户编号", "经度", "纬度", "坐标系统"), rows)
    add_table(county, "household_points", "layers/住户坐标.csv")


def test_households_that_a_repair_gives_to_another_village_are_listed(county, tmp_path, run):
    add_points(
        redraw(county, A=INTO_B),
        [
            ("A0001", "115.005", "24.405", "CGCS2000"),  # in A before and after
            ("A0002", "115.0105", "24.405", "CGCS2000"),  # in the overlap: in both, then in B
            ("A0003", "115.015", "24.405", "CGCS2000"),  # in B
            ("A0004", "", "", ""),
        ],
    )
    out = tmp_path / "a.xlsx"
    status, _, said = run("topology", "-w", county, "--out", out, "--repair", tmp_path / "b.gpkg")
    assert status == 0
    assert "有 1 户的坐标落入别的村" in said
    (row,) = sheets_of(out)["户改村"][3:]
    assert row[:3] == ["A0002", f"{A} 甲村委会\n{B} 乙村委会", f"{B} 乙村委会"]
    _, text, _ = run("topology", "-w", county, "--out", out, "--repair", tmp_path / "b.gpkg", "--json")
    assert json.loads(text)["households_moved"] == 1


def test_without_points_or_without_a_repair_no_household_moves(county, tmp_path, run):
    redraw(county, A=INTO_B)
    report = survey(county)
    assert list_moves(open_workspace(county), report) == ()
    add_points(county, [])
    assert list_moves(open_workspace(county), report) == ()
    (county / "layers" / "住户坐标.csv").unlink()
    assert list_moves(open_workspace(county), report) == ()
    _, text, _ = run("topology", "-w", county, "--out", tmp_path / "a.xlsx", "--json")
    assert json.loads(text)["households_moved"] == 0


def test_a_household_may_come_into_a_village_that_had_a_hole(county):
    add_points(with_hole(county), [("A0001", "115.005", "24.405", "CGCS2000")])
    assert list_moves(open_workspace(county), survey(county)) == (("A0001", (), (A,)),)


def test_the_same_county_gives_the_same_bytes(county, tmp_path):
    report = survey(with_hole(county))
    for name in ("one", "two"):
        write_faults(report, tmp_path / name / "a.gpkg", "zh")
        write_repaired(report, tmp_path / name / "b.gpkg")
    for name in ("a.gpkg", "b.gpkg"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
        assert b"2000-01-01" in (tmp_path / "one" / name).read_bytes()


def test_faults_are_a_layer_of_areas_and_one_of_points(county, tmp_path):
    report = survey(redraw(with_hole(county), B=None, E=village(A, toy.ring(115.05, 24.4))))
    write_faults(report, tmp_path / "a.gpkg", "zh")
    areas = pyogrio.read_dataframe(tmp_path / "a.gpkg", layer="拓扑问题_面")
    points = gpd.read_file(tmp_path / "a.gpkg", layer="拓扑问题_点")
    assert areas["问题"].tolist() == points["问题"].tolist() == ["代码重复", "越出上级范围"]
    assert set(areas.geom_type) == {"MultiPolygon"}
    assert set(points.geom_type) == {"Point"}
    assert areas["序号"].tolist() == [2, 3]  # the missing village has no place
    write_faults(survey(toy.write_county(county, [])), tmp_path / "b.gpkg", "en")
    assert len(pyogrio.read_dataframe(tmp_path / "b.gpkg", layer="faults_areas")) == 0


@pytest.fixture
def run(capsys):
    def call(*words):
        with pytest.raises(SystemExit) as ended:
            main([str(word) for word in words])
        captured = capsys.readouterr()
        return ended.value.code, captured.out, captured.err

    return call


def test_the_command_gives_json(county, run):
    status, out, _ = run("topology", "-w", with_hole(county), "--json", "--fill-up-to", 1000)
    result = json.loads(out)
    assert status == 0
    assert result["layers"]["villages"]["faults"] == {"gap": 1}
    assert result["repaired"] == []
    assert set(result["paths"]) == {"topology", "topology_faults"}
    assert (county / "maps" / "和平县_拓扑检查报告_202409.xlsx").is_file()
    assert (county / "maps" / "和平县_拓扑问题_202409.gpkg").is_file()


def test_the_command_says_that_nothing_is_wrong(county, run):
    status, _, said = run("topology", "-w", county)
    assert status == 0
    assert "没有发现问题" in said
    assert run("topology", "-w", county, "--quiet")[2] == ""


@pytest.mark.parametrize(
    ("option", "name", "said"),
    [
        ("--repair", "layers/村界.geojson", "不能把结果写在它上面"),
        ("--out", "layers/村界.geojson", "不能把结果写在它上面"),
        ("--repair", "修复.shp", ".gpkg"),
        ("--out", "报告.gpkg", ".xlsx"),
    ],
)
def test_nothing_is_written_over_an_input_or_in_another_format(county, run, option, name, said):
    before = (county / "layers" / "村界.geojson").read_bytes()
    status, _, text = run("topology", "-w", county, option, county / name)
    assert status == 2
    assert said in text
    assert (county / "layers" / "村界.geojson").read_bytes() == before


@pytest.mark.parametrize("repair", ["报告.gpkg", "空/../报告.gpkg"])
def test_no_result_takes_the_place_of_another(county, tmp_path, run, repair):
    (tmp_path / "空").mkdir()
    before = sorted(tmp_path.rglob("*"))
    options = ["--out", tmp_path / "报告.xlsx", "--repair", tmp_path / repair]
    status, text, said = run("topology", "-w", county, *options)
    assert (status, text) == (2, "")
    assert "会被写两次" in said
    assert sorted(tmp_path.rglob("*")) == before


def test_what_is_no_polygon_is_not_counted_as_one(county, tmp_path):
    path = redraw(county) / "layers" / "村界.geojson"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["features"][0]["geometry"] = {"type": "Point", "coordinates": [115.005, 24.405]}
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    report = survey(county)
    villages = check_repair(report)[1]
    assert (villages.polygons_before, villages.polygons_after) == (3, 3)
    write_repaired(report, tmp_path / "out.gpkg")
    layer = pyogrio.read_dataframe(tmp_path / "out.gpkg", layer="村界")
    assert layer.geometry.isna().tolist() == [True, False, False, False]


def test_every_kind_of_fault_has_its_words():
    for lang in LANGUAGES:
        assert all(say(f"topology.kind.{kind}", lang) for kind in KINDS)


def test_polygons_that_went_missing_are_a_fault_of_ours(county):
    level = survey(county).levels["villages"]
    plan = type(level.plan)(
        level.plan.faults,
        level.plan.proposals,
        np.array([None] * 4, dtype=object),
        level.plan.before_m2,
        level.plan.after_m2,
    )
    with pytest.raises(ConservationError, match="4 before, 0 after"):
        _repaired(Level(level.name, level.file, level.drawn, level.drawing, plan))


def test_the_sheets_of_a_county_that_fits(county):
    report = survey(county)
    sheets = {sheet.name: sheet for sheet in topology_sheets(report, "zh")}
    assert [row[3] for row in sheets["汇总"].rows[1:]] == ["没有发现问题。"] * 3
    assert count_rows(report, "zh")[1] == []


def test_a_geopackage_is_not_open_when_its_driver_reads_it(county, tmp_path):
    # Two copies of SQLite in one process drop each other's locks: ours is closed before.
    report = survey(county)
    write_repaired(report, tmp_path / "a.gpkg")
    with sqlite3.connect(tmp_path / "a.gpkg") as connection:
        assert connection.execute("SELECT count(*) FROM 村界").fetchone() == (4,)
