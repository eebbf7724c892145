"""Columns that no file has (推算字段): worked out from other columns and tables, as they stand on the day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ruralmap.rules.columns import Cells, Quotients
from ruralmap.rules.elsewhere import owners_away, payers_away
from ruralmap.rules.fifths import fifths_of
from ruralmap.rules.incomes import COST, GAINS
from ruralmap.schema.policy_row_kinds import ROWS
from ruralmap.schema.policy_rows import columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ruralmap.rules.truth import Flags, Whole
    from ruralmap.rules.view import Derive, View


def _numbers(rows: str, name: str, numbers: Whole, known: Flags) -> Cells:
    """Make cells of whole numbers, empty where they are not known."""
    places, values = pd.factorize(numbers)
    return Cells(columns_of(rows)[name], tuple(values.tolist()), np.where(known, places, -1))


def _net(view: View, rows: str, year: int) -> Cells:
    incomes = view.book.incomes(year)
    return _numbers(rows, "net_fen", incomes.net_fen, incomes.known)


def _size(view: View, rows: str, year: int) -> Cells:
    incomes = view.book.incomes(year)
    return _numbers(rows, "size_in_income", incomes.size, incomes.known)


# Amounts of the income table that are asked by head.
PER_HEAD: Final = {
    "net_pc": "net_fen",
    "ref_pc": "net_fen",
    "disposable_pc": "disposable_fen",
    "rigid_pc": "rigid_fen",
}
# The households whose incomes are grouped by fifths.
_LIFTED: Final = "脱贫户"


def amounts(view: View, column: str, year: int) -> tuple[Whole, Whole, Flags]:
    """
    Give an amount by head undivided, so that no fen is lost.

    Parameters
    ----------
    view
        The tables on the day.
    column
        One of `PER_HEAD`.
    year
        The year, four digits.

    Returns
    -------
    fen
        The amount of each household.
    size
        Its size in that year, 0 where it is not known.
    known
        Where both are known.

    Notes
    -----
    `ref_pc` (收入参考范围) is net income and claims less rigid spending, as the national form asks for.
    """
    if column == "net_pc":
        incomes = view.book.incomes(year)
        return incomes.net_fen, incomes.size, incomes.known
    if column == "ref_pc":
        return _reference(view, year)
    found = view.book.income_rows(year).reindex(columns=[PER_HEAD[column], "size"]).astype("Int64")
    known = (found.notna().all(axis=1) & (found["size"].fillna(0) > 0)).to_numpy(dtype=bool)
    whole = found.fillna(0).to_numpy(dtype=np.int64)
    return whole[:, 0], np.where(known, whole[:, 1], 0), known


def _reference(view: View, year: int) -> tuple[Whole, Whole, Flags]:
    """Add claims to net income, and take rigid spending off; unknown where one of them is empty."""
    incomes = view.book.incomes(year)
    found = view.book.income_rows(year).reindex(columns=["claims_fen", "rigid_fen"]).astype("Int64")
    known = incomes.known & found.notna().all(axis=1).to_numpy(dtype=bool)
    whole = found.fillna(0).to_numpy(dtype=np.int64)
    return np.where(known, incomes.net_fen + whole[:, 0] - whole[:, 1], 0), incomes.size, known


def _income_group(view: View, rows: str, year: int) -> Cells:
    """Group lifted households by fifths of their persons; others, and who has no income, are in none."""
    incomes = view.book.incomes(year)
    lifted = (view.book.people.households["hh_type"] == _LIFTED).fillna(value=False).to_numpy(dtype=bool)
    groups = fifths_of(incomes.net_fen, incomes.size, lifted & incomes.known)
    return _numbers(rows, "income_group", groups, groups > 0)


def _identity_count(view: View, rows: str, year: int) -> Cells:
    """Count the rows of each identity number; where the numbers are not told, take what is."""
    del year
    frame = view.frame(rows)
    if frame is None or "identity" not in frame:
        return view.own_cells(rows, "identity_count")
    places, numbers = pd.factorize(frame["identity"].str.upper())
    sizes = np.bincount(places[places >= 0], minlength=len(numbers) + 1)
    return _numbers(rows, "identity_count", sizes[places], places >= 0)


def _per_head(column: str) -> Derive:
    """Divide an amount by the household's size, exactly."""

    def derive(view: View, rows: str, year: int) -> Cells:
        fen, size, known = amounts(view, column, year)
        width = int(size.max(initial=1)) + 1
        places, distinct = pd.factorize(fen * width + np.maximum(size, 1))
        above, below = np.divmod(distinct, width)
        values = Quotients(above.astype(object), below.astype(object))
        return Cells(columns_of(rows)[column], values, np.where(known, places, -1))

    return derive


def _members(view: View, rows: str, year: int) -> Cells:
    """Count the persons of each household on the roster."""
    del year
    homes = view.book.people.homes
    sizes = np.bincount(homes.places, minlength=len(homes.rows))
    return _numbers(rows, "members", sizes, np.ones(len(sizes), dtype=bool))


def in_force(view: View, rows: str, year: int) -> Cells:
    """
    Say which spells have begun and not ended on the day.

    Parameters
    ----------
    view
        The tables on the day.
    rows
        Rows with a first and a last day.
    year
        Not asked.

    Returns
    -------
    cells
        A flag; empty where the first day is, or where only the month of an end is known and it is this one.
    """
    del year
    start, end = ROWS[rows].spell or ("", "")
    first, last = view.dates(rows, start), view.dates(rows, end)
    begun = first.ask(lambda days: days.last <= view.date)
    later = ~last.filled | last.ask(lambda days: days.first >= view.date)
    over = last.ask(lambda days: days.last < view.date) | first.ask(lambda days: days.first > view.date)
    places = np.where(over, 0, np.where(begun & later, 1, -1))
    return Cells(columns_of(rows)["in_force"], (False, True), places)


