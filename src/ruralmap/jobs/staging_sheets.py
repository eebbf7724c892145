"""What a batch from elsewhere would change, as a file (导入预览表)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ruralmap.files.workbook import Sheet
from ruralmap.jobs.result_file import write_result
from ruralmap.words.catalogue import say

if TYPE_CHECKING:
    from pathlib import Path

    from ruralmap.jobs.asset_staging import Staging


def write_staging(staging: Staging, path: str | Path) -> None:
    """
    Write what becomes of each row, as the file's ending says.

    Parameters
    ----------
    staging
        The result.
    path
        Where it shall stand: .xlsx, .csv or .json.

    Raises
    ------
    UsageError
        If the ending is another.
    OutputError
        If the file is open in an office program, or the disk does not allow it.
    """
    write_result(
        path,
        sheets=lambda: _sheets(staging),
        table=lambda: [staging.table[0], *staging.table[1]],
        record=staging.as_json,
    )


def _sheets(staging: Staging) -> list[Sheet]:
    """Lay the workbook out: counts, rows, fields, remarks."""
    lang = staging.lang
    county = staging.workspace.county
    mark = say("registry.simulated_mark", lang) if county.simulated else ""
    title = say(f"asset_staging.title.{staging.kind}", lang)
    notes = (mark + county.name + title, staging.sentence)
    places = {0: 28.0, 1: 14.0, 2: 8.0, 3: 16.0, 5: 28.0}
    header, rows = staging.summary
    parts = [Sheet(say("asset_staging.sheet.summary", lang), [header, *rows], notes=notes, widths={0: 40.0})]
    header, rows = staging.table
    widths = {**places, 6: 30.0, 7: 12.0, 8: 60.0}
    parts.append(
        Sheet(say("asset_staging.sheet.rows", lang), [header, *rows], widths=widths, frozen_columns=3)
    )
    header, rows = staging.fields
    widths = {**places, 6: 18.0, 7: 24.0, 8: 24.0}
    parts.append(
        Sheet(say("asset_staging.sheet.fields", lang), [header, *rows], widths=widths, frozen_columns=3)
    )
    header = [say(f"asset_staging.column.{name}", lang) for name in ("file", "sheet", "row", "remark")]
    remarks: list[list[object]] = [[*one.source, one.text] for one in staging.offered.remarks]
    parts.append(
        Sheet(
            say("asset_staging.sheet.remarks", lang),
            [header, *remarks],
            widths={0: 28.0, 1: 14.0, 2: 8.0, 3: 80.0},
        )
    )
    return parts
