"""Stated shares held against measured ones: below, at and above the difference that is listed."""

import pandas as pd
import pytest

from ruralmap.jobs.spans import compare_stated, survey_spans

A, B = "441624100201", "441624100202"


def stated(*shares):
    frame = pd.DataFrame(
        [("P1", code, "建设地", share) for code, share in zip((A, B), shares, strict=True)],
        columns=["prj_id", "village_code", "relation", "share"],
    )
    return frame.assign(
        households=pd.array([None, None], dtype="Int64"),
        persons=pd.array([None, None], dtype="Int64"),
        source_file="项目地点.xlsx",
        source_sheet="表",
        source_row=[4, 5],
    )


def measured(*shares):
    rows = [("P1", code, share) for code, share in zip((A, None), shares, strict=True)]
    return pd.DataFrame(rows, columns=["prj_id", "village_code", "share"]).astype({"village_code": "str"})


@pytest.mark.parametrize(
    ("first", "listed"),
    [
        # All of the line is in A but for what lies outside; stated are `first` and the rest in B.
        pytest.param(0.96, False, id="4 points"),
        pytest.param(0.95, False, id="exactly 5 points"),
        pytest.param(0.94, True, id="6 points"),
    ],
)
def test_a_difference_of_more_than_five_points_is_listed(first, listed):
    found = compare_stated(
        stated(first, round(1 - first, 2)), measured(1.0, 0.0), names={A: "甲村", B: "乙村"}
    )
    assert [f.code for f in found] == (["shape_share_differs"] if listed else [])
    if listed:
        assert (found[0].file, found[0].row) == ("项目地点.xlsx", 4)
        assert found[0].text("found") == "P1 填报的份额为 甲村 94.0%、乙村 6.0%；按图形量得 甲村 100.0%。"


def test_what_lies_outside_counts_against_what_was_stated():
    (found,) = compare_stated(stated(0.5, 0.5), measured(0.5, 0.5), names={A: "甲村", B: "乙村"})
    assert found.text("found").endswith("按图形量得 甲村 50.0%、村外 50.0%。")
    assert "outside all villages 50.0%" in found.text("found", "en")


def test_shares_that_are_not_whole_are_not_compared():
    assert compare_stated(stated(0.5, 0.4), measured(1.0, 0.0), names={}) == ()


def test_places_with_codes_that_the_layer_does_not_have_are_not_compared():
    assert compare_stated(stated(0.5, 0.5), measured(1.0, 0.0), names={A: "甲村"}) == ()


def test_without_villages_nothing_is_measured_and_stated_shares_are_still_checked():
    spans, findings = survey_spans({"project_places": stated(0.5, 0.4)}, crs="EPSG:4526")
    assert spans == {}
    assert [found.code for found in findings] == ["place_shares_not_whole"]
