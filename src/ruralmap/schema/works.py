"""Tables of what was built: sites, industries, workshops, assets and what is owed on them."""

from __future__ import annotations

from typing import Final

from ruralmap.schema.columns import Column, Table
from ruralmap.schema.places import DATUM, LATITUDE, LONGITUDE, TOWNSHIP_NAME, VILLAGE_CODE, VILLAGE_NAME

PLACE: Final = (TOWNSHIP_NAME, VILLAGE_NAME, VILLAGE_CODE, LONGITUDE, LATITUDE, DATUM)

ASSET_CLASSES: Final = ("经营性", "公益性", "到户类")
RUN_STATES: Final = ("正常", "低效", "闲置", "停产", "损毁", "灭失", "已处置")
LEVELS: Final = ("中央", "省", "市", "县", "社会")
CHANNELS: Final = (
    "衔接",
    "预算内投资",
    "东西部协作",
    "定点帮扶",
    "省内对口",
    "驻镇帮镇扶村",
    "债券",
    "彩票",
    "捐赠",
    "自筹",
    "行业专项",
    "其他",
)
# 自营: whoever owns it runs it, and no contract is owed.
OPERATION_MODES: Final = ("自营", "发包", "租赁", "入股", "托管")
OWNER_LEVELS: Final = ("县", "乡镇", "村集体", "户", "国企", "其他")

SITE_ID: Final = Column(
    "site_id", "安置点编号", "site id", required=True, filled=True, aliases=("安置点编码",)
)
INDUSTRY_ID: Final = Column(
    "industry_id", "产业编号", "industry id", required=True, filled=True, aliases=("产业编码",)
)
ASSET_ID: Final = Column(
    "asset_id", "资产编号", "asset id", required=True, filled=True, aliases=("资产编码",)
)

