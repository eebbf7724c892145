"""
The ledger of case E1, written by hand, for whoever needs one before any reader has made it.

Line Z1, 中央/衔接, 100,000 fen, issued 2024-01-10; projects P1 and P2. On 2024-12-31: county 100,000 - 90,000
- 10,000 = 0; P1 60,000 - 35,000 - 25,000 = 0; P2 30,000; spent 35,000; carried 15,000; surplus 10,000;
withdrawn 10,000; source -100,000. On 2024-03-31: spent 40,000, P1 20,000, county 10,000.
"""

import pandas as pd

from ruralmap.funds.books import Ledger
from ruralmap.funds.journal import ENTRY_TYPES
from ruralmap.schema.monies import FUNDS

# on, kind, project, from, to, fen, voucher, the voucher reversed, the table it was read from
_ROWS = (
    ("2024-01-10", "issued", None, "source", "county", 100_000, None, None, "funds"),
    ("2024-02-01", "allotted", "P1", "county", "project", 60_000, "V1", None, "fund_moves"),
    ("2024-02-01", "arranged", "P1", "due_arranged", "arranged", 60_000, "V1", None, "fund_moves"),
    ("2024-02-20", "allotted", "P2", "county", "project", 30_000, "V2", None, "fund_moves"),
    ("2024-02-20", "arranged", "P2", "due_arranged", "arranged", 30_000, "V2", None, "fund_moves"),
    ("2024-03-05", "disbursed", "P1", "due_disbursed", "disbursed", 50_000, "V3", None, "fund_moves"),
    ("2024-03-31", "spent", "P1", "project", "spent", 40_000, "V4", None, "fund_moves"),
    ("2024-04-10", "spent", "P1", "project", "spent", -40_000, "V5", "V4", "fund_moves"),
    ("2024-04-11", "spent", "P1", "project", "spent", 35_000, "V6", None, "fund_moves"),
    ("2024-12-31", "carried", "P1", "project", "carried", 15_000, "V7", None, "fund_moves"),
    ("2024-12-31", "withdrawn", "P1", "project", "withdrawn", 10_000, "V8", None, "fund_moves"),
    ("2024-12-31", "surplus", None, "county", "surplus", 10_000, "V9", None, "fund_moves"),
)
_NAMES = (
    "on",
    "kind",
    "prj_id",
    "from_account",
    "to_account",
    "amount_fen",
    "entry_id",
    "reverses",
    "origin",
)
_LINE = {
    "line_id": "Z1",
    "doc": "财农〔2024〕1号",
    "issued_on": "2024-01-10",
    "year": 2024,
    "level": "中央",
    "channel": "衔接",
    "task": None,
    "integrated": None,
    "partner": None,
    "issued_fen": 100_000,
    "parent_line_id": None,
    "in_plan": None,
    "name": None,
}
_DTYPES = {"integer": "Int64", "money": "Int64", "flag": "boolean"}


def entries(as_of="2024-12-31"):
    """The journal of E1 up to a day, in the order of day, line, project and kind."""
    rows = pd.DataFrame([row for row in _ROWS if row[0] <= as_of], columns=list(_NAMES))
    vouchers = rows["origin"].eq("fund_moves")
    rows = rows.assign(
        line_id="Z1",
        source_file=rows["origin"].map(
            {"funds": "assets/资金指标台账.xlsx", "fund_moves": "assets/资金变动台账.xlsx"}
        ),
        source_sheet="台账",
        source_row=2 + vouchers.mul(rows["entry_id"].str[1:].astype("Int64").fillna(1) - 1),
    )
    return rows.reindex(columns=list(ENTRY_TYPES)).astype(ENTRY_TYPES)


def lines():
    """The one line of E1, indexed by line_id."""
    kinds = {column.name: _DTYPES.get(column.kind, "str") for column in FUNDS.columns}
    frame = pd.DataFrame([_LINE]).astype(kinds).assign(source_file="assets/资金指标台账.xlsx")
    frame = frame.assign(source_sheet="台账", source_row=pd.array([2], dtype="Int64"))
    return frame.assign(own_fen=frame["issued_fen"]).set_index("line_id")


def ledger(as_of="2024-12-31"):
    """The ledger of E1 on a day from 2024-01-10 on."""
    makeup = ("asset_id", "prj_id", "line_id", "year", "level", "channel", "amount_fen", "state")
    kinds = dict.fromkeys(makeup, "str") | {"year": "Int64", "amount_fen": "Int64"}
    return Ledger(
        as_of=as_of,
        lines=lines(),
        entries=entries(as_of),
        makeup=pd.DataFrame(columns=list(makeup)).astype(kinds),
        lines_aside=pd.DataFrame(columns=[*FUNDS.names, "reason"]),
        rows_aside=pd.DataFrame(columns=["table", "reason"]),
        findings=(),
    )
