"""How tables of money are laid out to be filed (资金报表): two rows of headers, 万元 that add up, a total."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Final

import pandas as pd

from ruralmap.files.forms import Form
from ruralmap.files.workbook import Sheet
from ruralmap.schema.money import FEN_PER_YUAN, wan_parts, yuan_text
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from fractions import Fraction

    from ruralmap.files.workbook import NumberStyle
    from ruralmap.schema.fund_words import Balance
    from ruralmap.schema.grid import MergedRange
    from ruralmap.workspace import Workspace

_HEADER_ROWS: Final = 2
_MONEY_WIDTH: Final = 10.5
_ONE_PAGE: Final = 36  # rows that are still legible on one page of A4 across: a county's townships and total
_HUNDRED: Final = 100
_PERCENT_DIGITS: Final = Decimal("0.0001")


@dataclass(frozen=True)
class Field:
    """One column of a form: its header, the group it stands under, and its cells."""

    head: str
    cells: tuple[object, ...]
    group: str = ""
    style: NumberStyle = "text"
    width: float = _MONEY_WIDTH


@dataclass(frozen=True)
class Papers:
    """What every form of a county says of itself."""

    workspace: Workspace
    lang: Language

    def say(self, key: str, **values: object) -> str:
        """
        Say something of the catalogue `progress`.

        Parameters
        ----------
        key
            The entry.
        **values
            What it is about.

        Returns
        -------
        text
            The text.
        """
        return say(f"progress.{key}", self.lang, **values)

    @property
    def marks(self) -> tuple[str, ...]:
        """What must stand on every sheet: internal use, and that data are simulated where they are."""
        names = ["internal", *(["simulated"] if self.workspace.county.simulated else [])]
        return ("　".join(self.say(f"form.{name}") for name in names),)

    def sheet(self, name: str, fields: Sequence[Field], *, unit: str, notes: Iterable[str] = ()) -> Sheet:
        """
        Lay out a form.

        Parameters
        ----------
        name
            The sheet's entry in the catalogue.
        fields
            Its columns, with as many cells each.
        unit
            The entry of the unit in which it is filled in.
        notes
            Lines between the title and the table.

        Returns
        -------
        sheet
            The sheet: headers of one group stand side by side under it, those of none are two rows high.
        """
        county = self.workspace.county
        form = Form(
            title=self.say(f"title.{name}", county=county.name),
            caption=(
                self.say("form.filed_by"),
                self.say("form.unit", unit=self.say(f"form.{unit}")),
                self.say("form.as_of", as_of=county.as_of),
            ),
            foot=tuple(self.say(f"form.{who}") for who in ("filled_by", "checked_by", "telephone")),
            one_page=len(fields[0].cells) <= _ONE_PAGE,
        )
        body = zip(*(field.cells for field in fields), strict=True)
        return Sheet(
            self.say(f"sheet.{name}"),
            [
                [field.group or field.head for field in fields],
                [field.head for field in fields],
                *map(list, body),
            ],
            header_rows=_HEADER_ROWS,
            notes=(*self.marks, *notes),
            merges=_merges(fields),
            widths={place: field.width for place, field in enumerate(fields)},
            styles={place: field.style for place, field in enumerate(fields)},
            form=form,
        )

    def balance(self, name: Balance) -> str:
        """
        Say what a balance is called.

        Parameters
        ----------
        name
            The balance.

        Returns
        -------
        text
            Its label.
        """
        return say(f"funds.balance.{name}.label", self.lang)

    def exact(self, totals: pd.Series, names: Sequence[Balance]) -> str:
        """
        Say totals in 元, to the fen.

        Parameters
        ----------
        totals
            A row of balances in fen.
        names
            Which of them.

        Returns
        -------
        text
            One line; what is not stated is left out.
        """
        said = [(name, totals[f"{name}_fen"]) for name in names]
        parts = [
            self.say("note.exact_one", balance=self.balance(name), yuan=yuan_text(fen))
            for name, fen in said
            if not pd.isna(fen)
        ]
        return self.say("note.exact", parts="；".join(parts))

    def money(self, sums: pd.DataFrame, name: Balance, *, group: str = "") -> Field:
        """
        Make a column of a balance in 万元, of which the parts add up to the total.

        Parameters
        ----------
        sums
            Sums, as `funds.progress.by` gives them: the total is the last row.
        name
            The balance.
        group
            The header above.

        Returns
        -------
        field
            The column.
        """
        return wan_field(self.balance(name), sums[f"{name}_fen"], group=group)


def wan_field(head: str, fens: pd.Series, *, group: str = "") -> Field:
    """
    Make a column of 万元, of which the parts add up to the total.

    Parameters
    ----------
    head
        Its header.
    fens
        Amounts in fen, the total last; those that are missing stay empty.
    group
        The header above.

    Returns
    -------
    field
        The column.
    """
    body = [None if pd.isna(fen) else int(fen) for fen in fens.tolist()[:-1]]
    parts = iter(wan_parts([fen for fen in body if fen is not None]))
    cells: list[Decimal | None] = [None if fen is None else next(parts) for fen in body]
    known = [cell for cell in cells if cell is not None]
    total = sum(known, Decimal(0)) if known else None
    return Field(head, (*cells, total), group, "money")


def yuan_of(fen: float | None) -> Decimal | None:
    """
    Write fen as 元 for a cell.

    Parameters
    ----------
    fen
        The amount; may be missing.

    Returns
    -------
    yuan
        The exact amount in 元.
    """
    return None if pd.isna(fen) else Decimal(int(fen)) / FEN_PER_YUAN


def percent_of(value: Fraction | None) -> Decimal | None:
    """
    Write a share for a cell that is shown as a percentage with two decimals.

    Parameters
    ----------
    value
        The share; may be missing.

    Returns
    -------
    share
        Rounded half up to a hundredth of a percent, so that the cell holds what it shows.
    """
    if value is None:
        return None
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(_PERCENT_DIGITS, ROUND_HALF_UP)


def points_of(value: Fraction | None, other: Fraction) -> Decimal | None:
    """
    Write by how many points of a percentage one share is above another.

    Parameters
    ----------
    value
        The share; may be missing.
    other
        What it is held against.

    Returns
    -------
    points
        The difference of the percentages as they are printed, so that anybody can compute it again.
    """
    shown, against = percent_of(value), percent_of(other)
    return None if shown is None or against is None else (shown - against) * _HUNDRED


def _merges(fields: Sequence[Field]) -> tuple[MergedRange, ...]:
    """Merge the header rows: a group over its columns, a header without one over both rows."""
    merges: list[MergedRange] = []
    for group, run in groupby(range(len(fields)), key=lambda place: fields[place].group):
        places = list(run)
        if not group:
            merges += [(0, place, 1, place) for place in places]
        elif len(places) > 1:
            merges.append((0, places[0], 0, places[-1]))
    return tuple(merges)
