"""Tables against each other: identifiers that point nowhere, households whose rows disagree."""

import pandas as pd
import pytest

from ruralmap.schema.cells import as_series
from ruralmap.schema.references import REFERENCES, check_households, check_references
from ruralmap.schema.tables import table_named


def table(name, **columns):
    """Make a conformed table: what is not named is missing."""
    rows = len(next(iter(columns.values())))
    frame = pd.DataFrame(
        {
            column.name: as_series(columns.get(column.name, [None] * rows), column)
            for column in table_named(name).columns
        }
    )
    frame["source_file"], frame["source_sheet"] = columns.get("source_file", f"{name}.xlsx"), "甲"
    frame["source_row"] = pd.array(range(2, rows + 2), dtype="Int64")
    return frame


def found(findings):
    return [(f.code, f.table, f.row, f.raw) for f in findings]


def test_an_identifier_that_points_nowhere_is_found_once_a_row():
    tables = {
        "assets": table("assets", asset_id=["A1", "A2", "A3"], prj_id=["P1", "P9", None]),
        "projects": table("projects", prj_id=["P1"]),
    }
    findings = check_references(tables)
    assert found(findings) == [("reference_missing", "assets", 3, "P9")]
    assert findings[0].text("found") == "“项目编号”是“P9”，《项目库》中没有这个编号。"


def test_a_table_that_was_not_read_is_not_held_against_the_others():
    assert check_references({"assets": table("assets", asset_id=["A1"], prj_id=["P9"])}) == []


@pytest.mark.parametrize("reference", REFERENCES, ids=".".join)
def test_every_reference_names_columns_of_the_dictionary(reference):
    name, column, target = reference
    assert table_named(name).column(column)
    assert table_named(target).column(column)
    tables = {name: table(name, **{column: ["X"]}), target: table(target, **{column: ["Y"]})}
    assert ("reference_missing", name, 2, "X") in found(check_references(tables))
    assert check_references(tables | {target: table(target, **{column: ["X"]})}) == [] or name == target


HOUSEHOLD = {"hh_id": ["H1", "H1", "H2"], "p_id": ["P1", "P2", "P3"], "size": [2, 2, 1]}


def test_a_household_that_agrees_has_no_findings():
    assert check_households(table("roster", **HOUSEHOLD, village=["甲村", "甲村", "乙村"])) == []


def test_rows_of_one_household_that_disagree_are_found_once_a_column():
    findings = check_households(
        table("roster", **HOUSEHOLD, village=["甲村", "乙村", "丙村"], whole_no_labour=[True, False, None])
    )
    assert found(findings) == [
        ("household_disagrees", "roster", 3, "乙村"),
        ("household_disagrees", "roster", 3, "否"),
    ]
    assert findings[0].text("found") == "户编号 H1 的“行政村”，本行为“乙村”，该户首行为“甲村”。"
    assert findings[1].text("found").endswith("该户首行为“是”。")


def test_a_missing_answer_disagrees_with_nobody():
    assert check_households(table("roster", **HOUSEHOLD, village=[None, "甲村", None])) == []


def test_a_size_that_is_not_the_number_of_members_is_found_once_a_household():
    findings = check_households(
        table("roster", hh_id=["H1", "H1", "H2"], p_id=["P1", "P2", "P3"], size=[3, 3, 1])
    )
    assert found(findings) == [("size_differs", "roster", 2, "3")]
    assert findings[0].text("found") == "户编号 H1 填写 3 人，名单中有 2 行成员。"


def test_members_are_counted_within_one_file():
    rows = table(
        "roster",
        hh_id=["H1", "H1"],
        p_id=["P1", "P1"],
        size=[1, 1],
        source_file=["脱贫.xlsx", "监测.xlsx"],
    )
    assert check_households(rows) == []


def test_one_identity_number_for_two_persons_is_found_and_masked():
    number = "11010519491231002X"
    findings = check_households(
        table("roster", hh_id=["H1", "H2"], p_id=["P1", "P2"], size=[1, 1], identity=[number, number])
    )
    assert found(findings) == [("identity_repeated", "roster", 3, "110105********002X")]
    assert "P1" in findings[0].text("found")


def test_one_person_in_two_lists_is_no_repetition():
    number = "11010519491231002X"
    rows = table("roster", hh_id=["H1", "H1"], p_id=["P1", "P1"], identity=[number, number])
    assert [f.code for f in check_households(rows)] == []


def test_a_table_that_was_not_read_wholly_is_not_held_against_the_others_and_that_is_said_once():
    tables = {
        "visits": table("visits", visit_id=["V1", "V2"], hh_id=["H8", "H9"]),
        "posts": table("posts", post_id=["G1"], p_id=["P9"]),
        "roster": table("roster", hh_id=["H1"], p_id=["P1"], site_id=["S9"]),
        "sites": table("sites", site_id=["S1"]),
    }
    findings = check_references(tables, {"roster": ("名单.xlsx · 上陵镇",), "sites": ()})
    assert [(f.code, f.table, f.column) for f in findings] == [
        ("reference_unchecked", "visits", "户编号"),
        ("reference_unchecked", "posts", "人编号"),
        ("reference_missing", "roster", table_named("roster").column("site_id").zh),
    ]
    assert "名单.xlsx · 上陵镇" in findings[0].text("found")


def test_a_table_that_could_not_be_used_at_all_is_named_too():
    tables = {"visits": table("visits", visit_id=["V1"], hh_id=["H8"])}
    (found,) = check_references(tables, {"roster": ("名单.xlsx",)})
    assert (found.code, found.raw) == ("reference_unchecked", "名单.xlsx")
