"""The command group: commands loaded when called, one boundary for all errors, a menu for beginners."""

from __future__ import annotations

import importlib
import io
import itertools
import os
import sys
from typing import Final

import click

from ruralmap import errors
from ruralmap.version import VERSION
from ruralmap.words.catalogue import Language, say

# Each command's module, imported when it is called: geopandas alone costs a second.
COMMANDS: Final = {
    "demo": "demo",
    "check": "check",
    "crs": "crs",
    "build": "build",
    "link": "link",
    "topology": "topology",
    "zones": "zones",
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


def command_language(arguments: list[str]) -> Language:
    """
    Find the language that the user asked for, before anything is parsed.

    Parameters
    ----------
    arguments
        The words of the command line.

    Returns
    -------
    lang
        What follows `--lang`, else the environment's RURALMAP_LANG, else Chinese.
    """
    asked = os.environ.get("RURALMAP_LANG", "zh")
    for word, following in itertools.pairwise([*arguments, ""]):
        if word == "--lang":
            asked = following
        elif word.startswith("--lang="):
            asked = word.removeprefix("--lang=")
    return "en" if asked == "en" else "zh"


class Commands(click.Group):
    """A group that lists commands from the catalogue and imports them only when they run."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """
        List the commands in the order in which a county meets them.

        Parameters
        ----------
        ctx
            The context of click.

        Returns
        -------
        names
            The names of the commands.
        """
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """
        Import a command.

        Parameters
        ----------
        ctx
            The context of click.
        cmd_name
            The command's name.

        Returns
        -------
        command
            The command, or nothing where there is none of that name.
        """
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"ruralmap.cli.{COMMANDS[cmd_name]}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """
        Write the list of commands from the catalogue, without importing any of them.

        Parameters
        ----------
        ctx
            The context of click.
        formatter
            Where to write.
        """
        lang = command_language(sys.argv[1:])
        with formatter.section(say("cli.commands", lang)):
            formatter.write_dl([(name, say(f"cli.command.{name}", lang)) for name in COMMANDS])


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
