"""The whole demonstration county as frames, clean and typed (演示县): what every paper is written from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from ruralmap.demo.asset_care import add_care, list_inspections
from ruralmap.demo.asset_papers import add_papers, list_disposals, list_handovers
from ruralmap.demo.assets import build_assets
from ruralmap.demo.drawings import ROAD_UNSTATED, draw_works
from ruralmap.demo.edges import CLEAN_VILLAGES
from ruralmap.demo.field_notes import add_field_notes
from ruralmap.demo.funds_dirt import plant_faults
from ruralmap.demo.gained import add_columns
from ruralmap.demo.gained_assets import add_asset_columns, add_asset_parts
from ruralmap.demo.households import build_households
from ruralmap.demo.incomes import list_incomes
from ruralmap.demo.labour import list_labour
from ruralmap.demo.ledger_rows import Sources
from ruralmap.demo.ledgers import list_ledgers
from ruralmap.demo.lineage import list_lineage
from ruralmap.demo.measures import list_budgets, list_measures
from ruralmap.demo.money import arrange_lines, close_years, list_lines, list_months, spent_by_project
from ruralmap.demo.more_money import add_money
from ruralmap.demo.parameters import list_parameters
from ruralmap.demo.persons import build_persons, find_no_labour
from ruralmap.demo.points import list_surveys, locate_households
from ruralmap.demo.population import list_denominators, plan_population
from ruralmap.demo.project_plans import plan_ahead
from ruralmap.demo.projects import finish_projects, plan_projects
from ruralmap.demo.quotas import plan_quotas
from ruralmap.demo.relocation import list_sites, relocate
from ruralmap.demo.resettlement import register_hukou, resettle
from ruralmap.demo.stakes import add_stakes
from ruralmap.demo.visits import list_visits
from ruralmap.demo.works import list_industries, list_posts, list_workshops
from ruralmap.demo.yields import add_operators, list_contracts, list_distributions, list_yields

if TYPE_CHECKING:
    import geopandas as gpd

    from ruralmap.demo.drawings import Drawings
    from ruralmap.demo.funds_dirt import Faults
    from ruralmap.demo.land import Land
    from ruralmap.demo.more_money import MoreMoney

_INCOME_YEAR = 2023  # the year whose income a head the rosters show


@dataclass(frozen=True)
class County:
    """
    Layers and tables of the demonstration county.

    `tables` holds a frame for each table that is written as it is, by canonical name. The other frames get
    their dirt on the way to the paper. `more_money` stands in the papers of money below the plan's, `faults`
    below that. `asset_places` says where each asset really stands, who owns it and
    whom it serves; `drawings` are lines and areas.
    """

    land: Land
    villages: gpd.GeoDataFrame
    people: pd.DataFrame
    households: pd.DataFrame
    persons: pd.DataFrame
    surveys: pd.DataFrame
    assets: pd.DataFrame
    asset_places: pd.DataFrame
    drawings: Drawings
    tables: dict[str, pd.DataFrame]
    more_money: MoreMoney
    faults: Faults


def simulate(land: Land) -> County:
    """
    Simulate people, works and money on the county's land.

    Parameters
    ----------
    land
        The county's layers.

    Returns
    -------
    county
        Everything, clean; the same land gives the same county.
    """
    return _with_ledgers(_simulate_register(land))


def _with_ledgers(county: County) -> County:
    """Add what policies ask for: columns of what is there already, and ledgers of their own."""
    assets = add_papers(add_asset_parts(county.assets), county.tables["contracts"])
    gained = add_columns(county.tables, county.households) | add_asset_columns(county.tables, assets)
    tables = county.tables | gained
    tables |= {
        "inspections": add_field_notes(tables["inspections"], assets),
        "handovers": list_handovers(assets),
        "disposals": list_disposals(assets),
    }
    sources = Sources(county.villages, county.households, county.persons, assets, tables)
    return replace(county, assets=assets, tables=tables | list_ledgers(sources))


def _simulate_register(land: Land) -> County:
    """Simulate what every office keeps: people, works and money."""
    villages = mark_exited(land.villages)
    people = plan_population(villages)
    households = relocate(build_households(plan_quotas(villages, people)))
    persons = build_persons(households)
    households = households.assign(whole_no_labour=find_no_labour(persons, households))
    incomes = list_incomes(households)
    shown = incomes[incomes["year"].eq(_INCOME_YEAR)].set_index("hh_id")["net_pc_fen"]
    households = households.assign(net_pc_fen=households["hh_id"].map(shown))
    sites = list_sites(households, villages)
    homes = locate_households(households, sites=sites, villages=villages)
    households, homes = resettle(households, homes, villages=villages)
    persons = persons.assign(hukou=register_hukou(persons, households))
    assets, works = _simulate_works(villages, households)
    stakes = add_stakes(assets, villages)
    more_money = add_money(villages, households)
    return County(
        land=land,
        villages=villages,
        people=people,
        households=households,
        persons=persons,
        surveys=list_surveys(households, homes),
        assets=stakes.assets,
        asset_places=stakes.truth,
        drawings=draw_works(
            villages,
            projects=works["projects"],
            places=works["project_places"],
            industries=works["industries"],
        ),
        tables=works
        | {
            "project_places": _stated_places(works["project_places"]),
            "asset_owners": stakes.owners,
            "asset_benefits": stakes.benefits,
            "lineage": list_lineage(villages),
            "denominators": list_denominators(people, villages=villages, townships=land.townships),
            "parameters": list_parameters(),
            "incomes": incomes,
            "sites": sites,
            "visits": list_visits(households),
            "posts": list_posts(persons, households=households, villages=villages),
            "labour_pay": list_labour(
                works["projects"], persons=persons, households=households, villages=villages
            ),
            "measures": list_measures(households),
            "budgets": list_budgets(list(land.townships.index)),
        },
        more_money=more_money,
        faults=plant_faults(villages, assets=assets, moves=more_money.moves),
    )


def _stated_places(places: pd.DataFrame) -> pd.DataFrame:
    """Leave out where one road is built, which its line says; the others are shared by money (金额)."""
    built = places["relation"].eq("建设地")
    none = pd.array([None] * len(places), dtype="Int64")
    basis = pd.Series("金额", index=places.index, dtype="str").where(built)
    stated = places.assign(share_basis=basis, households=none, persons=none)
    return stated[~(built & places["prj_id"].eq(ROAD_UNSTATED))].reset_index(drop=True)


def mark_exited(villages: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """
    Mark the villages on a threshold as exited ones (出列村): the rule looks at no others.

    Parameters
    ----------
    villages
        Indexed by `village_code`, with exited_poor.

    Returns
    -------
    villages
        The same, with more of them exited.
    """
    return villages.assign(exited_poor=villages["exited_poor"] | villages.index.isin(CLEAN_VILLAGES))


def _simulate_works(
    villages: gpd.GeoDataFrame, households: pd.DataFrame
) -> tuple[pd.DataFrame, dict[str, pd.DataFrame]]:
    """Simulate fund lines, projects, assets and what they yield."""
    lines = list_lines()
    arranged = arrange_lines(lines)
    months = list_months(lines, arranged)
    planned, places = plan_projects(villages)
    spent = spent_by_project(months)
    built, asset_funds = build_assets(
        villages, households=households, projects=planned, project_places=places, spent=spent
    )
    cared = add_care(built)
    contracts = list_contracts(cared)
    assets = add_operators(cared, contracts)
    yields = list_yields(contracts)
    return assets, {
        "funds": lines.drop(columns="plan"),
        "fund_months": close_years(months),
        "projects": plan_ahead(finish_projects(planned, arranged)).drop(columns="slot"),
        "project_places": places,
        "asset_funds": asset_funds,
        "contracts": contracts,
        "yields": yields,
        "distributions": list_distributions(yields, assets),
        "inspections": list_inspections(assets),
        "industries": list_industries(villages),
        "workshops": list_workshops(villages),
    }
