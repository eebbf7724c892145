"""Tables of people and households: rosters as the national system exports them, income, points, visits."""

from __future__ import annotations

from typing import Final

from ruralmap.schema.columns import Column, Table
from ruralmap.schema.places import DATUM, LATITUDE, LONGITUDE, TOWNSHIP_NAME, VILLAGE_CODE, VILLAGE_NAME

MONITOR_CLASSES: Final = ("脱贫不稳定户", "边缘易致贫户", "突发严重困难户")
# 安置地点, as the collection form has it: these three say whether a household still lives in its village.
VILLAGE_INSIDE, VILLAGE_OUTSIDE, COUNTY_OUTSIDE = "村内", "村外", "县外"
# 户口性质. 居民, the unified kind since 国发〔2014〕25号, does not tell whether somebody is counted as rural.
RURAL_HUKOU, URBAN_HUKOU = "农业", "非农业"

HOUSEHOLD_ID: Final = Column(
    "hh_id", "户编号", "household id", required=True, filled=True, aliases=("户编码", "AAC001", "家庭编号")
)
PERSON_ID: Final = Column(
    "p_id", "人编号", "person id", required=True, filled=True, aliases=("人口编号", "AAB001", "成员编号")
)

# One row a person. The export of lifted households and that of monitored ones share these columns; a
# household that is both stands in both, and is counted once (distinct person ids).
ROSTER: Final = Table(
    "roster",
    "脱贫户和监测对象名单",
    "roster of lifted and monitored households",
    ("p_id",),
    (
        Column("as_of", "数据日期", "as of", "date", aliases=("数据时间", "截止日期")),
        Column("county", "县(市、区、旗)", "county", aliases=("县", "县(市、区)")),
        TOWNSHIP_NAME,
        VILLAGE_NAME,
        VILLAGE_CODE,
        Column("hamlet", "自然村", "hamlet", aliases=("村民小组", "组")),
        HOUSEHOLD_ID,
        PERSON_ID,
        Column("person", "姓名", "person", aliases=("成员姓名",)),
        Column(
            "identity",
            "证件号码",
            "identity number",
            "identity",
            aliases=("身份证号", "身份证号码", "证件号"),
        ),
        Column(
            "size",
            "人数",
            "household size",
            "integer",
            unit="人",
            lowest=1,
            highest=30,
            aliases=("家庭人口", "家庭人口数"),
        ),
        Column("relation", "与户主关系", "relation to head", aliases=("户主关系",)),
        Column("ethnicity", "民族", "ethnicity"),
        Column("education", "文化程度", "education"),
        Column("student_state", "在校生状况", "student", aliases=("在校生情况",)),
        Column("health", "健康状况", "health"),
        Column(
            "labour",
            "劳动技能",
            "labour",
            "choice",
            choices=("普通劳动力", "技能劳动力", "弱劳动力或半劳动力", "丧失劳动力", "无劳动力"),
            synonyms={"弱劳动力": "弱劳动力或半劳动力", "半劳动力": "弱劳动力或半劳动力"},
            aliases=("劳动能力", "劳动能力页面(劳动技能)"),
        ),
        Column(
            "work_months",
            "务工时间(月)",
            "months worked",
            "number",
            unit="月",
            lowest=0,
            highest=12,
            aliases=("上年务工时间(月)", "务工时长(月)", "务工时间"),
        ),
        Column("work_place", "务工所在地", "work place", aliases=("务工地点", "务工状况")),
        Column("major_illness_insured", "是否参加大病保险", "major illness insurance", "flag"),
        Column("poverty_cause", "致贫原因1", "first cause of poverty", aliases=("主要致贫原因", "致贫原因")),
        Column("unsafe_house", "危房户", "unsafe house", "flag", aliases=("是否危房户",)),
        Column("safe_water", "是否解决安全饮用水", "safe water", "flag"),
        Column("net_pc_fen", "人均纯收入", "net income per head", "money", unit="元"),
        Column("household_phone", "户联系电话", "household phone"),
        Column("person_phone", "人联系电话", "person phone", aliases=("成员联系电话",)),
        Column("first_identified_on", "首次识别时间", "first identified on", "date"),
        Column(
            "hh_type",
            "户类型",
            "household type",
            "choice",
            required=True,
            choices=("脱贫户", "一般农户"),
            synonyms={"脱贫": "脱贫户", "一般户": "一般农户"},
            aliases=("户属性", "AAC006"),
        ),
        Column(
            "monitor_class",
            "监测对象类别",
            "class of monitoring",
            "choice",
            required=True,
            choices=MONITOR_CLASSES,
            synonyms={"脱贫监测户": "脱贫不稳定户", "边缘户": "边缘易致贫户", "突发困难户": "突发严重困难户"},
            aliases=("监测对象类型", "易返贫致贫户(监测对象)类型", "易返贫致贫户类型"),
        ),
        Column(
            "risk_cleared",
            "风险是否已消除",
            "risk cleared",
            "choice",
            choices=("是", "否", "自然消除"),
            aliases=("风险是否消除",),
        ),
        Column(
            "identified_on",
            "风险识别时间",
            "identified on",
            "date",
            aliases=("识别监测时间", "监测对象识别时间"),
        ),
        Column("cleared_on", "风险消除时间", "cleared on", "date"),
        Column("risk_1", "致贫/返贫风险1", "first risk", aliases=("致贫返贫风险1", "返贫致贫风险1")),
        Column(
            "whole_no_labour",
            "整户无劳动能力",
            "no labour in the household",
            "flag",
            aliases=("是否整户无劳动能力", "整户无劳动力", "兜底保障户"),
        ),
        Column(
            "relocated",
            "是否易地扶贫搬迁户",
            "relocated",
            "flag",
            aliases=("易地搬迁户", "是否易地搬迁户", "搬迁户"),
        ),
        Column(
            "settled_in",
            "安置方式",
            "way of settling",
            "choice",
            choices=("集中", "分散"),
            synonyms={"集中安置": "集中", "分散安置": "分散"},
        ),
        Column("site_id", "安置点编号", "site id", aliases=("安置点编码",)),
        Column(
            "settled_at",
            "安置地点",
            "where settled",
            "choice",
            choices=("县城", "乡镇", VILLAGE_INSIDE, VILLAGE_OUTSIDE, COUNTY_OUTSIDE),
            aliases=("安置地点类型", "安置去向"),
        ),
        Column("living_township", "现居住乡镇", "township lived in", aliases=("安置乡镇", "居住乡镇")),
        Column(
            "living_village",
            "现居住村",
            "village lived in",
            aliases=("安置村", "居住村", "现居住村(社区)", "安置村(社区)"),
        ),
        Column(
            "hukou",
            "户口性质",
            "kind of household registration",
            "choice",
            choices=(RURAL_HUKOU, URBAN_HUKOU, "居民"),
            synonyms={
                "农业户口": RURAL_HUKOU,
                "农村": RURAL_HUKOU,
                "农村户口": RURAL_HUKOU,
                "非农业户口": URBAN_HUKOU,
                "非农": URBAN_HUKOU,
                "城镇": URBAN_HUKOU,
                "城镇户口": URBAN_HUKOU,
                "居民户口": "居民",
                "居民家庭户": "居民",
            },
            aliases=("户籍性质", "户口类别", "户口类型"),
        ),
    ),
    # The register lists what the rows of one person contradict, and chooses nothing.
    contested="all",
)
HOUSEHOLD_POINTS: Final = Table(
    "household_points",
    "住户坐标采集表",
    "household points",
    ("hh_id",),
    (
        HOUSEHOLD_ID,
        Column("lon", "经度", "longitude", "number", required=True, unit="°", aliases=LONGITUDE.aliases),
        Column("lat", "纬度", "latitude", "number", required=True, unit="°", aliases=LATITUDE.aliases),
        DATUM,
        Column("collected_on", "采集日期", "collected on", "date", aliases=("采集时间",)),
    ),
    # A household may be visited twice; where the points lie in different villages, none is evidence.
    contested="all",
)
VISITS: Final = Table(
    "visits",
    "走访记录",
    "visits",
    ("visit_id",),
    (
        Column("visit_id", "走访编号", "visit id", required=True, filled=True),
        HOUSEHOLD_ID,
        Column(
            "visited_on", "走访日期", "visited on", "date", required=True, filled=True, aliases=("走访时间",)
        ),
        Column(
            "who_role",
            "走访人身份",
            "role of the visitor",
            "choice",
            choices=("镇党委书记", "村支部书记", "镇干部", "村干部", "驻村工作队员"),
            aliases=("走访人",),
        ),
    ),
)
POSTS: Final = Table(
    "posts",
    "公益性岗位",
    "public-welfare posts",
    ("post_id", "from_on"),
    (
        Column("post_id", "岗位编号", "post id", required=True, filled=True),
        Column("post_kind", "岗位类型", "kind of post"),
        TOWNSHIP_NAME,
        VILLAGE_NAME,
        VILLAGE_CODE,
        PERSON_ID,
        Column("from_on", "上岗日期", "from", "date", required=True, filled=True),
        Column("to_on", "离岗日期", "to", "date"),
        Column("pay_fen", "岗位补贴", "pay a month", "money", unit="元/月"),
    ),
)
