"""The lists as products: workbook, CSV, JSON, and the explanation of a place."""

import csv
import io
import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from ruralmap.errors import OutputError, UsageError
from ruralmap.files.policies import read_policy
from ruralmap.jobs.explain import explain
from ruralmap.jobs.maps import zone_rows
from ruralmap.jobs.places import find_place
from ruralmap.jobs.zone_sentences import percent_text, reasons_text
from ruralmap.jobs.zones import write_zones, zones
from ruralmap.rules.facts import Facts
from ruralmap.rules.results import Reason
from ruralmap.workspace import County, Output, PolicyChoice, Workspace

EAST, WEST = "990001100", "990001101"
ONE, TWO, FAR = "990001100201", "990001100202", "990001101201"
TRIAL = "套用试算,不作认定依据"
# Sizes: 60 lifted + 40 monitored persons in 东一村; 31 monitored in 东二村; 5 lifted in 西一村; 3 unlinked.
HOUSEHOLDS = {
    "L1": (60, ONE, "脱贫户", None, None),
    "M1": (40, ONE, "一般农户", "边缘易致贫户", "否"),
    "M2": (31, TWO, "一般农户", "突发严重困难户", "否"),
    "L2": (5, FAR, "脱贫户", None, None),
    "U1": (3, None, "脱贫户", None, None),
}
POPULATIONS = [
    (EAST, "户籍", 2000),
    (EAST, "常住", 2700),
    (WEST, "户籍", 1000),
    (ONE, "户籍", 1200),
    (TWO, "户籍", 1000),
    (FAR, "户籍", 1000),
]


@pytest.fixture
def facts():
    """131 of 2,000 registered persons of 东镇 are over 5 % (100); of 2,700 residents (135) they are not."""
    rows = [
        {
            "hh_id": hh_id,
            "township": "东镇",
            "hh_type": kind,
            "is_monitored": bool(monitored),
            "risk_cleared": cleared,
            "relocated": None,
            "linked_village_code": village,
            "linked_township_code": village[:9] if village else None,
            "link_status": "linked" if village else "unlinked",
            "link_candidates": village,
            "living_village_code": village,
            "living_township_code": village[:9] if village else None,
            "living_status": "registered" if village else "unknown",
            "living_candidates": village,
        }
        for hh_id, (_, village, kind, monitored, cleared) in HOUSEHOLDS.items()
    ]
    persons = [
        {"p_id": f"{hh_id}-{n}", "hh_id": hh_id, "hukou": "农业"}
        for hh_id, (size, *_) in HOUSEHOLDS.items()
        for n in range(size)
    ]
    populations = [
        {
            "code": code,
            "item": "农村人口",
            "basis": basis,
            "as_of": "2023-12-31",
            "value": value,
            "doc": "年鉴",
        }
        for code, basis, value in POPULATIONS
    ]
    gains = {"business_fen": 0, "property_fen": 0, "transfer_fen": 0, "business_cost_fen": 0}
    incomes = [
        {"hh_id": "L1", "year": 2023, "size": 60, "wage_fen": 60_000_000 - 1} | gains,
        {"hh_id": "L2", "year": 2023, "size": 5, "wage_fen": 5_000_000} | gains,
    ]
    parameters = [
        {
            "jurisdiction": "990000",
            "name": "全州(市)脱贫户人均纯收入",
            "year": 2023,
            "valid_from": "2023-12-31",
            "value": 10000.0,
            "unit": "元/人",
            "doc": "州统〔2023〕1号",
        }
    ]
    villages = {ONE: ("东一村", EAST), TWO: ("东二村", EAST), FAR: ("西一村", WEST)}
    return Facts(
        persons=pd.DataFrame(persons),
        households=pd.DataFrame(rows).astype(
            dict.fromkeys(rows[0], "str") | dict.fromkeys(["is_monitored", "relocated"], "boolean")
        ),
        villages=pd.DataFrame(
            [(code, name, town, True) for code, (name, town) in villages.items()],
            columns=["village_code", "village", "township_code", "exited_poor"],
        ).set_index("village_code"),
        townships=pd.DataFrame({"township": ["东镇", "西镇"]}, index=[EAST, WEST]),
        denominators=pd.DataFrame(populations),
        incomes=pd.DataFrame(incomes),
        parameters=pd.DataFrame(parameters),
        county_code="990001",
        prefecture_code="990000",
        as_of="2024-09-30",
    )


