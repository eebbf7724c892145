"""Labour pay: two payments are two payments, and of rows that contradict each other none is right."""

import pandas as pd
import pytest

from ruralmap.schema.duplicates import find_duplicates
from ruralmap.schema.labour import LABOUR_PAY


@pytest.mark.parametrize(
    ("days", "paid", "reasons"),
    [
        pytest.param(("2024-08-15", "2024-08-31"), (100, 50), ["", ""], id="twice a month"),
        pytest.param(
            ("2024-08-31", "2024-08-31"), (100, 50), ["duplicate_all_aside"] * 2, id="one day, two amounts"
        ),
        pytest.param((None, None), (100, 50), ["duplicate_all_aside"] * 2, id="no day, two amounts"),
        pytest.param(("2024-08-31",) * 2, (100, 100), ["", "duplicate_identical"], id="typed twice"),
    ],
)
def test_a_worker_who_is_named_twice_in_a_month(days, paid, reasons):
    rows = pd.DataFrame(
        {
            "prj_id": "P1",
            "month": "2024-08",
            "p_id": "R1",
            "paid_on": pd.Series(days, dtype="str"),
            "paid_fen": paid,
            "source_file": "劳务.csv",
            "source_sheet": "",
            "source_row": [2, 3],
        }
    )
    assert find_duplicates(rows, LABOUR_PAY).reasons.tolist() == reasons
