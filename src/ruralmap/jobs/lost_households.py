"""Households that stand in no row that was kept (剔除留存的户): counted, so that nobody vanishes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ruralmap.schema.aliases import alias_index, column_by_title, meaning_of, plain_header
from ruralmap.schema.marks import BLANK_MARKS, as_text
from ruralmap.schema.outcomes import ALL_SHEETS
from ruralmap.schema.people import HOUSEHOLD_ID, ROSTER

if TYPE_CHECKING:
    import pandas as pd

    from ruralmap.jobs.check_report import CheckReport
    from ruralmap.schema.aliases import AliasIndex
    from ruralmap.schema.outcomes import Answers


def count_lost_households(report: CheckReport, kept: pd.Series[str]) -> int:
    """
    Count the households of which only rows that were set aside tell.

    Parameters
    ----------
    report
        What `check` read.
    kept
        The numbers of the households that were kept.

    Returns
    -------
    count
        Different household numbers; a row without a readable one counts as a household of its own.
    """
    index = alias_index(ROSTER)
    lost = report.lost("roster")
    rows = zip(lost["file"].fillna(""), lost["sheet"].fillna(""), lost["raw"], strict=True)
    found = [_household_of(raw, (file, sheet), report.answers, index=index) for file, sheet, raw in rows]
    return len(set(found) - {""} - set(kept.to_numpy(dtype=object))) + found.count("")


def _household_of(raw: str, place: tuple[str, str], answers: Answers, *, index: AliasIndex) -> str:
    """Read the number of a household from a row as it was found, under the office's own header."""
    file, sheet = place
    for header, cell in json.loads(raw).items():
        plain = plain_header(header)
        answer = answers.get((file, sheet, plain)) or answers.get((file, ALL_SHEETS, plain))
        meaning = meaning_of(header, index)
        column = column_by_title(ROSTER, answer) if answer else meaning and meaning.column
        text = as_text(cell)
        if column == HOUSEHOLD_ID.name and text not in BLANK_MARKS:
            return text
    return ""
