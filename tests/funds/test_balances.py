"""Balances: every number of money is a sum of one table, which adds up to the entries."""

import dataclasses

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funds import handmade
from ruralmap.errors import ConservationError
from ruralmap.funds import balances as balances_module
from ruralmap.funds.balances import Beside, balances
from ruralmap.funds.journal import ENTRY_TYPES
from ruralmap.funds.postings import KEYS, POSTED
from ruralmap.schema.fund_words import BALANCE_COLUMNS, FUND_COLUMNS, TRANSFERS

EAST, WEST, SOUTH = "441624001201", "441624001202", "441624002201"
T1, T2 = EAST[:9], SOUTH[:9]
PLACES = ["prj_id", "relation", "linked_township_code", "linked_village_code", "share"]


def shares(*rows):
    """Shares as (project, village or township or nothing, share)."""
    placed = [
        (project, "建设地", place and place[:9], place if place and len(place) == 12 else None, share)
        for project, place, share in rows
    ]
    frame = pd.DataFrame(placed, columns=PLACES)
    return frame.astype(dict.fromkeys(PLACES[:4], "str") | {"share": "float64"})


def ledger(*rows, lines=("Z1",), as_of="2024-12-31"):
    """A ledger of entries (kind, fen) with other columns as a dict; accounts follow the kind."""
    posted = []
    for kind, fen, *more in rows:
        givers, takers = TRANSFERS[kind]
        columns = {"on": "2024-03-31", "line_id": "Z1", "prj_id": None} | (more[0] if more else {})
        to_project = columns["prj_id"] is not None
        columns |= {"kind": kind, "amount_fen": fen, "origin": "fund_moves"}
        columns.setdefault("from_account", givers[0])
        columns.setdefault("to_account", takers[-1] if to_project else takers[0])
        posted.append(columns)
    frame = pd.DataFrame(posted, columns=list(ENTRY_TYPES)).astype(ENTRY_TYPES)
    made = handmade.lines().reset_index()
    listed = made.loc[[0] * len(lines)].assign(line_id=list(lines)).astype({"line_id": "str"})
    return dataclasses.replace(
        handmade.ledger(), entries=frame, lines=listed.set_index("line_id").sort_index(), as_of=as_of
    )


def cells(table, *columns):
    found = table[list(columns)].astype(object)
    return found.where(found.notna(), None).to_numpy().tolist()


def test_case_e1_at_the_end_of_the_year():
    # P1: 60,000 - 35,000 = 25,000 (15,000 carried, 10,000 withdrawn); P2 30,000; county 10,000 (surplus).
    table = balances(handmade.ledger())
    names = ["issued", "arranged", "disbursed", "spent", "unspent", "unarranged"]
    assert cells(table, "prj_id", *(f"{name}_fen" for name in names)) == [
        ["P1", 60_000, 60_000, 50_000, 35_000, 25_000, 0],
        ["P2", 30_000, 30_000, 0, 0, 30_000, 0],
        [None, 10_000, 0, 0, 0, 10_000, 10_000],
    ]
    assert cells(table, "carried_fen", "surplus_fen", "withdrawn_fen", "unformed_fen") == [
        [15_000, 0, 10_000, 35_000],
        [0, 0, 0, 0],
        [0, 10_000, 0, 0],
    ]
    assert table["unspent_fen"].sum() == 65_000
    assert cells(table.head(1), "line_id", "doc", "year", "level", "channel") == [
        ["Z1", "财农〔2024〕1号", 2024, "中央", "衔接"]
    ]
    assert table["placed"].tolist() == [False, False, False]


def test_case_e1_at_the_end_of_march():
    # spent 40,000, P1 60,000 - 40,000 = 20,000
    table = balances(handmade.ledger("2024-03-31"))
    assert cells(table, "spent_fen", "unspent_fen") == [[40_000, 20_000], [0, 30_000], [0, 10_000]]


