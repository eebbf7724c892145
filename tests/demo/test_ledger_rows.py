"""How the rows of ledgers are written."""

import pandas as pd
import pytest

from ruralmap.demo.ledger_rows import among, as_table, days_after, numbered


@pytest.mark.parametrize(
    ("since", "days", "written"),
    [
        ("2024-02-28", 1, "2024-02-29"),  # a leap year
        ("2023-02-28", 1, "2023-03-01"),
        ("2024-01-01", -1, "2023-12-31"),
        ("2024-09-05", 25, "2024-09-30"),
    ],
)
def test_days_are_those_of_the_calendar(since, days, written):
    assert days_after(since, [0, days]).tolist() == [since, written]


def test_numbers_begin_with_one():
    assert numbered("XS", 2, width=3) == ["XS001", "XS002"]


def test_texts_are_found_among_others_and_keep_their_index():
    found = among(pd.Series(["a", "b"], index=[7, 9]), ["b", "c"])
    assert found.to_dict() == {7: False, 9: True}


def test_what_is_missing_stays_missing_and_numbers_stay_numbers():
    rows = as_table({"name": ["甲", None], "count": [1, 2], "flag": [True, False]})
    assert rows["name"].isna().tolist() == [False, True]
    assert rows["count"].sum() == 3
    assert rows["flag"].tolist() == [True, False]
