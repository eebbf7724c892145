"""Rows that policies speak of: every relation and date is a column, and leads where it says."""

import pytest

from ruralmap.schema.policy_columns import Names, Scope, unfit_filter
from ruralmap.schema.policy_filters import Has, Test, leaves_of
from ruralmap.schema.policy_measures import (
    Count,
    Days,
    Growth,
    Mismatch,
    Part,
    Presence,
    Ratio,
    Share,
    Sum,
    parts_of,
)
from ruralmap.schema.policy_row_kinds import ROWS
from ruralmap.schema.policy_rows import columns_of, household_of, key_of, levels_of, link_between
from ruralmap.schema.policy_units import is_unit
from ruralmap.schema.tables import table_named

# The linker says of which township a place is: no file has the column.
LINKED = {("households", "township_code"), ("villages", "township_code")}


@pytest.mark.parametrize("rows", ROWS)
def test_relations_are_columns_on_both_sides(rows):
    for other, column in ROWS[rows].links:
        assert column in columns_of(rows) or (rows, column) in LINKED
        assert key_of(other) in columns_of(other)


@pytest.mark.parametrize("rows", ROWS)
def test_dates_are_dates(rows):
    kind = ROWS[rows]
    named = {kind.row_date, kind.snapshot, *(kind.spell or ()), *kind.planned} - {None}
    assert {columns_of(rows)[name].kind for name in named} <= {"date", "month"}
    assert ("in_force" in columns_of(rows)) == (kind.spell is not None)


@pytest.mark.parametrize("rows", ROWS)
def test_columns_are_those_of_the_files_and_no_name_of_a_person(rows):
    derived = {column.name for column in ROWS[rows].derived} | {"in_force"}
    files = {column.name for table in ROWS[rows].tables for column in table_named(table).columns}
    assert set(columns_of(rows)) <= files | derived
    assert not {"identity", "household_phone", "person_phone"} & set(columns_of(rows))


def test_the_roster_is_of_persons_and_of_households():
    assert {"labour", "hh_id", "p_id"} <= set(columns_of("persons"))
    assert not {"hh_type", "size", "person"} & set(columns_of("persons"))
    assert {"hh_type", "size", "registered_on"} <= set(columns_of("households"))
    assert not {"labour", "p_id"} & set(columns_of("households"))
    assert "person" in columns_of("grids")


@pytest.mark.parametrize(
    ("rows", "other", "column"),
    [
        ("persons", "households", "hh_id"),
        ("households", "persons", "hh_id"),
        ("entities", "persons", "owner_p_id"),
        ("villages", "households", "village_code"),
        ("tasks", "units", "unit"),
        ("villages", "payments", None),
    ],
)
def test_rows_belong_together_by_a_column(rows, other, column):
    assert link_between(rows, other) == column


@pytest.mark.parametrize(
    ("rows", "way"),
    [
        ("households", ()),
        ("visits", ("hh_id",)),
        ("jobs", ("p_id", "hh_id")),
        ("entities", ("owner_p_id", "hh_id")),
        ("projects", None),
    ],
)
def test_the_way_to_the_household_is_known(rows, way):
    assert household_of(rows) == way


@pytest.mark.parametrize(
    ("rows", "levels"),
    [
        ("jobs", {"county", "township", "village", "household", "person", "site"}),
        ("sales", {"county"}),
        ("townships", {"county", "township"}),
        ("industries", {"county", "township", "village", "site"}),
        ("yields", {"county", "township", "village", "asset"}),
    ],
)
def test_rows_add_up_where_they_lead(rows, levels):
    assert set(levels_of(rows)) == levels


@pytest.mark.parametrize(
    ("text", "known"),
    [("人", True), ("元/人", True), ("日期", True), ("万元", False), ("元/人/年", False), ("元/", False)],
)
def test_units_are_those_of_the_vocabulary(text, known):
    assert is_unit(text) == known


VISITS = Part(rows="visits")
PERSONS = Part(rows="persons", column="age")
COUNT = Count(kind="count", rows="persons", distinct="hh_id")
RATIO = Ratio(kind="ratio", numerator=VISITS, denominator=PERSONS)


@pytest.mark.parametrize(
    ("measure", "parts"),
    [
        (RATIO, (VISITS, PERSONS)),
        (Growth(kind="growth", of=RATIO, **{"from": -1, "to": 0}), (VISITS, PERSONS)),
        (COUNT, (Part(rows="persons", distinct="hh_id"),)),
        (Sum(kind="sum", rows="persons", column="age"), (PERSONS,)),
        (Share(kind="share", count="persons", of="农村人口", bases=["户籍"]), (Part(rows="persons"),)),
        (
            Mismatch(
                kind="mismatch", left="assets", right="system_assets", key={"a": "b"}, columns={"c": "d"}
            ),
            (Part(rows="assets"),),
        ),
        (Presence(kind="presence", rows="visits", on="visited_on", each="month"), (VISITS,)),
        (Days(kind="days", unit="天", rows="visits", **{"from": "a", "to": "b"}), (VISITS,)),
        (Days(kind="days", unit="天", **{"from": "a", "to": "b"}), ()),
    ],
)
def test_a_measure_says_what_it_adds_up(measure, parts):
    assert parts_of(measure) == parts


def test_what_is_asked_of_related_rows_is_no_question_to_these():
    tree = Has(has="persons", where=Test(column="age", op="filled"))
    assert list(leaves_of(tree, "where")) == [(tree, "where")]


def test_without_rows_or_questions_nothing_is_refused():
    scope = Scope("county", None, Names())
    assert list(unfit_filter(Test(column="none", op="filled"), scope, "where")) == []
    assert list(unfit_filter(None, scope.of("persons"), "where")) == []
