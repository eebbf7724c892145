"""`policy run --by` and `--bulletin`: what each office owes, and how the townships stand."""

import openpyxl
import pytest

from ruralmap.files.policies import read_policy
from ruralmap.jobs.policy_sheets import safe_name


def table(path, sheet):
    """Read the rows of a sheet below its header, as dictionaries."""
    rows = list(openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True))
    top = next(at for at, row in enumerate(rows) if row[0] in {"条款编号", "名次", "乡镇"})
    return [dict(zip(rows[top], row, strict=True)) for row in rows[top + 1 : -1]]


@pytest.fixture
def owed(run, workspace, tmp_path):
    """Write the workbooks of a policy; give their tables 应办事项 by file name."""

    def write(policy, by, *more):
        folder = tmp_path / "out"
        words = ("policy", "run", policy, "-w", workspace, "--quiet", "--by", by, folder)
        assert run(*words, *more)[0] == 0
        return {path.name: table(path, "应办事项") for path in sorted(folder.iterdir())}

    return write


@pytest.mark.parametrize("by", ["unit", "township"])
def test_every_rule_is_in_a_workbook(owed, by):
    found = owed("heping-2024", by)
    listed = {row["条款编号"] for rows in found.values() for row in rows}
    assert listed == {rule.id for rule in read_policy("heping-2024").rules}


def test_an_office_receives_its_rules_and_nobody_s_stand_apart(owed):
    found = owed("weixi-2024", "unit")
    policy = read_policy("weixi-2024")
    (nobody,) = [name for name in found if not name.startswith("责任单位_")]
    assert nobody == "未写明责任单位_应办事项_202409.xlsx"
    unnamed = {rule.id for rule in policy.rules if not (rule.lead or rule.responsible)}
    assert {row["条款编号"] for row in found[nobody]} == unnamed
    rows = found["责任单位_县财政局_应办事项_202409.xlsx"]
    theirs = {rule.id for rule in policy.rules if "县财政局" in (*rule.lead, *rule.responsible)}
    assert {row["条款编号"] for row in rows} == theirs
    assert {row["条文所写单位"] for row in rows} == {"县财政局"}
    # The end of the year is 92 days after 2024-09-30.
    assert {row["时限情况"] for row in rows if row["结论"] == "未到期"} <= {"还有 92 天", "长期", "分期"}


def test_a_township_receives_its_own_numbers(owed):
    found = owed("weixi-2024", "township", "--rule", "WX-03", "--rule", "WX-09")
    assert sorted(found) == ["乡镇_北镇_应办事项_202409.xlsx", "乡镇_南镇_应办事项_202409.xlsx"]
    rows = {row["条款编号"]: row for row in found["乡镇_南镇_应办事项_202409.xlsx"]}
    assert set(rows) == {"WX-03", "WX-09"}
    assert rows["WX-03"]["评价层级"] == "乡镇级"
    assert rows["WX-03"]["完成时限"] == "2024-12-31"


def test_people_stand_there_by_number_alone(run, workspace, tmp_path):
    folder = tmp_path / "out"
    words = ("policy", "run", "heping-2024", "-w", workspace, "--quiet", "--rule", "HP-08")
    run(*words, "--by", "township", folder)
    rows = table(folder / "乡镇_南镇_应办事项_202409.xlsx", "明细")
    # 31 monitored households of 甲村, and nobody knows whether they have a card.
    assert {row["编号"] for row in rows} == {f"A{number:04d}" for number in range(1, 32)}
    assert {row["名称"] for row in rows} == {None}
    assert {row["村"] for row in rows} == {"甲村委会"}


def test_the_bulletin_ranks_what_can_be_ranked(run, workspace, tmp_path):
    path = tmp_path / "通报.xlsx"
    words = ("policy", "run", "weixi-2024", "-w", workspace, "--quiet", "--bulletin", path)
    status, out, err = run(*words, "--since", "2024-06-30")
    assert (status, err) == (0, "")
    assert str(path) in out
    names = openpyxl.load_workbook(path).sheetnames
    assert names[0] == "名次一览"
    assert names[-1] == "按数值排列"
    shown = table(path, names[1])
    assert {"名次", "乡镇", "数值", "上期数值", "增减", "名次变化"} <= set(shown[0])
    assert {row["乡镇"] for row in shown} >= {"南镇", "北镇"}


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (("--since", "2024-06-30"), "--since 只与 --bulletin 同用"),
        (("--bulletin", "b.xlsx", "--since", "2024-09-30"), "2024-09-30"),
        (("--bulletin", "b.xlsx", "--since", "六月"), "六月"),
        (("--bulletin", "b.csv"), "b.csv"),
        (("--bulletin", "b.xlsx", "--rule", "HP-12"), "没有一条规则有乡镇的数值"),
    ],
)
def test_what_cannot_be_told_is_refused(run, workspace, tmp_path, monkeypatch, more, says):
    monkeypatch.chdir(tmp_path)
    status, _, err = run("policy", "run", "heping-2024", "-w", workspace, "--quiet", *more)
    assert status == 2
    assert says in err
    assert not list(tmp_path.glob("b.*"))


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
