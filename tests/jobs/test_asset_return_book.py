"""Who returned what: of all parts that were handed out."""

from ruralmap.assets.chronicle import Chronicle, Export, Return
from ruralmap.jobs.asset_return_book import return_rows

NAMES = {"1": "南镇", "2": "北镇", "3": "东镇"}


def sent(part, *, length=10):
    return Export(length, "h", part, "", f"{part}.xlsx", 100, "2024-10-01T00:00:00Z", "张三")


def back(part, file, rows, changed, *, digest="a", batch="B2"):
    return Return(10, part, file, digest, rows, changed, 1, batch)


def test_a_part_is_back_with_a_file_most_of_whose_rows_are_its_own():
    returns = [
        back("1", "南镇.xlsx", 90, 5),
        back("2", "南镇.xlsx", 3, 2),
        # The same file again, with others in another batch: it counts once.
        back("1", "南镇.xlsx", 90, 5, batch="B3"),
        back("2", "南镇.xlsx", 3, 2, batch="B3"),
        back("3", "东镇.xlsx", 80, 0),
        back("3", "东镇.xlsx", 100, 0, digest="b"),
    ]
    exports = [sent("1"), sent("2"), sent("3"), sent("1", length=20)]
    rows = return_rows(Chronicle(exports=exports, returns=returns), NAMES, lang="zh")
    # Latest hand-outs first; township, state, last file, its rows, rows changed, set aside, beside.
    assert [[row[0], *row[5:]] for row in rows] == [
        ["南镇", "未回收", None, None, None, None, None],
        ["南镇", "已回收，有改动", "南镇.xlsx", 90, 5, 1, None],
        ["北镇", "未回收", None, None, None, None, "南镇.xlsx 中 3 行"],
        ["东镇", "已回收，无改动", "东镇.xlsx", 100, 0, 2, None],
    ]
