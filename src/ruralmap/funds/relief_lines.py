"""Labour pay of each project against the line of its form (劳务报酬占比), and months of work without pay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import pandas as pd

from ruralmap.schema.dates import last_day

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

# Of which money pay is a share: all fiscal investment, or what the centre gave for work relief.
Whole = Literal["fiscal", "central"]
# A project that still goes on may yet pay: below the line it has failed nothing.
PAY_STATES: Final = ("reached", "going_on", "below", "no_line", "unknown")
_MONTHS_OF_YEAR: Final = 12


@dataclass(frozen=True)
class PayLine:
    """The least share (0 to 1) of labour pay in an investment, and which investment is meant."""

    least: Decimal
    whole: Whole


def pay_shares(
    by_project: pd.DataFrame,
    balance_table: pd.DataFrame,
    lines: Mapping[str, PayLine],
    *,
    completed: pd.Series[bool],
) -> pd.DataFrame:
    """
    Hold each project's labour pay against the line of its form.

    Parameters
    ----------
    by_project
        As `Relief.by_project`.
    balance_table
        Balances: prj_id, level, task, arranged_fen.
    lines
        The line of each form of work relief that has one.
    completed
        Whether a project was completed by the date, by prj_id; what is not there goes on.

    Returns
    -------
    shares
        On the index of `by_project`: whole_fen (Int64), share and line (Float64), state (PAY_STATES). The
        share is that of the line's investment, of fiscal investment where there is no line; a share that is
        not known is missing, and so is that of a project without any row of pay.
    """
    central = balance_table["level"].eq("中央") & balance_table["task"].eq("以工代赈")
    given = balance_table[central.fillna(value=False)].groupby("prj_id")["arranged_fen"].sum(min_count=1)
    own = [lines.get(mode) for mode in by_project["work_relief_mode"]]
    of_centre = np.array([line is not None and line.whole == "central" for line in own], dtype=bool)
    centre = by_project["prj_id"].map(given).astype("Int64")
    whole = by_project["fiscal_invest_fen"].mask(of_centre, centre)
    whole = whole.mask(whole.le(0).fillna(value=False))
    paid = by_project["paid_fen"]
    done = by_project["prj_id"].map(completed).fillna(value=False).astype(bool)
    states = [
        _state(line, None if pd.isna(part) else int(part), None if pd.isna(all_) else int(all_), done=is_done)
        for line, part, all_, is_done in zip(own, paid, whole, done, strict=True)
    ]
    return pd.DataFrame(
        {
            "whole_fen": whole,
            "share": paid.astype("Float64") / whole.astype("Float64"),
            "line": pd.array([None if line is None else float(line.least) for line in own], dtype="Float64"),
            "state": states,
        },
        index=by_project.index,
    )


def _state(line: PayLine | None, paid: int | None, whole: int | None, *, done: bool) -> str:
    """Compare without rounding: fen against fen."""
    if paid is None or whole is None:
        return "unknown"
    if line is None:
        return "no_line"
    if paid >= line.least * whole:
        return "reached"
    return "below" if done else "going_on"


def months_unpaid(projects: pd.DataFrame, labour: pd.DataFrame, *, as_of: str) -> pd.Series[int]:
    """
    Count the months of work of which no row of pay is there.

    Parameters
    ----------
    projects
        项目库: prj_id, started_on, completed_on (days or months, ISO text).
    labour
        劳务报酬发放表: prj_id, month.
    as_of
        The date, ISO text: only months that were over by then count.

    Returns
    -------
    months
        By prj_id, Int64: months from the one of the start to that of the completion, both included, without
        any row; missing where the start is not known or later.
    """
    known = projects.drop_duplicates("prj_id").set_index("prj_id")
    paid = set(zip(labour["prj_id"], labour["month"], strict=True))
    counts: list[int | None] = []
    for prj_id, start, end in zip(known.index, known["started_on"], known["completed_on"], strict=True):
        if not isinstance(start, str) or last_day(start) > as_of:
            counts.append(None)
            continue
        until = min(end, as_of) if isinstance(end, str) else as_of
        worked = [month for month in _months(start[:7], until[:7]) if last_day(month) <= as_of]
        counts.append(sum((prj_id, month) not in paid for month in worked))
    return pd.Series(pd.array(counts, dtype="Int64"), index=known.index)


def _months(first: str, last: str) -> list[str]:
    """List the months from one to another."""
    begin, end = (int(month[:4]) * _MONTHS_OF_YEAR + int(month[5:7]) - 1 for month in (first, last))
    return [f"{n // _MONTHS_OF_YEAR}-{n % _MONTHS_OF_YEAR + 1:02d}" for n in range(begin, end + 1)]
