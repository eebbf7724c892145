"""The first row with a key stays; later ones are named, with what differs."""

import pandas as pd

from ruralmap.schema.columns import Column, Table
from ruralmap.schema.duplicates import find_duplicates

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
