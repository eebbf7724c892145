"""What a check found (核查结果): tables as read, rows set aside, what is wrong, and the counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ruralmap.schema.tables import table_named
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    import pandas as pd

    from ruralmap.files.cards import Card
    from ruralmap.jobs.spans import Spans
    from ruralmap.schema.finding import Finding
    from ruralmap.schema.outcomes import Answers, SheetCount, UnknownHeader

_COUNTED: Final = ("table", "file", "sheet", "rows", "kept", "rejected", "ignored")


@dataclass(frozen=True, eq=False)
class CheckReport:
    """
    The whole of a check.

    `layers` and `tables` hold what was read, by canonical name, with source columns; a table that could not
    be read is absent. `shapes` holds the lines and areas of records as they were drawn, by canonical name;
    `spans` how much of them lies in each village, by table. `rejected` holds the rows set aside with their
    raw values. `unusable` names the compulsory inputs that could not be read: with one of them nothing
    trustworthy can be made; `unread`, by table, all files and sheets with rows that could not be.
    """

    county: str
    as_of: str
    simulated: bool
    layers: Mapping[str, gpd.GeoDataFrame]
    tables: Mapping[str, pd.DataFrame]
    findings: tuple[Finding, ...]
    rejected: pd.DataFrame
    counts: tuple[SheetCount, ...]
    unknown: tuple[UnknownHeader, ...] = ()
    answers: Answers = field(default_factory=dict)
    cards: Mapping[str, Card] = field(default_factory=dict)
    spans: Mapping[str, Spans] = field(default_factory=dict)
    shapes: Mapping[str, gpd.GeoDataFrame] = field(default_factory=dict)
    unusable: tuple[str, ...] = ()
    unread: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return self.severities["error"]

    @property
    def severities(self) -> Counter[str]:
        """How many findings there are of each gravity."""
        return Counter(found.severity for found in self.findings)

    def lost(self, table: str) -> pd.DataFrame:
        """
        Take the rows of one table that were set aside.

        Parameters
        ----------
        table
            Its canonical name.

        Returns
        -------
        rejected
            As `rejected`.
        """
        return self.rejected[self.rejected["table"] == table]

    def count_table(self, lang: Language = "zh") -> tuple[list[str], list[list[object]]]:
        """
        Count rows by file and sheet: rows in = kept + set aside + ignored.

        Parameters
        ----------
        lang
            The language of the header.

        Returns
        -------
        header
            Titles of the columns.
        rows
            One for each sheet, and the total.
        """
        header = [say(f"check.column.{name}", lang) for name in _COUNTED]
        rows: list[list[object]] = [
            [table_title(count.table, lang), count.file, count.sheet, *_numbers(count)]
            for count in self.counts
        ]
        total = [sum(_numbers(count)[place] for count in self.counts) for place in range(4)]
        return header, [*rows, [say("check.total", lang), "", "", *total]]

    def as_json(self) -> dict[str, object]:
        """
        Give the counts as one object, for programs.

        Returns
        -------
        result
            `county`, `as_of`, `findings` by gravity, `kinds` by code, `files`, and `unusable` inputs.
        """
        return {
            "county": self.county,
            "as_of": self.as_of,
            "simulated": self.simulated,
            "findings": {name: self.severities[name] for name in ("error", "warning", "info")},
            "kinds": dict(sorted(Counter(found.code for found in self.findings).items())),
            "files": [{name: getattr(count, name) for name in _COUNTED} for count in self.counts],
            "unknown_headers": len(self.unknown),
            "unusable": list(self.unusable),
        }


def table_title(name: str, lang: Language = "zh") -> str:
    """
    Give a table's title.

    Parameters
    ----------
    name
        Its canonical name.
    lang
        The language.

    Returns
    -------
    title
        Such as 资产台账.
    """
    table = table_named(name)
    return table.zh if lang == "zh" else table.en


def _numbers(count: SheetCount) -> list[int]:
    return [count.rows, count.kept, count.rejected, count.ignored]
