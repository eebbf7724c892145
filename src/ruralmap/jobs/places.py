"""Find the place that a person names (地点): by code, by name, by township and village, by household id."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ruralmap.errors import UsageError
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from ruralmap.rules.facts import Facts
    from ruralmap.schema.vocabulary import Level


@dataclass(frozen=True)
class Place:
    """A unit of the county: its level, its code, and its name (`乡镇/村` for a village)."""

    level: Level
    code: str
    name: str


def known_places(facts: Facts) -> list[Place]:
    """
    List the townships and villages of a county.

    Parameters
    ----------
    facts
        The tables.

    Returns
    -------
    places
        Townships first, each in the order of codes.
    """
    townships = {str(code): str(name) for code, name in facts.townships["township"].sort_index().items()}
    villages = facts.villages[["village", "township_code"]].sort_index()
    return [
        *(Place("township", code, name) for code, name in townships.items()),
        *(
            Place("village", str(code), f"{townships.get(township, township)}/{name}")
            for code, name, township in zip(
                villages.index, villages["village"], villages["township_code"], strict=True
            )
        ),
    ]


def find_place(facts: Facts, text: str) -> Place:
    """
    Find the place that a person names.

    A whole name goes before the beginning of one, and that before a part of one.

    Parameters
    ----------
    facts
        The tables.
    text
        A code, a name such as `上陵镇` or `上陵镇/上陵村`, or a household id.

    Returns
    -------
    place
        The only place that fits.

    Raises
    ------
    UsageError
        If no place fits, or several do: these are listed.
    """
    wanted = text.strip()
    if wanted == facts.county_code:
        raise UsageError(say_both("zones.place.county", text=wanted))
    if facts.households["hh_id"].eq(wanted).any():
        return Place("household", wanted, wanted)
    places = known_places(facts)
    for fits in (_is_code, _is_name, _begins_name, _is_in_name):
        found = [place for place in places if wanted and fits(place, wanted)]
        if len(found) == 1:
            return found[0]
        if found:
            names = "、".join(f"{place.name}（{place.code}）" for place in found)
            raise UsageError(say_both("zones.place.ambiguous", text=wanted, names=names))
    whole = {name: place.name for place in places for name in (place.name, place.name.rpartition("/")[2])}
    close = [whole[name] for name in difflib.get_close_matches(wanted, whole, n=3)]
    hint = {
        lang: say("zones.place.close", lang, names="、".join(close)) if close else "" for lang in ("zh", "en")
    }
    raise UsageError(say_both("zones.place.unknown", text=wanted, close=hint["zh"] + hint["en"]))


def _is_code(place: Place, text: str) -> bool:
    return place.code == text


def _matches(place: Place, text: str, same: Callable[[str, str], bool]) -> bool:
    """Compare the village's own name, and its township's where one is written."""
    town, _, own = place.name.rpartition("/")
    wanted_town, _, wanted = text.rpartition("/")
    return same(own, wanted) and (not wanted_town or (bool(town) and same(town, wanted_town)))


def _is_name(place: Place, text: str) -> bool:
    return _matches(place, text, str.__eq__)


def _begins_name(place: Place, text: str) -> bool:
    return _matches(place, text, str.startswith)


def _is_in_name(place: Place, text: str) -> bool:
    return _matches(place, text, str.__contains__)
