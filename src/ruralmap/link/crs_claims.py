"""Which village a record claims (登记的村), by its own code or name, before its point is believed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ruralmap.link.among import is_among
from ruralmap.link.codes import current_codes
from ruralmap.link.gazetteer import villages_of_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd


def claimed_villages(
    records: pd.DataFrame,
    villages: pd.DataFrame,
    *,
    lineage: pd.DataFrame | None,
    as_of: str,
    regions: Sequence[str] = (),
) -> pd.Series[str]:
    """
    Find the village that each record claims.

    Names are looked at where less than half of the records have a code that stands: else codes are enough to
    judge coordinates by.

    Parameters
    ----------
    records
        Any of the columns `village_code`, `township`, `village`.
    villages
        Uniquely indexed by `village_code`, with `village`, `township_code` and `township`.
    lineage
        The table of changed codes, if there is one.
    as_of
        The date of evaluation, ISO text.
    regions
        Known names in full that may stand before a name, such as 河源市, 和平县.

    Returns
    -------
    claims
        Codes on the records' index: what the code says; where none stands and names are looked at, what the
        name says inside its township; missing where neither says anything.

    Raises
    ------
    InputError
        If the lineage leads in a circle.
    """
    texts = records.reindex(columns=["village_code", "township", "village"]).astype("str")
    by_code = current_codes(texts["village_code"], villages.index, lineage=lineage, as_of=as_of)[
        "village_code"
    ]
    if by_code.count() * 2 >= len(records):
        return by_code
    silent = texts[by_code.isna()]
    by_name = villages_of_names(silent["village"], silent["township"], villages, regions=regions)
    return by_code.fillna(by_name["village_code"].reindex(records.index))


def claims_of_households(
    roster: pd.DataFrame,
    villages: pd.DataFrame,
    *,
    lineage: pd.DataFrame | None,
    as_of: str,
    regions: Sequence[str] = (),
) -> pd.Series[str]:
    """
    Find the village in which each household is registered and lives.

    Parameters
    ----------
    roster
        The rosters, one row a person, with `hh_id`, `relocated`, and what `claimed_villages` looks at.
    villages
        As for `claimed_villages`.
    lineage
        As for `claimed_villages`.
    as_of
        As for `claimed_villages`.
    regions
        As for `claimed_villages`.

    Returns
    -------
    claims
        Codes by `hh_id`; households are absent whose rows name several villages, or that were relocated and
        live elsewhere.

    Raises
    ------
    InputError
        If the lineage leads in a circle.
    """
    columns = ["hh_id", "village_code", "township", "village", "relocated"]
    rows = roster[columns].drop_duplicates()
    rows = rows[~is_among(rows["hh_id"], rows.loc[rows["relocated"].fillna(value=False), "hh_id"])]
    named = rows.assign(claim=claimed_villages(rows, villages, lineage=lineage, as_of=as_of, regions=regions))
    pairs = named[["hh_id", "claim"]].dropna().drop_duplicates()
    return pairs[~pairs["hh_id"].duplicated(keep=False)].set_index("hh_id")["claim"]
