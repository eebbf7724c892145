"""`ruralmap crs` on the toy county: what is proposed, what is accepted, and what the check says of it."""

import json
import tomllib
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
from shapely import box

import toy
import toy_points
from ruralmap.errors import LayerError, UsageError
from ruralmap.jobs.check import survey
from ruralmap.jobs.crs import accept_crs, examine_crs
from ruralmap.words.catalogue import LANGUAGES
from ruralmap.workspace import open_workspace

ASSETS = "assets/资产台账.csv"
COUNTY = "layers/县界.geojson"
SQUARE = (115.0, 24.4, 115.02, 24.42)


@pytest.fixture
def county(tmp_path):
    return toy.write_county(tmp_path / "county", toy.people("441624100201", 2, prefix="A"), money=False)


def examine(root, **options):
    return examine_crs(open_workspace(root), **options)


def of_assets(report):
    return [entry for entry in report.entries if entry.file == ASSETS]


def accept(root):
    workspace = open_workspace(root)
    return accept_crs(workspace, examine_crs(workspace))


def crs_findings(root):
    """List the findings about coordinates between files, by file."""
    kinds = {"crs_proposed", "crs_contradicted", "crs_shifted", "crs_mixed", "crs_unrecognised"}
    return [(item.file, item) for item in survey(open_workspace(root)).findings if item.code in kinds]


def write_outline(root, text):
    """Write the county's outline, a vertex every thousandth of a degree, in a candidate's numbers."""
    west, south, east, north = SQUARE
    steps = np.arange(20) / 1000
    lon = np.concatenate([west + steps, np.full(20, east), east - steps, np.full(20, west), [west]])
    lat = np.concatenate([np.full(20, south), south + steps, np.full(20, north), north - steps, [south]])
    x, y = toy_points.numbers_in(text, lon, lat)
    ring = [list(pair) for pair in zip(x.tolist(), y.tolist(), strict=True)]
    toy.write_layer(root / COUNTY, [({"县代码": "441624", "县名称": "和平县"}, ring)])
    return root


def replace_in_toml(root, old, new):
    path = root / "ruralmap.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return root


@pytest.mark.parametrize(
    "text", ["GCJ-02", "BD-09", "EPSG:4526", "EPSG:4547", "EPSG:4490 YX", "EPSG:4526 YX", "CM115.25 FE500000"]
)
def test_what_states_nothing_is_recognised_and_proposed(county, text):
    (entry,) = of_assets(examine(toy_points.write_assets(county, text)))
    assert (entry.state, entry.proposal.id, entry.read_as) == ("recognised", text, None)
    assert (entry.count, entry.claims, entry.stated) == (100, 100, "")
    assert entry.is_acceptable
    assert entry.line == f'"{ASSETS}" = "{text}"'
    assert entry.readings[0].hit_rate == 1
    ((file, found),) = crs_findings(county)
    assert (file, found.code) == (ASSETS, "crs_proposed")
    assert entry.line in found.text("remedy")


def test_the_line_for_an_odd_path_can_be_copied(county):
    (entry,) = of_assets(examine(toy_points.write_assets(county, "GCJ-02")))
    odd = replace(entry, file='资产"台账"\\新.xlsx')
    assert tomllib.loads(odd.line) == {odd.file: "GCJ-02"}


def test_what_is_accepted_is_written_applied_and_no_longer_proposed(county):
    toy_points.write_assets(county, "CM115.25 FE500000")
    before = survey(open_workspace(county))
    assert sum(item.code == "point_outside" for item in before.findings) == 100
    report = accept(county)
    assert report.accepted == (f'"{ASSETS}" = "CM115.25 FE500000"',)
    after = survey(open_workspace(county))
    codes = [item.code for item in after.findings]
    assert "point_outside" not in codes
    assert codes.count("crs_accepted") == 1
    assert crs_findings(county) == []
    (entry,) = of_assets(examine(county))
    assert entry.read_as == entry.proposal
    assert not entry.is_acceptable
    assert accept(county).accepted == ()


