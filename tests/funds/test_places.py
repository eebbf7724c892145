"""Where a project's money goes: to its villages by their shares, to a township, or nowhere."""

from fractions import Fraction

import pandas as pd

from ruralmap.funds.places import places_of_projects

EAST, SOUTH = "441624001201", "441624002201"


def shares(*rows):
    columns = ["prj_id", "relation", "linked_township_code", "linked_village_code", "share"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype(dict.fromkeys(columns[:4], "str") | {"share": "float64"})


def test_a_project_is_in_its_villages_by_their_shares_as_typed():
    rows = shares(("P1", "建设地", EAST[:9], EAST, 0.7), ("P1", "建设地", SOUTH[:9], SOUTH, 0.3))
    assert places_of_projects(rows, relation="建设地") == {
        "P1": {(EAST[:9], EAST): Fraction(7, 10), (SOUTH[:9], SOUTH): Fraction(3, 10)}
    }


def test_only_the_relation_that_was_asked_for_counts():
    rows = shares(("P1", "建设地", EAST[:9], EAST, 1.0), ("P1", "受益村", SOUTH[:9], SOUTH, 1.0))
    assert places_of_projects(rows, relation="受益村") == {"P1": {(SOUTH[:9], SOUTH): 1}}
    assert places_of_projects(rows, relation="出资村") == {}


def test_a_share_in_no_known_village_is_in_its_township_or_nowhere():
    rows = shares(
        ("P1", "建设地", EAST[:9], EAST, 0.6),
        ("P1", "建设地", None, None, 0.4),
        ("P2", "建设地", SOUTH[:9], None, 1.0),
    )
    assert places_of_projects(rows, relation="建设地") == {
        "P1": {(EAST[:9], EAST): Fraction(6, 10), ("", ""): Fraction(4, 10)},
        "P2": {(SOUTH[:9], ""): 1},
    }


def test_shares_of_one_village_add_up():
    rows = shares(("P1", "建设地", EAST[:9], EAST, 0.1), ("P1", "建设地", EAST[:9], EAST, 0.9))
    assert places_of_projects(rows, relation="建设地") == {"P1": {(EAST[:9], EAST): 1}}
