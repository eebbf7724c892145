"""The workbooks of what is owed (应办事项工作簿): what an office or township has to do, row by row."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal

from ruralmap.files.forms import Form
from ruralmap.files.workbook import Sheet, write_workbook
from ruralmap.jobs.policy_figures import figure_words
from ruralmap.jobs.policy_owed import URGENCY, Ledger
from ruralmap.jobs.policy_phrases import Speaker, rows_words
from ruralmap.jobs.policy_words import rule_words
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from ruralmap.files.workbook import NumberStyle
    from ruralmap.jobs.policy_duties import Duty
    from ruralmap.jobs.policy_owed import Owed

By = Literal["unit", "township"]
# In characters; together they fill a page of A4 across.
_OWED: Final = {
    "rule": 9.0,
    "label": 18.0,
    "quote": 24.0,
    "role": 6.0,
    "word": 13.0,
    "level": 9.0,
    "due": 11.0,
    "when": 15.0,
    "outcome": 12.0,
    "value": 20.0,
    "goal": 14.0,
    "margin": 12.0,
    "lacking": 20.0,
    "note": 22.0,
}
_DETAIL: Final = {
    "rule": 9.0,
    "label": 36.0,
    "rows": 16.0,
    "key": 28.0,
    "name": 30.0,
    "township": 12.0,
    "village": 26.0,
    "outcome": 18.0,
}
_READING: Final = {"rule": 9.0, "clause": 36.0, "words": 64.0, "reading": 18.0, "note": 40.0}
# Rows of one rule in one workbook; more are counted, and stand in the workbooks of the townships.
MOST_ROWS: Final = 5_000
_FORBIDDEN: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_LONGEST_NAME: Final = 40
_STYLES: Final[dict[str, NumberStyle]] = {"due": "date"}
_COUNTY: Final = "县"
_GAP: Final = "　"


def write_owed(ledger: Ledger, by: By, folder: Path) -> tuple[Path, ...]:
    """
    Write one workbook an office, or a township.

    Parameters
    ----------
    ledger
        Who owes what.
    by
        Whether offices or townships receive one each.
    folder
        Where the workbooks shall stand.

    Returns
    -------
    paths
        The files, in order. Every rule is in one of them at least: those that name no office, or no township,
        have a workbook of their own.

    Raises
    ------
    OutputError
        If one of the files is open in an office program, or the disk does not allow it.
    """
    month = ledger.run.evaluation.as_of[:7].replace("-", "")
    paths: list[Path] = []
    for name, title, duties, township in _books(ledger, by):
        stem = safe_name(name)
        taken = sum(path.name.startswith(f"{stem}_") for path in paths)
        stem = f"{stem}_{taken + 1}" if taken else stem
        path = folder / f"{stem}_{say('policy_owed.file', 'zh')}_{month}.xlsx"
        write_workbook(path, owed_sheets(ledger, title, duties, township))
        paths.append(path)
    return tuple(paths)


def _books(ledger: Ledger, by: By) -> Iterator[tuple[str, str, tuple[Duty, ...], str | None]]:
    """Name each workbook, and say whose duties it holds; file names are Chinese always."""
    lang = ledger.lang
    if by == "unit":
        for office, duties in ledger.duties.items():
            if office:
                yield f"{say('policy_owed.prefix.unit', 'zh')}_{office}", office, duties, None
            else:
                yield say("policy_owed.nobody", "zh"), say("policy_owed.nobody", lang), duties, None
        return
    theirs, others = ledger.township_duties
    if theirs:
        for code, name in ledger.townships.items():
            yield f"{say('policy_owed.prefix.township', 'zh')}_{name}", name, theirs, code
    if others:
        yield say("policy_owed.others", "zh"), say("policy_owed.others", lang), others, None


def safe_name(name: str) -> str:
    """
    Make a name that every file system takes.

    Parameters
    ----------
    name
        The name of an office, in the words of a document.

    Returns
    -------
    name
        Without signs that a path cannot have, and not too long.
    """
    return _FORBIDDEN.sub("_", name)[:_LONGEST_NAME].strip(" ._") or "_"


def owed_sheets(ledger: Ledger, title: str, duties: tuple[Duty, ...], township: str | None) -> list[Sheet]:
    """
    Lay out the workbook of one office or township.

    Parameters
    ----------
    ledger
        Who owes what.
    title
        Whose it is.
    duties
        What they owe.
    township
        The code of the township; missing for an office.

    Returns
    -------
    sheets
        应办事项, 明细 and 口径.
    """
    owed = ledger.owed(duties, township)
    return [
        _owed_sheet(ledger, title, owed),
        _detail_sheet(ledger, title, duties, township),
        _reading_sheet(ledger, title, duties),
    ]


def _form(ledger: Ledger, title: str, sheet: str) -> Form:
    """Title a sheet, say whose it is and of which day, and leave room to sign."""
    lang = ledger.lang
    # 和平县 and 县财政局 are 和平县财政局.
    county = ledger.county.removesuffix(_COUNTY) if title.startswith(_COUNTY) else ledger.county
    as_of = say("policy_owed.form.as_of", lang, date=ledger.run.evaluation.as_of)
    return Form(
        say(f"policy_owed.title.{sheet}", lang, county=county if lang == "zh" else ledger.county, name=title),
        (
            say("policy_owed.form.receiver", lang, name=title),
            say("policy_owed.form.policy", lang, title=ledger.run.evaluation.policy.title.text(lang)),
            as_of,
        ),
        tuple(say(f"policy_owed.form.{key}", lang) for key in ("filled_by", "checked_by", "telephone")),
        running=_GAP.join((as_of, _marks(ledger))),
    )


def _marks(ledger: Ledger) -> str:
    """Say what every sheet carries: trial use, simulated data, for the office only."""
    return _GAP.join([*ledger.run.marks(ledger.lang), say("zones.internal", ledger.lang)])


def _header(columns: dict[str, float], lang: Language) -> list[object]:
    return [say(f"policy_owed.column.{name}", lang) for name in columns]


def _owed_sheet(ledger: Ledger, title: str, owed: Sequence[Owed]) -> Sheet:
    lang = ledger.lang
    counts = Counter(line.outcome for line in owed)
    said = "，".join(
        say(
            "policy_owed.counted",
            lang,
            outcome=say(f"policy_run.outcome.{one}", lang),
            n=counts[one],
            unit=say("policy_owed.item", lang),
        )
        for one in URGENCY
        if counts[one]
    )
    rows: list[list[object]] = [
        [
            line.duty.rule.id,
            line.duty.rule.label.text(lang),
            line.duty.rule.quote,
            say(f"policy_owed.role.{line.duty.role}", lang) if line.duty.role != "—" else line.duty.role,
            line.duty.word or "—",
            say(f"policy_check.level.{line.level}", lang),
            "—" if line.duty.due is None else dt.date.fromisoformat(line.duty.due),
            line.when,
            line.said,
            line.value,
            line.goal,
            line.margin,
            line.lacking,
            line.note,
        ]
        for line in owed
    ]
    late = sum(line.overdue for line in owed)
    total = say("policy_owed.total", lang, n=len(owed), counts=said)
    total += say("policy_owed.total_overdue", lang, n=late) if late else ""
    return _sheet("owed", _OWED, rows, (_marks(ledger), total), _form(ledger, title, "owed"), lang)


def _detail_sheet(ledger: Ledger, title: str, duties: tuple[Duty, ...], township: str | None) -> Sheet:
    lang = ledger.lang
    speaker = Speaker(ledger.run.evaluation.policy, lang)
    villages = ledger.run.evaluation.case.book.people.villages
    names = dict(zip(villages["village_code"].tolist(), villages["village"].tolist(), strict=True))
    names |= ledger.townships
    rows: list[list[object]] = []
    left_out = []
    for duty in duties:
        found = list(ledger.detail(duty.rule, township))
        if len(found) > MOST_ROWS:
            left_out.append(say("policy_owed.left_out", lang, rule=duty.rule.id, n=f"{len(found):,}"))
        for kind, key, name, in_township, in_village, outcome in found[:MOST_ROWS]:
            rows.append(
                [
                    duty.rule.id,
                    duty.rule.label.text(lang),
                    rows_words(speaker, kind),
                    key,
                    name or None,
                    names.get(in_township or ""),
                    names.get(in_village or ""),
                    _state(outcome, lang),
                ]
            )
    notes = [_marks(ledger), say("policy_owed.detail_note", lang)]
    notes += (
        [say("policy_owed.most", lang, most=f"{MOST_ROWS:,}", found="；".join(left_out))] if left_out else []
    )
    notes += [] if rows else [say("policy_owed.no_rows", lang)]
    return _sheet("detail", _DETAIL, rows, tuple(notes), _form(ledger, title, "detail"), lang)


def _state(outcome: str, lang: Language) -> str:
    """Say what a row is: before its day it is not done yet."""
    if outcome in {"not_due", "insufficient_data"}:
        return say(f"policy_owed.state.{outcome}", lang)
    return say(f"policy_run.outcome.{outcome}", lang)


def _reading_sheet(ledger: Ledger, title: str, duties: tuple[Duty, ...]) -> Sheet:
    """Say how each rule was read: clause, source, the rule in words, the reading, the numbers used."""
    lang, evaluation = ledger.lang, ledger.run.evaluation
    policy = evaluation.policy
    lines: list[tuple[str, str]] = [
        ("document", policy.document),
        ("period", f"{policy.period.first} — {policy.period.last}"),
        ("values", say("policy_owed.reading.values_text", lang)),
        ("lacking", say("policy_owed.reading.lacking_text", lang)),
    ]
    notes = [_marks(ledger)]
    notes += [f"{say(f'policy_owed.reading.{key}', lang)}：{text}" for key, text in lines]
    rows: list[list[object]] = [
        [
            duty.rule.id,
            f"“{duty.rule.quote_display or duty.rule.quote}”（{duty.rule.source}）",
            rule_words(policy, duty.rule, lang).removeprefix(f"{duty.rule.id} "),
            duty.rule.default_reading.label.text(lang) if duty.rule.readings else "—",
            duty.rule.note.text(lang) if duty.rule.note else None,
        ]
        for duty in duties
    ]
    for name in policy.parameters:
        figure = evaluation.case.known.parameters(name)
        number = figure.day or say("policy_owed.reading.blank", lang)
        if figure.value is not None:
            number = figure_words(Fraction(figure.value), figure.unit, lang)
        source = say(f"policy_owed.reading.from_{'table' if figure.valid_from else 'pack'}", lang)
        rows.append(
            [say("policy_owed.reading.parameter", lang), figure.name, number, figure.doc or source, None]
        )
    return _sheet("reading", _READING, rows, tuple(notes), _form(ledger, title, "reading"), lang)


def _sheet(
    name: str,
    columns: dict[str, float],
    rows: list[list[object]],
    notes: tuple[str, ...],
    form: Form,
    lang: Language,
) -> Sheet:
    """Lay out one sheet."""
    return Sheet(
        say(f"policy_owed.sheet.{name}", lang),
        [_header(columns, lang), *rows],
        notes=notes,
        widths=dict(enumerate(columns.values())),
        styles={place: _STYLES.get(column, "text") for place, column in enumerate(columns)},
        frozen_columns=2,
        form=form,
    )
