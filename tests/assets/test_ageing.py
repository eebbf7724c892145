"""Arrears by age: one day more or less at each border, and what nobody wrote down."""

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.care_toy import AS_OF, contracts, yields
from ruralmap.assets.ageing import AGES, arrears, days_since
from ruralmap.funds.yields import yields_of


def owed(*rows, held=({},)):
    return arrears(yields(*rows), contracts(*held), as_of=AS_OF)


def ago(days):
    return (dt.date(2024, 9, 30) - dt.timedelta(days=days)).isoformat()


@pytest.mark.parametrize(
    ("days", "age"),
    [
        (0, "d0_30"),
        (30, "d0_30"),
        (31, "d31_90"),
        (90, "d31_90"),
        (91, "d91_365"),
        (365, "d91_365"),
        (366, "d366_up"),
    ],
)
def test_the_day_from_which_is_counted_does_not_count(days, age):
    row = owed({"due_on": ago(days), "paid_fen": 0}).iloc[0]
    assert (row["days"], row["age"]) == (days, age)


def test_what_is_due_tomorrow_is_not_owed():
    assert owed({"due_on": "2024-10-01", "paid_fen": 0}).empty


@pytest.mark.parametrize(("month", "days"), [("2024-09", 0), ("2024-08", 30), ("2024-02", 214)])
def test_a_due_month_ends_on_its_last_day(month, days):
    # 31 August to 30 September are 30 days; 29 February to 30 September: 1 + 30 + 31 + 30 + 31 + 31 + 30 of
    # March (31), April (30), May (31), June (30), July (31), August (31), September (30) = 214.
    assert owed({"due_on": month, "paid_fen": 0})["days"].tolist() == [days]


def test_a_due_month_that_is_not_over_is_not_owed():
    assert arrears(yields({"due_on": "2024-09", "paid_fen": 0}), contracts(), as_of="2024-09-29").empty


@pytest.mark.parametrize(
    ("row", "rest"),
    [
        pytest.param({"paid_fen": 0}, [100], id="nothing paid"),
        pytest.param({"paid_fen": 99, "paid_on": "2024-09-02"}, [1], id="part"),
        pytest.param({"paid_fen": 100, "paid_on": "2024-09-02"}, [], id="all"),
        pytest.param({"paid_fen": 101, "paid_on": "2024-09-02"}, [], id="too much"),
        pytest.param({"paid_fen": 100, "paid_on": AS_OF}, [], id="paid on the day"),
        pytest.param({"paid_fen": 100, "paid_on": "2024-10-01"}, [100], id="paid the day after"),
        pytest.param({"paid_fen": 100, "paid_on": "2024-10"}, [100], id="paid in the month after"),
        pytest.param({"paid_fen": 100}, [], id="paid, nobody knows when"),
        pytest.param({"paid_fen": None}, [pd.NA], id="nobody wrote what was paid"),
        pytest.param({"due_fen": None, "paid_fen": 5}, [pd.NA], id="nobody wrote what was due"),
        pytest.param({"paid_fen": None, "paid_on": "2024-10-01"}, [100], id="unknown, but paid later"),
    ],
)
def test_what_is_left_of_a_due(row, rest):
    assert owed(row)["arrears_fen"].tolist() == rest


def test_without_a_due_date_the_age_is_unknown_and_the_amount_is_not():
    row = owed({"due_on": None, "paid_fen": 40}).iloc[0]
    assert (row["age"], row["arrears_fen"]) == ("undated", 60)
    assert pd.isna(row["days"])
    assert owed({"due_on": None, "paid_fen": 100}).empty


def test_the_contract_says_of_which_asset_a_due_is():
    rows = owed({"paid_fen": 0}, {"paid_fen": 0, "asset_id": "B"}, {"paid_fen": 0, "contract_id": "strange"})
    assert rows["asset_id"].fillna("").tolist() == ["A", "B", ""]


DAYS = st.one_of(
    st.none(), st.integers(-40, 800).map(ago), st.sampled_from(["2024-08", "2024-09", "2024-10"])
)
FEN = st.one_of(st.none(), st.integers(0, 5))
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "asset_id": st.sampled_from(["A", "B"]),
            "due_on": DAYS,
            "due_fen": FEN,
            "paid_on": DAYS,
            "paid_fen": FEN,
        }
    ),
    max_size=12,
)


@given(ROWS)
def test_every_row_is_listed_settled_or_due_later(rows):
    given_rows = yields(*rows)
    found = arrears(given_rows, contracts(), as_of=AS_OF)
    paid = given_rows["paid_fen"].mask(days_since(given_rows["paid_on"], AS_OF).lt(0).fillna(value=False), 0)
    later = days_since(given_rows["due_on"], AS_OF).lt(0).fillna(value=False)
    settled = (given_rows["due_fen"] - paid).le(0).fillna(value=False)
    assert set(found.index) == set(given_rows.index[~(later | settled).astype(bool)])
    assert found["age"].isin(AGES).all()
    assert found["age"].eq("undated").tolist() == found["days"].isna().tolist()


@given(ROWS)
def test_the_arrears_of_an_asset_are_those_that_the_trace_of_funds_tells(rows):
    given_rows = yields(*rows)
    found = arrears(given_rows, contracts(), as_of=AS_OF)
    # The trace leaves out of its sum what is without a date; here it is a class of its own.
    dated = found[found["age"].ne("undated")].groupby("asset_id")["arrears_fen"].sum()
    told = yields_of(given_rows, as_of=AS_OF)["arrears_fen"]
    assert dated[dated.gt(0)].to_dict() == told[told.gt(0)].to_dict()
