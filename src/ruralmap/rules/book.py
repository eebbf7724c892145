"""All tables of a county, laid together once, whatever their dates (总账)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from ruralmap.rules.rows import countable_rows
from ruralmap.schema.policy_row_kinds import ROWS
from ruralmap.schema.tables import table_named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ruralmap.rules.facts import Facts
    from ruralmap.rules.rows import Rows

# Tables of what the rosters and layers do not say, and the column by which they do.
_RECORDS: Final = {
    "households": ("household_records", "hh_id", "hh_id"),
    "persons": ("person_records", "p_id", "p_id"),
    "villages": ("place_records", "village_code", "code"),
    "townships": ("place_records", "township_code", "code"),
}


@dataclass(frozen=True, eq=False)
class Book:
    """
    All tables, whatever their dates, by kind of rows; each in the order of its keys.

    `rows` are the people and places that are counted. A ledger that is asked alone has none.
    """

    tables: Mapping[str, pd.DataFrame]
    rows: Rows | None

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
    tables["incomes"] = facts.incomes
    for rows, (records, key, theirs) in _RECORDS.items():
        tables[rows] = _beside(getattr(people, rows), facts.tables.get(records), key, theirs)
    return Book(tables, people)


def _ordered(table: pd.DataFrame, rows: str) -> pd.DataFrame:
    """Order rows by their key, so that no answer depends on the order of rows."""
    plain = pd.DataFrame(table).drop(columns="geometry", errors="ignore")
    keys = [name for name in columns_of_key(rows) if name in plain]
    return plain.sort_values(keys, ignore_index=True) if keys else plain.reset_index(drop=True)


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
