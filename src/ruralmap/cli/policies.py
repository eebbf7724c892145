"""`ruralmap policy list | show | check | run`: the policies that the tool knows, and an office's own."""

from __future__ import annotations

from typing import Final

import click

from ruralmap.cli.lazy import LazyCommands

POLICY_COMMANDS: Final = {
    "list": "policy_list",
    "show": "policy_show",
    "check": "policy_check",
    "run": "policy_run",
}


class PolicyCommands(LazyCommands):
    """The commands about policies."""

    modules = POLICY_COMMANDS
    words = "cli.policy"


@click.group(cls=PolicyCommands, name="policy")
def command() -> None:
    """政策：随附政策一览、条款白话、校验本单位编写的政策文件。 Policies as data."""