def test_the_rest_of_the_file_stays_as_typed_and_the_evidence_stands_beside(county):
    toy_points.write_assets(county, "GCJ-02")
    path = county / "ruralmap.toml"
    typed = "# 说明\r\n" + path.read_text(encoding="utf-8").replace("\n", "\r\n") + "# 末尾\r\n"
    path.write_bytes(b"\xef\xbb\xbf" + typed.encode())
    accept(county)
    written = path.read_bytes().decode("utf-8")
    assert written.startswith("\ufeff# 说明\r\n")
    assert typed.rstrip() in written
    assert "\n" not in written.replace("\r\n", "")
    (line,) = [line for line in written.splitlines() if line.startswith(f'"{ASSETS}"')]
    # GCJ-02 lies 0.49 of a village east and 0.28 south. Of five columns three stay, of five rows four: 12 of
    # 25. Of the other 13 five have 0.19 of 1,013 m to go back west, five 0.39, and three none: 0.19 in the
    # middle is 192 m. Five have to go north and eight not: none in the middle.
    assert line == (
        f'"{ASSETS}" = "GCJ-02" # 按“GCJ-02”读，100 个写明所在村的点有 100.0 % 在那个村内；'
        "按“EPSG:4490”读为 48.0 %，其余的须平移（东 -190，北 -1）米才对得上"
    )


def test_a_second_acceptance_goes_into_the_same_section(county):
    toy_points.write_assets(county, "GCJ-02")
    accept(county)
    write_outline(county, "GCJ-02")
    accept(county)
    text = (county / "ruralmap.toml").read_text(encoding="utf-8")
    assert text.count("[crs]") == 1
    assert open_workspace(county).crs == {ASSETS: "GCJ-02", COUNTY: "GCJ-02"}


def test_what_is_stated_rightly_is_left_in_peace(county):
    toy_points.write_assets(county, "GCJ-02", datum="火星坐标")
    (entry,) = of_assets(examine(county))
    assert (entry.stated, entry.read_as.id, entry.proposal.id) == ("GCJ-02", "GCJ-02", "GCJ-02")
    assert not entry.is_acceptable
    assert crs_findings(county) == []
    assert accept(county).accepted == ()


def test_what_is_stated_wrongly_is_told_and_left_to_the_source(county):
    toy_points.write_assets(county, "GCJ-02", datum="WGS84")
    (entry,) = of_assets(examine(county))
    assert entry.is_contradicted
    assert not entry.is_acceptable, "the rows themselves say otherwise"
    ((_, found),) = crs_findings(county)
    assert found.code == "crs_contradicted"
    assert "“坐标系”一列" in found.text("remedy")
    assert "48.0 %" in found.text("found")
    assert accept(county).accepted == ()


def test_metres_that_state_cgcs2000_can_be_accepted(county):
    toy_points.write_assets(county, "EPSG:4526", datum="国家2000")
    (entry,) = of_assets(examine(county))
    assert entry.is_contradicted
    assert entry.is_acceptable
    ((_, found),) = crs_findings(county)
    assert entry.line in found.text("remedy")
    accept(county)
    assert crs_findings(county) == []


def test_a_wrong_acceptance_is_told(county):
    toy_points.write_assets(county, "GCJ-02")
    with (county / "ruralmap.toml").open("a", encoding="utf-8") as toml:
        toml.write(f'[crs]\n"{ASSETS}" = "BD-09"\n')
    (entry,) = of_assets(examine(county))
    assert (entry.read_as.id, entry.proposal.id) == ("BD-09", "GCJ-02")
    assert [found.code for _, found in crs_findings(county)] == ["crs_contradicted"]
    accept(county)
    assert open_workspace(county).crs == {ASSETS: "GCJ-02"}


