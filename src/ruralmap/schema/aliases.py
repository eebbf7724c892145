"""Which column a header means (表头别名): names, aliases, stated units, cut field names."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ruralmap.schema.amounts import units_of
from ruralmap.schema.marks import plain
from ruralmap.schema.money import FEN_PER_UNIT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ruralmap.schema.columns import Column, Table

# What the office may choose for a header that it does not want read.
NOT_IMPORTED: Final = "不导入"
FIELD_NAME_BYTES: Final = 10  # longest field name of a shapefile
# A row's serial number says nothing.
IGNORED_HEADERS: Final = frozenset({"序号", "no", "no.", "fid", "ogc_fid"})
_MARKS: Final = re.compile(r"[*:\"'“”]")
_SUFFIX: Final = re.compile(r"^(.+?)(?:\((?:单位)?([^()]*)\)|[/_](亿元|万元|元))$")
_UNIT_IN_BRACKETS: Final = re.compile(r"\((?:单位)?(亿元|万元|元)(?:/[年月人])?\)")
# Remarks behind a header that say how to fill it in, not what it counts in.
_REMARK: Final = re.compile(
    r"^(必填|选填|必填项|是/否|是或否|文本|文本格式|\d+位|\d+位数?代码|"
    r"年/?月(/?日)?|年月日|yyyy.*|格式.*|下拉选择?)$"
)
_LIKENESS: Final = 0.6  # from which a column is worth proposing; a proposal is never applied


@dataclass(frozen=True)
class Meaning:
    """What a header means: a column, how near its name is to the canonical one (0 best), a stated unit."""

    column: str
    rank: int = 0
    unit: str = ""


@dataclass(frozen=True)
class AliasIndex:
    """Every name that a table's columns may have in a file, in plain spelling."""

    table: Table
    meanings: Mapping[str, Meaning]
    cut: Mapping[str, Meaning] = field(default_factory=dict)


def plain_header(text: str) -> str:
    """
    Bring a header to its plain spelling, in which it is looked up.

    Line breaks and blanks go, brackets become half-width, Latin letters small; the asterisk of a compulsory
    column, colons and quotes go.

    Parameters
    ----------
    text
        The header as typed.

    Returns
    -------
    header
        Its plain spelling.
    """
    return _MARKS.sub("", plain(text).casefold())


def alias_index(table: Table, *, cut_names: bool = False) -> AliasIndex:
    """
    List what a table's columns may be called.

    Parameters
    ----------
    table
        The table.
    cut_names
        Whether field names may be cut at ten bytes, as a shapefile's are; a cut name that two columns share
        means neither.

    Returns
    -------
    index
        Plain spelling to meaning.
    """
    meanings: dict[str, Meaning] = {}
    for column in table.columns:
        for rank, name in enumerate((column.zh, *column.aliases, column.name)):
            meanings.setdefault(plain_header(name), Meaning(column.name, rank))
    return AliasIndex(table, meanings, _cut(meanings) if cut_names else {})


def _cut(meanings: Mapping[str, Meaning]) -> dict[str, Meaning]:
    """List the first ten bytes of every name, in GBK and in UTF-8, that belong to one column only."""
    found: dict[str, set[str]] = {}
    kept: dict[str, Meaning] = {}
    for name, meaning in meanings.items():
        for short in cut_forms(name):
            if short not in meanings:
                found.setdefault(short, set()).add(meaning.column)
                kept.setdefault(short, meaning)
    return {short: kept[short] for short, columns in found.items() if len(columns) == 1}


def cut_forms(name: str) -> tuple[str, ...]:
    r"""
    List what a name looks like once it was cut at ten bytes, in GBK and in UTF-8.

    Parameters
    ----------
    name
        The name in plain spelling.

    Returns
    -------
    forms
        Without the character that the cut went through, and with what is left of it as `\xe7`; none for a
        name that is short enough.
    """
    forms = []
    for encoding in ("gbk", "utf-8"):
        content = name.encode(encoding, errors="ignore")
        if len(content) > FIELD_NAME_BYTES:
            forms += [
                content[:FIELD_NAME_BYTES].decode(encoding, how) for how in ("ignore", "backslashreplace")
            ]
    return tuple(dict.fromkeys(forms))


def meaning_of(header: str, index: AliasIndex) -> Meaning | None:
    """
    Look a header up: as it stands, without a unit or remark in brackets, and as a cut field name.

    Parameters
    ----------
    header
        The header as typed.
    index
        The table's names.

    Returns
    -------
    meaning
        None if no column is called so, or if the stated unit is not one that the column can be counted in.
    """
    name = plain_header(header)
    if name in index.meanings:
        return index.meanings[name]
    suffixed = _SUFFIX.match(name)
    if suffixed and suffixed[1] in index.meanings:
        known = index.meanings[suffixed[1]]
        unit = _unit_for(index.table.column(known.column), suffixed[2] or suffixed[3] or "")
        return None if unit is None else Meaning(known.column, known.rank, unit)
    return index.cut.get(name)


def _unit_for(column: Column, stated: str) -> str | None:
    """Give the unit of money that a header states; empty if nothing that matters, None if a wrong one."""
    base = stated.partition("/")[0]
    if column.kind == "money" and base in FEN_PER_UNIT:
        return base
    return "" if _REMARK.match(stated) or stated in units_of(column.unit) else None


def money_unit_in(text: str) -> str:
    """
    Find a unit of money that a title or a group header states: `家庭收入(万元)`, `单位：人、万元`.

    Parameters
    ----------
    text
        Any text above the data. `填报单位：` names an office and states no unit.

    Returns
    -------
    unit
        One of 元, 万元, 亿元; empty if none is stated.
    """
    name = plain(text)
    bracketed = _UNIT_IN_BRACKETS.search(name)
    if bracketed:
        return bracketed[1]
    stated = re.search(r"(?<!填报)(?<!填表)(?<!编制)(?<!报送)(?<!制表)单位[::]([^::]*)", name)
    units = re.findall(r"亿元|万元|元", stated[1]) if stated else []
    return units[0] if units else ""


def propose(header: str, index: AliasIndex) -> str:
    """
    Find the column whose name is most like an unknown header; for a person to confirm, never applied.

    Parameters
    ----------
    header
        The header as typed.
    index
        The table's names.

    Returns
    -------
    column
        Canonical name; empty if nothing is like it.
    """
    names = {name: meaning.column for name, meaning in index.meanings.items() if not name.isascii()}
    near = difflib.get_close_matches(plain_header(header), sorted(names), n=1, cutoff=_LIKENESS)
    return names[near[0]] if near else ""


def column_by_title(table: Table, title: str) -> str | None:
    """
    Read a person's answer in the pick-list: a column's Chinese title.

    Parameters
    ----------
    table
        The table.
    title
        What was chosen.

    Returns
    -------
    column
        Canonical name; empty text for 不导入; None if the table has no such column.
    """
    wanted = plain_header(title)
    if wanted == NOT_IMPORTED:
        return ""
    return next((column.name for column in table.columns if plain_header(column.zh) == wanted), None)
