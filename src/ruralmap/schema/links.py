"""The answer of the linker (落图结果): which village a record is in, where people live, how sure it is."""

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
    "link_method",  # which evidence agreed: code, name, point, decision, joined by +
    "link_candidates",  # village codes that the evidence named, joined by ;
    "link_reason",  # key in the catalogue `links`, empty where there is nothing to say
    "link_decision",  # who decided what the record means, when, and why; missing where nobody has
    "distance_m",
)

# Where somebody is counted: where registered (登记地), or where living (居住地).
Residence = Literal["registered", "living"]
# What every linked household carries beside LINK_COLUMNS: where it lives (居住地).
LIVING_COLUMNS: Final = (
    "living_village_code",  # known where the status is `registered` or `settled`, and only there
    "living_township_code",  # also known where the evidence agrees on the township alone
    # `registered`: nothing says that it lives elsewhere; `settled`: the village it was moved to is known;
    # `outside_county`: known to live in no village of the county; `conflict`: its papers name several places;
    # or `unknown`.
    "living_status",
    "living_method",  # which evidence agreed: registered, site, name, place, point, joined by +
    "living_candidates",  # village codes that the papers named, joined by ;
    "living_reason",  # key in the catalogue `links`, under `living`; empty where there is nothing to say
)

# What every table of shares carries beside the key of its records. A record's shares of one relation add up
# to exactly one; what is in no village, or in none that is known, is a share too.
SHARE_COLUMNS: Final = (
    "relation",  # 建设地, 出资村, 受益村 of projects; 坐落村, 权属村, 受益村 of assets
    "linked_village_code",  # missing for what lies in no village, or in none that is known
    "linked_township_code",  # also known where only the township is
    "share",
    # On what it rests: `stated` by the office, numbers of `beneficiaries`, metres of `length`, square metres
    # of `area`; `link`: nothing to divide by, the one village found has all of it. Missing where not known.
    "share_method",
    "length_m",
    "area_m2",
    "households",
    "persons",
    "link_status",  # of the village: linked, tie ..., unlinked
    "link_reason",  # key in the catalogue `links`
)
