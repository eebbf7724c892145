"""Workbooks of what is owed, and the bulletin, of shipped policies and of a made-up one."""

import datetime as dt
from decimal import Decimal

import openpyxl
import pytest

from case_files import EAST, WEST, RuleCase, facts_of
from ruralmap.errors import UsageError
from ruralmap.files.policies import read_policy
from ruralmap.files.workbook import write_workbook
from ruralmap.jobs.bulletin_sheets import Bulletin, bulletin_sheets
from ruralmap.jobs.policy_owed import Ledger
from ruralmap.jobs.policy_run import run_policy
from ruralmap.jobs.policy_sheets import owed_sheets, safe_name, write_owed
from ruralmap.schema.policy import Policy

_MOVED_UP = "名次升降（位）"
_LABEL = {"zh": "条款", "en": "rule"}
_RULE = {"kind": "target", "force": "hard", "label": _LABEL, "quote": "条款", "source": "一"}
_MOVED = {"column": "relocated", "op": "eq", "value": True}
_MEASURE = {
    "kind": "ratio",
    "numerator": {"rows": "households", "where": _MOVED},
    "denominator": {"rows": "households"},
}
_RATIO = {"measure": _MEASURE, "unit": "户/户", "op": "ge", "threshold": Decimal("0.6")}
_COUNT = {"measure": {"kind": "count", "rows": "households"}, "unit": "户"}
RULES = [
    {"id": "A", "level": "county", "condition": _RATIO, "due": dt.date(2024, 6, 30), "lead": ["县甲局"]},
    {
        "id": "B",
        "level": "household",
        "condition": {"holds": _MOVED},
        "due": dt.date(2024, 12, 31),
        "responsible": ["乙办", "各乡镇"],
    },
    {"id": "C", "level": "county", "condition": _COUNT | {"op": "ge", "threshold": 9}},
    {
        "id": "D",
        "kind": "selection",
        "force": "info",
        "level": "household",
        "condition": {"holds": _MOVED},
        "responsible": ["各乡镇"],
    },
    {"id": "E", "kind": "list", "force": "info", "level": "township", "ranks": True, "lead": ["县甲局"]},
]
# A moved, B did not; both in the east; of C in the west nobody knows. D there moved.
HOUSEHOLDS = [
    {"hh_id": "A", "relocated": True},
    {"hh_id": "B", "relocated": False},
    {"hh_id": "C", "village_code": f"{WEST}201"},
    {"hh_id": "D", "village_code": f"{WEST}201", "relocated": True},
]


def policy_of(**keys):
    head = {
        "id": "made-up",
        "title": {"zh": "虚构方案", "en": "made up"},
        "document": "虚构发〔2024〕1号",
        "jurisdiction": "990001",
        "period": {"first": dt.date(2024, 1, 1), "last": dt.date(2024, 12, 31)},
        "units": {"县乙局": {"aliases": ["乙办"]}},
    }
    return Policy.model_validate(head | {"rules": [_RULE | rule for rule in RULES]} | keys)


def run_of(policy, households=(), as_of="2024-09-30"):
    case = RuleCase("x", "x", "x", as_of, {"households": [dict(row) for row in households]}, {})
    return run_policy(policy, facts_of(policy, case))


@pytest.fixture(scope="module")
def ledger():
    return Ledger("虚构县", run_of(policy_of(), HOUSEHOLDS), "zh")


def cells(sheet, *columns):
    """Read columns of a sheet, by their headers."""
    header, *body = sheet.rows
    places = [header.index(column) for column in columns]
    return [tuple(row[place] for place in places) for row in body]


def test_offices_stand_under_their_names_of_today(ledger):
    assert {office: [duty.rule.id for duty in duties] for office, duties in ledger.duties.items()} == {
        "县甲局": ["A", "E"],
        "县乙局": ["B"],
        "各乡镇": ["B", "D"],
        "": ["C"],
    }
    (duty,) = ledger.duties["县乙局"]
    assert (duty.role, duty.word, duty.due) == ("责任", "乙办", "2024-12-31")


def test_what_an_office_owes_the_most_pressing_first(ledger):
    owed, detail, reading = owed_sheets(ledger, "县甲局", ledger.duties["县甲局"], None)
    assert (owed.name, detail.name, reading.name) == ("应办事项", "明细", "口径")
    # 2 of 4 is less than 60 %: 3 are needed, so that 1 is lacking; B is wrong and of C nobody knows. C could
    # have moved: then 3 of 4 are enough, and nobody can tell.
    found = cells(owed, "条款编号", "完成时限", "时限情况", "结论", "要求")
    assert found == [
        ("A", dt.date(2024, 6, 30), "期限已过 92 天", "数据不足", "≥ 60.00 %"),
        ("E", "—", "长期", "已登记", "—"),
    ]
    assert cells(owed, "数值")[0] == ("50.00 %（2／4）",)
    assert cells(owed, "尚缺")[0][0].endswith("1 户未完成，1 户数据不足")
    assert {row[:2] for row in cells(detail, "条款编号", "编号", "名称")} == {("A", "B"), ("A", "C")}
    assert owed.form.title == "虚构县甲局应办事项"
    assert cells(reading, "条款编号", "采用口径")[0] == ("A", "按条文")


