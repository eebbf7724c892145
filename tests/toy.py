"""A toy county of four villages, each a square of 0.01 degrees, as a workspace on disk.

    441624101202 | 441624101201        北镇 441624101
    -------------+-------------
    441624100201 | 441624100202        南镇 441624100

The corner in the middle is 115.01 E, 24.41 N. Rural population is 1,000 in each village on both bases.
"""

import csv
import json
from pathlib import Path

from ruralmap.jobs.author import Author

AUTHOR = Author("测试", at="2024-09-30T00:00:00Z")
SQUARES = {
    "441624100201": (115.00, 24.40),
    "441624100202": (115.01, 24.40),
    "441624101201": (115.01, 24.41),
    "441624101202": (115.00, 24.41),
}
NAMES = {
    "441624100201": "甲村委会",
    "441624100202": "乙村委会",
    "441624101201": "丙村委会",
    "441624101202": "丁村委会",
}
TOWNSHIPS = {"441624100": "南镇", "441624101": "北镇"}
TOML = """
[county]
code = "441624"
name = "和平县"
prefecture_code = "441600"
prefecture = "河源市"
as_of = "2024-09-30"
simulated = true
crs = "EPSG:4526"

[layers]
county = { path = "layers/县界.geojson" }
townships = { path = "layers/乡镇界.geojson" }
villages = { path = "layers/村界.geojson" }

[tables]
roster = "layers/名单.csv"
denominators = "layers/农村人口.csv"
assets = "assets/资产台账.csv"
"""
MONEY = """\
funds = "assets/资金指标台账.csv"
fund_months = "assets/资金月报.csv"
"""
ROSTER = ("乡镇", "行政村", "行政村代码", "户编号", "人编号", "户类型", "监测对象类别", "风险是否已消除")


def ring(west, south, width=0.01, height=0.01):
    """Give a closed ring, counter-clockwise."""
    east, north = round(west + width, 2), round(south + height, 2)
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def write_layer(path, rows):
    """Write polygons as GeoJSON: (properties, ring)."""
    features = [
        {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [shape]}}
        for properties, shape in rows
    ]
    document = {"type": "FeatureCollection", "features": features}
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")


def write_csv(path, header, rows):
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([header, *rows])


def person(village, household, member, *, kind="脱贫户", monitored="", cleared=""):
    """Give one row of the roster: a person registered in a village."""
    township = TOWNSHIPS[village[:9]]
    identity = (household, f"{household}-{member:02d}", kind, monitored, cleared)
    return (township, NAMES[village], village, *identity)


def people(village, count, *, prefix, **kind):
    """Give `count` persons of a village, one household each."""
    return [person(village, f"{prefix}{number:04d}", 1, **kind) for number in range(1, count + 1)]


def write_county(root: Path, roster, *, money=True):
    """Write the whole workspace, with the roster that a test wants; without `money` it names no ledger."""
    for folder in ("layers", "assets"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    (root / "ruralmap.toml").write_text(TOML + (MONEY if money else ""), encoding="utf-8")
    layers = root / "layers"
    write_layer(
        layers / "县界.geojson", [({"县代码": "441624", "县名称": "和平县"}, ring(115.0, 24.4, 0.02, 0.02))]
    )
    write_layer(
        layers / "乡镇界.geojson",
        [
            ({"乡镇代码": "441624100", "乡镇名称": "南镇"}, ring(115.0, 24.40, 0.02)),
            ({"乡镇代码": "441624101", "乡镇名称": "北镇"}, ring(115.0, 24.41, 0.02)),
        ],
    )
    write_layer(
        layers / "村界.geojson",
        [
            (
                {"村代码": code, "村名称": NAMES[code], "乡镇名称": TOWNSHIPS[code[:9]], "出列村": "是"},
                ring(*corner),
            )
            for code, corner in SQUARES.items()
        ],
    )
    write_csv(layers / "名单.csv", ROSTER, roster)
    units = {**dict.fromkeys(SQUARES, 1000), **dict.fromkeys(TOWNSHIPS, 2000)}
    write_csv(
        layers / "农村人口.csv",
        ("行政区划代码", "指标", "口径", "截至日期", "数值", "数据来源"),
        [
            (code, "农村人口", basis, "2023-12-31", value, "模拟")
            for code, value in units.items()
            for basis in ("户籍", "常住")
        ],
    )
    write_csv(
        root / "assets" / "资产台账.csv",
        ("资产编号", "资产名称", "资产类别", "原始价值", "乡镇", "行政村", "行政村代码", "运行状态"),
        [
            ("Z1", "水渠", "公益性", "10000.00", "南镇", "甲村委会", "441624100201", "正常"),
            ("Z2", "冷库", "经营性", "3.5万元", "北镇", "丙村委会", "441624101201", "闲置"),
            ("Z3", "猪圈", "到户类", "2000", "北镇", "丁村委会", "441624101202", "正常"),
        ],
    )
    write_csv(
        root / "assets" / "资金指标台账.csv",
        ("资金编号", "指标文号", "下达日期", "年度", "资金级次", "资金渠道", "下达金额"),
        [("F1", "模拟1号", "2024-01-10", "2024", "中央", "衔接", "1000000.01")],
    )
    write_csv(
        root / "assets" / "资金月报.csv",
        (
            "资金编号",
            "项目编号",
            "月份",
            "累计下达",
            "累计到位",
            "累计安排",
            "累计拨付",
            "累计支出",
            "未支出余额",
        ),
        [("F1", "", "2024-09", "1000000.01", "1000000.01", "0", "0", "0", "1000000.01")],
    )
    return root
