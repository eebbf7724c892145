"""Who owes what by a policy (应办事项): each rule for each office that it names, or for each township."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from ruralmap.jobs.policy_duties import duties_of, duties_of_townships
from ruralmap.jobs.policy_figures import gap_words, goal_words, margin_words, value_words
from ruralmap.jobs.policy_missed import missed_words
from ruralmap.jobs.zone_sentences import reasons_text
from ruralmap.rules.lacking import Lacking, rows_lacking
from ruralmap.rules.rule_results import RuleResult
from ruralmap.rules.standing import places_of
from ruralmap.rules.verdicts import INSUFFICIENT_DATA, OUTCOMES
from ruralmap.schema.policy_row_kinds import ROWS
from ruralmap.words.catalogue import Language, say
from ruralmap.words.units import unit_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ruralmap.jobs.policy_duties import Duty
    from ruralmap.jobs.policy_run import PolicyRun
    from ruralmap.rules.levels import Said
    from ruralmap.rules.results import Result
    from ruralmap.rules.truth import Flags
    from ruralmap.schema.policy import Rule
    from ruralmap.schema.vocabulary import Level

_NOTHING: Final = "—"
# What is most pressing stands first; of the same state what is due first.
URGENCY: Final = (
    "fail",
    "violated",
    "below_expectation",
    "not_due",
    "insufficient_data",
    "parameter_missing",
    "selected",
    "listed",
    "recorded",
    "not_selected",
    "pass",
    "not_applicable",
)
# Levels at which there is one answer for the whole county.
_WHOLE: Final[frozenset[Level]] = frozenset({"county", "province"})
_DONE: Final = frozenset({"pass"})
_MISSED: Final = frozenset({"fail", "below_expectation"})
# Past its day what comes to one of these is still owed, or nobody can tell that it is not.
_OPEN: Final = frozenset({*_MISSED, "violated", "insufficient_data", "parameter_missing"})


@dataclass(frozen=True)
class Owed:
    """
    One line of what an office owes, in words; `outcome` is the gravest of what it speaks of.

    It is `overdue` where its day has passed and it is still owed, or nobody can tell that it is not.
    """

    duty: Duty
    level: Level
    outcome: str
    said: str
    when: str
    value: str
    goal: str
    margin: str
    lacking: str
    note: str
    overdue: bool = False


@dataclass(frozen=True, eq=False)
class Ledger:
    """All that offices owe by one run of a policy (责任清单), in a county of that name."""

    county: str
    run: PolicyRun
    lang: Language

    @cached_property
    def duties(self) -> dict[str, tuple[Duty, ...]]:
        """The duties by office, in the order in which the policy first names them; '' has those of nobody."""
        return duties_of(self.run)

    @cached_property
    def township_duties(self) -> tuple[tuple[Duty, ...], tuple[Duty, ...]]:
        """The duties of every township, and those of the other rules, which are nobody's below the county."""
        return duties_of_townships(self.run, self.duties)

    @cached_property
    def townships(self) -> dict[str, str]:
        """The names of the townships by code, in order."""
        table = self.run.evaluation.case.book.people.townships
        return dict(zip(table["township_code"].tolist(), table["township"].tolist(), strict=True))

    def lacking(self, rule: Rule) -> tuple[Lacking, ...]:
        """
        List the rows that a rule still lacks.

        Parameters
        ----------
        rule
            The rule.

        Returns
        -------
        lacking
            One a kind of rows.
        """
        if rule.id not in self._lacking:
            self._lacking[rule.id] = rows_lacking(self.run.evaluation.case, rule, self.said(rule))
        return self._lacking[rule.id]

    @cached_property
    def _lacking(self) -> dict[str, tuple[Lacking, ...]]:
        return {}

    @cached_property
    def _said(self) -> dict[str, tuple[Said, ...]]:
        return {}

    def said(self, rule: Rule) -> tuple[Said, ...]:
        """
        Give what a rule comes to at every level.

        Parameters
        ----------
        rule
            The rule.

        Returns
        -------
        said
            Worked out once.
        """
        if rule.id not in self._said:
            self._said[rule.id] = self.run.evaluation.said(rule.id)
        return self._said[rule.id]

    def place_of(self, township: str | None) -> int | None:
        """
        Find a township.

        Parameters
        ----------
        township
            Its code, or missing for the county.

        Returns
        -------
        place
            Its place in the order of codes.
        """
        return None if township is None else list(self.townships).index(township)

    def owed(self, duties: tuple[Duty, ...], township: str | None = None) -> tuple[Owed, ...]:
        """
        Say what is owed, the most pressing first.

        Parameters
        ----------
        duties
            The duties.
        township
            The township whose own numbers are asked; the county's unless given.

        Returns
        -------
        lines
            At least one a duty.
        """
        lines = [line for duty in duties for line in self._lines(duty, township)]
        order = {rule.id: number for number, rule in enumerate(self.run.rules)}
        return tuple(
            sorted(
                lines,
                key=lambda line: (
                    not line.overdue,
                    URGENCY.index(line.outcome),
                    line.duty.due or "9999",
                    order[line.duty.rule.id],
                ),
            )
        )

    def _lines(self, duty: Duty, township: str | None) -> Iterator[Owed]:
        """Say what one duty comes to: at the level asked, else by counting its units, else for the county."""
        said = self.said(duty.rule)
        code = township or self.run.evaluation.case.facts.county_code
        level = {"township"} if township else _WHOLE
        exact = [one for one in said if one.level in level and one.place_of(code) is not None]
        if exact:
            for one in exact:
                yield self._line(duty, one.result_at(one.place_of(code) or 0), township, one.level)
            return
        own = next((one for one in said if isinstance(one, RuleResult) and one.level not in _WHOLE), None)
        if own is not None:
            yield self._counted(duty, own, township)
            return
        whole = [one for one in said if one.level in _WHOLE]
        for one in whole:
            yield self._line(duty, one.result_at(0), township, one.level)
        if not whole:
            yield self._unanswered(duty)

    def _line(self, duty: Duty, result: Result, township: str | None, level: Level) -> Owed:
        """Write one result."""
        lang, leading = self.lang, result.leading
        notes = []
        if township and level in _WHOLE:
            notes.append(say("policy_owed.of_county", lang))
        if result.outcome == "not_applicable" and leading is not None and leading.value is not None:
            notes.append(say("policy_owed.shown_only", lang))
        if result.certainty == "undecided":
            notes.append(say("policy_owed.undecided", lang))
        notes.append(reasons_text([reason for reason in result.reasons if reason.code != "outside"], lang))
        notes.append(self._missed(duty.rule, township, level))
        done = result.outcome in _DONE or bool(result.late_days)
        gap = "" if done else gap_words(leading, result.margin, lang)
        rows = "" if done else self._rows(duty.rule, township)
        return Owed(
            duty,
            level,
            result.outcome,
            say(f"policy_run.outcome.{result.outcome}", lang),
            self._when(duty, result),
            value_words(leading, lang),
            goal_words(duty.rule, leading, lang),
            margin_words(leading, result.margin, lang),
            "；".join(text for text in (gap, rows) if text) or _NOTHING,
            "；".join(text for text in notes if text),
            overdue=not done and self._passed(duty) and result.outcome in _OPEN,
        )

    def _counted(self, duty: Duty, own: RuleResult, township: str | None) -> Owed:
        """Count the units of a rule that nobody adds up: those on a list, or townships one by one."""
        lang, here, level = self.lang, self._here(own, township), own.level
        counts = Counter(OUTCOMES[code] for code in own.verdicts.outcomes[here].tolist())
        counts.pop("not_applicable", None)
        ordered = sorted(counts, key=URGENCY.index)
        unit = unit_words(ROWS[own.setting.units.rows].unit, lang)
        said = "、".join(
            say(
                "policy_owed.counted",
                lang,
                outcome=say(f"policy_run.outcome.{one}", lang),
                n=f"{counts[one]:,}",
                unit=unit,
            )
            for one in ordered
        )
        gravest = ordered[0] if ordered else "not_applicable"
        by_unit = say("policy_owed.by_unit", lang, level=say(f"policy_check.level.{level}", lang))
        missed = missed_words(own, here, lang)
        return Owed(
            duty,
            level,
            gravest,
            said or say("policy_run.outcome.not_applicable", lang),
            self._open(duty),
            _NOTHING,
            _NOTHING,
            _NOTHING,
            self._rows(duty.rule, township) or _NOTHING,
            "；".join(text for text in (by_unit, missed) if text),
            overdue=self._passed(duty) and not _OPEN.isdisjoint(counts),
        )

    def _unanswered(self, duty: Duty) -> Owed:
        """Write a rule of which the engine says nothing at all."""
        said = say("policy_run.not_known", self.lang)
        return Owed(
            duty,
            duty.rule.level,
            "not_applicable",
            said,
            self._open(duty),
            value=_NOTHING,
            goal=_NOTHING,
            margin=_NOTHING,
            lacking=_NOTHING,
            note="",
        )

    def _here(self, own: RuleResult, township: str | None) -> Flags:
        """Say which units of a rule stand in a township; all of them unless one is given."""
        if township is None:
            return np.ones(len(own.codes), dtype=bool)
        places = places_of(own.setting.asker.view, own.setting.units.rows, "township")
        return np.asarray(places == self.place_of(township))

    def _missed(self, rule: Rule, township: str | None, level: Level) -> str:
        """Name the periods that the units below a place missed; its own stand among its reasons."""
        if rule.level == level or rule.level in _WHOLE:
            return ""
        own = (one for one in self.said(rule) if isinstance(one, RuleResult) and one.level == rule.level)
        said = (missed_words(one, self._here(one, township), self.lang) for one in own)
        return "；".join(text for text in said if text)

    def _rows(self, rule: Rule, township: str | None) -> str:
        """Count the rows that a rule still lacks."""
        place, texts = self.place_of(township), []
        for one in self.lacking(rule):
            here = one.of_township(place)
            unknown = int(np.count_nonzero(one.outcomes[here] == INSUFFICIENT_DATA))
            wrong, unit = int(np.count_nonzero(here)) - unknown, unit_words(ROWS[one.rows].unit, self.lang)
            for key, number in (("wrong", wrong), ("unknown", unknown)):
                if number:
                    texts.append(say(f"policy_owed.rows.{key}", self.lang, n=f"{number:,}", unit=unit))
        return "，".join(texts)

    def _when(self, duty: Duty, result: Result) -> str:
        """Say how a result stands to its day."""
        lang = self.lang
        if result.outcome in _DONE and result.met_on:
            return say("policy_owed.when.done_on", lang, day=result.met_on)
        if result.outcome in _DONE:
            return say("policy_owed.when.done", lang)
        if result.outcome in _MISSED and result.late_days:
            return say("policy_owed.when.done_late", lang, n=result.late_days, day=result.met_on)
        return self._open(duty)

    def _passed(self, duty: Duty) -> bool:
        """Say whether the day of a duty has passed; both days are ISO text."""
        return duty.due is not None and duty.due < self.run.evaluation.as_of

    def _open(self, duty: Duty) -> str:
        """Say how many days are left, or have passed."""
        lang, rule = self.lang, duty.rule
        if duty.due is None:
            if rule.every is not None:
                return say("policy_owed.when.every", lang, first=rule.every.first, last=rule.every.last)
            return say(f"policy_owed.when.{'stages' if rule.stages else 'standing'}", lang)
        as_of = self.run.evaluation.as_of
        left = (dt.date.fromisoformat(duty.due) - dt.date.fromisoformat(as_of)).days
        key = "today" if left == 0 else "left" if left > 0 else "late"
        return say(f"policy_owed.when.{key}", lang, n=abs(left))

    def detail(
        self, rule: Rule, township: str | None
    ) -> Iterator[tuple[str, str, str, str | None, str | None, str]]:
        """
        Tell the rows that a rule still lacks, one by one.

        Parameters
        ----------
        rule
            The rule.
        township
            Of which township; of the county unless given.

        Yields
        ------
        row
            The kind of rows, the key, the name, the codes of township and village, and the outcome. People
            are told by their numbers alone.
        """
        people = self.run.evaluation.case.book.people
        codes = {level: [*people.codes[level].tolist(), None] for level in ("township", "village")}
        for one in self.lacking(rule):
            for at in np.flatnonzero(one.of_township(self.place_of(township))).tolist():
                yield (
                    one.rows,
                    str(one.keys[at]),
                    str(one.names[at]) if len(one.names) else "",
                    codes["township"][one.townships[at]],
                    codes["village"][one.villages[at]],
                    OUTCOMES[int(one.outcomes[at])],
                )
