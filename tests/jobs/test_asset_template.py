"""The ledger in the county's own workbook, and back."""

import shutil

import openpyxl
import pytest
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

import toy
from ruralmap.assets.marks import HEADER
from ruralmap.errors import LayerError, PolicyError
from ruralmap.jobs.asset_export import export_assets
from ruralmap.jobs.asset_merge import merge_assets
from ruralmap.jobs.build import build
from ruralmap.registry.kept import read_state
from ruralmap.registry.store import reading
from ruralmap.workspace import open_workspace

TITLES = ["序号", "资产编号", "项目名称（资产）", "资产名称", "原值(万元)", "两倍", "运行状态", "本县自用"]
YELLOW = PatternFill("solid", fgColor="FFFFFF00")


def write_template(path, *, below=(), titles=TITLES):
    """Write a template: a title, a header, the numbers of the columns, one row as pattern."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "台账"
    page.append(["和平县资产台账（样表）"])
    page.append(titles)
    page.append([1, 2, 3, 4, 5, 6, 7, 8])
    page.append(["=ROW()-3", None, None, None, None, "=E4*2", None, "县用"])
    page["E4"].number_format = "0.0000"
    page["H4"].fill = YELLOW
    own = DataValidation(type="list", formula1='"正常,闲置"')
    own.add("G4:G50")
    page.add_data_validation(own)
    for row in below:
        page.append(row)
    book.create_sheet("汇总").append(["=SUM(台账!E:E)"])
    book.save(path)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    root = toy.write_county(tmp_path_factory.mktemp("county"), toy.people("441624100201", 3, prefix="H"))
    with (root / "ruralmap.toml").open("a", encoding="utf-8") as file:
        file.write('\n[assets]\ntemplate = "assets/样表.xlsx"\n')
    build(open_workspace(root), toy.AUTHOR)
    return root


@pytest.fixture
def county(built, tmp_path):
    workspace = open_workspace(shutil.copytree(built, tmp_path / "县"))
    write_template(workspace.path("assets/样表.xlsx"))
    return workspace


def test_the_template_is_filled_and_the_rest_of_it_stays(county):
    book = openpyxl.load_workbook(export_assets(county, toy.AUTHOR).path)
    assert book.sheetnames == ["台账", "汇总", "填表说明"]
    page = book["台账"]
    header = [cell.value for cell in page[2]]
    assert header == [*TITLES, "资产变动类型", "核减理由", "核减文号", "确为新增", HEADER]
    rows = [[cell.value for cell in row[:8]] for row in page.iter_rows(min_row=4, max_row=7)]
    # 10,000 元 are 1 万元.
    assert rows == [
        ["=ROW()-3", "Z1", None, "水渠", 1, "=E4*2", "正常", "县用"],
        ["=ROW()-3", "Z2", None, "冷库", 3.5, "=E5*2", "闲置", "县用"],
        ["=ROW()-3", "Z3", None, "猪圈", 0.2, "=E6*2", "正常", "县用"],
        [None] * 8,
    ]
    assert [page.cell(row, 5).number_format for row in (4, 6, 60)] == ["0.0000"] * 3
    assert page.cell(6, 8).fill.fgColor.rgb == "FFFFFF00"
    assert book["汇总"]["A1"].value == "=SUM(台账!E:E)"
    assert page.column_dimensions[page.cell(2, len(header)).column_letter].hidden
    lists = {str(one.sqref): one.formula1 for one in page.data_validations.dataValidation}
    assert lists["G4:G50"] == '"正常,闲置"'  # the template's own
    assert lists["I4:I106"] == '"核减"'
    assert page["A3"].value == 1


def test_it_comes_back(county):
    path = export_assets(county, toy.AUTHOR).path
    assert merge_assets(county, toy.AUTHOR, [path]).as_json()["unchanged"] == 3
    book = openpyxl.load_workbook(path)
    book["台账"]["E5"] = 4.25
    book["台账"]["G6"] = "闲置"
    book.save(path)
    assert merge_assets(county, toy.AUTHOR, [path]).as_json()["changed"] == 2
    with reading(county.registry) as connection:
        assets = read_state(connection)["assets"]
    # 4.25 万元 are 42,500 元, 4,250,000 fen.
    assert (assets["Z2"]["original_value_fen"], assets["Z3"]["run_state"]) == (4_250_000, "闲置")


def test_the_same_registry_gives_the_same_bytes_and_each_township_its_own(county):
    made = export_assets(county, toy.AUTHOR, split=True)
    before = {path.name: path.read_bytes() for path in made.path.iterdir()}
    assert len(before) == 2
    again = export_assets(county, toy.AUTHOR, split=True)
    assert {path.name: path.read_bytes() for path in again.path.iterdir()} == before
    # Other tables have no template.
    path = export_assets(county, toy.AUTHOR, tables=("contracts",)).path
    assert openpyxl.load_workbook(path).sheetnames == ["填表说明", "资产合同"]


def test_a_template_that_will_not_do_is_refused(county):
    path = county.path("assets/样表.xlsx")
    write_template(path, below=[["合计"]])
    with pytest.raises(LayerError, match="第 5 行"):
        export_assets(county, toy.AUTHOR)
    write_template(path, titles=["序号", "名称"])
    with pytest.raises(LayerError, match="资产编号"):
        export_assets(county, toy.AUTHOR)
    path.unlink()
    with pytest.raises(LayerError):
        export_assets(county, toy.AUTHOR)
    toml = county.root / "ruralmap.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace("样表.xlsx", "样表.doc"), encoding="utf-8")
    with pytest.raises(PolicyError, match="template"):
        open_workspace(county.root)
