"""The words of the fund ledger (资金台账词汇): accounts, kinds of entries, balances, dimensions; no code."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal, get_args

from ruralmap.schema.monies import BUDGETS, ENTITY_ID, FUNDS
from ruralmap.schema.places import TOWNSHIPS, VILLAGE_CODE
from ruralmap.schema.projects import PROJECTS

if TYPE_CHECKING:
    from ruralmap.schema.columns import Column

# Where money is. The first eleven are entitlement: whose money it is, and at last what became of it. The
# pairs after them are papers (到位, 安排, 拨付), which money does not pass through: so neither 预安排 nor
# 垫付 makes an account lie.
Account = Literal[
    "source",  # 来源
    "county",  # 县级未分配
    "township",  # 乡镇未分配
    "project",  # 项目
    "spent",  # 已支出, and nothing to show for it: 未形成资产支出
    "asset",  # 形成资产, a part of what was spent
    "carried",  # 结转
    "surplus",  # 结余
    "withdrawn",  # 收回
    "before",  # 以前年度: the use of which no report tells
    "rounding",  # 尾差
    "due_arrived",
    "arrived",
    "due_arranged",
    "arranged",
    "due_disbursed",
    "disbursed",
]
ACCOUNTS: Final[tuple[Account, ...]] = get_args(Account)
# Who may have money that is neither used nor closed, the last first: 项目, 乡镇未分配, 县级未分配.
HOLDERS: Final[tuple[Account, ...]] = ("project", "township", "county")

Kind = Literal[
    "issued",
    "allotted",
    "arrived",
    "arranged",
    "disbursed",
    "spent",
    "formed",
    "carried",
    "surplus",
    "withdrawn",
    "before",
    "rounding",
]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
# From which accounts to which an entry of each kind goes; a negative amount goes the other way.
TRANSFERS: Final[dict[Kind, tuple[tuple[Account, ...], tuple[Account, ...]]]] = {
    "issued": (("source",), ("county",)),
    "allotted": (("county", "township"), ("township", "project")),
    "arrived": (("due_arrived",), ("arrived",)),
    "arranged": (("due_arranged",), ("arranged",)),
    "disbursed": (("due_disbursed",), ("disbursed",)),
    "spent": (HOLDERS, ("spent",)),
    "formed": (("spent",), ("asset",)),
    "carried": (HOLDERS, ("carried",)),
    "surplus": (HOLDERS, ("surplus",)),
    "withdrawn": (HOLDERS, ("withdrawn",)),
    "before": (("county",), ("before",)),
    "rounding": (HOLDERS, ("rounding",)),
}
# What each word of a movement list (变动类型) is made into: a 安排 both gives the money and papers it.
KINDS_OF_WORD: Final[dict[str, tuple[Kind, ...]]] = {
    "到位": ("arrived",),
    "分解": ("allotted",),
    "安排": ("allotted", "arranged"),
    "拨付": ("disbursed",),
    "支出": ("spent",),
    "结转": ("carried",),
    "结余": ("surplus",),
    "收回": ("withdrawn",),
}

# Named sums, in the order in which tables show them. Labels and definitions: the catalogue `funds`.
Balance = Literal[
    "issued",
    "arrived",
    "arranged",
    "disbursed",
    "spent",
    "unspent",
    "unarranged",
    "carried",
    "surplus",
    "withdrawn",
    "before",
    "formed",
    "unformed",
    "fiscal_invest",
    "gov_invest",
    "labour_due",
    "labour_paid",
    "budgeted",
]
BALANCES: Final[tuple[Balance, ...]] = get_args(Balance)
BALANCE_COLUMNS: Final = tuple(f"{name}_fen" for name in BALANCES)


def _dimension(column: Column, name: str = "") -> Column:
    """Take a column as what a row of balances is of: it may be missing, and no file is searched for it."""
    return replace(column, name=name or column.name, required=False, filled=False, aliases=())


# What a filter of balances may name.
FUND_COLUMNS: Final[tuple[Column, ...]] = (
    *(
        _dimension(FUNDS.column(name))
        for name in ("line_id", "doc", "year", "level", "channel", "task", "integrated", "partner")
    ),
    _dimension(FUNDS.column("in_plan"), "fund_in_plan"),
    *(_dimension(PROJECTS.column(name)) for name in ("prj_id", "project_class")),
    _dimension(PROJECTS.column("in_plan"), "prj_in_plan"),
    *(_dimension(PROJECTS.column(name)) for name in ("key_project", "work_relief_mode", "subclass")),
    _dimension(ENTITY_ID),
    _dimension(TOWNSHIPS.column("township_code")),
    _dimension(VILLAGE_CODE),
    _dimension(BUDGETS.column("budget_item")),
)
