import pytest

from ruralmap.demo.money_rows import line_row, lines_frame, report_row, reports_frame


def test_a_report_is_balanced_and_in_fen():
    row = report_row("Z1", "P1", "2024-01", issued=100, brought_forward=20, spent=30)
    # 20 + 100 - 30 = 90 yuan are left.
    assert (row["issued_fen"], row["spent_fen"], row["unspent_fen"]) == (10_000, 3_000, 9_000)
    assert row["arranged_fen"] == 0
    assert "carried_over_fen" not in row


def test_a_balance_that_is_named_stands():
    assert report_row("Z1", None, "2024-01", issued=100, unspent=99)["unspent_fen"] == 9_900


@pytest.mark.parametrize(("yuan", "fen"), [(12, 1_200), (-3, -300)])
def test_a_line_takes_year_and_document_from_its_number(yuan, fen):
    row = line_row("ZJ2024-07", issued_on="2024-03-01", source="省 衔接", yuan=yuan)
    assert (row["year"], row["level"], row["channel"], row["issued_fen"]) == (2024, "省", "衔接", fen)
    assert row["doc"] == "模拟财农〔2024〕7号"


def test_empty_cells_are_missing_not_zero():
    lines = lines_frame([line_row("ZJ2024-07", issued_on="2024-03-01", source="省 衔接", yuan=None)])
    assert lines["issued_fen"].isna().all()
    reports = reports_frame([report_row("Z1", None, "2024-01", issued=1)])
    assert reports[["brought_forward_fen", "withdrawn_fen", "prj_id"]].isna().all().all()
    assert len(reports_frame([])) == 0
