"""A row that may be in both parts of a share, or in neither: never in one alone."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure_toy import setting_of
from ruralmap.rules.joint import Joint, joint_of
from ruralmap.schema.policy_measures import Ratio

PLANNED = {"column": "in_plan", "op": "eq", "value": True}
TRADE = {"column": "project_class", "op": "eq", "value": "产业发展"}
BEGUN = {"column": "started_on", "op": "filled"}


def ratio(above, below, **parts):
    numerator = {"rows": "projects", "where": above} | parts.get("numerator", {})
    denominator = {"rows": "projects", "where": below} | parts.get("denominator", {})
    return Ratio.model_validate({"kind": "ratio", "numerator": numerator, "denominator": denominator})


def joint(measure, **tables):
    setting = setting_of(**tables)
    return joint_of(measure, setting.asker, units=setting.units, residence=setting.residence)


def laid(measure, projects):
    found = joint(measure, projects=projects)
    names = ("both", "below", "above", "apart", "missed", "open", "usable")
    return {name: getattr(found, name).tolist()[0] for name in names}


def test_rows_are_added_up_by_what_is_known_of_them():
    share = ratio({"all": [PLANNED, BEGUN]}, PLANNED)
    # Two planned and begun, one not begun; of two nobody says whether they are planned, one is begun.
    rows = [
        {"prj_id": "A", "in_plan": True, "started_on": "2024-03-01"},
        {"prj_id": "B", "in_plan": True, "started_on": "2024-04-01"},
        {"prj_id": "C", "in_plan": True, "started_on": None},
        {"prj_id": "D", "in_plan": None, "started_on": "2024-04-01"},
        {"prj_id": "E", "in_plan": None, "started_on": None},
    ]
    sums = {"both": 2, "below": 1, "above": 0, "apart": 1, "missed": 1, "open": 0, "usable": True}
    assert laid(share, rows) == sums


def test_what_both_parts_ask_may_stand_in_any_order_and_in_groups():
    share = ratio({"all": [TRADE, BEGUN, PLANNED]}, {"all": [PLANNED, TRADE]})
    rows = [{"prj_id": "A", "in_plan": True, "project_class": "产业发展", "started_on": None}]
    assert laid(share, rows)["below"] == 1


@pytest.mark.parametrize(
    "measure",
    [
        pytest.param(ratio({"all": [PLANNED, BEGUN]}, TRADE), id="not a part of it"),
        pytest.param(ratio(PLANNED, None, numerator={"distinct": "prj_id"}), id="distinct"),
        pytest.param(
            ratio(PLANNED, PLANNED, numerator={"column": "gov_invest_fen"}), id="a sum of a count of rows"
        ),
    ],
)
def test_other_shares_are_not_laid_together(measure):
    assert joint(measure, projects=[{"prj_id": "A", "in_plan": True}]) is None


def test_without_the_table_nothing_is_laid_together():
    assert joint(ratio(BEGUN, None), absent=("projects",)) is None


def test_a_negative_amount_is_not_laid_together():
    money = {"column": "gov_invest_fen"}
    share = ratio(PLANNED, None, numerator=money, denominator=money)
    rows = [{"prj_id": "A", "in_plan": True, "gov_invest_fen": -5}]
    assert joint(share, projects=rows) is None


def test_a_row_that_does_not_say_how_much_leaves_the_unit_out():
    money = {"column": "gov_invest_fen"}
    share = ratio(PLANNED, None, numerator=money, denominator=money)
    rows = [{"prj_id": "A", "in_plan": True, "gov_invest_fen": None}, {"prj_id": "B", "gov_invest_fen": 7}]
    assert laid(share, rows)["usable"] is False


# What each kind of row can be: in the numerator, in the denominator.
CHOICES = {
    "both": [(1, 1)],
    "below": [(0, 1)],
    "above": [(1, 1), (0, 1)],
    "apart": [(0, 0), (1, 1)],
    "missed": [(0, 0), (0, 1)],
    "open": [(0, 0), (1, 1), (0, 1)],
}


@given(
    st.lists(st.sampled_from(sorted(CHOICES)), max_size=6),
    st.integers(min_value=1, max_value=9),
    st.integers(min_value=-9, max_value=9),
)
def test_the_bounds_are_those_of_all_that_could_be(kinds, times, base):
    counts = {name: np.array([kinds.count(name)]) for name in CHOICES}
    least, most = Joint(**counts, usable=np.array([True])).between(times, base)
    worlds = [
        times * sum(above for above, _ in world) - base * sum(below for _, below in world)
        for world in product(*(CHOICES[kind] for kind in kinds))
    ]
    assert (least[0], most[0]) == (min(worlds), max(worlds))
