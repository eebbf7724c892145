"""How far the money has come (资金项目进度): computed and written as a workbook, CSV or JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ruralmap.errors import UsageError
from ruralmap.files.rates import read_rates, shipped_rates
from ruralmap.funds.milestones import milestones
from ruralmap.jobs.fund_relief import relief_sheets
from ruralmap.jobs.ledger import balances_of, ledger_of
from ruralmap.jobs.progress_lists import back_sheets, front_sheets
from ruralmap.jobs.progress_report import RATE_COLUMNS, ProgressReport, Standing
from ruralmap.jobs.progress_sheets import money_sheets
from ruralmap.jobs.result_file import write_result
from ruralmap.schema.tables import TABLES
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import Language, say
from ruralmap.workspace import Workspace, is_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from ruralmap.jobs.county import LinkedCounty
    from ruralmap.schema.fund_rates import RateSet


def rates_of(workspace: Workspace, chosen: str | None = None) -> RateSet:
    """
    Read the set of rates to print.

    Parameters
    ----------
    workspace
        The county's folder.
    chosen
        A shipped id, or a TOML file relative to the workspace; the workspace's own choice unless given.

    Returns
    -------
    rates
        The set.

    Raises
    ------
    PolicyError
        If there is no such set, or the file says what the tool does not know.
    """
    wanted = chosen or workspace.funds.rates
    return read_rates(wanted if wanted in shipped_rates() else workspace.path(wanted))


def fund_progress(
    workspace: Workspace,
    linked: LinkedCounty,
    *,
    rates: RateSet,
    since: str | None = None,
    lang: Language = "zh",
) -> ProgressReport:
    """
    Say how far the money has come.

    Parameters
    ----------
    workspace
        The county's folder.
    linked
        The linked county.
    rates
        The rates and milestones to tell.
    since
        An earlier day to compare with, ISO text.
    lang
        The language.

    Returns
    -------
    report
        What was computed.

    Raises
    ------
    InputError
        If the workspace has no 资金指标台账.
    UsageError
        If the day to compare with is no day, or not earlier.
    ConservationError
        If the balances do not add up to the ledger.
    """
    then = None if since is None else _at(workspace, since)
    projects = linked.tables.get("projects", pd.DataFrame(columns=list(TABLES["projects"].names)))
    now = _standing(workspace, linked)
    return ProgressReport(
        workspace=workspace,
        now=now,
        then=None if then is None else _standing(then, linked),
        rates=rates.on(workspace.county.as_of),
        townships=linked.townships["township"],
        projects=pd.DataFrame(projects),
        milestones=milestones(projects, rates.milestones, as_of=workspace.county.as_of),
        relief=tuple(relief_sheets(workspace, linked, now.table, lang=lang)),
        lang=lang,
    )


def _at(workspace: Workspace, day: str) -> Workspace:
    """Give the workspace as it is evaluated at an earlier day."""
    if not is_day(day):
        raise UsageError(say_both("progress.fault.no_day", since=day))
    if day >= workspace.county.as_of:
        raise UsageError(say_both("progress.fault.since", since=day, as_of=workspace.county.as_of))
    return workspace.model_copy(update={"county": workspace.county.model_copy(update={"as_of": day})})


def _standing(workspace: Workspace, linked: LinkedCounty) -> Standing:
    """Read how the money stands on the workspace's day."""
    ledger = ledger_of(workspace, linked.tables)
    return Standing(workspace.county.as_of, ledger, balances_of(workspace, linked.tables, ledger))


def write_progress(report: ProgressReport, path: str | Path) -> None:
    """
    Write the report as the file's ending says: a workbook, or its rates as CSV, or JSON.

    Parameters
    ----------
    report
        The report.
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
        sheets=lambda: [*front_sheets(report), *money_sheets(report), *back_sheets(report)],
        table=lambda: _rows(report),
        record=report.as_json,
    )


def _rows(report: ProgressReport) -> Iterator[Sequence[object]]:
    """Give the rates, one a row, under a header."""
    yield [say(f"progress.csv.{name}", report.lang) for name in RATE_COLUMNS]
    for record in report.rate_records():
        unit = say(f"progress.csv.of_{record['unit']}", report.lang)
        yield list((record | {"unit": unit}).values())
