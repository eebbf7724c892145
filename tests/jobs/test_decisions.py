"""The full circle of a decision: an open case with proposals, an answer in the workbook, a link by it."""

import hashlib

import openpyxl
import pandas as pd
import pytest

import toy
from ruralmap.demo.places import read_villages
from ruralmap.errors import LayerError, OutputError, UsageError
from ruralmap.files.workbook import Sheet, write_workbook
from ruralmap.jobs.build import build
from ruralmap.jobs.check import check, survey
from ruralmap.jobs.county import link_county
from ruralmap.jobs.decision_book import write_decisions
from ruralmap.jobs.decision_words import village_labels
from ruralmap.jobs.decisions import decisions_path, read_decision_book
from ruralmap.link.decisions import resolve_decisions
from ruralmap.schema.decisions import DECISIONS
from ruralmap.schema.outcomes import SOURCE_COLUMNS
from ruralmap.workspace import open_workspace

FIRST, SECOND = "441624100201", "441624100202"  # 甲村 and 乙村 of 南镇
HEADER_ROW = 6  # below title, marks and three lines of rules
PLACE = {column.name: number for number, column in enumerate(DECISIONS.columns, start=1)}


def says(township, village, code, household):
    """Give a row of the roster that says this of its village."""
    return (township, village, code, *toy.person(FIRST, household, 1)[3:])


@pytest.fixture
def county(tmp_path):
    """A toy county that keeps its decisions; 佳村 sounds like 甲村, 乙甲村 holds 甲 and 乙."""
    roster = [
        *(says("南镇", "佳村", "", f"H{number}") for number in (1, 2, 3)),
        says("南镇", "戊村", "441624100299", "H4"),
        says("南镇", "戊村", FIRST, "H5"),  # its code links it
        toy.person(SECOND, "H6", 1),
    ]
    root = toy.write_county(tmp_path / "county", roster, money=False)
    settings = (root / "ruralmap.toml").read_text(encoding="utf-8")
    named = settings.replace("[tables]", '[tables]\ndecisions = "layers/落图决定表.xlsx"')
    (root / "ruralmap.toml").write_text(named, encoding="utf-8")
    return open_workspace(root)


def link(county):
    return link_county(county, check(county))


def build_decisions(county):
    """Link, and write the workbook; give the path and the linked county."""
    linked = link(county)
    return write_decisions(county, linked), linked


def rows_of(path):
    """Read the workbook as an office's program would: one dict a row, by canonical name."""
    sheet = openpyxl.load_workbook(path).worksheets[0]
    header = [cell.value for cell in sheet[HEADER_ROW]]
    names = {column.zh: column.name for column in DECISIONS.columns}
    return [
        dict(zip([names.get(title, title) for title in header], row, strict=True))
        for row in sheet.iter_rows(min_row=HEADER_ROW + 1, values_only=True)
    ]


def answer(path, row, **cells):
    """Fill cells of a row (counted from 0), as an office would, and save."""
    book = openpyxl.load_workbook(path)
    for name, value in cells.items():
        book.worksheets[0].cell(HEADER_ROW + 1 + row, PLACE[name], value)
    book.save(path)


def told(linked, household):
    frame = linked.households.set_index("hh_id")
    names = ["link_status", "linked_village_code", "link_method", "link_reason", "link_decision"]
    return tuple(None if pd.isna(value) else value for value in frame.loc[household, names])


def test_a_case_is_opened_answered_and_followed(county):
    path, linked = build_decisions(county)
    assert told(linked, "H1") == ("unlinked", None, None, "name_unknown", None)
    jia, wu = rows_of(path)
    assert (jia["township"], jia["village"], jia["village_code"]) == ("南镇", "佳村", None)
    # 佳 and 甲 are both jiǎ or jiā: 0 + 0.8 × 100.
    assert (jia["records"], jia["candidate_1"], jia["score_1"]) == ("户 3", f"{FIRST} 甲村 · 读音相同", 80)
    assert (jia["decision"], jia["state"]) == (None, "待决定")
    assert (wu["village_code"], wu["records"], wu["candidate_1"]) == ("441624100299", "户 1", None)

    answer(path, 0, decision=f"{FIRST} 甲村", decided_by="张三", decided_on="2024-10-08", note="输入法选错字")
    answer(path, 1, decision="不采用", decided_by="张三", decided_on="2024-10-08")
    _, linked = build_decisions(county)
    signed = "张三 2024-10-08"
    for household in ("H1", "H2", "H3"):
        expected = ("linked", FIRST, "decision", "decision_confirmed", f"{signed} 输入法选错字")
        assert told(linked, household) == expected
    assert told(linked, "H4") == ("unlinked", None, None, "decision_declined", signed)
    assert told(linked, "H5") == ("linked", FIRST, "code", "name_unknown", None)
    counts = linked.counts["households"]
    assert (counts.rows, counts.linked, counts.unlinked, counts.rejected) == (6, 5, 1, 0)
    assert [row["state"] for row in rows_of(path)] == ["已采用：3 条", "已确认不采用"]


