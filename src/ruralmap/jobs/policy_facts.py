"""A linked county as rules with deadlines see it: also the balances of money on each day that is asked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from ruralmap.funds.ledger import read_ledger
from ruralmap.jobs.facts import facts_of
from ruralmap.jobs.ledger import balances_of, fund_tables
from ruralmap.rules.named_rules import days_asked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ruralmap.jobs.county import LinkedCounty
    from ruralmap.rules.facts import Facts
    from ruralmap.schema.policy import Policy
    from ruralmap.workspace import Workspace


def facts_for(workspace: Workspace, linked: LinkedCounty, policies: Sequence[Policy]) -> Facts:
    """
    Give the rules of policies what they may know.

    Parameters
    ----------
    workspace
        The county's folder.
    linked
        The linked county.
    policies
        Which days are asked: those on which their rules are judged.

    Returns
    -------
    facts
        The tables; `balances` has the rows of every day asked, with the `date`. Without 资金指标台账 it is
        not there.

    Raises
    ------
    ConservationError
        If a row or a fen went missing: a fault of ours.
    """
    facts = facts_of(workspace, linked, policies)
    if "funds" not in linked.tables:
        return facts
    given = fund_tables(workspace, linked.tables)
    found = []
    for day in days_asked(policies, facts.as_of):
        table = balances_of(workspace, linked.tables, read_ledger(given, as_of=day))
        found.append(table.assign(date=pd.Series(day, index=table.index, dtype="str")))
    balances = pd.concat(found, ignore_index=True)
    return replace(facts, tables={**facts.tables, "balances": balances})