def test_columns_are_the_dimensions_the_balances_and_whether_placed():
    table = balances(handmade.ledger())
    assert list(table.columns) == [*(column.name for column in FUND_COLUMNS), *BALANCE_COLUMNS, "placed"]
    assert {str(table[name].dtype) for name in BALANCE_COLUMNS} == {"Int64"}
    empty = balances(ledger(lines=()))
    assert len(empty) == 0
    assert empty.dtypes.equals(table.dtypes)


def test_what_is_split_adds_up_and_differences_are_taken_after():
    # 1 fen issued and 1 spent, halves: both go to the lower code, so that nothing is unspent anywhere.
    given = ledger(("issued", 1), ("allotted", 1, {"prj_id": "P1"}), ("spent", 1, {"prj_id": "P1"}))
    table = balances(given, project_shares=shares(("P1", WEST, 0.5), ("P1", EAST, 0.5)))
    assert cells(table, "township_code", "village_code", "issued_fen", "spent_fen", "unspent_fen") == [
        [T1, EAST, 1, 1, 0]
    ]
    assert table["placed"].tolist() == [True]


def test_case_e7_what_names_its_village_stays_there_and_the_rest_is_split():
    # 100,001, of it 40,000 to the south: 60,001 by halves, 30,001 and 30,000. Taken back: mirrored.
    for sign in (1, -1):
        given = ledger(
            ("issued", sign * 100_001),
            ("arranged", sign * 60_001, {"prj_id": "P1"}),
            ("arranged", sign * 40_000, {"prj_id": "P1", "township_code": T2, "village_code": SOUTH}),
        )
        table = balances(given, project_shares=shares(("P1", EAST, 0.5), ("P1", WEST, 0.5)))
        amounts = [[EAST, 30_001], [WEST, 30_000], [SOUTH, 40_000], [None, 0]]
        assert cells(table, "village_code", "arranged_fen") == [[place, sign * fen] for place, fen in amounts]


def test_more_that_names_its_village_than_there_is_leaves_the_rest_negative_and_nowhere():
    given = ledger(
        ("issued", 100),
        ("spent", 50, {"prj_id": "P1", "township_code": T2, "village_code": SOUTH}),
        ("spent", -20, {"prj_id": "P1"}),
    )
    table = balances(given, project_shares=shares(("P1", EAST, 1.0)))
    assert cells(table, "prj_id", "township_code", "village_code", "spent_fen") == [
        ["P1", T2, SOUTH, 50],
        ["P1", None, None, -20],
        [None, None, None, 0],
    ]


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        pytest.param((), [[T1, None, 7]], id="no share: where the movement says"),
        pytest.param((("P1", None, 1.0),), [[T1, None, 7]], id="a share nowhere"),
        pytest.param((("P1", T2, 1.0),), [[T2, None, 7]], id="a township of the project"),
        pytest.param((("P1", SOUTH, 0.6), ("P1", None, 0.4)), [[T2, SOUTH, 4], [None, None, 3]], id="part"),
    ],
)
def test_money_of_a_project_is_where_its_shares_are_else_where_its_movement_was(places, expected):
    # 7 x 0.6 = 4.2 and 2.8: the one fen left goes to the larger remainder.
    given = ledger(("issued", 7), ("spent", 7, {"prj_id": "P1", "township_code": T1}))
    table = balances(given, project_shares=shares(*places))
    of_project = table[table["prj_id"].notna()]
    assert cells(of_project, "township_code", "village_code", "spent_fen") == expected


def test_a_township_holds_what_was_allotted_to_it_less_what_it_passed_on():
    # 1,000 issued, 600 to T1, of which 250 to P1 in the east; 400 stays at the county, 350 at T1.
    at_township = {"township_code": T1, "to_account": "township"}
    from_township = {"township_code": T1, "village_code": EAST, "prj_id": "P1", "from_account": "township"}
    given = ledger(
        ("issued", 1000),
        ("allotted", 600, at_township),
        ("allotted", 250, from_township),
        ("spent", 30, {"township_code": T1, "from_account": "township"}),
    )
    table = balances(given)
    assert cells(table, "prj_id", "township_code", "village_code", "issued_fen", "unspent_fen") == [
        ["P1", T1, EAST, 250, 250],
        [None, T1, None, 350, 320],
        [None, None, None, 400, 400],
    ]


