"""
Villages that a wrong or old name may mean (候选建议): for a person to choose from, never for the linker.

Only villages of the record's own township are proposed. Stems are compared, the kind is kept apart: 柳坪社区
is not 柳坪村. A stem has two or three characters, so that an edit distance alone hardly tells a slip from
another name; what else speaks for a village is counted too: the characters in another order, a name that
holds the other whole (秀河 became 秀河畲族村), characters of the same sound, an earlier name, the code.
The score only ranks; it is no probability.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import pandas as pd
from rapidfuzz.distance import OSA

from ruralmap.link.candidates import SEPARATOR
from ruralmap.link.codes import current_codes
from ruralmap.link.names import Reading, clean_name, drop_prefix, readings_of
from ruralmap.link.sounds import sound_alike, sound_nearly_alike

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

# What speaks for a village: keys of the catalogue `links.proposal`.
Basis = Literal["code", "renamed", "same", "sound", "near_sound", "order", "part", "shape"]

MOST_PROPOSALS: Final = 3
# A name of two characters of which one is written right has 50; one that only sounds right is no likeness.
LEAST_SCORE: Final = 45
# Certain to be meant if the record is right, but for a choice between several.
_ONE_SUCCESSOR, _SEVERAL_SUCCESSORS = 100, 90
# Of what a wrong character takes away, so much is given back where it sounds the same, or nearly so.
_SAME_SOUND: Final = 0.8
_NEAR_SOUND: Final = 0.7
_OTHER_ORDER: Final = 0.85
_WHOLE_PART: Final = 0.8
# A part of one character says nothing: 成 stands in 成源 and in many others.
_SHORTEST_PART: Final = 2
# 村委会 for 居委会 is a slip less likely than a wrong character; a name taken apart the other way is likely.
_OTHER_KIND_COST: Final = 15
_OTHER_READING_COST: Final = 5
_SAME_NAME: Final = 100 - _OTHER_READING_COST


class Proposal(NamedTuple):
    """A village, how much speaks for it (0 to 100), and what does."""

    village_code: str
    score: int
    basis: Basis


class _Listed(NamedTuple):
    """A village of the list as it is compared: its code, and its name taken apart, the usual way first."""

    code: str
    readings: tuple[Reading, ...]


def propose_villages(
    cases: pd.DataFrame,
    villages: pd.DataFrame,
    *,
    lineage: pd.DataFrame | None,
    as_of: str,
    regions: Sequence[str] = (),
) -> list[tuple[Proposal, ...]]:
    """
    Propose villages for names and codes that were not found.

    Parameters
    ----------
    cases
        `village` and `village_code` as written, and `township_code`, each missing where not known.
    villages
        Uniquely indexed by `village_code`, with `village`, `township_code`, `township`, and `kind` where it
        is known.
    lineage
        The table of changed codes, if there is one; its old names are names too.
    as_of
        The date of evaluation, ISO text.
    regions
        Known names in full, from large to small, that may stand before a name.

    Returns
    -------
    proposals
        For each case at most MOST_PROPOSALS, the highest score first, of equal ones the lowest code; none for
        a case without a township.

    Raises
    ------
    InputError
        If the lineage leads in a circle.
    """
    townships = {
        str(township): (own, _list_villages(rows, (*regions, own)))
        for township, rows in villages.groupby("township_code")
        for own in [clean_name(str(rows["township"].iloc[0]))]
    }
    coded = current_codes(cases["village_code"], villages.index, lineage=lineage, as_of=as_of)["candidates"]
    earlier = _earlier_names(lineage, villages, as_of=as_of)
    proposals: list[tuple[Proposal, ...]] = []
    for township, name, codes in zip(cases["township_code"], cases["village"], coded.fillna(""), strict=True):
        if pd.isna(township) or str(township) not in townships:
            proposals.append(())
            continue
        own, listed = townships[str(township)]
        typed = "" if pd.isna(name) else drop_prefix(clean_name(str(name)), (*regions, own))
        found = [*_by_code(codes), *_by_earlier_name(typed, earlier), *_by_likeness(typed, listed)]
        proposals.append(_best(found, {village.code for village in listed}))
    return proposals


def score_stems(typed: str, listed: str) -> tuple[float, Basis]:
    """
    Say how much two stems are alike, and in what.

    The measure is the optimal string alignment: a wrong, a missing and an additional character cost one each,
    two neighbours that changed places one together.

    Parameters
    ----------
    typed
        A stem as typed.
    listed
        A stem of the list.

    Returns
    -------
    score
        From 0 to 1.
    basis
        What speaks most for it.
    """
    if typed == listed:
        return 1.0, "same"
    shape = OSA.normalized_similarity(typed, listed)
    found: list[tuple[float, Basis]] = [(shape, "shape")]
    ways: tuple[tuple[float, Callable[[str, str], bool], Basis], ...] = (
        (_SAME_SOUND, sound_alike, "sound"),
        (_NEAR_SOUND, sound_nearly_alike, "near_sound"),
    )
    for given_back, alike, basis in ways:
        heard = OSA.normalized_similarity(_spell_as(typed, listed, alike), listed)
        found.append((shape + given_back * (heard - shape), basis))
    if sorted(typed) == sorted(listed):
        found.append((_OTHER_ORDER, "order"))
    if min(len(typed), len(listed)) >= _SHORTEST_PART and (typed in listed or listed in typed):
        found.append((_WHOLE_PART, "part"))
    return max(found, key=lambda pair: pair[0])


def _spell_as(typed: str, listed: str, alike: Callable[[str, str], bool]) -> str:
    """Spell a stem with the characters of another wherever they sound alike."""
    return "".join(
        own if own in listed else next((other for other in listed if alike(own, other)), own) for own in typed
    )


def _list_villages(rows: pd.DataFrame, regions: Sequence[str]) -> list[_Listed]:
    """Take the names of a township's villages apart; the kind that the list knows stands above the name's."""
    kinds = rows["kind"].fillna("") if "kind" in rows else [""] * len(rows)
    return [
        _Listed(
            str(code),
            tuple(
                Reading(reading.stem, kind or reading.kind)
                for reading in _stems_of(drop_prefix(clean_name(str(name)), regions))
            ),
        )
        for code, name, kind in zip(rows.index, rows["village"], kinds, strict=True)
    ]


def _stems_of(name: str) -> tuple[Reading, ...]:
    """Take a name apart; the whole name only where it has no ending: shared endings are no likeness."""
    readings = readings_of(name)
    return readings[:-1] or readings


def _earlier_names(
    lineage: pd.DataFrame | None, villages: pd.DataFrame, *, as_of: str
) -> dict[str, set[str]]:
    """Find the villages of today for every old name that the lineage states."""
    found: dict[str, set[str]] = {}
    if lineage is None or "old_name" not in lineage:
        return found
    rows = lineage[lineage["old_name"].notna()]
    successors = current_codes(rows["old_code"], villages.index, lineage=lineage, as_of=as_of)["candidates"]
    for name, codes in zip(rows["old_name"], successors, strict=True):
        if not pd.isna(codes):
            found.setdefault(clean_name(name), set()).update(codes.split(SEPARATOR))
    return found


def _by_code(codes: str | None) -> list[Proposal]:
    """Propose what the registered code leads to."""
    return _successors(codes.split(SEPARATOR), "code") if codes else []


def _by_earlier_name(typed: str, earlier: dict[str, set[str]]) -> list[Proposal]:
    """Propose what an old name of the lineage leads to, where it is the same name."""
    if not typed:
        return []
    own = _stems_of(typed)
    codes = {
        code
        for name, successors in earlier.items()
        if _likeness(own, _stems_of(name))[0] >= _SAME_NAME
        for code in successors
    }
    return _successors(codes, "renamed")


def _successors(codes: Iterable[str], basis: Basis) -> list[Proposal]:
    listed = sorted(codes)
    score = _ONE_SUCCESSOR if len(listed) == 1 else _SEVERAL_SUCCESSORS
    return [Proposal(code, score, basis) for code in listed]


def _by_likeness(typed: str, listed: Sequence[_Listed]) -> list[Proposal]:
    """Propose villages whose names are like the one typed."""
    if not typed:
        return []
    own = _stems_of(typed)
    scored = [(village.code, *_likeness(own, village.readings)) for village in listed]
    return [Proposal(code, score, basis) for code, score, basis in scored if score >= LEAST_SCORE]


def _likeness(own: Sequence[Reading], others: Sequence[Reading]) -> tuple[int, Basis]:
    """Compare two names; at most one of them is taken apart in another way than the usual."""
    pairs = [
        *((own[0], other, place) for place, other in enumerate(others)),
        *((reading, others[0], 1) for reading in own[1:]),
    ]
    scores = []
    for reading, other, unusual in pairs:
        likeness, basis = score_stems(reading.stem, other.stem)
        cost = _OTHER_KIND_COST * _contradict(reading.kind, other.kind)
        cost += _OTHER_READING_COST * bool(unusual)
        scores.append((max(round(100 * likeness) - cost, 0), basis))
    return max(scores, key=lambda pair: pair[0])


def _contradict(one: str, other: str) -> bool:
    return bool(one and other and one != other)


def _best(found: Iterable[Proposal], inside: set[str]) -> tuple[Proposal, ...]:
    """Keep the villages of the township, each with what speaks most for it, the best first."""
    ranked = sorted(
        (proposal for proposal in found if proposal.village_code in inside),
        key=lambda proposal: (-proposal.score, proposal.village_code),
    )
    first: dict[str, Proposal] = {}
    for proposal in ranked:
        first.setdefault(proposal.village_code, proposal)
    return tuple(first.values())[:MOST_PROPOSALS]
