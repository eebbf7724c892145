"""What a policy may ask of rows (条款所指记录的字段与关系): columns, relations, households, levels."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from ruralmap.schema import policy_derived as derived
from ruralmap.schema.policy_row_kinds import ROWS
from ruralmap.schema.tables import table_named
from ruralmap.schema.vocabulary import ROWS_OF_LEVEL, Level

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ruralmap.schema.columns import Column

# Columns of the roster that all members of a household share; the others are a person's.
HOUSEHOLD_COLUMNS: Final = (
    *("as_of", "township", "village", "village_code", "hamlet", "hh_id", "size", "poverty_cause"),
    *("unsafe_house", "safe_water", "first_identified_on", "hh_type", "monitor_class", "risk_cleared"),
    *("identified_on", "cleared_on", "risk_1", "whole_no_labour", "relocated", "settled_in", "site_id"),
    *("settled_at", "living_township", "living_village"),
)
# What no rule may ask: who somebody is; and an income without its year, which net_pc has.
_NEVER: Final = frozenset({"person", "identity", "household_phone", "person_phone", "net_pc_fen"})


def _own_columns(rows: str, table: str) -> Iterable[Column]:
    """Give the columns of one of a kind's tables that are of these rows and may be asked."""
    for column in table_named(table).columns:
        household = column.name in HOUSEHOLD_COLUMNS
        other = column.name in _NEVER or (household != (rows == "households") and column.name != "hh_id")
        if table != "roster" or not other:
            yield column


@cache
def columns_of(rows: str) -> dict[str, Column]:
    """
    List the columns that a policy may ask of rows.

    Parameters
    ----------
    rows
        The kind of rows.

    Returns
    -------
    columns
        By canonical name, those of the files first. They are read only.

    Raises
    ------
    KeyError
        If there are no such rows.
    """
    kind = ROWS[rows]
    found = [column for table in kind.tables for column in _own_columns(rows, table)]
    spell = (derived.IN_FORCE,) if kind.spell else ()
    return {column.name: column for column in (*found, *kind.derived, *spell)}


def link_between(rows: str, other: str) -> str | None:
    """
    Find the column by which rows of two kinds belong together.

    Parameters
    ----------
    rows
        One kind of rows.
    other
        The other kind.

    Returns
    -------
    column
        The column of the rows that belong to the other: of `rows` if they do, else of `other`. Missing
        where neither belongs to the other, or belongs to it only through a third kind.
    """
    return dict(ROWS[rows].links).get(other) or dict(ROWS[other].links).get(rows)


def key_of(rows: str) -> str:
    """
    Name the column by which other rows belong to a row.

    Parameters
    ----------
    rows
        A kind of rows that others belong to.

    Returns
    -------
    column
        Its canonical name.
    """
    kind = ROWS[rows]
    return kind.key or table_named(kind.tables[0]).key[0]


def household_of(rows: str) -> tuple[str, ...] | None:
    """
    Find the way from rows to the household that they are about.

    Parameters
    ----------
    rows
        The kind of rows.

    Returns
    -------
    way
        The columns to follow: none for households, that of the household, or those of the person and its
        household. Missing for rows that are about no household.
    """
    if rows == "households":
        return ()
    links = dict(ROWS[rows].links)
    if "households" in links:
        return (links["households"],)
    return (links["persons"], "hh_id") if "persons" in links else None


def levels_of(rows: str) -> tuple[Level, ...]:
    """
    List the levels at whose units rows can be added up.

    Parameters
    ----------
    rows
        The kind of rows.

    Returns
    -------
    levels
        Always the county; townships and villages where the rows have a place; and every level whose rows
        they are, belong to, or to whose site or household they lead.
    """
    placed: tuple[Level, ...] = ("township",) if rows == "townships" else ("township", "village")
    others = [(level, own) for level, own in ROWS_OF_LEVEL.items() if level not in placed]
    return (
        "county",
        *(placed if ROWS[rows].place != "none" else ()),
        *(level for level, own in others if own != "villages" and _leads(rows, own)),
    )


def _leads(rows: str, own: str) -> bool:
    """Tell whether rows are, or lead to, one row of another kind."""
    links = dict(ROWS[rows].links)
    if rows == own or own in links:
        return True
    return own in {"households", "sites"} and household_of(rows) is not None
