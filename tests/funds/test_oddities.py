"""What is unusual and still conserves is read, and said once with when it began and ended."""

import pandas as pd
import pytest

from funds import strategies
from funds.strategies import write_moves
from ruralmap.funds.journal import entries_of, join_entries
from ruralmap.funds.lines import settle_lines
from ruralmap.funds.moves import read_moves
from ruralmap.funds.oddities import early_entries, odd_moves

REST = ("Z1", None, "2024-03", 20, 20, 0, 0, 0, 20)


def codes(reading):
    return [found.code for found in reading.findings]


@pytest.mark.parametrize(
    ("report", "code"),
    [
        pytest.param((80, 80, 81, 0, 0, 80), "fund_arranged_over_issued", id="预安排"),
        pytest.param((80, 80, 80, 0, 0, 80), None, id="as much arranged as issued"),
        pytest.param((80, 80, 50, 51, 0, 80), "fund_disbursed_over_arranged", id="未安排先拨"),
        pytest.param((80, 80, 50, 50, 0, 80), None, id="as much disbursed as arranged"),
        pytest.param((80, 80, 80, 30, 31, 49), "fund_spent_over_disbursed", id="垫付"),
        pytest.param((80, 80, 80, 30, 30, 50), None, id="as much spent as disbursed"),
        pytest.param((80, None, 80, None, 80, 0), None, id="what is not known is not judged"),
        pytest.param((80, 90, 80, 0, 0, 80), None, id="到位 is another axis"),
    ],
)
def test_a_step_out_of_order_is_read_with_a_warning(read, months_of, report, code):
    reading = read([("Z1", 100)], months_of(("Z1", "P1", "2024-03", *report), REST))
    assert [(found.code, found.severity) for found in reading.findings] == (
        [(code, "warning")] if code else []
    )
    assert reading.aside == {}


@pytest.mark.parametrize(
    ("disbursed", "said"),
    [
        # 垫付 of 10 from February on.
        pytest.param((0, 0, 5, 30), ("2024-02", "2024-04"), id="made good in April"),
        pytest.param((0, 0, 5, 29), ("2024-02", "—"), id="never made good"),
        pytest.param((0, 10, 10, 30), ("2024-03", "2024-04"), id="a month of it"),
        pytest.param((0, 0, 20, 29), ("2024-02", "—"), id="made good and begun again"),
    ],
)
def test_a_step_out_of_order_is_said_once_with_its_first_and_last_month(read, months_of, disbursed, said):
    spent = (0, 10, 20, 30)
    reports = months_of(
        *(
            ("Z1", "P1", f"2024-0{month}", 100, 0, 100, paid, used, 100 - used)
            for month, (paid, used) in enumerate(zip(disbursed, spent, strict=True), start=1)
        )
    )
    (found,) = read([("Z1", 100)], reports).findings
    assert found.code == "fund_spent_over_disbursed"
    values = found.values  # noqa: PD011 - a dict, not a frame
    assert (values["month"], values["until"]) == said


def test_a_falling_total_is_a_warning_that_names_both_months(read, months_of):
    reports = months_of(
        ("Z1", "P1", "2024-03", 100, 80, 100, 60, 50, 50), ("Z1", "P1", "2024-05", 100, 80, 100, 60, 45, 55)
    )
    reading = read([("Z1", 100)], reports)
    (found,) = reading.findings
    assert (found.code, found.severity, found.column) == ("fund_total_falls", "warning", "支出")
    assert found.text("found") == "资金 Z1 的项目 P1：累计支出由 2024-03 的 0.50 元降到 2024-05 的 0.45 元。"
    spent = reading.entries[reading.entries["kind"].eq("spent")]
    assert spent["amount_fen"].tolist() == [50, -5]


def test_a_fall_over_a_month_that_does_not_say_is_seen_from_the_last_that_did(read, months_of):
    reports = months_of(
        ("Z1", "P1", "2024-03", 100, 80, 100, 0, 0, 100),
        ("Z1", "P1", "2024-04", 100, None, 100, 0, 0, 100),
        ("Z1", "P1", "2024-05", 100, 79, 100, 0, 0, 100),
    )
    (found,) = read([("Z1", 100)], reports).findings
    assert all(said in found.text("found") for said in ("到位", "2024-03", "0.80", "2024-05", "0.79"))


def test_money_leaving_the_row_without_a_project_is_no_fall(read, months_of):
    reports = months_of(
        ("Z1", None, "2024-01", 100, 100, 0, 0, 0, 100),
        ("Z1", None, "2024-02", 0, 0, 0, 0, 0, 0),
        ("Z1", "P1", "2024-02", 100, 100, 100, 0, 0, 100),
    )
    assert codes(read([("Z1", 100)], reports)) == []


