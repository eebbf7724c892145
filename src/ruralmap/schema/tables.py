"""The data dictionary (数据字典): every table that a workspace may hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ruralmap.schema import (
    dealings,
    decisions,
    economy,
    incomes,
    labour,
    measures,
    monies,
    paper,
    people,
    places,
    projects,
    records,
    revenues,
    risk,
    spans,
    stakes,
    subsidies,
    system_assets,
    work,
    works,
)

if TYPE_CHECKING:
    from ruralmap.schema.columns import Table

LAYERS: Final[dict[str, Table]] = {
    table.name: table for table in (places.COUNTY, places.TOWNSHIPS, places.VILLAGES)
}
TABLES: Final[dict[str, Table]] = {
    table.name: table
    for table in (
        places.LINEAGE,
        decisions.DECISIONS,
        places.DENOMINATORS,
        places.PARAMETERS,
        people.ROSTER,
        incomes.INCOMES,
        people.HOUSEHOLD_POINTS,
        people.VISITS,
        people.POSTS,
        measures.MEASURES,
        works.SITES,
        works.INDUSTRIES,
        works.WORKSHOPS,
        projects.PROJECTS,
        projects.PROJECT_PLACES,
        labour.LABOUR_PAY,
        works.ASSETS,
        stakes.ASSET_OWNERS,
        stakes.ASSET_BENEFITS,
        works.ASSET_FUNDS,
        revenues.CONTRACTS,
        revenues.YIELDS,
        revenues.DISTRIBUTIONS,
        dealings.INSPECTIONS,
        dealings.HANDOVERS,
        dealings.DISPOSALS,
        monies.FUNDS,
        monies.FUND_MONTHS,
        monies.FUND_MOVES,
        monies.BUDGETS,
        records.HOUSEHOLD_RECORDS,
        records.PERSON_RECORDS,
        records.PLACE_RECORDS,
        records.GRIDS,
        risk.CLUES,
        risk.PLANS,
        risk.SURVEYS,
        risk.SAFETY,
        risk.WATER_SOURCES,
        risk.HOUSE_PROJECTS,
        work.JOBS,
        work.SERVICES,
        work.BENEFITS,
        work.INSURANCES,
        subsidies.PAYMENTS,
        subsidies.ENTITIES,
        subsidies.LOANS,
        subsidies.SALES,
        economy.VILLAGE_ECON,
        economy.VILLAGE_BALANCES,
        economy.DESIGNATIONS,
        economy.PARCELS,
        economy.LEADERS,
        economy.STATISTICS,
        system_assets.SYSTEM_ASSETS,
        paper.UNITS,
        paper.TASKS,
        paper.HELP_UNITS,
        paper.STAFF,
        paper.TRAININGS,
        paper.MEETINGS,
        paper.REPORTS,
        paper.CAMPAIGNS,
        paper.DOCUMENTS,
        paper.DATA_RECEIVED,
        paper.PROBLEMS,
        paper.CHECKLISTS,
    )
}
# Lines and areas, by the table whose ids they carry; a workspace names them in [shapes].
SHAPES: Final[dict[str, Table]] = {
    "projects": spans.PROJECT_SHAPES,
    "sites": spans.SITE_SHAPES,
    "industries": spans.INDUSTRY_SHAPES,
    "assets": spans.ASSET_SHAPES,
}
_NAMED: Final = LAYERS | TABLES | {table.name: table for table in SHAPES.values()}


def table_named(name: str) -> Table:
    """
    Find a table, a layer or a layer of shapes by its canonical name.

    Parameters
    ----------
    name
        Such as `assets`, `villages` or `project_shapes`.

    Returns
    -------
    table
        The table.

    Raises
    ------
    KeyError
        If there is none of that name.
    """
    return _NAMED[name]
