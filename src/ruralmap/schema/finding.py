"""A finding (问题): something wrong in the data, where it stands, and how grave it is."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from ruralmap.words.bilingual import in_language
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Mapping

Severity = Literal["error", "warning", "info"]

_NOTHING: Final[Mapping[str, object]] = MappingProxyType({})


class Finding(NamedTuple):
    """
    One problem, with its place; a tuple, for a county's first ledger may have one for each of its rows.

    `code` names an entry of the catalogue `findings`, which has four texts: `title`, `found`, `consequence`
    and `remedy`. `row` counts as the office's program does: the first row of a sheet is 1. `raw` is the cell
    as it was found. `values` fill the braces of the texts, beside `raw` and `column`.
    """

    code: str
    severity: Severity
    table: str
    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    raw: str = ""
    values: Mapping[str, object] = _NOTHING

    def text(self, part: Literal["title", "found", "consequence", "remedy"], lang: Language = "zh") -> str:
        """
        Say one of the four texts of this finding.

        Parameters
        ----------
        part
            Which text: `title`, `found`, `consequence` or `remedy`.
        lang
            The language: `zh` or `en`.

        Returns
        -------
        text
            The text, with this finding's values filled in.
        """
        values = {"raw": self.raw, "column": self.column, "row": self.row, "table": self.table, **self.values}
        own = {name: in_language(value, lang) for name, value in values.items()}
        return say(f"findings.{self.code}.{part}", lang, **own)
