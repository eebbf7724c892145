"""Saying that the point index prepares itself (首次准备): its code is compiled once after an installation."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import click
from numba.core import event

from ruralmap.cli.console import watched_steps
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ruralmap.cli.console import Output
    from ruralmap.jobs.steps import Steps


class _FirstCompiling(event.Listener):
    """Says so when numba begins to compile, which it does only where it kept nothing; once."""

    def __init__(self, lang: Language) -> None:
        self._lang = lang
        self._said = False

    def on_start(self, _event: event.Event) -> None:
        if not self._said:
            self._said = True
            click.echo(say("cli.preparing", self._lang), err=True)

    def on_end(self, _event: event.Event) -> None:
        """Say nothing: what was begun goes on."""


@contextmanager
def said_when_preparing(output: Output) -> Iterator[None]:
    """
    Say that the linking prepares itself, if it does.

    Parameters
    ----------
    output
        How the command talks.

    Yields
    ------
    nothing
        The body of a command that links.
    """
    if output.quiet:
        yield
        return
    with event.install_listener("numba:compile", _FirstCompiling(output.lang)):
        yield


@contextmanager
def linking_steps(output: Output) -> Iterator[Steps]:
    """
    Show each step of a job that links, and say so if the linking prepares itself.

    Parameters
    ----------
    output
        How the command talks.

    Yields
    ------
    steps
        What to give to the job.
    """
    with said_when_preparing(output), watched_steps(output) as steps:
        yield steps
