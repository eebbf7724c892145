"""
Names of villages (村名).

One village is written in many ways: 石井村, 石井村委会, 石井村村民委员会, 广东省河源市和平县大坝镇石井村. A
name is taken apart into a stem (石井) and a kind (村委会 or 居委会), and both are kept: 柳坪社区 and 柳坪村
may live in one township and are two places. A township is taken apart likewise: 大坝 and 大坝镇.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

Kind = Literal["村委会", "居委会", ""]


class Reading(NamedTuple):
    """One way to take a name apart: 东村村委会 is 东 + 村村委会, but might be 东村 + 村委会."""

    stem: str
    kind: Kind


# What stands at the end of a name, the kind it tells, and what a label keeps of it.
_ENDINGS: Final[tuple[tuple[str, Kind, str], ...]] = (
    ("村村民委员会", "村委会", "村"),
    ("村民委员会", "村委会", "村"),
    ("村村委会", "村委会", "村"),
    ("村委会", "村委会", "村"),
    ("村村委", "村委会", "村"),
    ("村委", "村委会", "村"),
    ("行政村", "村委会", "村"),
    ("村", "村委会", "村"),
    ("嘎查村民委员会", "村委会", "嘎查"),
    ("嘎查委员会", "村委会", "嘎查"),
    ("嘎查", "村委会", "嘎查"),
    ("牧民委员会", "村委会", "牧委会"),
    ("牧委会", "村委会", "牧委会"),
    ("社区居民委员会", "居委会", "社区"),
    ("社区居委会", "居委会", "社区"),
    ("居民委员会", "居委会", "居委会"),
    ("居委会", "居委会", "居委会"),
    ("居委", "居委会", "居委会"),
    ("社区", "居委会", "社区"),
)
_LONGEST_FIRST: Final = tuple(sorted(_ENDINGS, key=lambda ending: -len(ending[0])))
_BARE: Final = frozenset(ending for ending, _, _ in _ENDINGS)
_TOWNSHIP_ENDINGS: Final = ("街道办事处", "街道办", "街道", "苏木", "镇", "乡")
# What may stand before a known name of a region: 广东省|河源市, 内蒙古自治区|..., 凉山州|..., 锡林郭勒盟|...
_REGION_END: Final = ("省", "市", "区", "州", "盟", "县", "旗")
_BRACKETED: Final = re.compile(r"[(\[{<〔【《「『]([^)\]}>〕】》」』]*)[)\]}>〕】》」』]")
_DROPPED: Final = re.compile(r"[\s\"'“”‘’、。,.;:·_()\[\]{}<>〔〕【】《》「」『』-]")


def clean_name(name: str) -> str:
    """
    Write a name as it should have been typed: without spaces, quotes, full-width letters, bracketed remarks.

    A bracket that holds only the kind stays as text: 柳坪（社区） is 柳坪社区; 石井村（原石陂村） is 石井村.

    Parameters
    ----------
    name
        A name as typed.

    Returns
    -------
    cleaned
        The name; a name that stands in brackets as a whole is what they hold.
    """
    text = "".join(
        c for c in unicodedata.normalize("NFKC", name) if unicodedata.category(c) not in {"Cf", "Cc"}
    )
    outside = _BRACKETED.sub(lambda found: found[1] if _DROPPED.sub("", found[1]) in _BARE else "", text)
    return _DROPPED.sub("", outside) or _DROPPED.sub("", text)


def drop_prefix(name: str, regions: Iterable[str]) -> str:
    """
    Drop the regions that stand before a village's or township's own name.

    With the county known, 广东省河源市和平县石井村 is 石井村: what stands before a known region and ends like
    one goes with it. A region is kept where only an ending would be left: 石镇村 in 石镇.

    Parameters
    ----------
    name
        A cleaned name.
    regions
        Known names in full, from large to small, such as 河源市, 和平县, 大坝镇.

    Returns
    -------
    own
        The name without them.
    """
    for region in regions:
        before, found, own = name.partition(region)
        if found and own and own not in _BARE and (not before or before.endswith(_REGION_END)):
            name = own
    return name


def readings_of(name: str) -> tuple[Reading, ...]:
    """
    List all ways to take a name apart, the one with the longest ending first, the whole name last.

    Parameters
    ----------
    name
        A cleaned name without prefix.

    Returns
    -------
    readings
        At least one; no stem is empty unless the name is.
    """
    found = [
        Reading(name.removesuffix(ending), kind)
        for ending, kind, _ in _LONGEST_FIRST
        if name.endswith(ending) and name != ending
    ]
    return (*found, Reading(name, ""))


def split_name(name: str, regions: Iterable[str] = ()) -> Reading:
    """
    Take a name apart into stem and kind (词干与性质), by its longest ending.

    东村村委会 gives 东; 水村 gives 水; 街道居委会 gives 街道. 进化社区村民委员会 is a village committee by
    its ending, so 社区 belongs to the stem: 进化社区, 村委会. 嘎查 and 牧委会 count as 村委会.

    Parameters
    ----------
    name
        A name as typed.
    regions
        Known names of regions in full, from large to small, which may stand before it.

    Returns
    -------
    reading
        The stem, and the kind: 村委会, 居委会, or empty where the name does not tell.
    """
    return readings_of(drop_prefix(clean_name(name), regions))[0]


def label_of(name: str) -> str:
    """
    Write a village's name as a map would: 石井村村民委员会 is 石井村, 东村村委会 is 东村.

    Parameters
    ----------
    name
        A cleaned name without prefix.

    Returns
    -------
    label
        The stem with the short ending; 进化社区村民委员会 is 进化社区.
    """
    for ending, _, short in _LONGEST_FIRST:
        if name.endswith(ending) and name != ending:
            stem = name.removesuffix(ending)
            return stem if stem.endswith("社区") and short == "村" else stem + short
    return name


def split_township(name: str) -> tuple[str, str]:
    """
    Take a township's name apart: 大坝镇 is 大坝 and 镇.

    Parameters
    ----------
    name
        A cleaned name without prefix.

    Returns
    -------
    stem
        The name without its ending.
    ending
        镇, 乡, 街道, 苏木, or empty where the name does not tell.
    """
    for ending in _TOWNSHIP_ENDINGS:
        if name.endswith(ending) and name != ending:
            return name.removesuffix(ending), ending[:2] if ending.startswith("街道") else ending
    return name, ""
