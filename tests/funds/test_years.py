"""Over the turn of the year: totals of a year become totals since issue, or the line is refused (E2)."""

import pytest

YUAN = 100
LINE = [("Z1", 1_000_000 * YUAN)]
# 1,000,000 = 800,000 spent + 200,000; 200,000 = 150,000 carried over + 0 + 50,000 withdrawn.
DECEMBER = (
    "Z1",
    "P1",
    "2024-12",
    *(YUAN * fen for fen in (1_000_000, 1_000_000, 1_000_000, 800_000, 800_000, 200_000)),
)
# 150,000 brought forward + 0 = 10,000 spent + 140,000.
JANUARY = ("Z1", "P1", "2025-01", *(YUAN * fen for fen in (0, 0, 0, 10_000, 10_000, 140_000)))
CLOSED = {"carried_over": [150_000 * YUAN, None], "withdrawn": [50_000 * YUAN, None]}


def codes(reading):
    return [found.code for found in reading.findings]


def totals(reading):
    """Add up the entries by kind, in 元."""
    sums = reading.entries.groupby("kind", observed=True)["amount_fen"].sum()
    return {kind: fen / YUAN for kind, fen in sums.items() if fen}


def moved(reading, kind):
    entries = reading.entries[reading.entries["kind"].eq(kind)]
    return [(on, fen / YUAN) for on, fen in zip(entries["on"], entries["amount_fen"], strict=True)]


def test_totals_of_a_year_are_added_to_those_of_the_years_before(read, months_of):
    reports = months_of(DECEMBER, JANUARY, brought_forward=[None, 150_000 * YUAN], **CLOSED)
    reading = read(LINE, reports)
    assert codes(reading) == []
    # Spent 800,000 + 10,000; unspent 190,000 = 140,000 at the project + 50,000 withdrawn.
    assert totals(reading) == {
        "allotted": 1_000_000,
        "arrived": 1_000_000,
        "arranged": 1_000_000,
        "disbursed": 810_000,
        "spent": 810_000,
        "withdrawn": 50_000,
    }
    assert moved(reading, "spent") == [("2024-12", 800_000), ("2025-01", 10_000)]
    # 结转 is a word on the closing: in January the money is the project's again.
    assert moved(reading, "carried") == [("2024-12", 150_000), ("2025-01", -150_000)]


@pytest.mark.parametrize(
    ("brought", "rounding_fen", "differs"),
    [
        pytest.param(150_000 * YUAN, 0, False, id="as it was left"),
        pytest.param(150_000 * YUAN - 1, 0, True, id="a fen less"),
        pytest.param(150_000 * YUAN + 1, 0, True, id="a fen more"),
        # Three cells, each rounded by half of 100 元.
        pytest.param(150_000 * YUAN + 15_000, 10_000, False, id="within the rounding of three cells"),
        pytest.param(150_000 * YUAN + 15_001, 10_000, True, id="beyond it"),
    ],
)
def test_what_is_brought_forward_is_what_was_left(read, months_of, brought, rounding_fen, differs):
    row = (*JANUARY[:-1], brought - 10_000 * YUAN)
    reports = months_of(DECEMBER, row, brought_forward=[None, brought], **CLOSED)
    reading = read(LINE, reports, rounding_fen=rounding_fen)
    assert codes(reading) == (["fund_carry_differs"] if differs else [])
    assert reading.aside == ({"Z1": "fund_carry_differs"} if differs else {})


def test_a_difference_is_said_once_a_year_with_what_was_left(read, months_of):
    february = ("Z1", "P1", "2025-02", *JANUARY[3:])
    reports = months_of(DECEMBER, JANUARY, february, brought_forward=[None, 1, 1])
    (found,) = read(LINE, reports).findings
    # Nothing was closed: 200,000 were left.
    said = found.text("found")
    assert all(part in said for part in ("2025-01", "0.01", "2024-12", "200,000.00", "-199,999.99"))


