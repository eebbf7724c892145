import pandas as pd
import pytest

from ruralmap.link.decisions import add_decisions, keys_of, resolve_decisions
from ruralmap.schema.decisions import DECISIONS
from ruralmap.words.catalogue import LANGUAGES

SHIJING, SHIGU, HUANGSHA = "441624101201", "441624101202", "441624104201"
VILLAGES = pd.DataFrame(
    [
        (SHIJING, "石井村村民委员会", "441624101", "大坝镇"),
        (SHIGU, "石谷村村民委员会", "441624101", "大坝镇"),
        (HUANGSHA, "黄沙村村民委员会", "441624104", "上陵镇"),
    ],
    columns=["village_code", "village", "township_code", "township"],
).set_index("village_code")


def _row(decision, *, written=("大坝镇", "石阱村", None), by="张三", on="2024-10-08", note=None):
    township, village, code = written
    place = {"township": township, "village": village, "village_code": code}
    return place | {"decision": decision, "decided_by": by, "decided_on": on, "note": note}


def _resolve(*rows):
    names = [*DECISIONS.names, "source_file", "source_sheet"]
    table = pd.DataFrame(list(rows), columns=names).astype("str").assign(source_row=range(2, len(rows) + 2))
    decided, findings = resolve_decisions(table, VILLAGES, regions=("河源市", "和平县"))
    for item in findings:
        assert all(item.text(part, lang) for part in ("found", "remedy") for lang in LANGUAGES)
    answers = {
        key: None if pd.isna(code) else code
        for key, code in zip(decided.index, decided["decided_code"], strict=True)
    }
    return answers, [(item.code, item.row) for item in findings]


@pytest.mark.parametrize(
    ("decision", "code"),
    [
        pytest.param(SHIJING, SHIJING, id="a code"),
        pytest.param(f"{SHIJING} 石井村", SHIJING, id="as picked from the list"),
        pytest.param(f"{SHIJING} 石井村 · 读音相同", SHIJING, id="as copied from a proposal"),
        pytest.param(f"{SHIJING}石井", SHIJING, id="a code and a stem without a blank"),
        pytest.param("石井村", SHIJING, id="a name in the row's township"),
        pytest.param("石井", SHIJING, id="a stem"),
        pytest.param("不采用", None, id="none of them"),
        pytest.param("none of these", None, id="the same in English"),
    ],
)
def test_a_decision_names_a_village_or_none(decision, code):
    assert _resolve(_row(decision)) == ({"大坝镇|石阱村|": code}, [])


@pytest.mark.parametrize(
    ("rows", "findings"),
    [
        pytest.param([_row("黄沙村")], [("decision_unknown", 2)], id="a name of another township"),
        pytest.param([_row("441624101299")], [("decision_unknown", 2)], id="a code that does not stand"),
        pytest.param([_row("4416241012011")], [("decision_unknown", 2)], id="13 digits"),
        pytest.param([_row("待查")], [("decision_unknown", 2)], id="no village"),
        pytest.param(
            # 石井村 dragged down by one cell: the program counts the code up and leaves the name.
            [_row(f"{SHIGU} 石井村")],
            [("decision_divided", 2)],
            id="a code that was counted up",
        ),
        pytest.param(
            [_row(f"{SHIJING} 黄沙村")], [("decision_divided", 2)], id="a name of another township's village"
        ),
        pytest.param(
            [_row(f"{SHIJING} 石井社区")], [("decision_divided", 2)], id="a code now of another kind"
        ),
        pytest.param(
            [_row("441624101299 石井村")], [("decision_unknown", 2)], id="a name behind an old code"
        ),
        pytest.param(
            [_row(SHIJING, written=("大坝镇", "石谷", None))],
            [("decision_overtaken", 2)],
            id="what is written is another village of today",
        ),
        pytest.param(
            [_row("不采用", written=("大坝镇", "石谷村", None))],
            [("decision_overtaken", 2)],
            id="what meant none is a village of today",
        ),
        pytest.param(
            [_row(SHIJING), _row(SHIGU)], [("decision_twice", 2), ("decision_twice", 3)], id="two answers"
        ),
        pytest.param(
            [_row(SHIJING), _row("不采用")], [("decision_twice", 2), ("decision_twice", 3)], id="one and none"
        ),
        pytest.param(
            [_row(SHIJING, written=(None, "石阱村", None))],
            [("decision_without_place", 2)],
            id="a name without its township",
        ),
        pytest.param(
            [_row(SHIJING, written=("大坝镇", None, None))],
            [("decision_without_place", 2)],
            id="a township alone",
        ),
    ],
)
def test_what_cannot_be_used_is_found_and_not_used(rows, findings):
    assert _resolve(*rows) == ({}, findings)


