"""What rosters and ledgers say of a village (村名、村代码), with the dirt that offices leave there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from ruralmap.demo.dirt import Rates, Record, pick, record
from ruralmap.demo.edges import is_clean
from ruralmap.demo.lineage import UNKNOWN_ENDING, old_short_names, predecessors, split_predecessors
from ruralmap.demo.places import COUNTY, PREFECTURE
from ruralmap.demo.whereabouts import short_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

_PREFIX: Final = f"广东省{PREFECTURE}{COUNTY}"
_DAMAGED_CODE: Final = "4.41624E+11"
_NO_NAME: Final = ("", "/", "无")
Cells = pd.DataFrame  # township, village, village_code: text, missing where a cell is empty


def dirty_names(rng: np.random.Generator, cells: Cells, *, rates: Rates) -> tuple[Cells, dict[str, pd.Index]]:
    """
    Write the names of some villages in other ways, none of which changes who they are.

    Parameters
    ----------
    rng
        Where the draws come from.
    cells
        township, village and village_code of each record, clean.
    rates
        How often.

    Returns
    -------
    cells
        With other names.
    picked
        Labels by kind of dirt.
    """
    renamed = old_short_names()
    village = cells["village"].copy()
    free = pd.Series(data=True, index=cells.index)
    picked = {}
    for kind in ("name_2010", "name_short", "name_prefixed", "name_spaced"):
        chosen = pick(rng, free, share=getattr(rates, kind))
        free[chosen] = False
        picked[kind] = chosen
        rows = cells.loc[chosen]
        written = zip(rows["village_code"], rows["village"], rows["township"], strict=True)
        village[chosen] = [_write_name(kind, *row, renamed=renamed) for row in written]
    return cells.assign(village=village), picked


def dirty_registration(
    rng: np.random.Generator,
    cells: Cells,
    *,
    rates: Rates,
    settled: pd.Series[bool],
    known: Sequence[str],
) -> tuple[Cells, dict[str, pd.Index]]:
    """
    Damage what some records say of their village, outside the places that stand on a threshold.

    Parameters
    ----------
    rng
        Where the draws come from.
    cells
        township, village and village_code of each record, clean but for the way names are written.
    rates
        How often.
    settled
        Records whose point is no evidence (搬迁户): they keep a code or a name.
    known
        All codes of villages, sorted.

    Returns
    -------
    cells
        Damaged.
    picked
        Labels by kind of dirt; no record has two kinds.
    """
    codes = cells["village_code"]
    free = ~codes.map(is_clean)
    older, split = predecessors(known), split_predecessors()
    able = {"old_code": codes.isin(list(older)), "split_code": codes.isin(list(split)), "no_place": ~settled}
    picked = {}
    kinds = (
        "old_code", "split_code", "missing_code", "unknown_code", "damaged_code", "missing_name", "no_place",
        "contradiction",
    )  # fmt: skip
    for kind in kinds:
        chosen = pick(rng, free & able.get(kind, free), share=getattr(rates, kind))
        free[chosen] = False
        picked[kind] = chosen
    village, code = cells["village"].copy(), codes.copy()
    for label in picked["old_code"]:
        change = older[codes[label]][int(rng.integers(len(older[codes[label]])))]
        code[label] = change.old_code
        village[label] = change.old_name if int(rng.integers(2)) else village[label]
    for label in picked["split_code"]:
        change = split[codes[label]]
        code[label] = change.old_code
        village[label] = change.old_name if int(rng.integers(3)) == 0 else village[label]
    code[picked["missing_code"].union(picked["no_place"], sort=False)] = pd.NA
    code[picked["unknown_code"]] = [codes[label][:9] + UNKNOWN_ENDING for label in picked["unknown_code"]]
    code[picked["damaged_code"]] = _DAMAGED_CODE
    village[picked["missing_name"]] = pd.NA
    village[picked["no_place"]] = [_NO_NAME[int(rng.integers(len(_NO_NAME)))] for _ in picked["no_place"]]
    code[picked["contradiction"]] = other_codes(rng, codes[picked["contradiction"]], known=known)
    return cells.assign(village=village, village_code=code), picked


def record_places(
    picked: dict[str, pd.Index], clean: Cells, *, dirty: Cells, keys: pd.Series, table: str
) -> list[Record]:
    """
    Record the dirt of names and codes.

    Parameters
    ----------
    picked
        Labels by kind of dirt.
    clean
        The cells before.
    dirty
        The cells after.
    keys
        What identifies each record, on the index of the cells.
    table
        The table, by its canonical name.

    Returns
    -------
    records
        One a cell that changed.
    """
    records: list[Record] = []
    for kind, chosen in picked.items():
        for column in ("village", "village_code"):
            before, after = clean.loc[chosen, column], dirty.loc[chosen, column]
            changed = chosen[before.fillna("").to_numpy() != after.fillna("").to_numpy()]
            pair = {"clean": before[changed], "dirty": after[changed]}
            records += record(kind, keys[changed], table=table, column=column, **pair)
    return records


def _write_name(kind: str, code: str, village: str, township: str, *, renamed: dict[str, str]) -> str:
    """Write one village's name in another way."""
    short = short_name(village)
    if kind == "name_2010":
        return _name_of_2010(renamed.get(code, short))
    if kind == "name_short":
        return renamed.get(code, short)
    if kind == "name_prefixed":
        return f"{_PREFIX}{township}{village}"
    return f" {short[:1]} {short[1:]} "


def _name_of_2010(short: str) -> str:
    """Write 黄沙村委会 and 东山居委会, as the list of 2010 does."""
    return (
        f"{short.removesuffix('社区')}居委会"
        if short.endswith("社区")
        else f"{short.removesuffix('村')}村委会"
    )


def other_codes(rng: np.random.Generator, codes: pd.Series, *, known: Sequence[str]) -> list[str]:
    """
    Choose, for each village, another one of its township that does not stand on a threshold.

    Parameters
    ----------
    rng
        Where the draws come from.
    codes
        The villages.
    known
        All codes of villages, sorted.

    Returns
    -------
    others
        One a village.
    """
    others = []
    for code in codes:
        beside = [other for other in known if other[:9] == code[:9] and other != code and not is_clean(other)]
        others.append(beside[int(rng.integers(len(beside)))])
    return others