def test_rows_of_one_file_that_propose_two_systems_are_a_conflict(county):
    lon, lat, codes = toy_points.grid_points()
    toy_points.write_assets(county, "GCJ-02")
    x, y = toy_points.numbers_in("EPSG:4526", lon, lat)
    rows = [
        (
            f"M{number}",
            "水渠",
            "公益性",
            "1",
            toy.TOWNSHIPS[code[:9]],
            toy.NAMES[code],
            code,
            "正常",
            a,
            b,
            "国家2000",
        )
        for number, (a, b, code) in enumerate(zip(x, y, codes, strict=True))
    ]
    toy_points.write_assets(county, "GCJ-02", more=rows)
    report = accept(county)
    assert (report.accepted, report.conflicts) == ((), (ASSETS,))
    assert "[crs]" not in (county / "ruralmap.toml").read_text(encoding="utf-8")


def write_sixteen_villages(root):
    """Cut the county into four by four villages of 0.005 degrees, and put 25 points into each."""
    west, south, _, _ = SQUARE
    corners = {
        f"{'441624100' if row < 2 else '441624101'}2{row % 2 * 4 + column:02d}": (
            west + column / 200,
            south + row / 200,
        )
        for row in range(4)
        for column in range(4)
    }
    features = [
        (
            {"村代码": code, "村名称": f"{code[-2:]}村委会", "乡镇名称": toy.TOWNSHIPS[code[:9]]},
            [[x, y], [x + 0.005, y], [x + 0.005, y + 0.005], [x, y + 0.005], [x, y]],
        )
        for code, (x, y) in corners.items()
    ]
    toy.write_layer(root / "layers" / "村界.geojson", features)
    places = [
        (x + east / 2, y + north / 2, code)
        for code, (x, y) in corners.items()
        for east in toy_points.MIDDLES
        for north in toy_points.MIDDLES
    ]
    lon, lat, codes = zip(*places, strict=True)
    return np.array(lon), np.array(lat), list(codes)


def write_places(root, x, y, codes, datums):
    rows = [
        (f"S{number}", "水渠", "公益性", "1", "", "", code, "正常", a, b, datum)
        for number, (a, b, code, datum) in enumerate(zip(x, y, codes, datums, strict=True))
    ]
    toy.write_csv(root / ASSETS, (*toy_points.HEADER, "经度", "纬度", "坐标系"), rows)
    return root


def test_points_shifted_to_one_side_are_told(county):
    lon, lat, codes = write_sixteen_villages(county)
    # 60 m east: of columns 100 m apart the easternmost, 50 m from the border, leaves, all of it by 10 m.
    write_places(county, lon + 60 / 101_400, lat, codes, ["CGCS2000"] * 400)
    ((_, found),) = crs_findings(county)
    assert found.code == "crs_shifted"
    assert "西安" in found.text("consequence")
    assert "东 -9" in found.text("found")
    assert accept(county).accepted == ()


def test_a_file_of_two_sources_is_told(county):
    lon, lat, codes = write_sixteen_villages(county)
    x, y = toy_points.numbers_in("GCJ-02", lon, lat)
    # One row in ten comes from elsewhere; GCJ-02 lies 585 m away, which is more than a village here.
    other = np.arange(400) % 10 == 7
    write_places(county, np.where(other, x, lon), np.where(other, y, lat), codes, ["WGS84"] * 400)
    ((_, found),) = crs_findings(county)
    assert found.code == "crs_mixed"
    assert "90.0 %" in found.text("found")
    (entry,) = of_assets(examine(county))
    assert (entry.state, entry.reason, entry.proposal) == ("ambiguous", "mixed", None)
    assert accept(county).accepted == ()


@pytest.mark.parametrize("datum", ["西安80", "1980西安坐标系", "北京54", "1954年北京坐标系", "EPSG:4610"])
def test_rows_that_state_an_old_datum_are_refused_and_never_proposed_for(county, datum):
    toy_points.write_assets(county, "EPSG:4526", datum=datum)
    (entry,) = of_assets(examine(county))
    assert (entry.state, entry.reason, entry.read_as, entry.proposal) == ("refused", "old_datum", None, None)
    assert (entry.count, entry.stated) == (100, "北京54" if "北京" in datum else "西安80")
    report = survey(open_workspace(county))
    assert [found.code for found in report.findings if found.file == ASSETS and "crs" in found.code] == [
        "crs_old_datum"
    ]
    assert "choice_unknown" not in {found.code for found in report.findings}
    for _, _, rows, verdict in examine(county, files=[ASSETS]).blocks("zh"):
        assert rows == []
        assert "自然资源局" in verdict
    assert accept(county).accepted == ()


