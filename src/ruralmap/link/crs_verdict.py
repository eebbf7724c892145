"""
Which coordinate system points are in (坐标系判定), if the evidence says so; else that it does not.

One reading must explain the points clearly better than every other. Two readings are compared on the same
points, by those that one of them explains and the other does not (sign test): ten to none are enough, six to
four are not. The 500 m between WGS-84 and GCJ-02 move few points out of a village, so that a short list
decides nothing, and a list without codes never tells these two apart.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from ruralmap.link.crs_evidence import Residual, draw_sample, measure_residual, read_sample, take_reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from ruralmap.geo.candidates import Candidate
    from ruralmap.link.crs_evidence import Flags, Reading, Reference, Sample

State = Literal["recognised", "ambiguous", "none"]
Basis = Literal["claims", "county"]
# Why nothing was recognised: too few points or claims; no reading fits; two fit alike; the best fits too few;
# the best leaves points on one side of their villages; no point claims a village, and the county cannot tell.
Reason = Literal["", "few", "unfit", "alike", "weak", "one_sided", "unclaimed"]

# Chance of seeing such a difference between two readings that are equally good: below it one is better.
# 0.5 ** 10 < 1/1000 < 0.5 ** 9: at least ten points must speak for the better one.
LIKELY_CHANCE: Final = 0.001
FEWEST: Final = 10
# A file with one wrong code in ten, surveyed to some metres, still has well over four in five in their
# village; an unknown shift of some hundred metres leaves fewer. Below half, nothing is explained.
SURE_RATE: Final = 0.8
LEAST_RATE: Final = 0.5
# Points just outside their village lie on all sides of it if only the survey is inexact (agreement near 0),
# and on one side if all of them are shifted (agreement of half a circle of directions: pi / 4 = 0.79).
ONE_SIDED: Final = 0.6
# Without codes only eastings that name their own zone say enough, and nearly all must lie in the county.
COUNTY_RATE: Final = 0.9
_NAME_THEIR_ZONE: Final = frozenset({"zone3", "zone6"})
_SHOWN: Final = 3


@dataclass(frozen=True, eq=False)
class Verdict:
    """
    What is to be thought of a file's points.

    `basis` says whether the villages that points claim decided (`claims`) or the county alone (`county`);
    `reason` is empty for what was recognised. `evidence` holds the best readings with their residuals, the
    best first, then what is stated of the points. `is_contradicted` tells that another one was recognised
    which explains the points clearly better than what is stated.
    """

    state: State
    reason: Reason
    basis: Basis
    sample: Sample
    evidence: tuple[tuple[Reading, Residual], ...]
    is_contradicted: bool = False

    @property
    def proposal(self) -> Candidate | None:
        """What the points are in, where that was recognised."""
        return self.evidence[0][0].candidate if self.state == "recognised" else None


def judge_points(
    x: pd.Series[float],
    y: pd.Series[float],
    claims: pd.Series[str],
    *,
    reference: Reference,
    candidates: Sequence[Candidate],
    stated: Candidate | None = None,
) -> Verdict:
    """
    Find the coordinate system of a file's points.

    Parameters
    ----------
    x
        The first column as read, missing where it is no number.
    y
        The second, on the same index.
    claims
        The code of the village that each point claims, on the same index; missing where there is none.
    reference
        Villages and county.
    candidates
        The ways in which the numbers may be read.
    stated
        The way in which the file or the workspace says that they are to be read.

    Returns
    -------
    verdict
        What was recognised, or why nothing was, with the evidence.
    """
    sample = draw_sample(x, y, claims, reference)
    also = [stated] if stated and stated not in candidates else []
    readings = read_sample(sample, [*candidates, *also], reference)
    basis: Basis = "claims" if sample.claims >= FEWEST else "county"
    shown = readings[:_SHOWN]
    if stated and sample.points and stated not in [reading.candidate for reading in shown]:
        shown = [*shown, take_reading(sample, stated, reference)]
    evidence = tuple((reading, measure_residual(sample, reading, reference)) for reading in shown)
    judge = _by_claims if basis == "claims" else _by_county
    state, reason = judge(readings, evidence[0][1] if readings else Residual(), sample)
    own = [reading for reading in shown if reading.candidate == stated]
    worse = state == "recognised" and any(_is_better(shown[0], reading, basis) for reading in own)
    return Verdict(state, reason, basis, sample, evidence, is_contradicted=worse)


def _by_claims(readings: Sequence[Reading], residual: Residual, _sample: Sample) -> tuple[State, Reason]:
    """Judge by the villages that points claim."""
    if not readings or readings[0].hit_rate < LEAST_RATE:
        return "none", "unfit"
    best, *rivals = readings
    if not all(_is_better(best, rival, "claims") for rival in rivals):
        return "ambiguous", "alike"
    if residual.one_sided >= ONE_SIDED and _direction_chance(residual) < LIKELY_CHANCE:
        return "ambiguous", "one_sided"
    return ("recognised", "") if best.hit_rate >= SURE_RATE else ("ambiguous", "weak")


def _by_county(readings: Sequence[Reading], _residual: Residual, sample: Sample) -> tuple[State, Reason]:
    """Judge by the county alone: only eastings that name their own zone can be recognised so."""
    if sample.points < FEWEST:
        return "ambiguous", "few"
    if not readings or readings[0].inside_share < LEAST_RATE:
        return "none", "unfit"
    best, *rivals = readings
    clear = best.inside_share >= COUNTY_RATE and all(_is_better(best, one, "county") for one in rivals)
    if clear and best.candidate.kind in _NAME_THEIR_ZONE:
        return "recognised", ""
    return "ambiguous", "few" if sample.claims else "unclaimed"


def _is_better(one: Reading, other: Reading, basis: Basis) -> bool:
    """Tell whether one reading explains more of the same points than chance could make it."""
    first, second = _explained(one, basis), _explained(other, basis)
    return sign_chance(int(np.sum(first & ~second)), int(np.sum(second & ~first))) < LIKELY_CHANCE


def _explained(reading: Reading, basis: Basis) -> Flags:
    return reading.hit if basis == "claims" else reading.inside


def sign_chance(wins: int, losses: int) -> float:
    """
    Give the chance that a fair coin wins at least so often: the one-sided sign test.

    Parameters
    ----------
    wins
        How often one reading alone explains a point.
    losses
        How often the other alone does.

    Returns
    -------
    chance
        0 to 1; 1 where there is nothing to compare.

    Notes
    -----
    Source: the exact sign test, the sum of the binomial distribution's upper end at one half.
    """
    throws = wins + losses
    ways = sum(math.comb(throws, good) for good in range(wins, throws + 1))
    return float(ways / 2**throws)


def _direction_chance(residual: Residual) -> float:
    """
    Give the chance that directions without any preference agree so much.

    Source: Rayleigh's test of uniformity on the circle, in its usual approximation exp(-n R²).
    """
    return math.exp(-residual.near * residual.one_sided**2)
