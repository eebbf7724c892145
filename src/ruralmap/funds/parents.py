"""Lines that are a part of other lines (转下达): whose money it is, counted once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ruralmap.funds.codes import among
from ruralmap.funds.reports import report

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ruralmap.schema.finding import Finding

# Why a line does not count yet, beside the codes of findings.
LATER: Final = "later"
UNKNOWN: Final = "fund_parent_unknown"
CIRCLE: Final = "fund_parent_circle"
EXCEEDED: Final = "fund_parent_exceeded"
ASIDE: Final = "fund_parent_aside"


@dataclass(frozen=True, eq=False)
class Parents:
    """
    What becomes of lines by what they are a part of.

    `own_fen` is what each line holds itself, indexed as the lines. `parent_of` says of what the lines that
    are a part of another are, where that one is there. `aside` says by line why it cannot be told: the code
    of a finding, or `later`.
    """

    own_fen: pd.Series[int]
    parent_of: dict[str, str]
    aside: dict[str, str]
    findings: tuple[Finding, ...]


def judge_parents(lines: pd.DataFrame, aside: Mapping[str, str]) -> Parents:
    """
    Say what each line holds itself, and which hang on a line that does not count.

    Parameters
    ----------
    lines
        Lines with an amount, indexed by line_id, sorted, each once.
    aside
        Why other lines of the ledger do not count.

    Returns
    -------
    parents
        What was found. A line is set aside if its parent is not in the ledger, does not count, or is a part
        of the line itself, and if it passes on more than it has; with it goes whatever is a part of it.
    """
    named = {str(line): str(parent) for line, parent in lines["parent_line_id"].dropna().items() if parent}
    circle = _circles(named)
    broken = {
        line: CIRCLE if line in circle else UNKNOWN
        for line, parent in named.items()
        if line in circle or (parent not in lines.index and parent not in aside)
    }
    parent_of = {
        line: parent for line, parent in named.items() if line not in broken and parent in lines.index
    }
    own = _own(lines, parent_of)
    exceeded = _exceeded(lines, own)
    reasons = broken | dict.fromkeys(exceeded, EXCEEDED)
    reasons |= {
        line: EXCEEDED for line, parent in parent_of.items() if parent in exceeded and line not in reasons
    }
    reasons |= followers(named, {**aside, **reasons})
    return Parents(own, parent_of, reasons, tuple(_say(lines, own, reasons, exceeded)))


def followers(parent_of: Mapping[str, str], aside: Mapping[str, str]) -> dict[str, str]:
    """
    Find the lines that do not count because what they are a part of does not.

    Parameters
    ----------
    parent_of
        What a line is a part of, by line; a circle is in `aside`.
    aside
        Why lines do not count.

    Returns
    -------
    reasons
        By line that is not in `aside`: `later` if the nearest line above it that does not count comes later,
        else the code of the finding.
    """
    reasons: dict[str, str] = {}
    for line in parent_of:
        above, path = line, []
        while above not in aside and above not in reasons and above in parent_of:
            path.append(above)
            above = parent_of[above]
        reason = reasons.get(above, aside.get(above))
        if reason:
            reasons |= dict.fromkeys(path, LATER if reason == LATER else ASIDE)
    return reasons


def _circles(parent_of: Mapping[str, str]) -> set[str]:
    """Find the lines that are a part of themselves, however far round."""
    done: set[str] = set()
    circle: set[str] = set()
    for line in parent_of:
        path: dict[str, int] = {}
        while line in parent_of and line not in done and line not in path:
            path[line] = len(path)
            line = parent_of[line]  # noqa: PLW2901 - the walk upwards
        if line in path:
            circle |= {member for member, place in path.items() if place >= path[line]}
        done |= set(path)
    return circle


def _own(lines: pd.DataFrame, parent_of: Mapping[str, str]) -> pd.Series[int]:
    """Take from each line what the lines that are a part of it hold."""
    own = lines["issued_fen"].to_numpy(dtype=np.int64, copy=True)
    parts, wholes = (
        lines.index.get_indexer(pd.Index(list(names), dtype="str"))
        for names in (parent_of, parent_of.values())
    )
    np.subtract.at(own, wholes, lines["issued_fen"].to_numpy(dtype=np.int64)[parts])
    return pd.Series(own, index=lines.index, dtype="Int64", name="own_fen")


def _exceeded(lines: pd.DataFrame, own: pd.Series[int]) -> set[str]:
    """Find the lines that pass on more than they have, or less than nothing: a 收回 is no part of a line."""
    issued, left = (fens.to_numpy(dtype=np.int64) for fens in (lines["issued_fen"], own))
    way, passed = np.sign(issued), np.sign(issued - left)
    return set(lines.index[(np.sign(left) * way < 0) | (passed * way < 0) | ((way == 0) & (left != 0))])


def _say(
    lines: pd.DataFrame, own: pd.Series[int], reasons: Mapping[str, str], exceeded: set[str]
) -> list[Finding]:
    """Report each line once; what goes with a line that passed on too much is named there."""
    lines = lines.assign(own_fen=own)[among(lines.index, reasons)]
    own = lines["own_fen"]
    held = lines["issued_fen"] - own
    # By how much it is outside of what lies between nothing and the line.
    beyond = held.where(np.sign(held) * np.sign(lines["issued_fen"]) < 0, -own)
    rows = lines.assign(held_fen=held, difference_fen=beyond).reset_index()
    of = rows["line_id"].map(dict(reasons))
    return [
        *report(UNKNOWN, "funds", rows[of.eq(UNKNOWN)]),
        *report(CIRCLE, "funds", rows[of.eq(CIRCLE)]),
        *report(
            EXCEEDED,
            "funds",
            rows[among(rows["line_id"], exceeded)],
            amounts=["issued_fen", "held_fen", "difference_fen"],
        ),
        *report(ASIDE, "funds", rows[of.eq(ASIDE)]),
    ]
