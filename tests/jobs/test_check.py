"""A whole workspace is read, every row accounted for, and what is wrong is said with its place."""

import gc
import json
from types import SimpleNamespace

import geopandas as gpd
import openpyxl
import pytest
import shapely

from ruralmap.errors import CrsError, LayerError, OutputError
from ruralmap.files.cards import Card, card_path, write_card
from ruralmap.files.layer_writer import write_layer
from ruralmap.files.workbook import Sheet, write_workbook
from ruralmap.jobs.check import check, survey, write_findings
from ruralmap.jobs.check_report import table_title
from ruralmap.jobs.findings_book import read_answers
from ruralmap.jobs.products import product_path
from ruralmap.workspace import open_workspace

CODES = ["441624100201", "441624100202", "441624101201", "441624101202"]
WEST = [115.00, 115.01, 115.02, 115.03]
ROSTER_HEADER = [
    "乡(镇)",
    "行政村",
    "行政村代码",
    "户编号",
    "人编号",
    "姓名",
    "证件号码",
    "人数",
    "户类型",
    "监测对象类别",
]
PERSON = ["甲镇", "甲村", CODES[0], "H1", "P1", "张三", "11010519491231002X", 1, "脱贫户", ""]
TOML = """
[county]
code = "441624"
name = "和平县"
prefecture_code = "441600"
prefecture = "河源市"
as_of = "2024-09-30"
crs = "EPSG:4526"
simulated = true

[layers]
county = {{ path = "layers/县界.geojson" }}
townships = {{ path = "layers/乡镇界.shp", encoding = "GBK" }}
villages = {{ path = "layers/村界.shp", encoding = "GBK" }}

[tables]
{tables}
"""


def save_layers(folder):
    """Four squares side by side; two townships of two; the county of both."""
    squares = [shapely.box(x, 24.40, x + 0.01, 24.41) for x in WEST]
    villages = gpd.GeoDataFrame(
        {"村代码": CODES, "村名称": ["甲村", "乙村", "丙村", "丁村"]}, geometry=squares, crs=4490
    )
    halves = [shapely.union_all(squares[:2]), shapely.union_all(squares[2:])]
    townships = gpd.GeoDataFrame(
        {"乡镇代码": ["441624100", "441624101"], "乡镇名称": ["甲镇", "丙镇"]}, geometry=halves, crs=4490
    )
    county = gpd.GeoDataFrame(
        {"县代码": ["441624"], "县名称": ["和平县"]}, geometry=[shapely.union_all(halves)], crs=4490
    )
    write_layer(folder / "县界.geojson", county)
    write_layer(folder / "乡镇界.shp", townships, encoding="GBK")
    write_layer(folder / "村界.shp", villages, encoding="GBK")
    return villages


def save_denominators(folder):
    header = ["行政区划代码", "指标", "口径", "截至日期", "数值", "数据来源"]
    rows = [[code, "农村人口", "户籍", "2023-12-31", 1000, "公安局"] for code in CODES]
    write_workbook(folder / "农村人口.xlsx", [Sheet("分母", [header, *rows])])


@pytest.fixture
def county(tmp_path):
    """Make a workspace of the toy county; a test adds its own tables, or spoils what is there."""
    layers = tmp_path / "layers"
    layers.mkdir()
    save_layers(layers)
    save_denominators(layers)
    tables = {"denominators": ["layers/农村人口.xlsx"]}

    def table(name, file, *sheets):
        write_workbook(layers / file, sheets)
        tables.setdefault(name, []).append(f"layers/{file}")

    def names(name, *files):
        tables.pop(name, None)
        tables.update({name: [f"layers/{file}" for file in files]} if files else {})

    def open_it():
        text = "\n".join(
            f"{name} = {json.dumps(files, ensure_ascii=False)}" for name, files in tables.items()
        )
        (tmp_path / "ruralmap.toml").write_text(TOML.format(tables=text), encoding="utf-8")
        for item in sorted(layers.iterdir()):
            if item.suffix in {".xlsx", ".csv", ".geojson", ".shp"} and not card_path(item).exists():
                write_card(item, Card(item.stem, "模拟", "2024-09-30", simulated=True))
        return open_workspace(tmp_path)

    table("roster", "脱贫人口名单.xlsx", Sheet("名单", [ROSTER_HEADER, PERSON]))
    return SimpleNamespace(root=tmp_path, layers=layers, table=table, names=names, open=open_it)


