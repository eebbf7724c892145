"""A process that is killed at any moment of a write leaves the registry before or after it, never between."""

import errno
import fcntl
import os
import shutil
import signal
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

import toy
from ruralmap.assets.chain import Source
from ruralmap.assets.changes import Change
from ruralmap.errors import SurroundingsError
from ruralmap.jobs.asset_audit import audit
from ruralmap.jobs.asset_history import read_past
from ruralmap.jobs.asset_undo import undo_batch
from ruralmap.jobs.asset_writing import at_desk, write_batch
from ruralmap.jobs.author import Author
from ruralmap.jobs.build import build
from ruralmap.jobs.locking import sole_writer
from ruralmap.registry.store import writing
from ruralmap.workspace import open_workspace

NOWHERE = Source()
CLERK = Author("县局", at="2024-10-08T08:00:00Z")
NEW = 30
BEFORE, AFTER = (3, 3), (35, 32)  # events and assets: 30 new, one changed, one taken off
BY_STEPS, BY_CLOCK = 120, 120


def import_rows(workspace, moment=-1):
    """Write a batch; die at a step of SQLite's machine. Give the number of steps."""
    steps = 0

    def step():
        nonlocal steps
        steps += 1
        if steps == moment:
            os.kill(os.getpid(), signal.SIGKILL)
        return 0

    with at_desk(workspace) as desk:
        desk.connection.connection.driver_connection.set_progress_handler(step, 1)
        changes = [
            (
                Change(
                    "assets", f"N{n}", None, {"asset_id": f"N{n}", "asset": "渠", "asset_class": "公益性"}
                ),
                NOWHERE,
            )
            for n in range(NEW)
        ]
        changes.append((Change("assets", "Z1", {"run_state": "正常"}, {"run_state": "损毁"}), NOWHERE))
        changes.append((Change("assets", "Z3", desk.state["assets"]["Z3"], None), NOWHERE))
        write_batch(desk, "import", CLERK, changes)
    return steps


def in_a_child(job):
    """Run a job in a copy of this process, and say how that ended: 0, or the signal that killed it."""
    child = os.fork()
    if child == 0:
        try:
            job()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    root = tmp_path_factory.mktemp("built")
    toy.write_county(root, toy.people("441624100201", 3, prefix="A"), money=False)
    build(open_workspace(root), toy.AUTHOR)
    return root


@pytest.fixture
def county(built, tmp_path):
    root = tmp_path / "county"
    shutil.copytree(built, root)
    return open_workspace(root)


def state_of(workspace):
    """Say how many events and assets the registry has, after holding them against each other."""
    report = audit(workspace)
    assert report.verdict.is_sound
    assert report.behind == []
    with closing(sqlite3.connect(workspace.registry)) as connection:
        (assets,) = connection.execute("SELECT count(*) FROM assets").fetchone()
    return len(read_past(workspace).events), assets


@pytest.mark.no_cover
def test_a_kill_at_any_step_leaves_the_registry_before_it(county):
    clean = county.registry.read_bytes()
    steps = import_rows(county)
    assert state_of(county) == AFTER
    county.registry.write_bytes(clean)
    ends = set()
    for moment in range(1, steps + 1, max(steps // BY_STEPS, 1)):
        ends.add((in_a_child(lambda moment=moment: import_rows(county, moment)), state_of(county)))
    assert ends == {(-signal.SIGKILL, BEFORE)}


@pytest.mark.no_cover
def test_a_kill_at_any_moment_leaves_before_or_after(county):
    clean = county.registry.read_bytes()
    begun = time.perf_counter()
    assert in_a_child(lambda: import_rows(county)) == 0
    length = time.perf_counter() - begun

    def cut_off(after_s):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, after_s)
        import_rows(county)

    ends = set()
    for number in range(BY_CLOCK):
        county.registry.write_bytes(clean)
        after_s = length * (0.05 + 1.1 * number / BY_CLOCK)
        status = in_a_child(lambda after_s=after_s: cut_off(after_s))
        found = state_of(county)
        assert found in (BEFORE, AFTER)
        ends.add(found)
        assert status in {0, -signal.SIGALRM}
    assert BEFORE in ends


def test_a_registry_that_somebody_has_locked_says_so_and_nothing_is_lost(county):
    before = county.registry.read_bytes()
    with closing(sqlite3.connect(county.registry, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(SurroundingsError, match="正被其他程序使用"):
            undo_batch(county, "B000001", toy.AUTHOR)
    assert county.registry.read_bytes() == before


def test_a_registry_that_is_read_only_says_so(county):
    county.registry.chmod(0o444)
    if os.access(county.registry, os.W_OK):  # root writes everywhere: then nothing is to be refused
        with writing(county.registry):
            pass
        return
    with pytest.raises(SurroundingsError, match="只读"):
        undo_batch(county, "B000001", toy.AUTHOR)


def test_a_share_without_locks_is_refused_and_nothing_is_lost(county, monkeypatch):
    def refuse(*_):
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))

    monkeypatch.setattr(fcntl, "flock", refuse)
    before = county.registry.read_bytes()
    for job in (lambda: undo_batch(county, "B000001", toy.AUTHOR), lambda: build(county, toy.AUTHOR)):
        with pytest.raises(SurroundingsError, match="不支持文件锁"):
            job()
    assert county.registry.read_bytes() == before


def test_two_who_write_wait_for_each_other(county):
    with sole_writer(county), pytest.raises(SurroundingsError, match="另一个 ruralmap"):
        in_another_thread(lambda: sole_writer(county, patience_s=0.1).__enter__())


def in_another_thread(job):
    """Run a job beside this one: a lock is held by a thread, not by a process."""
    with ThreadPoolExecutor(1) as beside:
        beside.submit(job).result()
