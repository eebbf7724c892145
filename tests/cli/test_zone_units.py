"""The files of the toy county's units: since when, why, what was done, and what was spent."""

import json

import openpyxl

import toy
from adopted_toy import adopt, adopt_policy, write_roster

MEASURES = ("措施编号", "户编号", "措施类型", "计划日期", "完成日期")
VISITS = ("走访编号", "户编号", "走访日期", "走访人身份")
DAYS = ("2024-10-15", "2024-10-16", "2024-11", "2024-12-01", "2025-01-02", "")


def test_a_file_says_when_why_who_what_was_done_and_what_was_spent(tmp_path, run):
    folder = write_roster(tmp_path / "county", monitored=31, lifted=69)
    adopt_policy(folder)
    adopt(run, folder, "--add", "南镇:YN-21", "--reason", "因故", "--approver", "李四")
    # 29 of 1,000 is under 3 %: 甲村 leaves with the list of 2024-12-01, and 南镇 with nobody to take it in.
    write_roster(folder, monitored=29, lifted=69)
    adopt_policy(folder)
    with (folder / "ruralmap.toml").open("a", encoding="utf-8") as file:
        file.write('measures = "layers/帮扶措施.csv"\n')
    rows = [(f"M{n}", "A0001", "产业", "", day) for n, day in enumerate(DAYS)]
    toy.write_csv(folder / "layers" / "帮扶措施.csv", MEASURES, rows)
    assert adopt(run, folder, "--date", "2024-12-01", "--doc", "和政〔2024〕12号")[0] == 0
    status, out, err = run("zones", "units", "-w", folder, "--as-of", "2024-12-31", "--json")
    assert status == 0, err
    files = {(one["rule_id"], one["code"]): one for one in json.loads(out)["units"]}
    village = files["YN-20", "441624100201"]
    assert (village["entered_on"], village["left_on"]) == ("2024-10-15", "2024-12-01")
    assert (village["entered_doc"], village["left_doc"]) == ("和政〔2024〕9号", "和政〔2024〕12号")
    # After the day of entering, to the day of leaving: 10-16, November (its last day) and 12-01.
    assert (village["measures"], village["last_measure"]) == (3, "2024-12-01")
    assert (village["visits"], village["last_visit"]) == (None, None)  # no such table
    assert village["spent_fen"] == 0
    assert files["YN-21", "441624100"]["move"] == "in"
    book = openpyxl.load_workbook(next((folder / "maps").glob("*跟踪档案*.xlsx")))
    assert book.sheetnames == ["乡镇", "村", "户"]
    [row] = book["乡镇"].iter_rows(min_row=5, values_only=True)
    # YN-21 names the county's offices, in the words of its clause.
    assert row[5] == "人工调入：因故"
    assert row[10].startswith("牵头单位:县发改局,县乡村振兴局;责任单位:县农业农村局")
    _, out, _ = run("zones", "units", "-w", folder, "--quiet")
    assert "跟踪档案" in out
