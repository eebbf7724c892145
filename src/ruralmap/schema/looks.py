"""A sheet at first sight (初看): which header it has, whether it is read, what its header leaves unclear."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from ruralmap.schema.aliases import AliasIndex, column_by_title, plain_header
from ruralmap.schema.gravity import finding
from ruralmap.schema.headers import HeaderMatch, find_header, likely_column
from ruralmap.schema.marks import as_text, is_blank
from ruralmap.schema.outcomes import ALL_SHEETS, Answers, UnknownHeader
from ruralmap.schema.readings import Body

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ruralmap.schema.columns import Table
    from ruralmap.schema.finding import Finding
    from ruralmap.schema.grid import RawSheet

State = Literal["read", "hidden", "empty", "skipped", "incomplete"]
# A sheet with fewer of the compulsory headers is another table (a summary, instructions), not a faulty one.
_SHARE_OF_A_FAULTY_SHEET: Final = 0.5


@dataclass(frozen=True)
class Look:
    """A sheet, its header, and what shall be done with it."""

    sheet: RawSheet
    match: HeaderMatch
    state: State


def look_at(sheet: RawSheet, index: AliasIndex, answers: Answers) -> Look:
    """
    Find a sheet's header and decide what shall be done with the sheet.

    Parameters
    ----------
    sheet
        The sheet as read.
    index
        The table's names.
    answers
        What a person answered about the headers of the sheet's file.

    Returns
    -------
    look
        `read` if it has all compulsory headers; `hidden` if it would be read but is hidden; `incomplete` if
        it has half of them or more; `skipped` with fewer; `empty` without a single value.
    """
    if all(is_blank(cell) for row in sheet.rows for cell in row):
        return Look(sheet, HeaderMatch(), "empty")
    titles = {
        header: title
        for place in (ALL_SHEETS, sheet.name)
        for (_, name, header), title in answers.items()
        if name == place
    }
    columns = {header: column_by_title(index.table, title) for header, title in titles.items()}
    confirmed = {header: column for header, column in columns.items() if column is not None}
    match = find_header(sheet, index, confirmed)
    missing = len(match.missing(index))
    required = sum(column.required for column in index.table.columns)
    if missing and required - missing < required * _SHARE_OF_A_FAULTY_SHEET:
        return Look(sheet, match, "skipped")
    if sheet.hidden:
        return Look(sheet, match, "hidden")
    return Look(sheet, match, "incomplete" if missing else "read")


def findings_of_look(look: Look, index: AliasIndex, file: str) -> list[Finding]:
    """
    Report what a sheet's header tells: what was passed over, and what could not be understood.

    Parameters
    ----------
    look
        The sheet.
    index
        The table's names.
    file
        The file's name.

    Returns
    -------
    findings
        In the sheet's order.
    """
    body = Body((), (), index.table.name, file, look.sheet.name)
    row = look.sheet.row_number(look.match.first)
    rows = len(look.sheet.rows) - look.match.body
    findings = []
    if look.sheet.encoding == "gb18030":
        first = look.sheet.rows[look.match.first : look.match.first + 1]
        sample = "、".join(text for cells in first for text in map(as_text, cells) if text)
        findings.append(body.found("table_encoding_assumed", encoding="GB18030", sample=sample))
    if look.state == "hidden":
        findings.append(body.found("sheet_hidden", rows=rows))
    elif look.state == "skipped" and not look.sheet.hidden:
        known = tuple(look.match.used)
        findings.append(body.found("sheet_skipped", rows=len(look.sheet.rows), known=known))
    elif look.state == "incomplete":
        missing = "、".join(look.match.missing(index))
        findings.append(body.found("sheet_incomplete", row=row, missing=missing, rows=rows))
    elif look.state == "read":
        findings += _of_header(look, index, body)
    return findings


def findings_of_file(looks: Sequence[Look], index: AliasIndex, file: str) -> list[Finding]:
    """
    Report what concerns a file as a whole: emptiness, and the headers that it lacks.

    Parameters
    ----------
    looks
        The file's sheets.
    index
        The table's names.
    file
        The file's name.

    Returns
    -------
    findings
        One `file_empty` for a file without a single value; else `sheet_empty` for each sheet without one, and
        one `header_missing` for each header that the best sheet lacks, or one `columns_absent`.
    """
    # The header of a layer stands above its first row: it is never an empty file.
    if all(look.state == "empty" and look.sheet.first_row >= 0 for look in looks):
        return [finding("file_empty", index.table.name, file=file, raw=file)]
    empty = [look.sheet.name for look in looks if look.state == "empty" and not look.sheet.hidden]
    of_sheets = [finding("sheet_empty", index.table.name, file=file, sheet=name) for name in empty]
    return [*of_sheets, *_of_lacking(looks, index, file)]


def _of_lacking(looks: Sequence[Look], index: AliasIndex, file: str) -> list[Finding]:
    """Report compulsory headers that keep a whole file from being read, or the optional ones it lacks."""
    body = Body((), (), index.table.name, file, "")
    columns = index.table.columns
    read = [look for look in looks if look.state == "read"]
    if read:
        used = {name for look in read for name in look.match.used}
        absent = [column.zh for column in columns if column.name not in used]
        return [body.found("columns_absent", titles="、".join(absent))] if absent else []
    best = max(looks, key=lambda look: len(look.match.used), default=None)
    missing = best.match.missing(index) if best else ()
    titles = missing or tuple(column.zh for column in columns if column.required)
    sheet = best.sheet.name if best else ""
    return [
        finding("header_missing", index.table.name, file=file, sheet=sheet, column=title) for title in titles
    ]


def findings_of_answers(answers: Answers, table: Table) -> list[Finding]:
    """
    Report answers on 列对照 that name no column of the table.

    Parameters
    ----------
    answers
        What a person answered about one file's headers.
    table
        The table.

    Returns
    -------
    findings
        One `mapping_invalid` for each.
    """
    return [
        finding("mapping_invalid", table.name, file=file, sheet=sheet, column=header, raw=title)
        for (file, sheet, header), title in answers.items()
        if column_by_title(table, title) is None
    ]


def unknown_headers(
    looks: Sequence[Look], index: AliasIndex, *, file: str, answers: Answers
) -> list[UnknownHeader]:
    """
    List the headers for 列对照: those that mean nothing to the tool, and those a person has answered.

    A header that several sheets of the file share is listed once, for all sheets.

    Parameters
    ----------
    looks
        The file's sheets. Sheets that were passed over are left out, unless no sheet could be read.
    index
        The table's names.
    file
        The file's name.
    answers
        What a person answered about the file's headers.

    Returns
    -------
    unknown
        In the order of sheets and columns, each header once.
    """
    listed = [look for look in looks if look.state in {"read", "incomplete"}] or list(looks)
    found: dict[str, UnknownHeader] = {}
    for look in listed:
        sheet = look.sheet.name
        for cell in look.match.cells:
            key = plain_header(cell.text)
            answer = answers.get((file, sheet, key)) or answers.get((file, ALL_SHEETS, key), "")
            if answer or cell in look.match.unknown():
                proposal = "" if answer else likely_column(cell, look.match, index)
                where = sheet if key not in found else ALL_SHEETS
                found[key] = UnknownHeader(index.table.name, file, where, cell.text, proposal, answer)
    return list(found.values())


def _of_header(look: Look, index: AliasIndex, body: Body) -> list[Finding]:
    """Report the headers of a readable sheet that were not used, and columns of data without a header."""
    row = look.sheet.row_number(look.match.first)
    findings = []
    for cell in look.match.unknown():
        title = likely_column(cell, look.match, index)
        code = "header_likely" if title else "header_unknown"
        findings.append(body.found(code, row=row, column=cell.text, raw=cell.text, title=title))
    for cell in look.match.surplus:
        chosen = look.match.used[cell.column][0].text
        findings.append(body.found("header_surplus", row=row, column=cell.text, raw=cell.text, chosen=chosen))
    for cell in look.match.refused:
        title = index.table.column(cell.column).zh
        chosen = look.match.used[cell.column][0].text
        values = {"column": cell.text, "title": title, "chosen": chosen}
        findings.append(body.found("mapping_refused", row=row, raw=cell.text, **values))
    below = look.sheet.rows[look.match.body :]
    named = {cell.position for cell in look.match.cells if cell.text}
    for place in sorted(set(range(max(map(len, below), default=0))) - named):
        filled = sum(place < len(line) and not is_blank(line[place]) for line in below)
        if filled:
            number = look.sheet.first_column + place + 1
            findings.append(body.found("header_blank", row=row, number=number, rows=filled))
    return findings
