import pandas as pd

from ruralmap.draw.shapes import lay_out
from ruralmap.draw.tables import table_data, township_data, village_data


def test_what_is_missing_becomes_null():
    frame = pd.DataFrame(
        {
            "text": pd.array(["甲", None], dtype="str"),
            "whole": pd.array([7, None], dtype="Int64"),
            "number": [0.5, float("nan")],
        }
    )
    table = table_data(dict(frame.items()), {})
    assert table == {
        "rows": 2,
        "columns": {"text": ["甲", None], "whole": [7, None], "number": [0.5, None]},
        "packed": [],
        "repeating": {},
    }


def test_whole_numbers_are_packed_into_text():
    table = table_data({"name": ["甲", "乙"]}, {"state": [1, -1]})
    assert table["columns"]["state"] == "21"
    assert table["packed"] == ["state"]


def test_a_column_that_repeats_itself_is_written_once():
    table = table_data({"owner": ["村委会", None, "村委会", None, "村委会"]}, {})
    # Two values in five rows; positions 0 1 0 1 0 are written 0 2 0 2 0.
    assert table["repeating"] == {"owner": ["村委会", None]}
    assert table["columns"]["owner"] == "02020"


def test_a_table_without_rows_has_no_rows():
    assert table_data({"name": []}, {"state": []})["rows"] == 0


def test_villages_carry_a_short_name_for_the_map(villages, townships):
    table = village_data(lay_out(villages, townships), columns={}, packed={})
    assert table["columns"]["name"][3] == "乙二社区居民委员会"
    assert table["columns"]["label"] == ["甲一村", "甲二村", "乙一村", "乙二社区"]


def test_townships_carry_code_name_and_place(villages, townships):
    table = township_data(lay_out(villages, townships), columns={"more": [1, 2]}, packed={})
    assert table["columns"]["code"] == ["441624100", "441624101"]
    assert table["columns"]["more"] == [1, 2]
    assert table["packed"] == ["x", "y", "radius"]
