"""In which unit each row stands (所在单位): by its own place, its household, its project or its asset."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from ruralmap.rules.book import LINKED
from ruralmap.rules.keys import rows_named
from ruralmap.rules.rows import Standing
from ruralmap.schema.policy_row_kinds import ROWS
from ruralmap.schema.policy_rows import household_of

if TYPE_CHECKING:
    from ruralmap.rules.truth import Places
    from ruralmap.rules.view import View
    from ruralmap.schema.links import Residence
    from ruralmap.schema.vocabulary import Level

_TOWNSHIP_DIGITS: Final = 9
_NOWHERE: Final[Places] = np.zeros(0, dtype=np.intp)
_ROWS_OF: Final[dict[Level, str]] = {
    "household": "households",
    "person": "persons",
    "site": "sites",
    "project": "projects",
    "asset": "assets",
}


def places_of(view: View, rows: str, level: Level, residence: Residence = "registered") -> Places:
    """
    Say in which unit of a level each row stands.

    Parameters
    ----------
    view
        The tables on the day.
    rows
        The kind of rows.
    level
        The level.
    residence
        Whether people count where they are registered or where they live.

    Returns
    -------
    places
        The place of the unit in the order of codes, -1 where there is none; 0 for the county.
    """
    return _standing(view, rows, level, residence).places


def lost_rows(view: View, rows: str, level: Level, residence: Residence) -> Places:
    """
    List the rows that stand in no unit, and whose household could not be linked to one.

    Parameters
    ----------
    view
        The tables on the day.
    rows
        The kind of rows.
    level
        The level.
    residence
        Whether people count where they are registered or where they live.

    Returns
    -------
    lost
        Their places among the rows, ascending; none where rows are about no household.
    """
    return _standing(view, rows, level, residence).lost


def _standing(view: View, rows: str, level: Level, residence: Residence) -> Standing:
    """Find the unit of each row, once; where all rows are known they stand there on every day."""
    sheet = view.book.sheets.get(rows)
    kept = view.standing if sheet is None or view.known(rows) is not None else sheet.standing
    if (rows, level, residence) not in kept:
        places = _found(view, rows, level, residence)
        kept[rows, level, residence] = Standing(places, _lost(view, rows, level, residence, places))
    return kept[rows, level, residence]


def _found(view: View, rows: str, level: Level, residence: Residence) -> Places:
    """Find the unit of each row."""
    if level == "county":
        return np.broadcast_to(np.intp(0), view.size(rows))
    if level == "province":
        return np.broadcast_to(np.intp(-1), view.size(rows))
    if level not in {"village", "township"}:
        return view.related(rows, _ROWS_OF[level])
    homes, placed = homes_of(view, rows), _placed(view, rows, level)
    if homes is None:
        return np.full(view.size(rows), -1) if placed is None else placed
    theirs = np.append(view.book.people.places(level, residence)[0], -1)[homes]
    return theirs if placed is None else np.where(placed >= 0, placed, theirs)


def _lost(view: View, rows: str, level: Level, residence: Residence, places: Places) -> Places:
    """List the rows without a unit whose household has none."""
    homes = homes_of(view, rows) if level in {"village", "township"} else None
    if homes is None:
        return _NOWHERE
    away = view.book.people.places(level, residence)[1]
    return np.flatnonzero(np.append(away.lost, False)[homes] & (places < 0))


def homes_of(view: View, rows: str) -> Places | None:
    """
    Find the household of each row.

    Parameters
    ----------
    view
        The tables on the day.
    rows
        The kind of rows.

    Returns
    -------
    places
        The place of the household in the order of ids, -1 where a row has none; missing for rows that
        are about no household.
    """
    return None if household_of(rows) is None else view.related(rows, "households")


def _placed(view: View, rows: str, level: Level) -> Places | None:
    """Say in which division rows stand that say so themselves, or by their project or asset."""
    frame, kind, codes = view.frame(rows), ROWS[rows].place, view.book.people.codes[level]
    if frame is None or rows in {"households", "persons"}:
        return None
    if kind in {"project", "asset"}:
        parent = f"{kind}s"
        return np.append(places_of(view, parent, level), -1)[view.related(rows, parent)]
    names = ("village_code", "code") if level == "village" else ("township_code", "code", "village_code")
    column = next((name for name in (LINKED[f"{level}s"], *names) if name in frame), None)
    if column is None or kind == "none":
        return None
    written = frame[column].str[:_TOWNSHIP_DIGITS] if level == "township" else frame[column]
    return rows_named(written, codes)
