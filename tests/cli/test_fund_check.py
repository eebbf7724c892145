"""`ruralmap funds check` as a user meets it."""

import json

import openpyxl


def test_the_ledger_of_a_sound_county_is_checked_and_written(run, workspace, tmp_path):
    out = tmp_path / "核对.xlsx"
    status, said, _ = run("funds", "check", "-w", workspace, "--out", out, "--json")
    result = json.loads(said)
    assert status == 0
    assert result["lines"] == {"rows": 1, "kept": 1, "aside": {}, "unread": 0}
    assert result["fen"] == {"issued": 100_000_001, "aside": 0}
    assert result["path"] == str(out)
    assert openpyxl.load_workbook(out).sheetnames == ["试算平衡", "汇总", "剔除留存", "问题"]


def test_refused_lines_are_counted_and_are_no_failure(run, workspace):
    months = workspace / "assets" / "资金月报.csv"
    months.write_text(
        months.read_text("utf-8-sig").replace("0,0,0,1000000.01", "0,0,0,1000000.02"), "utf-8-sig"
    )
    status, said, shown = run("funds", "check", "-w", workspace, "--lang", "en")
    assert status == 0
    assert "和平县_资金台账核对_202409.xlsx" in said
    assert "1,000,000.01" in shown
    assert (workspace / "maps" / "和平县_资金台账核对_202409.xlsx").is_file()
