"""The workbook 落图情况表: how many rows were linked, what a person has to look at, who lives elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ruralmap.files.workbook import Sheet, write_workbook
from ruralmap.jobs.county import LINKED_TABLES
from ruralmap.jobs.residence_sheets import residence_sheets
from ruralmap.jobs.share_sheets import share_sheets
from ruralmap.link.decision import REMARKS
from ruralmap.schema.people import ROSTER
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd

    from ruralmap.jobs.county import LinkedCounty
    from ruralmap.workspace import Workspace

    Choice = Callable[[pd.DataFrame], pd.Series[bool]]

# The statuses that a person has to confirm.
_DOUBTFUL: Final = ("tie", "near", "conflict", "unlinked")
# Statuses counted beside the sums they are part of.
_TOLD: Final = ("tie", "near", "conflict")
_DOUBT_COLUMNS: Final = {
    "township": "column_township",
    "village": "column_village",
    "village_code": "column_code",
    "link_status": "column_status",
    "linked_village_code": "column_given",
    "linked_township_code": "column_given_township",
    "link_candidates": "column_candidates",
    "link_reason": "column_reason",
    "link_decision": "column_decision",
}
_WIDTHS: Final = {1: 20, 5: 18, 6: 16, 8: 30, 9: 60}


def write_link_list(workspace: Workspace, linked: LinkedCounty, path: Path, *, lang: Language = "zh") -> None:
    """
    Write the list of links (落图情况表).

    Parameters
    ----------
    workspace
        The county's folder.
    linked
        The linked county.
    path
        Where the workbook shall stand.
    lang
        The language of the workbook.

    Raises
    ------
    OutputError
        If the file is locked or the disk is full.
    """
    notes = _notes(workspace, lang)
    sheets = (
        Sheet(
            _say("sheet_counts", lang),
            rows=_count_rows(linked, lang),
            notes=(*notes, _say("rule", lang)),
            widths={0: 14},
            styles=dict.fromkeys(range(1, 5 + len(_TOLD)), "integer"),
        ),
        Sheet(
            _say("sheet_doubts", lang),
            rows=_record_rows(linked, _is_doubtful, lang),
            notes=(*notes, _say("doubts_rule", lang)),
            widths=_WIDTHS,
        ),
        Sheet(
            _say("sheet_remarks", lang),
            rows=_record_rows(linked, _is_remarkable, lang),
            notes=(*notes, _say("remarks_rule", lang)),
            widths=_WIDTHS,
        ),
        Sheet(_say("sheet_register", lang), rows=_register_rows(linked, lang), notes=notes, widths={3: 60}),
        *share_sheets(linked, notes, lang=lang),
        *residence_sheets(linked, notes, lang=lang),
    )
    write_workbook(path, sheets)


def _say(key: str, lang: Language, **values: object) -> str:
    return say(f"jobs.links.{key}", lang, **values)


def _notes(workspace: Workspace, lang: Language) -> tuple[str, ...]:
    """Title, date and marks."""
    county = workspace.county
    marks = [_say("as_of", lang, as_of=county.as_of), _say("internal", lang)]
    if county.simulated:
        marks.append(_say("simulated", lang))
    return (_say("title", lang, county=county.name), "  ".join(marks))


def _count_rows(linked: LinkedCounty, lang: Language) -> list[list[object]]:
    """Write one row a kind of record: the sums, then the statuses that say more than they do."""
    sums = ("rows", "linked", "unlinked", "rejected")
    header: list[object] = [_say("column_record", lang), *(_say(f"column_{name}", lang) for name in sums)]
    header += [_say("column_of_them", lang, status=say(f"links.status.{name}", lang)) for name in _TOLD]
    rows = [header]
    for name, counts in linked.counts.items():
        three = [getattr(counts, part) for part in sums]
        rows.append(
            [
                say(f"jobs.record.{name}", lang),
                *three,
                *(counts.statuses[status] for status in _TOLD),
            ]
        )
    return rows


def _is_doubtful(records: pd.DataFrame) -> pd.Series[bool]:
    """Tell which records a person has to confirm."""
    return records["link_status"].isin(_DOUBTFUL)


def _is_remarkable(records: pd.DataFrame) -> pd.Series[bool]:
    """Tell which records were linked though something said of them is wrong."""
    return (records["link_status"] == "linked") & records["link_reason"].isin(REMARKS)


def _record_rows(linked: LinkedCounty, chosen: Choice, lang: Language) -> list[list[object]]:
    """Write one row a record that a person has to look at, in the order of tables and keys."""
    header = [_say("column_record", lang), _say("column_key", lang)]
    rows: list[list[object]] = [[*header, *(_say(key, lang) for key in _DOUBT_COLUMNS.values())]]
    for name, key in LINKED_TABLES.items():
        if name not in linked.tables:
            continue
        records = linked.tables[name]
        doubtful = records[chosen(records)].sort_values(key)
        shown = doubtful.reindex(columns=[key, *_DOUBT_COLUMNS]).astype(object)
        shown["link_status"] = [say(f"links.status.{status}", lang) for status in shown["link_status"]]
        shown["link_reason"] = [
            say(f"links.{reason}", lang) if isinstance(reason, str) and reason else ""
            for reason in shown["link_reason"]
        ]
        shown = shown.where(shown.notna(), None)
        rows += [[say(f"jobs.record.{name}", lang), *row] for row in shown.itertuples(index=False, name=None)]
    return rows


def _register_rows(linked: LinkedCounty, lang: Language) -> list[list[object]]:
    """Write one row a contradiction inside the rosters."""
    keys = ("column_household", "column_person", "column_column", "column_values")
    rows: list[list[object]] = [[_say(key, lang) for key in keys]]
    headers = {column.name: column.zh if lang == "zh" else column.en for column in ROSTER.columns}
    shown = linked.disagreements[["hh_id", "p_id", "column", "values"]].copy()
    shown["column"] = shown["column"].map(headers).fillna(shown["column"])
    shown = shown.astype(object).where(shown.notna(), None)
    rows += [list(row) for row in shown.itertuples(index=False, name=None)]
    return rows


def count_table(linked: LinkedCounty, lang: Language) -> tuple[list[str], list[list[object]]]:
    """
    Give the counts for a screen: header and rows.

    Parameters
    ----------
    linked
        The linked county.
    lang
        The language.

    Returns
    -------
    table
        The header, and one row a kind of record.
    """
    header, *rows = _count_rows(linked, lang)
    return [str(name) for name in header], [list(row) for row in rows]
