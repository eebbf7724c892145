"""
Which rows a policy speaks of (筛选): questions to columns, groups and related rows.

An empty cell is neither yes nor no. The policy says which side such a row takes (`missing`); it is counted
beside all the same, so that a result can say whether it would be another if the cell were filled.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from ruralmap.rules.membership import (
    LACKING,
    NO_PARAMETER,
    NOTHING,
    Membership,
    certain,
    joined,
    negated,
    unknown,
)
from ruralmap.rules.related import counted_related
from ruralmap.rules.tests import compared, held, presence
from ruralmap.rules.truth import Truth
from ruralmap.rules.verdicts import CERTAIN, NOT_APPLICABLE, OUTCOMES, SELECTED
from ruralmap.schema.policy_filters import AllOf, AnyOf, Has, InGroup, NoneOf, SelectedBy, Test, branches_of
from ruralmap.schema.vocabulary import DATE_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ruralmap.rules.columns import Cells
    from ruralmap.rules.results import ParameterFigure
    from ruralmap.rules.verdicts import Verdicts
    from ruralmap.rules.view import View
    from ruralmap.schema.policy import Group, Period
    from ruralmap.schema.policy_filters import Filter


class Parameters(Protocol):
    """Looks a parameter up, in a year if one is asked."""

    def __call__(self, name: str, year: int | None = None) -> ParameterFigure:
        """Give the figure."""


@dataclass(frozen=True, eq=False)
class Selection:
    """What an earlier rule said (已有结果) of rows of a kind, as a filter's answer: one entry a row."""

    rows: str
    said: Membership


@dataclass(frozen=True)
class Known:
    """What filters may name: groups, parameters, the document's period, and what earlier rules said."""

    groups: Mapping[str, Group]
    parameters: Parameters
    period: Period
    rules: dict[str, Selection]


@dataclass(frozen=True, eq=False)
class Asker:
    """
    Asks the rows of a day the questions of one rule.

    `due` is the rule's deadline, which a filter may name. What was asked once is kept. One that is made of a
    `plain` one takes it for the answer where the policy says that an empty cell counts (`missing`).
    """

    view: View
    known: Known
    due: str | None = None
    plain: Asker | None = None
    _answers: dict[tuple[str, Filter], Membership] = field(default_factory=dict)

    @cached_property
    def settled(self) -> Asker:
        """Asks the same, and is sure of the rows that the policy counts where a cell is empty."""
        return Asker(self.view, self.known, self.due, plain=self)

    def members(self, rows: str, tree: Filter | None) -> Membership:
        """
        Say which rows pass a filter.

        Parameters
        ----------
        rows
            The kind of rows.
        tree
            The filter; without one all rows pass.

        Returns
        -------
        membership
            One entry a row, in the rows' order.
        """
        if tree is None:
            return certain(np.ones(self.view.size(rows), dtype=bool))
        if (rows, tree) not in self._answers:
            self._answers[rows, tree] = self._answer(rows, tree)
        return self._answers[rows, tree]

    def _answer(self, rows: str, tree: Filter) -> Membership:
        """Answer a filter part by part."""
        if isinstance(tree, AllOf | AnyOf | NoneOf):
            parts = [self.members(rows, part) for part in branches_of(tree)[1]]
            whole = joined(parts, every=isinstance(tree, AllOf))
            return negated(whole) if isinstance(tree, NoneOf) else whole
        if isinstance(tree, InGroup):
            group = self.known.groups[tree.group]
            return self._followed(rows, group.rows, self.members(group.rows, group.where))
        if isinstance(tree, SelectedBy):
            selection = self.known.rules[tree.selected_by]
            return self._followed(rows, selection.rows, selection.said)
        if isinstance(tree, Has):
            return counted_related(self.view, rows, tree, self.members(tree.has, tree.where))
        if self.plain is None:
            return self._tested(rows, tree)
        tested = self.plain.members(rows, tree)
        return certain(tested.counted) if tree.missing == "counted" else tested

    def _followed(self, rows: str, other: str, said: Membership) -> Membership:
        """Take the answer of the household, or other row, that each row belongs to; without one it is no."""
        if rows == other:
            return said
        nobody = Truth(np.array([False]), np.array([True]))
        none = Membership(np.array([False]), nobody, np.array([NOTHING]))
        padded = Membership(
            np.append(said.counted, none.counted),
            Truth(np.append(said.truth.yes, nobody.yes), np.append(said.truth.no, nobody.no)),
            np.append(said.lacking, none.lacking),
        )
        return padded.at(self.view.meant(rows, other))

    def _tested(self, rows: str, test: Test) -> Membership:
        """Answer one question to one column."""
        cells = self.view.cells(rows, test.column, year=test.year)
        if test.op in {"filled", "empty"}:
            return presence(cells, test.op)
        if test.than is not None:
            other = self.view.cells(rows, test.than.column, year=test.than.year)
            times = test.than.times
            if test.than.times_parameter is not None:
                times = self.known.parameters(test.than.times_parameter).value
                if times is None:
                    return unknown(len(cells.places), NO_PARAMETER)
            return compared(cells, other, test, Fraction(1 if times is None else times))
        value = self.asked(test, cells)
        if value is not None:
            return held(cells, test, value)
        lacking = unknown(len(cells.places), NO_PARAMETER)
        counted = np.full(len(cells.places), test.missing == "counted")
        return Membership(counted, lacking.truth, lacking.lacking)

    def asked(self, test: Test, cells: Cells) -> Any:  # noqa: ANN401 - text, flag, number or day
        """
        Say what a column is held against.

        Parameters
        ----------
        test
            The test.
        cells
            The column.

        Returns
        -------
        value
            Missing where a parameter has no value.
        """
        if test.parameter is not None:
            year = None if test.year is None else self.view.calendar_year(test.year)
            figure = self.known.parameters(test.parameter, year)
            return figure.day if figure.value is None else figure.value
        if test.op == "in_year":
            return self.view.calendar_year(int(str(test.value)))
        if cells.column.kind not in {"date", "month"}:
            return test.value
        return self.day(str(test.value))

    def day(self, word: str) -> str:
        """
        Say which day a word means.

        Parameters
        ----------
        word
            A word for a date, or ISO text.

        Returns
        -------
        day
            ISO text. A rule without a deadline is due on the day itself.
        """
        days = {
            "as_of": self.view.date,
            "due": self.due or self.view.date,
            "year_first": f"{self.view.year}-01-01",
            "year_last": f"{self.view.year}-12-31",
            "period_first": self.known.period.first.isoformat(),
            "period_last": self.known.period.last.isoformat(),
        }
        return days[word] if word in DATE_WORDS else word


def selection_of(rows: str, verdicts: Verdicts) -> Selection:
    """
    Turn what a rule said into the answer to a filter.

    Parameters
    ----------
    rows
        The kind of rows that the rule speaks of.
    verdicts
        What the rule said of each.

    Returns
    -------
    selection
        Sure only where the rule is; a unit of which the rule does not ask is surely not selected.
    """
    outcomes = verdicts.outcomes
    counted, sure = outcomes == SELECTED, verdicts.certainties == CERTAIN
    lacking = np.full(len(outcomes), NOTHING)
    for place, outcome in enumerate(LACKING):
        lacking[outcomes == OUTCOMES.index(outcome)] = place
    truth = Truth(counted & sure, (~counted & sure) | (outcomes == NOT_APPLICABLE))
    return Selection(rows, Membership(counted, truth, lacking))
