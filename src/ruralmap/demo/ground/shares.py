"""Sharing the pieces of land out among townships, and within each among its villages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ruralmap.demo.ground.growth import PACE, grow
from ruralmap.demo.ground.tidy import connected_parts, straighten

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from ruralmap.demo.ground.pieces import Pieces
    from ruralmap.demo.ground.plane import Floats, Ints

_TOWNSHIP_ROUNDS: Final = 12
_VILLAGE_ROUNDS: Final = 30
# How far paces may part: townships little, or the fast would run round the slow; villages more.
_TOWNSHIP_SPREAD: Final = 1.3
_VILLAGE_SPREAD: Final = 3.0
# Village areas differ by chance from this share of the usual one on, up to it and the range together.
_LEAST_SHARE: Final = 0.65
_SHARE_RANGE: Final = 0.8
_FRINGE_SHARE: Final = 0.75
_MOST_FRINGE: Final = 8
_LEAST_FRINGE: Final = 2


@dataclass(frozen=True)
class Need:
    """
    What a township has to hold: communities in its town (镇中心区), villages at its edge, villages beyond.

    `ringed` asks for one village that lies all round the town, so that the layer holds an enclave.
    """

    town: int
    fringe: int
    beyond: int
    ringed: bool = False

    @property
    def settled(self) -> int:
        """How many villages start beside the town: at least two, lest one closes round it by chance."""
        return 1 if self.ringed else max(_LEAST_FRINGE, min(self.fringe, _MOST_FRINGE))


@dataclass
class _Sites:
    """Villages in the making: the township of each; where the rural ones start, and their areas."""

    owner: list[int] = field(default_factory=list)
    starts: dict[int, list[int]] = field(default_factory=dict)
    shares: dict[int, float] = field(default_factory=dict)
    settled: set[int] = field(default_factory=set)


def share_townships(pieces: Pieces, seats: Sequence[int], *, weights: Floats) -> Ints:
    """
    Share the pieces among townships, each growing from its seat.

    Parameters
    ----------
    pieces
        The pieces.
    seats
        The piece of each township's seat.
    weights
        How much land each township should have, relative to the others; position counts for more.

    Returns
    -------
    township
        One a piece, numbered as `seats`.
    """
    targets = weights / weights.sum() * pieces.sizes.sum()
    fences = [0] * len(pieces.sizes)
    pace = np.full(len(seats), PACE, dtype=np.int64)
    sources = [(piece, label) for label, piece in enumerate(seats)]
    township = np.empty(0, dtype=np.int64)
    for _ in range(_TOWNSHIP_ROUNDS):
        township = np.array(grow(pieces.links, sources, pace=pace.tolist(), fences=fences), dtype=np.int64)
        pace = _mend_pace(
            pace, np.bincount(township, weights=pieces.sizes), targets=targets, spread=_TOWNSHIP_SPREAD
        )
    return straighten(pieces, township, kept=set(seats), fences=np.zeros_like(township))


def share_villages(
    pieces: Pieces,
    township: Ints,
    *,
    seats: Sequence[int],
    needs: Sequence[Need],
    rng: np.random.Generator,
) -> tuple[Ints, list[int]]:
    """
    Share each township's pieces among its villages.

    Communities of the town take one piece each around the seat. The other villages spread from starting
    pieces that move to their middles, at paces that even out their areas, until they settle.

    Parameters
    ----------
    pieces
        The pieces.
    township
        The township of each piece.
    seats
        The piece of each township's seat.
    needs
        What each township has to hold.
    rng
        The source of chance.

    Returns
    -------
    site
        The village of each piece, numbered through the townships: town first, then fringe, then beyond.
    owner
        The township of each village.
    """
    fences = township.copy()
    towns = np.full(len(township), -1, dtype=np.int64)
    sites = _Sites()
    for number, (seat, need) in enumerate(zip(seats, needs, strict=True)):
        members = np.flatnonzero(township == number)
        town = _town_pieces(pieces, members, seat=seat, count=need.town)
        towns[town] = len(sites.owner) + np.arange(need.town)
        for cut_off in connected_parts(pieces, set(members.tolist()) - set(town))[1:]:
            gate = min(piece for piece in town if not pieces.sides[piece].keys().isdisjoint(cut_off))
            towns[cut_off] = towns[gate]
        fences[members[towns[members] >= 0]] = -1
        sites.owner += [number] * need.town
        rural = np.flatnonzero(fences == number)
        shares = _LEAST_SHARE + rng.random(need.fringe + need.beyond) * _SHARE_RANGE
        shares[: need.fringe] *= _FRINGE_SHARE
        shares *= pieces.sizes[rural].sum() / shares.sum()
        seeds = _first_seeds(pieces, rural.tolist(), town=town, need=need)
        for place, (seed, share) in enumerate(zip(seeds, shares.tolist(), strict=True)):
            label = len(sites.owner)
            sites.owner.append(number)
            sites.starts[label], sites.shares[label] = seed, share
            if place < need.settled:
                sites.settled.add(label)
    site = np.where(towns >= 0, towns, _settle(pieces, sites, fences=fences))
    kept = {piece for seed in sites.starts.values() for piece in seed}
    return straighten(pieces, site, kept=kept, fences=fences), sites.owner


def _town_pieces(pieces: Pieces, members: Ints, *, seat: int, count: int) -> list[int]:
    """Take the seat's piece and then, one by one, the nearest that touches what is taken."""
    inside = set(members.tolist())
    town = [seat]
    while len(town) < count:
        beside = inside.intersection({o for piece in town for o in pieces.sides[piece]}) - set(town)
        town.append(_nearest(pieces, sorted(beside), point=pieces.centres[seat]))
    return town


