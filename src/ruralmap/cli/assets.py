"""`ruralmap assets …`: the registry of assets."""

from __future__ import annotations

from typing import Final

import click

from ruralmap.cli.lazy import LazyCommands

ASSET_COMMANDS: Final = {
    "import": "asset_import",
    "export": "asset_export",
    "merge": "asset_merge",
    "inspect": "asset_inspect",
    "history": "asset_history",
    "as-of": "asset_as_of",
    "reconcile": "asset_reconcile",
    "worries": "asset_worries",
    "undo": "asset_undo",
    "audit": "asset_audit",
    "backup": "asset_backup",
    "restore": "asset_restore",
}


class AssetCommands(LazyCommands):
    """The commands about assets."""

    modules = ASSET_COMMANDS
    words = "cli.assets"


@click.group(cls=AssetCommands, name="assets")
def command() -> None:
    """资产：变动、导出、回收、盘点、核对。 The registry of assets."""