SITES: Final = Table(
    "sites",
    "易地搬迁安置点",
    "relocation sites",
    ("site_id",),
    (
        SITE_ID,
        Column("site", "安置点名称", "site", required=True, filled=True),
        Column("site_kind", "安置方式", "kind", "choice", choices=("集中", "分散")),
        *PLACE,
        Column("households", "安置户数", "households", "integer", unit="户", lowest=0),
        Column("persons", "安置人数", "persons", "integer", unit="人", lowest=0),
    ),
)
INDUSTRIES: Final = Table(
    "industries",
    "产业基地",
    "industries",
    ("industry_id",),
    (
        INDUSTRY_ID,
        Column("industry", "产业名称", "industry", required=True, filled=True),
        Column("industry_kind", "产业类型", "kind"),
        Column("leading", "是否主导产业", "leading", "flag"),
        *PLACE,
        Column("area_mu", "面积(亩)", "area", "number", unit="亩", lowest=0),
        Column("site_id", "关联安置点编号", "site id"),
        Column("site_relation", "与安置点关系", "relation to the site", "choice", choices=("点内", "带动")),
        Column(
            "demo",
            "示范类别",
            "demonstration",
            "choice",
            choices=("良种基地", "数字农业", "三化"),
            synonyms={"“三化”": "三化", "三化改造": "三化"},
            aliases=("示范类型",),
        ),
    ),
)
WORKSHOPS: Final = Table(
    "workshops",
    "帮扶车间",
    "workshops",
    ("workshop_id", "as_of"),
    (
        Column("workshop_id", "车间编号", "workshop id", required=True, filled=True),
        Column("as_of", "数据日期", "as of", "date", required=True, filled=True),
        Column("workshop", "车间名称", "workshop", required=True, filled=True),
        *PLACE,
        Column("site_id", "安置点编号", "site id"),
        Column("workshop_state", "运营状态", "state", "choice", choices=("在营", "停工", "注销")),
        Column("workers", "吸纳就业人数", "workers", "integer", unit="人", lowest=0),
        Column("workers_lifted", "其中脱贫人口", "of them lifted", "integer", unit="人", lowest=0),
    ),
)
ASSETS: Final = Table(
    "assets",
    "扶贫(帮扶)项目资产台账",
    "asset ledger",
    ("asset_id",),
    (
        ASSET_ID,
        Column("asset", "资产名称", "asset", required=True, filled=True),
        Column(
            "asset_class",
            "资产类别",
            "class",
            "choice",
            required=True,
            filled=True,
            choices=ASSET_CLASSES,
            synonyms={"经营性资产": "经营性", "公益性资产": "公益性", "到户类资产": "到户类"},
        ),
        Column("form", "资产形态", "form", "choice", choices=("固定", "权益", "生物", "无形")),
        Column("subtype", "资产种类", "subtype"),
        Column("spec", "规格型号", "specification", aliases=("规格", "型号", "规格及型号")),
        Column("prj_id", "项目编号", "project id", aliases=("项目编码",)),
        Column("qty", "数量", "quantity", "number", lowest=0),
        Column("qty_unit", "单位", "unit of quantity", aliases=("计量单位",)),
        Column("built_on", "购建时间", "built on", "date", aliases=("建成时间", "购建年月")),
        Column(
            "service_years",
            "预计使用年限",
            "years it should last",
            "number",
            unit="年",
            lowest=0,
            aliases=("使用年限", "预计使用寿命"),
        ),
        # Built before the fund ledger begins: a trace of money stops there.
        Column("historic", "是否历史资产", "historic", "flag", aliases=("历史资产",)),
        Column(
            "original_value_fen",
            "原始价值",
            "original value",
            "money",
            unit="元",
            aliases=("原值", "资产原值"),
        ),
        Column("depreciation_fen", "累计折旧", "depreciation", "money", unit="元"),
        Column("net_value_fen", "净值", "net value", "money", unit="元", aliases=("资产净值",)),
        *PLACE,
        Column("owner", "所有权人", "owner", aliases=("权属单位",)),
        Column(
            "owner_level",
            "权属级别",
            "level of the owner",
            "choice",
            choices=OWNER_LEVELS,
            aliases=("确权级别",),
        ),
        # The village above is where the asset stands (坐落村); who owns it may be another (权属村).
        Column("owner_township", "权属乡镇", "township of the owner"),
        Column("owner_village", "权属村", "village that owns", aliases=("权属行政村",)),
        Column("owner_village_code", "权属村代码", "code of the village that owns", "code"),
        Column("operator", "经营主体", "operator", aliases=("使用权人",)),
        Column(
            "operation_mode",
            "经营方式",
            "how it is run",
            "choice",
            choices=OPERATION_MODES,
            synonyms={
                "自主经营": "自营",
                "承包": "发包",
                "承包经营": "发包",
                "出租": "租赁",
                "租赁经营": "租赁",
                "入股分红": "入股",
                "委托经营": "托管",
                "托管经营": "托管",
            },
            aliases=("运营方式",),
        ),
        Column("beneficiary", "收益权人", "who has the yields", aliases=("收益权单位", "收益权归属")),
        Column("supervisor", "监管单位", "who supervises", aliases=("监管部门", "监管责任单位")),
        Column("custodian", "管护责任人", "custodian", aliases=("管护人",)),
        Column("custodian_duty", "管护职责", "duty of the custodian", aliases=("管护责任",)),
        Column("custodian_scope", "管护范围", "what the custodian cares for"),
        Column("custodian_assess", "管护考核", "how the custodian is assessed", aliases=("管护考核办法",)),
        Column("inventory_on", "清产核资日期", "listed on", "date", aliases=("资产清查日期",)),
        Column("accepted_on", "竣工验收日期", "accepted on", "date"),
        Column("accepted_doc", "竣工验收文号", "document of acceptance", aliases=("验收文号",)),
        Column("titled_on", "确权日期", "titled on", "date"),
        Column("titled_doc", "确权文号", "document of title", aliases=("权证号", "不动产权证号")),
        Column("handover_on", "移交日期", "handed over on", "date"),
        Column("handover_doc", "移交文号", "document of handover", aliases=("移交协议编号",)),
        Column("booked_on", "登记入账日期", "booked on", "date", aliases=("入账日期",)),
        Column("booked_doc", "登记入账文号", "document of booking", aliases=("入账凭证号", "记账凭证号")),
        Column(
            "run_state",
            "运行状态",
            "running state",
            "choice",
            choices=RUN_STATES,
            synonyms={"正常运行": "正常"},
        ),
        Column("run_state_on", "状态日期", "state seen on", "date"),
        Column("in_three_capital_platform", "是否录入三资平台", "in the three-capital platform", "flag"),
        Column("platform_value_fen", "三资平台价值", "value in the platform", "money", unit="元"),
        Column("risk_grade", "风险等级", "grade of risk", "choice", choices=("低", "中", "高")),
        Column("outlook", "发展前景", "outlook"),
        Column("action", "处置措施", "what is done about it", aliases=("盘活措施",)),
        Column("note", "备注", "note"),
    ),
)
ASSET_FUNDS: Final = Table(
    "asset_funds",
    "资产资金构成",
    "what paid for an asset",
    (),
    (
        ASSET_ID,
        Column("line_id", "资金编号", "fund line id", aliases=("资金行编号",)),
        Column("year", "资金年度", "year", "integer", lowest=2000, highest=2100),
        Column("level", "资金级次", "level", "choice", choices=LEVELS),
        Column("channel", "资金渠道", "channel", "choice", choices=CHANNELS),
        Column("amount_fen", "金额", "amount", "money", required=True, filled=True, unit="元"),
    ),
)
