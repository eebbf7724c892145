"""`ruralmap funds check`: does the fund ledger conserve."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ruralmap.cli.options import out_option, output_options, workspace_options
from ruralmap.cli.preparing import linking_steps
from ruralmap.files.workbook import write_workbook
from ruralmap.jobs.fund_check import check_funds
from ruralmap.jobs.fund_check_sheets import SUMMARY_COLUMNS, check_sheets, summary_rows
from ruralmap.jobs.outputs import chosen_path
from ruralmap.jobs.read_county import read_county
from ruralmap.words.catalogue import say
from ruralmap.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from ruralmap.cli.console import Output


@click.command(name="check")
@workspace_options
@out_option("写到何处（.xlsx）。 Where the workbook goes.")
@output_options
def command(
    *,
    workspace: Path,
    as_of: str | None,
    out: Path | None,
    output: Output,
) -> None:
    """台账核对：试算平衡，逐笔列出未计入的资金和原因。 Does the fund ledger conserve."""
    lang = output.lang
    opened = open_workspace(workspace, as_of=as_of)
    path = chosen_path(opened, out, "funds_check")
    with linking_steps(output) as steps:
        report, linked = read_county(opened, lang=lang, steps=steps)
        with steps.step(say("funds.check.step", lang)):
            check = check_funds(opened, report, linked)
            write_workbook(path, check_sheets(opened, check, lang))
    product = say("cli.product.funds_check", lang)
    header = [say(f"funds.check.column.{name}", lang) for name in SUMMARY_COLUMNS]
    output.table(product, header, [[_shown(cell) for cell in row] for row in summary_rows(check, lang)])
    output.product(product, path, check.as_json)


def _shown(cell: object) -> str:
    """Write a cell of the summary."""
    return "" if cell is None else str(cell) if isinstance(cell, str) else f"{cell:,}"
