"""`ruralmap map SUBJECT`: one map, one file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from ruralmap.cli.options import out_option, output_options, workspace_options
from ruralmap.cli.preparing import linking_steps
from ruralmap.errors import UsageError
from ruralmap.jobs.facts import facts_of
from ruralmap.jobs.indicator_map import draw_indicator_map
from ruralmap.jobs.maps import MAP_ENDINGS, draw_asset_map, draw_fund_map, draw_priority_map
from ruralmap.jobs.outputs import refuse_workspace_inputs
from ruralmap.jobs.policies import policy_of
from ruralmap.jobs.policy_facts import facts_for
from ruralmap.jobs.products import Product, product_path
from ruralmap.jobs.read_county import read_county
from ruralmap.jobs.relief_map import draw_relief_map
from ruralmap.jobs.result_file import require_ending
from ruralmap.jobs.site_map import draw_site_map
from ruralmap.jobs.zones import evaluated, zones
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import Language, say
from ruralmap.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from ruralmap.cli.console import Output
    from ruralmap.draw.indicator_panel import Level
    from ruralmap.jobs.check_report import CheckReport
    from ruralmap.jobs.county import LinkedCounty
    from ruralmap.jobs.maps import Map
    from ruralmap.workspace import Workspace

PRODUCTS: Final[dict[str, Product]] = {
    "priority": "map_priority",
    "assets": "map_assets",
    "funds": "map_funds",
    "sites": "map_sites",
    "work-relief": "map_relief",
    "indicator": "map_indicator",
}


@click.command(name="map")
@click.argument("subject", type=click.Choice(list(PRODUCTS)))
@workspace_options
@click.option("--policy", help="政策编号或 TOML 文件（priority、indicator）。 A policy's id or file.")
@click.option("--rule", help="条款编号（indicator），如 YN-21。 The id of a rule.")
@click.option(
    "--level",
    type=click.Choice(["village", "township"]),
    help="按村还是按乡镇画（indicator）。 Villages or townships.",
)
@click.option(
    "--changes-since",
    metavar="DATE",
    help="自哪天以来的资产变动另成图层（assets）。 Changes of assets since a day, as a layer.",
)
@out_option("写到何处（.html）。 Where the map goes.")
@output_options
def command(  # noqa: PLR0913  # one parameter an option
    *,
    subject: str,
    workspace: Path,
    as_of: str | None,
    policy: str | None,
    rule: str | None,
    level: Level | None,
    changes_since: str | None,
    out: Path | None,
    output: Output,
) -> None:
    """
    制图：重点跟踪监测、资产运行状况、资金流向、安置点、以工代赈、任一指标。 One map in one file, offline.

    priority 重点跟踪监测，assets 资产运行状况，funds 资金流向，sites 安置点，work-relief 以工代赈，
    indicator 指标。
    """
    lang = output.lang
    opened = open_workspace(workspace, as_of=as_of)
    product = PRODUCTS[subject]
    if (rule is None) == (subject == "indicator") or (rule is None and level is not None):
        raise UsageError(say_both("cli.map_rule"))
    if changes_since is not None and subject != "assets":
        raise UsageError(say_both("cli.map_changes"))
    path = out or product_path(opened, product)
    if out is None and rule is not None:
        path = path.with_stem("_".join([path.stem, rule, *([level] if level else [])]))
    refuse_workspace_inputs(path, opened)
    require_ending(path, MAP_ENDINGS)
    with linking_steps(output) as steps:
        report, linked = read_county(opened, lang=lang, steps=steps)
        with steps.step(say(f"jobs.step.{product}", lang)):
            drawn: Map | None
            if subject == "assets":
                drawn = draw_asset_map(opened, linked, since=changes_since, lang=lang)
            else:
                drawn = _draw(subject, opened, report, linked, lang=lang)
            (drawn or _draw_rule(opened, linked, policy=policy, rule=rule, level=level, lang=lang)).save(path)
    output.product(say(f"cli.product.{product}", lang), path, dict)


def _draw(
    subject: str, opened: Workspace, report: CheckReport, linked: LinkedCounty, *, lang: Language
) -> Map | None:
    """Draw what asks for no policy."""
    if subject == "funds":
        return draw_fund_map(opened, linked, lang=lang)
    if subject == "sites":
        return draw_site_map(opened, linked, lang=lang)
    if subject == "work-relief":
        return draw_relief_map(opened, report, linked, lang=lang)
    return None


def _draw_rule(
    opened: Workspace,
    linked: LinkedCounty,
    *,
    policy: str | None,
    rule: str | None,
    level: Level | None,
    lang: Language,
) -> Map:
    """Draw what a policy says: one rule, or its lists."""
    chosen = policy_of(opened, policy, rules=() if rule is None else (rule,))
    if rule is not None:
        report = evaluated(opened, facts_for(opened, linked, (chosen,)), chosen, lang=lang)
        return draw_indicator_map(opened, linked, report, rule, level=level)
    lists = zones(opened, facts_of(opened, linked, (chosen,)), policy=chosen, lang=lang)
    return draw_priority_map(opened, linked, lists, lang=lang)