@pytest.fixture
def make_report(facts):
    def make(*, simulated=True, jurisdiction=None, lang="zh", source="yunnan-county-2022-2025"):
        county = County(
            code="990001",
            name="测试县",
            prefecture_code="990000",
            prefecture="测试州",
            as_of="2024-09-30",
            simulated=simulated,
            crs="EPSG:4526",
        )
        workspace = Workspace(
            root=Path(), county=county, layers={}, tables={}, output=Output(), policy=PolicyChoice(id="x")
        )
        policy = read_policy(source).model_copy(update={"jurisdiction": jurisdiction})
        return zones(workspace, facts, policy=policy, lang=lang)

    return make


@pytest.fixture
def report(make_report):
    return make_report()


def test_a_policy_that_lists_nobody_is_refused(make_report):
    with pytest.raises(UsageError, match="henan-2023-2025"):
        make_report(source="henan-2023-2025")


def cells(path):
    """Every sheet of a workbook as rows of values."""
    book = openpyxl.load_workbook(path)
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


# --- JSON and CSV -----------------------------------------------------------------------------------------


def test_the_json_has_the_shape_of_the_contract(report):
    result = report.as_json()
    assert (result["policy"], result["as_of"], result["trial"]) == (
        "yunnan-county-2022-2025",
        "2024-09-30",
        True,
    )
    (east,) = [entry for entry in result["results"] if entry["code"] == EAST]
    assert east == {
        "rule_id": "YN-21",
        "kind": "selection",
        "level": "township",
        "code": EAST,
        "outcome": "selected",
        "value": 131 / 2000,
        "numerator": 131,
        "denominator": 2000,
        "threshold": 0.05,
        "unit": "人/人",
        "margin": 30,  # 101 are needed
        "certainty": "undecided",  # of 2,700 residents 136 are needed
        "reading": "either_clause",
        "basis": "户籍",
        "met_on": None,
    }


def test_households_are_counted_by_village_and_never_named(report):
    text = json.dumps(report.as_json(), ensure_ascii=False)
    assert not any(f'"{hh_id}"' in text for hh_id in HOUSEHOLDS)
    counts = {
        (entry["code"], entry["outcome"]): (entry["numerator"], entry["denominator"])
        for entry in report.as_json()["results"]
        if entry["rule_id"] == "YN-19"
    }
    assert counts == {
        (ONE, "selected"): (1, 2),
        (ONE, "parameter_missing"): (1, 2),
        (TWO, "parameter_missing"): (1, 1),
        (FAR, "not_selected"): (1, 1),
        ("990001", "insufficient_data"): (1, 1),
    }


