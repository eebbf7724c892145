"""Two lists of the toy county side by side: who entered and left, and what it comes from."""

import json

import openpyxl
import pytest

import toy
from adopted_toy import NAME, PARAMETERS, POLICY, adopt, adopt_policy, write_roster

INCOMES = (
    "户编号",
    "年度",
    "家庭人口",
    "工资性收入",
    "生产经营性收入",
    "财产性收入",
    "转移性收入",
    "生产经营性支出",
)


@pytest.fixture
def county(tmp_path):
    """甲村 31 of 1,000: over 3 %, listed. 南镇 100 of 2,000: exactly 5 %, not over it, not listed."""
    folder = write_roster(tmp_path / "county", monitored=31, lifted=69)
    adopt_policy(folder)
    return folder


def compare(run, folder, *sides):
    """Give the change and the cause of each village and township, and the counts of households."""
    status, out, err = run("zones", "compare", *sides, "-w", folder, "--json")
    assert status == 0, err
    record = json.loads(out)
    units = {(one["rule_id"], one["code"]): (one["change"], one["cause"]) for one in record["units"]}
    counts = {
        (one["change"], one["cause"]): one["units"] for one in record["counts"] if one["rule_id"] == "YN-19"
    }
    return units, counts


def test_who_left_with_the_data_and_who_was_there_by_hand(county, run):
    adopt(run, county, "--add", "南镇:YN-21", "--reason", "因故", "--approver", "李四")
    # 甲村 29 of 1,000 is under 3 %; 南镇, 98 of 2,000, was there by hand alone.
    write_roster(county, monitored=29, lifted=69)
    adopt_policy(county)
    units, _ = compare(run, county, NAME, "2024-09-30")
    assert units == {
        ("YN-20", "441624100201"): ("left", "data"),
        ("YN-21", "441624100"): ("left", "manual"),
    }
    units, _ = compare(run, county, "2024-09-30", NAME)
    assert units == {
        ("YN-20", "441624100201"): ("entered", "data"),
        ("YN-21", "441624100"): ("entered", "manual"),
    }
    book = openpyxl.load_workbook(next((county / "maps").glob("*名单变动*.xlsx")))
    assert book.sheetnames == ["说明", "变动", "保留"]
    rows = list(book["变动"].iter_rows(min_row=3, values_only=True))
    assert rows[0] == (
        *("YN-20", "村", "441624100201", "甲村委会"),
        *("新进", "确定不纳入", "确定纳入", "资料"),
    )
    _, out, shown = run("zones", "compare", NAME, NAME, "-w", county)
    assert "名单变动" in out
    assert "保留" in shown


def test_who_left_because_the_population_is_another(county, run):
    adopt(run, county)
    # 31 of 1,200 is 2.58 %.
    path = county / "layers" / "农村人口.csv"
    of_village = "0201,农村人口,户籍,2023-12-31,"
    text = path.read_text("utf-8-sig").replace(f"{of_village}1000", f"{of_village}1200")
    path.write_text(text, "utf-8-sig")
    units, _ = compare(run, county, NAME, "2024-09-30")
    assert units["YN-20", "441624100201"] == ("left", "boundary")


def test_who_left_because_a_number_was_published_in_between(county, run):
    with (county / "ruralmap.toml").open("a", encoding="utf-8") as file:
        file.write('incomes = "layers/家庭收入.csv"\n')
    # B0001 has 9,999 a head: under 10,000, not under the 9,999 published on 10-01. B0002 has 9,998.
    incomes = [(f"B000{n}", "2024", "1", str(10_000 - n), "0", "0", "0", "0") for n in (1, 2)]
    toy.write_csv(county / "layers" / "家庭收入.csv", INCOMES, incomes)
    average = ("441600", "全州(市)脱贫户人均纯收入", "2024")
    rows = [
        (*average, "2024-09-01", "10000", "元/人", "1号"),
        (*average, "2024-10-01", "9999", "元/人", "2号"),
    ]
    toy.write_csv(county / "layers" / "参数表.csv", PARAMETERS, rows)
    _, counts = compare(run, county, "2024-09-30", "2024-10-02")
    assert counts == {("left", "parameter"): 1, ("stayed", None): 1}


def test_another_reading_is_a_change_of_the_rule(county, run):
    # Read as households of households, 甲村 has no number of households to divide by.
    units, _ = compare(run, county, f"{POLICY}@2024-09-30", "YN-20=households")
    assert units["YN-20", "441624100201"] == ("left", "rule")


def test_a_side_that_is_nothing_known_is_wrong_usage(county, run):
    for side in ("2023年", "nothing@2024", f"{POLICY}@2024-13-01"):
        status, _, err = run("zones", "compare", side, "2024-09-30", "-w", county, "--quiet")
        assert (status, "看不懂" in err) == (2, True), side
