"""Rates of money as data (资金指标): what is divided by what, as an office defines it; no threshold."""

from __future__ import annotations

import difflib
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from ruralmap.schema.fund_words import Balance  # noqa: TC001 - pydantic reads it
from ruralmap.schema.policy_columns import Names, Scope, unfit_filter
from ruralmap.schema.policy_document import read_record
from ruralmap.schema.policy_filters import AllOf, Filter, InGroup, SelectedBy, Test, leaves_of
from ruralmap.schema.policy_problems import Problem
from ruralmap.schema.projects import PROJECTS
from ruralmap.schema.strict import Label, Name, Strict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_DATES: Final = tuple(column.name for column in PROJECTS.columns if column.kind == "date")
_BALANCES: Final = Scope("record", "balances", Names())
_FLAGS: Final = tuple(column.name for column in PROJECTS.columns if column.kind == "flag")


class Sum(Strict):
    """A sum of one balance over the rows that pass a filter; over all rows without one."""

    sum: Balance
    where: Filter | None = None


class Rate(Strict):
    """
    One sum divided by another (比率).

    `against` names what its progress is held against, such as 序时进度; that is shown beside, not judged.
    Such a rate is of the money of the year of the day only: the months of a year say nothing of older money.
    """

    id: Name
    label: Label
    definition: Label
    numerator: Sum
    denominator: Sum
    note: Label | None = None
    against: Name | None = None


class Elapsed(Strict):
    """The part of the year that is over (序时进度): the months that have ended, of twelve."""

    id: Name
    label: Label
    elapsed: Literal["year"]


class Milestone(Strict):
    """
    A step of a project (里程碑): when it was done, and by when it was to be.

    `done` and `due` are dates of 项目库. Without `due` the office plans no date for it. `needed` is a flag of
    项目库: where it says no, the project does not take the step.
    """

    id: Name
    label: Label
    done: str
    due: str | None = None
    needed: str | None = None

    @model_validator(mode="after")
    def _must_be_columns(self) -> Milestone:
        for name, known in ((self.done, _DATES), (self.due, _DATES), (self.needed, _FLAGS)):
            if name is not None and name not in known:
                kind = "unknown_column"
                near = "".join(difflib.get_close_matches(name, known, n=1)) or "-"
                values = {"found": name, "rows": "projects", "known": ", ".join(known), "near": near}
                raise PydanticCustomError(kind, "unknown column", values)
        return self


class RateSet(Strict):
    """
    What an office reports (指标集).

    `rank_by` names the rate that ranks townships, `project_by` that which is told of each project; the same
    one unless given.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    title: Label
    note: Label | None = None
    rank_by: Name
    project_by: Name | None = None
    elapsed: tuple[Elapsed, ...] = ()
    rates: Annotated[tuple[Rate, ...], Field(min_length=1)]
    milestones: tuple[Milestone, ...] = ()

    def rate(self, rate_id: str) -> Rate:
        """
        Find a rate by its id.

        Parameters
        ----------
        rate_id
            The id of one of the rates.

        Returns
        -------
        rate
            The rate.
        """
        return {rate.id: rate for rate in self.rates}[rate_id]

    def on(self, as_of: str) -> RateSet:
        """
        Give the set as it is computed on a day.

        Parameters
        ----------
        as_of
            The day, ISO text.

        Returns
        -------
        rates
            The set, in which a rate that is held against the year counts the money of that year only.
        """
        this_year = Test(column="year", op="eq", value=Decimal(as_of[:4]))
        return self.model_copy(
            update={
                "rates": tuple(
                    rate
                    if rate.against is None
                    else rate.model_copy(
                        update={
                            "numerator": _narrowed(rate.numerator, this_year),
                            "denominator": _narrowed(rate.denominator, this_year),
                        }
                    )
                    for rate in self.rates
                )
            }
        )


def _narrowed(part: Sum, test: Test) -> Sum:
    """Ask one thing more of the rows that count."""
    return Sum(sum=part.sum, where=test if part.where is None else AllOf(all=(test, part.where)))


def parse_rates(document: Mapping[str, Any], file: str) -> RateSet:
    """
    Turn a TOML document into a set of rates, or refuse it with everything that is wrong.

    Parameters
    ----------
    document
        What the TOML reader gave.
    file
        The file's name, for the messages.

    Returns
    -------
    rates
        The set.

    Raises
    ------
    PolicyRefusedError
        If a key, balance, column, operator or id is unknown or does not fit its place; all are listed.
    """
    return read_record(RateSet, document, file, unfit=_unfit_parts)


def _unfit_parts(rates: RateSet) -> Iterator[Problem]:
    """Find ids that are used twice or name nothing, and filters that balances cannot answer."""
    ids, paces, steps = (
        [part.id for part in parts] for parts in (rates.rates, rates.elapsed, rates.milestones)
    )
    yield from _named_twice("rates", ids)
    yield from _named_twice("elapsed", paces)
    yield from _named_twice("milestones", steps)
    for key, name in (("rank_by", rates.rank_by), ("project_by", rates.project_by)):
        if name is not None and name not in ids:
            yield Problem(key, "unknown_value", {"found": name, "known": ", ".join(ids)})
    for rate in rates.rates:
        if rate.against is not None and rate.against not in paces:
            values = {"found": rate.against, "known": ", ".join(paces) or "-"}
            yield Problem(f"rates[{rate.id}].against", "unknown_value", values)
        yield from _unfit_filter(rate.numerator, f"rates[{rate.id}].numerator.where")
        yield from _unfit_filter(rate.denominator, f"rates[{rate.id}].denominator.where")


def _named_twice(kind: str, ids: list[str]) -> Iterator[Problem]:
    """Refuse an id that stands for two parts of a kind."""
    for name in sorted({name for name in ids if ids.count(name) > 1}):
        yield Problem(f"{kind}[{name}]", "named_twice", {"name": name})


def _unfit_filter(part: Sum, start: str) -> Iterator[Problem]:
    """Refuse what names another table, or groups and rules, of which a set of rates has none."""
    if part.where is None:
        return
    for question, place in leaves_of(part.where, start):
        if isinstance(question, InGroup | SelectedBy):
            yield Problem(place, "no_reference_here")
        else:
            yield from unfit_filter(question, _BALANCES, place)
