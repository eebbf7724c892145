"""
What follows from the evidence (判定): a status, a village, and the reason in one word.

One village that all evidence shares is the answer, provided that sure evidence alone leads to it. A point on
a border and nothing else is a tie. Evidence that shares nothing is a conflict, and so is a village in another
township than the one stated, or a name that begins with another. Everything else stays unlinked, with
whatever was named. What a person has decided speaks in the name's place, and must agree with code and point.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from ruralmap.link.agreement import Votes, agree, count_votes, name_all
from ruralmap.link.candidates import SEPARATOR
from ruralmap.link.claims import first_that_holds
from ruralmap.link.distinct import distinct_rows

Pieces = Mapping[str, pd.DataFrame]
CODE, NAME, POINT, DECISION = 1, 2, 4, 8
_BITS: Final = {"code": CODE, "name": NAME, "point": POINT, "decision": DECISION}
_ALL: Final = CODE | NAME | POINT | DECISION
# Reasons that something said is wrong, though other evidence gave the village: a person has to look. The
# other reasons of linked records only explain why a piece of evidence said less than it could.
REMARKS: Final = (
    "codes_disagree",
    "code_unknown",
    "code_abolished",
    "township_unknown",
    "name_unknown",
    "points_disagree",
    "point_outside",
)


def votes_of(pieces: Pieces, villages: pd.Index[str]) -> Votes:
    """
    Count which piece of evidence names which village.

    Parameters
    ----------
    pieces
        As for `decide`.
    villages
        All codes of villages.

    Returns
    -------
    votes
        The votes of code, name, point and decision, in this order.
    """
    codes = np.unique(villages.to_numpy(dtype=object))
    return count_votes([pieces[name]["candidates"] for name in _BITS], codes)


def decide(pieces: Pieces, votes: Votes, townships: pd.Series[str]) -> pd.DataFrame:
    """
    Decide each record's village.

    Parameters
    ----------
    pieces
        The evidence `code`, `name`, `point` and `decision`, on one index: each with `candidates`, `is_sure`
        and `reason`, the name also with the stated `township_code`. Where a decision speaks, the name does
        not.
    votes
        What they name.
    townships
        The township's code of each village, indexed by `village_code`.

    Returns
    -------
    links
        On the pieces' index: the columns of LINK_COLUMNS but for `link_decision` and `distance_m`.
    """
    links = pd.DataFrame({"link_status": _statuses(pieces, votes, townships=townships)})
    settled = links["link_status"].isin(["linked", "tie"])
    lowest, named = agree(votes, _ALL).lowest, name_all(votes)
    links["linked_village_code"] = pd.Series(lowest, index=links.index, dtype="str").where(settled)
    links["link_candidates"] = pd.Series(named, index=links.index, dtype="str")
    found = _townships(links, pieces["name"]["township_code"], townships=townships)
    links["linked_township_code"] = found.mask(_names_two_townships(pieces))
    links["link_method"] = _methods(votes, links.index).where(settled)
    links["link_reason"] = _reasons(pieces, votes, status=links["link_status"])
    return links


def strayed(pieces: Pieces, votes: Votes) -> pd.Series[str]:
    """
    Find the records whose point lies outside the village that code and name give.

    Parameters
    ----------
    pieces
        As for `decide`.
    votes
        What they name.

    Returns
    -------
    registered
        On the pieces' index: the code of that village; missing where the point agrees or there is none.
    """
    registered = agree(votes, CODE | NAME | DECISION)
    reason = pieces["point"]["reason"]
    apart = (votes.speak & POINT > 0) & (agree(votes, _ALL).common == 0)
    strays = (registered.common == 1) & (apart | (reason == "point_outside"))
    return pd.Series(registered.lowest, index=reason.index, dtype="str").where(strays)


def _statuses(pieces: Pieces, votes: Votes, *, townships: pd.Series[str]) -> pd.Series[str]:
    """Tell each record's status."""
    sure = sum(pieces[name]["is_sure"].to_numpy(dtype=np.int64) * bit for name, bit in _BITS.items())
    everything, decisive = agree(votes, _ALL), agree(votes, sure)
    claims = {
        "conflict": (votes.speak > 0) & (everything.common == 0),
        "linked": (everything.common == 1) & (decisive.common == 1),
        "tie": (everything.common > 1) & (votes.speak == POINT) & (sure & POINT > 0),
    }
    stated = pieces["name"]["township_code"]
    claims["conflict"] |= (votes.speak > 0) & _names_two_townships(pieces).to_numpy()
    status = first_that_holds(claims, stated.index, otherwise="unlinked")
    found = pd.Series(everything.lowest, index=stated.index, dtype="str").map(townships)
    return status.mask(status.isin(["linked", "tie"]) & stated.notna() & (stated != found), "conflict")


