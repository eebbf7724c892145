"""The kinds of rows that a policy may speak of (条款所指记录): their tables, relations, places and dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from ruralmap.schema import policy_derived as derived

if TYPE_CHECKING:
    from ruralmap.schema.columns import Column

# Where a row is: found by the linker; that of its household, person, project or asset; the division that its
# code names, else that of its household; or only known to be in the county.
Place = Literal["own", "household", "person", "project", "asset", "code", "none"]
Links = tuple[tuple[str, str], ...]

_HH: Final = ("households", "hh_id")
_P: Final = ("persons", "p_id")
_PRJ: Final = ("projects", "prj_id")
_ASSET: Final = ("assets", "asset_id")
_SITE: Final = ("sites", "site_id")
_VILLAGE: Final = ("villages", "village_code")
_UNIT: Final = ("units", "unit")
_CODE: Final = (("villages", "code"), ("townships", "code"))


@dataclass(frozen=True)
class RowKind:
    """
    One kind of rows (记录种类).

    `tables` give the columns, the first being the rows' own; empty for rows that the engine makes. `unit` is
    what a row is counted in. `links` are other kinds of rows that one row belongs to at most one of, each
    with the own column that says so. A row whose `row_date` is later than the day of judging is absent; of
    rows with a `snapshot` date the last of each key counts; a `spell` has a first and a last day, and
    `in_force`. `planned` dates are never blanked by the day of judging. `derived` are columns of no file.
    `key` is the column by which others belong to a row, where it is not the key of the first table. `meant`
    is the kind of rows, and the own column that names one, of which groups and earlier rules are asked: of a
    pair of neighbours not the village that has the neighbour, but the neighbour.
    """

    tables: tuple[str, ...]
    unit: str
    place: Place
    links: Links = ()
    row_date: str | None = None
    snapshot: str | None = None
    spell: tuple[str, str] | None = None
    planned: tuple[str, ...] = ()
    derived: tuple[Column, ...] = ()
    key: str | None = None
    meant: tuple[str, str] | None = None


_SPELL: Final = ("from_on", "to_on")

ROWS: Final[dict[str, RowKind]] = {
    # People and places.
    "households": RowKind(
        ("roster", "household_records"),
        "户",
        "own",
        (
            _VILLAGE,
            ("townships", "township_code"),
            _SITE,
            ("grids", "grid_id"),
            ("water_sources", "water_id"),
        ),
        derived=derived.HOUSEHOLD_COLUMNS,
        key="hh_id",
    ),
    "persons": RowKind(
        ("roster", "person_records"), "人", "household", (_HH,), derived=derived.PERSON_COLUMNS
    ),
    "townships": RowKind(("townships", "place_records"), "个", "code"),
    "villages": RowKind(("villages", "place_records"), "个", "code", (("townships", "township_code"),)),
    "sites": RowKind(("sites",), "个", "own", (_VILLAGE,), derived=(derived.LINK_STATUS,)),
    "grids": RowKind(("grids",), "个", "own", (_VILLAGE,)),
    "neighbours": RowKind(
        (),
        "个",
        "code",
        (_VILLAGE,),
        derived=derived.NEIGHBOUR_COLUMNS,
        meant=("villages", "neighbour_code"),
    ),
    "adopted": RowKind((), "个", "code", _CODE, "adopted_on", derived=derived.ADOPTED_COLUMNS),
    "outcomes": RowKind((), "个", "code", (("townships", "code"),), derived=derived.OUTCOME_COLUMNS),
    # What is known of a household.
    "incomes": RowKind(("incomes",), "户", "household", (_HH,), derived=derived.GROSS_COLUMNS),
    "visits": RowKind(("visits",), "次", "household", (_HH,), "visited_on"),
    "clues": RowKind(("clues",), "个", "household", (_HH,), "found_on", planned=("publicity_to",)),
    "measures": RowKind(
        ("measures",),
        "个",
        "household",
        (_HH, _P, ("plans", "plan_id"), ("industries", "industry_id")),
        planned=("planned_on",),
        derived=derived.GAIN_COLUMNS,
    ),
    "plans": RowKind(("plans",), "个", "code", (_HH, *_CODE)),
    "surveys": RowKind(("surveys",), "次", "household", (_HH,), "surveyed_on"),
    "safety": RowKind(("safety",), "户", "household", (_HH,), "checked_on", "checked_on"),
    "water_sources": RowKind(("water_sources",), "个", "own", (_VILLAGE,)),
    "house_projects": RowKind(("house_projects",), "个", "household", (_HH,)),
    "loans": RowKind(("loans",), "个", "household", (_HH,), "as_of", "as_of", planned=("due_on",)),
    # What is known of a person.
    "posts": RowKind(("posts",), "个", "person", (_P,), "from_on", spell=_SPELL),
    "jobs": RowKind(("jobs",), "个", "person", (_P,), "from_on", spell=_SPELL),
    "services": RowKind(("services",), "次", "person", (_P,), "served_on"),
    "benefits": RowKind(("benefits",), "个", "person", (_P,), "from_on", spell=_SPELL),
    "insurances": RowKind(("insurances",), "个", "person", (_P,)),
    "leaders": RowKind(("leaders",), "人", "own", (_P, _VILLAGE), "from_on", spell=_SPELL),
    "payments": RowKind(
        ("payments",),
        "个",
        "household",
        (_HH, _P, ("entities", "entity_id")),
        "applied_on",
        planned=("due_on",),
    ),
    "entities": RowKind(("entities",), "个", "person", (("persons", "owner_p_id"),), "registered_on"),
    # Projects, assets and money.
    "projects": RowKind(
        ("projects",),
        "个",
        "own",
        (_VILLAGE,),
        planned=("planned_start_on", "planned_completion_on", "rectify_due_on"),
        derived=(derived.LINK_STATUS,),
    ),
    "project_places": RowKind(
        ("project_places",), "个", "code", (_PRJ, _VILLAGE), derived=(derived.IS_AWAY,)
    ),
    "labour_pay": RowKind(("labour_pay",), "个", "own", (_PRJ, _P), "month"),
    "balances": RowKind((), "个", "own", (_PRJ, ("entities", "entity_id")), derived=derived.BALANCE_COLUMNS),
    "funds": RowKind(("funds",), "个", "none", (), "issued_on"),
    "budgets": RowKind(("budgets",), "个", "code", _CODE),
    "assets": RowKind(("assets",), "个", "own", (_PRJ, _VILLAGE), derived=(derived.LINK_STATUS,)),
    "asset_owners": RowKind(("asset_owners",), "个", "own", (_ASSET,), derived=(derived.IS_AWAY,)),
    "asset_benefits": RowKind(("asset_benefits",), "个", "own", (_ASSET,)),
    "asset_funds": RowKind(("asset_funds",), "个", "asset", (_ASSET, ("funds", "line_id"))),
    "contracts": RowKind(
        ("contracts",),
        "个",
        "asset",
        (_ASSET, _PRJ, ("entities", "entity_id"), ("parcels", "parcel_id")),
        "signed_on",
        spell=_SPELL,
    ),
    "yields": RowKind(
        ("yields",),
        "个",
        "asset",
        (("contracts", "contract_id"), _ASSET),
        planned=("due_on",),
        derived=derived.YIELD_COLUMNS,
    ),
    "inspections": RowKind(("inspections",), "次", "asset", (_ASSET,), "inspected_on"),
    "handovers": RowKind(("handovers",), "次", "asset", (_ASSET,), "handover_on"),
    "disposals": RowKind(("disposals",), "次", "asset", (_ASSET,), "disposed_on"),
    "distributions": RowKind(("distributions",), "个", "code", (_VILLAGE,)),
    "system_assets": RowKind(("system_assets",), "个", "own", (_VILLAGE,), "as_of", "as_of"),
    "industries": RowKind(("industries",), "个", "own", (_SITE, _VILLAGE), derived=(derived.LINK_STATUS,)),
    "workshops": RowKind(("workshops",), "个", "own", (_SITE,), "as_of", "as_of"),
    "parcels": RowKind(("parcels",), "个", "own", (_HH, ("contracts", "contract_id"), _VILLAGE)),
    "village_econ": RowKind(("village_econ",), "个", "code", (_VILLAGE,), derived=derived.ECONOMY_COLUMNS),
    "village_balances": RowKind(("village_balances",), "个", "code", (_VILLAGE,), "as_of", "as_of"),
    "designations": RowKind(("designations",), "个", "code", _CODE, "on"),
    "sales": RowKind(("sales",), "个", "none", (), "month"),
    # Papers and offices.
    "units": RowKind(("units",), "个", "none", key="name", planned=("valid_to",)),
    "tasks": RowKind(("tasks",), "个", "none", (_UNIT,), planned=("due_on",)),
    "help_units": RowKind(("help_units",), "个", "code", (_UNIT, *_CODE), "from_on", spell=_SPELL),
    "staff": RowKind(("staff",), "人", "code", (_UNIT, *_CODE)),
    "trainings": RowKind(("trainings",), "次", "none", (("staff", "staff_id"), _P), "on"),
    "meetings": RowKind(("meetings",), "次", "code", (_UNIT, *_CODE), "on"),
    "reports": RowKind(("reports",), "次", "code", (_UNIT, *_CODE), "submitted_on"),
    "campaigns": RowKind(("campaigns",), "次", "code", _CODE, "from_on", planned=("to_on",)),
    "documents": RowKind(("documents",), "个", "code", (_HH, *_CODE), "on", planned=("valid_to",)),
    "data_received": RowKind(("data_received",), "次", "none", (_UNIT,), "received_on"),
    "problems": RowKind(("problems",), "个", "code", (_HH, *_CODE), "found_on", planned=("due_on",)),
    "checklists": RowKind(("checklists",), "个", "none", (), "on"),
}
