"""The findings workbook (数据核查问题清单): what is wrong, where, what follows, and what to do."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ruralmap.errors import LayerError
from ruralmap.files.sheets import read_sheets
from ruralmap.files.workbook import Sheet, write_workbook
from ruralmap.jobs.check_report import table_title
from ruralmap.schema.aliases import NOT_IMPORTED, plain_header
from ruralmap.schema.identity import mask_personal
from ruralmap.schema.marks import as_text
from ruralmap.schema.outcomes import ALL_SHEETS
from ruralmap.schema.tables import table_named
from ruralmap.words.bilingual import in_language, message_of, say_both
from ruralmap.words.catalogue import LANGUAGES, Language, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ruralmap.jobs.check_report import CheckReport
    from ruralmap.schema.finding import Finding, Severity
    from ruralmap.schema.outcomes import Answers

_GRAVITIES: Final[tuple[Severity, ...]] = ("error", "warning", "info")
# Of one kind in one place, so many rows are listed; the rest is counted in one line.
_MOST_OF_A_KIND: Final = 1_000
# Characters of a row set aside that are shown; the whole is in the report itself.
_LONGEST_RAW: Final = 2_000


def write_findings(report: CheckReport, path: str | Path, lang: Language = "zh") -> None:
    """
    Write the findings workbook; the same report gives the same bytes.

    Parameters
    ----------
    report
        What the check found.
    path
        Where it shall stand.
    lang
        The language of titles and texts.

    Raises
    ------
    OutputError
        If it is open in an office program, or cannot be written.
    """
    sheets = [
        _counts(report, lang),
        _kinds(report, lang),
        _findings(report, lang),
        _mapping(report, lang),
        _rejected(report, lang),
    ]
    write_workbook(path, [_about(report, sheets, lang=lang), *sheets])


def read_answers(path: str | Path) -> Answers:
    """
    Read what a person answered on the sheet 列对照 of the last findings workbook.

    Parameters
    ----------
    path
        The workbook; there may be none yet.

    Returns
    -------
    answers
        File, sheet and plain header to the title of a column; empty cells are no answer.

    Raises
    ------
    LayerError
        If there is a workbook that cannot be read: the answers in it would be lost.
    """
    if not Path(path).is_file():
        return {}
    names = {say("check.sheet.mapping", lang) for lang in LANGUAGES}
    answers: dict[tuple[str, str, str], str] = {}
    try:
        sheets = read_sheets(path)
    except LayerError as fault:
        message = say_both("check.findings_unreadable", path=path, fault=message_of(fault))
        raise LayerError(message) from fault
    for sheet in sheets:
        if sheet.name in names:
            answers |= _answers_in([[as_text(cell) for cell in row] for row in sheet.rows])
    return answers


def _answers_in(rows: Sequence[Sequence[str]]) -> dict[tuple[str, str, str], str]:
    """Read the answers below the header, wherever its columns stand; without a header there are none."""
    for lang in LANGUAGES:
        titles = [say(f"check.column.{name}", lang) for name in ("file", "sheet", "header", "answer")]
        for number, row in enumerate(rows):
            if set(titles) <= set(row):
                places = [row.index(title) for title in titles]
                below = [[line[place] for place in places] for line in rows[number + 1 :]]
                everywhere = {say("check.all_sheets", lang) for lang in LANGUAGES}
                return {
                    (file, ALL_SHEETS if sheet in everywhere else sheet, plain_header(header)): answer
                    for file, sheet, header, answer in below
                    if header and answer
                }
    return {}


def _about(report: CheckReport, sheets: Sequence[Sheet], *, lang: Language) -> Sheet:
    """Say what this workbook is, how to read it, and what was found in all."""
    rows: list[list[object]] = [[say("check.about.item", lang), say("check.about.content", lang)]]
    values = {
        "county": report.county,
        "as_of": report.as_of,
        "marks": _marks(report, lang),
        "rule": say("check.about.rule_text", lang),
        "severity": say("check.about.severity_text", lang),
        "mapping": say("check.about.mapping_text", lang),
        "privacy": say("check.about.privacy_text", lang),
        "unusable": "、".join(report.unusable) or say("check.about.none", lang),
    }
    rows += [[say(f"check.about.{name}", lang), value] for name, value in values.items()]
    rows += [[say(f"check.severity.{name}", lang), report.severities[name]] for name in _GRAVITIES]
    rows.append([say("check.about.checksum", lang), _checksum(sheets)])
    rows.append([say("check.about.signatures", lang), ""])
    title = say("check.title", lang, county=report.county)
    return Sheet(say("check.sheet.about", lang), rows, notes=(title,), widths={0: 22, 1: 110})


def _checksum(sheets: Sequence[Sheet]) -> str:
    """Make a short mark of the content, by which two printed lists can be told apart."""
    content = repr([(sheet.name, [list(row) for row in sheet.rows]) for sheet in sheets])
    return hashlib.sha256(content.encode("utf-8")).hexdigest()[:12]


def _marks(report: CheckReport, lang: Language) -> str:
    """Say whether the data are simulated, and that the list stays in the office."""
    simulated = [say("check.mark.simulated", lang)] if report.simulated else []
    return " · ".join([*simulated, say("check.mark.internal", lang)])


def _notes(report: CheckReport, name: str, *, lang: Language) -> tuple[str, ...]:
    """Head a sheet with its title, the date and the marks."""
    title = say("check.title", lang, county=report.county)
    sheet = say(f"check.sheet.{name}", lang)
    as_of = say("check.as_of", lang, as_of=report.as_of)
    return f"{title} · {sheet}", f"{as_of} · {_marks(report, lang)}"


def _counts(report: CheckReport, lang: Language) -> Sheet:
    """Count rows and findings by file and sheet."""
    header, rows = report.count_table(lang)
    found = Counter((item.file, item.sheet, item.severity) for item in report.findings)
    header += [say(f"check.severity.{name}", lang) for name in _GRAVITIES]
    for row, count in zip(rows, report.counts, strict=False):
        row += [found[count.file, count.sheet, name] for name in _GRAVITIES]
    rows[-1] += [report.severities[name] for name in _GRAVITIES]
    return Sheet(
        say("check.sheet.counts", lang),
        [list(header), *rows],
        notes=_notes(report, "counts", lang=lang),
        widths={0: 24, 1: 34, 2: 18},
        styles=dict.fromkeys(range(3, 10), "integer"),
    )


def _kinds(report: CheckReport, lang: Language) -> Sheet:
    """Count findings by kind, the gravest first."""
    counts = Counter((_GRAVITIES.index(item.severity), item.code) for item in report.findings)
    first = {(item.severity, item.code): item for item in reversed(report.findings)}
    header = [
        say(f"check.column.{name}", lang) for name in ("severity", "kind", "count", "consequence", "remedy")
    ]
    rows: list[list[object]] = [list(header)]
    for (gravity, code), number in sorted(
        counts.items(), key=lambda item: (item[0][0], -item[1], item[0][1])
    ):
        severity = _GRAVITIES[gravity]
        item = first[severity, code]
        title = item.text("title", lang)
        rows.append([say(f"check.severity.{severity}", lang), title, number, *_advice(item, lang)])
    return Sheet(
        say("check.sheet.kinds", lang),
        rows,
        notes=_notes(report, "kinds", lang=lang),
        widths={0: 10, 1: 30, 2: 10, 3: 50, 4: 50},
        styles={2: "integer"},
    )


def _advice(item: Finding, lang: Language) -> tuple[str, str]:
    return item.text("consequence", lang), item.text("remedy", lang)


def _findings(report: CheckReport, lang: Language) -> Sheet:
    """List every finding, the gravest first; very many of one kind in one place end in one line."""
    names = ("number", "severity", "file", "sheet", "row", "column", "found", "consequence", "remedy", "raw")
    rows: list[list[object]] = [[say(f"check.column.{name}", lang) for name in names]]
    listed: Counter[tuple[str, str, str, str]] = Counter()
    last: dict[tuple[str, str, str, str], Finding] = {}
    for item in sorted(report.findings, key=lambda found: _GRAVITIES.index(found.severity)):
        group = (item.code, item.file, item.sheet, item.column)
        listed[group] += 1
        last[group] = item
        if listed[group] <= _MOST_OF_A_KIND:
            rows.append([len(rows), *_finding_row(item, lang)])
    for group, item in last.items():
        more = listed[group] - _MOST_OF_A_KIND
        if more > 0:
            found = say("check.more", lang, title=item.text("title", lang), more=more, shown=_MOST_OF_A_KIND)
            severity = say(f"check.severity.{item.severity}", lang)
            place = [severity, item.file, item.sheet, None, item.column]
            rows.append([len(rows), *place, found, *_advice(item, lang), None])
    return Sheet(
        say("check.sheet.findings", lang),
        rows,
        notes=_notes(report, "findings", lang=lang),
        widths={0: 7, 1: 9, 2: 28, 3: 14, 4: 8, 5: 18, 6: 46, 7: 42, 8: 42, 9: 24},
        styles={0: "integer", 4: "integer"},
    )


def _finding_row(item: Finding, lang: Language) -> list[object]:
    """Write one finding; whatever it shows of a person is masked."""
    severity = say(f"check.severity.{item.severity}", lang)
    found = mask_personal(item.text("found", lang))
    place = [severity, item.file, item.sheet, item.row, item.column]
    return [*place, found, *_advice(item, lang), mask_personal(str(in_language(item.raw, lang)))]


def _mapping(report: CheckReport, lang: Language) -> Sheet:
    """List unknown headers with a pick-list of the table's columns; answers are carried forward."""
    names = ("file", "sheet", "header", "table", "proposal", "answer")
    rows: list[list[object]] = [[say(f"check.column.{name}", lang) for name in names]]
    choices: dict[tuple[int, int], tuple[str, ...]] = {}
    listed = set()
    for item in report.unknown:
        choices[len(rows), len(names) - 1] = _titles(item.table)
        listed.add((item.file, item.sheet, plain_header(item.header)))
        title = table_title(item.table, lang)
        sheet = item.sheet or say("check.all_sheets", lang)
        rows.append([item.file, sheet, item.header, title, item.proposal, item.answer])
    for (file, name, header), answer in report.answers.items():
        if (file, name, header) not in listed:
            rows.append([file, name or say("check.all_sheets", lang), header, "", "", answer])
    return Sheet(
        say("check.sheet.mapping", lang),
        rows,
        notes=(*_notes(report, "mapping", lang=lang), say("check.mapping_note", lang)),
        widths={0: 34, 1: 18, 2: 30, 3: 24, 4: 24, 5: 24},
        cell_choices=choices,
    )


