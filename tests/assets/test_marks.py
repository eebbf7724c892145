"""A row of an export says by itself which record it is; a mark that was touched says nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruralmap.assets.chain import Head
from ruralmap.assets.marks import WHOLE_COUNTY, mark_of, read_mark, write_mark

HEAD = Head(12, "0123456789abcdef0123")


@given(st.text(max_size=20), st.sampled_from(["assets", "yields"]))
def test_a_mark_comes_back_whatever_its_key_is(key, table):
    mark = mark_of(HEAD, "441624100", table, key.strip())
    assert read_mark(f" {write_mark(mark)} ") == mark


@pytest.mark.parametrize(
    "text", ["", "ZC000001", "RM1:12", "RM2:12:0:-:assets:0:ZC1", "RM1:x:0:-:assets:0:ZC1"]
)
def test_what_is_no_mark_is_none(text):
    assert read_mark(text) is None


def test_a_mark_that_was_dragged_down_is_none():
    # A spreadsheet counts the last number up: the check sum is no longer that of the key.
    text = write_mark(mark_of(HEAD, WHOLE_COUNTY, "assets", "ZC000001"))
    assert read_mark(text.removesuffix("1") + "2") is None


@pytest.mark.parametrize(
    ("head", "same"),
    [
        (HEAD, True),
        (Head(11, HEAD.digest), False),
        (Head(12, "f" + HEAD.digest[1:]), False),
    ],
)
def test_a_mark_is_of_one_chain_at_one_length(head, same):
    assert mark_of(HEAD, WHOLE_COUNTY, "assets", "ZC000001").is_of(head) is same
