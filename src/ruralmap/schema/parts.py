"""A sheet's rows, read (读表): column by column, with the rows that must be set aside and why."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ruralmap.schema.bodies import classify_rows
from ruralmap.schema.cells import spread
from ruralmap.schema.marks import as_text, is_blank
from ruralmap.schema.readings import Body, Reading, mark_grave, read_column, text_found

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ruralmap.schema.columns import Table
    from ruralmap.schema.finding import Finding
    from ruralmap.schema.looks import Look
    from ruralmap.schema.outcomes import Shapes


@dataclass(frozen=True)
class Part:
    """
    A sheet's rows as a table.

    `frame` holds the rows kept so far with their source; `aside` gives the reason for each row set aside, by
    the row's number; `rows` counts all rows below the header, `ignored` those that are no data.
    """

    look: Look
    rows: int
    ignored: int
    frame: pd.DataFrame
    aside: Mapping[int, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def read_part(look: Look, table: Table, *, file: str, shapes: Shapes | None = None) -> Part:
    """
    Read a sheet's rows.

    Parameters
    ----------
    look
        The sheet and its header.
    table
        The table it belongs to.
    file
        The file's name.
    shapes
        The geometries of a layer's rows.

    Returns
    -------
    part
        Its rows.
    """
    sheet, start = look.sheet, look.match.body
    below = sheet.rows[start:]
    kinds = classify_rows(below, look.match, table)
    data = [place for place, kind in enumerate(kinds) if kind == "data"]
    first = sheet.row_number(start)
    numbers = [first + place for place in data]
    body = Body(
        [below[place] for place in data],
        numbers,
        table.name,
        file,
        sheet.name,
        not sheet.encoding,
        tuple({cell.position for cells in look.match.used.values() for cell in cells}),
    )
    findings = [
        body.found(f"row_{kind}", row=first + place, raw=_first_text(below[place]))
        for place, kind in enumerate(kinds)
        if kind not in {"data", "blank"}
    ]
    if not data:
        findings.append(body.found("sheet_without_rows"))
    frame, aside, of_columns = _read_columns(body, look, table)
    if shapes:
        found = pd.Series(
            [shapes.by_row.get(number) for number in numbers], index=frame.index, dtype="object"
        )
        frame = frame.assign(geometry=found)
        aside |= {number: shapes.spoiled[number] for number in numbers if number in shapes.spoiled}
    if aside:
        frame = frame[~frame["source_row"].isin(list(aside))]
    return Part(look, len(below), len(below) - len(data), frame, aside, (*findings, *of_columns))


def raw_row(look: Look, number: int) -> str:
    """
    Give a row as it was found.

    Parameters
    ----------
    look
        The sheet.
    number
        The row, as the office's program counts it.

    Returns
    -------
    raw
        JSON: the header of each filled cell, and the cell's text.
    """
    row = look.sheet.rows[number - look.sheet.row_number(0)]
    names = {cell.position: cell.text for cell in look.match.cells}
    found: dict[str, str] = {}
    for place, cell in enumerate(row):
        if as_text(cell):
            name = names.get(place) or f"第{look.sheet.first_column + place + 1}列"
            found[name if name not in found else f"{name}({place + 1})"] = text_found(cell)
    return json.dumps(found, ensure_ascii=False)


def _first_text(row: Sequence[object]) -> str:
    return next((as_text(cell) for cell in row if not is_blank(cell)), "")


def _read_columns(body: Body, look: Look, table: Table) -> tuple[pd.DataFrame, dict[int, str], list[Finding]]:
    """Read every column, and find the rows whose compulsory cells are empty or unusable."""
    columns: dict[str, pd.Series] = {}
    nowhere = np.zeros(len(body.numbers), dtype=np.intp)
    aside: dict[int, str] = {}
    findings: list[Finding] = []
    for column in table.columns:
        places = look.match.used.get(column.name)
        if not places:
            columns[column.name] = spread([None], nowhere, column)
            continue
        reading = read_column(body, column, places)
        columns[column.name] = reading.series
        lacking = _lacking(body, reading) if column.filled else {}
        findings += mark_grave(reading.findings, lacking)
        findings += [
            body.found("value_missing", row=number, column=places[0].text, title=column.zh)
            for number, reason in lacking.items()
            if reason == "value_missing"
        ]
        aside = lacking | aside
    frame = pd.DataFrame(columns)
    frame["source_file"] = pd.array([body.file], dtype="str").take(nowhere)
    frame["source_sheet"] = pd.array([body.sheet], dtype="str").take(nowhere)
    frame["source_row"] = pd.array(np.array(body.numbers, dtype=np.int64), dtype="Int64")
    return frame, aside, findings


def _lacking(body: Body, reading: Reading) -> dict[int, str]:
    """Find the rows that lack a compulsory value, by number, with the reason."""
    missing = reading.series.isna().to_numpy().nonzero()[0]
    return {body.numbers[int(place)]: reading.unusable.get(int(place), "value_missing") for place in missing}
