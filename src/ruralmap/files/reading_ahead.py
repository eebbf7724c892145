"""The next workbook is read while the last one is looked at (边读边查): the same sheets, sooner."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from ruralmap.files.sheets import read_sheets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future
    from pathlib import Path

    from ruralmap.schema.grid import RawSheet

# Files read and not yet taken: so many that the large one behind a few small ones is begun, never all.
_AHEAD: Final = 4


@contextmanager
def reading_ahead(paths: Iterable[Path]) -> Iterator[Callable[[Path], list[RawSheet]]]:
    """
    Read files in a second thread, in the order in which they will be asked for.

    The compiled reader of workbooks lets Python go on meanwhile, so that a second core has work. What a file
    gives, sheets or an error, comes when the file is asked for.

    Parameters
    ----------
    paths
        The files that will be asked for, each once and in this order; any other may be asked for as well.

    Yields
    ------
    read
        As `read_sheets`.
    """
    waiting = deque(dict.fromkeys(paths))
    begun: dict[Path, Future[list[RawSheet]]] = {}
    pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="reading-ahead")

    def begin() -> None:
        while waiting and len(begun) < _AHEAD:
            path = waiting.popleft()
            begun[path] = pool.submit(read_sheets, path)

    def take(path: Path) -> list[RawSheet]:
        taken = begun.pop(path, None)
        begin()
        return read_sheets(path) if taken is None else taken.result()

    begin()
    try:
        yield take
    finally:
        pool.shutdown(cancel_futures=True)
