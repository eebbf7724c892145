"""The chain of events: what anybody does to it behind its back is seen."""

import json
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ruralmap.assets.chain import EMPTY, Entry, Head, Source, events_of, head_of, verify
from ruralmap.assets.changes import Change, canonical, read_canonical

ENTRY = Entry("B1", "2024-09-30", "2024-10-01T08:00:00Z", "王", "年度清查")
SOURCE = Source("平远镇.xlsx", "资产", 12)


def chain_of(count, head=EMPTY):
    changes = [
        (Change("assets", f"A{number}", None, {"asset": "冷库", "qty": number}), SOURCE)
        for number in range(count)
    ]
    return list(events_of(changes, ENTRY, head))


def test_an_event_carries_the_hash_of_the_one_before_it():
    first, second = chain_of(2)
    assert first.before == ""
    assert first.after == '{"asset":"冷库","qty":0}'
    said = json.dumps(["", 1, *ENTRY, *SOURCE, "assets", "A0"], ensure_ascii=False, separators=(",", ":"))
    text = f"{said}\n\n{first.after}"
    assert first.hash == sha256(text.encode()).hexdigest()
    assert second.seq == 2
    assert verify([first, second]).head == Head(2, second.hash)


def test_a_batch_is_written_behind_the_head():
    first = chain_of(2)
    both = first + chain_of(3, head_of(first))
    assert [event.seq for event in both] == [1, 2, 3, 4, 5]
    assert verify(both, [head_of(first), head_of(both), EMPTY]).is_sound


def test_nothing_is_sound():
    assert verify([]) == (EMPTY, None, ())
    assert verify([], [EMPTY]).is_sound


@settings(max_examples=60)
@given(at=st.integers(0, 4), how=st.sampled_from(["altered", "removed", "swapped", "doubled"]))
def test_the_first_event_that_is_not_as_written_is_named(at, how):
    events = chain_of(6)
    head = head_of(events)
    if how == "altered":
        events[at] = events[at]._replace(by="李")
    elif how == "removed":
        del events[at]
    elif how == "swapped":
        events[at], events[at + 1] = events[at + 1], events[at]
    else:
        events.insert(at, events[at])
    found = verify(events, [head])
    # Counted from 1: where an event is gone or came too late stands the next; of one that stands twice the
    # second is wrong.
    assert (
        found.broken_at == {"altered": at + 1, "removed": at + 2, "swapped": at + 2, "doubled": at + 1}[how]
    )
    assert found.head.length == (at + 1 if how == "doubled" else at)
    assert found.lost == (head,)
    assert not found.is_sound


@pytest.mark.parametrize("field", range(13))
def test_no_field_can_be_altered(field):
    events = chain_of(2)
    old = events[0][field]
    events[0] = events[0]._replace(**{events[0]._fields[field]: 7 if isinstance(old, int) else f"{old}x"})
    assert verify(events).broken_at is not None


def test_a_chain_that_was_cut_off_is_only_seen_by_a_head_that_lies_elsewhere():
    events = chain_of(4)
    head = head_of(events)
    assert verify(events[:3]).is_sound
    found = verify(events[:3], [head_of(events[:2]), head])
    assert found.broken_at is None
    assert found.lost == (head,)
    assert not found.is_sound


def test_a_chain_that_was_written_anew_is_seen_too():
    head = head_of(chain_of(3))
    other = Entry("B1", "2024-09-30", "2024-10-01T08:00:00Z", "李", "年度清查")
    anew = list(events_of([(event.change, SOURCE) for event in chain_of(3)], other, EMPTY))
    assert verify(anew).is_sound
    assert verify(anew, [head]).lost == (head,)


def test_fields_have_one_form():
    assert canonical({"b": 1.5, "a": None, "c": "甲“乙”"}) == '{"a":null,"b":1.5,"c":"甲“乙”"}'
    assert read_canonical(canonical({"b": True})) == {"b": True}
    assert read_canonical(canonical(None)) is None
    with pytest.raises(ValueError, match="JSON"):
        canonical({"a": float("nan")})
