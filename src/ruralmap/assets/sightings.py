"""Running states that somebody saw (所见运行状态): an older one never overwrites a newer one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from ruralmap.assets.changes import change_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ruralmap.assets.changes import Change, Records

STATE: Final = "run_state"
STATE_ON: Final = "run_state_on"
# What becomes of a sighting: it is the asset's state from now on; the registry, or another sighting, says the
# same; a later one is known; one of the same day says otherwise.
SightingFate = Literal["newer", "same", "older", "conflict"]


class Sighting(NamedTuple):
    """In which state somebody saw an asset; `on` is ISO text, a day or a month."""

    asset_id: str
    on: str
    run_state: str


class Seen(NamedTuple):
    """What becomes of a sighting; only one of an asset's that is `newer` has a `change`."""

    sighting: Sighting
    fate: SightingFate
    change: Change | None = None


def judge(sightings: Sequence[Sighting], assets: Records) -> list[Seen]:
    """
    Hold sightings against the states that the registry has.

    A state without a day is no sighting: any that has one is newer. A month is neither before nor after a
    day in it.

    Parameters
    ----------
    sightings
        All of a batch, in any order, of assets that the registry has.
    assets
        Its assets.

    Returns
    -------
    seen
        One for each sighting, in order; for each asset at most one change.
    """
    by_asset: dict[str, list[int]] = {}
    for place, one in enumerate(sightings):
        by_asset.setdefault(one.asset_id, []).append(place)
    seen: dict[int, Seen] = {}
    for asset, places in by_asset.items():
        own = assets[asset]
        fates = {place: _against(sightings[place], own.get(STATE), own.get(STATE_ON)) for place in places}
        newer = [place for place in places if fates[place] == "newer"]
        newest = [
            place
            for place in newer
            if all(_later(sightings[other].on, sightings[place].on) <= 0 for other in newer)
        ]
        fates |= dict.fromkeys(newer, "older")
        states = {sightings[place].run_state for place in newest}
        fates |= dict.fromkeys(newest, "same" if len(states) == 1 else "conflict")
        if len(states) == 1:
            # Of a month and a day in it, the day is the more exact.
            fates[max(newest, key=lambda place: (sightings[place].on, -place))] = "newer"
        for place in places:
            change = None
            if fates[place] == "newer":
                now = {**own, STATE: sightings[place].run_state, STATE_ON: sightings[place].on}
                change = change_of("assets", asset, own, now)
            seen[place] = Seen(sightings[place], fates[place], change)
    return [seen[place] for place in range(len(sightings))]


def _against(sighting: Sighting, state: object, on: object) -> SightingFate:
    """Hold a sighting against the state that is known."""
    order = 1 if state is None or on is None else _later(sighting.on, str(on))
    if order > 0:
        return "newer"
    if order < 0:
        return "older"
    return "same" if sighting.run_state == state else "conflict"


def _later(mine: str, theirs: str) -> int:
    """Say whether a date is after another (1), before it (-1), or neither (0)."""
    known = min(len(mine), len(theirs))
    return (mine[:known] > theirs[:known]) - (mine[:known] < theirs[:known])
