"""The three maps (制图): bring a linked county, its zones and its ledger to the drawing room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from ruralmap.draw.assets import asset_map
from ruralmap.draw.funds import fund_map
from ruralmap.draw.zones import Overlays, priority_map
from ruralmap.errors import InputError
from ruralmap.files.atomic import write_text
from ruralmap.jobs.asset_changes import changes_since, histories
from ruralmap.jobs.asset_words import villages_in_words
from ruralmap.jobs.fund_flows import flow_reading, flows_of, fund_names
from ruralmap.jobs.map_meta import map_meta
from ruralmap.jobs.standing import standing
from ruralmap.link.tallies import tally_residence
from ruralmap.rules.zones import rank_units
from ruralmap.schema.tables import TABLES
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from pathlib import Path

    from ruralmap.draw.page import MapPage
    from ruralmap.jobs.county import LinkedCounty
    from ruralmap.jobs.zones import ZonesReport
    from ruralmap.rules.results import Result
    from ruralmap.workspace import Workspace

MAP_ENDINGS: Final = (".htm", ".html")


@dataclass(frozen=True, eq=False)
class Map:
    """A finished map: shows itself in a notebook, or stands as one file that opens without a network."""

    page: MapPage

    def save(self, path: str | Path) -> None:
        """
        Write the map as one HTML file.

        Parameters
        ----------
        path
            Where it shall stand.

        Raises
        ------
        OutputError
            If the file is locked or the disk is full.
        """
        write_text(path, self.to_html())

    def to_html(self) -> str:
        """
        Write the whole page.

        Returns
        -------
        html
            One HTML file; the same text for the same inputs.
        """
        return self.page.to_html()

    def to_iframe(self, width: str = "100%", height: str = "640px") -> str:
        """
        Write the page as a frame for another page.

        Parameters
        ----------
        width
            A CSS length.
        height
            A CSS length.

        Returns
        -------
        html
            An iframe element that carries the whole page.
        """
        return self.page.to_iframe(width, height)

    def _repr_html_(self) -> str:
        """Show the map in a notebook."""
        return self.to_iframe()


def draw_priority_map(
    workspace: Workspace, linked: LinkedCounty, report: ZonesReport, *, lang: Language = "zh"
) -> Map:
    """
    Draw who is on the list (重点跟踪监测图).

    Parameters
    ----------
    workspace
        The county's folder.
    linked
        The linked county.
    report
        The lists.
    lang
        The language of the map.

    Returns
    -------
    map
        The map; no household is on it.
    """
    sites = linked.tables.get("sites", _empty("sites"))
    reading = say("jobs.map.reading_zones", lang, policy=report.policy.title.text(lang))
    meta = map_meta(
        workspace,
        ("source_layers", "source_rosters", "source_population"),
        reading=reading,
        trial=report.evaluation.trial,
        lang=lang,
    )
    rows = zone_rows(report)
    counts = tally_residence(linked.households, list(linked.villages.index), level="village").units
    overlays = Overlays(standing(sites), counts, linked.tables.get("place_records"))
    page = priority_map(linked.villages, linked.townships, rows, overlays, meta=meta, lang=lang)
    return Map(page)


def draw_asset_map(
    workspace: Workspace, linked: LinkedCounty, *, since: str | None = None, lang: Language = "zh"
) -> Map:
    """
    Draw what was built and how it runs (资产运行状况图).

    Parameters
    ----------
    workspace
        The county's folder.
    linked
        The linked county.
    since
        A day (ISO text) from which on changes are a layer of their own.
    lang
        The language of the map.

    Returns
    -------
    map
        The map; assets of households are counts per village. Cards tell what became of an asset where the
        registry knows it.

    Raises
    ------
    InputError
        If the workspace has no asset ledger.
    UsageError
        If the day is none, is after the workspace's date, or the registry had no asset yet.
    RegistryError
        If the registry is damaged, or there is none to tell of changes.
    """
    assets = _required(linked, "assets")
    meta = map_meta(
        workspace, ("source_layers", "source_assets"), reading=say("jobs.map.reading_assets", lang), lang=lang
    )
    placed = standing(assets)
    for column, relation in {"owner_villages": "权属村", "served_villages": "受益村"}.items():
        placed[column] = placed["asset_id"].map(villages_in_words(linked, relation, lang=lang))
    told = histories(workspace, lang)
    if told:
        placed["history"] = placed["asset_id"].map(told)
    changes = changes_since(workspace, since, lang) if since else None
    return Map(asset_map(linked.villages, linked.townships, placed, changes=changes, meta=meta, lang=lang))


def draw_fund_map(workspace: Workspace, linked: LinkedCounty, *, lang: Language = "zh") -> Map:
    """
    Draw where the money came from and where it went (资金流向图).

    Parameters
    ----------
    workspace
        The county's folder.
    linked
        The linked county.
    lang
        The language of the map.

    Returns
    -------
    map
        The map, whose every layer adds up to the ledger.

    Raises
    ------
    InputError
        If the workspace has no fund lines, or none that had been issued by the date.
    ConservationError
        If the flows do not add up to the ledger.
    """
    ledger, rows = flows_of(workspace, linked)
    reading = flow_reading(workspace, ledger, lang=lang)
    meta = map_meta(workspace, ("source_layers", "source_funds"), reading=reading, lang=lang)
    names = fund_names(linked, ledger)
    return Map(fund_map(linked.villages, linked.townships, rows, names, meta=meta, lang=lang))


def zone_rows(report: ZonesReport) -> pd.DataFrame:
    """
    Write villages and townships as the priority map takes them: one row a unit and basis.

    Parameters
    ----------
    report
        The lists.

    Returns
    -------
    rows
        The default basis of a unit first; a unit of which the rule does not ask has no row. Where a list was
        adopted, `difference` says in words how each unit stands to it.
    """
    changed = {(one.rule_id, one.code): one.difference for one in report.changed}
    rows: list[dict[str, object]] = []
    for rule in report.policy.rules:
        if rule.level == "household":
            continue
        results = report.evaluation.of(rule.id)
        ranks = rank_units(results)
        for result in results:
            if result.outcome != "not_applicable":
                rows += _rows_of(result, ranks.get(result.code))
    table = pd.DataFrame(rows).astype({"margin": "Int64", "rank": "Int64", "numerator": "Int64"})
    if report.adopted is None:
        return table
    keys = zip(table["rule_id"], table["code"], strict=True)
    said = [say(f"adoption.difference.{changed.get(key, 'same')}", report.lang) for key in keys]
    return table.assign(difference=pd.Series(said, index=table.index, dtype="str"))


def _rows_of(result: Result, rank: int | None) -> list[dict[str, object]]:
    """Write the default reading on each basis."""
    rows: list[dict[str, object]] = []
    for answer in result.readings[0].answers:
        comparison = answer.leading
        figure = comparison and comparison.figure
        value, threshold = (comparison.value, comparison.threshold) if comparison else (None, None)
        rows.append(
            {
                "rule_id": result.rule_id,
                "level": result.level,
                "code": result.code,
                "name": result.name,
                "outcome": answer.outcome,
                "certainty": result.certainty,
                "basis": answer.basis,
                "numerator": comparison and comparison.numerator,
                "denominator": comparison and comparison.denominator,
                "denominator_as_of": figure.as_of if figure else None,
                "denominator_doc": figure.doc if figure else None,
                "value": None if value is None else float(value),
                "threshold": None if threshold is None else float(threshold),
                "margin": answer.margin,
                "rank": rank,
            }
        )
    return rows


def _required(linked: LinkedCounty, name: str) -> pd.DataFrame:
    if name not in linked.tables:
        raise InputError(say_both("jobs.missing_table", name=TABLES[name].zh, key=name))
    return linked.tables[name]


def _empty(name: str) -> pd.DataFrame:
    return pd.DataFrame(columns=list(TABLES[name].names))
