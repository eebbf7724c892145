"""Movements against each other: doubles, vouchers of two contents, and what a reversal must be."""

import pytest

from funds.strategies import lines_of, said, write_moves
from ruralmap.funds.moves import read_moves

DOC = {"doc": "财农〔2024〕1号"}
PAID = ("V1", "2024-03-31", "P1", "支出", 40_000)


def read(*rows):
    return read_moves(write_moves(*rows), lines_of(Z1=100_000), as_of="2024-12-31")


def found(reading, *names):
    return [(one.code, *said(one, *names)) for one in reading.findings]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(PAID, PAID, id="the same voucher"),
        pytest.param((None, *PAID[1:], DOC), (None, *PAID[1:], DOC), id="the same document"),
        pytest.param((*PAID, {"note": "一"}), (*PAID, {"note": "二"}), id="with another remark"),
    ],
)
def test_a_movement_that_is_listed_twice_counts_once(first, second):
    reading = read(first, second, second)
    assert found(reading, "other_row") == [("fund_move_twice", 2), ("fund_move_twice", 2)]
    assert reading.rows_aside["source_row"].tolist() == [3, 4]
    assert reading.entries["source_row"].tolist() == [2]
    assert reading.aside == {}


def test_rows_without_document_and_voucher_that_are_alike_are_two_payments():
    row = (None, *PAID[1:])
    reading = read(row, row)
    assert found(reading, "other_row", "amount") == [("fund_move_alike", 2, "400.00")]
    assert reading.entries["amount_fen"].sum() == 80_000


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(("V2", *PAID[1:], DOC), id="another voucher of one document"),
        pytest.param(("V1", "2024-04-01", *PAID[2:], DOC), id="another day"),
        pytest.param((*PAID, {"doc": "财农〔2024〕2号"}), id="another document"),
        pytest.param((*PAID, DOC | {"hh_id": "H1"}), id="another household"),
        pytest.param((*PAID[:4], 40_001, DOC), id="another fen"),
    ],
)
def test_instalments_are_two_payments(second):
    rows = [(None, *row[1:]) if row[0] == "V1" else row for row in ((*PAID, DOC), second)]
    reading = read(*rows)
    assert reading.findings == ()
    assert len(reading.entries) == 2


def test_one_voucher_of_two_contents_sets_the_line_aside():
    reading = read(PAID, ("V1", "2024-04-01", "P2", "支出", 40_000))
    assert found(reading, "differing", "other_row") == [("fund_move_conflict", "日期、项目编号", 2)]
    assert reading.aside == {"Z1": "fund_move_conflict"}
    assert len(reading.entries) == 0


def undo(*changes, voucher="V5", day="2024-04-10", reverses="V1", amount=-40_000):
    return (voucher, day, "P1", "支出", amount, {"reverses": reverses}, *changes)


def test_a_reversal_stays_beside_what_it_reverses():
    reading = read(PAID, undo())
    assert reading.findings == ()
    assert reading.entries["amount_fen"].tolist() == [40_000, -40_000]
    assert reading.entries["reverses"].tolist()[1] == "V1"


@pytest.mark.parametrize(
    ("row", "differing"),
    [
        pytest.param(undo(amount=-39_999), "金额", id="one fen less"),
        pytest.param(undo(amount=40_000), "金额", id="of the same sign"),
        pytest.param(undo({"prj_id": "P2"}), "项目编号", id="another project"),
        pytest.param(undo({"kind": "拨付"}), "变动类型", id="another kind"),
        pytest.param(undo({"township": "东镇"}), "乡镇", id="another place"),
        pytest.param(undo(day="2024-03-30"), "日期", id="before it"),
    ],
)
def test_a_reversal_that_is_not_the_opposite_sets_the_line_aside(row, differing):
    reading = read(PAID, row)
    assert found(reading, "differing", "other_amount") == [("fund_reversal_differs", differing, "400.00")]
    assert reading.aside == {"Z1": "fund_reversal_differs"}


@pytest.mark.parametrize(
    "day", [pytest.param("2024-03-31", id="the day"), pytest.param("2024-03", id="the month")]
)
def test_a_reversal_may_be_of_the_same_day_or_month(day):
    assert read(PAID, undo(day=day)).findings == ()


def test_a_reversal_of_nothing_sets_the_line_aside():
    reading = read(PAID, undo(reverses="V7"))
    assert found(reading, "entry_id", "reverses") == [("fund_reversal_unknown", "V5", "V7")]
    other = read_moves(write_moves(PAID, line="Z2"), lines_of(Z2=1), as_of="2024-12-31")
    assert other.findings == ()


def test_a_voucher_of_another_line_is_not_the_one_reversed():
    rows = write_moves(PAID, undo())
    rows.loc[0, "line_id"] = "Z2"
    reading = read_moves(rows, lines_of(Z1=1, Z2=1), as_of="2024-12-31")
    assert reading.aside == {"Z1": "fund_reversal_unknown"}
    assert reading.entries["line_id"].tolist() == ["Z2"]


def test_what_is_reversed_after_the_date_was_there_to_be_reversed():
    reading = read(("V1", "2025-01-05", *PAID[2:]), undo())
    assert found(reading, "differing") == [("fund_reversal_differs", "日期")]


def test_two_reversals_of_one_movement_set_the_line_aside():
    reading = read(PAID, undo(), undo(voucher="V6", day="2024-04-11"))
    assert found(reading, "entry_id", "other_entry_id") == [("fund_reversal_twice", "V6", "V5")]


def test_a_reversal_is_not_reversed_but_posted_anew():
    reading = read(PAID, undo(), undo(voucher="V6", day="2024-04-11", reverses="V5", amount=40_000))
    assert found(reading, "entry_id", "differing") == [("fund_reversal_differs", "V6", "冲销凭证编号")]


@pytest.mark.parametrize("length", [1, 2, 3])
def test_reversals_that_lead_back_to_themselves_set_the_line_aside(length):
    # V0 reverses V1, V1 reverses V2, … and the last V0
    rows = [undo(voucher=f"V{n}", reverses=f"V{(n + 1) % length}") for n in range(length)]
    reading = read(*rows)
    assert found(reading, "entry_id") == [("fund_reversal_circle", f"V{n}") for n in range(length)]
    assert reading.aside == {"Z1": "fund_reversal_circle"}


def test_a_reversal_that_leads_into_a_circle_is_not_in_it():
    circle = [undo(voucher="V1", reverses="V2"), undo(voucher="V2", reverses="V1")]
    reading = read(*circle, undo(voucher="V3", reverses="V1", amount=40_000))
    codes = [one.code for one in reading.findings]
    assert codes == ["fund_reversal_circle", "fund_reversal_circle", "fund_reversal_differs"]


def test_an_amount_that_is_missing_is_told_once():
    reading = read((*PAID[:4], None), undo())
    assert [one.code for one in reading.findings] == ["fund_move_without_amount"]
