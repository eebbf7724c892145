"""Python's search for cycles, paused where a job makes millions of values that make none (暂停回收)."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def collector_paused() -> Iterator[None]:
    """
    Pause the search for cycles while millions of cells or results are made.

    They make no cycles, and looking at all of them again and again takes a quarter of the time.

    Yields
    ------
    nothing
        The search is as it was afterwards, also after an error.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
