"""Running states that somebody saw: before, on and after the day of the one that is known."""

import itertools

import pytest

from ruralmap.assets.changes import Change
from ruralmap.assets.sightings import Sighting, judge

KNOWN = {"Z1": {"run_state": "正常", "run_state_on": "2024-08-15"}}


def seen(*saw, assets=KNOWN):
    return judge([Sighting("Z1", on, state) for on, state in saw], assets)


@pytest.mark.parametrize(
    ("on", "state", "fate"),
    [
        ("2024-08-14", "闲置", "older"),
        ("2024-08-15", "正常", "same"),
        ("2024-08-15", "闲置", "conflict"),
        ("2024-08-16", "闲置", "newer"),
        ("2024-08-16", "正常", "newer"),
        # A month is neither before nor after a day in it.
        ("2024-08", "闲置", "conflict"),
        ("2024-08", "正常", "same"),
        ("2024-07", "闲置", "older"),
        ("2024-09", "闲置", "newer"),
    ],
)
def test_a_sighting_against_the_registry(on, state, fate):
    (one,) = seen((on, state))
    assert one.fate == fate
    assert (one.change is not None) == (fate == "newer")


def test_a_later_sighting_changes_state_and_day():
    (one,) = seen(("2024-08-16", "闲置"))
    before = {"run_state": "正常", "run_state_on": "2024-08-15"}
    assert one.change == Change("assets", "Z1", before, {"run_state": "闲置", "run_state_on": "2024-08-16"})


@pytest.mark.parametrize("own", [{}, {"run_state": "正常"}, {"run_state_on": "2024-09-01"}])
def test_a_state_without_a_day_is_no_sighting(own):
    (one,) = seen(("2024-01-01", "闲置"), assets={"Z1": own})
    assert one.fate == "newer"
    assert one.change.after["run_state"] == "闲置"


def test_of_several_the_newest_counts_in_whatever_order():
    saw = [("2024-08-16", "闲置"), ("2024-08-20", "停产"), ("2024-08-10", "正常")]
    for order in itertools.permutations(saw):
        found = {one.sighting.on: one for one in seen(*order)}
        assert [found[on].fate for on, _ in saw] == ["older", "newer", "older"]
        assert found["2024-08-20"].change.after["run_state"] == "停产"


def test_two_of_the_newest_day_that_differ_change_nothing():
    found = seen(("2024-08-20", "停产"), ("2024-08-20", "闲置"), ("2024-08-18", "低效"))
    assert [(one.fate, one.change) for one in found] == [
        ("conflict", None),
        ("conflict", None),
        ("older", None),
    ]


def test_two_that_agree_are_one_change_of_the_more_exact_day():
    found = seen(("2024-09", "停产"), ("2024-09-03", "停产"), ("2024-09-03", "停产"))
    assert [one.fate for one in found] == ["same", "newer", "same"]
    assert found[1].change.after["run_state_on"] == "2024-09-03"


def test_assets_are_judged_each_for_itself():
    assets = KNOWN | {"Z2": {}}
    found = judge([Sighting("Z1", "2024-08-01", "停产"), Sighting("Z2", "2024-08-01", "停产")], assets)
    assert [one.fate for one in found] == ["older", "newer"]
    assert judge([], assets) == []
