"""Counting links (落图统计): rows in = linked + unlinked + rejected, or it is an error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ruralmap.errors import ConservationError
from ruralmap.schema.links import COUNTED_AS, LINK_STATUSES
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class LinkCounts:
    """How many rows went where: the three sums, and every status by itself in `statuses`."""

    rows: int
    linked: int
    unlinked: int
    rejected: int
    statuses: dict[str, int]


def count_links(links: pd.DataFrame, *, rows: int, rejected: int = 0) -> LinkCounts:
    """
    Count links and make sure that no row went missing.

    Parameters
    ----------
    links
        With `link_status` and `linked_village_code`, one row a record that was given to the linker.
    rows
        How many rows were read.
    rejected
        How many of them were set aside before linking.

    Returns
    -------
    counts
        The counts.

    Raises
    ------
    ConservationError
        If rows went missing, a row has no known status, or a linked one no village (or the other way round).
    """
    status = links["link_status"]
    counted = status.map(COUNTED_AS)
    bad = counted.isna() | ((counted == "linked") != links["linked_village_code"].notna())
    if bad.any():
        raise ConservationError(say_both("links.bad_link", count=int(bad.sum())))
    statuses: dict[str, int] = {name: int((status == name).sum()) for name in LINK_STATUSES}
    statuses["rejected"] += rejected
    sums = {name: int((counted == name).sum()) for name in ("linked", "unlinked", "rejected")}
    sums["rejected"] += rejected
    if sum(sums.values()) != rows:
        raise ConservationError(say_both("links.not_conserved", rows=rows, **sums))
    return LinkCounts(rows=rows, **sums, statuses=statuses)
