"""Tables of what was built: sites, industries, workshops, projects, assets and what is owed on them."""

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
OWNER_LEVELS: Final = ("县", "乡镇", "村集体", "户", "国企", "其他")
WORK_RELIEF_MODES: Final = ("专项", "推广", "重点工程")

SITE_ID: Final = Column(
    "site_id", "安置点编号", "site id", required=True, filled=True, aliases=("安置点编码",)
)
PROJECT_ID: Final = Column(
    "prj_id", "项目编号", "project id", required=True, filled=True, aliases=("项目编码",)
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
PROJECTS: Final = Table(
    "projects",
    "项目库",
    "projects",
    ("prj_id",),
    (
        PROJECT_ID,
        Column("project", "项目名称", "project", required=True, filled=True),
        Column(
            "year", "年度", "year", "integer", required=True, lowest=2010, highest=2100, aliases=("项目年度",)
        ),
        Column(
            "project_class",
            "项目类型",
            "class",
            "choice",
            required=True,
            choices=(
                "产业发展",
                "就业",
                "乡村建设行动",
                "易地搬迁后扶",
                "巩固三保障",
                "乡村治理和精神文明",
                "项目管理费",
                "其他",
            ),
        ),
        Column("work_relief_mode", "以工代赈方式", "work relief", "choice", choices=WORK_RELIEF_MODES),
        *PLACE,
        Column("fiscal_invest_fen", "财政投资", "fiscal investment", "money", unit="元"),
        Column("labour_pay_fen", "劳务报酬", "labour pay", "money", unit="元"),
        Column("started_on", "开工日期", "started on", "date"),
        Column("completed_on", "完工日期", "completed on", "date"),
        Column("accepted_on", "竣工验收日期", "accepted on", "date"),
        Column(
            "beneficiary_households", "受益户数", "beneficiary households", "integer", unit="户", lowest=0
        ),
    ),
)
PROJECT_PLACES: Final = Table(
    "project_places",
    "项目地点",
    "places of projects",
    ("prj_id", "village_code", "relation"),
    (
        PROJECT_ID,
        Column(
            "village_code",
            "行政村代码",
            "village code",
            "code",
            required=True,
            filled=True,
            aliases=("村代码",),
        ),
        Column(
            "relation",
            "关系",
            "relation",
            "choice",
            required=True,
            filled=True,
            choices=("建设地", "出资村", "受益村"),
        ),
        Column("share", "份额", "share", "number", lowest=0, highest=1),
        Column(
            "share_basis",
            "份额依据",
            "what the shares rest on",
            "choice",
            choices=("金额", "面积", "长度", "受益人口"),
        ),
        Column("households", "受益户数", "beneficiary households", "integer", unit="户", lowest=0),
        Column("persons", "受益人数", "beneficiaries", "integer", unit="人", lowest=0),
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
        Column("prj_id", "项目编号", "project id", aliases=("项目编码",)),
        Column("qty", "数量", "quantity", "number", lowest=0),
        Column("qty_unit", "单位", "unit of quantity", aliases=("计量单位",)),
        Column("built_on", "购建时间", "built on", "date", aliases=("建成时间", "购建年月")),
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
        Column("custodian", "管护责任人", "custodian", aliases=("管护人",)),
        Column("accepted_on", "竣工验收日期", "accepted on", "date"),
        Column("titled_on", "确权日期", "titled on", "date"),
        Column("handover_on", "移交日期", "handed over on", "date"),
        Column("booked_on", "登记入账日期", "booked on", "date", aliases=("入账日期",)),
        Column(
            "run_state",
            "运行状态",
            "running state",
            "choice",
            choices=RUN_STATES,
            synonyms={"正常运行": "正常"},
        ),
        Column("run_state_on", "状态日期", "state seen on", "date"),
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
CONTRACTS: Final = Table(
    "contracts",
    "资产合同",
    "contracts",
    ("contract_id",),
    (
        Column("contract_id", "合同编号", "contract id", required=True, filled=True),
        ASSET_ID,
        Column(
            "contract_kind",
            "合同类型",
            "kind",
            "choice",
            choices=("租赁", "发包", "入股", "托管", "订单", "流转"),
        ),
        Column("operator", "经营主体", "operator"),
        Column("signed_on", "签订日期", "signed on", "date"),
        Column("from_on", "起始日期", "from", "date"),
        Column("to_on", "终止日期", "to", "date"),
        Column("rent_fen", "年租金", "rent a year", "money", unit="元/年"),
        Column("floor_fen", "保底收益", "guaranteed yield", "money", unit="元/年"),
    ),
)
YIELDS: Final = Table(
    "yields",
    "资产收益应收实收",
    "yields due and paid",
    ("contract_id", "period", "yield_kind"),
    (
        Column("contract_id", "合同编号", "contract id", required=True, filled=True),
        ASSET_ID,
        Column("period", "所属期", "period", required=True, filled=True),
        Column(
            "yield_kind",
            "收益类型",
            "kind",
            "choice",
            required=True,
            choices=("租金", "分红", "本金", "利息", "劳务"),
        ),
        Column("due_on", "应收日期", "due on", "date"),
        Column("due_fen", "应收金额", "amount due", "money", unit="元"),
        Column("paid_on", "实收日期", "paid on", "date"),
        Column("paid_fen", "实收金额", "amount paid", "money", unit="元"),
    ),
)
DISTRIBUTIONS: Final = Table(
    "distributions",
    "收益分配",
    "distributions",
    ("village_code", "year", "dist_level", "dist_form"),
    (
        TOWNSHIP_NAME,
        VILLAGE_NAME,
        Column(
            "village_code",
            "行政村代码",
            "village code",
            "code",
            required=True,
            filled=True,
            aliases=("村代码",),
        ),
        Column("year", "年度", "year", "integer", required=True, lowest=2010, highest=2100),
        Column("dist_level", "分配层级", "level", "choice", required=True, choices=("初次", "二次")),
        Column(
            "dist_form", "分配形式", "form", "choice", required=True, choices=("分红", "岗位", "奖补", "公益")
        ),
        Column("amount_fen", "分配金额", "amount", "money", unit="元"),
        Column("persons", "受益人数", "persons", "integer", unit="人", lowest=0),
        Column("decided_on", "议定日期", "decided on", "date"),
        Column("published_on", "公示日期", "published on", "date"),
    ),
)
INSPECTIONS: Final = Table(
    "inspections",
    "资产清查核实",
    "inspections",
    ("asset_id", "inspected_on", "inspection_kind"),
    (
        ASSET_ID,
        Column("inspected_on", "核查日期", "inspected on", "date", required=True, filled=True),
        Column(
            "inspection_kind",
            "核查类型",
            "kind",
            "choice",
            required=True,
            choices=("清查", "账实核对", "风险评估", "巡查"),
        ),
        Column("exists", "实物是否存在", "exists", "flag"),
        Column("found_state", "核查运行状态", "state found", "choice", choices=RUN_STATES),
        Column(
            "result", "核查结果", "result", "choice", choices=("实物一致", "盘亏", "盘盈", "损毁", "闲置")
        ),
        Column("inspector_role", "核查人身份", "role of the inspector"),
    ),
)
