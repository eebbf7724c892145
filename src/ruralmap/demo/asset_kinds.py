"""The kinds of things that were built (资产种类): class, form, unit, and what one costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class AssetKind:
    """One kind of asset; `wan` bounds its value in 万元, `qty` its quantity."""

    subtype: str
    asset_class: str
    form: str
    qty_unit: str
    qty: tuple[int, int]
    wan: tuple[int, int]


_RUNNING, _PUBLIC, _HOME = "经营性", "公益性", "到户类"
KINDS: Final[dict[str, AssetKind]] = {
    kind.subtype: kind
    for kind in (
        AssetKind("光伏电站", _RUNNING, "固定", "千瓦", (30, 200), (18, 110)),
        AssetKind("冷库", _RUNNING, "固定", "立方米", (100, 900), (30, 160)),
        AssetKind("圈舍", _RUNNING, "固定", "平方米", (200, 2400), (20, 150)),
        AssetKind("设施大棚", _RUNNING, "固定", "亩", (5, 60), (12, 120)),
        AssetKind("加工厂房", _RUNNING, "固定", "平方米", (200, 1800), (40, 220)),
        AssetKind("商铺", _RUNNING, "固定", "平方米", (40, 300), (20, 90)),
        AssetKind("农业机械", _RUNNING, "固定", "台", (1, 12), (3, 45)),
        AssetKind("种植基地", _RUNNING, "生物", "亩", (20, 400), (15, 140)),
        AssetKind("入股股权", _RUNNING, "权益", "股", (100, 900), (20, 200)),
        AssetKind("通村道路", _PUBLIC, "固定", "公里", (1, 6), (20, 180)),
        AssetKind("桥梁", _PUBLIC, "固定", "座", (1, 2), (15, 90)),
        AssetKind("灌溉渠", _PUBLIC, "固定", "米", (300, 4200), (10, 80)),
        AssetKind("饮水工程", _PUBLIC, "固定", "处", (1, 3), (12, 120)),
        AssetKind("太阳能路灯", _PUBLIC, "固定", "盏", (20, 120), (6, 40)),
        AssetKind("文化广场", _PUBLIC, "固定", "平方米", (200, 1500), (8, 50)),
        AssetKind("卫生站", _PUBLIC, "固定", "平方米", (60, 200), (12, 40)),
        AssetKind("校舍", _PUBLIC, "固定", "平方米", (120, 900), (30, 160)),
        AssetKind("公厕", _PUBLIC, "固定", "座", (1, 2), (8, 25)),
        AssetKind("河堤", _PUBLIC, "固定", "米", (150, 2600), (25, 160)),
        AssetKind("能繁母牛", _HOME, "生物", "头", (1, 4), (1, 4)),
        AssetKind("山羊", _HOME, "生物", "只", (5, 20), (1, 3)),
        AssetKind("蜂箱", _HOME, "固定", "箱", (10, 40), (1, 2)),
        AssetKind("果苗", _HOME, "生物", "株", (80, 400), (1, 2)),
        AssetKind("危房改造", _HOME, "固定", "平方米", (40, 100), (3, 6)),
        AssetKind("小型农机具", _HOME, "固定", "台", (1, 3), (1, 2)),
    )
}

# What was built before the fund ledger begins, in thousandths of the historic assets.
HISTORIC: Final = {
    "光伏电站": 24, "冷库": 10, "圈舍": 22, "设施大棚": 16, "加工厂房": 16, "商铺": 10, "农业机械": 14,
    "种植基地": 20, "入股股权": 16,
    "通村道路": 150, "桥梁": 24, "灌溉渠": 112, "饮水工程": 96, "太阳能路灯": 84, "文化广场": 66,
    "卫生站": 48, "校舍": 24, "公厕": 32, "河堤": 26,
    "能繁母牛": 40, "山羊": 36, "蜂箱": 24, "果苗": 30, "危房改造": 44, "小型农机具": 16,
}  # fmt: skip

# What each project of a year builds, by its slot in demo/projects.py; other slots build nothing.
BUILT_BY_SLOT: Final[dict[int, tuple[str, ...]]] = {
    1: ("种植基地", "灌溉渠", "农业机械", "冷库"),
    2: ("圈舍", "圈舍", "农业机械"),
    3: ("冷库", "冷库", "农业机械"),
    4: ("加工厂房", "农业机械"),
    5: ("光伏电站",),
    6: ("设施大棚", "设施大棚", "灌溉渠"),
    7: ("能繁母牛", "山羊", "蜂箱", "果苗", "小型农机具"),
    8: ("种植基地", "加工厂房"),
    9: ("种植基地", "通村道路"),
    10: ("通村道路", "桥梁"),
    11: ("河堤",),
    12: ("灌溉渠", "灌溉渠", "河堤"),
    13: ("太阳能路灯", "文化广场", "公厕"),
    14: ("饮水工程",),
    15: ("饮水工程", "饮水工程", "灌溉渠"),
    16: ("文化广场", "商铺", "太阳能路灯"),
    17: ("加工厂房", "商铺"),
    19: ("校舍", "卫生站"),
}
ASSETS_A_PROJECT: Final = 8
HOME_SLOT: Final = 7
ASSETS_OF_HOME_SLOT: Final = 60
