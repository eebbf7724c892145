"""Options that several commands share, each as one decorator."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from ruralmap.cli.console import Output
from ruralmap.jobs.author import author_now

if TYPE_CHECKING:
    from collections.abc import Callable

    from ruralmap.words.catalogue import Language

Function = TypeVar("Function", bound="Callable[..., Any]")


def workspace_options(command: Function) -> Function:
    """
    Add `-w/--workspace` and `--as-of`.

    Parameters
    ----------
    command
        The command's function; it gets `workspace` (a path) and `as_of` (ISO text or nothing).

    Returns
    -------
    command
        The decorated function.
    """
    command = click.option(
        "--as-of",
        metavar="DATE",
        help="评价日期，默认取工作区的日期。 The date to evaluate at; the workspace's own by default.",
    )(command)
    return click.option(
        "-w",
        "--workspace",
        type=click.Path(path_type=Path, file_okay=False),
        default=Path(),
        show_default="当前目录 here",
        help="工作区目录。 The workspace's folder.",
    )(command)


def output_options(command: Function) -> Function:
    """
    Add `--lang`, `--json` and `--quiet`.

    Parameters
    ----------
    command
        The command's function; it gets the three as one `output`.

    Returns
    -------
    command
        The decorated function.
    """

    @click.option(
        "--lang",
        type=click.Choice(["zh", "en"]),
        default="zh",
        envvar="RURALMAP_LANG",
        show_default=True,
        help="语言。 Language.",
    )
    @click.option("--json", "as_json", is_flag=True, help="结果以 JSON 输出。 The result as one JSON object.")
    @click.option("--quiet", is_flag=True, help="不显示进度。 No progress.")
    @functools.wraps(command)
    def gathered(*args: Any, lang: Language, as_json: bool, quiet: bool, **options: Any) -> Any:  # noqa: ANN401 - as click calls it
        return command(*args, output=Output(lang, as_json=as_json, quiet=quiet), **options)

    return cast("Function", gathered)


def author_options(command: Function) -> Function:
    """
    Add `--by` and `--reason`.

    Parameters
    ----------
    command
        The command's function; it gets the two and the time of the clock as one `author`.

    Returns
    -------
    command
        The decorated function.
    """

    @click.option("--by", help="经办人，默认为登录名。 Who does it; the login's name by default.")
    @click.option("--reason", default="", help="理由，记入变动历史。 Why; kept in the history.")
    @functools.wraps(command)
    def gathered(*args: Any, by: str | None, reason: str, **options: Any) -> Any:  # noqa: ANN401 - as click calls it
        return command(*args, author=author_now(by, reason), **options)

    return cast("Function", gathered)


def out_option(where: str) -> Callable[[Function], Function]:
    """
    Make the decorator that adds `--out`.

    Parameters
    ----------
    where
        The help: what goes there, and which endings there are, Chinese first.

    Returns
    -------
    decorator
        The command's function gets `out` (a path or nothing).
    """
    return click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help=where)


def policy_option(command: Function) -> Function:
    """
    Add `--policy`.

    Parameters
    ----------
    command
        The command's function; it gets `policy` (an id, a file or nothing).

    Returns
    -------
    command
        The decorated function.
    """
    return click.option("--policy", help="政策编号或 TOML 文件，默认取工作区的。 A policy's id or file.")(
        command
    )
