"""Filters and measures of a policy in words (条件与计算白话): what the tool understood of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ruralmap.schema.fund_words import BALANCES
from ruralmap.schema.policy_filters import Has, InGroup, Test, branches_of
from ruralmap.schema.policy_measures import (
    Count,
    Days,
    Growth,
    Mismatch,
    ParameterMeasure,
    Presence,
    Ratio,
    Share,
    Statistic,
    Sum,
    Value,
    parts_of,
)
from ruralmap.schema.policy_row_kinds import ROWS
from ruralmap.schema.policy_rows import columns_of
from ruralmap.schema.tables import table_named
from ruralmap.schema.vocabulary import DATE_WORDS
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from ruralmap.schema.policy import Policy
    from ruralmap.schema.policy_filters import Filter
    from ruralmap.schema.policy_measures import Measure, Part

# Rows that are no table of their own, or are called otherwise than theirs.
_NAMED_HERE: Final = frozenset(
    {
        *("households", "persons", "villages", "townships", "projects", "assets", "jobs"),
        *("balances", "outcomes", "adopted", "neighbours"),
    }
)
# Years below this are offsets to the year of evaluation.
_FIRST_YEAR: Final = 1000


@dataclass(frozen=True)
class Speaker:
    """Who says it (说话者): the policy, whose groups and parameters have names, and the language."""

    policy: Policy
    lang: Language

    def say(self, key: str, **values: object) -> str:
        """
        Say an entry of the catalogue `policy_check`.

        Parameters
        ----------
        key
            The entry's key.
        **values
            What its braces are filled with.

        Returns
        -------
        text
            The text.
        """
        return say(f"policy_check.{key}", self.lang, **values)

    def parameter(self, name: str) -> str:
        """
        Name a parameter, with the number that the document gives it.

        Parameters
        ----------
        name
            The key in the policy.

        Returns
        -------
        text
            A blank is called one.
        """
        parameter = self.policy.parameters[name]
        yearly = self.say("comma").join(f"{year}: {value}" for year, value in parameter.values.items())
        number = yearly or (self.say("blank") if parameter.value is None else str(parameter.value))
        return self.say("parameter", name=parameter.name, value=number)


def filter_words(speaker: Speaker, tree: Filter, rows: str) -> str:
    """
    Say a filter.

    Parameters
    ----------
    speaker
        Who says it.
    tree
        The filter.
    rows
        Of which rows it is asked.

    Returns
    -------
    text
        One line.
    """
    key, parts = branches_of(tree)
    if key:
        inner = [filter_words(speaker, part, rows) for part in parts]
        mixed = [
            len(branches_of(part)[1]) > 1 and branches_of(part)[0] not in {key, "none"} for part in parts
        ]
        said = [
            speaker.say("bracket", text=text) if nested else text
            for text, nested in zip(inner, mixed, strict=True)
        ]
        joined = speaker.say("and" if key == "all" else "or").join(said)
        return speaker.say("none", text=joined) if key == "none" else joined
    if isinstance(tree, InGroup):
        return speaker.policy.groups[tree.group].label.text(speaker.lang)
    if isinstance(tree, Has):
        return _relation_words(speaker, tree)
    return _test_words(speaker, tree, rows) if isinstance(tree, Test) else _selection_words(speaker, tree)


def _selection_words(speaker: Speaker, tree: Filter) -> str:
    """Say that an earlier rule selected it."""
    return speaker.say("selected_by", rule=getattr(tree, "selected_by", ""))


def _relation_words(speaker: Speaker, tree: Has) -> str:
    """Say which related rows there must be."""
    rows = rows_words(speaker, tree.has)
    where = (
        "" if tree.where is None else speaker.say("such", text=filter_words(speaker, tree.where, tree.has))
    )
    if tree.at_most == 0:
        return speaker.say("has_no", rows=rows, where=where)
    if tree.at_least_share is not None:
        return speaker.say("has_share", rows=rows, where=where, share=f"{tree.at_least_share:%}")
    least = 1 if tree.at_least is None else tree.at_least
    key = "has_most" if tree.at_most is not None else "has" if least == 1 else "has_least"
    return speaker.say(key, rows=rows, where=where, n=least, most=tree.at_most)


def _test_words(speaker: Speaker, test: Test, rows: str) -> str:
    """Say a question to a column."""
    column = column_words(speaker, rows, test.column, test.year)
    if test.op in {"filled", "empty"}:
        return speaker.say(f"op.{test.op}", column=column)
    counted = speaker.say("counted") if test.missing == "counted" else ""
    if test.op == "in_year":
        return speaker.say("in_year", column=column, year=_year_words(speaker, int(str(test.value))))
    return f"{column} {speaker.say(f'op.{test.op}')} {_right_side(speaker, test, rows)}{counted}"


def _right_side(speaker: Speaker, test: Test, rows: str) -> str:
    """Say what a column is held against."""
    if test.parameter is not None:
        return speaker.parameter(test.parameter)
    if test.than is not None:
        text = column_words(speaker, rows, test.than.column, test.than.year)
        if test.than.times_parameter is not None:
            return f"{text} × {speaker.parameter(test.than.times_parameter)}"
        return text if test.than.times is None else f"{text} × {test.than.times}"
    value = test.value
    if isinstance(value, bool):
        return speaker.say("yes" if value else "no")
    if isinstance(value, tuple):
        return speaker.say("comma").join(map(str, value))
    text = speaker.say(f"date.{value}") if value in DATE_WORDS else str(value)
    moved = [speaker.say("months", n=f"{test.months:+}")] if test.months else []
    moved += [speaker.say("days", n=f"{test.days:+}")] if test.days else []
    return " ".join([text, *moved])


def measure_words(speaker: Speaker, measure: Measure, rows: str | None) -> str:
    """
    Say what is measured.

    Parameters
    ----------
    speaker
        Who says it.
    measure
        The measure.
    rows
        The rows that are judged; missing for the county.

    Returns
    -------
    text
        One line.
    """
    parts = [_part_words(speaker, part) for part in parts_of(measure)]
    if isinstance(measure, Count | Sum | Ratio):
        at = "" if measure.at is None else speaker.say("at", day=measure.at)
        return f"{' ÷ '.join(parts)}{at}"
    if isinstance(measure, Share):
        return f"{parts[0]} ÷ {measure.of}"
    if isinstance(measure, Growth):
        return speaker.say(
            "yearly_growth" if measure.annual else "growth",
            of=measure_words(speaker, measure.of, rows),
            start=_year_words(speaker, measure.start),
            end=_year_words(speaker, measure.end),
        )
    if isinstance(measure, Days | Presence):
        return _dated_words(speaker, measure, rows)
    return _plain_words(speaker, measure, rows)


def _dated_words(speaker: Speaker, measure: Days | Presence, rows: str | None) -> str:
    """Say a span of time, or the periods in which something must be."""
    if isinstance(measure, Presence):
        part = _part_words(speaker, parts_of(measure)[0])
        return speaker.say(
            "presence", part=part, each=speaker.say(f"each.{measure.each}"), n=measure.at_least
        )
    names = []
    for name in (measure.start, measure.end):
        owner = next((kind for kind in (rows, measure.rows) if kind and name in columns_of(kind)), rows)
        known = name in DATE_WORDS
        names.append(speaker.say(f"date.{name}") if known else column_words(speaker, str(owner), name))
    return speaker.say("span", start=names[0], end=names[1])


def _plain_words(speaker: Speaker, measure: Measure, rows: str | None) -> str:
    """Say what is read and not added up."""
    if isinstance(measure, Value):
        return column_words(speaker, str(rows), measure.column, measure.year)
    if isinstance(measure, Statistic):
        region = speaker.say(f"region.{measure.region}")
        return speaker.say("statistic", indicator=measure.indicator, region=region)
    if isinstance(measure, ParameterMeasure):
        return speaker.parameter(measure.parameter)
    if isinstance(measure, Mismatch):
        left, right = rows_words(speaker, measure.left), rows_words(speaker, measure.right)
        return speaker.say("mismatch", left=left, right=right)
    return column_words(speaker, "households", "net_pc")


def _part_words(speaker: Speaker, part: Part) -> str:
    """Say what is added up."""
    where = "" if part.where is None else speaker.say("of", text=filter_words(speaker, part.where, part.rows))
    if part.column is not None:
        return f"{column_words(speaker, part.rows, part.column)}{where}"
    rows = rows_words(speaker, part.rows)
    return speaker.say("count" if part.distinct is None else "distinct", rows=rows, where=where)


def rows_words(speaker: Speaker, rows: str) -> str:
    """
    Name a kind of rows.

    Parameters
    ----------
    speaker
        Who says it.
    rows
        The kind.

    Returns
    -------
    text
        The title of its table.
    """
    if rows in _NAMED_HERE:
        return speaker.say(f"row.{rows}")
    table = table_named(ROWS[rows].tables[0])
    return table.zh if speaker.lang == "zh" else table.en


def column_words(speaker: Speaker, rows: str, name: str, year: int | None = None) -> str:
    """
    Name a column, and the year in which it is read.

    Parameters
    ----------
    speaker
        Who says it.
    rows
        Whose column it is.
    name
        The column.
    year
        The year as a policy writes it.

    Returns
    -------
    text
        The header.
    """
    if rows == "balances" and name in BALANCES:
        return say(f"funds.balance.{name}.label", speaker.lang)
    column = columns_of(rows)[name]
    title = column.zh if speaker.lang == "zh" else column.en
    return title if year is None else f"{title}[{_year_words(speaker, year)}]"


def _year_words(speaker: Speaker, year: int) -> str:
    """Say a year."""
    if year >= _FIRST_YEAR:
        return str(year)
    return speaker.say({0: "year", -1: "last_year"}.get(year, "year_off"), n=f"{year:+}")
