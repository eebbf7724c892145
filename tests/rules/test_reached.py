"""The first day on which there is enough is the one that adding up day by day finds."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ruralmap.rules.reached import DatedRows, first_enough

ROWS = st.lists(
    st.tuples(st.integers(0, 2), st.integers(1, 9), st.integers(0, 5), st.integers(0, 3)), max_size=12
)
TODAY = 99


def by_hand(rows, place, limit, *, once):
    """Add up day by day; each value once, as of its first day."""
    seen, total = set(), 0
    for day in range(1, 10):
        for _, _, weight, value in sorted(row for row in rows if row[:2] == (place, day)):
            if not once or value not in seen:
                total += weight
            seen.add(value)
        if any(row[:2] == (place, day) for row in rows) and total >= limit:
            return day
    return TODAY


@settings(deadline=None)
@given(rows=ROWS, limit=st.integers(1, 12))
def test_enough_is_there_on_the_first_day_that_adding_up_finds(rows, limit):
    columns = np.array(rows, dtype=np.int64).reshape(-1, 4)
    dated = DatedRows(columns[:, 0], columns[:, 1], columns[:, 2])
    found = first_enough(dated, None, np.full(3, limit), TODAY)
    assert found.tolist() == [by_hand(rows, place, limit, once=False) for place in range(3)]


@settings(deadline=None)
@given(rows=ROWS, limit=st.integers(1, 5))
def test_a_distinct_value_counts_once_from_its_first_day(rows, limit):
    columns = np.array([(place, day, 1, value) for place, day, _, value in rows], dtype=np.int64).reshape(
        -1, 4
    )
    dated = DatedRows(columns[:, 0], columns[:, 1], columns[:, 2])
    found = first_enough(dated, columns[:, 3], np.full(3, limit), TODAY)
    plain = [tuple(row) for row in columns.tolist()]
    assert found.tolist() == [by_hand(plain, place, limit, once=True) for place in range(3)]


def test_what_asks_for_nothing_has_no_first_day():
    rows = DatedRows(np.array([0]), np.array([5]), np.array([1]))
    assert first_enough(rows, None, np.array([0]), TODAY).tolist() == [TODAY]