def codes(report, *, severity=None):
    """List the kinds of findings, but for columns that the toy files lack."""
    found = [f for f in report.findings if f.code != "columns_absent"]
    return [f.code for f in found if severity in {None, f.severity}]


def test_a_sound_county_is_read_without_a_finding(county):
    report = check(county.open())
    assert codes(report) == []
    assert report.layers["villages"]["village_code"].tolist() == CODES
    assert report.layers["townships"]["township"].tolist() == ["甲镇", "丙镇"]
    assert report.layers["county"].crs.to_epsg() == 4490
    assert report.tables["roster"]["person"].tolist() == ["张三"]
    assert report.tables["denominators"]["value"].tolist() == [1000] * 4
    assert (report.errors, report.unusable, report.simulated) == (0, (), True)
    assert {file: card.simulated for file, card in report.cards.items()}["layers/村界.shp"] is True
    assert [(c.file, c.rows, c.kept) for c in report.counts] == [
        ("layers/县界.geojson", 1, 1),
        ("layers/乡镇界.shp", 2, 2),
        ("layers/村界.shp", 4, 4),
        ("layers/农村人口.xlsx", 4, 4),
        ("layers/脱贫人口名单.xlsx", 1, 1),
    ]


def test_pythons_collector_runs_again_afterwards(county):
    check(county.open())
    assert gc.isenabled()
    gc.disable()
    try:
        check(county.open())
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_several_files_of_one_table_stand_one_under_the_other(county):
    county.table("roster", "监测对象名单.xlsx", Sheet("监测", [ROSTER_HEADER, [*PERSON[:9], "脱贫不稳定户"]]))
    report = check(county.open())
    # The same person stands in both lists on purpose.
    assert report.tables["roster"]["p_id"].tolist() == ["P1", "P1"]
    assert report.tables["roster"]["source_file"].tolist() == [
        "layers/脱贫人口名单.xlsx",
        "layers/监测对象名单.xlsx",
    ]
    assert codes(report) == []


VISIT_HEADER = ["走访编号", "户编号", "走访日期"]


def test_a_key_that_an_earlier_file_has_is_set_aside_and_counted_there(county):
    visit = ["V1", "H1", "2024-06-30"]
    county.table("visits", "走访1.xlsx", Sheet("甲", [VISIT_HEADER, visit, ["V2", "H1", "2024-06-30"]]))
    county.table("visits", "走访2.xlsx", Sheet("乙", [VISIT_HEADER, visit, ["V2", "H1", "2024-07-01"]]))
    report = check(county.open())
    assert report.tables["visits"]["visit_id"].tolist() == ["V1", "V2"]
    lost = report.lost("visits")
    assert lost[["file", "sheet", "row", "reason"]].to_numpy().tolist() == [
        ["layers/走访2.xlsx", "乙", 2, "duplicate_identical"],
        ["layers/走访2.xlsx", "乙", 3, "duplicate_conflict"],
    ]
    assert json.loads(lost["raw"].iloc[1])["走访日期"] == "2024-07-01"
    (count,) = [c for c in report.counts if c.file == "layers/走访2.xlsx"]
    assert (count.rows, count.kept, count.rejected, count.ignored) == (2, 0, 2, 0)
    assert codes(report) == ["duplicate_identical", "duplicate_conflict"]


def test_two_files_that_contradict_each_other_about_a_population_both_lose_the_row(county):
    header = ["行政区划代码", "指标", "口径", "截至日期", "数值", "数据来源"]
    again = [CODES[0], "农村人口", "户籍", "2023-12-31", 1010, "年鉴"]
    county.table("denominators", "农村人口2.xlsx", Sheet("乙", [header, again]))
    report = check(county.open())
    assert report.tables["denominators"]["code"].tolist() == CODES[1:]
    assert report.lost("denominators")[["file", "row", "reason"]].to_numpy().tolist() == [
        ["layers/农村人口.xlsx", 2, "duplicate_all_aside"],
        ["layers/农村人口2.xlsx", 2, "duplicate_all_aside"],
    ]
    sums = {c.file: (c.rows, c.kept, c.rejected) for c in report.counts if c.table == "denominators"}
    assert sums == {"layers/农村人口.xlsx": (4, 3, 1), "layers/农村人口2.xlsx": (1, 0, 1)}


