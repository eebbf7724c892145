"""Rows become records and records rows again; no two rows share a key, and none is lost."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruralmap.assets.chain import Source
from ruralmap.assets.tables import KEPT, frame_of, free_key, key_of, keys_of, records_of, sources_of, stem
from ruralmap.schema.tables import TABLES


def rows(**columns):
    """Give rows as the check gives them."""
    count = len(next(iter(columns.values())))
    return frame_of(
        {str(n): {k: v[n] for k, v in columns.items() if v[n] is not None} for n in range(count)},
        "asset_funds",
        {},
    )


def test_every_kept_table_is_in_the_dictionary_and_has_the_columns_of_its_key():
    for name, key in KEPT.items():
        assert set(key) <= set(TABLES[name].names)


def test_one_number_is_the_key_and_several_parts_are_json():
    assert key_of({"asset_id": "ZC1"}, "assets") == "ZC1"
    assert key_of({"contract_id": "HT1", "period": "2024"}, "yields") == '["HT1","2024",null]'


def test_rows_of_one_key_are_counted_and_none_takes_another_s_place():
    funds = rows(asset_id=["A", "A", "B", "A"], year=[2020, 2020, 2020, 2020], amount_fen=[1, 2, 3, 4])
    key = '["A",null,2020,null,null]'
    assert keys_of(funds, "asset_funds") == [key, f"{key}#2", '["B",null,2020,null,null]', f"{key}#3"]
    assert [one["amount_fen"] for one in records_of(funds, "asset_funds").values()] == [1, 2, 3, 4]


def test_a_number_that_looks_counted_keeps_its_own_key():
    frame = pd.DataFrame({"asset_id": pd.Series(["A", "A", "A#2"], dtype="str")})
    assert keys_of(frame, "assets") == ["A", "A#3", "A#2"]


@pytest.mark.parametrize(("key", "plain"), [("A", "A"), ("A#2", "A"), ("A#B", "A#B"), ("A#12", "A")])
def test_the_count_comes_off(key, plain):
    assert stem(key) == plain


def test_a_key_is_counted_up_until_it_is_free():
    assert free_key("A", {"B"}) == "A"
    assert free_key("A", {"A", "A#2"}) == "A#3"


def test_what_is_read_nowhere_has_no_source():
    frame = frame_of(
        {"A": {"asset_id": "A"}, "B": {"asset_id": "B"}}, "assets", {"B": Source("台账.xlsx", "表", 5)}
    )
    assert frame["source_file"].isna().tolist() == [True, False]
    assert sources_of(frame, "assets") == {"A": Source(), "B": Source("台账.xlsx", "表", 5)}


def values_of(column):
    """Draw values as a column of the dictionary holds them."""
    kinds = {
        "money": st.integers(0, 10**14),
        "integer": st.integers(-9999, 9999),
        "number": st.floats(-1e9, 1e9),
        "flag": st.booleans(),
    }
    return kinds.get(column.kind, st.text(min_size=1, max_size=8))


@given(st.data())
def test_records_come_back_from_a_frame(data):
    table = TABLES["assets"]
    keys = data.draw(st.lists(st.text("AB#12", min_size=1, max_size=4), max_size=6, unique=True))
    records = {}
    for key in keys:
        columns = data.draw(
            st.lists(st.sampled_from(table.columns[1:]), max_size=5, unique_by=lambda one: one.name)
        )
        fields = {column.name: data.draw(values_of(column)) for column in columns}
        records[key] = {"asset_id": key} | fields
    frame = frame_of(records, "assets", {})
    assert records_of(frame, "assets") == records
    assert [str(kind) for kind in frame.dtypes[["original_value_fen", "in_three_capital_platform"]]] == [
        "Int64",
        "boolean",
    ]
