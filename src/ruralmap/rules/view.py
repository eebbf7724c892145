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

from ruralmap.rules.book import columns_of_key, names_of
from ruralmap.rules.columns import Cells
from ruralmap.rules.keys import rows_named
from ruralmap.schema.policy_row_kinds import ROWS
from ruralmap.schema.policy_rows import columns_of, key_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ruralmap.rules.book import Book, Sheet
    from ruralmap.rules.rows import Standing
    from ruralmap.rules.truth import Flags, Places
    from ruralmap.schema.links import Residence
    from ruralmap.schema.vocabulary import Level

_DATED: Final = ("date", "month")
# How a column is worked out: from the tables on the day, the kind of rows and the year that is asked.
Derive = Callable[["View", str, int], Cells]


@dataclass(frozen=True, eq=False)
class View:
    """
    The tables as known on a day.

    `date` is ISO text, `year` the year of evaluation, `derived` how columns are worked out that no file has.
    `strict` books count what is dated to a month only when the month is over. What was asked once is kept,
    `standing` in which unit the rows of a kind stand that were not all known.
    """

    book: Book
    date: str
    year: int
    derived: Mapping[tuple[str, str], Derive]
    strict: bool = False
    _cut: set[tuple[str, str]] = field(default_factory=set)
    _known: dict[str, Places | None] = field(default_factory=dict)
    _frames: dict[str, pd.DataFrame] = field(default_factory=dict)
    _cells: dict[tuple[str, str, int | None], Cells] = field(default_factory=dict)
    _related: dict[tuple[str, str], Places] = field(default_factory=dict)
    standing: dict[tuple[str, Level, Residence], Standing] = field(default_factory=dict)

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
        sheet = self._sheet(rows)
        if sheet is None:
            return None
        if rows not in self._frames:
            known = self.known(rows)
            whole = pd.DataFrame(sheet.table)
            self._frames[rows] = whole if known is None else whole.iloc[known].reset_index(drop=True)
        return self._frames[rows]

    def has(self, rows: str) -> bool:
        """
        Say whether the workspace has a table.

        Parameters
        ----------
        rows
            The kind of rows.

        Returns
        -------
        has
            True also where it has no row.
        """
        return self._sheet(rows) is not None

    def _sheet(self, rows: str) -> Sheet | None:
        """Open a table; of incomes that nobody told nothing is known, which is not that there are none."""
        sheet = self.book.sheets.get(rows)
        return None if sheet is not None and rows == "incomes" and sheet.table.empty else sheet

    def known(self, rows: str) -> Places | None:
        """
        Say which rows of a table were known.

        Parameters
        ----------
        rows
            Their kind.

        Returns
        -------
        places
            Their places among the rows of all dates, ascending; missing where all of them were.
        """
        if rows not in self._known:
            self._known[rows] = self._places_known(rows)
        return self._known[rows]

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
        sheet, known = self._sheet(rows), self.known(rows)
        if sheet is None:
            return 0
        return len(sheet.table) if known is None else len(known)

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
            told = (rows, column) not in _OF_INCOMES or self._sheet("incomes") is not None
            if derive is not None and told and self._sheet(rows) is not None:
                self._cells[key] = self._worked_out(derive, rows, column, self.calendar_year(year))
            else:
                self._cells[key] = self.own_cells(rows, column)
        return self._cells[key]

    def _worked_out(self, derive: Derive, rows: str, column: str, year: int) -> Cells:
        """Work a column out, for all policies that ask it on the day; strict books note what the day cuts."""
        if self.strict:
            return derive(self, rows, year)
        kept = self.book.sheets[rows].derived
        if (column, self.date, year) not in kept:
            kept[column, self.date, year] = derive(self, rows, year)
        return kept[column, self.date, year]

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
        later = self._later(rows, cells)
        return Cells(cells.column, cells.distinct, np.where(later, -1, cells.places), cells.known)

    def _later(self, rows: str, cells: Cells) -> Flags:
        """Say which cells are dated later; a month that the day cuts is so in strict books."""
        begins = cells.ask(lambda days: days.first > self.date)
        ends = cells.ask(lambda days: days.last > self.date)
        if (begins != ends).any():
            self._cut.add((rows, cells.column.name))
        return ends if self.strict else begins

    def _places_known(self, rows: str) -> Places | None:
        """Leave out the rows of a later date; of rows with a snapshot date keep the last of each key."""
        sheet, kind = self._sheet(rows), ROWS[rows]
        if sheet is None:
            return None
        if rows == "balances" and "date" in sheet.table:
            told = sheet.table["date"]
            known = np.flatnonzero((told <= self.date).fillna(value=False).to_numpy(dtype=bool))
            days = told.iloc[known]
            latest: Places = known[(days == days.max()).to_numpy(dtype=bool)]
            return latest
        dated = sheet.cells(kind.row_date) if kind.row_date is not None else None
        if dated is None:
            return None
        later = self._later(rows, dated)
        if kind.snapshot is None:
            return np.flatnonzero(~later) if later.any() else None
        known = np.flatnonzero(~later)
        keys = [name for name in columns_of_key(rows) if name != kind.snapshot]
        table = sheet.table.iloc[known]
        last = table.groupby(keys, dropna=False)[kind.snapshot].transform("max")
        kept: Places = known[(table[kind.snapshot] == last).to_numpy(dtype=bool)]
        return kept

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
        sheet = self._sheet(rows)
        whole = None if sheet is None else sheet.cells(column)
        if whole is None:
            return self.nothing(rows, column)
        known = self.known(rows)
        return whole if known is None else whole.among(known)

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
        named = ROWS[rows].meant
        if named is None or named[0] != other or not self.has(rows) or not self.has(other):
            return self.related(rows, other)
        frame, others = pd.DataFrame(self.frame(rows)), pd.DataFrame(self.frame(other))
        return rows_named(frame[named[1]], others[key_of(other)])

    def _follow(self, rows: str, other: str) -> Places:
        """Follow the column by which rows belong to another kind, or the way to their household."""
        sheet, others = self._sheet(rows), self._sheet(other)
        if sheet is None or others is None:
            return np.full(self.size(rows), -1)
        if rows == other:
            return np.arange(self.size(rows))
        if other in dict(ROWS[rows].links):
            if self.known(other) is not None:
                frame, keys = pd.DataFrame(self.frame(rows)), pd.DataFrame(self.frame(other))[key_of(other)]
                return rows_named(names_of(frame, rows, other), keys)
            places, known = self.book.named(rows, other), self.known(rows)
            linked: Places = places if known is None else places[known]
            return linked
        # To the household through the person, to the site through the household.
        through = "persons" if other == "households" else "households"
        places = self.related(rows, through)
        found: Places = np.append(self.related(through, other), -1)[places]
        return found


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
