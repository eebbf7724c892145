"""
Rows that stand exactly on a line (边界值): 10,000.00 元 where less than 10,000 is asked, the last day.

These are the rows of which an office is asked first why they are in, or out.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from ruralmap.rules.evidence_rows import keys_of
from ruralmap.rules.parts import places_in
from ruralmap.rules.tests import held
from ruralmap.schema.policy_conditions import Compare, Holds, leaves_of_condition
from ruralmap.schema.policy_filters import AllOf, Test
from ruralmap.schema.policy_measures import parts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ruralmap.rules.evidence_terms import Term
    from ruralmap.rules.measures import Setting
    from ruralmap.rules.truth import Flags
    from ruralmap.schema.policy_conditions import Condition
    from ruralmap.schema.policy_filters import Filter

_ORDERED: Final = frozenset({"gt", "ge", "lt", "le"})
COLUMNS: Final = ("table", "key", "place", "column", "line", "counted")


def rows_on_lines(
    setting: Setting, condition: Condition, terms: tuple[Term, ...], units: Flags
) -> pd.DataFrame:
    """
    List what stands exactly on a line.

    Parameters
    ----------
    setting
        Of whom, and when.
    condition
        What was judged.
    terms
        Its comparisons.
    units
        Which units are told of, in the order of their codes.

    Returns
    -------
    rows
        `table`, `key`, `place` of the unit, `column` that is asked (empty where it is the unit's own number),
        `line` that is asked for, and whether the row counts.
    """
    found: list[dict[str, Any]] = []
    for term in terms:
        found += _units_on_line(setting, term, units)
    asked = dict.fromkeys(_asked(condition, setting.units.rows))
    for rows, tree in asked:
        found += _rows_on_line(setting, rows, tree, units)
    return pd.DataFrame(found, columns=list(COLUMNS)).astype(object)


def rows_at(setting: Setting, rows: str, tree: Filter, units: Flags) -> pd.DataFrame:
    """
    List the rows that have exactly what a question of a filter asks for.

    Parameters
    ----------
    setting
        Of whom, and when.
    rows
        The kind of rows.
    tree
        The filter.
    units
        Which units are told of, in the order of their codes.

    Returns
    -------
    rows
        As `rows_on_lines` gives them.
    """
    found = list(_rows_on_line(setting, rows, tree, units))
    return pd.DataFrame(found, columns=list(COLUMNS)).astype(object)


def _units_on_line(setting: Setting, term: Term, units: Flags) -> Iterator[dict[str, Any]]:
    """List the units whose number equals the line."""
    amount, line = term.amount, term.line
    # Periods are held against those that were due, and growth against a product: neither is this line.
    if amount is None or line is None or term.before is not None or term.lines[0].measured.owed is not None:
        return
    for place in np.flatnonzero(units & term.asked & (term.holds >= 0)).tolist():
        below = 1 if amount.divisors is None else int(amount.divisors[place])
        if (
            below
            and Fraction(int(amount.numbers[place]) * amount.divisor_scale, below * amount.scale) == line
        ):
            yield {
                "table": setting.units.rows or "county",
                "key": str(setting.units.codes[place]),
                "place": place,
                "column": None,
                "line": line,
                "counted": int(term.holds[place]),
            }


def _asked(condition: Condition, own: str) -> Iterator[tuple[str, Filter]]:
    """List the filters of a condition, with the rows that they are asked of."""
    for leaf, _ in leaves_of_condition(condition):
        if isinstance(leaf, Holds):
            yield own, leaf.holds
        elif isinstance(leaf, Compare):
            for measure in (leaf.measure, leaf.than):
                parts = () if measure is None else parts_of(measure)
                yield from ((part.rows, part.where) for part in parts if part.where is not None)


def _rows_on_line(setting: Setting, rows: str, tree: Filter, units: Flags) -> Iterator[dict[str, Any]]:
    """List the rows that would be decided by a question alone, and have exactly what it asks for."""
    asker, view = setting.asker, setting.asker.view
    if not view.has(rows):
        return
    parts = tree.all if isinstance(tree, AllOf) else (tree,)
    counted = asker.members(rows, tree).counted
    for test in parts:
        if not isinstance(test, Test) or test.op not in _ORDERED or test.than is not None:
            continue
        cells = view.cells(rows, test.column, year=test.year)
        value = asker.asked(test, cells)
        if value is None:
            continue
        on_line = held(cells, test.model_copy(update={"op": "eq"}), value).truth.yes
        for other in parts:
            if other is not test:
                on_line = on_line & asker.members(rows, other).counted
        places = places_in(asker, rows, setting.units, setting.residence)
        told = on_line & np.append(units, False)[places]
        keys = keys_of(view, rows)
        for row in np.flatnonzero(told).tolist():
            yield {
                "table": rows,
                "key": keys[row],
                "place": int(places[row]),
                "column": test.column,
                "line": value,
                "counted": int(counted[row]),
            }
