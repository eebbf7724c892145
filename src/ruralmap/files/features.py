"""A layer's features as read (要素): cells, shapes, and what was noticed on the way."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
import shapely

from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from ruralmap.files.evidence import Evidence, Note

# What spans villages is a line or an area.
ShapeKind = Literal["polygon", "point", "span"]


@dataclass(frozen=True)
class Wanted:
    """
    What of a file is wanted, and what is stated about it (所需图层).

    `layer` names one of several layers, `encoding` that of the text; `kind` is the kind of shape by which a
    layer is chosen where none is named; `names` are known names of places, by which an encoding is judged.
    """

    path: Path
    encoding: str | None = None
    layer: str | None = None
    kind: ShapeKind = "polygon"
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Features:
    """
    What a file holds.

    `rows` hold the cells of each feature, `shapes` its geometry or None, `numbers` the driver's number for
    it; `faults` say, by position, why a geometry could not be read, and `bytes_of` what it consists of.
    `notes` are remarks on the file. `first_row` is the row that the office's program shows for the first
    feature: 1 but for a sheet.
    """

    fields: list[str]
    rows: list[list[object]]
    shapes: NDArray[np.object_]
    crs: object = None
    numbers: tuple[int, ...] = ()
    faults: Mapping[int, str] = field(default_factory=dict)
    bytes_of: Mapping[int, bytes] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    first_row: int = 1


def account_for(features: Features, evidence: Evidence) -> Features:
    """
    Compare what a driver gave with what the file itself says, and add what the driver passed over.

    A driver gives a damaged geometry as a missing one, and leaves out records without a word.

    Parameters
    ----------
    features
        What the driver gave.
    evidence
        What the file says.

    Returns
    -------
    features
        One row for each feature that the file says it has, in the file's order; a geometry that has bytes but
        could not be read is a fault.
    """
    given = {number: place for place, number in enumerate(features.numbers)}
    lacking = [number for number in evidence.numbers if number not in given]
    numbers = list(evidence.numbers) if lacking else list(features.numbers)
    notes = list(evidence.notes)
    if lacking:
        notes.append(("layer_truncated", {"stated": len(evidence.numbers), "read": len(given)}))
    blank: list[object] = [""] * len(features.fields)
    rows, shapes = [], np.full(len(numbers), None, dtype=object)
    faults: dict[int, str] = {}
    bytes_of: dict[int, bytes] = {}
    for place, number in enumerate(numbers):
        source = given.get(number)
        if source is None:
            cells = evidence.cells(number)
            rows.append(cells if len(cells) == len(blank) else blank)
            faults[place] = say_both("files.feature_lost")
        else:
            rows.append(features.rows[source])
            shapes[place] = features.shapes[source]
            if source in features.faults:
                faults[place] = features.faults[source]
        if shapes[place] is None and (raw := evidence.raw(number)) is not None:
            bytes_of[place] = raw
            faults.setdefault(place, say_both("files.shape_damaged"))
        elif source is not None and source in features.bytes_of:
            bytes_of[place] = features.bytes_of[source]
    return replace(
        features,
        rows=rows,
        shapes=shapes,
        numbers=tuple(numbers),
        faults=faults,
        bytes_of=bytes_of,
        notes=(*features.notes, *notes),
    )


def without_broken(features: Features) -> Features:
    """
    Take away geometries with a vertex that is no number: bytes that were overwritten.

    Parameters
    ----------
    features
        What was read.

    Returns
    -------
    features
        With such geometries missing, their reason among the faults, and what they were kept as bytes (WKB).
    """
    vertices, owners = shapely.get_coordinates(features.shapes, return_index=True)
    broken = np.unique(owners[~np.isfinite(vertices).all(axis=1)])
    if not broken.size:
        return features
    shapes = features.shapes.copy()
    shapes[broken] = None
    kept = {place: shapely.to_wkb(features.shapes[place]) for place in broken.tolist()}
    faults = {**features.faults, **dict.fromkeys(kept, say_both("files.shape_damaged"))}
    return replace(features, shapes=shapes, faults=faults, bytes_of=kept | dict(features.bytes_of))
