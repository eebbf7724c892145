"""The answer of the linker (落图结果): which village a record is in, how it was found, how sure it is."""

from __future__ import annotations

from typing import Final, Literal

LinkStatus = Literal["linked", "tie", "near", "conflict", "unlinked", "rejected"]

LINK_STATUSES: Final[tuple[LinkStatus, ...]] = ("linked", "tie", "near", "conflict", "unlinked", "rejected")
# Rows in = linked + unlinked + rejected: where each status is counted.
COUNTED_AS: Final[dict[LinkStatus, Literal["linked", "unlinked", "rejected"]]] = {
    "linked": "linked",
    "tie": "linked",
    "near": "linked",
    "conflict": "unlinked",
    "unlinked": "unlinked",
    "rejected": "rejected",
}
# What every linked table carries beside its own columns.
LINK_COLUMNS: Final = (
    "linked_village_code",  # missing unless the status counts as linked
    "linked_township_code",  # also known where the candidates disagree on the village but not on the township
    "link_status",
    "link_method",  # which evidence agreed: code, name, point, joined by +
    "link_candidates",  # village codes that the evidence named, joined by ;
    "link_reason",  # key in the catalogue `links`, empty where there is nothing to say
    "distance_m",
)
