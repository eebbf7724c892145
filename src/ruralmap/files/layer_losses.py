"""Features that lost a half (残缺要素): a shape, set aside with the bytes left of it, or all attributes."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import shapely

from ruralmap.schema.marks import is_blank
from ruralmap.schema.outcomes import rejected_frame

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ruralmap.files.features import Features
    from ruralmap.schema.columns import Table
    from ruralmap.schema.outcomes import Conformed

# Under these names the raw row of a feature set aside holds what its geometry consists of.
TEXT_KEY: Final = "图形原文"
BYTES_KEY: Final = "图形字节(十六进制)"
# The reason for a row with a shape and nothing else: ground that belongs to nobody.
BARE: Final = "attributes_missing"


def keep_losses(
    conformed: Conformed, table: Table, features: Features, spoiled: Mapping[int, str], *, file: str
) -> Conformed:
    """
    Put the bytes of lost shapes with the rows set aside, and set aside features that have nothing else.

    A feature of which the file has only the number, or only the shape, comes as an empty row, which would
    count as no data.

    Parameters
    ----------
    conformed
        What was made of the layer.
    table
        Its table.
    features
        The features as read.
    spoiled
        The reason for each row whose shape cannot be used.
    file
        The file's name, as findings shall say it.

    Returns
    -------
    conformed
        Rows in = kept + set aside + ignored, as before.
    """
    lost = {row: why for row, why in spoiled.items() if row - features.first_row in features.faults}
    lost = {row: spoiled.get(row, BARE) for row in _bare_rows(features)} | lost
    if not lost or not conformed.usable:
        return conformed
    rejected = conformed.rejected.copy()
    raw_of = {row: _raw(features, row - features.first_row) for row in lost}
    rejected["raw"] = [
        json.dumps(json.loads(raw) | raw_of.get(row, {}), ensure_ascii=False)
        for row, raw in zip(rejected["row"], rejected["raw"], strict=True)
    ]
    blank = sorted(set(lost) - set(rejected["row"]) - set(conformed.frame["source_row"]))
    records = [
        (table.name, file, "", row, lost[row], json.dumps(raw_of[row], ensure_ascii=False)) for row in blank
    ]
    if records:
        rejected = pd.concat([rejected, rejected_frame(records)], ignore_index=True)
        rejected = rejected.sort_values("row", kind="stable", ignore_index=True)
    (count,) = conformed.counts
    moved = replace(count, rejected=count.rejected + len(blank), ignored=count.ignored - len(blank))
    return replace(conformed, rejected=rejected, counts=(moved,))


def _bare_rows(features: Features) -> list[int]:
    """List the features whose attributes are all empty; an empty row of a sheet without a shape is none."""
    is_sheet = features.first_row > 1
    there = ~shapely.is_missing(features.shapes) if is_sheet else np.ones(len(features.rows), dtype=bool)
    places = np.flatnonzero(there).tolist()
    return [features.first_row + place for place in places if all(map(is_blank, features.rows[place]))]


def _raw(features: Features, place: int) -> dict[str, str]:
    """Write what is left of a geometry: as text if it is text, else in hexadecimal digits."""
    raw = features.bytes_of.get(place, b"")
    if not raw:
        return {}
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return {BYTES_KEY: raw.hex()}
    return {TEXT_KEY: text} if text.isprintable() else {BYTES_KEY: raw.hex()}
