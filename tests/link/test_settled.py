"""Households of relocation sites: where they came from, and whether somebody of them is at work."""

import pandas as pd
import pytest

from ruralmap.link.settled import tally_sites

ABLE, NOT_ABLE = "普通劳动力", "无劳动力"


def text(values):
    return pd.array(values, dtype="str")


def tally(persons, records, *, sites=("S1", "S2"), homes=(("H1", "S1", 3, "V1"),)):
    households = pd.DataFrame(homes, columns=["hh_id", "site_id", "size", "linked_village_code"]).astype(
        {"hh_id": "str", "site_id": "str", "size": "Int64", "linked_village_code": "str"}
    )
    people = pd.DataFrame(persons, columns=["p_id", "hh_id", "labour"]).astype("str")
    if records is not None:
        records = pd.DataFrame(records, columns=["p_id", "employed", "willing_work"]).astype(
            {"p_id": "str", "employed": "boolean", "willing_work": "boolean"}
        )
    return tally_sites(list(sites), households, people, records)


def work_of(persons, records):
    row = tally([(p_id, "H1", labour) for p_id, labour in persons], records).sites.loc["S1"]
    return tuple(row[["labour", "idle", "idle_willing", "work_unknown"]])


@pytest.mark.parametrize(
    ("persons", "records", "expected"),
    [
        pytest.param([("P1", ABLE)], [("P1", False, True)], (1, 1, 1, 0), id="willing and none at work"),
        pytest.param([("P1", ABLE)], [("P1", False, False)], (1, 1, 0, 0), id="not willing"),
        pytest.param([("P1", ABLE)], [("P1", False, None)], (1, 1, 0, 0), id="nobody says willing"),
        pytest.param([("P1", ABLE)], [("P1", True, True)], (1, 0, 0, 0), id="at work"),
        pytest.param([("P1", ABLE)], [("P1", None, True)], (1, 0, 0, 1), id="an empty cell"),
        pytest.param([("P1", ABLE)], [], (1, 0, 0, 1), id="no record"),
        pytest.param([("P1", ABLE)], None, (1, 0, 0, 1), id="no table"),
        pytest.param([("P1", NOT_ABLE)], [("P1", False, True)], (0, 0, 0, 0), id="nobody able"),
        pytest.param(
            [("P1", ABLE), ("P2", NOT_ABLE)],
            [("P1", False, True), ("P2", True, None)],
            (1, 0, 0, 0),
            id="one who is not able works all the same",
        ),
        pytest.param(
            [("P1", ABLE), ("P2", ABLE)],
            [("P1", None, None), ("P2", True, None)],
            (1, 0, 0, 0),
            id="one works, of the other nobody knows",
        ),
        pytest.param([("P1", "弱劳动力或半劳动力")], [("P1", False, None)], (1, 1, 0, 0), id="able in part"),
    ],
)
def test_a_household_is_idle_only_where_everybody_able_is_said_to_be(persons, records, expected):
    assert work_of(persons, records) == expected


def test_households_are_counted_by_site_and_village_left():
    homes = [
        ("H1", "S1", 3, "V1"),
        ("H2", "S1", 2, "V1"),
        ("H3", "S1", None, None),
        ("H4", "S9", 4, "V1"),
        ("H5", None, 4, "V1"),
    ]
    found = tally([], None, homes=homes)
    assert found.sites[["households", "persons"]].to_dict("index") == {
        "S1": {"households": 3, "persons": 5},
        "S2": {"households": 0, "persons": 0},
    }
    assert found.origins.fillna({"village_code": "—"}).to_dict("records") == [
        {"site_id": "S1", "village_code": "V1", "households": 2, "persons": 5},
        {"site_id": "S1", "village_code": "—", "households": 1, "persons": 0},
    ]
    assert found.strange == 1
