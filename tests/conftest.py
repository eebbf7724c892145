"""What every test may rely on: no network, and no skipping where nothing may be skipped."""

import os
import socket
import sys
from pathlib import Path
from types import SimpleNamespace

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


def pytest_itemcollected(item):
    """
    Keep what uses the demonstration county on one worker, so that it is made once and not twice, and what
    uses the database server on one.

    At each item, since xdist reads the groups before any `pytest_collection_modifyitems` of ours.

    Properties are run, but not counted for coverage: to trace all examples takes as long as to run them, and
    the floors are reached without.
    """
    if "demo_county" in item.fixturenames:
        item.add_marker(pytest.mark.xdist_group("demo"))
    chosen = getattr(item, "callspec", None)
    if "postgis_server" in item.fixturenames or (chosen and chosen.params.get("home") == "postgis"):
        item.add_marker(pytest.mark.xdist_group("postgis"))
    if getattr(item.obj, "is_hypothesis_test", False):
        item.add_marker(pytest.mark.no_cover)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item):
    """Do not trace what is set up for a test that is not counted for coverage: pytest-cov traces it."""
    from coverage import Coverage  # noqa: PLC0415  # nobody else needs it

    measuring = Coverage.current() if item.get_closest_marker("no_cover") else None
    if measuring is None:
        return (yield)
    measuring.stop()
    try:
        return (yield)
    finally:
        measuring.start()


@pytest.fixture(scope="session")
def demo_county():
    """The demonstration county as the generator holds it: clean, on dirty paper, and what is really so."""
    from ruralmap.demo.books import fill_books  # noqa: PLC0415  # these cost seconds where nobody asks
    from ruralmap.demo.county import simulate  # noqa: PLC0415
    from ruralmap.demo.dirt import Rates  # noqa: PLC0415
    from ruralmap.demo.land import build_land  # noqa: PLC0415
    from ruralmap.demo.truth import list_truth  # noqa: PLC0415

    county = simulate(build_land())
    books = fill_books(county, Rates())
    truth = list_truth(county, damaged=books.damaged, records=books.records)
    return SimpleNamespace(county=county, books=books, truth=truth)


@pytest.fixture(scope="session")
def workspace_folder(demo_county, tmp_path_factory):
    """The demonstration county's workspace on disk; a test holds it against what `generate` writes."""
    from ruralmap.demo import write  # noqa: PLC0415  # costs seconds where nobody asks

    folder = tmp_path_factory.mktemp("heping")
    write.write_workspace_file(folder)
    write.write_layers(folder, demo_county.county)
    write.write_books(folder, demo_county.books.content)
    write.write_truth(folder, demo_county.truth)
    return folder


@pytest.fixture(scope="session")
def postgis_server():
    """A PostgreSQL server with PostGIS, of these tests alone."""
    from postgis_server import BINARIES, running  # noqa: PLC0415  # psycopg is of an extra

    if not BINARIES:
        pytest.skip("PostgreSQL is missing: apt-get install postgresql postgresql-postgis")
    with running() as server:
        yield server


@pytest.fixture(scope="module", params=["geopackage", "postgis"])
def home(request):
    """Where a county keeps its registry: the same is expected of both."""
    from homes import GeoPackage, PostGIS  # noqa: PLC0415

    return PostGIS(request.getfixturevalue("postgis_server")) if request.param == "postgis" else GeoPackage()
