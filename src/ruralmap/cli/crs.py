"""`ruralmap crs`: which coordinate systems a workspace's files are in, with the evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ruralmap.cli.console import Output, print_json, table_text, watched_steps
from ruralmap.cli.options import output_options, workspace_options
from ruralmap.jobs.crs import accept_crs, examine_crs
from ruralmap.words.catalogue import Language, say
from ruralmap.workspace import FILE_NAME, open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from ruralmap.jobs.crs_report import CrsReport


@click.command(name="crs")
@click.argument("files", nargs=-1)
@workspace_options
@click.option(
    "--accept", is_flag=True, help="把识别出的坐标系写入 ruralmap.toml 的 [crs]。 Write them there."
)
@output_options
def command(
    *,
    files: tuple[str, ...],
    workspace: Path,
    as_of: str | None,
    accept: bool,
    output: Output,
) -> None:
    """识别坐标系：FILES（写法同 ruralmap.toml，默认全部）各是哪种，证据如何。 Recognise coordinates."""
    opened = open_workspace(workspace, as_of=as_of)
    with watched_steps(output) as steps, steps.step(say("crs.step", output.lang)):
        report = examine_crs(opened, files=files)
    if accept:
        report = accept_crs(opened, report)
    if output.as_json:
        print_json(report.as_json())
        return
    for line in _lines(report, accept=accept, lang=output.lang):
        click.echo(line)


def _lines(report: CrsReport, *, accept: bool, lang: Language) -> list[str]:
    """Write the evidence, then what was accepted or could be."""
    lines = []
    for title, header, rows, verdict in report.blocks(lang):
        lines += [title, *([table_text(header, rows)] if rows else []), f"  {verdict}", ""]
    lines += [say("crs.unread", lang, file=file) for file in report.unread]
    lines += [say("crs.no_coordinates", lang, file=file) for file in report.empty]
    lines += [say("crs.conflict", lang, file=file) for file in report.conflicts]
    if accept:
        lines += [say("crs.written" if report.accepted else "crs.nothing_written", lang, file=FILE_NAME)]
        return [*lines, *report.accepted]
    waiting = [entry.line for entry in report.entries if entry.is_acceptable]
    return [*lines, *([say("crs.waiting", lang, file=FILE_NAME), *waiting] if waiting else [])]
