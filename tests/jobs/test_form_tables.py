"""Frames as columns of a form: as wide as what they hold, half days shown, what is missing left empty."""

from decimal import Decimal

import pandas as pd

from ruralmap.jobs.form_tables import form_fields, sums_of
from ruralmap.jobs.fund_sheets import Field

FRAME = pd.DataFrame(
    {
        "place": ["甲镇甲村民委员会", None],
        "persons": pd.array([2, None], dtype="Int64"),
        "days": pd.array([1.5, 2], dtype="Float64"),
        "per_person_fen": pd.array([123_456_789_01, None], dtype="Int64"),
        "of_gov": pd.array([0.123456, None], dtype="Float64"),
    }
)


def test_columns_are_as_wide_as_their_longest_cell():
    fields = form_fields(FRAME, "zh", groups={"persons": "人口"})
    assert fields == [
        # Eight signs of two characters, and a margin of one and a half.
        Field("所在地", ("甲镇甲村民委员会", None), width=17.5),
        Field("人数", (2, None), "人口", "integer", 9),
        # 1.5 is not to be read as 2.
        Field("出工天数", (1.5, 2.0), "", "money", 9),
        # 123,456,789.01 has 14 characters.
        Field("人均实发", (Decimal("123456789.01"), None), "", "money", 15.5),
        Field("实发÷政府投资", (Decimal("0.1235"), None), "", "percent", 9),
    ]


def test_a_total_adds_up_what_can_be_added():
    total = sums_of(FRAME, {"place": "合计", "per_person_fen": None})
    assert total == {"place": "合计", "persons": 2, "days": 3.5, "per_person_fen": None}
    assert form_fields(FRAME, "zh", total=total)[4].cells[-1] is None
    assert form_fields(FRAME, "zh", total=total)[2].cells[-1] == 3.5
