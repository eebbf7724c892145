"""The evidence on coordinate systems of a workspace's tables (各表坐标系证据), file by file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ruralmap.errors import InputError
from ruralmap.geo.candidates import candidates_near, read_candidate
from ruralmap.jobs.accepted_crs import MODERN, MODERN_WORDS, RAW_COLUMNS
from ruralmap.link.crs_claims import claimed_villages, claims_of_households
from ruralmap.link.crs_evidence import draw_sample, make_reference
from ruralmap.link.crs_verdict import Verdict, judge_points
from ruralmap.schema.division import township_of
from ruralmap.schema.places import OLD_DATUMS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import geopandas as gpd

    from ruralmap.geo.candidates import Candidate
    from ruralmap.workspace import Workspace

# A household's point names no village; the rosters say where the household is registered.
_BY_HOUSEHOLD: Final = "household_points"
# Nor does the point of an inspection: the ledger says where the asset stands.
_BY_ASSET: Final = "inspections"
_PLACE: Final = ["lon", "lat", "datum"]


@dataclass(frozen=True, eq=False)
class PointGroup:
    """
    The rows of one file that state the same of their coordinates, or nothing.

    `numbers` are the coordinates as they stand in the file; `stated` is the datum that the rows state (WGS-84
    counts as CGCS2000), or None; `accepted` is what ruralmap.toml says of the file, or None.
    """

    table: str
    file: str
    numbers: pd.DataFrame
    stated: str | None
    accepted: str | None

    @property
    def read_as(self) -> Candidate | None:
        """How the rows are read today: as accepted if they may be that, else as they state; None if open."""
        accepted = read_candidate(self.accepted) if self.accepted else None
        x, y = (self.numbers[name].to_numpy(dtype=np.float64) for name in ("lon", "lat"))
        if accepted and self.stated in {None, accepted.datum} and accepted.may_hold(x, y):
            return accepted
        return None if self.stated is None or self.is_refused else read_candidate(self.stated)

    @property
    def is_refused(self) -> bool:
        """Whether the rows state Xian 1980 or Beijing 1954."""
        return self.stated in OLD_DATUMS


@dataclass(frozen=True, eq=False)
class TableVerdict:
    """What is to be thought of the coordinates of one file that state the same, or nothing."""

    group: PointGroup
    verdict: Verdict

    @property
    def is_acceptable(self) -> bool:
        """Whether a line in ruralmap.toml would have these rows read as proposed, which they are not yet."""
        proposal = self.verdict.proposal
        if proposal is None or proposal == self.group.read_as:
            return False
        return self.group.stated in {None, proposal.datum}


def judge_tables(
    workspace: Workspace, layers: Mapping[str, gpd.GeoDataFrame], tables: Mapping[str, pd.DataFrame]
) -> list[TableVerdict]:
    """
    Judge the coordinates of every table that has some.

    Parameters
    ----------
    workspace
        The county's folder.
    layers
        The layers that could be read, in CGCS2000 degrees.
    tables
        The tables that could be read.

    Returns
    -------
    verdicts
        In the order of tables, files and datums; none where there are no villages to compare with.
    """
    placed = {name: frame for name, frame in tables.items() if "lon" in frame}
    if not placed or "villages" not in layers or layers["villages"].empty:
        return []
    villages = _named_villages(layers)
    county = layers.get("county")
    outline = None if county is None or county.empty else county.union_all()
    reference = make_reference(villages.geometry, outline)
    candidates = candidates_near(*reference.longitudes)
    verdicts = []
    for name, frame in placed.items():
        claims = _claims(name, tables, villages=villages, workspace=workspace)
        for group in _groups(name, frame, workspace):
            x, y = group.numbers["lon"], group.numbers["lat"]
            own = claims[group.numbers.index]
            if group.is_refused:
                sample = draw_sample(x, y, own, reference)
                verdict = Verdict("refused", "old_datum", "county", sample, ())
            else:
                stated = group.read_as
                verdict = judge_points(x, y, own, reference=reference, candidates=candidates, stated=stated)
            verdicts.append(TableVerdict(group, verdict))
    return verdicts


def _named_villages(layers: Mapping[str, gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    """Index villages by code, with the names of their townships, as far as there is a layer of these."""
    villages = layers["villages"].set_index("village_code").sort_index()
    codes = pd.Series([township_of(code) for code in villages.index], villages.index, dtype="str")
    names = villages["township"]
    if "townships" in layers:
        names = codes.map(layers["townships"].set_index("township_code")["township"]).fillna(names)
    return villages.assign(township_code=codes, township=names.astype("str"))


def _claims(
    name: str, tables: Mapping[str, pd.DataFrame], *, villages: gpd.GeoDataFrame, workspace: Workspace
) -> pd.Series[str]:
    """Find the village that each row claims, or that the household or the asset does which it is of."""
    frame = tables[name]
    as_of, regions = workspace.county.as_of, (workspace.county.prefecture, workspace.county.name)

    def claims(lineage: pd.DataFrame | None) -> pd.Series[str]:
        if name == _BY_ASSET:
            if "assets" not in tables:
                return pd.Series(None, index=frame.index, dtype="str")
            ledger = tables["assets"]
            stands = claimed_villages(ledger, villages, lineage=lineage, as_of=as_of, regions=regions)
            return frame["asset_id"].map(stands.set_axis(ledger["asset_id"])).astype("str")
        if name != _BY_HOUSEHOLD:
            return claimed_villages(frame, villages, lineage=lineage, as_of=as_of, regions=regions)
        if "roster" not in tables:
            return pd.Series(None, index=frame.index, dtype="str")
        homes = claims_of_households(
            tables["roster"], villages, lineage=lineage, as_of=as_of, regions=regions
        )
        return frame["hh_id"].map(homes).astype("str")

    try:
        return claims(tables.get("lineage"))
    except InputError:
        # A lineage that leads in a circle is said where it is used; here the other codes are enough.
        return claims(None)


def _groups(name: str, frame: pd.DataFrame, workspace: Workspace) -> Iterator[PointGroup]:
    """Split a table by file and by what its rows state; rows without both numbers say nothing."""
    for file, rows in frame.groupby("source_file", sort=False):
        accepted = workspace.crs.get(str(file))
        before = rows.reindex(columns=list(RAW_COLUMNS)).set_axis(_PLACE, axis=1)
        raw = rows[_PLACE] if before.isna().all(axis=None) else before
        raw = raw[raw["lon"].notna() & raw["lat"].notna()]
        own = raw["datum"].replace(dict.fromkeys(MODERN_WORDS, MODERN))
        for stated in [None, *sorted(own.dropna().unique())]:
            numbers = raw[own.isna() if stated is None else own == stated]
            if len(numbers):
                yield PointGroup(name, str(file), numbers, stated, accepted)
