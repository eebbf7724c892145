"""Reports as arrays (资金月报): in the order of line, project and month, whole numbers instead of texts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ruralmap.funds.codes import among, codes_of, order_of
from ruralmap.funds.reports import report

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from ruralmap.schema.finding import Finding

# In the order that money takes: 下达, 到位, 安排, 拨付, 支出. What is not spent is a balance, not a stage.
STAGES: Final = ("issued_fen", "arrived_fen", "arranged_fen", "disbursed_fen", "spent_fen")
# What a closing (决算) makes of the unspent: 结转, 结余, 收回.
CLOSINGS: Final = ("carried_over_fen", "surplus_fen", "withdrawn_fen")
BROUGHT: Final = "brought_forward_fen"
AMOUNTS: Final = (*STAGES, "unspent_fen", BROUGHT, *CLOSINGS)


@dataclass(frozen=True, eq=False)
class Reports:
    """
    Reports in the order of line, project and month; all arrays have one place for each report.

    `frame` are the rows as they came and `row` says which of them a report is. `line` is a place in `lines`
    (-1: not there), `project` in `projects` (-1: what no project has), `month` in `months` (-1: unreadable).
    `amounts` are fen by column of `AMOUNTS`, 0 where missing; `known` says where they were given.
    """

    frame: pd.DataFrame
    lines: pd.DataFrame
    projects: pd.Index
    months: pd.Index
    row: NDArray[np.intp]
    line: NDArray[np.int64]
    project: NDArray[np.int64]
    month: NDArray[np.int64]
    amounts: dict[str, NDArray[np.int64]]
    known: dict[str, NDArray[np.bool_]]

    def __len__(self) -> int:
        """Count the reports."""
        return len(self.row)

    @cached_property
    def start(self) -> NDArray[np.intp]:
        """The place of the first report of the same line and project."""
        return first_places(self.line, self.project)

    @cached_property
    def last(self) -> NDArray[np.bool_]:
        """Whether a report is the latest of its line and project."""
        following = np.append(self.start[1:], -1)
        last: NDArray[np.bool_] = self.start != following
        return last

    @cached_property
    def year(self) -> NDArray[np.int64]:
        """The calendar year of each report; its month is readable."""
        years = np.array([int(month[:4]) for month in self.months], dtype=np.int64)
        return years[self.month]

    @cached_property
    def way(self) -> NDArray[np.int64]:
        """The sign of each report's line, -1 for money taken back (收回): there less is more."""
        return np.where(self.issued < 0, -1, 1)

    @cached_property
    def issued(self) -> NDArray[np.int64]:
        """What was issued by the line of each report, in fen."""
        return self.lines["issued_fen"].to_numpy(dtype=np.int64)[self.line]

    def subset(self, keep: NDArray[np.bool_]) -> Reports:
        """
        Keep some of the reports.

        Parameters
        ----------
        keep
            Which.

        Returns
        -------
        reports
            Those, in the same order.
        """
        return replace(
            self,
            row=self.row[keep],
            line=self.line[keep],
            project=self.project[keep],
            month=self.month[keep],
            amounts={name: fens[keep] for name, fens in self.amounts.items()},
            known={name: given[keep] for name, given in self.known.items()},
        )

    def of_lines(self, marked: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """
        Find all reports of the lines that some reports are of.

        Parameters
        ----------
        marked
            Some reports.

        Returns
        -------
        reports
            Whether a report is of the line of a marked one.
        """
        lines = np.zeros(len(self.lines), dtype=np.bool_)
        lines[self.line[marked]] = True
        return lines[self.line]

    def among(self, lines: Collection[str]) -> NDArray[np.bool_]:
        """
        Find the reports of lines that are named.

        Parameters
        ----------
        lines
            Ids of lines.

        Returns
        -------
        reports
            Whether a report is of one of them.
        """
        return among(self.lines.index, lines)[self.line]

    def find(
        self,
        code: str,
        marked: NDArray[np.bool_],
        amounts: Sequence[str] = (),
        **columns: NDArray[Any] | str,
    ) -> list[Finding]:
        """
        Make one finding for each marked report.

        Parameters
        ----------
        code
            The kind.
        marked
            Which reports.
        amounts
            Columns of fen that the texts name.
        **columns
            What the texts name beside the columns of the reports: a value for each report, or one text.

        Returns
        -------
        findings
            In the order of the reports.
        """
        if not marked.any():
            return []
        rows = self.frame.iloc[self.row[marked]]
        beside = {
            name: values if isinstance(values, str) else values[marked] for name, values in columns.items()
        }
        return report(code, "fund_months", rows.assign(**beside), amounts=amounts)


def first_places(*codes: NDArray[np.int64]) -> NDArray[np.intp]:
    """
    Find where each run of equal codes begins.

    Parameters
    ----------
    *codes
        Arrays of one length, in order.

    Returns
    -------
    places
        For each place the first of its run.
    """
    new = np.zeros(len(codes[0]), dtype=np.bool_)
    new[:1] = True
    for code in codes:
        new[1:] |= code[1:] != code[:-1]
    return np.maximum.accumulate(np.where(new, np.arange(len(new)), 0))


def put_in_order(frame: pd.DataFrame, lines: pd.DataFrame) -> Reports:
    """
    Put reports in order, as arrays.

    Parameters
    ----------
    frame
        Columns of the table 资金月报.
    lines
        Fund lines indexed by line_id, sorted.

    Returns
    -------
    reports
        All rows, also those of lines that are not among `lines`.
    """
    found, ids = codes_of(frame, "line_id")
    project, projects = codes_of(frame, "prj_id")
    month, months = codes_of(frame, "month")
    order = order_of([found, project, month])
    places = np.append(lines.index.get_indexer(ids), -1).astype(np.int64)
    cells = {name: _cells(frame, name) for name in AMOUNTS}
    return Reports(
        frame=frame,
        lines=lines,
        projects=projects,
        months=months,
        row=order,
        line=places[found[order]],
        project=project[order],
        month=month[order],
        amounts={name: fens[order] for name, (fens, _) in cells.items()},
        known={name: given[order] for name, (_, given) in cells.items()},
    )


def _cells(frame: pd.DataFrame, name: str) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Take a column of fen, and where it is given; a column that the table has not is given nowhere."""
    if name not in frame:
        return np.zeros(len(frame), dtype=np.int64), np.zeros(len(frame), dtype=np.bool_)
    cells = frame[name].astype("Int64")
    return np.asarray(cells.fillna(0), dtype=np.int64), cells.notna().to_numpy(dtype=np.bool_)
