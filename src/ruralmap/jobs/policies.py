"""Which policy applies: the one that the user names, else the workspace's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ruralmap.files.policies import read_policy, shipped_policies

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ruralmap.schema.policy import Policy
    from ruralmap.workspace import Workspace


def policy_of(workspace: Workspace, chosen: str | None = None, *, rules: Sequence[str] = ()) -> Policy:
    """
    Read the policy to evaluate.

    Parameters
    ----------
    workspace
        The county's folder.
    chosen
        A shipped id, or a TOML file relative to the workspace; the workspace's own choice unless given.
    rules
        The rules that are asked. Where nobody chose and the workspace's policy lacks one of them, the
        shipped policy that has them all is meant: a rule's id is that of one policy.

    Returns
    -------
    policy
        The policy.

    Raises
    ------
    PolicyError
        If there is no such policy, or the file says what the tool does not know.
    """
    own = read_policy(policy_source(workspace, chosen))
    if chosen is not None or _has(own, rules):
        return own
    return next((other for other in map(read_policy, shipped_policies()) if _has(other, rules)), own)


def _has(policy: Policy, rules: Sequence[str]) -> bool:
    return {rule.id for rule in policy.rules}.issuperset(rules)


def policy_source(workspace: Workspace, chosen: str | None = None) -> str | Path:
    """
    Say where the policy to evaluate stands.

    Parameters
    ----------
    workspace
        The county's folder.
    chosen
        As for `policy_of`.

    Returns
    -------
    source
        The id of a shipped one, or the path of a file.
    """
    wanted = chosen or workspace.policy.id
    return wanted if wanted in shipped_policies() else workspace.path(wanted)
