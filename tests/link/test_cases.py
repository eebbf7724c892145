import pandas as pd

from ruralmap.link.cases import list_sayings, open_cases, township_codes

VILLAGES = pd.DataFrame(
    [
        ("441624101201", "石井村村民委员会", "441624101", "大坝镇"),
        ("441624104201", "黄沙村村民委员会", "441624104", "上陵镇"),
    ],
    columns=["village_code", "village", "township_code", "township"],
).set_index("village_code")
COLUMNS = ["township", "village", "village_code", "link_status", "link_reason", "link_decision"]


def _sayings(**rows):
    return list_sayings({kind: pd.DataFrame(listed, columns=COLUMNS) for kind, listed in rows.items()})


def _open(township, village, code=None, *, reason="name_unknown", status="unlinked", decision=None):
    return township, village, code, status, reason, decision


def test_records_that_say_the_same_are_one_case():
    sayings = _sayings(
        households=[_open("大坝镇", "石阱村"), _open("大坝镇", "石 阱村"), _open("上陵镇", "石阱村")],
        assets=[_open("大坝镇", "石阱村", status="conflict", reason="township_differs")],
    )
    assert len(sayings) == 4
    cases = open_cases(sayings, VILLAGES)
    assert cases.index.tolist() == ["大坝镇|石阱村|", "上陵镇|石阱村|"]
    # Two of the three say name_unknown; of two ways to write it the first in order is shown.
    assert cases["reason"].tolist() == ["name_unknown", "name_unknown"]
    assert cases["village"].tolist() == ["石 阱村", "石阱村"]
    assert cases["township_code"].tolist() == ["441624101", "441624104"]


def test_only_what_is_written_and_can_mean_one_village_is_a_case():
    sayings = _sayings(
        households=[
            _open("大坝镇", "甲村", reason="name_point_differ", status="conflict"),
            _open("大坝镇", "乙村", "441624101290", reason="code_split"),
            _open("大坝镇", "己村", "441624101202", reason="code_name_differ", status="conflict"),
            _open("大坝镇", "庚村", "441624104201", reason="township_differs", status="conflict"),
            _open("大坝镇", "丙村", status="linked"),
            _open("大坝镇", "丁村", decision="张三 2024-10-08"),
            _open(None, "戊村", reason="township_missing"),
            _open(None, None, reason="no_evidence"),
        ]
    )
    assert open_cases(sayings, VILLAGES).empty
    # All but the last two say something that a decision could be about.
    assert sayings["village"].tolist() == ["甲村", "乙村", "己村", "庚村", "丙村", "丁村"]
    assert sayings["is_decided"].tolist() == [False] * 5 + [True]


def test_a_case_without_a_township_is_last():
    sayings = _sayings(
        households=[_open("古寨镇", "石阱村", reason="township_unknown"), _open("上陵镇", "石阱村")]
    )
    assert open_cases(sayings, VILLAGES)["township"].tolist() == ["上陵镇", "古寨镇"]


def test_the_township_is_the_one_stated_else_that_of_the_code():
    written = pd.DataFrame(
        [
            ("大坝镇", "石阱村", "441624104299"),
            (None, "石阱村", "441624104299"),
            (None, None, "441699104299"),
            ("古寨镇", "石阱村", "441624104299"),
        ],
        columns=["township", "village", "village_code"],
        dtype="str",
    )
    assert township_codes(written, VILLAGES).fillna("").tolist() == ["441624101", "441624104", "", ""]
