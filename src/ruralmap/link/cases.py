"""
Names and codes that a person has to decide on (待决定): one case for all records that say the same.

Only what is written can be decided on, and only if it can mean one village. A point that contradicts the
paper is a matter of that one record; so is a code that stands for another village than the name, because no
decision overrides it. The code of a unit that was split stands for people of several villages: no one answer
is right for all of them. These stay on the list of links.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from ruralmap.link.decisions import keys_of
from ruralmap.link.gazetteer import villages_of_names
from ruralmap.schema.decisions import WRITTEN
from ruralmap.schema.division import township_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Reasons that lie in what is written, so that saying once what it means settles every record that says it.
DECIDABLE: Final = (
    "name_unknown",
    "name_unsure",
    "name_ambiguous",
    "township_unknown",
    "township_differs",
    "code_unknown",
    "code_abolished",
)
_LEFT: Final = ("unlinked", "conflict")
_TAKEN: Final = (*WRITTEN, "link_status", "link_reason", "link_decision")


def list_sayings(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """
    Put linked records of all kinds under what they say of their village.

    Parameters
    ----------
    tables
        Linked records by kind, with LINK_COLUMNS.

    Returns
    -------
    sayings
        One row a record that says something: `kind`, `key`, what is written, `link_status`, `link_reason`,
        `is_open` (it waits for a decision) and `is_decided` (somebody decided on it).
    """
    frames = [
        records.reindex(columns=list(_TAKEN)).astype("str").assign(kind=kind)
        for kind, records in tables.items()
    ]
    sayings = pd.concat(frames, ignore_index=True)
    sayings["key"] = keys_of(sayings)
    sayings["is_decided"] = sayings["link_decision"].notna()
    left = sayings["link_status"].isin(_LEFT) & sayings["link_reason"].isin(DECIDABLE)
    # A township may contradict a code too.
    by_code = sayings["link_reason"].eq("township_differs") & sayings["village_code"].notna()
    sayings["is_open"] = left & ~by_code & ~sayings["is_decided"]
    return sayings[sayings["key"].notna()]


def open_cases(sayings: pd.DataFrame, villages: pd.DataFrame, *, regions: Sequence[str] = ()) -> pd.DataFrame:
    """
    List what has to be decided.

    Parameters
    ----------
    sayings
        As `list_sayings` gives them.
    villages
        As `villages_of_names` takes them.
    regions
        Known names in full, from large to small, that may stand before a name.

    Returns
    -------
    cases
        Uniquely indexed by key, in the order of township, name and code: what is written (of several ways to
        write one name the first in order), `reason` (the most frequent), and `township_code`: the township
        that is stated, else the one of the code; missing where there is neither, or two.
    """
    waiting = sayings[sayings["is_open"]].sort_values(list(WRITTEN), kind="stable")
    cases = waiting.drop_duplicates("key").set_index("key")[list(WRITTEN)]
    counts = waiting.groupby(["key", "link_reason"]).size().reset_index(name="records")
    ranked = counts.sort_values(["key", "records", "link_reason"], ascending=[True, False, True])
    cases["reason"] = ranked.drop_duplicates("key").set_index("key")["link_reason"]
    cases["township_code"] = township_codes(cases, villages, regions=regions)
    order = cases.assign(unplaced=cases["township_code"].isna())
    return cases.loc[order.sort_values(["unplaced", "township_code", "village", "village_code"]).index]


def township_codes(
    written: pd.DataFrame, villages: pd.DataFrame, *, regions: Sequence[str] = ()
) -> pd.Series[str]:
    """
    Find the township in which a village is to be looked for.

    Parameters
    ----------
    written
        `township`, `village` and `village_code` as written.
    villages
        As `villages_of_names` takes them.
    regions
        Known names in full, from large to small, that may stand before a name.

    Returns
    -------
    township_codes
        The township that is stated, else, where none is, the one of the code; missing where there is neither,
        or two are named.
    """
    stated = villages_of_names(written["village"], written["township"], villages, regions=regions)
    coded = written["village_code"].map(township_of, na_action="ignore")
    known = coded.where(coded.isin(list(villages["township_code"])) & written["township"].isna())
    return stated["township_code"].astype("str").where(stated["township_code"].notna(), known.astype("str"))
