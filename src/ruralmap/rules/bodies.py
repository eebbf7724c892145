"""
What a rule comes to that is no target (规则正文): lists, codes, parameters, checklists.

One row that certainly does not conform makes it `violated`; else one of which that is not known 数据不足, or
参数缺失; else it is `recorded`. The number is that of the rows listed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ruralmap.rules.judgement import judge_on
from ruralmap.rules.keys import rows_named
from ruralmap.rules.measures import Setting
from ruralmap.rules.membership import NO_PARAMETER, NOTHING, joined
from ruralmap.rules.rolled import RowStates
from ruralmap.rules.rollup import alone, on_list, rolled_up
from ruralmap.rules.truth import Truth, all_of
from ruralmap.rules.verdicts import (
    INSUFFICIENT_DATA,
    LISTED,
    NOT_APPLICABLE,
    PARAMETER_MISSING,
    RECORDED,
    VIOLATED,
)
from ruralmap.schema.policy_bodies import ChecklistBody, CodeBody, ListBody, ParameterBody
from ruralmap.schema.policy_rules import TEXT_READING, Reading
from ruralmap.schema.vocabulary import ROWS_OF_LEVEL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ruralmap.rules.case import Case, Units
    from ruralmap.rules.filters import Asker
    from ruralmap.rules.membership import Membership
    from ruralmap.rules.rolled import Rolled
    from ruralmap.rules.truth import Flags
    from ruralmap.rules.verdicts import Codes
    from ruralmap.schema.policy import Rule
    from ruralmap.schema.policy_conditions import Condition
    from ruralmap.schema.policy_filters import Filter
    from ruralmap.schema.vocabulary import Level

_YES, _NO, _UNANSWERED = 1, 0, -1


def body_results(case: Case, rule: Rule, levels: Sequence[Level]) -> Iterator[Rolled]:
    """
    Say what a rule that is no target comes to in every unit of some levels; its rows are judged once.

    Parameters
    ----------
    case
        The policy and the facts.
    rule
        The rule: a list, a code list, a parameter or a checklist.
    levels
        Of the county, townships and villages.

    Yields
    ------
    rolled
        One a level, in the order of codes.
    """
    asker = case.asker().settled
    parts = list(_parts(case, rule, asker))
    for level in levels:
        yield _at_level(case, rule, level, parts)


def _at_level(case: Case, rule: Rule, level: Level, parts: Sequence[RowStates | None]) -> Rolled:
    """Say what the rows come to in the units of a level."""
    asker = case.asker().settled
    units = case.units(asker, level)
    body = rule.body
    is_own = rule.kind == "list" and level == rule.level
    if isinstance(body, ListBody) and body.ranks:
        return alone(rule, units, LISTED if is_own else RECORDED)
    if isinstance(body, ParameterBody):
        known = [case.known.parameters(name) for name in body.parameters]
        if any(figure.value is None and figure.day is None for figure in known):
            return alone(rule, units, PARAMETER_MISSING)
        if rule.own_rows is None:
            return _of_units(case, rule, units, body.conforms)
    absent = any(part is None for part in parts)
    floor = INSUFFICIENT_DATA if absent else RECORDED
    found = [part for part in parts if part is not None]
    rolled = rolled_up(rule, found, units=units, view=asker.view, floor=floor)
    return on_list(rolled) if is_own else rolled


def _of_units(case: Case, rule: Rule, units: Units, conforms: Condition | None) -> Rolled:
    """Judge the county itself."""
    if conforms is None:
        return alone(rule, units, RECORDED)
    judged = judge_on(_reading(rule, conforms), Setting(case, case.asker(), units))
    said, lacking = judged.truths["all"], np.minimum.reduce([leaf.lacking for leaf in judged.leaves])
    everywhere = np.ones(len(units.codes), dtype=bool)
    code = int(_states(everywhere, ~everywhere, said, lacking, lacking)[0])
    return alone(rule, units, code, judged)


def _parts(case: Case, rule: Rule, asker: Asker) -> Iterator[RowStates | None]:
    """Say of each row of each list what it is; missing where the workspace has no such table."""
    body, rows = rule.body, rule.own_rows or ""
    if isinstance(body, ListBody) and body.parts:
        for part in body.parts:
            other = part.rows or rows
            yield _listed(case, rule, asker, other, part.where, part.conforms or body.conforms)
    elif body is not None:
        yield _listed(case, rule, asker, rows, body.where, getattr(body, "conforms", None))


def _listed(
    case: Case, rule: Rule, asker: Asker, rows: str, where: Filter | None, conforms: Condition | None
) -> RowStates | None:
    """Say of each row whether it is on the list, and whether it conforms."""
    if not asker.view.has(rows):
        return None
    members = asker.members(rows, where)
    if rule.among is not None:
        members = joined([asker.members(rows, rule.among), members], every=True)
    level: Level = next((level for level, own in ROWS_OF_LEVEL.items() if own == rows), "record")
    units = case.units(asker, level, rows)
    said, lacking = _conforming(Setting(case, asker, units), rule, conforms, rows, members)
    states = _states(members.truth.yes, members.unsure, said, members.lacking, lacking)
    return RowStates(rows, states, members.truth.yes)


def _states(listed: Flags, maybe: Flags, said: Truth, lacking: Codes, theirs: Codes) -> Codes:
    """Name what each row is: on the list and right, on it and wrong, or not known."""
    unknown = maybe | (listed & ~said.yes & ~said.no)
    no_parameter = np.where(maybe, lacking, theirs) == NO_PARAMETER
    codes = [VIOLATED, PARAMETER_MISSING, INSUFFICIENT_DATA, RECORDED]
    return np.select(
        [listed & said.no, unknown & no_parameter, unknown, listed], codes, NOT_APPLICABLE
    ).astype(np.int8)


def _conforming(
    setting: Setting, rule: Rule, conforms: Condition | None, rows: str, members: Membership
) -> tuple[Truth, Codes]:
    """Say which rows are as they should be, and what keeps the others from an answer."""
    size = len(members.counted)
    everywhere, lacking = np.ones(size, dtype=bool), np.full(size, NOTHING)
    truths = [Truth(everywhere, ~everywhere)]
    if conforms is not None:
        judged = judge_on(_reading(rule, conforms), setting)
        truths.append(judged.truths["all"])
        lacking = np.minimum.reduce([leaf.lacking for leaf in judged.leaves])
    body = rule.body
    if isinstance(body, ListBody) and body.empty:
        truths.append(Truth(~everywhere, everywhere))
    elif isinstance(body, CodeBody):
        cells = setting.asker.view.cells(rows, body.column)
        known = {*body.values, *body.aliases}  # noqa: PD011 - a field of the rule
        right = cells.ask(lambda cell: cell in known)
        truths.append(Truth(right, cells.filled & ~right))
    elif isinstance(body, ParameterBody) and body.unique:
        truths.append(_once(setting.asker, rows, body.unique, members.truth.yes))
    elif isinstance(body, ChecklistBody):
        truths.append(_answered(setting, rule.id, body))
    return all_of(truths), lacking


def _once(asker: Asker, rows: str, columns: tuple[str, ...], listed: Flags) -> Truth:
    """Say which rows are the only one of their kind on the list."""
    cells = [asker.view.cells(rows, name) for name in columns]
    keys = pd.DataFrame({name: cell.places for name, cell in zip(columns, cells, strict=True)})
    filled = np.logical_and.reduce([cell.filled for cell in cells]) & listed
    again = np.zeros(len(listed), dtype=bool)
    again[filled] = keys[filled].duplicated(keep=False).to_numpy(dtype=bool)
    return Truth(~again, again)


def _answered(setting: Setting, rule_id: str, body: ChecklistBody) -> Truth:
    """Say of which rows every question is answered 是, and of which one is answered 否."""
    total = len(setting.units.codes)
    table = setting.asker.view.frame("checklists")
    if table is None:
        nobody = np.zeros(total, dtype=bool)
        return Truth(nobody, nobody)
    own = table[(table["rule_id"] == rule_id).fillna(value=False).to_numpy(dtype=bool)]
    if body.items:
        own = own[own["item"].isin([item.id for item in body.items]).to_numpy(dtype=bool)]
    asked = len(body.items) or body.count or 0
    whose = rows_named(own["subject"], setting.units.codes)
    answers = own["answer"].astype("Int64").fillna(_UNANSWERED).to_numpy(dtype=np.int64)
    met = np.bincount(whose[(whose >= 0) & (answers == _YES)], minlength=total)
    refused = np.bincount(whose[(whose >= 0) & (answers == _NO)], minlength=total)
    return Truth((met >= asked) & (refused == 0), refused > 0)


def _reading(rule: Rule, condition: Condition) -> Reading:
    """Write what a row must be as a reading."""
    return Reading(id=TEXT_READING, label=rule.label, default=True, condition=condition)
