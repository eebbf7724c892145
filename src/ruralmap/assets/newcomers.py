"""
Rows without a mark (新增的行): assets and other records that a township adds to the books.

A file that comes again adds nothing twice. A row that may be an asset that is there already is set aside
until somebody says that it is another one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from ruralmap.assets.changes import read_canonical
from ruralmap.assets.merging import Edit
from ruralmap.assets.parts import township_named
from ruralmap.assets.rows import Aside, Heard
from ruralmap.assets.tables import KEPT, free_key, key_of
from ruralmap.assets.twins import TwinIndex, may_be_same
from ruralmap.schema.tables import TABLES
from ruralmap.schema.written import reads_as

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ruralmap.assets.chain import Event
    from ruralmap.assets.changes import State, Value
    from ruralmap.assets.rows import Row

ASSETS: Final = "assets"
_PROVISIONAL: Final = "XZ-"  # 新增; then the township, and a number


class Creation(NamedTuple):
    """A record as a file entered it (新增登记): key, fields, how long the chain was after, sheet and row."""

    key: str
    fields: Mapping[str, Value | None]
    seq: int
    place: tuple[str, int | None]


class Newcomers:
    """
    Decide about rows without a mark.

    Parameters
    ----------
    events
        The chain.
    mine
        The registry as it stands.
    codes
        The codes of the townships by name.
    homes
        The township that a file came from, by file, or the county.
    """

    def __init__(
        self, events: Sequence[Event], mine: State, codes: Mapping[str, str], homes: Mapping[str, str]
    ) -> None:
        self._length, self._mine, self._codes, self._homes = len(events), mine, codes, homes
        self._ever: dict[str, set[str]] = {table: set(mine.get(table, {})) for table in KEPT}
        self._made: dict[tuple[str, str], list[Creation]] = defaultdict(list)
        for event in events:
            self._ever[event.table].add(event.key)
            if not event.before and event.file:
                fields = read_canonical(event.after) or {}
                made = Creation(event.key, fields, event.seq, (event.sheet, event.row))
                self._made[event.file, event.table].append(made)

    def decide(self, rows: Sequence[Row]) -> tuple[list[Heard], list[Aside]]:
        """
        Decide about all of a merge at once.

        Parameters
        ----------
        rows
            Rows without a mark that say something, whose cells could all be read.

        Returns
        -------
        heard
            What is new, or said anew of what the same file entered before.
        aside
            Rows that lack what a new record must have, or that may be a record that is there.
        """
        aside = [Aside(row, "incomplete", lack) for row in rows if (lack := _lacking(row))]
        lacking = {id(one.row) for one in aside}
        new, heard = self._without_repeated([row for row in rows if id(row) not in lacking])
        kept = []
        for row, code, detail in self._judged(new):
            if code:
                aside.append(Aside(row, code, detail))
            else:
                kept.append(row)
        heard += self._numbered(kept)
        return heard, aside

    def _without_repeated(self, rows: Sequence[Row]) -> tuple[list[Row], list[Heard]]:
        """Take out rows that the same file entered before; what they say otherwise now is an edit of that."""
        left = {place: list(made) for place, made in self._made.items()}
        again = []
        for row in rows:
            made = left.get((row.source.file, row.table), [])
            known = next((one for one in made if _is_said(row, one)), None)
            if known is None:
                again.append(row)
            else:
                made.remove(known)
        new, heard = [], []
        for row in again:
            made = left.get((row.source.file, row.table), [])
            own = _own_key(row)
            known = next((one for one in made if _is_edit(row, one, own)), None)
            if known is None:
                new.append(row)
            else:
                made.remove(known)
                heard.append(
                    Heard(
                        row,
                        Edit(row.table, known.key, _told(row, known), removed=False, source=row.source.file),
                        known.seq,
                    )
                )
        self._left = left
        return new, heard

    def _judged(self, rows: Sequence[Row]) -> Iterable[tuple[Row, str, str]]:
        """Say of each new row what is against it, if anything."""
        numbered = _by_number(rows)
        there = TwinIndex(self._mine.get(ASSETS, {}).items())
        fresh = [row for row in rows if row.table == ASSETS]
        beside = TwinIndex((str(place), row.said) for place, row in enumerate(fresh))
        places = {id(row): str(place) for place, row in enumerate(fresh)}
        arriving = {str(row.said["asset_id"]) for row in fresh if row.said.get("asset_id")}
        for row in rows:
            own = _own_key(row)
            same = numbered.get((row.table, own), [])
            if own and own in self._ever[row.table] and not (row.is_confirmed and len(KEPT[row.table]) > 1):
                yield row, "number_taken", own
            elif own and any(dict(other.said) != dict(row.said) for other in same) and not row.is_confirmed:
                yield row, "number_twice", own
            elif row.table != ASSETS:
                yield self._of_asset(row, arriving)
            elif row.is_confirmed:
                yield row, "", ""
            elif moved := self._moved(row):
                yield row, "row_changed", moved
            else:
                others = [
                    fresh[int(name)].source
                    for name in beside.twins_of(row.said)
                    if name != places[id(row)] and not (own and _own_key(fresh[int(name)]) == own)
                ]
                found = [*there.twins_of(row.said), *(f"{one.file} {one.sheet} {one.row}" for one in others)]
                yield row, "twin" if found else "", "、".join(found[:_MOST_TWINS])

    def _of_asset(self, row: Row, arriving: set[str]) -> tuple[Row, str, str]:
        """Say whether the asset that a record is about is on the books, or comes with it."""
        asset = row.said.get("asset_id")
        known = asset is None or asset in self._mine.get(ASSETS, {}) or asset in arriving
        return row, "" if known else "asset_unknown", "" if known else str(asset)

    def _moved(self, row: Row) -> str:
        """Find what the same file entered before from the same row, and does not have any more."""
        if row.said.get("asset_id"):
            return ""
        made = self._left.get((row.source.file, row.table), [])
        place = row.source.sheet, row.source.row
        return next((one.key for one in made if one.place == place and one.key.startswith(_PROVISIONAL)), "")

    def _numbered(self, rows: Sequence[Row]) -> list[Heard]:
        """Give each new record its key: its own number, or a provisional one of its township."""
        last: Counter[str] = Counter()
        for key in self._ever[ASSETS]:
            stem, _, number = key.rpartition("-")
            if key.startswith(_PROVISIONAL) and number.isdecimal():
                last[stem] = max(last[stem], int(number))
        heard = []
        for row in sorted(rows, key=lambda row: (row.source.file, row.source.sheet, row.source.row or 0)):
            key, said = _own_key(row), dict(row.said)
            if row.table == ASSETS and not key:
                home = (
                    township_named(
                        {name: value for name, value in said.items() if value is not None}, self._codes
                    )
                    or self._homes[row.source.file]
                )
                stem = f"{_PROVISIONAL}{home}"
                last[stem] += 1
                key = said["asset_id"] = f"{stem}-{last[stem]}"
            elif row.is_confirmed and len(KEPT[row.table]) > 1:
                key = free_key(key, self._ever[row.table])
                self._ever[row.table].add(key)
            edit = Edit(row.table, key, said, removed=False, source=row.source.file)
            heard.append(Heard(row, edit, self._length))
        return heard


_MOST_TWINS: Final = 5  # named; a person looks for the others with the name


def _lacking(row: Row) -> str:
    """Name the columns that a new record must have and does not; assets get a number if they have none."""
    return "、".join(
        column.zh
        for column in TABLES[row.table].columns
        if column.filled
        and row.said.get(column.name) is None
        and not (row.table == ASSETS and column.name == "asset_id")
    )


def _own_key(row: Row) -> str:
    """Give the key that a row's own fields say; empty for an asset without a number."""
    if row.table == ASSETS and not row.said.get("asset_id"):
        return ""
    return key_of(row.said, row.table)


def _by_number(rows: Iterable[Row]) -> dict[tuple[str, str], list[Row]]:
    """Gather new rows by the key that they say."""
    gathered: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        gathered[row.table, _own_key(row)].append(row)
    return gathered


def _is_said(row: Row, made: Creation) -> bool:
    """Say whether a row is word for word what was entered from its file."""
    own = {name: value for name, value in made.fields.items() if value is not None}
    said = {name: value for name, value in row.said.items() if value is not None}
    if row.table == ASSETS and not said.get("asset_id") and made.key.startswith(_PROVISIONAL):
        own.pop("asset_id", None)
    return own == said


def _is_edit(row: Row, made: Creation, own: str) -> bool:
    """Say whether a row says something else of what was entered from its file: by number, else as a twin."""
    if own:
        return made.key == own
    return made.key.startswith(_PROVISIONAL) and may_be_same(row.said, made.fields)


def _told(row: Row, made: Creation) -> dict[str, Value | None]:
    """Leave out what the row said when it was entered."""
    table = TABLES[row.table]
    return {
        name: value
        for name, value in row.said.items()
        if not reads_as(value, made.fields.get(name), table.column(name))
    }
