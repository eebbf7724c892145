"""Whatever order files and people edit in, no edit is lost, and a build without news changes nothing."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from ruralmap.assets.chain import Entry, Source, events_of, head_of
from ruralmap.assets.changes import changes_between, copy_of
from ruralmap.assets.chronicle import BUILD, Batch, Chronicle, Filed, take
from ruralmap.assets.merging import Spot
from ruralmap.assets.replay import replay


def filed(records, *, partial=()):
    sources = {("assets", key): Source("台账.xlsx", "表", 4) for key in records}
    return Filed({"assets": copy_of({"assets": records})["assets"]}, sources, frozenset(partial))


def after(known, changes, kind, *, file="镇.xlsx", day="2024-10-08"):
    """Write a batch behind what is known."""
    name = f"B{len(known.batches) + 1}"
    entry = Entry(name, day, f"{day}T00:00:00Z", "王", "")
    new = [(change, Source(file)) for change in changes]
    events = [*known.events, *events_of(new, entry, head_of(known.events))]
    batch = Batch(name, kind, *entry[1:], events=len(new), last=len(events))
    return Chronicle(events, [*known.batches, batch], known.differing, known.conflicts, known.decided)


def build(known, said):
    """Build from files, as the job does."""
    taken = take(said, known)
    if known.batches and not taken.merged.changes and not taken.is_news:
        return known
    written = after(
        known, [one for one, _ in taken.merged.changes], BUILD, file="台账.xlsx", day="2024-09-30"
    )
    return Chronicle(written.events, written.batches, taken.differing, taken.merged.conflicts, known.decided)


def edit(known, records):
    """Let somebody bring the registry to what he wants."""
    return after(known, list(changes_between(replay(known.events), {"assets": records})), "merge")


FIRST = {"A": {"state": "正常", "note": "旧"}, "B": {"state": "正常"}}


def test_the_first_build_takes_what_the_files_say():
    known = build(Chronicle(), filed(FIRST))
    assert replay(known.events) == {"assets": FIRST}
    assert known.built == 2
    assert not known.is_edited
    assert build(known, filed(FIRST)) is known


def test_edits_and_files_are_both_taken_where_they_differ():
    known = edit(build(Chronicle(), filed(FIRST)), FIRST | {"A": {"state": "闲置", "note": "旧"}})
    known = build(known, filed(FIRST | {"A": {"state": "正常", "note": "新"}}))
    assert replay(known.events)["assets"]["A"] == {"state": "闲置", "note": "新"}
    assert known.differing == {("assets", "A"): {"state": "正常", "note": "新"}}
    assert known.is_edited


def test_a_record_of_a_table_that_was_not_read_whole_stays():
    known = build(Chronicle(), filed(FIRST))
    known = build(known, filed({"A": FIRST["A"]}, partial=["assets"]))
    assert sorted(replay(known.events)["assets"]) == ["A", "B"]
    # It is missed again once all could be read.
    known = build(known, filed({"A": FIRST["A"]}))
    assert sorted(replay(known.events)["assets"]) == ["A"]


def test_a_table_that_the_workspace_no_longer_names_is_left_alone():
    known = build(Chronicle(), filed(FIRST))
    assert build(known, Filed({}, {})) is known


def test_of_a_day_later_edits_are_left_out_and_builds_are_not():
    known = edit(build(Chronicle(), filed(FIRST)), FIRST | {"A": {"state": "闲置"}})
    said = filed(FIRST)
    assert take(said, known, day="2024-10-07").state == {"assets": FIRST}
    assert take(said, known, day="2024-01-01").state == {"assets": FIRST}
    assert take(said, known, day="2024-10-08").state["assets"]["A"] == {"state": "闲置"}


RECORDS = st.dictionaries(
    st.sampled_from("ABC"), st.dictionaries(st.sampled_from("xyz"), st.integers(0, 2), min_size=1)
)
STEPS = st.lists(st.tuples(st.booleans(), RECORDS), min_size=1, max_size=6)


@given(STEPS)
def test_no_step_loses_what_another_said(steps):
    known = Chronicle()
    for is_file, records in steps:
        if not is_file and known.batches:
            known = edit(known, records)
            continue
        built = build(known, filed(records))
        hold_together(known, records, built)
        known = built
        # The same files again change nothing.
        assert build(known, filed(records)) is known


def hold_together(known, records, built):
    """What one side changed and the other did not is what stands after a build."""
    base, mine = said_at_last_build(known), replay(known.events).get("assets", {})
    now = replay(built.events).get("assets", {})
    for key, field in itertools.product(base.keys() | mine.keys() | records.keys(), "xyz"):
        if {Spot("assets", key, ""), Spot("assets", key, field)} & built.conflicts.keys():
            continue
        was, ours, theirs, stands = (one.get(key, {}).get(field) for one in (base, mine, records, now))
        if ours == was and (key in records or key not in base):
            assert stands == theirs
        if theirs == was and key in records and key in mine:
            assert stands == ours


def said_at_last_build(known):
    """Replay what the files said, as it is kept."""
    state = replay(known.events[: known.built]).get("assets", {})
    for (_, key), fields in known.differing.items():
        if fields is None:
            state.pop(key, None)
        else:
            state[key] = dict(fields)
    return state
