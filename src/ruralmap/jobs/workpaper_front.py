"""The first sheets of a workpaper: 说明 (what it rests on), 条款 (the rules), 参数 (numbers used)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ruralmap.files.cards import read_card
from ruralmap.files.workbook import Sheet
from ruralmap.jobs.policy_words import rule_words
from ruralmap.version import VERSION
from ruralmap.words.catalogue import say
from ruralmap.words.units import unit_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ruralmap.jobs.policy_phrases import Speaker
    from ruralmap.rules.evaluate import Evaluation
    from ruralmap.schema.policy import Rule
    from ruralmap.words.catalogue import Language
    from ruralmap.workspace import Workspace

PARAMETERS_TOP: Final = 5  # the row of the first parameter, counted from 1: three notes and the header above
_SPLIT: Final = "、"


@dataclass(frozen=True)
class InputLine:
    """One file that a workpaper rests on (资料): its path in the workspace, its hash, and its card's date."""

    path: str
    sha256: str
    date: str
    source: str


def input_lines(workspace: Workspace) -> tuple[InputLine, ...]:
    """
    Say what each input file is.

    Parameters
    ----------
    workspace
        The county's folder.

    Returns
    -------
    lines
        In the order of the workspace; files that are not there are left out.
    """
    found = []
    for relative in workspace.inputs:
        path = workspace.path(relative)
        if path.is_file():
            card = read_card(path)
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            found.append(InputLine(relative, digest, card.date if card else "", card.source if card else ""))
    return tuple(found)


def about_sheet(
    evaluation: Evaluation,
    county: str,
    inputs: Sequence[InputLine],
    *,
    notes: tuple[str, ...],
    lang: Language,
) -> Sheet:
    """
    Say what a workpaper rests on, and how to read it.

    Parameters
    ----------
    evaluation
        What the policy says of the county.
    county
        The county's name.
    inputs
        The files.
    notes
        The title, and the marks.
    lang
        The language.

    Returns
    -------
    sheet
        说明.
    """
    policy = evaluation.policy
    lines: list[tuple[str, str]] = [
        (say(f"workpaper.about.{key}", lang), text)
        for key, text in (
            ("county", county),
            ("policy", f"{policy.title.text(lang)}（{policy.id}）"),
            ("document", policy.document),
            ("period", f"{policy.period.first} — {policy.period.last}"),
            ("as_of", evaluation.as_of),
            ("tool", f"ruralmap {VERSION}"),
        )
    ]
    keys = ("sheets", "formulas", "program", "compare", "why", "boundary", "special", "privacy")
    lines += [(say(f"workpaper.about.{key}", lang), say(f"workpaper.about.{key}_text", lang)) for key in keys]
    for one in inputs:
        text = say("workpaper.about.input_text", lang, date=one.date or "—", source=one.source or "—")
        lines.append((say("workpaper.about.input", lang), f"{one.path}　{text}　SHA-256 {one.sha256}"))
    lines += [(say(f"workpaper.about.{key}", lang), "") for key in ("made_by", "checked_by")]
    header = (say("workpaper.about.item", lang), say("workpaper.about.text", lang))
    name = say("workpaper.sheet.about", lang)
    return Sheet(name, [header, *lines], notes=notes, widths={0: 18, 1: 120})


def rules_sheet(
    speaker: Speaker, rules: Sequence[Rule], states: Mapping[str, str], *, notes: tuple[str, ...]
) -> Sheet:
    """
    List the rules: their words, how they are read, and on which sheets their rows stand.

    Parameters
    ----------
    speaker
        Who says it.
    rules
        The rules.
    states
        Where the rows of each rule stand, or why they are not there.
    notes
        The title, and the marks.

    Returns
    -------
    sheet
        条款.
    """
    lang = speaker.lang
    columns = (
        "rule",
        "label",
        "quote",
        "source",
        "kind",
        "force",
        "due",
        "understood",
        "reading",
        "others",
        "rows",
    )
    header = [say(f"workpaper.rules.{name}", lang) for name in columns]
    body = [
        [
            rule.id,
            rule.label.text(lang),
            rule.quote_display or rule.quote,
            rule.source,
            say(f"policy_check.kind.{rule.kind}", lang),
            say(f"workpaper.force.{rule.force}", lang),
            None if rule.due is None else rule.due,
            rule_words(speaker.policy, rule, lang),
            rule.default_reading.label.text(lang) if rule.readings else None,
            _SPLIT.join(one.label.text(lang) for one in rule.readings if not one.default) or None,
            states.get(rule.id),
        ]
        for rule in rules
    ]
    widths = dict(enumerate((8, 22, 26, 10, 9, 10, 11, 60, 16, 18, 30)))
    return Sheet(say("workpaper.sheet.rules", lang), [header, *body], notes=notes, widths=widths)


def parameters_sheet(
    evaluation: Evaluation, *, notes: tuple[str, str], lang: Language
) -> tuple[Sheet, dict[str, str]]:
    """
    List the numbers that were used, and where each comes from.

    Parameters
    ----------
    evaluation
        What the policy says of the county.
    notes
        The title, and the marks.
    lang
        The language.

    Returns
    -------
    sheet
        参数.
    addresses
        Where the number of each parameter stands, by its key in the policy.
    """
    name = say("workpaper.sheet.parameters", lang)
    columns = ("name", "value", "unit", "year", "source", "doc")
    body: list[list[object]] = []
    addresses = {}
    for key in evaluation.policy.parameters:
        figure = evaluation.case.known.parameters(key)
        if figure.value is not None:
            addresses[key] = f"'{name}'!$B${PARAMETERS_TOP + len(body)}"
        value = figure.day if figure.value is None else figure.value
        source = "table" if figure.valid_from else "pack"
        missing = say("workpaper.parameters.missing", lang)
        year = None if figure.year is None else str(figure.year)
        told = missing if value is None else say(f"workpaper.parameters.{source}", lang)
        body.append([figure.name, value, unit_words(figure.unit, lang), year, told, figure.doc or None])
    header = [say(f"workpaper.parameters.{one}", lang) for one in columns]
    note = say("workpaper.parameters.note", lang)
    widths = dict(enumerate((40, 16, 10, 8, 22, 46)))
    return Sheet(name, [header, *body], notes=(*notes, note), widths=widths, styles={1: "number"}), addresses
