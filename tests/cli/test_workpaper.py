"""`policy run --workpaper`, `--out` and `explain --rule`: on a toy county whose numbers are known by hand."""

import csv
import json

import openpyxl
import pytest

from ruralmap.files.policies import read_policy

POLICY = "yunnan-county-2022-2025"
NOTES = 3


def table(path, name):
    """Give the lines of a sheet by its headers."""
    rows = list(
        openpyxl.load_workbook(path, data_only=True)[name].iter_rows(min_row=NOTES + 1, values_only=True)
    )
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def test_a_workpaper_has_its_sheets_and_the_numbers_of_the_run(run, workspace, tmp_path):
    path = tmp_path / "底稿.xlsx"
    words = ("policy", "run", POLICY, "-w", workspace, "--quiet", "--rule", "YN-21", "--workpaper", path)
    status, out, err = run(*words)
    assert (status, err) == (0, "")
    assert f"测算底稿: {path}" in out or str(path) in out
    names = openpyxl.load_workbook(path).sheetnames
    assert names[:5] == ["说明", "条款", "参数", "结果", "YN-21 明细"]
    # 31 + 69 persons of 2,000: 5 %, not over it; 1 more would be.
    south = [line for line in table(path, "结果") if line["名称"] == "南镇"]
    assert (south[0]["分子"], south[0]["分母"], south[0]["数值"]) == (100, 2000, 0.05)
    assert (south[0]["距线"], south[0]["结论"], south[0]["算法"]) == (-1, "不纳入", "明细公式")
    rows = table(path, "YN-21 明细")
    counted = [row for row in rows if row["计入分子"] == 1]
    assert {row["乡镇代码"] for row in counted} == {"441624100"}
    # Each person once for each comparison that counts the person, with the line of the roster.
    assert len({row["编号"] for row in counted}) == 100
    assert {row["来源文件"] for row in counted} == {"layers/名单.csv"}
    assert min(row["来源行"] for row in counted) == 2
    notes = openpyxl.load_workbook(path)["结果"]["A2"].value
    assert "内部使用" in notes
    assert "模拟数据" in notes


@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".json"])
def test_results_are_written_as_the_ending_says(run, workspace, tmp_path, ending):
    path = tmp_path / f"结果{ending}"
    words = ("policy", "run", POLICY, "-w", workspace, "--quiet", "--rule", "YN-21", "--out", path)
    assert run(*words)[0] == 0
    if ending == ".json":
        results = json.loads(path.read_text("utf-8"))["results"]
        assert {one["numerator"] for one in results} >= {100}
    elif ending == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = list(csv.DictReader(file))
        assert {(line["code"], line["numerator"]) for line in lines} >= {("441624100", "100")}
    else:
        lines = table(path, "结果")
        assert {(line["代码"], line["结论"]) for line in lines} >= {("441624100", "不纳入")}
        (reading,) = {line["口径"] for line in lines}
        assert reading == read_policy("yunnan-county-2022-2025").rule("YN-21").default_reading.label.zh


@pytest.mark.parametrize(
    "words",
    [("--workpaper", "底稿.csv"), ("--out", "结果.txt")],
    ids=["a workpaper is a workbook", "no such kind of file"],
)
def test_another_ending_is_refused_before_anything_is_read(run, workspace, words):
    status, _, err = run("policy", "run", POLICY, "-w", workspace, *words)
    assert status != 0
    assert words[1] in err


def test_a_rule_is_explained_of_a_township_with_its_workpaper(run, workspace, tmp_path):
    path = tmp_path / "南镇.xlsx"
    words = ("explain", "南镇", "-w", workspace, "--policy", POLICY, "--rule", "YN-21", "--quiet")
    status, out, _ = run(*words, "--out", path)
    assert status == 0
    assert "【YN-21】" in out
    assert "结论：不纳入" in out
    # 100 of 2,000 lack one for more than 5 %, and are just the 100 that the other half asks.
    assert "数值：5.00 %（100／2,000）　要求：＞ 5.00 %　距线：−1 人　不满足" in out
    assert "数值：100 人　要求：≥ 100 人　距线：0 人　满足" in out
    assert "整条距线：−1 人" in out
    # Of this township alone, with the two comparisons that count its persons.
    assert {line["代码"] for line in table(path, "结果")} == {"441624100"}
    record = json.loads(run(*words, "--json")[1])
    assert record["place"] == {"level": "township", "code": "441624100", "name": "南镇"}
    assert [one["outcome"] for one in record["results"]] == ["not_selected"]


def test_a_household_is_told_of_only_with_a_rule(run, workspace, tmp_path):
    path = tmp_path / "户.xlsx"
    words = ("explain", "A0001", "-w", workspace, "--policy", POLICY, "--quiet", "--out", path)
    status, _, err = run(*words)
    assert status != 0
    assert "--rule" in err
    assert not path.exists()
    assert run(*words, "--rule", "YN-19")[0] == 0
    units = table(path, "YN-19 逐项")
    assert [line["编号"] for line in units] == ["A0001"]
    # No parameter is published: nobody can say.
    assert units[0]["结论"] == "参数缺失"


def test_a_rule_that_judges_another_level_says_so(run, workspace):
    words = ("explain", "A0001", "-w", workspace, "--policy", POLICY, "--rule", "YN-21", "--quiet")
    status, _, err = run(*words)
    assert status != 0
    assert "YN-21" in err
