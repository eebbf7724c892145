"""`ruralmap explain PLACE`: why a place is on the list, or not; with `--rule`, what any rule says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ruralmap.cli.console import Output, print_json, print_paths
from ruralmap.cli.options import out_option, output_options, policy_option, workspace_options
from ruralmap.cli.preparing import linking_steps
from ruralmap.errors import UsageError
from ruralmap.jobs.explain import explain
from ruralmap.jobs.explain_rule import explain_rules
from ruralmap.jobs.facts import facts_of
from ruralmap.jobs.outputs import refuse_workspace_inputs
from ruralmap.jobs.policies import policy_of
from ruralmap.jobs.policy_facts import facts_for
from ruralmap.jobs.policy_run import run_policy
from ruralmap.jobs.read_county import read_county
from ruralmap.jobs.result_file import require_ending
from ruralmap.jobs.unit_lines import with_unit_file
from ruralmap.jobs.workpaper_file import paper_of, write_workpaper
from ruralmap.jobs.zones import zones
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import Language, say
from ruralmap.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ruralmap.jobs.county import LinkedCounty
    from ruralmap.jobs.explain import Explanation
    from ruralmap.jobs.policy_run import PolicyRun
    from ruralmap.schema.policy import Policy
    from ruralmap.workspace import Workspace


@click.command(name="explain")
@click.argument("place")
@workspace_options
@policy_option
@click.option("--rule", "rules", multiple=True, help="只说明这些条款，可多次。 Only these rules, repeatable.")
@out_option("该地点的测算底稿写到何处：.xlsx。 Where the place's workpaper goes: .xlsx.")
@output_options
def command(  # noqa: PLR0913  # one parameter an option
    *,
    place: str,
    workspace: Path,
    as_of: str | None,
    policy: str | None,
    rules: tuple[str, ...],
    out: Path | None,
    output: Output,
) -> None:
    """认定依据：PLACE（代码、乡镇名或“乡镇/村”）为何纳入或不纳入。 Why a place is on the list, or not."""
    lang = output.lang
    opened = open_workspace(workspace, as_of=as_of)
    if out is not None:
        require_ending(out, (".xlsx",))
        refuse_workspace_inputs(out, opened)
    chosen = policy_of(opened, policy, rules=rules)
    with linking_steps(output) as steps:
        _, linked = read_county(opened, lang=lang, steps=steps)
        run = None
        if rules or out is not None:
            with steps.step(say("policy_run.step", lang)):
                run = _run(opened, linked, chosen, rules)
        if rules and run is not None:
            explanation = explain_rules(run, place, lang=lang)
        else:
            with steps.step(say("jobs.step.zones", lang)):
                report = zones(opened, facts_of(opened, linked, (chosen,)), policy=chosen, lang=lang)
            explanation = explain(report, place)
        explanation = with_unit_file(explanation, opened, linked, chosen, lang=lang)
        if out is not None and run is not None:
            with steps.step(say("workpaper.step", lang)):
                _write(opened, linked, run, explanation, out, rules=rules, lang=lang)
    if output.as_json:
        print_json(explanation.record | ({} if out is None else {"path": str(out)}))
        return
    click.echo(explanation.text)
    if out is not None:
        print_paths({say("workpaper.product.workpaper", lang): out})


def _run(workspace: Workspace, linked: LinkedCounty, policy: Policy, rules: Sequence[str]) -> PolicyRun:
    """Evaluate the rules that are asked; those that list units unless any is named."""
    asked = rules or [rule.id for rule in policy.listing.rules]
    facts = facts_for(workspace, linked, (policy,))
    return run_policy(policy, facts, only=asked, simulated=workspace.county.simulated)


def _write(  # noqa: PLR0913  # what a workpaper is made from
    workspace: Workspace,
    linked: LinkedCounty,
    run: PolicyRun,
    explanation: Explanation,
    out: Path,
    *,
    rules: Sequence[str],
    lang: Language,
) -> None:
    """Write the workpaper of one place."""
    place = explanation.place
    if place.level == "household" and not rules:
        text = say_both("workpaper.household_rule", place=place.code, policy=run.evaluation.policy.id)
        raise UsageError(text)
    write_workpaper(run, paper_of(workspace, linked, asked=True, place=place), out, lang=lang)