def _first_seeds(pieces: Pieces, rural: Sequence[int], *, town: list[int], need: Need) -> list[list[int]]:
    """Choose where villages start: the fringe beside the town and apart, the rest as far apart as can be."""
    beside = sorted({o for piece in town for o in pieces.sides[piece]}.intersection(rural))
    seeds = [beside] if need.ringed else [[_farthest(pieces, beside, taken=town[:1])]]
    while len(seeds) < min(need.settled, len(beside)):
        seeds.append([_farthest(pieces, beside, taken=[piece for seed in seeds for piece in seed])])
    while len(seeds) < need.fringe + need.beyond:
        seeds.append([_farthest(pieces, rural, taken=[*town, *(piece for seed in seeds for piece in seed)])])
    return seeds


def _settle(pieces: Pieces, sites: _Sites, *, fences: Ints) -> Ints:
    """Grow, move unsettled starts to their middles, mend paces; keep every township's fairest round."""
    labels = sorted(sites.starts)
    owner = np.array([sites.owner[label] for label in labels])
    shares = np.array([sites.shares[label] for label in labels])
    seeds = [sites.starts[label] for label in labels]
    pace = np.full(len(labels), PACE, dtype=np.int64)
    fairest = np.full(owner.max() + 1, -1.0)
    best = np.full(len(fences), -1, dtype=np.int64)
    for _ in range(_VILLAGE_ROUNDS):
        sources = [(piece, place) for place, seed in enumerate(seeds) for piece in seed]
        grown = np.array(grow(pieces.links, sources, pace=pace.tolist(), fences=fences.tolist()))
        held = grown >= 0
        sizes = np.bincount(grown[held], weights=pieces.sizes[held], minlength=len(labels))
        fairness = np.ones(len(fairest))
        np.minimum.at(fairness, owner, np.minimum(sizes / shares, shares / sizes))
        better = held & (fairness > fairest)[fences]
        best[better] = np.array(labels)[grown[better]]
        fairest = np.maximum(fairest, fairness)
        pace = _mend_pace(pace, sizes, targets=shares, spread=_VILLAGE_SPREAD)
        for place, label in enumerate(labels):
            if label not in sites.settled:
                seeds[place] = [_middle(pieces, np.flatnonzero(grown == place))]
    return best


def _mend_pace(pace: Ints, sizes: NDArray[Any], *, targets: Floats, spread: float) -> Ints:
    """Slow down who got too much; the fourth root keeps it from swinging."""
    mended = np.round(pace * np.sqrt(np.sqrt(sizes / targets))).astype(np.int64)
    clipped: Ints = np.clip(mended, round(PACE / spread), round(PACE * spread))
    return clipped


def _middle(pieces: Pieces, members: Ints) -> int:
    sizes = pieces.sizes[members]
    centre = (pieces.centres[members] * sizes[:, None]).sum(axis=0) / sizes.sum()
    return _nearest(pieces, members.tolist(), point=centre)


def _nearest(pieces: Pieces, candidates: Sequence[int], *, point: Floats) -> int:
    squared = ((pieces.centres[list(candidates)] - point) ** 2).sum(axis=1)
    return candidates[int(squared.argmin())]


def _farthest(pieces: Pieces, candidates: Sequence[int], *, taken: Collection[int]) -> int:
    gaps = pieces.centres[list(candidates)][:, None] - pieces.centres[list(taken)]
    return candidates[int((gaps**2).sum(axis=2).min(axis=1).argmax())]
