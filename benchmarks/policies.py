"""
Time the rules of all shipped policies on a county of 150,000 persons (政策评价计时), after loading.

The demonstration county is read and linked once; then its households, and every row that is about one of them
or about a person, are repeated under new names until there are as many persons as asked. Each run lays the
tables together anew, as `policy run` does.

Usage: python benchmarks/policies.py [--persons 150000] [--runs 3] [--rules 15] [--workspace DIR]
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd

from ruralmap.demo.generate import generate
from ruralmap.files.policies import read_policy, shipped_policies
from ruralmap.jobs.collector import collector_paused
from ruralmap.jobs.policy_facts import facts_for
from ruralmap.jobs.read_county import read_county
from ruralmap.rules.evaluate import evaluate_policies
from ruralmap.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ruralmap.rules.facts import Facts
    from ruralmap.schema.policy import Policy

PERSONS: Final = 150_000
AIM_S: Final = 5.0
# What a row is about: repeated with it, under a name of its own.
_OWN: Final = ("hh_id", "p_id")


def repeated(frame: pd.DataFrame, times: int, keys: Sequence[str]) -> pd.DataFrame:
    """Repeat rows, with names of their own in each repetition but the first."""
    names = [name for name in keys if name in frame]
    parts = [frame]
    for number in range(1, times):
        changed = {name: frame[name].where(frame[name].isna(), frame[name] + f"-{number}") for name in names}
        parts.append(frame.assign(**changed))
    joined: pd.DataFrame = pd.concat(parts, ignore_index=True)
    return joined


def enlarged(facts: Facts, persons: int) -> Facts:
    """Repeat households, persons and what is told of them until there are so many persons."""
    times = -(-persons // len(facts.persons))
    tables = {}
    for name, frame in facts.tables.items():
        about = [key for key in _OWN if key in frame and frame[key].notna().any()]
        # What has a number of its own, such as a clue, is another one in each repetition.
        own = [str(key) for key in frame if str(key).endswith("_id") and key not in {"prj_id", "asset_id"}]
        tables[name] = repeated(frame, times, own) if about and name != "balances" else frame
    return replace(
        facts,
        persons=repeated(facts.persons, times, _OWN),
        households=repeated(facts.households, times, _OWN),
        incomes=repeated(facts.incomes, times, _OWN),
        tables=tables,
    )


@collector_paused()  # as the command does
def evaluate(policies: Sequence[Policy], facts: Facts) -> tuple[dict[str, float], dict[str, float]]:
    """Evaluate all policies once, and ask each rule at every level; seconds by step and rule."""
    steps, rules = {}, {}
    began, busy = time.perf_counter(), time.process_time()
    done = evaluate_policies(policies, facts)
    steps["judge"] = time.perf_counter() - began
    for evaluation in done:
        for rule in evaluation.policy.rules:
            at = time.perf_counter()
            evaluation.said(rule.id)
            rules[rule.id] = time.perf_counter() - at
    steps["all levels"] = sum(rules.values())
    steps["together"] = time.perf_counter() - began
    steps["processor"] = time.process_time() - busy
    return steps, rules


def main() -> None:
    """Read the county, enlarge it, evaluate all policies some times."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--persons", type=int, default=PERSONS, help="person rows")
    parser.add_argument("--runs", type=int, default=3, help="measured runs after the warm-up")
    parser.add_argument("--rules", type=int, default=15, help="how many of the slowest rules to name")
    parser.add_argument("--workspace", type=Path, help="a demonstration county that is there already")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.workspace or Path(temporary)
        if asked.workspace is None:
            generate(folder)
        workspace = open_workspace(folder)
        policies = [read_policy(name) for name in shipped_policies()]
        _, linked = read_county(workspace)
        facts = enlarged(facts_for(workspace, linked, policies), asked.persons)
    rows = sum(len(frame) for frame in facts.tables.values())
    print(
        f"{len(facts.persons):,} persons, {len(facts.households):,} households, {rows:,} other rows, "
        f"{len(policies)} policies, {sum(len(policy.rules) for policy in policies)} rules"
    )
    runs = [evaluate(policies, facts) for _ in range(asked.runs + 1)][1:]
    for step in runs[0][0]:
        print(f"{step:<12} {statistics.median(run[0][step] for run in runs):6.2f} s")
    print(f"aim: {AIM_S:.0f} s")
    share = {rule: statistics.median(run[1][rule] for run in runs) for rule in runs[0][1]}
    for rule in sorted(share, key=share.__getitem__, reverse=True)[: asked.rules]:
        print(f"  {rule:<8} {share[rule] * 1000:7.0f} ms to tell at every level")


if __name__ == "__main__":
    main()
