"""What to worry about (资产风险提示): bring ledger, contracts, yields and inspections together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from ruralmap.assets.ageing import AGES
from ruralmap.assets.worries import WORRIES, CareTables, Limits, add_up, find_worries
from ruralmap.errors import InputError
from ruralmap.jobs.assets_there import assets_there
from ruralmap.jobs.chain_sheets import records_of
from ruralmap.jobs.proposal_rows import proposal_rows
from ruralmap.schema.money import yuan_text
from ruralmap.schema.tables import TABLES
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Collection

    from ruralmap.jobs.county import LinkedCounty
    from ruralmap.workspace import Workspace

# Without the table nobody knows: an office that has no list of contracts is not one without contracts.
_NEEDED: Final = {
    "arrears": "yields",
    "contract_ending": "contracts",
    "contract_ended": "contracts",
    "contract_missing": "contracts",
    "inspection_overdue": "inspections",
    "assessment_overdue": "inspections",
}
_TYPES: Final = {"money": "Int64"}


@dataclass(frozen=True, eq=False)
class WorryReport:
    """
    The lists of worries, their sums by township, and the names of places by code.

    `kinds` are those that were asked for and could be judged; `not_judged` those that were asked for and
    whose table the office does not have or that could not be read. `proposals` are what might be done about
    the operating assets, beside what people chose.
    """

    workspace: Workspace
    kinds: tuple[str, ...]
    not_judged: tuple[str, ...]
    limits: Limits
    worries: pd.DataFrame
    sums: pd.DataFrame
    proposals: pd.DataFrame
    townships: pd.Series[str]
    villages: pd.Series[str]
    lang: Language

    def say(self, key: str, **values: object) -> str:
        """
        Say something of the catalogue `asset_worries`.

        Parameters
        ----------
        key
            The entry.
        **values
            What it is about.

        Returns
        -------
        text
            The text.
        """
        return say(f"asset_worries.{key}", self.lang, **values)

    def of(self, kind: str) -> pd.DataFrame:
        """
        Give one list, with the names of places and the reasons in words.

        Parameters
        ----------
        kind
            Which worry.

        Returns
        -------
        rows
            `WORRY_COLUMNS`, with `township` and `village` in place of their codes, and `reason` in words.
        """
        return self.named(self.worries[self.worries["worry"].eq(kind)])

    def named(self, rows: pd.DataFrame) -> pd.DataFrame:
        """
        Put names in place of codes.

        Parameters
        ----------
        rows
            Of the worries.

        Returns
        -------
        rows
            With `township` and `village`; `worry` stays a code.
        """
        reasons = [
            self.say(f"reason.{worry}.{reason}")
            for worry, reason in zip(rows["worry"], rows["reason"], strict=True)
        ]
        return rows.assign(
            township=rows["township_code"].map(self.townships),
            village=rows["village_code"].map(self.villages),
            reason=pd.Series(reasons, index=rows.index, dtype="str"),
        )

    @property
    def totals(self) -> pd.DataFrame:
        """Per worry, in their order: rows, assets (each once), amount_fen, open_amounts."""
        groups = self.worries.groupby("worry")
        amounts = groups["amount_fen"]
        found = pd.DataFrame(
            {
                "rows": groups.size(),
                "assets": groups["asset_id"].nunique(),
                "amount_fen": amounts.sum(),
                "open_amounts": groups.size() - amounts.count(),
            }
        )
        whole = found.reindex(list(self.kinds), fill_value=0).astype("Int64")
        return whole.rename_axis("worry").reset_index()

    @property
    def ages(self) -> pd.DataFrame:
        """The arrears by age: age, rows, amount_fen, open_amounts; all classes, those without rows too."""
        owed = self.worries[self.worries["worry"].eq("arrears")]
        groups = owed.groupby("reason")["amount_fen"]
        found = pd.DataFrame(
            {
                "rows": groups.size(),
                "amount_fen": groups.sum(),
                "open_amounts": groups.size() - groups.count(),
            }
        )
        return found.reindex(list(AGES), fill_value=0).astype("Int64").rename_axis("age").reset_index()

    @property
    def summary(self) -> tuple[list[str], list[tuple[object, ...]]]:
        """What the screen shows: header, one row a worry."""
        header = [self.say(f"column.{name}") for name in ("worry", "rows", "assets", "amount")]
        rows: list[tuple[object, ...]] = [
            (
                self.say(f"kind.{row['worry']}"),
                f"{row['rows']:,}",
                f"{row['assets']:,}",
                yuan_text(row["amount_fen"]),
            )
            for row in self.totals.to_dict("records")
        ]
        rows += [(self.say(f"kind.{kind}"), *["—"] * 3) for kind in self.not_judged]
        return header, rows

    def as_json(self) -> dict[str, object]:
        """
        Give the result in the shape of `assets worries --json`.

        Returns
        -------
        record
            Limits, totals, sums by township, arrears by age and every worry; amounts in fen.
        """
        names = {"township": self.sums["township_code"].map(self.townships)}
        return {
            "as_of": self.workspace.county.as_of,
            "ending_days": self.limits.ending_days,
            "inspect_months": self.limits.inspect_months,
            "not_judged": list(self.not_judged),
            "totals": records_of(self.totals),
            "ages": records_of(self.ages) if "arrears" in self.kinds else [],
            "townships": records_of(self.sums.assign(**names)),
            "worries": records_of(self.worries),
        }


def worries_of(
    workspace: Workspace,
    linked: LinkedCounty,
    *,
    kinds: Collection[str] = (),
    limits: Limits | None = None,
    lang: Language = "zh",
) -> WorryReport:
    """
    Find what to worry about on the workspace's date.

    Parameters
    ----------
    workspace
        The county's folder.
    linked
        The linked county.
    kinds
        Of `WORRIES`; all of them unless given.
    limits
        From when on something is a worry.
    lang
        The language of the products.

    Returns
    -------
    report
        The lists, of assets that were there on the date.

    Raises
    ------
    InputError
        If the workspace has no asset ledger.
    ConservationError
        If the lists and their sums differ: a fault of ours.
    """
    assets = assets_there(linked, as_of=workspace.county.as_of)
    if assets is None:
        raise InputError(say_both("jobs.missing_table", name=TABLES["assets"].zh, key="assets"))
    wanted = [kind for kind in WORRIES if not kinds or kind in kinds]
    judged = tuple(kind for kind in wanted if _NEEDED.get(kind, "assets") in linked.tables)
    chosen = limits or Limits()
    rows = ("contracts", "yields", "inspections")
    tables = CareTables(assets, *(linked.tables.get(name, empty_table(name)) for name in rows))
    found = find_worries(tables, chosen, as_of=workspace.county.as_of)
    worries = found[found["worry"].isin(judged)].reset_index(drop=True)
    return WorryReport(
        workspace=workspace,
        kinds=judged,
        not_judged=tuple(kind for kind in wanted if kind not in judged),
        limits=chosen,
        worries=worries,
        sums=add_up(worries),
        proposals=proposal_rows(linked, tables, as_of=workspace.county.as_of, lang=lang),
        townships=linked.townships["township"],
        villages=linked.villages["village"],
        lang=lang,
    )


def empty_table(name: str) -> pd.DataFrame:
    """
    Make a table without rows.

    Parameters
    ----------
    name
        Its canonical name.

    Returns
    -------
    table
        All columns; amounts are whole numbers, the rest text.
    """
    kinds: dict[str, Any] = {column.name: _TYPES.get(column.kind, "str") for column in TABLES[name].columns}
    return pd.DataFrame(columns=list(kinds)).astype(kinds)
