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
from ruralmap.schema.policy_filters import AllOf, InGroup, SelectedBy, Test

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ruralmap.rules.results import Outcome, Result
    from ruralmap.rules.truth import Flags
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


@dataclass(frozen=True)
class Selections:
    """What earlier rules of the policy said of each unit (已有结果), by rule and code, for `selected_by`."""

    results: dict[str, Mapping[str, Result]]
    groups: Mapping[str, Group]


def members(rows: pd.DataFrame, tree: Filter | None, *, known: Selections) -> Membership:
    """
    Say which rows pass a filter.

    Parameters
    ----------
    rows
        The rows, with the columns that the filter names; those of persons and households have `hh_id`, those
        of villages `village_code`.
    tree
        The filter; without one all rows pass.
    known
        The policy's groups, and the results of its earlier rules.

    Returns
    -------
    membership
        One entry a row, in the rows' order.
    """
    if tree is None:
        everywhere = np.ones(len(rows), dtype=bool)
        return _certain(everywhere)
    if isinstance(tree, InGroup):
        return members(rows, known.groups[tree.group].where, known=known)
    if isinstance(tree, SelectedBy):
        return _selected(rows, known.results[tree.selected_by])
    if isinstance(tree, Test):
        return _asked(rows[tree.column], tree)
    every = isinstance(tree, AllOf)
    parts = [members(rows, part, known=known) for part in (tree.all if isinstance(tree, AllOf) else tree.any)]
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


def _selected(rows: pd.DataFrame, results: Mapping[str, Result]) -> Membership:
    """Ask what an earlier rule said of each row's household or village."""
    key = "hh_id" if "hh_id" in rows else "village_code"
    # Each household is asked once, however many persons stand in the rows.
    place, codes = pd.factorize(rows[key])
    said = [results[code] for code in codes]
    counted = np.array([result.outcome == "selected" for result in said], dtype=bool)
    certain = np.array([result.certainty == "certain" for result in said], dtype=bool)
    outside = np.array([result.outcome == "not_applicable" for result in said], dtype=bool)
    lacking = [LACKING.index(r.outcome) if r.outcome in LACKING else _NOTHING for r in said]
    yes, no = counted & certain, (~counted & certain) | outside
    return Membership(counted[place], Truth(yes[place], no[place]), np.array(lacking, dtype=np.int64)[place])
