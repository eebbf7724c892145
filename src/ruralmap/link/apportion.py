"""
Population carried to the units of today (人口折算).

A figure belongs to the unit that its code meant on its own day. Events after that day carry it on, one after
the other: a merger adds up, a split divides by the stated shares. Where a share, or the figure of one unit of
a merger, is not known, the units of today have no figure from it: a part is never taken for the whole. Nor is
the figure of a township which a village left or joined since: it is that of another area.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from graphlib import TopologicalSorter
from itertools import groupby
from math import lcm
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from ruralmap.errors import ConservationError
from ruralmap.link.lineage import FOUNDED, RESTORED, Event, Lineage, divided_shares, moves_all_under
from ruralmap.schema.division import COUNTY_DIGITS, TOWNSHIP_DIGITS
from ruralmap.schema.remainders import apportion
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

# Why a figure was not carried: keys of the catalogue `links.apportion.why`.
Why = Literal[
    "share_unknown", "not_persons", "abolished", "incomplete", "stated_twice", "not_standing", "area_changed"
]
# Events in which a unit only goes on under another code: what is already stated for the new code is the same.
_RENAMES: Final = frozenset({"更名", "改居", RESTORED})
_MERGERS: Final = frozenset({"合并", "撤销"})


@dataclass(frozen=True)
class Figure:
    """
    A number of persons or households of one unit (人数或户数).

    `rows` are the positions of the input rows that it was made of, `events` what happened to them since.
    """

    code: str
    value: int
    rows: tuple[int, ...]
    events: tuple[Event, ...] = ()


class Loss(NamedTuple):
    """A figure that reaches no unit of today: which, why, and the event that stopped it."""

    figure: Figure
    why: Why
    event: Event


@dataclass
class _Stocks:
    """What is known while time goes on: the figures by code, and those that were lost."""

    figures: dict[str, Figure]
    losses: list[Loss] = field(default_factory=list)


class Circumstances(NamedTuple):
    """
    What decides how figures of one item and day are carried.

    `day`: the last day that the figures can mean, ISO text. `standing`: the codes of today. `first_seen`: the
    first day of any figure, by code. `are_persons`: whether shares, which are of persons, divide them.
    """

    day: str
    standing: Collection[str]
    first_seen: Mapping[str, str]
    are_persons: bool


def carry_figures(
    figures: Sequence[Figure], lineage: Lineage, around: Circumstances
) -> tuple[list[Figure], list[Loss]]:
    """
    Carry figures of one item, basis and day to the units of today.

    Parameters
    ----------
    figures
        At most one for each code.
    lineage
        What happened until the date of evaluation.
    around
        What else decides.

    Returns
    -------
    carried
        Figures in the order of their codes; one that nothing happened to is as it was, whatever its code.
    losses
        Figures that reach no unit of today, in the order of time.

    Raises
    ------
    ConservationError
        If the sum of what is carried and lost is not the sum of what was given.
    """
    stocks = _Stocks({figure.code: figure for figure in figures})
    later = [event for event in lineage.events if event.day > around.day and event.kind != FOUNDED]
    for _, events in groupby(later, key=lambda event: event.day):
        _pass_day(stocks, list(events), lineage=lineage, around=around)
    for code, figure in sorted(stocks.figures.items()):
        if figure.events and code not in around.standing:
            _lose(stocks, stocks.figures.pop(code), "not_standing", figure.events[-1])
    carried = [stocks.figures[code] for code in sorted(stocks.figures)]
    _require_conserved(figures, carried, stocks.losses)
    return carried, stocks.losses


def _pass_day(stocks: _Stocks, events: Sequence[Event], *, lineage: Lineage, around: Circumstances) -> None:
    """Let the events of one day happen: villages first, then the prefixes of townships, then of counties."""
    for _, level in groupby(sorted(events, key=lambda event: -len(event.old)), lambda event: len(event.old)):
        rows: dict[str, list[Event]] = defaultdict(list)
        for event in level:
            rows[event.old].append(event)
        for wave in _waves(rows, lineage, around.standing):
            _move_units(stocks, wave, lineage=lineage, around=around)
        _move_prefixes(
            stocks, [event for group in rows.values() for event in group if moves_all_under(event)]
        )
    _lose_changed_areas(stocks, events, lineage)


def _lose_changed_areas(stocks: _Stocks, events: Sequence[Event], lineage: Lineage) -> None:
    """Give up the figures of townships and counties which a unit left or joined on a day."""
    for event in events:
        for digits in (TOWNSHIP_DIGITS, COUNTY_DIGITS):
            left, joined = event.old[:digits], (event.new or event.old)[:digits]
            if left == joined or any(_leads(other, left, joined) for other in lineage.events):
                continue
            for code in (left, joined):
                if code in stocks.figures:
                    _lose(stocks, stocks.figures.pop(code), "area_changed", event)


def _leads(event: Event, old: str, new: str) -> bool:
    """Tell whether an event itself carries one unit into another, or all that is under the one."""
    below = moves_all_under(event) and old.startswith(event.old)
    return (event.old, event.new) == (old, new) or (below and new == f"{event.new}{old[len(event.old) :]}")


def _waves(
    rows: Mapping[str, list[Event]], lineage: Lineage, standing: Collection[str]
) -> Iterator[dict[str, list[Event]]]:
    """
    Order the units of one day.

    All go at once, because codes may have been passed on; only where a code ends on that day those who were
    merged into it go first, and on with it.
    """
    before: dict[str, set[str]] = {old: set() for old in rows}
    for old, new in ((row.old, row.new) for group in rows.values() for row in group if row.kind != RESTORED):
        if new in before and new != old and not _lives_on(new, rows[old][0].day, lineage, standing):
            before[new].add(old)
    order = TopologicalSorter(before)
    order.prepare()
    while order.is_active():
        ready = sorted(order.get_ready())
        yield {old: rows[old] for old in ready}
        order.done(*ready)


def _lives_on(code: str, day: str, lineage: Lineage, standing: Collection[str]) -> bool:
    """Tell whether a code is still there after a day: today, or until it ends, alone or with those above."""
    later = (event for event in lineage.events if event.day > day and event.kind != FOUNDED)
    return code in standing or any(code.startswith(event.old) for event in later)


def _move_units(
    stocks: _Stocks, rows: Mapping[str, list[Event]], *, lineage: Lineage, around: Circumstances
) -> None:
    """Let units go where their rows of one day say; a unit of which only a row to itself is told stays."""
    staying = {old for old, events in rows.items() if [event.new for event in events] == [old]}
    arrivals: dict[str, list[tuple[Event, Figure | None]]] = defaultdict(list)
    for old, events in rows.items():
        if old in staying:
            continue
        parts = _parts_of(stocks, stocks.figures.pop(old, None), events, lineage=lineage, around=around)
        for event, part in zip(events, parts, strict=True):
            if event.new is not None:
                arrivals[event.new].append((event, part))
            elif part is not None:
                _lose(stocks, part, "abolished", event)
    for new, parts_of_new in sorted(arrivals.items()):
        stood = new not in rows and _stood_before(new, parts_of_new, lineage=lineage, around=around)
        _arrive(stocks, new, parts_of_new, stays=stood or new in staying)


def _parts_of(
    stocks: _Stocks, figure: Figure | None, events: list[Event], *, lineage: Lineage, around: Circumstances
) -> list[Figure | None]:
    """Divide a unit's figure among its rows; missing parts where it is not known how."""
    unknown: list[Figure | None] = [None] * len(events)
    if figure is None:
        return unknown
    shares = divided_shares(events)
    if shares is None or _gives_an_unknown_part(events, lineage, around.standing):
        _lose(stocks, figure, "share_unknown", events[0])
        return unknown
    if len(events) > 1 and not around.are_persons:
        _lose(stocks, figure, "not_persons", events[0])
        return unknown
    whole = lcm(*(share.denominator for share in shares))
    keys = [(event.new or "", str(place)) for place, event in enumerate(events)]
    values = apportion(figure.value, {key: int(part * whole) for key, part in zip(keys, shares, strict=True)})
    return [
        replace(figure, value=values[key], events=(*figure.events, event))
        for key, event in zip(keys, events, strict=True)
    ]


