"""A list of movements (资金变动台账) as entries: what each row moved, from where to where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from ruralmap.funds.codes import among, codes_of
from ruralmap.funds.cumulative import Reading
from ruralmap.funds.journal import ACCOUNT_TYPE, KIND_TYPE, entries_of
from ruralmap.funds.lines import MOST_FEN
from ruralmap.funds.move_units import find_mixed
from ruralmap.funds.parents import LATER
from ruralmap.funds.vouchers import Fault, Vouchers, find_conflicts, find_repeated, find_reversals
from ruralmap.schema.dates import last_day
from ruralmap.schema.fund_words import ACCOUNTS, HOLDERS, KINDS, KINDS_OF_WORD, TRANSFERS
from ruralmap.schema.monies import FUND_MOVES
from ruralmap.schema.outcomes import SOURCE_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

STRAY: Final = "fund_move_without_line"
_PLACED: Final = ("linked_township_code", "linked_village_code")
_COLUMNS: Final = list(dict.fromkeys([*FUND_MOVES.names, *_PLACED, *SOURCE_COLUMNS]))
# What an entry takes from its row as it is.
_AS_TYPED: Final = ("on", "line_id", "hh_id", "entity_id", "doc", "entry_id", "reverses", *SOURCE_COLUMNS)
_COUNTY, _TOWNSHIP, _PROJECT = (ACCOUNTS.index(name) for name in reversed(HOLDERS))
_ALLOTTED: Final = KINDS.index("allotted")
# The kinds that each word is made into, by number, and the giver and the taker of each kind; -1: none, or
# one that the row decides.
_WORDS: Final = list(KINDS_OF_WORD)
_KINDS: Final = np.array(
    [[*(KINDS.index(kind) for kind in kinds), *[-1] * (2 - len(kinds))] for kinds in KINDS_OF_WORD.values()]
)
_SIDES: Final = tuple(
    np.array(
        [
            ACCOUNTS.index(TRANSFERS[kind][side][0]) if len(TRANSFERS[kind][side]) == 1 else -1
            for kind in KINDS
        ]
    )
    for side in range(2)
)
# What a row of these cannot do without.
_OF_A_PROJECT: Final = ("安排", "拨付")
_OF_A_TOWNSHIP: Final = "分解"


def read_moves(moves: pd.DataFrame, lines: pd.DataFrame, *, as_of: str) -> Reading:
    """
    Read a list of movements as it is: every row an entry, a 安排 two, for it both gives and papers.

    A row that is in the list twice, or of a line that is not there, is set aside by itself; what leaves the
    totals of a line unknown sets the line aside. Nothing here asks whether a line had the money: 预安排 and
    垫付 are entries like others.

    Parameters
    ----------
    moves
        Columns of the table 资金变动台账; `linked_township_code` and `linked_village_code` where the linker
        was asked.
    lines
        The lines that count, indexed by line_id.
    as_of
        The date, ISO text. Rows after it do not count, nor those of a month that had not ended by then.

    Returns
    -------
    reading
        The entries, the lines set aside, the rows without an entry on the index of `moves`, and what was
        found.
    """
    vouchers = Vouchers(moves.reindex(columns=_COLUMNS))
    known = lines.index.get_indexer(pd.Index(moves["line_id"])) >= 0
    late = _late(vouchers.frame, as_of)
    strays = vouchers.fault(STRAY, np.flatnonzero(~known))
    twice, alike = find_repeated(vouchers, known & ~late)
    active = known & ~late & ~_mask(twice.rows, len(moves))
    faults = [
        *_find_gaps(vouchers, active),
        find_conflicts(vouchers, active),
        *find_reversals(vouchers, active),
        *find_mixed(vouchers, active, lines),
    ]
    aside = _lines_aside(faults, vouchers.frame)
    refused = among(moves["line_id"], aside)
    reasons = np.full(len(moves), None, dtype=object)
    reasons[late] = LATER
    reasons[twice.rows] = twice.code
    reasons[refused] = [aside[line] for line in moves["line_id"][refused]]
    reasons[strays.rows] = strays.code
    left = pd.notna(reasons)
    return Reading(
        entries=_entries(vouchers, np.flatnonzero(~left)),
        aside=aside,
        rows_aside=moves[left].assign(reason=pd.array(reasons[left], dtype="str")),
        findings=tuple(found for fault in (strays, twice, *faults, alike) for found in fault.findings),
    )


def _of_codes(flags: NDArray[np.bool_], codes: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Take the flag of each row's code; what has no code has none."""
    return np.append(flags, [False])[codes]


def _mask(rows: NDArray[np.intp], count: int) -> NDArray[np.bool_]:
    """Mark rows by position."""
    mask = np.zeros(count, dtype=np.bool_)
    mask[rows] = True
    return mask


