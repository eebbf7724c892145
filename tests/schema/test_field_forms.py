"""Exports of Kobo and ODK brought to what a ledger's sheet looks like."""

import datetime as dt

import pytest

from ruralmap.schema.field_forms import unfold
from ruralmap.schema.grid import RawSheet
from ruralmap.schema.tables import TABLES

TABLE = TABLES["inspections"]


def unfolded(*rows, defaults=None):
    return unfold(RawSheet("s", [list(row) for row in rows]), TABLE, defaults=defaults or {}).rows


def test_a_ledgers_own_sheet_stays_as_it_is():
    rows = [["资产编号", "核查日期", "核查类型"], ["Z1", "2024-09-01", "巡查"]]
    assert unfolded(*rows) == rows


def test_kobo_puts_groups_before_and_splits_a_point():
    header = [
        "start",
        "g1/asset_id",
        "g1/g2/found_state",
        "_loc_latitude",
        "_loc_longitude",
        "_loc_precision",
        "_id",
    ]
    row = ["2024-09-01T08:30:00.000+08:00", "Z1", "闲置", "24.405", "115.005", "4.5", "7"]
    top, first = unfolded(header, row)
    assert top == ["inspected_on", "asset_id", "found_state", "lat", "lon", "accuracy_m", "_id", "datum"]
    assert first == ["2024-09-01", "Z1", "闲置", "24.405", "115.005", "4.5", "7", "WGS-84"]


def test_odk_central_joins_with_a_hyphen_and_writes_a_point_as_text():
    top, first, second, third = unfolded(
        ["SubmissionDate", "g-asset_id", "where", "SubmitterName", "KEY"],
        ["2024-08-31T17:00:00.000Z", "Z1", "24.405 115.005 310.2 6.0", "甲", "uuid:1"],
        ["2024-08-31T15:59:59.000Z", "Z2", "", "乙", "uuid:2"],
        [],
    )
    assert top == [
        "inspected_on",
        "asset_id",
        "where",
        "inspector",
        "KEY",
        "lat",
        "lon",
        "accuracy_m",
        "datum",
    ]
    # 17:00 in Greenwich is 01:00 of the next day in China, 15:59:59 is 23:59:59 of the same.
    assert first[0] == "2024-09-01"
    assert first[-4:] == ["24.405", "115.005", "6.0", "WGS-84"]
    assert second[0] == "2024-08-31"
    assert second[-4:-1] == ["", "", ""]
    assert third == [""] * 9


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2024-08-31T15:59:59", "2024-08-31"),
        ("2024-08-31T16:00:00", "2024-09-01"),
        ("2024-08-31", "2024-08-31"),
    ],
)
def test_kobos_time_of_submission_is_in_utc(moment, day):
    assert unfolded(["asset_id", "_submission_time"], ["Z1", moment])[1][1] == day


def test_the_day_on_the_telephone_goes_before_the_servers():
    top, first = unfolded(
        ["_submission_time", "asset_id", "today"], ["2024-09-02T00:00:00", "Z1", "2024-09-01"]
    )
    assert top == ["_submission_time", "asset_id", "inspected_on"]
    assert first == ["2024-09-02T00:00:00", "Z1", "2024-09-01"]


def test_a_time_without_a_zone_or_that_is_none_stays():
    cells = ["2024-09-01T08:00:00", "2024-13-01T08:00:00Z", dt.datetime(2024, 9, 1, 8), "昨天"]  # noqa: DTZ001
    rows = unfolded(["资产编号", "核查日期"], *(["Z1", cell] for cell in cells))
    assert [row[1] for row in rows[1:]] == cells


def test_a_cell_with_a_time_zone_is_a_day_in_china():
    moment = dt.datetime(2024, 8, 31, 20, tzinfo=dt.UTC)
    assert unfolded(["资产编号", "核查日期"], ["Z1", moment])[1][1] == dt.date(2024, 9, 1)


def test_a_point_is_not_read_where_there_are_coordinates_or_something_else_stands():
    assert unfolded(["asset_id", "经度", "纬度", "p"], ["Z1", "115", "24", "24.4 115.1 0 5"])[0][-1] == "p"
    assert unfolded(["asset_id", "p"], ["Z1", "24.4 115.1 0 5"], ["Z2", "村口"])[0] == ["asset_id", "p"]


def test_what_a_sheet_does_not_say_is_said_for_each_of_its_rows():
    assert unfolded(["盘点表"], ["资产编号"], ["Z1"], [""], defaults={"inspection_kind": "清查"}) == [
        ["盘点表", ""],
        ["资产编号", "inspection_kind"],
        ["Z1", "清查"],
        ["", ""],
    ]
    kept = [["资产编号", "核查类型"], ["Z1", ""]]
    assert unfolded(*kept, defaults={"inspection_kind": "清查"}) == kept


def test_a_sheet_without_anything_of_it_stays():
    assert unfolded() == []
    assert unfolded([""], ["甲"]) == [[""], ["甲"]]
