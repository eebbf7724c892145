"""What a column and a table are: names, kinds, units, and the headers an office may write for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal[
    "text",  # anything
    "code",  # digits that are a name, never a number: division codes
    "identity",  # 证件号码: 18, 20 or 22 characters
    "integer",
    "number",
    "money",  # 元 or 万元 at the edges, integer fen inside
    "date",  # ISO text: a day (2024-06-30) or, where only the month is known, a month (2024-06)
    "month",  # ISO text: 2024-06
    "flag",  # 是 / 否 / empty
    "choice",  # one of `choices`
]
# Of rows that share a key and contradict each other: the first stays / none does / all do.
Contested = Literal["first", "none", "all"]


@dataclass(frozen=True)
class Column:
    """
    One column of a table (字段).

    `name` is canonical and carries the unit where there is one (`area_mu`, `issued_fen`); `zh` is the header
    that the tool itself writes and the first it looks for; `aliases` are other headers seen in real
    exports. A `required` column must be present in a file; a `filled` one must not be empty in a row: such a
    row is set aside with its raw values.
    """

    name: str
    zh: str
    en: str
    kind: Kind = "text"
    required: bool = False
    filled: bool = False
    unit: str = ""
    choices: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    synonyms: dict[str, str] = field(default_factory=dict)
    lowest: float | None = None
    highest: float | None = None


@dataclass(frozen=True)
class Table:
    """
    One kind of input (表): its key and its columns.

    Of rows with the same `key` that are identical one stays, and the others are dropped with a finding. What
    becomes of rows that differ is `contested`: `first` keeps the first and sets the later ones aside; `none`
    sets all of them aside, where a number would else depend on the order of rows; `all` keeps all of them,
    where the next step knows how to say that they contradict each other. Each is a finding. An empty `key`
    means that rows have no identity of their own.
    """

    name: str
    zh: str
    en: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    contested: Contested = "first"

    def column(self, name: str) -> Column:
        """
        Find a column by its canonical name.

        Parameters
        ----------
        name
            The canonical name.

        Returns
        -------
        column
            The column.

        Raises
        ------
        KeyError
            If the table has no such column.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def names(self) -> tuple[str, ...]:
        """The canonical names, in order."""
        return tuple(column.name for column in self.columns)
