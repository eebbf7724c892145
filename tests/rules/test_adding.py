"""Rows are added up in the unit in which they stand, and nowhere else."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ruralmap.rules.adding import Adder

PLACES = np.array([0, 2, -1, 2, 0])
ALL = np.ones(5, dtype=bool)


def test_rows_are_counted_by_unit_and_those_without_one_not_at_all():
    # Rows 0 and 4 stand in the first unit, 1 and 3 in the third, 2 in none.
    assert Adder(PLACES, 3).add(ALL).tolist() == [2, 0, 2]


def test_weights_are_added_exactly():
    # 2**53 + 1 is no float: 2**53 + 1 + 3 in the first unit, 5 + 7 in the third.
    weights = np.array([2**53 + 1, 5, 100, 7, 3])
    assert Adder(PLACES, 3, weights).add(ALL).tolist() == [2**53 + 4, 0, 12]


def test_rows_that_are_left_out_add_nothing():
    # Of rows 0, 1 and 3 the last is left out.
    which, beyond = np.array([1, 1, 0, 1, 0], dtype=bool), np.array([0, 0, 0, 1, 1], dtype=bool)
    assert Adder(PLACES, 3).add(which, beyond=beyond).tolist() == [1, 0, 1]


def test_no_rows_and_no_units_add_up_to_nothing():
    assert Adder(PLACES, 3).add(~ALL).tolist() == [0, 0, 0]
    assert Adder(np.zeros(0, dtype=np.intp), 0).add(np.zeros(0, dtype=bool)).tolist() == []


@given(st.lists(st.tuples(st.integers(-1, 3), st.integers(-9, 9), st.booleans(), st.booleans())))
def test_what_some_rows_add_beyond_others_is_the_difference(rows):
    places, weights, which, some = (
        (np.array(column, dtype=int) for column in zip(*rows, strict=True))
        if rows
        else [np.zeros(0, dtype=int)] * 4
    )
    adder = Adder(places, 4, weights)
    which, among = which.astype(bool), (which & some).astype(bool)
    assert (adder.add(which, beyond=among) == adder.add(which) - adder.add(among)).all()
