"""What the ledger of assets says, and what the tables of handovers and disposals say of the same assets."""

import pandas as pd
import pytest

from ruralmap.schema.cells import as_series
from ruralmap.schema.dealing_checks import check_dealings
from ruralmap.schema.tables import table_named
from ruralmap.words.catalogue import LANGUAGES

AS_OF = "2024-09-30"


def table(name, *rows):
    """Make a conformed table of rows as dicts."""
    frame = pd.DataFrame(
        {
            column.name: as_series([row.get(column.name) for row in rows], column)
            for column in table_named(name).columns
        }
    )
    frame["source_file"], frame["source_sheet"] = f"{name}.xlsx", "甲"
    frame["source_row"] = pd.array(range(2, len(rows) + 2), dtype="Int64")
    return frame


def found(findings):
    return [(f.code, f.table, f.row, f.raw) for f in findings]


def handed_over(own, *days, as_of=AS_OF):
    """Say what is found of an asset of that day in the ledger, and of those days in the table."""
    tables = {
        "assets": table("assets", {"asset_id": "A1", "handover_on": own}),
        "handovers": table("handovers", *({"asset_id": "A1", "handover_on": day} for day in days)),
    }
    return check_dealings(tables, as_of=as_of)


@pytest.mark.parametrize(
    ("own", "days"),
    [
        pytest.param("2021-05-03", ["2021-05-03"], id="the same day"),
        pytest.param("2021-05", ["2021-05-03"], id="the ledger knows the month"),
        pytest.param("2021-05-03", ["2021-05"], id="the table knows the month"),
        pytest.param("2023-01-09", ["2021-05-03", "2023-01-09"], id="handed on: the second is booked"),
        pytest.param("2021-05-03", ["2021-05-03", "2023-01-09"], id="handed on: the first is booked"),
        pytest.param("2021-05-03", [], id="nothing in the table"),
        pytest.param(None, ["2024-10-01"], id="to be handed over after the day"),
        pytest.param(None, [], id="not handed over"),
    ],
)
def test_days_that_agree_make_no_finding(own, days):
    assert handed_over(own, *days) == []


def test_days_that_differ_are_found_at_each_row_of_the_handover():
    findings = handed_over("2021-05-03", "2021-05-04", "2021-06")
    assert found(findings) == [
        ("handover_differs", "handovers", 2, "2021-05-04"),
        ("handover_differs", "handovers", 3, "2021-06"),
    ]
    assert findings[0].text("found") == "资产 A1 的“移交日期”为 2021-05-04，资产台账中是 2021-05-03。"


def test_a_handover_that_the_ledger_does_not_know_is_found_on_its_last_day():
    assert found(handed_over(None, "2024-09")) == [("handover_unbooked", "handovers", 2, "2024-09")]
    assert handed_over(None, "2024-09", as_of="2024-09-29") == []


def disposed(state, kind="报废", *, built=None, on="2023-04-01", as_of=AS_OF):
    """Say what is found of an asset in that state that was disposed of."""
    tables = {
        "assets": table("assets", {"asset_id": "A1", "run_state": state, "built_on": built}),
        "disposals": table("disposals", {"asset_id": "A1", "disposed_on": on, "disposal_kind": kind}),
    }
    return check_dealings(tables, as_of=as_of)


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("已处置", "转让"),
        ("灭失", "报废"),
        ("灭失", "报损"),
        ("灭失", "核销"),
        pytest.param("已处置", None, id="disposed of in a way nobody says"),
    ],
)
def test_what_is_gone_may_have_been_disposed_of(state, kind):
    assert disposed(state, kind) == []


@pytest.mark.parametrize(
    ("state", "kind", "said"),
    [("正常", "报废", "正常"), ("闲置", "核销", "闲置"), ("灭失", "转让", "灭失"), (None, "拆除", "")],
)
def test_what_was_disposed_of_and_is_not_said_to_be_is_found(state, kind, said):
    (only,) = disposed(state, kind)
    assert (only.code, only.table, only.row) == ("disposal_state_differs", "disposals", 2)
    assert f"“{said}”，不是" in only.text("found")


def test_a_disposal_after_the_day_is_none_yet():
    assert disposed("正常", on="2024-10-01") == []
    assert disposed("正常", on="2024-09", as_of="2024-09-29") == []


@pytest.mark.parametrize(
    ("built", "codes"),
    [
        ("2023-04-02", ["disposal_before_built"]),
        ("2023-04-01", []),
        ("2023-05", ["disposal_before_built"]),
        pytest.param("2023-04", [], id="in the same month: nobody knows"),
        (None, []),
    ],
)
def test_nothing_is_disposed_of_before_it_was_built(built, codes):
    assert [f.code for f in disposed("已处置", built=built)] == codes


def test_what_is_said_to_be_disposed_of_needs_a_row_that_says_how():
    tables = {
        "assets": table(
            "assets",
            {"asset_id": "A1", "run_state": "已处置"},
            {"asset_id": "A2", "run_state": "已处置"},
            {"asset_id": "A3", "run_state": None},
        ),
        "disposals": table("disposals", {"asset_id": "A2", "disposed_on": "2023-04-01"}),
    }
    assert found(check_dealings(tables, as_of=AS_OF)) == [("disposal_missing", "assets", 2, "已处置")]
    # What stands in the part that was not read, nobody knows.
    assert check_dealings(tables, as_of=AS_OF, unread=["disposals"]) == []
    assert check_dealings({"assets": tables["assets"]}, as_of=AS_OF) == []


def test_without_a_ledger_and_of_assets_that_it_does_not_have_nothing_is_said():
    handovers = table("handovers", {"asset_id": "A9", "handover_on": "2021-01-01"})
    disposals = table("disposals", {"asset_id": "A9", "disposed_on": "2021-01-01"})
    assert check_dealings({"handovers": handovers, "disposals": disposals}, as_of=AS_OF) == []
    tables = {"assets": table("assets", {"asset_id": "A1"}), "handovers": handovers, "disposals": disposals}
    assert check_dealings(tables, as_of=AS_OF) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_finding_says_its_four_texts(lang):
    findings = [
        *handed_over("2021-05-03", "2021-05-04"),
        *handed_over(None, "2021-05-04"),
        *disposed("正常", built="2024-01-01"),
        *check_dealings(
            {
                "assets": table("assets", {"asset_id": "A1", "run_state": "已处置"}),
                "disposals": table("disposals"),
            },
            as_of=AS_OF,
        ),
    ]
    assert len({f.code for f in findings}) == 5
    for one in findings:
        texts = [one.text(part, lang) for part in ("title", "found", "consequence", "remedy")]
        assert all(texts)
        assert not any("{" in text for text in texts)
