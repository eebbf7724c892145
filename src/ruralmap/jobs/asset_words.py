"""The villages of an asset in words (坐落村、权属村、受益村), as its card on the map says them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ruralmap.link.names import label_of
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from ruralmap.jobs.county import LinkedCounty


def villages_in_words(linked: LinkedCounty, relation: str, *, lang: Language) -> pd.Series[str]:
    """
    Say which villages each asset stands in, belongs to, or serves.

    Parameters
    ----------
    linked
        The linked county.
    relation
        坐落村, 权属村 or 受益村.
    lang
        The language.

    Returns
    -------
    words
        Indexed by `asset_id`: the villages with their shares, the largest first; that it is no village's;
        missing where nothing is known.
    """
    shares = linked.tables["asset_shares"]
    own = shares[shares["relation"] == relation]
    names = {code: label_of(name) or name for code, name in linked.villages["village"].items()}
    unknown, no_village = (say(f"jobs.shares.state.{key}", lang) for key in ("unknown", "no_village"))
    # An asset has some villages or none; of two with one share the lower code comes first.
    ordered = own.sort_values(
        ["asset_id", "share", "linked_village_code"], ascending=[True, False, True], kind="stable"
    )
    parts: dict[str, list[str]] = {}
    for asset_id, code, share, reason in ordered[
        ["asset_id", "linked_village_code", "share", "link_reason"]
    ].itertuples(index=False, name=None):
        if isinstance(code, str):
            parts.setdefault(asset_id, []).append(_part(names[code], share))
        elif reason == "owner_no_village":
            parts.setdefault(asset_id, []).append(_part(no_village, share))
        elif share < 1:
            parts.setdefault(asset_id, []).append(_part(unknown, share))
    joined = {asset_id: "、".join(texts) for asset_id, texts in parts.items()}
    return pd.Series(joined, dtype="str")


def _part(name: str, share: float) -> str:
    """Name a village, with its share where it has not the whole."""
    return name if share == 1 else f"{name} {share:.0%}"
