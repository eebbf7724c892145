"""All tables of a county, laid together once, whatever their dates (总账)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ruralmap.rules.columns import Cells, cells_of
from ruralmap.rules.figures import population_figures
from ruralmap.rules.incomes import net_incomes, rows_of_year
from ruralmap.rules.keys import rows_named
from ruralmap.rules.rows import countable_rows
from ruralmap.schema.policy_row_kinds import ROWS
from ruralmap.schema.policy_rows import columns_of, key_of
from ruralmap.schema.tables import table_named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ruralmap.rules.facts import Facts
    from ruralmap.rules.figures import PopulationFigures
    from ruralmap.rules.incomes import Incomes
    from ruralmap.rules.rows import Rows, Standing
    from ruralmap.rules.truth import Places
    from ruralmap.schema.links import Residence
    from ruralmap.schema.vocabulary import Level

# Tables of what the rosters and layers do not say, and the column by which they do.
_RECORDS: Final = {
    "households": ("household_records", "hh_id", "hh_id"),
    "persons": ("person_records", "p_id", "p_id"),
    "villages": ("place_records", "village_code", "code"),
    "townships": ("place_records", "township_code", "code"),
}


LINKED: Final[dict[str, str]] = {
    "villages": "linked_village_code",
    "townships": "linked_township_code",
}


@dataclass(frozen=True, eq=False)
class Sheet:
    """
    One table of the book, whatever its dates.

    What was read of it once is kept: its columns, and the rows of other tables that its rows belong to;
    `derived` keeps what was worked out, by column, day and year, `standing` in which unit the rows stand,
    `links` the rows of other kinds that they name.
    """

    rows: str
    table: pd.DataFrame
    derived: dict[tuple[str, str, int], Cells] = field(default_factory=dict)
    standing: dict[tuple[str, Level, Residence], Standing] = field(default_factory=dict)
    links: dict[str, Places] = field(default_factory=dict)
    _cells: dict[str, Cells] = field(default_factory=dict)

    def cells(self, column: str) -> Cells | None:
        """
        Give a column of all rows.

        Parameters
        ----------
        column
            Its name; a sum of money of the ledger goes by its name without `_fen`.

        Returns
        -------
        cells
            Missing where the workspace's table lacks it.
        """
        money = self.rows == "balances" and column not in self.table
        name = f"{column}_fen" if money else column
        if name not in self.table:
            return None
        if name not in self._cells:
            self._cells[name] = cells_of(self.table[name], columns_of(self.rows)[column])
        return self._cells[name]


def names_of(table: pd.DataFrame, rows: str, other: str) -> pd.Series:
    """
    Give the column by which rows name those of another kind.

    Parameters
    ----------
    table
        The rows.
    rows
        Their kind.
    other
        The other kind; one of the links of the first.

    Returns
    -------
    names
        What the linker found, else what is written; empty where the rows have no such column.
    """
    written = dict(ROWS[rows].links)[other]
    names = (LINKED.get(other, written), written)
    nothing = pd.Series(None, index=table.index, dtype="str")
    return next((table[name] for name in names if name in table), nothing)


@dataclass(frozen=True, eq=False)
class Book:
    """
    All tables, whatever their dates, by kind of rows; each in the order of its keys.

    `rows` are the people and places that are counted, `populations` the latest figure of each unit, item and
    basis. A ledger that is asked alone has neither.
    """

    sheets: Mapping[str, Sheet]
    rows: Rows | None
    populations: PopulationFigures = field(default_factory=dict)
    _income_rows: dict[int, pd.DataFrame] = field(default_factory=dict)
    _incomes: dict[int, Incomes] = field(default_factory=dict)

    @classmethod
    def of(cls, tables: Mapping[str, pd.DataFrame], rows: Rows | None) -> Book:
        """
        Bind tables that are in the order of their keys.

        Parameters
        ----------
        tables
            By kind of rows.
        rows
            The people and places that are counted.

        Returns
        -------
        book
            Of these.
        """
        return cls({name: Sheet(name, table) for name, table in tables.items()}, rows)

    def beside(self, rows: str, table: pd.DataFrame) -> Book:
        """
        Take a table of one's own instead of one; what was read of the others stays known to both books.

        Parameters
        ----------
        rows
            The kind of rows.
        table
            The table.

        Returns
        -------
        book
            With the table.
        """
        return replace(self, sheets={**self.sheets, rows: Sheet(rows, table)})

    def named(self, rows: str, other: str) -> Places:
        """
        Find the row of another kind that each row names; all tables that name that kind are asked at once.

        Parameters
        ----------
        rows
            The kind of rows.
        other
            The other kind; one of the links of the first.

        Returns
        -------
        places
            The place of that row, -1 where a row names none.
        """
        if other not in self.sheets[rows].links:
            sheets = [sheet for sheet in self.sheets.values() if other not in sheet.links]
            asking = [sheet for sheet in sheets if other in dict(ROWS[sheet.rows].links)]
            names = [names_of(sheet.table, sheet.rows, other) for sheet in asking]
            places = rows_named(pd.concat(names), self.sheets[other].table[key_of(other)])
            ends = np.cumsum([len(sheet.table) for sheet in asking])
            for sheet, own in zip(asking, np.split(places, ends[:-1]), strict=True):
                sheet.links[other] = own
        return self.sheets[rows].links[other]

    @cached_property
    def tables(self) -> Mapping[str, pd.DataFrame]:
        """The tables by kind of rows."""
        return {rows: sheet.table for rows, sheet in self.sheets.items()}

    def income_rows(self, year: int) -> pd.DataFrame:
        """
        Find the row of 家庭收入 of every household in a year, once.

        Parameters
        ----------
        year
            Four digits.

        Returns
        -------
        rows
            The amounts, in the order of the households; missing where there is no row.
        """
        if year not in self._income_rows:
            told, households = self.sheets["incomes"], self.sheets["households"]
            homes = self.named("incomes", "households")
            rows = rows_of_year(told.table, homes, len(households.table), year=year)
            self._income_rows[year] = rows
        return self._income_rows[year]

    def incomes(self, year: int) -> Incomes:
        """
        Work out the net income of all households in a year, once.

        Parameters
        ----------
        year
            Four digits.

        Returns
        -------
        incomes
            In the order of the households.
        """
        if year not in self._incomes:
            self._incomes[year] = net_incomes(self.income_rows(year))
        return self._incomes[year]

    @property
    def people(self) -> Rows:
        """The people and places that are counted."""
        if self.rows is None:
            message = "a ledger alone has no people"
            raise LookupError(message)
        return self.rows


def book_of(facts: Facts) -> Book:
    """
    Lay the tables of a county together.

    Parameters
    ----------
    facts
        The tables.

    Returns
    -------
    book
        A table that the workspace does not have is not there.
    """
    people = countable_rows(facts)
    found = {rows: facts.tables[rows] for rows in ROWS if rows in facts.tables}
    tables = {rows: _ordered(table, rows) for rows, table in found.items()}
    tables["incomes"] = facts.incomes.reset_index(drop=True)
    for rows, (records, key, theirs) in _RECORDS.items():
        tables[rows] = _beside(getattr(people, rows), facts.tables.get(records), key, theirs)
    return replace(Book.of(tables, people), populations=population_figures(facts))


def _ordered(table: pd.DataFrame, rows: str) -> pd.DataFrame:
    """Order rows by their key, so that no answer depends on the order of rows."""
    plain = pd.DataFrame(table)
    if "geometry" in plain:
        plain = plain.drop(columns="geometry")
    keys = [name for name in columns_of_key(rows) if name in plain]
    if not keys or len(plain) <= 1:
        return plain.reset_index(drop=True)
    # Faster than to sort by several columns, which makes categories of each of them.
    ranks = [plain[name].rank(method="dense", na_option="bottom").to_numpy(np.int64) for name in keys]
    return plain.iloc[np.lexsort(ranks[::-1])].reset_index(drop=True)


def columns_of_key(rows: str) -> tuple[str, ...]:
    """
    Name the columns that tell rows apart.

    Parameters
    ----------
    rows
        The kind of rows.

    Returns
    -------
    columns
        None for rows that the engine makes.
    """
    tables = ROWS[rows].tables
    return table_named(tables[0]).key if tables else ()


def _beside(own: pd.DataFrame, records: pd.DataFrame | None, key: str, theirs: str) -> pd.DataFrame:
    """Lay what a table of records says beside the rows that it is of."""
    if records is None:
        return own
    known = records.set_index(theirs)
    gained = [name for name in known.columns if name not in own.columns]
    return pd.concat([own, known[gained].reindex(own[key]).set_axis(own.index)], axis=1)
