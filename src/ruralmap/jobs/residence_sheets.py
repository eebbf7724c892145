"""The sheets 户籍与居住对照: villages and townships on both bases, who moved where, and what is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from ruralmap.files.workbook import Sheet
from ruralmap.link.tallies import OUTSIDE, UNKNOWN, place_of, tally_residence
from ruralmap.schema.people import RURAL_HUKOU, URBAN_HUKOU
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ruralmap.jobs.county import LinkedCounty
    from ruralmap.link.tallies import Level

_COUNTED: Final = ("households", "persons")
_BASES: Final = ("registered", "living", "in", "out", "net")
_LOST: Final = (UNKNOWN, OUTSIDE)
_HEADER_ROWS: Final = 2
_DOUBT_COLUMNS: Final = (
    "hh_id",
    "linked_village_code",
    "site_id",
    "settled_at",
    "living_township",
    "living_village",
    "living_status",
    "living_village_code",
    "living_method",
    "living_candidates",
    "living_reason",
)
_DOUBT_WIDTHS: Final = {0: 14, 1: 18, 4: 14, 5: 20, 6: 14, 7: 18, 8: 18, 9: 30, 10: 60}


def residence_sheets(linked: LinkedCounty, notes: tuple[str, ...], *, lang: Language) -> list[Sheet]:
    """
    Lay out where people are registered and where they live.

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
        Townships, villages, the moves by origin and site, and the households whose dwelling is in doubt.

    Raises
    ------
    ConservationError
        If the county's total is not the same on both bases.
    """
    rule = _say("rule", lang)
    return [
        _count_sheet(linked, "township", (*notes, rule), lang),
        _count_sheet(linked, "village", (*notes, rule), lang),
        _move_sheet(linked, (*notes, _say("moves_rule", lang)), lang),
        _doubt_sheet(linked, (*notes, _say("doubts_rule", lang)), lang),
    ]


def _say(key: str, lang: Language) -> str:
    return say(f"jobs.residence.{key}", lang)


def _count_sheet(linked: LinkedCounty, level: Level, notes: tuple[str, ...], lang: Language) -> Sheet:
    """Write one level on both bases: the units, those whose place is not known, those outside, the total."""
    units = linked.townships if level == "township" else linked.villages
    table = tally_residence(linked.households, list(units.index), level=level).units
    names = _names(linked, level)
    heads = [
        _say(f"head_{name}", lang)
        for name in (("township",) if level == "township" else ("township", "village"))
    ]
    columns = [f"{basis}_{name}" for basis in _BASES for name in _COUNTED]
    body: list[list[object]] = []
    for code, *numbers in table[columns].reset_index().itertuples(index=False, name=None):
        label = [_say(f"row_{code}", lang)] if code in _LOST else names[code]
        body.append([*label, *[None] * (len(heads) - len(label)), None if code in _LOST else code, *numbers])
    body.append([_say("row_total", lang), *[None] * len(heads), *table[columns].sum().tolist()])
    first = len(heads) + 1
    groups = [[_say(f"group_{basis}", lang)] * len(_COUNTED) for basis in _BASES]
    code_head = _say("head_code", lang)
    return Sheet(
        _say(f"sheet_{level}", lang),
        [
            [*heads, code_head, *(text for group in groups for text in group)],
            [*heads, code_head, *[_say(f"head_{name}", lang) for name in _COUNTED] * len(_BASES)],
            *body,
        ],
        header_rows=_HEADER_ROWS,
        notes=notes,
        merges=(
            *((0, column, 1, column) for column in range(first)),
            *((0, column, 0, column + 1) for column in range(first, first + len(columns), len(_COUNTED))),
        ),
        widths={**dict.fromkeys(range(first), 18), **dict.fromkeys(range(first, first + len(columns)), 10)},
        styles=dict.fromkeys(range(first, first + len(columns)), "integer"),
    )


def _names(linked: LinkedCounty, level: Level) -> dict[str, list[object]]:
    """Name each unit: its township, and the village itself."""
    if level == "township":
        return {str(code): [name] for code, name in linked.townships["township"].items()}
    pairs = linked.villages[["township", "village"]]
    return {str(code): list(row) for code, *row in pairs.itertuples(name=None)}


def _move_sheet(linked: LinkedCounty, notes: tuple[str, ...], lang: Language) -> Sheet:
    """List the moved households by site and origin, with the registrations that are not rural."""
    homes = _moved_households(linked)
    sites = linked.tables["sites"] if "sites" in linked.tables else pd.DataFrame(columns=["site_id", "site"])
    titles = dict(zip(sites["site_id"], sites["site"], strict=True))
    names = _names(linked, "village")
    keys = ["site_id", "settled_in", "living", "registered"]
    sums = homes.groupby(keys)[["households", "persons", "urban", "hukou_unknown"]].sum()
    # The sites first; who has none comes last.
    sums = sums.loc[sorted(sums.index, key=lambda row: (not row[0], row))]
    rows: list[list[object]] = []
    for (site, way, living, registered), *numbers in sums.itertuples(name=None):
        rows.append(
            [
                titles.get(site, site) or None,
                way or None,
                *_place(names, living, lang),
                *_place(names, registered, lang),
                *numbers,
            ]
        )
    rows.append([_say("row_total", lang), *[None] * 5, *sums.sum().tolist()])
    heads = (
        "site", "way", "living_township", "living_village", "origin_township", "origin_village",
        "households", "persons", "urban", "hukou_unknown",
    )  # fmt: skip
    return Sheet(
        _say("sheet_moves", lang),
        [[_say(f"head_{name}", lang) for name in heads], *rows],
        notes=notes,
        widths={0: 26, 1: 10, 2: 14, 3: 22, 4: 14, 5: 22, 8: 16, 9: 16},
        styles=dict.fromkeys(range(6, 10), "integer"),
    )


def _moved_households(linked: LinkedCounty) -> pd.DataFrame:
    """Take the households that were relocated or live elsewhere, their persons by kind of registration."""
    homes = pd.DataFrame(linked.households.drop(columns="geometry"))
    places = {basis: place_of(homes, basis, "village") for basis in ("registered", "living")}
    hukou = linked.persons.set_index("hh_id")["hukou"]
    urban = (hukou == URBAN_HUKOU).groupby(level=0).sum()
    unknown = (~hukou.isin([URBAN_HUKOU, RURAL_HUKOU])).groupby(level=0).sum()
    table = homes.assign(
        **places,
        households=1,
        persons=homes["size"].fillna(0).astype("int64"),
        urban=homes["hh_id"].map(urban).fillna(0).astype("int64"),
        hukou_unknown=homes["hh_id"].map(unknown).fillna(0).astype("int64"),
        site_id=homes["site_id"].fillna(""),
        settled_in=homes["settled_in"].fillna(""),
    )
    moved = homes["relocated"].fillna(value=False).astype(bool) | (places["registered"] != places["living"])
    return table[moved]


def _place(names: Mapping[str, Sequence[object]], code: str, lang: Language) -> list[object]:
    """Name a village with its township, or say that it is not known or not in the county."""
    return [_say(f"row_{code}", lang), None] if code in _LOST else list(names[code])


def _doubt_sheet(linked: LinkedCounty, notes: tuple[str, ...], lang: Language) -> Sheet:
    """List the households whose dwelling is not known, or of which some paper says otherwise."""
    homes = pd.DataFrame(linked.households.drop(columns="geometry"))
    # Whose registration is not linked stands on the list of links already.
    chosen = homes[homes["living_reason"].notna() & (homes["living_reason"] != "not_linked")]
    shown = chosen.sort_values("hh_id").reindex(columns=list(_DOUBT_COLUMNS)).astype(object)
    shown["living_status"] = [say(f"links.living.status.{status}", lang) for status in shown["living_status"]]
    shown["living_reason"] = [say(f"links.living.{reason}", lang) for reason in shown["living_reason"]]
    shown["living_method"] = [
        None if pd.isna(text) else "+".join(_say(f"paper_{name}", lang) for name in text.split("+"))
        for text in shown["living_method"]
    ]
    shown = shown.where(shown.notna(), None)
    header = [_say(f"doubt_{name}", lang) for name in _DOUBT_COLUMNS]
    return Sheet(
        _say("sheet_doubts", lang),
        [header, *map(list, shown.itertuples(index=False, name=None))],
        notes=notes,
        widths=_DOUBT_WIDTHS,
    )
