"""How the page's script is told what fills a symbol (符号填充)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ruralmap.words.palette import MARKS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ruralmap.words.palette import SymbolFill


def fill_specs(fills: Iterable[SymbolFill]) -> list[dict[str, str]]:
    """
    Describe fillings for the page's script.

    Parameters
    ----------
    fills
        The fillings, in the order of the numbers that choose one.

    Returns
    -------
    specs
        As `page/points.js` reads them: colour, the mark across it as SVG writes it, and the mark's ink.
    """
    return [{"colour": fill.colour, "mark": MARKS[fill.mark], "ink": fill.ink} for fill in fills]