def _late(frame: pd.DataFrame, as_of: str) -> NDArray[np.bool_]:
    """Tell which rows lie after the date; what has no date does not."""
    codes, days = codes_of(frame, "on")
    return _of_codes(np.array([last_day(day) > as_of for day in days], dtype=np.bool_), codes)


def _find_gaps(vouchers: Vouchers, active: NDArray[np.bool_]) -> Iterator[Fault]:
    """Find rows that do not say what moved, how much, when, or to whom; and amounts beyond belief."""
    missing = {name: codes < 0 for name, codes in vouchers.codes.items()}
    yield vouchers.fault("fund_move_without_kind", np.flatnonzero(active & missing["kind"]))
    yield vouchers.fault("fund_move_without_amount", np.flatnonzero(active & missing["amount_fen"]))
    absurd = np.flatnonzero(active & (np.abs(vouchers.amounts) > MOST_FEN))
    yield vouchers.fault("fund_amount_absurd", absurd, column=FUND_MOVES.column("amount_fen").zh)
    yield vouchers.fault("fund_move_without_date", np.flatnonzero(active & missing["on"]))
    word, words = codes_of(vouchers.frame, "kind")
    lost = _of_codes(words.isin(_OF_A_PROJECT), word) & missing["prj_id"]
    lost |= _of_codes(words == _OF_A_TOWNSHIP, word) & missing["township"]
    yield vouchers.fault("fund_move_without_project", np.flatnonzero(active & lost))


def _lines_aside(faults: Sequence[Fault], frame: pd.DataFrame) -> dict[str, str]:
    """Take the first code that was found of each line."""
    aside: dict[str, str] = {}
    for fault in faults:
        for line in frame["line_id"].iloc[fault.rows].to_numpy(dtype=object):
            aside.setdefault(line, fault.code)
    return aside


def _entries(vouchers: Vouchers, rows: NDArray[np.intp]) -> pd.DataFrame:
    """Make the entries of the rows that count."""
    frame = vouchers.frame.iloc[rows]
    spoken, words = codes_of(frame, "kind")
    word = np.array([_WORDS.index(text) for text in words], dtype=np.int64)[spoken]
    gift = word == _WORDS.index(_OF_A_TOWNSHIP)
    held, township = _townships(frame, gift)
    giver = np.where(held & ~gift, _TOWNSHIP, _COUNTY)
    holder = np.where(pd.notna(frame["prj_id"]), _PROJECT, giver)
    place, second = np.nonzero(_KINDS[word] >= 0)  # a 安排 is two entries
    kind = _KINDS[word[place], second]
    open_from = np.where(kind == _ALLOTTED, giver[place], holder[place])
    open_to = np.where(gift[place], _TOWNSHIP, _PROJECT)
    columns: dict[str, Any] = {name: _taken(frame[name], place) for name in _AS_TYPED}
    # What a township got is nobody's yet.
    own = np.where(gift[place], -1, place)
    columns |= {
        "prj_id": _taken(frame["prj_id"], own),
        "village_code": _taken(frame["linked_village_code"], own),
        "township_code": township.take(place),
        "from_account": _accounts(np.where(_SIDES[0][kind] >= 0, _SIDES[0][kind], open_from)),
        "to_account": _accounts(np.where(_SIDES[1][kind] >= 0, _SIDES[1][kind], open_to)),
        "amount_fen": vouchers.amounts[rows][place],
    }
    kinds = pd.Categorical.from_codes(kind, dtype=KIND_TYPE)
    return entries_of(columns, kind=kinds, origin=FUND_MOVES.name)


def _taken(cells: pd.Series[Any], places: NDArray[np.intp]) -> Any:  # noqa: ANN401 - as pandas has it
    """Take cells by position, none at -1; a column that the office has not is nothing."""
    return None if cells.isna().all() else cells.array.take(places, allow_fill=True)


def _accounts(places: NDArray[np.int64]) -> pd.Categorical:
    return pd.Categorical.from_codes(places, dtype=ACCOUNT_TYPE)


def _townships(frame: pd.DataFrame, gifts: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], Any]:
    """
    Tell whose money is a township's: what the line allotted to the township that the row names.

    The township is the one that the rows of the allotment were linked to, so that what it has and what it
    gives is of one township; elsewhere that of the row itself.
    """
    line, _ = codes_of(frame, "line_id")
    name, names = codes_of(frame, "township")
    code, codes = codes_of(frame, "linked_township_code")
    pairs = np.where(name >= 0, line * len(names) + name, -1)
    first = pd.Series(np.where(code < 0, len(codes), code))[gifts].groupby(pairs[gifts]).min()
    place = first.index.get_indexer(pd.Index(pairs))
    held = place >= 0
    allotted = np.append(first.to_numpy(dtype=np.int64), [len(codes)])[place]
    known = np.where(held & (allotted < len(codes)), allotted, code)
    return held, codes.astype("str").array.take(known, allow_fill=True)
