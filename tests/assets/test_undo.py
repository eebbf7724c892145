"""A batch is taken back field by field; what somebody changed since stays, and is named."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruralmap.assets.changes import Change, apply, changes_between, copy_of
from ruralmap.assets.undo import Kept, undo


def changed(key, before, after):
    return Change("assets", key, before, after)


BATCH = [
    changed("A", {"state": "正常", "owner": None}, {"state": "闲置", "owner": "甲"}),
    changed("N", None, {"state": "正常"}),
    changed("G", {"state": "损毁"}, None),
]
# As the batch left it.
AFTER = {"assets": {"A": {"state": "闲置", "owner": "甲", "note": "旧"}, "N": {"state": "正常"}}}


def test_an_untouched_batch_is_taken_back_whole():
    done = undo(BATCH, AFTER)
    assert done.kept == []
    assert done.changes == [
        changed("A", {"owner": "甲", "state": "闲置"}, {"owner": None, "state": "正常"}),
        changed("N", {"state": "正常"}, None),
        changed("G", None, {"state": "损毁"}),
    ]


def test_a_field_that_was_changed_since_stays_and_its_neighbour_goes_back():
    now = {"assets": AFTER["assets"] | {"A": {"state": "停产", "owner": "甲", "note": "旧"}}}
    done = undo(BATCH, now)
    assert done.kept == [Kept("assets", "A", ("state",))]
    assert done.changes[0] == changed("A", {"owner": "甲"}, {"owner": None})


def test_a_record_that_was_entered_and_edited_since_stays():
    now = {"assets": AFTER["assets"] | {"N": {"state": "正常", "owner": "乙"}}}
    done = undo(BATCH, now)
    assert Kept("assets", "N", ()) in done.kept
    assert not [one for one in done.changes if one.key == "N"]


def test_a_record_that_was_taken_off_and_entered_anew_is_left_alone():
    now = {"assets": AFTER["assets"] | {"G": {"state": "正常"}}}
    assert Kept("assets", "G", ()) in undo(BATCH, now).kept


def test_a_record_that_is_gone_since_stays_gone():
    done = undo(BATCH[:1], {"assets": {}})
    assert done == ([], [Kept("assets", "A", ())])


@pytest.mark.parametrize(("key", "now"), [("N", {}), ("G", {"G": {"state": "损毁"}})])
def test_what_is_back_already_is_neither_changed_nor_kept(key, now):
    done = undo([one for one in BATCH if one.key == key], {"assets": now})
    assert done == ([], [])


def test_several_changes_of_one_record_are_one():
    batch = [
        changed("A", {"state": "正常"}, {"state": "闲置"}),
        changed("A", {"state": "闲置", "owner": None}, {"state": "停产", "owner": "甲"}),
    ]
    done = undo(batch, {"assets": {"A": {"state": "停产", "owner": "甲"}}})
    assert done == ([changed("A", {"owner": "甲", "state": "停产"}, {"owner": None, "state": "正常"})], [])


def test_a_record_that_was_changed_and_then_taken_off_comes_back_as_it_was():
    batch = [
        changed("A", {"state": "正常"}, {"state": "闲置"}),
        changed("A", {"state": "闲置", "owner": "甲"}, None),
    ]
    assert undo(batch, {"assets": {}}).changes == [changed("A", None, {"owner": "甲", "state": "正常"})]


FIELDS = st.dictionaries(st.sampled_from("abc"), st.integers(0, 3), min_size=1)
RECORDS = st.dictionaries(st.sampled_from("ABCD"), FIELDS)


@given(st.lists(RECORDS, min_size=2, max_size=5))
def test_a_batch_of_any_changes_is_taken_back(states):
    batch = []
    for old, new in itertools.pairwise(states):
        batch += changes_between({"assets": old}, {"assets": new})
    now = {"assets": states[-1]}
    done = undo(batch, now)
    back = copy_of(now)
    for change in done.changes:
        apply(back, change)
    # A record that came and went within the batch was not there before, and is not there after.
    assert back["assets"] == states[0]
    assert done.kept == []