def test_what_was_allotted_ahead_of_its_money_counts_in_proportion():
    # 90 issued, 60 + 120 = 180 given: half of each is there, 30 and 60. What was arranged is not cut.
    given = ledger(
        ("issued", 90),
        ("allotted", 60, {"prj_id": "P1"}),
        ("arranged", 60, {"prj_id": "P1"}),
        ("allotted", 120, {"prj_id": "P2"}),
        ("arranged", 120, {"prj_id": "P2"}),
        ("issued", 5, {"line_id": "Z2"}),
        lines=("Z1", "Z2"),
    )
    assert cells(balances(given), "line_id", "prj_id", "issued_fen", "arranged_fen", "unarranged_fen") == [
        ["Z1", "P1", 30, 60, -30],
        ["Z1", "P2", 60, 120, -60],
        ["Z2", None, 5, 0, 5],
    ]


def test_money_taken_back_is_taken_back_from_its_project():
    given = ledger(("issued", -51), ("allotted", -50, {"prj_id": "P1"}))
    table = balances(given, project_shares=shares(("P1", EAST, 0.5), ("P1", WEST, 0.5)))
    assert cells(table, "village_code", "issued_fen") == [[EAST, -25], [WEST, -25], [None, -1]]


def test_rows_are_told_apart_by_payee():
    paid = [("spent", 10, {"prj_id": "P1", "entity_id": payee}) for payee in ("B", "A", "B")]
    table = balances(ledger(("issued", 40), *paid))
    assert cells(table, "entity_id", "spent_fen") == [["A", 10], ["B", 20], [None, 0]]


def test_a_period_is_what_the_entries_after_its_first_day_changed():
    # E1 after March: spent -40,000 + 35,000; carried, surplus, withdrawn at the year's end.
    table = balances(handmade.ledger(), since="2024-03-31")
    assert cells(table, "prj_id", "issued_fen", "spent_fen", "carried_fen", "surplus_fen") == [
        ["P1", 0, -5_000, 15_000, 0],
        [None, 0, 0, 0, 10_000],
    ]
    # What bears no date stood there at the beginning; a report of a month is of its last day.
    given = ledger(
        ("issued", 9, {"on": None}),
        ("spent", 2, {"on": "2024-03"}),
        ("spent", 3, {"on": "2024-04"}),
    )
    assert balances(given, since="2024-03-31")[["issued_fen", "spent_fen"]].to_numpy().tolist() == [[0, 3]]
    assert balances(given, since="2024-03-30")["spent_fen"].tolist() == [5]


@pytest.fixture
def library():
    projects = pd.DataFrame(
        {
            "prj_id": ["P1", "P9"],
            "year": [2024, 2023],
            "project_class": ["产业发展", "其他"],
            "in_plan": [True, None],
            "key_project": [None, False],
            "work_relief_mode": ["专项", None],
            "fiscal_invest_fen": [1_001, None],
        }
    )
    kinds = {"prj_id": "str", "year": "Int64", "project_class": "str", "work_relief_mode": "str"}
    kinds |= {"in_plan": "boolean", "key_project": "boolean", "fiscal_invest_fen": "Int64"}
    return projects.astype(kinds)


@pytest.fixture
def labour():
    rows = [
        ("P1", "2024-05", T1, EAST, 300, 300),
        ("P1", "2024-05", T1, EAST, 200, None),
        ("P1", "2024-06", None, None, 100, 90),
        ("P1", "2025-01", T1, EAST, 1, 1),
        ("P1", None, T1, EAST, 2, 2),
    ]
    columns = ["prj_id", "month", "linked_township_code", "linked_village_code", "due_fen", "paid_fen"]
    frame = pd.DataFrame(rows, columns=columns).assign(village_code="as typed", paid_on=None)
    texts = [*columns[:4], "paid_on"]
    return frame.astype(dict.fromkeys(texts, "str") | dict.fromkeys(columns[4:], "Int64"))


