"""`ruralmap policy run`: what a policy says of the county."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - the options name it

import click

from ruralmap.cli.console import print_json, table_text
from ruralmap.cli.options import output_options, workspace_options
from ruralmap.cli.preparing import linking_steps
from ruralmap.jobs.policies import policy_of
from ruralmap.jobs.policy_facts import facts_for
from ruralmap.jobs.policy_run import run_policy
from ruralmap.jobs.read_county import read_county
from ruralmap.words.catalogue import Language, say
from ruralmap.workspace import open_workspace


@click.command(name="run")
@click.argument("policy")
@workspace_options
@click.option("--rule", "rules", multiple=True, help="只评价这些条款。 Only these rules.")
@click.option("--readings", is_flag=True, help="JSON 中列出各口径。 All readings, in JSON.")
@output_options
def command(  # noqa: PLR0913  # one parameter an option
    *,
    policy: str,
    workspace: Path,
    as_of: str | None,
    rules: tuple[str, ...],
    readings: bool,
    lang: Language,
    as_json: bool,
    quiet: bool,
) -> None:
    """政策评价：逐条评价一份政策在本县的结果。 What a policy says of the county."""
    opened = open_workspace(workspace, as_of=as_of)
    chosen = policy_of(opened, policy)
    with linking_steps(quiet=quiet, lang=lang) as steps:
        _, linked = read_county(opened, lang=lang, steps=steps)
        with steps.step(say("policy_run.step", lang)):
            facts = facts_for(opened, linked, (chosen,))
            run = run_policy(chosen, facts, only=rules, simulated=opened.county.simulated)
    if as_json:
        print_json(run.as_json(lang, readings=readings))
        return
    header = [say(f"policy_run.{key}", lang) for key in ("rule", "label", "result")]
    rows = [
        [
            rule.id,
            rule.label.text(lang),
            " ".join(f"{say(f'policy_run.outcome.{name}', lang)} {n}" for name, n in counts.items())
            or say("policy_run.not_known", lang),
        ]
        for rule, counts in run.counts()
    ]
    click.echo(table_text(header, rows))
