"""A ledger by hand: what is kept, what is set aside and why, and nothing lost either way."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ruralmap.errors import ConservationError
from ruralmap.funds import ledger as ledger_module
from ruralmap.funds.ledger import read_ledger

SEPTEMBER = "2024-09-30"


def codes(ledger):
    return [found.code for found in ledger.findings]


def test_a_sound_line_is_kept_with_its_latest_state_and_its_movements(lines_of, months_of):
    # 1,000 issued; 600 given to P1 in January, 300 to P2 in March; 100 has no project.
    ledger = read_ledger(
        lines_of(("Z1", 1000)),
        months_of(
            ("Z1", None, "2024-01", 400, 400, 0, 0, 0, 400),
            ("Z1", "P1", "2024-01", 600, 300, 600, 100, 50, 550),
            ("Z1", None, "2024-03", 100, 100, 0, 0, 0, 100),
            ("Z1", "P1", "2024-03", 600, 600, 600, 500, 400, 200),
            ("Z1", "P2", "2024-03", 300, 0, 300, 0, 0, 300),
        ),
        as_of=SEPTEMBER,
    )
    assert ledger.findings == ()
    assert ledger.issued_fen == 1000
    assert ledger.state["issued_fen"].tolist() == [100, 600, 300]
    assert ledger.state["prj_id"].isna().tolist() == [True, False, False]
    assert ledger.state[["spent_fen", "unspent_fen"]].sum().tolist() == [400, 600]
    march = ledger.movements[ledger.movements["month"].eq("2024-03")]
    # 100-400 left the row without a project; P1 arrived 300, paid 400, spent 350; P2 is new.
    assert march["issued_fen"].tolist() == [-300, 0, 300]
    assert march["spent_fen"].tolist() == [0, 350, 0]


def test_reports_after_the_date_do_not_count(lines_of, months_of):
    reports = months_of(
        ("Z1", "P1", "2024-08", 100, 100, 100, 30, 20, 80), ("Z1", "P1", "2024-09", 100, 100, 100, 90, 90, 10)
    )
    ledger = read_ledger(lines_of(("Z1", 100)), reports, as_of="2024-09-29")
    assert ledger.state["spent_fen"].tolist() == [20]
    assert ledger.months_aside[["month", "reason"]].to_numpy().tolist() == [["2024-09", "later"]]
    assert read_ledger(lines_of(("Z1", 100)), reports, as_of=SEPTEMBER).state["spent_fen"].tolist() == [90]


@pytest.mark.parametrize(
    ("as_of", "month"),
    [
        pytest.param("2024-09-30", "2024-09", id="the last day of a month closes it"),
        pytest.param("2024-09-29", "2024-08", id="a running month does not count"),
        pytest.param("2024-02-28", "2024-01", id="a leap year's February has a day to go"),
        pytest.param("2023-02-28", "2023-02", id="another year's has not"),
        pytest.param("2024-01-15", "2023-12", id="January looks back to December"),
        pytest.param("2024-12-31", "2024-12", id="the year's end"),
    ],
)
def test_a_report_counts_once_its_month_has_ended(lines_of, months_of, as_of, month):
    ends = ["2023-01", "2023-02", "2023-12", "2024-01", "2024-02", "2024-08", "2024-09", "2024-12", "2025-01"]
    reports = months_of(*[("Z1", "P1", end, 100, 0, 100, 0, 0, 100) for end in ends])
    ledger = read_ledger(lines_of(("Z1", 100), issued_on="2023-01-10"), reports, as_of=as_of)
    assert ledger.state["month"].tolist() == [month]


@pytest.mark.parametrize(
    ("issued_on", "kept"),
    [
        pytest.param("2024-09-30", True, id="on the day"),
        pytest.param("2024-10-01", False, id="the day after"),
        pytest.param("2024-09", True, id="a month that ends on the day"),
        pytest.param("2024-10", False, id="a later month"),
        pytest.param(None, True, id="no date"),
    ],
)
def test_a_line_issued_after_the_date_is_not_in_the_ledger_yet(lines_of, months_of, issued_on, kept):
    ledger = read_ledger(lines_of(("Z1", 100), issued_on=issued_on), months_of(), as_of=SEPTEMBER)
    assert ledger.issued_fen == (100 if kept else 0)
    assert ledger.lines_aside["reason"].tolist() == ([] if kept else ["later"])


def test_a_line_issued_in_a_month_that_is_not_over_is_not_in_the_ledger_yet(lines_of, months_of):
    lines = lines_of(("Z1", 100), ("Z2", 7), issued_on=["2024-09", "2024-08"])
    ledger = read_ledger(lines, months_of(), as_of="2024-09-29")
    assert (ledger.lines.index.tolist(), ledger.lines_aside["reason"].tolist()) == (["Z2"], ["later"])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_line_without_a_date_counts_and_is_said(lines_of, months_of, lang):
    reports = months_of(("Z1", "P1", "2024-03", 123456, 0, 123456, 0, 0, 123456))
    ledger = read_ledger(lines_of(("Z1", 123456), issued_on=None), reports, as_of=SEPTEMBER)
    assert ledger.issued_fen == 123456
    (found,) = ledger.findings
    assert (found.code, found.severity) == ("fund_line_undated", "warning")
    assert "Z1" in found.text("found", lang)
    assert "1,234.56" in found.text("found", lang)


@pytest.mark.parametrize(
    "report",
    [
        # All of them balance, and add up to a line of nothing.
        pytest.param((100, 0, 100, 0, 0, 100), id="money given"),
        pytest.param((-100, 0, 0, 0, 0, -100), id="money taken back"),
        pytest.param((0, 0, 0, 5, 0, 0), id="only disbursed"),
    ],
)
def test_a_line_of_nothing_gives_no_project_anything(lines_of, months_of, report):
    reports = [("Z1", "P1", "2024-03", *report), ("Z1", None, "2024-03", -report[0], 0, 0, 0, 0, -report[0])]
    ledger = read_ledger(lines_of(("Z1", 0)), months_of(*reports), as_of=SEPTEMBER)
    assert codes(ledger) == ["fund_sign_opposed"]
    assert ledger.lines_aside["reason"].tolist() == ["fund_sign_opposed"]


def test_a_line_of_nothing_that_gives_nothing_is_sound(lines_of, months_of):
    reports = months_of(("Z1", "P1", "2024-03", 0, None, 0, None, 0, 0))
    assert codes(read_ledger(lines_of(("Z1", 0)), reports, as_of=SEPTEMBER)) == []


BREACHES = [
    pytest.param(
        [("Z1", "P1", "2024-03", 100, 100, 100, 50, 40, 50)], "fund_row_unbalanced", id="100 is not 40 + 50"
    ),
    pytest.param(
        [("Z1", "P1", "2024-03", 90, 90, 90, 50, 40, 50)], "fund_line_unbalanced", id="90 of 100 reported"
    ),
    pytest.param(
        [("Z1", "P1", "2024-03", 70, 0, 70, 0, 0, 70), ("Z1", None, "2024-03", 31, 0, 0, 0, 0, 31)],
        "fund_line_unbalanced",
        id="a fen too much",
    ),
    pytest.param(
        [("Z1", "P1", "2024-03", 100, 0, 100, 0, 0, 100), ("Z1", "P1", "2024-03", 100, 0, 100, 0, 0, 100)],
        "fund_month_repeated",
        id="one month twice",
    ),
    pytest.param(
        [("Z1", None, "2024-03", 100, 0, 0, 0, 0, 100), ("Z1", None, "2024-03", 100, 0, 0, 0, 0, 100)],
        "fund_month_repeated",
        id="the row without a project twice",
    ),
    pytest.param(
        [("Z1", "P1", "2024-03", 100, 0, 100, 0, None, 100)],
        "fund_month_without_amount",
        id="no spending said",
    ),
    pytest.param(
        [("Z1", "P1", "2024-03", 100, 0, None, 0, 0, 100)],
        "fund_month_without_amount",
        id="no arranging said",
    ),
    pytest.param(
        [("Z1", "P1", "2024-03", -10, 0, 0, 0, 0, -10), ("Z1", None, "2024-03", 110, 0, 0, 0, 0, 110)],
        "fund_sign_opposed",
        id="a negative project of a positive line",
    ),
]


@pytest.mark.parametrize(("reports", "code"), BREACHES)
def test_a_breach_of_conservation_sets_its_line_aside_and_no_other(lines_of, months_of, reports, code):
    sound = ("Z2", "P9", "2024-03", 250, 250, 250, 0, 0, 250)
    ledger = read_ledger(lines_of(("Z1", 100), ("Z2", 250)), months_of(*reports, sound), as_of=SEPTEMBER)
    assert set(codes(ledger)) == {code}
    assert ledger.lines_aside[["line_id", "reason", "issued_fen"]].to_numpy().tolist() == [["Z1", code, 100]]
    assert ledger.lines.index.tolist() == ["Z2"]
    assert ledger.issued_fen == 250
    assert ledger.months_aside["reason"].tolist() == [code] * len(reports)
    assert ledger.state["line_id"].tolist() == ["Z2"]
    assert all(found.severity == "error" for found in ledger.findings)


def test_a_breach_after_the_date_is_not_seen_yet(lines_of, months_of):
    reports = months_of(
        ("Z1", "P1", "2024-08", 100, 0, 100, 0, 0, 100), ("Z1", "P1", "2024-09", 100, 0, 100, 0, 0, 7)
    )
    assert codes(read_ledger(lines_of(("Z1", 100)), reports, as_of="2024-08-31")) == []
    assert codes(read_ledger(lines_of(("Z1", 100)), reports, as_of=SEPTEMBER)) == ["fund_row_unbalanced"]


def test_a_line_entered_twice_is_set_aside_in_all_its_rows(lines_of, months_of):
    funds = lines_of(("Z1", 100), ("Z2", 5), ("Z1", 100))
    ledger = read_ledger(funds, months_of(("Z1", "P1", "2024-03", 100, 0, 100, 0, 0, 100)), as_of=SEPTEMBER)
    assert codes(ledger) == ["fund_line_repeated", "fund_line_repeated", "fund_line_unreported"]
    assert ledger.lines.index.tolist() == ["Z2"]
    assert ledger.lines_aside["issued_fen"].tolist() == [100, 100]


def test_a_line_without_an_amount_is_set_aside(lines_of, months_of):
    ledger = read_ledger(lines_of(("Z1", None), ("Z2", 5)), months_of(), as_of=SEPTEMBER)
    assert ledger.lines_aside["reason"].tolist() == ["fund_line_without_amount"]
    assert ledger.issued_fen == 5


def test_a_report_of_an_unknown_line_is_set_aside_and_said_once(lines_of, months_of):
    stray = [("Z7", "P1", month, 9, 9, 9, 9, 9, 0) for month in ("2024-02", "2024-03")]
    sound = ("Z1", "P1", "2024-03", 100, 0, 100, 0, 0, 100)
    ledger = read_ledger(lines_of(("Z1", 100)), months_of(*stray, sound), as_of=SEPTEMBER)
    assert codes(ledger) == ["fund_month_without_line"]
    assert ledger.months_aside["reason"].tolist() == ["fund_month_without_line"] * 2
    assert ledger.issued_fen == 100


def test_a_line_without_reports_is_kept_and_said(lines_of, months_of):
    ledger = read_ledger(lines_of(("Z1", 123456)), months_of(), as_of=SEPTEMBER)
    assert codes(ledger) == ["fund_line_unreported"]
    assert "1,234.56" in ledger.findings[0].text("found", "en")
    assert (ledger.issued_fen, len(ledger.state)) == (123456, 0)


@pytest.mark.parametrize(
    ("report", "code"),
    [
        pytest.param(
            ("Z1", "P1", "2024-03", 80, 80, 100, 0, 0, 80), "fund_arranged_over_issued", id="预安排"
        ),
        pytest.param(
            ("Z1", "P1", "2024-03", 80, 80, 50, 60, 0, 80), "fund_disbursed_over_arranged", id="未安排先拨"
        ),
        pytest.param(("Z1", "P1", "2024-03", 80, 80, 80, 30, 31, 49), "fund_spent_over_disbursed", id="垫付"),
    ],
)
def test_a_step_out_of_order_is_read_with_a_warning(lines_of, months_of, report, code):
    rest = ("Z1", None, "2024-03", 20, 20, 0, 0, 0, 20)
    ledger = read_ledger(lines_of(("Z1", 100)), months_of(report, rest), as_of=SEPTEMBER)
    assert [(found.code, found.severity) for found in ledger.findings] == [(code, "warning")]
    assert ledger.issued_fen == 100


def test_a_step_out_of_order_is_said_once_with_the_month_it_began(lines_of, months_of):
    # 垫付 from February on, made good in April.
    reports = [
        ("Z1", "P1", "2024-01", 100, 0, 100, 0, 0, 100),
        ("Z1", "P1", "2024-02", 100, 0, 100, 0, 10, 90),
        ("Z1", "P1", "2024-03", 100, 0, 100, 5, 20, 80),
        ("Z1", "P1", "2024-04", 100, 0, 100, 30, 30, 70),
    ]
    ledger = read_ledger(lines_of(("Z1", 100)), months_of(*reports), as_of=SEPTEMBER)
    (found,) = ledger.findings
    assert found.code == "fund_spent_over_disbursed"
    assert all(said in found.text("found") for said in ("2024-02", "0.10", "0.00"))


def test_equal_steps_are_in_order_and_unknown_ones_are_not_judged(lines_of, months_of):
    reports = months_of(("Z1", "P1", "2024-03", 100, None, 100, None, 100, 0))
    assert codes(read_ledger(lines_of(("Z1", 100)), reports, as_of=SEPTEMBER)) == []


def test_a_falling_total_is_a_warning_that_names_both_months(lines_of, months_of):
    reports = months_of(
        ("Z1", "P1", "2024-03", 100, 80, 100, 60, 50, 50), ("Z1", "P1", "2024-05", 100, 80, 100, 60, 45, 55)
    )
    ledger = read_ledger(lines_of(("Z1", 100)), reports, as_of=SEPTEMBER)
    (found,) = ledger.findings
    assert (found.code, found.severity, found.column) == ("fund_total_falls", "warning", "支出")
    assert found.text("found") == "资金 Z1 的项目 P1：累计支出由 2024-03 的 0.50 元降到 2024-05 的 0.45 元。"
    assert ledger.movements["spent_fen"].tolist() == [50, -5]


def test_money_leaving_the_row_without_a_project_is_no_fall(lines_of, months_of):
    reports = months_of(
        ("Z1", None, "2024-01", 100, 100, 0, 0, 0, 100),
        ("Z1", None, "2024-02", 0, 0, 0, 0, 0, 0),
        ("Z1", "P1", "2024-02", 100, 100, 100, 0, 0, 100),
    )
    assert codes(read_ledger(lines_of(("Z1", 100)), reports, as_of=SEPTEMBER)) == []


def test_money_taken_back_is_a_line_of_its_own_and_less_is_more_there(lines_of, months_of):
    # 收回 50: 30 of it from P1 in March, all 50 in April; nothing in that falls or is out of order.
    reports = months_of(
        ("Z9", None, "2024-03", -20, 0, 0, 0, 0, -20),
        ("Z9", "P1", "2024-03", -30, -30, -30, -10, -10, -20),
        ("Z9", None, "2024-04", 0, 0, 0, 0, 0, 0),
        ("Z9", "P1", "2024-04", -50, -50, -50, -20, -20, -30),
    )
    ledger = read_ledger(lines_of(("Z9", -50)), reports, as_of=SEPTEMBER)
    assert ledger.findings == ()
    assert ledger.issued_fen == -50


def test_a_finding_says_where_the_row_stands(lines_of, months_of):
    reports = months_of(("Z1", "P1", "2024-03", 100, 0, 100, 0, 40, 50)).assign(
        source_file="资金月报.xlsx", source_sheet="2024", source_row=pd.array([7], dtype="Int64")
    )
    (found,) = read_ledger(lines_of(("Z1", 100)), reports, as_of=SEPTEMBER).findings
    assert (found.table, found.file, found.sheet, found.row) == ("fund_months", "资金月报.xlsx", "2024", 7)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("reports", "code"), BREACHES)
def test_every_breach_can_be_said_in_all_its_parts(lines_of, months_of, reports, code, lang):
    ledger = read_ledger(lines_of(("Z1", 100)), months_of(*reports), as_of=SEPTEMBER)
    texts = [
        found.text(part, lang)
        for found in ledger.findings
        for part in ("title", "found", "consequence", "remedy")
    ]
    assert code in codes(ledger)
    assert all(texts)
    assert not any("{" in text or "nan" in text.lower().split() for text in texts)


def test_the_inputs_are_left_as_they_were(lines_of, months_of):
    funds, reports = lines_of(("Z1", 100)), months_of(("Z1", None, "2024-03", 100, 0, 0, 0, 0, 100))
    before = funds.copy(deep=True), reports.copy(deep=True)
    read_ledger(funds, reports, as_of=SEPTEMBER)
    pd.testing.assert_frame_equal(funds, before[0])
    pd.testing.assert_frame_equal(reports, before[1])


def test_a_ledger_that_loses_a_row_is_a_fault(lines_of, months_of):
    funds, reports = lines_of(("Z1", 100)), months_of(("Z1", None, "2024-03", 100, 0, 0, 0, 0, 100))
    ledger = read_ledger(funds, reports, as_of=SEPTEMBER)
    with pytest.raises(ConservationError, match="reports"):
        ledger_module._require_conserved(ledger, funds, pd.concat([reports, reports]))  # noqa: SLF001 - cannot happen else


CELLS = st.integers(0, 60)
REPORTS = st.lists(
    st.tuples(
        st.sampled_from(["Z1", "Z2", "Z3", "Z8"]),
        st.sampled_from(["P1", "P2", None]),
        st.sampled_from(["2024-01", "2024-05", "2024-12"]),
        *[CELLS] * 5,
        st.one_of(CELLS, st.none()),
    ),
    max_size=14,
)
LINES = st.lists(
    st.tuples(st.sampled_from(["Z1", "Z2", "Z3"]), st.one_of(st.none(), st.integers(-60, 120))), max_size=5
)


@settings(max_examples=25, deadline=None)
@given(LINES, REPORTS, st.booleans(), st.randoms(use_true_random=False))
def test_whatever_comes_in_is_kept_or_set_aside_and_the_order_of_rows_changes_nothing(
    lines_of, months_of, lines, reports, balanced, chance
):
    # Half of the ledgers balance row by row, so that some lines are also kept.
    if balanced:
        reports = [
            (*row[:3], row[3], *row[4:7], min(row[7], row[3]), row[3] - min(row[7], row[3]))
            for row in reports
        ]
    funds, months = lines_of(*lines), months_of(*reports)
    ledger = read_ledger(funds, months, as_of=SEPTEMBER)
    assert len(ledger.lines) + len(ledger.lines_aside) == len(funds)
    assert ledger.issued_fen + ledger.lines_aside["issued_fen"].sum() == funds["issued_fen"].sum()
    assert len(ledger.movements) + len(ledger.months_aside) == len(months)
    held = ledger.state.groupby("line_id")["issued_fen"].sum()
    assert held.eq(ledger.lines["issued_fen"].reindex(held.index)).all()
    assert ledger.state["issued_fen"].eq(ledger.state["spent_fen"] + ledger.state["unspent_fen"]).all()

    lines, reports = chance.sample(lines, len(lines)), chance.sample(reports, len(reports))
    again = read_ledger(lines_of(*lines), months_of(*reports), as_of=SEPTEMBER)
    pd.testing.assert_frame_equal(again.lines, ledger.lines)
    pd.testing.assert_frame_equal(again.state, ledger.state)
    pd.testing.assert_frame_equal(again.movements, ledger.movements)
