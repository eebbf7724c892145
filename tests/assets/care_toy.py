"""Frames of assets, contracts, yields and inspections from short rows, on 2024-09-30."""

import pandas as pd

from ruralmap.assets.worries import CareTables
from ruralmap.schema.tables import TABLES

AS_OF = "2024-09-30"
_KINDS = {"money": "Int64", "flag": "boolean", "number": "float64", "integer": "Int64"}
ASSET = {
    "asset_id": "A",
    "asset": "冷库",
    "asset_class": "经营性",
    "form": "固定",
    "run_state": "正常",
    "custodian": "村委会",
    "built_on": "2024-01-01",
    "handover_on": "2024-02-01",
    "original_value_fen": 10_000,
    "township_code": "441624101",
    "village_code": "441624101201",
}
CONTRACT = {"contract_id": "H", "asset_id": "A", "operator": "社", "from_on": "2020-01-01"}
DUE = {"contract_id": "H", "period": "2024", "yield_kind": "租金", "due_on": "2024-09-01", "due_fen": 100}
SEEN = {"asset_id": "A", "inspected_on": "2024-09-01", "inspection_kind": "清查"}


def frame(name, rows, more=()):
    """Give a table its columns and types."""
    columns = {column.name: _KINDS.get(column.kind, "str") for column in TABLES[name].columns}
    columns |= dict.fromkeys(more, "str")
    return pd.DataFrame(rows, columns=list(columns)).astype(columns)


def assets(*rows):
    return frame("assets", [ASSET | row for row in rows], ("township_code",))


def contracts(*rows):
    return frame("contracts", [CONTRACT | row for row in rows])


def yields(*rows):
    return frame("yields", [DUE | row for row in rows])


def inspections(*rows):
    return frame("inspections", [SEEN | row for row in rows])


def care(of_assets=(), of_contracts=(), of_yields=(), of_inspections=()):
    """Give the four tables."""
    return CareTables(
        assets(*of_assets), contracts(*of_contracts), yields(*of_yields), inspections(*of_inspections)
    )
