"""Follow money to what it made, and back (资金追溯): bring the ledger to assets, yields and lists."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from ruralmap.assets.standing import in_force
from ruralmap.funds.chain import ChainTables, chain
from ruralmap.funds.tracing import price, trace
from ruralmap.funds.yields import shared_out, yields_of
from ruralmap.jobs.assets_there import assets_there
from ruralmap.jobs.chain_sheets import about_sheet, marks_of, records_of, sheet_of, table_of
from ruralmap.jobs.places import known_places
from ruralmap.jobs.result_file import write_result
from ruralmap.jobs.trace_keys import find_key
from ruralmap.jobs.zone_states import zone_states
from ruralmap.schema.money import FEN_PER_YUAN
from ruralmap.schema.tables import TABLES
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from pathlib import Path

    from ruralmap.funds.books import Ledger
    from ruralmap.jobs.county import LinkedCounty
    from ruralmap.jobs.zone_report import ZonesReport
    from ruralmap.workspace import Workspace


_STORED: Final[dict[str, Any]] = {"integer": "Int64", "money": "Int64", "number": "float64"}
_ASSET_COLUMNS: Final = [
    "asset_id",
    "asset",
    "asset_class",
    "prj_id",
    "run_state",
    "run_state_on",
    "operator",
    "township_code",
    "village_code",
]


@dataclass(frozen=True, eq=False)
class TraceReport:
    """
    What was traced: `rows` of the chain, their `prices`, and what villages shared out.

    `places` are the names of townships and villages by code; `trial` where the lists are those of another
    county's policy.
    """

    workspace: Workspace
    trial: bool
    kind: str
    name: str
    rows: pd.DataFrame
    prices: pd.DataFrame
    shared: pd.DataFrame
    places: dict[str, str]
    lang: Language

    @property
    def what(self) -> str:
        """What was traced, in words."""
        return say(f"chain.trace.{self.kind}", self.lang, id=self.name)

    @property
    def sums_fen(self) -> dict[str, int]:
        """The money of the ledger in the rows, what of it made assets, and what these are owed."""
        traced = self.rows[self.rows["state"].eq("traced")]
        formed = traced.loc[traced["stage"].eq("asset"), "amount_fen"]
        sums = {"traced": traced["amount_fen"], "formed": formed, "arrears": self.rows["arrears_fen"]}
        return {name: int(fens.sum()) for name, fens in sums.items()}

    def named(self, table: pd.DataFrame) -> pd.DataFrame:
        """
        Put the names of places beside their codes.

        Parameters
        ----------
        table
            With village_code, and township_code where only that is known.

        Returns
        -------
        table
            With `place` in their stead.
        """
        codes = table["village_code"]
        if "township_code" in table:
            codes = codes.fillna(table["township_code"])
        shown = table.drop(columns=["township_code", "village_code"], errors="ignore")
        shown.insert(list(shown).index("zone_state"), "place", codes.map(self.places).fillna(codes))
        return shown

    def as_json(self) -> dict[str, object]:
        """
        Give the result in the shape of `funds trace --json`.

        Returns
        -------
        record
            What was traced, the rows of the chain with amounts in fen, prices and distributions.
        """
        return {
            "as_of": self.workspace.county.as_of,
            "trial": self.trial,
            "key": {"kind": self.kind, "name": self.name},
            "sums_fen": self.sums_fen,
            "rows": records_of(self.rows),
            "prices": records_of(self.prices),
            "distributions": records_of(self.shared),
        }


def chain_of(workspace: Workspace, linked: LinkedCounty, ledger: Ledger, zones: ZonesReport) -> pd.DataFrame:
    """
    Follow every line to its assets, who runs them, what they earn, and whether the village is on the list.

    Parameters
    ----------
    workspace
        The county's folder.
    linked
        The linked county.
    ledger
        Its ledger.
    zones
        Its lists.

    Returns
    -------
    chain
        As `funds.chain.chain` gives it.

    Raises
    ------
    ConservationError
        If the rows of a line do not add up to it: a fault of ours.
    """
    as_of = workspace.county.as_of
    tables = ChainTables(
        assets=_assets(linked, as_of),
        projects=_table(linked, "projects")[["prj_id", "project", "project_class"]],
        yields=yields_of(_table(linked, "yields"), as_of=as_of),
        zone_states=zone_states(zones),
    )
    return chain(ledger, tables)


def _assets(linked: LinkedCounty, as_of: str) -> pd.DataFrame:
    """Take the assets that were there on the date, and who runs them by contract, else by the ledger."""
    there = assets_there(linked, as_of=as_of)
    known = _table(linked, "assets") if there is None else there
    running = in_force(_table(linked, "contracts"), as_of).dropna(subset=["operator"])
    operators = {
        str(asset): "、".join(dict.fromkeys(names))
        for asset, names in running.sort_values("contract_id").groupby("asset_id")["operator"]
    }
    contracted = known["asset_id"].map(operators).astype("str")
    shown = known.assign(operator=contracted.fillna(known["operator"]))
    return shown.reindex(columns=_ASSET_COLUMNS)


def _table(linked: LinkedCounty, name: str) -> pd.DataFrame:
    """Take a table without its geometry; one that the office has not has no rows."""
    if name not in linked.tables:
        kinds = {column.name: _STORED.get(column.kind, "str") for column in TABLES[name].columns}
        return pd.DataFrame(columns=list(kinds)).astype(kinds)
    return pd.DataFrame(linked.tables[name]).drop(columns="geometry", errors="ignore")


def trace_funds(
    workspace: Workspace,
    linked: LinkedCounty,
    ledger: Ledger,
    zones: ZonesReport,
    *,
    what: str,
    lang: Language = "zh",
) -> TraceReport:
    """
    Trace a line, a document, a project, an asset or a place.

    Parameters
    ----------
    workspace
        The county's folder.
    linked
        The linked county.
    ledger
        Its ledger.
    zones
        Its lists.
    what
        What is traced.
    lang
        The language of the products.

    Returns
    -------
    report
        The rows of the chain that it is in, from whichever end; no household is named.

    Raises
    ------
    UsageError
        If nothing fits, if it is of several kinds, or if it is a household.
    ConservationError
        If the rows of a line do not add up to it: a fault of ours.
    """
    whole = chain_of(workspace, linked, ledger, zones)
    kind, name, key = find_key(what, rows=whole, ledger=ledger, linked=linked, facts=zones.facts)
    rows = trace(whole, key)
    shared = shared_out(
        _table(linked, "distributions"),
        _served(linked, rows),
        zone_states(zones),
        as_of=workspace.county.as_of,
    )
    places = {place.code: place.name for place in known_places(zones.facts)}
    return TraceReport(
        workspace=workspace,
        trial=zones.evaluation.trial,
        kind=kind,
        name=name,
        rows=rows,
        prices=price(rows),
        shared=shared,
        places=places,
        lang=lang,
    )


def _served(linked: LinkedCounty, rows: pd.DataFrame) -> set[str]:
    """Name the villages that traced assets serve; where that is not stated, those in which they stand."""
    placed = rows.dropna(subset=["asset_id"])
    shares = linked.tables.get("asset_shares", pd.DataFrame(columns=["asset_id", "relation"]))
    of_assets = shares[shares["relation"].eq("受益村") & shares["asset_id"].isin(placed["asset_id"])]
    served = of_assets.reindex(columns=["asset_id", "linked_village_code"]).dropna()
    standing = placed.loc[~placed["asset_id"].isin(served["asset_id"]), "village_code"].dropna()
    return {*served["linked_village_code"], *standing}


def write_trace(report: TraceReport, path: str | Path) -> None:
    """
    Write what was traced as the file's ending says: a workbook, CSV or JSON.

    Parameters
    ----------
    report
        What was traced.
    path
        Where it shall stand: .xlsx, .csv or .json.

    Raises
    ------
    UsageError
        If the ending is another.
    OutputError
        If the file is open in an office program, or the disk does not allow it.
    """
    lang, county = report.lang, report.workspace.county.name
    title = say("chain.trace.title", lang, county=county, what=report.what)
    notes = marks_of(report.workspace, title, lang, trial=report.trial)
    lines: list[tuple[str, object]] = [(say("chain.trace.rows", lang), len(report.rows))]
    lines += [
        (say(f"chain.trace.sum_{name}", lang), Decimal(fen) / FEN_PER_YUAN)
        for name, fen in report.sums_fen.items()
    ]
    rule = say("chain.trace.rule", lang)
    lines += [(rule, say(f"chain.trace.{key}", lang)) for key in ("rule_text", "rule_shared")]
    shown = report.named(report.rows)
    tables = {"rows": shown, "prices": report.prices, "shared": report.named(report.shared)}
    write_result(
        path,
        sheets=lambda: [
            about_sheet(lines, notes, lang),
            *(
                sheet_of(say(f"chain.trace.sheet_{name}", lang), table, notes, lang)
                for name, table in tables.items()
            ),
        ],
        table=lambda: table_of(shown, lang),
        record=report.as_json,
    )
