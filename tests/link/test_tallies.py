import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ruralmap.errors import ConservationError
from ruralmap.link.tallies import UNPLACED, groups_of, tally_persons

# H1 lifted (3 persons), H2 lifted and monitored (2), H3 monitored only (4), H4 cleared (1), H5 not said (5).
HOUSEHOLDS = pd.DataFrame(
    {
        "hh_id": ["H1", "H2", "H3", "H4", "H5"],
        "in_lifted": [True, True, False, False, False],
        "monitor_class": [None, "脱贫不稳定户", "边缘易致贫户", "边缘易致贫户", "突发严重困难户"],
        "risk_cleared": [None, "否", "否", "自然消除", None],
        "linked_village_code": ["V1", "V1", "V2", "V2", None],
        "linked_township_code": ["T1", "T1", "T1", "T1", "T1"],
    }
)
SIZES = {"H1": 3, "H2": 2, "H3": 4, "H4": 1, "H5": 5}


def _persons(sizes):
    hh_ids = [hh_id for hh_id, size in sizes.items() for _ in range(size)]
    return pd.DataFrame({"p_id": [f"P{number}" for number in range(len(hh_ids))], "hh_id": hh_ids})


@pytest.mark.parametrize(
    ("group", "members"),
    [
        pytest.param("lifted", ["H1", "H2"], id="脱贫户"),
        pytest.param("monitored", ["H2", "H3"], id="监测对象, not cleared"),
        pytest.param("clearance_unknown", ["H5"], id="nobody said whether the risk is cleared"),
        pytest.param("lifted_or_monitored", ["H1", "H2", "H3"], id="a union, not a sum"),
        pytest.param("all", ["H1", "H2", "H3", "H4", "H5"], id="everybody"),
    ],
)
def test_groups_overlap_and_the_union_counts_nobody_twice(group, members):
    assert HOUSEHOLDS.loc[groups_of(HOUSEHOLDS)[group], "hh_id"].tolist() == members


def test_households_and_persons_are_counted_in_each_village():
    tally = tally_persons(_persons(SIZES), HOUSEHOLDS, level="linked_village_code", codes=["V1", "V2", "V3"])
    assert tally.index.tolist() == ["V1", "V2", "V3", UNPLACED]
    assert tally["lifted_households"].tolist() == [2, 0, 0, 0]
    assert tally["lifted_persons"].tolist() == [3 + 2, 0, 0, 0]
    assert tally["monitored_persons"].tolist() == [2, 4, 0, 0]
    assert tally["lifted_or_monitored_persons"].tolist() == [3 + 2, 4, 0, 0]
    assert tally["all_persons"].tolist() == [3 + 2, 4 + 1, 0, 5]
    assert tally["clearance_unknown_households"].tolist() == [0, 0, 0, 1]


def test_a_household_without_a_village_still_counts_in_its_township():
    tally = tally_persons(_persons(SIZES), HOUSEHOLDS, level="linked_township_code", codes=["T1"])
    assert tally["all_households"].to_dict() == {"T1": 5, UNPLACED: 0}
    assert tally["all_persons"].to_dict() == {"T1": 3 + 2 + 4 + 1 + 5, UNPLACED: 0}


def test_a_household_in_a_village_that_is_not_listed_is_an_error():
    with pytest.raises(ConservationError, match="3 / 10"):
        # V2 is missing: H3 and H4 with 5 persons would go uncounted.
        tally_persons(_persons(SIZES), HOUSEHOLDS, level="linked_village_code", codes=["V1"])


def test_a_person_without_a_household_is_an_error():
    with pytest.raises(ConservationError, match="5 / 16"):
        tally_persons(_persons(SIZES | {"H9": 1}), HOUSEHOLDS, level="linked_township_code", codes=["T1"])


@settings(deadline=None)
@given(st.lists(st.sampled_from(["V1", "V2", None]), min_size=5, max_size=5), st.permutations(range(5)))
def test_the_sum_over_villages_is_the_register_whatever_the_order(places, order):
    households = HOUSEHOLDS.assign(linked_village_code=places).iloc[list(order)]
    tally = tally_persons(_persons(SIZES), households, level="linked_village_code", codes=["V1", "V2"])
    assert tally["all_households"].sum() == 5
    assert tally["lifted_or_monitored_persons"].sum() == 3 + 2 + 4
