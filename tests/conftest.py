"""What every test may rely on: no network, and no skipping where nothing may be skipped."""

import os
import socket
import sys
from pathlib import Path

import pytest
from hypothesis import settings

# Speed is the benchmark's matter, and a red run must be the same run again.
settings.register_profile("ruralmap", deadline=None, derandomize=True)
settings.load_profile("ruralmap")

sys.path.insert(0, str(Path(__file__).parent))  # tests share the toy county and its points, and nothing else

NO_SKIP = os.environ.get("RURALMAP_NO_SKIP") == "1"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):  # noqa: ARG001
    """In CI a skipped test is a failed one: its reason says what is missing."""
    report = yield
    if NO_SKIP and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, where nothing may be skipped: {report.longrepr}"
    return report


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    """Refuse every connection that leaves this machine."""
    connect = socket.socket.connect

    def refuse(self, address):
        local = not isinstance(address, tuple) or address[0] in {"127.0.0.1", "::1", "localhost"}
        assert local, f"a test reached for the network: {address}"
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items):
    """Keep what uses the demonstration county on one worker, so that it is made once and not twice."""
    for item in items:
        if {"workspace_folder", "county", "land", "books", "truth"} & set(item.fixturenames):
            item.add_marker(pytest.mark.xdist_group("demo"))


@pytest.fixture(scope="session")
def workspace_folder(tmp_path_factory):
    """The demonstration county's workspace on disk, generated once."""
    from ruralmap.demo.generate import generate  # noqa: PLC0415  # costs seconds where nobody asks

    folder = tmp_path_factory.mktemp("heping")
    generate(folder)
    return folder
