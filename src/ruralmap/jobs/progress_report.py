"""How far the money has come, as computed: balances, rates, milestones, and an earlier day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from ruralmap.funds.milestones import MILESTONE_COLUMNS
from ruralmap.jobs.fund_sheets import percent_of
from ruralmap.rules.ratios import ratio, ratios_by
from ruralmap.rules.records import plain_rows
from ruralmap.schema.money import yuan_text
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ruralmap.files.workbook import Sheet
    from ruralmap.funds.books import Ledger
    from ruralmap.rules.ratios import Ratio
    from ruralmap.schema.fund_rates import Rate, RateSet
    from ruralmap.workspace import Workspace

RATE_COLUMNS: Final = (
    "id",
    "label",
    "unit",
    "code",
    "numerator_fen",
    "denominator_fen",
    "value",
    "unsure_fen",
    "unstated",
    "definition",
)


@dataclass(frozen=True, eq=False)
class Standing:
    """How the money stood on a day: its ledger, and the balances of it."""

    as_of: str
    ledger: Ledger
    table: pd.DataFrame


@dataclass(frozen=True, eq=False)
class ProgressReport:
    """
    How far the money has come.

    `rates` are as they are computed on the day, `townships` are names by code, `projects` is 项目库,
    `milestones` is as `funds.milestones` gives it, `relief` are the sheets of work relief. `then` is how the
    money stood on an earlier day, where one was
    asked for.
    """

    workspace: Workspace
    now: Standing
    then: Standing | None
    rates: RateSet
    townships: pd.Series[str]
    projects: pd.DataFrame
    milestones: pd.DataFrame
    relief: tuple[Sheet, ...]
    lang: Language

    def ratio(self, rate: Rate) -> Ratio:
        """
        Compute a rate of the whole county.

        Parameters
        ----------
        rate
            The rate.

        Returns
        -------
        ratio
            Numerator, denominator and value.
        """
        return ratio(self.now.table, rate)

    def township_places(self, rows: pd.DataFrame) -> NDArray[np.int64]:
        """
        Say which township each row of balances is of.

        Parameters
        ----------
        rows
            All balances of the day, or some.

        Returns
        -------
        places
            The place among `townships`; the one past the last for what is in none that is known.
        """
        found = self.townships.index.get_indexer(pd.Index(rows["township_code"]))
        return np.where(found < 0, len(self.townships), found).astype(np.int64)

    def township_ratios(self, rate: Rate) -> list[Ratio]:
        """
        Compute a rate of each township.

        Parameters
        ----------
        rate
            The rate.

        Returns
        -------
        ratios
            In the order of `townships`, and that of what is in none as the last.
        """
        places = self.township_places(self.now.table)
        return ratios_by(self.now.table, rate, places, len(self.townships) + 1)

    @property
    def summary(self) -> tuple[list[str], list[tuple[str, ...]]]:
        """The rates of the county, for the screen: header, rows."""
        heads = ("rate_name", "numerator", "denominator", "value")
        rows = []
        for rate in self.rates.rates:
            found = self.ratio(rate)
            told = say("progress.head.insufficient", self.lang)
            value = told if found.value is None else f"{percent_of(found.value):.2%}"
            sides = (
                told if side.known_fen is None else yuan_text(side.known_fen)
                for side in (found.numerator, found.denominator)
            )
            rows.append((rate.label.text(self.lang), *sides, value))
        return [say(f"progress.head.{name}", self.lang) for name in heads], rows

    def rate_records(self) -> list[dict[str, Any]]:
        """
        Write every rate of the county, of each township and of what is in none as a record.

        Returns
        -------
        records
            RATE_COLUMNS; the sides of the townships and of what is in none (`unplaced`, without a code)
            add up to those of the county. Amounts and `value` are missing where they are not known; what
            numerator and denominator do not know is `unsure_fen` and `unstated`.
        """
        county = self.workspace.county.code
        records = []
        for rate in self.rates.rates:
            *of_townships, unplaced = self.township_ratios(rate)
            known = zip(self.townships.index, of_townships, strict=True)
            records.append(self._record(rate, "county", county, self.ratio(rate)))
            records += [self._record(rate, "township", str(code), found) for code, found in known]
            records.append(self._record(rate, "unplaced", None, unplaced))
        return records

    def _record(self, rate: Rate, unit: str, code: str | None, found: Ratio) -> dict[str, Any]:
        """Write one rate of one unit."""
        above, below = found.numerator, found.denominator
        cells = (
            rate.id,
            rate.label.text(self.lang),
            unit,
            code,
            above.known_fen,
            below.known_fen,
            None if found.value is None else round(float(found.value), 6),
            above.unsure_fen + below.unsure_fen,
            above.unstated + below.unstated,
            rate.definition.text(self.lang),
        )
        return dict(zip(RATE_COLUMNS, cells, strict=True))

    def as_json(self) -> dict[str, Any]:
        """
        Tell it as JSON does.

        Returns
        -------
        document
            as_of, since, rates and milestones; fen are whole numbers.
        """
        return {
            "as_of": self.now.as_of,
            "since": None if self.then is None else self.then.as_of,
            "rates": self.rate_records(),
            "milestones": plain_rows(self.milestones[list(MILESTONE_COLUMNS)]),
        }
