"""A toy county in which people moved: both bases in the workbook, in the lists and in the explanation."""

import openpyxl
import pytest

import toy
from ruralmap.files.policies import read_policy
from ruralmap.jobs.check import check
from ruralmap.jobs.county import link_county
from ruralmap.jobs.explain import explain
from ruralmap.jobs.facts import facts_of
from ruralmap.jobs.link_list import write_link_list
from ruralmap.jobs.zones import write_zones, zones
from ruralmap.workspace import open_workspace

ONE, TWO, THREE, FOUR = toy.SQUARES  # 甲村 and 乙村 of 南镇, 丙村 and 丁村 of 北镇
SOUTH = "441624100"
HEADER = (
    *toy.ROSTER,
    "是否易地扶贫搬迁户",
    "安置方式",
    "安置点编号",
    "安置地点",
    "现居住乡镇",
    "现居住村",
    "户口性质",
)
STAYED = ("否", "", "", "", "", "", "农业")


def household(village, hh_id, size, said=STAYED):
    """The rows of one household: a person each, and what the export says of its dwelling."""
    return [(*toy.person(village, hh_id, member), *said) for member in range(1, size + 1)]


@pytest.fixture
def county(tmp_path):
    """
    甲村 has 105 persons registered: 40 stay; 50 (not agricultural) live at the site in 丙村, 8 in 乙村 by
    name, 4 outside the county, and of 3 (居民) nothing is known but that they moved. 丁村 has 2 that stay.

    Lives in 南镇: 40 + 8 = 48; of the 105 registered in 南镇 50 left it, 4 are outside, 3 not known.
    """
    roster = [
        *household(ONE, "A", 40),
        *household(ONE, "B", 50, ("是", "集中", "P", "乡镇", "", "", "非农业户口")),
        *household(ONE, "C", 8, ("是", "分散", "", "村外", "南镇", "乙村", "农业")),
        *household(ONE, "D", 4, ("是", "分散", "", "县外", "", "", "农业")),
        *household(ONE, "E", 3, ("是", "分散", "", "", "", "", "居民户口")),
        *household(FOUR, "F", 2),
    ]
    root = toy.write_county(tmp_path, [], money=False)
    toy.write_csv(root / "layers" / "名单.csv", HEADER, roster)
    toy.write_csv(
        root / "layers" / "安置点.csv",
        ("安置点编号", "安置点名称", "安置方式", "乡镇", "行政村", "行政村代码", "安置户数", "安置人数"),
        [("P", "和谐安置点", "集中", "北镇", "丙村委会", THREE, "1", "50")],
    )
    settings = (root / "ruralmap.toml").read_text(encoding="utf-8")
    named = settings.replace("[tables]", '[tables]\nsites = "layers/安置点.csv"')
    (root / "ruralmap.toml").write_text(named, encoding="utf-8")
    workspace = open_workspace(root)
    return workspace, link_county(workspace, check(workspace))


@pytest.fixture
def report(county):
    workspace, linked = county

    def make(lang="zh"):
        policy = read_policy("yunnan-county-2022-2025")
        return zones(workspace, facts_of(workspace, linked), policy=policy, lang=lang)

    return make


def sheets_of(path):
    """Every sheet of a workbook as rows of values, below its notes."""
    book = openpyxl.load_workbook(path)
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


@pytest.fixture
def sheets(county, tmp_path):
    workspace, linked = county

    def make(lang="zh"):
        path = tmp_path / f"落图-{lang}.xlsx"
        write_link_list(workspace, linked, path, lang=lang)
        return sheets_of(path)

    return make


def row_of(rows, *first):
    return next(row for row in rows if row[: len(first)] == list(first))


def test_each_household_lives_where_its_papers_say(county):
    homes = county[1].households.set_index("hh_id")
    assert homes["living_village_code"].fillna("").to_dict() == {
        "A": ONE, "B": THREE, "C": TWO, "D": "", "E": "", "F": FOUR
    }  # fmt: skip
    assert homes.loc["B", ["living_status", "living_method"]].tolist() == ["settled", "site"]
    assert homes.loc["E", "living_reason"] == "no_evidence"


def test_the_workbook_has_villages_and_townships_on_both_bases(sheets):
    made = sheets()
    villages = made["户籍与居住对照（村）"]
    # households, persons: registered, living, in, out, net
    assert row_of(villages, "南镇", "甲村委会")[3:] == [5, 105, 1, 40, 0, 0, 4, 65, -4, -65]
    assert row_of(villages, "南镇", "乙村委会")[3:] == [0, 0, 1, 8, 1, 8, 0, 0, 1, 8]
    assert row_of(villages, "北镇", "丙村委会")[3:] == [0, 0, 1, 50, 1, 50, 0, 0, 1, 50]
    assert row_of(villages, "不明")[3:] == [0, 0, 1, 3, 1, 3, 0, 0, 1, 3]
    assert row_of(villages, "县外")[3:] == [0, 0, 1, 4, 1, 4, 0, 0, 1, 4]
    assert row_of(villages, "合计")[3:] == [6, 107, 6, 107, 4, 65, 4, 65, 0, 0]
    # Of the 65 who left their village 8 stayed in their township.
    townships = made["户籍与居住对照（乡镇）"]
    assert row_of(townships, "南镇")[2:] == [5, 105, 2, 48, 0, 0, 3, 57, -3, -57]


