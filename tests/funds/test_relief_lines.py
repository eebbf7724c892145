"""Shares of labour pay against their lines, and months of work without pay."""

from decimal import Decimal

import pandas as pd
import pytest

from ruralmap.funds.relief_lines import PayLine, months_unpaid, pay_shares

LINES = {"专项": PayLine(Decimal("0.30"), "central"), "推广": PayLine(Decimal("0.10"), "fiscal")}


def shares_of(mode, paid, *, fiscal=100_000, central=100_000, done=True):
    projects = pd.DataFrame(
        {
            "prj_id": pd.array(["P1"], dtype="str"),
            "work_relief_mode": pd.array([mode], dtype="str"),
            "fiscal_invest_fen": pd.array([fiscal], dtype="Int64"),
            "paid_fen": pd.array([paid], dtype="Int64"),
        }
    )
    rows = [("P1", "中央", "以工代赈", central), ("P1", "中央", "其他", 7), ("P1", "省", "以工代赈", 7)]
    table = pd.DataFrame(rows, columns=["prj_id", "level", "task", "arranged_fen"])
    table = table.astype({"arranged_fen": "Int64"} | dict.fromkeys(["prj_id", "level", "task"], "str"))
    completed = pd.Series([done], index=["P1"])
    (row,) = pay_shares(projects, table, LINES, completed=completed).to_dict("records")
    return row


@pytest.mark.parametrize(
    ("mode", "paid", "state"),
    [
        # 30 % of the centre's 100,000 fen; 10 % of 100,000 fen of fiscal investment.
        pytest.param("专项", 29_999, "below", id="a fen below 30 %"),
        pytest.param("专项", 30_000, "reached", id="30 %"),
        pytest.param("专项", 30_001, "reached", id="above 30 %"),
        pytest.param("推广", 9_999, "below", id="a fen below 10 %"),
        pytest.param("推广", 10_000, "reached", id="10 %"),
        pytest.param("重点工程", 1, "no_line", id="a form without a line"),
        pytest.param(None, 1, "no_line", id="no form"),
        pytest.param("推广", None, "unknown", id="no pay"),
    ],
)
def test_pay_is_held_against_the_line_of_its_form(mode, paid, state):
    assert shares_of(mode, paid)["state"] == state


def test_a_project_that_goes_on_is_not_yet_below():
    assert shares_of("推广", 9_999, done=False)["state"] == "going_on"


@pytest.mark.parametrize("given", [None, 0])
def test_a_share_of_nothing_is_not_known(given):
    row = shares_of("推广", 10_000, fiscal=given)
    assert row["state"] == "unknown"
    assert pd.isna(row["share"])


def test_the_share_is_of_the_money_that_the_line_speaks_of():
    row = shares_of("专项", 10_000, fiscal=100_000, central=40_000)
    assert (row["whole_fen"], row["share"], row["line"]) == (40_000, 0.25, 0.3)


@pytest.mark.parametrize(
    ("start", "end", "as_of", "months"),
    [
        # Pay is there for 2024-01 only.
        pytest.param("2023-12-20", "2024-02-02", "2024-09-30", 2, id="before and after the paid month"),
        pytest.param("2024-01", "2024-01-31", "2024-09-30", 0, id="the paid month alone"),
        pytest.param("2024-01-05", None, "2024-03-31", 2, id="goes on to the end of March"),
        pytest.param("2024-01-05", None, "2024-03-30", 1, id="March is not over"),
        pytest.param("2024-01-05", "2025-01-01", "2024-03-31", 2, id="completed later"),
        pytest.param("2024-10-01", None, "2024-09-30", None, id="starts later"),
        pytest.param(None, None, "2024-09-30", None, id="nobody knows when it began"),
    ],
)
def test_months_of_work_without_pay(start, end, as_of, months):
    texts = {"prj_id": ["P1"], "started_on": [start], "completed_on": [end]}
    projects = pd.DataFrame({name: pd.array(values, dtype="str") for name, values in texts.items()})
    labour = pd.DataFrame({"prj_id": ["P1", "P2"], "month": ["2024-01", "2024-02"]})
    found = months_unpaid(projects, labour, as_of=as_of)["P1"]
    assert (None if pd.isna(found) else found) == months
