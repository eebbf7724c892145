"""
The registry's two homes (登记库的两种存放方式), one behaviour: a GeoPackage, or PostGIS on a server.

Where a registry stands is a path for the one and a URL for the other; who reads or writes need not know.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ruralmap.errors import SurroundingsError
from ruralmap.registry.embedded import GeoPackageHome
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection

    from ruralmap.registry.server import PostGISHome

Place = Path | str


class Readable(Protocol):
    """A registry that can be read and copied."""

    def has_history(self) -> bool:
        """Say whether a registry stands there that knows its assets' past."""

    def reading(self) -> AbstractContextManager[Connection]:
        """Read; what is read belongs together, whoever writes meanwhile."""

    def copy_to(self, path: Path) -> None:
        """Copy all of it into a GeoPackage that does not exist yet."""


class Home(Readable, Protocol):
    """Where a registry stands (登记库所在)."""

    def writing(self) -> AbstractContextManager[Connection]:
        """Write all that the body writes or, where it fails, nothing; nobody else writes meanwhile."""


def home_at(place: Place) -> Home:
    """
    Find the home of a registry.

    Parameters
    ----------
    place
        The path of a GeoPackage, or the URL of a server.

    Returns
    -------
    home
        Nothing is opened yet.

    Raises
    ------
    SurroundingsError
        If it is on a server and the driver for that is not installed.
    """
    return GeoPackageHome(place) if isinstance(place, Path) else server_at(place)


def server_at(url: str) -> PostGISHome:
    """
    Find the home of a registry on a server.

    Parameters
    ----------
    url
        The URL of the server.

    Returns
    -------
    home
        Nothing is opened yet.

    Raises
    ------
    SurroundingsError
        If the driver is not installed.
    """
    try:
        from ruralmap.registry.server import PostGISHome  # noqa: PLC0415 - needs the extra `postgis`
    except ImportError as fault:
        raise SurroundingsError(say_both("registry.server.no_driver", fault=fault)) from fault
    return PostGISHome(url)


def has_history(place: Place) -> bool:
    """
    Say whether a registry stands somewhere that knows its assets' past.

    Parameters
    ----------
    place
        Where it may stand.

    Returns
    -------
    history
        False where there is none, or one from before there were events: its files say it all.

    Raises
    ------
    RegistryError
        If what stands there is no registry, or damaged: what it knows would be lost unseen.
    SurroundingsError
        If it is locked, or cannot be opened or reached.
    """
    return home_at(place).has_history()


def reading(place: Place) -> AbstractContextManager[Connection]:
    """
    Read a registry; what is read belongs together, whoever writes meanwhile.

    Parameters
    ----------
    place
        The registry.

    Returns
    -------
    connection
        In a transaction that writes nothing, as a context. It raises a RegistryError if there is no
        registry, or one of another schema, and a SurroundingsError if it cannot be opened or reached.
    """
    return home_at(place).reading()


def writing(place: Place) -> AbstractContextManager[Connection]:
    """
    Write to a registry: all of it or, where the body fails, nothing.

    Parameters
    ----------
    place
        The registry.

    Returns
    -------
    connection
        In a transaction that has the write lock from its beginning, as a context. It raises a RegistryError
        if there is no registry, or one of another schema, and a SurroundingsError if it is locked,
        read-only, or cannot be opened or reached.
    """
    return home_at(place).writing()
