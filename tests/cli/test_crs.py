"""`ruralmap crs` and `ruralmap link --accept`: what stands on stdout, and how they end."""

import json

import pytest

import toy_points
from ruralmap.words.catalogue import LANGUAGES

ASSETS = "assets/资产台账.csv"
LINE = f'"{ASSETS}" = "CM115.25 FE500000"'


@pytest.fixture
def local(workspace):
    """The toy county, its assets in a local system: 115.25 degrees, false easting 500 km."""
    return toy_points.write_assets(workspace, "CM115.25 FE500000")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_evidence_and_the_line_to_write_are_printed(local, run, lang):
    status, out, err = run("crs", "-w", local, "--lang", lang, "--quiet", ASSETS)
    assert (status, err) == (0, "")
    first, numbers, *_ = out.splitlines()
    assert ASSETS in first
    # 6 digits east, 7 north. 0.24 degrees west of the meridian are 24.3 km: eastings from 474 to 477 km.
    assert "6/7" in numbers
    assert "474," in numbers
    best = next(line for line in out.splitlines() if line.strip().startswith("CM115.25 FE500000"))
    assert best.count("100.0 %") == 2
    assert out.splitlines()[-1] == LINE


def test_acceptance_is_said_written_and_lasts(local, run):
    status, out, _ = run("crs", "-w", local, "--quiet", "--accept")
    assert status == 0
    assert out.splitlines()[-1] == LINE
    assert LINE in (local / "ruralmap.toml").read_text(encoding="utf-8")
    status, out, _ = run("crs", "-w", local, "--quiet", "--accept")
    assert status == 0
    assert "没有需要写入" in out
    status, out, _ = run("check", "-w", local, "--json")
    assert json.loads(out)["kinds"]["crs_accepted"] == 1


def test_nothing_is_written_without_acceptance(local, run):
    before = {path: path.read_bytes() for path in local.rglob("*") if path.is_file()}
    assert run("crs", "-w", local, "--quiet")[0] == 0
    assert {path: path.read_bytes() for path in local.rglob("*") if path.is_file()} == before


def test_json_is_all_that_stands_on_stdout(local, run):
    status, out, err = run("crs", "-w", local, "--json")
    assert status == 0
    assert "识别坐标系" in err
    result = json.loads(out)
    assert {entry["file"]: entry["proposal"] for entry in result["entries"]}[ASSETS] == "CM115.25 FE500000"
    assert result["accepted"] == []
    assert json.loads(run("crs", "-w", local, "--json", "--accept")[1])["accepted"] == [LINE]


def test_files_that_cannot_be_read_and_conflicts_are_told(local, run):
    (local / "layers" / "村界.geojson").unlink()
    status, out, _ = run("crs", "-w", local, "--quiet")
    assert status == 0
    assert "未能读取：layers/村界.geojson" in out


def test_wrong_usage_and_nothing_to_compare_have_their_own_status(local, run):
    assert run("crs", "-w", local, "--quiet", "no.csv")[0] == 2
    for name in ("县界", "村界", "乡镇界"):
        (local / "layers" / f"{name}.geojson").unlink()
    status, _, err = run("crs", "-w", local, "--quiet")
    assert status == 1
    assert "nothing to compare" in err


def test_a_locked_workspace_file_is_a_failure_of_the_surroundings(local, run):
    (local / "~$ruralmap.toml").touch()
    before = (local / "ruralmap.toml").read_bytes()
    assert run("crs", "-w", local, "--quiet", "--accept")[0] == 3
    assert (local / "ruralmap.toml").read_bytes() == before


def test_link_accepts_on_request(local, run, tmp_path):
    out = tmp_path / "out.csv"
    words = ("link", local / ASSETS, "--to", local / "layers" / "村界.geojson", "--out", out)
    status, _, err = run(*words, "--quiet")
    assert status == 1
    assert '--points-crs "CM115.25 FE500000"' in err
    status, said, _ = run(*words, "--json", "--accept")
    assert status == 0
    assert json.loads(said)["counts"]["linked"] == 100
