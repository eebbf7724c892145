"""What a rule says at every level (各层级结果): where it judges, and what its rows come to above."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ruralmap.rules.bodies import body_results
from ruralmap.rules.lower import lower_results
from ruralmap.rules.one_rule import evaluate_rule, rule_also
from ruralmap.rules.rollup import target_rolled
from ruralmap.rules.shows import Beside
from ruralmap.schema.policy_rows import levels_of

if TYPE_CHECKING:
    from ruralmap.rules.case import Case
    from ruralmap.rules.rolled import Rolled
    from ruralmap.rules.rule_results import RuleResult
    from ruralmap.schema.policy import Rule
    from ruralmap.schema.vocabulary import Level

    Said = RuleResult | Rolled

# Units below villages that a list tells one by one; no person or household is told.
_LISTED_ALONE: Final = ("site", "project", "asset")
_ABOVE: Final[tuple[Level, ...]] = ("county", "township", "village")


def said_of(case: Case, rule: Rule, found: RuleResult | None = None) -> tuple[Said, ...]:
    """
    Say what a rule comes to at every level.

    Parameters
    ----------
    case
        The policy and the facts, with the results of the rules above this one.
    rule
        The rule.
    found
        What it says at its own level, if that is known already.

    Returns
    -------
    said
        At its own level first, if it judges there; then what its rows come to, what it says elsewhere, and
        last what a target measures below all of these.
    """
    spoken = {rule.level, *(other.level for other in rule.also)}
    said: list[Said] = []
    for one in (rule, *(rule_also(rule, other) for other in rule.also)):
        open_levels = [level for level in _levels(one) if level not in spoken or one.body is not None]
        own = _own(case, one, found if one is rule else None, open_levels)
        spoken |= {level for level in open_levels if one.readings}
        said += own
    return (*said, *lower_results(case, rule, spoken))


def _own(case: Case, rule: Rule, found: RuleResult | None, above: list[Level]) -> list[Said]:
    """Answer a rule where it stands, and above where nothing else of it is said."""
    if rule.body is not None:
        asker = case.asker()
        return [
            replace(rolled, beside=Beside(case, rule, asker, rolled.units))
            for rolled in body_results(case, rule, above)
        ]
    judged = found or evaluate_rule(case, rule)
    return [judged, *target_rolled(judged, above)]


def _levels(rule: Rule) -> list[Level]:
    """List the levels at which rows add up: the county, where they have a place, and the units of a list."""
    rows = rule.own_rows
    parts = [part.rows for part in getattr(rule.body, "parts", ()) if part.rows is not None]
    kinds = [*([] if rows is None else [rows]), *parts]
    # What is said of townships comes to nothing in their villages.
    own = _ABOVE.index(rule.level) if rule.body is not None and rule.level in _ABOVE[1:] else len(_ABOVE)
    above = [
        level
        for level in _ABOVE[: own + 1]
        if level == "county" or (kinds and all(level in levels_of(one) for one in kinds))
    ]
    return [*above, rule.level] if rule.kind == "list" and rule.level in _LISTED_ALONE else above
