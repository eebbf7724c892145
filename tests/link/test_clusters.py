"""Where people live close together: by points, and villages side by side."""

import sys

import geopandas as gpd
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import box

from ruralmap.errors import UsageError
from ruralmap.link.clusters import borders_of, cluster_points, join_villages


def clustered(rows, **numbers):
    """Give the label of each household by its name; rows are (name, metres east, people)."""
    xy = np.array([(east, 0.0) for _, east, _ in rows]).reshape(-1, 2)
    persons = np.array([people for *_, people in rows], dtype=np.int64)
    names = [name for name, *_ in rows]
    limits = {"radius_m": 500, "least_persons": 30} | numbers
    return dict(zip(names, cluster_points(xy, persons, names, **limits).tolist(), strict=True))


LINE = [("A", 0, 10), ("B", 500, 10), ("C", 1000, 10)]


@pytest.mark.parametrize(
    ("numbers", "label"),
    [
        ({}, 0),  # B has A, itself and C within 500 m: 30 people, just enough; A and C are beside it
        ({"least_persons": 29}, 0),
        ({"least_persons": 31}, -1),
        ({"radius_m": 499.9}, -1),  # nobody is near anybody
    ],
)
def test_a_household_with_just_enough_people_just_so_near_is_a_core(numbers, label):
    assert clustered(LINE, **numbers) == dict.fromkeys("ABC", label)


# P has K (450 m away) and M (400 m away) beside it: 10 + 1 + 10 people, no core. K has J, M has N: 31 each.
BETWEEN = [("J", 0, 20), ("K", 450, 10), ("P", 900, 1), ("M", 1300, 10), ("N", 1750, 20)]


@pytest.mark.parametrize("rows", [BETWEEN, BETWEEN[::-1], BETWEEN[2:] + BETWEEN[:2]])
def test_a_household_between_two_clusters_belongs_to_the_nearer_whatever_the_order(rows):
    # 20 + 10 = 30 people against 1 + 10 + 20 = 31: the latter comes first.
    assert clustered(rows) == {"J": 1, "K": 1, "P": 0, "M": 0, "N": 0}


def test_of_clusters_of_equal_size_the_first_name_goes_first():
    assert clustered([("V2", 0, 30), ("V1", 9000, 30), ("V3", 4000, 29)]) == {"V2": 1, "V1": 0, "V3": -1}


def test_without_scikit_learn_it_is_said_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn.cluster", None)  # as if it were not installed
    with pytest.raises(UsageError, match="scikit-learn") as refused:
        clustered(LINE)
    assert "ruralmap[clusters]" in str(refused.value)


def test_nobody_is_in_no_cluster():
    assert clustered([]) == {}


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(1, 20)), max_size=14), st.randoms())
def test_the_order_of_rows_decides_nothing(places, random):
    rows = [(f"H{number:02d}", east * 250.0, people) for number, (east, people) in enumerate(places)]
    shuffled = rows[:]
    random.shuffle(shuffled)
    assert clustered(rows) == clustered(shuffled)


def test_villages_are_neighbours_by_a_border_and_not_by_a_corner():
    villages = gpd.GeoSeries(
        {
            "a": box(0, 0, 10, 10),
            "b": box(10, 0, 20, 10),  # 10 m with a
            "c": box(10, 10, 20, 20),  # a corner with a, 10 m with b
            "d": box(20, 9, 30, 19),  # 1 m with b, 9 m with c
            "e": box(30, 18.5, 40, 30),  # 0.5 m with d
        }
    )
    borders = borders_of(villages, border_m=1)
    assert borders == {("a", "b"): 10, ("b", "c"): 10, ("b", "d"): 1, ("c", "d"): 9}


def test_villages_with_enough_people_side_by_side_are_one_area():
    persons = {"a": 30, "b": 31, "c": 29, "d": 90, "e": 40}
    beside = frozenset({("a", "b"), ("b", "c"), ("c", "d"), ("b", "e")})
    # c lacks one person, so that d stands alone: 90; a, b and e together have 101.
    assert join_villages(persons, beside, least_persons=30) == [("a", "b", "e"), ("d",)]
    assert join_villages({}, beside, least_persons=30) == []
