"""Questions to columns, and what an empty cell does to the answer."""

import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from ruralmap.rules.book import Book
from ruralmap.rules.filters import Asker, Known, selection_of
from ruralmap.rules.membership import NOTHING
from ruralmap.rules.rows import Homes, Rows
from ruralmap.rules.verdicts import CERTAINTIES, OUTCOMES, Verdicts
from ruralmap.rules.view import View
from ruralmap.schema.policy import Period
from ruralmap.schema.policy_filters import AllOf, AnyOf, SelectedBy, Test

PERIOD = Period(first=dt.date(2024, 1, 1), last=dt.date(2024, 12, 31))


def members(rows, tree, known=None):
    """Ask households that are laid out as a table."""
    people = Rows(rows.iloc[:0], rows, rows.iloc[:0], rows.iloc[:0], Homes(rows, np.array([], dtype=int)), {})
    plain = rows.reset_index(drop=True)
    view = View(Book.of({"households": plain, "persons": plain}, people), "2024-09-30", 2024, {})
    kind = "persons" if getattr(tree, "column", None) == "work_months" else "households"
    return Asker(view, Known({}, no_parameter, PERIOD, known or {})).members(kind, tree)


def no_parameter(name, year=None):
    raise KeyError(name, year)


ROWS = pd.DataFrame(
    {
        "hh_id": ["A", "B", "C"],
        "hh_type": pd.Series(["脱贫户", "一般农户", None], dtype="str"),
        "risk_cleared": pd.Series(["否", "是", None], dtype="str"),
        "relocated": pd.Series([True, False, None], dtype="boolean"),
        "size": pd.Series([2, 4, None], dtype="Int64"),
        "work_months": pd.Series([2.5, 6.0, None], dtype="float64"),
    }
)


def ask(**question):
    return members(ROWS, Test(**question))


@pytest.mark.parametrize(
    ("question", "passed"),
    [
        pytest.param({"column": "hh_type", "op": "eq", "value": "脱贫户"}, [True, False, False], id="eq"),
        pytest.param({"column": "hh_type", "op": "ne", "value": "脱贫户"}, [False, True, False], id="ne"),
        pytest.param(
            {"column": "hh_type", "op": "in", "value": ("脱贫户", "一般农户")}, [True, True, False], id="in"
        ),
        pytest.param({"column": "relocated", "op": "eq", "value": True}, [True, False, False], id="flag"),
        pytest.param(
            {"column": "relocated", "op": "eq", "value": False}, [False, True, False], id="not flag"
        ),
        pytest.param({"column": "size", "op": "gt", "value": Decimal(2)}, [False, True, False], id="gt"),
        pytest.param({"column": "size", "op": "ge", "value": Decimal(2)}, [True, True, False], id="ge"),
        pytest.param({"column": "size", "op": "lt", "value": Decimal(4)}, [True, False, False], id="lt"),
        pytest.param({"column": "size", "op": "le", "value": Decimal(4)}, [True, True, False], id="le"),
        pytest.param({"column": "size", "op": "eq", "value": Decimal(4)}, [False, True, False], id="number"),
        pytest.param(
            {"column": "work_months", "op": "ge", "value": Decimal("2.5")}, [True, True, False], id="decimal"
        ),
    ],
)
def test_only_a_filled_cell_answers(question, passed):
    membership = ask(**question)
    assert membership.counted.tolist() == passed
    assert membership.unsure.tolist() == [False, False, True]


# The next whole number beyond what a float can tell from its neighbour.
BIG = 2**53


