"""The toy county with its money, read and linked once; and the demonstration, worked through once."""

import hashlib
from types import SimpleNamespace

import pandas as pd
import pytest

from jobs import money_toy
from ruralmap.jobs.demo import run_demo
from ruralmap.jobs.facts import facts_of
from ruralmap.jobs.ledger import balances_of, ledger_of
from ruralmap.jobs.policies import policy_of
from ruralmap.jobs.read_county import read_county
from ruralmap.jobs.steps import Steps
from ruralmap.jobs.zones import zones
from ruralmap.workspace import open_workspace


@pytest.fixture(scope="session")
def money(tmp_path_factory):
    """The workspace, the linked county, its lists, ledger and balances."""
    workspace = open_workspace(money_toy.write_money_county(tmp_path_factory.mktemp("money")))
    _, linked = read_county(workspace)
    lists = zones(workspace, facts_of(workspace, linked), policy=policy_of(workspace, None))
    ledger = ledger_of(workspace, linked.tables)
    table = balances_of(workspace, linked.tables, ledger)
    return SimpleNamespace(workspace=workspace, linked=linked, lists=lists, ledger=ledger, table=table)


@pytest.fixture(scope="session")
def inputs_of():
    """Hash every file that the generator writes into a folder."""

    def read(folder):
        files = [*folder.glob("layers/**/*"), *folder.glob("assets/*.xlsx*"), folder / "ruralmap.toml"]
        return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in files if path.is_file()}

    return read


@pytest.fixture(scope="session")
def demo_inputs(workspace_folder, inputs_of):
    """What the generator wrote, before anything was made of it."""
    return inputs_of(workspace_folder)


@pytest.fixture(scope="session")
def demo_steps():
    """Who watches the demonstration."""
    return Steps()


@pytest.fixture(scope="session")
def demonstration(workspace_folder, demo_inputs, demo_steps):  # noqa: ARG001  # hashes are taken first
    """The demonstration county, from dirty rosters to maps."""
    return run_demo(workspace_folder, steps=demo_steps)


@pytest.fixture(scope="session")
def truth_of(workspace_folder):
    """Read what the generator says is so, as text."""

    def read(name):
        return pd.read_csv(workspace_folder / "layers" / "truth" / f"{name}.csv", dtype=str)

    return read
