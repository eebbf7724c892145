"""The table of labour pay (劳务报酬发放表): what work relief paid to whom, by month. It names persons."""

from __future__ import annotations

from typing import Final

from ruralmap.schema.columns import Column, Table
from ruralmap.schema.people import PERSON_ID
from ruralmap.schema.places import TOWNSHIP_NAME, VILLAGE_CODE, VILLAGE_NAME
from ruralmap.schema.projects import PROJECT_ID

WORKER_GROUPS: Final = ("脱贫户", "监测对象", "易地搬迁", "其他农村劳动力")

# Rows about persons: this table does not leave the office. The place is where the worker is registered.
LABOUR_PAY: Final = Table(
    "labour_pay",
    "劳务报酬发放表",
    "labour pay",
    # Two payments on two days are two payments; of rows that contradict each other none is right.
    ("prj_id", "month", "p_id", "paid_on"),
    (
        PROJECT_ID,
        Column("month", "月份", "month", "month", required=True, filled=True, aliases=("发放月份",)),
        PERSON_ID,
        Column(
            "worker_group",
            "人员类别",
            "group of the worker",
            "choice",
            choices=WORKER_GROUPS,
            synonyms={"脱贫人口": "脱贫户", "监测户": "监测对象", "易地搬迁户": "易地搬迁"},
        ),
        TOWNSHIP_NAME,
        VILLAGE_NAME,
        VILLAGE_CODE,
        Column("days", "出工天数", "days worked", "number", unit="天", lowest=0),
        Column("due_fen", "应发", "pay due", "money", required=True, unit="元", aliases=("应发金额",)),
        Column("paid_fen", "实发", "pay paid", "money", required=True, unit="元", aliases=("实发金额",)),
        Column("paid_on", "发放日期", "paid on", "date"),
    ),
    contested="none",
)
