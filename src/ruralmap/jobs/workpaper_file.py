"""Write the workpaper of a run as a workbook (写测算底稿)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ruralmap.files.workbook import workbook_bytes, write_workbook
from ruralmap.jobs.collector import collector_paused
from ruralmap.jobs.workpaper import Paper, roster_sources, workpaper_sheets
from ruralmap.jobs.workpaper_front import input_lines

if TYPE_CHECKING:
    from pathlib import Path

    from ruralmap.jobs.county import LinkedCounty
    from ruralmap.jobs.places import Place
    from ruralmap.jobs.policy_run import PolicyRun
    from ruralmap.words.catalogue import Language
    from ruralmap.workspace import Workspace


def paper_of(workspace: Workspace, linked: LinkedCounty, *, asked: bool, place: Place | None = None) -> Paper:
    """
    Take what a workpaper needs beside the run.

    Parameters
    ----------
    workspace
        The county's folder.
    linked
        The linked county.
    asked
        Whether single rules were named: then every row of them is written.
    place
        The only place that is told of; all unless given.

    Returns
    -------
    paper
        With the hashes of the inputs.
    """
    sources = roster_sources(linked.tables.get("roster"))
    return Paper(workspace.county.name, input_lines(workspace), sources, asked=asked, place=place)


def write_workpaper(run: PolicyRun, paper: Paper, path: Path, *, lang: Language) -> None:
    """
    Write a workpaper.

    Parameters
    ----------
    run
        What the rules say.
    paper
        What stands beside the run.
    path
        Where it shall stand; the ending is .xlsx.
    lang
        The language.

    Raises
    ------
    OutputError
        If the file is open in an office program, or the disk does not allow it.
    """
    with collector_paused():
        write_workbook(path, workpaper_sheets(run, paper, lang=lang))


def workpaper_bytes(run: PolicyRun, paper: Paper, *, lang: Language) -> bytes:
    """
    Make the bytes of a workpaper; the same run gives the same bytes.

    Parameters
    ----------
    run
        What the rules say.
    paper
        What stands beside the run.
    lang
        The language.

    Returns
    -------
    content
        The bytes of an .xlsx file.
    """
    with collector_paused():
        return workbook_bytes(workpaper_sheets(run, paper, lang=lang))
