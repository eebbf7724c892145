"""Which township each record of the registry is sent to."""

from ruralmap.assets.marks import WHOLE_COUNTY
from ruralmap.assets.parts import UNKNOWN, split_by_township, whole_county

NAMES = {"441624100": "南镇", "441624101": "北镇"}
STATE = {
    "assets": {
        "A": {"village_code": "441624100201"},
        "B": {"township": "北镇"},
        "C": {"owner_village_code": "441624100202", "township": "别县镇"},
        "D": {"owner_township": "北镇"},
        "E": {"asset": "水渠"},
        "F": {"township": "北镇"},  # the linker found it in the south
    },
    "contracts": {
        "K1": {"asset_id": "B"},
        "K2": {"contract_id": "K2"},
    },
    "yields": {"Y1": {"contract_id": "K1"}, "Y2": {"contract_id": "K9"}},
    "distributions": {"V1": {"village_code": "441624100201"}, "V2": {"village_code": "441699100201"}},
}
TABLES = ("assets", "contracts", "yields", "distributions")


def test_each_record_is_in_one_part():
    parts = split_by_township(STATE, TABLES, linked={"F": "441624100", "E": "441699999"}, names=NAMES)
    assert [(part.code, {table: list(keys) for table, keys in part.keys.items()}) for part in parts] == [
        ("441624100", {"assets": ["C", "F", "A"], "contracts": [], "yields": [], "distributions": ["V1"]}),
        ("441624101", {"assets": ["B", "D"], "contracts": ["K1"], "yields": ["Y1"], "distributions": []}),
        (UNKNOWN, {"assets": ["E"], "contracts": ["K2"], "yields": ["Y2"], "distributions": ["V2"]}),
    ]
    assert sum(part.rows for part in parts) == 12


def test_the_whole_county_is_one_part():
    part = whole_county(STATE, ("assets", "inspections"))
    assert (part.code, part.rows) == (WHOLE_COUNTY, 6)
    assert part.keys["inspections"] == []
