"""Flows of money (资金流向) as whole numbers: what the map and the Sankey figure are drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from ruralmap.errors import ConservationError, InputError
from ruralmap.schema.money import yuan_text
from ruralmap.schema.works import CHANNELS
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import Language, say
from ruralmap.words.palette import FUND_LEVELS

if TYPE_CHECKING:
    from collections.abc import Sequence

LEVELS: Final = tuple(FUND_LEVELS)
# A browser's numbers are exact up to here (2^53 - 1); about 90 万亿元.
MOST_FEN: Final = 2**53 - 1
_WAY: Final = ["year", "level", "channel", "township", "village", "project", "line"]


@dataclass(frozen=True, eq=False)
class FundRows:
    """
    Flows as numbers, one row a way.

    `rows` holds year, level, channel, source, township, village, project and line, each the position of
    what it names (-1: none), and amount (fen); `years` to `projects` are what the positions stand for.
    `sources` has the level and channel of each source: the highest level first, in it the largest first.
    """

    rows: pd.DataFrame
    years: tuple[int, ...]
    channels: tuple[str, ...]
    sources: pd.DataFrame
    townships: pd.Index[str]
    villages: pd.Index[str]
    lines: pd.Index[str]
    projects: pd.Index[str]

    @property
    def total(self) -> int:
        """The sum of all rows in fen."""
        return int(self.rows["amount"].sum())

    @property
    def gross(self) -> int:
        """The sum of what flows, taken back or not, in fen."""
        return int(self.rows["amount"].abs().sum())

    @property
    def widest(self) -> int:
        """The most that a source gives a township or takes back from it, however filtered, in fen."""
        of_pair = [self.rows["source"], self.rows["township"]]
        ways = (self.rows["amount"].clip(lower=0), -self.rows["amount"].clip(upper=0))
        return max((int(fen) for way in ways for fen in way.groupby(of_pair).sum()), default=0)


def number_flows(flows: pd.DataFrame, *, townships: pd.Index[str], villages: pd.Index[str]) -> FundRows:
    """
    Turn what flows are of into numbers, and add up those that go the same way.

    Parameters
    ----------
    flows
        year, level, channel, line_id, prj_id, township_code, village_code (missing where there is none) and
        amount_fen (Int64).
    townships
        The codes that there are.
    villages
        The codes that there are.

    Returns
    -------
    numbered
        Their rows, in the order of year, level, channel, township, village, project and line.

    Raises
    ------
    InputError
        If a year, channel, line or amount is missing, or a level or place is unknown.
    ConservationError
        If the sum is not that of the flows, or more than a browser can count to the fen.
    """
    _require_known(flows, townships, villages)
    years, year_names = pd.factorize(flows["year"].astype("int64"), sort=True)
    lines, line_names = pd.factorize(flows["line_id"], sort=True)
    projects, project_names = pd.factorize(flows["prj_id"], sort=True)
    present = [name for name in CHANNELS if name in set(flows["channel"])]
    rows = pd.DataFrame(
        {
            "year": years,
            "level": pd.Index(LEVELS).get_indexer(pd.Index(flows["level"])),
            "channel": pd.Index(present, dtype="str").get_indexer(pd.Index(flows["channel"])),
            "township": townships.get_indexer(pd.Index(flows["township_code"])),
            "village": villages.get_indexer(pd.Index(flows["village_code"])),
            "project": projects,
            "line": lines,
            "amount": flows["amount_fen"].to_numpy(dtype=np.int64),
        }
    )
    rows = rows.groupby(_WAY, sort=True)["amount"].sum().reset_index()
    rows, sources = _number_sources(rows, present)
    numbered = FundRows(
        rows,
        tuple(int(year) for year in year_names),
        tuple(present),
        sources,
        townships,
        villages,
        pd.Index(line_names, dtype="str"),
        pd.Index(project_names, dtype="str"),
    )
    require_conserved(numbered, int(flows["amount_fen"].sum()))
    return numbered


def require_conserved(numbered: FundRows, total: int) -> None:
    """
    See that each layer that is drawn adds up to the ledger, to the fen.

    Parameters
    ----------
    numbered
        What is drawn.
    total
        The ledger's total in fen.

    Raises
    ------
    ConservationError
        If a layer is more or less than the total, or all layers are more than a browser can count.
    """
    rows = numbered.rows
    amount = rows["amount"].to_numpy(dtype=np.int64)
    in_township, in_village, in_project = (rows[name] >= 0 for name in ("township", "village", "project"))
    layers: dict[str, list[pd.Series[Any]]] = {
        **{name: [rows[name] >= 0] for name in ("year", "level", "channel", "source", "line")},
        "township": [in_township, ~in_township & in_project, ~in_township & ~in_project],
        "village": [in_village & in_township, ~in_village & in_township, ~in_village & ~in_township],
    }
    for layer, parts in layers.items():
        drawn = sum(int(amount[part].sum()) for part in parts)
        if drawn != total:
            texts = {"drawn": yuan_text(drawn), "given": yuan_text(total)}
            raise ConservationError(say_both("maps.fault.money_lost", layer=layer, **texts))
    if numbered.gross > MOST_FEN:
        raise ConservationError(say_both("maps.fault.money_uncountable", given=yuan_text(numbered.gross)))


def source_names(numbered: FundRows, lang: Language) -> list[tuple[str, str]]:
    """
    Name the level and the channel of each source.

    Parameters
    ----------
    numbered
        The flows.
    lang
        The language.

    Returns
    -------
    names
        Such as 中央 and 衔接, in the order of the sources.
    """
    pairs = zip(numbered.sources["level"], numbered.sources["channel"], strict=True)
    return [
        (say(f"maps.level.{LEVELS[level]}", lang), say(f"maps.channel.{numbered.channels[channel]}", lang))
        for level, channel in pairs
    ]


def source_colours(numbered: FundRows) -> list[str]:
    """
    Take the colour of each source: that of its level.

    Parameters
    ----------
    numbered
        The flows.

    Returns
    -------
    colours
        In the order of the sources.
    """
    return [FUND_LEVELS[LEVELS[level]] for level in numbered.sources["level"]]


def _number_sources(rows: pd.DataFrame, channels: Sequence[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give each source its number: the highest level first, within it the largest channel first."""
    key = rows["level"] * max(1, len(channels)) + rows["channel"]
    sums = rows["amount"].groupby(key).sum().rename_axis("key").reset_index()
    sums = sums.assign(
        level=sums["key"] // max(1, len(channels)), channel=sums["key"] % max(1, len(channels))
    )
    order = ["level", "amount", "key"]
    sources = sums.sort_values(order, ascending=[True, False, True], ignore_index=True)
    return rows.assign(source=pd.Index(sources["key"]).get_indexer(pd.Index(key))), sources


def _require_known(flows: pd.DataFrame, townships: pd.Index[str], villages: pd.Index[str]) -> None:
    """Refuse a row that could not be drawn where it says."""
    township, village = flows["township_code"], flows["village_code"]
    incomplete = flows[["year", "channel", "line_id", "amount_fen"]].isna().any(axis=1)
    faults: dict[str, pd.Series[Any]] = {
        "flow_incomplete": pd.Series(np.flatnonzero(incomplete) + 1),
        "level_unknown": flows.loc[~flows["level"].isin(LEVELS), "level"],
        "channel_unknown": flows.loc[~flows["channel"].isin(CHANNELS), "channel"],
        "township_unknown": township[township.notna() & ~township.isin(townships)],
        "village_unknown": village[village.notna() & ~village.isin(villages)],
    }
    for key, found in faults.items():
        if len(found):
            raise InputError(say_both(f"maps.fault.{key}", found="、".join(map(str, found[:5]))))
