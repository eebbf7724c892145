"""`ruralmap funds match`: whether the help goes where the need is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ruralmap.cli.options import out_option, output_options, policy_option, workspace_options
from ruralmap.cli.preparing import linking_steps
from ruralmap.jobs.facts import facts_of
from ruralmap.jobs.fund_match import match_funds, write_match
from ruralmap.jobs.ledger import balances_of, ledger_of
from ruralmap.jobs.maps import MAP_ENDINGS
from ruralmap.jobs.match_map import draw_match_map
from ruralmap.jobs.outputs import chosen_path
from ruralmap.jobs.policies import policy_of
from ruralmap.jobs.read_county import read_county
from ruralmap.jobs.result_file import TABLE_ENDINGS
from ruralmap.jobs.zones import zones
from ruralmap.words.catalogue import say
from ruralmap.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from ruralmap.cli.console import Output


@click.command(name="match")
@workspace_options
@policy_option
@out_option("写到何处：.xlsx .csv .json（表）、.html（图）。 Where it goes, by its ending.")
@output_options
def command(
    *,
    workspace: Path,
    as_of: str | None,
    policy: str | None,
    out: Path | None,
    output: Output,
) -> None:
    """资源匹配：资金、项目、资产、措施在重点区域内外和各乡镇。 Whether the help goes where the need is."""
    lang = output.lang
    opened = open_workspace(workspace, as_of=as_of)
    path = chosen_path(opened, out, "match", (*TABLE_ENDINGS, *MAP_ENDINGS))
    chosen = policy_of(opened, policy)
    with linking_steps(output) as steps:
        _, linked = read_county(opened, lang=lang, steps=steps)
        with steps.step(say("chain.step.match", lang)):
            lists = zones(opened, facts_of(opened, linked, (chosen,)), policy=chosen, lang=lang)
            table = balances_of(opened, linked.tables, ledger_of(opened, linked.tables))
            report = match_funds(opened, linked, table, lists, lang=lang)
            if path.suffix.lower() in MAP_ENDINGS:
                draw_match_map(opened, linked, report, lists).save(path)
            else:
                write_match(report, path)
    product = say("cli.product.match", lang)
    output.table(product, *report.summary)
    output.product(product, path, report.as_json)
