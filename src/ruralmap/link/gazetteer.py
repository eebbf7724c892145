"""
Villages by name (按村名落村).

A name counts only inside its township: 新民村 exists in many. There it must fit one village alone: by what
is written, else by stem and kind, else by the stem where the kinds do not contradict each other. A name that
fits two, or fits only if taken apart the other way (石村村委会, 石村村村民委员会), is listed but not linked.
Where it begins with another township than the one stated, the villages of both are listed, none believed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

import pandas as pd

from ruralmap.link.candidates import SEPARATOR
from ruralmap.link.distinct import distinct_rows
from ruralmap.link.names import (
    Kind,
    Reading,
    clean_name,
    drop_prefix,
    label_of,
    readings_of,
    split_township,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Matches = dict[str, Kind]  # village code and its kind


class Place(NamedTuple):
    """What a name says of one record."""

    township_code: str | None
    candidates: str | None
    is_sure: bool
    reason: str | None


_NOTHING: Final = Place(None, None, is_sure=False, reason=None)


@dataclass(frozen=True)
class Gazetteer:
    """The names of a county's villages (村名录), each under its township's code."""

    regions: tuple[str, ...]
    townships: dict[str, str]  # own name by code
    written: dict[tuple[str, str], Matches] = field(default_factory=lambda: defaultdict(dict))
    stems: dict[tuple[str, str], Matches] = field(default_factory=lambda: defaultdict(dict))
    loose: dict[tuple[str, str], Matches] = field(default_factory=lambda: defaultdict(dict))

    @cached_property
    def township_names(self) -> tuple[str, ...]:
        """The townships' own names, the longest first."""
        return tuple(sorted(set(self.townships.values()), key=lambda text: (-len(text), text)))


def villages_of_names(
    names: pd.Series[str], townships: pd.Series[str], villages: pd.DataFrame, *, regions: Sequence[str] = ()
) -> pd.DataFrame:
    """
    Find the village that each name means, inside its township.

    Parameters
    ----------
    names
        Names of villages as typed; missing where there is none.
    townships
        Names of townships, with or without 镇, 乡, 街道, or their codes; on the same index. Where one is
        missing, a township that the village's name begins with counts.
    villages
        Uniquely indexed by `village_code`, with `village`, `township_code`, `township`, and `kind` (村委会 or
        居委会) where it is known.
    regions
        Known names in full, from large to small, which may stand before a name, such as 河源市, 和平县.

    Returns
    -------
    places
        Indexed as `names`: `township_code`, `candidates` (codes joined by ;), `is_sure` (whether they fit
        without a second reading), `village_code` (where there is one sure candidate) and `reason` (why there
        is none: `township_missing`, `township_unknown`, `township_differs`, `name_unknown`, `name_ambiguous`,
        `name_unsure`; missing where there is no name at all). For `township_differs` there is no
        `township_code`, and the candidates are those of both townships, none of them sure.
    """
    gazetteer = build_gazetteer(villages, regions)
    typed = pd.DataFrame({"name": names, "township": townships}).astype("str").fillna("")
    firsts, numbers = distinct_rows(typed)
    pairs = typed.iloc[firsts].itertuples(index=False, name=None)
    found = pd.DataFrame([_find(gazetteer, *pair) for pair in pairs], columns=list(Place._fields))
    text = {"township_code": "str", "candidates": "str", "reason": "str"}
    found = found.astype(text | {"is_sure": bool})
    single = found["is_sure"] & ~found["candidates"].str.contains(SEPARATOR, na=True)
    found = found.assign(village_code=found["candidates"].where(single))
    return found.iloc[numbers].set_axis(names.index)


def build_gazetteer(villages: pd.DataFrame, regions: Iterable[str] = ()) -> Gazetteer:
    """
    Read the villages' names once.

    Parameters
    ----------
    villages
        As for `villages_of_names`.
    regions
        As for `villages_of_names`.

    Returns
    -------
    gazetteer
        The names, ready to be looked up.
    """
    known = tuple(regions)
    named = villages[["township_code", "township"]].dropna().sort_values(["township_code", "township"])
    towns = named.drop_duplicates("township_code").set_index("township_code")["township"]
    own = {str(code): drop_prefix(clean_name(name), known) for code, name in towns.items()}
    gazetteer = Gazetteer(known, own)
    kinds = villages["kind"].fillna("") if "kind" in villages else [""] * len(villages)
    rows = zip(villages.index, villages["township_code"], villages["village"], kinds, strict=True)
    for code, township, name, kind in rows:
        _enter(gazetteer, str(code), str(township), name=str(name), kind=kind)
    return gazetteer


