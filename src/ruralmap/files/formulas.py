"""Formulas in the workbooks of an office (单元格公式): plain ones, each with the value it must give."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

ResultStyle = Literal["integer", "money", "number"]
# What every office program works out alike: no arrays, nothing that changes by itself, no other files.
FUNCTIONS: Final = frozenset(
    {"SUM", "SUMIFS", "COUNTIFS", "IF", "AND", "OR", "ABS", "DATE", "ROUND", "MAX", "MIN"}
)
# Programs of an office refuse a longer one.
LONGEST: Final = 8192
_QUOTED: Final = re.compile(r"\"[^\"]*\"|'(?:[^']|'')*'")
_CALLED: Final = re.compile(r"([A-Za-z_.][\w.]*)\s*\(")


@dataclass(frozen=True)
class Formula:
    """
    A cell that is worked out (公式单元格).

    `text` begins with `=`; `value` is what it comes to, shown by programs that do not work it out. `style` is
    the cell's number format, where it is another than its column's.

    Raises
    ------
    ValueError
        If the text is no formula, calls a function outside of `FUNCTIONS`, is longer than programs take, or
        points to another file: a fault of ours.
    """

    text: str
    value: float | str | None
    style: ResultStyle | None = None

    def __post_init__(self) -> None:
        """Refuse what another program might work out differently."""
        plain = _QUOTED.sub("", self.text)
        called = set(_CALLED.findall(plain))
        if not self.text.startswith("=") or called - FUNCTIONS or "[" in plain or len(self.text) > LONGEST:
            message = f"not a plain formula: {self.text[:80]}"
            raise ValueError(message)

    @property
    def cached(self) -> float | str:
        """The value as the file keeps it."""
        return "" if self.value is None else self.value
