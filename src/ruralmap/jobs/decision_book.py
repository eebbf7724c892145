"""Writing the decisions workbook (落图决定表): open cases with proposals, and every answer as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import pandas as pd

from ruralmap.files.workbook import PICK_LIST_SHEET, Sheet, write_workbook
from ruralmap.jobs.county import LINKED_TABLES
from ruralmap.jobs.decision_words import case_cells, records_texts, state_texts, village_labels
from ruralmap.jobs.decisions import as_table, decisions_path, read_decision_book
from ruralmap.jobs.link_points import unique_names
from ruralmap.jobs.village_list import regions_before
from ruralmap.link.cases import list_sayings, open_cases, township_codes
from ruralmap.link.decisions import keys_of, resolve_decisions
from ruralmap.link.proposals import propose_villages
from ruralmap.schema.decisions import DECISIONS, WRITTEN
from ruralmap.schema.marks import BLANK_MARKS
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from ruralmap.jobs.county import LinkedCounty
    from ruralmap.jobs.decisions import DecisionBook
    from ruralmap.workspace import Workspace

    Cells = dict[str, object]


class _Line(NamedTuple):
    """One row to write: what it is about (missing if it says nothing), our cells, those of the office."""

    key: str
    cells: Cells
    extras: Mapping[str, str]


_WIDTHS: Final = {
    "township": 12,
    "village": 20,
    "village_code": 15,
    "records": 14,
    "reason": 34,
    "candidate_1": 27,
    "candidate_2": 27,
    "candidate_3": 27,
    "score_1": 7,
    "score_2": 7,
    "score_3": 7,
    "decision": 24,
    "decided_by": 10,
    "decided_on": 12,
    "note": 20,
    "state": 20,
}
_SCORES: Final = ("score_1", "score_2", "score_3")


def write_decisions(workspace: Workspace, linked: LinkedCounty, *, lang: Language = "zh") -> Path | None:
    """
    Write the decisions workbook: cases that wait, with proposals, and all that was ever answered.

    The workbook is read again right before, so that an answer given meanwhile stays. A row in which a person
    has written anything is never removed, nor are columns and sheets that the office added; rows stay in
    their order, new cases follow.

    Parameters
    ----------
    workspace
        The county's folder.
    linked
        The linked county.
    lang
        The language of titles and texts.

    Returns
    -------
    path
        The workbook; missing where ruralmap.toml names none.

    Raises
    ------
    UsageError
        If ruralmap.toml names more than one workbook.
    LayerError
        If the workbook that is there cannot be read; it stays as it is.
    OutputError
        If it is open in an office program, or cannot be written; it stays as it is.
    """
    path = decisions_path(workspace)
    if path is None:
        return None
    book = read_decision_book(path)
    regions = regions_before(workspace, linked.tables)
    labels = village_labels(linked.villages, regions)
    sayings = list_sayings({name: linked.tables[name] for name in LINKED_TABLES if name in linked.tables})
    cases = open_cases(sayings, linked.villages, regions=regions)
    proposals = propose_villages(
        cases,
        linked.villages,
        lineage=linked.tables.get("lineage"),
        as_of=workspace.county.as_of,
        regions=regions,
    )
    table = as_table(book, path.name)
    lines = _merge(book, keys_of(table), case_cells(cases, proposals, labels=labels, lang=lang))
    decided, _ = resolve_decisions(table, linked.villages, regions=regions)
    _tell(lines, sayings, decided=decided, lang=lang)
    written = pd.DataFrame([line.cells for line in lines], columns=list(WRITTEN), dtype="str")
    townships = township_codes(written, linked.villages, regions=regions)
    choices = _choices(townships, linked.villages, labels=labels, lang=lang)
    sheet = _sheet(workspace, book, lines, choices=choices, lang=lang)
    write_workbook(path, [sheet, *_sheets_of_the_office(book, taken=(PICK_LIST_SHEET, sheet.name))])
    return path


def _merge(book: DecisionBook, keys: pd.Series[str], cases: Mapping[str, Cells]) -> list[_Line]:
    """Put what is open into the rows that are there; drop unanswered rows that are not open any more."""
    lines: list[_Line] = []
    listed: set[str] = set()
    for row, key in zip(book.rows, keys, strict=True):
        is_open = key in cases and key not in listed
        if row.is_answered or is_open:
            fresh = {name: cell for name, cell in cases.get(key, {}).items() if name not in WRITTEN}
            lines.append(_Line(key, {**row.cells, **fresh}, row.extras))
            listed.add(key)
    return [*lines, *(_Line(key, dict(cells), {}) for key, cells in cases.items() if key not in listed)]


def _tell(lines: Sequence[_Line], sayings: pd.DataFrame, *, decided: pd.DataFrame, lang: Language) -> None:
    """Write into each row how many records it is about, and what became of it."""
    decisions = [str(line.cells.get("decision") or "") for line in lines]
    told = pd.DataFrame(
        {
            "key": pd.Series([line.key for line in lines], dtype="str"),
            "decision": ["" if text in BLANK_MARKS else text for text in decisions],
        }
    )
    concerned = sayings[sayings["key"].isin(told["key"])]
    counted = records_texts(told["key"], concerned, lang=lang)
    states = state_texts(told, concerned, decided=decided, lang=lang)
    for line, records, state in zip(lines, counted, states, strict=True):
        line.cells.update(records=records, state=state)


def _choices(
    townships: pd.Series[str], villages: pd.DataFrame, *, labels: Mapping[str, str], lang: Language
) -> list[tuple[str, ...]]:
    """Give each row its pick-list: none of them, then the villages of the township, or of the county."""
    members = {str(code): list(rows.index) for code, rows in villages.groupby("township_code")}
    everything = list(villages.index)
    offered: dict[object, tuple[str, ...]] = {}
    for code in townships.unique():
        listed = members.get(str(code), everything)
        offered[code] = (say("decisions.declined", lang), *(labels[str(village)] for village in listed))
    return [offered[code] for code in townships]


def _sheet(
    workspace: Workspace,
    book: DecisionBook,
    lines: Sequence[_Line],
    *,
    choices: Sequence[tuple[str, ...]],
    lang: Language,
) -> Sheet:
    """Lay the rows out: our columns, then those that the office added."""
    county = workspace.county
    marks = [say("jobs.links.internal", lang)]
    if county.simulated:
        marks.append(say("jobs.links.simulated", lang))
    header = [column.zh if lang == "zh" else column.en for column in DECISIONS.columns]
    rows: list[list[object]] = [[*header, *book.added_columns]]
    for line in lines:
        own = [_cell(name, line.cells.get(name)) for name in DECISIONS.names]
        rows.append([*own, *(line.extras.get(title) for title in book.added_columns)])
    place = DECISIONS.names.index("decision")
    return Sheet(
        book.sheet or say("decisions.sheet", lang),
        rows,
        notes=(
            say("decisions.title", lang, county=county.name),
            "  ".join(marks),
            say("decisions.how", lang, declined=say("decisions.declined", lang)),
            say("decisions.rule", lang),
            say("decisions.limits", lang),
        ),
        widths={DECISIONS.names.index(name): width for name, width in _WIDTHS.items()},
        styles={DECISIONS.names.index(name): "integer" for name in _SCORES},
        cell_choices={(number, place): offered for number, offered in enumerate(choices, start=1)},
    )


def _sheets_of_the_office(book: DecisionBook, *, taken: Sequence[str]) -> list[Sheet]:
    """Write the sheets that the office added: each cell in its place, a name that is taken with a number."""
    names = unique_names((own.name for own in book.added_sheets), taken=taken)
    return [
        Sheet(
            name,
            [*([[]] * own.first_row), *([None] * own.first_column + row for row in own.rows)],
            header_rows=0,
            hidden=own.hidden,
        )
        for name, own in zip(names, book.added_sheets, strict=True)
    ]


def _cell(name: str, value: object) -> object:
    """Write a score that was read back as text as the number it is."""
    return int(value) if name in _SCORES and isinstance(value, str) and value.isdecimal() else value
