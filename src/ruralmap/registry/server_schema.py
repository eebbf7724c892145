"""The registry's schema on a server, brought up to date by Alembic (结构升级)."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, Final

from alembic import command
from alembic.config import Config
from sqlalchemy import text

from ruralmap.errors import RegistryError, SurroundingsError
from ruralmap.registry.batch import SCHEMA_VERSION
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from sqlalchemy import Connection

SCHEMA: Final = "ruralmap"  # PostgreSQL's word: the folder of the tables


def version_of(connection: Connection) -> int | None:
    """
    Read the number of the schema.

    Parameters
    ----------
    connection
        An open connection.

    Returns
    -------
    version
        Missing where the database has no registry.
    """
    table = f"{SCHEMA}.alembic_version"
    if connection.scalar(text("SELECT to_regclass(:table)"), {"table": table}) is None:
        return None
    # The name is our own; a name cannot be a parameter.
    return int(connection.exec_driver_sql(f"SELECT version_num FROM {table}").scalar_one())  # noqa: S608


def require_current(connection: Connection, place: str) -> None:
    """
    Refuse a database without a registry, or with one of another schema.

    Parameters
    ----------
    connection
        An open connection.
    place
        The registry, as messages name it.

    Raises
    ------
    RegistryError
        If it is another.
    """
    found = version_of(connection)
    if found is None:
        raise RegistryError(say_both("registry.not_found", path=place))
    if found != SCHEMA_VERSION:
        key = "newer_schema" if found > SCHEMA_VERSION else "older_schema"
        raise RegistryError(say_both(f"registry.{key}", path=place, found=found, known=SCHEMA_VERSION))


def upgrade(connection: Connection, place: str) -> None:
    """
    Bring the schema up to date, in the connection's own transaction.

    Parameters
    ----------
    connection
        In a transaction that holds the write lock.
    place
        The registry, as messages name it.

    Raises
    ------
    RegistryError
        If the schema is newer than this program.
    SurroundingsError
        If the database has no PostGIS.
    """
    found = version_of(connection)
    if found == SCHEMA_VERSION:
        return
    if found is not None and found > SCHEMA_VERSION:
        require_current(connection, place)
    if connection.scalar(text("SELECT 1 FROM pg_extension WHERE extname = 'postgis'")) is None:
        raise SurroundingsError(say_both("registry.server.no_postgis", path=place))
    # IF NOT EXISTS would ask for the right to create one, also where an administrator has done so.
    if connection.scalar(text("SELECT to_regnamespace(:schema)"), {"schema": SCHEMA}) is None:
        connection.exec_driver_sql(f"CREATE SCHEMA {SCHEMA}")
    with resources.as_file(resources.files("ruralmap.registry") / "migrations") as scripts:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(scripts).replace("%", "%%"))
        command.upgrade(config, "head")
