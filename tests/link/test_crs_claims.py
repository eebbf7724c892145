"""Which village a record claims, before its point is believed (villages: see conftest)."""

import pandas as pd
import pytest

from ruralmap.errors import InputError
from ruralmap.link.crs_claims import claimed_villages, claims_of_households

STONE_WELL, STONE_VALLEY, YELLOW = "441624101201", "441624101202", "441624104201"
AS_OF = "2024-09-30"


def lineage(*rows):
    return pd.DataFrame(list(rows), columns=["old_code", "new_code", "effective_on", "event", "share"])


def claims(villages, *records, table=None):
    frame = pd.DataFrame(
        list(records), columns=["village_code", "township", "village"], index=range(5, 5 + len(records))
    )
    return claimed_villages(frame, villages, lineage=table, as_of=AS_OF)


def test_the_code_speaks_first_then_the_name_inside_its_township(villages):
    found = claims(
        villages,
        (STONE_WELL, "大坝镇", "石井村"),
        (None, "大坝镇", "石谷村"),
        (STONE_WELL, "大坝镇", "石谷村"),
        ("441624999999", "上陵镇", "黄沙村"),
        (None, "上陵镇", "石井村"),
        (None, None, None),
    )
    assert found.index.tolist() == [5, 6, 7, 8, 9, 10]
    assert found[:4].tolist() == [STONE_WELL, STONE_VALLEY, STONE_WELL, YELLOW]
    assert found[4:].isna().all()


def test_an_old_code_claims_its_successor_and_a_split_one_nothing(villages):
    table = lineage(
        ("441624101001", STONE_WELL, "2020-01-01", "改居", None),
        ("441624101002", STONE_WELL, "2020-01-01", "分立", 0.5),
        ("441624101002", STONE_VALLEY, "2020-01-01", "分立", 0.5),
    )
    found = claims(villages, ("441624101001", None, None), ("441624101002", None, None), table=table)
    assert found.iloc[0] == STONE_WELL
    assert pd.isna(found.iloc[1])


def test_where_half_of_the_codes_stand_names_are_not_needed(villages):
    half = [(STONE_WELL, None, None), (None, "上陵镇", "黄沙村")]
    assert claims(villages, *half).isna().tolist() == [False, True]
    assert claims(villages, *half, (None, "上陵镇", "黄沙村")).tolist() == [STONE_WELL, YELLOW, YELLOW]


def test_columns_that_are_not_there_claim_nothing(villages):
    assert claimed_villages(pd.DataFrame(index=[1, 2]), villages, lineage=None, as_of=AS_OF).isna().all()


def test_a_circle_of_codes_is_refused(villages):
    circle = lineage(("1", "2", "2020-01-01", "更名", None), ("2", "1", "2021-01-01", "更名", None))
    with pytest.raises(InputError):
        claims(villages, (STONE_WELL, None, None), table=circle)


def test_a_household_claims_the_village_that_all_its_rows_name(villages):
    rows = [
        ("H1", STONE_WELL, None),
        ("H1", STONE_WELL, None),
        ("H2", STONE_WELL, None),
        ("H2", YELLOW, None),  # two rosters disagree
        ("H3", YELLOW, None),
        ("H3", None, True),  # one of its rows says that it was relocated
        ("H4", None, False),
        ("H5", YELLOW, False),
        ("H5", None, False),
    ]
    roster = pd.DataFrame(rows, columns=["hh_id", "village_code", "relocated"]).assign(
        township=None, village=None
    )
    roster["relocated"] = roster["relocated"].astype("boolean")
    found = claims_of_households(roster, villages, lineage=None, as_of=AS_OF)
    assert found.to_dict() == {"H1": STONE_WELL, "H5": YELLOW}
