"""
Codes of villages through time (代码变更).

A code that the village layer knows stands as it is. An old code is followed through the dated events of the
lineage table until it arrives at one that stands: 更名, 改居, 合并 and 恢复 lead to one successor, 分立 to
several (they are listed, none is chosen), 撤销 without a successor to none. A township or county that was
renamed or upgraded takes the codes under it along.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ruralmap.link.candidates import SEPARATOR
from ruralmap.link.lineage import Lineage, read_lineage, steps_of

if TYPE_CHECKING:
    from collections.abc import Collection


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
        Indexed as `codes`: `village_code` (the one successor), `candidates` (all of them, joined by ;),
        `is_sure` (always: a lineage is dated and signed) and `reason` (`code_moved`, `code_split`,
        `code_abolished`, `code_unknown`; missing where the code stands, or there is none).

    Raises
    ------
    InputError
        If the lineage table leads in a circle.
    """
    standing = frozenset(villages)
    events = read_lineage(lineage, as_of=as_of)
    unique = codes.dropna().unique()
    found = {code: _successors(code, standing, events) for code in unique}
    candidates = {code: SEPARATOR.join(sorted(new)) or None for code, new in found.items()}
    reasons = {code: _reason(code, new, events) for code, new in found.items()}
    places = pd.DataFrame({"candidates": codes.map(candidates), "reason": codes.map(reasons)}).astype("str")
    single = ~places["candidates"].str.contains(SEPARATOR, na=True)
    return places.assign(village_code=places["candidates"].where(single), is_sure=True)


def _successors(code: str, standing: frozenset[str], lineage: Lineage) -> set[str]:
    """
    Follow a code to all that stand for it today.

    A record does not say when its code was written, so every event of that code may be the one that ended it
    (a unit may be abolished, restored and abolished again). From then on time runs forward: of each further
    code the earliest event not before the last one counts.
    """
    if code in standing:
        return {code}
    found: set[str] = set()
    ahead = steps_of(lineage, code)
    seen = set(ahead)
    while ahead:
        day, new = ahead.pop()
        if new in standing:
            found.add(new)
        elif new is not None:
            later = [step for step in steps_of(lineage, new) if step.day >= day]
            following = {step for step in later if step.day == later[0].day} - seen
            seen |= following
            ahead += following
    return found


def _reason(code: str, found: set[str], lineage: Lineage) -> str | None:
    """Say what became of a code."""
    if found == {code}:
        return None
    if len(found) == 1:
        return "code_moved"
    if found:
        return "code_split"
    return "code_abolished" if steps_of(lineage, code) else "code_unknown"
