"""Reports cumulative to the end of a month (截至本月累计) as entries, and back again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from ruralmap.schema.finding import Finding


@dataclass(frozen=True, eq=False)
class Reading:
    """
    What a table of reports or of movements says of the lines.

    `entries` have `journal.ENTRY_COLUMNS`; none is of a line in `aside`, which says by line why it cannot be
    read: the code of a finding. `rows_aside` are the rows that made no entry because they or their lines are
    refused, as they came, with `reason`: the code of a finding, or `later` for what lies after the date.
    """

    entries: pd.DataFrame
    aside: dict[str, str]
    rows_aside: pd.DataFrame
    findings: tuple[Finding, ...]
