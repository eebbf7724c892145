"""Where low-income people live close together (低收入人口聚集区), and who of them no list reaches."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal

import geopandas as gpd
import numpy as np

from ruralmap.errors import UsageError
from ruralmap.link.clusters import NOWHERE, borders_of, cluster_points, join_villages
from ruralmap.rules.adopted import OUTSIDE, selections_of
from ruralmap.rules.figures import population_figures
from ruralmap.schema.dates import last_day
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from ruralmap.jobs.county import LinkedCounty
    from ruralmap.jobs.zone_report import ZonesReport
    from ruralmap.rules.verdicts import Status
    from ruralmap.schema.clusters import ClusterMethod, Variant
    from ruralmap.workspace import Workspace

Kind = Literal["points", "hamlet", "villages"]
# A village is dense by its rural population by household register, as the clauses count by default.
_ITEM: Final = "农村人口"
_BASIS: Final = "户籍"
_PLACE: Final = ["linked_township_code", "linked_village_code", "hamlet"]


@dataclass(frozen=True)
class Cluster:
    """
    One cluster (一处聚集区).

    `kind` says how it was found: by points, as a hamlet, as villages side by side. `villages` are the codes
    of those in which its people live, wherever they are registered; `hamlet` is the hamlet's name.
    """

    kind: Kind
    number: int
    persons: int
    households: int
    villages: tuple[str, ...]
    hamlet: str = ""


@dataclass(frozen=True)
class Missed:
    """
    How many low-income people no list reaches (漏在名单外): persons.

    `missed` live in a village that is certainly on no list, nor its township; of `open` that is not certain,
    or nobody knows where they live.
    """

    persons: int
    missed: int
    open: int

    @property
    def share(self) -> Fraction | None:
        """What part is certainly missed; missing where there are no low-income people."""
        return Fraction(self.missed, self.persons) if self.persons else None


@dataclass(frozen=True, eq=False)
class ClusterReport:
    """
    The clusters of one county, found in one way of counting (聚集区结果).

    `without_point` are low-income households whose point is not known: they are counted by hamlet alone.
    `unanswered` are households of which the rule has no certain answer: they are not counted as low-income.
    """

    zones: ZonesReport
    method: ClusterMethod
    variant: Variant
    clusters: tuple[Cluster, ...]
    missed: Missed
    without_point: int
    unanswered: int


def find_clusters(
    workspace: Workspace,
    linked: LinkedCounty,
    zones: ZonesReport,
    *,
    method: ClusterMethod,
    variant: str | None = None,
) -> ClusterReport:
    """
    Find where low-income people live close together.

    Parameters
    ----------
    workspace
        The county's folder.
    linked
        The linked county.
    zones
        The lists of the county.
    method
        How near, how many, and who.
    variant
        Which way of counting; the first unless given.

    Returns
    -------
    report
        The clusters, and how many people no list reaches.

    Raises
    ------
    UsageError
        If the method has no such variant, the county lacks what it asks for, or scikit-learn (the extra
        `clusters`) is not installed.
    """
    chosen = _variant(method, variant)
    counted, unanswered = _persons(linked, zones, chosen)
    households = linked.households.set_index("hh_id").sort_index()
    home = households["living_village_code"].fillna(households["linked_village_code"])
    everybody = households.assign(home=home, persons=counted.reindex(households.index, fill_value=0))
    low = everybody[everybody["persons"] > 0]
    plane = workspace.county.crs
    placed = ~(low.geometry.isna() | low.geometry.is_empty)
    villages = gpd.GeoSeries(linked.villages.geometry).to_crs(plane)
    clusters = (
        *_by_points(low[placed].to_crs(plane), method),
        *_by_hamlet(low[~placed], method),
        *_by_villages(low, _dense(low, zones, method), villages, method),
    )
    missed = _missed(low, zones)
    return ClusterReport(zones, method, chosen, clusters, missed, int((~placed).sum()), unanswered)


def _variant(method: ClusterMethod, variant: str | None) -> Variant:
    known = {one.id: one for one in method.variants}
    if variant is not None and variant not in known:
        raise UsageError(say_both("clusters.fault.variant", found=variant, known="、".join(known)))
    return method.variants[0] if variant is None else known[variant]


def _persons(linked: LinkedCounty, zones: ZonesReport, variant: Variant) -> tuple[pd.Series[int], int]:
    """Count low-income people by household, and the households of which it is not known."""
    persons = linked.persons
    if variant.selected_by is not None:
        found = dict(selections_of(zones.evaluation)).get(variant.selected_by)
        if found is None or found.rule.level != "household":
            policy = zones.policy.id
            raise UsageError(say_both("clusters.fault.rule", rule=variant.selected_by, policy=policy))
        statuses = np.array(found.verdicts.statuses, dtype=object)
        selected = found.codes[statuses == "selected"]
        unanswered = int((~np.isin(statuses, ["selected", *OUTSIDE])).sum())
        return persons[persons["hh_id"].isin(selected)].groupby("hh_id").size(), unanswered
    if "benefits" not in linked.tables:
        raise UsageError(say_both("clusters.fault.no_table", variant=variant.id))
    table, as_of = linked.tables["benefits"], zones.evaluation.as_of
    # A month counts by its last day; a benefit of no known beginning is not known to be in force.
    begun = table["from_on"].map(last_day, na_action="ignore") <= as_of
    ended = table["to_on"].map(last_day, na_action="ignore") < as_of
    rows = table[table["benefit_kind"].isin(variant.benefits) & begun & ~ended]
    return persons[persons["p_id"].isin(rows["p_id"])].groupby("hh_id").size(), 0


def _by_points(low: gpd.GeoDataFrame, method: ClusterMethod) -> Iterator[Cluster]:
    """Find clusters of households whose points are known."""
    codes = low["home"].fillna("").astype(str)
    labels = cluster_points(
        np.column_stack([low.geometry.x, low.geometry.y]),
        low["persons"].to_numpy(dtype=np.int64),
        [f"{code} {hh_id}" for code, hh_id in zip(codes, low.index, strict=True)],
        radius_m=method.radius_m,
        least_persons=method.least_persons,
    )
    for number in range(int(labels.max(initial=NOWHERE)) + 1):
        yield _cluster("points", number + 1, low[labels == number])


def _by_hamlet(low: pd.DataFrame, method: ClusterMethod) -> Iterator[Cluster]:
    """Count by hamlet those whose points are not known and who live where they are registered."""
    at_home = low[low["home"] == low["linked_village_code"]].dropna(subset=_PLACE)
    groups = [(str(key[-1]), rows) for key, rows in at_home.groupby(_PLACE)]
    dense = [(name, rows) for name, rows in groups if rows["persons"].sum() >= method.hamlet_persons]
    ranked = sorted(dense, key=lambda group: -int(group[1]["persons"].sum()))
    for number, (name, rows) in enumerate(ranked, start=1):
        yield _cluster("hamlet", number, rows, hamlet=name)


def _dense(low: pd.DataFrame, zones: ZonesReport, method: ClusterMethod) -> dict[str, int]:
    """Count the low-income people of villages where they are a large enough part of the population."""
    counts = {str(code): int(number) for code, number in low.groupby("home")["persons"].sum().items()}
    figures = population_figures(zones.facts)
    dense = {}
    for code, number in counts.items():
        figure = figures.get((code, _ITEM, _BASIS))
        if figure is not None and number >= method.village_share * figure.value:
            dense[code] = number
    return dense


def _by_villages(
    low: pd.DataFrame, persons: dict[str, int], villages: gpd.GeoSeries, method: ClusterMethod
) -> Iterator[Cluster]:
    """Join villages with many low-income people that lie side by side."""
    pairs = borders_of(villages, border_m=method.border_m)
    areas = join_villages(persons, pairs, least_persons=method.least_persons)
    for number, area in enumerate(areas, start=1):
        yield _cluster("villages", number, low[low["home"].isin(area)])


def _cluster(kind: Kind, number: int, rows: pd.DataFrame, *, hamlet: str = "") -> Cluster:
    villages = tuple(sorted(str(code) for code in rows["home"].dropna().unique()))
    return Cluster(kind, number, int(rows["persons"].sum()), len(rows), villages, hamlet)


def _missed(low: pd.DataFrame, zones: ZonesReport) -> Missed:
    """Count the low-income people whom neither their village's nor their township's list reaches."""
    said: dict[str, list[Status]] = {}
    for _, found in selections_of(zones.evaluation):
        if found.rule.level in {"village", "township"}:
            for code, status in zip(found.codes.tolist(), found.verdicts.statuses, strict=True):
                said.setdefault(code, []).append(status)
    totals: Counter[str] = Counter()
    places = low[["linked_township_code", "linked_village_code", "persons"]]
    for township, village, persons in places.itertuples(index=False):
        totals[_reached([said.get(village, []), said.get(township, [])])] += int(persons)
    return Missed(totals.total(), totals["missed"], totals["open"])


def _reached(statuses: list[list[Status]]) -> Literal["reached", "missed", "open"]:
    """Say whether a list reaches a household, from what the rules say of its village and its township."""
    if any(status == "selected" for of_place in statuses for status in of_place):
        return "reached"
    certain = all(of_place and set(of_place) <= OUTSIDE for of_place in statuses)
    return "missed" if certain else "open"
