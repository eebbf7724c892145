"""A registry in memory that hands rows out and takes them back, by the functions that the command uses."""

from ruralmap.assets.chain import Entry, Source, events_of, head_of
from ruralmap.assets.changes import apply, changes_between, copy_of
from ruralmap.assets.chronicle import Chronicle, Decided
from ruralmap.assets.marks import mark_of, write_mark
from ruralmap.assets.merging import resolve
from ruralmap.assets.returned import hear
from ruralmap.assets.rows import Row
from ruralmap.assets.taking import take_rows

ENTRY = Entry("B000001", "2024-09-30", "2024-09-30T00:00:00Z", "测试", "")
TOWNSHIPS = {"南镇": "441624100", "北镇": "441624101"}


class Office:
    """The county's office: its chain, what that comes to, its conflicts."""

    def __init__(self, state):
        self.state, self.known = {}, Chronicle()
        self._write([(change, Source("建库")) for change in changes_between({}, state)])

    def _write(self, changes):
        events = [*self.known.events, *events_of(changes, ENTRY, head_of(self.known.events))]
        for change, _ in changes:
            apply(self.state, change)
        self._know(events=events)

    def _know(self, **fields):
        known = {name: getattr(self.known, name) for name in ("events", "conflicts", "decided")}
        self.known = Chronicle(**{**known, **fields})

    @property
    def head(self):
        return head_of(self.known.events)

    def mark(self, key, *, table="assets", part="-"):
        """Mark a record as an export of this moment does."""
        return write_mark(mark_of(self.head, part, table, key))

    def merge(self, *rows):
        """Take rows back; gives what was heard, and writes it."""
        hearing = hear(rows, self.known.events, copy_of(self.state), codes=TOWNSHIPS, county="441624")
        told = len(hearing.heard) + len(hearing.aside) + len(hearing.unchanged)
        assert told == len(rows) == sum(map(len, hearing.visits.values()))
        outcome = take_rows(self.known, self.state, hearing.heard)
        for _, changes in outcome.changes:
            self._write(changes)
        self._know(conflicts=outcome.conflicts)
        return hearing

    def choose(self, chosen):
        """Settle conflicts."""
        conflicts = self.known.conflicts
        settled = resolve(self.state, conflicts, chosen)
        self._write([(change, Source("选定")) for change, _ in settled.changes])
        decided = [Decided(spot, conflicts[spot], len(self.known.events)) for spot in chosen]
        self._know(conflicts=settled.conflicts, decided=[*self.known.decided, *decided])


def row(file, mark="", *, number=1, table="assets", **fields):
    """Give a row of a file; what is no field of the table is a field of the row."""
    own = {name: fields.pop(name) for name in Row._fields if name in fields}
    return Row(Source(file, "表", number), table, mark, fields, **own)
