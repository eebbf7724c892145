"""Totals, footers and the like are told from data by having no identifier of their own."""

import pytest

from ruralmap.schema.aliases import alias_index
from ruralmap.schema.bodies import classify_rows
from ruralmap.schema.grid import RawSheet
from ruralmap.schema.headers import find_header
from ruralmap.schema.people import ROSTER
from ruralmap.schema.works import ASSET_FUNDS

HEADER = ["序号", "乡镇", "行政村", "户编号", "人编号", "姓名", "人数", "户类型", "监测对象类别"]


def kinds(rows, header=HEADER, table=ROSTER):
    match = find_header(RawSheet("甲", [header]), alias_index(table), {})
    return classify_rows(rows, match, table)


DATA = [1, "上陵镇", "东水村", "H1", "P1", "张三", 4, "脱贫户", ""]


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        pytest.param(DATA, "data", id="data"),
        pytest.param(["", "", "", "", "", "", "", "", ""], "blank", id="blank"),
        pytest.param([" ", "\u3000", "", "", "", "", "", "", ""], "blank", id="blanks only"),
        pytest.param(["", "/", "—", "", "无", "", "", "", ""], "blank", id="words for nothing only"),
        pytest.param(["合计", "", "", "", "", "", 120, "", ""], "total", id="total"),
        pytest.param(["合 计", "", "", "", "", "", 120, "", ""], "total", id="total with a blank"),
        pytest.param(["", "上陵镇小计", "", "", "", "", 12, "", ""], "total", id="a township's total"),
        pytest.param(["", "上陵镇", "小计", "", "", "", 12, "", ""], "total", id="the name beside the word"),
        pytest.param(["", "", "", "合计", "", "", 12, "", ""], "total", id="in the identifier's column"),
        pytest.param(
            ["总计", "", "", "120户", "", "", 12, "", ""], "data", id="something in the identifier's column"
        ),
        pytest.param(["合计(户)", "", "", "", "", "", 12, "", ""], "total", id="with a unit"),
        pytest.param(["填表人：李四", "", "", "", "审核人：王五", "", "", "", ""], "footer", id="footer"),
        pytest.param(
            ["", "", "", "填表人:李四", "", "", "", "", ""], "footer", id="footer in the identifier's column"
        ),
        pytest.param(["单位负责人（签字）：", "", "", "", "", "", "", "", ""], "footer", id="signature"),
        pytest.param(["注：监测对象含边缘户", "", "", "", "", "", "", "", ""], "footer", id="remark"),
        pytest.param(["备注1、按户填写", "", "", "", "", "", "", "", ""], "footer", id="numbered remark"),
        pytest.param(["联系电话：0762-1234567", "", "", "", "", "", "", "", ""], "footer", id="telephone"),
        pytest.param(HEADER, "header", id="the header again"),
        pytest.param(
            [2, "上陵镇", "东水村", "", "", "李四", 4, "脱贫户", ""], "data", id="data without an identifier"
        ),
        pytest.param(
            [2, "上陵镇", "小计村", "", "", "李四", 4, "", ""], "data", id="a village that is called so"
        ),
        pytest.param(
            [2, "", "", "H1", "", "合计", "", "", ""], "data", id="a person called so, with an identifier"
        ),
    ],
)
def test_rows_below_the_header(row, kind):
    assert kinds([DATA, row])[1] == kind


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        pytest.param(["甲", "乙", "丙", "丁", "1", "2", "3", "4", "5"], "numbering", id="甲 乙 1 2"),
        pytest.param(["1", "2", "3", "4", "5", "6", "7", "8", "9"], "numbering", id="1 2 3"),
        pytest.param(
            ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)"], "numbering", id="brackets"
        ),
        pytest.param([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0], "numbering", id="numbers"),
        pytest.param(["1", "3", "4", "5", "6", "7", "8", "9", "10"], "data", id="not in order"),
    ],
)
def test_a_row_that_numbers_the_columns_stands_only_under_the_header(row, kind):
    assert kinds([row, DATA])[0] == kind
    assert kinds([DATA, row])[1] == "data"


def test_a_short_row_of_csv_is_judged_by_what_it_has():
    assert kinds([["合计"], [], ["x"]]) == ["total", "blank", "data"]


def test_a_total_of_amounts_is_no_row_of_money():
    rows = [["A1", "Z1", 100], ["合计", "", 100], ["A2", "", 50]]
    assert kinds(rows, ["资产编号", "资金编号", "金额"], ASSET_FUNDS) == ["data", "total", "data"]
