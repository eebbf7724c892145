"""
One linking from files to file, by one tool (端到端): started anew for each run, so that starting counts too.

Reads polygons and points from GeoParquet, joins them, counts points by polygon, and writes both the answer of
each point and the counts. `benchmarks/link.py` runs it and compares what it writes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import parquet as pq

STARTED = time.perf_counter()


def write_answer(out: Path, places: np.ndarray, polygons: int) -> None:
    """Write the polygon of each point (-1 for none) and the counts by polygon."""
    counts = np.bincount(places[places >= 0], minlength=polygons)
    pq.write_table(pa.table({"polygon": places.astype(np.int32)}), out / "places.parquet")
    pq.write_table(pa.table({"points": counts}), out / "counts.parquet")


def digest_file(path: Path) -> str:
    """Compute what changes when a byte of the polygons' file does: they are read only if they are needed."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def with_ruralmap(polygons: Path, points: Path, out: Path, *, threads: int) -> dict[str, float]:
    """Link with the point index; polygons are read only if a point needs the exact predicate."""
    from ruralmap.files.grid_files import grid_path, open_grid, save_grid
    from ruralmap.files.wkb_points import point_coordinates
    from ruralmap.link.grid import CLOSER, build_grid, covering_pairs, find_places

    steps = {"start": time.perf_counter()}
    digest = digest_file(polygons)
    grid = open_grid(grid_path(polygons), digest=digest)
    shapes = None
    if grid is None:
        shapes = _shapes(polygons)
        grid = build_grid(shapes)
        save_grid(grid_path(polygons), grid, digest=digest)
    steps["index"] = time.perf_counter()
    xy = point_coordinates(pq.read_table(points, columns=["geometry"])["geometry"].chunks)
    if xy is None:
        sys.exit("the points were meant to be plain ones")
    x, y = xy
    steps["read points"] = time.perf_counter()
    places = find_places(grid, x, y, threads=threads)
    unsure = np.flatnonzero(places == CLOSER)
    if unsure.size:
        shapes = _shapes(polygons) if shapes is None else shapes
        rows, found = covering_pairs(grid, shapes, x[unsure], y[unsure])
        best = np.full(unsure.size, len(shapes))
        np.minimum.at(best, rows, found)
        places[unsure] = np.where(best < len(shapes), best, -1)
    steps["join"] = time.perf_counter()
    write_answer(out, places, pq.read_metadata(polygons).num_rows)
    steps["count and write"] = time.perf_counter()
    return _durations(steps)


def _shapes(path: Path) -> np.ndarray:
    """Read the polygons."""
    import shapely

    return shapely.from_wkb(pq.read_table(path, columns=["geometry"])["geometry"].to_numpy())


def with_geopandas(polygons: Path, points: Path, out: Path) -> dict[str, float]:
    """Link with geopandas as its manual does."""
    import geopandas as gpd

    steps = {"start": time.perf_counter()}
    layer = gpd.read_parquet(polygons)
    steps["read polygons"] = time.perf_counter()
    dots = gpd.read_parquet(points)
    steps["read points"] = time.perf_counter()
    joined = gpd.sjoin(dots, layer, predicate="within", how="left")
    first = joined["index_right"].groupby(level=0).min()
    steps["join"] = time.perf_counter()
    write_answer(out, first.fillna(-1).to_numpy().astype(np.int64), len(layer))
    steps["count and write"] = time.perf_counter()
    return _durations(steps)


def with_strtree(polygons: Path, points: Path, out: Path) -> dict[str, float]:
    """Link with shapely's tree of points, asked by prepared polygons."""
    import shapely

    steps = {"start": time.perf_counter()}
    shapes = _shapes(polygons)
    steps["read polygons"] = time.perf_counter()
    dots = _shapes(points)
    steps["read points"] = time.perf_counter()
    found, rows = shapely.STRtree(dots).query(shapes, predicate="contains")
    places = np.full(len(dots), -1)
    places[rows] = found
    steps["join"] = time.perf_counter()
    write_answer(out, places, len(shapes))
    steps["count and write"] = time.perf_counter()
    return _durations(steps)


def _durations(steps: dict[str, float]) -> dict[str, float]:
    """Turn moments into durations, in seconds."""
    ends = list(steps.values())
    return dict(zip(steps, np.diff([STARTED, *ends]).tolist(), strict=True))


def main() -> None:
    """Run one tool and print how long its steps took, as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tool", choices=["ruralmap", "geopandas", "strtree"])
    parser.add_argument("polygons", type=Path)
    parser.add_argument("points", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    files = (asked.polygons, asked.points, asked.out)
    if asked.tool == "ruralmap":
        steps = with_ruralmap(*files, threads=asked.threads)
    else:
        steps = {"geopandas": with_geopandas, "strtree": with_strtree}[asked.tool](*files)
    json.dump({"steps": steps, "peak_gb": _peak_gb()}, sys.stdout)


def _peak_gb() -> float:
    """Give the most memory that this process held, in GB; what its parent held before does not count."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1e6


if __name__ == "__main__":
    main()
