"""Does the fund ledger conserve (资金台账核对): what counts, what does not and why, to the fen."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ruralmap.jobs.ledger import ledger_of
from ruralmap.schema.monies import FUND_MONTHS, FUND_MOVES, FUNDS

if TYPE_CHECKING:
    import pandas as pd

    from ruralmap.funds.books import Ledger
    from ruralmap.jobs.check_report import CheckReport
    from ruralmap.jobs.county import LinkedCounty
    from ruralmap.schema.finding import Finding
    from ruralmap.workspace import Workspace

# The tables that a ledger refuses rows of.
FUND_TABLES: Final = (FUNDS.name, FUND_MONTHS.name, FUND_MOVES.name)


@dataclass(frozen=True, eq=False)
class FundCheck:
    """
    The ledger on a date, and what did not get into it.

    `rejected` are the rows of the fund tables that could not even be read, as `CheckReport.rejected` has
    them: of these no amount is certain. `findings` are those of reading the fund tables, then the ledger's.
    """

    ledger: Ledger
    rejected: pd.DataFrame
    findings: tuple[Finding, ...]

    @property
    def aside_fen(self) -> int:
        """What the lines that do not count were issued, as far as it was given; added up without a limit."""
        return sum(int(fen) for fen in self.ledger.lines_aside["issued_fen"].dropna())

    @property
    def lines_by_reason(self) -> list[tuple[str, int, int]]:
        """Why lines do not count: the reason, how many, and their amount in fen, by reason."""
        aside = self.ledger.lines_aside
        return [
            (str(reason), len(rows), sum(int(fen) for fen in rows["issued_fen"].dropna()))
            for reason, rows in aside.groupby("reason", sort=True)
        ]

    @property
    def rows_by_reason(self) -> list[tuple[str, str, int]]:
        """Why reports and movements do not count: the table, the reason and how many, by these."""
        return _counted(self.ledger.rows_aside)

    @property
    def unread_by_reason(self) -> list[tuple[str, str, int]]:
        """Why rows could not be read: the table, the reason and how many, by these."""
        return _counted(self.rejected)

    def as_json(self) -> dict[str, Any]:
        """
        Give the counts and balances as one object, for programs.

        Returns
        -------
        result
            Amounts are whole fen.
        """
        ledger, accounts = self.ledger, self.ledger.accounts
        aside = {reason: number for reason, number, _ in self.lines_by_reason}
        balances = zip(accounts["account"], accounts["balance_fen"], strict=True)
        return {
            "as_of": ledger.as_of,
            "lines": {
                "rows": len(ledger.lines) + len(ledger.lines_aside),
                "kept": len(ledger.lines),
                "aside": aside,
                "unread": int(self.rejected["table"].eq(FUNDS.name).sum()),
            },
            "fen": {"issued": ledger.issued_fen, "aside": self.aside_fen},
            "accounts": [
                {"account": str(account), "balance_fen": int(balance)} for account, balance in balances
            ],
            "findings": dict(sorted(Counter(found.code for found in self.findings).items())),
        }


def _counted(rows: pd.DataFrame) -> list[tuple[str, str, int]]:
    """Count rows by table and reason."""
    counts = Counter(zip(rows["table"], rows["reason"], strict=True))
    return [(str(table), str(reason), number) for (table, reason), number in sorted(counts.items())]


def check_funds(workspace: Workspace, report: CheckReport, linked: LinkedCounty) -> FundCheck:
    """
    Read the ledger and gather what did not get into it.

    Parameters
    ----------
    workspace
        The county's folder.
    report
        What the check of the inputs found.
    linked
        The linked county.

    Returns
    -------
    check
        The ledger and the rows that could not be read.

    Raises
    ------
    InputError
        If there is no 资金指标台账, or a list that the workspace names could not be read.
    ConservationError
        If a row or a fen went missing: a fault of ours.
    """
    ledger = ledger_of(workspace, linked.tables)
    told = {found.code for found in ledger.findings}
    read = [found for found in report.findings if found.table in FUND_TABLES and found.code not in told]
    rejected = report.rejected[report.rejected["table"].isin(FUND_TABLES)]
    return FundCheck(ledger, rejected, (*read, *ledger.findings))
