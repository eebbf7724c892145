"""Adopted lists: how a unit's state of today stands to what was adopted; who entered and left, and why."""

import pandas as pd
import pytest

from ruralmap.rules.adopted import Listed, difference_of
from ruralmap.rules.changes import Key, Seen, compare, parameters_known


def listed(status, *, adopted=False, move=None):
    return Listed("R", "village", "V", "村", status, adopted, move=move)


ON = listed("selected", adopted=True)
TAKEN_IN = listed("not_selected", adopted=True, move="in")
TAKEN_OUT = listed("selected", move="out")


@pytest.mark.parametrize(
    ("unit", "status", "difference"),
    [
        (None, "selected", "new"),
        (None, "not_selected", "same"),
        (None, "not_applicable", "same"),
        (None, "undecided", "open"),
        (ON, "selected", "same"),
        (ON, "not_selected", "gone"),
        (ON, "not_applicable", "gone"),
        (ON, "insufficient_data", "open"),
        (listed("undecided"), "undecided", "same"),  # open then and now: nothing to say
        (listed("undecided"), "insufficient_data", "open"),
        (listed("undecided"), "selected", "new"),
        (listed("undecided"), "not_selected", "same"),
        (TAKEN_IN, "not_selected", "same"),
        (TAKEN_IN, "undecided", "same"),
        (TAKEN_OUT, "selected", "same"),
        (TAKEN_OUT, "not_selected", "same"),
    ],
)
def test_a_unit_differs_from_an_adopted_list(unit, status, difference):
    assert difference_of(unit, status) == difference


def seen(**statuses):
    return {Key("R", code): Seen("village", status) for code, status in statuses.items()}


def test_the_first_replacement_that_changes_an_answer_is_its_cause():
    # A: turned by the rule, B: turned back by the data, so on neither list, C: by the boundary, D: new.
    before = seen(A="not_selected", B="not_selected", C="selected", S="selected", U="undecided", G="selected")
    rule = before | seen(A="selected", B="selected")
    boundary = rule | seen(C="undecided")
    data = boundary | seen(B="not_selected", C="not_selected", D="selected")
    del data[Key("R", "G")]
    steps = [("rule", rule), ("parameter", rule), ("boundary", boundary), ("data", data)]
    found = {one.key.code: one for one in compare(before, steps)}
    assert {code: (one.movement, one.cause) for code, one in found.items()} == {
        "A": ("entered", "rule"),
        "C": ("left", "boundary"),
        "S": ("stayed", None),
        "D": ("entered", "data"),
        "G": ("left", "data"),
    }
    assert (found["D"].before, found["G"].after, found["C"].after) == (None, None, "not_selected")


def parameters(*rows):
    columns = ["jurisdiction", "name", "year", "valid_from", "value"]
    return pd.DataFrame([("441600", *row) for row in rows], columns=columns)


def test_numbers_known_later_are_shown_earlier():
    table = parameters(
        ("a", 2023, "2024-01-01", 1),  # stands above by the next row of its year
        ("a", 2023, "2024-10-01", 2),
        ("a", 2022, "2023-01-01", 3),  # in force on both days: as it is
        ("b", 2024, "2024-11", 4),  # in force only from the end of November
        ("c", None, "2024-01-01", 5),  # of no year: the rules pass over it
    )
    known = parameters_known(table, on="2024-10-31", shown_on="2024-09-30")
    assert known[["name", "year", "valid_from", "value"]].to_numpy().tolist() == [
        ["a", 2023, "2024-09-30", 2],
        ["a", 2022, "2023-01-01", 3],
    ]
    later = parameters_known(table, on="2024-11-30", shown_on="2024-09-30")
    assert later["value"].tolist() == [2, 3, 4]
    assert parameters_known(table.iloc[:0], on="2024-10-31", shown_on="2024-09-30").empty
