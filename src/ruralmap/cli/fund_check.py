"""`ruralmap funds check`: does the fund ledger conserve."""

from __future__ import annotations

from pathlib import Path

import click

from ruralmap.cli.console import print_json, print_paths, print_table
from ruralmap.cli.options import output_options, workspace_options
from ruralmap.cli.preparing import linking_steps
from ruralmap.files.workbook import write_workbook
from ruralmap.jobs.fund_check import check_funds
from ruralmap.jobs.fund_check_sheets import SUMMARY_COLUMNS, check_sheets, summary_rows
from ruralmap.jobs.outputs import refuse_workspace_inputs
from ruralmap.jobs.products import product_path
from ruralmap.jobs.read_county import read_county
from ruralmap.words.catalogue import Language, say
from ruralmap.workspace import open_workspace


@click.command(name="check")
@workspace_options
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="写到何处（.xlsx）。 Where the workbook goes.",
)
@output_options
def command(  # one parameter an option
    *,
    workspace: Path,
    as_of: str | None,
    out: Path | None,
    lang: Language,
    as_json: bool,
    quiet: bool,
) -> None:
    """台账核对：试算平衡，逐笔列出未计入的资金和原因。 Does the fund ledger conserve."""
    opened = open_workspace(workspace, as_of=as_of)
    path = out or product_path(opened, "funds_check")
    refuse_workspace_inputs(path, opened)
    with linking_steps(quiet=quiet or as_json, lang=lang) as steps:
        report, linked = read_county(opened, lang=lang, steps=steps)
        with steps.step(say("funds.check.step", lang)):
            check = check_funds(opened, report, linked)
            write_workbook(path, check_sheets(opened, check, lang))
    if as_json:
        print_json(check.as_json() | {"path": str(path)})
        return
    if not quiet:
        header = [say(f"funds.check.column.{name}", lang) for name in SUMMARY_COLUMNS]
        rows = [[_shown(cell) for cell in row] for row in summary_rows(check, lang)]
        print_table(say("cli.product.funds_check", lang), header, rows)
    print_paths({say("cli.product.funds_check", lang): path})


def _shown(cell: object) -> str:
    """Write a cell of the summary."""
    return "" if cell is None else str(cell) if isinstance(cell, str) else f"{cell:,}"