def test_while_villages_are_mistaken_tables_wait(county):
    lon, lat, codes = write_sixteen_villages(county)
    path = county / "layers" / "村界.geojson"
    document = json.loads(path.read_text(encoding="utf-8"))
    for feature in document["features"]:
        ring = np.array(feature["geometry"]["coordinates"][0])
        x, y = toy_points.numbers_in("GCJ-02", *ring.T)
        feature["geometry"]["coordinates"] = [np.column_stack([x, y]).tolist()]
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    # Points in GCJ-02 fit villages in GCJ-02 that are read as WGS-84: they must not be taken for WGS-84.
    write_places(county, *toy_points.numbers_in("GCJ-02", lon, lat), codes, [""] * 400)
    (entry,) = of_assets(examine(county))
    assert (entry.state, entry.reason, entry.is_acceptable) == ("ambiguous", "unsettled", False)
    assert ASSETS not in dict(crs_findings(county))
    assert accept(county).accepted == ('"layers/村界.geojson" = "GCJ-02"',)
    assert accept(county).accepted == (f'"{ASSETS}" = "GCJ-02"',)


def test_a_line_that_stands_is_not_exchanged_against_rows_that_it_reads_rightly(county):
    lon, lat, codes = toy_points.grid_points()
    x, y = toy_points.numbers_in("EPSG:4526", lon, lat)
    other_x, other_y = toy_points.numbers_in("EPSG:4547", lon, lat)
    write_places(
        county, np.append(x, other_x), np.append(y, other_y), codes * 2, [""] * 100 + ["CGCS2000"] * 100
    )
    with (county / "ruralmap.toml").open("a", encoding="utf-8") as toml:
        toml.write(f'[crs]\n"{ASSETS}" = "EPSG:4526"\n')
    report = accept(county)
    assert (report.accepted, report.conflicts) == ((), (ASSETS,))
    assert open_workspace(county).crs == {ASSETS: "EPSG:4526"}


def test_rows_in_degrees_beside_metres_stay_as_they_state(county):
    lon, lat, codes = toy_points.grid_points()
    x, y = toy_points.numbers_in("EPSG:4547", lon, lat)
    write_places(county, np.append(x, lon), np.append(y, lat), codes * 2, [""] * 100 + ["WGS84"] * 100)
    assert accept(county).accepted == (f'"{ASSETS}" = "EPSG:4547"',)
    assert crs_findings(county) == []
    assert accept(county).accepted == ()
    silent, stated = of_assets(examine(county))
    assert (silent.read_as.id, stated.read_as.id) == ("EPSG:4547", "EPSG:4490")


def test_a_file_that_was_replaced_by_another_system_is_told(county):
    toy_points.write_assets(county, "EPSG:4547")
    accept(county)
    toy_points.write_assets(county, "GCJ-02")
    assert [found.code for _, found in crs_findings(county)] == ["crs_proposed"]
    assert "crs_unfit" in {found.code for found in survey(open_workspace(county)).findings}
    accept(county)
    assert open_workspace(county).crs == {ASSETS: "GCJ-02"}


def test_a_layer_of_an_unknown_datum_is_refused_and_stops_nothing(county):
    crs = "+proj=longlat +ellps=krass +towgs84=22,-118,30,0,0,0,0"
    replace_in_toml(county, '"layers/县界.geojson" }', f'"layers/县界.geojson", crs = "{crs}" }}')
    entry = next(entry for entry in examine(county).entries if entry.file == COUNTY)
    assert (entry.state, entry.proposal) == ("refused", None)
    assert "没有公开可靠的转换" in entry.refusal
    assert COUNTY in survey(open_workspace(county)).unusable