def test_a_township_has_its_own_rows_only(ledger):
    duties, others = ledger.township_duties
    assert [duty.rule.id for duty in others] == ["A", "C", "E"]
    owed, detail, _ = owed_sheets(ledger, "东镇", duties, EAST)
    rows = {
        row[0]: row[1:] for row in cells(owed, "条款编号", "评价层级", "时限情况", "数值", "要求", "尚缺")
    }
    # Of A and B in the east A has moved; before its day B is not late.
    assert rows["B"] == ("乡镇级", "还有 92 天", "50.00 %（1／2）", "逐个完成", "1 户未完成")
    assert rows["D"][0] == "户级"
    assert dict(cells(owed, "条款编号", "结论"))["D"] == "纳入 1 户、不纳入 1 户"
    assert cells(detail, "条款编号", "编号", "乡镇", "村", "结论") == [
        ("B", "B", "东镇", "东一村", "未到期，尚未完成")
    ]


@pytest.mark.parametrize("by", ["unit", "township"])
@pytest.mark.parametrize("policy_id", ["henan-2023-2025", "weixi-2024", "roster-doubts"])
def test_every_rule_of_a_policy_is_in_a_workbook(policy_id, by, tmp_path):
    policy = read_policy(policy_id)
    paths = write_owed(Ledger("虚构县", run_of(policy), "zh"), by, tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(path.name for path in paths)
    listed = set()
    for path in paths:
        rows = openpyxl.load_workbook(path)["应办事项"].iter_rows(values_only=True)
        listed |= {row[0] for row in rows}
    assert {rule.id for rule in policy.rules} <= listed


def test_workbooks_are_called_by_office_and_month(ledger, tmp_path):
    names = [path.name for path in write_owed(ledger, "unit", tmp_path)]
    assert names == [
        "责任单位_县甲局_应办事项_202409.xlsx",
        "责任单位_县乙局_应办事项_202409.xlsx",
        "责任单位_各乡镇_应办事项_202409.xlsx",
        "未写明责任单位_应办事项_202409.xlsx",
    ]


def test_two_offices_whose_names_come_to_the_same_file_keep_two(tmp_path):
    rules = [_RULE | RULES[0] | {"lead": ["甲/局", "甲:局"]}]
    run = run_of(policy_of(rules=rules), HOUSEHOLDS)
    names = [path.name for path in write_owed(Ledger("虚构县", run, "en"), "unit", tmp_path)]
    assert names == ["责任单位_甲_局_应办事项_202409.xlsx", "责任单位_甲_局_2_应办事项_202409.xlsx"]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("县财政局", "县财政局"),
        ("工信/商务: 科技局?", "工信_商务_ 科技局"),
        ("..", "_"),
        ("局" * 50, "局" * 40),
    ],
)
def test_names_of_offices_become_names_of_files(name, safe):
    assert safe_name(name) == safe


def test_the_bulletin_ranks_and_tells_what_changed():
    policy = policy_of(ranking={"weights": {"A": 1}})
    # A moved in the east (1 of 2) and nobody in the west (0 of 1); earlier all stayed.
    now = [HOUSEHOLDS[0], HOUSEHOLDS[1], HOUSEHOLDS[2] | {"relocated": False}]
    then = [row | {"relocated": False} for row in now]
    runs = run_of(policy, now), run_of(policy, then, "2024-07-31")
    score, glance, ranked, rows, ordered = bulletin_sheets(Bulletin("虚构县", *runs, "zh"))
    assert [sheet.name for sheet in (score, glance, ranked, rows, ordered)] == [
        "综合得分",
        "名次一览",
        "A",
        "B",
        "按数值排列",
    ]
    columns = ("名次", "乡镇", "数值（%）", "上期数值（%）", "增减（百分点）", "上期名次", _MOVED_UP)
    # Of the county one of three moved, 33.33 %; earlier nobody had. The west fell from 1 to 2.
    assert cells(ranked, *columns) == [
        (1, "东镇", Decimal("0.5"), 0, 50, 1, 0),
        (2, "西镇", 0, 0, 0, 1, -1),
        ("—", "全县", Decimal("0.3333"), 0, Decimal("33.33"), "—", "—"),
    ]
    header = ranked.rows[0]
    assert [ranked.styles[header.index(column)] for column in columns] == [
        "rank",
        "text",
        "percent",
        "percent",
        "signed_money",
        "rank",
        "signed_integer",
    ]
    # Points of a score: of two townships the first has 100, the last 100 ÷ 2.
    assert cells(score, "名次", "乡镇", "综合得分") == [(1, "东镇", 100), (2, "西镇", 50)]
    assert glance.rows[1] == ("东镇", 1, 1)
    # E ranks townships by clause: it is quoted where the ranks stand.
    assert any("E “条款”" in note for note in glance.notes)
    assert ordered.rows[0][1] == "C\n条款（户）"
    assert (ordered.rows[1][1], ordered.styles[1]) == (2, "integer")


