"""Work relief (以工代赈): labour pay by form, project, month, group and village; the three forms apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from ruralmap.errors import ConservationError
from ruralmap.funds.labour_rows import labour_by
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Sequence

# What is taken of balances; what labour was paid over each of the last two is a share.
_OF_BALANCES: Final = ("arranged_fen", "fiscal_invest_fen", "gov_invest_fen")
_SHARES: Final = {"of_fiscal": "fiscal_invest_fen", "of_gov": "gov_invest_fen"}
_PAY: Final = ("days", "due_fen", "paid_fen", "short_fen")
# What every table says of pay, in its order.
PAY_COLUMNS: Final = ("persons", *_PAY, "open_rows")
PROJECT_COLUMNS: Final = (
    *_OF_BALANCES,
    *PAY_COLUMNS,
    "per_person_fen",
    *_SHARES,
    "months",
    "months_in_full",
)
_PROJECT: Final = ("prj_id", "project", "work_relief_mode")


@dataclass(frozen=True, eq=False)
class Relief:
    """
    Labour pay, nobody named.

    All tables have `PAY_COLUMNS`: distinct persons; days; fen due, paid and `short_fen`, what workers got
    less than they were due, each for himself; `open_rows`, of which a sum is not known, so that they are in
    no sum. `by_project` (prj_id, project, work_relief_mode) and `by_mode` (work_relief_mode and `projects`)
    have `PROJECT_COLUMNS`: investments of balances, pay a person, the shares of pay in the investments
    (Float64, missing where an investment is not known), months with pay, and how many of them are paid in
    full. Pay a person is missing where any of it is open. `by_mode` counts as `silent_projects` those without
    a row of pay: their investment is in the shares, and their pay is not known. `by_month` begins with
    prj_id, month, worker_group; `by_group` with prj_id, worker_group, a person counting in the group of his
    last month there; `by_village` with township_code and village_code, where workers are registered. What is
    not known is missing, and its row is the last. `by_home` counts each worker once, in the village and the
    group of his last month: township_code, village_code, worker_group, persons. `persons` is everybody in
    the list, each once.
    """

    persons: int
    by_mode: pd.DataFrame
    by_project: pd.DataFrame
    by_month: pd.DataFrame
    by_group: pd.DataFrame
    by_village: pd.DataFrame
    by_home: pd.DataFrame


def relief(
    projects: pd.DataFrame, labour: pd.DataFrame, balance_table: pd.DataFrame, *, as_of: str
) -> Relief:
    """
    Add labour pay up (劳务报酬).

    Parameters
    ----------
    projects
        项目库: prj_id, project, work_relief_mode.
    labour
        劳务报酬发放表 with `linked_township_code` and `linked_village_code`, one row a person and month.
    balance_table
        Balances, with labour pay in them.
    as_of
        The date, ISO text: only months that were over by then count, and what had been paid by then.

    Returns
    -------
    relief
        The tables. A project is listed that has a form of work relief, or pay.

    Raises
    ------
    ConservationError
        If what was paid is not what the balances say: a fault of ours.
    """
    rows = _counted(labour, as_of)
    by_project = _by_project(projects, rows, balance_table)
    by_mode = _by_mode(by_project, rows)
    _require_conserved(by_project, balance_table)
    last = rows.sort_values("month", kind="stable").drop_duplicates(["prj_id", "p_id"], keep="last")
    by_group = _paid(rows, ["prj_id", "worker_group"])
    of_group = last.groupby(["prj_id", "worker_group"], dropna=False)["p_id"].nunique()
    by_group["persons"] = of_group.reindex(pd.MultiIndex.from_frame(by_group.iloc[:, :2])).to_numpy()
    return Relief(
        persons=rows["p_id"].nunique(),
        by_mode=by_mode,
        by_project=by_project,
        by_month=_paid(rows, ["prj_id", "month", "worker_group"]),
        by_group=by_group.assign(persons=by_group["persons"].fillna(0).astype("Int64")),
        by_village=_paid(rows, ["township_code", "village_code"]),
        by_home=_homes(rows),
    )


def _counted(labour: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """Take the months that are over, and say of each row whether it can be added up and what is lacking."""
    rows = labour_by(labour, as_of=as_of)
    opened = rows["due_fen"].isna() | rows["paid_fen"].isna()
    return pd.DataFrame(
        {
            **{name: rows[name] for name in ("prj_id", "month", "p_id", "worker_group")},
            "township_code": rows["linked_township_code"],
            "village_code": rows["linked_village_code"],
            "days": rows["days"].astype("Float64"),
            "due_fen": rows["due_fen"],
            "paid_fen": rows["paid_fen"],
            "short_fen": (rows["due_fen"] - rows["paid_fen"]).clip(lower=0),
            "open_rows": opened.astype("Int64"),
        }
    ).reset_index(drop=True)


def _homes(rows: pd.DataFrame) -> pd.DataFrame:
    """Count every worker once: where he was registered, and as what, in the last month with pay."""
    last = rows.sort_values(["month", "prj_id"], kind="stable").drop_duplicates("p_id", keep="last")
    by = ["township_code", "village_code", "worker_group"]
    counts = last.groupby(by, dropna=False, sort=True)["p_id"].size()
    return counts.astype("Int64").rename("persons").reset_index()


def _paid(rows: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Add pay up by some columns; what is not known of them comes last."""
    groups = rows.groupby(list(by), dropna=False, sort=True)
    found = groups[list(_PAY)].sum(min_count=1).join(groups["open_rows"].sum())
    found.insert(0, "persons", groups["p_id"].nunique().astype("Int64"))
    return found.reset_index()