def test_a_file_whose_name_looks_like_a_line_is_written_as_its_name(county):
    toy_points.write_assets(county, "GCJ-02")
    name = "assets/台账 = 2024.csv"
    (county / ASSETS).rename(county / name)
    replace_in_toml(county, ASSETS, name)
    accept(county)
    assert open_workspace(county).crs == {name: "GCJ-02"}


def test_files_without_coordinates_are_told_when_they_are_asked_for(county):
    toy_points.write_assets(county, "GCJ-02")
    roster = "layers/名单.csv"
    report = examine(county, files=[ASSETS, roster, roster])
    assert report.empty == (roster,)
    assert report.as_json()["empty"] == [roster]
    assert examine(county).empty == ()


def test_of_metres_the_datum_is_left_to_the_person(county):
    toy_points.write_assets(county, "EPSG:4526")
    ((_, found),) = crs_findings(county)
    assert "1954 北京" in found.text("remedy")
    ((_, _, _, verdict),) = examine(county, files=[ASSETS]).blocks("en")
    assert "Beijing 1954" in verdict
    toy_points.write_assets(county, "GCJ-02")
    ((_, found),) = crs_findings(county)
    assert "北京" not in found.text("remedy")


def test_points_of_another_county_are_told(county):
    lon, lat, codes = toy_points.grid_points()
    rows = [
        (f"F{number}", "水渠", "公益性", "1", "", "", code, "正常", a + 1, b, "")
        for number, (a, b, code) in enumerate(zip(lon, lat, codes, strict=True))
    ]
    toy.write_csv(county / ASSETS, (*toy_points.HEADER, "经度", "纬度", "坐标系"), rows)
    ((_, found),) = crs_findings(county)
    assert found.code == "crs_unrecognised"
    huge = [(*row[:8], 9e7, 9e7, "") for row in rows]
    toy.write_csv(county / ASSETS, (*toy_points.HEADER, "经度", "纬度", "坐标系"), huge)
    ((_, found),) = crs_findings(county)
    assert "任何一种坐标" in found.text("found")


def test_a_mistaken_layer_is_recognised_by_the_others(county):
    write_outline(county, "GCJ-02")
    entry = next(entry for entry in examine(county).entries if entry.file == COUNTY)
    assert (entry.read_as.id, entry.proposal.id, entry.against) == ("EPSG:4490", "GCJ-02", "villages")
    assert entry.readings[0].share == pytest.approx(1, abs=1e-4)
    codes = {file: found.code for file, found in crs_findings(county)}
    assert codes == {COUNTY: "crs_contradicted"}
    accept(county)
    assert crs_findings(county) == []


def test_a_layer_that_cannot_be_read_as_it_is_stated_is_proposed_by_the_others(county):
    write_outline(county, "EPSG:4526")
    entry = next(entry for entry in examine(county).entries if entry.file == COUNTY)
    assert (entry.proposal.id, entry.is_acceptable) == ("EPSG:4526", True)
    assert accept(county).accepted == (f'"{COUNTY}" = "EPSG:4526"',)
    assert not survey(open_workspace(county)).unusable


def test_what_a_layer_states_of_itself_moves_into_the_section(county):
    write_outline(county, "GCJ-02")
    replace_in_toml(county, '"layers/县界.geojson" }', '"layers/县界.geojson", crs = "EPSG:4326" } # 县界')
    accept(county)
    workspace = open_workspace(county)
    assert workspace.layers["county"].crs == "GCJ-02"
    text = (county / "ruralmap.toml").read_text(encoding="utf-8")
    assert "EPSG:4326" not in text
    assert "# 县界" in text


