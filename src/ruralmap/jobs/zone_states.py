"""Which villages are on the list (名单内外), in the words of the fund ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from ruralmap.funds.matching import ZoneState, zone_state_of

if TYPE_CHECKING:
    from ruralmap.jobs.zone_report import ZonesReport
    from ruralmap.rules.verdicts import Status

# What keeps a rule from answering leaves a village unknown; one that no rule asks of is on no list.
_STATES: Final[dict[Status, ZoneState]] = {
    "selected": "inside",
    "not_selected": "outside",
    "not_applicable": "outside",
    "undecided": "undecided",
    "insufficient_data": "unknown",
    "parameter_missing": "unknown",
}


def zone_states(report: ZonesReport) -> pd.Series[str]:
    """
    Say of each village whether it is on the list.

    Where several rules list villages, one is enough; where none does, the list of its township is its own.

    Parameters
    ----------
    report
        The lists.

    Returns
    -------
    states
        One of `matching.ZONE_STATES`, indexed by village code, all villages in the order of codes.
    """
    townships = report.facts.villages["township_code"].sort_index()
    listing = [rule.id for rule in report.policy.rules if rule.level == "village"]
    own = bool(listing)
    listing = listing or [rule.id for rule in report.policy.rules if rule.level == "township"]
    said = [
        {
            code: _STATES[status]
            for code, status in zip(found.codes.tolist(), found.verdicts.statuses, strict=True)
        }
        for found in map(report.evaluation.rules.__getitem__, listing)
    ]
    states = {
        str(village): zone_state_of(
            [one.get(str(village) if own else str(township), "unknown") for one in said]
        )
        for village, township in townships.items()
    }
    return pd.Series(states, index=townships.index, dtype="str", name="zone_state")