def test_of_money_taken_back_less_is_more(read, months_of):
    # 收回 50: 30 of it from P1 in March, all 50 in April; nothing in that falls or is out of order.
    reports = months_of(
        ("Z9", None, "2024-03", -20, 0, 0, 0, 0, -20),
        ("Z9", "P1", "2024-03", -30, -30, -30, -10, -10, -20),
        ("Z9", None, "2024-04", 0, 0, 0, 0, 0, 0),
        ("Z9", "P1", "2024-04", -50, -50, -50, -20, -20, -30),
    )
    reading = read([("Z9", -50)], reports)
    assert (codes(reading), reading.aside) == ([], {})


def moves(*rows):
    """Write entries of a movement list as (day, kind, project, fen)."""
    return join_entries(
        [
            entries_of(
                {
                    "on": [on],
                    "line_id": "Z1",
                    "prj_id": [project],
                    "amount_fen": [fen],
                    **({"from_account": "county"} if kind in {"allotted", "spent"} else {}),
                    **({"to_account": "project"} if kind == "allotted" else {}),
                },
                kind=kind,
                origin="fund_moves",
            )
            for on, kind, project, fen in rows
        ]
    )


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        pytest.param([("2024-02-01", "arranged", "P1", 100)], [], id="all of it"),
        pytest.param(
            [("2024-01-05", "arranged", "P1", 60)],
            [("fund_arranged_over_issued", "2024-01-05", "2024-01-10")],
            id="arranged before it was issued",
        ),
        pytest.param(
            [("2024-02-01", "arranged", "P1", 60), ("2024-03-01", "arranged", "P2", 41)],
            [("fund_arranged_over_issued", "2024-03-01", "—")],
            id="a fen more to two projects than the line has",
        ),
        pytest.param(
            [
                ("2024-02-01", "arranged", "P1", 60),
                ("2024-03-01", "disbursed", "P1", 10),
                ("2024-03-01", "spent", "P1", 11),
                ("2024-04-01", "disbursed", "P1", 1),
            ],
            [("fund_spent_over_disbursed", "2024-03-01", "2024-04-01")],
            id="垫付 for a month",
        ),
        pytest.param(
            [("2024-02-01", "arranged", "P1", 60), ("2024-03-01", "spent", "P1", 11)],
            [],
            id="a list that tells no disbursement",
        ),
        pytest.param(
            [("2024-02-01", "disbursed", "P1", 5), ("2024-02-01", "arranged", "P1", 5)],
            [],
            id="both on one day",
        ),
        pytest.param(
            [("2024-02-01", "disbursed", "P1", 5), ("2024-02-02", "arranged", "P1", 5)],
            [("fund_disbursed_over_arranged", "2024-02-01", "2024-02-02")],
            id="disbursed a day early",
        ),
    ],
)
def test_movements_out_of_order_are_said_with_their_days(lines_of, rows, said):
    settled = settle_lines(lines_of(("Z1", 100)), as_of="2024-12-31")
    found = odd_moves(join_entries([settled.entries, moves(*rows)]), settled.lines)
    values = [place.values for place in found]  # noqa: PD011 - a dict, not a frame
    assert [
        (place.code, value["month"], value["until"]) for place, value in zip(found, values, strict=True)
    ] == said


HELD = {"安排": "P1", "支出": "P1", "结转": "P1", "收回": "P1", "分解": None}
EAST = {"township": "东镇", "linked_township_code": "441624001"}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        pytest.param([("02-01", "安排", 60), ("03-01", "支出", 60)], [], id="all of it"),
        # 60 given, 61 spent; the list tells no 拨付
        pytest.param(
            [("02-01", "安排", 60), ("03-01", "支出", 61)],
            [("P1", "2024-03-01", "—", "0.61", "0.60")],
            id="a fen more spent than given",
        ),
        # 40 spent + 20 结转 + 20 spent of 60, until the 结转 is given back
        pytest.param(
            [
                ("02-01", "安排", 60),
                ("03-01", "支出", 40),
                ("04-30", "结转", 20),
                ("05-06", "支出", 20),
                ("06-01", "结转", -20),
            ],
            [("P1", "2024-05-06", "2024-06-01", "0.80", "0.60")],
            id="spent on after it was carried over",
        ),
        pytest.param(
            [("02-01", "支出", 101, {"prj_id": None})],
            [("—", "2024-02-01", "—", "1.01", "1.00")],
            id="the county spends more than the line",
        ),
        # 50 to 东镇, which gives 51 on
        pytest.param(
            [("02-01", "分解", 50, EAST), ("03-01", "安排", 51, EAST)],
            [("—", "2024-03-01", "—", "0.51", "0.50")],
            id="a township gives more than it has",
        ),
        # of a month nobody knows the day: both may have been in order
        pytest.param([("02-05", "安排", 60), ("02", "支出", 60)], [], id="spent in the month it was given"),
        pytest.param(
            [("02", "安排", 60), ("01", "支出", 60)],
            [("P1", "2024-01", "2024-02", "0.60", "0.00")],
            id="spent in the month before",
        ),
    ],
)
def test_what_is_used_beyond_what_was_given_is_said(lines_of, rows, said):
    settled = settle_lines(lines_of(("Z1", 100)), as_of="2024-12-31")
    listed = write_moves(
        *(
            (f"V{at}", f"2024-{on}", HELD[kind], kind, fen, *more)
            for at, (on, kind, fen, *more) in enumerate(rows)
        )
    )
    entries = join_entries([settled.entries, read_moves(listed, settled.lines, as_of="2024-12-31").entries])
    found = [place for place in odd_moves(entries, settled.lines) if place.code == "fund_overdrawn"]
    assert [strategies.said(place, "prj_id", "month", "until", "spent", "issued") for place in found] == said


