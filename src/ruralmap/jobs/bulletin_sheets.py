"""The sheets of a bulletin (通报): townships by each indicator, and how they moved since a day."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from ruralmap.errors import UsageError
from ruralmap.files.forms import Form
from ruralmap.files.workbook import Sheet
from ruralmap.jobs.policy_figures import figure_words, goal_words
from ruralmap.rules.levels import level_of
from ruralmap.rules.ranking import Indicator, indicators_of, line_of, scores_of
from ruralmap.schema.policy_bodies import ListBody
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from fractions import Fraction

    from ruralmap.jobs.policy_run import PolicyRun
    from ruralmap.rules.ranking import Place, Score
    from ruralmap.rules.results import Result

Key = tuple[str, int]
_GAP: Final = "　"
_NOTHING: Final = "—"
_NAME: Final = 12.0
_CELL: Final = 13.0


@dataclass(frozen=True, eq=False)
class Bulletin:
    """
    The townships by each indicator of a policy.

    `then` is what the policy said of an earlier day; missing where nothing is compared.
    """

    county: str
    now: PolicyRun
    then: PolicyRun | None
    lang: Language

    @cached_property
    def indicators(self) -> dict[Key, Indicator]:
        """The indicators of the day, by rule and number, in the policy's order."""
        return _indicators(self.now)

    @cached_property
    def earlier(self) -> dict[Key, Indicator]:
        """Those of the earlier day; none where nothing is compared."""
        return {} if self.then is None else _indicators(self.then)

    @cached_property
    def scores(self) -> tuple[Score, ...]:
        """The scores, where the policy gives weights."""
        policy = self.now.evaluation.policy
        return scores_of(
            policy, {rule: one for (rule, number), one in self.indicators.items() if number == 1}
        )

    def say(self, key: str, **values: object) -> str:
        """
        Say an entry of the catalogue `policy_bulletin`.

        Parameters
        ----------
        key
            The entry's key.
        **values
            What its braces are filled with.

        Returns
        -------
        text
            The text.
        """
        return say(f"policy_bulletin.{key}", self.lang, **values)


def _indicators(run: PolicyRun) -> dict[Key, Indicator]:
    """Put the townships in order by every number of every rule."""
    found: dict[Key, Indicator] = {}
    for rule in run.rules:
        number = 0
        for said in run.evaluation.said(rule.id):
            for one in indicators_of(said) if level_of(said) == "township" else ():
                number += 1
                found[rule.id, number] = one
    return found


def bulletin_sheets(bulletin: Bulletin) -> list[Sheet]:
    """
    Lay out the bulletin.

    Parameters
    ----------
    bulletin
        The townships by each indicator.

    Returns
    -------
    sheets
        The score if the policy gives weights, all ranks at a glance, one sheet an indicator that ranks, and
        the numbers that only put in order.

    Raises
    ------
    UsageError
        If no rule has a number of its own for the townships.
    """
    if not bulletin.indicators:
        raise UsageError(say_both("policy_bulletin.nothing", policy=bulletin.now.evaluation.policy.id))
    ranked = {key: one for key, one in bulletin.indicators.items() if one.judged}
    ordered = {key: one for key, one in bulletin.indicators.items() if not one.judged}
    sheets = [_score_sheet(bulletin)] if bulletin.now.evaluation.policy.ranking else []
    if ranked:
        sheets.append(_glance_sheet(bulletin, ranked))
    sheets += [_indicator_sheet(bulletin, key, one) for key, one in ranked.items()]
    return [*sheets, *([_ordered_sheet(bulletin, ordered)] if ordered else [])]


def _glance_sheet(bulletin: Bulletin, ranked: Mapping[Key, Indicator]) -> Sheet:
    """List the ranks of every township, one column an indicator; nothing is added up."""
    names = _townships(ranked.values())
    header = [bulletin.say("column.township"), *(_label(bulletin, key, one) for key, one in ranked.items())]
    ranks = [one.ranks for one in ranked.values()]
    rows = [[name, *(own.get(code) for own in ranks)] for code, name in names.items()]
    clauses = [
        f"{rule.id} “{rule.quote}”"
        for rule in bulletin.now.rules
        if isinstance(rule.body, ListBody) and rule.body.ranks
    ]
    notes = [bulletin.say("note.ranks"), *(bulletin.say("note.clause", clause=clause) for clause in clauses)]
    return _sheet(
        bulletin, bulletin.say("sheet.glance"), bulletin.say("title.glance"), [header, *rows], notes
    )


def _indicator_sheet(bulletin: Bulletin, key: Key, one: Indicator) -> Sheet:
    """Rank the townships by one number, with what it was before."""
    before = bulletin.earlier.get(key)
    columns = ["rank", "township", "value", "outcome"]
    columns += ["value_then", "change", "rank_then", "moved"] if bulletin.then else []
    header = [bulletin.say(f"column.{name}") for name in columns]
    known = {} if before is None else {place.code: place for place in before.places}
    rows = [_place_row(bulletin, one, place, known.get(place.code)) for place in one.places]
    whole = _of_county(bulletin.now, one)
    if whole is not None:
        value = figure_words(whole.value, whole.unit, bulletin.lang)
        said = say(f"policy_run.outcome.{whole.outcome}", bulletin.lang)
        cells: list[object] = [None, bulletin.say("county"), value, said]
        rows.append([*cells, *([None] * (len(columns) - len(cells)))])
    better = {"gt": "more", "ge": "more", "lt": "less", "le": "less"}.get(one.leading.op, "nearer")
    goal = goal_words(one.rule, one.leading, bulletin.lang)
    notes = [
        f"“{one.rule.quote}”（{one.rule.source}）",
        bulletin.say("note.goal", goal=goal, order=bulletin.say(f"order.{better}")),
    ]
    title = bulletin.say("title.indicator", label=_label(bulletin, key, one))
    return _sheet(bulletin, _sheet_name(key, one), title, [header, *rows], notes)


