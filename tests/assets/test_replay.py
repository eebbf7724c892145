"""What the chain comes to: at any length, on any day, and held against the tables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruralmap.assets.chain import EMPTY, Entry, Source, events_of, head_of
from ruralmap.assets.changes import Change, apply, changes_between, fits, reversed_changes
from ruralmap.assets.replay import as_of, replay, strays


def chain_of(*batches):
    """Write batches down: the day from which each holds, and its changes."""
    events = []
    for day, *changes in batches:
        entry = Entry(day, day, f"{day}T00:00:00Z", "王", "")
        events += events_of([(change, Source()) for change in changes], entry, head_of(events))
    return events


def becomes(key, **fields):
    """From and to, a pair a field; None is empty."""
    before = {name: pair[0] for name, pair in fields.items()}
    return Change("assets", key, before, {name: pair[1] for name, pair in fields.items()})


def enters(key, **fields):
    return Change("assets", key, None, fields)


EVENTS = chain_of(
    ("2024-01-31", enters("A", state="正常", owner="甲"), enters("B", state="正常")),
    ("2024-06-30", becomes("A", state=("正常", "闲置"), owner=("甲", None))),
    ("2024-07-31", Change("assets", "B", {"state": "正常"}, None)),
    # Written last, and true since March.
    ("2024-03-31", becomes("A", note=(None, "水毁"))),
)


@pytest.mark.parametrize(
    ("day", "records"),
    [
        ("2024-01-30", {}),
        ("2024-01-31", {"A": {"state": "正常", "owner": "甲"}, "B": {"state": "正常"}}),
        ("2024-03-31", {"A": {"state": "正常", "owner": "甲", "note": "水毁"}, "B": {"state": "正常"}}),
        ("2024-06-30", {"A": {"state": "闲置", "note": "水毁"}, "B": {"state": "正常"}}),
        ("2024-07-31", {"A": {"state": "闲置", "note": "水毁"}}),
    ],
)
def test_the_registry_is_as_it_was_on_a_day(day, records):
    assert as_of(EVENTS, day).get("assets", {}) == records


@pytest.mark.parametrize(
    ("count", "records"),
    [
        (0, {}),
        (1, {"A": {"state": "正常", "owner": "甲"}}),
        (3, {"A": {"state": "闲置"}, "B": {"state": "正常"}}),
        (5, {"A": {"state": "闲置", "note": "水毁"}}),
    ],
)
def test_the_registry_is_as_it_was_after_so_many_events(count, records):
    assert replay(EVENTS, count=count).get("assets", {}) == records


def test_on_a_day_before_it_was_entered_nothing_is_known_of_a_record():
    events = chain_of(
        ("2024-06-30", enters("A", state="正常")), ("2024-03-31", becomes("A", note=(None, "旧")))
    )
    assert as_of(events, "2024-04-30").get("assets", {}) == {}
    assert as_of(events, "2024-06-30")["assets"] == {"A": {"state": "正常", "note": "旧"}}


def test_an_event_that_does_not_fit_is_refused_with_its_number():
    events = chain_of(("2024-01-31", enters("A", state="正常"), becomes("A", state=("停产", "闲置"))))
    with pytest.raises(LookupError, match="2"):
        replay(events)


@pytest.mark.parametrize(
    "change", [enters("A", state="正常"), becomes("C", state=("正常", "闲置")), becomes("A", qty=(1, 2))]
)
def test_what_fits(change):
    state = {"assets": {"A": {"state": "正常", "qty": True}}}
    assert not fits(state, change)
    assert fits(state, becomes("A", state=("正常", "闲置")))
    assert fits(state, enters("C", state="正常"))


def test_edits_behind_the_chain_are_found_and_would_make_it_whole():
    held = {"assets": {"A": {"state": "正常", "note": "水毁"}, "N": {"state": "正常"}}}
    found = strays(replay(EVENTS), held)
    assert found == [becomes("A", state=("闲置", "正常")), enters("N", state="正常")]
    entry = Entry("X", "2024-08-31", "2024-08-31T00:00:00Z", "王", "采纳")
    whole = [*EVENTS, *events_of([(one, Source()) for one in found], entry, head_of(EVENTS))]
    assert replay(whole) == held
    assert strays(replay(whole), held) == []


def test_a_table_that_lost_all_its_rows_is_found():
    assert strays(replay(EVENTS), {}) == [Change("assets", "A", {"state": "闲置", "note": "水毁"}, None)]


VALUES = st.one_of(
    st.sampled_from(["甲", "乙", ""]), st.integers(0, 2), st.booleans(), st.sampled_from([0.5, 1.0])
)
STATES = st.dictionaries(
    st.sampled_from(["assets", "contracts"]),
    st.dictionaries(
        st.sampled_from("ABC"), st.dictionaries(st.sampled_from("fgh"), VALUES, max_size=3), max_size=3
    ),
)


def typed(state):
    """Tell 1 from True and 1.0, which Python takes for the same, and leave out tables without records."""
    return {
        table: {
            key: {name: (type(value), value) for name, value in row.items()} for key, row in records.items()
        }
        for table, records in state.items()
        if records
    }


@given(states=st.lists(STATES, min_size=1, max_size=4))
def test_the_changes_between_states_lead_from_one_to_the_next_and_back(states):
    state, all_changes = {}, []
    for wanted in states:
        complete = {table: {} for table in state} | wanted
        changes = list(changes_between(state, complete))
        assert all(fits(state, change) for change in changes)
        for change in changes:
            apply(state, change)
        assert typed(state) == typed(complete)
        all_changes += changes
    for change in reversed_changes(all_changes):
        assert fits(state, change)
        apply(state, change)
    assert typed(state) == {}
    assert replay([]) == {}
    assert head_of([]) == EMPTY
