"""
Which rows a policy speaks of (筛选): questions to columns, and what an empty cell does to the answer.

An empty cell is neither yes nor no. The policy says which side such a row takes (`missing`); it is counted
beside all the same, so that a result can say whether it would be another if the cell were filled.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from ruralmap.rules.truth import Truth, all_of, any_of
from ruralmap.rules.verdicts import CERTAIN, NOT_APPLICABLE, OUTCOMES, SELECTED
from ruralmap.schema.policy_filters import AllOf, AnyOf, InGroup, SelectedBy, Test

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ruralmap.rules.truth import Flags
    from ruralmap.rules.verdicts import Outcome, Verdicts
    from ruralmap.schema.policy import Group
    from ruralmap.schema.policy_filters import Filter

# What keeps another rule from answering, the graver first.
LACKING: Final[tuple[Outcome, ...]] = ("parameter_missing", "insufficient_data")
_NOTHING: Final = len(LACKING)


@dataclass(frozen=True, eq=False)
class Membership:
    """
    Which rows pass a filter.

    `counted` is the side each row takes, `truth` what is certain of it. `lacking` is the place in `LACKING`
    of what keeps another rule from answering for a row, and one beyond the last where nothing does.
    """

    counted: Flags
    truth: Truth
    lacking: npt.NDArray[np.int64]

    @property
    def unsure(self) -> Flags:
        """The rows of which it is not certain whether they pass."""
        return ~(self.truth.yes | self.truth.no)

    def at(self, places: npt.NDArray[np.intp]) -> Membership:
        """
        Give the answers of other rows, each of which takes that of a row of these.

        Parameters
        ----------
        places
            The place of its row, for each.

        Returns
        -------
        membership
            One entry for each place.
        """
        truth = Truth(self.truth.yes[places], self.truth.no[places])
        return Membership(self.counted[places], truth, self.lacking[places])


@dataclass(frozen=True, eq=False)
class Selection:
    """What an earlier rule said (已有结果), as a filter's answer: one entry for each of `codes`."""

    codes: pd.Index
    said: Membership


@dataclass(frozen=True)
class Selections:
    """What earlier rules of the policy said, by rule, for `selected_by`; and the policy's groups."""

    rules: dict[str, Selection]
    groups: Mapping[str, Group]


@dataclass(frozen=True, eq=False)
class Homes:
    """The households of persons: `places` is where each person's household stands among `rows`."""

    rows: pd.DataFrame
    places: npt.NDArray[np.intp]


def members(
    rows: pd.DataFrame, tree: Filter | None, *, known: Selections, homes: Homes | None = None
) -> Membership:
    """
    Say which rows pass a filter.

    Parameters
    ----------
    rows
        The rows, with the columns that the filter names; those of households have `hh_id`, those of villages
        `village_code`.
    tree
        The filter; without one all rows pass.
    known
        The policy's groups, and the results of its earlier rules.
    homes
        The households, if the rows are persons: what a household says is asked there, once for all of its
        persons.

    Returns
    -------
    membership
        One entry a row, in the rows' order.
    """
    if tree is None:
        return _certain(np.ones(len(rows), dtype=bool))
    if isinstance(tree, InGroup):
        return members(rows, known.groups[tree.group].where, known=known, homes=homes)
    if isinstance(tree, AllOf | AnyOf):
        every = isinstance(tree, AllOf)
        parts = tree.all if isinstance(tree, AllOf) else tree.any
        return _joined([members(rows, part, known=known, homes=homes) for part in parts], every=every)
    if homes is not None and (isinstance(tree, SelectedBy) or tree.column in homes.rows):
        return members(homes.rows, tree, known=known).at(homes.places)
    if isinstance(tree, SelectedBy):
        return _selected(rows, known.rules[tree.selected_by])
    return _asked(rows[tree.column], tree)


def _joined(parts: list[Membership], *, every: bool) -> Membership:
    """Join answers by 且 or 或."""
    join = np.logical_and if every else np.logical_or
    return Membership(
        join.reduce([part.counted for part in parts]),
        (all_of if every else any_of)(part.truth for part in parts),
        np.minimum.reduce([part.lacking for part in parts]),
    )


def _certain(passed: Flags) -> Membership:
    return Membership(passed, Truth(passed, ~passed), np.full(len(passed), _NOTHING))


def _asked(cells: pd.Series, test: Test) -> Membership:
    """Ask one column; only a filled cell answers, unless the question is whether it is filled."""
    filled = cells.notna().to_numpy(dtype=bool)
    if test.op in {"filled", "empty"}:
        return _certain(filled if test.op == "filled" else ~filled)
    passed = np.zeros(len(cells), dtype=bool)
    answers = cells[filled]
    if isinstance(test.value, Decimal):
        # A number is compared as it is written: floats would make equal what is not.
        answers = pd.Series([Decimal(str(cell)) for cell in answers], dtype=object)
    passed[filled] = _COMPARISONS[test.op](answers, test.value).to_numpy(dtype=bool)
    counted = passed | (~filled & (test.missing == "counted"))
    return Membership(counted, Truth(passed, filled & ~passed), np.full(len(cells), _NOTHING))


_COMPARISONS: Final[dict[str, Callable[[pd.Series, Any], pd.Series]]] = {
    "eq": pd.Series.eq,
    "ne": pd.Series.ne,
    "in": pd.Series.isin,
    "gt": pd.Series.gt,
    "ge": pd.Series.ge,
    "lt": pd.Series.lt,
    "le": pd.Series.le,
}


def _selected(rows: pd.DataFrame, selection: Selection) -> Membership:
    """Ask what an earlier rule said of each household or village."""
    key = "hh_id" if "hh_id" in rows else "village_code"
    return selection.said.at(selection.codes.get_indexer(pd.Index(rows[key])))


def selection_of(codes: pd.Index, verdicts: Verdicts) -> Selection:
    """
    Turn what a rule said into the answer to a filter.

    Parameters
    ----------
    codes
        The units.
    verdicts
        What the rule said of each.

    Returns
    -------
    selection
        Sure only where the rule is; a unit of which the rule does not ask is surely not selected.
    """
    outcomes = verdicts.outcomes
    counted, certain = outcomes == SELECTED, verdicts.certainties == CERTAIN
    lacking = np.full(len(codes), _NOTHING)
    for place, outcome in enumerate(LACKING):
        lacking[outcomes == OUTCOMES.index(outcome)] = place
    truth = Truth(counted & certain, (~counted & certain) | (outcomes == NOT_APPLICABLE))
    return Selection(codes, Membership(counted, truth, lacking))