def test_pay_that_came_later_is_due_and_not_yet_paid(labour):
    # 300 of May came on 2 July: on 30 June 600 are due and 90 paid; of July on, the 300 that came.
    late = labour.assign(paid_on=labour["paid_on"].mask(labour["paid_fen"].eq(300), "2024-07-02"))
    sums = {}
    for day, since in (("2024-06-30", None), ("2024-07-02", None), ("2024-07-02", "2024-06-30")):
        ledger = dataclasses.replace(handmade.ledger(), as_of=day)
        table = balances(ledger, beside=Beside(labour=late), since=since)
        sums[day, since] = (table["labour_due_fen"].sum(), table["labour_paid_fen"].sum())
    assert list(sums.values()) == [(600, 90), (600, 390), (0, 300)]


def test_what_stands_beside_the_ledger_has_rows_of_its_own(library, labour):
    budgets = pd.DataFrame(
        {
            "code": [T1, SOUTH, "441624", T1],
            "budget_item": ["管护经费"] * 4,
            "year": pd.array([2024, 2024, None, 2025], dtype="Int64"),
            "arranged_fen": pd.array([5, 6, 7, 8], dtype="Int64"),
        }
    ).astype({"code": "str", "budget_item": "str"})
    table = balances(
        handmade.ledger(),
        beside=Beside(library, labour, budgets),
        project_shares=shares(("P1", EAST, 0.5), ("P1", WEST, 0.5)),
    )
    own = table[table["line_id"].isna()]
    assert cells(own, "prj_id", "village_code", "fiscal_invest_fen", "labour_due_fen", "labour_paid_fen") == [
        # 1,001 by halves: 501 and 500; labour of May at its workers' village, of June nowhere; 2025 is later.
        ["P1", EAST, 501, 500, 300],
        ["P1", WEST, 500, 0, 0],
        ["P1", None, 0, 100, 90],
        ["P9", None, None, None, None],
        [None, None, None, None, None],
        [None, SOUTH, None, None, None],
        [None, None, None, None, None],
    ]
    assert cells(own.tail(3), "township_code", "budget_item", "year", "budgeted_fen") == [
        [T1, "管护经费", 2024, 5],
        [T2, "管护经费", 2024, 6],
        [None, "管护经费", None, 7],
    ]
    assert cells(own.head(4), "year", "project_class", "prj_in_plan", "key_project", "work_relief_mode") == [
        [2024, "产业发展", True, None, "专项"],
        [2024, "产业发展", True, None, "专项"],
        [2024, "产业发展", True, None, "专项"],
        [2023, "其他", None, False, None],
    ]
    assert own["gov_invest_fen"].isna().all()
    assert own["issued_fen"].eq(0).all()
    of_lines = table[table["line_id"].notna()]
    assert of_lines["fiscal_invest_fen"].isna().all()
    assert cells(of_lines.drop_duplicates("prj_id"), "prj_id", "project_class") == [
        ["P1", "产业发展"],
        ["P2", None],
        [None, None],
    ]


def test_of_a_period_only_what_bears_a_date_stands_beside(library, labour):
    beside = Beside(library, labour)
    later = balances(handmade.ledger(), beside=beside, since="2024-05-31")
    own = later[later["line_id"].isna()]
    assert cells(own, "labour_due_fen", "labour_paid_fen", "fiscal_invest_fen") == [[100, 90, None]]
    without_library = balances(handmade.ledger(), beside=Beside(labour=labour))
    assert without_library["labour_due_fen"].sum() == 600


def test_a_row_that_is_lost_is_a_fault(monkeypatch):
    def losing(rows, places, texts):  # noqa: ARG001 - a fault that no input can cause
        return balances_module.Rows(rows.keys[1:], rows.amounts[1:])

    monkeypatch.setattr(balances_module, "place_rows", losing)
    with pytest.raises(ConservationError, match="Z1 issued"):
        balances(handmade.ledger())


