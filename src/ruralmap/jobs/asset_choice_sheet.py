"""The sheet on which conflicts are settled (冲突待选定): written with candidates, read back with choices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ruralmap.assets.chain import Source
from ruralmap.assets.choices import (
    CANDIDATE,
    CONFLICT_FORM,
    CONFLICT_HEADER,
    Choice,
    candidates_of,
    mark_conflict,
    offered,
)
from ruralmap.assets.merging import WHOLE
from ruralmap.files.workbook import Sheet
from ruralmap.schema.marks import as_text
from ruralmap.schema.tables import TABLES
from ruralmap.schema.written import title_of, written
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ruralmap.assets.changes import State, Value
    from ruralmap.assets.merging import Conflict, Spot
    from ruralmap.schema.grid import RawSheet

# By these headers the sheet is read back, in whatever language the rest of the workbook is.
_CHOSEN: Final = "选定"
_OTHER_VALUE: Final = "其他值"
_FIRST: Final = ("登记表", "编号", "名称", "字段", "原值")
_WIDTHS: Final = (18, 16, 26, 14, 18)


def conflict_sheet(
    conflicts: Mapping[Spot, Conflict],
    state: State,
    pending: Mapping[str, Choice],
    *,
    notes: tuple[str, ...],
    lang: Language,
) -> Sheet:
    """
    Lay open conflicts out, one row each.

    Parameters
    ----------
    conflicts
        Those that are open.
    state
        The registry as it stands, for names.
    pending
        Choices that somebody wrote into the last workbook and that were not applied, by mark.
    notes
        What stands above.
    lang
        The language of the sheet's name and notes.

    Returns
    -------
    sheet
        With a list to choose from in each row.
    """
    most = max((len(one.candidates) for one in conflicts.values()), default=0)
    pairs = [(f"{CANDIDATE}{number}", f"{CANDIDATE}{number}提出") for number in range(1, most + 1)]
    header = [*_FIRST, *(title for pair in pairs for title in pair), _CHOSEN, _OTHER_VALUE, CONFLICT_HEADER]
    rows: list[list[object]] = [list(header)]
    choices = {}
    for spot, conflict in sorted(conflicts.items()):
        mark = mark_conflict(spot, conflict)
        known = pending.get(mark)
        listed: list[object] = []
        for value in candidates_of(conflict):
            listed += [
                _shown(spot, value),
                "、".join(
                    sorted(one or say("asset_rounds.office", lang) for one in conflict.candidates[value])
                ),
            ]
        listed += [None] * (2 * most - len(listed))
        answers = [known.chosen, known.other] if known else [None, None]
        choices[len(rows), header.index(_CHOSEN)] = offered(spot, conflict)
        rows.append([*_named(spot, conflict, state), *listed, *answers, mark])
    widths = dict(enumerate([*_WIDTHS, *(18, 30) * most, 10, 18, 10]))
    return Sheet(
        say("asset_rounds.sheet.conflicts", lang),
        rows,
        notes=(*notes, say("asset_rounds.conflict_how", lang)),
        cell_choices=choices,
        widths=widths,
        hidden_columns=frozenset({len(header) - 1}),
    )


def read_choices(sheets: Sequence[RawSheet], file: str) -> list[Choice] | None:
    """
    Read what was chosen.

    Parameters
    ----------
    sheets
        All sheets of a workbook.
    file
        What it is called.

    Returns
    -------
    choices
        Of rows in which something was chosen, wherever they were moved; None if no sheet is one of conflicts.
    """
    found = None
    for sheet in sheets:
        texts = [[as_text(cell) for cell in row] for row in sheet.rows]
        places = next(
            (
                [row.index(title) for title in (CONFLICT_HEADER, _CHOSEN, _OTHER_VALUE)]
                for row in texts
                if {CONFLICT_HEADER, _CHOSEN, _OTHER_VALUE} <= set(row)
            ),
            None,
        )
        if places is None:
            continue
        found = found or []
        for number, row in enumerate(texts):
            mark, chosen, other = (row[place] if place < len(row) else "" for place in places)
            if mark.startswith(f"{CONFLICT_FORM}:") and (chosen or other):
                source = Source(file, sheet.name, sheet.row_number(number))
                found.append(Choice(source, mark, chosen, other))
    return found


def _named(spot: Spot, conflict: Conflict, state: State) -> list[object]:
    """Say what is in conflict: table, number, name, field and what the export said."""
    table = TABLES[spot.table]
    field = "（整条登记）" if spot.field == WHOLE else title_of(table.column(spot.field))
    return [table.zh, spot.key, _name(spot, state), field, _shown(spot, conflict.base)]


def _name(spot: Spot, state: State) -> object:
    """Give the name of the asset that a record is, or is about."""
    fields = state.get(spot.table, {}).get(spot.key, {})
    assets = state.get("assets", {})
    return assets.get(str(fields.get("asset_id", spot.key)), {}).get("asset")


def _shown(spot: Spot, value: Value | None) -> object:
    """Show a value as it is written in an export; an empty one so that it can be seen."""
    if value is None:
        return "（空）"
    return value if spot.field == WHOLE else written(value, TABLES[spot.table].column(spot.field))
