"""What SQLite refuses, said so that a person can mend it."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from ruralmap.errors import OutputError, RegistryError, RuralMapError, SurroundingsError
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# By primary result code, the low byte of SQLite's extended codes. Source: sqlite.org/rescode.html
_PRIMARY: Final = 0xFF
_FAULTS: Final[dict[int, tuple[type[RuralMapError], str]]] = {
    sqlite3.SQLITE_BUSY: (SurroundingsError, "locked"),
    sqlite3.SQLITE_LOCKED: (SurroundingsError, "locked"),
    sqlite3.SQLITE_READONLY: (SurroundingsError, "read_only"),
    sqlite3.SQLITE_PERM: (SurroundingsError, "read_only"),
    sqlite3.SQLITE_CANTOPEN: (SurroundingsError, "cannot_open"),
    sqlite3.SQLITE_FULL: (OutputError, "disk_full"),
    sqlite3.SQLITE_IOERR: (SurroundingsError, "disk_failed"),
    sqlite3.SQLITE_CORRUPT: (RegistryError, "broken"),
    sqlite3.SQLITE_NOTADB: (RegistryError, "not_geopackage"),
}


def explained(fault: BaseException | None, path: Path) -> RuralMapError | None:
    """
    Say what SQLite's refusal means for the office.

    Parameters
    ----------
    fault
        What sqlite3 raised.
    path
        The registry.

    Returns
    -------
    error
        One of ours; None where the fault is not the surroundings' but a statement's.
    """
    code = getattr(fault, "sqlite_errorcode", None)
    if code is None or code & _PRIMARY not in _FAULTS:
        return None
    kind, key = _FAULTS[code & _PRIMARY]
    return kind(say_both(f"registry.{key}", path=path, fault=fault))


@contextmanager
def translate(path: Path) -> Iterator[None]:
    """
    Raise our own error wherever SQLite refuses because of file, disk or lock.

    Parameters
    ----------
    path
        The registry.

    Yields
    ------
    nothing
        The body runs.

    Raises
    ------
    RuralMapError
        A SurroundingsError, OutputError or RegistryError that names the file and the remedy.
    """
    try:
        yield
    except sqlite3.Error as fault:
        error = explained(fault, path)
        if error is None:
            raise
        raise error from fault
