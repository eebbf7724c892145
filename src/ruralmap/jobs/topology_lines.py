"""The lines of the topology report (拓扑问题条目): one a fault, with its place, size and proposed repair."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import shapely

from ruralmap.geo.mending import is_polygon
from ruralmap.geo.topology import thinness_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ruralmap.files.vector import DrawnLayer
    from ruralmap.geo.hierarchy import Outside
    from ruralmap.geo.repair import Plan, Proposal
    from ruralmap.geo.topology import Drawing, Fault

Kind = Literal[
    "invalid",
    "empty",
    "no_code",
    "duplicate",
    "gap",
    "sliver_gap",
    "overlap",
    "sliver_overlap",
    "outside",
    "missing",
    "surplus",
]
# The order in which an office reads them: what is not there at all comes first.
KINDS: Final[tuple[Kind, ...]] = (
    *("missing", "surplus", "no_code", "empty", "invalid", "duplicate"),
    *("overlap", "gap", "sliver_overlap", "sliver_gap", "outside"),
)
# Two polygons of one code whose union is smaller than both together by this share lie on each other.
_SAME_GROUND: Final = 1e-6


@dataclass(frozen=True)
class Change:
    """By how much a proposal changes a polygon: its code and name, square metres, and the share of it."""

    code: str
    name: str
    change_m2: float
    share: float


@dataclass(frozen=True, eq=False)
class Line:
    """
    One fault as an office reads it.

    `layer` is the canonical name of the layer; `codes` and `names` are of the units concerned; `area_m2` is
    that of the fault, None where it has none; `rule` says what is proposed, `changes` what that changes.
    `ground` is the place in EPSG:4490; `count` is the number of polygons concerned; `why` tells more.
    """

    layer: str
    kind: Kind
    codes: tuple[str, ...]
    names: tuple[str, ...]
    rule: str
    area_m2: float | None = None
    thinness: float | None = None
    share: float | None = None
    why: str = ""
    ground: shapely.Geometry | None = None
    changes: tuple[Change, ...] = ()
    count: int = 1

    @property
    def spot(self) -> tuple[float, float] | None:
        """Longitude and latitude of a point in the fault."""
        if self.ground is None or shapely.is_empty(self.ground):
            return None
        point = shapely.point_on_surface(self.ground)
        return float(point.x), float(point.y)


@dataclass(frozen=True, eq=False)
class Level:
    """One layer checked: as it was drawn, and the plan of its repair."""

    name: str
    file: str
    drawn: DrawnLayer
    drawing: Drawing
    plan: Plan

    def label(self, place: int) -> str:
        """
        Name a feature.

        Parameters
        ----------
        place
            Its position.

        Returns
        -------
        label
            Its name, its code where it has none.
        """
        return self.drawn.labels[place] or self.drawing.codes[place]


def lines_of_level(level: Level, *, outside: Sequence[Outside] = ()) -> list[Line]:
    """
    List what is wrong in one layer.

    Parameters
    ----------
    level
        The layer.
    outside
        Its units that lie in part outside the unit above.

    Returns
    -------
    lines
        Gaps and overlaps below a square metre are left out; the report counts them.
    """
    return [
        *_without_code(level),
        *_repeated(level),
        *_drawn_wrong(level),
        *(_outside(level, item) for item in outside),
    ]


def _without_code(level: Level) -> Iterator[Line]:
    for place, code in enumerate(level.drawn.codes):
        if not code:
            yield _line(level, "no_code", [place], "no_code", ground=level.drawing.mended[place])


def _repeated(level: Level) -> Iterator[Line]:
    """List the codes that several polygons have."""
    places: dict[str, list[int]] = {}
    for place, code in enumerate(level.drawn.codes):
        if code:
            places.setdefault(code, []).append(place)
    for found in places.values():
        if len(found) > 1:
            shapes = [level.drawing.mended[place] for place in found]
            drawn = np.array([shape for shape in shapes if shape is not None], dtype=object)
            ground = shapely.union_all(drawn)
            yield _line(level, "duplicate", found, _rule_of_repeated(drawn, ground), ground=ground)


def _rule_of_repeated(drawn: np.ndarray[tuple[int], np.dtype[np.object_]], ground: shapely.Geometry) -> str:
    """Tell a polygon drawn twice from the parts of one village, and from two that contradict each other."""
    if len(drawn) > 1 and all(shapely.equals(drawn[0], drawn[1:])):
        return "duplicate_same"
    together = float(shapely.area(drawn).sum())
    apart = float(shapely.area(ground)) >= together * (1 - _SAME_GROUND)
    return "duplicate_parts" if apart else "duplicate_overlap"


def _drawn_wrong(level: Level) -> Iterator[Line]:
    """List invalid polygons, gaps and overlaps with their proposals."""
    proposals: dict[int, list[Proposal]] = {}
    for proposal in level.plan.proposals:
        proposals.setdefault(proposal.fault, []).append(proposal)
    for number, fault in enumerate(level.plan.faults):
        if fault.counts:
            yield _fault_line(level, fault, proposals.get(number, []))


def _fault_line(level: Level, fault: Fault, proposals: Sequence[Proposal]) -> Line:
    kind: Kind = fault.kind
    rule: str = proposals[0].rule if proposals else "person"
    why = fault.why
    if fault.kind == "empty":
        (place,) = fault.members
        rule, why = "empty", level.drawn.features.faults.get(place, "")
    elif fault.kind == "gap":
        kind = "sliver_gap" if fault.is_sliver else "gap"
        rule = "border_check" if (kind, rule) == ("gap", "border") else rule
    elif fault.kind == "overlap" and fault.is_sliver:
        kind = "sliver_overlap"
    changes = tuple(
        _change(level, proposal.place, proposal.change_m2)
        for proposal in proposals
        if proposal.place is not None
    )
    return _line(
        level,
        kind,
        fault.members,
        rule,
        area_m2=fault.area_m2 if fault.ground is not None else None,
        thinness=fault.thinness or None,
        why=why,
        ground=fault.ground,
        changes=changes,
    )


def _change(level: Level, place: int, change_m2: float) -> Change:
    whole = float(level.plan.before_m2[place])
    return Change(
        level.drawing.codes[place],
        level.label(place),
        change_m2,
        change_m2 / whole if whole else float("nan"),
    )


def _outside(level: Level, item: Outside) -> Line:
    return _line(
        level,
        "outside",
        [item.place],
        "outside" if item.mostly else "outside_all",
        area_m2=item.area_m2,
        share=item.share,
        why=item.mostly,
        ground=item.ground,
        thinness=thinness_of(level.drawing.in_metres(np.array([item.ground], dtype=object))[0]),
    )


def _line(level: Level, kind: Kind, places: Sequence[int], rule: str, **about: object) -> Line:
    """Make a line, with the area of its ground unless another is given."""
    ground = about.get("ground")
    if "area_m2" not in about and isinstance(ground, shapely.Geometry) and is_polygon(ground):
        about["area_m2"] = float(level.drawing.areas(np.array([ground], dtype=object))[0])
    codes = tuple(dict.fromkeys(level.drawing.codes[place] for place in places))
    names = tuple(dict.fromkeys(level.label(place) for place in places))
    return Line(level.name, kind, codes, names, rule, count=len(places), **about)  # type: ignore[arg-type]
