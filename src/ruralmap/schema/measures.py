"""The table of measures (帮扶措施): what is done for which household, planned and done."""

from __future__ import annotations

from typing import Final

from ruralmap.schema.columns import Column, Table
from ruralmap.schema.people import HOUSEHOLD_ID

MEASURE_KINDS: Final = ("产业", "就业", "金融", "公益岗", "保障", "其他")

# Rows about households: this table does not leave the office.
MEASURES: Final = Table(
    "measures",
    "帮扶措施",
    "measures",
    ("measure_id",),
    (
        Column("measure_id", "措施编号", "measure id", required=True, filled=True),
        HOUSEHOLD_ID,
        Column("measure_kind", "措施类型", "kind", "choice", choices=MEASURE_KINDS),
        Column("planned_on", "计划日期", "planned on", "date"),
        Column("done_on", "完成日期", "done on", "date"),
    ),
)
