"""The cells of a unit's own row that a number is made of (本行数据): incomes by their parts, and the size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ruralmap.rules.derived import PER_HEAD
from ruralmap.rules.evidence_rows import (
    COUNTED,
    DOUBTFUL,
    FAILS,
    NO_PART,
    Ledger,
    add_sources,
    division_codes,
)
from ruralmap.rules.incomes import COST, GAINS
from ruralmap.schema.money import FEN_PER_YUAN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ruralmap.rules.measures import Setting
    from ruralmap.rules.truth import Flags, Whole
    from ruralmap.schema.policy_filters import Filter
    from ruralmap.schema.policy_measures import Value

# How a question is answered.
YES, NO, UNKNOWN = 1, 0, -1
# What an amount by head is made of: the columns of the income table, and with which sign.
_MADE_OF: Final[dict[str, dict[str, int]]] = {
    "net_pc": {**dict.fromkeys(GAINS, 1), COST: -1},
    "ref_pc": {**dict.fromkeys(GAINS, 1), COST: -1, "claims_fen": 1, "rigid_fen": -1},
    "disposable_pc": {"disposable_fen": 1},
    "rigid_pc": {"rigid_fen": 1},
}


def own_rows(measure: Value, setting: Setting, units: Flags) -> Ledger:
    """
    List the cells of the units' own rows that a number is made of; incomes by their parts.

    Parameters
    ----------
    measure
        The number.
    setting
        Of whom, and when.
    units
        Which units are told of, in the order of their codes.

    Returns
    -------
    ledger
        One line a cell; none of a unit whose number nobody knows.
    """
    view, rows = setting.asker.view, setting.units.rows
    year = view.calendar_year(measure.year if measure.year is not None else setting.year)
    if measure.column in PER_HEAD:
        return _income_rows(measure.column, year, setting, units)
    cells = view.cells(rows, measure.column, year=year)
    numbers, scale = cells.whole
    keep = np.flatnonzero(units & cells.filled)
    frame = _plain_frame(setting, keep, numbers[keep])
    frame["item"] = measure.column
    add_sources(frame, view.frame(rows), keep)
    return Ledger(rows, frame, 0, (), (scale, 1), ("above",))


def question_rows(
    setting: Setting, trees: Sequence[Filter], answers: Sequence[Whole], units: Flags
) -> Ledger:
    """
    List the questions that are put to the units' own rows, and what each is answered.

    Parameters
    ----------
    setting
        Of whom, and when.
    trees
        The questions.
    answers
        Of each question, 1, 0 or -1 for each unit.
    units
        Which units are told of, in the order of their codes.

    Returns
    -------
    ledger
        One line for each unit and question; it counts where the answer is yes.
    """
    keep = np.flatnonzero(units)
    found = []
    for number, answer in enumerate(answers):
        said = answer[keep]
        frame = _plain_frame(setting, keep, np.ones(len(keep), dtype=np.int64))
        frame["above"], frame["above_part"] = (said == YES).astype(int), number
        frame["above_why"] = np.select([said == YES, said == NO], [COUNTED, FAILS], DOUBTFUL)
        frame["below"], frame["below_value"], frame["below_why"] = 1, 1, COUNTED
        frame["item"] = None
        add_sources(frame, setting.asker.view.frame(setting.units.rows), keep)
        found.append(frame)
    whole = pd.concat(found, ignore_index=True).sort_values("place", kind="stable", ignore_index=True)
    return Ledger(setting.units.rows, whole, 0, tuple(trees), (1, 1))


def _income_rows(column: str, year: int, setting: Setting, units: Flags) -> Ledger:
    """List the parts of an income and the size of the household, of one year."""
    table = setting.asker.view.book.tables["incomes"]
    own = table.loc[table["year"].eq(year).fillna(value=False).to_numpy(dtype=bool)]
    whose = setting.units.codes.get_indexer(pd.Index(own["hh_id"]))
    made_of = _MADE_OF[column]
    needed = [name for name in (*made_of, "size") if name in own]
    complete = own[needed].notna().all(axis=1).to_numpy(dtype=bool) & (len(needed) == len(made_of) + 1)
    rows = np.flatnonzero((whose >= 0) & complete & np.append(units, False)[whose])
    found = []
    for number, (name, sign) in enumerate(made_of.items()):
        amounts = own[name].to_numpy(dtype=object)[rows].astype(np.int64) * sign
        frame = _plain_frame(setting, whose[rows], amounts)
        frame["key"] = frame["key"] + f"|{year}"
        frame["item"] = name
        if number == 0:
            frame["below"], frame["below_why"] = 1, COUNTED
            frame["below_value"] = own["size"].to_numpy(dtype=object)[rows].astype(np.int64)
        add_sources(frame, own, rows)
        found.append(frame)
    whole = pd.concat(found, ignore_index=True).sort_values("place", kind="stable", ignore_index=True)
    return Ledger("incomes", whole, 0, (), (FEN_PER_YUAN, 1))


def _plain_frame(setting: Setting, places: Whole, amounts: Whole) -> pd.DataFrame:
    """Lay out one row a unit, all of which count."""
    codes = setting.units.codes.to_numpy(dtype=object)[places]
    frame = pd.DataFrame({"key": codes, "place": places})
    for level in ("township", "village"):
        frame[level] = division_codes(setting.asker.view, setting.units.rows, level)[places]
    frame["above"], frame["above_value"], frame["above_why"], frame["above_part"] = 1, amounts, COUNTED, -1
    frame["below"], frame["below_value"], frame["below_why"], frame["below_part"] = 0, 0, NO_PART, -1
    return frame
