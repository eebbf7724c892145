"""Findings from the evidence on coordinate systems (坐标系问题): only where there is something to do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ruralmap.jobs.crs_entries import NOTHING, metres_text
from ruralmap.link.crs_residual import NEAR_M
from ruralmap.link.crs_verdict import FEWEST, LEAST_RATE
from ruralmap.schema.gravity import finding
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ruralmap.jobs.crs_entries import CrsEntry, EntryReading
    from ruralmap.schema.finding import Finding


def crs_findings(entries: Iterable[CrsEntry]) -> list[Finding]:
    """
    Say where coordinates are not in the system that is stated, or state none and could.

    Parameters
    ----------
    entries
        The evidence.

    Returns
    -------
    findings
        `crs_proposed`, `crs_contradicted`, `crs_shifted`, `crs_mixed` and `crs_unrecognised`; none for
        coordinates that are as they are stated, or of which the evidence says too little.
    """
    coded = [(code_of(entry), entry) for entry in wait_for_villages(entries)]
    return [_finding(code, entry) for code, entry in coded if code]


def wait_for_villages(entries: Iterable[CrsEntry]) -> list[CrsEntry]:
    """
    Leave tables open while the villages that they were held against are in another system than they state.

    Points that were read like mistaken villages fit them, and would be taken for what they are not.

    Parameters
    ----------
    entries
        The evidence on all layers and tables.

    Returns
    -------
    entries
        The same, but for tables where the villages' own proposal has not been accepted.
    """
    listed = list(entries)
    if not any(
        entry.basis == "outline" and entry.table == "villages" and entry.is_acceptable for entry in listed
    ):
        return listed
    return [entry if entry.basis == "outline" else _left_open(entry) for entry in listed]


def _left_open(entry: CrsEntry) -> CrsEntry:
    return replace(
        entry,
        state="ambiguous",
        reason="unsettled",
        proposal=None,
        is_acceptable=False,
        is_contradicted=False,
    )


def code_of(entry: CrsEntry) -> str:
    """
    Find the kind of finding that an entry is.

    Parameters
    ----------
    entry
        The evidence.

    Returns
    -------
    code
        Empty where there is nothing to say.
    """
    if entry.is_contradicted:
        return "crs_contradicted"
    if entry.proposal and entry.read_as is None:
        return "crs_proposed"
    if entry.reason in {"one_sided", "mixed"}:
        return "crs_shifted" if entry.reason == "one_sided" else "crs_mixed"
    inside = max((reading.rate("county") for reading in entry.readings), default=0.0)
    lost = entry.state == "none" and entry.basis != "outline" and entry.count >= FEWEST
    return "crs_unrecognised" if lost and inside < LEAST_RATE else ""


def is_in_metres(entry: CrsEntry) -> bool:
    """
    Tell whether metres are proposed, of which the datum cannot be seen.

    Parameters
    ----------
    entry
        The evidence.

    Returns
    -------
    is_in_metres
        False without a proposal.
    """
    return entry.proposal is not None and not entry.proposal.crs.is_geographic


def evidence_of(entry: CrsEntry) -> str:
    """
    Say what the evidence is, in one sentence without its end.

    Parameters
    ----------
    entry
        The evidence; with at least one reading.

    Returns
    -------
    sentence
        In both languages.
    """
    best, rival = entry.readings[0], entry.rival
    values = _values(entry, best)
    if entry.reason == "one_sided":
        key = "outline" if entry.basis == "outline" else "points"
        return say_both(f"crs.evidence.shifted_{key}", **values, near_m=f"{NEAR_M:.0f}")
    if entry.reason == "mixed":
        return say_both("crs.evidence.mixed", **values, near_m=f"{NEAR_M:.0f}")
    said = say_both(f"crs.evidence.{entry.basis}", **values)
    if rival is None:
        return said
    key = "rival_alone" if rival.east_m is None else "rival"
    return say_both(f"crs.evidence.{key}", said=said, **_values(entry, rival))


def _values(entry: CrsEntry, reading: EntryReading) -> dict[str, object]:
    """Give what fills the braces of a sentence about one reading."""
    moves = [metres_text(value) for value in (reading.east_m, reading.north_m)]
    return {
        "system": reading.candidate.id,
        "rate": f"{100 * reading.rate(entry.basis):.1f} %",
        "count": entry.claims if entry.basis == "claims" else entry.count,
        "against": say_both(f"crs.layer.{entry.against}") if entry.against else NOTHING,
        "east_m": moves[0],
        "north_m": moves[1],
    }


def _finding(code: str, entry: CrsEntry) -> Finding:
    """Fill the texts of a finding."""
    effect = "layer" if entry.basis == "outline" else "metres" if is_in_metres(entry) else "degrees"
    way = "line" if entry.is_acceptable else "column"
    return finding(
        code,
        entry.table,
        file=entry.file,
        raw=entry.read_as.id if entry.read_as else NOTHING,
        rows=entry.count,
        evidence=evidence_of(entry) if entry.readings else say_both("crs.evidence.nothing"),
        effect=say_both(f"crs.effect.{effect}"),
        line=entry.line,
        way=say_both(f"crs.way.{way}", line=entry.line),
        doubt=say_both("crs.doubt.datum") if is_in_metres(entry) else "",
    )
