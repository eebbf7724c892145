"""The next workbook is read while the last one is looked at (边读边查): the same sheets, sooner."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from ruralmap.files.sheets import read_sheets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future
    from pathlib import Path

    from ruralmap.schema.grid import RawSheet

# Files begun and not yet taken: the largest and the next two. More would hold all cells of a county at once.
_AHEAD: Final = 3
_READERS: Final = 2  # one for the largest, one for all others


@contextmanager
def reading_ahead(paths: Iterable[Path]) -> Iterator[Callable[[Path], list[RawSheet]]]:
    """
    Read files in other threads, the largest from the beginning, the others in the order of their size.

    Whoever asks for the smallest first and for the largest last waits least. The compiled reader of workbooks
    lets Python go on meanwhile, so that a second core has work. What a file gives, sheets or an error, comes
    when the file is asked for; one asked for before its turn is read at once.

    Parameters
    ----------
    paths
        Files that exist and will be asked for once; any other may be asked for as well.

    Yields
    ------
    read
        As `read_sheets`.
    """
    waiting = sorted(set(paths), key=lambda path: (path.stat().st_size, path))
    begun: dict[Path, Future[list[RawSheet]]] = {}
    pool = ThreadPoolExecutor(max_workers=_READERS, thread_name_prefix="reading-ahead")

    def begin(path: Path) -> None:
        begun[path] = pool.submit(read_sheets, path)

    def begin_next() -> None:
        while waiting and len(begun) < _AHEAD:
            begin(waiting.pop(0))

    def take(path: Path) -> list[RawSheet]:
        if path in waiting:
            waiting.remove(path)
        taken = begun.pop(path, None)
        begin_next()
        return read_sheets(path) if taken is None or taken.cancel() else taken.result()

    if waiting:
        begin(waiting.pop())
    begin_next()
    try:
        yield take
    finally:
        pool.shutdown(cancel_futures=True)