def _titles(table: str) -> tuple[str, ...]:
    """List the columns of a table that a header may mean, and the answer that it means none."""
    columns = table_named(table).columns
    return (*(column.zh for column in columns), NOT_IMPORTED)


def _shown(raw: str, lang: Language) -> str:
    """Shorten what fills a page: the bytes of a damaged geometry."""
    if len(raw) <= _LONGEST_RAW:
        return raw
    return raw[:_LONGEST_RAW] + say("check.cut", lang, length=len(raw))


def _rejected(report: CheckReport, lang: Language) -> Sheet:
    """List the rows set aside, as they were found."""
    header = [
        say(f"check.column.{name}", lang) for name in ("table", "file", "sheet", "row", "reason", "raw_row")
    ]
    rows: list[list[object]] = [list(header)]
    for record in report.rejected.to_dict("records"):
        place = [table_title(record["table"], lang), record["file"], record["sheet"], record["row"]]
        reason = say(f"findings.{record['reason']}.title", lang)
        rows.append([*place, reason, _shown(mask_personal(record["raw"]), lang)])
    return Sheet(
        say("check.sheet.rejected", lang),
        rows,
        notes=_notes(report, "rejected", lang=lang),
        widths={0: 22, 1: 30, 2: 14, 3: 8, 4: 22, 5: 110},
        styles={3: "integer"},
    )
