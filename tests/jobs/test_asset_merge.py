"""Edited ledgers taken back through real workbooks."""

import csv
import shutil

import openpyxl
import pytest

import toy
from ruralmap.assets.chain import verify
from ruralmap.assets.replay import replay
from ruralmap.errors import LayerError, OutputError, UsageError
from ruralmap.jobs.asset_export import export_assets
from ruralmap.jobs.asset_merge import merge_assets
from ruralmap.jobs.author import Author
from ruralmap.jobs.build import build
from ruralmap.registry.history import read_chronicle
from ruralmap.registry.kept import read_state
from ruralmap.registry.store import reading
from ruralmap.workspace import open_workspace

SHEET = "扶贫(帮扶)项目资产台账"
WITH_REASON = Author("王五", at="2024-10-01T00:00:00Z", reason="和农〔2024〕9号")


@pytest.fixture(scope="module")
def sent(tmp_path_factory):
    """Build a county and hand it out by township, once for all tests."""
    root = toy.write_county(tmp_path_factory.mktemp("county"), toy.people("441624100201", 3, prefix="H"))
    workspace = open_workspace(root)
    build(workspace, toy.AUTHOR)
    export_assets(workspace, toy.AUTHOR, split=True)
    return root


@pytest.fixture
def county(sent, tmp_path):
    return open_workspace(shutil.copytree(sent, tmp_path / "县"))


class Book:
    """A workbook that was handed out, in the hands of a clerk."""

    def __init__(self, county, township="北镇"):
        self._path = county.products / "和平县_资产台账下发_202409" / f"{township}_资产台账_202409.xlsx"
        self.book = openpyxl.load_workbook(self._path)
        self.page = self.book[SHEET]
        self.places = {cell.value: cell.column for cell in self.page[2]}

    def fill(self, number, **cells):
        """Fill cells of the row of an asset; of the first empty row where the number is none of them."""
        rows = {self.page.cell(row, 1).value: row for row in range(self.page.max_row, 2, -1)}
        row = rows.get(number) or max(row for one, row in rows.items() if one) + 1
        while number is None and self.page.cell(row, 2).value:
            row += 1
        for title, value in cells.items():
            self.page.cell(row, self.places[title]).value = value
        return self

    def save(self, path):
        path.parent.mkdir(exist_ok=True)
        self.book.save(path)
        return path


def registry(county):
    """Read the registry: its past and its assets; the tables are what the events come to."""
    with reading(county.registry) as connection:
        known, state = read_chronicle(connection), read_state(connection)
    assert replay(known.events)["assets"] == state["assets"]
    assert verify(known.events).is_sound
    return known, state["assets"]


def merge(county, *places, author=toy.AUTHOR):
    return merge_assets(county, author, places)


def rows_of(path, sheet, top=3):
    """Read the rows below the header of a sheet of the workbook about the returns."""
    header, *rows = list(openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True))[top - 1 - 1 :]
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_what_was_edited_is_written_and_all_else_stays(county, tmp_path):
    _, before = registry(county)
    path = (
        Book(county)
        .fill("Z2", 运行状态="正常", 管护责任人="李四")
        .fill("Z3", 运行状态="〔清空〕")
        .save(tmp_path / "回" / "北镇.xlsx")
    )
    report = merge(county, path)
    known, after = registry(county)
    assert after == before | {
        "Z2": before["Z2"] | {"run_state": "正常", "custodian": "李四"},
        "Z3": {name: value for name, value in before["Z3"].items() if name != "run_state"},
    }
    last = known.events[-1]
    assert (last.file, last.sheet, last.by) == ("北镇.xlsx", SHEET, "测试")
    assert report.as_json()["changed"] == 2
    returned = {row["乡镇"]: row["状态"] for row in rows_of(report.path, "回收情况表")}
    assert returned == {"北镇": "已回收，有改动", "南镇": "未回收"}
    written = [(row["登记编号"], row["字段"], row["新值"]) for row in rows_of(report.path, "写入的改动")]
    assert set(written) == {
        ("Z2", "管护责任人", "李四"),
        ("Z2", "运行状态", "正常"),
        ("Z3", "运行状态", None),
    }
    # The same file again changes nothing at all.
    again = merge(county, tmp_path / "回")
    assert registry(county)[0].events == known.events
    assert registry(county)[0].batches == known.batches
    assert again.batches == []


