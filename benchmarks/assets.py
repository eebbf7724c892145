"""
Time the registry of 20,000 assets with a history of 100,000 events (资产登记库计时).

An empty registry takes 20,000 assets in one batch, then eight batches of edits. What is timed on the registry
so made: a batch of condition updates of every asset, the merge of an export that every township edited, the
registry of a day, and the audit. Each runs in a process of its own on a copy of its own, so that its peak of
memory is its own; medians after a warm-up. On a machine that others use the processor's seconds say more than
the clock's.

Usage: python benchmarks/assets.py [--assets 20000] [--events 100000] [--runs 3]
"""

from __future__ import annotations

import argparse
import itertools
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ruralmap.assets.chain import Source
from ruralmap.assets.changes import Change
from ruralmap.assets.merging import Edit, merge, past_since
from ruralmap.assets.replay import replay
from ruralmap.demo.workspace_text import workspace_text
from ruralmap.jobs.asset_as_of import registry_of
from ruralmap.jobs.asset_audit import audit
from ruralmap.jobs.asset_writing import Desk, at_desk, write_batch, write_conflicts
from ruralmap.jobs.author import Author
from ruralmap.registry.batch import Batch
from ruralmap.registry.geopackage import build_registry
from ruralmap.workspace import FILE_NAME, Workspace, open_workspace

if TYPE_CHECKING:
    from collections.abc import Callable

    from ruralmap.assets.changes import Fields, Value

    Changes = list[tuple[Change, Source]]

ASSETS: Final = 20_000
EVENTS: Final = 100_000
BATCHES: Final = 8
SEED: Final = 20_261_123
STATES: Final = ("正常", "低效", "闲置", "停产")
TOWNSHIPS: Final = 20
# What is asked of each: rows a second of an import, seconds of the others.
AIM_ROWS_A_S: Final = 20_000
AIM_S: Final = {"merge": 3.0, "as-of": 1.0, "audit": 5.0}
ENTERING: Final = "entering"
DAY: Final = "2024-06-30"


def author() -> Author:
    """Give somebody who writes."""
    return Author("benchmark", at="2024-09-30T00:00:00Z", reason="模拟")


def asset(number: int, rng: random.Random) -> Fields:
    """Draw an asset as a ledger has it: some thirty columns filled."""
    value = rng.randrange(1_000, 5_000_000) * 100
    day = f"20{rng.randrange(14, 24)}-{rng.randrange(1, 13):02d}-15"
    village = f"4416241{rng.randrange(17):02d}2{rng.randrange(1, 16):02d}"
    return {
        "asset_id": f"ZC{number:06d}", "asset": f"模拟资产{number}号", "asset_class": "经营性",
        "form": "固定", "subtype": "冷库", "prj_id": f"XM{number % 4_000:05d}",
        "qty": float(rng.randrange(1, 90)), "qty_unit": "座", "built_on": day,
        "original_value_fen": value, "depreciation_fen": value // 10,
        "net_value_fen": value - value // 10, "township": "模拟镇", "village": "模拟村",
        "village_code": village,
        "lon": 115 + rng.random() / 10, "lat": 24 + rng.random() / 10, "datum": "CGCS2000",
        "owner": "模拟村经济合作社", "owner_level": "村集体", "operator": f"模拟经营主体{number % 90}号",
        "custodian": "村委会管护员", "custodian_duty": "日常巡查", "accepted_on": day, "titled_on": day,
        "handover_on": day, "booked_on": day, "run_state": rng.choice(STATES), "run_state_on": day,
        "note": "模拟数据",
    }  # fmt: skip


def empty_registry(folder: Path) -> Workspace:
    """Make a workspace whose registry knows nothing."""
    (folder / "assets").mkdir(parents=True)
    (folder / FILE_NAME).write_text(workspace_text(), encoding="utf-8")
    workspace = open_workspace(folder)
    county = workspace.county
    batch = Batch(county.as_of, county.code, county.name, county.simulated, "benchmark", {})
    build_registry(workspace.registry, {}, batch=batch)
    return workspace


def enter_assets(workspace: Workspace, changes: Changes) -> None:
    """Enter assets into a registry that has none."""
    with at_desk(workspace) as desk:
        write_batch(desk, "import", author(), changes, on="2024-01-31")


def new_assets(count: int) -> Changes:
    """Draw the rows of a ledger."""
    rng = random.Random(SEED)  # noqa: S311 - nothing is secret here
    new = [asset(number, rng) for number in range(count)]
    return [
        (Change("assets", str(one["asset_id"]), None, one), Source("台账.xlsx", "资产台账", row))
        for row, one in enumerate(new, start=4)
    ]


def edited(desk: Desk, keys: list[str], batch: int) -> Changes:
    """Change the state of assets and when it was seen."""
    changes = []
    for row, key in enumerate(keys, start=4):
        was = desk.state["assets"][key]
        new: dict[str, Value | None] = {"run_state": STATES[(row + batch) % 4], "note": f"第{batch}次"}
        before = {name: was.get(name) for name in new}
        changes.append((Change("assets", key, before, new), Source(f"巡查{batch}.xlsx", "巡查", row)))
    return changes


