"""Tables of places: layers of villages and townships, the lineage of codes, and the rural population."""

from __future__ import annotations

from typing import Final

from ruralmap.schema.columns import Column, Table

VILLAGE_CODE: Final = Column(
    "village_code",
    "行政村代码",
    "village code",
    "code",
    aliases=("村代码", "行政村编码", "村编码", "村级代码", "AAD001"),
)
TOWNSHIP_NAME: Final = Column(
    "township",
    "乡镇",
    "township",
    aliases=("乡(镇)", "乡镇名称", "乡", "镇", "乡(镇、街道)", "所在乡镇", "乡镇(街道)"),
)
VILLAGE_NAME: Final = Column(
    "village",
    "行政村",
    "village",
    aliases=("村", "村名称", "村(社区)", "所在村", "行政村名称", "行政村(社区)"),
)
# Coordinates are read as text first: 度分秒 and full-width digits occur, and a bad one must be kept as found.
LONGITUDE: Final = Column(
    "lon",
    "经度",
    "longitude",
    "number",
    unit="°",
    aliases=("lon", "longitude", "东经", "X", "x坐标", "横坐标", "经度(°)"),
)
LATITUDE: Final = Column(
    "lat",
    "纬度",
    "latitude",
    "number",
    unit="°",
    aliases=("lat", "latitude", "北纬", "Y", "y坐标", "纵坐标", "纬度(°)"),
)
# Known so that rows which state them can be refused: nobody may be taken for having stated nothing.
OLD_DATUMS: Final = ("西安80", "北京54")
DATUM: Final = Column(
    "datum",
    "坐标系",
    "datum",
    "choice",
    choices=("CGCS2000", "WGS-84", "GCJ-02", "BD-09", *OLD_DATUMS),
    aliases=("坐标系统", "坐标来源", "坐标类型", "坐标基准"),
    synonyms={
        "2000国家大地坐标系": "CGCS2000",
        "国家2000": "CGCS2000",
        "WGS84": "WGS-84",
        "GPS": "WGS-84",
        "GCJ02": "GCJ-02",
        "火星坐标": "GCJ-02",
        "高德": "GCJ-02",
        "腾讯": "GCJ-02",
        "微信": "GCJ-02",
        "BD09": "BD-09",
        "百度": "BD-09",
        **dict.fromkeys(
            (
                *("1980西安坐标系", "1980年西安坐标系", "1980西安", "西安1980", "西安80坐标系", "80西安"),
                *("Xian 1980", "Xian80", "1980国家大地坐标系", "国家80", "EPSG:4610"),
            ),
            OLD_DATUMS[0],
        ),
        **dict.fromkeys(
            (
                *("1954北京坐标系", "1954年北京坐标系", "1954北京", "北京1954", "北京54坐标系", "54北京"),
                *("Beijing 1954", "Beijing54", "BJ54", "新北京54", "EPSG:4214"),
            ),
            OLD_DATUMS[1],
        ),
    },
)