@pytest.mark.parametrize(
    ("jurisdiction", "simulated", "marks"),
    [
        pytest.param(None, True, [TRIAL, "模拟数据"], id="trial on simulated data"),
        pytest.param("990001", True, ["模拟数据"], id="the county's own policy"),
        pytest.param("530000", False, [TRIAL], id="another province's policy"),
        pytest.param("990001", False, [], id="for real"),
    ],
)
def test_every_product_bears_the_marks(make_report, tmp_path, jurisdiction, simulated, marks):
    report = make_report(jurisdiction=jurisdiction, simulated=simulated)
    assert report.as_json()["marks"] == marks
    for ending in ("xlsx", "csv"):
        write_zones(report, tmp_path / f"z.{ending}")
    with (tmp_path / "z.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["标记"] for row in rows} == {"；".join([*marks, "内部使用"])}
    assert {row["截至"] for row in rows} == {"2024-09-30"}
    for rows in cells(tmp_path / "z.xlsx").values():
        text = "\n".join(str(cell) for row in rows[:5] for cell in row if cell)
        assert all(mark in text for mark in marks)
        assert (TRIAL in text) == (TRIAL in marks)
    told = explain(report, "东镇").text
    assert all(mark in told for mark in marks)


def test_the_csv_has_a_row_for_each_village_township_and_count(report, tmp_path):
    write_zones(report, tmp_path / "z.csv")
    content = (tmp_path / "z.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf"), "Excel needs the mark to read UTF-8"
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [(row["规则"], row["级别"]) for row in rows] == (
        [("YN-20", "村")] * 3 + [("YN-21", "乡镇")] * 2 + [("YN-19", "按村计数")] * 5
    )
    assert (rows[3]["名称"], rows[3]["结论"], rows[3]["距线人数"]) == ("东镇", "待核定", "30")


def test_the_json_file_is_what_the_report_says(report, tmp_path):
    write_zones(report, tmp_path / "z.json")
    assert json.loads((tmp_path / "z.json").read_text(encoding="utf-8")) == report.as_json()


def test_another_ending_is_wrong_usage(report, tmp_path):
    with pytest.raises(UsageError, match=r"\.xlsx"):
        write_zones(report, tmp_path / "z.docx")
    assert list(tmp_path.iterdir()) == []


def test_a_locked_workbook_is_left_alone(report, tmp_path):
    path = tmp_path / "z.xlsx"
    path.write_bytes(b"old")
    (tmp_path / ".~lock.z.xlsx#").touch()
    with pytest.raises(OutputError, match="WPS"):
        write_zones(report, path)
    assert path.read_bytes() == b"old"


def test_the_same_report_gives_the_same_bytes(report, make_report, tmp_path):
    for name, made in (("a", report), ("b", make_report())):
        for ending in ("xlsx", "csv", "json"):
            write_zones(made, tmp_path / f"{name}.{ending}")
    for ending in ("xlsx", "csv", "json"):
        assert (tmp_path / f"a.{ending}").read_bytes() == (tmp_path / f"b.{ending}").read_bytes()


# --- the workbook -----------------------------------------------------------------------------------------


@pytest.fixture
def book(report, tmp_path):
    write_zones(report, tmp_path / "z.xlsx")
    return cells(tmp_path / "z.xlsx")


def test_the_sheets_stand_in_the_order_of_an_office(book):
    compared = ["乡镇（各口径对照）", "村（各口径对照）"]
    assert list(book) == ["说明", "乡镇", "村", "户", *compared]


def test_the_first_sheet_says_what_the_lists_rest_on(book, report):
    told = {row[0]: row[1] for row in book["说明"] if row[0]}
    assert told["标记"] == f"{TRIAL}　模拟数据　内部使用"
    assert told["截至"] == "2024-09-30"
    assert told["数据校验码"] == report.checksum
    quotes = [row[1] for row in book["说明"] if row[0] == "原文"]
    assert quotes == [f"“{rule.quote}”" for rule in report.policy.rules]
    results = [row[1] for row in book["说明"] if row[0] == "结果"]
    assert results[1] == "确定纳入 2，确定不纳入 1"


def test_townships_are_ranked_with_both_bases_and_all_readings(book):
    rows = book["乡镇（各口径对照）"]
    header = next(place for place, row in enumerate(rows) if row[0] == "排名")
    groups = [group for group in rows[header] if group]
    assert "户籍口径" in groups
    assert "常住口径" in groups
    assert sum(group.startswith("其他口径") for group in groups) == 3
    east, west = rows[header + 2 :]
    # 131 of 2,000 are more than 5 of 1,000; 30 more than the 101 that are needed; three could not be linked.
    assert east[:4] == [1, EAST, "东镇", "待核定"]
    assert east[5:14] == [131, 2000, 0.0655, "户籍", "2023-12-31", "年鉴", 30, 0, 3]
    assert west[:4] == [2, WEST, "西镇", "确定不纳入"]


def test_the_list_itself_fits_a_page_and_holds_the_published_reading(book):
    header = next(place for place, row in enumerate(book["乡镇"]) if row[0] == "排名")
    assert len(book["乡镇"][header]) == 14
    east, west = book["乡镇"][header + 2 :]
    assert east == [
        1,
        EAST,
        "东镇",
        "待核定",
        east[4],
        131,
        2000,
        0.0655,
        "户籍",
        "2023-12-31",
        "年鉴",
        30,
        0,
        3,
    ]
    assert west[:4] == [2, WEST, "西镇", "确定不纳入"]


def test_a_village_stands_with_its_numbers(book):
    rows = book["村"]
    (two,) = [row for row in rows if row[0] == TWO]
    assert two[:5] == [TWO, "东二村", "东镇", "是", "确定纳入"]
    # 31 of 1,000: exactly the least over 3 %.
    assert two[6:13] == [31, 1000, 0.031, "户籍", "2023-12-31", "年鉴", 0]


def test_households_are_listed_by_id_without_names_and_for_internal_use(book):
    text = "\n".join(str(cell) for row in book["户"] for cell in row if cell is not None)
    assert "内部使用" in text
    listed = [row for row in book["户"] if row[0] in HOUSEHOLDS]
    assert [row[:5] for row in listed] == [
        ["L1", "东镇", "东一村", "确定纳入", None],
        ["U1", None, None, "数据不足", "没有 2023 年的家庭收入，或其中有空缺"],
    ]


def test_a_household_shows_income_average_and_margin(book):
    (row,) = [row for row in book["户"] if row[0] == "L1"]
    # 600,000.00 元 is 10,000 元 × 60: a fen below it there is nothing to spare.
    assert row[5] == 0
    assert row[6:11] == [2023, 599_999.99, 60, pytest.approx(9999.9998, abs=1e-4), 10000]
    assert row[13:] == [None] * len(row[13:]), "not in the group of monitored households"


def test_the_workbook_speaks_english_too(make_report, tmp_path):
    write_zones(make_report(lang="en"), tmp_path / "z.xlsx")
    book = cells(tmp_path / "z.xlsx")
    compared = ["Townships (all readings)", "Villages (all readings)"]
    assert list(book) == ["About", "Townships", "Villages", "Households", *compared]
    assert TRIAL in "\n".join(str(row[0]) for row in book["Townships"][:3])


# --- the explanation --------------------------------------------------------------------------------------


def test_a_township_is_explained_with_rule_rows_numbers_and_margin(report):
    told = explain(report, "东镇")
    assert told.place.code == EAST
    for part in (
        "YN-21 重点跟踪监测乡镇：待核定",
        "原文：“占当地农村人口数比例超过5%且人数在100人以上的乡镇”",
        "分母：农村人口 2,000（户籍，截至 2023-12-31，来源：年鉴）",
        "131 ÷ 2,000 = 6.55 %，须超过 5 %：成立",
        "131 人，须不少于 100 人：成立",
        "比最低纳入数多 30 人；再少 31 人即不纳入",
        "131 ÷ 2,700 = 4.85 %，须超过 5 %：不成立",
        "还差 5 人即纳入",  # 136 − 131
        "分子：131 人（名单去重后 131 行，属 3 户）",
        "待落图：另有 3 人的线索指向此处，未计入",
        "所计户编号（3 户）：L1、M1、M2",
        "两种人口口径结论不同：户籍纳入，常住不纳入",
        "排名：按比例列全县第 1 位，共 2 个",
        "重点跟踪监测村：确定纳入 2",
    ):
        assert part in told.text, part


def test_a_village_on_the_line_is_explained_without_rounding_it_away(report):
    told = explain(report, "东镇/东二村").text
    assert "31 ÷ 1,000 = 3.10 %，须超过 3 %：成立" in told
    assert "刚好达到最低纳入数；再少 1 人即不纳入" in told
    assert "按字面：监测对象户数/农村人口：确定不纳入；1 ÷ 1,000 = 0.10 %" in told


def test_a_household_is_explained_by_its_income(report):
    told = explain(report, "L1").text
    assert "家庭收入 599,999.99 元 ÷ 60 = 9,999.99 元/人，须低于 10,000.00 元/人" in told
    assert "家庭收入再多 0.01 元即不纳入" in told
    assert (
        "参数“全州(市)监测对象人均纯收入”（990000）2021 年的数未登记或单位不符" in explain(report, "M1").text
    )


def test_the_explanation_is_numbers_for_programs_too(report):
    record = json.loads(json.dumps(explain(report, EAST).record, ensure_ascii=False))
    (result,) = record["results"]
    assert (result["numerator"], result["rows_counted"], result["unlinked"]) == (131, 131, 3)
    assert result["households"] == ["L1", "M1", "M2"]
    registered, resident = result["readings"][0]["answers"]
    assert (registered["margin"], resident["margin"]) == (30, -5)
    assert registered["comparisons"][0]["denominator_source"] == "年鉴"


def test_those_who_are_not_counted_are_named_beside(facts, make_report):
    households = facts.households
    households.loc[households["hh_id"] == "M1", "risk_cleared"] = None
    households.loc[households["hh_id"] == "U1", "township"] = None
    told = explain(make_report(), "东镇").text
    assert "其中 40 人因名单单元格空缺按默认计入；另有 0 人因空缺未计入" in told
    assert "全县另有 3 人没有任何落图线索，未计入任何单位" in told
    # 91 of 2,000 are under 5 %: the forty decide.
    assert "有 40 个计数对象的名单单元格空缺，足以改变结论" in told


@pytest.mark.parametrize(
    ("homes", "told"), [(60, "所计户编号（60 户）"), (61, "所计户编号（61 户，只列前 60 户")]
)
def test_of_many_households_a_screen_is_listed_and_where_the_others_are(facts, make_report, homes, told):
    # L1 has 60 persons: all but three of the households of the township are made of one of them each.
    for number in range(homes - 3):
        facts.households.loc[100 + number] = facts.households.loc[0]
        facts.households.loc[100 + number, "hh_id"] = facts.persons.loc[number, "hh_id"] = f"A{number:02d}"
    explained = explain(make_report(), "东镇")
    assert told in explained.text
    assert "A56" in explained.text
    assert ("M2" in explained.text) == (homes == 60)
    (found,) = (one for one in explained.record["results"] if one["rule_id"] == "YN-21")
    assert len(found["households"]) == homes


def test_the_villages_are_summed_beside_the_township(report):
    told = explain(report, "东镇").text
    # 1,200 + 1,000 = 2,200
    assert "村级合计核对（户籍，2023-12-31）：乡镇 2,000，2 个村合计 2,200，相差 -200；只列出，不分摊" in told
    assert "村级合计核对（常住，2023-12-31）：2 个村中只有 0 个有数，不作比较" in told


def test_a_village_that_the_rule_does_not_ask_is_explained_by_that(facts, make_report, tmp_path):
    facts.villages.loc[ONE, "exited_poor"] = False
    report = make_report()
    told = explain(report, ONE).text
    assert "YN-20 重点跟踪监测村：不适用" in told
    assert "原因：不属于本条对象" in told
    assert "比较" not in told.split("YN-20")[1].split("原因")[1].split("\n")[1]
    write_zones(report, tmp_path / "z.xlsx")
    codes = [row[0] for row in cells(tmp_path / "z.xlsx")["村"]][-3:]
    assert codes == [TWO, FAR, ONE], "those not asked stand last"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "reason",
    [
        Reason("outside"),
        Reason("not_alone"),
        Reason("unit_unsure", {"columns": ("hh_type", "exited_poor")}),
        Reason("bases_disagree", {"answers": (("户籍", "selected"), ("常住", "not_selected"))}),
        Reason("empty_cells", {"n": 3}),
        Reason("unlinked", {"n": 3}),
        Reason("no_population", {"item": "农村人口", "bases": ("户籍", "常住")}),
        Reason("zero_population", {"item": "农村人口", "bases": ("户籍", "常住")}),
        Reason("no_figure"),
        Reason("no_income", {"year": 2023}),
        Reason("no_parameter", {"name": "平均数", "jurisdiction": "990000", "year": 2023}),
        Reason(
            "contested_parameter",
            {"name": "平均数", "jurisdiction": "990000", "year": 2023, "doc": "甲号、乙号"},
        ),
        Reason("depends", {"n": 3, "outcome": "parameter_missing"}),
    ],
    ids=lambda value: value.code if isinstance(value, Reason) else value,
)
def test_every_reason_has_words(reason, lang):
    text = reasons_text([reason], lang)
    assert "{" not in text
    assert "(" not in text or lang == "en"
    assert len(text) > 5


