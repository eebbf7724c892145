"""The Sankey figure (桑基图): bars and bands of money between columns, in whole fen; no drawing yet."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal, get_args

import numpy as np
import pandas as pd

from ruralmap.draw.fund_rows import FundRows, number_flows, source_colours, source_names
from ruralmap.errors import ConservationError
from ruralmap.schema.money import yuan_text
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import Language, say
from ruralmap.words.palette import FUND_BAND, FUND_BAR

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

Ends = Literal["township", "village", "project"]
ENDS: Final[tuple[Ends, ...]] = get_args(Ends)

# Names on an A4 sheet across: with more, bands between them would be too thin; the rest is one bar.
MOST_ENDS: Final = 22
_PLACES: Final = ("township_code", "village_code")
# What is in no township or village; the numbers follow those of the places.
_ASIDE: Final = ("unarranged", "unplaced", "rest")


@dataclass(frozen=True)
class Bar:
    """
    One bar of a column.

    `amount_fen` is its sum; `gross_fen`, its height, is the larger of what its bands hold on either side,
    taken back or not. A bar that is no place (未安排, 未落到村) is `aside`.
    """

    label: str
    amount_fen: int
    gross_fen: int
    colour: str
    aside: bool = False


@dataclass(frozen=True)
class Band:
    """
    Money from a bar of one column to a bar of the next.

    `column` is the left one; `start` and `end` number the bars, `start_fen` and `end_fen` say how much lies
    above the band in each. A negative amount was taken back.
    """

    column: int
    start: int
    end: int
    amount_fen: int
    start_fen: int
    end_fen: int
    colour: str


@dataclass(frozen=True)
class Sankey:
    """Columns of bars with their heads, and the bands between them; every column adds up to the total."""

    heads: tuple[str, ...]
    columns: tuple[tuple[Bar, ...], ...]
    bands: tuple[Band, ...]
    total_fen: int


def lay_sankey(
    flows: pd.DataFrame,
    names: Mapping[Ends, Mapping[str, str]],
    *,
    by: Ends = "village",
    most: int = MOST_ENDS,
    lang: Language = "zh",
) -> Sankey:
    """
    Lay out money from its sources over townships to villages or projects.

    Sources stand by level, townships and their villages by amount. Of the last column the `most` largest
    bars have a name of their own, and the others are one bar.

    Parameters
    ----------
    flows
        year, level, channel, line_id, prj_id, township_code, village_code and amount_fen, as the ledger's
        flows are.
    names
        Names of townships, villages and projects by code; what has none is shown by its code.
    by
        Where the last column leads: to townships, villages or projects.
    most
        How many bars of the last column are named.
    lang
        The language.

    Returns
    -------
    sankey
        The bars and bands, each column adding up to the flows.

    Raises
    ------
    InputError
        If a year, channel, line or amount is missing, or a level is unknown.
    ConservationError
        If a column or the bands between two do not add up to the flows.
    """
    codes = [pd.Index(sorted(flows[name].dropna().unique()), dtype="str") for name in _PLACES]
    numbered = number_flows(flows, townships=codes[0], villages=codes[1])
    columns = [_sources(numbered, lang), _townships(numbered, names["township"], lang)]
    if by != "township":
        columns.append(_ends(numbered, names[by], by, most=most, lang=lang))
    amount = numbered.rows["amount"].to_numpy(dtype=np.int64)
    bands = [band for number in range(len(columns) - 1) for band in _bands(number, columns, amount)]
    heads = ("source", "township", *(() if by == "township" else (by,)))
    sankey = Sankey(
        heads=tuple(say(f"maps.sankey.head_{name}", lang) for name in heads),
        columns=tuple(_bars(number, column, bands, amount) for number, column in enumerate(columns)),
        bands=tuple(bands),
        total_fen=numbered.total,
    )
    require_layers(sankey)
    return sankey


def require_layers(sankey: Sankey) -> None:
    """
    See that every column of bars, and the bands between every two, add up to the total, to the fen.

    Parameters
    ----------
    sankey
        The figure.

    Raises
    ------
    ConservationError
        If one of them does not.
    """
    layers = [(head, [bar.amount_fen for bar in bars]) for head, bars in _titled(sankey)]
    for number, (before, after) in enumerate(pairwise(sankey.heads)):
        amounts = [band.amount_fen for band in sankey.bands if band.column == number]
        layers.append((f"{before} → {after}", amounts))
    for layer, amounts in layers:
        if sum(amounts) != sankey.total_fen:
            texts = {"drawn": yuan_text(sum(amounts)), "given": yuan_text(sankey.total_fen)}
            raise ConservationError(say_both("maps.fault.money_lost", layer=layer, **texts))


def _titled(sankey: Sankey) -> list[tuple[str, tuple[Bar, ...]]]:
    return list(zip(sankey.heads, sankey.columns, strict=True))


@dataclass(frozen=True, eq=False)
class _Column:
    """The bars of a column from above, and for each row of the flows the number of its bar."""

    bar_of_row: NDArray[np.int64]
    labels: list[str]
    colours: list[str]
    places: int


def _sources(numbered: FundRows, lang: Language) -> _Column:
    """Take a bar for each source."""
    labels = [" · ".join(names) for names in source_names(numbered, lang)]
    keys = numbered.rows["source"].to_numpy(dtype=np.int64)
    return _Column(keys, labels, source_colours(numbered), len(labels))


def _townships(numbered: FundRows, names: Mapping[str, str], lang: Language) -> _Column:
    """Take a bar for each township, the largest first, then what is in none."""
    keys, count = _slots(numbered), len(numbered.townships)
    listed = [key for key in _by_amount(numbered, keys) if key < count]
    return _column(keys, listed, [_name(names, numbered.townships[key]) for key in listed], count, lang=lang)


def _ends(numbered: FundRows, names: Mapping[str, str], by: Ends, *, most: int, lang: Language) -> _Column:
    """Take a bar for each of the largest villages or projects, one for the others, then what is in none."""
    codes = numbered.villages if by == "village" else numbered.projects
    keys = _end_keys(numbered, by, len(codes))
    listed = [key for key in _by_amount(numbered, keys) if key < len(codes)]
    # One bar alone needs no bar of others.
    named = listed[:most] if len(listed) > most + 1 else listed
    homes = _homes(numbered, keys)
    bars = sorted(named, key=lambda key: (homes[key], listed.index(key)))
    labels = [_name(names, codes[key]) for key in bars]
    left = len(listed) - len(named)
    if left:
        keys = np.where(np.isin(keys, listed[most:]), len(codes) + len(_ASIDE), keys)
        bars.append(len(codes) + len(_ASIDE))
        labels.append(say(f"maps.sankey.others_{by}", lang, n=left))
    return _column(keys, bars, labels, len(codes), lang=lang)


def _name(names: Mapping[str, str], code: str) -> str:
    return names.get(code, code)


def _slots(numbered: FundRows) -> NDArray[np.int64]:
    """Say of each row in which township it is, or why in none: 未安排, 未落到乡镇."""
    rows, count = numbered.rows, len(numbered.townships)
    none = count + np.where(rows["project"] >= 0, _ASIDE.index("unplaced"), _ASIDE.index("unarranged"))
    return np.where(rows["township"] >= 0, rows["township"], none)


def _end_keys(numbered: FundRows, by: Ends, count: int) -> NDArray[np.int64]:
    """Say of each row in which village or project it is, or why in none."""
    place = numbered.rows[by].to_numpy(dtype=np.int64)
    aside = np.full(len(place), _ASIDE.index("unarranged"))
    if by == "village":
        town = numbered.rows["township"].to_numpy() >= 0
        aside = np.where(town, _ASIDE.index("rest"), _slots(numbered) - len(numbered.townships))
    return np.where(place >= 0, place, count + aside)


def _homes(numbered: FundRows, keys: NDArray[np.int64]) -> dict[int, int]:
    """Find the place, among the townships by amount, of the one that most of each bar's money is in."""
    slots = _slots(numbered)
    ranks = {key: rank for rank, key in enumerate(_by_amount(numbered, slots))}
    rising = np.argsort(numbered.rows["amount"].abs().to_numpy(), kind="stable")
    return {int(keys[row]): ranks[int(slots[row])] for row in rising}


