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
def said_when_preparing(*, quiet: bool, lang: Language) -> Iterator[None]:
    """
    Say that the linking prepares itself, if it does.

    Parameters
    ----------
    quiet
        Say nothing.
    lang
        The language.

    Yields
    ------
    nothing
        The body of a command that links.
    """
    if quiet:
        yield
        return
    with event.install_listener("numba:compile", _FirstCompiling(lang)):
        yield


@contextmanager
def linking_steps(*, quiet: bool, lang: Language) -> Iterator[Steps]:
    """
    Show each step of a job that links, and say so if the linking prepares itself.

    Parameters
    ----------
    quiet
        Show nothing.
    lang
        The language.

    Yields
    ------
    steps
        What to give to the job.
    """
    with said_when_preparing(quiet=quiet, lang=lang), watched_steps(quiet=quiet, lang=lang) as steps:
        yield steps
