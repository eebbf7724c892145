"""What the fund ledger is made of and what it is (资金台账): tables in, one journal out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ruralmap.funds.journal import trial_balance

if TYPE_CHECKING:
    import pandas as pd

    from ruralmap.schema.finding import Finding


@dataclass(frozen=True, eq=False)
class FundTables:
    """
    The tables that a ledger is read from, conformed, with their source columns where the reader gave them.

    Only `funds` (资金指标台账) is needed. A table that the office has not is missing, which is not the same
    as one without rows. Rows of `fund_moves` carry `linked_township_code` and `linked_village_code` where
    the linker was asked. `rounding_fen` is the unit to which the office rounded its reports, in fen; 0:
    none, and every sum must be exact.
    """

    funds: pd.DataFrame
    fund_months: pd.DataFrame | None = None
    fund_moves: pd.DataFrame | None = None
    projects: pd.DataFrame | None = None
    assets: pd.DataFrame | None = None
    asset_funds: pd.DataFrame | None = None
    rounding_fen: int = 0


@dataclass(frozen=True, eq=False)
class Ledger:
    """
    Fund lines that conserve, as of a date, and every movement of their money.

    `lines` are indexed by line_id, sorted: the columns of 资金指标台账 and `own_fen`, what was issued less
    what lines that are a part of it hold. `entries` is the journal of the kept lines up to the date:
    `journal.ENTRY_COLUMNS`, ordered so that the order of the inputs changes nothing. `makeup` says what paid
    for the assets: asset_id, prj_id, line_id, year, level, channel, amount_fen, and `state`, one of traced,
    historic, aside, unlined, overdrawn and unknown_project. `lines_aside` are the rows of 资金指标台账 that
    do not count, as they came, with `reason`: the code of a finding, or `later` for what lies after the
    date. `rows_aside` are those of reports and movements, and also say of which `table` they are.
    """

    as_of: str
    lines: pd.DataFrame
    entries: pd.DataFrame
    makeup: pd.DataFrame
    lines_aside: pd.DataFrame
    rows_aside: pd.DataFrame
    findings: tuple[Finding, ...]

    @property
    def issued_fen(self) -> int:
        """The total of the kept lines (下达合计), what one line passes on to another counted once."""
        return int(self.lines["own_fen"].sum())

    @property
    def accounts(self) -> pd.DataFrame:
        """What is in each account (试算平衡), as `journal.trial_balance` gives it; the sum is zero."""
        return trial_balance(self.entries)
