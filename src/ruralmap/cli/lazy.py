"""Groups of commands that are loaded when called: geopandas alone costs a second."""

from __future__ import annotations

import importlib
import itertools
import os
import sys
from typing import TYPE_CHECKING, ClassVar

import click

from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Mapping


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


class LazyCommands(click.Group):
    """
    A group that lists commands from the catalogue and imports them only when they run.

    `modules` says by name which module of the command line holds a command, in the order in which a county
    meets them; `words` is the part of the catalogues that says what each does.
    """

    modules: ClassVar[Mapping[str, str]]
    words: ClassVar[str]

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
        return list(self.modules)

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
        if cmd_name not in self.modules:
            return None
        module = importlib.import_module(f"ruralmap.cli.{self.modules[cmd_name]}")
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
            formatter.write_dl([(name, say(f"{self.words}.{name}", lang)) for name in self.modules])