def test_an_answer_that_the_list_has_confirmed_since_is_used():
    assert _resolve(_row(SHIGU, written=("大坝镇", "石谷村", None))) == ({"大坝镇|石谷村|": SHIGU}, [])


def test_a_decision_that_is_not_used_names_the_village_that_stands_against_it():
    rows = [_row(f"{SHIGU} 石井村"), _row(SHIJING, written=("大坝镇", "石谷", None))]
    names = [*DECISIONS.names, "source_file", "source_sheet"]
    table = pd.DataFrame(rows, columns=names).astype("str").assign(source_row=[2, 3])
    _, (divided, overtaken) = resolve_decisions(table, VILLAGES)
    assert f"{SHIGU} 石谷村" in divided.text("found")
    assert f"{SHIGU} 石谷村" in overtaken.text("found")


def test_the_same_answer_twice_is_one_and_a_wrong_one_beside_it_does_not_spoil_it():
    assert _resolve(_row(SHIJING), _row("石井村")) == ({"大坝镇|石阱村|": SHIJING}, [])
    assert _resolve(_row(SHIJING), _row("待查")) == ({"大坝镇|石阱村|": SHIJING}, [("decision_unknown", 3)])


@pytest.mark.parametrize(("by", "on"), [(None, "2024-10-08"), ("张三", None)], ids=["nobody", "no day"])
def test_an_unsigned_decision_is_used_and_found(by, on):
    assert _resolve(_row(SHIJING, by=by, on=on)) == (
        {"大坝镇|石阱村|": SHIJING},
        [("decision_unsigned", 2)],
    )


def test_rows_without_a_decision_are_left_out():
    assert _resolve(_row(None), _row(None, by=None)) == ({}, [])


@pytest.mark.parametrize(
    ("written", "key"),
    [
        pytest.param(("大坝镇", "石 阱村", None), "大坝镇|石阱村|", id="a blank"),
        pytest.param(("大坝镇", "石阱村（原石陂）", None), "大坝镇|石阱村|", id="a remark in brackets"),
        pytest.param(("大坝", "石阱村", None), "大坝|石阱村|", id="another way to write the township"),
        pytest.param((None, None, "441624101399"), "||441624101399", id="a code alone"),
        pytest.param((None, "石阱村", "441624101399"), "|石阱村|441624101399", id="a code and a name"),
        pytest.param((None, "石阱村", None), None, id="a name alone"),
        pytest.param(("大坝镇", None, None), None, id="a township alone"),
        pytest.param((None, None, None), None, id="nothing"),
    ],
)
def test_a_key_is_what_a_record_says(written, key):
    record = pd.DataFrame([written], columns=["township", "village", "village_code"], index=[7])
    found = keys_of(record)
    assert found.index.tolist() == [7]
    assert (None if pd.isna(found[7]) else found[7]) == key


def test_every_record_that_says_the_same_gets_the_decision():
    records = pd.DataFrame(
        {"township": ["大坝镇", "大坝镇", "上陵镇", None], "village": ["石阱村", "石 阱 村", "石阱村", None]},
        index=[4, 3, 2, 1],
    )
    decided = pd.DataFrame(
        {"decided_code": [SHIJING], "is_declined": [False], "decided_by": ["张三 2024-10-08"]},
        index=["大坝镇|石阱村|"],
    )
    marked = add_decisions(records, decided)
    assert marked.index.tolist() == [4, 3, 2, 1]
    assert marked["decided_code"].fillna("").tolist() == [SHIJING, SHIJING, "", ""]
    assert marked["decided_by"].notna().tolist() == [True, True, False, False]


@pytest.mark.parametrize("decided", [None, pd.DataFrame()], ids=["no workbook", "no answers"])
def test_without_decisions_records_stay_as_they_are(decided):
    records = pd.DataFrame({"township": ["大坝镇"]})
    assert add_decisions(records, decided) is records
