"""The demonstration county worked through, from dirty rosters to maps (演示)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ruralmap.demo.generate import generate
from ruralmap.jobs.author import Author
from ruralmap.jobs.build import build
from ruralmap.jobs.facts import facts_of
from ruralmap.jobs.maps import draw_asset_map, draw_fund_map, draw_priority_map
from ruralmap.jobs.policies import policy_of
from ruralmap.jobs.products import product_path
from ruralmap.jobs.steps import Steps
from ruralmap.jobs.zones import write_zones, zones
from ruralmap.words.catalogue import Language, say
from ruralmap.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from ruralmap.jobs.build import Build
    from ruralmap.jobs.products import Product
    from ruralmap.jobs.zones import ZonesReport


@dataclass(frozen=True, eq=False)
class Demonstration:
    """What the demonstration made; `paths` are the finished products by their kind."""

    build: Build
    zones: ZonesReport
    paths: dict[Product, Path]


def run_demo(root: Path, *, lang: Language = "zh", steps: Steps | None = None) -> Demonstration:
    """
    Simulate the county into a folder, check it, link it, evaluate it, draw it.

    Run again it changes nothing: the same files, the same bytes.

    Parameters
    ----------
    root
        The folder; the inputs are written into it, the products beside them.
    lang
        The language of the products.
    steps
        Who watches.

    Returns
    -------
    demonstration
        What was made.

    Raises
    ------
    OutputError
        If a file is locked or the disk is full.
    """
    steps = steps or Steps()
    with steps.step(say("jobs.step.generate", lang)):
        generate(root)
    workspace = open_workspace(root)
    # The moment of writing is the county's date: a second demonstration must change nothing.
    author = Author(say("demo.author", lang), at=f"{workspace.county.as_of}T00:00:00Z")
    built = build(workspace, author, lang=lang, steps=steps)
    paths: dict[Product, Path] = {"findings": built.findings_path, "links": built.links_path}
    with steps.step(say("jobs.step.zones", lang)):
        facts = facts_of(workspace, built.linked)
        report = zones(workspace, facts, policy=policy_of(workspace), lang=lang)
        paths["zones"] = product_path(workspace, "zones")
        write_zones(report, paths["zones"])
    with steps.step(say("jobs.step.map_priority", lang)):
        paths["map_priority"] = product_path(workspace, "map_priority")
        draw_priority_map(workspace, built.linked, report, lang=lang).save(paths["map_priority"])
    with steps.step(say("jobs.step.map_assets", lang)):
        paths["map_assets"] = product_path(workspace, "map_assets")
        draw_asset_map(workspace, built.linked, lang=lang).save(paths["map_assets"])
    with steps.step(say("jobs.step.map_funds", lang)):
        paths["map_funds"] = product_path(workspace, "map_funds")
        draw_fund_map(workspace, built.linked, lang=lang).save(paths["map_funds"])
    return Demonstration(built, report, paths)
