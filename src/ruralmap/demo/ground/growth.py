"""Regions that spread over a network from where they start until they meet."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

Links: TypeAlias = Sequence[Sequence[tuple[int, int]]]
"""For each node, the nodes it leads to and the cost of going there."""

PACE: Final = 1000
"""The usual pace; a larger one is slower."""

# A queue entry is one whole number: arrival time, node, label. It sorts faster than a tuple, without ties.
_LABEL_BITS: Final = 14
_NODE_BITS: Final = 20
_LABEL_MASK: Final = (1 << _LABEL_BITS) - 1
_NODE_MASK: Final = (1 << _NODE_BITS) - 1
_NEVER: Final = 1 << 200  # above every entry


def grow(
    links: Links, sources: Iterable[tuple[int, int]], *, pace: Sequence[int], fences: Sequence[int]
) -> list[int]:
    """
    Let labels spread from their sources; a node goes to the label that reaches it first.

    Ties go to the lower node, then the lower label. What a label holds is always connected to its sources.

    Parameters
    ----------
    links
        The network.
    sources
        Pairs of a node and the label that starts there.
    pace
        For each label, by how much costs are multiplied.
    fences
        For each node its enclosure; nothing spreads from one enclosure into another.

    Returns
    -------
    labels
        One a node, -1 where nothing came.
    """
    labels = [-1] * len(links)
    queue = [(node << _LABEL_BITS) | label for node, label in sources]
    heapify(queue)
    soonest = [_NEVER] * len(links)  # the least entry queued for each node: a later one would change nothing
    while queue:
        entry = heappop(queue)
        node = (entry >> _LABEL_BITS) & _NODE_MASK
        if labels[node] >= 0:
            continue
        label = entry & _LABEL_MASK
        labels[node] = label
        time, fence, slowness = entry >> (_LABEL_BITS + _NODE_BITS), fences[node], pace[label]
        for other, cost in links[node]:
            arrival = ((((time + cost * slowness) << _NODE_BITS) | other) << _LABEL_BITS) | label
            if arrival < soonest[other] and labels[other] < 0 and fences[other] == fence:
                soonest[other] = arrival
                heappush(queue, arrival)
    return labels