@pytest.mark.parametrize(
    ("issued_on", "on"),
    [
        pytest.param("2024-01-10", "2024-01", id="the month in which it was issued"),
        pytest.param("2024-01", "2024-01-05", id="a day of the month in which it was issued"),
        pytest.param(None, "2023-01-05", id="nobody says when it was issued"),
    ],
)
def test_what_may_have_been_in_order_is_not_said_to_be_out_of_order(lines_of, issued_on, on):
    settled = settle_lines(lines_of(("Z1", 100), issued_on=issued_on), as_of="2024-12-31")
    rows = moves(
        (on, "arranged", "P1", 60), ("2024-03-05", "arranged", "P2", 5), ("2024-03", "disbursed", "P2", 5)
    )
    assert odd_moves(join_entries([settled.entries, rows]), settled.lines) == []


def test_a_project_that_reports_more_spent_than_it_has_is_said_without_any_disbursement(read, months_of):
    reports = months_of(
        ("Z1", "P1", "2024-03", 80, None, 80, None, 80, 0),
        ("Z1", "P1", "2024-04", 80, None, 80, None, 81, -1),
        REST,
    )
    (found,) = read([("Z1", 100)], reports).findings
    assert found.code == "fund_overdrawn"
    assert strategies.said(found, "month", "spent", "issued") == ("2024-04", "0.81", "0.80")


def test_of_money_taken_back_by_movements_less_is_more(lines_of):
    settled = settle_lines(lines_of(("Z1", -100)), as_of="2024-12-31")
    for fen, found in ((-100, 0), (-101, 1)):
        entries = join_entries([settled.entries, moves(("2024-02-01", "arranged", "P1", fen))])
        assert len(odd_moves(entries, settled.lines)) == found


@pytest.mark.parametrize(
    ("issued_on", "on", "early"),
    [
        pytest.param("2024-03-10", "2024-03-09", True, id="the day before"),
        pytest.param("2024-03-10", "2024-03-10", False, id="the day"),
        pytest.param("2024-03-10", "2024-03", False, id="a report of the month"),
        pytest.param("2024-03-10", "2024-02", True, id="a report of the month before"),
        pytest.param("2024-03", "2024-03-01", False, id="only the month is known"),
        pytest.param("2024-03", "2024-02-29", True, id="the last day of the month before"),
        pytest.param(None, "2024-02-29", False, id="nobody dates the line"),
    ],
)
def test_what_is_dated_before_the_line_was_issued_is_said_once(lines_of, issued_on, on, early):
    settled = settle_lines(lines_of(("Z1", 100), ("Z2", 5), issued_on=issued_on), as_of="2024-12-31")
    entries = join_entries(
        [
            settled.entries,
            moves((on, "arrived", "P1", 1), (on, "arrived", "P2", 1), ("2024-06", "arrived", None, 5)),
        ]
    )
    found = early_entries(entries, settled.lines)
    assert [place.code for place in found] == (["fund_month_before_issue"] if early else [])
    if early:
        assert all(said in found[0].text("found") for said in ("Z1", issued_on, on))
        assert found[0].table == "fund_moves"


def test_nothing_is_odd_in_an_empty_journal(lines_of):
    settled = settle_lines(lines_of(), as_of="2024-12-31")
    assert odd_moves(settled.entries, settled.lines) == []
    assert early_entries(settled.entries, settled.lines) == []
    assert isinstance(settled.lines, pd.DataFrame)