def _place_row(bulletin: Bulletin, one: Indicator, place: Place, before: Place | None) -> list[object]:
    """Write one township."""
    lang, unit = bulletin.lang, one.leading.unit
    line = line_of(one.rule, one.leading)
    row: list[object] = [
        place.rank,
        place.name,
        figure_words(place.value, unit, lang, line),
        say(f"policy_run.outcome.{place.outcome}", lang),
    ]
    if bulletin.then is None:
        return row
    value, rank = (None, None) if before is None else (before.value, before.rank)
    moved = None if rank is None or place.rank is None else rank - place.rank
    return [
        *row,
        figure_words(value, unit, lang, line),
        _change(bulletin, place.value, value, unit),
        rank,
        _moved(bulletin, moved),
    ]


def _change(bulletin: Bulletin, now: Fraction | None, then: Fraction | None, unit: str) -> str:
    """Say by how much a number changed: a part of its own kind in percentage points."""
    if now is None or then is None:
        return _NOTHING
    step = now - then
    sign = "+" if step > 0 else "−" if step < 0 else ""
    above, _, below = unit.partition("/")
    if above == below or unit == "比":
        return bulletin.say("points", n=f"{sign}{float(abs(step) * 100):,.2f}")
    return f"{sign}{figure_words(abs(step), unit, bulletin.lang)}"


def _moved(bulletin: Bulletin, moved: int | None) -> str:
    if moved is None:
        return _NOTHING
    key = "up" if moved > 0 else "down" if moved < 0 else "same"
    return bulletin.say(f"moved.{key}", n=abs(moved))


def _ordered_sheet(bulletin: Bulletin, ordered: Mapping[Key, Indicator]) -> Sheet:
    """List the numbers that rank nobody: lists, selections, sums of places of any size."""
    names = _townships(ordered.values())
    header = [bulletin.say("column.township"), *(_label(bulletin, key, one) for key, one in ordered.items())]
    values = [
        {place.code: figure_words(place.value, one.leading.unit, bulletin.lang) for place in one.places}
        for one in ordered.values()
    ]
    rows = [[name, *(own.get(code, _NOTHING) for own in values)] for code, name in names.items()]
    name, title = bulletin.say("sheet.ordered"), bulletin.say("title.ordered")
    return _sheet(bulletin, name, title, [header, *rows], [bulletin.say("note.ordered")])


def _score_sheet(bulletin: Bulletin) -> Sheet:
    """Show the score of every township with its parts."""
    ranking = bulletin.now.evaluation.policy.ranking
    weights = {} if ranking is None else ranking.weights
    header = [bulletin.say(f"column.{name}") for name in ("rank", "township", "score")]
    for rule, weight in weights.items():
        header += [
            bulletin.say(f"column.part_{name}", rule=rule, weight=weight) for name in ("rank", "points")
        ]
    rows: list[list[object]] = []
    for score in bulletin.scores:
        row: list[object] = [score.rank, score.name, _points(score.value)]
        for part in score.parts:
            row += [part.rank, _points(part.points)]
        rows.append(row)
    notes = [bulletin.say("note.score"), *([] if rows else [bulletin.say("note.no_score")])]
    return _sheet(bulletin, bulletin.say("sheet.score"), bulletin.say("title.score"), [header, *rows], notes)


def _points(value: Fraction | None) -> str:
    return _NOTHING if value is None else f"{float(value):,.2f}"


def _of_county(run: PolicyRun, one: Indicator) -> Result | None:
    """Find what the rule says of the county, where it is one number."""
    if one.of > 1:
        return None
    for said in run.evaluation.said(one.rule.id):
        if level_of(said) == "county" and len(said.codes):
            return said.result_at(0)
    return None


def _townships(indicators: Iterable[Indicator]) -> dict[str, str]:
    """Name the townships, in the order of their codes."""
    found = {place.code: place.name for one in indicators for place in one.places}
    return dict(sorted(found.items()))


def _label(bulletin: Bulletin, key: Key, one: Indicator) -> str:
    """Name an indicator; of several numbers of one rule also by its unit."""
    several = bulletin.say("which", n=one.number) if one.of > 1 else ""
    return f"{key[0]} {one.rule.label.text(bulletin.lang)}{several}"


def _sheet_name(key: Key, one: Indicator) -> str:
    return f"{key[0]}-{one.number}" if one.of > 1 else key[0]


def _sheet(
    bulletin: Bulletin, name: str, title: str, rows: Sequence[Sequence[object]], notes: Sequence[str]
) -> Sheet:
    """Lay out one sheet as a form."""
    run, lang = bulletin.now, bulletin.lang
    caption = [
        bulletin.say("form.policy", title=run.evaluation.policy.title.text(lang)),
        bulletin.say("form.as_of", date=run.evaluation.as_of),
        bulletin.say("form.since", date=bulletin.then.evaluation.as_of) if bulletin.then else "",
    ]
    marks = _GAP.join([*run.marks(lang), say("zones.internal", lang)])
    foot = tuple(say(f"policy_owed.form.{key}", lang) for key in ("filled_by", "checked_by", "telephone"))
    columns = len(rows[0])
    return Sheet(
        name,
        rows,
        notes=(marks, *notes),
        widths={0: _NAME, **dict.fromkeys(range(1, columns), _CELL)},
        form=Form(f"{bulletin.county}{title}", tuple(caption), foot),
    )
