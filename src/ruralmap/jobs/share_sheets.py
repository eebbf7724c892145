"""The sheets 份额汇总 and 跨村份额: how many records are in one village, and the shares of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ruralmap.errors import ConservationError
from ruralmap.files.workbook import NumberStyle, Sheet
from ruralmap.jobs.shares import SHARED
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    import pandas as pd

    from ruralmap.jobs.county import LinkedCounty

# What may be said of a record and relation: all of it in one village or in several, a part of it, or nothing:
# because its owner is no village, because nobody stated it, or because what was said places it nowhere.
STATES: Final = ("single", "several", "partly", "no_village", "not_stated", "unknown")
_WHY_NOT: Final = {"owner_no_village": "no_village", "place_not_stated": "not_stated"}
_SHOWN: Final = (
    "linked_village_code",
    "place",
    "share",
    "share_method",
    "length_m",
    "area_m2",
    "households",
    "persons",
    "link_reason",
)
_WIDTHS: Final = {0: 10, 1: 13, 2: 9, 3: 16, 4: 28, 5: 10, 6: 11, 7: 11, 8: 13, 9: 10, 10: 10, 11: 48}
# Where something is comes before whose it is, and that before whom it serves.
_RELATIONS: Final = ("建设地", "坐落村", "出资村", "权属村", "受益村")
_STYLES: Final[dict[int, NumberStyle]] = {9: "integer", 10: "integer"}


def share_sheets(linked: LinkedCounty, notes: tuple[str, ...], *, lang: Language) -> list[Sheet]:
    """
    Lay out the shares of projects, sites, industries and assets by village.

    Parameters
    ----------
    linked
        The linked county.
    notes
        Title, date and marks, as on the other sheets of the workbook.
    lang
        The language.

    Returns
    -------
    sheets
        One row a kind of record and relation, and the shares of every record that is divided, or placed in
        part.

    Raises
    ------
    ConservationError
        If the rows of the first sheet do not add up to the records.
    """
    header: list[object] = [
        _say("column_record", lang),
        _say("column_relation", lang),
        _say("column_rows", lang),
    ]
    counts = [[*header, *(_say(f"state.{state}", lang) for state in STATES)]]
    listed: list[list[object]] = [
        [_say(f"column_{name}", lang) for name in ("record", "key", "relation", *_SHOWN)]
    ]
    for name, (key, title, _) in SHARED.items():
        if title not in linked.tables:
            continue
        shares = linked.tables[title]
        states = state_of_records(shares, key)
        counts += _count(states, name, records=len(linked.tables[name]), lang=lang)
        listed += _list(shares, states, name, linked=linked, lang=lang)
    numbers: dict[int, NumberStyle] = dict.fromkeys(range(2, 3 + len(STATES)), "integer")
    return [
        Sheet(
            _say("sheet_counts", lang),
            rows=counts,
            notes=(*notes, _say("rule", lang)),
            widths={0: 14, 1: 10},
            styles=numbers,
        ),
        Sheet(
            _say("sheet_shares", lang),
            rows=listed,
            notes=(*notes, _say("shares_rule", lang)),
            widths=_WIDTHS,
            styles=_STYLES,
        ),
    ]


def state_of_records(shares: pd.DataFrame, key: str) -> pd.DataFrame:
    """
    Say of each record and relation how much of it is placed.

    Parameters
    ----------
    shares
        A table of shares.
    key
        The column that names a record.

    Returns
    -------
    states
        The key, `relation` and `state`, one of `STATES`.
    """
    own = [key, "relation"]
    known = shares["linked_village_code"].notna()
    groups = shares.assign(
        known=shares["share"].where(known, 0),
        village=shares["linked_village_code"].where(shares["share"] > 0),
    ).groupby(own, sort=True)
    found = groups.agg(
        known=("known", "sum"),
        villages=("village", "nunique"),
        why=("link_reason", "first"),
        rows=("share", "size"),
    ).reset_index()
    lost = shares.assign(lost=~known).groupby(own)["lost"].any().reset_index(drop=True)
    state = found["why"].map(_WHY_NOT).where(found["rows"] == 1).fillna("unknown")
    state = state.mask(found["known"] > 0, "partly")
    state = state.mask(~lost & (found["villages"] > 1), "several").mask(
        ~lost & (found["villages"] == 1), "single"
    )
    return found[own].assign(state=state)


def _say(key: str, lang: Language) -> str:
    return say(f"jobs.shares.{key}", lang)


def _count(states: pd.DataFrame, name: str, *, records: int, lang: Language) -> list[list[object]]:
    """Count the records of each relation by their state."""
    rows: list[list[object]] = []
    by_relation = dict(list(states.groupby("relation")["state"]))
    for relation in [name for name in _RELATIONS if name in by_relation]:
        own = by_relation[relation]
        numbers = [int((own == state).sum()) for state in STATES]
        if sum(numbers) != len(own) or len(own) > records:
            raise ConservationError(say_both("links.shares_not_conserved", record=name, count=len(own)))
        head = [_say(f"record.{name}", lang), _say(f"relation.{relation}", lang)]
        rows.append([*head, len(own), *numbers])
    return rows


def _list(
    shares: pd.DataFrame, states: pd.DataFrame, name: str, *, linked: LinkedCounty, lang: Language
) -> list[list[object]]:
    """List the shares of every record that is divided, or placed in part."""
    key = SHARED[name][0]
    divided = states.loc[states["state"].isin(["several", "partly"]), [key, "relation"]]
    shown = shares.merge(divided, on=[key, "relation"], how="inner")
    villages = linked.villages
    names = villages["township"].str.cat(villages["village"])
    told = shown.assign(
        place=shown["linked_village_code"].map(names),
        relation=[_say(f"relation.{relation}", lang) for relation in shown["relation"]],
        share_method=[_word("links.share_method", method, lang) for method in shown["share_method"]],
        link_reason=[_word("links", reason, lang) for reason in shown["link_reason"]],
    )
    cells = told[[key, "relation", *_SHOWN]].astype(object)
    cells = cells.where(cells.notna(), None)
    record = _say(f"record.{name}", lang)
    return [[record, *row] for row in cells.itertuples(index=False, name=None)]


def _word(catalogue: str, key: object, lang: Language) -> str:
    """Say a word of a catalogue; nothing where there is none."""
    return say(f"{catalogue}.{key}", lang) if isinstance(key, str) and key else ""
