"""The coordinate systems of the demonstration county, against its truth file."""

import csv
import shutil

import numpy as np
import pandas as pd
import pytest
import shapely

import toy_points
from ruralmap.geo.candidates import candidates_near, read_candidate
from ruralmap.jobs.crs import accept_crs, examine_crs
from ruralmap.jobs.crs_findings import crs_findings
from ruralmap.jobs.inputs import read_layer_table, read_table
from ruralmap.link.crs_evidence import make_reference
from ruralmap.link.crs_verdict import judge_points
from ruralmap.workspace import open_workspace

ASSETS = "assets/资产台账.csv"
HEADER = ("资产编号", "资产名称", "资产类别", "原始价值", "行政村代码", "经度", "纬度", "坐标系")
PHONE, WECHAT = "layers/住户坐标_手机采集.xlsx", "layers/住户坐标_微信采集.csv"


@pytest.fixture(scope="module")
def truth(workspace_folder):
    """Where the county's assets really are, in CGCS2000 degrees, and in which village."""
    frame = pd.read_csv(workspace_folder / "layers" / "truth" / "assets.csv", dtype={"village_code": str})
    return frame[frame["lon"].notna()].reset_index(drop=True)


@pytest.fixture
def county(workspace_folder, tmp_path):
    """The county's layers alone, and a ledger of assets that a test writes."""
    (tmp_path / "assets").mkdir()
    shutil.copytree(workspace_folder / "layers", tmp_path / "layers")
    text = (workspace_folder / "ruralmap.toml").read_text(encoding="utf-8")
    head, _, rest = text.partition("[tables]")
    tail = rest[rest.index("[output]") :]
    (tmp_path / "ruralmap.toml").write_text(
        f'{head}[tables]\nassets = "{ASSETS}"\n\n{tail}', encoding="utf-8"
    )
    return tmp_path


def write_assets(county, truth, text, *, codes=None, datum=""):
    x, y = toy_points.numbers_in(text, truth["lon"].to_numpy(), truth["lat"].to_numpy())
    codes = truth["village_code"] if codes is None else codes
    with (county / ASSETS).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for number, row in enumerate(zip(codes, x, y, strict=True)):
            writer.writerow([f"Z{number}", "水渠", "公益性", "1", *row, datum])
    return open_workspace(county)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("GCJ-02", id="GCJ-02"),
        pytest.param("BD-09", id="BD-09"),
        pytest.param("EPSG:4526", id="zone 38 with its number"),
        pytest.param("EPSG:4547", id="zone 38 without"),
        pytest.param("EPSG:4490 YX", id="degrees, latitude first"),
        pytest.param("EPSG:4526 YX", id="zone 38 with its number, north first"),
        pytest.param("EPSG:4547 YX", id="zone 38 without, north first"),
        pytest.param("CM115.25 FE500000", id="a local meridian of 115.25 degrees"),
        pytest.param("CM115.25 FE500000 YX", id="the same, north first"),
    ],
)
def test_each_way_of_writing_is_recognised_with_its_evidence_printed(county, truth, text):
    workspace = write_assets(county, truth, text)
    report = examine_crs(workspace, files=[ASSETS])
    (entry,) = report.entries
    assert (entry.state, entry.basis, entry.proposal.id) == ("recognised", "claims", text)
    assert (entry.count, entry.claims) == (len(truth), len(truth))
    # Every asset lies in the village that the truth file gives; the next best reading leaves a fifth or more.
    assert entry.readings[0].rate("claims") == 1
    assert all(reading.rate("claims") < 0.8 for reading in entry.readings[1:])
    ((_, header, rows, verdict),) = report.blocks("en")
    shown = dict(zip(header, map(str, rows[0]), strict=True))
    assert shown["read as"] == text
    assert shown["in own village"] == shown["in county"] == "100.0 %"
    assert shown["missed"] == "0"
    assert entry.line in verdict


def test_what_gcj02_leaves_over_points_back_to_where_it_came_from(county, truth):
    # GCJ-02 lies 492 m east and 309 m south of the county's places (the shift of its outline's middle).
    (entry,) = examine_crs(write_assets(county, truth, "GCJ-02"), files=[ASSETS]).entries
    wgs = entry.rival
    assert wgs.candidate.id == "EPSG:4490"
    assert 0.7 < wgs.rate("claims") < 0.8
    assert -492 < wgs.east_m < 0 < wgs.north_m < 309


