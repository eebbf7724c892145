"""
Time the fund ledger on 200,000 rows (资金台账计时): reports, movements, or lines, from the file to the flows.

Each case is generated once, in shuffled order, and run in a process of its own, so that its peak of memory is
its own: medians after a warm-up, totals held against the generator's. On a machine that others use the
processor's seconds say more than the clock's. Of the lines nothing is reported, so that this case also makes
a finding of each. `--without-pyarrow` keeps text as Python objects, as where no pyarrow is installed.

Usage: python benchmarks/funds.py [--cases reports moves lines] [--runs 3] [--without-pyarrow]
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from ruralmap.demo.office import Form, as_cells, fill_form
from ruralmap.demo.plain_workbook import plain_workbook
from ruralmap.files.sheets import read_sheets
from ruralmap.funds.balances import balances
from ruralmap.funds.books import FundTables
from ruralmap.funds.flows import flows
from ruralmap.funds.ledger import read_ledger
from ruralmap.jobs.collector import collector_paused
from ruralmap.schema.conform import conform
from ruralmap.schema.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Seconds = NDArray[np.float64]

SEED: Final = 20_261_122
AS_OF: Final = "2024-12-31"
PROJECTS: Final = 4_000
VILLAGES: Final = 248
MONTHS: Final = tuple(f"2024-{month:02d}" for month in range(1, 13))
REPORTED_LINES, PROJECTS_A_LINE = 1_850, 8  # 1,850 lines x (8 projects and the rest) x 12 months: 199,800
MOVED_LINES, MOVES_A_LINE = 2_000, 100
MANY_LINES: Final = 200_000
AIM_FROM_FILE_S, AIM_FROM_FRAMES_S = 5.0, 1.2
SOURCES: Final = (("中央", "衔接"), ("省", "衔接"), ("市", "省内对口"), ("县", "自筹"), ("社会", "捐赠"))


@dataclass(frozen=True)
class Case:
    """Tables by name, the one of them that is timed, and what a right ledger adds up to, in fen."""

    tables: dict[str, pd.DataFrame]
    timed: str
    issued_fen: int
    spent_fen: int


def make_lines(rng: np.random.Generator, count: int) -> pd.DataFrame:
    """Draw fund lines of 2024, each with its own document, in whole hundreds of yuan."""
    source = rng.integers(len(SOURCES), size=count)
    numbers = [f"{number:06d}" for number in range(count)]
    return pd.DataFrame(
        {
            "line_id": [f"ZJ{number}" for number in numbers],
            "doc": [f"模拟财农〔2024〕{number}号" for number in numbers],
            "issued_on": "2024-01-05",
            "year": 2024,
            "level": [SOURCES[place][0] for place in source],
            "channel": [SOURCES[place][1] for place in source],
            "issued_fen": rng.integers(100, 5_000, count) * 1_000_000,
        }
    )


def make_reports() -> Case:
    """Report 1,850 lines by month, each for eight projects and what none of them has."""
    rng = np.random.default_rng(SEED)
    lines = make_lines(rng, REPORTED_LINES)
    rows, months = PROJECTS_A_LINE + 1, len(MONTHS)
    # A line's money in nine parts: eight projects, and the rest.
    issued = lines["issued_fen"].to_numpy()
    part = np.repeat((issued // rows)[:, None], rows, axis=1)
    part[:, -1] += issued % rows
    given = np.repeat(part.reshape(-1), months)
    step = np.tile(np.arange(1, months + 1), REPORTED_LINES * rows)
    rest = np.repeat(np.tile(np.arange(rows) == PROJECTS_A_LINE, REPORTED_LINES), months)
    spent = np.where(rest, 0, given * step // (months + 1))
    project = rng.integers(PROJECTS, size=(REPORTED_LINES, 1)) + np.arange(rows)
    names = np.array([f"XM{number % PROJECTS:05d}" for number in range(PROJECTS + rows)], dtype=object)
    prj_id = pd.Series(names[np.repeat(project.reshape(-1), months)]).mask(rest)
    reports = pd.DataFrame(
        {
            "line_id": np.repeat(lines["line_id"].to_numpy(dtype=object), rows * months),
            "prj_id": prj_id,
            "month": np.tile(np.array(MONTHS, dtype=object), REPORTED_LINES * rows),
            "issued_fen": given,
            "arrived_fen": given,
            "arranged_fen": np.where(rest, 0, given),
            "disbursed_fen": spent,
            "spent_fen": spent,
            "unspent_fen": given - spent,
        }
    )
    last = np.arange(len(reports)) % months == months - 1
    return _case(lines, "fund_months", reports, spent_fen=int(spent[last].sum()))


def make_moves() -> Case:
    """Keep 2,000 lines as movements: a hundred each, of which every line is given out and partly spent."""
    rng = np.random.default_rng(SEED)
    lines = make_lines(rng, MOVED_LINES)
    whose = np.repeat(np.arange(MOVED_LINES), MOVES_A_LINE)
    turn = np.tile(np.arange(MOVES_A_LINE), MOVED_LINES)
    # One to the treasury, then for thirty-three projects: given, disbursed, spent.
    words = np.array(["安排", "拨付", "支出"], dtype=object)
    issued = lines["issued_fen"].to_numpy()[whose]
    share = issued // MOVES_A_LINE // 100 * 100
    amount = np.where(turn == 0, issued, share - (turn % 3 == 0) * 100)
    project = np.array([f"XM{number:05d}" for number in range(PROJECTS)], dtype=object)
    moves = pd.DataFrame(
        {
            "entry_id": [f"PZ{number:06d}" for number in range(len(turn))],
            "on": np.array([f"2024-{month:02d}-{day:02d}" for month in range(2, 13) for day in range(1, 29)])[
                np.minimum(turn * 3, 307)
            ],
            "line_id": lines["line_id"].to_numpy(dtype=object)[whose],
            "prj_id": np.where(turn == 0, None, project[(whose * 7 + (turn - 1) // 3) % PROJECTS]),
            "kind": np.where(turn == 0, "到位", words[(turn - 1) % 3]),
            "amount_fen": amount,
            "doc": [f"模拟指{number:06d}号" for number in range(len(turn))],
        }
    )
    spent = int(amount[moves["kind"].to_numpy() == "支出"].sum())
    return _case(lines, "fund_moves", moves, spent_fen=spent)


def make_many_lines() -> Case:
    """List 200,000 lines of which nothing is reported."""
    lines = make_lines(np.random.default_rng(SEED), MANY_LINES)
    shuffled = lines.sample(frac=1, random_state=SEED, ignore_index=True)
    return Case({"funds": shuffled}, "funds", int(lines["issued_fen"].sum()), 0)


CASES: Final[dict[str, Callable[[], Case]]] = {
    "reports": make_reports,
    "moves": make_moves,
    "lines": make_many_lines,
}


def _case(lines: pd.DataFrame, name: str, rows: pd.DataFrame, *, spent_fen: int) -> Case:
    """Shuffle both tables."""
    tables = {
        "funds": lines.sample(frac=1, random_state=SEED, ignore_index=True),
        name: rows.sample(frac=1, random_state=SEED, ignore_index=True),
    }
    return Case(tables, name, int(lines["issued_fen"].sum()), spent_fen)


def make_shares() -> pd.DataFrame:
    """Place every project in two villages, three tenths in the first."""
    first = np.arange(PROJECTS) % VILLAGES
    villages = np.concatenate([first, (first + 1) % VILLAGES])
    codes = [f"441624{100 + number // 20}{200 + number % 20}" for number in villages.tolist()]
    return pd.DataFrame(
        {
            "prj_id": [f"XM{number:05d}" for number in range(PROJECTS)] * 2,
            "relation": "建设地",
            "linked_township_code": [code[:9] for code in codes],
            "linked_village_code": codes,
            "share": np.repeat([0.3, 0.7], PROJECTS),
        }
    )


def write_case(folder: Path, case: Case) -> None:
    """Write the tables as workbooks, and the timed one as CSV too."""
    for name, frame in case.tables.items():
        titles = {column.name: column.zh for column in TABLES[name].columns}
        keys = [str(key) for key in frame]
        header = [f"{titles[key]}(元)" if key.endswith("_fen") else titles[key] for key in keys]
        form = Form(TABLES[name].zh, tuple(zip(header, keys, strict=True)), footer=False)
        cells = as_cells(frame)
        (folder / f"{name}.xlsx").write_bytes(plain_workbook([fill_form("台账", form, cells=cells)]))
        cells.set_axis(header, axis=1).to_csv(folder / f"{name}.csv", index=False, encoding="utf-8-sig")


@collector_paused()  # as the jobs that do these steps
def run_once(folder: Path, case: Case, shares: pd.DataFrame) -> dict[str, Seconds]:
    """Go from the files to the flows once; seconds of each step, by the clock and of the processor."""
    spent: dict[str, Seconds] = {}

    def timed(name: str, make: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever the step makes
        wall, busy = time.perf_counter(), time.process_time()
        made = make()
        spent[name] = np.array([time.perf_counter() - wall, time.process_time() - busy])
        return made

    timed("read csv", lambda: read_sheets(folder / f"{case.timed}.csv"))
    sheets = timed("read xlsx", lambda: {name: read_sheets(folder / f"{name}.xlsx") for name in case.tables})
    frames = timed(
        "conform",
        lambda: {name: conform(found, TABLES[name], file=name).frame for name, found in sheets.items()},
    )
    ledger = timed("ledger", lambda: read_ledger(FundTables(**frames), as_of=AS_OF))
    table = timed("balances", lambda: balances(ledger, project_shares=shares))
    flowing = timed("flows", lambda: flows(table))
    require(case, ledger.issued_fen, int(table["spent_fen"].sum()), int(flowing["amount_fen"].sum()))
    spent["from the frames"] = spent["ledger"] + spent["balances"] + spent["flows"]
    spent["from the xlsx"] = spent["read xlsx"] + spent["conform"] + spent["from the frames"]
    return spent


def require(case: Case, issued_fen: int, spent_fen: int, flowing_fen: int) -> None:
    """Stop unless the totals are the generator's."""
    found, right = (issued_fen, spent_fen, flowing_fen), (case.issued_fen, case.spent_fen, case.issued_fen)
    if found != right:
        sys.exit(f"issued, spent and flowing are {found}, but were generated as {right}")


