"""The same asset entered twice: what may be one, and what may not."""

import pytest

from ruralmap.assets.twins import TwinIndex, may_be_same

ASSET = {
    "asset": "水渠",
    "township": "南镇",
    "village": "甲村村民委员会",
    "village_code": "441624100201",
    "original_value_fen": 100,
    "built_on": "2020-06-15",
}


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ({}, True),
        ({"asset": "水 渠"}, True),
        ({"asset": "水渠2"}, False),
        ({"village_code": "441624100202"}, False),
        ({"village_code": None, "village": "甲村"}, True),
        ({"village_code": None, "village": "甲社区"}, True),
        ({"village_code": None, "village": "乙村"}, False),
        ({"village_code": None, "village": "甲村", "township": "北镇"}, False),
        ({"village_code": None, "village": "甲村", "township": None}, True),
        ({"original_value_fen": 101}, False),
        ({"original_value_fen": None}, True),
        ({"built_on": "2020-06"}, True),
        ({"built_on": "2020-06-16"}, False),
        ({"built_on": None}, True),
    ],
)
def test_only_what_both_say_tells_them_apart(other, same):
    assert may_be_same(ASSET, ASSET | other) is same
    assert may_be_same(ASSET | other, ASSET) is same
    assert TwinIndex([("A1", ASSET)]).twins_of(ASSET | other) == (["A1"] if same else [])
