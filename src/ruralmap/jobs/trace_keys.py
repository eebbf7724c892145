"""What a person wants traced (追溯对象): a fund line, a document, a project, an asset, or a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ruralmap.errors import UsageError
from ruralmap.funds.tracing import Key
from ruralmap.jobs.places import Place, find_place, known_places
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    import pandas as pd

    from ruralmap.funds.books import Ledger
    from ruralmap.jobs.county import LinkedCounty
    from ruralmap.rules.facts import Facts


def find_key(
    text: str, *, rows: pd.DataFrame, ledger: Ledger, linked: LinkedCounty, facts: Facts
) -> tuple[str, str, Key]:
    """
    Find what a person names.

    Ids and document numbers must be whole; a place may be named as for `explain`.

    Parameters
    ----------
    text
        A fund line, a document number, a project, an asset, or a place.
    rows
        The chain.
    ledger
        The ledger; lines that do not count are found too.
    linked
        The linked county.
    facts
        Its places and households.

    Returns
    -------
    kind
        line, doc, project, asset or place.
    name
        What it is called.
    key
        What is to be traced.

    Raises
    ------
    UsageError
        If nothing fits, if it is of several kinds, or if it is a household.
    """
    wanted = text.strip()
    found = _ids(wanted, rows, ledger)
    places = known_places(facts)
    here = [place for place in places if wanted in (place.code, place.name)]
    if here:
        found["place"] = _place_key(here[0], linked)
    if len(found) > 1:
        kinds = {lang: _listed(found, wanted, lang) for lang in ("zh", "en")}
        raise UsageError(say_both("chain.trace.ambiguous", what=wanted, found=" / ".join(kinds.values())))
    for kind, key in found.items():
        return kind, here[0].name if here else wanted, key
    try:
        place = find_place(facts, wanted)
    except UsageError as fault:
        if any(wanted in place.name for place in places):
            raise  # it names several places
        raise UsageError(say_both("chain.trace.unknown", what=wanted)) from fault
    if place.level == "household":
        raise UsageError(say_both("chain.trace.household", what=wanted))
    return "place", place.name, _place_key(place, linked)


def _ids(wanted: str, rows: pd.DataFrame, ledger: Ledger) -> dict[str, Key]:
    """Find of which kinds an id is; a document is its lines, those set aside among them."""
    known = rows.loc[rows["doc"].eq(wanted).fillna(value=False).astype(bool), "line_id"].dropna()
    keys = {
        "line": Key(lines=frozenset({wanted} & {*rows["line_id"].dropna(), *ledger.lines.index})),
        "doc": Key(lines=frozenset(known)),
        "project": Key(projects=frozenset({wanted} & set(rows["prj_id"].dropna()))),
        "asset": Key(assets=frozenset({wanted} & set(rows["asset_id"].dropna()))),
    }
    return {kind: key for kind, key in keys.items() if key != Key()}


def _place_key(place: Place, linked: LinkedCounty) -> Key:
    """Take a place with the projects that are built in it."""
    shares = linked.tables.get("project_shares")
    if shares is None:
        return Key(places=frozenset({place.code}))
    level = "linked_village_code" if place.level == "village" else "linked_township_code"
    there = shares["relation"].eq("建设地") & shares[level].eq(place.code) & shares["share"].gt(0)
    projects = frozenset(shares.loc[there.fillna(value=False).astype(bool), "prj_id"])
    return Key(projects=projects, places=frozenset({place.code}))


def _listed(found: dict[str, Key], wanted: str, lang: Language) -> str:
    """Name the kinds that an id is of."""
    return "、".join(say(f"chain.trace.{kind}", lang, id=wanted) for kind in found)
