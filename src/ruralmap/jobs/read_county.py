"""Check and link, writing nothing (核查并落图): lists, maps and explanations begin so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ruralmap.jobs.check import check
from ruralmap.jobs.county import link_county
from ruralmap.jobs.steps import Steps
from ruralmap.jobs.upkeep import with_registry
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from ruralmap.jobs.check import CheckReport
    from ruralmap.jobs.county import LinkedCounty
    from ruralmap.workspace import Workspace


def read_county(
    workspace: Workspace, *, lang: Language = "zh", steps: Steps | None = None
) -> tuple[CheckReport, LinkedCounty]:
    """
    Check the inputs, put in what others entered into the registry, and link all of it, writing nothing.

    Parameters
    ----------
    workspace
        The county's folder.
    lang
        The language of the steps.
    steps
        Who watches.

    Returns
    -------
    county
        The report of the check and the linked county.

    Raises
    ------
    InputError
        If nothing trustworthy can be made of the inputs.
    RegistryError
        If the registry is damaged.
    """
    steps = steps or Steps()
    with steps.step(say("jobs.step.check", lang)):
        report = check(workspace)
    with steps.step(say("jobs.step.link", lang)):
        linked = link_county(workspace, with_registry(workspace, report))
    return report, linked
