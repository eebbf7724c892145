"""One writer at a time in a workspace (工作区锁): a build replaces the registry that a merge writes to."""

from __future__ import annotations

import errno
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Final

from filelock import FileLock, Timeout

from ruralmap.errors import SurroundingsError
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from ruralmap.workspace import Workspace

_NAME: Final = ".ruralmap.lock"
# A share of another computer, where SQLite's own locks fail as well: two writers would spoil the file.
_NO_LOCKS: Final = frozenset({errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP})
_PATIENCE_S: Final = 5.0  # as long as for another program's lock on the registry itself


@contextmanager
def sole_writer(workspace: Workspace, *, patience_s: float = _PATIENCE_S) -> Iterator[None]:
    """
    Keep every other ruralmap from writing to the registry of a workspace.

    On a server, to which many folders may write, each transaction that writes has that lock itself.

    Parameters
    ----------
    workspace
        The county's folder.
    patience_s
        How long to wait for another, in seconds.

    Yields
    ------
    nothing
        The body writes. The lock goes with the process, also where that is killed.

    Raises
    ------
    SurroundingsError
        If another writes, the folder cannot be written to, or its file system knows no locks.
    """
    place = workspace.registry
    with nullcontext() if isinstance(place, str) else _lock(place, patience_s):
        yield


def _lock(registry: Path, patience_s: float) -> AbstractContextManager[object]:
    """Take the lock; leaving it gives it back."""
    path = registry.parent / _NAME
    lock = FileLock(path, timeout=patience_s, fallback_to_soft=False)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return lock.acquire()
    except Timeout as fault:
        raise SurroundingsError(say_both("registry.busy", path=registry)) from fault
    except OSError as fault:
        if fault.errno in _NO_LOCKS:
            raise SurroundingsError(say_both("registry.no_locks", path=registry)) from fault
        raise SurroundingsError(say_both("registry.read_only", path=registry, fault=fault)) from fault
