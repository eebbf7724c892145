"""What goes wrong in an office: a clear message, the right exit status, and nothing half-written."""

import json
import os
import shutil
import subprocess
import sys

import pytest

import toy


def files_of(folder):
    """Give every file of a folder with its bytes."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def new_files(folder, before):
    """Name what was added; what was there must be as it was."""
    after = files_of(folder)
    assert {path: after.get(path) for path in before} == before
    return {path.name for path in set(after) - set(before)}


def test_a_deleted_column_is_named(workspace, run):
    path = workspace / "layers" / "名单.csv"
    rows = path.read_text(encoding="utf-8-sig").splitlines()
    cut = [",".join(cell for number, cell in enumerate(row.split(",")) if number != 3) for row in rows]
    path.write_text("\n".join(cut), encoding="utf-8")  # 户编号 is gone
    before = files_of(workspace)
    status, _, err = run("build", "-w", workspace, "--quiet")
    assert status == 1
    assert "名单.csv" in err
    assert new_files(workspace, before) == {"数据核查问题清单.xlsx"}
    assert "户编号" in findings_text(workspace)  # written before the refusal, so that it can be mended


def findings_text(workspace):
    """Read every cell of the findings workbook."""
    import openpyxl  # noqa: PLC0415

    book = openpyxl.load_workbook(workspace / "maps" / "数据核查问题清单.xlsx", read_only=True)
    return "\n".join(
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell
    )


def test_a_wrong_crs_is_refused_with_its_reason(workspace, run):
    path = workspace / "layers" / "村界.geojson"
    document = json.loads(path.read_text(encoding="utf-8"))
    document["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4610"}}
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    before = files_of(workspace)
    status, _, err = run("build", "-w", workspace, "--quiet")
    assert status == 1
    assert "村界.geojson" in err
    assert new_files(workspace, before) == {"数据核查问题清单.xlsx"}


def test_coordinates_in_metres_under_a_degree_crs_are_noticed(workspace, run):
    path = workspace / "layers" / "村界.geojson"
    text = path.read_text(encoding="utf-8").replace("115.", "38500").replace("24.4", "2700")
    path.write_text(text, encoding="utf-8")
    status, _, err = run("build", "-w", workspace, "--quiet")
    assert status == 1
    assert "村界.geojson" in err


def test_an_empty_workbook_is_named(workspace, run):
    import xlsxwriter  # noqa: PLC0415

    with xlsxwriter.Workbook(str(workspace / "layers" / "名单.xlsx")) as book:
        book.add_worksheet("Sheet1")
    toml = workspace / "ruralmap.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace("名单.csv", "名单.xlsx"), encoding="utf-8")
    before = files_of(workspace)
    status, _, err = run("build", "-w", workspace, "--quiet")
    assert status == 1
    assert "名单.xlsx" in err
    assert new_files(workspace, before) == {"数据核查问题清单.xlsx"}


def test_a_missing_input_is_named(workspace, run):
    (workspace / "layers" / "村界.geojson").unlink()
    status, _, err = run("zones", "-w", workspace, "--quiet")
    assert status == 1
    assert "村界.geojson" in err


@pytest.mark.parametrize("marker", [".~lock.{}#", "~${}"])
def test_an_output_that_an_office_program_holds_is_left_alone(workspace, run, marker):
    run("check", "-w", workspace, "--quiet")
    book = workspace / "maps" / "数据核查问题清单.xlsx"
    old = book.read_bytes()
    (book.parent / marker.format(book.name)).write_text("")
    toy.write_county(workspace, [toy.person("441624100201", "A0001", 1)])
    status, _, err = run("check", "-w", workspace, "--quiet")
    assert status == 3
    assert "数据核查问题清单.xlsx" in err
    assert book.read_bytes() == old


@pytest.mark.parametrize(
    ("words", "own"),
    [
        pytest.param(["zones"], "layers/名单.csv", id="roster"),
        pytest.param(["check"], "layers/名单.csv.card.toml", id="card"),
        pytest.param(["map", "priority"], "ruralmap.toml", id="workspace file"),
        pytest.param(["map", "assets"], "assets/registry.gpkg", id="registry"),
    ],
)
def test_a_result_is_never_written_over_an_input(workspace, run, words, own):
    before = files_of(workspace)
    status, _, err = run(*words, "-w", workspace, "--out", workspace / own, "--quiet")
    assert status == 2
    assert own.rpartition("/")[2] in err
    assert files_of(workspace) == before


def test_link_does_not_overwrite_what_it_reads(workspace, run):
    points = workspace / "points.csv"
    points.write_text("lon,lat\n115.005,24.405\n", encoding="utf-8")
    villages = workspace / "layers" / "村界.geojson"
    before = files_of(workspace)
    for out in (points, villages):
        status, _, err = run("link", points, "--to", villages, "--out", out)
        assert status == 2
        assert out.name in err
    assert files_of(workspace) == before


def test_check_says_on_the_screen_what_is_unusable(workspace, run):
    (workspace / "layers" / "农村人口.csv").unlink()
    status, _, err = run("check", "-w", workspace)
    assert status == 1
    assert "无法使用：layers/农村人口.csv" in err
    assert "错误 1" in err


@pytest.mark.parametrize("as_of", ["2024-02-31", "2024/9/30", "2024-13-45"])
def test_a_date_that_is_no_day_is_wrong_usage(workspace, run, as_of):
    status, _, err = run("zones", "-w", workspace, "--as-of", as_of, "--quiet")
    assert status == 2
    assert as_of in err


def test_a_fund_map_of_a_day_before_any_money_is_not_drawn(workspace, run, tmp_path):
    path = tmp_path / "map.html"
    status, _, err = run("map", "funds", "-w", workspace, "--as-of", "2019-01-01", "--out", path, "--quiet")
    assert status == 1
    assert "2019-01-01" in err
    assert not path.exists()


def test_a_roster_later_than_the_date_of_evaluation_is_a_finding(workspace, run):
    path = workspace / "layers" / "名单.csv"
    header, *rows = path.read_text(encoding="utf-8-sig").splitlines()
    dated = [f"数据日期,{header}", *(f"2024-09-30,{row}" for row in rows)]
    path.write_text("\n".join(dated), encoding="utf-8")
    for as_of, found in (("2024-09-30", 0), ("2024-09-29", 1)):
        _, out, _ = run("check", "-w", workspace, "--as-of", as_of, "--json")
        assert json.loads(out)["kinds"].get("roster_later", 0) == found


def test_no_workspace_is_wrong_usage(run, tmp_path):
    status, out, err = run("check", "-w", tmp_path, "--quiet")
    assert status == 2
    assert out == ""
    assert "ruralmap.toml" in err


def test_an_unknown_option_is_wrong_usage(run):
    status, _, err = run("check", "--nonsense")
    assert status == 2
    assert "--nonsense" in err


def test_an_unknown_policy_is_named(workspace, run):
    status, _, err = run("zones", "-w", workspace, "--policy", "no-such-policy", "--quiet")
    assert status == 1
    assert "no-such-policy" in err


def can_mount():
    """Say whether this machine lets us make a small disk of our own."""
    if sys.platform != "linux" or not shutil.which("unshare"):
        return False
    command = ["unshare", "-m", "sh", "-c", "mount -t tmpfs tmpfs /mnt"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not can_mount(), reason="a full disk needs the right to mount one (root on Linux)")
@pytest.mark.parametrize("words", [["check"], ["build"], ["map", "priority"]], ids=" ".join)
def test_a_full_disk_leaves_nothing_half_written(workspace, run, tmp_path, words):
    run("check", "-w", workspace, "--quiet")
    toy.write_county(workspace, [toy.person("441624100201", "A0001", 1)])  # so that the new book differs
    disk = tmp_path / "disk"
    disk.mkdir()
    # A disk that holds the inputs and an older findings workbook, and is then filled to the last block.
    script = f"""
        mount -t tmpfs -o size=64k tmpfs {disk}
        cp -r {workspace}/. {disk}
        dd if=/dev/zero of={disk}/fill bs=4096 2>/dev/null
        {sys.executable} -m ruralmap {" ".join(words)} -w {disk} --quiet
        echo "status $?"
        find {disk} -type f -newer {disk}/fill
        cmp {disk}/maps/数据核查问题清单.xlsx {workspace}/maps/数据核查问题清单.xlsx && echo same
    """
    done = subprocess.run(
        ["unshare", "-m", "sh", "-c", script],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert done.stdout.splitlines() == ["status 3", "same"]
    assert "磁盘" in done.stderr
