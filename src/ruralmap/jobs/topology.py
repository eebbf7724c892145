"""Check how the layers are drawn (拓扑检查) and propose repairs; nothing is changed but on request, aside."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from ruralmap.errors import ConservationError
from ruralmap.files.vector import read_drawn
from ruralmap.geo.crs import CGCS2000, require_metres
from ruralmap.geo.hierarchy import Sum, compare_sums, find_outside
from ruralmap.geo.mending import is_polygon
from ruralmap.geo.repair import plan_repair
from ruralmap.geo.topology import Drawing, find_faults
from ruralmap.jobs.findings_book import read_answers
from ruralmap.jobs.inputs import layer_file
from ruralmap.jobs.products import product_path
from ruralmap.jobs.topology_lines import KINDS, Level, Line, lines_of_level
from ruralmap.jobs.topology_lists import compare_lists
from ruralmap.schema.division import COUNTY_DIGITS, TOWNSHIP_DIGITS
from ruralmap.schema.tables import LAYERS

if TYPE_CHECKING:
    from ruralmap.schema.outcomes import Answers
    from ruralmap.workspace import Workspace

# The layers that are coverages, and can be repaired; the county's outline is only looked at.
COVERAGES: Final = ("townships", "villages")


@dataclass(frozen=True)
class Repaired:
    """
    One layer after the repair, in numbers.

    `changed` counts the polygons with another area than before (by a square metre or more), `left` the faults
    of a square metre or more that remain; `fits` tells whether all borders match now, but for polygons that
    share a code.
    """

    layer: str
    polygons_before: int
    polygons_after: int
    area_before_m2: float
    area_after_m2: float
    changed: int
    left: int
    fits: bool


@dataclass(frozen=True, eq=False)
class TopologyReport:
    """
    How a county's layers are drawn (拓扑检查).

    `lines` are the faults in the order in which they are read; `sums` compare parts with their whole, by the
    two layers' names; `tiny` counts gaps and overlaps below a square metre by layer, with their area.
    """

    county: str
    as_of: str
    simulated: bool
    levels: dict[str, Level]
    lines: tuple[Line, ...]
    sums: dict[tuple[str, str], tuple[Sum, ...]]
    tiny: dict[str, tuple[int, float]]

    @property
    def counts(self) -> Counter[tuple[str, str]]:
        """How many faults there are, by layer and kind."""
        return Counter((line.layer, line.kind) for line in self.lines)

    def area_of(self, layer: str, kind: str) -> float | None:
        """
        Add up the areas of one layer's faults of one kind.

        Parameters
        ----------
        layer
            The layer's canonical name.
        kind
            The kind.

        Returns
        -------
        area_m2
            None where such faults have no area.
        """
        areas = [line.area_m2 for line in self.lines if (line.layer, line.kind) == (layer, kind)]
        known = [area for area in areas if area is not None]
        return sum(known) if known else None

    def as_json(self) -> dict[str, object]:
        """
        Give the counts as one object, for programs.

        Returns
        -------
        result
            Polygons and faults by layer and kind, and the differences of the sums.
        """
        counts = self.counts
        return {
            "county": self.county,
            "as_of": self.as_of,
            "simulated": self.simulated,
            "layers": {
                name: {
                    "file": level.file,
                    "polygons": len(level.drawing.codes),
                    "faults": {kind: counts[name, kind] for kind in KINDS if counts[name, kind]},
                    "below_one_m2": self.tiny[name][0],
                }
                for name, level in self.levels.items()
            },
            "sums": [
                {
                    "parts": parts,
                    "whole": whole,
                    "code": item.code,
                    "area_m2": round(item.area_m2, 1),
                    "difference_m2": round(item.difference_m2, 1),
                    "lacking_m2": round(item.lacking_m2, 1),
                    "beyond_m2": round(item.beyond_m2, 1),
                }
                for (parts, whole), items in self.sums.items()
                for item in items
            ],
        }


def survey_topology(workspace: Workspace, *, fill_m2: float = math.inf) -> TopologyReport:
    """
    Check how the layers are drawn; nothing is written.

    Parameters
    ----------
    workspace
        The county's folder.
    fill_m2
        Gaps of more square metres are not to be filled.

    Returns
    -------
    report
        The faults, each with its place, its size and a proposal.

    Raises
    ------
    LayerError
        If a layer cannot be read.
    CrsError
        If the county's coordinate system does not measure in metres, or a layer's is not known.
    """
    require_metres(workspace.county.crs)
    answers = read_answers(product_path(workspace, "findings"))
    levels: dict[str, Level] = {}
    for name in LAYERS:
        levels[name] = _check_level(workspace, name, answers, known=_names(levels), fill_m2=fill_m2)
    upper = {"townships": COUNTY_DIGITS, "villages": TOWNSHIP_DIGITS}
    holders = {"townships": "county", "villages": "townships"}
    lines = [
        line
        for line in lines_of_level(levels["county"])
        if line.kind not in {"gap", "sliver_gap"}  # a hole in a county is another county's enclave
    ]
    for name in COVERAGES:
        belongs = _cut(levels[name], upper[name])
        outside = find_outside(levels[name].drawing, levels[holders[name]].drawing, belongs)
        lines += lines_of_level(levels[name], outside=outside)
    lines += compare_lists(workspace, levels["villages"], answers)
    order = {name: place for place, name in enumerate(LAYERS)}
    return TopologyReport(
        workspace.county.name,
        workspace.county.as_of,
        workspace.county.simulated,
        levels,
        tuple(sorted(lines, key=lambda line: (KINDS.index(line.kind), order[line.layer]))),
        {
            (parts, whole): tuple(
                compare_sums(levels[parts].drawing, levels[whole].drawing, _cut(levels[parts], digits))
            )
            for parts, whole, digits in (
                ("villages", "townships", TOWNSHIP_DIGITS),
                ("villages", "county", COUNTY_DIGITS),
                ("townships", "county", COUNTY_DIGITS),
            )
        },
        {name: _tiny(level) for name, level in levels.items()},
    )


def check_repair(report: TopologyReport) -> tuple[Repaired, ...]:
    """
    Look at the repaired layers again, and count.

    Parameters
    ----------
    report
        The report, whose plans are as they would be applied.

    Returns
    -------
    repaired
        One a layer.

    Raises
    ------
    ConservationError
        If a polygon went missing: a fault of ours.
    """
    return tuple(_repaired(report.levels[name]) for name in COVERAGES)


def _repaired(level: Level) -> Repaired:
    plan, drawing = level.plan, level.drawing
    before, after = (
        sum(is_polygon(shape) and not shapely.is_empty(shape) for shape in shapes)
        for shapes in (drawing.shapes, plan.shapes)
    )
    if before != after:
        message = f"polygons in a repair: {before} before, {after} after"
        raise ConservationError(message)
    again = Drawing(plan.shapes, drawing.codes, drawing.crs, drawing.zone)
    there = ~shapely.is_missing(again.mended)
    # Two polygons of one code may lie on each other: which of them is right is for a person.
    number = Counter(drawing.codes)
    unique = np.array([number[code] == 1 for code in drawing.codes])
    return Repaired(
        level.name,
        before,
        after,
        float(plan.before_m2.sum()),
        float(plan.after_m2.sum()),
        int((np.abs(plan.after_m2 - plan.before_m2) >= 1).sum()),
        sum(fault.counts for fault in find_faults(again).faults),
        bool(shapely.coverage_is_valid(again.mended[there & unique])),
    )


def _check_level(
    workspace: Workspace, name: str, answers: Answers, *, known: list[str], fill_m2: float
) -> Level:
    """Read one layer as it was drawn, and plan its repair."""
    source = layer_file(workspace, name, names=known)
    drawn = read_drawn(source, LAYERS[name], answers=answers)
    codes = tuple(code or f"#{drawn.features.first_row + place}" for place, code in enumerate(drawn.codes))
    drawing = Drawing(drawn.shapes, codes, CGCS2000, workspace.county.crs)
    return Level(name, source.name, drawn, drawing, plan_repair(drawing, fill_m2=fill_m2))


def _names(levels: dict[str, Level]) -> list[str]:
    return [label for level in levels.values() for label in level.drawn.labels]


def _cut(level: Level, digits: int) -> list[str]:
    """Take the code of the unit above; a feature without a code belongs nowhere."""
    return [code[:digits] for code in level.drawn.codes]


def _tiny(level: Level) -> tuple[int, float]:
    """Count the gaps and overlaps that are the rounding of coordinates."""
    areas = [fault.area_m2 for fault in level.plan.faults if not fault.counts]
    return len(areas), sum(areas)
