"""A policy and the facts it is held against, prepared once for all of its rules (评价材料)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import reduce
from typing import TYPE_CHECKING

import pandas as pd

from ruralmap.rules.derived import DERIVED
from ruralmap.rules.figures import parameter_figure
from ruralmap.rules.filters import Asker, Known
from ruralmap.rules.tasks import tasks_of
from ruralmap.rules.view import View
from ruralmap.schema.policy_rows import key_of
from ruralmap.schema.tables import table_named
from ruralmap.schema.vocabulary import ROWS_OF_LEVEL

if TYPE_CHECKING:
    from ruralmap.rules.book import Book
    from ruralmap.rules.facts import Facts
    from ruralmap.rules.results import ParameterFigure
    from ruralmap.schema.policy import Parameter, Policy
    from ruralmap.schema.vocabulary import Level

_NAMES = {"townships": "township", "villages": "village", "sites": "site"}


@dataclass(frozen=True, eq=False)
class Units:
    """The units of a level in the order of their codes; `rows` are what they are, missing for the county."""

    level: Level
    rows: str
    codes: pd.Index
    names: pd.Index


@dataclass(frozen=True, eq=False)
class Case:
    """
    What the evaluation of a policy needs.

    `known` fills as the rules are evaluated, from the first to the last.
    """

    facts: Facts
    policy: Policy
    book: Book
    known: Known
    _views: dict[tuple[str, int, bool], View] = field(default_factory=dict)
    _units: dict[tuple[str, int, bool, Level, str], Units] = field(default_factory=dict)
    _askers: dict[tuple[str, int, bool, str | None], Asker] = field(default_factory=dict)

    def asker(
        self,
        date: str | None = None,
        *,
        due: str | None = None,
        year: int | None = None,
        strict: bool = False,
    ) -> Asker:
        """
        Open the books as they were on a day.

        Parameters
        ----------
        date
            ISO text; the day of evaluation unless given.
        due
            The deadline of the rule that asks.
        year
            The year of evaluation; that of the day, within the document's period, unless given.
        strict
            Whether what is dated to a month has happened only when the whole month is over.

        Returns
        -------
        asker
            The books of that day.
        """
        day = date or self.facts.as_of
        first, last = self.policy.period.first.year, self.policy.period.last.year
        year = year or min(max(dt.date.fromisoformat(day).year, first), last)
        view = self._views.setdefault((day, year, strict), View(self.book, day, year, DERIVED, strict=strict))
        return self._askers.setdefault((day, year, strict, due), Asker(view, self.known, due))

    def is_assigned(self, name: str | None) -> bool:
        """
        Say whether a task that is set above the county is assigned to it.

        Parameters
        ----------
        name
            The parameter of the task; missing where nothing can be assigned.

        Returns
        -------
        assigned
            True if 参数表 says the county's own part.
        """
        if name is None:
            return False
        return assigned_figure(self.facts, self.policy.parameters[name]).value is not None

    def units(self, asker: Asker, level: Level, rows: str | None = None) -> Units:
        """
        List the units of a level.

        Parameters
        ----------
        asker
            Asks the rows of a day.
        level
            The level.
        rows
            What they are, at level `record`.

        Returns
        -------
        units
            In the order of their codes.
        """
        if level in {"county", "province"}:
            county = pd.Index([self.facts.county_code])
            return Units(level, "", county, county)
        kind, view = ROWS_OF_LEVEL.get(level) or rows or "", asker.view
        key = (view.date, view.year, view.strict, level, kind)
        if key not in self._units:
            self._units[key] = self._listed(asker, level, kind)
        return self._units[key]

    def _listed(self, asker: Asker, level: Level, kind: str) -> Units:
        """List the units of a level below the county."""
        frame = asker.view.frame(kind)
        if frame is None:
            return Units(level, kind, pd.Index([]), pd.Index([]))
        if level == "record":
            keys = [name for name in table_named(kind).key if name in frame]
            texts = [frame[name].astype("str") for name in keys] or [pd.Series(frame.index.astype("str"))]
            codes = pd.Index(reduce(lambda ours, theirs: ours + "|" + theirs, texts))
            return Units(level, kind, codes, codes)
        codes = pd.Index(frame[key_of(kind)])
        name = _NAMES.get(kind, key_of(kind))
        return Units(level, kind, codes, pd.Index(frame[name]) if name in frame else codes)


def prepare_case(policy: Policy, facts: Facts, book: Book) -> Case:
    """
    Prepare a policy and the facts for evaluation.

    Parameters
    ----------
    policy
        The policy.
    facts
        The tables.
    book
        The tables, laid together.

    Returns
    -------
    case
        Nothing evaluated yet.
    """
    found: dict[tuple[str, int | None], ParameterFigure] = {}

    def parameters(name: str, year: int | None = None) -> ParameterFigure:
        if (name, year) not in found:
            found[name, year] = _figure(policy, facts, name, year)
        return found[name, year]

    known = Known(policy.groups, parameters, policy.period, {})
    tasks = tasks_of(policy, facts.tables.get("tasks"), facts.as_of, offices=facts.tables.get("units"))
    return Case(facts, policy, book.beside("tasks", tasks), known)


def _figure(policy: Policy, facts: Facts, name: str, year: int | None) -> ParameterFigure:
    """Look a parameter up; the county's own part of a task above it stands above the whole."""
    parameter = policy.parameters[name]
    if any(rule.assigned == name for rule in policy.rules):
        part = assigned_figure(facts, parameter, year=year)
        if part.value is not None:
            return part
    return parameter_figure(facts, parameter, year=year, own=policy.covers(facts.county_code))


def assigned_figure(facts: Facts, parameter: Parameter, *, year: int | None = None) -> ParameterFigure:
    """
    Look up the county's part of a task that is set above it (分解任务).

    Parameters
    ----------
    facts
        The tables.
    parameter
        The policy's parameter of the whole task.
    year
        The year that is asked; the latest unless given.

    Returns
    -------
    figure
        Only what 参数表 says of the county itself; no number of the document.
    """
    own = parameter.model_copy(update={"jurisdiction": "county"})
    return parameter_figure(facts, own, year=year, own=False)
