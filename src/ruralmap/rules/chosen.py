"""Publish another reading of a rule than the policy's own (选定口径)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ruralmap.errors import UsageError
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ruralmap.schema.policy import Policy, Rule


def with_readings(policy: Policy, chosen: Mapping[str, str]) -> Policy:
    """
    Make other readings the ones that decide.

    Parameters
    ----------
    policy
        The policy.
    chosen
        The reading's id by the rule's.

    Returns
    -------
    policy
        The same rules; those that are named decide by the reading that is named.

    Raises
    ------
    UsageError
        If the policy has no such rule, or the rule no such reading.
    """
    known = {rule.id: [reading.id for reading in rule.readings] for rule in policy.rules}
    for rule_id, reading in chosen.items():
        if reading not in known.get(rule_id, ()):
            readings = "、".join(f"{rule}={one}" for rule, ids in known.items() for one in ids)
            found = f"{rule_id}={reading}"
            raise UsageError(say_both("adoption.fault.reading", found=found, known=readings))
    rules = tuple(_decided_by(rule, chosen[rule.id]) if rule.id in chosen else rule for rule in policy.rules)
    return policy.model_copy(update={"rules": rules})


def _decided_by(rule: Rule, reading_id: str) -> Rule:
    """Move the mark of the default reading."""
    readings = tuple(
        reading.model_copy(update={"default": reading.id == reading_id}) for reading in rule.readings
    )
    return rule.model_copy(update={"readings": readings})
