"""What every map and figure of a workspace says of itself (图上必注事项)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ruralmap.draw.meta import MapMeta
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from ruralmap.workspace import Workspace


def map_meta(
    workspace: Workspace, sources: tuple[str, ...], *, reading: str, lang: Language, trial: bool = False
) -> MapMeta:
    """
    Say what a map rests on.

    Parameters
    ----------
    workspace
        The county's folder.
    sources
        Which of the messages `jobs.map` name the data.
    reading
        How it was counted (口径).
    lang
        The language.
    trial
        Whether the policy is another county's (套用试算).

    Returns
    -------
    meta
        What stands on the map and under it.
    """
    county = workspace.county
    return MapMeta(
        county=county.name,
        as_of=county.as_of,
        sources=tuple(say(f"jobs.map.{source}", lang) for source in sources),
        reading=reading,
        simulated=county.simulated,
        trial=trial,
    )
