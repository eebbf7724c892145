"""Recognise the coordinate systems of a workspace (坐标系识别), and accept what was recognised."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import geopandas as gpd

from ruralmap.errors import LayerError, UsageError
from ruralmap.jobs.crs_accept import choose_acceptable, write_accepted
from ruralmap.jobs.crs_entries import CrsEntry, entry_of_layer, entry_of_table
from ruralmap.jobs.crs_files import judge_tables
from ruralmap.jobs.crs_findings import wait_for_villages
from ruralmap.jobs.crs_layers import judge_layers
from ruralmap.jobs.crs_report import CrsReport
from ruralmap.jobs.findings_book import read_answers
from ruralmap.jobs.inputs import read_layer_table, read_table
from ruralmap.jobs.products import product_path
from ruralmap.schema.tables import LAYERS, TABLES
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from ruralmap.workspace import Workspace

# What tells in which village a row of a table with coordinates claims to be, beside the table itself.
_WITNESSES = ("lineage", "roster")


def examine_crs(workspace: Workspace, *, files: Sequence[str] = ()) -> CrsReport:
    """
    Hold the coordinates of every layer and table against the villages; nothing is written.

    Parameters
    ----------
    workspace
        The county's folder.
    files
        Files as ruralmap.toml names them; all that have coordinates unless given.

    Returns
    -------
    report
        The evidence.

    Raises
    ------
    UsageError
        If a file is not one of the workspace's.
    LayerError
        If no layer could be read, so that there is nothing to compare with.
    """
    unknown = sorted(set(files) - set(workspace.inputs))
    if unknown:
        raise UsageError(say_both("crs.file_unknown", files="、".join(unknown)))
    answers = read_answers(product_path(workspace, "findings"))
    read = {name: read_layer_table(workspace, name, answers=answers, outline=None) for name in LAYERS}
    read |= {name: read_table(workspace, name, answers=answers) for name in _wanted(workspace)}
    frames = {name: item.frame for name, item in read.items() if item.frame is not None}
    layers = {name: gpd.GeoDataFrame(frames[name]) for name in LAYERS if name in frames}
    tables = {name: frames[name] for name in workspace.tables if name in frames}
    entries = wait_for_villages(layer_entries(workspace, layers) + table_entries(workspace, layers, tables))
    if not layers and not entries:
        raise LayerError(say_both("crs.no_layers"))
    chosen = tuple(entry for entry in entries if not files or entry.file in files)
    looked_at = {entry.file for entry in entries}
    unread = [file for item in read.values() for file in item.unusable if file not in looked_at]
    empty = [file for file in dict.fromkeys(files) if file not in {*looked_at, *unread}]
    return CrsReport(workspace.county.name, chosen, tuple(unread), tuple(empty))


def layer_entries(workspace: Workspace, layers: Mapping[str, gpd.GeoDataFrame]) -> list[CrsEntry]:
    """
    Judge the coordinates of a county's layers.

    Parameters
    ----------
    workspace
        The county's folder.
    layers
        The layers that could be read, in CGCS2000 degrees.

    Returns
    -------
    entries
        File by file.
    """
    return [entry_of_layer(found) for found in judge_layers(workspace, layers)]


def table_entries(
    workspace: Workspace, layers: Mapping[str, gpd.GeoDataFrame], tables: Mapping[str, pd.DataFrame]
) -> list[CrsEntry]:
    """
    Judge the coordinates in a county's tables.

    Parameters
    ----------
    workspace
        The county's folder.
    layers
        The layers that could be read, in CGCS2000 degrees.
    tables
        The tables that could be read.

    Returns
    -------
    entries
        File by file.
    """
    return [entry_of_table(found) for found in judge_tables(workspace, layers, tables)]


def accept_crs(workspace: Workspace, report: CrsReport) -> CrsReport:
    """
    Write what was recognised into ruralmap.toml.

    Parameters
    ----------
    workspace
        The county's folder.
    report
        The evidence.

    Returns
    -------
    report
        The same, with the lines that were written and the files for which none could be.

    Raises
    ------
    OutputError
        If ruralmap.toml is open in an office program, or cannot be written.
    """
    chosen, conflicts = choose_acceptable(report.entries, workspace.crs)
    return replace(report, accepted=write_accepted(workspace, chosen), conflicts=conflicts)


def _wanted(workspace: Workspace) -> list[str]:
    """List the tables that have coordinates, and those that say where their rows belong."""
    placed = [name for name in workspace.tables if "lon" in TABLES[name].names]
    return [name for name in workspace.tables if name in placed or (placed and name in _WITNESSES)]