def test_build_writes_it_before_the_registry_and_the_same_again_changes_nothing(county):
    made = build(county, toy.AUTHOR)
    files = [made.decisions_path, made.registry_path, made.links_path, made.findings_path]
    first = [hashlib.sha256(path.read_bytes()).hexdigest() for path in files]
    stamp = made.decisions_path.stat().st_mtime_ns
    build(county, toy.AUTHOR)
    assert [hashlib.sha256(path.read_bytes()).hexdigest() for path in files] == first
    assert made.decisions_path.stat().st_mtime_ns == stamp


def test_check_and_link_change_nothing(county):
    path, _ = build_decisions(county)
    answer(path, 0, decision=FIRST)
    before = path.read_bytes()
    survey(county)
    link(county)
    assert path.read_bytes() == before


def test_what_a_person_wrote_stays_whatever_is_open(county):
    path, _ = build_decisions(county)
    answer(path, 0, decision=FIRST, decided_by=" 张三 ", decided_on="2024.10.8", note="0012；=1+1")
    answer(path, 1, note="再问村里")
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    sheet.cell(HEADER_ROW, len(PLACE) + 1, "核对人")
    sheet.cell(HEADER_ROW + 2, len(PLACE) + 1, "李四")
    # A row of the office's own, for what no record says any more, and a sheet of its own.
    for name, value in {
        "township": "北镇",
        "village": "老村",
        "decision": "441624101201",
        "note": "旧名",
    }.items():
        sheet.cell(HEADER_ROW + 3, PLACE[name], value)
    book.create_sheet("联系人").append(["王五", 13])
    book.save(path)
    written = read_decision_book(path)
    build_decisions(county)
    again = read_decision_book(path)
    answers = ("decision", "decided_by", "decided_on", "note")
    assert [[row.cells.get(name) for name in answers] for row in again.rows] == [
        [FIRST, "张三", "2024-10-08", "0012；=1+1"],
        [None, None, None, "再问村里"],
        ["441624101201", None, None, "旧名"],
    ]
    assert [row.extras for row in again.rows] == [row.extras for row in written.rows]
    assert again.rows[1].extras == {"核对人": "李四"}
    assert [(sheet.name, sheet.rows) for sheet in again.added_sheets] == [("联系人", [["王五", 13.0]])]
    states = [row["state"] for row in rows_of(path)]
    assert states == ["已采用：3 条", "待决定", "已采用：0 条"]
    # And once more: the same bytes.
    before = path.read_bytes()
    build_decisions(county)
    assert path.read_bytes() == before


def test_columns_without_a_title_or_with_one_twice_are_kept_too(county):
    path, _ = build_decisions(county)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    sheet.cell(HEADER_ROW + 1, len(PLACE) + 2, "旁注")  # beside an empty column
    sheet.cell(HEADER_ROW, len(PLACE) + 3, "说明")
    sheet.cell(HEADER_ROW + 2, len(PLACE) + 3, "另一说明")
    book.save(path)
    file = county.root / "ruralmap.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("simulated = true", ""), encoding="utf-8")
    build_decisions(open_workspace(county.root))
    again = read_decision_book(path)
    assert again.added_columns == ("column_2", "说明_2")
    assert [row.extras for row in again.rows] == [{"column_2": "旁注"}, {"说明_2": "另一说明"}]
    assert "模拟" not in openpyxl.load_workbook(path).worksheets[0].cell(2, 1).value


def test_an_unanswered_row_goes_when_it_is_not_open_any_more_and_an_answered_one_stays(county):
    path, _ = build_decisions(county)
    answer(path, 0, decision=FIRST, decided_by="张三", decided_on="2024-10-08")
    roster = county.root / "layers" / "名单.csv"
    toy.write_csv(roster, toy.ROSTER, [toy.person(SECOND, "H6", 1), says("北镇", "丙丁村", "", "H7")])
    build_decisions(county)
    rows = rows_of(path)
    assert [(row["village"], row["state"]) for row in rows] == [
        ("佳村", "已采用：0 条"),
        ("丙丁村", "待决定"),
    ]
    assert rows[0]["candidate_1"] == f"{FIRST} 甲村 · 读音相同"  # what the person chose from