def test_an_old_datum_is_refused_with_the_remedy(county):
    replace_in_toml(county, '"layers/县界.geojson" }', '"layers/县界.geojson", crs = "EPSG:4610" }')
    entry = next(entry for entry in examine(county).entries if entry.file == COUNTY)
    assert (entry.state, entry.proposal, entry.readings) == ("refused", None, ())
    assert "自然资源局" in entry.refusal
    verdicts = [verdict for _, _, _, verdict in examine(county).blocks("en")]
    assert any("Xian 1980" in verdict and "transformed" in verdict for verdict in verdicts)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_evidence_is_laid_out_with_what_it_means(county, lang):
    toy_points.write_assets(county, "GCJ-02")
    blocks = examine(county, files=[ASSETS]).blocks(lang)
    ((title, header, rows, verdict),) = blocks
    assert ASSETS in title
    assert "100" in title
    assert "115.0059 … 115.0240" in title or "115.00" in title
    best, wgs, _ = ([str(cell) for cell in row] for row in rows)
    places = {name: header.index(name) for name in header}
    hits = places["在登记的村" if lang == "zh" else "in own village"]
    missed = places["不在(点)" if lang == "zh" else "missed"]
    assert (best[0], best[hits], best[missed]) == ("GCJ-02", "100.0 %", "0")
    assert (wgs[0], wgs[hits], wgs[missed]) == ("EPSG:4490", "48.0 %", "52")
    assert f'"{ASSETS}" = "GCJ-02"' in verdict


def test_everything_is_said_as_json_too(county):
    toy_points.write_assets(county, "EPSG:4526")
    report = examine(county)
    said = json.loads(json.dumps(report.as_json(), ensure_ascii=False, allow_nan=False))
    entry = next(entry for entry in said["entries"] if entry["file"] == ASSETS)
    assert (entry["proposal"], entry["state"], entry["basis"]) == ("EPSG:4526", "recognised", "claims")
    assert entry["digits"] == [8, 7]
    assert entry["evidence"][0] == {
        "reading": "EPSG:4526",
        "hit_rate": 1.0,
        "missed": 0,
        "inside_share": 1.0,
        "shared": None,
        "east_m": None,
        "north_m": None,
    }


def test_household_points_claim_where_the_household_is_registered(tmp_path):
    lon, lat, codes = toy_points.grid_points()
    roster = [toy.person(code, f"H{number:03d}", 1) for number, code in enumerate(codes)]
    root = toy.write_county(tmp_path / "county", roster, money=False)
    x, y = toy_points.numbers_in("GCJ-02", lon, lat)
    rows = [(f"H{number:03d}", a, b) for number, (a, b) in enumerate(zip(x, y, strict=True))]
    toy.write_csv(root / "layers" / "坐标.csv", ("户编号", "经度", "纬度"), rows)
    with (root / "ruralmap.toml").open("a", encoding="utf-8") as toml:
        toml.write('household_points = "layers/坐标.csv"\n')
    (entry,) = [entry for entry in examine(root).entries if entry.table == "household_points"]
    assert (entry.claims, entry.proposal.id) == (100, "GCJ-02")
    replace_in_toml(root, 'roster = "layers/名单.csv"\n', "")
    (entry,) = [entry for entry in examine(root).entries if entry.table == "household_points"]
    assert (entry.claims, entry.reason) == (0, "unclaimed")


def test_inspections_claim_the_village_of_their_asset(tmp_path):
    lon, lat, codes = toy_points.grid_points()
    people = toy.people("441624100201", 2, prefix="A")
    root = toy.write_county(tmp_path / "county", people, money=False)
    named = [(f"Z{number:03d}", "水渠", "公益性", "1", code) for number, code in enumerate(codes)]
    toy.write_csv(root / ASSETS, ("资产编号", "资产名称", "资产类别", "原始价值", "行政村代码"), named)
    x, y = toy_points.numbers_in("GCJ-02", lon, lat)
    rows = [
        (f"Z{number:03d}", "2024-05-06", "巡查", a, b) for number, (a, b) in enumerate(zip(x, y, strict=True))
    ]
    toy.write_csv(root / "assets" / "巡查.csv", ("资产编号", "核查日期", "核查类型", "经度", "纬度"), rows)
    with (root / "ruralmap.toml").open("a", encoding="utf-8") as toml:
        toml.write('inspections = "assets/巡查.csv"\n')
    (entry,) = [entry for entry in examine(root).entries if entry.table == "inspections"]
    assert (entry.claims, entry.proposal.id) == (100, "GCJ-02")
    replace_in_toml(root, f'assets = "{ASSETS}"\n', "")
    (entry,) = [entry for entry in examine(root).entries if entry.table == "inspections"]
    assert (entry.claims, entry.reason) == (0, "unclaimed")