def test_the_explanation_speaks_english_too(make_report):
    told = explain(make_report(lang="en"), "东镇").text
    assert "YN-21 townships under priority follow-up: undecided" in told
    assert "131 ÷ 2,000 = 6.55 %, must be more than 5 %: holds" in told
    assert TRIAL in told


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param(EAST, EAST, id="code of a township"),
        pytest.param(FAR, FAR, id="code of a village"),
        pytest.param("西镇", WEST, id="name"),
        pytest.param(" 西一村 ", FAR, id="name of a village"),
        pytest.param("东镇/东一村", ONE, id="township and village"),
        pytest.param("西/西一", FAR, id="beginnings of both"),
        pytest.param("二", TWO, id="part of one name only"),
        pytest.param("L2", "L2", id="household"),
    ],
)
def test_a_place_is_found(facts, text, code):
    assert find_place(facts, text).code == code


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("一村", "东镇/东一村（990001100201）、西镇/西一村（990001101201）", id="two villages"),
        pytest.param("东", "东镇（990001100）、东镇/东一村", id="township and its villages"),
        pytest.param("南镇", "没有找到", id="no such place"),
        pytest.param("西二村", "西镇/西一村", id="nearly one"),
        pytest.param("西镇/东一村", "没有找到", id="village of another township"),
        pytest.param("990001", "全县代码", id="the county"),
        pytest.param("", "没有找到", id="nothing"),
    ],
)
def test_a_place_that_is_not_one_place_is_wrong_usage(facts, text, told):
    with pytest.raises(UsageError, match=told):
        find_place(facts, text)


