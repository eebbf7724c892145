"""
Codes of villages through time (代码变更).

A code that the village layer knows stands as it is, unless it was passed on from one unit to another. An
old code is followed through the dated events of the lineage table until it arrives at one that stands: 更名,
改居, 合并 and 恢复 lead to one successor, 分立 to several (they are listed, none is chosen), 撤销 without a
successor to none. Where only a part of a unit can be followed, its village is listed and not sure. A township
or county that was renamed or upgraded takes the codes under it along.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from ruralmap.link.candidates import SEPARATOR
from ruralmap.link.lineage import RESTORED, Lineage, Step, by_day, divided_shares, read_lineage, steps_of
from ruralmap.schema.division import COUNTY_DIGITS, TOWNSHIP_DIGITS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ruralmap.link.lineage import Event


class _Successors(NamedTuple):
    """What stands for a code today, and whether nothing of the unit went elsewhere as well."""

    codes: set[str]
    is_whole: bool


def current_codes(
    codes: pd.Series[str], villages: Collection[str], *, lineage: pd.DataFrame | None, as_of: str
) -> pd.DataFrame:
    """
    Find the village that stands today for each code.

    Parameters
    ----------
    codes
        Village codes as registered; missing where there is none.
    villages
        The codes that stand.
    lineage
        The table of changed codes, as `read_lineage` takes it.
    as_of
        The date of evaluation, ISO text; later events are ignored. An event of a month has happened when
        the month is over.

    Returns
    -------
    places
        Indexed as `codes`: `village_code` (where there is one sure successor), `candidates` (all of them,
        joined by ;), `is_sure` (a lineage is dated and signed, so always, but where a part of a unit went to
        nobody knows where) and `reason` (`code_moved`, `code_split`, `code_reused`, `code_abolished`,
        `code_unknown`; missing where the code stands, or there is none).

    Raises
    ------
    InputError
        If the lineage table leads in a circle.
    """
    standing = frozenset(villages)
    events = read_lineage(lineage, as_of=as_of)
    # Each code is followed once; the last row is that of a record without a code.
    place, unique = pd.factorize(codes)
    found = [_successors(code, standing, events) for code in unique]
    candidates = [SEPARATOR.join(sorted(after.codes)) or None for after in found]
    reasons = [_reason(code, after, events) for code, after in zip(unique, found, strict=True)]
    single = [
        one if after.is_whole and len(after.codes) == 1 else None
        for one, after in zip(candidates, found, strict=True)
    ]
    texts = {"candidates": candidates, "reason": reasons, "village_code": single}
    told = pd.DataFrame({name: [*values, None] for name, values in texts.items()}, dtype="str")
    told["is_sure"] = [*(after.is_whole for after in found), True]
    return told.take(place).set_axis(codes.index)


def _successors(code: str, standing: frozenset[str], lineage: Lineage) -> _Successors:
    """
    Follow a code to all that stand for it today.

    A record does not say when its code was written, so every event of that code may be the one that ended it
    (a unit may be abolished, restored and abolished again). From then on time runs forward: of each further
    code the earliest event after the last one counts, or, where it has none, those of the same day. A code
    that stands ends the way, unless it was passed on to others since.
    """
    reused = _was_passed_on(lineage, code)
    if code in standing and not reused:
        return _Successors({code}, is_whole=True)
    found = {code} & standing
    ahead = steps_of(lineage, code)
    is_whole = not (reused and any(step.new is None for step in ahead))
    seen = set(ahead)
    while ahead:
        step = ahead.pop()
        is_whole &= not step.is_part
        if step.new is None:
            continue
        if step.new in standing and not _was_passed_on(lineage, step.new, after=step.day):
            found.add(step.new)
            continue
        following = _next_steps(lineage, step)
        is_whole &= bool(following)
        ahead += following - seen
        seen |= following
    return _Successors(found, is_whole)


def _next_steps(lineage: Lineage, step: Step) -> set[Step]:
    """List where the code at which a step arrived went next."""
    steps = [after for after in steps_of(lineage, step.new or "") if after.day >= step.day]
    day = next((after.day for after in steps if after.day > step.day), step.day)
    return {after for after in steps if after.day == day}


def _was_passed_on(lineage: Lineage, code: str, *, after: str = "") -> bool:
    """Tell whether all people of a code left it after a day, and others got it then or later (代码沿用)."""
    levels = {code: lineage.moves} | {
        code[:digits]: lineage.prefixes for digits in (TOWNSHIP_DIGITS, COUNTY_DIGITS) if len(code) > digits
    }
    return any(
        after < day and _all_left(rows, lineage) and _was_given_to_others(level, day, lineage)
        for level, moves in levels.items()
        for day, rows in by_day(moves.get(level, ()))
    )


def _all_left(rows: Sequence[Event], lineage: Lineage) -> bool:
    """Tell whether the rows of a code and day leave nobody behind; a unit that restores another stays."""
    old, day = rows[0].old, rows[0].day
    stays = any(event.old == event.new == old and event.day == day for event in lineage.events)
    return not stays and divided_shares(rows) is not None and rows[0].kind != RESTORED


def _was_given_to_others(code: str, day: str, lineage: Lineage) -> bool:
    """Tell whether a code was given to a unit from a day on; one that is restored has its own code back."""
    return any(
        event.new == code != event.old and event.day >= day and event.kind != RESTORED
        for event in lineage.events
    )


def _reason(code: str, after: _Successors, lineage: Lineage) -> str | None:
    """Say what became of a code."""
    if after.codes == {code} and after.is_whole:
        return None
    if code in after.codes:
        return "code_reused"
    if after.codes:
        return "code_moved" if len(after.codes) == 1 and after.is_whole else "code_split"
    return "code_abolished" if steps_of(lineage, code) else "code_unknown"
