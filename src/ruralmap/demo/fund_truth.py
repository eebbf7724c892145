"""
What is really so of the money (资金真值): which lines count, every balance, what became of each line.

It is added up from the simulated plan, in the plainest way there is; the tool's own ledger is never asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from ruralmap.demo.funds_dirt import FOUND_FROM

if TYPE_CHECKING:
    from ruralmap.demo.funds_dirt import Faults
    from ruralmap.demo.more_money import MoreMoney

DATES: Final = ("2023-12-31", "2024-06-30", "2024-09-30")
BALANCES: Final = (
    "issued", "arrived", "arranged", "disbursed", "spent", "unspent", "unarranged", "carried", "surplus",
    "withdrawn", "before", "formed",
)  # fmt: skip
_STAGES: Final = ("issued", "arrived", "arranged", "disbursed", "spent")
# The balance that each word of a movement list adds to; 分解 and 安排 also say who has the money.
_OF_WORD: Final = {
    "到位": "arrived",
    "安排": "arranged",
    "拨付": "disbursed",
    "支出": "spent",
    "收回": "withdrawn",
}
_HOLDS: Final = ("分解", "安排")


@dataclass(frozen=True)
class MoneyPlan:
    """
    All that was planned of the money.

    `funds` and `months` are the forty-five lines and their reports; `projects` are all, with village_code.
    `townships` are the codes by name. `formed` are the rows of 资产资金构成 that are right, with line_id,
    prj_id, asset_id, amount_fen and built_on.
    """

    funds: pd.DataFrame
    months: pd.DataFrame
    projects: pd.DataFrame
    townships: dict[str, str]
    formed: pd.DataFrame
    more: MoreMoney
    faults: Faults


def fund_truth(plan: MoneyPlan) -> dict[str, pd.DataFrame]:
    """
    List the truth of the money.

    Parameters
    ----------
    plan
        What was planned.

    Returns
    -------
    truth
        Frames by file name: fund_lines (as of the last of `DATES`), fund_totals and fund_chain.
    """
    totals = pd.concat([_totals(plan, as_of) for as_of in DATES], ignore_index=True)
    formed = _formed(plan, DATES[-1], _states(plan, DATES[-1]))
    chain = formed.sort_values(["line_id", "prj_id", "asset_id"], ignore_index=True)
    return {
        "fund_lines": _lines(plan),
        "fund_totals": totals,
        "fund_chain": chain[["line_id", "prj_id", "asset_id", "formed_fen"]],
    }


def _reasons(plan: MoneyPlan, as_of: str) -> dict[str, str]:
    """Say which faulty lines do not count on a date, and why; what is faulty later still counts."""
    codes = {key: kind for _, kind, key, *_ in plan.faults.records}
    lines = plan.faults.funds
    found = lines["year"].ge(2024) | (as_of >= FOUND_FROM)
    return {line_id: codes[line_id] for line_id in lines.loc[found, "line_id"]}


def _kept(plan: MoneyPlan, as_of: str) -> pd.DataFrame:
    """List the lines that count on a date, with what each keeps after passing money on."""
    lines = pd.concat([plan.funds, plan.more.funds, plan.faults.funds], ignore_index=True)
    wrong = lines["line_id"].isin(list(_reasons(plan, as_of)))
    lines = lines[lines["issued_on"].le(as_of) & ~wrong]
    passed = lines.groupby("parent_line_id")["issued_fen"].sum()
    own = lines["issued_fen"] - lines["line_id"].map(passed).fillna(0).astype("Int64")
    return lines.assign(own_fen=own.astype("Int64"))


def _lines(plan: MoneyPlan) -> pd.DataFrame:
    """Say of each line on the last day whether it counts, or why not, and what it is read from."""
    kept = _kept(plan, DATES[-1]).set_index("line_id")["own_fen"]
    reasons = _reasons(plan, DATES[-1])
    ids = sorted([*kept.index, *reasons])
    moved = {*plan.more.moves["line_id"], *plan.faults.moves["line_id"]}
    return pd.DataFrame(
        {
            "line_id": ids,
            "kept": [line_id in kept.index for line_id in ids],
            "reason": [reasons.get(line_id, "") for line_id in ids],
            "own_fen": kept.reindex(ids).array,
            "source": ["moves" if line_id in moved else "reports" for line_id in ids],
        }
    )


def _totals(plan: MoneyPlan, as_of: str) -> pd.DataFrame:
    """Add up every balance of a date by year, level, channel and township."""
    states = _states(plan, as_of)
    formed = _formed(plan, as_of, states).groupby(["line_id", "township_code"])["formed_fen"].sum()
    parts = [states, formed.rename("formed").reset_index()]
    rows = pd.concat(parts, ignore_index=True).reindex(columns=["line_id", "township_code", *BALANCES])
    rows[list(BALANCES)] = rows[list(BALANCES)].fillna(0).astype("int64")
    rows["unspent"] = rows["issued"] - rows["before"] - rows["spent"]
    rows["unarranged"] = rows["issued"] - rows["arranged"]
    rows = rows.merge(_kept(plan, as_of)[["line_id", "year", "level", "channel"]], on="line_id")
    dims = ["year", "level", "channel", "township_code"]
    sums = rows.fillna({"township_code": ""}).groupby(dims, as_index=False)[list(BALANCES)].sum()
    long = sums.melt(dims, list(BALANCES), "balance", "fen").assign(as_of=as_of)
    return long.loc[long["fen"].ne(0), ["as_of", "balance", *dims, "fen"]]


def _states(plan: MoneyPlan, as_of: str) -> pd.DataFrame:
    """List what every line has done by a date, in parts by township (missing: the county's own)."""
    kept = _kept(plan, as_of)
    homes = plan.projects.set_index("prj_id")["village_code"].str[:9]
    moves = plan.more.moves[plan.more.moves["on"].le(as_of)]
    reports = _reported(plan, as_of)
    reports = reports[~reports["line_id"].isin(plan.more.moves["line_id"])]
    parts = [part[part["line_id"].isin(kept["line_id"])] for part in (reports, _moved(moves, plan.townships))]
    found = pd.concat(parts, ignore_index=True)
    found["township_code"] = found["township_code"].fillna(found["prj_id"].map(homes))
    # What the rows do not say of a line's money, the line still has.
    said = found.groupby("line_id")["issued"].sum()
    rest = kept.assign(
        issued=kept["own_fen"].astype("int64") - kept["line_id"].map(said).fillna(0).astype("int64")
    )
    return pd.concat([found, rest[["line_id", "issued"]]], ignore_index=True)


def _reported(plan: MoneyPlan, as_of: str) -> pd.DataFrame:
    """Take the last report of each line and project; what was closed for good stays closed."""
    broken = plan.faults.months
    whole = [plan.months, plan.more.totals, broken[broken["month"].le("2023-12")]]
    months = pd.concat(whole, ignore_index=True)
    months = months[months["month"].le(as_of[:7])].sort_values("month", kind="stable")
    pairs = months.fillna({"prj_id": ""}).groupby(["line_id", "prj_id"], sort=False)
    last = pairs.tail(1).set_index(["line_id", "prj_id"])
    closed = pairs[["surplus_fen", "withdrawn_fen"]].last()
    states = {name: last[f"{name}_fen"] for name in _STAGES}
    states |= {"carried": last["carried_over_fen"], "before": last["before_fen"]}
    states |= {name: closed[f"{name}_fen"] for name in ("surplus", "withdrawn")}
    found = pd.DataFrame(states).reset_index()
    return found.assign(prj_id=found["prj_id"].where(found["prj_id"].ne("")), township_code=None)


def _moved(moves: pd.DataFrame, townships: dict[str, str]) -> pd.DataFrame:
    """Turn movements into parts: what each adds, and from whom to whom the money goes."""
    named = moves["township"].map(townships)
    amounts = moves["amount_fen"].astype("int64")
    parts = [
        moves[["line_id", "prj_id"]].assign(
            township_code=named, **{balance: amounts.where(moves["kind"].eq(word), 0)}
        )
        for word, balance in _OF_WORD.items()
    ]
    gives = moves["kind"].isin(_HOLDS)
    to = moves.loc[gives, ["line_id", "prj_id"]].assign(township_code=named, issued=amounts)
    # A township's own money goes on to its project; whatever is divided or arranged else is the county's.
    passes = gives & moves["kind"].eq("安排") & named.notna()
    out = moves.loc[passes, ["line_id"]].assign(township_code=named, issued=-amounts)
    return pd.concat([*parts, to, out], ignore_index=True)


def _formed(plan: MoneyPlan, as_of: str, states: pd.DataFrame) -> pd.DataFrame:
    """List what has become assets by a date; of a pair that formed more than it spent nothing is known."""
    spent = states.groupby(["line_id", "prj_id"])["spent"].sum()
    rows = plan.formed[plan.formed["built_on"].le(as_of)]
    pairs = pd.MultiIndex.from_frame(rows[["line_id", "prj_id"]])
    formed = rows.groupby(["line_id", "prj_id"])["amount_fen"].sum()
    over = formed.reindex(pairs).to_numpy() > spent.reindex(pairs).fillna(0).to_numpy()
    homes = plan.projects.set_index("prj_id")["village_code"].str[:9]
    rows = rows[~over].rename(columns={"amount_fen": "formed_fen"})
    return rows.assign(township_code=rows["prj_id"].map(homes))
