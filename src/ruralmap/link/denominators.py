"""
The table of rural populations carried to today's villages and townships (农村人口分母折算).

Figures of each item, basis and date are carried by themselves: figures of two dates are never added up. A
carried figure keeps its date, and its source says of whom it was made. What the office states for a village
of today on a later date is a row of its own, and stands above it as the latest figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from ruralmap.link.apportion import Circumstances, Figure, carry_figures
from ruralmap.link.lineage import read_lineage, steps_of
from ruralmap.schema.dates import last_day
from ruralmap.schema.gravity import finding
from ruralmap.schema.references import place_of
from ruralmap.schema.tables import TABLES
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import say

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from ruralmap.link.apportion import Loss
    from ruralmap.link.lineage import Event, Lineage
    from ruralmap.schema.finding import Finding

_GROUP: Final = ["item", "basis", "as_of"]
# The share of a lineage is that of persons; how households divide is not known from it.
_PERSONS: Final = "农村人口"
# Of more units than these the source names the first and counts the rest: a cell must stay readable.
_MOST_NAMED: Final = 4


@dataclass(frozen=True, eq=False)
class CarriedDenominators:
    """The table as the rules may read it, and what a person should know of it."""

    table: pd.DataFrame
    findings: tuple[Finding, ...]


def carry_denominators(
    denominators: pd.DataFrame, lineage: pd.DataFrame | None, *, standing: Collection[str], as_of: str
) -> CarriedDenominators:
    """
    Carry every figure of the table to the units of today.

    Parameters
    ----------
    denominators
        The conformed table 农村人口分母 with its source columns.
    lineage
        The table of changed codes, if there is one.
    standing
        The codes of today: villages, townships and the county.
    as_of
        The date of evaluation, ISO text; later events are ignored.

    Returns
    -------
    carried
        Rows that nothing happened to are as they were and in their order; carried figures follow, by code.
        Findings: `denominator_carried` (how many), `denominator_not_carried` (each, and why) and
        `denominator_ended` (a figure dated on or after the day on which its code ended) and
        `denominator_unknown` (of a code that neither stands nor ever changed).

    Raises
    ------
    InputError
        If the lineage leads in a circle.
    ConservationError
        If persons went missing on the way.
    """
    events = read_lineage(lineage, as_of=as_of)
    given = denominators.dropna(subset=["code", *_GROUP, "value"])
    days = given["as_of"].map(last_day)
    if not events.events or given.empty or days.min() >= events.events[-1].day:
        return CarriedDenominators(denominators, tuple(_unplaced(denominators, events, standing)))
    first_seen = {str(code): day for code, day in days.groupby(given["code"]).min().items()}
    used: set[int] = set()
    made: list[dict[object, object]] = []
    losses: list[Loss] = []
    for (item, _, date), rows in given.groupby(_GROUP, sort=True):
        around = Circumstances(last_day(str(date)), standing, first_seen, item == _PERSONS)
        figures = [
            Figure(code, int(value), (int(label),))
            for label, code, value in zip(rows.index, rows["code"], rows["value"], strict=True)
        ]
        carried, lost = carry_figures(figures, events, around)
        changed = [figure for figure in carried if figure.events]
        used.update(label for figure in [*changed, *(loss.figure for loss in lost)] for label in figure.rows)
        made += [_as_row(figure, denominators) for figure in changed]
        losses += lost
    table = denominators.drop(index=sorted(used))
    if made:
        added = pd.DataFrame(made, columns=denominators.columns).astype(denominators.dtypes.to_dict())
        table = pd.concat([table, added], ignore_index=True)
    told = _told(made, losses, denominators)
    return CarriedDenominators(table, (*told, *_unplaced(table, events, standing)))


def _as_row(figure: Figure, denominators: pd.DataFrame) -> dict[object, object]:
    """Write a carried figure as a row: the code of today, the same date, a source that names its origin."""
    origins = denominators.loc[list(figure.rows)]
    first = origins.iloc[0].to_dict()
    docs = "、".join(dict.fromkeys(origins["doc"].dropna()))
    text = say(
        "links.apportion.source", origin=_origin(origins), events=_told_events(figure.events), doc=docs
    )
    return first | {"code": figure.code, "name": None, "value": figure.value, "doc": text}


def _origin(origins: pd.DataFrame) -> str:
    """Name the units that a figure was made of, with what was stated for each."""
    names = origins["name"].fillna("") if "name" in origins else [""] * len(origins)
    units = [
        f"{code}{name}({value:,})"
        for code, name, value in zip(origins["code"], names, origins["value"], strict=True)
    ]
    more = len(units) - _MOST_NAMED
    if more > 0:
        return say("links.apportion.more", units="、".join(units[:_MOST_NAMED]), count=len(units))
    return "、".join(units)


def _told_events(events: Sequence[Event]) -> str:
    """Say what happened: day, kind, and the share where a unit was divided."""
    texts = [
        f"{event.day} {event.kind}"
        + (f" {float(event.share):g}" if event.share is not None and event.share != 1 else "")
        for event in events
    ]
    return "；".join(dict.fromkeys(texts))


def _told(
    made: Sequence[Mapping[object, object]], losses: Sequence[Loss], denominators: pd.DataFrame
) -> list[Finding]:
    """Say how many figures were carried, and of each that was not, why."""
    column = TABLES["denominators"].column("code").zh
    found = []
    if made:
        example = made[0]
        found.append(
            finding(
                "denominator_carried",
                "denominators",
                file=example["source_file"],
                column=column,
                raw=str(example["code"]),
                count=len(made),
                source=example["doc"],
            )
        )
    for loss in losses:
        rows = denominators.loc[list(loss.figure.rows)]
        found.append(
            finding(
                "denominator_not_carried",
                "denominators",
                **place_of(rows.iloc[0].to_dict()),
                column=column,
                raw="、".join(dict.fromkeys(rows["code"])),
                value=f"{loss.figure.value:,}",
                date=rows["as_of"].iloc[0],
                new=loss.event.new or "",
                day=loss.event.day,
                event=loss.event.kind,
                why=say_both(f"links.apportion.why.{loss.why}"),
            )
        )
    return found


def _unplaced(table: pd.DataFrame, lineage: Lineage, standing: Collection[str]) -> list[Finding]:
    """Report figures of a code that does not stand: one that had ended by their day, or that nobody knows."""
    stated = table.dropna(subset=["code", *_GROUP, "value"])
    away = stated[~stated["code"].isin(list(standing))]
    changed = [code for code in away["code"].unique() if code in lineage.mentioned or steps_of(lineage, code)]
    return [
        finding(
            "denominator_ended" if row["code"] in changed else "denominator_unknown",
            "denominators",
            **place_of(row),
            column=TABLES["denominators"].column("code").zh,
            raw=row["code"],
            date=row["as_of"],
        )
        for row in away.to_dict("records")
    ]