def test_what_nobody_knows_is_marked_and_never_0():
    # Of C in the west nobody knows whether it moved: of one household none counts, and that decides nothing.
    (glance, ranked, *_) = bulletin_sheets(
        Bulletin("虚构县", run_of(policy_of(), HOUSEHOLDS[:3]), None, "zh")
    )
    rows = {row[1]: row for row in cells(ranked, "名次", "乡镇", "结论")}
    assert rows["西镇"] == ("数据不足", "西镇", "数据不足")
    assert dict(cells(glance, "乡镇", "A\n条款"))["西镇"] == "数据不足"


def test_every_page_of_a_bulletin_says_whose_it_is_and_of_which_day(tmp_path):
    path = tmp_path / "通报.xlsx"
    run = run_policy(policy_of(), run_of(policy_of(), HOUSEHOLDS).evaluation.case.facts, simulated=True)
    write_workbook(path, bulletin_sheets(Bulletin("虚构县", run, None, "zh")))
    sheet = openpyxl.load_workbook(path)["A"]
    assert sheet.oddFooter.left.text.strip() == "虚构县乡镇排名通报：A 条款"
    assert sheet.oddHeader.right.text.strip() == "截至 2024-09-30　模拟数据　内部使用"
    # Title, caption, policy, clause, what is asked: the header is row 6; rank and name stay in sight.
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("C7", "$1:$6")
    share = sheet["C7"]
    assert (share.value, share.number_format, share.data_type) == (0.5, "0.00%", "n")


def test_what_is_past_its_day_stands_first(tmp_path):
    # B, judged for each household, is wrong but not due before the year ends. C asks for nine households,
    # there are four, and it has no day. A is past its day and nobody knows its share; A2 too, and missed.
    rules = [_RULE | rule for rule in (RULES[1], RULES[2], RULES[0])]
    rules.append(rules[2] | {"id": "A2", "condition": _COUNT | {"op": "ge", "threshold": 9}})
    ledger = Ledger("虚构县", run_of(policy_of(rules=rules), HOUSEHOLDS), "zh")
    duties = tuple(duty for rule in ("县乙局", "", "县甲局") for duty in ledger.duties[rule])
    owed = ledger.owed(duties)
    assert [(line.duty.rule.id, line.overdue) for line in owed] == [
        ("A2", True),
        ("A", True),
        ("C", False),
        ("B", False),
    ]
    path = tmp_path / "应办.xlsx"
    write_workbook(path, owed_sheets(ledger, "县甲局", duties, None))
    sheet = openpyxl.load_workbook(path)["应办事项"]
    assert sheet["A4"].value.endswith("其中期限已过、尚未完成的 2 项，列在最前")
    # Title, caption, marks, totals, header: the first line is row 6, its day in the seventh column.
    due = sheet["G6"]
    assert (due.value, due.number_format) == (dt.datetime(2024, 6, 30), "yyyy-mm-dd")  # noqa: DTZ001
    assert sheet.freeze_panes == "C6"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.oddHeader.right.text.strip().startswith("截至 2024-09-30")


def test_a_bulletin_without_an_earlier_day_tells_no_change():
    sheets = bulletin_sheets(Bulletin("虚构县", run_of(policy_of(), HOUSEHOLDS), None, "en"))
    assert len(sheets[1].rows[0]) == 4


def test_nothing_to_rank_is_refused():
    rules = [{"id": "C", "level": "county"} | _RULE]
    condition = {"measure": {"kind": "sum", "rows": "sales", "column": "amount_fen"}, "unit": "元"}
    rules[0] |= {"condition": condition | {"op": "ge", "threshold": 1}}
    with pytest.raises(UsageError, match="made-up"):
        bulletin_sheets(Bulletin("虚构县", run_of(policy_of(rules=rules)), None, "zh"))
