"""The atomic writer: a product is the old one or the new one, never half of either."""

from __future__ import annotations

import errno
import filecmp
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ruralmap.errors import OutputError
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Iterator

# What an office program leaves beside a workbook while it is open: Excel and WPS, WPS again, LibreOffice.
LOCK_MARKERS: Final = ("~${name}", ".~{name}", ".~lock.{name}#")
_REASONS: Final = {
    errno.ENOSPC: "no_space",
    errno.EDQUOT: "no_space",
    errno.EACCES: "denied",
    errno.EPERM: "denied",
    errno.EROFS: "read_only",
    errno.EISDIR: "is_folder",
    errno.ENOTDIR: "not_folder",
    errno.EEXIST: "not_folder",
    errno.ENAMETOOLONG: "name_too_long",
}


@contextmanager
def replacing(path: str | Path) -> Iterator[Path]:
    """
    Write a file aside and put it in its place only when it is whole.

    The yielded path has the product's own name in a temporary folder beside it, so that a driver which looks
    at the ending, or takes a layer's name from the file's, does what it would have done. Files written next
    to it (the .dbf of a .shp) move with it, the product itself last. A file whose bytes are the same as
    before is left alone, its time stamp too.

    Parameters
    ----------
    path
        Where the product shall stand. Missing folders above it are made.

    Yields
    ------
    aside
        Where to write it.

    Raises
    ------
    OutputError
        If an office program has the file open, or the disk, the rights or the path do not allow it. What
        stood there before is untouched, and nothing is left behind.
    """
    target = Path(path)
    with _translated(target):
        _refuse_folder(target)
        _refuse_locked(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".ruralmap-", dir=target.parent) as folder:
            aside = Path(folder) / target.name
            yield aside
            _move(aside, target)


@contextmanager
def creating_folder(path: str | Path) -> Iterator[Path]:
    """
    Fill a new folder aside and put it in its place only when it is whole.

    Parameters
    ----------
    path
        Where the folder shall stand; there must be none yet.

    Yields
    ------
    aside
        The folder to fill.

    Raises
    ------
    OutputError
        If it stands there already, or the disk, the rights or the path do not allow it.
    """
    target = Path(path)
    with _translated(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".ruralmap-", dir=target.parent) as folder:
            aside = Path(folder) / target.name
            aside.mkdir()
            yield aside
            if target.exists():
                raise FileExistsError(errno.EEXIST, "", str(target))
            aside.rename(target)


@contextmanager
def working_beside(path: str | Path) -> Iterator[Path]:
    """
    Work in a folder beside a product, on the same disk and under the same rights, which is gone afterwards.

    Parameters
    ----------
    path
        The product, which need not stand there. Missing folders above it are made.

    Yields
    ------
    folder
        An empty folder.

    Raises
    ------
    OutputError
        If the disk, the rights or the path do not allow it.
    """
    target = Path(path)
    with _translated(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".ruralmap-", dir=target.parent) as folder:
            yield Path(folder)


def write_bytes(path: str | Path, content: bytes) -> None:
    """
    Write bytes atomically.

    Parameters
    ----------
    path
        Where they shall stand.
    content
        The bytes.

    Raises
    ------
    OutputError
        As `replacing`.
    """
    with replacing(path) as aside:
        aside.write_bytes(content)


def write_text(path: str | Path, text: str) -> None:
    """
    Write text atomically, as UTF-8 with Unix line ends on every system.

    Parameters
    ----------
    path
        Where it shall stand.
    text
        The text.

    Raises
    ------
    OutputError
        As `replacing`.
    """
    write_bytes(path, text.encode("utf-8"))


def _refuse_folder(target: Path) -> None:
    """Refuse a target that is a folder, before any work."""
    if target.is_dir():
        raise OutputError(say_both("files.is_folder", path=target, fault=""))


def _refuse_locked(target: Path) -> None:
    """Refuse a target that an office program holds: on Linux it could be replaced under its feet."""
    for marker in LOCK_MARKERS:
        lock = target.with_name(marker.format(name=target.name))
        if lock.exists():
            raise OutputError(say_both("files.locked", path=target, lock=lock.name))


def _move(aside: Path, target: Path) -> None:
    """Move what was written into its place: companions first, the product last, nothing that is the same."""
    companions = sorted(item for item in aside.parent.iterdir() if item != aside)
    for item in [*companions, aside]:
        place = target.with_name(item.name)
        if not (place.is_file() and filecmp.cmp(item, place, shallow=False)):
            item.replace(place)


@contextmanager
def _translated(target: Path) -> Iterator[None]:
    """Turn the system's refusal into an OutputError that says what, where, the consequence and the remedy."""
    try:
        yield
    except OSError as fault:
        reason = _REASONS.get(fault.errno or 0, "write_failed")
        detail = fault.strerror or str(fault)
        raise OutputError(say_both(f"files.{reason}", path=target, fault=detail)) from fault
