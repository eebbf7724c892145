"""Milestones of projects (里程碑): what was to be done by when, what was, and how late it is."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import pandas as pd

from ruralmap.schema.dates import last_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ruralmap.schema.fund_rates import Milestone

# done: in time; late_done, late_open: after its day, done or not; not_due: open, its day has not passed;
# no_plan: nobody says by when, so that it is neither late nor in time; undecided: dated to a month, it may
# have been in time or late; not_needed: the project does not take the step.
State = Literal["done", "late_done", "late_open", "not_due", "no_plan", "undecided", "not_needed"]
MILESTONE_COLUMNS: Final = (
    "prj_id",
    "item",
    "due_on",
    "done_on",
    "state",
    "days_late_least",
    "days_late_most",
)
_LENGTH_OF_MONTH: Final = len("2024-06")


class _Standing(NamedTuple):
    """How a milestone stands; days are missing where lateness cannot be told."""

    state: State
    least: int | None
    most: int | None


def milestones(projects: pd.DataFrame, items: Sequence[Milestone], *, as_of: str) -> pd.DataFrame:
    """
    Say how each milestone of each project stands.

    A date that is a month stands for each of its days: what was to be done in a month was to be done by its
    end, and what was done in one may have been done on any day of it.

    Parameters
    ----------
    projects
        项目库.
    items
        The milestones.
    as_of
        The day, ISO text. What was done after it is open, and when is not told.

    Returns
    -------
    milestones
        MILESTONE_COLUMNS, project by project in the order of their ids, the items in theirs. Days late are
        missing where nobody says by when, never 0.
    """
    rows = []
    ordered = projects.sort_values("prj_id", kind="stable")
    for item in items:
        columns = [_cells(ordered, name) for name in (item.due, item.done, item.needed)]
        for order, (project, due, done, needed) in enumerate(zip(ordered["prj_id"], *columns, strict=True)):
            by_then = _by_then(done, as_of)
            standing = _standing(due, by_then, as_of=as_of)
            if needed is False and by_then is None:
                standing = _Standing("not_needed", None, None)
            rows.append((order, project, item.id, due, by_then, *standing))
    table = pd.DataFrame(rows, columns=["order", *MILESTONE_COLUMNS])
    kinds = dict.fromkeys(MILESTONE_COLUMNS[:5], "str") | dict.fromkeys(MILESTONE_COLUMNS[5:], "Int64")
    in_order = table.sort_values("order", kind="stable", ignore_index=True)
    return in_order[list(MILESTONE_COLUMNS)].astype(kinds)


def _cells(projects: pd.DataFrame, name: str | None) -> list[object]:
    """Take a column as Python values; None where there is no column, or nothing in it."""
    if name is None or name not in projects:
        return [None] * len(projects)
    return [None if pd.isna(cell) else cell for cell in projects[name].tolist()]


def _by_then(done: object, as_of: str) -> str | None:
    """Take what had begun to be done by a day."""
    return str(done) if done is not None and _first_day(str(done)) <= as_of else None


def _standing(due: object, done: str | None, *, as_of: str) -> _Standing:
    """Hold what was done, or the day, against what was planned."""
    if due is None:
        return _Standing("no_plan", None, None)
    day = last_day(str(due))
    if done is None:
        late = _days(day, as_of)
        return _Standing("late_open", late, late) if late else _Standing("not_due", 0, 0)
    # What was done in the month of the day had been done by the day, or is open on it.
    least, most = _days(day, _first_day(done)), _days(day, min(last_day(done), as_of))
    if not most:
        return _Standing("done", 0, 0)
    return _Standing("late_done" if least else "undecided", least, most)


def _first_day(date: str) -> str:
    """Give the first day that a date can mean."""
    return f"{date}-01" if len(date) == _LENGTH_OF_MONTH else date


def _days(due: str, done: str) -> int:
    """Count the days from one to the other; none where the other is not later."""
    return max(0, (dt.date.fromisoformat(done) - dt.date.fromisoformat(due)).days)
