"""Cumulative reports: which count, where they stand, how they moved."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from ruralmap.funds.months import AMOUNTS, movements_of, previous, put_in_order, state_of


def test_movements_are_the_differences_of_cumulative_reports(months_of):
    months = put_in_order(
        months_of(
            ("Z1", "P1", "2024-03", 100, 80, 100, 60, 40, 60),
            ("Z1", "P1", "2024-01", 100, 50, 100, 0, 0, 100),
            ("Z1", None, "2024-01", 20, 20, 0, 0, 0, 20),
        )
    )
    # In order: no project, then P1 in January and March. 80-50, 60-0, 40-0, and the balance falls by 40.
    assert movements_of(months)[["prj_id", "month", *AMOUNTS]].to_numpy().tolist() == [
        ["", "2024-01", 20, 20, 0, 0, 0, 20],
        ["P1", "2024-01", 100, 50, 100, 0, 0, 100],
        ["P1", "2024-03", 0, 30, 0, 60, 40, -40],
    ]


def test_before_the_first_report_there_was_nothing(months_of):
    months = put_in_order(
        months_of(("Z1", "P1", "2024-01", 9, 9, 9, 9, 9, 0), ("Z2", "P1", "2024-02", 5, 5, 5, 5, 5, 0))
    )
    assert previous(months)[list(AMOUNTS)].to_numpy().tolist() == [[0] * 6, [0] * 6]
    assert previous(months)["month"].isna().all()


def test_the_state_is_the_latest_report_of_each_project_even_if_a_month_leaves_it_out(months_of):
    months = put_in_order(
        months_of(
            ("Z1", "P1", "2024-02", 70, 0, 70, 0, 0, 70),
            ("Z1", "P2", "2024-02", 30, 0, 30, 0, 0, 30),
            ("Z1", "P1", "2024-03", 70, 70, 70, 10, 5, 65),
        )
    )
    assert state_of(months)[["prj_id", "month", "spent_fen"]].to_numpy().tolist() == [
        ["P1", "2024-03", 5],
        ["P2", "2024-02", 0],
    ]


KEYS = st.tuples(
    st.sampled_from(["Z1", "Z2"]),
    st.sampled_from(["P1", "P2", None]),
    st.sampled_from(["2024-01", "2024-02", "2024-05"]),
)
REPORTS = st.dictionaries(KEYS, st.tuples(*[st.integers(-(10**13), 10**13)] * 6), min_size=1)


@settings(max_examples=50, deadline=None)
@given(REPORTS)
def test_a_cumulative_table_turned_into_movements_and_back_is_the_same_table(reports):
    rows = [(*key, *amounts) for key, amounts in reports.items()]
    months = put_in_order(pd.DataFrame(rows, columns=["line_id", "prj_id", "month", *AMOUNTS]))
    moved = movements_of(months)
    back = moved.groupby(["line_id", "prj_id"])[list(AMOUNTS)].cumsum()
    assert back.to_numpy().tolist() == months[list(AMOUNTS)].to_numpy().tolist()
    assert moved["month"].tolist() == months["month"].tolist()
