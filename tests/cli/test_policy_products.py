"""`policy run --by` and `--bulletin`: what each office owes, and how the townships stand."""

import openpyxl
import pytest


def table(path, sheet):
    """Read the rows of a sheet below its header, as dictionaries."""
    rows = list(openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True))
    top = next(at for at, row in enumerate(rows) if row[0] in {"条款编号", "名次", "乡镇"})
    return [dict(zip(rows[top], row, strict=True)) for row in rows[top + 1 : -1]]


def test_workbooks_and_bulletin_are_written_together(run, workspace, tmp_path):
    folder, path = tmp_path / "out", tmp_path / "通报.xlsx"
    words = ("policy", "run", "heping-2024", "-w", workspace, "--quiet", "--rule", "HP-08", "--rule", "HP-01")
    words += ("--by", "township", folder, "--bulletin", path, "--since", "2024-06-30")
    status, out, err = run(*words)
    assert (status, err) == (0, "")
    assert str(path) in out
    assert str(folder) in out
    assert sorted(one.name for one in folder.iterdir()) == [
        "乡镇_北镇_应办事项_202409.xlsx",
        "乡镇_南镇_应办事项_202409.xlsx",
    ]
    owed = table(folder / "乡镇_南镇_应办事项_202409.xlsx", "应办事项")
    assert {(row["条款编号"], row["评价层级"], row["分工"]) for row in owed} == {
        ("HP-01", "乡镇级", "责任"),
        ("HP-08", "乡镇级", "责任"),
    }
    every = table(folder / "乡镇_南镇_应办事项_202409.xlsx", "明细")
    rows = [row for row in every if row["条款编号"] == "HP-08"]
    # 31 monitored households of 甲村, and nobody knows whether they have a card: by number, without a name.
    assert {row["编号"] for row in rows} == {f"A{number:04d}" for number in range(1, 32)}
    assert {(row["名称"], row["村"]) for row in rows} == {(None, "甲村委会")}
    assert openpyxl.load_workbook(path).sheetnames[0] == "名次一览"
    assert {"上期数值（%）", "增减（百分点）", "名次升降（位）"} <= set(table(path, "HP-01")[0])


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (("--since", "2024-06-30"), "--since 只与 --bulletin 同用"),
        (("--bulletin", "b.xlsx", "--since", "2024-09-30"), "2024-09-30"),
        (("--bulletin", "b.xlsx", "--since", "六月"), "六月"),
        (("--bulletin", "b.csv"), "b.csv"),
    ],
)
def test_what_cannot_be_told_is_refused_before_anything_is_read(
    run, workspace, tmp_path, monkeypatch, more, says
):
    monkeypatch.chdir(tmp_path)
    status, _, err = run("policy", "run", "heping-2024", "-w", workspace, "--quiet", *more)
    assert status == 2
    assert says in err
    assert not list(tmp_path.glob("b.*"))
