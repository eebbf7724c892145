"""元 and 万元 in one table: certain only where one other reading conserves to the fen (E3)."""

import pandas as pd
import pytest

from ruralmap.funds.units import doubtful_units

YUAN = 100


def report(project, *yuan):
    return ("Z1", project, "2024-12", *(fen * YUAN for fen in yuan))


# A line of 5,000,000 元 with 1,000,000 at P2, exact.
REST = report("P2", 1_000_000, 0, 0, 0, 0, 1_000_000)


@pytest.mark.parametrize(
    ("line", "rows", "said"),
    [
        # The row holds (400 = 100 + 300), the line only with 4,000,000.
        pytest.param(
            5_000_000,
            [report("P1", 400, 400, 400, 100, 100, 300), REST],
            ("整行", "400.00", "4,000,000.00"),
            id="a whole row in 万元",
        ),
        # 4,000,000 = 1,000,000 + 3,000,000
        pytest.param(
            5_000_000,
            [report("P1", 4_000_000, 0, 0, 0, 100, 3_000_000), REST],
            ("累计支出", "100.00", "1,000,000.00"),
            id="one cell in 万元",
        ),
        # 40,000,000,000 typed where the column counts in 元: 10,000 times too much.
        pytest.param(
            5_000_000,
            [report("P1", 4_000_000, 0, 0, 0, 1_000_000, 30_000_000_000), REST],
            ("未支出余额", "30,000,000,000.00", "3,000,000.00"),
            id="one cell multiplied where it was 元 already",
        ),
        pytest.param(
            5_000_000,
            [report("P1", 400, 0, 0, 0, 0, 400), report("P2", 100, 0, 0, 0, 0, 100)],
            ("各行", "500.00", "5,000,000.00"),
            id="all rows in 万元",
        ),
        pytest.param(
            5_000_000,
            [report("P1", 500, 0, 0, 0, 0, 500)],
            ("各行", "500.00", "5,000,000.00"),
            id="the only row",
        ),
        pytest.param(
            500,
            [report("P1", 4_000_000, 0, 0, 0, 0, 4_000_000), REST],
            ("下达金额", "500.00", "5,000,000.00"),
            id="the line in 万元",
        ),
    ],
)
def test_one_other_reading_that_conserves_is_named(read, months_of, line, rows, said):
    reading = read([("Z1", line * YUAN)], months_of(*rows))
    assert reading.aside == {"Z1": "fund_unit_mixed"}
    (found,) = reading.findings
    text = found.text("found")
    assert all(part in text for part in said)
    assert found.text("found", "en")


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        # 100 = 40 + 50 is 10 short in every reading.
        pytest.param([report("P1", 100, 0, 0, 0, 40, 50)], "fund_row_unbalanced", id="no reading holds"),
        # 10,001 = 1 + 1 holds with either 1 as 10,000: nobody can tell which.
        pytest.param([report("P1", 10_001, 0, 0, 0, 1, 1)], "fund_row_unbalanced", id="two cells explain it"),
        pytest.param(
            [report("P1", 0, 0, 0, 0, 5, 0)],
            "fund_row_unbalanced",
            id="nothing times ten thousand is nothing",
        ),
        # 1 and 1 of 10,001: either row may be the one in 万元.
        pytest.param(
            [report("P1", 1, 0, 0, 0, 0, 1), report("P2", 1, 0, 0, 0, 0, 1)],
            "fund_line_unbalanced",
            id="two rows explain it",
        ),
    ],
)
def test_what_no_reading_or_more_than_one_explains_is_only_a_breach(read, months_of, rows, code):
    assert read([("Z1", 10_001 * YUAN)], months_of(*rows)).aside == {"Z1": code}


def amounts(fens, **columns):
    frame = pd.DataFrame({"line_id": [f"Z{place}" for place in range(len(fens))]})
    return frame.assign(issued_fen=pd.array(fens, dtype="Int64"), source_file="a.xlsx", **columns)


@pytest.mark.parametrize(
    ("yuan", "doubted"),
    [
        # The median is 1,000,000: a thousandth is 1,000.
        pytest.param([1_000_000] * 8 + [98.5], [8], id="far below, and 985,000 as 万元"),
        pytest.param([1_000_000] * 8 + [999.99], [8], id="a fen below a thousandth"),
        pytest.param([1_000_000] * 8 + [1000], [], id="a thousandth"),
        pytest.param([1_000_000] * 7 + [98.5], [7], id="eight amounts"),
        pytest.param([1_000_000] * 6 + [98.5], [], id="seven amounts do not say what is usual"),
        pytest.param([1_000_000] * 7 + [0, 98.5], [8], id="nothing is no amount"),
        pytest.param([1_000_000] * 8 + [-98.5], [8], id="taken back"),
        pytest.param([900, *range(1000, 2000, 100)], [], id="all alike"),
        pytest.param([1_000_000] * 8 + [None], [], id="a missing one"),
    ],
)
def test_an_amount_far_below_its_column_is_doubted(yuan, doubted):
    rows = amounts([None if value is None else round(value * YUAN) for value in yuan])
    found = doubtful_units("funds", rows, ("issued_fen",))
    assert [place.values["line_id"] for place in found] == [f"Z{place}" for place in doubted]  # noqa: PD011
    assert all(place.code == "fund_unit_doubtful" and place.column == "下达金额" for place in found)


def test_a_movement_is_doubted_by_its_own_amount():
    rows = amounts([1_000_000 * YUAN] * 8 + [50 * YUAN]).rename(columns={"issued_fen": "amount_fen"})
    (found,) = doubtful_units("fund_moves", rows.assign(prj_id="P1"), ("amount_fen",))
    assert all(said in found.text("found") for said in ("金额", "50.00", "1,000,000.00", "500,000.00"))


def test_each_file_is_measured_by_itself_and_each_row_named_once():
    rows = amounts([1_000_000 * YUAN] * 8 + [50 * YUAN] * 8)
    rows = rows.assign(source_file=["a.xlsx"] * 8 + ["b.xlsx"] * 8, other_fen=rows["issued_fen"])
    assert doubtful_units("funds", rows, ("issued_fen",)) == []
    mixed = rows.assign(source_file="a.xlsx", arrived_fen=rows["issued_fen"], issued_fen=rows["issued_fen"])
    mixed = mixed.iloc[:9].assign(prj_id="P1", month="2024-09")
    (found,) = doubtful_units("fund_months", mixed, ("issued_fen", "arrived_fen"))
    text = found.text("found")
    assert all(part in text for part in ("累计下达", "P1", "50.00", "1,000,000.00", "500,000.00"))
