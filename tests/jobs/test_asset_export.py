"""The registry of assets handed out as workbooks."""

import shutil

import openpyxl
import pytest

import toy
from ruralmap.assets.marks import HEADER, read_mark
from ruralmap.assets.parts import Part
from ruralmap.errors import ConservationError, OutputError, UsageError
from ruralmap.jobs.asset_export import _require_all, export_assets
from ruralmap.jobs.build import build
from ruralmap.registry.history import read_chronicle
from ruralmap.registry.store import reading
from ruralmap.workspace import open_workspace


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    root = toy.write_county(tmp_path_factory.mktemp("county"), toy.people("441624100201", 3, prefix="H"))
    build(open_workspace(root), toy.AUTHOR)
    return root


@pytest.fixture
def county(built, tmp_path):
    return open_workspace(shutil.copytree(built, tmp_path / "县"))


def rows_of(path, sheet="扶贫(帮扶)项目资产台账"):
    """Read the table below the heading: header and rows."""
    page = openpyxl.load_workbook(path)[sheet]
    _, header, *rows = page.iter_rows(values_only=True)
    return list(header), [list(row) for row in rows]


def exports(workspace):
    with reading(workspace.registry) as connection:
        return read_chronicle(connection).exports


def test_the_whole_county_in_one_workbook(county):
    made = export_assets(county, toy.AUTHOR)
    assert made.path.name == "和平县_资产台账_202409.xlsx"
    header, rows = rows_of(made.path)
    cells = [dict(zip(header, row, strict=True)) for row in rows]
    # By the code of the village, then by number.
    assert [(one["资产编号"], one["原始价值(元)"], one["运行状态"]) for one in cells] == [
        ("Z1", 10000, "正常"),
        ("Z2", 35000, "闲置"),
        ("Z3", 2000, "正常"),
    ]
    marks = [read_mark(one[HEADER]) for one in cells]
    assert [(mark.table, mark.key, mark.part) for mark in marks] == [
        ("assets", "Z1", "-"),
        ("assets", "Z2", "-"),
        ("assets", "Z3", "-"),
    ]
    (export,) = exports(county)
    assert all(mark.length == export.length for mark in marks)
    assert (export.part, export.name, export.file, export.rows) == ("-", "全县", made.path.name, 3)


def test_the_mark_is_hidden_what_is_chosen_has_lists_and_nothing_is_protected(county):
    book = openpyxl.load_workbook(export_assets(county, toy.AUTHOR).path)
    assert book.sheetnames[0] == "填表说明"
    page = book["扶贫(帮扶)项目资产台账"]
    header = [cell.value for cell in page[2]]
    assert header[-5:] == ["资产变动类型", "核减理由", "核减文号", "确为新增", HEADER]
    letter = page.cell(2, len(header)).column_letter
    assert page.column_dimensions[letter].hidden
    assert not page.protection.sheet
    assert page.freeze_panes == "C3"
    lists = {str(one.sqref): one.formula1 for one in page.data_validations.dataValidation}
    column = page.cell(2, header.index("运行状态") + 1).column_letter
    # Three assets and a hundred empty rows.
    assert lists[f"{column}3:{column}105"] == '"正常,低效,闲置,停产,损毁,灭失,已处置,〔清空〕"'
    column = page.cell(2, header.index("资产变动类型") + 1).column_letter
    assert lists[f"{column}3:{column}105"] == '"核减"'
    said = {row[0]: row[1] for row in book["填表说明"].iter_rows(min_row=3, max_col=2, values_only=True)}
    (export,) = exports(county)
    assert said["登记库变动条数"] == str(export.length)
    assert said["登记库校验值（链首）"] == export.head
    assert "模拟数据" in said["标注"]


def test_a_workbook_for_each_township_and_none_is_left_out(county):
    made = export_assets(county, toy.AUTHOR, split=True)
    assert {path.name for path in made.path.iterdir()} == {
        "南镇_资产台账_202409.xlsx",
        "北镇_资产台账_202409.xlsx",
    }
    assert [(one.part, one.name, one.rows) for one in made.exports] == [
        ("441624100", "南镇", 1),
        ("441624101", "北镇", 2),
    ]
    assert made.as_json()["rows"] == 3
    # The same state in the same files is handed out once.
    export_assets(county, toy.AUTHOR, split=True)
    assert len(exports(county)) == 2


def test_other_tables_on_demand_and_english_instructions(county, tmp_path):
    path = tmp_path / "out.xlsx"
    export_assets(county, toy.AUTHOR, out=path, tables=("assets", "contracts"), lang="en")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Instructions", "扶贫(帮扶)项目资产台账", "资产合同"]
    assert "whole county" in book["Instructions"]["A1"].value


def test_what_will_not_do_is_refused_and_nothing_is_noted(county, tmp_path):
    with pytest.raises(UsageError, match="villages"):
        export_assets(county, toy.AUTHOR, tables=("villages",))
    with pytest.raises(UsageError, match="文件夹"):
        export_assets(county, toy.AUTHOR, out=tmp_path / "a.xlsx", split=True)
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="文件夹"):
        export_assets(county, toy.AUTHOR, out=tmp_path / "file", split=True)
    (tmp_path / "~$a.xlsx").write_text("")
    with pytest.raises(OutputError):
        export_assets(county, toy.AUTHOR, out=tmp_path / "a.xlsx")
    assert exports(county) == []


def test_a_record_that_no_part_has_is_a_fault():
    state = {"assets": {"Z1": {}, "Z2": {}}}
    with pytest.raises(ConservationError, match="2 records, 1 in"):
        _require_all(state, ("assets",), [Part("-", {"assets": ["Z1"]})])