def test_a_decision_against_a_standing_code_is_a_contradiction(county):
    path, _ = build_decisions(county)
    book = openpyxl.load_workbook(path)
    for name, value in {
        "township": "南镇",
        "village": "戊村",
        "village_code": FIRST,
        "decision": SECOND,
    }.items():
        book.worksheets[0].cell(HEADER_ROW + 3, PLACE[name], value)
    book.save(path)
    _, linked = build_decisions(county)
    assert told(linked, "H5")[::3] == ("conflict", "decision_code_differ")
    assert rows_of(path)[2]["state"] == "已采用：0 条；与代码、坐标或乡镇不符，未采用：1 条"


@pytest.mark.parametrize(
    ("decision", "code"),
    [("441624100299", "decision_unknown"), ("丙村", "decision_unknown"), (FIRST, "decision_unsigned")],
    ids=["no such code", "a village of another township", "unsigned"],
)
def test_check_finds_what_is_wrong_with_a_decision(county, decision, code):
    path, _ = build_decisions(county)
    answer(path, 0, decision=decision, decided_on="2024-10-08")
    if code != "decision_unsigned":
        answer(path, 0, decided_by="张三")
    (found,) = [item for item in survey(county).findings if item.code.startswith("decision")]
    assert (found.code, found.row, found.file) == (code, HEADER_ROW + 1, "layers/落图决定表.xlsx")
    build_decisions(county)
    expected = "已采用：3 条" if code == "decision_unsigned" else "决定无法采用，见核查清单"
    assert rows_of(path)[0]["state"] == expected


def test_an_answer_given_while_the_build_ran_is_kept(county):
    path, linked = build_decisions(county)
    answer(path, 0, decision=FIRST, decided_by="张三", decided_on="2024-10-08")
    write_decisions(county, linked)
    assert [row["state"] for row in rows_of(path)] == ["下次建库时采用", "待决定"]
    assert rows_of(path)[0]["decision"] == FIRST


def test_a_word_for_nothing_is_no_decision(county):
    path, _ = build_decisions(county)
    answer(path, 0, decision="无")
    _, linked = build_decisions(county)
    assert told(linked, "H1")[0] == "unlinked"
    assert rows_of(path)[0]["decision"] == "无"


def test_a_damaged_workbook_stops_everything_and_stays(county):
    path, _ = build_decisions(county)
    path.write_bytes(path.read_bytes()[:300])
    for job in (survey, lambda county: build(county, toy.AUTHOR)):
        with pytest.raises(LayerError, match=r"落图决定表.*文件未动"):
            job(county)
    assert len(path.read_bytes()) == 300


def test_another_workbook_under_its_name_is_not_overwritten(county):
    path = decisions_path(county)
    write_workbook(path, [Sheet("通讯录", [["姓名", "电话"], ["王五", "13"]])])
    before = path.read_bytes()
    with pytest.raises(LayerError, match="原文乡镇"):
        survey(county)
    assert path.read_bytes() == before


def test_a_workbook_open_in_an_office_program_is_not_overwritten(county):
    path, linked = build_decisions(county)
    answer(path, 0, decision=FIRST)
    before = path.read_bytes()
    path.with_name(f"~${path.name}").write_bytes(b"")
    with pytest.raises(OutputError, match="落图决定表"):
        write_decisions(county, linked)
    assert path.read_bytes() == before


@pytest.mark.parametrize("files", ['["a.xlsx", "b.xlsx"]', '"a.csv"'], ids=["two", "no workbook"])
def test_decisions_are_kept_in_one_workbook(county, files):
    file = county.root / "ruralmap.toml"
    text = file.read_text(encoding="utf-8").replace('"layers/落图决定表.xlsx"', files)
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="xlsx"):
        survey(open_workspace(county.root))


def test_without_an_entry_in_the_workspace_nothing_is_written(tmp_path):
    root = toy.write_county(tmp_path / "plain", [says("南镇", "佳村", "", "H1")], money=False)
    made = build(open_workspace(root), toy.AUTHOR)
    assert made.decisions_path is None
    assert not list(root.rglob("落图决定表*"))


def test_the_workbook_speaks_english_and_is_read_back_in_either_language(county):
    linked = link(county)
    path = write_decisions(county, linked, lang="en")
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert [cell.value for cell in sheet[HEADER_ROW]][:3] == [column.en for column in DECISIONS.columns[:3]]
    answer(path, 0, decision=FIRST, decided_by="Zhang", decided_on="2024-10-08")
    write_decisions(county, linked, lang="zh")
    assert rows_of(path)[0]["decided_by"] == "Zhang"


def test_each_row_has_a_pick_list_of_its_township(county):
    path, _ = build_decisions(county)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    lists = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    offered = f'"不采用,{FIRST} 甲村,{SECOND} 乙村"'
    assert lists == {"L7": offered, "L8": offered}


