"""The evidence on coordinate systems as a person reads it (坐标系识别结果), and as programs do."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ruralmap.jobs.check_report import table_title
from ruralmap.jobs.crs_entries import NOTHING, metres_text
from ruralmap.jobs.crs_findings import is_in_metres
from ruralmap.words.bilingual import in_language
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ruralmap.geo.candidates import Candidate
    from ruralmap.jobs.crs_entries import CrsEntry, EntryReading

# Decimals that are worth showing of an extent: metres have none, degrees four (10 m).
_LARGEST_DEGREE: Final = 180


@dataclass(frozen=True)
class CrsReport:
    """
    The evidence on all coordinates of a workspace.

    `unread` names files whose coordinates could not be looked at, `empty` those asked for that have none;
    `accepted` the lines that were written into ruralmap.toml, `conflicts` the files for which their rows
    propose different systems, so that none was.
    """

    county: str
    entries: tuple[CrsEntry, ...]
    unread: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()

    def blocks(self, lang: Language = "zh") -> list[tuple[str, list[str], list[list[object]], str]]:
        """
        Lay the evidence out for a screen.

        Parameters
        ----------
        lang
            The language.

        Returns
        -------
        blocks
            For each entry a title, the header and rows of its table of readings, and the verdict.
        """
        columns = ("reading", "hits", "missed", "inside", "shared", "east", "north", "name")
        header = [say(f"crs.column.{name}", lang) for name in columns]
        blocks = []
        for entry in self.entries:
            rows = [_row(reading, lang) for reading in entry.readings]
            # What was asked of no reading is not shown.
            asked = [place for place in range(len(header)) if any(row[place] != NOTHING for row in rows)]
            blocks.append(
                (
                    _title(entry, lang),
                    [header[place] for place in asked],
                    [[row[place] for place in asked] for row in rows],
                    verdict_of(entry, lang),
                )
            )
        return blocks

    def as_json(self) -> dict[str, object]:
        """
        Give the evidence as one object, for programs.

        Returns
        -------
        result
            `county`, `entries` (one for each layer, and for the rows of a file that state the same), `unread`
            and `empty` files, `accepted` lines and `conflicts`.
        """
        return {
            "county": self.county,
            "entries": [_record(entry) for entry in self.entries],
            "unread": list(self.unread),
            "empty": list(self.empty),
            "accepted": list(self.accepted),
            "conflicts": list(self.conflicts),
        }


def verdict_of(entry: CrsEntry, lang: Language = "zh") -> str:
    """
    Say what is to be thought of an entry, and what to do.

    Parameters
    ----------
    entry
        The evidence.
    lang
        The language.

    Returns
    -------
    verdict
        One or two sentences.
    """
    if entry.refusal:
        return str(in_language(entry.refusal, lang))
    key = entry.state if entry.state == "recognised" else entry.reason
    said = say(f"crs.verdict.{key}", lang, system=_id(entry.proposal), name=_name(entry.proposal, lang))
    if entry.proposal is None:
        return said
    if entry.proposal == entry.read_as:
        return f"{said}{say('crs.verdict.agrees', lang)}"
    way = "accept" if entry.is_acceptable else "correct"
    doubt = say("crs.doubt.datum", lang) if is_in_metres(entry) else ""
    return f"{said}{doubt}{say(f'crs.verdict.{way}', lang, stated=_id(entry.read_as), line=entry.line)}"


def _title(entry: CrsEntry, lang: Language) -> str:
    """Say which file, what it states, and what its numbers look like."""
    x_low, y_low, x_high, y_high = entry.figures.extent
    form = ".4f" if abs(x_high) <= _LARGEST_DEGREE and abs(y_high) <= _LARGEST_DEGREE else ",.0f"
    extent = f"{x_low:{form}} … {x_high:{form}}, {y_low:{form}} … {y_high:{form}}"
    return say(
        f"crs.title.{'layer' if entry.basis == 'outline' else 'points'}",
        lang,
        file=entry.file,
        table=table_title(entry.table, lang),
        stated=say(f"crs.title.{'stated' if entry.stated else 'unstated'}", lang, stated=entry.stated),
        read_as=say(f"crs.title.{'read_as' if entry.read_as else 'open'}", lang, system=_id(entry.read_as)),
        count=f"{entry.count:,}",
        claims=f"{entry.claims:,}",
        digits="/".join(map(str, entry.figures.digits)),
        decimals=entry.figures.decimals,
        extent=extent,
    )


def _row(reading: EntryReading, lang: Language) -> list[object]:
    """Lay out one reading: shares in percent, residuals in whole metres."""
    hits, *shares = (
        NOTHING if rate is None else f"{100 * rate:.1f} %"
        for rate in (reading.hit_rate, reading.inside_share, reading.share)
    )
    missed = NOTHING if reading.missed is None else f"{reading.missed:,}"
    moves = [metres_text(value) for value in (reading.east_m, reading.north_m)]
    return [reading.candidate.id, hits, missed, *shares, *moves, reading.candidate.name(lang)]


def _record(entry: CrsEntry) -> dict[str, object]:
    """Give an entry by name; numbers that are none are null."""
    return {
        "table": entry.table,
        "file": entry.file,
        "count": entry.count,
        "claims": entry.claims,
        "stated": entry.stated or None,
        "read_as": entry.read_as.id if entry.read_as else None,
        "state": entry.state,
        "reason": entry.reason or None,
        "basis": entry.basis,
        "against": entry.against or None,
        "proposal": entry.proposal.id if entry.proposal else None,
        "acceptable": entry.is_acceptable,
        "contradicted": entry.is_contradicted,
        "digits": list(entry.figures.digits),
        "decimals": entry.figures.decimals,
        "extent": [None if math.isnan(value) else value for value in entry.figures.extent],
        "refusal": entry.refusal or None,
        "evidence": _readings(entry.readings),
    }


def _readings(readings: Iterable[EntryReading]) -> list[dict[str, object]]:
    return [
        {
            "reading": reading.candidate.id,
            "hit_rate": reading.hit_rate,
            "missed": reading.missed,
            "inside_share": reading.inside_share,
            "shared": reading.share,
            "east_m": reading.east_m,
            "north_m": reading.north_m,
        }
        for reading in readings
    ]


def _id(candidate: Candidate | None) -> str:
    return candidate.id if candidate else NOTHING


def _name(candidate: Candidate | None, lang: Language) -> str:
    return candidate.name(lang) if candidate else NOTHING
