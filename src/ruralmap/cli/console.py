"""How a command talks: progress and tables on stderr, results on stdout."""

from __future__ import annotations

import io
import json
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from ruralmap.jobs.steps import Step, Steps
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path


@dataclass(frozen=True)
class Output:
    """
    How a command was asked to talk: in which language, in JSON, without progress.

    The result goes to stdout, as text or as JSON; all else to stderr.
    """

    lang: Language
    as_json: bool
    quiet: bool

    def table(self, title: str, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """
        Show a summary on stderr, unless the result is wanted as JSON or nothing but the result is.

        Parameters
        ----------
        title
            What stands above the table.
        header
            The columns' names.
        rows
            One sequence a row, as long as the header.
        """
        if not (self.as_json or self.quiet):
            print_table(title, header, rows)

    def note(self, text: str) -> None:
        """
        Say a line on stderr, where a summary would be shown.

        Parameters
        ----------
        text
            The line.
        """
        if not (self.as_json or self.quiet):
            click.echo(text, err=True)

    def product(self, name: str, path: Path, record: Callable[[], Mapping[str, object]]) -> None:
        """
        End with the one product of a command, on stdout.

        Parameters
        ----------
        name
            What it is called.
        path
            Where it stands.
        record
            Makes what JSON says of it besides the path; not asked unless JSON is.
        """
        if self.as_json:
            print_json({**record(), "path": str(path)})
        else:
            print_paths({name: path})


@contextmanager
def watched_steps(output: Output) -> Iterator[Steps]:
    """
    Show each step of a job as it runs, and the time of each when all are done.

    Parameters
    ----------
    output
        How the command talks; progress is left out only where it was asked to be quiet.

    Yields
    ------
    steps
        What to give to the job.
    """
    if output.quiet:
        yield Steps()
        return
    console = Console(stderr=True)
    columns = (SpinnerColumn(finished_text="✓"), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:

        def started(name: str) -> None:
            progress.add_task(name, total=1)

        def finished(_step: Step) -> None:
            progress.update(progress.task_ids[-1], completed=1)

        steps = Steps(started, finished)
        yield steps
    rows = [(step.name, f"{step.seconds:.1f}") for step in steps.done]
    lang = output.lang
    rows.append((say("cli.total", lang), f"{sum(step.seconds for step in steps.done):.1f}"))
    print_table(say("cli.steps", lang), [say("cli.step", lang), say("cli.seconds", lang)], rows)


def print_table(title: str, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """
    Print a small table on stderr: names first, then numbers; a column of zeros says nothing and is left out.

    Parameters
    ----------
    title
        What stands above the table.
    header
        The columns' names.
    rows
        One sequence a row, as long as the header.
    """
    console = Console(stderr=True)
    table = _table(title, header, rows)
    Console(stderr=True, width=max(console.width, _needed(table))).print(table)


def table_text(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """
    Lay out a small table as plain text, for a command whose result is a text.

    Parameters
    ----------
    header
        The columns' names.
    rows
        One sequence a row, as long as the header.

    Returns
    -------
    text
        Its lines, no line broken however narrow the window.
    """
    table = _table(None, header, rows)
    buffer = io.StringIO()
    Console(file=buffer, width=_needed(table), color_system=None).print(table)
    return "\n".join(line.rstrip() for line in buffer.getvalue().splitlines()).strip("\n")


def _table(title: str | None, header: Sequence[str], rows: Sequence[Sequence[object]]) -> Table:
    """Lay out a table."""
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, padding=(0, 1))
    shown = [place for place in range(len(header)) if not rows or any(row[place] != 0 for row in rows)]
    for place in shown:
        numbers = bool(rows) and all(_is_number(row[place]) for row in rows)
        table.add_column(header[place], justify="right" if numbers else "left", no_wrap=True)
    for row in rows:
        table.add_row(*(str(row[place]) for place in shown))
    return table


def _needed(table: Table) -> int:
    """Measure a table: a number broken over two lines is misread, rather a line too long for the window."""
    console = Console(stderr=True)
    return console.measure(table, options=console.options.update(max_width=1000)).maximum


def _is_number(cell: object) -> bool:
    """Tell a number, a share in percent or the mark of a missing one from text."""
    text = str(cell).removesuffix(" %").replace(",", "").replace(".", "", 1)
    return text == "—" or text.lstrip("+-").isdigit()


def print_paths(paths: Mapping[str, Path | str]) -> None:
    """
    Print where the products stand, on stdout, one a line.

    Parameters
    ----------
    paths
        Each product's name and its file.
    """
    for name, path in paths.items():
        click.echo(f"{name}  {path}")


def print_json(result: Mapping[str, object]) -> None:
    """
    Print the result as one JSON object on stdout.

    Parameters
    ----------
    result
        What JSON can say.
    """
    click.echo(json.dumps(result, ensure_ascii=False, indent=2, allow_nan=False))
