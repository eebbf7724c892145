"""The data dictionary (数据字典): every table that a workspace may hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ruralmap.schema import monies, people, places, works

if TYPE_CHECKING:
    from ruralmap.schema.columns import Table

LAYERS: Final[dict[str, Table]] = {
    table.name: table for table in (places.COUNTY, places.TOWNSHIPS, places.VILLAGES)
}
TABLES: Final[dict[str, Table]] = {
    table.name: table
    for table in (
        places.LINEAGE,
        places.DENOMINATORS,
        places.PARAMETERS,
        people.ROSTER,
        people.INCOMES,
        people.HOUSEHOLD_POINTS,
        people.VISITS,
        people.POSTS,
        works.SITES,
        works.INDUSTRIES,
        works.WORKSHOPS,
        works.PROJECTS,
        works.PROJECT_PLACES,
        works.ASSETS,
        works.ASSET_FUNDS,
        works.CONTRACTS,
        works.YIELDS,
        works.DISTRIBUTIONS,
        works.INSPECTIONS,
        monies.FUNDS,
        monies.FUND_MONTHS,
    )
}
