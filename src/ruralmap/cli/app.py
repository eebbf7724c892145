"""The command line as a whole: all commands, one boundary for all errors, a menu for beginners."""

from __future__ import annotations

import io
import sys
from typing import Final

import click

from ruralmap import errors
from ruralmap.cli.lazy import LazyCommands, command_language
from ruralmap.version import VERSION
from ruralmap.words.catalogue import say

# Each command's module, imported when it is called: geopandas alone costs a second.
COMMANDS: Final = {
    "demo": "demo",
    "check": "check",
    "crs": "crs",
    "build": "build",
    "link": "link",
    "topology": "topology",
    "zones": "zones",
    "assets": "assets",
    "funds": "funds",
    "policy": "policies",
    "explain": "explain",
    "map": "maps",
}
# What the menu offers: the words of the command line, and the message that says so.
MENU: Final = {
    ("demo",): "cli.command.demo",
    ("check",): "cli.command.check",
    ("build",): "cli.command.build",
    ("zones",): "cli.command.zones",
    ("map", "priority"): "cli.product.map_priority",
    ("map", "assets"): "cli.product.map_assets",
    ("map", "funds"): "cli.product.map_funds",
}
# Which class of error ends with which exit status; the first that fits.
EXIT_STATUS: Final[tuple[tuple[type[BaseException], int], ...]] = (
    (errors.UsageError, 2),
    (errors.SurroundingsError, 3),
    (errors.RuralMapError, 1),
    (OSError, 3),
)


class Commands(LazyCommands):
    """The commands of ruralmap."""

    modules = COMMANDS
    words = "cli.command"


@click.group(
    cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(VERSION, prog_name="ruralmap")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", expose_value=False, hidden=True)
@click.pass_context
def group(ctx: click.Context) -> None:
    """县域巩固脱贫成果地理工具: from a county's rosters to linked villages, zones and maps."""
    if ctx.invoked_subcommand is None:
        _menu(ctx)


def _menu(ctx: click.Context) -> None:
    """Offer the commands by number; without a terminal, show the help."""
    lang = command_language(sys.argv[1:])
    if not sys.stdin.isatty():
        click.echo(ctx.get_help())
        return
    click.echo(say("cli.menu.title", lang))
    for number, key in enumerate(MENU.values(), start=1):
        click.echo(f"  {number}. {say(key, lang)}")
    chosen: int = click.prompt(say("cli.menu.ask", lang, last=len(MENU)), type=click.IntRange(0, len(MENU)))
    if chosen:
        group.main([*list(MENU)[chosen - 1], "--lang", lang], "ruralmap", standalone_mode=False)


def main(arguments: list[str] | None = None) -> None:
    """
    Run the command line and end the process.

    Exit status: 0 finished, 1 nothing trustworthy could be produced, 2 wrong usage, 3 the surroundings failed
    (disk, locked file, database). `check` also ends with 1 when it found errors.

    Parameters
    ----------
    arguments
        The words after the program's name; those of the process unless given.
    """
    for stream in (sys.stdout, sys.stderr):
        # A pipe on a Chinese Windows speaks GBK and would break what it cannot hold.
        if isinstance(stream, io.TextIOWrapper) and not stream.isatty():
            stream.reconfigure(encoding="utf-8")
    words = sys.argv[1:] if arguments is None else arguments
    try:
        status = group.main(args=words, prog_name="ruralmap", standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as fault:
        fault.show()
        sys.exit(fault.exit_code)
    except (errors.RuralMapError, OSError) as fault:
        click.echo(say("cli.error", command_language(words), message=fault), err=True)
        sys.exit(next(status for kind, status in EXIT_STATUS if isinstance(fault, kind)))
    sys.exit(status if isinstance(status, int) else 0)
