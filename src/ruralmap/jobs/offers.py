"""Files from elsewhere read as rows for the registry (报来的文件): none of them is lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import pandas as pd

from ruralmap.assets.chain import Source
from ruralmap.assets.marks import CLEARED
from ruralmap.assets.staging import Offer
from ruralmap.assets.tables import KEPT, records_of, sources_of
from ruralmap.errors import InputError, UsageError
from ruralmap.files.layer_sheet import read_rows
from ruralmap.schema.aliases import alias_index
from ruralmap.schema.conform import conform
from ruralmap.schema.field_forms import unfold
from ruralmap.schema.looks import look_at
from ruralmap.schema.tables import TABLES
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from ruralmap.schema.finding import Finding
    from ruralmap.schema.grid import RawSheet
    from ruralmap.schema.outcomes import Conformed

# A file that changes a few columns lacks the others on purpose.
_UNSAID: Final = frozenset({"columns_absent"})


class Aside(NamedTuple):
    """A row that cannot be used (搁置): where it stands, why, and its cells as found (JSON)."""

    source: Source
    why: str
    raw: str


class Remark(NamedTuple):
    """What was noticed about a row that is used nevertheless, or about a file (备注)."""

    source: Source
    text: str


@dataclass(frozen=True, eq=False)
class Offered:
    """
    What files offer (报来的内容).

    `rows` counts all rows below the headers: those offered, set aside, and `ignored` (empty ones, totals,
    footers).
    """

    offers: tuple[Offer, ...]
    aside: tuple[Aside, ...]
    remarks: tuple[Remark, ...]
    rows: int
    ignored: int


def offered_by(
    files: Sequence[Path],
    table: str | None,
    *,
    defaults: Mapping[str, str] | None = None,
    layer: str | None = None,
    lang: Language,
) -> Offered:
    """
    Read files as rows of kept tables.

    Parameters
    ----------
    files
        Workbooks, CSV, GeoJSON, GeoPackages, or whatever else GDAL knows.
    table
        The kept table; found by each file's headers unless given.
    defaults
        By column what stands in each row of a file that does not have the column.
    layer
        Which layer of several.
    lang
        The language of the remarks.

    Returns
    -------
    offered
        In the order of files and rows.

    Raises
    ------
    UsageError
        If the headers fit no table, or several equally well.
    InputError
        If a file cannot be read as the table.
    """
    parts = [_read(file, table, defaults=defaults or {}, layer=layer, lang=lang) for file in files]
    return Offered(
        tuple(one for part in parts for one in part.offers),
        tuple(one for part in parts for one in part.aside),
        tuple(one for part in parts for one in part.remarks),
        sum(part.rows for part in parts),
        sum(part.ignored for part in parts),
    )


def _read(
    path: Path, table: str | None, *, defaults: Mapping[str, str], layer: str | None, lang: Language
) -> Offered:
    """Read one file."""
    sheets = read_rows(path, TABLES[table or "assets"], layer=layer)
    name = table or _table_of(sheets, path)
    if table is None:
        sheets = read_rows(path, TABLES[name], layer=layer)
    unfolded = [unfold(sheet, TABLES[name], defaults=defaults) for sheet in sheets]
    conformed = conform(unfolded, TABLES[name], file=path.name)
    if not conformed.usable:
        said = "".join(found.text("found", lang) for found in conformed.findings if found.severity == "error")
        title = TABLES[name].zh if lang == "zh" else TABLES[name].en
        raise InputError(say_both("asset_staging.unusable", path=path, table=title, found=said))
    offers, cleared = _offers(conformed, name, lang)
    counts = conformed.counts
    return Offered(
        offers,
        (*_aside(conformed, lang), *cleared),
        tuple(
            Remark(Source(path.name, found.sheet, found.row), _said(found, lang))
            for found in conformed.findings
            if found.code not in _UNSAID
        ),
        sum(count.rows for count in counts),
        sum(count.ignored for count in counts),
    )


def _offers(conformed: Conformed, table: str, lang: Language) -> tuple[tuple[Offer, ...], tuple[Aside, ...]]:
    """Take the rows as records; one that wants a field emptied waits for a merge, which knows that mark."""
    records = records_of(conformed.frame, table)
    sources = sources_of(conformed.frame, table)
    offers, aside = [], []
    for key, fields in records.items():
        if CLEARED in fields.values():
            raw = "、".join(name for name, value in fields.items() if value == CLEARED)
            aside.append(Aside(sources[key], say("asset_staging.why.cleared", lang, mark=CLEARED), raw))
        else:
            offers.append(Offer(table, key, fields, sources[key]))
    return tuple(offers), tuple(aside)


def _aside(conformed: Conformed, lang: Language) -> list[Aside]:
    """List the rows that could not be read."""
    return [
        Aside(
            Source(row["file"], row["sheet"], None if pd.isna(row["row"]) else int(row["row"])),
            say(f"findings.{row['reason']}.title", lang),
            row["raw"],
        )
        for row in conformed.rejected.to_dict("records")
    ]


def _said(found: Finding, lang: Language) -> str:
    """Say what was noticed and what follows."""
    column = f"{found.column}：" if found.column else ""
    return column + found.text("found", lang) + found.text("consequence", lang)


def _table_of(sheets: Sequence[RawSheet], path: Path) -> str:
    """Find the kept table of which a file names most columns."""
    named = {}
    for name in KEPT:
        index = alias_index(TABLES[name])
        looks = [look_at(unfold(sheet, TABLES[name], defaults={}), index, {}) for sheet in sheets]
        named[name] = max((len(look.match.used) for look in looks if look.state == "read"), default=0)
    most = max(named.values())
    found = [name for name, count in named.items() if count == most]
    if not most or len(found) > 1:
        fitting = "、".join(found) if most else "—"
        raise UsageError(say_both("asset_staging.no_table", path=path, found=fitting, tables="、".join(KEPT)))
    return found[0]
