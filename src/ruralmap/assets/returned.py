"""
What came back, read as edits (回收采信): each row says something of a record, or is set aside.

Nothing is guessed: a row whose mark is broken, whose number was changed or whose cells cannot be read changes
nothing; it is told of with the reason.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ruralmap.assets.chain import EMPTY, Head
from ruralmap.assets.changes import copy_of
from ruralmap.assets.marks import WHOLE_COUNTY, read_mark
from ruralmap.assets.merging import GONE, Edit
from ruralmap.assets.newcomers import Newcomers
from ruralmap.assets.parts import UNKNOWN
from ruralmap.assets.replay import advance
from ruralmap.assets.rows import Aside, Heard
from ruralmap.assets.tables import KEPT
from ruralmap.schema.tables import TABLES
from ruralmap.schema.written import reads_as

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ruralmap.assets.chain import Event
    from ruralmap.assets.changes import Fields, State, Value
    from ruralmap.assets.marks import Mark
    from ruralmap.assets.rows import Row


class Visit(NamedTuple):
    """Rows of one export in one file (一份回收): the file, how long the chain was then, the township."""

    file: str
    length: int
    part: str


@dataclass(frozen=True, eq=False)
class Hearing:
    """
    What became of all rows (采信结果): heard, set aside, or saying nothing new.

    `visits` counts the rows of each export in each file; rows without a sound mark are counted with the
    export to which most of their file belongs. `beside` are rows that were heard, but not in all they say.
    """

    heard: Sequence[Heard]
    aside: Sequence[Aside]
    unchanged: Sequence[Row]
    visits: Mapping[Visit, Sequence[Row]]
    beside: Sequence[Aside] = ()


def hear(
    rows: Sequence[Row], events: Sequence[Event], mine: State, *, codes: Mapping[str, str], county: str
) -> Hearing:
    """
    Read rows as edits.

    Parameters
    ----------
    rows
        All that came back.
    events
        The chain.
    mine
        What it comes to.
    codes
        The codes of the townships by name.
    county
        The code of the county, for new assets of which no township is known.

    Returns
    -------
    hearing
        Each row is heard, set aside or unchanged.
    """
    marks = {id(row): mark for row in rows if row.mark and (mark := _own_mark(row, events))}
    bases = states_at(events, {mark.length for mark in marks.values()})
    heard: list[Heard] = []
    aside: list[Aside] = []
    unchanged: list[Row] = []
    new: list[Row] = []
    for row in rows:
        mark = marks.get(id(row))
        if row.mark and mark is None:
            aside.append(Aside(row, "mark_broken" if read_mark(row.mark) is None else "mark_foreign"))
        elif mark is None:
            _sort_unmarked(row, new=new, aside=aside)
        else:
            base = bases[mark.length].get(mark.table, {}).get(mark.key)
            found = _of_marked(row, mark, base)
            if isinstance(found, Aside):
                aside.append(found)
            elif found is None:
                unchanged.append(row)
            else:
                heard.append(found)
    visits = _visits(rows, marks, len(events))
    added, refused = Newcomers(events, mine, codes, _homes(visits, county)).decide(new)
    spoken = {id(one.row) for one in added} | {id(one.row) for one in refused}
    repeated = [row for row in new if id(row) not in spoken]
    # A record that goes keeps its last fields: what else its row says would contradict its own removal.
    beside = [
        Aside(one.row, "with_removal", _titles(one.row.table, one.edit.fields))
        for one in heard
        if one.edit.removed and one.edit.fields
    ]
    return Hearing([*heard, *added], [*aside, *refused], [*unchanged, *repeated], visits, beside)


def states_at(events: Sequence[Event], lengths: Iterable[int]) -> dict[int, State]:
    """
    Work out the registry as it was when the chain had certain lengths.

    Parameters
    ----------
    events
        The chain.
    lengths
        How many events; none more than it has.

    Returns
    -------
    states
        By length.

    Raises
    ------
    LookupError
        If an event does not fit what is there, with its number.
    """
    state: State = {}
    states: dict[int, State] = {}
    done = 0
    for length in sorted(set(lengths)):
        advance(state, events[done:length])
        states[length], done = copy_of(state), length
    return states


def _own_mark(row: Row, events: Sequence[Event]) -> Mark | None:
    """Read a mark, unless it is broken or of another registry."""
    mark = read_mark(row.mark)
    if mark is None or mark.length > len(events):
        return None
    head = Head(mark.length, events[mark.length - 1].hash) if mark.length else EMPTY
    return mark if mark.is_of(head) else None


def _sort_unmarked(row: Row, *, new: list[Row], aside: list[Aside]) -> None:
    """Sort a row without a mark: new, or nothing that could be entered."""
    if row.unread:
        aside.append(_unread(row))
    elif row.action:
        aside.append(Aside(row, "removal_unmarked", row.action))
    else:
        new.append(row)


def _of_marked(row: Row, mark: Mark, base: Fields | None) -> Heard | Aside | None:
    """Say what a marked row says: an edit, nothing, or why it is set aside."""
    if base is None or mark.table != row.table:
        return Aside(row, "mark_elsewhere")
    if row.unread:
        return _unread(row)
    table = TABLES[row.table]
    told = {
        name: value
        for name, value in row.said.items()
        if not reads_as(value, base.get(name), table.column(name))
    }
    if against := _against(row, told, base):
        return against
    if not told and not row.action:
        return None
    edit = Edit(row.table, mark.key, told, removed=bool(row.action), source=row.source.file)
    return Heard(row, edit, mark.length)


def _against(row: Row, told: Mapping[str, Value | None], base: Fields) -> Aside | None:
    """Say what keeps a marked row from being heard."""
    table = TABLES[row.table]
    keys = [name for name in told if name in KEPT[row.table]]
    words = [name for name in row.emptied if base.get(name) is not None]
    needed = [name for name, value in told.items() if value is None and table.column(name).filled]
    for names, code in ((keys, "number_changed"), (words, "word_for_nothing"), (needed, "not_clearable")):
        if names:
            return Aside(row, code, _titles(row.table, names))
    if row.action and row.action != GONE:
        return Aside(row, "action_unknown", row.action)
    if row.action and not (row.reason and row.document):
        return Aside(row, "removal_unfounded")
    return None


def _unread(row: Row) -> Aside:
    """Set a row aside whose cells could not be read."""
    return Aside(row, "unread", _titles(row.table, [name for name, _ in row.unread]))


def _titles(table: str, names: Iterable[str]) -> str:
    """Name columns as the office does."""
    return "、".join(TABLES[table].column(name).zh for name in names)


def _visits(rows: Sequence[Row], marks: Mapping[int, Mark], length: int) -> dict[Visit, list[Row]]:
    """Count the rows of each export in each file."""
    counted: dict[str, Counter[tuple[int, str]]] = defaultdict(Counter)
    for row in rows:
        if mark := marks.get(id(row)):
            counted[row.source.file][mark.length, mark.part] += 1
    visits: dict[Visit, list[Row]] = defaultdict(list)
    for row in rows:
        mark = marks.get(id(row))
        own = counted[row.source.file]
        usual = min(own, key=lambda one: (-own[one], one)) if own else (length, WHOLE_COUNTY)
        visits[Visit(row.source.file, *((mark.length, mark.part) if mark else usual))].append(row)
    return dict(visits)


def _homes(visits: Mapping[Visit, Sequence[Row]], county: str) -> dict[str, str]:
    """Say from which township each file came: that of most of its rows, or the county."""
    homes: dict[str, str] = {}
    for visit in sorted(visits, key=lambda one: len(visits[one])):
        homes[visit.file] = county if visit.part in {WHOLE_COUNTY, UNKNOWN} else visit.part
    return homes
