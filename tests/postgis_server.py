"""A PostgreSQL server with PostGIS for the tests, on a socket in a temporary folder."""

import os
import pwd
import re
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

# Debian keeps the servers beside one another, by version.
BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
# Whoever is named `secret…` must know a password; the rest of this machine may come in.
RULES = 'local all "secret" scram-sha-256\nlocal all all trust\n'
SETTINGS = {
    "listen_addresses": "",  # no network, only the socket
    "fsync": "off",  # nothing here outlives the tests
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "max_connections": "60",
}
TEMPLATE = "with_postgis"
OWNER = "office"


class Server:
    """A running server: databases are made, and people let in."""

    def __init__(self, folder):
        self.folder = folder
        self.numbers = count(1)

    def url(self, database, user=OWNER):
        """Give the URL that a workspace would name."""
        return f"postgresql+psycopg://{user}@/{database}?host={quote(str(self.folder), safe='')}"

    def connect(self, database, user="postgres", **kwargs):
        """Connect past our own program, as an administrator or anybody else."""
        return psycopg.connect(host=str(self.folder), dbname=database, user=user, autocommit=True, **kwargs)

    def make(self, template=TEMPLATE):
        """Make a database that the office owns, as a copy of another."""
        name = f"county{next(self.numbers)}"
        statement = "CREATE DATABASE {} TEMPLATE {} OWNER {}"
        with self.connect("postgres") as admin:
            admin.execute(sql.SQL(statement).format(*map(sql.Identifier, (name, template, OWNER))))
        return name


def database_of(url):
    """Say which database a URL names."""
    return re.search(r"@/(\w+)\?", url)[1]


@contextmanager
def running():
    """Start a server, and stop it."""
    own = pwd.getpwnam("postgres") if os.geteuid() == 0 else None  # it refuses to run as root
    folder = Path(tempfile.mkdtemp(prefix="ruralmap-pg-", dir="/tmp"))  # a socket's path must be short
    if own:
        os.chown(folder, own.pw_uid, own.pw_gid)
    try:
        with started(folder, own):
            server = Server(folder)
            furnish(server)
            yield server
    finally:
        shutil.rmtree(folder)


@contextmanager
def started(folder, own):
    """Make the files of a server, and run it."""
    data = folder / "data"
    call(own, "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
    (data / "pg_hba.conf").write_text(RULES)
    settings = " ".join(f"-c {name}='{value}'" for name, value in SETTINGS.items())
    options = f"-k {folder} {settings}"
    call(own, "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
    try:
        yield
    finally:
        call(own, "pg_ctl", "-D", data, "-m", "immediate", "stop")


def call(own, program, *arguments):
    """Run one of PostgreSQL's programs as its own user."""
    user = {"user": own.pw_uid, "group": own.pw_gid, "extra_groups": []} if own else {}
    environment = {"LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]}
    done = subprocess.run(
        [str(BINARIES[-1] / program), *map(str, arguments)],
        stdout=subprocess.DEVNULL,  # a pipe would stay open as long as the server
        check=False,
        cwd=BINARIES[-1],  # ours may be closed to it
        env=environment,
        **user,
    )
    assert done.returncode == 0, f"{program} failed"


def furnish(server):
    """Make the people and the database that all others are copies of."""
    with server.connect("postgres") as admin:
        admin.execute(f"CREATE ROLE {OWNER} LOGIN")
        admin.execute("CREATE ROLE secret LOGIN PASSWORD 'right'")
        admin.execute(f"CREATE DATABASE {TEMPLATE}")
    with server.connect(TEMPLATE) as admin:
        admin.execute("CREATE EXTENSION postgis")
