"""`ruralmap assets worries`: what to worry about on a date."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ruralmap.assets.worries import ENDING_DAYS, INSPECT_MONTHS, WORRIES, Limits
from ruralmap.cli.options import out_option, output_options, workspace_options
from ruralmap.cli.preparing import linking_steps
from ruralmap.jobs.asset_worries import worries_of
from ruralmap.jobs.maps import MAP_ENDINGS
from ruralmap.jobs.outputs import chosen_path
from ruralmap.jobs.read_county import read_county
from ruralmap.jobs.result_file import TABLE_ENDINGS
from ruralmap.jobs.worry_map import draw_worry_map
from ruralmap.jobs.worry_sheets import write_worries
from ruralmap.words.catalogue import say
from ruralmap.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from ruralmap.cli.console import Output

_NAMES = {kind.replace("_", "-"): kind for kind in WORRIES}


@click.command(name="worries")
@workspace_options
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(list(_NAMES)),
    help="只要哪几类，可重复；默认全部。 Which lists, repeatable; all of them by default.",
)
@click.option(
    "--ending-days",
    type=click.IntRange(min=0),
    default=ENDING_DAYS,
    show_default=True,
    help="合同在多少天内到期即提示。 Contracts that end within so many days.",
)
@click.option(
    "--inspect-months",
    type=click.IntRange(min=1),
    default=INSPECT_MONTHS,
    show_default=True,
    help="多少个月内应清查、评估一次。 Months within which an asset is inspected and assessed.",
)
@out_option("写到何处：.xlsx .csv .json（表）、.html（图）。 Where it goes, by its ending.")
@output_options
def command(  # noqa: PLR0913  # one parameter an option
    *,
    workspace: Path,
    as_of: str | None,
    kinds: tuple[str, ...],
    ending_days: int,
    inspect_months: int,
    out: Path | None,
    output: Output,
) -> None:
    """风险提示：欠缴、合同到期、闲置、无合同、未移交、无管护人、清查逾期。 What to worry about."""
    lang = output.lang
    opened = open_workspace(workspace, as_of=as_of)
    path = chosen_path(opened, out, "worries", (*TABLE_ENDINGS, *MAP_ENDINGS))
    with linking_steps(output) as steps:
        _, linked = read_county(opened, lang=lang, steps=steps)
        with steps.step(say("asset_worries.step", lang)):
            report = worries_of(
                opened,
                linked,
                kinds=[_NAMES[kind] for kind in kinds],
                limits=Limits(ending_days, inspect_months),
                lang=lang,
            )
            if path.suffix.lower() in MAP_ENDINGS:
                draw_worry_map(linked, report).save(path)
            else:
                write_worries(report, path)
    product = say("cli.product.worries", lang)
    output.table(product, *report.summary)
    output.product(product, path, report.as_json)
