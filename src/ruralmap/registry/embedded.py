"""The registry in a GeoPackage (单机登记库): opened for reading or writing through the models."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool

from ruralmap.errors import RegistryError
from ruralmap.registry.batch import SCHEMA_VERSION
from ruralmap.registry.faults import explained, translate
from ruralmap.registry.functions import register_functions
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import ExceptionContext

_FIRST_WITH_EVENTS: Final = 5  # of the numbers of the schema
_GEOPACKAGE: Final = 0x47504B47  # the letters GPKG in the file's header


def open_registry(path: str | Path, *, readonly: bool = False, patience_s: float = 5.0) -> Engine:
    """
    Open a registry with GeoAlchemy2's GeoPackage dialect, without any loadable extension.

    A file is open only while a connection is, so that QGIS and GDAL can be given it between two sessions; in
    this process they must not touch it during one. Nor may its bytes be read, to hash it say: that drops
    SQLite's locks.

    Parameters
    ----------
    path
        The registry.
    readonly
        Refuse every write; other readers and one writer may work at the same time. Without it each
        transaction takes the write lock when it begins.
    patience_s
        How long to wait for another program's lock, in seconds.

    Returns
    -------
    engine
        For `with Session(engine) as session`.

    Raises
    ------
    RegistryError
        If there is no such file, or it is no registry, or one of another schema.
    SurroundingsError
        If it is locked or cannot be opened.
    """
    file = Path(path).resolve()
    if not file.is_file():
        raise RegistryError(say_both("registry.not_found", path=path))

    def connect() -> sqlite3.Connection:
        mode = "ro" if readonly else "rw"
        with translate(file):
            _roll_back(file)
            connection = sqlite3.connect(
                f"file:{quote(file.as_posix())}?mode={mode}",
                uri=True,
                timeout=patience_s,
                isolation_level=None,
            )
        register_functions(connection)
        return connection

    with closing(connect()) as connection, translate(file):
        _require_registry(connection, file)
    engine = create_engine("gpkg://", creator=connect, poolclass=NullPool)
    _begin_explicitly(engine, "BEGIN" if readonly else "BEGIN IMMEDIATE")
    _explain_faults(engine, file)
    return engine


@dataclass(frozen=True)
class GeoPackageHome:
    """
    A registry in a file of the workspace (单机登记库).

    Parameters
    ----------
    path
        Where it stands.
    """

    path: Path

    def has_history(self) -> bool:
        """
        Say whether the file stands there and knows its assets' past.

        Returns
        -------
        history
            False where there is no file, or a registry from before there were events: its files say it all.

        Raises
        ------
        RegistryError
            If the file is no registry, or damaged: what it knows would be lost unseen.
        SurroundingsError
            If it is locked or cannot be opened.
        """
        file = self.path.resolve()
        if not file.is_file():
            return False
        with translate(file), closing(_plainly(file)) as own:
            return _version_of(own, file) >= _FIRST_WITH_EVENTS

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """
        Read the registry; what is read belongs together, whoever writes meanwhile.

        Yields
        ------
        connection
            In a transaction that writes nothing.

        Raises
        ------
        RegistryError
            If there is no such file, or it is no registry, or one of another schema.
        SurroundingsError
            If it is locked or cannot be opened.
        """
        with open_registry(self.path, readonly=True).begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """
        Write to the registry: all of it or, where the body fails, nothing.

        Yields
        ------
        connection
            In a transaction that has the write lock from its beginning.

        Raises
        ------
        RegistryError
            If there is no such file, or it is no registry, or one of another schema.
        SurroundingsError
            If it is locked, read-only or cannot be opened, or the disk is full.
        """
        # Rows in bulk go past SQLAlchemy, which explains all other faults.
        with translate(self.path), open_registry(self.path).begin() as connection:
            yield connection

    def copy_to(self, path: Path) -> None:
        """
        Copy the registry as it stands, whoever writes meanwhile.

        Parameters
        ----------
        path
            A file that does not exist.

        Raises
        ------
        SurroundingsError
            If the registry is locked or cannot be opened.
        OutputError
            If the disk is full.
        """
        file = self.path.resolve()
        with translate(file), closing(_plainly(file)) as one, closing(sqlite3.connect(path)) as two:
            one.backup(two)


def require_idle(path: str | Path, *, patience_s: float = 5.0) -> None:
    """
    Make sure that nobody has a registry open, before another file takes its place.

    QGIS keeps changes beside the file, in a write-ahead log. Were the file replaced under it, SQLite would
    apply that log to the new file and spoil it. This waits for others, takes in what a crashed program left
    beside the file, and leaves nothing there. A missing or damaged file may be replaced.

    Parameters
    ----------
    path
        The registry, or where one shall stand.
    patience_s
        How long to wait for another program, in seconds.

    Raises
    ------
    SurroundingsError
        If another program has it open, or it is read-only.
    """
    file = Path(path).resolve()
    if not file.is_file():
        return
    try:
        with translate(file), closing(sqlite3.connect(file, timeout=patience_s, isolation_level=None)) as own:
            own.execute("PRAGMA journal_mode = DELETE")
            own.execute("BEGIN EXCLUSIVE")
            own.execute("ROLLBACK")
    except RegistryError:
        return


def _plainly(file: Path) -> sqlite3.Connection:
    """Open a file for reading, whatever its schema."""
    _roll_back(file)
    return sqlite3.connect(f"file:{quote(file.as_posix())}?mode=ro", uri=True)


def _roll_back(path: Path) -> None:
    """Take back what a killed program left half-written, which one that may only read is not able to."""
    if not path.with_name(f"{path.name}-journal").exists():
        return
    # Where the journal belongs to somebody who is writing, or nothing may be written, this does nothing.
    with suppress(sqlite3.Error), closing(sqlite3.connect(path, isolation_level=None)) as own:
        own.execute("SELECT count(*) FROM sqlite_master").fetchone()


def _require_registry(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse what is no GeoPackage, no registry of ours, or one of another schema."""
    version = _version_of(connection, path)
    if version != SCHEMA_VERSION:
        key = "newer_schema" if version > SCHEMA_VERSION else "older_schema"
        raise RegistryError(say_both(f"registry.{key}", path=path, found=version, known=SCHEMA_VERSION))


def _version_of(connection: sqlite3.Connection, path: Path) -> int:
    """Read the schema's number; refuse what is no GeoPackage, or no registry of ours."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application != _GEOPACKAGE:
        raise RegistryError(say_both("registry.not_geopackage", path=path, fault=""))
    named = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'load_batches'").fetchone()
    version = named[0] and connection.execute("SELECT max(schema_version) FROM load_batches").fetchone()[0]
    if not version:
        raise RegistryError(say_both("registry.not_registry", path=path))
    return int(version)


def _begin_explicitly(engine: Engine, statement: str) -> None:
    """Begin each transaction ourselves: sqlite3 would wait for the first INSERT, and leave DDL outside."""

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(statement)


def _explain_faults(engine: Engine, path: Path) -> None:
    """Turn a lock, a full disk or a write to a read-only file into our own errors."""

    @event.listens_for(engine, "handle_error")
    def explain(context: ExceptionContext) -> Any:  # noqa: ANN401 - SQLAlchemy's own signature
        error = explained(context.original_exception, path)
        if error is not None:
            raise error from context.original_exception
