"""The workbook 资产台账回收情况: who returned what, what was written, set aside, and is in conflict."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from ruralmap.files.workbook import Sheet
from ruralmap.jobs.asset_choice_sheet import conflict_sheet
from ruralmap.jobs.asset_export_book import marks_text
from ruralmap.schema.tables import TABLES
from ruralmap.schema.written import title_of, written
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ruralmap.assets.chain import Source
    from ruralmap.assets.changes import Change
    from ruralmap.assets.chronicle import Chronicle, Return
    from ruralmap.assets.rows import Aside
    from ruralmap.assets.taking import Ground
    from ruralmap.jobs.asset_merge_report import MergeReport
    from ruralmap.jobs.asset_return_memory import Memory
    from ruralmap.workspace import Workspace

    Row = list[object]

TWIN: Final = "twin"
_WIDTHS: Final[dict[str, dict[int, float]]] = {
    "returns": {0: 14, 1: 30, 2: 22, 3: 12, 4: 10, 5: 16, 6: 30, 7: 10, 8: 10, 9: 10},
    "files": {0: 34, 1: 26},
    "written": {0: 10, 1: 20, 2: 18, 3: 26, 4: 18, 5: 22, 6: 22, 7: 30, 8: 22, 9: 8, 10: 30},
    "aside": {0: 30, 1: 22, 2: 8, 3: 40, 4: 50, 5: 80},
}


def return_sheets(
    workspace: Workspace,
    report: MergeReport,
    townships: Mapping[str, str],
    *,
    memory: Memory,
    lang: Language,
) -> list[Sheet]:
    """
    Lay out what a merge came to.

    Parameters
    ----------
    workspace
        The county's folder.
    report
        The merge.
    townships
        Names by code.
    memory
        What the last workbook still tells.
    lang
        The language.

    Returns
    -------
    sheets
        Returns, files, what was written, set aside, suspected twins, conflicts.
    """
    asides = [*report.hearing.aside, *report.hearing.beside]
    twins = [one for one in asides if one.code == TWIN]
    others = [one for one in asides if one.code != TWIN]
    bodies = {
        "returns": return_rows(report.known, townships, lang=lang),
        "files": list(_file_rows(report)),
        "written": list(_written_rows(report, lang=lang)),
        "aside": [*(_aside_row(one, lang) for one in others), *_refused_rows(report, lang)],
        "twins": [_aside_row(one, lang) for one in twins],
    }
    for name, rows in memory.rows.items():
        bodies[name] += rows
    notes = _notes(workspace, report, lang)
    sheets = [_sheet(name, rows, notes=notes, lang=lang) for name, rows in bodies.items()]
    return [*sheets, conflict_sheet(report.conflicts, report.state, memory.pending, notes=notes, lang=lang)]


def return_rows(known: Chronicle, townships: Mapping[str, str], *, lang: Language) -> list[Row]:
    """
    Say of each part that was handed out whether it came back (回收情况表).

    Parameters
    ----------
    known
        The registry's past.
    townships
        Names by code.
    lang
        The language.

    Returns
    -------
    rows
        The latest hand-outs first. A part came back with a file most of whose rows are its own; rows of it
        in somebody else's file are told of beside.
    """
    own, foreign = _by_export(known.returns)
    rows = []
    for export in sorted(known.exports, key=lambda one: (-one.length, one.part)):
        place = export.length, export.part
        mine, others = own.get(place, []), foreign.get(place, [])
        latest = mine[-1] if mine else None
        changed = sum(one.changed for one in mine)
        state = "missing" if not mine else "changed" if changed else "unchanged"
        rows.append(
            [
                townships.get(export.part, export.name),
                export.file,
                export.at,
                export.by,
                export.rows,
                say(f"asset_rounds.return.{state}", lang),
                latest.file if latest else None,
                latest.rows if latest else None,
                changed if mine else None,
                sum(one.aside for one in mine) if mine else None,
                _beside(others, lang),
            ]
        )
    return rows


def _by_export(
    returns: Iterable[Return],
) -> tuple[dict[tuple[int, str], list[Return]], dict[tuple[int, str], list[Return]]]:
    """Gather returns by what they are of: those of its own file, and its rows in the file of another."""
    files: dict[tuple[str, str], dict[tuple[int, str], Return]] = defaultdict(dict)
    for one in returns:
        # A file that came twice is one file.
        files[one.file, one.sha256].setdefault((one.length, one.part), one)
    own: dict[tuple[int, str], list[Return]] = defaultdict(list)
    foreign: dict[tuple[int, str], list[Return]] = defaultdict(list)
    for parts in files.values():
        most = max(one.rows for one in parts.values())
        for one in parts.values():
            (own if one.rows == most else foreign)[one.length, one.part].append(one)
    return own, foreign


def _beside(others: Sequence[Return], lang: Language) -> str | None:
    """Tell of rows that came back in somebody else's file."""
    counted = Counter({one.file: one.rows for one in others})
    texts = [say("asset_rounds.return.beside", lang, file=file, rows=rows) for file, rows in counted.items()]
    return "；".join(texts) or None