def _gives_an_unknown_part(events: list[Event], lineage: Lineage, standing: Collection[str]) -> bool:
    """Tell where a unit restores another out of itself, goes on, and nothing says how many people left."""
    event = events[0]
    if len(events) > 1 or event.kind != RESTORED or event.share is not None:
        return False
    named_later = any(
        event.day < other.day and event.old in {other.old, other.new} for other in lineage.events
    )
    return named_later or event.old in standing


def _stood_before(
    new: str,
    arrivals: Sequence[tuple[Event, Figure | None]],
    *,
    lineage: Lineage,
    around: Circumstances,
) -> bool:
    """
    Tell whether a unit that others are merged into was there before, and has people of its own.

    A merger needs two: where one unit alone is merged into another, that one stood. Where several are, or a
    part was split off, it stood if an earlier row or an earlier figure names it; else the event made it.
    """
    kind, day = arrivals[0][0].kind, arrivals[0][0].day
    if len(arrivals) == 1 and kind in _RENAMES | _MERGERS:
        return kind in _MERGERS
    return min(lineage.mentioned[new], around.first_seen.get(new, day)) < day


def _arrive(
    stocks: _Stocks, new: str, arrivals: Sequence[tuple[Event, Figure | None]], *, stays: bool
) -> None:
    """Add up what comes to a unit and what it had; if something of it is unknown, so is the whole."""
    own = stocks.figures.pop(new, None)
    last = arrivals[-1][0]
    coming = [part for _, part in arrivals if part is not None]
    if own is not None and len(arrivals) == 1 and last.kind in _RENAMES:
        stocks.figures[new] = own
        for part in coming:
            _lose(stocks, part, "stated_twice", last)
        return
    known = [*coming, *([own] if own is not None else [])]
    if len(coming) < len(arrivals) or (stays and own is None):
        for figure in known:
            _lose(stocks, figure, "incomplete", last)
    else:
        stocks.figures[new] = Figure(
            new,
            sum(figure.value for figure in known),
            tuple(dict.fromkeys(row for figure in known for row in figure.rows)),
            tuple(dict.fromkeys(event for figure in known for event in (*figure.events, last))),
        )


def _move_prefixes(stocks: _Stocks, events: Sequence[Event]) -> None:
    """Give every unit under townships or counties its new prefix, all at once."""
    moved = [
        (event, code, stocks.figures.pop(code))
        for event in events
        for code in sorted(stocks.figures)
        if code.startswith(event.old) and len(code) > len(event.old)
    ]
    for event, code, figure in moved:
        carried = replace(figure, events=(*figure.events, event))
        _arrive(stocks, f"{event.new}{code.removeprefix(event.old)}", [(event, carried)], stays=False)


def _lose(stocks: _Stocks, figure: Figure, why: Why, event: Event) -> None:
    stocks.losses.append(Loss(figure, why, event))


def _require_conserved(given: Sequence[Figure], carried: Sequence[Figure], losses: Sequence[Loss]) -> None:
    """Refuse a result in which somebody went missing or was counted twice."""
    put_in = sum(figure.value for figure in given)
    out = sum(figure.value for figure in carried)
    lost = sum(loss.figure.value for loss in losses)
    if put_in != out + lost:
        raise ConservationError(
            say_both("links.apportion.not_conserved", given=put_in, carried=out, unknown=lost)
        )
