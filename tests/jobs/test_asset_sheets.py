"""Sheets that came back, in whatever state clerks leave them."""

from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import toy
from asset_office import Office
from ruralmap.assets.marks import mark_of, write_mark
from ruralmap.assets.parts import whole_county
from ruralmap.files.workbook import write_workbook
from ruralmap.jobs.asset_export_book import Sending, part_sheets
from ruralmap.jobs.asset_files import list_files, read_file
from ruralmap.jobs.asset_sheets import read_sheet
from ruralmap.schema.grid import RawSheet
from ruralmap.workspace import open_workspace

SHEET = "扶贫(帮扶)项目资产台账"
OFFICE = Office({"assets": {"Z1": {"asset_id": "Z1", "asset": "冷库", "asset_class": "经营性"}}})
MARK = OFFICE.mark("Z1")
HEADER = ["资产编号", "资产名称", "资产类别", "运行状态", "原始价值", "〔登记标识〕"]


def sheet(*rows, name="Sheet1", **more):
    return RawSheet(name, [list(row) for row in rows], **more)


def test_titles_totals_and_empty_rows_are_no_rows():
    read = read_sheet(
        sheet(
            ["上陵镇资产台账", "", "", "", "", ""],
            HEADER,
            ["Z1", "冷库", "经营性", "停产", 2.5, MARK],
            ["", "", "", "", "", ""],
            ["合计", "", "", "", 2.5, ""],
        ),
        "甲.xlsx",
    )
    (row,) = read.rows
    assert row.said == {
        "asset_id": "Z1", "asset": "冷库", "asset_class": "经营性", "run_state": "停产",
        "original_value_fen": 250,
    }  # fmt: skip
    assert (row.source.file, row.source.sheet, row.source.row) == ("甲.xlsx", "Sheet1", 3)
    assert (read.is_read, read.ignored) == (True, 2)
    assert "RM1" not in row.raw


def test_cells_that_clear_say_nothing_or_cannot_be_read():
    read = read_sheet(
        sheet(
            HEADER,
            ["Z1", "冷库", "经营性", "【清空】", "很多", MARK],
            ["Z1", "", "", "无", "", MARK],
        ),
        "甲.xlsx",
    )
    first, second = read.rows
    assert first.said["run_state"] is None
    assert first.unread == [("original_value_fen", "money_malformed")]
    assert second.said == {"asset_id": "Z1"}
    assert second.emptied == ["run_state"]


def test_a_column_twice_must_say_the_same():
    header = ["资产编号", "运行状态", "运行状态", "标"]
    rows = [["Z1", "停产", "停产", MARK], ["Z1", "", "闲置", MARK], ["Z1", "停产", "闲置", MARK]]
    first, second, third = read_sheet(sheet(header, *rows), "甲.xlsx").rows
    assert first.said["run_state"] == "停产"
    assert second.said["run_state"] == "闲置"
    assert third.unread == [("run_state", "header_twice_differs")]


def test_what_a_row_asks_for_beside_its_fields():
    header = [*HEADER, "资产变动类型", "核减理由", "核减文号", "确为新增"]
    rows = [
        ["Z1", "", "", "", "", MARK, "核减", "拆除", "1号", ""],
        ["", "桥", "公益性", "", "", "", "无", "", "", "是"],
        ["", "", "", "", "", "", "", "", "", ""],
    ]
    gone, new = read_sheet(sheet(header, *rows), "甲.xlsx").rows
    assert (gone.action, gone.reason, gone.document, gone.is_confirmed) == ("核减", "拆除", "1号", False)
    assert (new.action, new.is_confirmed, new.mark) == ("", True, "")


@pytest.mark.parametrize(
    ("given_sheet", "is_read"),
    [
        (sheet(["一", "二"], ["三", "四"]), False),
        (sheet(HEADER[:3], ["Z9", "桥", "公益性"]), True),
        (sheet(HEADER[1:3], ["桥", "公益性"]), True),  # a list of new assets has no numbers yet
        (sheet(HEADER[:2], ["Z9", "桥"]), False),
        (sheet(HEADER[:3], ["Z9", "桥", "公益性"], hidden=True), False),
        (sheet(HEADER[:3], ["Z9", "桥", "公益性"], hidden=True, name=SHEET), True),
        (sheet(["合同编号"], ["K1"], name="资产合同"), True),
        (sheet(["资产编号", "资产名称", "标"], ["Z1", "冷库", "RM1:坏"]), True),
    ],
)
def test_which_sheets_are_tables_of_the_registry(given_sheet, is_read):
    read = read_sheet(given_sheet, "甲.xlsx")
    assert read.is_read is is_read
    assert len(read.rows) == is_read
    assert read.ignored == (0 if is_read else len(given_sheet.rows))


def test_marks_say_which_table_it_is():
    mark = write_mark(mark_of(OFFICE.head, "-", "contracts", "K1"))
    (row,) = read_sheet(sheet(["合同编号", "经营主体", "x"], ["K1", "甲社", mark]), "甲.xlsx").rows
    assert (row.table, row.said) == ("contracts", {"contract_id": "K1", "operator": "甲社"})