def test_a_cell_that_was_dragged_down_decides_nothing(county):
    path, _ = build_decisions(county)
    # 甲村 was picked above, and the program counted the code up.
    answer(path, 0, decision=f"{SECOND} 甲村", decided_by="张三", decided_on="2024-10-08")
    _, linked = build_decisions(county)
    assert told(linked, "H1")[:2] == ("unlinked", None)
    assert [item.code for item in survey(county).findings if item.table == "decisions"] == [
        "decision_divided"
    ]
    row = rows_of(path)[0]
    assert (row["decision"], row["state"]) == (f"{SECOND} 甲村", "决定无法采用，见核查清单")


def test_a_decision_does_not_outlive_a_village_of_that_name(county):
    path, _ = build_decisions(county)
    answer(path, 0, decision=f"{FIRST} 甲村", decided_by="张三", decided_on="2024-10-08")
    layer = county.root / "layers" / "村界.geojson"
    layer.write_text(layer.read_text(encoding="utf-8").replace("乙村委会", "佳村委会"), encoding="utf-8")
    _, linked = build_decisions(county)
    assert told(linked, "H1")[:3] == ("linked", SECOND, "name")
    assert [item.code for item in survey(county).findings if item.table == "decisions"] == [
        "decision_overtaken"
    ]


def test_every_village_can_be_picked_by_its_label():
    villages = read_villages().set_index("village_code")
    labels = village_labels(villages, ("河源市", "和平县"))
    rows = pd.DataFrame(
        {"village": "某某", "township": "某镇", "decision": [labels[str(code)] for code in villages.index]}
    )
    table = rows.reindex(columns=[*DECISIONS.names, *SOURCE_COLUMNS]).astype("str")
    # One key each, so that none is taken for another.
    decided, findings = resolve_decisions(table.assign(village_code=villages.index), villages)
    assert decided["decided_code"].tolist() == villages.index.tolist()
    assert {item.code for item in findings} == {"decision_unsigned"}


def test_a_second_sheet_with_the_same_header_stops_everything(county):
    path, _ = build_decisions(county)
    book = openpyxl.load_workbook(path)
    book.copy_worksheet(book.worksheets[0]).title = "备份"
    book.move_sheet("备份", -1)
    book.save(path)
    answer(path, 0, decision=FIRST)
    before = path.read_bytes()
    for job in (survey, lambda county: build(county, toy.AUTHOR)):
        with pytest.raises(LayerError, match="备份、落图决定"):
            job(county)
    assert path.read_bytes() == before


def test_a_sheet_may_be_renamed_hidden_or_called_as_one_of_ours(county):
    path, _ = build_decisions(county)
    book = openpyxl.load_workbook(path)
    book.worksheets[0].title = "待办"
    book.create_sheet("落图决定").append(["说明"])
    book.create_sheet("选项")["C5"] = "王五"
    book["选项"].sheet_state = "veryHidden"
    book["落图决定"].sheet_state = "hidden"
    book.save(path)
    kept = [sheet.name for sheet in read_decision_book(path).added_sheets]
    assert kept == ["落图决定"]  # a hidden sheet of that name is our own pick-list
    book["选项"].sheet_state = "visible"
    book.save(path)
    build_decisions(county)
    again = openpyxl.load_workbook(path)
    assert [(sheet.title, sheet.sheet_state) for sheet in again] == [
        ("待办", "visible"),
        ("落图决定", "hidden"),
        ("选项_2", "visible"),
    ]
    assert again["选项_2"]["C5"].value == "王五"


@pytest.mark.parametrize("title", ["village", "decided_by", "note", "决定", "decision"])
def test_a_column_of_the_office_never_takes_the_place_of_ours(county, title):
    path, _ = build_decisions(county)
    answer(path, 0, decision=FIRST, decided_by="张三", decided_on="2024-10-08", note="问过")
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    sheet.cell(HEADER_ROW, len(PLACE) + 1, title)
    sheet.cell(HEADER_ROW + 1, len(PLACE) + 1, "李四的话")
    book.save(path)
    for _ in range(2):
        _, linked = build_decisions(county)
        assert told(linked, "H1")[1] == FIRST
        (row, _) = read_decision_book(path).rows
        assert (row.cells["village"], row.cells["decision"], row.cells["note"]) == ("佳村", FIRST, "问过")
        assert list(row.extras.values()) == ["李四的话"]


def test_a_stroke_in_an_empty_cell_changes_neither_the_case_nor_its_answer(county):
    path, _ = build_decisions(county)
    answer(path, 0, village_code="/", decision=FIRST, decided_by="张三", decided_on="2024-10-08")
    answer(path, 1, decision="无")
    answer(path, 2, village_code="/")  # a row with nothing else
    _, linked = build_decisions(county)
    assert told(linked, "H1")[1] == FIRST
    assert [row["state"] for row in rows_of(path)] == ["已采用：3 条", "待决定"]
