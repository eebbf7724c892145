"""One rule by itself, as `policy run --rule` asks it: with the rules that it names, and no other."""

from ruralmap.rules.evaluate import evaluate_policy


def said_alone(policy, facts, rule_id):
    """Give what the rule comes to at every level, its own first."""
    return evaluate_policy(policy, facts, only=[rule_id]).said(rule_id)