COUNTY: Final = Table(
    "county",
    "县界",
    "county outline",
    ("county_code",),
    (
        Column(
            "county_code",
            "县代码",
            "county code",
            "code",
            required=True,
            filled=True,
            aliases=("code", "代码"),
        ),
        Column("county", "县名称", "county", required=True, filled=True, aliases=("name", "名称")),
    ),
)
TOWNSHIPS: Final = Table(
    "townships",
    "乡镇界",
    "townships",
    ("township_code",),
    (
        Column(
            "township_code",
            "乡镇代码",
            "township code",
            "code",
            required=True,
            filled=True,
            aliases=("乡镇编码",),
        ),
        Column(
            "township",
            "乡镇名称",
            "township",
            required=True,
            filled=True,
            aliases=("乡镇", "name", "名称"),
        ),
    ),
)
VILLAGES: Final = Table(
    "villages",
    "村界",
    "villages",
    ("village_code",),
    (
        Column(
            "village_code",
            "村代码",
            "village code",
            "code",
            required=True,
            filled=True,
            aliases=("行政村代码", "村编码"),
        ),
        Column(
            "village",
            "村名称",
            "village",
            required=True,
            filled=True,
            # A KML calls the name of every placemark Name.
            aliases=("行政村", "行政村名称", "name", "名称"),
        ),
        Column("township", "乡镇名称", "township", aliases=("乡镇",)),
        Column("urban_rural_class", "城乡分类", "urban-rural class", "code", aliases=("城乡分类代码",)),
        Column(
            "exited_poor", "出列村", "lifted village", "flag", aliases=("是否出列村", "脱贫村", "是否脱贫村")
        ),
    ),
)
LINEAGE: Final = Table(
    "lineage",
    "代码变更对照表",
    "lineage of codes",
    ("old_code", "new_code", "effective_on"),
    (
        Column(
            "old_code",
            "原代码",
            "old code",
            "code",
            required=True,
            filled=True,
            aliases=("旧代码", "变更前代码"),
        ),
        Column("old_name", "原名称", "old name", aliases=("旧名称", "变更前名称")),
        Column("new_code", "现代码", "new code", "code", required=True, aliases=("新代码", "变更后代码")),
        Column("new_name", "现名称", "new name", aliases=("新名称", "变更后名称")),
        Column(
            "effective_on",
            "变更日期",
            "effective on",
            "date",
            required=True,
            filled=True,
            aliases=("生效日期",),
        ),
        Column(
            "event",
            "变更类型",
            "event",
            "choice",
            required=True,
            filled=True,
            choices=("更名", "合并", "分立", "撤销", "新增", "改居", "恢复"),
        ),
        Column("share", "份额", "share", "number", lowest=0, highest=1, aliases=("比例", "人口份额")),
    ),
)
DENOMINATORS: Final = Table(
    "denominators",
    "农村人口分母",
    "denominators",
    ("code", "item", "basis", "as_of"),
    (
        Column(
            "code",
            "行政区划代码",
            "division code",
            "code",
            required=True,
            filled=True,
            aliases=("代码", "区划代码"),
        ),
        Column("name", "名称", "name", aliases=("行政区划名称",)),
        Column(
            "item", "指标", "item", "choice", required=True, filled=True, choices=("农村人口", "农村户数")
        ),
        Column(
            "basis",
            "口径",
            "basis",
            "choice",
            required=True,
            filled=True,
            choices=("户籍", "常住", "集体成员"),
            synonyms={"户籍人口": "户籍", "常住人口": "常住"},
        ),
        Column("as_of", "截至日期", "as of", "date", required=True, filled=True, aliases=("时点", "截至")),
        Column("value", "数值", "value", "integer", required=True, filled=True, unit="人或户", lowest=0),
        Column("doc", "数据来源", "source", required=True, aliases=("来源", "来源文号", "文号")),
    ),
    contested="none",
)
PARAMETERS: Final = Table(
    "parameters",
    "参数表",
    "parameters",
    ("jurisdiction", "name", "year", "valid_from"),
    (
        Column(
            "jurisdiction",
            "适用地区代码",
            "jurisdiction",
            "code",
            required=True,
            filled=True,
            aliases=("地区代码",),
        ),
        Column("name", "参数名称", "parameter", required=True, filled=True, aliases=("参数",)),
        Column("year", "年度", "year", "integer", required=True, filled=True, lowest=2000, highest=2100),
        Column(
            "valid_from", "启用日期", "valid from", "date", required=True, filled=True, aliases=("发布日期",)
        ),
        Column("value", "数值", "value", "number", required=True),
        Column("unit", "单位", "unit", required=True, filled=True),
        Column("doc", "文号", "document number", required=True, aliases=("来源文号", "依据")),
        Column("note", "说明", "note", aliases=("备注",)),
    ),
    # All stay, so that the rules see that the year has two numbers, and do not take an older year's.
    contested="all",
)
