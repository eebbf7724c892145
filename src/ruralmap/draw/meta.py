"""What every map says of itself: date, sources, reading, and the marks it must carry."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ruralmap.words.catalogue import Language, say

_ISO_DATE: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


@dataclass(frozen=True)
class MapMeta:
    """
    What every map says of itself (图上必注事项).

    `as_of` is an ISO date (截至), `sources` name the data (数据来源), `reading` says how it was counted
    (口径). `simulated` and `trial` put their marks on the map. `checksum` (数据校验码) is that of the page's
    own data unless given; `scope` (使用范围) is 内部使用 · 不得公开 unless given.
    """

    county: str
    as_of: str
    sources: tuple[str, ...]
    reading: str
    simulated: bool = False
    trial: bool = False
    checksum: str = ""
    scope: str = ""

    def marks(self, lang: Language) -> tuple[str, ...]:
        """
        List the marks that this map must carry, the scope of use not among them.

        Parameters
        ----------
        lang
            The language.

        Returns
        -------
        marks
            Such as 模拟数据.
        """
        shown = {"maps.mark.simulated": self.simulated, "maps.mark.trial": self.trial}
        return tuple(say(key, lang) for key, is_shown in shown.items() if is_shown)

    def scope_of_use(self, lang: Language) -> str:
        """
        Say who may use this map.

        Parameters
        ----------
        lang
            The language.

        Returns
        -------
        scope
            Such as 内部使用 · 不得公开.
        """
        return self.scope or say("maps.mark.internal", lang)

    def as_of_text(self, lang: Language) -> str:
        """
        Write the date as an office writes it.

        Parameters
        ----------
        lang
            The language.

        Returns
        -------
        text
            Such as 2024年9月30日; in English the ISO text. A month stays as it is.
        """
        found = _ISO_DATE.fullmatch(self.as_of)
        if lang == "en" or not found:
            return self.as_of
        year, month, day = (int(part) for part in found.groups())
        return f"{year}年{month}月{day}日"

    def stamp(self, lang: Language) -> str:
        """
        Write the line that stands on the map itself, so that a picture cut out of it still carries the marks.

        Parameters
        ----------
        lang
            The language.

        Returns
        -------
        stamp
            County, date, marks and scope.
        """
        return " · ".join([self.county, self.as_of_text(lang), *self.marks(lang), self.scope_of_use(lang)])

    def foot(self, lang: Language, *, checksum: str) -> tuple[str, ...]:
        """
        Write the parts of the line under the map.

        Parameters
        ----------
        lang
            The language.
        checksum
            The checksum of the page's data, shown unless another one was given.

        Returns
        -------
        foot
            Date, coordinate system, sources, reading and checksum, each with its name.
        """
        values = {
            "as_of": self.as_of_text(lang),
            "crs": say("maps.foot.crs_value", lang),
            "sources": ("；" if lang == "zh" else "; ").join(self.sources),
            "reading": self.reading,
            "checksum": self.checksum or checksum,
        }
        return tuple(say(f"maps.foot.{key}", lang, value=value) for key, value in values.items())
