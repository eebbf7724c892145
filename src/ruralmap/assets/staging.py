"""Rows from elsewhere held against the registry (导入比对): what each would bring, before it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from ruralmap.assets.changes import change_of, same

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ruralmap.assets.chain import Source
    from ruralmap.assets.changes import Change, Fields, State

# What becomes of a row: a new record, fields of a known one, nothing that is not known, what contradicts
# something and waits for a person, what cannot be used.
Fate = Literal["new", "changed", "known", "conflict", "aside"]


class Offer(NamedTuple):
    """A row from elsewhere (报来的行): the record that it is about, and the fields that it has."""

    table: str
    key: str
    fields: Fields
    source: Source


class Weighed(NamedTuple):
    """
    What becomes of a row (比对结果).

    `why` says why it waits or cannot be used: `differs` (from the registry), `contradicts` (an earlier row)
    or `unknown_asset`; `apart` names the fields in question. `change` is missing where nothing changes.
    """

    offer: Offer
    fate: Fate
    why: str = ""
    apart: tuple[str, ...] = ()
    change: Change | None = None


def weigh(offers: Iterable[Offer], state: State, *, replaces: bool) -> list[Weighed]:
    """
    Hold rows against the registry.

    A field that a row does not have is left as it is. A row that contradicts an earlier one waits: which of
    them comes first says nothing.

    Parameters
    ----------
    offers
        The rows, in order.
    state
        The registry.
    replaces
        Whether a row may put another value in the place of a known one; else it only fills what is empty,
        and a row that says otherwise waits.

    Returns
    -------
    weighed
        One for each row, in order. The changes fit the registry one after the other.
    """
    rows = list(offers)
    assets = state.get("assets", {}).keys() | {one.key for one in rows if one.table == "assets"}
    said: dict[tuple[str, str], Fields] = {}
    now: dict[tuple[str, str], Fields | None] = {}
    weighed = []
    for offer in rows:
        spot = (offer.table, offer.key)
        known = now.get(spot, state.get(offer.table, {}).get(offer.key))
        one = _weigh(offer, known, said.get(spot, {}), assets=assets, replaces=replaces)
        weighed.append(one)
        if one.fate in {"new", "changed", "known"}:
            said[spot] = said.get(spot, {}) | offer.fields
            now[spot] = (known or {}) | offer.fields
    return weighed


def _weigh(
    offer: Offer, known: Fields | None, said: Fields, *, assets: Iterable[str], replaces: bool
) -> Weighed:
    """Hold a row against its record, and against what earlier rows said of it."""
    asset = offer.fields.get("asset_id")
    if asset is not None and str(asset) not in assets:
        return Weighed(offer, "aside", "unknown_asset")
    apart = _apart(offer.fields, said)
    if apart:
        return Weighed(offer, "conflict", "contradicts", apart)
    if known is None:
        return Weighed(offer, "new", change=change_of(offer.table, offer.key, None, offer.fields))
    apart = _apart(offer.fields, known)
    if apart and not replaces:
        return Weighed(offer, "conflict", "differs", apart)
    change = change_of(offer.table, offer.key, known, known | offer.fields)
    return Weighed(offer, "changed" if change else "known", change=change)


def _apart(mine: Fields, theirs: Fields) -> tuple[str, ...]:
    """Name the fields that both have, and in which they differ."""
    return tuple(name for name, value in mine.items() if name in theirs and not same(value, theirs[name]))