def test_a_row_pasted_into_a_new_book_with_its_columns_moved(county, tmp_path):
    book = Book(county)
    mark = book.page.cell(3, len(book.places)).value
    new = openpyxl.Workbook()
    new.active.append(["北镇交来的资产"])
    new.active.append([])
    new.active.append(["登记标识改了表头", "运行状态", "备注"])
    new.active.append([mark, "低效", "无人管护"])
    new.create_sheet("说明").append(["没有表"])
    new.save(tmp_path / "新表.xlsx")
    merge(county, tmp_path / "新表.xlsx")
    _, assets = registry(county)
    assert (assets["Z2"]["run_state"], assets["Z2"]["note"]) == ("低效", "无人管护")


def test_csv_too(county, tmp_path):
    book = Book(county, "南镇")
    rows = [[cell.value for cell in row] for row in book.page.iter_rows(min_row=2, max_row=3)]
    rows[1][rows[0].index("原始价值(元)")] = "1.5万元"
    with (tmp_path / "南镇.csv").open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(rows)
    merge(county, tmp_path / "南镇.csv")
    # 1.5 万元 are 15,000 元, 1,500,000 fen.
    assert registry(county)[1]["Z1"]["original_value_fen"] == 1_500_000


def test_a_removal_needs_reason_and_document_and_its_event_has_them(county, tmp_path):
    one = Book(county).fill("Z2", 资产变动类型="核减", 核减理由="拆除").save(tmp_path / "一.xlsx")
    report = merge(county, one)
    assert "Z2" in registry(county)[1]
    (aside,) = rows_of(report.path, "剔除留存", top=4)
    assert aside["原因"] == "核减缺少理由或文号"
    whole = {"资产变动类型": "核减", "核减理由": "拆除", "核减文号": "和农〔2024〕3号"}
    report = merge(county, Book(county).fill("Z2", **whole, 备注="已拆").save(tmp_path / "二.xlsx"))
    known, assets = registry(county)
    # What waits since the first file is still told of, beside what the removal passed over.
    told = {(row["文件"], row["行"]): row["原因"] for row in rows_of(report.path, "剔除留存", top=4)}
    assert told == {
        ("一.xlsx", 3): "核减缺少理由或文号",
        ("二.xlsx", 3): "该行已核减；同一行的其他改动没有写入：备注",
    }
    merge(county, one)
    assert [row["文件"] for row in rows_of(report.path, "剔除留存", top=4)] == ["一.xlsx", "二.xlsx"]
    assert "Z2" not in assets
    assert known.events[-1].reason == "核减：拆除（和农〔2024〕3号）"


def test_new_assets_get_provisional_numbers_and_a_twin_waits(county, tmp_path):
    new = {"资产名称": "蓄水池", "资产类别": "公益性", "行政村": "丙村委会"}
    book = Book(county).fill(None, **new).fill(None, 资产名称="冷库", 资产类别="经营性", 行政村="丙村")
    report = merge(county, book.save(tmp_path / "北镇.xlsx"))
    _, assets = registry(county)
    assert assets["XZ-441624101-1"]["asset"] == "蓄水池"
    assert set(assets) == {"Z1", "Z2", "Z3", "XZ-441624101-1"}
    (twin,) = rows_of(report.path, "疑似重复", top=4)
    assert "Z2" in twin["原因"]
    row = next(
        row
        for row in range(3, 20)
        if (book.page.cell(row, 1).value, book.page.cell(row, 2).value) == (None, "冷库")
    )
    book.page.cell(row, book.places["确为新增"]).value = "是"
    merge(county, book.save(tmp_path / "北镇.xlsx"))
    _, assets = registry(county)
    assert assets["XZ-441624101-2"]["asset"] == "冷库"
    # Both are there now; the file once more adds none.
    count = len(registry(county)[0].events)
    merge(county, tmp_path / "北镇.xlsx")
    assert len(registry(county)[0].events) == count