def test_a_households_point_may_be_collected_twice(county):
    header = ["户编号", "经度", "纬度", "坐标系"]
    for file, datum in (("手机.xlsx", "GPS"), ("微信.xlsx", "微信")):
        county.table("household_points", file, Sheet("甲", [header, ["H1", 115.005, 24.405, datum]]))
    report = check(county.open())
    assert report.tables["household_points"]["datum"].tolist() == ["WGS-84", "GCJ-02"]


def test_rows_are_conserved_over_all_files(county):
    rows = [PERSON, ["甲镇", "合计", "", "", "", "", "", 5, "", ""], [*PERSON[:4], "", *PERSON[5:]]]
    county.table("roster", "名单2.xlsx", Sheet("二", [ROSTER_HEADER, *rows]), Sheet("说明", [["请填写"]]))
    report = check(county.open())
    assert all(c.rows == c.kept + c.rejected + c.ignored for c in report.counts)
    assert sum(c.kept for c in report.counts if c.table == "roster") == len(report.tables["roster"])
    assert sum(c.rejected for c in report.counts) == len(report.rejected)


def test_a_missing_file_of_an_optional_table_is_an_error_and_the_rest_is_read(county):
    county.names("visits", "走访记录.csv")
    report = check(county.open())
    assert codes(report, severity="error") == ["file_missing"]
    assert "visits" not in report.tables
    assert report.unusable == ()


def test_a_file_that_cannot_be_read_is_an_error_that_says_why(county):
    (county.layers / "走访记录.xlsx").write_bytes(b"no workbook")
    county.names("visits", "走访记录.xlsx")
    report = check(county.open())
    (found,) = [f for f in report.findings if f.severity == "error"]
    assert found.code == "file_unusable"
    assert "另存为 .xlsx" in found.text("found")


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda c: (c.layers / "村界.shp").unlink(), id="a layer is missing"),
        pytest.param(lambda c: (c.layers / "村界.prj").unlink(), id="a layer without coordinates"),
        pytest.param(lambda c: (c.layers / "村界.dbf").unlink(), id="a layer without its table"),
        pytest.param(lambda c: (c.layers / "脱贫人口名单.xlsx").unlink(), id="the roster is missing"),
        pytest.param(
            lambda c: (c.layers / "农村人口.xlsx").write_bytes(b"x"), id="the population cannot be read"
        ),
        pytest.param(
            lambda c: write_workbook(c.layers / "脱贫人口名单.xlsx", [Sheet("名单", [["姓名"], ["张三"]])]),
            id="the roster lacks its columns",
        ),
        pytest.param(
            lambda c: write_workbook(c.layers / "农村人口.xlsx", [Sheet("空", [])]), id="an empty workbook"
        ),
    ],
)
def test_without_a_compulsory_input_nothing_trustworthy_is_made(county, spoil):
    spoil(county)
    workspace = county.open()
    with pytest.raises(LayerError, match="没有可信的结果") as refused:
        check(workspace)
    assert any(found.severity == "error" for found in refused.value.findings)
    report = survey(workspace)
    assert len(report.unusable) == 1
    assert report.unusable[0] in str(refused.value)


def test_a_survey_reports_whatever_the_state_of_the_inputs(county):
    for item in county.layers.iterdir():
        item.unlink()
    report = survey(county.open())
    assert codes(report) == ["file_missing"] * 5
    assert (dict(report.layers), dict(report.tables), report.counts) == ({}, {}, ())
    assert len(report.unusable) == 5


def test_a_table_that_ruralmap_toml_does_not_name_is_not_missed(county):
    county.names("roster")
    report = check(county.open())
    assert (codes(report), report.unusable) == ([], ())
    assert list(report.tables) == ["denominators"]


def test_a_file_without_a_card_is_a_warning(county):
    workspace = county.open()
    card_path(county.layers / "村界.shp").unlink()
    card_path(county.layers / "农村人口.xlsx").write_text("x = 1")
    report = check(workspace)
    assert [(f.code, f.file) for f in report.findings if f.code.startswith("card")] == [
        ("card_missing", "layers/村界.shp"),
        ("card_unreadable", "layers/农村人口.xlsx"),
    ]
    assert "layers/村界.shp" not in report.cards