def _by_project(projects: pd.DataFrame, rows: pd.DataFrame, balance_table: pd.DataFrame) -> pd.DataFrame:
    """Put pay beside the money of each project."""
    known = projects.drop_duplicates("prj_id")[list(_PROJECT)]
    listed = known["work_relief_mode"].notna() | known["prj_id"].isin(rows["prj_id"])
    strange = rows.loc[~rows["prj_id"].isin(known["prj_id"]), ["prj_id"]].drop_duplicates()
    own = pd.concat([known[listed], strange], ignore_index=True)
    held = balance_table[balance_table["prj_id"].isin(own["prj_id"])]
    money = held.groupby("prj_id")[list(_OF_BALANCES)].sum(min_count=1)
    monthly = rows.groupby(["prj_id", "month"])[["short_fen", "open_rows"]].sum().reset_index()
    full = monthly["short_fen"].eq(0) & monthly["open_rows"].eq(0)
    months = monthly.assign(months_in_full=full).groupby("prj_id")
    table = (
        own.merge(money.reset_index(), on="prj_id", how="left")
        .merge(_paid(rows, ["prj_id"]), on="prj_id", how="left")
        .merge(months["month"].size().rename("months").reset_index(), on="prj_id", how="left")
        .merge(months["months_in_full"].sum().reset_index(), on="prj_id", how="left")
    )
    counts = ["persons", "open_rows", "months", "months_in_full"]
    table[counts] = table[counts].fillna(0).astype("Int64")
    table = table.sort_values(["work_relief_mode", "prj_id"], kind="stable", ignore_index=True)
    return _with_shares(table)[[*_PROJECT, *PROJECT_COLUMNS]]


def _by_mode(by_project: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Add projects of each form up; the investment of a form is known where that of all of them is."""
    groups = by_project.groupby("work_relief_mode", dropna=False, sort=True)
    sums = [*_PAY, "open_rows", "months", "months_in_full"]
    table = groups[sums].sum(min_count=1)
    for name in _OF_BALANCES:
        table[name] = groups[name].agg(lambda cells: cells.sum(skipna=False))
    modes = rows["prj_id"].map(by_project.set_index("prj_id")["work_relief_mode"])
    persons = rows.groupby(modes, dropna=False)["p_id"].nunique()
    table.insert(0, "projects", groups["prj_id"].size().astype("Int64"))
    table.insert(
        1, "silent_projects", groups["months"].agg(lambda months: months.eq(0).sum()).astype("Int64")
    )
    table["persons"] = persons.reindex(table.index).fillna(0).astype("Int64")
    heads = ["work_relief_mode", "projects", "silent_projects"]
    return _with_shares(table.reset_index())[[*heads, *PROJECT_COLUMNS]]


def _with_shares(table: pd.DataFrame) -> pd.DataFrame:
    """Add pay a person, half up, where none of it is open, and the shares of pay in the investments."""
    money = {
        name: table[name].astype("Int64") for name in (*_OF_BALANCES, "due_fen", "paid_fen", "short_fen")
    }
    table = table.assign(**money)
    paid, heads = table["paid_fen"], table["persons"].mask(table["persons"].eq(0))
    shares = {
        name: paid.astype("Float64") / table[column].mask(table[column].le(0).fillna(value=False))
        for name, column in _SHARES.items()
    }
    each = (2 * paid + heads) // (2 * heads)
    return table.assign(per_person_fen=each.mask(table["open_rows"].gt(0)), **shares)


def _require_conserved(by_project: pd.DataFrame, balance_table: pd.DataFrame) -> None:
    """Assert that the pay of the projects is that of the balances."""
    given, held = int(balance_table["labour_paid_fen"].sum()), int(by_project["paid_fen"].sum())
    if given != held:
        raise ConservationError(
            say_both("ledger.not_conserved", view="labour_paid_fen", given=given, held=held)
        )