@pytest.mark.parametrize(
    ("column", "cell", "op", "value", "passed"),
    [
        pytest.param("size", BIG, "eq", Decimal(BIG + 1), False, id="a whole number and its neighbour"),
        pytest.param("size", BIG + 1, "gt", Decimal(BIG), True, id="one beyond"),
        pytest.param("size", 2, "ge", Decimal("2.0000000000000000001"), False, id="a hair above a whole one"),
        pytest.param("size", 2, "le", Decimal("2.5"), True, id="a whole number below a broken one"),
        pytest.param(
            "work_months", 2.5, "ge", Decimal("2.5000000000000000001"), False, id="a hair above a number"
        ),
        pytest.param("work_months", 0.1, "eq", Decimal("0.1"), True, id="as it is written"),
        pytest.param("work_months", 6.0, "eq", Decimal(6), True, id="without a fraction"),
    ],
)
def test_numbers_are_compared_exactly(column, cell, op, value, passed):
    kind = "Int64" if column == "size" else "float64"
    rows = pd.DataFrame({column: pd.Series([cell], dtype=kind)})
    membership = members(rows, Test(column=column, op=op, value=value))
    assert membership.counted.tolist() == [passed]


def test_whether_a_cell_is_filled_is_always_known():
    assert ask(column="hh_type", op="filled").counted.tolist() == [True, True, False]
    assert ask(column="hh_type", op="empty").counted.tolist() == [False, False, True]
    assert not ask(column="hh_type", op="filled").unsure.any()


def test_an_empty_cell_takes_the_side_that_the_policy_names_and_stays_unsure():
    counted = ask(column="risk_cleared", op="eq", value="否", missing="counted")
    assert counted.counted.tolist() == [True, False, True]
    assert counted.unsure.tolist() == [False, False, True]


def test_an_empty_cell_does_not_matter_where_another_answer_decides():
    lifted = Test(column="hh_type", op="eq", value="一般农户")
    open_risk = Test(column="risk_cleared", op="eq", value="否")
    either = members(ROWS.iloc[[1, 2]], AnyOf(any=(lifted, open_risk)))
    both = members(ROWS.iloc[[0, 2]], AllOf(all=(lifted, open_risk)))
    assert either.counted.tolist() == [True, False]
    assert either.unsure.tolist() == [False, True]
    assert both.counted.tolist() == [False, False]
    assert both.unsure.tolist() == [False, True]


def said(**results):
    """An earlier rule R, which says of each household in turn an outcome and how sure it is."""
    outcomes = np.array([OUTCOMES.index(outcome) for outcome, _ in results.values()], dtype=np.int8)
    certainties = np.array([CERTAINTIES.index(certainty) for _, certainty in results.values()], dtype=np.int8)
    return {"R": selection_of("households", Verdicts(outcomes, certainties))}


def test_what_another_rule_says_is_asked_by_household():
    known = said(A=("selected", "certain"), B=("not_selected", "certain"), C=("not_applicable", None))
    membership = members(ROWS, SelectedBy(selected_by="R"), known=known)
    assert membership.counted.tolist() == [True, False, False]
    assert not membership.unsure.any()


def test_a_rule_that_is_undecided_or_has_no_answer_leaves_the_row_unsure():
    known = said(A=("selected", "undecided"), B=("parameter_missing", None), C=("insufficient_data", None))
    membership = members(ROWS, SelectedBy(selected_by="R"), known=known)
    assert membership.counted.tolist() == [True, False, False]
    assert membership.unsure.all()
    assert membership.lacking.tolist() == [NOTHING, 0, 1], "places in LACKING, or beyond it"


def test_what_another_rule_lacks_goes_through_and_and_or():
    known = said(**dict.fromkeys("ABC", ("parameter_missing", None)))
    tree = AllOf(all=(SelectedBy(selected_by="R"), Test(column="size", op="filled")))
    assert members(ROWS, tree, known=known).lacking.tolist() == [0, 0, 0]


def test_without_a_question_every_row_passes():
    membership = members(ROWS, None)
    assert membership.counted.all()
    assert not membership.unsure.any()


def test_an_empty_table_passes_nobody():
    assert members(ROWS.iloc[:0], Test(column="size", op="gt", value=Decimal(1))).counted.size == 0