def test_the_workbook_says_from_where_each_site_s_people_came(sheets):
    rows = sheets()["搬迁去向"]
    start = next(number for number, row in enumerate(rows) if row[0] == "安置点")
    assert rows[start + 1 :] == [
        ["和谐安置点", "集中", "北镇", "丙村委会", "南镇", "甲村委会", 1, 50, 50, 0],
        [None, "分散", "南镇", "乙村委会", "南镇", "甲村委会", 1, 8, 0, 0],
        [None, "分散", "县外", None, "南镇", "甲村委会", 1, 4, 0, 0],
        [None, "分散", "不明", None, "南镇", "甲村委会", 1, 3, 0, 3],
        ["合计", None, None, None, None, None, 4, 65, 50, 3],
    ]


def test_the_workbook_lists_whose_dwelling_is_in_doubt(sheets):
    rows = sheets()["居住地待核"]
    start = next(number for number, row in enumerate(rows) if row[0] == "户编号")
    assert [row[0] for row in rows[start + 1 :]] == ["E"]
    assert rows[start + 1][6] == "居住地不明"
    assert "请补填其中之一" in rows[start + 1][10]


def test_the_workbook_is_english_for_who_asks(sheets):
    made = sheets("en")
    assert {
        "villages on both bases",
        "townships on both bases",
        "moves by origin",
        "dwelling to check",
    } <= set(made)
    assert row_of(made["townships on both bases"], "outside the county")[2:4] == [0, 0]


def test_the_explanation_says_who_is_counted_and_lives_elsewhere(report):
    text = explain(report(), SOUTH).text
    for line in (
        # 105 of 2,000 are 5.25 %: selected. Of residents 40 + 8 = 48 are 2.4 %, and fewer than 100.
        "搬迁户：计入此处而住在本县别处 50 人、住在县外 4 人、居住地不明 3 人；住在此处而登记在别处 0 人",
        "分子也按居住地计（只作对照，不改变结论）：48 ÷ 2,000 = 2.40 %，须超过 5 %：不成立；不纳入",
        "计入分子的有 50 人户口性质为非农业（其中搬迁户 50 人），他们不在户籍农村人口（分母）之内",
        "计入分子的搬迁户中有 3 人户口性质未登记或登记为居民户口，是否在户籍农村人口（分母）之内不明",
    ):
        assert line in text
    assert "YN-21 重点跟踪监测乡镇：确定纳入" in text


def test_a_place_that_nobody_left_says_so(report):
    text = explain(report(), FOUR).text
    assert "按易地搬迁资料，计入此处的都住在此处" in text
    assert "户口性质" not in text


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        pytest.param(
            SOUTH,
            "登记在此 5 户 105 人，居住在此 2 户 48 人；住在此而登记在别处 0 户 0 人，"
            "登记在此而住在别处或不明 3 户 57 人；净差 −57 人（−3 户）",
            id="a township, where 8 moved inside",
        ),
        pytest.param(
            THREE, "居住在此 1 户 50 人；住在此而登记在别处 1 户 50 人", id="the village of the site"
        ),
        pytest.param(THREE, "净差 +50 人", id="a gain has its sign"),
        pytest.param(FOUR, "净差 0 人", id="no difference has none"),
        pytest.param("B", "户籍 南镇/甲村委会；居住 北镇/丙村委会", id="a household at the site"),
        pytest.param("D", "居住 住在县外", id="a household outside the county"),
        pytest.param("E", "居住 居住地不明", id="a household of which it is not known"),
    ],
)
def test_the_explanation_of_any_place_gives_both_counts(report, place, expected):
    assert expected in explain(report(), place).text


def test_the_explanation_has_the_numbers_for_programs(report):
    result = explain(report(), SOUTH).record["results"][0]
    assert result["movement"]["left"] == 50
    assert result["movement"]["urban_relocated"] == 50
    assert result["residents"]["outcome"] == "not_selected"
    assert result["residents"]["comparisons"][0]["numerator"] == 48


def test_the_sheet_of_comparisons_lays_residents_beside(report, tmp_path):
    write_zones(report(), tmp_path / "名单.xlsx")
    rows = sheets_of(tmp_path / "名单.xlsx")["乡镇（各口径对照）"]
    heads = next(row for row in rows if "计入此处、住在县外" in row)
    south = next(row for row in rows if SOUTH in row)
    found = {head: cell for head, cell in zip(heads, south, strict=True) if head}
    assert found["计入此处、住在本县别处"] == 50
    assert found["计入此处、住在县外"] == 4
    assert found["计入此处、居住地不明"] == 3
    assert found["分子按居住地计"] == 48
    assert found["都按常住的结论"] == "不纳入"
    assert found["分子中非农业户口人数"] == 50
    assert found["搬迁户中户口性质不明人数"] == 3


def test_rosters_that_contradict_each_other_leave_the_dwelling_open(county, tmp_path):
    assert county[1].households.set_index("hh_id").loc["B", "living_village_code"] == THREE
    other = tmp_path / "layers" / "另一份名单.csv"
    toy.write_csv(other, HEADER, household(ONE, "B", 50, ("否", "", "", "", "", "", "非农业户口")))
    settings = (tmp_path / "ruralmap.toml").read_text(encoding="utf-8")
    both = settings.replace(
        'roster = "layers/名单.csv"', 'roster = ["layers/名单.csv", "layers/另一份名单.csv"]'
    )
    (tmp_path / "ruralmap.toml").write_text(both, encoding="utf-8")
    again = open_workspace(tmp_path)
    homes = link_county(again, check(again)).households.set_index("hh_id")
    assert homes.loc["B", "living_status"] == "unknown"
    assert homes.loc["B", "living_reason"] == "rosters_disagree"
    assert homes.loc["B", "linked_village_code"] == ONE
