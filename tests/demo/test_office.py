import numpy as np
import pandas as pd
import pytest

from ruralmap.demo.office import Form, as_cells, fill_form


@pytest.fixture
def cells():
    frame = pd.DataFrame(
        {
            "name": pd.Series(["甲", None, "丙"], dtype="str"),
            "pay_fen": pd.array([12_300, 4_567, None], dtype="Int64"),
            "flag": [True, False, True],
            "share": [0.5, np.nan, 1.0],
        }
    )
    return as_cells(frame)


def test_amounts_become_yuan_flags_become_words_and_missing_cells_stay_empty(cells):
    # 12,300 fen are 123 yuan, a whole number; 4,567 fen are 45.67.
    assert cells["pay_fen"].tolist() == [123, 45.67, None]
    assert isinstance(cells["pay_fen"][0], int)
    assert cells["flag"].tolist() == ["是", "否", "是"]
    assert cells["name"].tolist() == ["甲", None, "丙"]
    assert cells["share"].tolist() == [0.5, None, 1.0]


def test_a_form_has_title_numbers_total_and_footer(cells):
    form = Form(
        "台账", (("序号", "#"), ("名称", "name"), ("金额(元)", "pay_fen"), ("空列", "")), total_in="名称"
    )
    sheet = fill_form("表", form, cells=cells)
    assert sheet.notes[0] == "和平县台账(模拟数据)"
    assert "填报单位" in sheet.notes[1]
    assert [list(row) for row in sheet.rows[:2]] == [
        ["序号", "名称", "金额(元)", "空列"],
        [1, "甲", 123, None],
    ]
    # Only whole yuan are added up: an office's own total is not exact either.
    assert sheet.rows[4] == [3, "合计", 123, None]
    assert sheet.rows[5][0].startswith("填表人")


def test_grouped_headers_take_two_rows_and_others_span_both(cells):
    form = Form("台账", (("序号", "#"), ("名称", "name"), ("金额", "pay_fen")), groups=(("", 1), ("组", 2)))
    sheet = fill_form("表", form, cells=cells)
    assert sheet.header_rows == 2
    assert [list(row) for row in sheet.rows[:2]] == [["序号", "组", None], [None, "名称", "金额"]]
    assert sheet.merges == ((0, 0, 1, 0), (0, 1, 0, 2))
