"""Identical rows of a key go; those that differ stay or go as their table says, and are named."""

import itertools
from dataclasses import replace

import pandas as pd
import pytest

from ruralmap.schema.columns import Column, Table
from ruralmap.schema.duplicates import find_duplicates
from ruralmap.schema.tables import TABLES

TOY = Table(
    "toy",
    "表",
    "toy",
    ("k", "m"),
    (
        Column("k", "编号", "key"),
        Column("m", "月份", "month", "month"),
        Column("n", "数", "number", "integer"),
        Column("s", "名", "name"),
    ),
)


def frame(*rows):
    made = pd.DataFrame(rows, columns=["k", "m", "n", "s"]).astype(
        {"k": "str", "m": "str", "n": "Int64", "s": "str"}
    )
    made["source_file"], made["source_sheet"] = "f.xlsx", "甲"
    made["source_row"] = pd.array(range(2, len(made) + 2), dtype="Int64")
    return made


def test_distinct_keys_are_left_alone():
    found = find_duplicates(frame(("a", "2024-01", 1, "x"), ("a", "2024-02", 1, "x")), TOY)
    assert found.reasons.tolist() == ["", ""]
    assert found.findings == ()


def test_missing_values_are_the_same_as_missing_values():
    found = find_duplicates(frame(("a", None, None, None), ("a", None, None, None)), TOY)
    assert found.reasons.tolist() == ["", "duplicate_identical"]


def test_a_value_against_none_differs():
    found = find_duplicates(frame(("a", None, 1, "x"), ("a", None, None, "y"), ("a", None, 1, "x")), TOY)
    assert found.reasons.tolist() == ["", "duplicate_conflict", "duplicate_identical"]
    first = found.findings[0]
    assert (first.row, first.raw, first.column) == (3, "a / ", "编号、月份")
    assert first.text("found") == "“a / ”在 f.xlsx 甲 第 2 行已经出现，两行的以下各列不同：数、名。"


def test_the_answer_is_on_the_frames_own_index():
    rows = frame(("a", "x", 1, "x"), ("b", "x", 1, "x"), ("a", "x", 1, "x")).set_axis([7, 3, 5])
    found = find_duplicates(rows, TOY)
    assert found.reasons.to_dict() == {7: "", 3: "", 5: "duplicate_identical"}


def test_no_rows_have_no_duplicates():
    assert find_duplicates(frame(), TOY).findings == ()


AGAIN = ("a", "2024-01", 1, "x")
OTHER = ("a", "2024-01", 2, "x")
ALONE = ("b", "2024-01", 9, "x")
ASIDE, KEPT, SAME = "duplicate_all_aside", "duplicate_all_kept", "duplicate_identical"


@pytest.mark.parametrize(
    ("contested", "reasons", "said"),
    [
        pytest.param(
            "first",
            ["", "", "duplicate_conflict", SAME],
            [("duplicate_conflict", 4, 2), (SAME, 5, 2)],
            id="the first stays",
        ),
        pytest.param(
            "none",
            [ASIDE, "", ASIDE, ASIDE],
            # Each beside the first row that says otherwise.
            [(ASIDE, 2, 4), (ASIDE, 4, 2), (ASIDE, 5, 4)],
            id="none stays",
        ),
        pytest.param("all", ["", "", "", SAME], [(KEPT, 4, 2), (SAME, 5, 2)], id="all that differ stay"),
    ],
)
def test_what_becomes_of_a_contradiction_is_the_tables_to_say(contested, reasons, said):
    found = find_duplicates(frame(AGAIN, ALONE, OTHER, AGAIN), replace(TOY, contested=contested))
    assert found.reasons.tolist() == reasons
    beside = [one.values["first_row"] for one in found.findings]  # noqa: PD011 - a dict, not a frame
    assert [(one.code, one.row) for one in found.findings] == [(code, row) for code, row, _ in said]
    assert beside == [other for *_, other in said]


@pytest.mark.parametrize("contested", ["first", "none", "all"])
def test_identical_rows_are_no_contradiction_in_any_table(contested):
    found = find_duplicates(frame(AGAIN, AGAIN, AGAIN), replace(TOY, contested=contested))
    assert found.reasons.tolist() == ["", SAME, SAME]


@pytest.mark.parametrize("contested", ["none", "all"])
def test_what_stays_does_not_depend_on_the_order_of_rows(contested):
    table = replace(TOY, contested=contested)
    kept = []
    for rows in itertools.permutations([AGAIN, OTHER, AGAIN, ALONE]):
        found = find_duplicates(frame(*rows), table)
        kept.append(sorted(row for row, reason in zip(rows, found.reasons, strict=True) if not reason))
    expected = [ALONE] if contested == "none" else [AGAIN, OTHER, ALONE]
    assert kept == [expected] * 24


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("contested", "aside"),
    [pytest.param("none", "set aside", id="none"), pytest.param("all", "All are read", id="all")],
)
def test_the_consequence_is_the_true_one(contested, aside, lang):
    found = find_duplicates(frame(AGAIN, OTHER), replace(TOY, contested=contested)).findings[-1]
    told = found.text("consequence", lang)
    assert (aside in told) == (lang == "en")
    assert ("剔除" in told) == (lang == "zh" and contested == "none")


def test_numbers_are_never_chosen_by_order_and_the_linker_reads_every_row():
    contested = {name: table.contested for name, table in TABLES.items() if table.contested != "first"}
    assert contested == {
        "denominators": "none",
        "decisions": "none",
        "incomes": "none",
        "asset_owners": "none",
        "asset_benefits": "none",
        "household_records": "none",
        "person_records": "none",
        "place_records": "none",
        "village_econ": "none",
        "village_balances": "none",
        "statistics": "none",
        "labour_pay": "none",
        "parameters": "all",
        "roster": "all",
        "funds": "all",
        "fund_months": "all",
        "household_points": "all",
    }