def _names_two_townships(pieces: Pieces) -> pd.Series[bool]:
    """Tell where the text names one township and the village's name begins with another."""
    return pieces["name"]["reason"] == "township_differs"


def _townships(links: pd.DataFrame, stated: pd.Series[str], *, townships: pd.Series[str]) -> pd.Series[str]:
    """Name the township: that of the village, else the only one that all candidates and the text share."""
    said = pd.DataFrame({"texts": links["link_candidates"], "own": stated}).fillna("")
    firsts, numbers = distinct_rows(said)
    within = townships.to_dict()
    only = [
        named.pop()
        if len(named := {own, *(within[code] for code in texts.split(SEPARATOR) if code)} - {""}) == 1
        else None
        for texts, own in said.iloc[firsts].itertuples(index=False)
    ]
    shared = pd.Series(np.array(only, dtype=object)[numbers], index=links.index, dtype="str")
    return links["linked_village_code"].map(townships).fillna(shared)


def _methods(votes: Votes, index: pd.Index) -> pd.Series[str]:
    """Join the names of the pieces that speak."""
    texts = ["+".join(name for name, bit in _BITS.items() if bits & bit) for bits in range(_ALL + 1)]
    return pd.Series(np.array(texts, dtype=object)[votes.speak], index=index, dtype="str")


def _reasons(pieces: Pieces, votes: Votes, *, status: pd.Series[str]) -> pd.Series[str]:
    """Give the gravest reason of each record; missing where there is nothing to say."""
    code, name, point = (pieces[piece]["reason"] for piece in ("code", "name", "point"))
    conflict, unlinked, linked = (status == one for one in ("conflict", "unlinked", "linked"))

    def clash(pair: int) -> pd.Series[bool]:
        apart = (votes.speak & pair == pair) & (agree(votes, pair).common == 0)
        return conflict & pd.Series(apart, index=conflict.index)

    # The text names two townships, or all evidence shares a village that is not in the stated one.
    apart = (name == "township_differs") | pd.Series(agree(votes, _ALL).common > 0, index=conflict.index)
    claims = {
        "township_differs": conflict & apart,
        "decision_code_differ": clash(CODE | DECISION),
        "decision_point_differ": clash(POINT | DECISION),
        "code_name_differ": clash(CODE | NAME),
        "code_point_differ": clash(CODE | POINT),
        "name_point_differ": clash(NAME | POINT),
        "evidence_differs": conflict,
        "point_on_border": status == "tie",
        "decision_confirmed": linked & pd.Series(votes.speak & DECISION > 0, index=status.index),
    }
    found = first_that_holds(claims, status.index)
    for reason in (code, name, point):
        found = found.fillna(reason.where(linked & reason.isin(REMARKS)))
    outside = unlinked & (point == "point_outside")
    for reason in (code.mask(code == "code_moved"), name, point.mask(outside, "outside_county"), code):
        found = found.fillna(reason)
    return found.mask(found.isna() & unlinked, "no_evidence")
