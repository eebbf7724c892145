"""Units within units (上下级对照): is a village in its township, do all of them make up what holds them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from ruralmap.geo.topology import SMALLEST_FAULT_M2, Drawing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ruralmap.geo.arrangement import Shapes

# Of a village less than this share outside its township is how two layers draw one border; it is part of the
# sums. Our own choice: on a village of 10 square kilometres it is a strip of 8 m around it.
LEAST_OUTSIDE_SHARE: Final = 0.01


@dataclass(frozen=True, eq=False)
class Outside:
    """
    A unit that lies in part outside the one it belongs to (越界).

    `place` is its position, `upper` the code of the unit that it belongs to, `mostly` the code of the one in
    which most of the rest lies, empty if in none. `ground` is what lies outside.
    """

    place: int
    upper: str
    mostly: str
    area_m2: float
    share: float
    ground: shapely.Geometry


@dataclass(frozen=True, eq=False)
class Sum:
    """
    The parts of a unit against the unit itself (汇总对照), in square metres.

    `parts_m2` adds up the parts, overlaps twice; `lacking` is ground of the unit that no part covers,
    `beyond` ground of the parts that is not the unit's.
    """

    code: str
    parts: int
    area_m2: float
    parts_m2: float
    lacking_m2: float
    beyond_m2: float
    lacking: shapely.Geometry
    beyond: shapely.Geometry

    @property
    def difference_m2(self) -> float:
        """What the parts have more than the unit."""
        return self.parts_m2 - self.area_m2

    @property
    def share(self) -> float:
        """The difference as a share of the unit, not a number where it has no area."""
        return self.difference_m2 / self.area_m2 if self.area_m2 else float("nan")


def find_outside(lower: Drawing, upper: Drawing, belongs: Sequence[str]) -> list[Outside]:
    """
    Find units that lie in part outside the unit to which their code belongs.

    Parameters
    ----------
    lower
        Such as villages.
    upper
        Such as townships, in the same coordinates.
    belongs
        For each lower unit the code of its upper one; one that is not drawn is left out.

    Returns
    -------
    outside
        Those with a share of LEAST_OUTSIDE_SHARE or more outside, in the order of the lower units.
    """
    holders = _by_code(upper)
    places = [place for place, code in enumerate(belongs) if code in holders and _drawn(lower.mended[place])]
    if not places:
        return []
    shapes = lower.mended[places]
    whole = lower.areas(shapes)
    rest = _areas_only(
        shapely.difference(shapes, np.array([holders[belongs[place]] for place in places], dtype=object))
    )
    beyond = lower.areas(rest)
    return [
        Outside(
            place, belongs[place], _mostly(ground, holders, lower), float(area), float(area / all_of), ground
        )
        for place, ground, area, all_of in zip(places, rest, beyond, whole, strict=True)
        if area >= SMALLEST_FAULT_M2 and area >= LEAST_OUTSIDE_SHARE * all_of
    ]


def compare_sums(lower: Drawing, upper: Drawing, belongs: Sequence[str]) -> list[Sum]:
    """
    Compare the parts of each unit with the unit itself.

    Parameters
    ----------
    lower
        Such as villages.
    upper
        Such as townships, in the same coordinates.
    belongs
        For each lower unit the code of its upper one.

    Returns
    -------
    sums
        One for each upper unit, by code; a unit without parts lacks all of itself.
    """
    holders = _by_code(upper)
    areas = lower.areas(lower.mended)
    sums = []
    for code, holder in sorted(holders.items()):
        places = [place for place, own in enumerate(belongs) if own == code and _drawn(lower.mended[place])]
        union = shapely.union_all(lower.mended[places]) if places else shapely.Polygon()
        grounds = _areas_only(
            np.array([shapely.difference(holder, union), shapely.difference(union, holder)], dtype=object)
        )
        own_area, lacking, beyond = lower.areas(np.array([holder, *grounds], dtype=object)).tolist()
        parts_m2 = float(areas[places].sum())
        sums.append(Sum(code, len(places), own_area, parts_m2, lacking, beyond, grounds[0], grounds[1]))
    return sums


def _by_code(drawing: Drawing) -> dict[str, shapely.Geometry]:
    """Take units by code, the parts of one code together."""
    parts: dict[str, list[shapely.Geometry]] = {}
    for code, shape in zip(drawing.codes, drawing.mended, strict=True):
        if code and _drawn(shape):
            parts.setdefault(code, []).append(shape)
    return {
        code: shapes[0] if len(shapes) == 1 else shapely.union_all(shapes) for code, shapes in parts.items()
    }


def _drawn(shape: shapely.Geometry | None) -> bool:
    return shape is not None and not shapely.is_empty(shape)


def _areas_only(shapes: Shapes) -> Shapes:
    """Take the areas out of differences, which may also have lines where borders run together."""
    return np.array(
        [
            shapely.union_all([part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"])
            for shape in shapes
        ],
        dtype=object,
    )


def _mostly(ground: shapely.Geometry, holders: Mapping[str, shapely.Geometry], lower: Drawing) -> str:
    """Find the unit that holds most of a piece of ground."""
    codes = list(holders)
    shared = lower.areas(_areas_only(shapely.intersection(np.array(list(holders.values())), ground)))
    best = int(np.argmax(shared))
    return codes[best] if shared[best] >= SMALLEST_FAULT_M2 else ""
