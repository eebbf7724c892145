"""
Which village a record belongs to, from all that is known of it (落图).

The registered code, the written name and the point are three witnesses. Code and name say where a household
or project is registered; a point says where it stands. Who says nothing is not counted; those who speak must
agree. If they do not, nothing is chosen: the record is a conflict, and all villages named are listed. Where a
person has decided what the written name means, the decision speaks in its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from ruralmap.geo.crs import require_degrees
from ruralmap.link.codes import current_codes
from ruralmap.link.decision import decide, strayed, votes_of
from ruralmap.link.gazetteer import villages_of_names
from ruralmap.link.points import distances_to
from ruralmap.link.standpoints import READINGS, read_points, villages_of_readings
from ruralmap.schema.links import LINK_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

_TEXTS: Final = ("village_code", "township", "village", "datum", "decided_code", "decided_by")
_NUMBERS: Final = ("lon", "lat")
_FLAGS: Final = ("codes_disagree", "points_disagree", "is_declined")
# All that the linker looks at; records of different tables can be linked together by these.
EVIDENCE_COLUMNS: Final = (*_TEXTS, *_NUMBERS, *_FLAGS)


def link_records(
    records: pd.DataFrame,
    villages: gpd.GeoDataFrame,
    *,
    lineage: pd.DataFrame | None,
    as_of: str,
    regions: Sequence[str] = (),
    lives_elsewhere: pd.Series[bool] | None = None,
) -> pd.DataFrame:
    """
    Link records to villages by code, name and point.

    Parameters
    ----------
    records
        Any of the columns `village_code`, `township`, `village`, `lon`, `lat` (degrees), `datum`,
        `codes_disagree` and `points_disagree` (flags: several were given that differ, so none is evidence),
        `decided_code` (the village that a person confirmed for what the record says), `decided_by` (who and
        when) and `is_declined` (a flag: a person confirmed that it means none). A missing column or value is
        no evidence; a missing `datum` is unstated.
    villages
        In CGCS2000 or WGS-84 degrees, uniquely indexed by `village_code`, with `village`, `township_code`,
        `township`, and `kind` where it is known.
    lineage
        The table of changed codes, if there is one.
    as_of
        The date of evaluation, ISO text.
    regions
        Known names in full, from large to small, that may stand before a name, such as 河源市, 和平县.
    lives_elsewhere
        On the records' index: whose point is no evidence of registration, such as relocated households.

    Returns
    -------
    links
        The columns of LINK_COLUMNS on the records' index, each record with exactly one status. `distance_m`
        says how far a point lies outside the village that code and name give.

    Raises
    ------
    CrsError
        If the villages are not in degrees of CGCS2000 or WGS-84, or a datum is unknown.
    InputError
        If the lineage leads in a circle.
    """
    require_degrees(villages)
    read = _read(records)
    pieces = {
        "code": current_codes(read["village_code"], villages.index, lineage=lineage, as_of=as_of),
        "name": villages_of_names(read["village"], read["township"], villages, regions=regions),
        "point": villages_of_readings(read, villages.geometry),
    }
    for name, flag in (("code", "codes_disagree"), ("point", "points_disagree")):
        if flag in records:
            pieces[name] = _set_aside(pieces[name], _rows(records[flag]), reason=flag)
    if lives_elsewhere is not None:
        away = _rows(lives_elsewhere) & (read["lon"].notna() | pieces["point"]["reason"].notna())
        pieces["point"] = _set_aside(pieces["point"], away, reason="lives_elsewhere")
    # The code of a unit that was split stands for people of several villages: no one answer is right for all.
    decided = read["decided_code"].mask(pieces["code"]["reason"] == "code_split")
    pieces["decision"] = _decision_piece(decided)
    pieces["name"] = _set_aside(pieces["name"], decided.notna(), reason=None)
    votes = votes_of(pieces, villages.index)
    links = decide(pieces, votes, villages["township_code"])
    links["link_decision"] = read["decided_by"]
    if "is_declined" in records:
        left = _rows(records["is_declined"]) & links["link_status"].isin(["unlinked", "conflict"])
        links["link_reason"] = links["link_reason"].mask(left, "decision_declined")
    links["distance_m"] = _measure(read, strayed(pieces, votes), villages.geometry)
    return links[list(LINK_COLUMNS)].set_axis(records.index)


def _read(records: pd.DataFrame) -> pd.DataFrame:
    """Take the columns that are evidence, missing ones as missing values, rows counted from 0."""
    plain = records.reset_index(drop=True)
    texts = plain.reindex(columns=list(_TEXTS)).astype("str")
    return texts.join(plain.reindex(columns=list(_NUMBERS)).astype("float64"))


def _rows(flags: pd.Series[bool]) -> pd.Series[bool]:
    """Take a flag as a plain claim, missing as no, rows counted from 0."""
    return flags.fillna(value=False).astype(bool).reset_index(drop=True)


def _decision_piece(decided: pd.Series[str]) -> pd.DataFrame:
    """Take what a person decided as evidence; it is sure."""
    reason = pd.Series([None] * len(decided), index=decided.index, dtype="str")
    return pd.DataFrame({"candidates": decided, "is_sure": True, "reason": reason})


def _set_aside(piece: pd.DataFrame, rows: pd.Series[bool], *, reason: str | None) -> pd.DataFrame:
    """Take back what a piece of evidence says of some records, and say why."""
    return piece.assign(candidates=piece["candidates"].mask(rows), reason=piece["reason"].mask(rows, reason))


def _measure(read: pd.DataFrame, registered: pd.Series[str], polygons: gpd.GeoSeries) -> pd.Series[float]:
    """Measure how far points lie outside villages; of two readings of a point the nearer counts."""
    rows = registered.dropna()
    ways = [distances_to(*read_points(read.loc[rows.index], way), rows, polygons) for way in READINGS]
    return pd.concat(ways, axis=1).min(axis=1).reindex(read.index)
