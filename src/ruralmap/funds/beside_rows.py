"""What the office states beside the ledger (台账以外): 项目库's investments, labour pay, budgets."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from ruralmap.funds.labour_rows import labour_by
from ruralmap.funds.splits import split_runs
from ruralmap.schema.division import TOWNSHIP_DIGITS, VILLAGE_DIGITS, township_of

INVESTED: Final = ("fiscal_invest_fen", "gov_invest_fen")
PAID: Final = {"due_fen": "labour_due_fen", "paid_fen": "labour_paid_fen"}
BUDGETED: Final = "budgeted_fen"
BESIDE_COLUMNS: Final = (*INVESTED, *PAID.values(), BUDGETED)
# Whom a row is about; none is of a fund line.
BESIDE_KEYS: Final = ("prj_id", "township_code", "village_code", "budget_item", "year")
_TYPES: Final = dict.fromkeys(BESIDE_KEYS[:-1], "str") | {"year": "Int64"}


def invested(projects: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """
    Bring what 项目库 states of investment to the places of the projects.

    Parameters
    ----------
    projects
        项目库; an investment may be missing, or its column.
    places
        As `places.places_of_projects` gives them.

    Returns
    -------
    rows
        `BESIDE_KEYS` and both investments, which are missing where nothing is stated.
    """
    known = projects.reindex(columns=["prj_id", "year", *INVESTED])
    rows = known.merge(places, on="prj_id", how="left")
    weights = rows["weight"].fillna(1).to_numpy(dtype="float64").astype(np.int64)
    counted = places["prj_id"].value_counts().reindex(known["prj_id"])
    counts = counted.fillna(1).to_numpy(dtype="float64").astype(np.int64)
    stated = known[list(INVESTED)].astype("Int64")
    for name in INVESTED:
        parts = split_runs(stated[name].fillna(0).to_numpy(dtype=np.int64), counts, weights)
        silent = np.repeat(stated[name].isna().to_numpy(dtype=bool), counts)
        rows[name] = pd.arrays.IntegerArray(parts, silent)
    return _shaped(rows)


def paid(labour: pd.DataFrame, projects: pd.DataFrame | None, *, since: str, as_of: str) -> pd.DataFrame:
    """
    Add up labour pay by project and by the village in which the workers are registered.

    Parameters
    ----------
    labour
        劳务报酬发放表 with `linked_township_code` and `linked_village_code`.
    projects
        项目库, of which the year of a project is taken.
    since
        What stood on that day is taken off.
    as_of
        What had been due and paid by that day counts, as `labour_by` says.

    Returns
    -------
    rows
        `BESIDE_KEYS`, pay due and pay paid; no person is in it.
    """
    counted, before = (labour_by(labour, as_of=day) for day in (as_of, since))
    # Of a row that stood there before, only what has been paid since is of the period.
    stood = before.reindex(counted.index)
    old = counted.index.isin(before.index)
    late = counted["paid_fen"].ne(stood["paid_fen"]).fillna(value=False).to_numpy(dtype=bool)
    counted = counted.assign(
        due_fen=counted["due_fen"].mask(old, 0),
        paid_fen=counted["paid_fen"] - stood["paid_fen"].mask(~old, 0),
    )[~old | late]
    places = {"linked_township_code": "township_code", "linked_village_code": "village_code"}
    # The place that was typed has the name that the place that was found gets.
    named = counted[["prj_id", *places, *PAID]].rename(columns=places | PAID)
    by = ["prj_id", *places.values()]
    sums = named.groupby(by, dropna=False)[list(PAID.values())].sum(min_count=1).reset_index()
    if projects is not None:
        sums["year"] = sums["prj_id"].map(projects.set_index("prj_id")["year"])
    return _shaped(sums)


def budgeted(budgets: pd.DataFrame, *, as_of: str) -> pd.DataFrame:
    """
    Take budgets by item and division.

    Parameters
    ----------
    budgets
        预算安排; the code is of a county, a township or a village.
    as_of
        The day: the budgets of later years do not count.

    Returns
    -------
    rows
        `BESIDE_KEYS` and what was budgeted.
    """
    later = budgets["year"].gt(int(as_of[:4])).fillna(value=False).astype(bool)
    counted = budgets[~later]
    code, size = counted["code"], counted["code"].str.len()
    rows = counted[["budget_item", "year"]].assign(
        township_code=code.map(township_of).where(size.ge(TOWNSHIP_DIGITS)),
        village_code=code.where(size.eq(VILLAGE_DIGITS)),
        **{BUDGETED: counted["arranged_fen"]},
    )
    return _shaped(rows)


def beside_rows(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """
    Put what is stated together, a row for each of `BESIDE_KEYS`.

    Of a project that is named in any part, an amount is missing in all its rows where nobody states it, and
    zero in those rows that do not hold it where somebody does.

    Parameters
    ----------
    parts
        What `invested`, `paid` and `budgeted` gave.

    Returns
    -------
    rows
        `BESIDE_KEYS` and `BESIDE_COLUMNS`, in the order of the keys.
    """
    rows = _shaped(pd.concat([_shaped(None), *parts], ignore_index=True))
    by, amounts = list(BESIDE_KEYS), list(BESIDE_COLUMNS)
    sums = rows.groupby(by, dropna=False)[amounts].sum(min_count=1).reset_index()
    project, _ = pd.factorize(sums["prj_id"])
    said = sums[amounts].notna().groupby(project).transform("any")
    for name in amounts:
        sums[name] = sums[name].mask(sums[name].isna() & said[name] & (project >= 0), 0)
    return _shaped(sums.sort_values(by, kind="stable", na_position="last", ignore_index=True))


def _shaped(rows: pd.DataFrame | None) -> pd.DataFrame:
    """Hold rows to their columns; without rows, an empty table."""
    columns = [*BESIDE_KEYS, *BESIDE_COLUMNS]
    given = pd.DataFrame(columns=columns) if rows is None else rows.reindex(columns=columns)
    return given.astype(_TYPES | dict.fromkeys(BESIDE_COLUMNS, "Int64"))
