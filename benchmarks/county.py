"""
Time one county's whole job: check, link, registry, zones (全县作业计时).

A county is generated: 50,000 person rows, 248 villages, 2,500 assets, with the dirt of the demonstration
county. The roster has 30 columns, or is widened as the national system's export is, to 170. Every figure is a
median after one warm-up; on a machine that others use the processor's seconds say more than the clock's.

Usage: python benchmarks/county.py [--columns 30 170] [--runs 3] [--keep FOLDER]
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from ruralmap.demo.asset_books import LEDGER_FORM, fill_ledger
from ruralmap.demo.books import FILES
from ruralmap.demo.county import simulate
from ruralmap.demo.dirt import Rates
from ruralmap.demo.identity import identity_number
from ruralmap.demo.land import build_land
from ruralmap.demo.office import Form, as_cells, fill_form
from ruralmap.demo.plain_workbook import plain_workbook
from ruralmap.demo.point_files import PHONE_FORM, fill_point_files
from ruralmap.demo.rosters import fill_rosters
from ruralmap.demo.workspace_text import workspace_text
from ruralmap.demo.write import write_layers
from ruralmap.files.workbook import Sheet
from ruralmap.jobs.author import Author
from ruralmap.jobs.build import write_registry
from ruralmap.jobs.check import check
from ruralmap.jobs.county import link_county
from ruralmap.jobs.facts import facts_of
from ruralmap.jobs.policies import policy_of
from ruralmap.jobs.products import product_path
from ruralmap.jobs.renewing import renewing
from ruralmap.jobs.upkeep import take_files
from ruralmap.jobs.zones import write_zones, zones
from ruralmap.schema.tables import TABLES
from ruralmap.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PERSON_ROWS: Final = 50_000
NARROW: Final = 30
# What a county needs for the job: the demonstration county's other books are not read.
TABLES_USED: Final = (
    "lineage", "denominators", "parameters", "roster", "incomes", "household_points", "sites", "assets"
)  # fmt: skip
# The export has 42 columns; these are left out to make 30. No rule and no link reads them.
LEFT_OUT: Final = frozenset(
    {
        "自然村", "民族", "文化程度", "在校生状况", "健康状况", "务工所在地", "是否参加大病保险",
        "户联系电话", "人联系电话", "首次识别时间", "人员识别时间", "安置方式",
    }
)  # fmt: skip
INCOME_YEAR: Final = 2023
SERIAL_SHIFT: Final = 500  # of the second half's identity numbers, so that each is somebody else's
SEED: Final = 20_261_122
STARTS: Final = 20  # of `ruralmap --help`
AIM_S: Final = {30: 5.0, 170: 20.0}
HELP_AIM_S: Final = 0.15
# What the widened roster's columns of words are drawn from.
WORDS: Final = ("是", "否", "无", "已落实", "未落实", "新农合", "低保金", "特困供养", "跨省务工", "县内务工")


def write_county(folder: Path, columns: int) -> None:
    """Write a county's workspace whose roster has so many columns."""
    county = simulate(build_land())
    # Every household is on the list, and some a second time under another number: 50,000 rows and a few.
    households = _more(county.households).assign(in_lifted=True)
    rates = Rates()
    rosters = fill_rosters(households, _more_persons(county.persons), villages=county.villages, rates=rates)
    points = fill_point_files(
        _more(county.surveys),
        households=households,
        villages=county.villages,
        damaged=rosters.damaged,
        rates=rates,
    )
    write_layers(folder, county)
    ledger = fill_ledger(county.assets, villages=county.villages, rates=rates)
    incomes = county.tables["incomes"]
    written = {
        "roster": _roster(rosters.lifted, columns),
        "household_points": fill_form("手机采集", PHONE_FORM, cells=points.phone),
        "assets": fill_form("资产台账", LEDGER_FORM, cells=ledger.rows),
        "incomes": _plain("incomes", _more(incomes[incomes["year"] == INCOME_YEAR])),
    }
    for name in TABLES_USED:
        sheet = written.get(name) or _plain(name, county.tables[name])
        path = folder / FILES[name][0]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(plain_workbook([sheet]))
    (folder / "ruralmap.toml").write_text(_workspace_text(), encoding="utf-8")


