"""What a layer's own file says of its features (文件自述): drivers pass over damage without a word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Note = tuple[str, dict[str, object]]  # a finding's code and what fills its texts


def _no_cells(_number: int) -> list[object]:
    """Give what a file has of a feature that was cut off: nothing."""
    return []


@dataclass(frozen=True)
class Evidence:
    """
    What a file's header and records say, read without a driver.

    `numbers` are the driver's numbers (FID) of all features that the file says it has. `raw` gives the bytes
    of a feature's geometry that are left, and None where the file itself says that there is no geometry;
    `cells` gives the attributes of a feature that no driver gives. `notes` are remarks on the file.
    """

    numbers: Sequence[int]
    raw: Callable[[int], bytes | None]
    cells: Callable[[int], list[object]] = _no_cells
    notes: tuple[Note, ...] = ()
