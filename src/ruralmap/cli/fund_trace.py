"""`ruralmap funds trace WHAT`: from a fund line to what it made, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ruralmap.cli.options import out_option, output_options, policy_option, workspace_options
from ruralmap.cli.preparing import linking_steps
from ruralmap.jobs.facts import facts_of
from ruralmap.jobs.fund_trace import trace_funds, write_trace
from ruralmap.jobs.ledger import ledger_of
from ruralmap.jobs.maps import MAP_ENDINGS
from ruralmap.jobs.outputs import chosen_path
from ruralmap.jobs.policies import policy_of
from ruralmap.jobs.read_county import read_county
from ruralmap.jobs.result_file import TABLE_ENDINGS
from ruralmap.jobs.trace_map import draw_trace_map
from ruralmap.jobs.zones import zones
from ruralmap.schema.money import yuan_text
from ruralmap.words.catalogue import say
from ruralmap.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from ruralmap.cli.console import Output


@click.command(name="trace")
@click.argument("what")
@workspace_options
@policy_option
@out_option("写到何处：.xlsx .csv .json（表）、.html（图）。 Where it goes, by its ending.")
@output_options
def command(
    *,
    what: str,
    workspace: Path,
    as_of: str | None,
    policy: str | None,
    out: Path | None,
    output: Output,
) -> None:
    """资金追溯：WHAT 是资金编号、指标文号、项目编号、资产编号或地点。 From money to assets, and back."""
    lang = output.lang
    opened = open_workspace(workspace, as_of=as_of)
    path = chosen_path(opened, out, "trace", (*TABLE_ENDINGS, *MAP_ENDINGS))
    chosen = policy_of(opened, policy)
    with linking_steps(output) as steps:
        _, linked = read_county(opened, lang=lang, steps=steps)
        with steps.step(say("chain.step.trace", lang)):
            lists = zones(opened, facts_of(opened, linked, (chosen,)), policy=chosen, lang=lang)
            ledger = ledger_of(opened, linked.tables)
            report = trace_funds(opened, linked, ledger, lists, what=what, lang=lang)
            if path.suffix.lower() in MAP_ENDINGS:
                draw_trace_map(opened, linked, report).save(path)
            else:
                write_trace(report, path)
    header = [say("chain.item", lang), say("chain.yuan", lang)]
    sums = [(say(f"chain.trace.sum_{name}", lang), yuan_text(fen)) for name, fen in report.sums_fen.items()]
    output.table(report.what, header, sums)
    output.product(say("cli.product.trace", lang), path, report.as_json)
