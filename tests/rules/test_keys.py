"""Rows are found by key, whatever the order, and nobody guesses between two of one key."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruralmap.rules.keys import rows_named


def _texts(values):
    return pd.Series(values, dtype="str")


def test_each_cell_finds_the_row_of_its_key():
    # b is the second row, a the first; x is no row, and an empty cell names none.
    assert rows_named(_texts(["b", "x", None, "a", "b"]), _texts(["a", "b", "c"])).tolist() == [
        1,
        -1,
        -1,
        0,
        1,
    ]


def test_an_empty_cell_does_not_find_a_row_without_a_key():
    assert rows_named(_texts([None, "a"]), _texts([None, "a", None])).tolist() == [-1, 1]


def test_a_key_that_stands_twice_is_nobodys():
    assert rows_named(_texts(["a", "b"]), _texts(["a", "a", "b"])).tolist() == [-1, 2]


@pytest.mark.parametrize(("named", "keys", "places"), [([], ["a"], []), (["a"], [], [-1]), ([], [], [])])
def test_nothing_is_found_where_nothing_is(named, keys, places):
    assert rows_named(_texts(named), pd.Index(_texts(keys))).tolist() == places


@given(st.lists(st.sampled_from("abcd")), st.lists(st.sampled_from("abcd"), unique=True))
def test_what_is_found_has_the_key(named, keys):
    places = rows_named(_texts(named), _texts(keys)).tolist()
    assert [keys.index(name) if name in keys else -1 for name in named] == places