def test_without_the_column_a_year_that_begins_again_is_refused(read, months_of):
    reading = read(LINE, months_of(DECEMBER, JANUARY))
    assert reading.aside == {"Z1": "fund_year_restarted"}
    (found,) = reading.findings
    said = found.text("found")
    assert all(part in said for part in ("P1", "2025-01", "2024-12", "支出", "800,000.00", "10,000.00"))
    assert len(reading.rows_aside) == 2


@pytest.mark.parametrize(
    ("row", "restarted"),
    [
        pytest.param((100, 90, 80, 60, 50, 50), False, id="all as they were"),
        pytest.param((100, 89, 79, 59, 49, 51), True, id="all lower by a fen"),
        pytest.param((100, 89, 79, 59, 50, 50), False, id="one as it was"),
        pytest.param((100, None, 79, None, 49, 51), True, id="those that are given lower"),
        pytest.param((100, 90, 80, 60, 0, 100), False, id="one corrected"),
    ],
)
def test_only_all_totals_together_begin_again(read, months_of, row, restarted):
    reports = months_of(("Z1", "P1", "2024-12", 100, 90, 80, 60, 50, 50), ("Z1", "P1", "2025-01", *row))
    assert ("fund_year_restarted" in codes(read([("Z1", 100)], reports))) is restarted


@pytest.mark.parametrize(
    ("before", "restarted"),
    [
        pytest.param((100, 0, 100, 0, 0, 100), False, id="one total can fall by a correction"),
        pytest.param((100, 0, 100, 1, 0, 100), True, id="two fall together"),
    ],
)
def test_one_total_alone_does_not_begin_again(read, months_of, before, restarted):
    reports = months_of(("Z1", "P1", "2024-12", *before), ("Z1", "P1", "2025-01", 100, 0, 0, 0, 0, 100))
    assert ("fund_year_restarted" in codes(read([("Z1", 100)], reports))) is restarted


def test_within_a_year_and_without_a_project_nothing_begins_again(read, months_of):
    in_year = months_of(
        ("Z1", "P1", "2024-11", 100, 90, 90, 60, 50, 50), ("Z1", "P1", "2024-12", 100, 0, 0, 0, 0, 100)
    )
    assert "fund_year_restarted" not in codes(read([("Z1", 100)], in_year))
    given_away = months_of(
        ("Z1", None, "2024-12", 100, 100, 0, 20, 20, 80),
        ("Z1", None, "2025-01", 0, 0, 0, 0, 0, 0),
        ("Z1", "P1", "2025-01", 100, 100, 100, 20, 20, 80),
    )
    assert read([("Z1", 100)], given_away).aside == {}


def test_money_taken_back_begins_again_the_other_way_round(read, months_of):
    reports = months_of(
        ("Z1", "P1", "2024-12", -100, -90, -90, -60, -50, -50),
        ("Z1", "P1", "2025-01", -100, -9, -9, -6, -5, -95),
    )
    assert read([("Z1", -100)], reports).aside == {"Z1": "fund_year_restarted"}


def test_a_line_that_begins_in_mid_life_had_what_it_brought_forward(read, months_of):
    # Issued in 2024, first report January 2025: 1,000,000 - 150,000 = 850,000 of which nobody tells.
    reading = read(LINE, months_of(JANUARY, brought_forward=[150_000 * YUAN]))
    assert codes(reading) == ["fund_opening"]
    assert all(said in reading.findings[0].text("found") for said in ("2025-01", "150,000.00"))
    assert "850,000.00" in reading.findings[0].text("consequence")
    assert totals(reading) == {"before": 850_000, "allotted": 150_000, "disbursed": 10_000, "spent": 10_000}
    assert moved(reading, "before") == [("2025-01", 850_000)]


def test_all_of_a_line_may_have_been_used_before(read, months_of):
    reports = months_of(("Z1", "P1", "2025-01", 0, 0, 0, 0, 0, 0), brought_forward=[0])
    assert totals(read(LINE, reports)) == {"before": 1_000_000}


