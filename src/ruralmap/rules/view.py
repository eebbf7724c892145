"""
The tables as they were known on a day (时点账): what a rule sees when it is judged.

A row dated later is absent, and an event dated later has not happened: its cell is empty. What is planned for
later is known. Of a table that the workspace does not have nothing is known, which is not the same as a
table without rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ruralmap.rules.book import columns_of_key
from ruralmap.rules.columns import Cells, cells_of
from ruralmap.schema.policy_row_kinds import ROWS
from ruralmap.schema.policy_rows import columns_of, key_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ruralmap.rules.book import Book
    from ruralmap.rules.truth import Flags, Places

LINKED: Final[dict[str, str]] = {
    "villages": "linked_village_code",
    "townships": "linked_township_code",
}
_DATED: Final = ("date", "month")
# How a column is worked out: from the tables on the day, the kind of rows and the year that is asked.
Derive = Callable[["View", str, int], Cells]


@dataclass(frozen=True, eq=False)
class View:
    """
    The tables as known on a day.

    `date` is ISO text, `year` the year of evaluation, `derived` how columns are worked out that no file has.
    `strict` books count what is dated to a month only when the month is over. What was asked once is kept.
    """

    book: Book
    date: str
    year: int
    derived: Mapping[tuple[str, str], Derive]
    strict: bool = False
    _cut: set[tuple[str, str]] = field(default_factory=set)
    _frames: dict[str, pd.DataFrame | None] = field(default_factory=dict)
    _cells: dict[tuple[str, str, int | None], Cells] = field(default_factory=dict)
    _related: dict[tuple[str, str], Places] = field(default_factory=dict)

    def frame(self, rows: str) -> pd.DataFrame | None:
        """
        Give the rows of a kind that were known.

        Parameters
        ----------
        rows
            The kind.

        Returns
        -------
        frame
            Missing where the workspace has no such table.
        """
        if rows not in self._frames:
            table = self.book.tables.get(rows)
            # Nobody told an income: of incomes nothing is known, which is not that there are none.
            silent = table is None or (rows == "incomes" and table.empty)
            self._frames[rows] = None if silent else self._known(pd.DataFrame(table), rows)
        return self._frames[rows]

    @property
    def cut(self) -> bool:
        """Whether anything that was asked is dated to a month that the day cuts."""
        return bool(self._cut)

    def size(self, rows: str) -> int:
        """
        Say how many rows of a kind were known.

        Parameters
        ----------
        rows
            The kind.

        Returns
        -------
        size
            0 also where there is no such table.
        """
        frame = self.frame(rows)
        return 0 if frame is None else len(frame)

    def cells(self, rows: str, column: str, *, year: int | None = None) -> Cells:
        """
        Give a column of the rows.

        Parameters
        ----------
        rows
            The kind.
        column
            Its name.
        year
            For columns that have years: four digits, or an offset to the year of evaluation, which it is
            without one.

        Returns
        -------
        cells
            Empty, and not known, where the workspace lacks the table or the column.
        """
        key = (rows, column, year)
        if key not in self._cells:
            derive = self.derived.get((rows, column))
            told = (rows, column) not in _OF_INCOMES or self.frame("incomes") is not None
            if derive is not None and told and self.frame(rows) is not None:
                self._cells[key] = derive(self, rows, self.calendar_year(year))
            else:
                self._cells[key] = self.own_cells(rows, column)
        return self._cells[key]

    def calendar_year(self, year: int | None) -> int:
        """
        Say which year is meant.

        Parameters
        ----------
        year
            Four digits, or an offset to the year of evaluation.

        Returns
        -------
        year
            Four digits.
        """
        return self.year + year if year is not None and abs(year) < _FIRST_YEAR else year or self.year

    def own_cells(self, rows: str, column: str) -> Cells:
        """
        Give a column as the files have it.

        Parameters
        ----------
        rows
            The kind.
        column
            Its name; a sum of money of the ledger goes by its name without `_fen`.

        Returns
        -------
        cells
            Without the events that are dated later.
        """
        cells = self.dates(rows, column)
        if cells.column.kind not in _DATED or column in ROWS[rows].planned:
            return cells
        return Cells(cells.column, cells.distinct, np.where(self._later(rows, cells), -1, cells.places))

    def _later(self, rows: str, cells: Cells) -> Flags:
        """Say which cells are dated later; a month that the day cuts is so in strict books."""
        begins, ends = (cells.ask(lambda days, n=n: days[n] > self.date) for n in (0, 1))
        if (begins != ends).any():
            self._cut.add((rows, cells.column.name))
        return ends if self.strict else begins

    def _known(self, table: pd.DataFrame, rows: str) -> pd.DataFrame:
        """Leave out the rows of a later date; of rows with a snapshot date keep the last of each key."""
        kind = ROWS[rows]
        if rows == "balances" and "date" in table:
            known = table[(table["date"] <= self.date).fillna(value=False).to_numpy(dtype=bool)]
            return pd.DataFrame(known[known["date"] == known["date"].max()]).reset_index(drop=True)
        if kind.row_date is None or kind.row_date not in table:
            return table
        later = self._later(rows, cells_of(table[kind.row_date], columns_of(rows)[kind.row_date]))
        known = table[~later].reset_index(drop=True)
        if kind.snapshot is None:
            return known
        keys = [name for name in columns_of_key(rows) if name != kind.snapshot]
        last = known.groupby(keys, dropna=False)[kind.snapshot].transform("max")
        return pd.DataFrame(known[known[kind.snapshot] == last]).reset_index(drop=True)

    def dates(self, rows: str, column: str) -> Cells:
        """
        Give a column as the files have it, also what is dated later.

        Parameters
        ----------
        rows
            The kind.
        column
            Its name.

        Returns
        -------
        cells
            Empty, and not known, where the workspace lacks the table or the column.
        """
        frame = self.frame(rows)
        name = f"{column}_fen" if rows == "balances" and frame is not None and column not in frame else column
        if frame is None or name not in frame:
            return self.nothing(rows, column)
        return cells_of(frame[name], columns_of(rows)[column])

    def nothing(self, rows: str, column: str) -> Cells:
        """
        Give a column of which nothing is known.

        Parameters
        ----------
        rows
            The kind.
        column
            Its name.

        Returns
        -------
        cells
            All empty.
        """
        return Cells(columns_of(rows)[column], (), np.full(self.size(rows), -1), known=False)

    def related(self, rows: str, other: str) -> Places:
        """
        Find the row of another kind that each row belongs to.

        Parameters
        ----------
        rows
            The kind of rows.
        other
            A kind that they belong to; households also through their persons.

        Returns
        -------
        places
            The place of that row among the rows of the other kind, -1 where there is none.
        """
        if (rows, other) not in self._related:
            self._related[rows, other] = self._follow(rows, other)
        return self._related[rows, other]

    def meant(self, rows: str, other: str) -> Places:
        """
        Find the row of another kind of which a question to each row is asked.

        Parameters
        ----------
        rows
            The kind of rows.
        other
            The other kind.

        Returns
        -------
        places
            Those of `related`, unless the rows name another row for that: of a pair of neighbours, the
            neighbour. -1 where there is none.
        """
        named, frame, others = ROWS[rows].meant, self.frame(rows), self.frame(other)
        if named is None or named[0] != other or frame is None or others is None:
            return self.related(rows, other)
        return pd.Index(others[key_of(other)]).get_indexer(pd.Index(frame[named[1]]))

    def _follow(self, rows: str, other: str) -> Places:
        """Follow the column by which rows belong to another kind, or the way to their household."""
        frame, others = self.frame(rows), self.frame(other)
        if frame is None or others is None:
            return np.full(self.size(rows), -1)
        if rows == other:
            return np.arange(len(frame))
        links = dict(ROWS[rows].links)
        if other in links:
            linked = LINKED.get(other, "")
            column = linked if linked in frame else links[other]
            found = pd.Index(others[key_of(other)]).get_indexer(pd.Index(frame[column]))
            return np.where(frame[column].isna().to_numpy(dtype=bool), -1, found)
        # To the household through the person, to the site through the household.
        through = "persons" if other == "households" else "households"
        places = self.related(rows, through)
        return np.append(self.related(through, other), -1)[places]


_FIRST_YEAR: Final = 1000
# What is worked out of incomes alone.
_OF_INCOMES: Final = frozenset(
    ("households", name)
    for name in (
        "net_fen",
        "size_in_income",
        "net_pc",
        "ref_pc",
        "disposable_pc",
        "rigid_pc",
        "income_group",
    )
)
