import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ruralmap.errors import ConservationError
from ruralmap.link.tallies import OUTSIDE, UNKNOWN, place_of, tally_residence

# Three villages in two townships; site P stands in 甲二村, site Q in 乙一村.
EAST, WEST = "990001100", "990001101"
ONE, TWO, FAR = f"{EAST}201", f"{EAST}202", f"{WEST}201"
VILLAGES, TOWNSHIPS = [ONE, TWO, FAR], [EAST, WEST]


def frame(rows):
    """Rows of (persons, registered, living, status); a township is the first nine digits."""
    table = pd.DataFrame(
        rows, columns=["size", "linked_village_code", "living_village_code", "living_status"]
    )
    texts = table.drop(columns="size").astype("str")
    towns = {
        f"{basis}_township_code": texts[f"{basis}_village_code"].str[:9] for basis in ("linked", "living")
    }
    return texts.assign(size=table["size"].astype("Int64"), **towns)


@pytest.fixture
def households():
    """
    Eleven households, 36 persons.

    甲一村 has registered 2 that stay (3 + 4 persons), 2 at P in 甲二村 (5 + 2), 1 at Q in 乙一村 (4), 1
    outside the county (6): 6 households, 24 persons. 甲二村: 1 that stays (1), 1 at Q (3). 乙一村: 1 that
    stays (2) and 1 relocated nobody knows where (5). One, of 1 person, is registered nobody knows where and
    lives at P.
    """
    return frame(
        [
            (3, ONE, ONE, "registered"),
            (4, ONE, ONE, "registered"),
            (5, ONE, TWO, "settled"),
            (2, ONE, TWO, "settled"),
            (4, ONE, FAR, "settled"),
            (6, ONE, None, "outside_county"),
            (1, TWO, TWO, "registered"),
            (3, TWO, FAR, "settled"),
            (2, FAR, FAR, "registered"),
            (5, FAR, None, "unknown"),
            (1, None, TWO, "settled"),
        ]
    )


def test_villages_are_counted_on_both_bases(households):
    units = tally_residence(households, VILLAGES, level="village").units
    columns = ["registered", "living", "in", "out", "net"]
    counted = {
        code: tuple(zip(*[(row[f"{c}_households"], row[f"{c}_persons"]) for c in columns], strict=True))
        for code, row in units.iterrows()
    }
    assert counted == {
        # registered 24 persons; 3 + 4 stay = 7; out 5 + 2 + 4 + 6 = 17
        ONE: ((6, 2, 0, 4, -4), (24, 7, 0, 17, -17)),
        # registered 1 + 3 = 4; 1 stays, in 5 + 2 + 1 = 8, so 9 live here; out 3
        TWO: ((2, 4, 3, 1, 2), (4, 9, 8, 3, 5)),
        # registered 2 + 5 = 7; 2 stay, in 4 + 3 = 7, so 9 live here; out 5, of whom nobody knows where
        FAR: ((2, 3, 2, 1, 1), (7, 9, 7, 5, 2)),
        UNKNOWN: ((1, 1, 1, 1, 0), (1, 5, 5, 1, 4)),
        OUTSIDE: ((0, 1, 1, 0, 1), (0, 6, 6, 0, 6)),
    }
    assert units["registered_households"].sum() == units["living_households"].sum() == 11
    assert units["registered_persons"].sum() == units["living_persons"].sum() == 36


def test_moves_inside_a_township_are_none_of_the_township(households):
    units = tally_residence(households, TOWNSHIPS, level="township").units
    # 东: 24 + 4 registered; 5 + 2 moved inside it; to the west 4 + 3, outside 6; in from nowhere 1.
    assert units.loc[EAST, ["registered_persons", "living_persons"]].tolist() == [28, 16]
    assert units.loc[EAST, ["in_persons", "out_persons", "net_persons"]].tolist() == [1, 13, -12]
    assert units.loc[WEST, ["in_persons", "out_persons", "net_persons"]].tolist() == [7, 5, 2]


def test_every_move_says_from_where_to_where(households):
    moves = tally_residence(households, VILLAGES, level="village").moves
    assert list(moves.itertuples(index=False, name=None)) == [
        (ONE, TWO, 2, 7),
        (ONE, FAR, 1, 4),
        (ONE, OUTSIDE, 1, 6),
        (TWO, FAR, 1, 3),
        (FAR, UNKNOWN, 1, 5),
        (UNKNOWN, TWO, 1, 1),
    ]


def test_a_household_known_only_by_its_township_counts_there():
    homes = frame([(4, None, None, "unknown")]).assign(linked_township_code=EAST, living_township_code=EAST)
    assert place_of(homes, "registered", "village").tolist() == [UNKNOWN]
    assert place_of(homes, "living", "township").tolist() == [EAST]
    assert tally_residence(homes, TOWNSHIPS, level="township").moves.empty


def test_a_village_that_is_not_on_the_list_stops_the_count(households):
    with pytest.raises(ConservationError, match="共 11，按户籍计 9，按居住计 8"):
        tally_residence(households, [ONE, TWO], level="village")


PLACES = st.sampled_from([*VILLAGES, None])
STATUS = st.sampled_from(["registered", "settled", "outside_county", "conflict", "unknown"])


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 9), PLACES, PLACES, STATUS), max_size=60), st.randoms())
def test_nobody_is_lost_between_the_bases(rows, random):
    known = {"registered", "settled"}
    rows = [
        (size, there, here if status in known else None, status if here else "unknown")
        for size, there, here, status in rows
    ]
    shuffled = random.sample(rows, len(rows))
    for units, level in ((VILLAGES, "village"), (TOWNSHIPS, "township")):
        found = tally_residence(frame(rows), units, level=level)
        table, moves = found.units, found.moves
        for name, total in (("households", len(rows)), ("persons", sum(row[0] for row in rows))):
            assert table[f"registered_{name}"].sum() == table[f"living_{name}"].sum() == total
            assert table[f"net_{name}"].sum() == 0
            assert (
                moves.groupby("living")[name].sum().reindex(table.index, fill_value=0) == table[f"in_{name}"]
            ).all()
            back = moves.groupby("registered")[name].sum().reindex(table.index, fill_value=0)
            assert (back == table[f"out_{name}"]).all()
        pd.testing.assert_frame_equal(table, tally_residence(frame(shuffled), units, level=level).units)
