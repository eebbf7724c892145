"""Where a project's money goes: listed villages, else the linked village, else its township, else nowhere."""

from fractions import Fraction

import pandas as pd
import pytest

from ruralmap.funds.places import place_findings, places_of_projects

EAST, WEST, SOUTH = "441624001201", "441624001202", "441624002201"


def projects(**linked):
    rows = [(project, *(codes or (None, None))) for project, codes in linked.items()]
    return pd.DataFrame(rows, columns=["prj_id", "linked_village_code", "linked_township_code"]).astype("str")


def listed(*rows):
    frame = pd.DataFrame(rows, columns=["prj_id", "village_code", "relation", "share"])
    return frame.astype({"prj_id": "str", "village_code": "str", "relation": "str", "share": "float64"})


def found(linked, places, villages, relation="建设地"):
    return places_of_projects(linked, places, villages=villages, relation=relation)


def test_listed_villages_go_before_the_linked_one(villages):
    shares = found(
        projects(P1=(SOUTH, SOUTH[:9])),
        listed(("P1", EAST, "建设地", 0.7), ("P1", WEST, "建设地", 0.3)),
        villages,
    )
    assert shares == {"P1": {(EAST[:9], EAST): Fraction(7, 10), (WEST[:9], WEST): Fraction(3, 10)}}


def test_only_the_relation_that_was_asked_for_counts(villages):
    places = listed(("P1", EAST, "建设地", 1.0), ("P1", SOUTH, "受益村", 1.0))
    assert found(projects(), places, villages, "受益村") == {"P1": {(SOUTH[:9], SOUTH): 1}}
    assert found(projects(P1=(WEST, WEST[:9])), places, villages, "出资村") == {"P1": {(WEST[:9], WEST): 1}}


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        pytest.param((EAST, EAST[:9]), {(EAST[:9], EAST): 1}, id="linked to a village"),
        pytest.param((None, EAST[:9]), {(EAST[:9], ""): 1}, id="linked to a township only"),
        pytest.param(
            ("441624009201", SOUTH[:9]), {(SOUTH[:9], ""): 1}, id="a village that the layer does not have"
        ),
        pytest.param((None, "441624099"), None, id="a township that the layer does not have"),
        pytest.param(None, None, id="not linked"),
    ],
)
def test_a_project_without_listed_places_is_where_the_linker_found_it(villages, codes, expected):
    assert found(projects(P1=codes), listed(), villages).get("P1") == expected


def test_the_share_of_an_unknown_village_belongs_to_no_place(villages):
    places = listed(("P1", EAST, "建设地", 0.6), ("P1", "441624009201", "建设地", 0.4))
    assert found(projects(), places, villages) == {
        "P1": {(EAST[:9], EAST): Fraction(6, 10), ("", ""): Fraction(4, 10)}
    }


def test_one_village_alone_needs_no_share(villages):
    assert found(projects(), listed(("P1", EAST, "建设地", None)), villages) == {"P1": {(EAST[:9], EAST): 1}}


USABLE = [
    pytest.param([0.5, 0.5], True, id="one"),
    pytest.param([0.33, 0.66], True, id="0.99: thirds with two decimals"),
    pytest.param([0.505, 0.505], True, id="1.01"),
    pytest.param([0.5, 0.489], False, id="0.989"),
    pytest.param([0.6, 0.6], False, id="1.2"),
    pytest.param([1.0, None], False, id="one of two is empty"),
    pytest.param([1.5, -0.5], False, id="a negative one"),
    pytest.param([0.9], False, id="a single one that is not whole"),
]


@pytest.mark.parametrize(("shares", "usable"), USABLE)
def test_shares_that_are_not_whole_are_not_used_and_are_found(villages, shares, usable):
    places = listed(
        *[("P1", code, "建设地", share) for code, share in zip((EAST, SOUTH), shares, strict=False)]
    )
    place = found(projects(P1=(EAST, EAST[:9])), places, villages)["P1"]
    assert (place == {(EAST[:9], ""): 1}) is not usable
    findings = place_findings(places)
    codes = [(found.code, found.column) for found in findings]
    assert codes == ([] if usable else [("place_shares_not_whole", "份额")])


def test_each_relation_of_a_project_is_judged_by_itself():
    places = listed(("P1", EAST, "建设地", 1.0), ("P1", EAST, "受益村", 0.5), ("P2", WEST, "建设地", 1.0))
    assert [f.text("found") for f in place_findings(places)] == [
        "项目 P1 的受益村份额之和不是 1，或有空缺、负数。"
    ]
