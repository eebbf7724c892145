"""The same asset entered twice (疑似重复): one name, one village, and neither value nor date against it."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from ruralmap.schema.marks import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ruralmap.assets.changes import Value

# What offices write behind a village's name, or leave out.
_VILLAGE: Final = re.compile(r"(居民委员会|村民委员会|居委会|村委会|社区|行政村|村)+$")


class TwinIndex:
    """
    Assets by name, to look up those that another may be (疑似重复索引).

    Parameters
    ----------
    assets
        Fields by the name under which a twin is told of.
    """

    def __init__(self, assets: Iterable[tuple[str, Mapping[str, Value | None]]]) -> None:
        self._by_name: dict[str, list[tuple[str, Mapping[str, Value | None]]]] = defaultdict(list)
        for name, fields in assets:
            self._by_name[_name(fields)].append((name, fields))

    def twins_of(self, fields: Mapping[str, Value | None]) -> list[str]:
        """
        Find the assets that may be the same.

        Parameters
        ----------
        fields
            An asset.

        Returns
        -------
        names
            Of those with its name and village whose value and date of building do not contradict it: unknown
            contradicts nothing.
        """
        return [name for name, other in self._by_name.get(_name(fields), ()) if may_be_same(fields, other)]


def may_be_same(one: Mapping[str, Value | None], other: Mapping[str, Value | None]) -> bool:
    """
    Say whether two assets may be one.

    Parameters
    ----------
    one
        Its fields.
    other
        Those of the other.

    Returns
    -------
    may_be
        Whether name and village are the same and nothing that both say of value and date differs.
    """
    values = one.get("original_value_fen"), other.get("original_value_fen")
    days = str(one.get("built_on") or ""), str(other.get("built_on") or "")
    return (
        _name(one) == _name(other)
        and _same_village(one, other)
        and (None in values or values[0] == values[1])
        # A month contains its days.
        and (days[0].startswith(days[1]) or days[1].startswith(days[0]))
    )


def _name(fields: Mapping[str, Value | None]) -> str:
    """Give the name without blanks and widths."""
    return plain(str(fields.get("asset") or "")).casefold()


def _same_village(one: Mapping[str, Value | None], other: Mapping[str, Value | None]) -> bool:
    """Compare villages by code where both have one, else by name; a township that one lacks differs not."""
    codes = one.get("village_code"), other.get("village_code")
    if None not in codes:
        return codes[0] == codes[1]
    townships = plain(str(one.get("township") or "")), plain(str(other.get("township") or ""))
    names = [_VILLAGE.sub("", plain(str(fields.get("village") or ""))) for fields in (one, other)]
    return names[0] == names[1] and ("" in townships or townships[0] == townships[1])
