"""ruralmap.toml: what is read, and what is refused with its place."""

import pytest

from ruralmap.errors import PolicyError, UsageError
from ruralmap.workspace import open_workspace

COUNTY = """
[county]
code = "441624"
name = "和平县"
prefecture_code = "441600"
prefecture = "河源市"
as_of = "2024-09-30"
crs = "EPSG:4526"
"""
LAYERS = """
[layers]
county = { path = "layers/a.geojson" }
townships = { path = "layers/b.shp", encoding = "GBK" }
villages = { path = "layers/c.shp", crs = "EPSG:4490" }
"""


@pytest.fixture
def folder(tmp_path):
    def write(*parts):
        (tmp_path / "ruralmap.toml").write_text("".join(parts), encoding="utf-8")
        return tmp_path

    return write


def test_a_workspace_is_read_with_its_defaults(folder):
    root = folder(COUNTY, LAYERS)
    workspace = open_workspace(root)
    assert workspace.county.name == "和平县"
    assert workspace.county.simulated is False
    assert workspace.layers["townships"].encoding == "GBK"
    assert workspace.tables == {}
    assert workspace.products == root.resolve() / "maps"
    assert workspace.registry == root.resolve() / "assets" / "registry.gpkg"


def test_one_file_and_several_files_are_both_lists(folder):
    root = folder(COUNTY, LAYERS, '[tables]\nroster = ["a.xlsx", "b.xlsx"]\nincomes = "c.xlsx"\n')
    workspace = open_workspace(root)
    assert workspace.tables == {"roster": ("a.xlsx", "b.xlsx"), "incomes": ("c.xlsx",)}


def test_the_callers_date_stands_above_the_workspaces(folder):
    root = folder(COUNTY, LAYERS)
    assert open_workspace(root).county.as_of == "2024-09-30"
    assert open_workspace(root, as_of="2024-06-30").county.as_of == "2024-06-30"


def test_a_notepad_byte_order_mark_does_no_harm(folder, tmp_path):
    folder(COUNTY, LAYERS)
    path = tmp_path / "ruralmap.toml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert open_workspace(tmp_path).county.code == "441624"


def test_a_file_that_notepad_saved_in_the_codepage_of_windows_is_named(folder, tmp_path):
    folder(COUNTY, LAYERS)
    path = tmp_path / "ruralmap.toml"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gbk"))
    with pytest.raises(PolicyError, match="UTF-8"):
        open_workspace(tmp_path)


def test_nothing_changes_after_reading(folder):
    workspace = open_workspace(folder(COUNTY, LAYERS))
    with pytest.raises(ValueError, match="frozen"):
        workspace.county.name = "连平县"


def test_a_folder_without_the_file_is_wrong_usage(tmp_path):
    with pytest.raises(UsageError, match="-w"):
        open_workspace(tmp_path)


@pytest.mark.parametrize(
    ("parts", "named"),
    [
        pytest.param((COUNTY.replace("as_of", "asof"), LAYERS), "county.asof", id="misspelt key"),
        pytest.param((COUNTY.replace("441624", "4416"), LAYERS), "county.code", id="short code"),
        pytest.param((COUNTY.replace("2024-09-30", "2024-9-30"), LAYERS), "county.as_of", id="loose date"),
        pytest.param((COUNTY.replace("2024-09-30", "2024-02-31"), LAYERS), "county.as_of", id="no such day"),
        pytest.param(
            (COUNTY.replace("2024-09-30", "2024-13-01"), LAYERS), "county.as_of", id="no such month"
        ),
        pytest.param((COUNTY.replace("2024-09-30", "2023-02-29"), LAYERS), "county.as_of", id="no leap year"),
        pytest.param((COUNTY, LAYERS, '[tables]\nrosters = "a.xlsx"\n'), "rosters", id="unknown table"),
        pytest.param((COUNTY, LAYERS, "[tables]\nroster = []\n"), "tables.roster", id="table without a file"),
        pytest.param(
            (COUNTY, '[layers]\nvillages = { path = "c.shp" }\n'), "county, townships", id="layers missing"
        ),
        pytest.param((COUNTY, LAYERS, "[output\n"), "line", id="not TOML"),
        pytest.param((COUNTY, LAYERS, '[funds]\nrate = "monthly"\n'), r"funds\.rate: ", id="misspelt rates"),
        pytest.param((COUNTY, LAYERS, '[funds]\nrates = ""\n'), r"funds\.rates: ", id="no rates"),
        pytest.param((COUNTY, LAYERS, "[funds]\nrounding = 0\n"), r"funds\.rounding: ", id="a number"),
        pytest.param(
            (COUNTY, LAYERS, '[funds]\nrounding = "100元"\n'),
            r"funds\.rounding: .*'0', '1元' or '0\.01万元'",
            id="unknown rounding",
        ),
        pytest.param(
            (COUNTY, LAYERS, '[funds]\nrelation = "所在地"\n'),
            r"funds\.relation: .*'建设地', '出资村' or '受益村'",
            id="unknown relation",
        ),
        pytest.param((LAYERS,), "county", id="no county"),
    ],
)
def test_a_mistake_is_refused_with_its_place(folder, parts, named):
    with pytest.raises(PolicyError, match=named):
        open_workspace(folder(*parts))


