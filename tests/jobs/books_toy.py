"""
The toy county with money, and its other books: the national export, the platform, inspections.

On 2024-09-30: 水渠 Z1 (collective, in the platform at its value, 50 fen more in the national system), 冷库
Z2 (collective, not in the platform; idle here, running there), 猪圈 Z3 (a household's, in no other book).
Z9 was found and is in no book; 路灯 X9 stands in the national system and was built here later.
"""

import toy
from jobs import money_toy

TABLES = {"system_assets": "assets/全国系统.csv", "inspections": "assets/清查.csv"}
ROWS = {
    "assets/资产台账.csv": (
        (
            *money_toy.ROWS["assets/资产台账.csv"][0],
            "权属级别",
            "是否录入三资平台",
            "三资平台价值",
        ),
        (*money_toy.ROWS["assets/资产台账.csv"][1], "村集体", "是", "10000"),
        (*money_toy.ROWS["assets/资产台账.csv"][2], "村集体", "否", ""),
        (*money_toy.ROWS["assets/资产台账.csv"][3], "户", "", ""),
        (*money_toy.ROWS["assets/资产台账.csv"][4], "乡镇", "否", ""),
    ),
    "assets/全国系统.csv": (
        (
            "系统资产编号",
            "资产名称",
            "资产类别",
            "资产金额",
            "运行状态",
            "乡镇",
            "行政村",
            "行政村代码",
            "数据日期",
        ),
        ("X1", "水渠", "公益性", "1", "正常", "南镇", "甲村委会", "441624100201", "2024-06-30"),
        ("X1", "水渠", "公益性", "10000.50", "正常", "南镇", "甲村委会", "441624100201", "2024-09-30"),
        ("X2", "冷库", "经营性", "35000", "正常", "北镇", "丙村委会", "441624101201", "2024-09-30"),
        ("X9", "路灯", "公益性", "100", "正常", "北镇", "丙村委会", "441624101201", "2024-09-30"),
        ("X1", "水渠", "公益性", "2", "正常", "南镇", "甲村委会", "441624100201", "2024-10-31"),
    ),
    "assets/清查.csv": (
        ("资产编号", "核查日期", "核查类型", "实物是否存在", "核查运行状态", "核查结果", "实有数量"),
        ("Z1", "2024-08-01", "清查", "是", "正常", "实物一致", ""),
        ("Z3", "2024-08-01", "清查", "否", "灭失", "盘亏", ""),
        ("Z9", "2024-08-01", "清查", "是", "正常", "盘盈", "1"),
    ),
}


def write_books_county(root):
    """Write the toy county, its money and its other books."""
    money_toy.write_money_county(root)
    for path, (header, *rows) in ROWS.items():
        toy.write_csv(root / path, header, rows)
    with (root / "ruralmap.toml").open("a", encoding="utf-8") as file:
        file.write("".join(f'{name} = "{path}"\n' for name, path in TABLES.items()))
    return root
