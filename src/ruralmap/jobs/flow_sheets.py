"""The workbook 资金流向表: flows by source and place, then line by line; each adds up to the total."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ruralmap.files.workbook import Sheet
from ruralmap.schema.money import FEN_PER_YUAN, yuan_text
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ruralmap.draw.meta import MapMeta
    from ruralmap.draw.sankey import Ends
    from ruralmap.files.workbook import NumberStyle

_SOURCE: Final = ("year", "level", "channel")
FLOW_COLUMNS: Final[dict[Ends, tuple[str, ...]]] = {
    "township": (*_SOURCE, "arranged", "township_code", "township"),
    "village": (*_SOURCE, "arranged", "township_code", "township", "village_code", "village"),
    "project": (*_SOURCE, "arranged", "township_code", "township", "prj_id", "project"),
}
"""What a row of the table is of, by where it leads."""

_DETAIL: Final = (
    *(*_SOURCE, "line_id", "doc", "arranged", "prj_id", "project"),
    *("township_code", "township", "village_code", "village"),
)
_WIDTHS: Final = {"line_id": 16, "doc": 26, "project": 34, "township": 18, "village": 24, "amount_fen": 22}
_HIDDEN: Final = frozenset({"arranged", "amount_fen"})  # said in words, and always the last column
_GAP: Final = "　"


def add_up(rows: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """
    Add up the flows that are alike in some columns.

    Parameters
    ----------
    rows
        Flows with amount_fen.
    columns
        The columns in which they are alike; a missing value is like another one.

    Returns
    -------
    sums
        The columns and amount_fen (Int64), in the order in which the rows first came.
    """
    codes = pd.DataFrame({name: pd.factorize(rows[name])[0] for name in columns})
    groups = codes.groupby(list(columns), sort=False).ngroup().to_numpy()
    sums = np.zeros(groups.max(initial=-1) + 1, dtype=np.int64)
    np.add.at(sums, groups, rows["amount_fen"].to_numpy(dtype=np.int64))
    _, first = np.unique(groups, return_index=True)
    return (
        rows.iloc[first][list(columns)]
        .assign(amount_fen=pd.array(sums, dtype="Int64"))
        .reset_index(drop=True)
    )


def flow_sheets(rows: pd.DataFrame, table: pd.DataFrame, *, meta: MapMeta, lang: Language) -> list[Sheet]:
    """
    Lay out the workbook.

    Parameters
    ----------
    rows
        The flows with the names of documents, projects and places.
    table
        The same added up, as `add_up` does.
    meta
        What the workbook says of itself.
    lang
        The language.

    Returns
    -------
    sheets
        资金流向 and 明细, each with its total in 元 to the fen as the last row.
    """
    return [
        _sheet("flows", table, [str(name) for name in table if name not in _HIDDEN], meta=meta, lang=lang),
        _sheet("detail", rows, [name for name in _DETAIL if name not in _HIDDEN], meta=meta, lang=lang),
    ]


def _sheet(name: str, rows: pd.DataFrame, columns: Sequence[str], *, meta: MapMeta, lang: Language) -> Sheet:
    """Write rows under their title, with the total below them."""
    total = int(rows["amount_fen"].sum())
    shown = [*columns, "amount_fen"]
    cells = _in_words(rows, lang)
    body = [list(row) for row in cells[shown].itertuples(index=False, name=None)]
    last = [say("jobs.flows.total", lang), *[None] * (len(columns) - 1), _yuan(total)]
    styles: dict[int, NumberStyle] = {len(columns): "money"}
    return Sheet(
        say(f"jobs.flows.sheet_{name}", lang),
        [[say(f"jobs.flows.column_{column}", lang) for column in shown], *body, last],
        notes=(
            say("jobs.flows.title", lang, county=meta.county),
            _GAP.join([say("maps.subtitle", lang, as_of=meta.as_of_text(lang)), *meta.marks(lang)]),
            _GAP.join([say("jobs.flows.total_yuan", lang, yuan=yuan_text(total)), meta.scope_of_use(lang)]),
            say("maps.foot.reading", lang, value=meta.reading),
        ),
        widths={number: _WIDTHS[column] for number, column in enumerate(shown) if column in _WIDTHS},
        styles=styles,
    )


def _in_words(rows: pd.DataFrame, lang: Language) -> pd.DataFrame:
    """Say why money is in no township, village or project, and write amounts in 元."""
    arranged = rows["arranged"].astype(bool)
    town = rows["township_code"].notna()
    nowhere = pd.Series(say("maps.sankey.unarranged", lang), index=rows.index)
    nowhere = nowhere.mask(arranged, say("maps.sankey.unplaced", lang))
    rest = nowhere.mask(town, say("maps.sankey.rest", lang))
    unarranged = pd.Series(say("maps.sankey.unarranged", lang), index=rows.index)
    words = {"township": nowhere, "village": rest, "project": unarranged}
    named = {column: rows[column].fillna(text) for column, text in words.items() if column in rows}
    levels = {name: say(f"maps.level.{name}", lang) for name in rows["level"].unique()}
    channels = {name: say(f"maps.channel.{name}", lang) for name in rows["channel"].unique()}
    return rows.assign(
        **named,
        level=rows["level"].map(levels),
        channel=rows["channel"].map(channels),
        amount_fen=pd.Series([_yuan(fen) for fen in rows["amount_fen"]], index=rows.index, dtype=object),
    )


def _yuan(fen: int) -> Decimal:
    return Decimal(int(fen)) / FEN_PER_YUAN
