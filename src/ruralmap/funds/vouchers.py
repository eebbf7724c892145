"""Movements against each other (凭证): the same one twice, one voucher of two contents, reversals (冲销)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ruralmap.funds.codes import codes_of, keys_of, order_of
from ruralmap.funds.reports import report
from ruralmap.schema.dates import last_day
from ruralmap.schema.monies import FUND_MOVES
from ruralmap.schema.outcomes import SOURCE_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from ruralmap.schema.finding import Finding

# What makes a movement the movement it is; the rest is remarks.
_CONTENT: Final = (
    "line_id", "kind", "on", "prj_id", "township", "village", "village_code", "hh_id", "entity_id",
    "amount_fen", "doc", "entry_id", "reverses",
)  # fmt: skip
# What a reversal has in common with what it reverses.
_SHARED: Final = ("kind", "prj_id", "township", "village", "village_code", "hh_id", "entity_id")


@dataclass(frozen=True, eq=False)
class Fault:
    """What is wrong with rows of a movement list: the code, their positions, and a finding for each."""

    code: str
    rows: NDArray[np.intp]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, eq=False)
class Vouchers:
    """
    A movement list as numbers.

    `frame` has every column of 资金变动台账 and where a row was read.
    """

    frame: pd.DataFrame

    @cached_property
    def codes(self) -> dict[str, NDArray[np.int64]]:
        """
        The number of each row's value, by column of what makes a movement the movement it is; -1: missing.

        The numbers are in no order; `entry_id` and `reverses` are numbered together.
        """
        codes = {name: pd.factorize(self.frame[name])[0].astype(np.int64) for name in _CONTENT[:-2]}
        both = pd.concat([self.frame[name] for name in _CONTENT[-2:]], ignore_index=True)
        own, reversed_ = np.split(pd.factorize(both)[0].astype(np.int64), 2)
        return codes | {"entry_id": own, "reverses": reversed_}

    @cached_property
    def order(self) -> NDArray[np.intp]:
        """The rows as they stand in the files."""
        return order_of(codes_of(self.frame, name)[0] for name in SOURCE_COLUMNS)

    @cached_property
    def amounts(self) -> NDArray[np.int64]:
        """The amount of each row in fen, 0 where it is missing."""
        return self.frame["amount_fen"].to_numpy(dtype=np.int64, na_value=0)

    @cached_property
    def numbers(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The vouchers of each row as numbers: its own, and the one it reverses; -1 where it has none."""
        own, reversed_ = self.codes["entry_id"], self.codes["reverses"]
        width = int(max(own.max(initial=0), reversed_.max(initial=0))) + 1
        line = self.codes["line_id"] * width
        return np.where(own < 0, -1, line + own), np.where(reversed_ < 0, -1, line + reversed_)

    @cached_property
    def targets(self) -> NDArray[np.int64]:
        """The position of the row that each row reverses, -1 where there is none."""
        own, reversed_ = self.numbers
        listed = self.order[own[self.order] >= 0]
        listed = listed[np.argsort(own[listed], kind="stable")]  # of one voucher the first row
        if not len(listed):
            return np.full(len(own), -1, dtype=np.int64)
        places = np.minimum(np.searchsorted(own[listed], reversed_), len(listed) - 1)
        found = listed[places]
        return np.where((reversed_ >= 0) & (own[found] == reversed_), found, -1)

    def fault(self, code: str, rows: NDArray[np.intp], **values: object) -> Fault:
        """
        Report rows.

        Parameters
        ----------
        code
            The code of the finding.
        rows
            Their positions.
        **values
            Further columns that the text names, one value a row; a name that ends in `_fen` is an amount.

        Returns
        -------
        fault
            With one finding for each row, in their order.
        """
        if not len(rows):
            return Fault(code, rows, ())
        shown = self.frame.iloc[rows].assign(**values)  # type: ignore[arg-type]
        amounts = ["amount_fen", *(name for name in values if name.endswith("_fen"))]
        return Fault(code, rows, tuple(report(code, FUND_MOVES.name, shown, amounts=amounts)))


def find_repeated(vouchers: Vouchers, active: NDArray[np.bool_]) -> tuple[Fault, Fault]:
    """
    Find rows that say the same as an earlier row of the files.

    Parameters
    ----------
    vouchers
        The movement list.
    active
        Which of its rows are held to account.

    Returns
    -------
    twice
        Rows that name a document or a voucher: the same movement is in the list twice.
    alike
        Rows that name neither: they may be two payments.
    """
    listed = vouchers.order[active[vouchers.order]]
    keys = pd.DataFrame(dict(enumerate(keys_of(vouchers.codes[name][listed] for name in _CONTENT))))
    again, first = _repeats(keys, listed)
    named = (vouchers.codes["doc"][again] >= 0) | (vouchers.codes["entry_id"][again] >= 0)
    rows = vouchers.frame["source_row"].array.take(first)
    return (
        vouchers.fault("fund_move_twice", again[named], other_row=rows[named]),
        vouchers.fault("fund_move_alike", again[~named], other_row=rows[~named]),
    )


