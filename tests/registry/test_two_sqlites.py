"""
Why only Python's sqlite3 opens a registry that is in use.

pyogrio carries a SQLite of its own. On POSIX systems a lock belongs to the process, and closing any handle of
a file drops all of them: GDAL, closing the file, drops the locks that Python's SQLite believes it holds.
"""

import sqlite3
import subprocess
import sys
from contextlib import closing

import pyogrio
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ruralmap.errors import SurroundingsError
from ruralmap.registry.embedded import open_registry
from ruralmap.registry.models import FundLine, Village

COUNT = "SELECT count(*) FROM batch_inputs WHERE batch_id = 'B'"
OTHER_PROCESS = """
import sqlite3, sys
other = sqlite3.connect(sys.argv[1], timeout=0.1, isolation_level=None)
try:
    other.execute("BEGIN IMMEDIATE")
    rows = [(str(n),) for n in range(50)]
    other.executemany("INSERT INTO batch_inputs (batch_id, file, sha256) VALUES ('B', ?, '')", rows)
    other.execute("COMMIT")
    print("committed")
except sqlite3.OperationalError as refusal:
    print(refusal)
"""


def write_from_another_process(path):
    done = subprocess.run(
        [sys.executable, "-c", OTHER_PROCESS, str(path)], check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


@pytest.fixture
def writer(registry):
    """A transaction of ours that has written and not yet committed."""
    with closing(sqlite3.connect(registry, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO batch_inputs (batch_id, file, sha256) VALUES ('A', 'a', '')")
        yield connection


def rows_of_the_other(path):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(COUNT).fetchone()[0]


def test_a_lock_of_ours_keeps_others_out(registry, writer):
    assert write_from_another_process(registry) == "database is locked"
    writer.execute("COMMIT")
    assert rows_of_the_other(registry) == 0


@pytest.mark.parametrize(
    "touch",
    [
        pytest.param(lambda path: pyogrio.read_dataframe(path, layer="batch_inputs"), id="GDAL reads it"),
        pytest.param(lambda path: path.read_bytes(), id="its bytes are hashed"),
    ],
)
def test_the_trap_a_touch_of_the_open_file_loses_what_another_program_committed(registry, writer, touch):
    touch(registry)
    assert write_from_another_process(registry) == "committed"
    with pytest.raises(sqlite3.OperationalError, match="disk I/O error"):
        writer.execute("COMMIT")
    writer.close()
    assert rows_of_the_other(registry) == 0  # 50 rows were reported as committed


def test_a_session_of_ours_keeps_its_lock_while_the_registry_is_opened_again(registry):
    with Session(open_registry(registry)) as session, session.begin():
        session.add(FundLine(line_id="ZJ9", year=2024, level="县", channel="自筹", issued_fen=1))
        session.flush()
        with Session(open_registry(registry, readonly=True)) as reader:
            assert len(reader.scalars(select(Village)).all()) == 4
        with pytest.raises(SurroundingsError):
            open_registry(registry, patience_s=0.05).connect().exec_driver_sql("SELECT 1")
        assert write_from_another_process(registry) == "database is locked"
    with Session(open_registry(registry, readonly=True)) as reader:
        assert reader.scalars(select(FundLine.line_id)).all() == ["ZJ1", "ZJ2", "ZJ9"]


def test_the_build_is_done_with_the_file_when_it_returns(registry):
    assert write_from_another_process(registry) == "committed"
    assert rows_of_the_other(registry) == 50
    with closing(sqlite3.connect(registry)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
