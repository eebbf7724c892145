"""The fund ledger (资金台账): lines as they stand on a date, and how their money moved; to the fen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from ruralmap.errors import ConservationError
from ruralmap.funds.breaches import line_breaches, month_breaches
from ruralmap.funds.months import NO_PROJECT, movements_of, put_in_order, state_of
from ruralmap.funds.oddities import oddities_of
from ruralmap.funds.reports import report
from ruralmap.schema.dates import last_day
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from ruralmap.schema.finding import Finding

# Why a row is not in the ledger, beside the code of the breach that set its line aside.
LATER: Final = "later"
STRAY: Final = "fund_month_without_line"
# Never missing in a kept line: what conservation is shown by.
_CERTAIN: Final = ("issued_fen", "arranged_fen", "spent_fen", "unspent_fen")


@dataclass(frozen=True)
class Ledger:
    """
    Fund lines that conserve, as of a date.

    `lines` are indexed by line_id. `state` has one row a line and project, `prj_id` missing in the row that
    holds what no project has yet: line_id, prj_id, month, and issued, arrived, arranged, disbursed, spent and
    unspent in fen, cumulative to the latest report. `movements` has the same columns as changes by month.
    `lines_aside` and `months_aside` are the rows of the inputs that are not in the ledger, with `reason`, the
    code of a finding, or `later` for what lies after the date.
    """

    as_of: str
    lines: pd.DataFrame
    state: pd.DataFrame
    movements: pd.DataFrame
    lines_aside: pd.DataFrame
    months_aside: pd.DataFrame
    findings: tuple[Finding, ...]

    @property
    def issued_fen(self) -> int:
        """The total of the kept lines (下达合计)."""
        return int(self.lines["issued_fen"].sum())


def read_ledger(funds: pd.DataFrame, fund_months: pd.DataFrame, *, as_of: str) -> Ledger:
    """
    Read lines and their cumulative monthly reports into a ledger.

    A line whose reports break conservation is set aside whole, by name; an unusual one is read, with a
    finding. A line without any report yet is read: all of it is money that no project has. So is one without
    a date of issue, for money that is left out is missed by nobody; both are findings.

    Parameters
    ----------
    funds
        Columns of the table 资金指标台账, one row a line.
    fund_months
        Columns of the table 资金月报, cumulative to the end of each month.
    as_of
        The date, ISO text. Reports of months that had not ended by then do not count, nor lines issued later
        or in such a month.

    Returns
    -------
    ledger
        Lines in = kept + set aside, and the same in fen.

    Raises
    ------
    ConservationError
        If a row or a fen went missing: a fault of ours.
    """
    months = put_in_order(fund_months)
    # A report of the running month holds movements after the date, unless that is the month's last day.
    over = months["month"].map(last_day).le(as_of).astype(bool)
    ended = months[months["line_id"].isin(funds["line_id"]) & over]
    breaches, reasons = _set_aside(funds, ended, as_of=as_of)
    aside = funds["line_id"].isin(reasons)
    lines = funds[~aside].set_index("line_id").sort_index()
    used = ended[ended["line_id"].isin(lines.index)]
    strange = (
        *_strays(months, funds),
        *_silent(lines, used),
        *_undated(lines),
        *oddities_of(used, lines["issued_fen"]),
    )
    ledger = Ledger(
        as_of=as_of,
        lines=lines,
        state=_without_project(state_of(used)),
        movements=_without_project(movements_of(used)),
        lines_aside=funds.assign(reason=funds["line_id"].map(reasons).astype("str"))[aside],
        months_aside=_months_aside(months.drop(index=used.index), reasons, known=set(funds["line_id"])),
        findings=(*breaches, *strange),
    )
    _require_conserved(ledger, funds, fund_months)
    return ledger


def _set_aside(
    funds: pd.DataFrame, ended: pd.DataFrame, *, as_of: str
) -> tuple[list[Finding], dict[str, str]]:
    """Find the lines that are not read, by line, with the code of the first reason."""
    dated = funds[funds["issued_on"].notna()]
    reasons = dict.fromkeys(dated.loc[dated["issued_on"].map(last_day) > as_of, "line_id"], LATER)
    spoiled = line_breaches(funds)
    reasons |= _codes(spoiled)
    sound = funds[~funds["line_id"].isin(reasons)].set_index("line_id")
    broken = month_breaches(ended[ended["line_id"].isin(sound.index)], sound)
    reasons |= _codes(broken)
    return [*spoiled, *broken], reasons


def _codes(findings: list[Finding]) -> dict[str, str]:
    """Take the first code that was found of each line."""
    codes: dict[str, str] = {}
    for found in findings:
        values = found.values  # noqa: PD011 - a dict, not a frame
        codes.setdefault(str(values["line_id"]), found.code)
    return codes


def _without_project(rows: pd.DataFrame) -> pd.DataFrame:
    """Say missing again where a row belongs to no project."""
    return rows.assign(prj_id=rows["prj_id"].mask(rows["prj_id"].eq(NO_PROJECT))).reset_index(drop=True)


def _months_aside(rest: pd.DataFrame, reasons: dict[str, str], *, known: set[str]) -> pd.DataFrame:
    """Say why a report is not read: its line is unknown or set aside, or its month had not ended."""
    reason = [reasons.get(line, LATER) if line in known else STRAY for line in rest["line_id"]]
    return _without_project(rest.assign(reason=pd.Series(reason, index=rest.index, dtype="str")))


def _strays(months: pd.DataFrame, funds: pd.DataFrame) -> list[Finding]:
    """Find reports of lines that the ledger of 指标 does not have, once a line."""
    strays = months[~months["line_id"].isin(funds["line_id"])]
    return report(STRAY, "fund_months", strays.drop_duplicates("line_id"))


def _silent(lines: pd.DataFrame, used: pd.DataFrame) -> list[Finding]:
    """Find lines that no report speaks of."""
    silent = lines[~lines.index.isin(used["line_id"])].reset_index()
    return report("fund_line_unreported", "funds", silent, amounts=["issued_fen"])


def _undated(lines: pd.DataFrame) -> list[Finding]:
    """Find lines of which nobody says when they were issued."""
    undated = lines[lines["issued_on"].isna()].reset_index()
    return report("fund_line_undated", "funds", undated, amounts=["issued_fen"])


def _require_conserved(ledger: Ledger, funds: pd.DataFrame, fund_months: pd.DataFrame) -> None:
    """Assert rows in = rows out and fen in = fen out, in every view of the ledger."""
    reported = ledger.lines.index.isin(ledger.state["line_id"])
    state, movements = (frame[list(_CERTAIN)].sum() for frame in (ledger.state, ledger.movements))
    sides = {
        "lines": (len(funds), len(ledger.lines) + len(ledger.lines_aside)),
        "reports": (len(fund_months), len(ledger.movements) + len(ledger.months_aside)),
        "issued_fen": (_sum(funds), _sum(ledger.lines) + _sum(ledger.lines_aside)),
        "state": (_sum(ledger.lines[reported]), int(state["issued_fen"])),
        "balance": (int(state["issued_fen"]), int(state["spent_fen"] + state["unspent_fen"])),
        "movements": (state.to_dict(), movements.to_dict()),
    }
    for view, (given, held) in sides.items():
        if given != held:
            raise ConservationError(say_both("ledger.not_conserved", view=view, given=given, held=held))


def _sum(lines: pd.DataFrame) -> int:
    return int(lines["issued_fen"].sum())
