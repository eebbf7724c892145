"""Milestones: late by how many days, and what cannot be told is not nought."""

import pandas as pd
import pytest

from ruralmap.funds.milestones import MILESTONE_COLUMNS, milestones
from ruralmap.schema.fund_rates import Milestone

WORDS = {"zh": "开工", "en": "started"}
START = Milestone.model_validate(
    {"id": "started", "label": WORDS, "done": "started_on", "due": "planned_start_on"}
)
TENDER = Milestone.model_validate(
    {"id": "tender", "label": WORDS, "done": "procurement_done_on", "needed": "tender_needed"}
)


def projects(**columns):
    frame = pd.DataFrame(columns)
    flags = {"tender_needed": "boolean"} if "tender_needed" in frame else {}
    return frame.astype(dict.fromkeys(frame.columns, "str") | flags)


def cells(frame, *names):
    found = frame[list(names)].astype(object)
    return found.where(found.notna(), None).to_numpy().tolist()


@pytest.mark.parametrize(
    ("due", "done", "told"),
    [
        pytest.param("2024-06-30", "2024-07-05", ["late_done", 5, 5], id="five days late"),
        pytest.param("2024-06-30", "2024-07-01", ["late_done", 1, 1], id="one day late"),
        pytest.param("2024-06-30", "2024-06-30", ["done", 0, 0], id="on its day"),
        # July 31 + August 31 + September 30
        pytest.param("2024-06-30", None, ["late_open", 92, 92], id="open"),
        pytest.param("2024-06-30", "2024-07", ["late_done", 1, 31], id="some day of July"),
        pytest.param("2024-06-30", "2024-06", ["done", 0, 0], id="some day of June"),
        pytest.param("2024-06-15", "2024-06", ["undecided", 0, 15], id="before or after the middle of June"),
        pytest.param("2024-06", "2024-06-30", ["done", 0, 0], id="due in June"),
        pytest.param("2024-06", "2024-07-01", ["late_done", 1, 1], id="due in June, done in July"),
        pytest.param("2024-09-30", None, ["not_due", 0, 0], id="due today"),
        pytest.param("2024-09-29", None, ["late_open", 1, 1], id="due yesterday"),
        pytest.param("2024-12", None, ["not_due", 0, 0], id="due later"),
        pytest.param("2024-09-20", "2024-10-02", ["late_open", 10, 10], id="done after the day"),
        # On the 30th it is late by no more than ten days, whatever the month holds.
        pytest.param("2024-09-20", "2024-09", ["undecided", 0, 10], id="some day of the month of the day"),
        pytest.param(None, "2024-07-05", ["no_plan", None, None], id="no plan, done"),
        pytest.param(None, None, ["no_plan", None, None], id="no plan, open"),
    ],
)
def test_case_e10_how_late(due, done, told):
    table = projects(prj_id=["P1"], planned_start_on=[due], started_on=[done])
    found = milestones(table, [START], as_of="2024-09-30")
    assert cells(found, "state", "days_late_least", "days_late_most") == [told]


def test_what_was_done_after_the_day_is_not_told():
    table = projects(
        prj_id=["P1"],
        planned_start_on=["2024-09-20"],
        started_on=["2024-10-02"],
        procurement_done_on=["2024-10-05"],
        tender_needed=[False],
    )
    found = milestones(table, [START, TENDER], as_of="2024-09-30")
    assert cells(found, "done_on", "state") == [[None, "late_open"], [None, "not_needed"]]


def test_a_step_that_is_not_needed_is_not_open():
    table = projects(
        prj_id=["P2", "P1", "P3", "P4"],
        procurement_done_on=[None, None, "2024-03-01", None],
        tender_needed=[False, True, False, None],
    )
    found = milestones(table, [START, TENDER], as_of="2024-09-30")
    assert list(found.columns) == list(MILESTONE_COLUMNS)
    # A table without the columns of a step knows nothing of it; projects stand by their ids.
    assert cells(found, "prj_id", "item", "done_on", "state") == [
        ["P1", "started", None, "no_plan"],
        ["P1", "tender", None, "no_plan"],
        ["P2", "started", None, "no_plan"],
        ["P2", "tender", None, "not_needed"],
        ["P3", "started", None, "no_plan"],
        ["P3", "tender", "2024-03-01", "no_plan"],
        ["P4", "started", None, "no_plan"],
        ["P4", "tender", None, "no_plan"],
    ]


def test_no_projects_have_no_milestones():
    found = milestones(projects(prj_id=[]), [START], as_of="2024-09-30")
    assert len(found) == 0
    assert list(found.columns) == list(MILESTONE_COLUMNS)
