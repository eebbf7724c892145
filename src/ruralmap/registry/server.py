"""The registry on PostGIS (登记库服务器), for many writers at once: opened for reading or writing."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from ruralmap.assets.tables import KEPT
from ruralmap.registry.copying import frames_of, write_copy
from ruralmap.registry.embedded import GeoPackageHome
from ruralmap.registry.models import HISTORY_TABLES, TABLES
from ruralmap.registry.server_faults import named, translate_server
from ruralmap.registry.server_load import load
from ruralmap.registry.server_schema import SCHEMA, require_current, upgrade, version_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    import pandas as pd
    from sqlalchemy import Connection

    from ruralmap.registry.batch import Batch
    from ruralmap.words.catalogue import Language

PATIENCE_S: Final = 60.0  # a build of a whole county holds the lock for less
_CONNECT_S: Final = 10  # a county's network answers at once or not at all
WRITER: Final = int.from_bytes(b"ruralmap", "big")  # the advisory lock that everyone who writes takes first
# Our tables, then where the extension is, which an administrator may have put elsewhere than `public`.
_SESSION: Final = """
SELECT set_config('lock_timeout', :patience, true),
       set_config('search_path', concat_ws(', ', 'ruralmap', (
           SELECT quote_ident(nspname) FROM pg_extension JOIN pg_namespace ON extnamespace = pg_namespace.oid
           WHERE extname = 'postgis'), 'pg_temp'), true)
"""


@dataclass(frozen=True)
class HeldServer:
    """
    A registry on a server that is made anew, in one transaction that nobody else writes beside (重建).

    Parameters
    ----------
    connection
        In that transaction; the schema is up to date in it.
    """

    connection: Connection

    def has_history(self) -> bool:
        """
        Say that it knows its assets' past.

        Returns
        -------
        history
            True: where there was no registry there is one now, with an empty past.
        """
        return bool(version_of(self.connection))

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """
        Read what stands there.

        Yields
        ------
        connection
            That of the transaction.
        """
        yield self.connection

    def copy_to(self, path: Path) -> None:
        """
        Copy what stands there into a GeoPackage.

        Parameters
        ----------
        path
            A file that does not exist.

        Raises
        ------
        OutputError
            If the disk refuses.
        """
        write_copy(self.connection, path)

    def load(
        self, tables: Mapping[str, pd.DataFrame], *, batch: Batch, lang: Language = "zh"
    ) -> dict[str, int]:
        """
        Put frames in the place of all that stands there.

        Parameters
        ----------
        tables
            Frames by the registry's table name, as `build_registry` takes them.
        batch
            What they were made from.
        lang
            The language of the comments that QGIS shows.

        Returns
        -------
        counts
            Rows by table.

        Raises
        ------
        RegistryError
            If a column holds what it cannot, or two rows have one key.
        """
        return load(self.connection, tables, batch=batch, lang=lang)

    def take_in(self, copy: Path) -> None:
        """
        Put a GeoPackage in the place of all that stands there.

        Parameters
        ----------
        copy
            A registry that nobody else has open.

        Raises
        ------
        RegistryError
            If it is no registry, or one of another schema.
        """
        with GeoPackageHome(copy).reading() as source:
            frames, batch = frames_of(source)
        load(self.connection, frames, batch=batch)


@dataclass(frozen=True)
class PostGISHome:
    """
    A registry on a PostgreSQL server, in its schema `ruralmap` (服务器登记库).

    Parameters
    ----------
    url
        `postgresql+psycopg://user@host/database`; the password is libpq's matter (PGPASSWORD, .pgpass).
    patience_s
        How long to wait for another's lock, in seconds.
    """

    url: str
    patience_s: float = PATIENCE_S

    def has_history(self) -> bool:
        """
        Say whether the database has a registry.

        Returns
        -------
        history
            Every schema on a server has events.

        Raises
        ------
        SurroundingsError
            If the server cannot be reached, or does not let us in.
        """
        with self._transaction("REPEATABLE READ", readonly=True) as connection:
            return version_of(connection) is not None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """
        Read the registry as it was at one moment, whoever writes meanwhile.

        Yields
        ------
        connection
            In a transaction that writes nothing.

        Raises
        ------
        RegistryError
            If the database has no registry, or one of another schema.
        SurroundingsError
            If the server cannot be reached, does not let us in, or is lost on the way.
        """
        with self._transaction("REPEATABLE READ", readonly=True) as connection:
            require_current(connection, named(self.url))
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """
        Write to the registry: all of it or, where the body fails, nothing.

        Yields
        ------
        connection
            In a transaction that has the write lock from its beginning: nobody changes the assets
            meanwhile, neither by this program nor in QGIS.

        Raises
        ------
        RegistryError
            If the database has no registry, or one of another schema.
        SurroundingsError
            If the server cannot be reached, does not let us in, is locked by others or lost on the way.
        """
        with self._locked() as connection:
            require_current(connection, named(self.url))
            lock_tables(connection, [*KEPT, *HISTORY_TABLES])
            yield connection

    @contextmanager
    def renewing(self) -> Iterator[HeldServer]:
        """
        Make the registry anew, or for the first time: all of it or, where the body fails, nothing.

        Yields
        ------
        held
            With the write lock. Readers see what was there before until the body is done.

        Raises
        ------
        RegistryError
            If the registry's schema is newer than this program.
        SurroundingsError
            If the server cannot be reached, does not let us in, has no PostGIS, is locked by others or lost
            on the way.
        """
        with self._locked() as connection:
            upgrade(connection, named(self.url))
            lock_tables(connection, TABLES)
            yield HeldServer(connection)

    def copy_to(self, path: Path) -> None:
        """
        Copy the registry as it stands into a GeoPackage.

        Parameters
        ----------
        path
            A file that does not exist.

        Raises
        ------
        RegistryError
            If the database has no registry, or one of another schema.
        SurroundingsError
            If the server cannot be reached, does not let us in, or is lost on the way.
        OutputError
            If the disk refuses.
        """
        with self.reading() as connection:
            write_copy(connection, path)

    @contextmanager
    def _locked(self) -> Iterator[Connection]:
        """Open a transaction of the only writer; it sees what those before it wrote."""
        # With a snapshot for the whole transaction it would see what was there before it waited.
        with self._transaction("READ COMMITTED", readonly=False) as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:writer)"), {"writer": WRITER})
            yield connection

    @contextmanager
    def _transaction(self, isolation: str, *, readonly: bool) -> Iterator[Connection]:
        """Open a connection for one transaction, and explain what fails."""
        engine = create_engine(
            self.url,
            poolclass=NullPool,
            isolation_level=isolation,
            connect_args={"connect_timeout": _CONNECT_S, "application_name": SCHEMA},
        ).execution_options(postgresql_readonly=readonly)
        with translate_server(self.url, connecting=True):
            opened = engine.connect()
        with translate_server(self.url), opened, opened.begin():
            patience = f"{round(self.patience_s * 1000)}ms"
            opened.execute(text(_SESSION), {"patience": patience})
            yield opened


def lock_tables(connection: Connection, names: Iterable[str]) -> None:
    """
    Keep everybody else from changing tables until the transaction ends; who reads is not kept waiting.

    Parameters
    ----------
    connection
        In a transaction that holds the write lock.
    names
        The registry's tables.
    """
    listed = ", ".join(names)
    connection.exec_driver_sql(f"LOCK TABLE {listed} IN SHARE ROW EXCLUSIVE MODE")
