"""
The numbers that a place publishes (分母与参数): the latest one that was known on the date of evaluation.

Each keeps its basis, date and source. A figure of a later date is never used, and the sum of the villages
never stands in for a township's own figure: it is only compared with it.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from ruralmap.rules.records import plain_rows
from ruralmap.rules.results import ParameterFigure, PopulationFigure, VillageSum
from ruralmap.schema.dates import last_day
from ruralmap.schema.vocabulary import SAME_UNIT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ruralmap.rules.facts import Facts
    from ruralmap.schema.policy import Parameter
    from ruralmap.schema.vocabulary import Basis, Item

PopulationFigures = dict[tuple[str, str, str], PopulationFigure]  # by code, item and basis


def population_figures(facts: Facts) -> PopulationFigures:
    """
    Find the latest figure of each unit, item and basis.

    Parameters
    ----------
    facts
        The tables; figures dated after `as_of` are not looked at.

    Returns
    -------
    figures
        By code, item and basis. Of two figures that end on one day the one dated to the day stands.
    """
    latest: PopulationFigures = {}
    for figure in _dated_figures(facts):
        key = (figure.code, figure.item, figure.basis)
        if key not in latest or _age(figure) > _age(latest[key]):
            latest[key] = figure
    return latest


def _age(figure: PopulationFigure) -> tuple[str, str]:
    return last_day(figure.as_of), figure.as_of


def _dated_figures(facts: Facts) -> list[PopulationFigure]:
    """List the figures known on the date of evaluation."""
    table = facts.denominators.dropna(subset=["code", "item", "basis", "as_of", "value"])
    known = table.loc[table["as_of"].map(last_day) <= facts.as_of]
    return [
        PopulationFigure(
            row["code"], row["item"], row["basis"], row["as_of"], int(row["value"]), row["doc"] or ""
        )
        for row in plain_rows(known)
    ]


def village_sums(
    facts: Facts, figures: PopulationFigures, *, item: Item, bases: Sequence[Basis]
) -> dict[str, tuple[VillageSum, ...]]:
    """
    Compare each township's figures with the sum of its villages, of the same basis and date.

    Parameters
    ----------
    facts
        The tables.
    figures
        The latest figures.
    item
        What is summed.
    bases
        The bases, in order.

    Returns
    -------
    sums
        By township code; a basis on which the township has no figure is left out.
    """
    values = {(f.code, f.item, f.basis, f.as_of): f.value for f in _dated_figures(facts)}
    members = facts.villages["township_code"].groupby(facts.villages["township_code"]).groups
    villages = {
        str(code): [str(village) for village in members.get(code, ())] for code in facts.townships.index
    }
    return {
        township: tuple(
            _village_sum(figures[township, item, basis], codes, values)
            for basis in bases
            if (township, item, basis) in figures
        )
        for township, codes in villages.items()
    }


def _village_sum(
    own: PopulationFigure, codes: Sequence[str], values: Mapping[tuple[str, Item, Basis, str], int]
) -> VillageSum:
    """Sum the villages of one township on one basis."""
    found = [values.get((code, own.item, own.basis, own.as_of)) for code in codes]
    given = [value for value in found if value is not None]
    total = sum(given)
    complete = bool(codes) and len(given) == len(codes)
    difference = own.value - total if complete else None
    return VillageSum(own.basis, own.as_of, own.value, len(codes), len(given), total, difference)


def parameter_figure(
    facts: Facts, parameter: Parameter, *, year: int | None = None, own: bool = True
) -> ParameterFigure:
    """
    Look a parameter up: the latest year whose number was in force on the date of evaluation.

    A row of 参数表 stands above what the document itself says for the same year. A row without a number says
    that the year's number is not known: no older one is put in its place.

    Parameters
    ----------
    facts
        The tables.
    parameter
        The policy's parameter.
    year
        The year that is asked; the latest unless given.
    own
        Whether the document rules this county. If not, the numbers that it has for its own place are not
        borrowed.

    Returns
    -------
    figure
        Its `value` is missing where there is no number, or one in another unit; and where rows of the same
        year and day say different numbers, which makes it `contested`.
    """
    jurisdiction = _jurisdiction(facts, parameter)
    rows = [row for row in _rows_of(facts, jurisdiction, parameter) if year in {None, row.year}]
    document = _of_document(facts, parameter, jurisdiction, year=year, own=own)
    if not rows:
        return document
    latest = _latest(rows)
    return document if document.value is not None and (document.year or 0) > (latest.year or 0) else latest


def _jurisdiction(facts: Facts, parameter: Parameter) -> str:
    """Say whose number it is, by code."""
    codes = {
        "prefecture": facts.prefecture_code,
        "province": f"{facts.county_code[:2]}0000",
        "nation": "000000",
    }
    return codes.get(parameter.jurisdiction, facts.county_code)


def _of_document(
    facts: Facts, parameter: Parameter, jurisdiction: str, *, year: int | None, own: bool
) -> ParameterFigure:
    """Take what the document says itself, for the year that is asked or the latest that has begun."""
    value, known_year = parameter.value, parameter.year
    begun = [one for one in parameter.values if one <= int(facts.as_of[:4])]
    if parameter.values:
        known_year = year if year is not None else max(begun, default=None)
        value = None if known_year is None else parameter.values.get(known_year)
    elif year is not None and parameter.year not in {None, year}:
        value = None
    if not own and parameter.jurisdiction not in {"document", "nation"}:
        value = None
    figure = ParameterFigure(parameter.name, jurisdiction, known_year, "", None, parameter.unit, "")
    if isinstance(value, Decimal):
        return replace(figure, value=value)
    return figure if value is None else replace(figure, day=value.isoformat())


def _latest(rows: Sequence[ParameterFigure]) -> ParameterFigure:
    """Take the row of the latest year and day; where several say different numbers, none of them."""
    latest = max(map(_newness, rows))
    level = sorted((row for row in rows if _newness(row) == latest), key=lambda row: (row.doc, row.unit))
    if len({row.value for row in level}) == 1:
        return level[0]
    docs = "、".join(dict.fromkeys(row.doc for row in level if row.doc))
    return replace(level[0], value=None, doc=docs, contested=True)


def _newness(figure: ParameterFigure) -> tuple[int, str, str]:
    """Order rows as `population_figures` does: of two on one day the one dated to the day stands."""
    return figure.year or 0, last_day(figure.valid_from), figure.valid_from


def _rows_of(facts: Facts, jurisdiction: str, parameter: Parameter) -> list[ParameterFigure]:
    """List the rows of 参数表 that give a parameter and were in force on the date of evaluation."""
    wanted = _plain(parameter.name)
    units = SAME_UNIT.get(parameter.unit, (parameter.unit,))
    return [
        ParameterFigure(
            parameter.name,
            jurisdiction,
            int(row["year"]),
            row["valid_from"],
            Decimal(str(row["value"])) if row["value"] is not None and row["unit"] in units else None,
            row["unit"] or "",
            row["doc"] or "",
        )
        for row in facts.parameter_rows
        if row["jurisdiction"] == jurisdiction and _plain(row["name"]) == wanted
        if last_day(row["valid_from"]) <= facts.as_of
    ]


def _plain(name: str) -> str:
    """Write a name as the policy does: full-width brackets and letters become plain ones, blanks go."""
    return unicodedata.normalize("NFKC", name).replace(" ", "")
