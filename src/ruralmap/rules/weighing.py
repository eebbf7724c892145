"""One reading on one day (某口径某日的判断): who it speaks of, what it gives, how sure that is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ruralmap.rules.certainty import weigh
from ruralmap.rules.judgement import judge
from ruralmap.rules.membership import certain
from ruralmap.rules.reasons import columns_asked
from ruralmap.rules.verdicts import NOT_SELECTED, SELECTED, UNDECIDED, Verdicts

if TYPE_CHECKING:
    from ruralmap.rules.certainty import Weighed
    from ruralmap.rules.measures import Setting
    from ruralmap.rules.membership import Membership
    from ruralmap.rules.truth import Flags
    from ruralmap.rules.verdicts import Codes
    from ruralmap.schema.policy import Reading, Rule


def weighed_on(rule: Rule, reading: Reading, setting: Setting) -> Weighed:
    """
    Judge a reading on the day of a setting.

    Parameters
    ----------
    rule
        The rule.
    reading
        The reading, with the number that is asked on the day.
    setting
        Of whom, and when.

    Returns
    -------
    weighed
        One entry a unit, in the order of codes.
    """
    tree = reading.among or rule.among
    among = setting.asker.members(setting.units.rows, tree) if tree else _everywhere(setting)
    columns = columns_asked(tree, setting.case.policy.groups)
    return weigh(reading, judge(reading, setting), among=among, columns=columns)


def weighed_by(rule: Rule, reading: Reading, setting: Setting) -> Weighed:
    """
    Judge a reading on a deadline: what is dated to a month that the day cuts may lie on either side of it.

    Parameters
    ----------
    rule
        The rule.
    reading
        The reading, with the number that is asked on the day.
    setting
        Of whom, and when.

    Returns
    -------
    weighed
        Where such a date turns the answer, it is taken to be missed and is undecided.
    """
    weighed = weighed_on(rule, reading, setting)
    if not setting.asker.view.strict or not setting.asker.view.cut:
        return weighed
    loose = on_day(setting, setting.asker.view.date)
    if not loose.units.codes.equals(setting.units.codes):
        return weighed
    other = weighed_on(rule, reading, loose)
    said, apart = weighed.verdicts, _apart(weighed.verdicts.outcomes, other.verdicts.outcomes)
    outcomes = np.where(apart, NOT_SELECTED, said.outcomes).astype(np.int8)
    certainties = np.where(apart, UNDECIDED, said.certainties).astype(np.int8)
    return replace(weighed, verdicts=Verdicts(outcomes, certainties))


def on_day(setting: Setting, date: str, *, strict: bool = False) -> Setting:
    """
    Open the books of another day, which is then the deadline as well.

    Parameters
    ----------
    setting
        Of whom, and when.
    date
        The day, ISO text.
    strict
        Whether what is dated to a month has happened only when the whole month is over.

    Returns
    -------
    setting
        Of the same level and year of evaluation.
    """
    asker = setting.case.asker(date, due=date, year=setting.asker.view.year, strict=strict)
    units = setting.case.units(asker, setting.units.level, setting.units.rows or None)
    return replace(setting, asker=asker, units=units)


def _apart(ours: Codes, theirs: Codes) -> Flags:
    """Say where one answer is yes and the other no."""
    answers = (SELECTED, NOT_SELECTED)
    apart: Flags = np.isin(ours, answers) & np.isin(theirs, answers) & (ours != theirs)
    return apart


def _everywhere(setting: Setting) -> Membership:
    """Speak of all units; nothing is judged above the county."""
    size = len(setting.units.codes)
    return certain(np.full(size, setting.units.level != "province"))
