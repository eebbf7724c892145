"""
Which coordinate system points are in (坐标系判定), if the evidence says so; else that it does not.

One reading must explain the points clearly better than every other. Two readings are compared on the same
points, by those that one of them explains and the other does not (sign test): ten to none are enough, six to
four are not. Neighbours cross a border together and count once: a hamlet that is registered next door speaks
for no shift. The 500 m between WGS-84 and GCJ-02 move few points out of a village, so that a short list
decides nothing, and a list without codes never tells these two apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from ruralmap.link.crs_evidence import draw_sample, read_sample, take_reading
from ruralmap.link.crs_residual import measure_residual

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from ruralmap.geo.candidates import Candidate
    from ruralmap.link.crs_evidence import Flags, Places, Reading, Reference, Sample
    from ruralmap.link.crs_residual import Residual

State = Literal["recognised", "ambiguous", "none", "refused"]
Basis = Literal["claims", "county"]
# Why nothing was recognised: too few points or claims, or in too few spots; no reading fits; two fit alike;
# what the best leaves out another explains; the best fits too few; the best leaves points on one side of
# their villages; no point claims a village, and the county cannot tell; the points state an old datum.
Reason = Literal["", "few", "unfit", "alike", "mixed", "weak", "one_sided", "unclaimed", "old_datum"]

# Chance of seeing such a difference between two readings that are equally good: below it one is better.
LIKELY_CHANCE: Final = 0.001
# The deviation from nothing that the normal distribution exceeds with that chance. Ten to none give the root
# of ten, 3.16, nine to none 3.00: at least ten spots must speak for the better one.
CLEAR_SCORE: Final = 3.09
FEWEST: Final = 10
# A meridian somewhat beside the right one can leave all points of one village in it: three have to speak.
FEWEST_VILLAGES: Final = 3
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
    if basis == "county":
        state, reason = _by_county(readings, sample)
    elif readings:
        state, reason = _by_claims(readings, evidence[0][1], sample)
    else:
        state, reason = "none", "unfit"
    own = [reading for reading in shown if reading.candidate == stated]
    worse = state == "recognised" and any(_is_better(shown[0], reading, basis, sample) for reading in own)
    return Verdict(state, reason, basis, sample, evidence, is_contradicted=worse)


def _by_claims(readings: Sequence[Reading], residual: Residual, sample: Sample) -> tuple[State, Reason]:
    """Judge by the villages that points claim."""
    best, *rivals = readings
    spots = _spots(sample, "claims")
    if best.hit_rate < LEAST_RATE:
        return "none", "unfit"
    villages = np.setdiff1d(sample.claimed, [-1])
    if np.unique(spots).size < FEWEST or villages.size < FEWEST_VILLAGES:
        return "ambiguous", "few"
    if not all(_is_better(best, rival, "claims", sample) for rival in rivals):
        return "ambiguous", "alike"
    far = residual.far
    if any(sign_score(far & rival.hit, far & ~rival.hit, spots) >= CLEAR_SCORE for rival in rivals):
        return "ambiguous", "mixed"
    if residual.one_sided >= ONE_SIDED and residual.chance < LIKELY_CHANCE:
        return "ambiguous", "one_sided"
    return ("recognised", "") if best.hit_rate >= SURE_RATE else ("ambiguous", "weak")


def _by_county(readings: Sequence[Reading], sample: Sample) -> tuple[State, Reason]:
    """Judge by the county alone: only eastings that name their own zone can be recognised so."""
    if sample.points < FEWEST:
        return "ambiguous", "few"
    if not readings or readings[0].inside_share < LEAST_RATE:
        return "none", "unfit"
    best, *rivals = readings
    clear = best.inside_share >= COUNTY_RATE
    clear = clear and all(_is_better(best, one, "county", sample) for one in rivals)
    if clear and best.candidate.kind in _NAME_THEIR_ZONE:
        return "recognised", ""
    return "ambiguous", "few" if sample.claims else "unclaimed"


def _is_better(one: Reading, other: Reading, basis: Basis, sample: Sample) -> bool:
    """Tell whether one reading explains more of the same points than chance could make it."""
    first, second = ((each.hit if basis == "claims" else each.inside) for each in (one, other))
    return sign_score(first & ~second, second & ~first, _spots(sample, basis)) >= CLEAR_SCORE


def _spots(sample: Sample, basis: Basis) -> Places:
    """Take the spots of the points that decide: those that claim a village, or all."""
    return sample.spots[sample.claimed >= 0] if basis == "claims" else sample.spots


def sign_score(wins: Flags, losses: Flags, spots: Places) -> float:
    """
    Score how clearly some points speak for something and not against it: the sign test, for points in spots.

    Parameters
    ----------
    wins
        Which points speak for it.
    losses
        Which speak against it.
    spots
        The number of each point's spot; what lies in one spot may be wrong together.

    Returns
    -------
    score
        In standard deviations of the normal distribution; 0 where no point speaks. It never exceeds the root
        of the number of spots.

    Notes
    -----
    Source: McNemar's test for clustered pairs (Durkalski and others, Statistics in Medicine 22, 2003), all
    pairs weighing the same; where each spot has one point it is the sign test's normal approximation.
    """
    balance = np.bincount(spots, weights=wins.astype(np.float64) - losses)
    spread = float(np.sqrt(np.sum(balance**2)))
    return float(balance.sum()) / spread if spread else 0.0
