"""What a PostgreSQL server refuses, said so that a person can mend it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import psycopg
from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

from ruralmap.errors import OutputError, RuralMapError, SurroundingsError
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Iterator

# By SQLSTATE, or by its class, the first two characters. Source: PostgreSQL 15, appendix A.
_FAULTS: Final[dict[str, tuple[type[RuralMapError], str]]] = {
    "08": (SurroundingsError, "server.lost"),
    "28": (SurroundingsError, "server.refused"),
    "57P01": (SurroundingsError, "server.lost"),
    "57P02": (SurroundingsError, "server.lost"),
    "57P03": (SurroundingsError, "server.unreachable"),
    "57": (SurroundingsError, "server.failed"),
    "40": (SurroundingsError, "server.busy"),
    "55P03": (SurroundingsError, "server.busy"),
    "42501": (SurroundingsError, "server.no_right"),
    "25006": (SurroundingsError, "server.read_only"),
    "53100": (OutputError, "disk_full"),
    "53": (SurroundingsError, "server.failed"),
    "58": (SurroundingsError, "server.failed"),
    "XX": (SurroundingsError, "server.failed"),
}


def named(url: str) -> str:
    """
    Name a registry on a server, in messages.

    Parameters
    ----------
    url
        Where it stands.

    Returns
    -------
    name
        The URL; a password in it is hidden.
    """
    return make_url(url).render_as_string(hide_password=True)


@contextmanager
def translate_server(url: str, *, connecting: bool = False) -> Iterator[None]:
    """
    Raise our own error wherever the server, or the way to it, fails.

    Parameters
    ----------
    url
        The registry.
    connecting
        Whether the body does no more than connect: a server that is not there says no code.

    Yields
    ------
    nothing
        The body runs.

    Raises
    ------
    RuralMapError
        A SurroundingsError or OutputError that names the server and the remedy.
    """
    try:
        yield
    except (DBAPIError, psycopg.Error) as raised:
        fault = raised.orig if isinstance(raised, DBAPIError) else raised
        known = _known(fault, connecting=connecting)
        if known is None:
            raise
        kind, key = known
        said = str(fault).strip().partition("\n")[0]
        raise kind(say_both(f"registry.{key}", path=named(url), fault=said)) from raised


def _known(fault: BaseException | None, *, connecting: bool) -> tuple[type[RuralMapError], str] | None:
    """Find what a fault means; none where it is not the surroundings' but a statement's."""
    if not isinstance(fault, psycopg.Error):
        return None
    state = fault.sqlstate or ("" if not isinstance(fault, psycopg.OperationalError) else "08")
    if connecting and state.startswith("08"):
        asked = fault.pgconn is not None and (fault.pgconn.needs_password or fault.pgconn.used_password)
        return (SurroundingsError, "server.refused" if asked else "server.unreachable")
    return _FAULTS.get(state) or _FAULTS.get(state[:2])