def _difference(name: str, plus: Sequence[str], minus: Sequence[str] = ()) -> Derive:
    """Add columns of the row, and take others off; unknown where one of them is empty."""

    def derive(view: View, rows: str, year: int) -> Cells:
        del year
        columns = pd.DataFrame(view.frame(rows)).reindex(columns=[*plus, *minus]).astype("Int64")
        known = columns.notna().all(axis=1).to_numpy(dtype=bool)
        whole = columns.fillna(0).to_numpy(dtype=np.int64)
        added, taken = whole[:, : len(plus)].sum(axis=1), whole[:, len(plus) :].sum(axis=1)
        return _numbers(rows, name, added - taken, known)

    return derive


def _household_gain(view: View, rows: str, year: int) -> Cells:
    """Multiply what each person gains with the persons of the household."""
    del year
    homes = pd.DataFrame(view.frame("households")).reindex(columns=["size"]).astype("Int64")
    sizes = homes["size"].reindex(view.related(rows, "households")).reset_index(drop=True)
    columns = pd.DataFrame(view.frame(rows)).reindex(columns=["gain_pc_fen"]).astype("Int64")
    whole = columns["gain_pc_fen"].reset_index(drop=True) * sizes
    known = whole.notna().to_numpy(dtype=bool)
    return _numbers(rows, "gain_fen", whole.fillna(0).to_numpy(dtype=np.int64), known)


def _outstanding(view: View, rows: str, year: int) -> Cells:
    """Take what was paid by the day off what was due; unknown where nobody says how much was paid."""
    del year
    columns = pd.DataFrame(view.frame(rows)).reindex(columns=["due_fen", "paid_fen"]).astype("Int64")
    later = view.dates(rows, "paid_on").filled & ~view.own_cells(rows, "paid_on").filled
    owed = columns["due_fen"] - columns["paid_fen"].mask(later, 0)
    return _numbers(
        rows, "outstanding_fen", owed.fillna(0).to_numpy(dtype=np.int64), owed.notna().to_numpy(dtype=bool)
    )


def _employed(view: View, rows: str, year: int) -> Cells:
    """Take a job or a post in force for work, else what the record of the person says."""
    said = view.own_cells(rows, "employed")
    works = np.zeros(len(said.places), dtype=bool)
    for table in ("jobs", "posts"):
        if view.has(table):
            whose = view.related(table, rows)
            active = in_force(view, table, year).ask(bool) & (whose >= 0)
            works[whose[active]] = True
    places = np.where(said.ask(bool) | works, 1, np.where(said.filled, 0, -1))
    return Cells(said.column, (False, True), places)


def _age(view: View, rows: str, year: int) -> Cells:
    """Take the full years since birth: that of the identity number, else what the record says."""
    del year
    frame = view.frame(rows)
    written = pd.Series("", index=range(view.size(rows)), dtype="str")
    if frame is not None and "identity" in frame:
        sound = frame["identity"].str.fullmatch(r"\d{17}[\dXx]").fillna(value=False)
        # Of a number that stands twice nobody knows whose it is.
        sound &= ~frame["identity"].duplicated(keep=False)
        digits = frame["identity"].where(sound)
        written = (digits.str[6:10] + "-" + digits.str[10:12] + "-" + digits.str[12:14]).fillna("")
    if frame is not None and "birth_on" in frame:
        written = written.where(written != "", frame["birth_on"].fillna(""))
    known = (written.str.len() == _LENGTH_OF_DAY).to_numpy(dtype=bool)
    places, days = pd.factorize(written.where(known, view.date))
    years = [int(view.date[:4]) - int(day[:4]) - (view.date[5:] < day[5:]) for day in days]
    return _numbers(rows, "age", np.array(years, dtype=np.int64)[places], known)


_LENGTH_OF_DAY: Final = len("2024-06-30")
DERIVED: Final[dict[tuple[str, str], Derive]] = {
    **{(rows, "in_force"): in_force for rows, kind in ROWS.items() if kind.spell is not None},
    ("incomes", "net_fen"): _difference("net_fen", GAINS, (COST,)),
    ("incomes", "gross_fen"): _difference("gross_fen", GAINS),
    ("households", "net_fen"): _net,
    ("households", "size_in_income"): _size,
    ("households", "net_pc"): _per_head("net_pc"),
    ("households", "ref_pc"): _per_head("ref_pc"),
    ("households", "income_group"): _income_group,
    ("households", "members"): _members,
    ("households", "disposable_pc"): _per_head("disposable_pc"),
    ("households", "rigid_pc"): _per_head("rigid_pc"),
    ("persons", "employed"): _employed,
    ("persons", "age"): _age,
    ("persons", "identity_count"): _identity_count,
    ("project_places", "is_away"): payers_away,
    ("asset_owners", "is_away"): owners_away,
    ("measures", "gain_fen"): _household_gain,
    ("yields", "outstanding_fen"): _outstanding,
    ("village_econ", "own_income_fen"): _difference(
        "own_income_fen", ("income_total_fen",), ("income_grant_fen", "income_land_fen")
    ),
}