def test_a_village_of_another_township_or_county_is_found(county):
    layer = gpd.read_file(county.layers / "村界.shp", encoding="GBK")
    layer["村代码"] = [CODES[0], "441624109201", "441625100201", CODES[3]]
    write_layer(county.layers / "村界.shp", layer, encoding="GBK")
    report = check(county.open())
    assert [(f.code, f.raw, f.row) for f in report.findings if f.code == "code_elsewhere"] == [
        ("code_elsewhere", "441624109201", 2),
        ("code_elsewhere", "441625100201", 3),
    ]


def test_gaps_and_overlaps_between_villages_are_found_with_their_area(county):
    layer = gpd.read_file(county.layers / "村界.shp", encoding="GBK")
    # 甲村 reaches 0.001 degrees into 乙村: about 101.4 m by 1,107.9 m at latitude 24.405.
    layer.loc[0, "geometry"] = shapely.box(115.00, 24.40, 115.011, 24.41)
    write_layer(county.layers / "村界.shp", layer, encoding="GBK")
    (found,) = [f for f in check(county.open()).findings if f.code.startswith("coverage")]
    assert (found.code, found.severity, found.raw) == (
        "coverage_overlap",
        "warning",
        f"{CODES[0]}、{CODES[1]}",
    )
    area = float(found._asdict()["values"]["area_m2"].replace(",", ""))
    assert area == pytest.approx(101.45 * 1107.9, rel=0.002)


def test_tables_are_checked_against_each_other_and_points_against_the_county(county):
    county.table(
        "household_points",
        "坐标.xlsx",
        Sheet("甲", [["户编号", "经度", "纬度"], ["H1", 114.0, 24.405], ["H9", 24.405, 115.005]]),
    )
    header = [
        "户编号",
        "年度",
        "家庭人口",
        "工资性收入",
        "生产经营性收入",
        "财产性收入",
        "转移性收入",
        "生产经营性支出",
    ]
    county.table(
        "incomes",
        "收入.xlsx",
        Sheet("甲", [[*header, "家庭纯收入", "家庭人均纯收入"], ["H1", 2023, 1, 5, 0, 0, 0, 0, 6, 6]]),
    )
    county.table(
        "assets",
        "台账.xlsx",
        Sheet(
            "甲",
            [
                ["资产编号", "资产名称", "资产类别", "原值", "累计折旧", "净值"],
                ["A1", "路", "公益性", 5, 1, 5],
            ],
        ),
    )
    assert sorted(set(codes(check(county.open())))) == [
        "income_not_sum",
        "net_value_differs",
        "point_outside",
        "point_swapped",
        "reference_missing",
    ]


@pytest.mark.parametrize(
    "second", [pytest.param("甲.xlsx", id="read"), pytest.param("走失.xlsx", id="not read")]
)
def test_disposals_are_held_against_the_ledger_as_far_as_they_were_read(county, second):
    header = ["资产编号", "资产名称", "资产类别", "运行状态", "移交日期"]
    rows = [["A1", "路", "公益性", "正常", "2021-05-03"], ["A2", "桥", "公益性", "已处置", ""]]
    county.table("assets", "台账.xlsx", Sheet("甲", [header, *rows]))
    county.table("handovers", "移交.xlsx", Sheet("甲", [["资产编号", "移交日期"], ["A1", "2021-05-04"]]))
    county.table(
        "disposals",
        "甲.xlsx",
        Sheet("甲", [["资产编号", "处置日期", "处置方式"], ["A1", "2023-04-01", "拆除"]]),
    )
    county.names("disposals", *dict.fromkeys(("甲.xlsx", second)))
    found = [f.code for f in check(county.open()).findings if f.code.startswith(("handover", "disposal"))]
    # What stands in the file that is not there, nobody knows: A2 may be in it.
    known = ["disposal_missing"] if second == "甲.xlsx" else []
    assert sorted(found) == sorted(["disposal_state_differs", "handover_differs", *known])


def test_the_report_is_counted_for_people_and_for_programs(county):
    county.names("visits", "走访记录.csv")
    report = check(county.open())
    header, rows = report.count_table("en")
    assert header == ["Table", "File", "Sheet", "Rows in", "Kept", "Set aside", "Ignored"]
    assert rows[0] == ["county outline", "layers/县界.geojson", "", 1, 1, 0, 0]
    assert rows[-1] == ["Total", "", "", 12, 12, 0, 0]
    result = report.as_json()
    assert json.loads(json.dumps(result)) == result
    assert result["findings"] == {"error": 1, "warning": 0, "info": 3}
    assert result["kinds"] == {"columns_absent": 3, "file_missing": 1}
    assert result["files"][-1]["kept"] == 1
    assert result["unusable"] == []