@pytest.mark.parametrize("text", ["EPSG:4490", "GCJ-02", "EPSG:4526", "CM115.25 FE500000"])
def test_one_wrong_code_in_ten_does_no_harm(county, truth, text):
    wrong = np.arange(len(truth)) % 10 == 3
    codes = truth["village_code"].mask(wrong, truth["village_code"].iloc[::-1].to_numpy())
    (entry,) = examine_crs(write_assets(county, truth, text, codes=codes), files=[ASSETS]).entries
    assert entry.proposal.id == text
    assert entry.readings[0].rate("claims") == pytest.approx(0.9, abs=0.01)


def test_what_is_accepted_puts_every_asset_into_its_village(county, truth):
    workspace = write_assets(county, truth, "CM115.25 FE500000 YX")
    accept_crs(workspace, examine_crs(workspace, files=[ASSETS]))
    frame = read_table(open_workspace(county), "assets", answers={}).frame
    assert np.allclose(frame["lon"], truth["lon"], rtol=0, atol=1e-9)
    assert np.allclose(frame["lat"], truth["lat"], rtol=0, atol=1e-9)


@pytest.fixture(scope="module")
def reference(workspace_folder):
    workspace = open_workspace(workspace_folder)
    villages = read_layer_table(workspace, "villages", answers={}, outline=None).frame
    return make_reference(villages.set_index("village_code").geometry)


def rural_points(reference, *, seed, count=20):
    """Draw points evenly in villages that are 村委会, not 居委会: the tenth digit of their code is 2."""
    rng = np.random.default_rng(seed)
    rural = [code for code in reference.villages.index if code[9] == "2"]
    codes, places = [], []
    while len(places) < count:
        code = rng.choice(rural)
        shape = reference.villages.loc[code]
        west, south, east, north = shape.bounds
        place = (rng.uniform(west, east), rng.uniform(south, north))
        if shapely.contains_xy(shape, *place):
            codes.append(code)
            places.append(place)
    lon, lat = np.array(places).T
    return lon, lat, pd.Series(codes, dtype="str")


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("text", ["EPSG:4490", "GCJ-02", "EPSG:4526", "EPSG:4547"])
def test_twenty_rural_points_in_the_right_system_raise_no_alarm(reference, seed, text):
    lon, lat, claims = rural_points(reference, seed=seed)
    x, y = toy_points.numbers_in(text, lon, lat)
    stated = read_candidate(text)
    verdict = judge_points(
        pd.Series(x),
        pd.Series(y),
        claims,
        reference=reference,
        candidates=candidates_near(*reference.longitudes),
        stated=stated,
    )
    assert not verdict.is_contradicted
    assert verdict.proposal in {None, stated}
    assert verdict.reason in {"", "alike"}


@pytest.mark.parametrize("text", ["GCJ-02", "EPSG:4526", "EPSG:4490 YX"])
def test_too_few_records_are_left_open(reference, text):
    lon, lat, claims = rural_points(reference, seed=1, count=9)
    x, y = toy_points.numbers_in(text, lon, lat)
    near = candidates_near(*reference.longitudes)
    verdict = judge_points(pd.Series(x), pd.Series(y), claims, reference=reference, candidates=near)
    assert (verdict.state, verdict.reason, verdict.proposal) == ("ambiguous", "few", None)


def test_the_county_as_it_is_has_two_files_to_settle_and_no_other_alarm(workspace_folder):
    report = examine_crs(open_workspace(workspace_folder))
    assert report.unread == ()
    acceptable = {entry.file: entry.proposal.id for entry in report.entries if entry.is_acceptable}
    # WeChat shows nothing but GCJ-02; of the telephones' rows some are silent, and they are GPS.
    assert acceptable == {WECHAT: "GCJ-02", PHONE: "EPSG:4490"}
    assert {found.code for found in crs_findings(report.entries)} == {"crs_proposed"}
    layers = [entry for entry in report.entries if entry.basis == "outline"]
    assert [entry.proposal.id for entry in layers] == ["EPSG:4490"] * 3
    # The silent rows of the asset ledger are in two systems at once, which nobody may take for one.
    silent = [entry for entry in report.entries if entry.table == "assets" and not entry.stated]
    assert [entry.reason for entry in silent] == ["alike"]
