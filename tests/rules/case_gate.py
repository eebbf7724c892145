"""Which hand-worked cases a rule must have (用例门槛): on both sides of its line, on it, and without its data."""

from ruralmap.schema.policy_bodies import ChecklistBody, CodeBody, ListBody, ParameterBody
from ruralmap.schema.policy_conditions import comparisons_of
from ruralmap.schema.policy_measures import Presence, Ratio

THRESHOLD = ("below", "at", "above")
STATE = ("conforming", "violated")


def needed_sides(policy, rule):
    """
    Say which sides the cases of a rule must show.

    A number to reach has a case below, at and above it; what must be so of all, or of none, or is a list or
    a code, one that conforms and one that does not. Every rule has one whose data are missing; one whose
    number is blank in the text, or belongs to a level above the county, one where it stays blank.
    """
    sides = THRESHOLD if any(has_line(compare) for compare in compares(rule)) else STATE
    if not can_be_violated(rule):
        sides = ("conforming",)
    blank = ("blank",) if rule.level == "province" or is_blank(policy, rule) else ()
    return {*sides, "missing", *blank}


def compares(rule):
    """Give the comparisons that decide: of the default reading, of rows, and of what it says elsewhere."""
    conditions = [rule.default_reading.condition] if rule.readings else []
    conditions += [also.condition or also.conforms for also in rule.also]
    body = rule.body
    conditions += [getattr(body, "conforms", None)] if body is not None else []
    conditions += [part.conforms for part in getattr(body, "parts", ())]
    return [compare for condition in conditions if condition is not None for compare in comparisons_of(condition)]


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
    if isinstance(body, ParameterBody):
        return body.conforms is not None or bool(body.unique)
    return True


def is_blank(policy, rule):
    """Whether the rule asks for a number that the document leaves blank and a county does not know."""
    names = {compare.parameter for compare in compares(rule)} - {None}
    if isinstance(rule.body, ParameterBody):
        names |= set(rule.body.parameters)
    return any(policy.parameters[name].value is None and not policy.parameters[name].values for name in names)
