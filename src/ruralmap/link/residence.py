"""
Where households live (居住地): a relocated one is registered in one village and lives in another.

Its site, the village written as its dwelling and the kind of place that it was moved to are its papers. Those
that speak must agree, and lie in the township written; if they do not, nothing is chosen. Its point is asked
only where no paper speaks, and does not count in the village that it left: it may have been taken at the old
house. Of whom nobody says that they moved live where they are registered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ruralmap.link.agreement import agree, count_votes, name_all
from ruralmap.link.candidates import SEPARATOR
from ruralmap.link.claims import first_that_holds
from ruralmap.link.gazetteer import villages_of_names
from ruralmap.link.standpoints import villages_of_readings
from ruralmap.schema.links import LIVING_COLUMNS
from ruralmap.schema.people import COUNTY_OUTSIDE, VILLAGE_INSIDE, VILLAGE_OUTSIDE

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

    from ruralmap.link.agreement import Votes

# What rosters say of a dwelling: where they contradict each other in one of these, it is not known.
RESIDENCE_COLUMNS: Final = ("relocated", "site_id", "settled_at", "living_township", "living_village")
# What a paper names that names a place outside the county; sorts behind every code.
_OUTSIDE: Final = "outside"
_PAPERS: Final = ("site", "name", "place")
_TEXTS: Final = (
    *RESIDENCE_COLUMNS[1:],
    "linked_village_code",
    "linked_township_code",
    "link_candidates",
    "datum",
)


def settle_households(
    households: pd.DataFrame,
    sites: pd.DataFrame,
    villages: gpd.GeoDataFrame,
    *,
    regions: Sequence[str] = (),
    contested: pd.Series[bool] | None = None,
) -> pd.DataFrame:
    """
    Find the village in which each household lives.

    Parameters
    ----------
    households
        With `linked_village_code`, `linked_township_code` and `link_candidates` (where registered), and any
        of `relocated`, `site_id`, `settled_at` (县城, 乡镇, 村内, 村外, 县外), `living_township` and
        `living_village` (names as typed), `lon`, `lat` (degrees) and `datum`. A missing column or value says
        nothing.
    sites
        Relocation sites: `site_id`, each once, and the `linked_village_code` in which it stands.
    villages
        In CGCS2000 or WGS-84 degrees, uniquely indexed by `village_code`, with `village`, `township_code`,
        `township`, and `kind` where it is known.
    regions
        Known names in full, from large to small, that may stand before a name.
    contested
        On the households' index: whose rosters contradict each other in one of RESIDENCE_COLUMNS.

    Returns
    -------
    living
        The columns of LIVING_COLUMNS on the households' index, each household with exactly one status.

    Raises
    ------
    CrsError
        If the villages are not in degrees of CGCS2000 or WGS-84, or a datum is unknown.
    """
    read = _read(households)
    apart = np.zeros(len(read), dtype=bool)
    if contested is not None:
        apart = contested.fillna(value=False).to_numpy(dtype=bool)
    names = villages_of_names(read["living_village"], read["living_township"], villages, regions=regions)
    moved = _is_moved(read, names["township_code"]) & ~apart
    parts = [
        _contested(read[apart]),
        _at_home(read[~moved & ~apart]),
        _elsewhere(read[moved], sites, villages, names=names[moved]),
    ]
    living = pd.concat(parts)[list(LIVING_COLUMNS)].astype("str")
    return living.sort_index().set_axis(households.index)


def _read(households: pd.DataFrame) -> pd.DataFrame:
    """Take the columns that are evidence, missing ones as missing values, rows counted from 0."""
    plain = households.reset_index(drop=True)
    texts = plain.reindex(columns=list(_TEXTS)).astype("str")
    points = plain.reindex(columns=["lon", "lat"]).astype("float64")
    flag = plain.reindex(columns=["relocated"])["relocated"].astype("boolean")
    return texts.join(points).assign(relocated=flag)


def _is_moved(read: pd.DataFrame, township: pd.Series[str]) -> pd.Series[bool]:
    """Tell of whom some paper says that they were moved, or live elsewhere."""
    written = read[["site_id", "settled_at", "living_village"]].notna().any(axis=1)
    written |= township.notna() & (township != read["linked_township_code"])
    return written | read["relocated"].fillna(value=False).astype(bool)


def _contested(read: pd.DataFrame) -> pd.DataFrame:
    """Choose nothing where the rosters contradict each other."""
    return pd.DataFrame(
        {"living_status": "unknown", "living_reason": "rosters_disagree"},
        index=read.index,
        columns=list(LIVING_COLUMNS),
    )


def _at_home(read: pd.DataFrame) -> pd.DataFrame:
    """Take the registered village; whose registration is not known, of them the dwelling is not either."""
    known = read["linked_village_code"].notna()
    return pd.DataFrame(
        {
            "living_village_code": read["linked_village_code"],
            "living_township_code": read["linked_township_code"],
            "living_status": first_that_holds({"registered": known}, read.index, otherwise="unknown"),
            "living_method": first_that_holds({"registered": known}, read.index),
            "living_candidates": read["link_candidates"],
            "living_reason": first_that_holds({"not_linked": ~known}, read.index),
        },
        index=read.index,
    )


def _elsewhere(
    read: pd.DataFrame, sites: pd.DataFrame, villages: gpd.GeoDataFrame, *, names: pd.DataFrame
) -> pd.DataFrame:
    """Hold the papers of moved households against each other; ask the point where they are silent."""
    host = read["site_id"].map(sites.set_index("site_id")["linked_village_code"]).astype("str")
    papers = [host, names["candidates"].where(names["is_sure"]), _places(read)]
    votes = count_votes(papers, np.array([*sorted(villages.index), _OUTSIDE], dtype=object))
    standing = villages_of_readings(read, villages.geometry)
    within = villages["township_code"]
    facts = _weigh(read, votes, standing).pipe(_doubt, read, names["township_code"], within)
    known = facts["village"].mask(facts["village"] == _OUTSIDE)
    written = names["township_code"].where(facts["silent"])
    shared = _townships(facts["named"].mask(facts["silent"] & facts["at_home"]), within)
    doubts = {
        "site_unknown": read["site_id"].notna() & ~read["site_id"].isin(sites["site_id"]),
        "site_unlinked": read["site_id"].notna() & host.isna(),
        "name_unclear": names["reason"].notna(),
    }
    return pd.DataFrame(
        {
            "living_village_code": known,
            "living_township_code": known.map(within).fillna(written).fillna(shared).mask(facts["apart"]),
            "living_status": facts["status"],
            "living_method": _methods(votes, facts),
            "living_candidates": facts["named"]
            .str.removesuffix(_OUTSIDE)
            .str.rstrip(SEPARATOR)
            .replace("", None),
            "living_reason": _reasons(facts, doubts, has_point=read["lon"].notna()),
        },
        index=read.index,
    )


def _places(read: pd.DataFrame) -> pd.Series[str]:
    """Say what the kind of place names: the registered village, outside the county, or no certain village."""
    # 否 beside the number of a site contradicts it: who was not relocated lives at home.
    denied = ~read["relocated"].fillna(value=True).astype(bool) & read["site_id"].notna()
    at_home = (read["settled_at"] == VILLAGE_INSIDE) | denied
    return read["linked_village_code"].where(at_home).mask(read["settled_at"] == COUNTY_OUTSIDE, _OUTSIDE)


def _weigh(read: pd.DataFrame, votes: Votes, standing: pd.DataFrame) -> pd.DataFrame:
    """Find what all papers have in common, else the point where it is sure; and list what was named."""
    index = read.index
    common = agree(votes, (1 << len(_PAPERS)) - 1)
    silent = pd.Series(votes.speak == 0, index=index)
    single = standing["is_sure"] & ~standing["candidates"].str.contains(SEPARATOR, na=True)
    point = standing["candidates"].where(single)
    one = pd.Series(common.lowest, index=index, dtype="str").where(common.common == 1)
    named = pd.Series(name_all(votes), index=index, dtype="str")
    return pd.DataFrame(
        {
            "found": one.fillna(point.where(silent)),
            "named": named.fillna(standing["candidates"].where(silent)),
            "point": point,
            "silent": silent,
            "differ": ~silent & (common.common == 0),
        }
    )


def _doubt(
    facts: pd.DataFrame, read: pd.DataFrame, written: pd.Series[str], within: pd.Series[str]
) -> pd.DataFrame:
    """Decide, unless what was found is the village that they left, or not in the township written."""
    found = facts["found"]
    # 村外: wherever they live, it is not there. Nor does a point alone say that of who was moved.
    left = facts["silent"] | (read["settled_at"] == VILLAGE_OUTSIDE)
    at_home = left & (found == read["linked_village_code"])
    apart = found.notna() & written.notna() & (found.map(within) != written)
    claims = {
        "conflict": facts["differ"] | (~facts["silent"] & (at_home | apart)),
        "outside_county": (found == _OUTSIDE) & ~apart,
        "settled": found.notna() & ~(at_home | apart),
    }
    status = first_that_holds(claims, facts.index, otherwise="unknown")
    return facts.assign(status=status, village=found.mask(at_home | apart), at_home=at_home, apart=apart)


def _methods(votes: Votes, facts: pd.DataFrame) -> pd.Series[str]:
    """Join the names of the papers that speak, and the point where it agrees."""
    texts = [
        "+".join(name for bit, name in enumerate(_PAPERS) if bits >> bit & 1)
        for bits in range(1 << len(_PAPERS))
    ]
    papers = pd.Series(np.array(texts, dtype=object)[votes.speak], index=facts.index, dtype="str")
    joined = (papers + "+point").where(facts["point"] == facts["village"], papers)
    return joined.str.removeprefix("+").where(facts["village"].notna())


def _reasons(
    facts: pd.DataFrame, doubts: dict[str, pd.Series[bool]], *, has_point: pd.Series[bool]
) -> pd.Series[str]:
    """Give the gravest reason of each household; missing where there is nothing to say."""
    known, conflict = facts["village"].notna(), facts["status"] == "conflict"
    claims = {
        "place_differs": conflict & facts["at_home"],
        "township_differs": facts["apart"],
        "papers_differ": conflict,
        **doubts,
        "point_elsewhere": known & facts["point"].notna() & (facts["point"] != facts["village"]),
        "point_at_home": facts["at_home"],
        "point_unsure": ~known & has_point,
        "no_evidence": ~known,
    }
    return first_that_holds(claims, facts.index)


def _townships(named: pd.Series[str], of_village: pd.Series[str]) -> pd.Series[str]:
    """Name the township that all villages named are in; none where a paper names none of the county."""
    shared = []
    for text in named.fillna(_OUTSIDE):
        found = {of_village.get(code) for code in text.split(SEPARATOR)}
        shared.append(found.pop() if len(found) == 1 else None)
    return pd.Series(shared, index=named.index, dtype="str")