def test_titles_of_tables_in_both_languages():
    assert table_title("villages") == "村界"
    assert table_title("incomes", "en") == "household income"


def sheet_rows(path, name):
    """Read one sheet of a workbook as the office's program shows it, below its notes."""
    book = openpyxl.load_workbook(path)
    rows = [[cell.value for cell in row] for row in book[name].iter_rows()]
    book.close()
    return rows


@pytest.fixture
def dirty(county):
    """Add a roster with a header to confirm, a damaged number, a total, and a row without its key."""
    header = [*ROSTER_HEADER, "户主备注", "易地搬迁户情况"]
    rows = [
        [*PERSON[:4], "P7", "李四", 4.41624e17, 1, "脱贫户", "", "", ""],
        [*PERSON[:4], "", "王五", "110105194912310021", 1, "脱贫户", "", "电话13812345678", ""],
        [*PERSON[:4], "P8", "=HYPERLINK(1)", "110105194912310021", 1, "脱贫户", "边缘户类", "", "是"],
        ["合计", "", "", "", "", "", "", 3, "", "", "", ""],
    ]
    county.table("roster", "名单2.xlsx", Sheet("二", [header, *rows], notes=("名单", "填报单位：上陵镇")))
    return county


def test_the_findings_workbook_says_what_where_what_follows_and_what_to_do(dirty):
    workspace = dirty.open()
    path = product_path(workspace, "findings")
    write_findings(survey(workspace), path)
    rows = sheet_rows(path, "问题清单")
    assert rows[0][0] == "和平县数据核查问题清单 · 问题清单"
    assert rows[1][0] == "截至 2024-09-30 · 模拟数据 · 内部使用 · 不得公开"
    assert rows[2] == ["序号", "严重程度", "文件", "工作表", "行", "列", "发现", "后果", "处理建议", "原值"]
    assert [row[0] for row in rows[3:]] == list(range(1, len(rows) - 2))
    listed = {(row[1], row[4], row[5]): row for row in rows[3:]}
    # Two notes and a header stand above: the first row of data is row 4 of the sheet.
    assert listed["警告", 4, "证件号码"][9] == "4.41624e+17"
    assert listed["错误", 5, "人编号"][6] == "“人编号”为空。"
    assert (
        listed["警告", 6, "监测对象类别"][6]
        == "“监测对象类别”的值是“边缘户类”，不是“监测对象类别”的选项。最接近的选项：边缘易致贫户。"
    )
    assert listed["提示", 7, None][9] == "合计"
    assert listed["警告", 6, "证件号码"][9] == "110105********0021"
    order = [row[1] for row in rows[3:]]
    assert order == sorted(order, key=["错误", "警告", "提示"].index)


def test_rows_in_are_kept_set_aside_and_ignored_on_the_sheet_of_counts(dirty):
    workspace = dirty.open()
    path = dirty.root / "清单.xlsx"
    write_findings(survey(workspace), path)
    rows = sheet_rows(path, "汇总")
    assert rows[2] == [
        "表",
        "文件",
        "工作表",
        "读入行数",
        "保留",
        "剔除留存",
        "未计入",
        "错误",
        "警告",
        "提示",
    ]
    (second,) = [row for row in rows if row[1] == "layers/名单2.xlsx"]
    assert second[2:7] == ["二", 4, 2, 1, 1]
    total = rows[-1]
    assert total[0] == "合计"
    assert all(row[3] == row[4] + row[5] + row[6] for row in rows[3:])
    assert total[3] == sum(row[3] for row in rows[3:-1])


def test_kinds_are_counted_the_gravest_first(dirty):
    path = dirty.root / "清单.xlsx"
    report = survey(dirty.open())
    write_findings(report, path)
    rows = sheet_rows(path, "分类汇总")[3:]
    assert sum(row[2] for row in rows) == len(report.findings)
    assert rows[0][:2] == ["错误", "必填项为空"]
    assert all(row[3] and row[4] for row in rows)


def test_rows_set_aside_keep_what_they_held_with_personal_numbers_masked(dirty):
    path = dirty.root / "清单.xlsx"
    write_findings(survey(dirty.open()), path)
    (row,) = sheet_rows(path, "剔除留存")[3:]
    assert row[:5] == ["脱贫户和监测对象名单", "layers/名单2.xlsx", "二", 5, "必填项为空"]
    held = json.loads(row[5])
    assert held["姓名"] == "王五"
    assert held["证件号码"] == "110105********0021"
    assert held["户主备注"] == "电话138****5678"


