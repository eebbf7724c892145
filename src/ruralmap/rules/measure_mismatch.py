"""
How many rows of two ledgers do not agree (账账不符): rows that only one has, rows that say other things.

Rows of one key are paired off, those first that agree. Where a cell of one is empty and that of the other is
not, nobody knows whether they agree: such a pair is counted beside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ruralmap.rules.book import LINKED
from ruralmap.rules.columns import Cells, cells_of
from ruralmap.rules.measures import Measured
from ruralmap.rules.membership import NO_DATA, NOTHING
from ruralmap.rules.parts import places_in
from ruralmap.schema.policy_filters import AllOf, AnyOf, NoneOf, Test
from ruralmap.schema.policy_rows import columns_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ruralmap.rules.measures import Setting, Spans
    from ruralmap.rules.truth import Flags, Places
    from ruralmap.rules.view import View
    from ruralmap.schema.policy_filters import Filter
    from ruralmap.schema.policy_measures import Mismatch

_VILLAGE = "village_code"


class _Side(NamedTuple):
    """One ledger: the key of each row (missing where a part of it is empty), its cells, who is asked."""

    keys: list[tuple[object, ...] | None]
    cells: list[tuple[object, ...]]
    asked: Flags
    unsure: Flags
    places: Places


class _Found(NamedTuple):
    """Rows that do not agree, and rows of which nobody knows; each told by its unit."""

    apart: list[int]
    doubtful: list[int]


def mismatches_of(measure: Mismatch, setting: Setting) -> Measured:
    """
    Count the rows of two ledgers that do not agree.

    Parameters
    ----------
    measure
        Which ledgers, by which key, in which columns.
    setting
        Of whom, and when.

    Returns
    -------
    measured
        Rows; nothing is known without both ledgers.
    """
    view, size = setting.asker.view, len(setting.units.codes)
    given = all(view.has(rows) for rows in (measure.left, measure.right))
    zero = np.zeros(size, dtype=np.int64)
    if not given:
        spans: Spans = dict.fromkeys(("default", "membership", "unlinked", "all"), (zero, zero))
        return Measured(spans, 1, np.zeros(size, dtype=bool), np.full(size, NO_DATA))
    columns = {**measure.key, **measure.columns}
    where = None if measure.where is None else _translated(measure.where, columns)
    left = _side(setting, measure.left, measure.where, tuple(measure.key), tuple(measure.columns))
    right = _side(setting, measure.right, where, tuple(measure.key.values()), tuple(measure.columns.values()))
    money = [columns_of(measure.left)[name].kind == "money" for name in measure.columns]
    slack = [measure.tolerance_fen if is_money else 0 for is_money in money]
    found = _compared(left, right, slack)
    unsure = [*left.places[left.unsure].tolist(), *right.places[right.unsure].tolist()]
    apart, doubtful = (_by_unit(places, size) for places in (found.apart, found.doubtful + unsure))
    wide = (apart, apart + doubtful)
    spans = {"default": (apart, apart), "membership": wide, "unlinked": (apart, apart), "all": wide}
    return Measured(spans, 1, np.ones(size, dtype=bool), np.full(size, NOTHING))


def _by_unit(places: Sequence[int], size: int) -> np.ndarray:
    """Count rows by unit; those that stand in none are not counted."""
    found = np.array([place for place in places if place >= 0], dtype=np.int64)
    return np.bincount(found, minlength=size)


def _side(
    setting: Setting, rows: str, where: Filter | None, key: tuple[str, ...], columns: tuple[str, ...]
) -> _Side:
    """Read one ledger."""
    asker, view = setting.asker, setting.asker.view
    passed = asker.members(rows, where)
    keys = list(zip(*(_values(view, rows, name) for name in key), strict=True))
    return _Side(
        [None if None in one else one for one in keys],
        list(zip(*(_values(view, rows, name) for name in columns), strict=True)),
        passed.counted,
        passed.unsure & ~passed.counted,
        places_in(asker, rows, setting.units, setting.residence),
    )


def _values(view: View, rows: str, name: str) -> list[object]:
    """Write out a column; a village is the one that the linker found."""
    frame = view.frame(rows)
    cells = view.cells(rows, name)
    if name == _VILLAGE and frame is not None and LINKED["villages"] in frame:
        cells = _either(cells_of(frame[LINKED["villages"]], columns_of(rows)[name]), cells)
    values = [*cells.distinct, None]
    return [values[place] for place in cells.places.tolist()]


def _either(first: Cells, second: Cells) -> Cells:
    """Take the second where the first is empty."""
    places = np.where(second.filled, second.places + len(first.distinct), -1)
    return Cells(
        first.column, (*first.distinct, *second.distinct), np.where(first.filled, first.places, places)
    )


def _compared(left: _Side, right: _Side, slack: Sequence[int]) -> _Found:
    """Pair rows of one key off, and list those that are left over."""
    ours, theirs = _grouped(left), _grouped(right)
    found = _Found([], [])
    for key in dict.fromkeys([*ours, *theirs]):
        _pair_off(ours.get(key, []), theirs.get(key, []), left, right, slack, found)
    return found


def _grouped(side: _Side) -> dict[tuple[object, ...], list[int]]:
    """List rows by key; a row without one is of a key of its own."""
    groups: dict[tuple[object, ...], list[int]] = {}
    for row, key in enumerate(side.keys):
        groups.setdefault((id(side), row) if key is None else key, []).append(row)
    return groups


def _pair_off(
    ours: list[int], theirs: list[int], left: _Side, right: _Side, slack: Sequence[int], found: _Found
) -> None:
    """Pair off the rows of one key: those that agree, then those of which nobody knows."""
    open_left, open_right = [row for row in ours if left.asked[row]], list(theirs)
    for wanted in (True, None):
        for row in list(open_left):
            pair = next(
                (one for one in open_right if _agree(left.cells[row], right.cells[one], slack) is wanted),
                None,
            )
            if pair is not None:
                open_left.remove(row)
                open_right.remove(pair)
                if wanted is None:
                    found.doubtful.append(int(left.places[row]))
    alone = [row for row in open_right if right.asked[row]]
    # A row that differs from its pair is one fault, not two.
    places = [int(left.places[row]) for row in open_left]
    places += [int(right.places[row]) for row in alone[len(open_left) :]]
    found.apart.extend(places)


def _agree(left: tuple[object, ...], right: tuple[object, ...], slack: Sequence[int]) -> bool | None:
    """Hold the cells of two rows against each other; unknown where one of them is empty."""
    same: bool | None = True
    for one, other, off in zip(left, right, slack, strict=True):
        if one is None or other is None:
            same = same if one is other else None
        elif one != other and not _within(one, other, off):
            return False
    return same


def _within(one: object, other: object, off: int) -> bool:
    """Tell whether two numbers are apart by no more than is allowed."""
    return isinstance(one, int) and isinstance(other, int) and abs(one - other) <= off


def _translated(tree: Filter, names: Mapping[str, str]) -> Filter | None:
    """Ask the other ledger what is asked of this one, in its own columns; missing where it has not all."""
    if isinstance(tree, Test):
        fits = tree.column in names and tree.than is None
        return tree.model_copy(update={"column": names[tree.column]}) if fits else None
    if isinstance(tree, AllOf | AnyOf | NoneOf):
        key = next(iter(type(tree).model_fields))
        parts = [_translated(part, names) for part in getattr(tree, key)]
        return None if None in parts else tree.model_copy(update={key: tuple(parts)})
    return None