@pytest.mark.parametrize("as_of", ["yesterday", "2024-02-31", "2024-13-01", "2024-00-10", "２０２４-09-30"])
def test_a_wrong_date_from_the_caller_is_refused(folder, as_of):
    with pytest.raises(UsageError, match=as_of):
        open_workspace(folder(COUNTY, LAYERS), as_of=as_of)


def test_a_leap_day_is_a_day_and_stays_text(folder):
    assert open_workspace(folder(COUNTY, LAYERS), as_of="2024-02-29").county.as_of == "2024-02-29"


@pytest.mark.parametrize(
    ("rounding", "fen"),
    [
        pytest.param("0", 0, id="exact"),
        pytest.param("1元", 100, id="yuan"),
        pytest.param("0.01万元", 10_000, id="a hundred yuan"),
    ],
)
def test_the_office_says_to_what_it_rounds_and_whose_villages_are_meant(folder, rounding, fen):
    text = f'[funds]\nrates = "layers/rates.toml"\nrounding = "{rounding}"\nrelation = "受益村"\n'
    funds = open_workspace(folder(COUNTY, LAYERS, text)).funds
    assert (funds.rates, funds.rounding_fen, funds.relation) == ("layers/rates.toml", fen, "受益村")


def test_without_a_word_on_funds_every_sum_is_exact(folder):
    funds = open_workspace(folder(COUNTY, LAYERS)).funds
    assert (funds.rates, funds.rounding_fen, funds.relation) == ("monthly", 0, "建设地")


TABLES = '[tables]\nassets = "assets/a.xlsx"\nroster = "layers/r.xlsx"\n'


def test_accepted_coordinate_systems_reach_layers_and_tables(folder):
    crs = '[crs]\n"layers/a.geojson" = "GCJ-02"\n"assets/a.xlsx" = "EPSG:4547 YX"\n'
    workspace = open_workspace(folder(COUNTY, LAYERS, TABLES, crs))
    assert workspace.layers["county"].crs == "GCJ-02"
    assert workspace.layers["townships"].crs is None
    assert workspace.layers["villages"].crs == "EPSG:4490"
    assert workspace.crs["assets/a.xlsx"] == "EPSG:4547 YX"
    assert open_workspace(folder(COUNTY, LAYERS, TABLES)).crs == {}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        pytest.param('"layers/x.shp" = "GCJ-02"', r"layers/x\.shp", id="a file that is not there"),
        pytest.param('"layers/r.xlsx" = "GCJ-02"', "has no coordinates", id="a table without coordinates"),
        pytest.param('"layers/c.shp" = "GCJ-02"', "twice", id="a layer that states its own"),
        pytest.param('"assets/a.xlsx" = "EPSG:4610"', "自然资源局", id="Xian 1980"),
        pytest.param('"assets/a.xlsx" = "EPSG:2423 YX"', "Beijing 1954", id="Beijing 1954, north first"),
        pytest.param('"assets/a.xlsx" = "火星"', "Unknown coordinate system", id="no system"),
        pytest.param('"assets/a.xlsx" = 4490', r"crs\.assets", id="no text"),
    ],
)
def test_a_coordinate_system_that_cannot_be_applied_is_refused(folder, line, said):
    with pytest.raises(PolicyError, match=said):
        open_workspace(folder(COUNTY, LAYERS, TABLES, f"[crs]\n{line}\n"))
