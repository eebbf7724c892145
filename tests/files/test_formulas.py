"""Formulas of workbooks: only plain ones, each with the value that it must give."""

import io

import openpyxl
import pytest

from ruralmap.files.formulas import FUNCTIONS, LONGEST, Formula
from ruralmap.files.workbook import Sheet, workbook_bytes


@pytest.mark.parametrize(
    "text",
    [
        "=SUMIFS('甲 明细'!$H$6:$H$9,'甲 明细'!$G$6:$G$9,1)",
        '=IF($Q5<>"",$Q5,IF(ROUND($I5-0.65*$J5,4)>=0,"达标（SUMPRODUCT(1)）","不达标"))',
        "=(1+A1)^3-1",
    ],
)
def test_plain_formulas_are_taken(text):
    assert Formula(text, 1).text == text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("SUM(A1)", id="no equals sign"),
        pytest.param("=NOW()", id="changes by itself"),
        pytest.param("=SUMPRODUCT(A1:A2,B1:B2)", id="array"),
        pytest.param("=INDIRECT(A1)", id="volatile"),
        pytest.param("='[other.xlsx]甲'!A1+[1]乙!B2", id="another file"),
        pytest.param("=SUM(" + "1," * LONGEST + "1)", id="too long"),
    ],
)
def test_what_programs_work_out_differently_is_refused(text):
    with pytest.raises(ValueError, match="not a plain formula"):
        Formula(text, 1)


def test_a_formula_keeps_its_value_and_text_stays_text():
    rows = [
        ["数", "话"],
        [Formula("=1+1", 2), "=1+1"],
        [Formula('=IF(1=1,"是","")', "是"), None],
        [Formula("=A1", None), 3],
    ]
    content = workbook_bytes([Sheet("页", rows, styles={0: "integer"})])
    plain, shown = (
        openpyxl.load_workbook(io.BytesIO(content), data_only=only)["页"] for only in (False, True)
    )
    assert [cell.data_type for cell in plain["A"]] == ["s", "f", "f", "f"]
    assert [shown["A2"].value, shown["A3"].value] == [2, "是"]
    assert shown["A4"].value in {None, ""}
    assert (plain["B2"].data_type, plain["B2"].value) == ("s", "=1+1")
    # A text column's formula is no text: programs would show it instead of working it out.
    assert plain["A3"].number_format != "@"


def test_the_functions_are_those_that_every_office_program_has():
    assert {"SUM", "SUMIFS", "COUNTIFS", "IF", "AND", "OR", "ABS", "DATE", "ROUND", "MAX", "MIN"} == FUNCTIONS
