"""The bulletin of a policy (通报): how the townships stand, and how they moved since an earlier day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ruralmap.files.workbook import write_workbook
from ruralmap.jobs.bulletin_sheets import Bulletin, bulletin_sheets
from ruralmap.jobs.policy_facts import facts_for
from ruralmap.jobs.policy_run import run_policy
from ruralmap.jobs.read_county import read_county
from ruralmap.jobs.steps import Steps
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from pathlib import Path

    from ruralmap.jobs.policy_run import PolicyRun
    from ruralmap.workspace import Workspace


def write_bulletin(
    workspace: Workspace,
    run: PolicyRun,
    path: Path,
    *,
    since: str | None = None,
    lang: Language = "zh",
    steps: Steps | None = None,
) -> None:
    """
    Write the bulletin as a workbook.

    Parameters
    ----------
    workspace
        The county's folder.
    run
        What the policy says of the county.
    path
        Where the workbook shall stand.
    since
        An earlier day against which changes are told, ISO text; none are unless given.
    lang
        The language.
    steps
        Who watches.

    Raises
    ------
    UsageError
        If there is nothing to rank.
    InputError
        If nothing trustworthy can be made of the inputs as of that day.
    OutputError
        If the file is open in an office program, or the disk does not allow it.
    """
    steps = steps or Steps()
    then = None if since is None else _run_on(workspace, run, since, lang=lang, steps=steps)
    with steps.step(say("policy_bulletin.step", lang)):
        sheets = bulletin_sheets(Bulletin(workspace.county.name, run, then, lang))
        write_workbook(path, sheets)


def _run_on(workspace: Workspace, run: PolicyRun, day: str, *, lang: Language, steps: Steps) -> PolicyRun:
    """Hold the policy against the county as it was on an earlier day."""
    policy = run.evaluation.policy
    then = workspace.model_copy(update={"county": workspace.county.model_copy(update={"as_of": day})})
    _, linked = read_county(then, lang=lang, steps=steps)
    facts = facts_for(then, linked, (policy,))
    return run_policy(policy, facts, only=[rule.id for rule in run.rules], simulated=run.simulated)