def find_conflicts(vouchers: Vouchers, active: NDArray[np.bool_]) -> Fault:
    """
    Find vouchers of a line that stand for two movements (同一凭证编号内容不同).

    Parameters
    ----------
    vouchers
        The movement list.
    active
        Which of its rows are held to account: not those that are in it twice.

    Returns
    -------
    conflicts
        Each row after the first of its voucher.
    """
    own, _ = vouchers.numbers
    listed = vouchers.order[(active & (own >= 0))[vouchers.order]]
    again, first = _repeats(pd.DataFrame({"voucher": own[listed]}), listed)
    return vouchers.fault(
        "fund_move_conflict",
        again,
        differing=[_titles(_differing(vouchers, *pair, _CONTENT)) for pair in zip(again, first, strict=True)],
        other_row=vouchers.frame["source_row"].array.take(first),
    )


def find_reversals(vouchers: Vouchers, active: NDArray[np.bool_]) -> Iterator[Fault]:
    """
    Find reversals that do not undo one earlier movement of their line, whole and once (冲销).

    Parameters
    ----------
    vouchers
        The movement list.
    active
        Which of its rows are held to account: not those that are in it twice. What they reverse is looked
        for in all rows.

    Yields
    ------
    fault
        Of what is unknown, in a circle, not opposite, and reversed twice.
    """
    targets = vouchers.targets
    listed = vouchers.order[(active & (vouchers.codes["reverses"] >= 0))[vouchers.order]]
    known = listed[targets[listed] >= 0]
    yield vouchers.fault("fund_reversal_unknown", listed[targets[listed] < 0])
    circular = np.array([_returns(int(row), targets) for row in known], dtype=np.bool_)
    yield vouchers.fault("fund_reversal_circle", known[circular])
    straight = known[~circular]
    differing = [_titles(_unlike(vouchers, int(row), int(targets[row]))) for row in straight]
    unlike = np.array([bool(names) for names in differing], dtype=np.bool_)
    yield vouchers.fault(
        "fund_reversal_differs",
        straight[unlike],
        differing=[names for names in differing if names],
        other_amount_fen=vouchers.frame["amount_fen"].array.take(targets[straight[unlike]]),
    )
    again, first = _repeats(pd.DataFrame({"target": targets[straight]}), straight)
    others = vouchers.frame["entry_id"].array.take(first)
    yield vouchers.fault("fund_reversal_twice", again, other_entry_id=others)


def _repeats(keys: pd.DataFrame, listed: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Find the rows whose keys an earlier row has, and the first row of each."""
    several = keys.duplicated(keep=False).to_numpy()
    rows = pd.Series(listed[several])
    alike = keys[several].reset_index(drop=True)
    first = rows.groupby([alike[name] for name in alike]).transform("first")
    later = first.ne(rows)
    return rows[later].to_numpy(dtype=np.intp), first[later].to_numpy(dtype=np.intp)


def _differing(vouchers: Vouchers, row: int, other: int, names: tuple[str, ...]) -> list[str]:
    """Name the columns in which two rows differ."""
    return [name for name in names if vouchers.codes[name][row] != vouchers.codes[name][other]]


def _unlike(vouchers: Vouchers, row: int, target: int) -> list[str]:
    """Name the columns in which a reversal is not the opposite of what it reverses, or not after it."""
    names = _differing(vouchers, row, target, _SHARED)
    given = (vouchers.codes["amount_fen"][[row, target]] >= 0).all()
    if given and vouchers.amounts[row] != -vouchers.amounts[target]:
        names.append("amount_fen")
    on, before = vouchers.frame["on"].iloc[row], vouchers.frame["on"].iloc[target]
    if not pd.isna(on) and not pd.isna(before) and last_day(on) < before:
        names.append("on")
    if vouchers.codes["reverses"][target] >= 0:
        names.append("reverses")
    return names


def _titles(names: list[str]) -> str:
    """Name columns as the office does."""
    return "、".join(FUND_MOVES.column(name).zh for name in names)


def _returns(row: int, targets: NDArray[np.int64]) -> bool:
    """Tell whether a chain of reversals comes back to where it began."""
    seen: set[int] = set()
    place = int(targets[row])
    while place >= 0 and place not in seen and place != row:
        seen.add(place)
        place = int(targets[place])
    return place == row
