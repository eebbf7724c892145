"""The coordinate system that a person accepted for a table (已采用的坐标系), applied as the table is read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ruralmap.geo.candidates import read_candidate
from ruralmap.schema.gravity import finding
from ruralmap.schema.places import DATUM, OLD_DATUMS

if TYPE_CHECKING:
    from ruralmap.geo.candidates import Candidate
    from ruralmap.schema.columns import Table
    from ruralmap.schema.finding import Finding
    from ruralmap.schema.outcomes import Conformed

_PLACE: Final = ["lon", "lat", "datum"]
# What stood in the file, beside what was made of it.
RAW_COLUMNS: Final = ("lon_raw", "lat_raw", "datum_raw")
# WGS-84 and CGCS2000 are one and the same for villages and households.
MODERN: Final = "CGCS2000"
MODERN_WORDS: Final = (MODERN, "WGS-84")


def apply_crs(conformed: Conformed, table: Table, *, file: str, accepted: str | None) -> Conformed:
    """
    Bring a table's coordinates to CGCS2000 degrees, as accepted in ruralmap.toml.

    A row that states another datum is left as it states, one whose numbers are not of the accepted system's
    size as it is. One that states Xian 1980 or Beijing 1954 loses its place, whatever is accepted: nothing
    public leads from there to CGCS2000. What stood in the file is kept beside.

    Parameters
    ----------
    conformed
        The table as read, with `lon`, `lat` and `datum` as they stand in the file.
    table
        What it is.
    file
        The file's name, as findings shall say it.
    accepted
        What names the coordinate system, as `read_candidate` takes it; without one only old datums count.

    Returns
    -------
    conformed
        With `lon` and `lat` in degrees and `datum` CGCS2000 where the system was applied, all three missing
        where the datum is refused, the columns of RAW_COLUMNS, and `crs_applied` (missing where it was not);
        what was done is among the findings. The same where there was nothing to do.
    """
    if not conformed.usable or "datum" not in conformed.frame:
        return conformed
    frame = conformed.frame
    old = frame["datum"].isin(OLD_DATUMS)
    if accepted is None and not old.any():
        return conformed
    given = frame["lon"].notna() & frame["lat"].notna()
    raw = dict(zip(RAW_COLUMNS, (frame[name] for name in _PLACE), strict=True))
    moved = frame.assign(**raw, crs_applied=pd.Series(None, frame.index, dtype="str"))
    moved.loc[old, _PLACE] = None
    place = {"file": file, "column": DATUM.zh}
    refused = frame.loc[old & given, "datum"]
    found = [] if refused.empty else [finding("crs_old_datum", table.name, **place, **_counted(refused))]
    if accepted is not None:
        candidate = read_candidate(accepted)
        lon, lat = _degrees(frame, candidate)
        applied = lon.notna()
        moved = moved.assign(lon=lon.where(applied, moved["lon"]), lat=lat.where(applied, moved["lat"]))
        moved["datum"] = moved["datum"].mask(applied, MODERN)
        moved["crs_applied"] = moved["crs_applied"].mask(applied, candidate.id)
        found += _findings(table, place, candidate, frame[given & ~old], applied=applied)
    return replace(conformed, frame=moved, findings=(*conformed.findings, *found))


def _degrees(frame: pd.DataFrame, candidate: Candidate) -> tuple[pd.Series[float], pd.Series[float]]:
    """Read as the candidate says what may be so; both missing where a row's size or datum says otherwise."""
    x, y = (frame[name].to_numpy(dtype=np.float64, na_value=np.nan) for name in ("lon", "lat"))
    lon, lat = candidate.to_degrees(x, y)
    own = frame["datum"].replace(dict.fromkeys(MODERN_WORDS, MODERN))
    agrees = own.isna() | (own == candidate.datum)
    held = agrees & candidate.fits(x, y) & np.isfinite(lon) & np.isfinite(lat)
    return pd.Series(lon, frame.index).where(held), pd.Series(lat, frame.index).where(held)


def _findings(
    table: Table,
    place: dict[str, str],
    candidate: Candidate,
    given: pd.DataFrame,
    *,
    applied: pd.Series[bool],
) -> list[Finding]:
    """Say what was applied to how many rows, which of the others contradict it and which cannot be so."""
    others = given.loc[~applied[given.index], "datum"]
    left = others.dropna()
    counts = {"applied": int(applied.sum()), "left": len(left), "unfit": len(others) - len(left)}
    found = [finding("crs_accepted", table.name, **place, raw=candidate.id, **counts)]
    if counts["left"]:
        found.append(finding("crs_column_differs", table.name, **place, raw=candidate.id, **_counted(left)))
    if counts["unfit"]:
        found.append(finding("crs_unfit", table.name, **place, raw=candidate.id, rows=counts["unfit"]))
    return found


def _counted(words: pd.Series[str]) -> dict[str, object]:
    """Count rows and list what they state."""
    return {"rows": len(words), "stated": "、".join(sorted(set(words)))}