def test_a_lineage_in_a_circle_does_not_hide_the_evidence(county):
    toy_points.write_assets(county, "GCJ-02")
    header = ("原代码", "现代码", "变更日期", "变更类型")
    toy.write_csv(
        county / "layers" / "对照.csv",
        header,
        [
            ("441624100901", "441624100902", "2020-01-01", "更名"),
            ("441624100902", "441624100901", "2021-01-01", "更名"),
        ],
    )
    with (county / "ruralmap.toml").open("a", encoding="utf-8") as toml:
        toml.write('lineage = "layers/对照.csv"\n')
    (entry,) = of_assets(examine(county))
    assert entry.proposal.id == "GCJ-02"


def test_only_the_files_asked_for_are_told_and_strangers_refused(county):
    toy_points.write_assets(county, "GCJ-02")
    report = examine(county, files=[COUNTY])
    assert [entry.file for entry in report.entries] == [COUNTY]
    with pytest.raises(UsageError, match=r"县界\.shp"):
        examine(county, files=["layers/县界.shp"])


def test_without_villages_tables_are_not_judged_and_it_is_said(county):
    toy_points.write_assets(county, "GCJ-02")
    (county / "layers" / "村界.geojson").unlink()
    report = examine(county)
    assert {entry.table for entry in report.entries} == {"county", "townships"}
    assert report.unread == ("layers/村界.geojson",)


def test_without_townships_villages_are_still_compared_with_the_county(county):
    toy_points.write_assets(county, "GCJ-02")
    (county / "layers" / "乡镇界.geojson").unlink()
    report = examine(county)
    assert [entry.proposal.id for entry in report.entries] == ["EPSG:4490", "EPSG:4490", "GCJ-02"]


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_a_layer_that_names_no_system_is_proposed_one(county):
    shape = box(*SQUARE).segmentize(0.001)
    frame = gpd.GeoDataFrame({"县代码": ["441624"], "县名称": ["和平县"]}, geometry=[shape], crs="EPSG:4490")
    outline = frame.to_crs("EPSG:4547").set_crs(None, allow_override=True)
    pyogrio.write_dataframe(outline, county / "layers" / "县界.shp", encoding="UTF-8")
    replace_in_toml(county, COUNTY, "layers/县界.shp")
    entry = next(entry for entry in examine(county).entries if entry.table == "county")
    assert (entry.read_as, entry.proposal.id, entry.is_acceptable) == (None, "EPSG:4547", True)
    codes = dict(crs_findings(county))
    assert codes["layers/县界.shp"].code == "crs_proposed"
    assert "这个图层不能用" in codes["layers/县界.shp"].text("consequence")
    accept(county)
    assert not survey(open_workspace(county)).unusable


def test_a_layer_without_shapes_says_nothing(county):
    feature = {"type": "Feature", "properties": {"县代码": "441624", "县名称": "和平县"}, "geometry": None}
    document = {"type": "FeatureCollection", "features": [feature]}
    (county / COUNTY).write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    entry = next(entry for entry in examine(county).entries if entry.file == COUNTY)
    assert (entry.reason, entry.count) == ("unreferenced", 0)
    assert examine(county).as_json()["entries"][0]["extent"] == [None] * 4


def test_a_lone_layer_has_nothing_to_be_compared_with(county):
    for name in ("村界", "乡镇界"):
        (county / "layers" / f"{name}.geojson").unlink()
    (entry,) = examine(county).entries
    assert (entry.reason, entry.against, entry.readings) == ("unreferenced", "", ())


def test_without_any_layer_nothing_can_be_recognised(county):
    for name in ("县界", "村界", "乡镇界"):
        (county / "layers" / f"{name}.geojson").unlink()
    with pytest.raises(LayerError, match="nothing to compare"):
        examine(county)
