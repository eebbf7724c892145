"""`ruralmap funds match`: whether the help goes where the need is."""

from __future__ import annotations

from pathlib import Path

import click

from ruralmap.cli.console import print_json, print_paths, print_table
from ruralmap.cli.options import output_options, policy_option, workspace_options
from ruralmap.cli.preparing import linking_steps
from ruralmap.jobs.facts import facts_of
from ruralmap.jobs.fund_match import match_funds, write_match
from ruralmap.jobs.ledger import balances_of, ledger_of
from ruralmap.jobs.maps import MAP_ENDINGS
from ruralmap.jobs.match_map import draw_match_map
from ruralmap.jobs.outputs import refuse_workspace_inputs
from ruralmap.jobs.policies import policy_of
from ruralmap.jobs.products import product_path
from ruralmap.jobs.read_county import read_county
from ruralmap.jobs.zones import zones
from ruralmap.words.catalogue import Language, say
from ruralmap.workspace import open_workspace


@click.command(name="match")
@workspace_options
@policy_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="写到何处：.xlsx .csv .json（表）、.html（图）。 Where it goes, by its ending.",
)
@output_options
def command(  # noqa: PLR0913  # one parameter an option
    *,
    workspace: Path,
    as_of: str | None,
    policy: str | None,
    out: Path | None,
    lang: Language,
    as_json: bool,
    quiet: bool,
) -> None:
    """资源匹配：资金、项目、资产、措施在重点区域内外和各乡镇。 Whether the help goes where the need is."""
    opened = open_workspace(workspace, as_of=as_of)
    path = out or product_path(opened, "match")
    refuse_workspace_inputs(path, opened)
    chosen = policy_of(opened, policy)
    with linking_steps(quiet=quiet or as_json, lang=lang) as steps:
        _, linked = read_county(opened, lang=lang, steps=steps)
        with steps.step(say("chain.step.match", lang)):
            lists = zones(opened, facts_of(opened, linked, (chosen,)), policy=chosen, lang=lang)
            table = balances_of(opened, linked.tables, ledger_of(opened, linked.tables))
            report = match_funds(opened, linked, table, lists, lang=lang)
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.suffix.lower() in MAP_ENDINGS:
                draw_match_map(opened, linked, report, lists).save(path)
            else:
                write_match(report, path)
    if as_json:
        print_json(report.as_json() | {"path": str(path)})
        return
    if not quiet:
        print_table(say("cli.product.match", lang), *report.summary)
    print_paths({say("cli.product.match", lang): path})
