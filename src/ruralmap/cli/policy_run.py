"""`ruralmap policy run`: what a policy says of the county."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ruralmap.cli.console import Output, print_json, print_paths, table_text
from ruralmap.cli.options import out_option, output_options, workspace_options
from ruralmap.cli.preparing import linking_steps
from ruralmap.errors import UsageError
from ruralmap.jobs.outputs import refuse_workspace_inputs
from ruralmap.jobs.policies import policy_of
from ruralmap.jobs.policy_bulletin import write_bulletin
from ruralmap.jobs.policy_facts import facts_for
from ruralmap.jobs.policy_owed import Ledger
from ruralmap.jobs.policy_results import write_results
from ruralmap.jobs.policy_run import run_policy
from ruralmap.jobs.policy_sheets import By, write_owed
from ruralmap.jobs.policy_summary import summary
from ruralmap.jobs.read_county import read_county
from ruralmap.jobs.result_file import TABLE_ENDINGS, require_ending
from ruralmap.jobs.workpaper_file import paper_of, write_workpaper
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import say
from ruralmap.workspace import is_day, open_workspace

if TYPE_CHECKING:
    from ruralmap.workspace import Workspace


@click.command(name="run")
@click.argument("policy")
@workspace_options
@click.option("--rule", "rules", multiple=True, help="只评价这些条款。 Only these rules.")
@click.option("--readings", is_flag=True, help="JSON 中列出各口径。 All readings, in JSON.")
@out_option("结果写到何处：.xlsx .csv .json。 Where the results go, by its ending.")
@click.option(
    "--workpaper",
    type=click.Path(path_type=Path, dir_okay=False),
    help="测算底稿写到何处：.xlsx。 Where the workpaper goes: .xlsx.",
)
@click.option(
    "--bulletin",
    type=click.Path(path_type=Path, dir_okay=False),
    help="乡镇排名通报写到何处：.xlsx。 Where the ranking of townships goes: .xlsx.",
)
@click.option(
    "--since", metavar="DATE", help="通报与这一天相比。 The bulletin tells the changes since this day."
)
@click.option(
    "--by",
    type=(click.Choice(["unit", "township"]), click.Path(path_type=Path, file_okay=False)),
    metavar="unit|township DIR",
    help="应办事项，每个责任单位或乡镇一册，写入目录 DIR。 What each office or township owes, into DIR.",
)
@output_options
def command(  # noqa: PLR0913  # one parameter an option
    *,
    policy: str,
    workspace: Path,
    as_of: str | None,
    rules: tuple[str, ...],
    readings: bool,
    out: Path | None,
    workpaper: Path | None,
    bulletin: Path | None,
    since: str | None,
    by: tuple[By, Path] | None,
    output: Output,
) -> None:
    """政策评价：逐条评价一份政策在本县的结果。 What a policy says of the county."""
    lang = output.lang
    opened = open_workspace(workspace, as_of=as_of)
    _require_places(opened, out=out, workpaper=workpaper, bulletin=bulletin)
    _require_day(opened, since, bulletin)
    chosen = policy_of(opened, policy)
    with linking_steps(output) as steps:
        _, linked = read_county(opened, lang=lang, steps=steps)
        with steps.step(say("policy_run.step", lang)):
            facts = facts_for(opened, linked, (chosen,))
            run = run_policy(chosen, facts, only=rules, simulated=opened.county.simulated)
        if out is not None:
            write_results(run, out, lang)
        if workpaper is not None:
            with steps.step(say("workpaper.step", lang)):
                write_workpaper(run, paper_of(opened, linked, asked=bool(rules)), workpaper, lang=lang)
        if bulletin is not None:
            write_bulletin(opened, run, bulletin, since=since, lang=lang, steps=steps)
        if by is not None:
            with steps.step(say("policy_owed.step", lang)):
                write_owed(Ledger(opened.county.name, run, lang), *by)
    if output.as_json:
        print_json(run.as_json(lang, readings=readings))
        return
    header, *rows = summary(run, lang)
    as_of_text = say("zones.as_of", lang, date=run.evaluation.as_of)
    click.echo("　".join([chosen.title.text(lang), as_of_text, *run.marks(lang)]))
    click.echo(table_text(header, rows))
    written = {
        "workpaper.product.results": out,
        "workpaper.product.workpaper": workpaper,
        "policy_bulletin.product": bulletin,
        "policy_owed.product": by and by[1],
    }
    print_paths({say(key, lang): path for key, path in written.items() if path})


def _require_day(workspace: Workspace, since: str | None, bulletin: Path | None) -> None:
    """Refuse a day to compare with that is none before the evaluation, or without a bulletin."""
    if since is None:
        return
    if bulletin is None:
        raise UsageError(say_both("policy_bulletin.since_alone"))
    as_of = workspace.county.as_of
    if not is_day(since) or since >= as_of:
        raise UsageError(say_both("policy_bulletin.since", date=since, as_of=as_of))


def _require_places(
    workspace: Workspace, *, out: Path | None, workpaper: Path | None, bulletin: Path | None
) -> None:
    """Refuse, before anything is worked out, to write onto an input or into a file of another kind."""
    wanted = ((out, TABLE_ENDINGS), (workpaper, (".xlsx",)), (bulletin, (".xlsx",)))
    for path, endings in wanted:
        if path is not None:
            require_ending(path, endings)
            refuse_workspace_inputs(path, workspace)
