"""An explanation ends with the unit's file: when it was adopted, by which document, why, by whose hand."""

import json

import toy
from adopted_toy import adopt, adopt_policy, write_roster


def test_an_explanation_ends_with_the_stay_and_the_decision_by_hand(tmp_path, run):
    folder = write_roster(tmp_path / "county", monitored=31, lifted=69)
    adopt_policy(folder)
    # Nothing is adopted yet: nothing is said of it.
    assert "跟踪档案" not in run("explain", "南镇", "-w", folder, "--quiet")[1]
    moves = ("--add", "南镇:YN-21", "--remove", "南镇/甲村:YN-20")
    hand = ("--reason", "因故", "--reason", "已稳定", "--approver", "李四")
    assert adopt(run, folder, *moves, *hand)[0] == 0
    out = run("explain", "南镇", "-w", folder, "--quiet")[1]
    tail = out.split("\n跟踪档案\n")[1]
    assert "YN-21　2024-10-15 纳入（和政〔2024〕9号）　人工调入：因故" in tail
    assert "至今仍在名单" in tail
    assert "责任单位：牵头单位:县发改局" in tail
    assert tail.rstrip().endswith("2024-10-15（和政〔2024〕9号）YN-21 人工调入：因故；批准人 李四")
    # Taken out by hand, the village never was on a list.
    record = json.loads(run("explain", "南镇/甲村", "-w", folder, "--json")[1])
    assert record["stays"] == []
    assert [(one["move"], one["reason"], one["approver"]) for one in record["by_hand"]] == [
        ("out", "已稳定", "李四")
    ]
    # Of 乙村 there is nothing to tell, and with one rule the file stands there all the same.
    words = ("explain", "南镇/乙村", "-w", folder, "--quiet", "--lang", "en", "--rule", "YN-20")
    assert run(*words)[1].rstrip().endswith("File of the unit\n  never on an adopted list")


def test_what_was_done_since_is_told_of_a_village_that_left(tmp_path, run):
    folder = write_roster(tmp_path / "county", monitored=31, lifted=69)
    adopt_policy(folder)
    assert adopt(run, folder)[0] == 0
    write_roster(folder, monitored=29, lifted=69)
    adopt_policy(folder)
    with (folder / "ruralmap.toml").open("a", encoding="utf-8") as file:
        file.write('measures = "layers/帮扶措施.csv"\nvisits = "layers/走访.csv"\n')
    measures = [("M1", "A0001", "产业", "", "2024-11-02")]
    toy.write_csv(
        folder / "layers" / "帮扶措施.csv",
        ("措施编号", "户编号", "措施类型", "计划日期", "完成日期"),
        measures,
    )
    visits = [("V1", "A0001", "2024-11-03", "镇干部")]
    toy.write_csv(folder / "layers" / "走访.csv", ("走访编号", "户编号", "走访日期", "走访人身份"), visits)
    assert adopt(run, folder, "--date", "2024-12-01", "--doc", "和政〔2024〕12号")[0] == 0
    # 29 of 1,000 is under 3 %: 甲村 left with the second list.
    _, out, err = run("explain", "南镇/甲村", "-w", folder, "--as-of", "2024-12-31", "--quiet")
    tail = out.split("\n跟踪档案\n")[1]
    assert "YN-20　2024-10-15 纳入（和政〔2024〕9号）　符合条款" in tail, err
    assert "2024-12-01 退出（和政〔2024〕12号）" in tail
    assert "完成帮扶措施 1 项，最近 2024-11-02" in tail
    assert "走访 1 次，最近 2024-11-03" in tail
    assert "资金支出 0.00 元" in tail
