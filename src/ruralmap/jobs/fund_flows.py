"""Where the money went (资金流向): as a table, or as a Sankey figure for documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from ruralmap.draw.figure import SHEET_KINDS, sankey_sheet
from ruralmap.draw.funds import FundDetails
from ruralmap.draw.sankey import Ends, Sankey, lay_sankey
from ruralmap.errors import ConservationError, InputError
from ruralmap.files.atomic import write_bytes
from ruralmap.funds.flows import flows
from ruralmap.jobs.flow_sheets import FLOW_COLUMNS, add_up, flow_sheets
from ruralmap.jobs.ledger import balances_of, ledger_of
from ruralmap.jobs.map_meta import map_meta
from ruralmap.jobs.result_file import TABLE_ENDINGS, require_ending, write_result
from ruralmap.link.names import label_of
from ruralmap.rules.records import plain_rows
from ruralmap.schema.money import yuan_text
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ruralmap.draw.meta import MapMeta
    from ruralmap.funds.books import Ledger
    from ruralmap.jobs.county import LinkedCounty
    from ruralmap.workspace import Workspace

# A table, or the Sankey figure.
FLOW_ENDINGS: Final = (*TABLE_ENDINGS, *SHEET_KINDS)


@dataclass(frozen=True)
class FlowChoice:
    """Which money is told (筛选), all where nothing is chosen, and where the last column leads."""

    years: tuple[int, ...] = ()
    levels: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    by: Ends = "village"

    def of(self, rows: pd.DataFrame) -> pd.DataFrame:
        """
        Take the flows that were chosen.

        Parameters
        ----------
        rows
            Flows.

        Returns
        -------
        chosen
            Those of the years, levels and channels.
        """
        chosen = {"year": self.years, "level": self.levels, "channel": self.channels}
        for column, values in chosen.items():
            rows = rows[rows[column].isin(values)] if values else rows
        return rows.reset_index(drop=True)

    def text(self, lang: Language) -> str:
        """
        Say what was chosen.

        Parameters
        ----------
        lang
            The language.

        Returns
        -------
        text
            Such as 2024、中央; empty where nothing was chosen.
        """
        levels = [say(f"maps.level.{level}", lang) for level in self.levels]
        channels = [say(f"maps.channel.{channel}", lang) for channel in self.channels]
        return "、".join([*map(str, self.years), *levels, *channels])


@dataclass(frozen=True, eq=False)
class FlowReport:
    """
    Flows of money, told.

    `rows` are the chosen flows with the names of documents, projects and places; `ledger_fen` is the total
    of the ledger, chosen or not, in fen. `names` are those of townships, villages (as on a map) and projects
    by code, `meta` is what a figure of it says of itself.
    """

    rows: pd.DataFrame
    names: Mapping[Ends, Mapping[str, str]]
    ledger_fen: int
    choice: FlowChoice
    meta: MapMeta
    lang: Language

    @property
    def total_fen(self) -> int:
        """The total of what was chosen, in fen."""
        return int(self.rows["amount_fen"].sum())

    @property
    def table(self) -> pd.DataFrame:
        """The flows added up by source and township, village or project, in their order."""
        return add_up(self.rows, FLOW_COLUMNS[self.choice.by])

    @property
    def sankey(self) -> Sankey:
        """The flows as a Sankey figure."""
        return lay_sankey(self.rows, self.names, by=self.choice.by, lang=self.lang)

    def as_json(self) -> dict[str, Any]:
        """
        Tell it as JSON does.

        Returns
        -------
        result
            `total_fen` and `rows`; what is missing is null.
        """
        return {"total_fen": self.total_fen, "ledger_fen": self.ledger_fen, "rows": plain_rows(self.table)}


def flows_of(workspace: Workspace, linked: LinkedCounty) -> tuple[Ledger, pd.DataFrame]:
    """
    Read the ledger of a county, and follow its money.

    Parameters
    ----------
    workspace
        The county's folder.
    linked
        The linked county.

    Returns
    -------
    ledger
        The fund ledger.
    flows
        As `funds.flows.flows` gives them; they add up to the ledger.

    Raises
    ------
    InputError
        If the workspace has no fund lines, or none that had been issued by the date.
    ConservationError
        If the flows do not add up to the ledger: a fault of ours.
    """
    ledger = ledger_of(workspace, linked.tables)
    if ledger.lines.empty:
        raise InputError(say_both("jobs.no_funds", as_of=workspace.county.as_of))
    rows = flows(balances_of(workspace, linked.tables, ledger))
    held = int(rows["amount_fen"].sum())
    if held != ledger.issued_fen:
        values = {"given": ledger.issued_fen, "held": held}
        raise ConservationError(say_both("ledger.not_conserved", view="flows", **values))
    return ledger, rows


def fund_names(linked: LinkedCounty, ledger: Ledger) -> FundDetails:
    """
    Say what lines and projects are called, and where projects stand.

    Parameters
    ----------
    linked
        The linked county.
    ledger
        Its ledger.

    Returns
    -------
    names
        Documents of lines, names and settled points of projects, as far as there are any.
    """
    documents = _texts(ledger.lines["doc"].dropna())
    if "projects" not in linked.tables:
        return FundDetails(documents)
    projects = linked.tables["projects"].set_index("prj_id")
    settled = projects.geometry[projects.geometry.notna() & ~projects.geometry.is_empty]
    points = pd.DataFrame({"lon": settled.x, "lat": settled.y})
    return FundDetails(documents, _texts(projects["project"]), points)


def flow_reading(
    workspace: Workspace, ledger: Ledger, *, choice: FlowChoice = FlowChoice(), lang: Language = "zh"
) -> str:
    """
    Say how the money was followed (口径), what was chosen of it, and what of the ledger could not count.

    Parameters
    ----------
    workspace
        The county's folder; it says to whose villages a project's money flows.
    ledger
        The ledger.
    choice
        What was chosen.
    lang
        The language.

    Returns
    -------
    reading
        One sentence, or several.
    """
    parts = [say("jobs.map.reading_funds", lang, relation=workspace.funds.relation)]
    if chosen := choice.text(lang):
        parts.append(say("jobs.map.funds_chosen", lang, chosen=chosen, total=yuan_text(ledger.issued_fen)))
    aside = ledger.lines_aside[ledger.lines_aside["reason"].ne("later")]
    if len(aside):
        amount = yuan_text(int(aside["issued_fen"].sum()))
        parts.append(say("jobs.map.funds_aside", lang, lines=len(aside), yuan=amount))
    return ("；" if lang == "zh" else "; ").join(parts)


def fund_flows(
    workspace: Workspace, linked: LinkedCounty, *, choice: FlowChoice = FlowChoice(), lang: Language = "zh"
) -> FlowReport:
    """
    Tell where the money went.

    Parameters
    ----------
    workspace
        The county's folder.
    linked
        The linked county.
    choice
        Which money, and where the last column leads.
    lang
        The language of the products.

    Returns
    -------
    report
        The flows with their names.

    Raises
    ------
    InputError
        If the workspace has no fund lines, or none that had been issued by the date.
    ConservationError
        If the flows do not add up to the ledger: a fault of ours.
    """
    ledger, rows = flows_of(workspace, linked)
    reading = flow_reading(workspace, ledger, choice=choice, lang=lang)
    meta = map_meta(workspace, ("source_funds",), reading=reading, lang=lang)
    chosen = choice.of(rows)
    names = fund_names(linked, ledger)
    townships, villages = linked.townships["township"], linked.villages["village"]
    named = chosen.assign(
        doc=chosen["line_id"].map(names.documents),
        project=chosen["prj_id"].map(names.projects).fillna(chosen["prj_id"]),
        township=chosen["township_code"].map(townships),
        village=chosen["village_code"].map(villages),
    )
    labels: dict[Ends, Mapping[str, str]] = {
        "township": _texts(townships),
        "village": {code: label_of(name) or name for code, name in _texts(villages).items()},
        "project": names.projects,
    }
    return FlowReport(named, labels, ledger.issued_fen, choice, meta, lang)


def _texts(names: pd.Series[str]) -> dict[str, str]:
    """Take names by code."""
    return dict(zip(names.index, names, strict=True))


def write_flows(report: FlowReport, path: str | Path) -> None:
    """
    Write the flows as the file's ending says: a table, or the Sankey figure.

    Parameters
    ----------
    report
        The flows.
    path
        Where they shall stand: .xlsx, .csv or .json, .svg, .png or .pdf.

    Raises
    ------
    UsageError
        If the ending is another, or the figure was asked for and matplotlib is not installed.
    OutputError
        If the file is open in an office program, the disk does not allow it, or no font has the letters.
    """
    ending = require_ending(path, FLOW_ENDINGS)
    if kind := SHEET_KINDS.get(ending):
        write_bytes(path, sankey_sheet(report.sankey, kind, meta=report.meta, lang=report.lang))
        return
    table = report.table
    write_result(
        path,
        sheets=lambda: flow_sheets(report.rows, table, meta=report.meta, lang=report.lang),
        table=lambda: [list(table), *(list(row.values()) for row in plain_rows(table))],
        record=report.as_json,
    )
