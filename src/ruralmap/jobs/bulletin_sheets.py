"""The sheets of a bulletin (通报): townships by each indicator, and how they moved since a day."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from ruralmap.errors import UsageError
from ruralmap.files.forms import Form
from ruralmap.files.workbook import Sheet
from ruralmap.jobs.bulletin_columns import (
    NAME,
    NOTHING,
    Column,
    change_column,
    moved_column,
    number_column,
    points_column,
    rank_column,
)
from ruralmap.jobs.policy_words import asked_words
from ruralmap.rules.ranking import Indicator, Place, indicators_of, scores_of
from ruralmap.schema.policy_bodies import ListBody
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ruralmap.jobs.policy_run import PolicyRun
    from ruralmap.rules.ranking import Score

Key = tuple[str, int]
_GAP: Final = "　"
# In characters: four signs of a header across, so that twenty indicators fill a page and can be read.
_NARROW: Final = 9.0
# So many lines stand on one page, with who signs.
_ONE_PAGE: Final = 40
_OUTCOME: Final = 15.0
# A table of few columns is drawn out to this, so that its title and notes have room.
_PAGE: Final = 110.0


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
            for one in indicators_of(said) if said.level == "township" else ():
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
    columns = [_name_column(bulletin, names.values())]
    for key, one in ranked.items():
        known = {place.code: place for place in one.places}
        places = [known.get(code) for code in names]
        head = _label(bulletin, key, one, "\n")
        columns.append(rank_column(head, places, bulletin.lang, width=_NARROW))
    clauses = [
        f"{rule.id} “{rule.quote}”"
        for rule in bulletin.now.rules
        if isinstance(rule.body, ListBody) and rule.body.ranks
    ]
    notes = [bulletin.say("note.ranks"), *(bulletin.say("note.clause", clause=clause) for clause in clauses)]
    return _sheet(bulletin, bulletin.say("sheet.glance"), bulletin.say("title.glance"), columns, notes)


def _indicator_sheet(bulletin: Bulletin, key: Key, one: Indicator) -> Sheet:
    """Rank the townships by one number, with what it was before; the county stands below them."""
    lang, before = bulletin.lang, bulletin.earlier.get(key)
    known = {} if before is None else {place.code: place for place in before.places}
    whole = _of_county(bulletin, bulletin.now, one)
    now = [*one.places, *whole]
    columns = [
        rank_column(bulletin.say("column.rank"), now, lang),
        _name_column(bulletin, [place.name for place in now]),
        number_column(bulletin.say("column.value"), now, one, lang),
        Column(
            bulletin.say("column.outcome"),
            tuple(say(f"policy_run.outcome.{place.outcome}", lang) for place in now),
            "centred",
            _OUTCOME,
        ),
    ]
    if bulletin.then is not None:
        known |= {place.code: place for place in _of_county(bulletin, bulletin.then, one) if whole}
        then = [known.get(place.code) for place in now]
        columns += [
            number_column(bulletin.say("column.value_then"), then, one, lang),
            change_column(bulletin.say("column.change"), now, then, one, lang),
            rank_column(bulletin.say("column.rank_then"), then, lang),
            moved_column(bulletin.say("column.moved"), now, then),
        ]
    better = {"gt": "more", "ge": "more", "lt": "less", "le": "less"}.get(one.leading.op, "nearer")
    goal = asked_words(bulletin.now.evaluation.policy, one.rule, one.leading, lang)
    notes = [
        f"“{one.rule.quote}”（{one.rule.source}）",
        bulletin.say("note.goal", goal=goal, order=bulletin.say(f"order.{better}")),
    ]
    notes += [bulletin.say("note.moved")] if bulletin.then else []
    title = bulletin.say("title.indicator", label=_label(bulletin, key, one))
    return _sheet(bulletin, _sheet_name(key, one), title, columns, notes)


def _ordered_sheet(bulletin: Bulletin, ordered: Mapping[Key, Indicator]) -> Sheet:
    """List the numbers that rank nobody: lists, selections, sums of places of any size."""
    names = _townships(ordered.values())
    columns = [_name_column(bulletin, names.values())]
    for key, one in ordered.items():
        known = {place.code: place for place in one.places}
        places = [known.get(code) for code in names]
        head = _label(bulletin, key, one, "\n")
        columns.append(number_column(head, places, one, bulletin.lang, width=_NARROW))
    name, title = bulletin.say("sheet.ordered"), bulletin.say("title.ordered")
    return _sheet(bulletin, name, title, columns, [bulletin.say("note.ordered")])


def _score_sheet(bulletin: Bulletin) -> Sheet:
    """Show the score of every township with its parts."""
    ranking, scores = bulletin.now.evaluation.policy.ranking, bulletin.scores
    weights = {} if ranking is None else ranking.weights
    columns = [
        _ranks(bulletin.say("column.rank"), [score.rank for score in scores]),
        _name_column(bulletin, [score.name for score in scores]),
        points_column(bulletin.say("column.score"), [score.value for score in scores]),
    ]
    for number, (rule, weight) in enumerate(weights.items()):
        parts = [score.parts[number] for score in scores]
        heads = [bulletin.say(f"column.part_{name}", rule=rule, weight=weight) for name in ("rank", "points")]
        columns.append(_ranks(heads[0], [part.rank for part in parts]))
        columns.append(points_column(heads[1], [part.points for part in parts]))
    notes = [bulletin.say("note.score"), *([] if scores else [bulletin.say("note.no_score")])]
    return _sheet(bulletin, bulletin.say("sheet.score"), bulletin.say("title.score"), columns, notes)


def _ranks(head: str, ranks: Iterable[int | None]) -> Column:
    return Column(head, tuple(NOTHING if rank is None else rank for rank in ranks), "rank")


def _name_column(bulletin: Bulletin, names: Iterable[str]) -> Column:
    return Column(bulletin.say("column.township"), tuple(names), width=NAME)


def _of_county(bulletin: Bulletin, run: PolicyRun, one: Indicator) -> tuple[Place, ...]:
    """Find what the rule says of the county, where it is one number."""
    for said in run.evaluation.said(one.rule.id):
        if one.of == 1 and said.level == "county" and len(said.codes):
            whole = said.result_at(0)
            return (Place(whole.code, bulletin.say("county"), whole.value, None, whole.outcome),)
    return ()


def _townships(indicators: Iterable[Indicator]) -> dict[str, str]:
    """Name the townships, in the order of their codes."""
    found = {place.code: place.name for one in indicators for place in one.places}
    return dict(sorted(found.items()))


def _label(bulletin: Bulletin, key: Key, one: Indicator, gap: str = " ") -> str:
    """Name an indicator; of several numbers of one rule also by its place among them."""
    several = bulletin.say("which", n=one.number) if one.of > 1 else ""
    return f"{key[0]}{gap}{one.rule.label.text(bulletin.lang)}{several}"


def _sheet_name(key: Key, one: Indicator) -> str:
    return f"{key[0]}-{one.number}" if one.of > 1 else key[0]


def _sheet(
    bulletin: Bulletin, name: str, title: str, columns: Sequence[Column], notes: Sequence[str]
) -> Sheet:
    """Lay out one sheet as a form."""
    run, lang = bulletin.now, bulletin.lang
    marks = _GAP.join([*run.marks(lang), say("zones.internal", lang)])
    as_of = bulletin.say("form.as_of", date=run.evaluation.as_of)
    since = bulletin.say("form.since", date=bulletin.then.evaluation.as_of) if bulletin.then else ""
    policy = bulletin.say("form.policy", title=run.evaluation.policy.title.text(lang))
    drawn = max(1.0, _PAGE / sum(column.width for column in columns))
    body = list(zip(*(column.cells for column in columns), strict=True))
    form = Form(
        f"{bulletin.county}{title}",
        (as_of, since, marks),
        tuple(say(f"policy_owed.form.{key}", lang) for key in ("filled_by", "checked_by", "telephone")),
        one_page=len(body) <= _ONE_PAGE,
        running=_GAP.join((as_of, marks)),
    )
    return Sheet(
        name,
        [[column.head for column in columns], *body],
        notes=(policy, *notes),
        widths={place: column.width * drawn for place, column in enumerate(columns)},
        styles={place: column.style for place, column in enumerate(columns)},
        cell_styles={
            (row + 1, place): "fine_percent" for place, column in enumerate(columns) for row in column.fine
        },
        frozen_columns=1 if columns[0].style == "text" else 2,
        form=form,
    )