def _more_persons(persons: pd.DataFrame) -> pd.DataFrame:
    """Repeat persons with their households, under identity numbers that nobody else has."""
    persons = _more(persons)
    again = persons["p_id"].str.startswith("R")
    persons.loc[again, "identity"] = [
        identity_number(text[:6], text[6:14], serial=int(text[14:17]) + SERIAL_SHIFT)
        for text in persons.loc[again, "identity"]
    ]
    return persons


def _more(frame: pd.DataFrame) -> pd.DataFrame:
    """Repeat every third household under numbers that begin with R."""
    number = frame["hh_id"].str.removeprefix("H").astype(int)
    again = frame[number % 3 == 0].copy()
    for name in {"hh_id", "p_id"} & set(frame.columns):
        again[name] = "R" + again[name].str[1:]
    return pd.concat([frame, again], ignore_index=True)


def _roster(sheets: Sequence[Sheet], columns: int) -> Sheet:
    """Lay the townships' rows under one header, as the national system exports them, and widen it."""
    header = list(sheets[0].rows[0])
    kept = [place for place, title in enumerate(header) if title not in LEFT_OUT]
    if len(kept) != NARROW:
        sys.exit(f"the export has {len(kept)} columns beside those left out, not {NARROW}")
    rows = [
        [row[place] for place in kept]
        for sheet in sheets
        for row in sheet.rows[1:]
        if isinstance(row[0], int) and row[header.index("户编号")] is not None
    ][:PERSON_ROWS]
    wide = _wide_columns(columns - NARROW, len(rows))
    body = [[*row, *(cells[place] for cells in wide.values())] for place, row in enumerate(rows)]
    titles = [header[place] for place in kept]
    return Sheet("脱贫人口名单", [[*titles, *wide], *body])


def _wide_columns(count: int, rows: int) -> dict[str, list[object]]:
    """Draw columns that the tool does not know: words, amounts, dates, addresses, and mostly empty ones."""
    rng = np.random.default_rng(SEED)
    columns: dict[str, list[object]] = {}
    for number in range(count):
        kind = ("词", "词", "额", "期", "址", "空", "数")[number % 7]
        drawn = rng.integers(0, 10_000, rows).tolist()
        make: Callable[[int], object] = {
            "词": lambda k: WORDS[k % 10],
            "额": lambda k: k * 7 / 100,
            "期": lambda k: f"20{k % 10 + 14}-{k % 12 + 1:02d}-{k % 28 + 1:02d}",
            "址": lambda k: f"模拟村第{k}组{k % 97}号",
            "空": lambda k: WORDS[k % 10] if k % 20 == 0 else None,
            "数": lambda k: k,
        }[kind]
        columns[f"扩展指标{number + 1:03d}({kind})"] = list(map(make, drawn))
    return columns


def _plain(name: str, frame: pd.DataFrame) -> Sheet:
    """Write a table under the tool's own headers."""
    titles = tuple(
        (f"{column.zh}({column.unit})" if column.kind == "money" else column.zh, column.name)
        for column in TABLES[name].columns
    )
    return fill_form(TABLES[name].zh[:31], Form(TABLES[name].zh, titles), cells=as_cells(frame))


def _workspace_text() -> str:
    """Take the demonstration county's ruralmap.toml without the tables that were not written."""
    unused = tuple(f"{name} " for name in FILES if name not in TABLES_USED)
    lines = [line for line in workspace_text().splitlines() if not line.startswith(unused)]
    text = "\n".join(lines) + "\n"
    # One roster and one list of points: the second file of each is left out.
    for name in ("roster", "household_points"):
        first, second = FILES[name]
        text = text.replace(f'["{first}", "{second}"]', f'"{first}"')
    return text


