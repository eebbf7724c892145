"""
What keeps a rule from an answer (缺什么), by name: tables, columns and cells, published figures, numbers.

A date that is empty is no lack: what it tells has not happened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from ruralmap.rules.asked import Asked, asked_by
from ruralmap.rules.measure_figures import published
from ruralmap.rules.outcomes import days_of
from ruralmap.schema.policy_row_kinds import ROWS
from ruralmap.schema.policy_rows import columns_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ruralmap.rules.case import Case
    from ruralmap.rules.filters import Asker
    from ruralmap.rules.view import View
    from ruralmap.schema.policy import Rule

_DATED = ("date", "month")


class Lack(NamedTuple):
    """
    One thing that is missing.

    A table that the workspace does not have, a `column` that is empty throughout, so many `cells` of it, a
    parameter without a number (of a `year`), or an indicator of which no figure is published.
    """

    what: Literal["table", "column", "cells", "parameter", "statistic"]
    name: str
    column: str = ""
    cells: int = 0
    year: int | None = None


def lacks_of(case: Case, rule: Rule) -> tuple[Lack, ...]:
    """
    List what a rule asks and nobody told, on any day on which it is judged.

    Parameters
    ----------
    case
        The policy and the facts.
    rule
        The rule.

    Returns
    -------
    lacks
        Each once, numbers first, then tables, columns and cells, in the order in which the rule asks them.
        Of cells, those of the whole table: which of them decide is told by the rows of the rule.
    """
    asked = asked_by(case.policy, rule)
    askers = [case.asker(day.date, due=day.due) for day in days_of(rule, case.facts.as_of)]
    pairs = [(asker, one) for asker in askers for one in asked]
    found = [lack for asker, one in pairs if one.parameter for lack in _of_parameter(case, one, asker)]
    found += [lack for asker, one in pairs if not one.parameter for lack in _of_table(case, one, asker)]
    return tuple(dict.fromkeys(found))


def is_unheard(case: Case, rule: Rule, asker: Asker) -> bool:
    """
    Say whether a rule asks a table or a column of which nobody told anything.

    Parameters
    ----------
    case
        The policy and the facts.
    rule
        The rule.
    asker
        The books of the day.

    Returns
    -------
    unheard
        False where rows or cells may still come.
    """
    asked = (one for one in asked_by(case.policy, rule) if one.rows in ROWS)
    return any(_is_absent(asker.view, one) or _is_silent(asker.view, one) for one in asked)


def _of_parameter(case: Case, asked: Asked, asker: Asker) -> Iterator[Lack]:
    """Look for a number that has no value, in the year that is asked."""
    year = None if asked.year is None else asker.view.calendar_year(asked.year)
    figure = case.known.parameters(asked.parameter, year)
    if figure.value is None and figure.day is None:
        yield Lack("parameter", figure.name, year=year)


def _of_table(case: Case, asked: Asked, asker: Asker) -> Iterator[Lack]:
    """Look for what a table does not tell."""
    view = asker.view
    if asked.figure is not None:
        if not published(asked.figure, case.facts, day=view.date):
            yield Lack("statistic", asked.figure.indicator)
    elif asked.rows not in ROWS:
        if asked.rows == "denominators" and case.facts.denominators.empty:
            yield Lack("table", asked.rows)
    elif _is_absent(view, asked):
        yield Lack("table", asked.rows)
    else:
        yield from _of_column(asked, view)


def _of_column(asked: Asked, view: View) -> Iterator[Lack]:
    """Look for empty cells of a column, or for one that is empty throughout."""
    if _is_silent(view, asked):
        yield Lack("column", asked.rows, asked.column)
    elif asked.column and not asked.settled and columns_of(asked.rows)[asked.column].kind not in _DATED:
        empty = int((~view.cells(asked.rows, asked.column, year=asked.year).filled).sum())
        if empty:
            yield Lack("cells", asked.rows, asked.column, empty)


def _is_absent(view: View, asked: Asked) -> bool:
    return not view.has(asked.rows)


def _is_silent(view: View, asked: Asked) -> bool:
    """Say whether a column is empty in every row, and the policy takes no side for that."""
    told = not asked.column or asked.settled
    return not told and not view.cells(asked.rows, asked.column, year=asked.year).known
