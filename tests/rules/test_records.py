"""Rows of a table as Python's own values."""

import numpy as np
import pandas as pd

from ruralmap.rules.records import plain_rows


def test_cells_are_pythons_own_and_missing_ones_none():
    table = pd.DataFrame(
        {
            "text": pd.array(["甲", None], dtype="str"),
            "count": pd.array([None, 2], dtype="Int64"),
            "flag": pd.array([True, None], dtype="boolean"),
            "share": [0.5, np.nan],
            3: np.array([np.int64(7), None], dtype=object),
        }
    )
    rows = plain_rows(table)
    assert rows == [
        {"text": "甲", "count": None, "flag": True, "share": 0.5, "3": 7},
        {"text": None, "count": 2, "flag": None, "share": None, "3": None},
    ]
    kinds = [type(cell) for cell in rows[0].values()]
    assert kinds == [str, type(None), bool, float, int]


def test_a_table_without_rows_has_none():
    assert plain_rows(pd.DataFrame({"text": pd.array([], dtype="str")})) == []