def run_job(folder: Path) -> dict[str, tuple[float, float]]:
    """Do the job once in this process; seconds by the clock and of the processor, by step."""
    workspace = open_workspace(folder)
    policy = policy_of(workspace)
    author = Author("benchmark", at=f"{workspace.county.as_of}T00:00:00Z")
    spent: dict[str, tuple[float, float]] = {}

    def timed(name: str, make: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever the step makes
        wall, busy = time.perf_counter(), time.process_time()
        made = make()
        spent[name] = (time.perf_counter() - wall, time.process_time() - busy)
        return made

    report = timed("check", lambda: check(workspace))
    with renewing(workspace) as registry:
        upkeep = timed("merge", lambda: take_files(workspace, report, author, registry))
        linked = timed("link", lambda: link_county(workspace, upkeep.report))
        timed("registry", lambda: write_registry(workspace, linked, upkeep.past, registry))
    lists = timed("zones", lambda: zones(workspace, facts_of(workspace, linked), policy=policy))
    path = product_path(workspace, "zones")
    path.parent.mkdir(exist_ok=True)
    timed("zones workbook", lambda: write_zones(lists, path))
    spent["together"] = (sum(wall for wall, _ in spent.values()), sum(busy for _, busy in spent.values()))
    return spent


def run_command(*words: str) -> tuple[float, float]:
    """Run `ruralmap` as a user does; seconds by the clock and of the processor."""
    before, wall = os.times(), time.perf_counter()
    subprocess.run([sys.executable, "-m", "ruralmap", *words], check=True, stdout=subprocess.DEVNULL)
    after = os.times()
    busy = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - wall, busy


def median_of(runs: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Take the medians of clock and processor."""
    return statistics.median(wall for wall, _ in runs), statistics.median(busy for _, busy in runs)


def measure(folder: Path, columns: int, runs: int) -> None:
    """Measure one county, and print a row for each step."""
    print(f"\n{PERSON_ROWS:,} person rows x {columns} columns, 248 villages, 2,500 assets")
    run_job(folder)
    done = [run_job(folder) for _ in range(runs)]
    rows = {f"{name} (in process)": median_of([run[name] for run in done]) for name in done[0]}
    for name in ("build", "zones"):
        words = (name, "-w", str(folder), "--quiet")
        rows[f"ruralmap {name}"] = median_of([run_command(*words) for _ in range(runs + 1)][1:])
    print_rows(rows)
    together = rows["together (in process)"]
    print(f"aim {AIM_S.get(columns, float('nan')):.0f} s: {together[0]:.2f} s, processor {together[1]:.2f} s")


def measure_help() -> None:
    """Measure how long `ruralmap --help` takes."""
    taken = median_of([run_command("--help") for _ in range(STARTS)])
    print_rows({"ruralmap --help": taken, "aim": (HELP_AIM_S, HELP_AIM_S)}, digits=3)


def print_rows(rows: dict[str, tuple[float, float]], digits: int = 2) -> None:
    """Print a table."""
    print(f"| {'step':<28} | {'clock s':>9} | {'processor s':>11} |")
    print(f"|{'-' * 30}|{'-' * 10}:|{'-' * 12}:|")
    for name, (wall, busy) in rows.items():
        print(f"| {name:<28} | {wall:>9.{digits}f} | {busy:>11.{digits}f} |")


def main() -> None:
    """Generate what is asked for, measure it, print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--columns", type=int, nargs="+", default=[30, 170], help="of the roster, 30 or more")
    parser.add_argument("--runs", type=int, default=3, help="measured runs after the warm-up")
    parser.add_argument("--keep", type=Path, help="where to keep the county, to be used again")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        for columns in asked.columns:
            folder = (asked.keep or Path(temporary)) / f"county-{columns}"
            if not (folder / "ruralmap.toml").is_file():
                write_county(folder, columns)
            measure(folder, columns, asked.runs)
    measure_help()


if __name__ == "__main__":
    main()
