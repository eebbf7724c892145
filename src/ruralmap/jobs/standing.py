"""Records as the drawing room takes them (落点): in the village that was found, at the settled point."""

from __future__ import annotations

import pandas as pd


def standing(records: pd.DataFrame) -> pd.DataFrame:
    """
    Put the village that was found, and the settled point, in place of what was typed.

    Parameters
    ----------
    records
        A linked table; one without a geometry stays as it is.

    Returns
    -------
    records
        With `village_code`, and `lon` and `lat` (degrees), each missing where it is not known.
    """
    shown = pd.DataFrame(records).copy()
    if "geometry" not in records:
        return shown
    shown["village_code"] = shown["linked_village_code"]
    points = records.geometry
    return shown.assign(lon=points.x, lat=points.y).drop(columns="geometry")