def measure(name: str, runs: int) -> None:
    """Generate a case, run it, print its table and its peak of memory."""
    case, shares = CASES[name](), make_shares()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        write_case(folder, case)
        done = [run_once(folder, case, shares) for _ in range(runs + 1)][1:]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\n{name}: {len(case.tables[case.timed]):,} rows, text in {pd.Series(['a'], dtype='str').dtype!r}")
    print(f"| {'step':<16} | {'clock s':>9} | {'processor s':>11} |\n|{'-' * 18}|{'-' * 10}:|{'-' * 12}:|")
    for step in done[0]:
        wall, busy = np.median([run[step] for run in done], axis=0)
        print(f"| {step:<16} | {wall:>9.2f} | {busy:>11.2f} |")
    print(f"aims: {AIM_FROM_FRAMES_S} s from the frames, {AIM_FROM_FILE_S:.0f} s from the xlsx")
    print(f"peak of memory {peak:,.0f} MB")


def main() -> None:
    """Run each case in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--cases", nargs="+", choices=list(CASES), default=list(CASES), help="which of them")
    parser.add_argument("--runs", type=int, default=3, help="measured runs after the warm-up")
    parser.add_argument("--without-pyarrow", action="store_true", help="keep text as Python objects")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.without_pyarrow:
        pd.set_option("mode.string_storage", "python")
    for name in asked.cases:
        if asked.here:
            measure(name, asked.runs)
        else:
            more = ["--without-pyarrow"] if asked.without_pyarrow else []
            words = ["--here", "--cases", name, "--runs", str(asked.runs), *more]
            subprocess.run([sys.executable, __file__, *words], check=True)


if __name__ == "__main__":
    main()
