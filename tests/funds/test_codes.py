"""Columns become whole numbers, which sort and compare as the columns do."""

import numpy as np
import pandas as pd

from ruralmap.funds.codes import among, codes_of, keys_of, order_of


def test_values_are_numbered_in_their_order_and_what_is_missing_has_none():
    frame = pd.DataFrame({"text": pd.array(["b", None, "a", "b"], dtype="str")})
    codes, values = codes_of(frame, "text")
    assert codes.tolist() == [1, -1, 0, 1]
    assert values.tolist() == ["a", "b"]


def test_a_column_that_is_not_there_is_missing_throughout():
    codes, values = codes_of(pd.DataFrame({"text": ["a", "b"]}), "other")
    assert codes.tolist() == [-1, -1]
    assert len(values) == 0


def test_cells_are_among_names_whatever_holds_them_and_what_is_missing_is_not():
    cells = pd.Series(["b", None, "a", "b"], dtype="str")
    for texts in (cells, cells.astype(object), pd.Index(cells)):
        assert among(texts, {"b", ""}).tolist() == [True, False, False, True]
        assert among(texts[:0], {"b"}).tolist() == []


def test_rows_are_ordered_by_the_first_column_first_the_missing_last_equal_ones_as_they_came():
    first, second = np.array([1, 0, -1, 1, 1]), np.array([0, 5, 0, -1, 0])
    # row 1 (0), then rows 0 and 4 (1, 0), row 3 (1, missing), row 2 (missing)
    assert order_of([first, second]).tolist() == [1, 0, 4, 3, 2]


def test_columns_that_do_not_fit_into_one_number_are_written_into_several():
    # two columns of 2 ** 40 values are 2 ** 80 pairs
    wide = np.array([0, 2**40, 7])
    keys = keys_of([wide, wide[::-1].copy(), np.array([1, 1, 0])])
    assert len(keys) == 2
    assert order_of([wide, wide[::-1].copy(), np.array([1, 1, 0])]).tolist() == [0, 2, 1]
    assert len(keys_of([np.array([1, 0]), np.array([-1, 3])])) == 1


def test_no_rows_have_an_order_without_any():
    assert order_of([np.array([], dtype=np.int64)]).tolist() == []
