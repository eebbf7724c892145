"""
What breaks conservation (不守恒): such lines are set aside by name, and the rest is read.

Source: 上年结转 + 下达 = 支出 + 未支出余额 at any time; at a closing 未支出余额 = 结转 + 结余 + 收回; what
the projects have and what no project has yet = the line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from ruralmap.funds.lines import MOST_FEN
from ruralmap.funds.reported import AMOUNTS, BROUGHT, CLOSINGS, STAGES, Reports, first_places
from ruralmap.funds.reports import report
from ruralmap.funds.units import explain_lines, explain_rows
from ruralmap.schema.money import FEN_PER_WAN, FEN_PER_YUAN
from ruralmap.schema.monies import FUND_MONTHS

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from ruralmap.funds.years import SinceIssue
    from ruralmap.schema.finding import Finding

# Without these a row cannot be shown to conserve anything; 到位 and 拨付 only order it.
_NEEDED: Final = ("issued_fen", "arranged_fen", "spent_fen", "unspent_fen")
# How many rounded cells are added up: 支出 and 未支出余额.
_CELLS_OF_ROW: Final = 2
# How many lines a text names.
_MOST_NAMED: Final = 10


@dataclass(frozen=True, eq=False)
class Held:
    """
    What the latest reports of each line hold together, by line in their order.

    `own_fen` is what the line should hold, `held_fen` what its projects and the rest without a project have,
    `rows` how many of them there are (0: no report), `month` the latest, a place in the reports' months.
    `faulty` are lines that they do not add up to. What else a line has more is of years before the reports
    (`before_fen`), or rounding (`rounding_fen`).
    """

    own_fen: NDArray[np.int64]
    held_fen: NDArray[np.int64]
    rows: NDArray[np.int64]
    month: NDArray[np.int64]
    faulty: NDArray[np.bool_]
    before_fen: NDArray[np.int64]
    rounding_fen: NDArray[np.int64]


def typed_faults(reports: Reports) -> tuple[NDArray[np.bool_], list[Finding]]:
    """
    Find reports that cannot be added to anything: two of one month, a missing amount, an absurd one.

    Parameters
    ----------
    reports
        Reports of known lines, in order, with readable months.

    Returns
    -------
    faulty
        Which reports.
    findings
        One for each of them.
    """
    same = first_places(reports.line, reports.project, reports.month)
    repeated = np.bincount(same, minlength=len(reports))[same] > 1
    lacking = ~np.logical_and.reduce([reports.known[name] for name in _NEEDED]) & ~repeated
    beyond = np.stack([np.abs(reports.amounts[name]) > MOST_FEN for name in AMOUNTS])
    absurd = beyond.any(axis=0) & ~repeated & ~lacking
    which, places = np.argmax(beyond, axis=0), np.arange(len(reports))
    findings = [
        *reports.find("fund_month_repeated", repeated),
        *reports.find("fund_month_without_amount", lacking),
        *reports.find(
            "fund_amount_absurd",
            absurd,
            ["amount_fen"],
            column=np.array([FUND_MONTHS.column(name).zh for name in AMOUNTS], dtype=object)[which],
            amount_fen=np.stack([reports.amounts[name] for name in AMOUNTS])[which, places],
        ),
    ]
    return repeated | lacking | absurd, findings


def row_faults(
    typed: Reports, whole: Reports, judged: NDArray[np.bool_], *, rounding_fen: int
) -> tuple[NDArray[np.bool_], list[Finding]]:
    """
    Find reports that go against their line, or do not conserve by themselves; each gives one finding.

    Parameters
    ----------
    typed
        Reports as they came.
    whole
        The same, with totals that count since issue.
    judged
        Which of them to look at.
    rounding_fen
        The unit to which each cell was rounded, in fen; 0: none.

    Returns
    -------
    faulty
        Which reports.
    findings
        One for each of them, and one for each line with a report that only its rounding explains.
    """
    against = _opposed(whole) & judged
    difference = _row_difference(typed)
    unbalanced = _beyond(difference, _CELLS_OF_ROW, rounding_fen) & judged & ~against
    explained, mixed = explain_rows(typed, unbalanced)
    left = _closing_difference(typed)
    unclosed = _beyond(left, len(CLOSINGS), rounding_fen) & judged & ~(against | unbalanced)
    faulty = against | unbalanced | unclosed
    rounded = judged & ~typed.of_lines(faulty) & (difference != 0)
    findings = [
        *typed.find("fund_sign_opposed", against, ["line_fen"], line_fen=typed.issued),
        *mixed,
        *typed.find(
            "fund_row_unbalanced",
            unbalanced & ~explained,
            [BROUGHT, "issued_fen", "spent_fen", "unspent_fen"],
            **{BROUGHT: typed.amounts[BROUGHT]},
        ),
        *typed.find(
            "fund_closing_unbalanced",
            unclosed,
            ["unspent_fen", *CLOSINGS, "difference_fen"],
            difference_fen=left,
        ),
        *_say_rounded(typed, rounded, difference, rounding_fen),
    ]
    return faulty, findings


def _opposed(whole: Reports) -> NDArray[np.bool_]:
    """
    Find reports of a project that go against their line: money taken back has a line of its own (收回).

    A line of nothing gives no project anything: there every amount goes against it.
    """
    stages = np.stack([whole.amounts[name] for name in STAGES])
    more, less = (stages > 0).any(axis=0), (stages < 0).any(axis=0)
    against = (more & (whole.issued <= 0)) | (less & (whole.issued >= 0))
    opposed: NDArray[np.bool_] = against & (whole.project >= 0)
    return opposed


def _row_difference(typed: Reports) -> NDArray[np.int64]:
    """Give by how much 上年结转 + 下达 is more than 支出 + 未支出余额."""
    fens = typed.amounts
    return fens[BROUGHT] + fens["issued_fen"] - fens["spent_fen"] - fens["unspent_fen"]


def _closing_difference(typed: Reports) -> NDArray[np.int64]:
    """Give by how much 未支出余额 is more than 结转 + 结余 + 收回, where one of these is filled."""
    closing = np.logical_or.reduce([typed.known[name] for name in CLOSINGS])
    parts = np.sum([typed.amounts[name] for name in CLOSINGS], axis=0)
    return np.where(closing, typed.amounts["unspent_fen"] - parts, 0)


def _beyond(
    difference_fen: NDArray[np.int64], cells: int | NDArray[np.int64], rounding_fen: int
) -> NDArray[np.bool_]:
    """Find differences of more than half a unit for each cell that was added up."""
    beyond: NDArray[np.bool_] = 2 * np.abs(difference_fen) > cells * rounding_fen
    return beyond


def _say_rounded(
    typed: Reports, rounded: NDArray[np.bool_], difference: NDArray[np.int64], rounding_fen: int
) -> list[Finding]:
    """Report of each line the first report whose own sum only rounding explains."""
    first = rounded.copy()
    first[rounded] = first_places(typed.line[rounded]) == np.arange(rounded.sum())
    return typed.find(
        "fund_rounding",
        first,
        ["issued_fen", "held_fen", "difference_fen", "limit_fen"],
        unit=_unit_text(rounding_fen),
        issued_fen=typed.amounts["issued_fen"] + typed.amounts[BROUGHT],
        held_fen=typed.amounts["issued_fen"] + typed.amounts[BROUGHT] - difference,
        difference_fen=-difference,
        limit_fen=np.full(len(typed), _CELLS_OF_ROW * rounding_fen // 2),
    )


def _unit_text(rounding_fen: int) -> str:
    """Write the unit of rounding as an office says it: 0.01万元, 1元."""
    per, name = (FEN_PER_WAN, "万元") if rounding_fen % (FEN_PER_WAN // 100) == 0 else (FEN_PER_YUAN, "元")
    return f"{rounding_fen / per:g}{name}"


def line_faults(
    since: SinceIssue, judged: NDArray[np.bool_], *, rounding_fen: int
) -> tuple[Held, list[Finding]]:
    """
    Compare each line with what its projects have and what no project has yet.

    What a line that begins in mid-life lacks was used before (以前年度); it has the sign of the line.

    Parameters
    ----------
    since
        Reports whose totals count since issue.
    judged
        Which of them to look at: all of a line's or none.
    rounding_fen
        The unit to which each cell was rounded, in fen; 0: none.

    Returns
    -------
    held
        What the latest reports hold, by line.
    findings
        One for each line that they do not add up to, or only by rounding, or that begins in mid-life.
    """
    latest = since.reports.subset(since.reports.last & judged)
    held = _held(latest, since.opening, rounding_fen)
    explained, mixed = explain_lines(latest, held.faulty, held.held_fen, held.own_fen)
    return held, [
        *mixed,
        *_say_lines("fund_line_unbalanced", latest, held, held.faulty & ~explained),
        *_say_lines("fund_rounding", latest, held, held.rounding_fen != 0, rounding_fen=rounding_fen),
        *_say_openings(since, held),
    ]


def _held(latest: Reports, opening: NDArray[np.bool_], rounding_fen: int) -> Held:
    """Add up the latest reports of each line, and say what the difference is."""
    own = latest.lines["own_fen"].to_numpy(dtype=np.int64)
    held, month = np.zeros_like(own), np.full_like(own, -1)
    np.add.at(held, latest.line, latest.amounts["issued_fen"])
    np.maximum.at(month, latest.line, latest.month)
    rows = np.bincount(latest.line, minlength=len(own))
    difference = np.where(rows > 0, own - held, 0)
    before = np.where(opening & (difference * np.sign(own) > 0), difference, 0)
    rest = difference - before
    faulty = _beyond(rest, rows, rounding_fen)
    return Held(own, held, rows, month, faulty, before, np.where(faulty, 0, rest))


def _say_lines(
    code: str, latest: Reports, held: Held, marked: NDArray[np.bool_], *, rounding_fen: int = 0
) -> list[Finding]:
    """Report lines with what they have, what is held of it, and how far that may be off."""
    rows = latest.lines[marked].assign(
        issued_fen=held.own_fen[marked],
        held_fen=held.held_fen[marked],
        difference_fen=(held.held_fen - held.own_fen)[marked],
        limit_fen=(held.rows * rounding_fen // 2)[marked],
        month=latest.months.to_numpy(dtype=object)[held.month[marked]],
        unit=_unit_text(rounding_fen),
        children=_children(latest.lines, marked),
    )
    amounts = ["issued_fen", "held_fen", "difference_fen", "limit_fen"]
    return report(code, "funds", rows.reset_index(), amounts=amounts)


def _children(lines: pd.DataFrame, marked: NDArray[np.bool_]) -> list[str]:
    """Name the lines that are a part of each marked one (转下达), the first of many."""
    if "parent_line_id" not in lines:
        return [""] * int(marked.sum())
    parts = [list(lines.index[lines["parent_line_id"].eq(line)]) for line in lines.index[marked]]
    return ["、".join([*some[:_MOST_NAMED], *["…"][: len(some) - _MOST_NAMED]]) for some in parts]


def _say_openings(since: SinceIssue, held: Held) -> list[Finding]:
    """Report lines that begin in mid-life, with the first month and what is not known of them."""
    reports, marked = since.reports, held.before_fen != 0
    first = np.full(len(marked), len(reports.months))
    np.minimum.at(first, reports.line, reports.month)
    rows = reports.lines[marked].assign(
        month=reports.months.to_numpy(dtype=object)[first[marked]],
        brought_forward_fen=since.brought_fen[marked],
        before_fen=held.before_fen[marked],
    )
    amounts = ["issued_fen", "brought_forward_fen", "before_fen"]
    return report("fund_opening", "funds", rows.reset_index(), amounts=amounts)
