"""`ruralmap assets reconcile`: the ledger against its other books, and against what was found."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ruralmap.assets.matching import TOLERANCE_FEN
from ruralmap.assets.stocktake import POINT_TOLERANCE_M
from ruralmap.cli.options import out_option, output_options, workspace_options
from ruralmap.cli.preparing import linking_steps
from ruralmap.jobs.asset_reconcile import reconcile
from ruralmap.jobs.outputs import chosen_path, refuse_inputs
from ruralmap.jobs.read_county import read_county
from ruralmap.jobs.reconcile_report import Tolerances
from ruralmap.jobs.reconcile_sheets import write_reconciliation
from ruralmap.jobs.result_file import TABLE_ENDINGS
from ruralmap.words.catalogue import say
from ruralmap.workspace import open_workspace

if TYPE_CHECKING:
    from ruralmap.cli.console import Output


@click.command(name="reconcile")
@workspace_options
@click.option(
    "--with",
    "listed",
    type=click.Path(path_type=Path, dir_okay=False),
    help="三资平台导出的资产清单（编号、名称、村、价值）。 A list that the platform exported.",
)
@click.option(
    "--tolerance-fen",
    type=click.IntRange(min=0),
    default=TOLERANCE_FEN,
    show_default=True,
    help="金额相差多少分以内视为一致，差额照列。 Amounts may differ by so many fen; the gap is told.",
)
@click.option(
    "--point-tolerance-m",
    type=click.FloatRange(min=0),
    default=POINT_TOLERANCE_M,
    show_default=True,
    help="核查点位在村界外多少米以内视为邻近。 How far outside its village a point is still near.",
)
@out_option("写到何处：.xlsx .csv .json。 Where it goes, by its ending.")
@output_options
def command(  # noqa: PLR0913  # one parameter an option
    *,
    workspace: Path,
    as_of: str | None,
    listed: Path | None,
    tolerance_fen: int,
    point_tolerance_m: float,
    out: Path | None,
    output: Output,
) -> None:
    """核对：账账（全国系统、三资平台、资金台账）、账实（清查核实）。 Reconciliation of assets."""
    lang = output.lang
    opened = open_workspace(workspace, as_of=as_of)
    path = chosen_path(opened, out, "reconcile", TABLE_ENDINGS)
    if listed is not None:
        refuse_inputs(path, [listed])
    with linking_steps(output) as steps:
        _, linked = read_county(opened, lang=lang, steps=steps)
        with steps.step(say("asset_reconcile.working", lang)):
            report = reconcile(
                opened,
                linked,
                listed=listed,
                tolerances=Tolerances(tolerance_fen, point_tolerance_m),
                lang=lang,
            )
            write_reconciliation(report, path)
    product = say("cli.product.reconcile", lang)
    output.table(product, *report.summary)
    output.product(product, path, report.as_json)
