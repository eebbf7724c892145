"""Who is counted where: distinct persons, the union of two rosters, those who could not be linked."""

from dataclasses import dataclass

import pandas as pd
import pytest

from ruralmap.rules.case import prepare_case
from ruralmap.rules.counts import Counts
from ruralmap.rules.measures import count_units
from ruralmap.schema.policy_conditions import Count
from ruralmap.schema.policy_filters import AnyOf, InGroup

UNION = AnyOf(any=(InGroup(group="lifted"), InGroup(group="monitored")))
MONITORED = InGroup(group="monitored")


@pytest.fixture
def count(policy):
    def run(toy, where=UNION, counted="persons", level="township"):
        case = prepare_case(policy, toy.facts())
        measure = Count(kind="count", count=counted, where=where)
        counts = count_units(case.rows, measure, level=level, known=case.selections)
        return Counted(counts, case.rows.codes[level])

    return run


@dataclass
class Counted:
    """The counts of all units, asked by code."""

    counts: Counts
    codes: pd.Index

    def of(self, code):
        return self.counts.tally(self.codes.get_loc(code))

    @property
    def nowhere(self):
        return self.counts.nowhere


def test_a_household_in_both_groups_is_counted_once(toy, count):
    toy.household("A", toy.one, 3, monitor_class="脱贫不稳定户", risk_cleared="否").household("B", toy.one, 2)
    tally = count(toy).of(toy.east)
    assert (tally.counted, tally.households) == (5, ("A", "B"))


def test_persons_households_and_their_villages(toy, count):
    toy.monitored(toy.one, 6).monitored(toy.two, 3)
    # Six persons are households of 4 and 2, three persons one household.
    assert count(toy, level="village").of(toy.one).counted == 6
    assert count(toy, counted="households", level="village").of(toy.one).counted == 2
    assert count(toy, counted="households").of(toy.east).counted == 3
    assert count(toy).of(toy.west).counted == 0


@pytest.mark.parametrize(
    ("changes", "counted"),
    [
        pytest.param({"risk_cleared": "否"}, 3, id="open risk"),
        pytest.param({"risk_cleared": "是"}, 0, id="cleared"),
        pytest.param({"risk_cleared": "自然消除"}, 0, id="gone by itself"),
        pytest.param({"risk_cleared": None}, 3, id="nobody said: help goes on"),
        pytest.param({"monitor_class": None, "risk_cleared": None}, 0, id="never monitored"),
    ],
)
def test_monitored_are_those_whose_risk_is_not_cleared(toy, count, changes, counted):
    kind = {"hh_type": "一般农户", "monitor_class": "突发严重困难户"}
    toy.household("A", toy.one, 3, **(kind | changes))
    assert count(toy, MONITORED).of(toy.east).counted == counted


def test_an_empty_cell_is_counted_beside(toy, count):
    toy.household("A", toy.one, 3, hh_type="一般农户", monitor_class="边缘易致贫户")
    toy.household("B", toy.one, 2, hh_type=None)
    tally = count(toy).of(toy.east)
    # A is monitored without a word on the risk: counted. B has no type: left out.
    assert (tally.counted, tally.unsure_in, tally.unsure_out) == (3, 3, 2)


def test_an_empty_cell_does_not_matter_to_a_lifted_household(toy, count):
    toy.household("A", toy.one, 3, monitor_class="脱贫不稳定户")
    tally = count(toy).of(toy.east)
    assert (tally.counted, tally.unsure_in) == (3, 0)


def unlinked(toy, hh_id, size, **changes):
    nowhere = {
        "linked_village_code": None,
        "linked_township_code": None,
        "link_status": "unlinked",
        "link_candidates": None,
        "township": None,
    }
    return toy.household(hh_id, toy.one, size, **(nowhere | changes))


def test_the_unlinked_are_near_the_villages_that_the_evidence_names(toy, count):
    unlinked(toy, "A", 3, link_candidates=f"{toy.one};{toy.two}", linked_township_code=toy.east)
    counts = count(toy, level="village")
    assert [counts.of(code).nearby for code in (toy.one, toy.two, toy.three, toy.far)] == [3, 3, 0, 0]
    assert [counts.of(code).counted for code in (toy.one, toy.two)] == [0, 0]
    assert count(toy).of(toy.east).counted == 3


def test_with_a_township_alone_they_could_be_in_any_of_its_villages(toy, count):
    unlinked(toy, "A", 3, linked_township_code=toy.east)
    counts = count(toy, level="village")
    assert [counts.of(code).nearby for code in (toy.one, toy.two, toy.three, toy.far)] == [3, 3, 3, 0]


def test_without_a_township_the_evidence_or_the_written_name_says_which(toy, count):
    unlinked(toy, "A", 3, link_candidates=f"{toy.one};{toy.far}")
    unlinked(toy, "B", 2, township="西镇")
    counts = count(toy)
    assert (counts.of(toy.east).nearby, counts.of(toy.west).nearby) == (3, 5)


def test_those_of_whom_nothing_is_known_are_counted_nowhere_and_said(toy, count):
    unlinked(toy, "A", 3)
    unlinked(toy, "B", 2, township="没有的镇")
    counts = count(toy)
    assert counts.nowhere == 5
    assert counts.of(toy.east).nearby == 0


def test_the_unlinked_who_are_not_meant_are_near_nothing(toy, count):
    unlinked(toy, "A", 3, hh_type="一般农户", township="东镇")
    assert count(toy).of(toy.east).nearby == 0


def test_all_who_are_meant_are_counted_near_or_nowhere(toy, count):
    toy.lifted(toy.one, 7).lifted(toy.far, 4)
    unlinked(toy, "A", 3, township="东镇")
    unlinked(toy, "B", 2)
    counts = count(toy)
    placed = sum(counts.of(code).counted + counts.of(code).nearby for code in (toy.east, toy.west))
    assert placed + counts.nowhere == 7 + 4 + 3 + 2