def test_a_conflict_stays_open_until_somebody_chooses(county, tmp_path):
    one = Book(county).fill("Z2", 运行状态="停产").save(tmp_path / "甲.xlsx")
    two = Book(county).fill("Z2", 运行状态="损毁").save(tmp_path / "乙.xlsx")
    merge(county, one)
    report = merge(county, two)
    assert registry(county)[1]["Z2"]["run_state"] == "闲置"
    (open_one,) = rows_of(report.path, "冲突待选定", top=4)
    assert (open_one["原值"], open_one["候选1"], open_one["候选2"]) == ("闲置", "停产", "损毁")
    assert (open_one["候选1提出"], open_one["候选2提出"]) == ("甲.xlsx", "乙.xlsx")
    book = openpyxl.load_workbook(report.path)
    page = book["冲突待选定"]
    header = [cell.value for cell in page[3]]
    page.cell(4, header.index("选定") + 1).value = "其他"
    page.cell(4, header.index("其他值") + 1).value = "低效"
    book.save(report.path)
    # Another file is merged meanwhile: the choice that nobody gave to the tool stays in the workbook.
    merge(county, Book(county, "南镇").save(tmp_path / "南镇.xlsx"))
    (kept,) = rows_of(report.path, "冲突待选定", top=4)
    assert (kept["选定"], kept["其他值"]) == ("其他", "低效")
    done = merge(county, report.path)
    assert (done.settled, len(done.conflicts)) == (1, 0)
    known, assets = registry(county)
    assert assets["Z2"]["run_state"] == "低效"
    assert known.batches[-1].kind == "resolve"
    merge(county, one, two)
    assert registry(county)[1]["Z2"]["run_state"] == "低效"
    assert registry(county)[0].conflicts == {}


def test_who_takes_a_contested_record_off_the_books_says_why(county, tmp_path):
    whole = {"资产变动类型": "核减", "核减理由": "拆除", "核减文号": "和农〔2024〕3号"}
    merge(county, Book(county).fill("Z2", 运行状态="停产").save(tmp_path / "甲.xlsx"))
    report = merge(county, Book(county).fill("Z2", **whole).save(tmp_path / "乙.xlsx"))
    book = openpyxl.load_workbook(report.path)
    page = book["冲突待选定"]
    header = [cell.value for cell in page[3]]
    gone = next(
        number for number in (1, 2) if page.cell(4, header.index(f"候选{number}") + 1).value == "核减"
    )
    page.cell(4, header.index("选定") + 1).value = f"候选{gone}"
    book.save(report.path)
    with pytest.raises(UsageError, match="Z2"):
        merge(county, report.path)
    assert "Z2" in registry(county)[1]
    merge(county, report.path, author=WITH_REASON)
    assert "Z2" not in registry(county)[1]


def test_all_files_or_none(county, tmp_path):
    Book(county).fill("Z2", 运行状态="停产").save(tmp_path / "回" / "甲.xlsx")
    (tmp_path / "回" / "乙.xlsx").write_bytes(b"no workbook")
    before = registry(county)[0].events
    with pytest.raises(LayerError):
        merge(county, tmp_path / "回")
    with pytest.raises(UsageError, match="不存在"):
        merge(county, tmp_path / "无.xlsx")
    (tmp_path / "空").mkdir()
    with pytest.raises(UsageError, match="没有工作簿"):
        merge(county, tmp_path / "空")
    (tmp_path / "空" / "照片.jpg").write_bytes(b"")
    (tmp_path / "回" / "乙.xlsx").unlink()
    (county.products / "~$和平县_资产台账回收情况_202409.xlsx").write_text("")
    with pytest.raises(OutputError):
        merge(county, tmp_path / "回", tmp_path / "空")
    assert registry(county)[0].events == before
    (county.products / "~$和平县_资产台账回收情况_202409.xlsx").unlink()
    assert merge(county, tmp_path / "回", tmp_path / "空").passed_over == ["照片.jpg"]
    assert registry(county)[1]["Z2"]["run_state"] == "停产"
