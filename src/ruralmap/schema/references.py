"""Tables against each other (表间核对): identifiers that point nowhere, households that disagree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ruralmap.schema.gravity import finding
from ruralmap.schema.identity import mask_identity
from ruralmap.schema.outcomes import SOURCE_COLUMNS
from ruralmap.schema.tables import TABLES, table_named

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from ruralmap.schema.finding import Finding

# Table and column, and the table whose column of the same name must know the value.
REFERENCES: Final = (
    ("incomes", "hh_id", "roster"),
    ("household_points", "hh_id", "roster"),
    ("visits", "hh_id", "roster"),
    ("posts", "p_id", "roster"),
    ("measures", "hh_id", "roster"),
    ("roster", "site_id", "sites"),
    ("industries", "site_id", "sites"),
    ("workshops", "site_id", "sites"),
    ("project_places", "prj_id", "projects"),
    ("assets", "prj_id", "projects"),
    ("fund_months", "prj_id", "projects"),
    ("fund_months", "line_id", "funds"),
    ("fund_moves", "prj_id", "projects"),
    ("fund_moves", "line_id", "funds"),
    ("labour_pay", "prj_id", "projects"),
    ("asset_funds", "line_id", "funds"),
    ("asset_funds", "asset_id", "assets"),
    ("asset_owners", "asset_id", "assets"),
    ("asset_benefits", "asset_id", "assets"),
    ("contracts", "asset_id", "assets"),
    ("yields", "asset_id", "assets"),
    ("yields", "contract_id", "contracts"),
    ("inspections", "asset_id", "assets"),
    ("inspections", "campaign_id", "campaigns"),
    ("handovers", "asset_id", "assets"),
    ("disposals", "asset_id", "assets"),
    ("contracts", "prj_id", "projects"),
    ("contracts", "parcel_id", "parcels"),
    ("contracts", "entity_id", "entities"),
    ("measures", "p_id", "roster"),
    ("measures", "plan_id", "plans"),
    ("measures", "industry_id", "industries"),
    ("household_records", "hh_id", "roster"),
    ("household_records", "grid_id", "grids"),
    ("household_records", "water_id", "water_sources"),
    ("person_records", "p_id", "roster"),
    ("clues", "hh_id", "roster"),
    ("plans", "hh_id", "roster"),
    ("surveys", "hh_id", "roster"),
    ("safety", "hh_id", "roster"),
    ("house_projects", "hh_id", "roster"),
    ("jobs", "p_id", "roster"),
    ("services", "p_id", "roster"),
    ("benefits", "p_id", "roster"),
    ("insurances", "p_id", "roster"),
    ("payments", "p_id", "roster"),
    ("payments", "hh_id", "roster"),
    ("payments", "entity_id", "entities"),
    ("loans", "hh_id", "roster"),
    ("parcels", "hh_id", "roster"),
    ("parcels", "contract_id", "contracts"),
    ("leaders", "p_id", "roster"),
    ("trainings", "p_id", "roster"),
    ("trainings", "staff_id", "staff"),
    ("documents", "hh_id", "roster"),
    ("problems", "hh_id", "roster"),
    ("project_shapes", "prj_id", "projects"),
    ("site_shapes", "site_id", "sites"),
    ("industry_shapes", "industry_id", "industries"),
    ("asset_shapes", "asset_id", "assets"),
)
# What all members of a household must have in common.
HOUSEHOLD_COLUMNS: Final = (
    "township",
    "village",
    "village_code",
    "size",
    "hh_type",
    "monitor_class",
    "risk_cleared",
    "whole_no_labour",
    "relocated",
    "site_id",
)


def check_references(
    tables: Mapping[str, pd.DataFrame], unread: Mapping[str, Sequence[str]] | None = None
) -> list[Finding]:
    """
    Find identifiers that no row of the table they name has.

    A table that was not read, or not wholly, is not held against those that name it: every identifier in the
    part that is missing would be a finding.

    Parameters
    ----------
    tables
        Conformed tables by name, with their source columns.
    unread
        Files and sheets that were not read, by table.

    Returns
    -------
    findings
        One `reference_missing` for each row; one `reference_unchecked` for each column that could not be
        checked because the table it names was not read wholly.
    """
    findings = []
    for name, column, target in REFERENCES:
        if name not in tables:
            continue
        lacking = (unread or {}).get(target, ())
        if lacking:
            findings.append(_unchecked(name, column, target, lacking=lacking))
        if lacking or target not in tables:
            continue
        frame = tables[name]
        unknown = _unknown(frame[column], tables[target][column])
        lost = frame.loc[unknown, [column, *SOURCE_COLUMNS]]
        shown = TABLES[target].zh
        title = table_named(name).column(column).zh
        findings += [
            finding("reference_missing", name, **place_of(row), column=title, raw=row[column], target=shown)
            for row in lost.to_dict("records")
        ]
    return findings


def _unknown(values: pd.Series, known: pd.Series) -> NDArray[np.bool_]:
    """Tell which values no row of the other table has; a missing one is not unknown."""
    # pandas' own isin makes a Python object of every text of the other table, many times as slow.
    places, distinct = pd.factorize(pd.concat([known, values], ignore_index=True))
    found = np.zeros(len(distinct) + 1, dtype=bool)
    found[places[: len(known)]] = True
    found[-1] = True  # where a missing value is placed
    return ~found[places[len(known) :]]


def _unchecked(name: str, column: str, target: str, *, lacking: Sequence[str]) -> Finding:
    """Say that a column was not held against the table it names, and what of that was not read."""
    return finding(
        "reference_unchecked",
        name,
        column=table_named(name).column(column).zh,
        raw="、".join(lacking),
        source=table_named(name).zh,
        target=TABLES[target].zh,
    )


def check_households(roster: pd.DataFrame) -> list[Finding]:
    """
    Find households whose members disagree on what they must have in common, and those with members missing.

    Parameters
    ----------
    roster
        One row a person, from every roster file.

    Returns
    -------
    findings
        `household_disagrees` for each household and column, `size_differs` for each household, and
        `identity_repeated` for each identity number that several persons have.
    """
    return [*_disagreeing(roster), *_size_differing(roster), *_identity_repeated(roster)]


def place_of(row: Mapping[object, object]) -> dict[str, object]:
    """
    Say where a conformed row stood.

    Parameters
    ----------
    row
        A row with its source columns.

    Returns
    -------
    place
        `file`, `sheet` and `row`, as a finding takes them.
    """
    return {"file": row["source_file"], "sheet": row["source_sheet"], "row": row["source_row"]}


def _disagreeing(roster: pd.DataFrame) -> list[Finding]:
    """Report each household and column with more than one value, at the first row that differs."""
    findings = []
    table = TABLES["roster"]
    owner, _ = pd.factorize(roster["hh_id"])
    for name in HOUSEHOLD_COLUMNS:
        value, _ = pd.factorize(roster[name])
        stated = np.flatnonzero(value >= 0)
        first = np.full(len(roster), -1)
        first[owner[stated[::-1]]] = stated[::-1]  # of each household the first row that states a value
        differing = stated[value[stated] != value[first[owner[stated]]]]
        _, once = np.unique(owner[differing], return_index=True)
        rows = differing[np.sort(once)]
        shown = roster[["hh_id", name, *SOURCE_COLUMNS]].iloc[rows].to_dict("records")
        others = roster[name].iloc[first[owner[rows]]]
        for row, other in zip(shown, others, strict=True):
            findings.append(
                finding(
                    "household_disagrees",
                    "roster",
                    **place_of(row),
                    column=table.column(name).zh,
                    raw=_shown(row[name]),
                    hh_id=row["hh_id"],
                    other=_shown(other),
                )
            )
    return findings


def _shown(value: object) -> str:
    return {"True": "是", "False": "否"}.get(str(value), str(value))


def _size_differing(roster: pd.DataFrame) -> list[Finding]:
    """Report each household whose stated size is not its number of distinct members in the same file."""
    groups = roster.groupby(["source_file", "hh_id"], sort=False)
    members = groups["p_id"].transform("nunique")
    shown = ["hh_id", "size", *SOURCE_COLUMNS]
    wrong = roster.loc[(roster["size"] != members).fillna(value=False), shown]
    firsts = wrong.drop_duplicates(["source_file", "hh_id"])
    return [
        finding(
            "size_differs",
            "roster",
            **place_of(row),
            column=TABLES["roster"].column("size").zh,
            raw=str(row["size"]),
            hh_id=row["hh_id"],
            members=int(members[index]),
        )
        for index, row in zip(firsts.index, firsts.to_dict("records"), strict=True)
    ]


def _identity_repeated(roster: pd.DataFrame) -> list[Finding]:
    """Report an identity number that an earlier row gives to another person."""
    stated = roster.loc[roster["identity"].notna(), ["p_id", "identity", *SOURCE_COLUMNS]]
    first = stated.groupby("identity", sort=False)["p_id"].transform("first")
    again = stated[stated["p_id"] != first]
    return [
        finding(
            "identity_repeated",
            "roster",
            **place_of(row),
            column=TABLES["roster"].column("identity").zh,
            raw=mask_identity(str(row["identity"])),
            p_id=row["p_id"],
            other=other,
        )
        for row, other in zip(again.to_dict("records"), first[again.index], strict=True)
    ]