def _file_rows(report: MergeReport) -> Iterator[Row]:
    """Account for every row that was read, by file and sheet."""
    sorted_rows = {
        "heard": Counter((one.row.source.file, one.row.source.sheet) for one in report.hearing.heard),
        "unchanged": Counter((row.source.file, row.source.sheet) for row in report.hearing.unchanged),
        "aside": Counter((one.row.source.file, one.row.source.sheet) for one in report.hearing.aside),
    }
    for file in report.files:
        for sheet in file.sheets:
            counts = [counter[file.name, sheet.name] for counter in sorted_rows.values()]
            yield [file.name, sheet.name, sum(counts) + sheet.ignored, *counts, sheet.ignored]
        if file.choices:
            yield [file.name, None, len(file.choices), report.settled, None, len(report.refused), None]


def _written_rows(report: MergeReport, *, lang: Language) -> Iterator[Row]:
    """List what was written, a line a field."""
    for ground, changes in report.changes:
        for change, source in changes:
            yield from _change_rows(report, change, source, ground=ground, lang=lang)
    for change, source in report.chosen:
        yield from _change_rows(report, change, source, ground=None, lang=lang)


def _change_rows(
    report: MergeReport, change: Change, source: Source, *, ground: Ground | None, lang: Language
) -> Iterator[Row]:
    """List what happened to one record."""
    table = TABLES[change.table]
    kind = "new" if change.before is None else "removed" if change.after is None else "changed"
    told = change.before if change.after is None else change.after
    remark = None
    if ground is None:
        remark = say("asset_rounds.written.chosen", lang)
    elif ground.reason:
        remark = say("asset_rounds.removal", reason=ground.reason, document=ground.document)
    record = [say(f"asset_rounds.written.{kind}", lang), table.zh, change.key, _name(report, change)]
    place = [source.file, source.sheet, source.row, remark]
    if kind == "removed":
        yield [*record, None, None, None, *place]
        return
    for column in table.columns:
        if column.name in (told or {}):
            old, new = ((change.before or {}).get(column.name), (change.after or {}).get(column.name))
            yield [*record, title_of(column), written(old, column), written(new, column), *place]


def _name(report: MergeReport, change: Change) -> object:
    """Give the name of the asset that a record is, or is about."""
    for state in (report.state, report.before):
        fields = state.get(change.table, {}).get(change.key, {})
        asset = state.get("assets", {}).get(str(fields.get("asset_id", "")), {})
        if asset:
            return asset.get("asset")
    return None


def _aside_row(one: Aside, lang: Language) -> Row:
    """Tell of a row that was set aside: where, why, what to do, and what it said."""
    return [*one.row.source, *_advice(one.code, one.detail, lang), one.row.raw]


def _refused_rows(report: MergeReport, lang: Language) -> list[Row]:
    """Tell of choices that could not be followed."""
    return [
        [
            *one.choice.source,
            *_advice(one.code, one.detail, lang),
            f"{one.choice.chosen} {one.choice.other}".strip(),
        ]
        for one in report.refused
    ]


def _advice(code: str, detail: str, lang: Language) -> list[object]:
    """Say why a row was set aside, and what to do."""
    found = say(f"asset_rounds.aside.{code}.found", lang, detail=detail)
    return [found, say(f"asset_rounds.aside.{code}.remedy", lang)]


def _notes(workspace: Workspace, report: MergeReport, lang: Language) -> tuple[str, ...]:
    """Head a sheet: county, date, batches, and what must stand on every sheet."""
    return (
        say(
            "asset_rounds.heading",
            lang,
            county=workspace.county.name,
            as_of=workspace.county.as_of,
            batches="、".join(one.batch for one in report.batches) or say("asset_rounds.none", lang),
            marks=marks_text(workspace, lang),
        ),
    )


def _sheet(name: str, rows: Sequence[Row], *, notes: tuple[str, ...], lang: Language) -> Sheet:
    """Put rows under their headers."""
    kind = "aside" if name == "twins" else name
    header = say(f"asset_rounds.columns.{kind}", lang).split("|")
    how = (say("asset_rounds.aside_how", lang),) if kind == "aside" else ()
    return Sheet(
        say(f"asset_rounds.sheet.{name}", lang),
        [list(header), *rows],
        notes=(*notes, *how),
        widths=_WIDTHS[kind],
        styles=dict.fromkeys((place for place in range(len(header)) if _is_count(rows, place)), "rank"),
    )


def _is_count(rows: Sequence[Row], place: int) -> bool:
    """Tell a column of counts."""
    cells = [row[place] for row in rows if row[place] is not None]
    return bool(cells) and all(isinstance(cell, int) for cell in cells)
