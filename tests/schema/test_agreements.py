"""Sums that must agree, and points that must lie in the county."""

import pandas as pd
import pytest

from ruralmap.schema.agreements import check_assets, check_incomes, check_points
from ruralmap.schema.cells import as_series
from ruralmap.schema.tables import TABLES


def table(name, *rows):
    """Make a conformed table of rows as dicts."""
    frame = pd.DataFrame(
        {
            column.name: as_series([row.get(column.name) for row in rows], column)
            for column in TABLES[name].columns
        }
    )
    frame["source_file"], frame["source_sheet"] = f"{name}.xlsx", "甲"
    frame["source_row"] = pd.array(range(2, len(rows) + 2), dtype="Int64")
    return frame


# 12,000 + 3,000 + 0 + 1,000 - 2,000 = 14,000 yuan; by four persons 3,500.
INCOME = {
    "hh_id": "H1",
    "year": 2023,
    "size": 4,
    "wage_fen": 1_200_000,
    "business_fen": 300_000,
    "property_fen": 0,
    "transfer_fen": 100_000,
    "business_cost_fen": 200_000,
    "net_fen": 1_400_000,
    "net_pc_fen": 350_000,
}


def test_an_income_that_adds_up_has_no_findings():
    assert check_incomes(table("incomes", INCOME)) == []


def test_an_income_that_is_one_fen_off_is_found():
    (found,) = check_incomes(table("incomes", INCOME | {"net_fen": 1_400_001}))
    assert (found.code, found.raw) == ("income_not_sum", "14,000.01")
    assert found.text("found") == "“家庭纯收入”为 14,000.01 元，四项收入减去生产经营性支出应为 14,000.00 元。"


@pytest.mark.parametrize(
    ("per_head", "codes"),
    [
        pytest.param(350_100, [], id="one yuan off: rounding"),
        pytest.param(350_101, ["income_per_head_differs"], id="more than one yuan"),
        pytest.param(349_899, ["income_per_head_differs"], id="less by more than one yuan"),
        pytest.param(None, [], id="not stated"),
    ],
)
def test_income_per_head_may_be_rounded_to_a_yuan(per_head, codes):
    findings = check_incomes(table("incomes", INCOME | {"net_pc_fen": per_head}))
    assert [f.code for f in findings] == codes
    assert all(f.text("found").endswith("应为 3,500.00 元。") for f in findings)


def test_a_missing_part_is_no_finding_here():
    assert check_incomes(table("incomes", INCOME | {"transfer_fen": None, "size": None})) == []


@pytest.mark.parametrize(
    ("original", "depreciation", "net", "found"),
    [
        (1_000_000, 200_000, 800_000, []),
        (1_000_000, 200_000, 800_001, [("8,000.01", "8,000.00")]),
        (1_000_000, None, 1_000_000, []),
        (100, 200, -100, []),
    ],
)
def test_net_value_is_original_value_less_depreciation(original, depreciation, net, found):
    row = {
        "asset_id": "A1",
        "original_value_fen": original,
        "depreciation_fen": depreciation,
        "net_value_fen": net,
    }
    findings = check_assets(table("assets", row))
    assert [(f.raw, f._asdict()["values"]["expected"]) for f in findings] == found


BOX = (115.0, 24.0, 115.4, 24.5)


@pytest.mark.parametrize(
    ("lon", "lat", "code"),
    [
        pytest.param(115.1, 24.1, None, id="inside"),
        pytest.param(114.99, 24.1, None, id="within the margin"),
        pytest.param(114.97, 24.1, "point_outside", id="beyond the margin"),
        pytest.param(24.1, 115.1, "point_swapped", id="exchanged"),
        pytest.param(0.0, 0.0, "point_outside", id="zero"),
        pytest.param(38_500_000.0, 2_700_000.0, "point_outside", id="metres"),
        pytest.param(None, 24.1, "point_missing", id="half missing"),
        pytest.param(None, None, "point_missing", id="missing where points are the matter"),
    ],
)
def test_points(lon, lat, code):
    rows = table("household_points", {"hh_id": "H1", "lon": lon, "lat": lat})
    assert [f.code for f in check_points(rows, "household_points", BOX)] == ([code] if code else [])


def test_a_table_that_may_lack_points_is_asked_only_for_whole_ones():
    rows = table(
        "sites",
        {"site_id": "S1"},
        {"site_id": "S2", "lon": 115.1},
        {"site_id": "S3", "lat": 24.1, "lon": 115.1},
    )
    findings = check_points(rows, "sites", BOX)
    assert [(f.code, f.row, f.raw) for f in findings] == [("point_missing", 3, "115.100000, ")]