def _enter(gazetteer: Gazetteer, code: str, township: str, *, name: str, kind: Kind) -> None:
    """Enter one village under all that it may be called."""
    regions = (*gazetteer.regions, gazetteer.townships.get(township, ""))
    own = drop_prefix(clean_name(name), filter(None, regions))
    readings = readings_of(own)
    # Where the list knows the kind, an ending that contradicts it belongs to the stem: 进化社区, a 村委会.
    chosen = next((reading for reading in readings if not _contradict(reading.kind, kind)), readings[0])
    for text in {own, label_of(own)}:
        gazetteer.written[township, text][code] = kind or chosen.kind
    gazetteer.stems[township, chosen.stem][code] = kind or chosen.kind
    for reading in readings:
        gazetteer.loose[township, reading.stem][code] = reading.kind


def _contradict(one: Kind, other: Kind) -> bool:
    return bool(one and other and one != other)


def _find(gazetteer: Gazetteer, name: str, township: str) -> Place:
    """Find one name in its township."""
    typed = drop_prefix(clean_name(name), gazetteer.regions)
    stated = _townships_of(gazetteer, township) if township else set()
    own, named = _own_township(gazetteer, typed, stated)
    given = stated if township else named
    code = next(iter(given)) if len(given) == 1 else None
    if not typed:
        return _NOTHING._replace(township_code=code)
    if code is None:
        return _NOTHING._replace(reason="township_unknown" if township else "township_missing")
    if named and code not in named:
        return _contradicting(gazetteer, {code, *named}, own)
    return _find_inside(gazetteer, code, own)


def _contradicting(gazetteer: Gazetteer, townships: set[str], name: str) -> Place:
    """List what each of several townships knows by a name; the text names them all, so none is believed."""
    found = [_find_inside(gazetteer, township, name).candidates for township in townships]
    codes = {code for text in found if text for code in text.split(SEPARATOR)}
    return Place(None, SEPARATOR.join(sorted(codes)) or None, is_sure=False, reason="township_differs")


def _find_inside(gazetteer: Gazetteer, township: str, name: str) -> Place:
    """Find a name among the villages of one township."""
    codes = _surely(gazetteer, township, name)
    if codes:
        reason = None if len(codes) == 1 else "name_ambiguous"
        return Place(township, SEPARATOR.join(sorted(codes)), is_sure=True, reason=reason)
    second = {code for reading in readings_of(name) for code in _loosely(gazetteer, township, reading)}
    if second:
        return Place(township, SEPARATOR.join(sorted(second)), is_sure=False, reason="name_unsure")
    return Place(township, None, is_sure=False, reason="name_unknown")


def _surely(gazetteer: Gazetteer, township: str, name: str) -> Matches:
    """List the villages that a name fits as written, else by stem and kind, else by its stem."""
    stem, kind = readings_of(name)[0]
    same_stem = gazetteer.stems.get((township, stem), {})
    return (
        gazetteer.written.get((township, name), {})
        or {code: other for code, other in same_stem.items() if other == kind}
        or {code: other for code, other in same_stem.items() if not _contradict(kind, other)}
    )


def _loosely(gazetteer: Gazetteer, township: str, reading: Reading) -> list[str]:
    """List villages of which one reading has the same stem and no contradicting kind."""
    matches = gazetteer.loose.get((township, reading.stem), {})
    return [code for code, kind in matches.items() if not _contradict(reading.kind, kind)]


def _own_township(gazetteer: Gazetteer, name: str, stated: set[str]) -> tuple[str, set[str]]:
    """
    Part a name from the township that stands before it: the village's own name, the townships' codes.

    The longest township goes first: 新市城关镇石井村 is not 城关镇's. A name that is a village's as it stands
    has no township before it: 大坝围村 of 上陵 is not 大坝's 围村, unless 大坝 is what was stated.
    """
    if any(_surely(gazetteer, township, name) for township in stated):
        return name, set()
    for township in gazetteer.township_names:
        own = drop_prefix(name, [township])
        if own == name:
            continue
        codes = {code for code, other in gazetteer.townships.items() if other == township}
        if codes & stated or not _is_village(gazetteer, name):
            return own, codes
    return name, set()


def _is_village(gazetteer: Gazetteer, name: str) -> bool:
    """Tell whether a name, as it stands, is that of a village of any township."""
    return any(_surely(gazetteer, township, name) for township in gazetteer.townships)


def _townships_of(gazetteer: Gazetteer, township: str) -> set[str]:
    """Find the codes of a township by its code, its name, or its name without its ending."""
    if township in gazetteer.townships:
        return {township}
    own = drop_prefix(clean_name(township), gazetteer.regions)
    stem, ending = split_township(own)

    def is_alike(name: str) -> bool:
        other_stem, other_ending = split_township(name)
        return other_stem == stem and (not ending or other_ending in {ending, ""})

    exact = {code for code, name in gazetteer.townships.items() if name == own}
    return exact or {code for code, name in gazetteer.townships.items() if is_alike(name)}
