"""Rules in words (条款白话): what the tool understood of a policy, one line a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ruralmap.jobs.policy_figures import goal_words
from ruralmap.jobs.policy_phrases import Speaker, column_words, filter_words, measure_words
from ruralmap.schema.policy_bodies import ChecklistBody, CodeBody, ListBody
from ruralmap.schema.policy_conditions import AllConditions, Compare, Holds
from ruralmap.schema.policy_measures import Growth, Presence, Ratio, Share
from ruralmap.schema.vocabulary import ROWS_OF_LEVEL
from ruralmap.words.catalogue import say
from ruralmap.words.units import unit_words

if TYPE_CHECKING:
    from decimal import Decimal

    from ruralmap.rules.results import Comparison
    from ruralmap.schema.policy import Policy
    from ruralmap.schema.policy_bodies import ListPart, ParameterBody
    from ruralmap.schema.policy_conditions import Condition
    from ruralmap.schema.policy_rules import Rule
    from ruralmap.words.catalogue import Language


def rule_words(policy: Policy, rule: Rule, lang: Language) -> str:
    """
    Say a rule as the tool understands it, in its default reading.

    Parameters
    ----------
    policy
        The policy.
    rule
        One of its rules.
    lang
        The language.

    Returns
    -------
    text
        One line: id, level, kind, date, of which units, what must hold.
    """
    speaker = Speaker(policy, lang)
    rows = rule.own_rows
    parts = [rule.id, speaker.say(f"level.{rule.level}"), speaker.say(f"kind.{rule.kind}")]
    parts += [_when(speaker, rule)] if _when(speaker, rule) else []
    if rule.among is not None and rows is not None:
        parts.append(speaker.say("among", text=filter_words(speaker, rule.among, rows)))
    if rule.body is None:
        parts.append(condition_words(speaker, rule.default_reading.condition, rows))
    else:
        parts += _body_words(speaker, rule.body, rows)
    for also in rule.also:
        conditions = (also.condition, also.conforms)
        inner = ROWS_OF_LEVEL.get(also.level) if also.rows is None else also.rows
        said = [condition_words(speaker, part, inner) for part in conditions if part is not None]
        parts.append(speaker.say("also", level=speaker.say(f"level.{also.level}"), text=said[0]))
    shown = speaker.say("comma").join(shows.label.text(speaker.lang) for shows in rule.shows)
    parts += [speaker.say("shown", text=shown)] if shown else []
    beside = len(rule.readings) - 1
    parts += [speaker.say("beside", n=beside)] if beside > 0 else []
    return " ".join(parts)


def _when(speaker: Speaker, rule: Rule) -> str:
    """Say by when a rule must hold."""
    if rule.stages:
        days = (
            speaker.say("stage", day=stage.due, times="" if stage.times is None else f"×{stage.times}")
            for stage in rule.stages
        )
        return speaker.say("comma").join(days)
    if rule.every is not None:
        return speaker.say("every", first=rule.every.first, last=rule.every.last)
    return "" if rule.due is None else speaker.say("due", day=rule.due)


def condition_words(speaker: Speaker, condition: Condition, rows: str | None) -> str:
    """
    Say a condition.

    Parameters
    ----------
    speaker
        Who says it.
    condition
        The condition.
    rows
        The rows that are judged; missing for the county.

    Returns
    -------
    text
        One line.
    """
    if isinstance(condition, Holds):
        return filter_words(speaker, condition.holds, str(rows))
    if isinstance(condition, Compare):
        return _compare_words(speaker, condition, rows)
    parts = condition.all if isinstance(condition, AllConditions) else condition.any
    joint = speaker.say("and" if isinstance(condition, AllConditions) else "or")
    said = [condition_words(speaker, part, rows) for part in parts]
    return joint.join(
        text if isinstance(part, Compare | Holds) else speaker.say("bracket", text=text)
        for part, text in zip(parts, said, strict=True)
    )


def asked_words(policy: Policy, rule: Rule, comparison: Comparison | None, lang: Language) -> str:
    """
    Say what is asked, where no sheet of readings stands beside it.

    Parameters
    ----------
    policy
        The policy.
    rule
        One of its rules.
    comparison
        The comparison that stands for a result.
    lang
        The language.

    Returns
    -------
    text
        As `goal_words`; where another measure is the line, the whole condition.
    """
    goal = goal_words(rule, comparison, lang)
    if not rule.readings or goal != say("policy_owed.goal_other", lang):
        return goal
    return condition_words(Speaker(policy, lang), rule.default_reading.condition, rule.own_rows)


def _compare_words(speaker: Speaker, compare: Compare, rows: str | None) -> str:
    """Say a comparison, shares in per cent."""
    text = f"{measure_words(speaker, compare.measure, rows)} {speaker.say(f'op.{compare.op}')} "
    if compare.parameter is not None:
        text += speaker.parameter(compare.parameter)
    elif compare.than is not None:
        text += measure_words(speaker, compare.than, rows)
    else:
        written = [compare.threshold, *(compare.thresholds or {}).values()]
        text += speaker.say("comma").join(
            _number(compare, number, speaker.lang) for number in written if number is not None
        )
    factors = "".join(
        f" {sign} {factor}" for sign, factor in (("×", compare.times), ("÷", compare.over)) if factor != 1
    )
    if isinstance(compare.measure, Presence):
        text, factors = measure_words(speaker, compare.measure, rows), ""
    if compare.slack:
        unit = unit_words(compare.unit.partition("/")[0], speaker.lang)
        factors += speaker.say("slack", n=compare.slack, unit=unit)
    where = compare.where
    lead = (
        "" if where is None or rows is None else speaker.say("when", text=filter_words(speaker, where, rows))
    )
    return f"{lead}{text}{factors}"


def _number(compare: Compare, number: Decimal, lang: Language) -> str:
    """Write the number of a comparison."""
    first, _, second = compare.unit.partition("/")
    if isinstance(compare.measure, Growth) or (
        isinstance(compare.measure, Ratio | Share) and first == second
    ):
        return f"{(number * 100).normalize():f}%"
    return f"{number:f} {unit_words(compare.unit, lang)}"


def _body_words(
    speaker: Speaker, body: ListBody | CodeBody | ParameterBody | ChecklistBody, rows: str | None
) -> list[str]:
    """Say what a rule lists, codes, sets or asks."""
    said = []
    if body.where is not None and rows is not None:
        said.append(filter_words(speaker, body.where, rows))
    if isinstance(body, ChecklistBody):
        names = speaker.say("comma").join(
            f"{item.id} {item.zh if speaker.lang == 'zh' else item.en}" for item in body.items
        )
        asked = speaker.say("items", n=body.count or len(body.items))
        return [*said, f"{asked}{speaker.say('such', text=names)}" if names else asked]
    if isinstance(body, CodeBody):
        column = column_words(speaker, str(rows), body.column)
        said.append(speaker.say("codes", column=column, values=speaker.say("comma").join(body.values)))
    elif isinstance(body, ListBody):
        said += [_part_words(speaker, part, rows) for part in body.parts]
        said += [speaker.say("must_be_empty")] if body.empty else []
    else:
        said += [speaker.parameter(name) for name in body.parameters]
    if body.conforms is not None:
        said.append(speaker.say("conforms", text=condition_words(speaker, body.conforms, rows)))
    return said


def _part_words(speaker: Speaker, part: ListPart, rows: str | None) -> str:
    """Say one of several lists: its name, who is on it, what each must be."""
    kind, label = str(part.rows or rows), part.label.text(speaker.lang)
    text = filter_words(speaker, part.where, kind)
    if part.conforms is not None:
        text += " " + speaker.say("conforms", text=condition_words(speaker, part.conforms, kind))
    return f"{label}{speaker.say('such', text=text)}"