def test_rows_without_any_header_are_told_of():
    read = read_sheet(sheet(["停产", MARK], ["闲置"], ["", MARK]), "甲.xlsx")
    assert [(one.code, one.row.source.row) for one in read.aside] == [("no_header", 1), ("no_header", 3)]
    assert (read.rows, read.ignored) == ((), 1)


def test_files_of_one_name_are_told_apart_by_their_folders(tmp_path):
    for folder in ("南镇/一", "北镇/一", "北镇/二"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "台账.csv").write_text("a")
    (tmp_path / "北镇" / "~$台账.xlsx").write_text("")
    (tmp_path / "北镇" / "另.csv").write_text("a")
    names, passed_over = list_files([tmp_path])
    assert "另.csv" in names
    assert "二/台账.csv" in names
    assert {name for name in names if name.endswith("一/台账.csv")} == {
        (tmp_path / folder / "台账.csv").as_posix() for folder in ("南镇/一", "北镇/一")
    }
    assert passed_over == []


# --- real workbooks, edited at random ----------------------------------------------------------------------

CHANGES = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.sampled_from(["运行状态", "管护责任人", "原始价值(元)", "是否录入三资平台"]),
        st.integers(0, 2),
    ),
    max_size=6,
)
CELLS = {
    "运行状态": ("停产", "闲置", "〔清空〕"),
    "管护责任人": ("甲", " 乙 ", "〔清空〕"),
    "原始价值(元)": (12.34, "1.5万元", "〔清空〕"),
    "是否录入三资平台": ("是", "否", "〔清空〕"),
}
VALUES = {
    "运行状态": ("run_state", ("停产", "闲置", None)),
    "管护责任人": ("custodian", ("甲", "乙", None)),
    "原始价值(元)": ("original_value_fen", (1234, 1_500_000, None)),
    "是否录入三资平台": ("in_three_capital_platform", (True, False, None)),
}
ASSETS = {
    f"Z{number}": {
        "asset_id": f"Z{number}",
        "asset": f"资产{number}",
        "asset_class": "经营性",
        "run_state": "正常",
        "custodian": "老王",
        "original_value_fen": 99_99,
        "lon": 115.0 + 1 / (number + 3),
        "built_on": "2020-06",
    }
    for number in range(6)
}


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """Write the export of a registry of six assets as a workbook."""
    folder = tmp_path_factory.mktemp("export")
    workspace = open_workspace(toy.write_county(folder / "县", toy.people("441624100201", 1, prefix="H")))
    office = Office({"assets": ASSETS})
    sending = Sending(workspace, office.head, office.state, "测试")
    part = whole_county(office.state, ("assets",))
    write_workbook(folder / "台账.xlsx", part_sheets(sending, part, "全县", lang="zh"))
    return folder / "台账.xlsx"


def edit(path, exported, changes, chance):
    """Edit an export as a clerk does: cells, then the order of rows and columns, and some rows left out."""
    page = openpyxl.load_workbook(exported)[SHEET]
    header, *rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=2, max_row=8)]
    for place, title, number in changes:
        rows[place][header.index(title)] = CELLS[title][number]
    touched = {place for place, _, _ in changes}
    kept = [row for place, row in enumerate(rows) if place in touched or chance.random() < 0.7]
    chance.shuffle(kept)
    order = chance.sample(range(len(header)), k=len(header))
    book = openpyxl.Workbook()
    for row in [["交回"], header, *kept]:
        book.active.append([row[place] for place in order] if len(row) > 1 else row)
    book.save(path)


@settings(max_examples=25, deadline=None)
@given(files=st.lists(CHANGES, min_size=1, max_size=3), order=st.randoms(use_true_random=False))
def test_no_edit_made_in_a_workbook_is_lost_whatever_the_order(exported, files, order):
    office = Office({"assets": ASSETS})
    said = {}
    with TemporaryDirectory() as folder:
        for number, changes in enumerate(files):
            edit(Path(folder) / f"{number}.xlsx", exported, changes, order)
            last = {(place, title): choice for place, title, choice in changes}
            for (place, title), choice in last.items():
                name, values = VALUES[title]
                if values[choice] != ASSETS[f"Z{place}"].get(name):
                    said.setdefault((f"Z{place}", name), set()).add(values[choice])
        turns = [*range(len(files)), order.randrange(len(files))]
        order.shuffle(turns)
        for number in turns:
            office.merge(*read_file(f"{number}.xlsx", Path(folder) / f"{number}.xlsx").rows)
    expected = {key: dict(fields) for key, fields in ASSETS.items()}
    for (key, name), values in said.items():
        if len(values) == 1 and None not in values:
            expected[key][name] = next(iter(values))
        elif len(values) == 1:
            del expected[key][name]
    assert office.state["assets"] == expected
    conflicts = {(spot.key, spot.field): set(one.candidates) for spot, one in office.known.conflicts.items()}
    assert conflicts == {place: values for place, values in said.items() if len(values) > 1}
