"""One entry of the evidence on coordinate systems (坐标系证据), alike for a layer and a table's rows."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from ruralmap.link.crs_evidence import count_digits

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ruralmap.geo.candidates import Candidate
    from ruralmap.jobs.crs_files import TableVerdict
    from ruralmap.jobs.crs_layers import LayerEvidence

# What decided: villages that points claim, the county alone, or the outline of another layer.
Basis = Literal["claims", "county", "outline"]
NOTHING: Final = "—"


@dataclass(frozen=True)
class EntryReading:
    """
    What one candidate makes of the coordinates.

    `hit_rate` is the share of points in the village they claim (of polygons in the unit their code names) and
    `missed` how many of those looked at are not; `inside_share` is that of points in the county, `share` that
    of the area which both a layer and the one compared with cover. Each is 0 to 1, None where it was not
    asked. `east_m` and `north_m` are the residual vector in metres, None where nothing is left over.
    """

    candidate: Candidate
    hit_rate: float | None
    missed: int | None
    inside_share: float | None
    share: float | None
    east_m: float | None
    north_m: float | None

    def rate(self, basis: Basis) -> float:
        """
        Give the share that decided.

        Parameters
        ----------
        basis
            What decided.

        Returns
        -------
        rate
            0 to 1.
        """
        rates = {"claims": self.hit_rate, "county": self.inside_share, "outline": self.share}
        return rates[basis] or 0.0


@dataclass(frozen=True)
class Figures:
    """
    What the numbers look like (数值形态).

    `digits` are those before the point of either column, `decimals` the most behind it; `extent` is the least
    of both columns, then the greatest.
    """

    digits: tuple[int, int] = (0, 0)
    decimals: int = 0
    extent: tuple[float, float, float, float] = (math.nan,) * 4


@dataclass(frozen=True)
class CrsEntry:
    """
    What is to be thought of the coordinates of a layer, or of rows of one file that state the same.

    `count` is the number of points or of vertices, `claims` that of points that claim a village; `stated` is
    the datum that rows state, empty where they state none; `read_as` how they are read today, None where that
    is open. `state` and `reason` are those of the verdict; `refused` is a layer whose own system cannot be
    used, which `refusal` explains. `is_acceptable` tells that a line in ruralmap.toml would change how they
    are read; `against` names the layer compared with.
    """

    table: str
    file: str
    basis: Basis
    count: int
    claims: int
    stated: str
    read_as: Candidate | None
    state: str
    reason: str
    proposal: Candidate | None
    is_acceptable: bool
    is_contradicted: bool
    figures: Figures
    readings: tuple[EntryReading, ...]
    against: str = ""
    refusal: str = ""

    @property
    def line(self) -> str:
        """What would stand under [crs] in ruralmap.toml."""
        # TOML writes quotes and backslashes as JSON does.
        key = json.dumps(self.file, ensure_ascii=False)
        return f'{key} = "{self.proposal.id}"' if self.proposal else ""

    @property
    def rival(self) -> EntryReading | None:
        """The reading that the best one is told apart from: the one in use, else the next best."""
        others = self.readings[1:]
        own = [reading for reading in others if reading.candidate == self.read_as]
        return next(iter([*own, *others]), None)


def entry_of_table(found: TableVerdict) -> CrsEntry:
    """
    Make the entry of a file's rows.

    Parameters
    ----------
    found
        What is to be thought of them.

    Returns
    -------
    entry
        The same as numbers and names.
    """
    group, verdict = found.group, found.verdict
    numbers = group.numbers[["lon", "lat"]].to_numpy(dtype=np.float64)
    return CrsEntry(
        group.table,
        group.file,
        verdict.basis,
        count=verdict.sample.points,
        claims=verdict.sample.claims,
        stated=group.stated or "",
        read_as=group.read_as,
        state=verdict.state,
        reason=verdict.reason,
        proposal=verdict.proposal,
        is_acceptable=found.is_acceptable,
        is_contradicted=verdict.is_contradicted,
        figures=_figures(numbers),
        readings=tuple(
            EntryReading(
                reading.candidate,
                hit_rate=reading.hit_rate if verdict.sample.claims else None,
                missed=int((~reading.hit).sum()) if verdict.sample.claims else None,
                inside_share=reading.inside_share,
                share=None,
                east_m=_known(residual.east_m),
                north_m=_known(residual.north_m),
            )
            for reading, residual in verdict.evidence
        ),
    )


def entry_of_layer(found: LayerEvidence) -> CrsEntry:
    """
    Make the entry of a layer.

    Parameters
    ----------
    found
        What is to be thought of it.

    Returns
    -------
    entry
        The same as numbers and names.
    """
    verdict = found.verdict
    return CrsEntry(
        found.table,
        found.file,
        "outline",
        count=len(found.vertices),
        claims=0,
        stated="",
        read_as=found.read_as,
        state=verdict.state if verdict else "refused",
        reason=verdict.reason if verdict else "",
        proposal=verdict.proposal if verdict else None,
        is_acceptable=found.is_acceptable,
        is_contradicted=bool(verdict and verdict.is_contradicted),
        figures=_figures(found.vertices),
        readings=tuple(
            EntryReading(
                reading.candidate,
                hit_rate=reading.hit_rate,
                missed=None,
                inside_share=None,
                share=reading.share,
                east_m=_known(reading.east_m),
                north_m=_known(reading.north_m),
            )
            for reading in (verdict.evidence if verdict else ())
        ),
        against=found.against,
        refusal=found.refusal,
    )


def _figures(numbers: NDArray[np.float64]) -> Figures:
    """Count digits and measure the extent of two columns, one pair a row."""
    if not len(numbers):
        return Figures()
    (x_whole, x_decimals), (y_whole, y_decimals) = (count_digits(column) for column in numbers.T)
    low, high = numbers.min(axis=0), numbers.max(axis=0)
    extent = (float(low[0]), float(low[1]), float(high[0]), float(high[1]))
    return Figures((x_whole, y_whole), max(x_decimals, y_decimals), extent)


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value


def metres_text(value: float | None) -> str:
    """
    Write a residual in whole metres with its sign.

    Parameters
    ----------
    value
        Metres east or north, None where nothing is left over.

    Returns
    -------
    text
        Such as `-117` or `+1,035`; a dash for None.
    """
    if value is None:
        return NOTHING
    return f"{round(value):+,}" if round(value) else "0"
