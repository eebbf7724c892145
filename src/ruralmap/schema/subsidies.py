"""Tables of what is paid to whom (补贴、主体、贷款、消费帮扶)."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from ruralmap.schema.columns import Column, Table
from ruralmap.schema.people import PERSON_ID
from ruralmap.schema.records import MAYBE_HOUSEHOLD, MAYBE_PERSON

# An organisation by its 统一社会信用代码, or the office's own number for one that has none.
ENTITY_ID: Final = Column(
    "entity_id", "经营主体代码", "entity id", aliases=("统一社会信用代码", "主体代码", "收款主体代码")
)

# Rows may be about persons: this table does not leave the office.
PAYMENTS: Final = Table(
    "payments",
    "补贴兑付",
    "payments of subsidies",
    ("payment_id",),
    (
        Column("payment_id", "兑付编号", "payment id", required=True, filled=True),
        # Text: which schemes there are is the policy's own list.
        Column("scheme", "补贴项目", "scheme", required=True, filled=True, aliases=("补贴类型", "补贴名称")),
        MAYBE_PERSON,
        MAYBE_HOUSEHOLD,
        ENTITY_ID,
        Column("applied_on", "申请日期", "applied on", "date"),
        Column("approved_fen", "核定金额", "approved", "money", unit="元", aliases=("应兑付金额",)),
        Column("due_on", "应兑付日期", "due on", "date", aliases=("兑付期限",)),
        Column("paid_fen", "兑付金额", "paid", "money", unit="元", aliases=("实兑付金额", "发放金额")),
        Column("paid_on", "兑付日期", "paid on", "date", aliases=("发放日期",)),
        Column(
            "channel",
            "发放渠道",
            "way of paying",
            "choice",
            choices=("一卡通", "其他"),
            synonyms={"社保卡": "一卡通", "惠民惠农一卡通": "一卡通"},
        ),
        Column("doc", "文号", "document number"),
    ),
)
ENTITIES: Final = Table(
    "entities",
    "经营主体",
    "entities",
    ("entity_id",),
    (
        replace(ENTITY_ID, required=True, filled=True),
        Column("name", "主体名称", "name", aliases=("经营主体名称", "经营主体")),
        Column(
            "kind",
            "主体类型",
            "kind",
            "choice",
            choices=("龙头企业", "合作社", "家庭农场", "集体经济组织", "个体", "其他"),
            synonyms={"农民专业合作社": "合作社", "个体工商户": "个体", "股份经济合作社": "集体经济组织"},
        ),
        replace(
            PERSON_ID,
            name="owner_p_id",
            zh="经营者人编号",
            en="owner",
            required=False,
            filled=False,
            aliases=(),
        ),
        Column("registered_on", "登记日期", "registered on", "date", aliases=("注册日期", "成立日期")),
        Column("first_registration", "是否首次登记", "registered for the first time", "flag"),
        Column("state", "经营状态", "state", "choice", choices=("正常", "停业", "注销", "异常")),
        Column("state_on", "状态日期", "state seen on", "date"),
        Column("bound_households", "绑定农户数", "households bound to it", "integer", unit="户", lowest=0),
        # 双绑: an entity binds households, and a leading one binds the entity; each by a document.
        Column("bound_doc", "绑定农户文件", "document that binds households"),
        Column("bound_by", "绑定龙头企业", "leading entity that binds it"),
        Column("bound_by_doc", "龙头企业绑定文件", "document of the leading entity"),
    ),
)
# Rows about households: this table does not leave the office.
LOANS: Final = Table(
    "loans",
    "脱贫贷款",
    "loans of lifted households",
    ("loan_id", "as_of"),
    (
        Column("loan_id", "贷款编号", "loan id", required=True, filled=True),
        Column("as_of", "数据日期", "as of", "date", required=True, filled=True),
        MAYBE_HOUSEHOLD,
        Column(
            "product",
            "贷款品种",
            "product",
            "choice",
            choices=("小额信贷", "富民贷", "其他"),
            synonyms={"脱贫人口小额信贷": "小额信贷"},
        ),
        Column("amount_fen", "放款金额", "amount lent", "money", unit="元", aliases=("贷款金额",)),
        Column("balance_fen", "贷款余额", "balance", "money", unit="元"),
        Column("granted_on", "放款日期", "granted on", "date"),
        Column("due_on", "到期日期", "due on", "date"),
        Column("overdue", "是否逾期", "overdue", "flag"),
    ),
)
SALES: Final = Table(
    "sales",
    "消费帮扶",
    "sales that help",
    ("sale_id",),
    (
        Column("sale_id", "消费帮扶编号", "sale id", required=True, filled=True),
        Column("month", "月份", "month", "month", required=True, filled=True, aliases=("销售月份",)),
        Column("side", "方式", "side", "choice", choices=("采购", "帮销"), aliases=("消费方式",)),
        Column("buyer", "采购单位", "buyer"),
        Column("platform", "销售平台", "platform"),
        Column("amount_fen", "销售金额", "amount", "money", unit="元", aliases=("采购金额",)),
    ),
)
