"""Fund lines (资金行): which of the ledger of 指标 count, and once only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ruralmap.funds.codes import among, keep
from ruralmap.funds.journal import entries_of, gather_entries
from ruralmap.funds.parents import LATER, judge_parents
from ruralmap.funds.reports import report
from ruralmap.schema.dates import last_day
from ruralmap.schema.marks import plain
from ruralmap.schema.monies import FUNDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ruralmap.schema.finding import Finding

# 1000 亿元. A large county's yearly budget is a tenth of it; nine hundred thousand such amounts, more rows
# than a sheet has, still add up below what an int64 holds.
MOST_FEN: Final = 10**13
# Two lines that agree in all of these are one document entered twice.
_SAME_MONEY: Final = [
    "document",
    "year",
    "level",
    "channel",
    "task",
    "integrated",
    "partner",
    "issued_fen",
    "parent_line_id",
]
_SOURCE: Final = ("source_file", "source_sheet", "source_row")
# A document's year stands in 〔〕, and is typed in whatever brackets a keyboard has.
_BRACKETS: Final = dict(zip("〔【[{〕】]}", "(((())))", strict=True))
_APART: Final = "\0"  # between documents, in none of them


@dataclass(frozen=True, eq=False)
class Settled:
    """
    The lines that count on a date, and those that do not.

    `lines` are indexed by line_id, sorted, each once: the columns of 资金指标台账 that the input has, and
    `own_fen`, what was issued less what lines that are a part of it hold (Int64, never missing). `aside` says
    by line why it does not count: the code of a finding, or `later` for what was issued after the date.
    `rows_aside` are the rows of those lines as they came, with their index and `reason`. `entries` are the
    journal of what was issued: of each line that is in `lines`, and of what it passes on to others.
    """

    lines: pd.DataFrame
    entries: pd.DataFrame
    aside: dict[str, str]
    rows_aside: pd.DataFrame
    findings: tuple[Finding, ...]


def settle_lines(funds: pd.DataFrame, *, as_of: str) -> Settled:
    """
    Say which lines count on a date.

    A line is set aside if its number is that of another, it has no amount or an absurd one, it was issued
    later, it is the same document as a line with a smaller number, or what it is a part of (上级资金) cannot
    be told. What a line passes on to another is counted there, from the day that one is issued.

    Parameters
    ----------
    funds
        Columns of the table 资金指标台账, uniquely indexed.
    as_of
        The date, ISO text. A line dated to a month was issued by the month's last day.

    Returns
    -------
    settled
        The lines that count and those that do not.
    """
    full = _with_all_columns(funds).sort_values("line_id", kind="stable")
    repeated = full["line_id"].duplicated(keep=False)
    lacking = full["issued_fen"].isna() & ~repeated
    absurd = full["issued_fen"].abs().gt(MOST_FEN).fillna(value=False) & ~repeated
    late = _issued_after(full, as_of) & ~(repeated | lacking | absurd)
    doubles = _doubles(full[~(repeated | lacking | absurd | late)])
    aside = dict.fromkeys(full.loc[late, "line_id"], LATER) | dict.fromkeys(
        doubles["line_id"], "fund_line_double"
    )
    for code, rows in (
        ("fund_line_repeated", repeated),
        ("fund_line_without_amount", lacking),
        ("fund_amount_absurd", absurd),
    ):
        aside |= dict.fromkeys(full.loc[rows, "line_id"], code)
    refused = repeated | lacking | absurd | late | full.index.isin(doubles.index)
    sound = full[~refused].set_index("line_id")
    parents = judge_parents(sound, aside)
    aside |= parents.aside
    lines = keep(sound.assign(own_fen=parents.own_fen), ~among(sound.index, parents.aside))
    named = full.assign(column=FUNDS.column("issued_fen").zh, amount_fen=full["issued_fen"])
    entries = _issue_entries(sound, parents.parent_of)
    return Settled(
        lines=lines[[*(name for name in funds.columns if name != "line_id"), "own_fen"]],
        entries=keep(entries, ~among(entries["line_id"], parents.aside)).reset_index(drop=True),
        aside=aside,
        rows_aside=rows_set_aside(funds, aside),
        findings=(
            *report("fund_line_repeated", "funds", full[repeated], amounts=["issued_fen"]),
            *report("fund_line_without_amount", "funds", full[lacking]),
            *report("fund_amount_absurd", "funds", named[absurd], amounts=["amount_fen"]),
            *report("fund_line_double", "funds", doubles, amounts=["issued_fen"]),
            *parents.findings,
        ),
    )


def _with_all_columns(funds: pd.DataFrame) -> pd.DataFrame:
    """Give every column of 资金指标台账, missing where the input has none."""
    more = [name for name in FUNDS.names if name not in funds]
    return funds.reindex(columns=[*funds.columns, *more]).astype({"issued_fen": "Int64"})


def _issued_after(funds: pd.DataFrame, as_of: str) -> pd.Series[bool]:
    """Say which lines are dated to after the date; an undated one counts, for money left out is missed."""
    codes, days = pd.factorize(funds["issued_on"])
    late = np.append(np.array([last_day(str(day)) > as_of for day in days], dtype=np.bool_), [False])
    return pd.Series(late[codes], index=funds.index)


def _doubles(funds: pd.DataFrame) -> pd.DataFrame:
    """Find lines that are the same document as one with a smaller number, and name that one."""
    with_doc = funds[funds["doc"].notna() & funds["doc"].ne("")]
    with_doc = with_doc.assign(document=_plain_documents(with_doc["doc"]))
    alike = with_doc[with_doc.duplicated(_SAME_MONEY, keep=False)]
    group = alike.groupby(_SAME_MONEY, dropna=False, sort=False)["line_id"]
    named = alike.assign(other_line_id=group.transform("first"))
    return named[named["line_id"].ne(named["other_line_id"])]


def _plain_documents(docs: pd.Series[str]) -> list[str]:
    """Write documents in one way, whatever blanks, widths and brackets they are typed with: all at once."""
    joined = _APART.join(docs.to_numpy(dtype=object))
    if joined.count(_APART) != len(docs) - 1:
        joined = _APART.join(doc.replace(_APART, "") for doc in docs)
    joined = plain(joined)
    for typed, bracket in _BRACKETS.items():
        joined = joined.replace(typed, bracket)
    return joined.split(_APART) if len(docs) else []


def rows_set_aside(funds: pd.DataFrame, aside: Mapping[str, str]) -> pd.DataFrame:
    """
    Take the rows of lines that do not count.

    Parameters
    ----------
    funds
        Columns of the table 资金指标台账.
    aside
        Why lines do not count.

    Returns
    -------
    rows_aside
        Their rows, as they came, with `reason`.
    """
    gone = funds[among(funds["line_id"], aside)]
    return gone.assign(reason=gone["line_id"].map(dict(aside)).astype("str"))


def _issue_entries(lines: pd.DataFrame, parent_of: Mapping[str, str]) -> pd.DataFrame:
    """Enter what was issued (下达), and on the day on which a line passed a part of it on, that part back."""
    rows = lines.reset_index()
    parts = rows[among(rows["line_id"], parent_of)]
    passed = parts.assign(
        line_id=parts["line_id"].map(dict(parent_of)).astype("str"), issued_fen=-parts["issued_fen"]
    )
    return gather_entries([_entries(rows), _entries(passed)])


def _entries(rows: pd.DataFrame) -> pd.DataFrame:
    columns = {name: rows[name].array for name in ("line_id", "doc", *_SOURCE) if name in rows}
    amounts = {"on": rows["issued_on"].array, "amount_fen": rows["issued_fen"].to_numpy(dtype=np.int64)}
    return entries_of(columns | amounts, kind="issued", origin="funds")
