"""The registry of a day (某日状态), as tables and as a linked county."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ruralmap.assets.replay import as_of
from ruralmap.assets.tables import KEPT, frame_of
from ruralmap.errors import UsageError
from ruralmap.files.workbook import Sheet
from ruralmap.jobs.asset_fields import field_words, table_words, value_cell
from ruralmap.jobs.asset_history import read_past
from ruralmap.jobs.check import check
from ruralmap.jobs.collector import collector_paused
from ruralmap.jobs.county import LinkedCounty, link_county
from ruralmap.jobs.result_file import write_result
from ruralmap.schema.tables import TABLES
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import Language, say
from ruralmap.workspace import is_day

if TYPE_CHECKING:
    from pathlib import Path

    from ruralmap.assets.changes import State
    from ruralmap.files.workbook import NumberStyle
    from ruralmap.workspace import Workspace


@dataclass(frozen=True, eq=False)
class RegistryOfDay:
    """What the registry says of a day (某日登记情况)."""

    workspace: Workspace
    day: str
    state: State
    lang: Language

    @property
    def counts(self) -> tuple[list[str], list[list[object]]]:
        """How many records each table has, for the screen: header, rows."""
        header = [say(f"asset_history.{key}", self.lang) for key in ("column.table", "as_of.records")]
        return header, [[table_words(name, self.lang), len(self.state.get(name, {}))] for name in KEPT]

    def table(self, name: str) -> list[list[object]]:
        """
        Lay a table out in words.

        Parameters
        ----------
        name
            The kept table.

        Returns
        -------
        rows
            The header, and one for each record.
        """
        columns = TABLES[name].names
        rows: list[list[object]] = [[field_words(name, column, self.lang) for column in columns]]
        rows.extend(
            [value_cell(name, one, fields.get(one), self.lang) for one in columns]
            for fields in self.state.get(name, {}).values()
        )
        return rows

    def as_json(self) -> dict[str, object]:
        """
        Give the registry of the day as one object, for programs.

        Returns
        -------
        result
            The `day`, and the `records` of each table as they are kept.
        """
        return {
            "county": self.workspace.county.name,
            "simulated": self.workspace.county.simulated,
            "as_of": self.day,
            "records": {name: list(self.state.get(name, {}).values()) for name in KEPT},
        }


@collector_paused()
def registry_of(workspace: Workspace, day: str, *, lang: Language = "zh") -> RegistryOfDay:
    """
    Give the registry of a day.

    Parameters
    ----------
    workspace
        The county's folder.
    day
        ISO text.
    lang
        The language.

    Returns
    -------
    registry
        What it says of that day as it is known now, later corrections that hold from then with it.

    Raises
    ------
    UsageError
        If the day is none, or the registry had no asset yet.
    RegistryError
        If there is no registry, or it is damaged.
    """
    if not is_day(day):
        raise UsageError(say_both("asset_history.as_of.bad_day", found=day))
    known = read_past(workspace)
    state = as_of(known.events, day)
    if not any(state.values()):
        first = min((event.on for event in known.events), default="—")
        raise UsageError(say_both("asset_history.as_of.none", day=day, first=first))
    return RegistryOfDay(workspace, day, state, lang)


def county_of(registry: RegistryOfDay) -> LinkedCounty:
    """
    Link the county with its assets as they were.

    Parameters
    ----------
    registry
        The registry of a day.

    Returns
    -------
    linked
        Villages and all else as the files have them; the kept tables as the registry had them.

    Raises
    ------
    InputError
        If nothing trustworthy can be made of the inputs.
    """
    report = check(registry.workspace)
    tables = {name: frame for name, frame in report.tables.items() if name not in KEPT}
    tables |= {name: frame_of(records, name, {}) for name, records in registry.state.items()}
    return link_county(registry.workspace, replace(report, tables=tables))


def write_registry_of(registry: RegistryOfDay, path: str | Path) -> None:
    """
    Write the registry of a day as the file's ending says.

    Parameters
    ----------
    registry
        The registry of a day.
    path
        Where it shall stand: .xlsx with a sheet for each table, .csv of the assets, .json.

    Raises
    ------
    UsageError
        If the ending is another.
    OutputError
        If the file is open in an office program, or the disk does not allow it.
    """
    lang = registry.lang
    county = registry.workspace.county
    mark = say("registry.simulated_mark", lang) if county.simulated else ""
    title = mark + county.name + say("asset_history.as_of.title", lang, day=registry.day)
    write_result(
        path,
        sheets=lambda: [
            Sheet(
                table_words(name, lang),
                registry.table(name),
                notes=(title,),
                styles=_styles(name),
                frozen_columns=2,
            )
            for name in KEPT
            if registry.state.get(name)
        ],
        table=lambda: registry.table("assets"),
        record=registry.as_json,
    )


def _styles(name: str) -> dict[int, NumberStyle]:
    """Show amounts with two decimals."""
    columns = TABLES[name].columns
    return {place: "money" for place, column in enumerate(columns) if column.kind == "money"}
