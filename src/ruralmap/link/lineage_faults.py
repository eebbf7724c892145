"""What is wrong in a lineage of codes (代码变更核查): shares that do not add up, levels that do not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ruralmap.link.lineage import FOUNDED, divided_shares, events_of, moves_all_under
from ruralmap.schema.division import VILLAGE_DIGITS
from ruralmap.schema.gravity import finding
from ruralmap.schema.references import place_of
from ruralmap.schema.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from ruralmap.link.lineage import Event
    from ruralmap.schema.finding import Finding

    Row = tuple[Event, dict[object, object]]


def lineage_findings(table: pd.DataFrame) -> list[Finding]:
    """
    Find rows of the lineage table that cannot be followed, or not by population.

    Parameters
    ----------
    table
        The conformed table with its source columns; rows of any date are looked at.

    Returns
    -------
    findings
        `lineage_share_missing` and `lineage_shares_not_whole`, one for each old code and day;
        `lineage_levels_differ` for a row that leads from one level to another; `lineage_prefix_unclear` for a
        merger or split of a township or county whose villages are not listed one by one.
    """
    rows = list(zip(events_of(table), table.to_dict("records"), strict=True))
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if row[0].kind != FOUNDED:
            groups.setdefault((row[0].old, row[0].day), []).append(row)
    found = [item for group in groups.values() for item in _share_faults(group)]
    found += [
        _report("lineage_levels_differ", row, column="new_code")
        for row in rows
        if row[0].new is not None and len(row[0].new) != len(row[0].old)
    ]
    listed = {(event.old, event.day) for event, _ in rows}
    found += [
        _report("lineage_prefix_unclear", row, column="old_code")
        for row in (group[0] for group in groups.values())
        if _leaves_villages_open(row[0], listed)
    ]
    return found


def _share_faults(group: Sequence[Row]) -> list[Finding]:
    """Judge the shares of one old code and day."""
    events = [event for event, _ in group]
    if divided_shares(events) is not None:
        return []
    lacking = [row for row in group if row[0].share is None]
    if lacking:
        return [_report("lineage_share_missing", lacking[0], column="share")]
    together = float(sum(event.share or 0 for event in events))
    return [_report("lineage_shares_not_whole", group[0], column="share", together=f"{together:g}")]


def _leaves_villages_open(event: Event, listed: set[tuple[str, str]]) -> bool:
    """Tell whether a township or county ended while nothing says what became of its villages."""
    if len(event.old) >= VILLAGE_DIGITS or event.new == event.old or moves_all_under(event):
        return False
    return not any(
        day == event.day and len(old) == VILLAGE_DIGITS and old.startswith(event.old) for old, day in listed
    )


def _report(code: str, row: Row, *, column: str, **values: object) -> Finding:
    """Make a finding at a row of the table."""
    event, place = row
    return finding(
        code,
        "lineage",
        **place_of(place),
        column=TABLES["lineage"].column(column).zh,
        raw=str(place[column]) if column != "share" else "",
        old=event.old,
        new=event.new or "",
        day=event.day,
        event=event.kind,
        **values,
    )
