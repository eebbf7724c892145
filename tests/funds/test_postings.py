"""Rows of codes are put in order and told apart, however large the codes may be."""

import numpy as np
import pytest

from ruralmap.funds.postings import gather


@pytest.mark.parametrize(
    "size",
    [pytest.param(9, id="packed at once"), pytest.param(2**40, id="packed step by step")],
)
def test_rows_of_codes_are_put_in_order_and_told_apart(size):
    # In order: row 2 (0 9 1), rows 0 and 3 (3 1 2), row 1 (3 2 0).
    keys = np.array([[3, 1, 2], [3, 2, 0], [0, 9, 1], [3, 1, 2]])
    order, starts, place = gather(keys, [size, size, size])
    assert order.tolist() == [2, 0, 3, 1]
    assert starts.tolist() == [0, 1, 3]
    assert place.tolist() == [1, 2, 0, 1]


def test_no_rows_are_told_apart():
    order, starts, place = gather(np.zeros((0, 2), dtype=np.int64), [1, 1])
    assert (len(order), len(starts), len(place)) == (0, 0, 0)
