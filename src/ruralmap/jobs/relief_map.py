"""The map of work relief (以工代赈图): bring projects, their pay and their lines to the drawing room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import geopandas as gpd
import pandas as pd

from ruralmap.draw.work_relief import ReliefLayers, work_relief_map
from ruralmap.errors import InputError
from ruralmap.files.policies import read_policy
from ruralmap.funds.relief_lines import PayLine, months_unpaid, pay_shares
from ruralmap.jobs.county import STORED_CRS
from ruralmap.jobs.fund_relief import relief_of
from ruralmap.jobs.ledger import balances_of, ledger_of
from ruralmap.jobs.map_meta import map_meta
from ruralmap.jobs.maps import Map
from ruralmap.jobs.standing import standing
from ruralmap.schema.dates import last_day
from ruralmap.schema.policy_conditions import comparisons_of
from ruralmap.schema.policy_filters import Test
from ruralmap.schema.policy_measures import Ratio
from ruralmap.schema.spans import PROJECT_SHAPES
from ruralmap.schema.tables import TABLES
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ruralmap.jobs.check_report import CheckReport
    from ruralmap.jobs.county import LinkedCounty
    from ruralmap.schema.policy import Policy
    from ruralmap.workspace import Workspace

# The shipped rule that says which part of the money is to be pay, form by form.
LINES_POLICY: Final = "nanjiang-2024"
LINES_RULE: Final = "NJ-26"
_NEEDED: Final = ("projects", "labour_pay")
_DATES: Final = ["prj_id", "started_on", "completed_on", "village_code", "lon", "lat"]


def draw_relief_map(
    workspace: Workspace, report: CheckReport, linked: LinkedCounty, *, lang: Language = "zh"
) -> Map:
    """
    Draw who was paid in work relief, and how much of the money went into pay (以工代赈图).

    Parameters
    ----------
    workspace
        The county's folder.
    report
        What `check` read of it: the lines of projects.
    linked
        The linked county.
    lang
        The language of the map.

    Returns
    -------
    map
        The map; nobody is named on it.

    Raises
    ------
    InputError
        If the workspace lacks 项目库, 劳务报酬发放表 or 资金指标台账.
    ConservationError
        If what was paid is not what the balances say, or workers went missing: a fault of ours.
    """
    for name in _NEEDED:
        if name not in linked.tables:
            raise InputError(say_both("jobs.missing_table", name=TABLES[name].zh, key=name))
    policy = read_policy(LINES_POLICY)
    lines = pay_lines(policy)
    table = balances_of(workspace, linked.tables, ledger_of(workspace, linked.tables))
    found = relief_of(workspace, linked, table)
    assert found is not None  # noqa: S101  # both tables are there
    projects = _projects(workspace, linked, found.by_project, table, lines)
    none = gpd.GeoDataFrame({"prj_id": []}, geometry=[], crs=STORED_CRS)
    shapes = report.shapes.get(PROJECT_SHAPES.name, none)
    layers = ReliefLayers(projects, found.by_home, shapes, _line_note(policy, lines, lang))
    meta = map_meta(
        workspace,
        ("source_layers", "source_labour", "source_funds"),
        reading=say("policy_maps.relief.reading", lang),
        trial=not policy.covers(workspace.county.code),
        lang=lang,
    )
    return Map(work_relief_map(linked.villages, linked.townships, layers, meta=meta, lang=lang))


def pay_lines(policy: Policy) -> dict[str, PayLine]:
    """
    Take from the rule which part of the money is to be pay.

    Parameters
    ----------
    policy
        The policy with LINES_RULE, whose comparisons are each of one form of work relief.

    Returns
    -------
    lines
        By form of work relief.
    """
    lines: dict[str, PayLine] = {}
    for compare in comparisons_of(policy.rule(LINES_RULE).default_reading.condition):
        form, measure = compare.where, compare.measure
        if isinstance(form, Test) and isinstance(measure, Ratio) and compare.threshold is not None:
            of_centre = measure.denominator.rows == "balances"
            lines[str(form.value)] = PayLine(compare.threshold, "central" if of_centre else "fiscal")
    return lines


def _projects(
    workspace: Workspace,
    linked: LinkedCounty,
    by_project: pd.DataFrame,
    table: pd.DataFrame,
    lines: Mapping[str, PayLine],
) -> pd.DataFrame:
    """Put beside the pay of each project its share, its dates and its place."""
    as_of = workspace.county.as_of
    library = standing(linked.tables["projects"]).drop_duplicates("prj_id")
    done = [isinstance(day, str) and last_day(day) <= as_of for day in library["completed_on"]]
    completed = pd.Series(done, index=library["prj_id"], dtype=bool)
    shares = pay_shares(by_project, table, lines, completed=completed)
    unpaid = months_unpaid(library, linked.tables["labour_pay"], as_of=as_of)
    wholes = {mode: line.whole for mode, line in lines.items()}
    return (
        by_project.join(shares)
        .assign(
            months_unpaid=by_project["prj_id"].map(unpaid).astype("Int64"),
            whole=by_project["work_relief_mode"].map(wholes).fillna("fiscal"),
        )
        .merge(library[_DATES], on="prj_id", how="left")
    )


def _line_note(policy: Policy, lines: Mapping[str, PayLine], lang: Language) -> str:
    """Say the lines in words, and where they stand written."""
    parts = [
        say(
            f"policy_maps.relief.line_{line.whole}",
            lang,
            mode=say(f"policy_maps.relief.mode.{mode}", lang),
            least=f"{line.least:.0%}",
        )
        for mode, line in lines.items()
    ]
    together = ("；" if lang == "zh" else "; ").join(parts)
    return say(
        "policy_maps.relief.line_note", lang, policy=policy.title.text(lang), rule=LINES_RULE, lines=together
    )
