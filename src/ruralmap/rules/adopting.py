"""Whether a county has made a document its own (采用政策): only then may a trial become a list in force."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

from ruralmap.rules.records import plain_rows
from ruralmap.schema.dates import last_day

if TYPE_CHECKING:
    from ruralmap.rules.facts import Facts

# A row of 参数表 named so, of the county itself, whose 文号 is the county's own document.
ADOPTED_BY: Final = "adopted_by:{policy}"


def adopting_document(facts: Facts, policy_id: str) -> str | None:
    """
    Find the document by which the county adopted a policy.

    Parameters
    ----------
    facts
        The tables.
    policy_id
        The policy's id.

    Returns
    -------
    doc
        The number of the newest document in force on the date of evaluation; missing where there is none,
        or where the row names no document.
    """
    wanted = ADOPTED_BY.format(policy=policy_id)
    own = facts.parameters.loc[facts.parameters["jurisdiction"] == facts.county_code]
    rows = [
        (row["valid_from"], row["doc"])
        for row in plain_rows(own.dropna(subset=["name", "valid_from", "doc"]))
        if unicodedata.normalize("NFKC", row["name"]).replace(" ", "") == wanted
        and last_day(row["valid_from"]) <= facts.as_of
    ]
    return max(rows)[1] if rows else None
