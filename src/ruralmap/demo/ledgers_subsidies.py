"""What was paid to whom (补贴兑付、经营主体、贷款、消费帮扶), simulated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ruralmap.demo.draws import chance, draw_words, stream
from ruralmap.demo.ledger_rows import as_table, days_after, numbered
from ruralmap.demo.money import PAYEES
from ruralmap.schema.money import FEN_PER_YUAN

if TYPE_CHECKING:
    from ruralmap.demo.ledger_rows import Sources

GARDEN, HOUSEHOLD, TRANSPORT, SEEKING, STARTING, FARMING, AWAY = (
    "庭院经济", "到户项目", "交通补助", "求职创业补贴", "创业补贴", "惠农补贴", "外出务工补贴"
)  # fmt: skip
# NJ-17: 600 yuan a household; one got 500. NJ-18: 500 yuan a head. NJ-30: 10,000 yuan once.
GARDEN_YUAN, GARDEN_ODD_YUAN, HEAD_YUAN, STARTING_YUAN = 600, 500, 500, 10_000
GARDENS, HOUSEHOLDS, FARMERS = 300, 120, 500
# NJ-19 asks for what was approved by 2024-09-30: so many households have not got it. NJ-33: another channel.
UNPAID, ODD_CHANNEL = 4, 2
# NJ-30 asks for six months: those registered on the first day have them on 2024-09-30, on the second not.
OWNERS: Final = 40
EXACT_MONTHS, TOO_NEW = "2024-03-30", "2024-04-01"
LOANS: Final = 600
_AWAY_UNPAID: Final = 25  # HA-08 asks for the subsidy of all who worked long outside the province
_KINDS: Final = ("龙头企业", "合作社", "合作社", "家庭农场", "集体经济组织")
_COMPANIES: Final = 20
_STREAM: Final = 56


def list_entities(sources: Sources) -> pd.DataFrame:
    """
    List the entities: small ones that lifted people began, companies and co-operatives, and payees.

    Parameters
    ----------
    sources
        The county.

    Returns
    -------
    entities
        Columns of the table 经营主体; those who were paid for projects bind households on both sides.
    """
    rng = stream(_STREAM)
    able = sources.workers.merge(sources.households[["hh_id", "in_lifted"]], on="hh_id")
    owners = able.loc[able["in_lifted"] & able["age"].between(25, 50), "p_id"].to_numpy()[::90][:OWNERS]
    companies, payees = _COMPANIES, list(PAYEES.values())
    small = [*[None] * len(owners), *[True] * (companies + len(payees))]
    count = len(small)
    registered = pd.Series(days_after("2022-02-01", rng.integers(0, 700, count)))
    registered.iloc[:2] = [EXACT_MONTHS, TOO_NEW]
    bound = pd.Series([flag is True for flag in small])
    return as_table(
        {
            "entity_id": [*numbered("模拟92441624MOCK", count - len(payees), width=6), *payees],
            "name": [f"模拟经营主体{number}号" for number in range(1, count + 1)],
            "kind": [
                *["个体"] * len(owners),
                *(_KINDS[place % 5] for place in range(companies + len(payees))),
            ],
            "owner_p_id": [*owners, *[None] * (companies + len(payees))],
            "registered_on": registered,
            "first_registration": ~bound,
            "state": ["正常"] * count,
            "state_on": ["2024-08-31"] * count,
            "bound_households": pd.Series(rng.integers(10, 120, count), dtype="Int64").where(bound),
            "bound_doc": pd.Series(numbered("模拟绑农", count, width=3)).where(bound),
            "bound_by": pd.Series("模拟龙头企业", index=bound.index).where(bound),
            "bound_by_doc": pd.Series(numbered("模拟绑企", count, width=3)).where(bound),
        }
    )


def list_payments(sources: Sources, entities: pd.DataFrame, jobs: pd.DataFrame) -> pd.DataFrame:
    """
    List what was approved and paid in 2024, scheme by scheme.

    Parameters
    ----------
    sources
        The county.
    entities
        From `list_entities`.
    jobs
        From `ledgers_work.list_jobs`.

    Returns
    -------
    payments
        Columns of the table 补贴兑付.
    """
    rng = stream(_STREAM + 1)
    households = sources.households
    plain = households.loc[households["in_lifted"] & ~households["whole_no_labour"], "hh_id"].to_numpy()
    watched = sources.watched.iloc[:HOUSEHOLDS]
    own = entities.dropna(subset="owner_p_id").query("registered_on <= @EXACT_MONTHS")
    far = jobs[jobs["place_level"].eq("省外")]
    long = jobs["place_level"].eq("省外") & jobs["months"].ge(6)
    parts = [
        _scheme(GARDEN, len(plain[::30][:GARDENS]), GARDEN_YUAN, hh_id=plain[::30][:GARDENS]),
        _scheme(HOUSEHOLD, len(watched), HEAD_YUAN * watched["size"].to_numpy(), hh_id=watched["hh_id"]),
        _scheme(TRANSPORT, len(far), 400, p_id=far["p_id"]),
        _scheme(SEEKING, int(jobs["organised"].sum()), 500, p_id=jobs.loc[jobs["organised"], "p_id"]),
        _scheme(STARTING, len(own), STARTING_YUAN, p_id=own["owner_p_id"], entity_id=own["entity_id"]),
        _scheme(FARMING, FARMERS, 260, hh_id=plain[5::15][:FARMERS]),
        _scheme(AWAY, int(long.sum()) - _AWAY_UNPAID, 300, p_id=jobs.loc[long, "p_id"].iloc[_AWAY_UNPAID:]),
    ]
    rows = pd.concat(parts, ignore_index=True)
    rows.loc[rows.index[rows["scheme"].eq(GARDEN)][0], "approved_fen"] = GARDEN_ODD_YUAN * FEN_PER_YUAN
    paid = pd.Series(days_after("2024-03-05", rng.integers(0, 200, len(rows))))
    open_ = rows.index[rows["scheme"].eq(HOUSEHOLD)][:UNPAID]
    paid[open_] = None
    other = rows.index[rows["scheme"].eq(FARMING)][:ODD_CHANNEL]
    return as_table(
        {
            "payment_id": numbered("DF", len(rows), width=6),
            **{name: rows[name] for name in ("scheme", "p_id", "hh_id", "entity_id")},
            "applied_on": days_after("2024-01-10", rng.integers(0, 50, len(rows))),
            "approved_fen": rows["approved_fen"],
            "due_on": ["2024-09-30"] * len(rows),
            "paid_fen": rows["approved_fen"].where(paid.notna(), 0),
            "paid_on": paid,
            "channel": pd.Series("一卡通", index=rows.index).where(~rows.index.isin(other), "其他"),
        }
    )


def list_loans(sources: Sources) -> pd.DataFrame:
    """
    List the loans of lifted households, as they stood at the end of last year and on the county's date.

    Parameters
    ----------
    sources
        The county.

    Returns
    -------
    loans
        Columns of the table 脱贫贷款.
    """
    rng = stream(_STREAM + 2)
    lifted = sources.households.loc[sources.households["in_lifted"], "hh_id"].to_numpy()
    holders = lifted[:: len(lifted) // LOANS][:LOANS]
    amount = rng.integers(2, 6, LOANS) * 10_000 * FEN_PER_YUAN
    products = draw_words(rng, {"小额信贷": 80, "富民贷": 20}, count=LOANS)
    frames = [
        {
            "loan_id": numbered("DK", LOANS),
            "as_of": [day] * LOANS,
            "hh_id": holders,
            "product": products,
            "amount_fen": amount,
            "balance_fen": amount * percent // 100,
            "granted_on": ["2023-05-20"] * LOANS,
            "due_on": ["2026-05-19"] * LOANS,
            "overdue": np.arange(LOANS) % 200 == 0,
        }
        for day, percent in (("2023-12-31", 100), ("2024-09-30", 80))
    ]
    return pd.concat(map(as_table, frames), ignore_index=True)


def list_sales() -> pd.DataFrame:
    """
    List what was bought to help in 2024.

    Returns
    -------
    sales
        Columns of the table 消费帮扶.
    """
    rng = stream(_STREAM + 3)
    months = [f"2024-{month:02d}" for month in range(1, 10) for _ in range(5)]
    count = len(months)
    return as_table(
        {
            "sale_id": numbered("XF", count),
            "month": months,
            "side": ["采购" if flag else "帮销" for flag in chance(rng, count, permille=600)],
            "buyer": [f"模拟采购单位{number:02d}" for number in rng.integers(1, 20, count).tolist()],
            "platform": ["模拟832平台"] * count,
            "amount_fen": rng.integers(40, 160, count) * 10_000 * FEN_PER_YUAN,
        }
    )


def _scheme(name: str, count: int, yuan: object, **whom: object) -> pd.DataFrame:
    """List the rows of one scheme."""
    columns = {key: np.asarray(values)[:count] for key, values in whom.items()}
    rows = pd.DataFrame({"scheme": [name] * count, **columns})
    amounts = np.broadcast_to(np.asarray(yuan), count) * FEN_PER_YUAN
    return rows.reindex(columns=["scheme", "p_id", "hh_id", "entity_id"]).assign(approved_fen=amounts)
