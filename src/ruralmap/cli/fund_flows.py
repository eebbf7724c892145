"""`ruralmap funds flows`: where the money went."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ruralmap.cli.options import out_option, output_options, workspace_options
from ruralmap.cli.preparing import linking_steps
from ruralmap.draw.figure import SHEET_KINDS
from ruralmap.draw.sankey import ENDS, Ends
from ruralmap.jobs.fund_flows import FLOW_ENDINGS, FlowChoice, fund_flows, write_flows
from ruralmap.jobs.outputs import chosen_path
from ruralmap.jobs.read_county import read_county
from ruralmap.schema.projects import RELATIONS, Relation
from ruralmap.schema.works import CHANNELS, LEVELS
from ruralmap.words.catalogue import say
from ruralmap.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from ruralmap.cli.console import Output


@click.command(name="flows")
@workspace_options
@click.option("--year", "years", type=int, multiple=True, help="只要这些年度（可重复）。 Only these years.")
@click.option(
    "--level",
    "levels",
    type=click.Choice(LEVELS),
    multiple=True,
    help="只要这些资金级次（可重复）。 Only these levels.",
)
@click.option(
    "--channel",
    "channels",
    type=click.Choice(CHANNELS),
    multiple=True,
    help="只要这些资金渠道（可重复）。 Only these channels.",
)
@click.option(
    "--relation",
    type=click.Choice(RELATIONS),
    help="落到项目的哪一类村，默认取工作区的。 Which villages of a project; the workspace's own by default.",
)
@click.option(
    "--by",
    type=click.Choice(ENDS),
    default="village",
    show_default=True,
    help="落到乡镇、村或项目。 To townships, villages or projects.",
)
@out_option("表 .xlsx .csv .json，桑基图 .svg .png .pdf。 A table or a Sankey figure, by its ending.")
@output_options
def command(  # noqa: PLR0913  # one parameter an option
    *,
    workspace: Path,
    as_of: str | None,
    years: tuple[int, ...],
    levels: tuple[str, ...],
    channels: tuple[str, ...],
    relation: Relation | None,
    by: Ends,
    out: Path | None,
    output: Output,
) -> None:
    """资金流向：各笔资金到了哪个乡镇、村、项目。 Where the money went, as a table or a Sankey figure."""
    lang = output.lang
    opened = open_workspace(workspace, as_of=as_of)
    if relation is not None:
        opened = opened.model_copy(update={"funds": opened.funds.model_copy(update={"relation": relation})})
    path = chosen_path(opened, out, "funds_flows", FLOW_ENDINGS)
    choice = FlowChoice(years, levels, channels, by)
    with linking_steps(output) as steps:
        _, linked = read_county(opened, lang=lang, steps=steps)
        with steps.step(say("jobs.step.funds_flows", lang)):
            report = fund_flows(opened, linked, choice=choice, lang=lang)
            write_flows(report, path)
    product = "sankey" if path.suffix.lower() in SHEET_KINDS else "funds_flows"
    output.product(say(f"cli.product.{product}", lang), path, report.as_json)
