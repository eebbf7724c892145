"""Where a project's money goes: to its villages by their shares, to a township, or nowhere."""

import pandas as pd

from ruralmap.funds.places import places_of_projects

EAST, SOUTH = "441624001201", "441624002201"


def shares(*rows):
    columns = ["prj_id", "relation", "linked_township_code", "linked_village_code", "share"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype(dict.fromkeys(columns[:4], "str") | {"share": "float64"})


def places(rows, relation="建设地"):
    found = places_of_projects(rows, relation=relation).astype(object)
    return found.where(found.notna(), None).to_numpy().tolist()


def test_a_project_is_in_its_villages_by_their_shares_in_millionths():
    rows = shares(("P1", "建设地", SOUTH[:9], SOUTH, 0.3), ("P1", "建设地", EAST[:9], EAST, 0.7))
    assert places(rows) == [["P1", EAST[:9], EAST, 700_000], ["P1", SOUTH[:9], SOUTH, 300_000]]


def test_only_the_relation_that_was_asked_for_counts():
    rows = shares(("P1", "建设地", EAST[:9], EAST, 1.0), ("P1", "受益村", SOUTH[:9], SOUTH, 1.0))
    assert places(rows, "受益村") == [["P1", SOUTH[:9], SOUTH, 1_000_000]]
    assert places(rows, "出资村") == []


def test_a_share_in_no_known_village_is_in_its_township_or_nowhere():
    rows = shares(
        ("P1", "建设地", None, None, 0.4),
        ("P1", "建设地", EAST[:9], EAST, 0.6),
        ("P2", "建设地", SOUTH[:9], None, 1.0),
    )
    assert places(rows) == [
        ["P1", EAST[:9], EAST, 600_000],
        ["P1", None, None, 400_000],
        ["P2", SOUTH[:9], None, 1_000_000],
    ]


def test_shares_of_one_village_add_up_and_a_share_of_nothing_is_none():
    rows = shares(
        ("P1", "建设地", EAST[:9], EAST, 0.1),
        ("P1", "建设地", EAST[:9], EAST, 0.9),
        ("P1", "建设地", SOUTH[:9], SOUTH, 0.0),
    )
    assert places(rows) == [["P1", EAST[:9], EAST, 1_000_000]]


def test_without_shares_nothing_has_a_place():
    found = places_of_projects(None, relation="建设地")
    assert len(found) == 0
    assert str(found["weight"].dtype) == "int64"