def _by_amount(numbered: FundRows, keys: NDArray[np.int64]) -> list[int]:
    """List keys, those with the most money first."""
    sums = numbered.rows["amount"].groupby(keys).sum()
    return sorted(map(int, sums.index), key=lambda key: (-int(sums[key]), key))


def _column(
    keys: NDArray[np.int64], bars: list[int], labels: list[str], count: int, *, lang: Language
) -> _Column:
    """Put what is in no place under the bars of places."""
    present = set(keys.tolist())
    asides = [name for name in ("rest", "unarranged", "unplaced") if count + _ASIDE.index(name) in present]
    listed = [*bars, *(count + _ASIDE.index(name) for name in asides)]
    labels = [*labels, *(say(f"maps.sankey.{name}", lang) for name in asides)]
    return _Column(pd.Index(listed).get_indexer(pd.Index(keys)), labels, [FUND_BAR] * len(labels), len(bars))


def _bands(number: int, columns: Sequence[_Column], amount: NDArray[np.int64]) -> list[Band]:
    """Add up what goes from each bar to each bar of the next column, and stack it in the order of both."""
    left, right = columns[number], columns[number + 1]
    width = len(right.labels)
    sums = pd.Series(amount).groupby(left.bar_of_row * width + right.bar_of_row).sum()
    pairs = [(*divmod(int(key), width), int(fen)) for key, fen in zip(sums.index, sums, strict=True) if fen]
    starts: Counter[int] = Counter()
    ends: Counter[int] = Counter()
    bands = []
    for start, end, fen in pairs:
        colour = left.colours[start] if number == 0 else FUND_BAND
        bands.append(Band(number, start, end, fen, starts[start], ends[end], colour))
        starts[start] += abs(fen)
        ends[end] += abs(fen)
    return bands


def _bars(number: int, column: _Column, bands: Sequence[Band], amount: NDArray[np.int64]) -> tuple[Bar, ...]:
    """Measure the bars of a column."""
    sums = pd.Series(amount).groupby(column.bar_of_row).sum()
    leaving: Counter[int] = Counter()
    coming: Counter[int] = Counter()
    for band in bands:
        if band.column == number:
            leaving[band.start] += abs(band.amount_fen)
        elif band.column == number - 1:
            coming[band.end] += abs(band.amount_fen)
    return tuple(
        Bar(
            label,
            int(sums[place]),
            max(abs(int(sums[place])), leaving[place], coming[place]),
            column.colours[place],
            aside=place >= column.places,
        )
        for place, label in enumerate(column.labels)
    )