@pytest.mark.parametrize(
    ("numerator", "denominator", "text"),
    [
        pytest.param(100, 2000, "5.00 %", id="exactly the line"),
        pytest.param(100, 1999, "5.003 %", id="5.0025 is not shown as 5.00"),
        pytest.param(99_999, 2_000_000, "4.99995 %", id="4.99995 is not shown as 5.00"),
        pytest.param(1, 3, "33.33 %", id="a third"),
        pytest.param(1, 800, "0.13 %", id="0.125 rounds half up"),
        pytest.param(12, 1, "1,200.00 %", id="more than all"),
    ],
)
def test_a_ratio_is_never_shown_on_the_wrong_side_of_its_line(numerator, denominator, text):
    assert percent_text(Fraction(numerator, denominator), Decimal("0.05")) == text


ASKED = """
id = "asked"
title = { zh = "甲", en = "a" }
document = "甲"
period = { first = 2024-01-01, last = 2024-12-31 }

[[rules]]
id = "XX-01"
kind = "selection"
level = "village"
force = "info"
label = { zh = "出列村", en = "villages lifted out" }
quote = "出列村"
source = "一"
condition = { holds = { column = "exited_poor", op = "eq", value = true } }

[[rules]]
id = "XX-02"
kind = "selection"
level = "household"
force = "info"
label = { zh = "脱贫户", en = "lifted households" }
quote = "脱贫户"
source = "一"
condition = { holds = { column = "hh_type", op = "eq", value = "脱贫户" } }
"""


