"""Every period that is due is kept, or it is missed."""

import datetime as dt

import pytest

from measure_toy import taken
from ruralmap.rules.measure_presence import periods_between
from ruralmap.rules.membership import NO_DATA, NOT_YET

MEETINGS = {"kind": "presence", "rows": "meetings", "on": "on", "each": "month"}


def met(*days, as_of="2024-03-31", **more):
    meetings = [
        {"meeting_id": f"M{n}", "code": "990001", "kind": "会", "on": day} for n, day in enumerate(days)
    ]
    found = taken({**MEETINGS, **more}, as_of=as_of, meetings=meetings)
    return int(found.spans["default"][0][0]), int(found.owed[0])


def test_each_month_is_kept_or_missed():
    assert met("2024-01-31", "2024-02-01", "2024-03-31") == (3, 3)
    assert met("2024-01-31", "2024-01-01", "2024-03-31") == (2, 3)


def test_a_month_that_runs_counts_as_soon_as_it_is_kept():
    assert met("2024-01-31", as_of="2024-02-15") == (1, 1)
    assert met("2024-01-31", "2024-02-02", as_of="2024-02-15") == (2, 2)


def test_more_than_one_may_be_asked():
    assert met("2024-01-30", "2024-01-31", as_of="2024-01-31", at_least=2) == (1, 1)
    assert met("2024-01-31", as_of="2024-01-31", at_least=2) == (0, 1)


def test_the_time_begins_and_ends_with_a_day():
    assert met("2024-02-01", first=dt.date(2024, 1, 2)) == (1, 2)
    assert met("2024-01-01", last=dt.date(2024, 2, 28)) == (1, 1)  # February 2024 has 29 days


def test_the_time_begins_when_the_document_is_issued():
    # 6 August: September is the first whole month.
    assert met("2024-09-02", as_of="2024-10-31", first="published_on") == (1, 2)


@pytest.mark.parametrize(
    ("each", "periods"),
    [
        ("month", [("2024-01-01", "2024-01-31"), ("2024-02-01", "2024-02-29"), ("2024-03-01", "2024-03-31")]),
        ("quarter", [("2024-01-01", "2024-03-31")]),
        ("quarter_first_month", [("2024-01-01", "2024-01-31")]),
        ("year", []),
    ],
)
def test_periods_lie_wholly_inside(each, periods):
    assert periods_between(each, "2024-01-01", "2024-03-31", until="2024-03-31") == periods


def missed(*days, as_of, **more):
    """The first days of the periods that were missed, and which of them had ended at publication."""
    meetings = [
        {"meeting_id": f"M{n}", "code": "990001", "kind": "会", "on": day} for n, day in enumerate(days)
    ]
    found = taken({**MEETINGS, **more}, as_of=as_of, meetings=meetings).missed
    lacking = zip(found.periods, found.surely[0].tolist(), found.before.tolist(), strict=True)
    return {first: before for (first, _), lacks, before in lacking if lacks}


def test_what_ended_before_the_document_was_published_is_told_apart():
    # Published on 6 August: July had ended, August had not; October runs on the 15th and is not missed.
    days = [f"2024-{month:02d}-10" for month in range(1, 7)]
    found = missed(*days, "2024-09-10", as_of="2024-10-15")
    assert found == {"2024-07-01": True, "2024-08-01": False}


def test_a_period_that_may_have_been_kept_is_not_missed_for_sure():
    # The meeting without its day may have been in February: nobody can name a month that was missed.
    assert missed("2024-01-31", None, as_of="2024-02-29") == {}


VISITS = {
    "kind": "presence",
    "rows": "visits",
    "on": "visited_on",
    "each": "month",
    "first": "identified_on",
    "last": "cleared_on",
}


def visited(home, *days, **more):
    visits = [{"visit_id": f"V{n}", "hh_id": "H", "visited_on": day} for n, day in enumerate(days)]
    return taken(
        VISITS, "household", as_of="2024-06-30", households=[{"hh_id": "H", **home}], visits=visits, **more
    )


def test_a_household_is_asked_while_it_is_monitored():
    # Monitored from 10 March to 20 June: April and May.
    found = visited({"identified_on": "2024-03-10", "cleared_on": "2024-06-20"}, "2024-04-01", "2024-06-02")
    assert (int(found.spans["default"][0][0]), int(found.owed[0])) == (1, 2)


def test_known_to_the_month_it_is_asked_from_the_next():
    # Some day of March, and cleared on some day of June.
    found = visited({"identified_on": "2024-03", "cleared_on": "2024-06"}, "2024-04-01")
    assert (int(found.spans["default"][0][0]), int(found.owed[0])) == (1, 2)


def test_who_says_no_first_day_is_not_judged():
    found = visited({}, "2024-04-01")
    assert (bool(found.known[0]), found.lacking[0]) == (False, NO_DATA)


def test_nothing_is_due_in_the_month_of_beginning():
    found = visited({"identified_on": "2024-06-10"})
    assert (bool(found.known[0]), found.lacking[0]) == (False, NOT_YET)


def test_a_visit_without_its_day_may_be_of_any_month():
    found = visited({"identified_on": "2024-04-10"}, "2024-05-02", None)
    assert [int(side[0]) for side in found.spans["default"]] == [1, 1]
    assert [int(side[0]) for side in found.spans["all"]] == [1, 2]


def test_without_the_ledger_nothing_is_known():
    found = visited({"identified_on": "2024-04-10"}, absent=("visits",))
    assert (bool(found.known[0]), found.lacking[0]) == (False, NO_DATA)
