"""
The rows that a number is added up of (明细): which of them count, how much each adds, and why others do not.

Each row stands once, also where it is part of both what is counted and what that is divided by.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ruralmap.rules.book import columns_of_key
from ruralmap.rules.membership import Membership, certain, joined
from ruralmap.rules.parts import places_in, weights_of
from ruralmap.rules.standing import places_of
from ruralmap.schema.policy_filters import AllOf
from ruralmap.schema.policy_row_kinds import ROWS
from ruralmap.schema.policy_rows import key_of

if TYPE_CHECKING:
    from ruralmap.rules.filters import Asker
    from ruralmap.rules.measures import Setting
    from ruralmap.rules.truth import Flags, Places, Whole
    from ruralmap.rules.view import View
    from ruralmap.schema.policy_filters import Filter
    from ruralmap.schema.policy_measures import Part
    from ruralmap.schema.vocabulary import Level

# Why a row counts or does not; the first that is so is told.
WHYS: Final = (
    "counted",
    "assumed",
    "repeated",
    "no_key",
    "unstated",
    "nowhere",
    "doubtful",
    "fails",
    "no_part",
)
COUNTED, ASSUMED, REPEATED, NO_KEY, UNSTATED, NOWHERE, DOUBTFUL, FAILS, NO_PART = range(len(WHYS))
SOURCE: Final = ("source_file", "source_sheet", "source_row")
# The balances have no key of their own: a line of money, and where it went.
_BALANCE_KEY: Final = ("line_id", "prj_id", "entity_id", "village_code", "budget_item")
_ABOVE: Final[tuple[Level, ...]] = ("township", "village")


@dataclass(frozen=True, eq=False)
class Ledger:
    """
    The rows of one kind that a number is added up of (明细表).

    `frame` has one line a row: `key`, `place` of its unit (-1 nowhere), `township`, `village`, then for
    what is counted (`above`) and what that is divided by (`below`) 1 or 0, how much it adds, `why` (a
    place in `WHYS`) and `part`, the place in `parts` of the question that decided; `item` names the
    column where a row has several amounts; last where it was read. `left` are the rows that pass
    nothing and are not told one by one. Amounts are in parts of a unit, so many as `scales` say; they
    also stand where a row does not count. `sides` are the numbers that rows of this kind are part of.
    `distinct` says that a row counts once in each unit, so that a larger unit is no sum of smaller
    ones. Ledgers of one `key` are the same rows, read for units of several levels.
    """

    rows: str
    frame: pd.DataFrame
    left: int
    parts: tuple[Filter, ...]
    scales: tuple[int, int]
    sides: tuple[str, ...] = ("above", "below")
    distinct: bool = False
    key: str = ""


@dataclass(frozen=True, eq=False)
class _Side:
    """One of the two numbers, row by row."""

    takes: Flags
    weights: Whole
    why: Whole
    part: Whole
    maybe: Flags
    scale: int


def ledgers_of(
    setting: Setting, above: Part, below: Part | None, *, units: Flags, every_row: int
) -> tuple[Ledger, ...]:
    """
    List the rows that two numbers are added up of.

    Parameters
    ----------
    setting
        Of whom, and when.
    above
        What is counted.
    below
        What that is divided by; missing where nothing is.
    units
        Which units are told of, in the order of their codes.
    every_row
        Rows that pass nothing are told one by one in a table of so many rows at most.

    Returns
    -------
    ledgers
        One a kind of rows.
    """
    parts = {"above": above} if below is None else {"above": above, "below": below}
    kinds = dict.fromkeys(part.rows for part in parts.values())
    found = []
    for rows in kinds:
        own = {name: part for name, part in parts.items() if part.rows == rows}
        found.append(_ledger(setting, rows, own, units, every_row))
    return tuple(found)


def _ledger(setting: Setting, rows: str, parts: dict[str, Part], units: Flags, every_row: int) -> Ledger:
    """List the rows of one kind."""
    asker, view = setting.asker, setting.asker.view
    size = view.size(rows)
    places = places_in(asker, rows, setting.units, setting.residence)
    told = np.append(units, False)[places] | (places < 0)
    asked: list[Filter] = []
    sides = {name: _side(setting, part, places, asked) for name, part in parts.items()}
    near = np.logical_or.reduce([side.takes | side.maybe for side in sides.values()]) & told
    listed = near | (told & (size <= every_row))
    keep = np.flatnonzero(listed)
    frame = pd.DataFrame({"key": keys_of(view, rows)[keep], "place": places[keep]})
    for level in _ABOVE:
        frame[level] = division_codes(view, rows, level)[keep]
    for name in ("above", "below"):
        side = sides.get(name)
        absent = np.full(len(keep), NO_PART)
        frame[name] = np.zeros(len(keep), dtype=np.int64) if side is None else side.takes[keep].astype(int)
        frame[f"{name}_value"] = 0 if side is None else side.weights[keep]
        frame[f"{name}_why"] = absent if side is None else side.why[keep]
        frame[f"{name}_part"] = -1 if side is None else side.part[keep]
    frame["item"] = None
    add_sources(frame, view.frame(rows), keep)
    scales = tuple(sides[name].scale if name in sides else 1 for name in ("above", "below"))
    ordered = frame.sort_values(["place", "key"], kind="stable", ignore_index=True)
    left, distinct = int(told.sum() - len(keep)), any(part.distinct is not None for part in parts.values())
    return Ledger(rows, ordered, left, tuple(asked), (scales[0], scales[1]), tuple(sides), distinct)


def add_sources(frame: pd.DataFrame, own: pd.DataFrame | None, keep: Places) -> None:
    """
    Say where each row was read, as far as its table says so.

    Parameters
    ----------
    frame
        Gains `SOURCE`.
    own
        The table; missing where there is none.
    keep
        Which of its rows, in the order of `frame`.
    """
    for name in SOURCE:
        told = own is not None and name in own
        frame[name] = own[name].to_numpy(dtype=object)[keep] if own is not None and told else None


def _side(setting: Setting, part: Part, places: Places, asked: list[Filter]) -> _Side:
    """Say of each row whether it is part of a number, and why it is not."""
    asker = setting.asker
    passed = asker.members(part.rows, part.where)
    only = setting.only.get(part.rows)
    if only is not None:
        passed = joined([passed, certain(only)], every=True)
    weights, stated, scale = weights_of(asker, part)
    here = passed.counted & (places >= 0)
    why = np.where(passed.unsure, ASSUMED, COUNTED)
    question = np.full(len(places), -1)
    takes = here
    if part.distinct is not None:
        cells = asker.view.cells(part.rows, part.distinct)
        takes = _firsts(here & cells.filled, places, cells.places)
        why = np.where(here & cells.filled & ~takes, REPEATED, np.where(here & ~cells.filled, NO_KEY, why))
    else:
        why = np.where(here & ~stated, UNSTATED, why)
    why = np.where(passed.counted & (places < 0), NOWHERE, why)
    maybe = passed.unsure & ~passed.counted
    why = np.where(~passed.counted, np.where(maybe, DOUBTFUL, FAILS), why)
    _find_questions(asker, part, passed, question, asked)
    return _Side(takes, weights, why, question, passed.counted | maybe, scale)


def _firsts(which: Flags, places: Places, values: Places) -> Flags:
    """Keep the first row of each value in each unit."""
    rows = np.flatnonzero(which)
    pairs = pd.DataFrame({"place": places[rows], "value": values[rows]})
    kept = np.zeros(len(which), dtype=bool)
    kept[rows[~pairs.duplicated().to_numpy(dtype=bool)]] = True
    return kept


def _find_questions(
    asker: Asker, part: Part, passed: Membership, question: Whole, asked: list[Filter]
) -> None:
    """Say for each row that does not count which question it fails, or leaves open: the first of them."""
    trees = part.where.all if isinstance(part.where, AllOf) else () if part.where is None else (part.where,)
    for tree in trees:
        said = asker.members(part.rows, tree)
        fails = ~passed.counted & (question < 0) & np.where(passed.unsure, said.unsure, said.truth.no)
        if fails.any():
            question[fails] = len(asked)
            asked.append(tree)


def keys_of(view: View, rows: str) -> np.ndarray:
    """
    Tell rows apart.

    Parameters
    ----------
    view
        The tables on the day.
    rows
        The kind of rows.

    Returns
    -------
    keys
        Texts: an id, or several joined; no name and no identity number is among them.
    """
    frame = view.frame(rows)
    if frame is None:
        return np.array([], dtype=object)
    own = (key_of(rows),) if rows in {"households", "persons", "villages", "townships"} else ()
    named = own or (_BALANCE_KEY if rows == "balances" else columns_of_key(rows))
    names = [name for name in named if name in frame]
    if not names:
        return np.array([str(place + 1) for place in range(len(frame))], dtype=object)
    texts = [frame[name].astype("string").fillna("").to_numpy(dtype=object) for name in names]
    return np.array(["|".join(row) for row in zip(*texts, strict=True)], dtype=object)


def division_codes(view: View, rows: str, level: Level) -> np.ndarray:
    """
    Say in which township or village each row stands.

    Parameters
    ----------
    view
        The tables on the day.
    rows
        The kind of rows.
    level
        Townships or villages.

    Returns
    -------
    codes
        Missing where nobody knows.
    """
    if rows not in ROWS:
        return np.full(view.size(rows), None, dtype=object)
    codes = np.array([*view.book.people.codes[level], None], dtype=object)
    found: np.ndarray = codes[places_of(view, rows, level)]
    return found
