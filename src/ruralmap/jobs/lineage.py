"""Codes through time, checked and applied to the rural population (代码变更与分母折算)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ruralmap.errors import InputError
from ruralmap.jobs.village_list import codes_of_today
from ruralmap.link.denominators import carry_denominators
from ruralmap.link.lineage_faults import lineage_findings
from ruralmap.schema.gravity import finding
from ruralmap.words.bilingual import message_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    import pandas as pd

    from ruralmap.link.denominators import CarriedDenominators
    from ruralmap.schema.finding import Finding
    from ruralmap.workspace import Workspace


def denominators_of_today(
    workspace: Workspace, tables: Mapping[str, pd.DataFrame], layers: Mapping[str, gpd.GeoDataFrame]
) -> CarriedDenominators:
    """
    Carry the rural population to the villages and townships of today.

    Parameters
    ----------
    workspace
        The county's folder.
    tables
        What was read, with `denominators`, and `lineage` if the workspace has it.
    layers
        What was read, with `villages` and `townships`.

    Returns
    -------
    carried
        The table, and what a person should know of it.

    Raises
    ------
    InputError
        If the lineage leads in a circle.
    ConservationError
        If persons went missing on the way.
    """
    return carry_denominators(
        tables["denominators"],
        tables.get("lineage"),
        standing=codes_of_today(workspace, layers["villages"], layers["townships"]),
        as_of=workspace.county.as_of,
    )


def check_lineage(
    workspace: Workspace, tables: Mapping[str, pd.DataFrame], layers: Mapping[str, gpd.GeoDataFrame]
) -> list[Finding]:
    """
    Find what is wrong in the lineage of codes, and rural populations that belong to no unit of today.

    Parameters
    ----------
    workspace
        The county's folder.
    tables
        What was read.
    layers
        What was read.

    Returns
    -------
    findings
        Those of `lineage_findings` and `carry_denominators`; `lineage_circle` where the events lead in a
        circle.
    """
    found = lineage_findings(tables["lineage"]) if "lineage" in tables else []
    if "denominators" in tables and {"villages", "townships"} <= set(layers):
        try:
            found += denominators_of_today(workspace, tables, layers).findings
        except InputError as fault:
            found.append(finding("lineage_circle", "lineage", raw=message_of(fault)))
    return found
