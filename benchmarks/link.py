"""
The linking benchmark (落图基准): our point index beside geopandas and shapely's tree, in one run.

    make bench                       the county and the province, one million points
    python benchmarks/link.py --end-to-end 10000000 --exact

Tools take turns, so that a busy moment of the machine hits all of them; medians are printed, and ratios to
geopandas. The answer of every point is compared with that of the exact predicate.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely
from coverages import make_coverage, make_points
from end_to_end import digest_file
from pyarrow import parquet as pq

from ruralmap.files.grid_files import grid_path, open_grid, save_grid
from ruralmap.link.grid import build_grid, find_places

if TYPE_CHECKING:
    from collections.abc import Callable

    from coverages import Box

    Tool = Callable[[], np.ndarray]

COUNTY, PROVINCE = 400, 50_000
BOXES: dict[int, Box] = {COUNTY: (114.4, 24.0, 115.4, 24.8), PROVINCE: (108.0, 22.0, 116.0, 27.0)}
CRS = "EPSG:4490"
ROUNDS = 5


def join_only(polygons: int, points: int, folder: Path) -> None:
    """Join points in memory, every index built before."""
    shapes = make_coverage(polygons, box=BOXES[polygons], seed=1)
    x, y = make_points(points, box=BOXES[polygons], seed=2)
    dots = shapely.points(x, y)
    layer, frame = gpd.GeoDataFrame(geometry=shapes, crs=CRS), gpd.GeoDataFrame(geometry=dots, crs=CRS)
    _ = layer.sindex, frame.sindex
    tree = shapely.STRtree(dots)
    begun = time.perf_counter()
    built = build_grid(shapes)
    build_s = time.perf_counter() - begun
    path = folder / f"{polygons}.grid"
    save_grid(path, built, digest="")
    begun = time.perf_counter()
    grid = open_grid(path, digest="")
    open_s = time.perf_counter() - begun

    def with_tree() -> np.ndarray:
        found, rows = tree.query(shapes, predicate="contains")
        return _places(rows, found, points)

    def with_geopandas() -> np.ndarray:
        joined = gpd.sjoin(frame, layer, predicate="within")
        return _places(joined.index.to_numpy(), joined["index_right"].to_numpy(), points)

    tools: dict[str, Tool] = {
        "ruralmap, 1 thread": lambda: find_places(grid, x, y),
        "ruralmap, 2 threads": lambda: find_places(grid, x, y, threads=2),
        "shapely STRtree of points": with_tree,
        "geopandas sjoin within": with_geopandas,
    }
    vertices = int(shapely.get_num_coordinates(shapes).sum())
    print(f"\n## Join only: {len(shapes):,} polygons ({vertices:,} vertices) x {points:,} points")
    size_mb = path.stat().st_size / 1e6
    print(
        f"building the index {build_s:.2f} s, opening the saved one {open_s * 1000:.1f} ms, {size_mb:.0f} MB"
    )
    answers = _take_turns(tools, base="geopandas sjoin within")
    for name, answer in answers.items():
        differ = int((answer != answers["geopandas sjoin within"]).sum())
        print(f"points that differ from geopandas, {name}: {differ}")


def _places(rows: np.ndarray, found: np.ndarray, points: int) -> np.ndarray:
    places = np.full(points, -1)
    places[rows] = found
    return places


def _take_turns(tools: dict[str, Tool], *, base: str) -> dict[str, np.ndarray]:
    """Time the tools in turn, and print medians."""
    answers = {name: tool() for name, tool in tools.items()}
    seconds: dict[str, list[float]] = {name: [] for name in tools}
    for _ in range(ROUNDS):
        for name, tool in tools.items():
            begun = time.perf_counter()
            tool()
            seconds[name].append(time.perf_counter() - begun)
    medians = {name: statistics.median(runs) for name, runs in seconds.items()}
    print("\n| tool | median s | least | most | times as fast |\n|---|---|---|---|---|")
    for name, runs in seconds.items():
        ratio = medians[base] / medians[name]
        print(f"| {name} | {medians[name]:.3f} | {min(runs):.3f} | {max(runs):.3f} | {ratio:.1f} |")
    return answers


def end_to_end(polygons: int, points: int, folder: Path, *, rounds: int) -> None:
    """Run each tool as a process of its own, from files to file."""
    layer, dots = folder / f"{polygons}.parquet", folder / f"points-{points}.parquet"
    shapes = make_coverage(polygons, box=BOXES[polygons], seed=1)
    gpd.GeoDataFrame(geometry=shapes, crs=CRS).to_parquet(layer)
    x, y = make_points(points, box=BOXES[polygons], seed=2)
    gpd.GeoDataFrame(geometry=shapely.points(x, y), crs=CRS).to_parquet(dots)
    save_grid(grid_path(layer), build_grid(shapes), digest=digest_file(layer))
    print(f"\n## From file to file: {len(shapes):,} polygons x {points:,} points, index saved before")
    runs: dict[str, list[tuple[float, float, dict[str, float]]]] = {}
    for _ in range(rounds):
        for tool in ("ruralmap", "strtree", "geopandas"):
            runs.setdefault(tool, []).append(_run(tool, layer, dots, folder / tool))
    base = statistics.median(run[0] for run in runs["geopandas"])
    print("\n| tool | median s | most GB | times as fast | differ |\n|---|---|---|---|---|")
    for tool, done in runs.items():
        seconds = statistics.median(run[0] for run in done)
        differ = _differences(folder / tool, folder / "geopandas")
        most_gb = max(run[1] for run in done)
        print(f"| {tool} | {seconds:.2f} | {most_gb:.1f} | {base / seconds:.1f} | {differ} |")
    print("\nWhere the time goes, last run of each, in seconds:")
    for tool, done in runs.items():
        print(f"- {tool}: " + ", ".join(f"{step} {seconds:.2f}" for step, seconds in done[-1][2].items()))


def _run(tool: str, layer: Path, dots: Path, out: Path) -> tuple[float, float, dict[str, float]]:
    """Run one tool; give its seconds, the most memory it took in GB, and its steps."""
    script = Path(__file__).with_name("end_to_end.py")
    begun = time.perf_counter()
    done = subprocess.run([sys.executable, script, tool, layer, dots, out], capture_output=True, check=True)
    seconds = time.perf_counter() - begun
    said = json.loads(done.stdout)
    return seconds, said["peak_gb"], said["steps"]


def _differences(one: Path, other: Path) -> int:
    """Count the points of which two tools say different things."""
    answers = [pq.read_table(folder / "places.parquet")["polygon"].to_numpy() for folder in (one, other)]
    return int((answers[0] != answers[1]).sum())


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--points", type=int, default=1_000_000, help="points of the join only")
    parser.add_argument(
        "--end-to-end", type=int, default=1_000_000, help="points of the runs from file to file"
    )
    parser.add_argument("--rounds", type=int, default=3, help="runs of each tool from file to file")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="ruralmap-bench-"))
    try:
        join_only(COUNTY, asked.points, folder)
        join_only(PROVINCE, asked.points, folder)
        end_to_end(PROVINCE, asked.end_to_end, folder, rounds=asked.rounds)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
