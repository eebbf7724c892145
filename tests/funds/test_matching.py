"""Money beside need: shares, ratios, and nothing endless, lost or guessed."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ruralmap.errors import ConservationError
from ruralmap.funds import matching as matching_room
from ruralmap.funds.matching import MATCH_COLUMNS, ZONE_STATES, match, zone_state_of

TEXTS = ("township_code", "village_code", "prj_id")
MONEY = ("issued_fen", "arranged_fen", "spent_fen")


def balance_rows(*rows):
    """Write balances as (township, village, project, issued, arranged, spent)."""
    frame = pd.DataFrame(rows, columns=[*TEXTS, *MONEY])
    return frame.astype(dict.fromkeys(TEXTS, "str") | dict.fromkeys(MONEY, "Int64"))


def needs(*rows):
    """Write need as (village, township, rural persons, target persons)."""
    names = ["village_code", "township_code", "rural_persons", "target_persons"]
    frame = pd.DataFrame(rows, columns=names).astype(
        dict.fromkeys(names[:2], "str") | dict.fromkeys(names[2:], "Int64")
    )
    return frame.set_index("village_code")


def zones_of(**states):
    return pd.Series(states, dtype="str")


# E12: townships A and B; arranged 600, 300, and 100 in no place, of 1,000; target persons 200 and 300.
MONEY_OF_E12 = balance_rows(
    ("A", "A1", "P1", 600, 600, 450),
    ("B", "B1", "P1", 200, 200, 0),
    ("B", "B2", "P2", 100, 100, 100),
    (None, None, "P3", 100, 100, 0),
)
NEED_OF_E12 = needs(("A1", "A", 1000, 200), ("B1", "B", 400, 100), ("B2", "B", 600, 200))


@pytest.fixture(scope="module")
def matching():
    return match(MONEY_OF_E12, NEED_OF_E12, zones_of(A1="outside", B1="inside", B2="undecided"))


def test_a_township_has_its_share_of_money_over_its_share_of_need(matching):
    # A: 600/1,000 = 60 % of the money, 200/500 = 40 % of the need: 1.5. B: 30 % over 60 %: 0.5.
    table = matching.by_township.set_index("township_code")
    assert table.loc[["A", "B"], "money_share"].tolist() == [0.6, 0.3]
    assert table.loc[["A", "B"], "need_share"].tolist() == [0.4, 0.6]
    assert table.loc[["A", "B"], "ratio"].tolist() == pytest.approx([1.5, 0.5])
    assert table.loc[["A", "B"], "state"].tolist() == ["matched", "matched"]


def test_what_is_in_no_place_is_the_last_row(matching):
    last = matching.by_township.iloc[-1]
    assert pd.isna(last["township_code"])
    assert (last["arranged_fen"], last["money_share"], last["state"]) == (100, 0.1, "unplaced")
    assert pd.isna(last["ratio"])


def test_fen_a_head_are_rounded_half_up(matching):
    # A: 600/1,000 = 0.6 fen a rural person: 1; 600/200 = 3 a target person. B: 300/1,000: 0; 300/300 = 1.
    table = matching.by_township.set_index("township_code")
    assert table["per_rural_fen"].iloc[:2].tolist() == [1, 0]
    assert table["per_target_fen"].iloc[:2].tolist() == [3, 1]


def test_zones_add_up_to_all_the_money(matching):
    zones = matching.by_zone.set_index("zone_state")
    assert list(zones.index) == list(ZONE_STATES)
    assert zones["arranged_fen"].tolist() == [200, 600, 100, 100]
    assert zones["spent_fen"].tolist() == [0, 450, 100, 0]
    assert zones["target_persons"].tolist() == [100, 200, 200, 0]


def test_a_project_counts_in_each_place_where_it_has_money(matching):
    assert matching.by_township["projects"].tolist() == [1, 2, 1]
    assert matching.by_zone["projects"].tolist() == [1, 1, 1, 1]


def test_tables_that_the_office_has_not_are_not_known(matching):
    for table in (matching.by_township, matching.by_zone):
        assert list(table.columns[1:]) == list(MATCH_COLUMNS)
        names = ["assets", "asset_value_fen", "measures", "measures_done"]
        assert table[names].isna().all(axis=None)


def test_money_where_nobody_is_in_need_has_no_ratio():
    table = match(
        balance_rows(("A", "A1", "P1", 10, 10, 0), ("B", "B1", "P1", 90, 90, 0)),
        needs(("A1", "A", 100, 0), ("B1", "B", 100, 7)),
        zones_of(A1="inside"),
    ).by_township.set_index("township_code")
    assert table.loc["A", "state"] == "no_need"
    assert pd.isna(table.loc["A", "ratio"])
    assert pd.isna(table.loc["A", "per_target_fen"])
    assert table.loc["B", "ratio"] == pytest.approx(0.9)


def test_one_unknown_number_of_persons_leaves_every_share_of_need_unknown():
    table = match(
        balance_rows(("A", "A1", "P1", 10, 10, 0), ("B", "B1", "P1", 90, 90, 0)),
        needs(("A1", "A", 100, None), ("B1", "B", None, 7)),
        zones_of(),
    ).by_township.set_index("township_code")
    assert table["need_share"].isna().all()
    assert table["state"].iloc[:2].tolist() == ["unknown_need", "unknown_need"]
    assert pd.isna(table.loc["B", "per_rural_fen"])
    # B's own persons are known: 90 over 7, 12.86 a head.
    assert table.loc["B", "per_target_fen"] == 13


def test_without_arranged_money_there_is_no_share():
    table = match(balance_rows(("A", "A1", None, 10, 0, 0)), needs(("A1", "A", 5, 5)), zones_of()).by_township
    assert table["money_share"].isna().all()
    assert table["state"].tolist() == ["no_money", "unplaced"]
    assert table["projects"].tolist() == [0, 0]


def test_assets_and_measures_stand_beside_the_money():
    assets = pd.DataFrame(
        {
            "township_code": pd.array(["A", "A", None], dtype="str"),
            "village_code": pd.array(["A1", "A1", None], dtype="str"),
            "original_value_fen": pd.array([500, 250, None], dtype="Int64"),
        }
    )
    measures = pd.DataFrame(
        {
            "township_code": pd.array(["A", "A"], dtype="str"),
            "village_code": pd.array(["A1", None], dtype="str"),
            "done": pd.array([True, False], dtype="boolean"),
        }
    )
    found = match(
        balance_rows(("A", "A1", "P1", 10, 10, 0)),
        needs(("A1", "A", 5, 5)),
        zones_of(A1="inside"),
        assets,
        measures,
    )
    first, last = found.by_township.iloc[0], found.by_township.iloc[-1]
    assert [first[name] for name in ("assets", "asset_value_fen", "measures", "measures_done")] == [
        2,
        750,
        2,
        1,
    ]
    assert last["assets"] == 1
    assert pd.isna(last["asset_value_fen"])  # its value is not known, which is not nothing
    zones = found.by_zone.set_index("zone_state")["measures"]
    assert (zones["inside"], zones["unknown"]) == (1, 1)


def test_a_sum_that_does_not_hold_is_refused(monkeypatch):
    def wrong(_place, _cells, places):
        return pd.Series(1, index=range(places), dtype="Int64")

    monkeypatch.setattr(matching_room, "_sums", wrong)
    with pytest.raises(ConservationError):
        match(MONEY_OF_E12, NEED_OF_E12, zones_of())


@pytest.mark.parametrize(
    ("states", "state"),
    [
        pytest.param(["outside", "inside"], "inside", id="one list is enough"),
        pytest.param(["outside", "undecided", "unknown"], "undecided", id="one may be"),
        pytest.param(["outside", "unknown"], "unknown", id="one has no answer"),
        pytest.param(["outside", "outside"], "outside", id="none"),
        pytest.param([], "unknown", id="no list"),
    ],
)
def test_lists_together_say_whether_a_village_is_inside(states, state):
    assert zone_state_of(states) == state


PLACES = st.sampled_from([("A", "A1"), ("A", "A2"), ("B", "B1"), ("C", "C1"), ("A", None), (None, None)])
AMOUNTS = st.integers(-(10**12), 10**12)
ROWS = st.lists(st.tuples(PLACES, st.sampled_from(["P1", "P2", None]), AMOUNTS, AMOUNTS, AMOUNTS), max_size=8)


@settings(max_examples=10)
@given(ROWS, st.dictionaries(st.sampled_from(["A1", "A2", "B1"]), st.sampled_from(ZONE_STATES)), st.randoms())
def test_money_adds_up_in_both_tables_in_any_order(rows, states, chance):
    table = balance_rows(*((*place, project, *fens) for place, project, *fens in rows))
    need = needs(("A1", "A", 10, 1), ("A2", "A", 20, 2), ("B1", "B", 30, 3))
    found = match(table, need, pd.Series(states, dtype="str"))
    for result in (found.by_township, found.by_zone):
        assert result[list(MONEY)].sum().tolist() == table[list(MONEY)].sum().tolist()
        assert result["target_persons"].sum() == 6
    shuffled = table.sample(frac=1, random_state=chance.randrange(1000))
    again = match(shuffled, need, pd.Series(states, dtype="str"))
    pd.testing.assert_frame_equal(again.by_township, found.by_township)
    pd.testing.assert_frame_equal(again.by_zone, found.by_zone)
