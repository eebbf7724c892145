"""What assets earn: only what is due counts as owed, and an empty cell is not a zero."""

import pandas as pd

from ruralmap.funds.yields import shared_out, yields_of


def yields(*rows):
    """Write yields as (asset, due on, due, paid on, paid)."""
    names = ["asset_id", "due_on", "due_fen", "paid_on", "paid_fen"]
    kinds = dict.fromkeys(names, "str") | {"due_fen": "Int64", "paid_fen": "Int64"}
    return pd.DataFrame(rows, columns=names).astype(kinds)


def sums(*rows, as_of="2024-09-30"):
    found = yields_of(yields(*rows), as_of=as_of)
    return {str(asset): [int(fen) for fen in row] for asset, row in found.T.items()}


def test_dues_payments_and_arrears_add_up_by_asset():
    # C1: 100 + 50 due, 40 + 80 paid; the 30 too many of the second do not pay the 60 of the first.
    assert sums(
        ("C1", "2023-06-30", 100, "2023-07-01", 40),
        ("C1", "2024-06-30", 50, "2024-07-01", 80),
        ("C2", "2024-06-30", 10, None, 0),
    ) == {"C1": [150, 120, 60, 0], "C2": [10, 0, 10, 0]}


def test_a_due_counts_on_its_day_and_not_the_day_before():
    row = ("C1", "2024-06-30", 10, None, 0)
    assert sums(row, as_of="2024-06-30") == {"C1": [10, 0, 10, 0]}
    assert sums(row, as_of="2024-06-29") == {}


def test_a_due_dated_to_a_month_is_due_at_its_end():
    row = ("C1", "2024-06", 10, None, 0)
    assert sums(row, as_of="2024-06-30") == {"C1": [10, 0, 10, 0]}
    assert sums(row, as_of="2024-06-29") == {}


def test_a_payment_after_the_date_has_not_been_made():
    row = ("C1", "2024-06-30", 10, "2024-10-01", 10)
    assert sums(row) == {"C1": [10, 0, 10, 0]}
    assert sums(row, as_of="2024-10-01") == {"C1": [10, 10, 0, 0]}


def test_a_payment_without_a_date_counts():
    assert sums(("C1", "2024-06-30", 10, None, 4)) == {"C1": [10, 4, 6, 0]}


def test_an_empty_cell_is_counted_and_makes_no_arrears():
    assert sums(
        ("C1", None, 10, None, 4),  # nobody knows when it is due; what was paid was paid
        ("C1", "2024-06-30", None, None, 4),
        ("C1", "2024-06-30", 10, None, None),
    ) == {"C1": [0, 8, 0, 3]}


def distributions(*rows):
    """Write distributions as (village, year, level, form, amount, decided on)."""
    names = ["village_code", "year", "dist_level", "dist_form", "amount_fen", "decided_on"]
    kinds = dict.fromkeys(names, "str") | {"year": "Int64", "amount_fen": "Int64"}
    frame = pd.DataFrame(rows, columns=names).astype(kinds)
    return frame.assign(persons=pd.array([None] * len(frame), dtype="Int64"), published_on=None)


def test_villages_that_are_asked_for_say_what_they_shared_out():
    rows = distributions(
        ("V2", 2023, "二次", "岗位", 30, "2024-01-05"),
        ("V1", 2023, "初次", "分红", 90, "2024-01-05"),
        ("V1", 2023, "二次", "公益", 60, "2024-10"),
        ("V3", 2023, "初次", "分红", 7, None),
        ("V9", 2023, "初次", "分红", 1, "2024-01-05"),
    )
    states = pd.Series({"V1": "inside"}, dtype="str")
    found = shared_out(rows, {"V1", "V2", "V3"}, states, as_of="2024-09-30")
    # The second of V1 is decided at the end of October at the latest: not yet. V3 does not say when.
    assert found["village_code"].tolist() == ["V1", "V2", "V3"]
    assert found["amount_fen"].tolist() == [90, 30, 7]
    assert found["zone_state"].fillna("—").tolist() == ["inside", "—", "—"]
