"""Fund lines (资金行): which of the ledger of 指标 count, and once only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from ruralmap.schema.finding import Finding


@dataclass(frozen=True, eq=False)
class Settled:
    """
    The lines that count on a date, and those that do not.

    `lines` are indexed by line_id, sorted, each once: the columns of 资金指标台账 that the input has, and
    `own_fen`, what was issued less what lines that are a part of it hold (Int64, never missing). `aside` says
    by line why it does not count: the code of a finding, or `later` for what was issued after the date.
    `rows_aside` are the rows of those lines as they came, with `reason`.
    """

    lines: pd.DataFrame
    aside: dict[str, str]
    rows_aside: pd.DataFrame
    findings: tuple[Finding, ...]
