"""One writer at a time in a workspace (工作区锁): a build replaces the registry that a merge writes to."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from filelock import FileLock, Timeout

from ruralmap.errors import SurroundingsError
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ruralmap.workspace import Workspace

_NAME: Final = ".ruralmap.lock"
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
        If another writes, or the folder cannot be written to.
    """
    place = workspace.registry
    if isinstance(place, str):
        yield
        return
    path = place.parent / _NAME
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path, timeout=patience_s):
            yield
    except Timeout as fault:
        raise SurroundingsError(say_both("registry.busy", path=place)) from fault
    except PermissionError as fault:
        message = say_both("registry.read_only", path=place, fault=fault)
        raise SurroundingsError(message) from fault