KIND = st.sampled_from(["allotted", "arrived", "arranged", "disbursed", "spent", "carried", "formed"])
ENTRY = st.tuples(
    KIND,
    st.integers(-(10**6), 10**6),
    st.fixed_dictionaries(
        {
            "line_id": st.sampled_from(["Z1", "Z2"]),
            "prj_id": st.sampled_from(["P1", "P2", "P3", None]),
            "on": st.sampled_from(["2024-02", "2024-03-31", "2024-06-30"]),
            "entity_id": st.sampled_from(["E", None]),
            "township_code": st.just(T1),
            "village_code": st.sampled_from([EAST, None]),
        }
    ),
)
SHARES = st.lists(
    st.sampled_from([("P1", EAST, 0.5), ("P1", SOUTH, 0.2), ("P1", None, 0.3), ("P2", T2, 1.0)]), unique=True
)


def sums(amounts, keys):
    """Add up by rows of keys, and leave out what is nothing."""
    found = {}
    for key, *fens in zip(keys, *amounts, strict=True):
        added = [had + fen for had, fen in zip(found.get(key, [0] * len(fens)), fens, strict=True)]
        found[key] = added
    return {key: fens for key, fens in found.items() if any(fens)}


def keys_of(frame, *names):
    cells = [[None if pd.isna(cell) else cell for cell in frame[name].tolist()] for name in names]
    return list(zip(*cells, strict=True))


@settings(max_examples=12, deadline=None)
@given(st.lists(ENTRY, max_size=8), st.integers(-(10**6), 10**6), SHARES, st.randoms(use_true_random=False))
def test_every_view_has_the_sum_of_the_entries_in_every_balance(rows, issued, places, random):
    whole = [("issued", issued, {"line_id": line, "on": "2024-01-10"}) for line in ("Z1", "Z2")]
    given_ledger = ledger(*whole, *rows, lines=("Z1", "Z2"))
    table = balances(given_ledger, project_shares=shares(*places))
    entries = given_ledger.entries
    posted = [
        entries["amount_fen"].where(entries["kind"].astype("str").eq(kind), 0).tolist() for kind in POSTED
    ]
    held = [table[f"{kind}_fen"].tolist() for kind in POSTED]
    assert sums(held, keys_of(table, "line_id")) == sums(posted, keys_of(entries, "line_id"))
    # All but the issued stay with their project and payee, wherever these are.
    owner = ("line_id", "prj_id", "entity_id")
    assert sums(held[1:], keys_of(table, *owner)) == sums(posted[1:], keys_of(entries, *owner))
    shuffled = [*whole, *rows]
    random.shuffle(shuffled)
    again = balances(ledger(*shuffled, lines=("Z1", "Z2")), project_shares=shares(*places))
    assert table.equals(again)


@settings(max_examples=10, deadline=None)
@given(st.lists(ENTRY, max_size=8), SHARES)
def test_what_stood_on_a_day_and_what_came_after_are_the_whole(rows, places):
    given_ledger = ledger(("issued", 10**6, {"on": "2024-01-10"}), *rows, lines=("Z1", "Z2"))
    early = [row for row in rows if row[2]["on"] <= "2024-03-31"]
    before = ledger(("issued", 10**6, {"on": "2024-01-10"}), *early, lines=("Z1", "Z2"))
    placed = shares(*places)
    then, after, whole = (
        balances(before, project_shares=placed),
        balances(given_ledger, project_shares=placed, since="2024-03-31"),
        balances(given_ledger, project_shares=placed),
    )
    both = pd.concat([then, after], ignore_index=True)
    added, expected = (
        sums([table[name].fillna(0).tolist() for name in BALANCE_COLUMNS], keys_of(table, *KEYS))
        for table in (both, whole)
    )
    assert added == expected