def make_history(workspace: Workspace, events: int) -> None:
    """Write batches of edits until the chain is so long."""
    rng = random.Random(SEED)  # noqa: S311 - nothing is secret here
    for number in range(1, BATCHES + 1):
        with at_desk(workspace) as desk:
            share = (events - len(desk.known.events)) // (BATCHES + 1 - number)
            keys = rng.sample(sorted(desk.state["assets"]), share)
            write_batch(desk, "inspect", author(), edited(desk, keys, number), on=f"2024-{number + 1:02d}-15")


def time_import(workspace: Workspace) -> None:
    """Take the condition of every asset."""
    with at_desk(workspace) as desk:
        write_batch(desk, "inspect", author(), edited(desk, sorted(desk.state["assets"]), 99))


def time_merge(workspace: Workspace) -> None:
    """Merge what twenty townships made of an export that was made six batches ago."""
    rng = random.Random(SEED)  # noqa: S311 - nothing is secret here
    with at_desk(workspace) as desk:
        known = desk.known
        count = known.batches[-6].last
        base = replay(known.events[:count])
        edits = [
            Edit(
                "assets",
                key,
                {**fields, "custodian": f"新{rng.randrange(9)}"},
                removed=False,
                source=f"{part}",
            )
            for part, (key, fields) in zip(
                itertools.cycle(range(TOWNSHIPS)), base["assets"].items(), strict=False
            )
        ]
        past = past_since(base, known.events, count)
        merged = merge(base, desk.state, edits, past=past, conflicts=known.conflicts)
        write_batch(desk, "merge", author(), [(one, Source(file)) for one, file in merged.changes])
        write_conflicts(desk, merged.conflicts)


def time_as_of(workspace: Workspace) -> None:
    """Give the registry of a day in the middle of its history."""
    registry_of(workspace, DAY)


def time_audit(workspace: Workspace) -> None:
    """Verify the chain, and hold the tables against it."""
    report = audit(workspace)
    if not report.verdict.is_sound or report.behind:
        sys.exit("the registry is not what its events come to")


TIMED: Final[dict[str, Callable[[Workspace], None]]] = {
    "import": time_import,
    "merge": time_merge,
    "as-of": time_as_of,
    "audit": time_audit,
}


def measure_here(folder: Path, name: str, runs: int, count: int) -> None:
    """Time one job in this process, each run on a copy; print clock, processor and peak memory."""
    spent = []
    new = new_assets(count) if name == ENTERING else []
    for _ in range(runs + 1):
        with tempfile.TemporaryDirectory() as copied:
            root = Path(copied) / "county"
            if name == ENTERING:
                workspace = empty_registry(root)
            else:
                shutil.copytree(folder, root)
                workspace = open_workspace(root)
            wall, busy = time.perf_counter(), time.process_time()
            if name == ENTERING:
                enter_assets(workspace, new)
            else:
                TIMED[name](workspace)
            spent.append((time.perf_counter() - wall, time.process_time() - busy))
    wall, busy = (statistics.median(one[place] for one in spent[1:]) for place in range(2))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{wall} {busy} {peak}")


def main() -> None:
    """Make the registry, and time what is done with it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--assets", type=int, default=ASSETS)
    parser.add_argument("--events", type=int, default=EVENTS)
    parser.add_argument("--runs", type=int, default=3, help="measured runs after the warm-up")
    parser.add_argument("--only", nargs=2, metavar=("JOB", "FOLDER"), help="time one job in this process")
    asked = parser.parse_args()
    if asked.only:
        measure_here(Path(asked.only[1]), asked.only[0], asked.runs, asked.assets)
        return
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "county"
        workspace = empty_registry(folder)
        enter_assets(workspace, new_assets(asked.assets))
        make_history(workspace, asked.events)
        print(
            f"{asked.assets:,} assets, {asked.events:,} events, {workspace.registry.stat().st_size >> 20} MB"
        )
        print("| job | clock s | processor s | rows/s | peak MB | aim |")
        print("|---|--:|--:|--:|--:|--:|")
        for name in (ENTERING, *TIMED):
            words = (
                __file__,
                "--only",
                name,
                str(folder),
                "--runs",
                str(asked.runs),
                "--assets",
                str(asked.assets),
            )
            done = subprocess.run([sys.executable, *words], check=True, capture_output=True, text=True)
            wall, busy, peak = map(float, done.stdout.split())
            rows = f"{asked.assets / wall:,.0f}" if name in {ENTERING, "import"} else ""
            aim = f"{AIM_ROWS_A_S:,} rows/s" if rows else f"{AIM_S[name]:.0f} s"
            print(f"| {name} | {wall:.2f} | {busy:.2f} | {rows} | {peak:.0f} | {aim} |")


if __name__ == "__main__":
    main()
