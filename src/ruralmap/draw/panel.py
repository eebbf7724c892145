"""What stands beside a map: legends with their filters, totals, rankings. Read by `page/bottom.html.j2`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final, Literal

from ruralmap.words.palette import MARKS, SHAPES, Fill, Stroke, SymbolFill

# Of what these attributes name, one is chosen.
_CHOICES: Final = frozenset({"data-paint", "data-ends", "data-view"})


@dataclass(frozen=True)
class AreaSwatch:
    """The little picture of an area."""

    fill: Fill
    kind: ClassVar[str] = "area"


@dataclass(frozen=True)
class StrokeSwatch:
    """The little picture of a line."""

    stroke: Stroke
    kind: ClassVar[str] = "stroke"


@dataclass(frozen=True)
class SymbolSwatch:
    """The little picture of a symbol; `shape_name` is one of the palette, `scale` its share of the box."""

    fill: SymbolFill
    shape_name: str = "circle"
    line: str = "#2f3438"
    scale: float = 1
    kind: ClassVar[str] = "symbol"

    @property
    def shape(self) -> str:
        """The outline, as SVG writes it."""
        return SHAPES[self.shape_name]

    @property
    def mark(self) -> str:
        """The mark across it, as SVG writes it."""
        return MARKS[self.fill.mark]


@dataclass(frozen=True)
class WidthSwatch:
    """A line as wide as an amount is drawn; the script draws it, and 0 is the hairline."""

    amount_fen: int
    kind: ClassVar[str] = "width"


Swatch = AreaSwatch | StrokeSwatch | SymbolSwatch | WidthSwatch


@dataclass(frozen=True)
class Control:
    """
    A tick or a choice before a legend's entry.

    `action` is the attribute that `controls.js` looks for: a filter on `table.column`, what colours the
    areas, a layer to show, where money is followed to, or the map or the Sankey figure.
    """

    action: Literal["data-filter", "data-paint", "data-show", "data-ends", "data-view"]
    target: str
    value: int = 0
    checked: bool = True

    @property
    def type(self) -> str:
        """The kind of input: one choice among several, or a tick of its own."""
        return "radio" if self.action in _CHOICES else "checkbox"

    @property
    def group(self) -> str:
        """The name that inputs of one group share."""
        return self.action.removeprefix("data-") if self.action in _CHOICES else self.target


@dataclass(frozen=True)
class Entry:
    """One line of a legend: its picture, its words, its counts, and its tick."""

    label: str
    swatch: Swatch | None = None
    figures: tuple[str, ...] = ()
    control: Control | None = None


@dataclass(frozen=True)
class Legend:
    """
    A legend (图例); `heads` stand over the counts; a `narrow` one is printed in two columns.

    One that explains a `layer` is only there while the layer is switched on.
    """

    title: str
    entries: tuple[Entry, ...]
    heads: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    narrow: bool = False
    layer: str = ""
    kind: ClassVar[str] = "legend"


@dataclass(frozen=True)
class Picker:
    """A choice of one value of a column, or all: `target` is `table.column`, options in the values' order."""

    title: str
    target: str
    options: tuple[str, ...]
    everything: str
    notes: tuple[str, ...] = ()
    kind: ClassVar[str] = "picker"


@dataclass(frozen=True)
class Figure:
    """One total; `name` is the attribute by which the page's script finds it again."""

    label: str
    value: str
    unit: str
    name: str
    strong: bool = False
    live: bool = False


@dataclass(frozen=True)
class Totals:
    """The totals of a map (合计)."""

    title: str
    lines: tuple[Figure, ...]
    notes: tuple[str, ...] = ()
    kind: ClassVar[str] = "totals"


@dataclass(frozen=True)
class Row:
    """A row of a ranking; `goto` is `table.row` of where it leads, `names` mark cells for the script."""

    cells: tuple[str, ...]
    goto: str = ""
    swatch: Swatch | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ranking:
    """
    A ranked list (排序); column `named` holds the names; `reset` is a button back to the whole county.

    A `narrow` one, of a name and a figure, is printed in two columns.
    """

    title: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    named: int = 1
    reset: str = ""
    notes: tuple[str, ...] = ()
    narrow: bool = False
    kind: ClassVar[str] = "ranking"


Section = Legend | Picker | Totals | Ranking
