"""Sums by any dimension add up; two days are compared row by row; equal values rank alike."""

from fractions import Fraction

import pandas as pd
import pytest

from funds import handmade
from ruralmap.errors import ConservationError
from ruralmap.funds import progress as progress_module
from ruralmap.funds.balances import balances
from ruralmap.funds.progress import by, compare, groups_of, ranking


def cells(frame, *names):
    found = frame[list(names)].astype(object)
    return found.where(found.notna(), None).to_numpy().tolist()


def test_case_e1_by_project_with_the_total_last():
    sums = by(balances(handmade.ledger()), ["prj_id"])
    assert cells(sums, "prj_id", "issued_fen", "spent_fen", "unspent_fen", "labour_paid_fen") == [
        ["P1", 60_000, 35_000, 25_000, None],
        ["P2", 30_000, 0, 30_000, None],
        [None, 10_000, 0, 10_000, None],
        [None, 100_000, 35_000, 65_000, None],
    ]


def test_groups_stand_in_the_order_of_the_schema_the_missing_last():
    one = balances(handmade.ledger()).tail(1)
    table = pd.concat([one] * 4, ignore_index=True).assign(
        year=pd.array([2024, None, 2024, 2022], dtype="Int64"), level=["县", "中央", "中央", None]
    )
    groups, place = groups_of(table, ["year", "level"])
    assert cells(groups, "year", "level") == [[2022, None], [2024, "中央"], [2024, "县"], [None, "中央"]]
    assert place.tolist() == [2, 3, 1, 0]
    assert by(table, ["year", "level"])["issued_fen"].tolist() == [10_000] * 4 + [40_000]


def test_no_rows_have_a_total_of_nothing():
    sums = by(balances(handmade.ledger()).head(0), ["prj_id"])
    assert cells(sums, "prj_id", "issued_fen") == [[None, None]]


def test_case_e1_in_march_and_in_december():
    then, now = (balances(handmade.ledger(day)) for day in ("2024-02-10", "2024-12-31"))
    both = compare(then, now, ["prj_id"])
    assert cells(both, "prj_id", "issued_then", "issued_now", "issued_change", "spent_change") == [
        ["P1", 60_000, 60_000, 0, 35_000],
        ["P2", 0, 30_000, 30_000, 0],
        [None, 40_000, 10_000, -30_000, 0],
        [None, 100_000, 100_000, 0, 35_000],
    ]


def test_sums_that_lose_a_fen_are_a_fault(monkeypatch):
    def losing(table, dims):
        groups, place = groups_of(table, dims)
        return groups.head(1), place.clip(max=0)

    table = balances(handmade.ledger())
    monkeypatch.setattr(progress_module, "groups_of", losing)
    assert by(table, ["prj_id"])["issued_fen"].tolist() == [100_000, 100_000]
    monkeypatch.setattr(
        progress_module, "groups_of", lambda rows, dims: (rows[list(dims)].head(1), [0, 0, float("nan")])
    )
    with pytest.raises(ConservationError, match="issued_fen"):
        by(table, ["prj_id"])


@pytest.mark.parametrize(
    ("values", "ranks"),
    [
        pytest.param([], [], id="none"),
        pytest.param([None], [None], id="nothing to rank by"),
        pytest.param([Fraction(1, 2), Fraction(3, 4), Fraction(2, 4)], [2, 1, 2], id="equal ones"),
        pytest.param([Fraction(1), Fraction(1), Fraction(0), None], [1, 1, 3, None], id="one, one, three"),
    ],
)
def test_ranks_are_one_one_three_and_the_missing_have_none(values, ranks):
    assert ranking(values) == ranks
