"""
Codes of villages through time (代码变更).

A code that the village layer knows stands as it is. An old code is followed through the dated events of the
lineage table until it arrives at one that stands: 更名, 改居, 合并 and 恢复 lead to one successor, 分立 to
several (they are listed, none is chosen), 撤销 without a successor to none.
"""

from __future__ import annotations

from collections import defaultdict
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, Final

import pandas as pd

from ruralmap.errors import InputError
from ruralmap.link.candidates import SEPARATOR
from ruralmap.schema.dates import last_day
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Collection

# 新增 creates a unit and says nothing of where an old code went.
_FOLLOWED: Final = frozenset({"更名", "改居", "合并", "恢复", "分立", "撤销"})
# A unit that was abolished and restored comes back to its old code: the only way that time allows a circle.
_RESTORED: Final = "恢复"

Step = tuple[str, str | None]  # the day or month of the event, and the new code
Lineage = dict[str, list[Step]]


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
        The table of changed codes: `old_code`, `new_code` (missing for 撤销), `effective_on`, `event`.
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
    steps = _read_lineage(lineage, as_of)
    unique = codes.dropna().unique()
    found = {code: _successors(code, standing, steps) for code in unique}
    candidates = {code: SEPARATOR.join(sorted(new)) or None for code, new in found.items()}
    reasons = {code: _reason(code, new, steps) for code, new in found.items()}
    places = pd.DataFrame({"candidates": codes.map(candidates), "reason": codes.map(reasons)}).astype("str")
    single = ~places["candidates"].str.contains(SEPARATOR, na=True)
    return places.assign(village_code=places["candidates"].where(single), is_sure=True)


def _read_lineage(lineage: pd.DataFrame | None, as_of: str) -> Lineage:
    """Read the events that have happened, by old code and in the order of time."""
    steps: Lineage = defaultdict(list)
    if lineage is None or lineage.empty:
        return steps
    happened = lineage[lineage["event"].isin(_FOLLOWED) & (lineage["effective_on"].map(last_day) <= as_of)]
    moved = happened[happened["old_code"] != happened["new_code"]]
    _refuse_circles(moved[(moved["event"] != _RESTORED) & moved["new_code"].notna()])
    new_codes = moved["new_code"].astype(object).where(moved["new_code"].notna(), None)
    for old, new, day in sorted(
        zip(moved["old_code"], new_codes, moved["effective_on"], strict=True), key=lambda step: step[2]
    ):
        steps[old].append((day, new))
    return steps


def _refuse_circles(moved: pd.DataFrame) -> None:
    """Refuse a lineage in which a code becomes its own ancestor."""
    graph = moved.groupby("old_code")["new_code"].agg(list).to_dict()
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as fault:
        circle = " → ".join(reversed(fault.args[1]))
        raise InputError(say_both("links.lineage_circle", circle=circle)) from fault


def _successors(code: str, standing: frozenset[str], steps: Lineage) -> set[str]:
    """
    Follow a code to all that stand for it today.

    A record does not say when its code was written, so every event of that code may be the one that ended it
    (a unit may be abolished, restored and abolished again). From then on time runs forward: of each further
    code the earliest event not before the last one counts.
    """
    if code in standing:
        return {code}
    found: set[str] = set()
    ahead = list(steps.get(code, ()))
    seen = set(ahead)
    while ahead:
        day, new = ahead.pop()
        if new in standing:
            found.add(new)
        elif new is not None:
            later = [step for step in steps.get(new, ()) if step[0] >= day]
            following = {step for step in later if step[0] == later[0][0]} - seen
            seen |= following
            ahead += following
    return found


def _reason(code: str, found: set[str], steps: Lineage) -> str | None:
    """Say what became of a code."""
    if found == {code}:
        return None
    if len(found) == 1:
        return "code_moved"
    if found:
        return "code_split"
    return "code_abolished" if code in steps else "code_unknown"
