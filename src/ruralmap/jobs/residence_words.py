"""What relocated households make of a result (登记与居住), in the words of the office."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, Literal

from ruralmap.jobs.zone_fields import Field
from ruralmap.jobs.zone_sentences import comparison_text, counted_text, outcome_text
from ruralmap.link.tallies import tally_residence
from ruralmap.rules.records import plain_rows
from ruralmap.rules.residence import RESIDENTS
from ruralmap.schema.policy_conditions import comparisons_of
from ruralmap.schema.policy_measures import Share
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ruralmap.jobs.places import Place
    from ruralmap.rules.facts import Facts
    from ruralmap.rules.results import Comparison, Result
    from ruralmap.schema.policy import Rule
    from ruralmap.schema.vocabulary import Basis

_MOVES: Final = ("left", "outside", "unknown", "arrived")
_WIDTH: Final = 14  # characters: the heads are long
_HUKOU: Final = ("urban", "urban_relocated", "hukou_unknown")


def residence_lines(result: Result, basis: Basis | None, lang: Language) -> Iterator[str]:
    """
    Say, under a basis, of whom the numerator is and the denominator is not.

    Parameters
    ----------
    result
        The result.
    basis
        The basis of the denominator above these lines.
    lang
        The language.

    Yields
    ------
    line
        Under 常住 who lives elsewhere than counted, and the answer of residents above and below; under 户籍
        whose registration is not rural, or not known. Nothing where there is nobody to speak of.
    """
    if basis == RESIDENTS:
        yield from _resident_lines(result, lang)
    elif basis == "户籍":
        yield from _hukou_lines(result, lang)


def _resident_lines(result: Result, lang: Language) -> Iterator[str]:
    """Say who is counted here and lives elsewhere, and what residents alone would give."""
    movement, residents = result.movement, result.residents
    if residents is None:
        return
    comparison = residents.comparisons[0]
    unit = counted_text(comparison, lang)
    if not movement.is_apart:
        yield "  " + say("zones.residence.nobody", lang, n=f"{comparison.numerator or 0:,}", unit=unit)
        return
    numbers = {name: f"{getattr(movement, name):,}" for name in _MOVES}
    yield "  " + say("zones.residence.apart", lang, unit=unit, **numbers)
    outcome, text = outcome_text(residents.outcome, lang), comparison_text(comparison, lang)
    yield "  " + say("zones.residence.residents", lang, outcome=outcome, text=text)


def _hukou_lines(result: Result, lang: Language) -> Iterator[str]:
    """Say who stands in the numerator and not, or not surely, in the registered rural population."""
    movement = result.movement
    if movement.urban:
        words = {"n": f"{movement.urban:,}", "relocated": f"{movement.urban_relocated:,}"}
        yield "  " + say("zones.residence.urban", lang, **words)
    if movement.hukou_unknown:
        yield "  " + say("zones.residence.hukou_unknown", lang, n=f"{movement.hukou_unknown:,}")


def place_lines(facts: Facts, place: Place, lang: Language) -> Iterator[str]:
    """
    Say of a place how many are registered and how many live there, and of a household where it does both.

    Parameters
    ----------
    facts
        The tables.
    place
        A township, a village or a household.
    lang
        The language.

    Yields
    ------
    line
        One.
    """
    if place.level == "household":
        yield _household_line(facts, place.code, lang)
        return
    sizes = facts.persons.groupby("hh_id").size()
    homes = facts.households.assign(size=facts.households["hh_id"].map(sizes))
    units = facts.villages if place.level == "village" else facts.townships
    level: Literal["village", "township"] = "village" if place.level == "village" else "township"
    counts = tally_residence(homes, [str(code) for code in units.index], level=level).units
    numbers = {str(name): int(column[place.code]) for name, column in counts.items()}
    said = {name: _signed(number) if "net" in name else f"{number:,}" for name, number in numbers.items()}
    yield say("zones.residence.place", lang, **said)


def _signed(number: int) -> str:
    return f"{number:+,}".replace("-", "−") if number else "0"


def _household_line(facts: Facts, hh_id: str, lang: Language) -> str:
    """Say where a household is registered and where it lives."""
    home = next(iter(plain_rows(facts.households[facts.households["hh_id"] == hh_id])))

    def name(code: str | None) -> str:
        if code is None:
            return say("links.living.status.unknown", lang)
        township = facts.townships["township"][facts.villages["township_code"][code]]
        return f"{township}/{facts.villages['village'][code]}"

    lost = home["living_status"] in {"outside_county", "conflict"}
    status = say(f"links.living.status.{home['living_status']}", lang) if lost else ""
    living = status or name(home["living_village_code"])
    return say("zones.residence.household", lang, registered=name(home["linked_village_code"]), living=living)


def residence_fields(rule: Rule, lang: Language) -> list[Field]:
    """
    List the columns that lay residents beside a result: who moved, and the answer of residents alone.

    Parameters
    ----------
    rule
        The rule.
    lang
        The language.

    Returns
    -------
    fields
        In the order of the sheet; none for a rule that divides nobody by residents.
    """
    first = next(comparisons_of(rule.default_reading.condition), None)
    measure = first and first.measure
    if not isinstance(measure, Share) or RESIDENTS not in measure.bases:
        return []
    group = say("zones.residence.group", lang)

    def head(name: str) -> str:
        return say(f"zones.residence.head_{name}", lang)

    def moved(result: Result, name: str) -> object:
        return None if result.outcome == "not_applicable" else getattr(result.movement, name)

    def of(result: Result, cell: Callable[[Comparison], object]) -> object:
        return cell(result.residents.comparisons[0]) if result.residents else None

    def outcome(result: Result) -> object:
        return outcome_text(result.residents.outcome, lang) if result.residents else None

    return [
        *(Field(group, head(name), partial(moved, name=name), "integer", _WIDTH) for name in _MOVES),
        Field(group, head("numerator"), partial(of, cell=lambda c: c.numerator), "integer", _WIDTH),
        Field(group, head("value"), partial(of, cell=_value), "percent", _WIDTH),
        Field(group, head("outcome"), outcome, width=_WIDTH),
        *(Field(group, head(name), partial(moved, name=name), "integer", _WIDTH) for name in _HUKOU),
    ]


def _value(comparison: Comparison) -> float | None:
    return None if comparison.value is None else float(comparison.value)
