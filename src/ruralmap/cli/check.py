"""`ruralmap check`: read everything, write the findings workbook, change nothing."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING

import click

from ruralmap.cli.console import Output, watched_steps
from ruralmap.cli.options import out_option, output_options, workspace_options
from ruralmap.jobs.check import survey, write_findings
from ruralmap.jobs.check_report import table_title
from ruralmap.jobs.outputs import chosen_path
from ruralmap.words.catalogue import Language, say
from ruralmap.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from ruralmap.jobs.check_report import CheckReport


@click.command(name="check")
@workspace_options
@out_option("问题清单写到何处（.xlsx）。 Where the findings workbook goes.")
@output_options
def command(*, workspace: Path, as_of: str | None, out: Path | None, output: Output) -> None:
    """核查：读取全部资料，写出问题清单，不改动资料；有错误时退出码为 1。 Read and check everything."""
    lang = output.lang
    opened = open_workspace(workspace, as_of=as_of)
    path = chosen_path(opened, out, "findings")
    with watched_steps(output) as steps:
        with steps.step(say("jobs.step.check", lang)):
            report = survey(opened)
        with steps.step(say("jobs.step.findings", lang)):
            write_findings(report, path, lang=lang)
    output.table(say("cli.files", lang), *_count_by_table(report, lang))
    severities = {name: report.severities[name] for name in ("error", "warning", "info")}
    output.note(say("cli.severities", lang, **severities))
    if not output.as_json:
        for file in report.unusable:
            click.echo(say("cli.unusable", lang, file=file), err=True)
    output.product(say("cli.product.findings", lang), path, report.as_json)
    sys.exit(1 if report.errors else 0)


def _count_by_table(report: CheckReport, lang: Language) -> tuple[list[str], list[list[object]]]:
    """Count rows by kind of table; the workbook counts them by file and sheet."""
    parts = ("rows", "kept", "rejected", "ignored")
    header = [say(f"check.column.{name}", lang) for name in ("table", *parts)]
    sums: dict[str, Counter[str]] = {}
    for count in report.counts:
        sums.setdefault(count.table, Counter()).update({part: getattr(count, part) for part in parts})
    rows: list[list[object]] = [
        [table_title(name, lang), *(counted[part] for part in parts)] for name, counted in sums.items()
    ]
    total = sum(sums.values(), Counter[str]())
    return header, [*rows, [say("check.total", lang), *(total[part] for part in parts)]]
