"""
Which hand-worked cases a rule must have (用例门槛): on both sides of its line, on it, and without its data.

An exception is one of kind, never of a rule: what cannot be violated, cannot be missed, or is never judged.
"""

from ruralmap.schema.policy_bodies import ListBody, ParameterBody
from ruralmap.schema.policy_conditions import comparisons_of
from ruralmap.schema.policy_measures import Presence, Ratio

THRESHOLD = ("below", "at", "above")
STATE = ("conforming", "violated")
LATENESS = ("in_time", "late", "never", "not_due")
MET = {"pass", "selected", "listed", "recorded"}
MISSED = {"fail", "below_expectation", "not_selected", "violated"}
# What a side must come to; below or above a line is right or wrong as the line says.
FITTING = {
    "below": MET | MISSED,
    "at": MET | MISSED,
    "above": MET | MISSED,
    "conforming": MET,
    "violated": MISSED,
    "missing": {"insufficient_data", "parameter_missing"},
    "blank": {"parameter_missing", "not_applicable"},
    "in_time": {"pass"},
    "late": MISSED,
    "never": MISSED,
    "not_due": {"not_due"},
}


def fits(rule, side, outcome):
    """Whether a case shows what its side says; a list that judges nothing is there without numbers, too."""
    if side == "missing" and not can_be_violated(rule) and outcome == "recorded":
        return True
    return outcome in FITTING.get(side, {outcome})


def needed_of_rule(policy, rule):
    """
    Say which sides the cases of a rule must show.

    A number to reach has a case below, at and above it; what must be so of all or of none, a list or a code
    has one that conforms and one that does not. Every rule has one whose data are missing; a number that is
    blank in the text, or is another place's, has one where it stays blank.
    """
    if rule.level == "province" and rule.assigned is None:
        return {"blank"}  # above the county, and no part of it is ever assigned: never judged
    body = rule.body
    if isinstance(body, ListBody) and body.ranks:
        return {"conforming"}  # its rows are the policy's own results, which are never missing
    sides = THRESHOLD if any(map(has_line, compares_of(rule))) else STATE
    sides = sides if can_be_violated(rule) else ("conforming",)
    return {*sides, "missing", *(("blank",) if is_blank(policy, rule) else ())}


def needed_of_policy(policy):
    """Say which sides some rule of a policy must show: deadlines are kept, missed for a time, or for good."""
    return set(LATENESS) if any(rule.due is not None for rule in policy.rules) else set()


def compares_of(rule):
    """Give the comparisons that decide: of the default reading, of rows, and of what it says elsewhere."""
    conditions = [rule.default_reading.condition] if rule.readings else []
    conditions += [also.condition or also.conforms for also in rule.also]
    conditions += [getattr(rule.body, "conforms", None)]
    conditions += [part.conforms for part in getattr(rule.body, "parts", ())]
    known = [condition for condition in conditions if condition is not None]
    return [compare for condition in known for compare in comparisons_of(condition)]


def has_line(compare):
    """Whether a comparison has a number that can be missed by little: not all, none, or every period."""
    if isinstance(compare.measure, Presence):
        return False
    whole = {0, 1} if isinstance(compare.measure, Ratio) else {0}
    return compare.threshold is None or compare.threshold not in whole


def can_be_violated(rule):
    """Whether anything that a rule records could be wrong."""
    body = rule.body
    if isinstance(body, ListBody):
        return body.empty or body.conforms is not None or any(part.conforms for part in body.parts)
    return not isinstance(body, ParameterBody) or body.conforms is not None or bool(body.unique)


def is_blank(policy, rule):
    """Whether a rule asks for a number that the document leaves blank, or for that of another place."""
    names = {compare.parameter for compare in compares_of(rule)} - {None}
    names |= set(getattr(rule.body, "parameters", ()))
    parameters = [policy.parameters[name] for name in names]
    return rule.level == "province" or any(
        one.value is None and not one.values for one in parameters if one.jurisdiction != "document"
    )
