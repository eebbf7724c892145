"""Rows are counted by place, and none is told one by one."""

from ruralmap.rules.evaluate import evaluate_policy
from ruralmap.rules.place_counts import count_by_place


def test_households_are_counted_by_the_smallest_place_that_is_known(toy, policy):
    toy.average(toy.lifted_average, 10000)
    unplaced = {"linked_village_code": None}
    for hh_id, net, changes in (
        ("A", 1, {}),
        ("B", 1, {}),
        ("C", 9_000_000, {}),
        ("D", 1, unplaced | {"linked_township_code": toy.east}),
        ("E", 1, unplaced | {"linked_township_code": None}),
    ):
        toy.household(hh_id, toy.one, 1, **changes).income(hh_id, net)
    counts = count_by_place(evaluate_policy(policy, toy.facts()).rules["YN-19"])
    # Of A, B and C in their village only C is above the line; of D the township is known, of E nothing.
    assert [(one.code, one.outcome, one.certainty, one.rows, one.of) for one in counts] == [
        (toy.facts().county_code, "selected", "certain", 1, 1),
        (toy.east, "selected", "certain", 1, 1),
        (toy.one, "not_selected", "certain", 1, 3),
        (toy.one, "selected", "certain", 2, 3),
    ]
    assert counts[-1].as_record() == {
        "rule_id": "YN-19",
        "kind": "selection",
        "level": "household",
        "code": toy.one,
        "outcome": "selected",
        "value": 2,
        "numerator": 2,
        "denominator": 3,
        "threshold": None,
        "unit": "户",
        "margin": None,
        "certainty": "certain",
        "reading": "own_group",
        "basis": None,
        "met_on": None,
    }
