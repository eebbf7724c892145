"""A template filled: what follows the pattern row, and what does not."""

import io

import openpyxl
from openpyxl.worksheet.formula import ArrayFormula

from ruralmap.files.templates import Filling, fill_template


def filled(tmp_path, rows, **more):
    """Fill a template of three columns whose second holds a formula over several cells."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "表"
    page.append(["名称", "合", "备注"])
    page.append(["样", None, "同"])
    page["B2"] = ArrayFormula("B2", "=SUM(A2:A2*2)")
    book.save(tmp_path / "样表.xlsx")
    filling = Filling("表", 1, 2, rows, {4: "标识"}, more.pop("choices", {}), (4,), **more)
    content = fill_template(tmp_path / "样表.xlsx", filling, ("说明", [["甲", 1], [None, "乙"]]))
    return openpyxl.load_workbook(io.BytesIO(content))


def test_text_is_text_and_a_formula_over_several_cells_stays_where_it_is(tmp_path):
    page = filled(tmp_path, [{1: "=1+1", 4: "m"}, {1: None, 4: "n"}], spare=1)["表"]
    assert (page["A2"].value, page["A2"].data_type) == ("=1+1", "s")
    assert page["B2"].value.text == "=SUM(A2:A2*2)"
    assert page["B3"].value is None
    assert [[cell.value for cell in row][2:] for row in page.iter_rows(min_row=2)] == [
        ["同", "m"],
        ["同", "n"],
    ]
    assert page.column_dimensions["D"].hidden


def test_without_records_the_pattern_says_nothing(tmp_path):
    book = filled(tmp_path, [], spare=2, choices={3: ("是", "否")})
    page = book["表"]
    assert [cell.value for cell in page[2]] == [None] * 4
    (lists,) = page.data_validations.dataValidation
    assert (str(lists.sqref), lists.formula1) == ("C2:C3", '"是,否"')
    assert [[cell.value for cell in row] for row in book["说明"].iter_rows()] == [["甲", 1], [None, "乙"]]