def test_a_line_of_the_same_year_brings_nothing_forward(read, months_of):
    reports = months_of(("Z1", "P1", "2024-12", 90, 0, 0, 0, 0, 100), brought_forward=[10])
    assert read([("Z1", 100)], reports).aside == {"Z1": "fund_carry_differs"}
    whole = months_of(("Z1", "P1", "2024-12", 100, 0, 0, 0, 0, 100), brought_forward=[0])
    assert codes(read([("Z1", 100)], whole)) == []


def test_where_nobody_dates_a_line_its_year_says_when_it_began(read, lines_of, months_of):
    reports = months_of(("Z1", "P1", "2025-01", 0, 0, 0, 0, 0, 40), brought_forward=[40])
    assert totals(read(lines_of(("Z1", 100), issued_on=None), reports)) == {"before": 0.6, "allotted": 0.4}
    assert read(lines_of(("Z1", 100), issued_on=None, year=2025), reports).aside == {
        "Z1": "fund_carry_differs"
    }


def test_a_project_that_is_new_to_an_old_line_brings_nothing_forward(read, months_of):
    reports = months_of(
        ("Z1", None, "2024-12", 100, 0, 0, 0, 0, 100),
        ("Z1", None, "2025-01", -40, 0, 0, 0, 0, 60),
        ("Z1", "P1", "2025-01", 40, 0, 40, 0, 0, 40),
        brought_forward=[None, 100, 0],
    )
    reading = read([("Z1", 100)], reports)
    assert (codes(reading), totals(reading)) == ([], {"allotted": 0.4, "arranged": 0.4})
    odd = months_of(
        ("Z1", None, "2024-12", 100, 0, 0, 0, 0, 100),
        ("Z1", None, "2025-01", 0, 0, 0, 0, 0, 60),
        ("Z1", "P1", "2025-01", 0, 0, 0, 0, 0, 40),
        brought_forward=[None, 60, 40],
    )
    assert read([("Z1", 100)], odd).aside == {"Z1": "fund_carry_differs"}


def test_what_a_line_in_mid_life_holds_cannot_be_more_than_it_was_issued(read, months_of):
    reports = months_of(("Z1", "P1", "2025-01", 0, 0, 0, 0, 0, 101), brought_forward=[101])
    assert read([("Z1", 100)], reports).aside == {"Z1": "fund_line_unbalanced"}


def test_closings_last_over_the_years_and_what_is_not_given_stands(read, months_of):
    # 2024: surplus 5 of 40 unspent. 2025: 35 brought forward, 5 more withdrawn in June, nothing said in July.
    reports = months_of(
        ("Z1", "P1", "2024-12", 100, 80, 100, 60, 60, 40),
        ("Z1", "P1", "2025-01", 0, None, 0, 0, 0, 35),
        ("Z1", "P1", "2025-06", 0, 20, 0, None, 30, 5),
        ("Z1", "P1", "2025-07", 0, None, 0, None, 30, 5),
        brought_forward=[None, 35, 35, 35],
        carried_over=[35, None, None, None],
        surplus=[5, None, None, None],
        withdrawn=[None, None, 5, None],
    )
    reading = read([("Z1", 100)], reports)
    assert codes(reading) == []
    # arrived 80 + 20, disbursed stands at 60, spent 60 + 30, surplus 5, withdrawn 5.
    assert totals(reading) == {
        "allotted": 1,
        "arrived": 1,
        "arranged": 1,
        "disbursed": 0.6,
        "spent": 0.9,
        "surplus": 0.05,
        "withdrawn": 0.05,
    }


def test_a_third_year_stands_on_the_second(read, months_of):
    reports = months_of(
        ("Z1", "P1", "2023-12", 60, 0, 0, 0, 10, 50),
        ("Z1", "P1", "2024-12", 40, 0, 0, 0, 20, 70),
        ("Z1", "P1", "2025-06", 0, 0, 0, 0, 30, 40),
        brought_forward=[None, 50, 70],
    )
    reading = read([("Z1", 100)], reports)
    # 60 + 40 issued, 10 + 20 + 30 spent
    assert (reading.aside, totals(reading)) == ({}, {"allotted": 1, "spent": 0.6})