def test_no_identity_number_stands_in_the_workbook(dirty):
    path = dirty.root / "清单.xlsx"
    write_findings(survey(dirty.open()), path)
    book = openpyxl.load_workbook(path)
    texts = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    book.close()
    assert not any("194912310021" in text or "13812345678" in text for text in texts)


def test_unknown_headers_stand_on_their_sheet_with_a_pick_list_of_the_tables_columns(dirty):
    path = dirty.root / "清单.xlsx"
    write_findings(survey(dirty.open()), path)
    book = openpyxl.load_workbook(path)
    sheet = book["列对照"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    assert rows[0] == ["文件", "工作表", "文件中的列名", "表", "建议对应", "确认对应"]
    assert rows[1][2:] == ["户主备注", "脱贫户和监测对象名单", None, None]
    assert rows[2][2:] == ["易地搬迁户情况", "脱贫户和监测对象名单", "是否易地扶贫搬迁户", None]
    rules = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert set(rules) == {"F5", "F6"}
    assert {"户编号", "是否易地扶贫搬迁户", "不导入"} <= set(rules["F5"].strip('"').split(","))
    book.close()


def confirm(path, header, answer, name="列对照"):
    """Choose an answer as a person would, and save with the office's program."""
    book = openpyxl.load_workbook(path)
    for row in book[name].iter_rows():
        if row[2].value == header:
            row[5].value = answer
    book.save(path)
    book.close()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_next_check_reads_the_answers_and_carries_them_forward(dirty, lang):
    workspace = dirty.open()
    path = product_path(workspace, "findings")
    write_findings(survey(workspace), path, lang)
    name = {"zh": "列对照", "en": "Header mapping"}[lang]
    confirm(path, "易地搬迁户情况", "是否易地扶贫搬迁户", name)
    confirm(path, "户主备注", "不导入", name)
    for _ in range(2):
        report = survey(workspace)
        assert report.tables["roster"].set_index("p_id")["relocated"].to_dict()["P8"] is True
        assert not {"header_unknown", "header_likely"} & set(codes(report))
        write_findings(report, path, lang)
        assert read_answers(path) == {
            ("layers/名单2.xlsx", "二", "易地搬迁户情况"): "是否易地扶贫搬迁户",
            ("layers/名单2.xlsx", "二", "户主备注"): "不导入",
        }


def test_an_answer_is_kept_while_its_file_is_away(dirty):
    workspace = dirty.open()
    path = product_path(workspace, "findings")
    write_findings(survey(workspace), path)
    confirm(path, "户主备注", "不导入")
    (dirty.layers / "名单2.xlsx").rename(dirty.layers / "away.xlsx")
    write_findings(survey(workspace), path)
    assert read_answers(path) == {("layers/名单2.xlsx", "二", "户主备注"): "不导入"}


def test_a_header_of_many_sheets_is_answered_once_for_all(county):
    header = [*ROSTER_HEADER, "搬迁情况"]
    sheets = [
        Sheet(name, [header, [*PERSON[:3], f"H{number}", f"P{number}", *PERSON[5:], "是"]])
        for number, name in enumerate(["上陵镇", "下车镇"], start=7)
    ]
    county.table("roster", "分镇.xlsx", *sheets)
    workspace = county.open()
    path = product_path(workspace, "findings")
    write_findings(survey(workspace), path)
    confirm(path, "搬迁情况", "是否易地扶贫搬迁户")
    assert read_answers(path) == {("layers/分镇.xlsx", "", "搬迁情况"): "是否易地扶贫搬迁户"}
    roster = survey(workspace).tables["roster"].set_index("p_id")["relocated"]
    assert roster[["P7", "P8"]].tolist() == [True, True]


def test_an_answer_that_names_no_column_is_said(dirty):
    workspace = dirty.open()
    path = product_path(workspace, "findings")
    write_findings(survey(workspace), path)
    confirm(path, "户主备注", "没有这一列")
    report = survey(workspace)
    assert [(f.column, f.raw) for f in report.findings if f.code == "mapping_invalid"] == [
        ("户主备注", "没有这一列")
    ]


def test_answers_are_read_only_from_a_workbook_that_has_them(tmp_path):
    assert read_answers(tmp_path / "none.xlsx") == {}
    write_workbook(tmp_path / "other.xlsx", [Sheet("甲", [["a"]]), Sheet("列对照", [["别的表头"], ["x"]])])
    assert read_answers(tmp_path / "other.xlsx") == {}
    (tmp_path / "broken.xlsx").write_bytes(b"x")
    with pytest.raises(LayerError):
        read_answers(tmp_path / "broken.xlsx")


def test_the_first_sheet_says_what_the_list_is(dirty):
    path = dirty.root / "清单.xlsx"
    report = survey(dirty.open())
    write_findings(report, path)
    rows = dict(row[:2] for row in sheet_rows(path, "说明")[1:])
    assert rows["县"] == "和平县"
    assert rows["截至"] == "2024-09-30"
    assert rows["使用范围"] == "模拟数据 · 内部使用 · 不得公开"
    assert rows["错误"] == report.errors
    assert rows["无法使用的必需资料"] == "无"
    assert len(rows["数据校验码"]) == 12
    assert "填表人 / 审核人" in rows


def test_compulsory_inputs_that_cannot_be_used_are_named_on_the_first_sheet(county):
    (county.layers / "农村人口.xlsx").unlink()
    path = county.root / "清单.xlsx"
    write_findings(survey(county.open()), path)
    assert (
        dict(row[:2] for row in sheet_rows(path, "说明")[1:])["无法使用的必需资料"] == "layers/农村人口.xlsx"
    )


def test_the_workbook_speaks_english_if_asked(dirty):
    path = dirty.root / "findings.xlsx"
    write_findings(survey(dirty.open()), path, "en")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[:6] == ["About", "Counts", "Kinds", "Findings", "Header mapping", "Rows set aside"]
    found = [row[6].value for row in book["Findings"].iter_rows(min_row=4)]
    assert '"人编号" is empty.' in found
    book.close()


def test_the_same_report_gives_the_same_bytes(dirty):
    workspace = dirty.open()
    first, second = dirty.root / "1.xlsx", dirty.root / "2.xlsx"
    write_findings(survey(workspace), first)
    write_findings(survey(workspace), second)
    assert first.read_bytes() == second.read_bytes()


def test_very_many_findings_of_one_kind_in_one_place_end_in_a_count(county):
    rows = [[*PERSON[:4], f"P{number}", "张三", "不详", 1, "脱贫户", ""] for number in range(1003)]
    county.table("roster", "名单2.xlsx", Sheet("二", [ROSTER_HEADER, *rows]))
    path = county.root / "清单.xlsx"
    report = survey(county.open())
    write_findings(report, path)
    listed = sheet_rows(path, "问题清单")[3:]
    identity = [row for row in listed if row[5] == "证件号码"]
    assert len(identity) == 1001
    assert identity[-1][6] == "证件号码格式不符：本列同类问题另有 3 处，未逐行列出（已列 1000 处）。"
    assert identity[-1][4] is None
    assert codes(report).count("identity_malformed") == 1003
    (kind,) = [row for row in sheet_rows(path, "分类汇总")[3:] if row[1] == "证件号码格式不符"]
    assert kind[2] == 1003


def test_a_workbook_that_is_open_elsewhere_is_not_touched(county):
    path = county.root / "清单.xlsx"
    report = survey(county.open())
    write_findings(report, path)
    before = path.read_bytes()
    (county.root / ".~lock.清单.xlsx#").touch()
    with pytest.raises(OutputError):
        write_findings(report, path, "en")
    assert path.read_bytes() == before


@pytest.mark.parametrize("named", ["EPSG:99999", "EPSG:4490"])
def test_a_county_that_cannot_be_measured_is_refused(county, named):
    workspace = county.open()
    settings = county.root / "ruralmap.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("EPSG:4526", named), encoding="utf-8")
    workspace = open_workspace(county.root)
    with pytest.raises(CrsError, match=r"\[county\] crs"):
        survey(workspace)


def test_degrees_that_are_said_to_be_metres_are_a_finding_in_the_workbook(county):
    metres = gpd.GeoSeries([], crs="EPSG:4526").crs
    (county.layers / "村界.prj").write_text(metres.to_wkt("WKT1_ESRI"), encoding="utf-8")
    path = county.root / "清单.xlsx"
    report = survey(county.open())
    write_findings(report, path)
    assert report.unusable == ("layers/村界.shp",)
    (row,) = [row for row in sheet_rows(path, "问题清单")[3:] if row[1] == "错误"]
    assert "坐标与坐标系不符" in row[6]


def test_a_finding_about_a_file_is_in_the_language_of_the_workbook(county):
    (county.layers / "村界.prj").unlink()
    report = survey(county.open())
    for lang, sheet, other in (
        ("zh", "问题清单", "names no coordinate system"),
        ("en", "Findings", "没有坐标系"),
    ):
        path = county.root / f"{lang}.xlsx"
        write_findings(report, path, lang)
        rows = [[str(cell) for cell in row] for row in sheet_rows(path, sheet)]
        about = [row for row in rows if row[2] == "layers/村界.shp"]
        assert len(about) == 2, "that it was not read, and what its numbers are"
        assert not any(other in cell for row in about for cell in row)


def test_a_roster_of_which_a_sheet_was_not_read_is_not_held_against_the_visits(county):
    broken = [["户号码" if name == "户编号" else name for name in ROSTER_HEADER], PERSON]
    county.table("roster", "分镇.xlsx", Sheet("上陵镇", broken))
    visits = [[f"V{number}", f"H{number}", "2024-06-30"] for number in range(9)]
    county.table("visits", "走访.xlsx", Sheet("甲", [VISIT_HEADER, *visits]))
    found = [f for f in survey(county.open()).findings if f.code.startswith("reference")]
    assert [(f.code, f.table, f.column, f.raw) for f in found] == [
        ("reference_unchecked", "visits", "户编号", "layers/分镇.xlsx")
    ]


@pytest.mark.parametrize(
    ("sheet", "codes_found"),
    [
        pytest.param(Sheet("说明", [["填表说明"], ["乡镇"]]), ["reference_missing"], id="instructions"),
        pytest.param(Sheet("汇总", [["乡镇", "人数"], ["甲镇", 1]]), ["reference_missing"], id="a summary"),
        pytest.param(Sheet("续", [["人编号", "姓名"], ["P2", "乙"]]), ["reference_unchecked"], id="the key"),
        pytest.param(
            Sheet("上陵镇", [[*ROSTER_HEADER[:4], "人号码", *ROSTER_HEADER[5:]], PERSON]),
            ["reference_unchecked"],
            id="a compulsory column short",
        ),
    ],
)
def test_a_sheet_of_a_usable_file_counts_as_unread_if_it_seems_to_hold_rows(county, sheet, codes_found):
    county.names("roster")
    county.table("roster", "名单.xlsx", Sheet("名单", [ROSTER_HEADER, PERSON]), sheet)
    county.table("visits", "走访.xlsx", Sheet("甲", [VISIT_HEADER, ["V1", "H9", "2024-06-30"]]))
    found = [f.code for f in survey(county.open()).findings if f.code.startswith("reference")]
    assert found == codes_found


def test_rows_with_longitude_and_latitude_exchanged_are_named_one_by_one_in_a_mixed_file(county):
    header = ["户编号", "经度", "纬度"]
    rows = [["H1", 115.005, 24.405], ["H1", 24.405, 115.005], ["H1", "24.406", "115.006"], ["H1", 24.4, 114]]
    rows = [[f"{row[0]}", *row[1:]] for row in rows]
    county.table("household_points", "坐标.csv.xlsx", Sheet("甲", [header, *rows[1:2]]))
    county.table("household_points", "坐标2.xlsx", Sheet("甲", [header, *rows[:1]]))
    county.table("household_points", "坐标3.xlsx", Sheet("甲", [header, *rows[2:3]]))
    county.table("household_points", "坐标4.xlsx", Sheet("甲", [header, *rows[3:]]))
    found = [f for f in survey(county.open()).findings if f.code.startswith("point_")]
    assert sorted((f.code, f.file) for f in found) == [
        ("point_outside", "layers/坐标4.xlsx"),
        ("point_swapped", "layers/坐标.csv.xlsx"),
        ("point_swapped", "layers/坐标3.xlsx"),
    ]
    assert all("经纬度颠倒" in f.text("found") for f in found if f.code == "point_swapped")


def test_a_findings_workbook_that_is_broken_says_how_to_start_again(county):
    path = product_path(county.open(), "findings")
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"x")
    with pytest.raises(LayerError, match="移走或删除") as refused:
        survey(county.open())
    assert "列对照" in str(refused.value)
    assert "move or delete it" in str(refused.value)
