"""Assets of two books: paired by the surest key, never guessed, each row told of once."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ruralmap.assets.matching import FIELDS, differences, outcomes, pair, plain, require_once
from ruralmap.errors import ConservationError

ROW = {"number": None, "library_no": "K1", "name": "冷库", "village_code": "441624101201"}
TYPES = dict.fromkeys([*ROW, *FIELDS], "str") | {"amount_fen": "Int64"}


def book(*rows):
    return pd.DataFrame([ROW | row for row in rows], columns=list(TYPES)).astype(TYPES)


def paired(here, there):
    """Give (here, there, outcome, step) with None for what is missing."""
    rows = pair(book(*here), book(*there))
    return [tuple(None if pd.isna(value) else value for value in row) for row in rows.itertuples(index=False)]


@pytest.mark.parametrize(
    ("here", "there", "told"),
    [
        pytest.param({"number": "1"}, {"number": "1", "name": "别名"}, "number", id="number"),
        pytest.param({"number": "1"}, {"number": "2"}, "library", id="project, name and village"),
        pytest.param({"library_no": None}, {}, "name", id="name and village"),
        pytest.param({"library_no": "K2"}, {}, "name", id="another project"),
        pytest.param({"name": "冷 库（一）"}, {"name": "冷库(一)"}, "library", id="brackets and blanks"),
    ],
)
def test_the_surest_key_pairs(here, there, told):
    assert paired([here], [there]) == [(0, 0, "paired", told)]


@pytest.mark.parametrize(
    "there",
    [
        pytest.param({"name": "冷库二"}, id="another name"),
        pytest.param({"village_code": "441624101202"}, id="another village"),
        pytest.param({"village_code": None}, id="no village"),
        pytest.param({"name": None}, id="no name"),
        pytest.param({"name": "  "}, id="a blank for a name"),
    ],
)
def test_what_has_no_key_in_common_is_in_one_book_only(there):
    assert paired([{}], [there]) == [(0, None, "only_here", None), (None, 0, "only_there", None)]


def test_a_key_that_stands_twice_pairs_nobody():
    assert paired([{}, {}], [{}]) == [
        (0, None, "ambiguous", "library"),
        (1, None, "ambiguous", "library"),
        (None, 0, "ambiguous", "library"),
    ]
    assert paired([{"number": "1"}], [{"number": "1"}, {"number": "1", "name": "别"}]) == [
        (0, None, "ambiguous", "number"),
        (None, 0, "ambiguous", "number"),
        (None, 1, "ambiguous", "number"),
    ]


def test_who_is_left_over_when_one_of_two_was_paired_is_not_guessed():
    here, there = [{"number": "1"}, {}], [{"number": "1"}, {"number": "2"}]
    assert paired(here, there) == [
        (0, 0, "paired", "number"),
        (1, None, "ambiguous", "library"),
        (None, 1, "ambiguous", "library"),
    ]


def test_a_key_that_only_one_book_repeats_makes_nothing_ambiguous():
    assert [row[2] for row in paired([{}, {}], [{"name": "别", "village_code": None}])] == [
        "only_here",
        "only_here",
        "only_there",
    ]


def test_books_without_rows():
    assert paired([], []) == []
    assert paired([{}], []) == [(0, None, "only_here", None)]
    assert paired([], [{}]) == [(None, 0, "only_there", None)]


def told_of(here, there, tolerance_fen=100):
    """Give the differences of two single rows as (field, kind), and the outcome."""
    mine, theirs = book(here), book(there)
    pairs = pair(mine, theirs)
    found = differences(mine, theirs, pairs, tolerance_fen=tolerance_fen)
    return list(zip(found["field"], found["kind"], strict=True)), outcomes(pairs, found).tolist()


SAME = {"number": "1", "asset_class": "经营性", "owner": "村", "amount_fen": 1_000, "state": "正常"}


@pytest.mark.parametrize(
    ("amount", "kind", "outcome"),
    [
        (1_000, [], "agrees"),
        (1_001, ["within"], "agrees"),
        (1_100, ["within"], "agrees"),
        (1_101, ["differs"], "differs"),
        (900, ["within"], "agrees"),
        (899, ["differs"], "differs"),
        (None, ["unknown_there"], "incomplete"),
    ],
)
def test_amounts_agree_within_the_tolerance_and_the_gap_is_told(amount, kind, outcome):
    assert told_of(SAME, SAME | {"amount_fen": amount}) == (
        [("amount_fen", one) for one in kind],
        [outcome],
    )


def test_without_a_tolerance_a_fen_is_a_difference():
    assert told_of(SAME, SAME | {"amount_fen": 1_001}, 0) == ([("amount_fen", "differs")], ["differs"])


@pytest.mark.parametrize(
    ("here", "there", "kinds", "outcome"),
    [
        ({"state": "正常"}, {"state": "闲置"}, [("state", "differs")], "differs"),
        ({"state": None}, {"state": "闲置"}, [("state", "unknown_here")], "incomplete"),
        ({"owner": "村"}, {"owner": None}, [("owner", "unknown_there")], "incomplete"),
        ({"owner": None}, {"owner": None}, [], "agrees"),
        ({"amount_fen": None}, {"amount_fen": None}, [("amount_fen", "unknown_both")], "incomplete"),
        ({"library_no": None}, {}, [], "agrees"),
        ({"library_no": "K2"}, {}, [("library_no", "differs")], "differs"),
        ({"name": "冷库（一）"}, {"name": "冷库(一)"}, [], "agrees"),
        ({"name": "冷库"}, {"name": "粮库"}, [("name", "differs")], "differs"),
    ],
)
def test_what_two_books_say_of_one_asset(here, there, kinds, outcome):
    assert told_of(SAME | here, SAME | there) == (kinds, [outcome])


def test_a_difference_shows_both_values_as_they_were_written():
    found = differences(
        book(SAME), book(SAME | {"owner": "镇"}), pair(book(SAME), book(SAME)), tolerance_fen=0
    ).iloc[0]
    assert (found["here_value"], found["there_value"]) == ("村", "镇")


def test_what_is_not_paired_keeps_its_outcome():
    mine, theirs = book({}), book({"name": "别"})
    pairs = pair(mine, theirs)
    found = differences(mine, theirs, pairs, tolerance_fen=0)
    assert found.empty
    assert outcomes(pairs, found).tolist() == ["only_here", "only_there"]


def test_names_are_plain():
    assert plain(pd.Series([" Ａ（一） 号", "", None], dtype="str")).fillna("-").tolist() == [
        "a(一)号",
        "-",
        "-",
    ]


@pytest.mark.parametrize("positions", [[0], [0, 0], [0, 1, 1], [0, 2, 1, 3]])
def test_a_row_lost_or_told_of_twice_is_refused(positions):
    rows = 2 if positions != [0, 2, 1, 3] else 3
    with pytest.raises(ConservationError):
        require_once(pd.Series(positions, dtype="Int64"), rows)


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "number": st.sampled_from([None, "1", "2"]),
            "library_no": st.sampled_from([None, "K1", "K2"]),
            "name": st.sampled_from([None, "冷库", "粮库"]),
            "village_code": st.sampled_from([None, "441624101201", "441624101202"]),
            "amount_fen": st.sampled_from([None, 0, 100, 101]),
        }
    ),
    max_size=6,
)


@settings(max_examples=25)
@given(ROWS, ROWS)
def test_every_row_of_both_books_is_told_of_once(here, there):
    mine, theirs = book(*here), book(*there)
    pairs = pair(mine, theirs)
    assert sorted(pairs["here"].dropna()) == list(range(len(here)))
    assert sorted(pairs["there"].dropna()) == list(range(len(there)))
    found = differences(mine, theirs, pairs, tolerance_fen=100)
    ended = outcomes(pairs, found)
    assert ended.eq("paired").sum() == 0
    assert len(ended) == len(pairs)
    # Nobody is paired whose key stands twice in a book.
    for row in pairs[pairs["outcome"].eq("paired")].itertuples():
        for side, rows in ((row.here, mine), (row.there, theirs)):
            if row.step == "number":
                assert rows["number"].eq(rows["number"].iloc[side]).sum() == 1


@settings(max_examples=15)
@given(ROWS, ROWS, st.randoms())
def test_the_order_of_a_book_changes_no_pair(here, there, random):
    order = list(range(len(there)))
    random.shuffle(order)
    straight = pair(book(*here), book(*there))
    turned = pair(book(*here), book(*(there[place] for place in order)))

    def pairs_of(rows, place_of):
        sure = rows[rows["outcome"].eq("paired")]
        return {(row.here, place_of(row.there), row.step) for row in sure.itertuples()}

    assert pairs_of(straight, int) == pairs_of(turned, lambda place: order[place])
