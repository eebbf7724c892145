"""`ruralmap funds progress`: how far the money has come, as the office files it."""

from __future__ import annotations

from pathlib import Path

import click

from ruralmap.cli.console import print_json, print_paths, print_table
from ruralmap.cli.options import output_options, workspace_options
from ruralmap.cli.preparing import linking_steps
from ruralmap.jobs.fund_progress import fund_progress, rates_of, write_progress
from ruralmap.jobs.outputs import refuse_workspace_inputs
from ruralmap.jobs.products import product_path
from ruralmap.jobs.read_county import read_county
from ruralmap.words.catalogue import Language, say
from ruralmap.workspace import open_workspace


@click.command(name="progress")
@workspace_options
@click.option("--since", metavar="DATE", help="与该日对比。 A day to compare with.")
@click.option("--rates", help="指标集编号或 TOML 文件，默认取工作区的。 A set of rates: its id or file.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="写到何处：.xlsx .csv .json。 Where it goes, by its ending.",
)
@output_options
def command(  # noqa: PLR0913  # one parameter an option
    *,
    workspace: Path,
    as_of: str | None,
    since: str | None,
    rates: str | None,
    out: Path | None,
    lang: Language,
    as_json: bool,
    quiet: bool,
) -> None:
    """项目进度：资金进度、乡镇排名、里程碑、以工代赈，前后两个日期对比。 How far the money has come."""
    opened = open_workspace(workspace, as_of=as_of)
    path = out or product_path(opened, "progress")
    refuse_workspace_inputs(path, opened)
    chosen = rates_of(opened, rates)
    with linking_steps(quiet=quiet or as_json, lang=lang) as steps:
        _, linked = read_county(opened, lang=lang, steps=steps)
        with steps.step(say("progress.step", lang)):
            report = fund_progress(opened, linked, rates=chosen, since=since, lang=lang)
            path.parent.mkdir(parents=True, exist_ok=True)
            write_progress(report, path)
    if as_json:
        print_json(report.as_json() | {"path": str(path)})
        return
    if not quiet:
        print_table(say("cli.product.progress", lang), *report.summary)
    print_paths({say("cli.product.progress", lang): path})
