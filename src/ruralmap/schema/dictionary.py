"""The data dictionary as a page to read (数据字典), made of the tables themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ruralmap.schema.fund_words import BALANCES
from ruralmap.schema.policy_derived import IN_FORCE
from ruralmap.schema.policy_row_kinds import ROWS
from ruralmap.schema.tables import LAYERS, SHAPES, TABLES
from ruralmap.words.catalogue import say

if TYPE_CHECKING:
    from ruralmap.schema.columns import Column, Table
    from ruralmap.schema.policy_row_kinds import RowKind

_HEAD: Final = """# 数据字典 · Data dictionary

由 `src/ruralmap/schema/` 生成，请勿手改 (`make dictionary`)。Generated from the schema; do not edit by hand.

- **列名**：首选列名；核查时也认“别名”中的写法，全角半角括号、空格和换行不影响。列的先后次序不影响。
- **必有**：文件中必须有这一列。**必填**：这一格不得为空，空则整行剔除留存。
- 金额可写“元”或“万元”（在列名里写明，如 `下达金额(万元)`，或写在格内，如 `3.5万元`）；库内一律为整数分。
- 日期只知道月份的，按月份保存（`2024-06`），不补日。代码和证件号码一律按文本读取。
"""
_KINDS: Final = {
    "text": "文本",
    "code": "代码",
    "identity": "证件号码",
    "integer": "整数",
    "number": "数值",
    "money": "金额",
    "date": "日期或月份",
    "month": "月份",
    "flag": "是/否",
    "choice": "选项",
}


_ROWS_HEAD: Final = """## 政策条款可用的记录 · Rows that policies speak of

编写政策文件时 `rows`、`has` 写第一栏的名称；`column` 写上面各表的字段，或最后一栏由工具推算的字段。
`has` 可从任一方问“从属于”的另一方。

`rows` and `has` take a name of the first column; `column` takes a field of the tables above, or one of the
last column, which the tool works out. `has` goes both ways between rows and what they belong to.

| 记录 rows | 表 tables | 计数单位 unit | 从属于 belong to | 推算字段 worked out |
|---|---|---|---|---|
"""
_CONTESTED: Final = {
    "first": "以前一行为准，后面各行剔除留存",
    "none": "各行都剔除留存，不参与计算",
    "all": "各行都保留，矛盾另行列出",
}


def data_dictionary() -> str:
    """
    Write every layer and table with its columns, as Markdown.

    Returns
    -------
    page
        The page, ending with a line break.
    """
    parts = [_HEAD, "## 图层 · Layers\n"]
    parts += [_section(table) for table in LAYERS.values()]
    parts.append("## 表 · Tables\n")
    parts += [_section(table) for table in TABLES.values()]
    parts.append("## 范围图层（线或面，`[shapes]`） · Lines and areas\n")
    parts += [_section(table) for table in SHAPES.values()]
    rows = (_rows_of_policies(name, kind) for name, kind in ROWS.items())
    parts.append(_ROWS_HEAD + "\n".join(rows) + "\n")
    return "\n".join(parts)


def _rows_of_policies(name: str, kind: RowKind) -> str:
    """Write one kind of rows that rules speak of."""
    parents = (f"`{parent}` ({column})" for parent, column in kind.links)
    derived = (*kind.derived, IN_FORCE) if kind.spell else kind.derived
    made = (f"`{column.name}` {_title(column)}" for column in derived)
    cells = (f"`{name}`", "、".join(f"`{table}`" for table in kind.tables), kind.unit)
    return "| " + " | ".join((*cells, "、".join(parents), "、".join(made))) + " |"


def _title(column: Column) -> str:
    """Name a column that is worked out; sums of money have their names in the catalogue."""
    return say(f"funds.balance.{column.name}.label", "zh") if column.name in BALANCES else column.zh


def _section(table: Table) -> str:
    """Write one table."""
    key = " + ".join(table.column(name).zh for name in table.key) or "无（每行独立）"
    lines = [
        f"### {table.zh} · {table.en} (`{table.name}`)",
        "",
        f"主键：{key}",
        *(["", f"主键相同而内容不同的：{_CONTESTED[table.contested]}。"] if table.key else []),
        "",
        "| 列名 | 字段 | 类型 | 必有 | 必填 | 取值或单位 | 别名 |",
        "|---|---|---|---|---|---|---|",
        *map(_row, table.columns),
    ]
    return "\n".join(lines) + "\n"


def _row(column: Column) -> str:
    """Write one column."""
    values = "、".join(column.choices) or column.unit
    cells = (
        column.zh,
        f"`{column.name}`",
        _KINDS[column.kind],
        "是" if column.required else "",
        "是" if column.filled else "",
        values,
        "、".join(column.aliases),
    )
    return "| " + " | ".join(cells) + " |"
