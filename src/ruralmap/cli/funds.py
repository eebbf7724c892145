"""`ruralmap funds check | flows | progress | trace | match`: the fund ledger."""

from __future__ import annotations

from typing import Final

import click

from ruralmap.cli.lazy import LazyCommands

FUND_COMMANDS: Final = {
    "check": "fund_check",
    "flows": "fund_flows",
    "progress": "fund_progress",
    "trace": "fund_trace",
    "match": "fund_match",
}


class FundCommands(LazyCommands):
    """The commands about money."""

    modules = FUND_COMMANDS
    words = "cli.funds"


@click.group(cls=FundCommands, name="funds")
def command() -> None:
    """资金：台账核对、资金流向、项目进度、资金追溯、资源匹配。 The fund ledger."""
