"""Balances (余额): the one table that every number shown of money is a sum of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Beside:
    """
    What is shown beside the ledger's money and is no part of it; each is missing where the office has none.

    `projects` is 项目库: what it states of investment, and the dimensions of a project. `labour` is
    劳务报酬发放表 with `linked_township_code` and `linked_village_code`. `budgets` is 预算安排.
    """

    projects: pd.DataFrame | None = None
    labour: pd.DataFrame | None = None
    budgets: pd.DataFrame | None = None
