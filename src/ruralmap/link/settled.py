"""Relocation sites and the villages left behind (安置点与迁出村): who lives there, and who has no work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

# Who is able to work, also in part: as the packs' group 有劳动力.
LABOUR: Final = ("普通劳动力", "技能劳动力", "弱劳动力或半劳动力")
COUNTS: Final = ("households", "persons", "labour", "idle", "idle_willing", "work_unknown")


@dataclass(frozen=True, eq=False)
class Settled:
    """
    The households of relocation sites.

    `sites` is indexed by site_id with `COUNTS`: households and persons of the rosters; households with
    somebody able to work (`labour`); of these, those of whom nobody is at work (`idle`), those where one of
    them is willing to (`idle_willing`), and those of which nobody knows (`work_unknown`). `origins` has one
    row a site and village where its households are registered: site_id, village_code (missing where it is
    not known), households, persons. `strange` is how many households name a site that is not on the list.
    """

    sites: pd.DataFrame
    origins: pd.DataFrame
    strange: int


def tally_sites(
    site_ids: Sequence[str],
    households: pd.DataFrame,
    persons: pd.DataFrame,
    person_records: pd.DataFrame | None,
) -> Settled:
    """
    Count the households of each site, where they came from, and whether somebody of them is at work.

    Parameters
    ----------
    site_ids
        The sites.
    households
        One row each: hh_id, site_id, size, linked_village_code.
    persons
        One row each: p_id, hh_id, labour.
    person_records
        p_id, employed, willing_work; nothing where the office has no such table, so that nobody knows.

    Returns
    -------
    settled
        The counts.
    """
    known = households[households["site_id"].isin(site_ids)]
    work = _work(known["hh_id"], persons, person_records)
    rows = known[["hh_id", "site_id", "linked_village_code"]].merge(work, on="hh_id", how="left")
    rows = rows.assign(households=1, persons=known["size"].fillna(0).astype("int64").to_numpy())
    sites = rows.groupby("site_id")[list(COUNTS)].sum().reindex(pd.Index(site_ids), fill_value=0)
    origins = (
        rows.rename(columns={"linked_village_code": "village_code"})
        .groupby(["site_id", "village_code"], dropna=False, sort=True)[["households", "persons"]]
        .sum()
        .reset_index()
    )
    strange = int((households["site_id"].notna() & ~households["site_id"].isin(site_ids)).sum())
    return Settled(sites.astype("int64"), origins, strange)


def _work(hh_ids: pd.Series[str], persons: pd.DataFrame, records: pd.DataFrame | None) -> pd.DataFrame:
    """Say of each household whether it has somebody able to work, and whether somebody is at work."""
    members = persons.loc[persons["hh_id"].isin(hh_ids), ["p_id", "hh_id", "labour"]]
    if records is None:
        members = members.reindex(columns=[*members.columns, "employed", "willing_work"])
    else:
        members = members.merge(
            records.drop_duplicates("p_id")[["p_id", "employed", "willing_work"]], on="p_id", how="left"
        )
    works = members["employed"].astype("boolean")
    able = members["labour"].isin(LABOUR)
    asked = pd.DataFrame(
        {
            "hh_id": members["hh_id"],
            "able": able,
            "works": works.fillna(value=False),
            "unsaid": able & works.isna(),
            "willing": able & members["willing_work"].astype("boolean").fillna(value=False),
        }
    )
    found = asked.groupby("hh_id").any().reindex(hh_ids, fill_value=False).astype(bool)
    quiet = found["able"] & ~found["works"]
    return pd.DataFrame(
        {
            "labour": found["able"],
            "idle": quiet & ~found["unsaid"],
            "idle_willing": quiet & ~found["unsaid"] & found["willing"],
            "work_unknown": quiet & found["unsaid"],
        }
    ).reset_index()
