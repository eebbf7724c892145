"""The coordinate system that a person accepted for a table (已采用的坐标系), applied as the table is read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ruralmap.geo.candidates import read_candidate
from ruralmap.schema.gravity import finding
from ruralmap.schema.places import DATUM

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

    A row that states another datum is left as it states; what stood in the file is kept beside.

    Parameters
    ----------
    conformed
        The table as read, with `lon`, `lat` and `datum` as they stand in the file.
    table
        What it is.
    file
        The file's name, as findings shall say it.
    accepted
        What names the coordinate system, as `read_candidate` takes it; nothing changes without one.

    Returns
    -------
    conformed
        With `lon` and `lat` in degrees and `datum` CGCS2000 where the system was applied, the columns of
        RAW_COLUMNS, `crs_applied` (missing where it was not), and what was done among the findings.
    """
    if accepted is None or not conformed.usable:
        return conformed
    candidate, frame = read_candidate(accepted), conformed.frame
    own = frame["datum"].replace(dict.fromkeys(MODERN_WORDS, MODERN))
    other = own.notna() & (own != candidate.datum)
    given = frame["lon"].notna() & frame["lat"].notna()
    lon, lat = _degrees(frame, candidate)
    applied = given & ~other & lon.notna() & lat.notna()
    moved = frame.assign(
        lon=frame["lon"].mask(applied, lon),
        lat=frame["lat"].mask(applied, lat),
        datum=frame["datum"].mask(applied, MODERN),
        crs_applied=pd.Series(candidate.id, frame.index, dtype="str").where(applied),
        **dict(zip(RAW_COLUMNS, (frame[name] for name in _PLACE), strict=True)),
    )
    counted = {"applied": int(applied.sum()), "left": int((given & other).sum())}
    counted["unfit"] = int((given & ~other & ~applied).sum())
    said = _findings(table, file, candidate, counted, words=frame.loc[given & other, "datum"])
    return replace(conformed, frame=moved, findings=(*conformed.findings, *said))


def _degrees(frame: pd.DataFrame, candidate: Candidate) -> tuple[pd.Series[float], pd.Series[float]]:
    """Read both columns as the candidate says; missing where it holds no such place."""
    numbers = [frame[name].to_numpy(dtype=np.float64, na_value=np.nan) for name in ("lon", "lat")]
    lon, lat = candidate.to_degrees(*numbers)
    return pd.Series(lon, frame.index), pd.Series(lat, frame.index)


def _findings(
    table: Table, file: str, candidate: Candidate, counted: dict[str, int], *, words: pd.Series[str]
) -> list[Finding]:
    """Say what was applied to how many rows, and which rows contradict it."""
    place = {"file": file, "column": DATUM.zh, "raw": candidate.id}
    found = [finding("crs_accepted", table.name, **place, **counted)]
    if counted["left"]:
        stated = "、".join(sorted(set(words)))
        found.append(finding("crs_column_differs", table.name, **place, stated=stated, rows=counted["left"]))
    return found
