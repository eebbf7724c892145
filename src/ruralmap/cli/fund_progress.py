"""`ruralmap funds progress`: how far the money has come, as the office files it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ruralmap.cli.options import out_option, output_options, workspace_options
from ruralmap.cli.preparing import linking_steps
from ruralmap.jobs.fund_progress import fund_progress, rates_of, write_progress
from ruralmap.jobs.outputs import chosen_path
from ruralmap.jobs.read_county import read_county
from ruralmap.jobs.result_file import TABLE_ENDINGS
from ruralmap.words.catalogue import say
from ruralmap.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from ruralmap.cli.console import Output


@click.command(name="progress")
@workspace_options
@click.option("--since", metavar="DATE", help="与该日对比。 A day to compare with.")
@click.option("--rates", help="指标集编号或 TOML 文件，默认取工作区的。 A set of rates: its id or file.")
@out_option("写到何处：.xlsx .csv .json。 Where it goes, by its ending.")
@output_options
def command(
    *,
    workspace: Path,
    as_of: str | None,
    since: str | None,
    rates: str | None,
    out: Path | None,
    output: Output,
) -> None:
    """项目进度：资金进度、乡镇排名、里程碑、以工代赈，前后两个日期对比。 How far the money has come."""
    lang = output.lang
    opened = open_workspace(workspace, as_of=as_of)
    path = chosen_path(opened, out, "progress", TABLE_ENDINGS)
    chosen = rates_of(opened, rates)
    with linking_steps(output) as steps:
        _, linked = read_county(opened, lang=lang, steps=steps)
        with steps.step(say("progress.step", lang)):
            report = fund_progress(opened, linked, rates=chosen, since=since, lang=lang)
            write_progress(report, path)
    product = say("cli.product.progress", lang)
    output.table(product, *report.summary)
    output.product(product, path, report.as_json)
