"""The ledgers that policies ask for beside rosters, projects and money (政策台账), simulated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ruralmap.demo.ledgers_economy import (
    list_designations,
    list_statistics,
    list_village_balances,
    list_village_econ,
)
from ruralmap.demo.ledgers_offices import (
    list_campaigns,
    list_help_units,
    list_meetings,
    list_reports,
    list_staff,
    list_tasks,
    list_trainings,
    list_units,
)
from ruralmap.demo.ledgers_papers import (
    list_checklists,
    list_data_received,
    list_documents,
    list_problems,
    list_system_assets,
)
from ruralmap.demo.ledgers_people import list_household_records, list_person_records
from ruralmap.demo.ledgers_places import (
    list_grids,
    list_leaders,
    list_parcels,
    list_place_records,
    list_water_sources,
)
from ruralmap.demo.ledgers_risk import (
    list_clues,
    list_house_projects,
    list_plans,
    list_safety,
    list_surveys,
)
from ruralmap.demo.ledgers_subsidies import list_entities, list_loans, list_payments, list_sales
from ruralmap.demo.ledgers_work import list_benefits, list_insurances, list_jobs, list_services
from ruralmap.schema.tables import TABLES

if TYPE_CHECKING:
    import pandas as pd

    from ruralmap.demo.ledger_rows import Sources

# In the order of the data dictionary.
LEDGERS: Final = (
    "household_records", "person_records", "place_records", "grids", "clues", "plans", "surveys", "safety",
    "water_sources", "house_projects", "jobs", "services", "benefits", "insurances", "payments", "entities",
    "loans", "sales", "village_econ", "village_balances", "designations", "parcels", "leaders", "statistics",
    "system_assets", "units", "tasks", "help_units", "staff", "trainings", "meetings", "reports", "campaigns",
    "documents", "data_received", "problems", "checklists",
)  # fmt: skip
# One row or more for nearly every household or person: an office exports these as CSV.
LONG_LEDGERS: Final = (
    "household_records", "person_records", "plans", "surveys", "safety", "jobs", "insurances"
)  # fmt: skip
OF_ASSETS: Final = ("system_assets",)  # stands in the folder of assets


def list_ledgers(sources: Sources) -> dict[str, pd.DataFrame]:
    """
    List the rows of every ledger.

    Parameters
    ----------
    sources
        The county.

    Returns
    -------
    ledgers
        Typed rows by table, in the order of `LEDGERS`, with every column of the dictionary; a form has all
        columns, also those that nobody fills.
    """
    clues, jobs = list_clues(sources), list_jobs(sources)
    person_records = list_person_records(sources, jobs)
    entities, staff = list_entities(sources), list_staff(sources)
    designations = list_designations(sources)
    made = {
        "household_records": list_household_records(sources),
        "person_records": person_records,
        "place_records": list_place_records(sources),
        "grids": list_grids(sources),
        "clues": clues,
        "plans": list_plans(sources, clues),
        "surveys": list_surveys(sources),
        "safety": list_safety(sources),
        "water_sources": list_water_sources(sources),
        "house_projects": list_house_projects(sources),
        "jobs": jobs,
        "services": list_services(person_records),
        "benefits": list_benefits(sources),
        "insurances": list_insurances(sources),
        "payments": list_payments(sources, entities, jobs),
        "entities": entities,
        "loans": list_loans(sources),
        "sales": list_sales(),
        "village_econ": list_village_econ(sources),
        "village_balances": list_village_balances(sources),
        "designations": designations,
        "parcels": list_parcels(sources),
        "leaders": list_leaders(sources),
        "statistics": list_statistics(),
        "system_assets": list_system_assets(sources),
        "units": list_units(sources),
        "tasks": list_tasks(sources),
        "help_units": list_help_units(sources),
        "staff": staff,
        "trainings": list_trainings(staff, person_records),
        "meetings": list_meetings(sources),
        "reports": list_reports(sources),
        "campaigns": list_campaigns(sources),
        "documents": list_documents(sources),
        "data_received": list_data_received(),
        "problems": list_problems(sources),
        "checklists": list_checklists(sources, designations),
    }
    return {name: made[name].reindex(columns=list(TABLES[name].names)) for name in LEDGERS}
