"""Does the help go where the need is (资源匹配): bring balances, lists and rosters together."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from ruralmap.funds.matching import MATCH_COLUMNS, Matching, match, per_head
from ruralmap.jobs.assets_there import assets_there
from ruralmap.jobs.chain_sheets import about_sheet, marks_of, records_of, table_of
from ruralmap.jobs.form_tables import form_fields, sums_of
from ruralmap.jobs.fund_sheets import Papers
from ruralmap.jobs.result_file import write_result
from ruralmap.jobs.zone_states import zone_states
from ruralmap.link.roster import LIFTED
from ruralmap.rules.figures import population_figures
from ruralmap.schema.dates import last_day
from ruralmap.schema.money import FEN_PER_YUAN
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from pathlib import Path

    from ruralmap.files.workbook import Sheet
    from ruralmap.jobs.county import LinkedCounty
    from ruralmap.jobs.zone_report import ZonesReport
    from ruralmap.rules.facts import Facts
    from ruralmap.workspace import Workspace

_PLACES: Final = {"linked_township_code": "township_code", "linked_village_code": "village_code"}
_CLEARED: Final = ("是", "自然消除")  # an empty cell is not cleared: help goes on until somebody says so
_RURAL: Final = ("农村人口", "户籍")
_NEED: Final[dict[str, Any]] = {
    "township_code": "str",
    "village_code": "str",
    "rural_persons": "Int64",
    "target_persons": "Int64",
}


_FORMATS: Final = {"money_share": "{:.2%}", "need_share": "{:.2%}", "ratio": "{:.2f}"}
_SHOWN: Final = tuple(_FORMATS)
_RULES: Final = ("money", "need", "zones", "places")
_GROUPS: Final = {
    "group_money": ("issued_fen", "arranged_fen", "spent_fen"),
    "group_help": ("projects", "assets", "asset_value_fen", "measures", "measures_done"),
    "group_need": ("rural_persons", "target_persons"),
    "group_share": ("money_share", "need_share", "ratio"),
    "group_head": ("per_rural_fen", "per_target_fen"),
}


@dataclass(frozen=True, eq=False)
class MatchReport:
    """
    Help beside need, and the names of the townships by code.

    `policy` is the title of the one whose lists these are; `trial` where it is another county's.
    """

    workspace: Workspace
    policy: str
    trial: bool
    matching: Matching
    townships: pd.Series[str]
    lang: Language

    @property
    def arranged_fen(self) -> int:
        """All that is arranged, placed or not."""
        return int(self.matching.by_township["arranged_fen"].sum())

    @property
    def summary(self) -> tuple[list[str], list[tuple[object, ...]]]:
        """The shares of each township and zone, for the screen: header, rows."""
        header = [say(f"chain.column.{name}", self.lang) for name in ("place", *_SHOWN)]
        rows = [
            (
                row["place"],
                *("—" if row[name] is None else _FORMATS[name].format(row[name]) for name in _SHOWN),
            )
            for table in (self.matching.by_township, self.matching.by_zone)
            for row in records_of(self.named(table))
        ]
        return header, rows

    def named(self, table: pd.DataFrame) -> pd.DataFrame:
        """
        Put names in place of codes.

        Parameters
        ----------
        table
            One of the two tables.

        Returns
        -------
        table
            `place`, then `MATCH_COLUMNS`; what is in no known township comes last.
        """
        if "zone_state" in table:
            places = [say(f"chain.zone.{state}", self.lang) for state in table["zone_state"]]
        else:
            names = table["township_code"].map(self.townships).fillna(table["township_code"])
            places = list(names.fillna(say("chain.unplaced", self.lang)))
        words = {"no_need": "nobody"}
        states = [say(f"chain.match.{words.get(state, state)}", self.lang) for state in table["state"]]
        shown = pd.DataFrame({"place": places}).join(table[list(MATCH_COLUMNS)].drop(columns="state"))
        return shown.assign(note=states)

    def as_json(self) -> dict[str, object]:
        """
        Give the result in the shape of `funds match --json`.

        Returns
        -------
        record
            Townships and zones, amounts in fen.
        """
        names = {"township": self.matching.by_township["township_code"].map(self.townships)}
        return {
            "as_of": self.workspace.county.as_of,
            "policy": self.policy,
            "trial": self.trial,
            "arranged_fen": self.arranged_fen,
            "townships": records_of(self.matching.by_township.assign(**names)),
            "zones": records_of(self.matching.by_zone),
        }


def match_funds(
    workspace: Workspace,
    linked: LinkedCounty,
    balance_table: pd.DataFrame,
    zones: ZonesReport,
    *,
    lang: Language = "zh",
) -> MatchReport:
    """
    Put money, projects, assets and measures beside the people for whom they are.

    Parameters
    ----------
    workspace
        The county's folder.
    linked
        The linked county.
    balance_table
        Its balances.
    zones
        Its lists.
    lang
        The language of the products.

    Returns
    -------
    report
        By township, and inside and outside the zones.

    Raises
    ------
    ConservationError
        If a table does not add up to the balances: a fault of ours.
    """
    found = match(
        balance_table,
        need_of(zones.facts),
        zone_states(zones),
        assets_there(linked, as_of=workspace.county.as_of),
        _measures(linked, workspace.county.as_of),
    )
    return MatchReport(
        workspace=workspace,
        policy=zones.policy.title.text(lang),
        trial=zones.evaluation.trial,
        matching=found,
        townships=linked.townships["township"],
        lang=lang,
    )


def need_of(facts: Facts) -> pd.DataFrame:
    """
    Count the people for whom help is, by village.

    Parameters
    ----------
    facts
        The rosters and populations.

    Returns
    -------
    need
        Indexed by village_code, missing for persons whose village is not known: township_code,
        rural_persons, the latest figure of the registered basis (missing where there is none), and
        target_persons, those of lifted households (脱贫户) and of monitored ones whose risk is not cleared.
    """
    villages = facts.villages["township_code"].rename_axis("village_code").reset_index()
    figures = population_figures(facts)
    known = {code: f.value for (code, item, basis), f in figures.items() if (item, basis) == _RURAL}
    homes = facts.households
    helped = homes["hh_type"].eq(LIFTED) | (homes["is_monitored"] & ~homes["risk_cleared"].isin(_CLEARED))
    counted = homes[helped.fillna(value=False).astype(bool)]
    sums = counted.groupby(list(_PLACES), dropna=False)["size"].sum().rename("target_persons")
    # A household in no known village is in its township, where that is known.
    everywhere = villages.assign(rural_persons=villages["village_code"].map(known), target_persons=0)
    theirs = sums.reset_index().rename(columns=_PLACES).assign(rural_persons=0)
    parts = [part[list(_NEED)].astype(_NEED) for part in (everywhere, theirs)]
    return pd.concat(parts, ignore_index=True).set_index("village_code")


def _measures(linked: LinkedCounty, as_of: str) -> pd.DataFrame | None:
    """Take the measures with the village of their household, and whether they are done; nobody is named."""
    if "measures" not in linked.tables:
        return None
    measures = linked.tables["measures"]
    homes = linked.households.drop_duplicates("hh_id").set_index("hh_id")[list(_PLACES)]
    placed = homes.reindex(measures["hh_id"]).rename(columns=_PLACES).reset_index(drop=True)
    done = [isinstance(day, str) and last_day(day) <= as_of for day in measures["done_on"]]
    return pd.DataFrame(placed).assign(done=pd.array(done, dtype="boolean"))


def write_match(report: MatchReport, path: str | Path) -> None:
    """
    Write the matching as the file's ending says: a workbook, CSV or JSON.

    Parameters
    ----------
    report
        The matching.
    path
        Where it shall stand: .xlsx, .csv or .json.

    Raises
    ------
    UsageError
        If the ending is another.
    OutputError
        If the file is open in an office program, or the disk does not allow it.
    """
    lang = report.lang
    title = say("chain.match.title", lang, county=report.workspace.county.name)
    notes = marks_of(report.workspace, title, lang, trial=report.trial)
    lines: list[tuple[str, object]] = [(say("chain.match.policy", lang), report.policy)]
    lines += [(say(f"chain.match.{key}", lang), say(f"chain.match.{key}_text", lang)) for key in _RULES]
    lines.append((say("chain.match.total", lang), Decimal(report.arranged_fen) / FEN_PER_YUAN))
    tables = {
        "townships": report.named(report.matching.by_township),
        "zones": report.named(report.matching.by_zone),
    }
    write_result(
        path,
        sheets=lambda: [
            about_sheet(lines, notes, lang),
            *(_form(report, name, table) for name, table in tables.items()),
        ],
        table=lambda: table_of(pd.concat(list(tables.values()), ignore_index=True), lang),
        record=report.as_json,
    )


def _form(report: MatchReport, name: str, table: pd.DataFrame) -> Sheet:
    """Lay one of the tables out to be filed, the county below."""
    papers = Papers(report.workspace, report.lang)
    groups = {column: papers.say(f"head.{group}") for group, columns in _GROUPS.items() for column in columns}
    fields = form_fields(table, report.lang, total=_total(table, papers), groups=groups)
    marks = (papers.say("form.trial"),) if report.trial else ()
    notes = (*marks, f"{say('chain.match.policy', report.lang)}：{report.policy}", papers.say("note.match"))
    return papers.sheet(f"match_{name}", fields, unit="yuan", notes=notes)


def _total(table: pd.DataFrame, papers: Papers) -> dict[str, object]:
    """Add a table up; what is not known of a place is not known of the county."""
    words = {"place": papers.say("head.total"), "projects": None, "ratio": None, "note": None}
    total = sums_of(table, words | dict.fromkeys(_GROUPS["group_head"]))
    people = {name: table[name].sum(skipna=False) for name in _GROUPS["group_need"]}
    shares = {name: table[name].sum(min_count=1) for name in ("money_share", "need_share")}
    arranged = pd.Series([total["arranged_fen"]], dtype="Int64")
    heads = {
        name: per_head(arranged, pd.Series([persons], dtype="Int64"))[0]
        for name, persons in zip(_GROUPS["group_head"], people.values(), strict=True)
    }
    return total | people | shares | heads
