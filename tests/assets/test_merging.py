"""Three-way merges: worked out by hand, and whatever townships send back, in whatever order."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ruralmap.assets.chain import EMPTY, Entry, Source, events_of, head_of, verify
from ruralmap.assets.changes import Change, changes_between
from ruralmap.assets.merging import GONE, KEPT, WHOLE, Conflict, Edit, Spot, merge, past_since, resolve
from ruralmap.assets.replay import replay

TABLE = "assets"
BASE = {"A1": {"asset": "冷库", "run_state": "正常", "custodian": "甲"}}


class Book:
    """A registry with its chain, its conflicts, and one export that everybody edits."""

    def __init__(self, records):
        self.events, self.conflicts, self.decided = [], {}, {}
        self._write([(change, "") for change in changes_between({}, {TABLE: records})])
        self.exported = len(self.events)

    def _write(self, changes):
        entry = Entry("B", "2024-09-30", "2024-10-01T08:00:00Z", "王", "测试")
        pairs = ((change, Source(file=source)) for change, source in changes)
        self.events += events_of(pairs, entry, head_of(self.events))

    @property
    def records(self):
        return replay(self.events).get(TABLE, {})

    def merge(self, *edits):
        base, mine = replay(self.events, count=self.exported), replay(self.events)
        past = past_since(base, self.events, self.exported, decided=self.decided)
        merged = merge(base, mine, edits, past=past, conflicts=self.conflicts)
        self._write(merged.changes)
        self.conflicts = merged.conflicts
        return self

    def choose(self, chosen):
        merged = resolve(replay(self.events), self.conflicts, chosen)
        self.decided |= {spot: self.conflicts[spot] for spot in chosen}
        self._write(merged.changes)
        self.conflicts = merged.conflicts
        return self


def says(source, key="A1", **fields):
    return Edit(TABLE, key, fields, removed=False, source=source)


def takes_off(source, key="A1"):
    return Edit(TABLE, key, {}, removed=True, source=source)


def spot(field, key="A1"):
    return Spot(TABLE, key, field)


def candidates(book, field="run_state", key="A1"):
    return {value: set(sources) for value, sources in book.conflicts[spot(field, key)].candidates.items()}


# --- one field ---------------------------------------------------------------------------------------------


def test_what_one_side_changed_is_taken():
    book = Book(BASE).merge(says("甲镇", run_state="闲置"))
    assert book.records == {"A1": {"asset": "冷库", "run_state": "闲置", "custodian": "甲"}}
    assert book.conflicts == {}


def test_what_came_back_as_it_went_out_undoes_nothing():
    book = (
        Book(BASE).merge(says("甲镇", run_state="闲置")).merge(says("乙镇", run_state="正常", custodian="甲"))
    )
    assert book.records["A1"]["run_state"] == "闲置"


def test_a_field_that_was_not_said_is_unchanged_and_one_that_is_cleared_is_empty():
    book = Book(BASE).merge(says("甲镇", custodian=None))
    assert book.records == {"A1": {"asset": "冷库", "run_state": "正常"}}


def test_different_fields_of_one_record_merge():
    book = Book(BASE).merge(says("甲镇", run_state="闲置")).merge(says("乙镇", custodian="乙"))
    assert book.records == {"A1": {"asset": "冷库", "run_state": "闲置", "custodian": "乙"}}
    assert book.conflicts == {}


def test_the_same_change_twice_is_one():
    book = Book(BASE).merge(says("甲镇", run_state="闲置")).merge(says("乙镇", run_state="闲置"))
    assert len(book.events) == 2
    assert book.conflicts == {}


@pytest.mark.parametrize("order", [*permutations(["闲置", "停产", "损毁"])], ids="".join)
def test_two_different_changes_go_back_to_the_export_until_somebody_chooses(order):
    book = Book(BASE)
    for state in order:
        book.merge(says(f"说{state}", run_state=state))
    assert book.records == BASE
    assert candidates(book) == {"闲置": {"说闲置"}, "停产": {"说停产"}, "损毁": {"说损毁"}}
    assert book.conflicts[spot("run_state")].base == "正常"


@pytest.mark.parametrize("choice", ["闲置", "停产", "正常", "低效", None])
def test_who_chooses_ends_it_and_files_that_come_again_do_not_begin_it_anew(choice):
    files = [says("甲镇", run_state="闲置"), says("乙镇", run_state="停产")]
    book = Book(BASE).merge(files[0]).merge(files[1]).choose({spot("run_state"): choice})
    assert book.records["A1"].get("run_state") == choice
    assert book.conflicts == {}
    count = len(book.events)
    book.merge(*files)
    assert len(book.events) == count
    assert book.conflicts == {}


def test_somebody_else_who_says_something_new_after_that_is_heard():
    book = Book(BASE).merge(says("甲镇", run_state="闲置")).merge(says("乙镇", run_state="停产"))
    book.choose({spot("run_state"): "停产"}).merge(says("丙镇", run_state="损毁"))
    assert book.records == BASE
    assert candidates(book) == {"停产": {"乙镇", ""}, "损毁": {"丙镇"}}


def test_who_changes_his_mind_contradicts_himself():
    book = Book(BASE).merge(says("甲镇", run_state="闲置")).merge(says("甲镇", run_state="停产"))
    assert candidates(book) == {"闲置": {"甲镇"}, "停产": {"甲镇"}}


def test_one_is_not_true():
    book = Book({"A1": {"flag": True}}).merge(says("甲镇", flag=1))
    assert book.records["A1"]["flag"] == 1
    assert type(book.records["A1"]["flag"]) is int


def test_a_choice_of_what_is_not_in_conflict_is_refused():
    with pytest.raises(LookupError):
        Book(BASE).choose({spot("run_state"): "闲置"})


# --- whole records -----------------------------------------------------------------------------------------


def test_a_new_record_is_entered_once_however_often_it_comes():
    new = says("甲镇", key="新1", asset="烤房", run_state="正常", custodian=None)
    book = Book(BASE).merge(new).merge(new)
    assert book.records["新1"] == {"asset": "烤房", "run_state": "正常"}
    assert len(book.events) == 2


def test_a_record_that_nobody_else_changed_goes():
    book = Book(BASE).merge(takes_off("甲镇"))
    assert book.records == {}
    assert len(book.merge(takes_off("乙镇")).events) == 2
    assert book.conflicts == {}


@pytest.mark.parametrize("turn", [1, -1], ids=["gone first", "changed first"])
def test_a_record_that_one_takes_off_and_another_changes_stays_until_somebody_chooses(turn):
    book = Book(BASE)
    for edit in [takes_off("甲镇"), says("乙镇", run_state="闲置")][::turn]:
        book.merge(edit)
    assert book.records == {"A1": {"asset": "冷库", "run_state": "闲置", "custodian": "甲"}}
    assert book.conflicts == {
        spot(WHOLE): Conflict(KEPT, {GONE: frozenset(["甲镇"]), KEPT: frozenset(["乙镇"])})
    }
    assert book.choose({spot(WHOLE): GONE}).records == {}
    # Both come again, and were heard; what is new is not lost.
    assert book.merge(takes_off("甲镇"), says("乙镇", run_state="闲置")).records == {}
    kept = {"asset": "冷库", "run_state": "闲置", "custodian": "丙"}
    assert book.merge(says("丙镇", custodian="丙")).records == {"A1": kept}
    assert candidates(book, WHOLE) == {GONE: {"", "甲镇"}, KEPT: {"丙镇"}}


def test_it_may_be_kept():
    book = Book(BASE).merge(takes_off("甲镇")).merge(says("乙镇", run_state="闲置"))
    book.choose({spot(WHOLE): KEPT})
    assert book.records["A1"]["run_state"] == "闲置"
    assert book.merge(takes_off("甲镇")).conflicts == {}


# --- whatever comes back -----------------------------------------------------------------------------------

KEYS, FIELDS, VALUES = ["A", "B", "C"], ["f", "g"], ["1", "2", "3", None]
EXPORTED = {key: {"f": "0", "g": "0"} for key in KEYS}
ROWS = st.tuples(
    st.sampled_from(KEYS),
    st.one_of(
        st.just(None),
        st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(["0", *VALUES]), max_size=2),
    ),
)
FILES = st.lists(st.lists(ROWS, max_size=4, unique_by=lambda row: row[0]), min_size=1, max_size=4)


def edits_of(number, rows):
    source = f"镇{number}"
    return [takes_off(source, key) if fields is None else says(source, key, **fields) for key, fields in rows]


def expected_of(files):
    """Work out from all files at once what each field and each record must come to, and the candidates."""
    records, contested = {}, {}
    for key in KEYS:
        rows = [fields for rows in files for other, fields in rows if other == key]
        removed = any(fields is None for fields in rows)
        said = {
            name: {fields[name] for fields in rows if fields is not None and fields.get(name, "0") != "0"}
            for name in FIELDS
        }
        if removed and any(said.values()):
            contested[spot(WHOLE, key)] = {GONE, KEPT}
        elif removed:
            continue
        records[key] = {}
        for name, values in said.items():
            if len(values) > 1:
                contested[spot(name, key)] = values
            (value,) = values if len(values) == 1 else ("0",)
            records[key] |= {} if value is None else {name: value}
    return records, contested


@settings(max_examples=300, deadline=None)
@given(files=FILES, order=st.randoms(use_true_random=False))
def test_no_edit_is_lost_none_is_applied_twice_and_no_order_matters(files, order):
    records, contested = expected_of(files)
    # Some files come twice, and all of them in any order.
    turns = [*range(len(files)), *order.sample(range(len(files)), k=order.randint(0, len(files)))]
    order.shuffle(turns)
    book = Book(EXPORTED)
    for number in turns:
        book.merge(*edits_of(number, files[number]))
    assert book.records == records
    assert {one: set(found.candidates) for one, found in book.conflicts.items()} == contested
    assert verify(book.events, [head_of(book.events)]).is_sound
    # What is decided stays decided, whoever sends his file again.
    book.choose({one: order.choice(sorted(values, key=str)) for one, values in contested.items()})
    assert book.conflicts == {}
    settled = book.records
    book.merge(*(edit for number in turns for edit in edits_of(number, files[number])))
    assert book.records == settled


def test_the_chain_begins_empty():
    assert head_of([]) == EMPTY
    assert list(changes_between({TABLE: BASE}, {TABLE: BASE})) == []
    assert Change(TABLE, "A1", None, BASE["A1"]) in list(changes_between({}, {TABLE: BASE}))