def test_a_list_that_compares_nothing_has_its_products_too(make_report, tmp_path):
    source = tmp_path / "asked.toml"
    source.write_text(ASKED, encoding="utf-8")
    report = make_report(source=source)
    for ending in ("xlsx", "csv"):
        write_zones(report, tmp_path / f"名单.{ending}")
    rows = cells(tmp_path / "名单.xlsx")["村"]
    # All three villages were lifted out; there is no number, no population and no margin.
    assert [row[4:13] for row in rows if row[0] in {ONE, TWO, FAR}] == [["确定纳入", *[None] * 8]] * 3
    told = explain(report, "L1").text
    assert "XX-02 脱贫户：确定纳入" in told
    assert "距线" not in told
    assert list(zone_rows(report)["numerator"].isna()) == [True] * 3


COUNTED = """
id = "counted"
title = { zh = "甲", en = "a" }
document = "甲"
period = { first = 2024-01-01, last = 2024-12-31 }

[[rules]]
id = "XX-01"
kind = "selection"
level = "household"
force = "info"
label = { zh = "低收入户", en = "low incomes" }
quote = "低收入"
source = "一"

[rules.condition]
measure = { kind = "value", column = "net_pc", year = 0 }
op = "lt"
threshold = 1
unit = "元/人"
"""


def test_a_number_that_cannot_be_made_says_so_and_names_no_year(make_report, tmp_path):
    source = tmp_path / "counted.toml"
    source.write_text(COUNTED, encoding="utf-8")
    told = explain(make_report(source=source), "L1").text
    # Incomes are of 2023 alone; no parameter names the year that is asked.
    assert "原因：所需的资料没有或有空缺，算不出数值" in told
    assert "None" not in told
