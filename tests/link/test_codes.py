import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ruralmap.errors import InputError
from ruralmap.link.codes import current_codes

# N1, N2 and N3 stand today.
STANDING = ["N1", "N2", "N3"]


def _lineage(*events):
    return pd.DataFrame(events, columns=["old_code", "new_code", "effective_on", "event"])


def _one(code, lineage, as_of="2024-09-30"):
    place = current_codes(pd.Series([code], dtype="str"), STANDING, lineage=lineage, as_of=as_of).iloc[0]
    return tuple(
        None if pd.isna(place[name]) else place[name] for name in ("village_code", "candidates", "reason")
    )


@pytest.mark.parametrize("event", ["更名", "改居", "合并", "恢复", "撤销"])
def test_an_event_with_one_successor_is_followed(event):
    assert _one("O1", _lineage(("O1", "N1", "2018-06-30", event))) == ("N1", "N1", "code_moved")


@pytest.mark.parametrize(
    ("events", "answer"),
    [
        pytest.param([], ("N1", "N1", None), id="no event at all"),
        pytest.param(
            [("N1", "N2", "2018-06-30", "合并")], ("N1", "N1", None), id="an event that it outlived"
        ),
        pytest.param([("N1", "N1", "2018-06-30", "更名")], ("N1", "N1", None), id="only its name changed"),
    ],
)
def test_a_code_that_stands_is_left_alone(events, answer):
    assert _one("N1", _lineage(*events)) == answer


@pytest.mark.parametrize(
    ("events", "answer"),
    [
        pytest.param(
            [("O1", "N2", "2019-01-01", "分立"), ("O1", "N1", "2019-01-01", "分立")],
            (None, "N1;N2", "code_split"),
            id="split in two",
        ),
        pytest.param(
            [("O1", "N1", "2019-01-01", "分立")],
            (None, "N1", "code_split"),
            id="split, and only one part is told",
        ),
        pytest.param(
            [("O1", "N1", "2019-01-01", "分立"), ("O1", "X9", "2019-01-01", "分立")],
            (None, "N1", "code_split"),
            id="split, and one part is not there",
        ),
        pytest.param(
            [
                ("O1", "O2", "2019-01-01", "分立"),
                ("O1", "O3", "2019-01-01", "分立"),
                ("O2", "N1", "2020-01-01", "更名"),
                ("O3", "N1", "2021-01-01", "合并"),
            ],
            ("N1", "N1", "code_moved"),
            id="split, and together again",
        ),
        pytest.param([("O1", None, "2019-01-01", "撤销")], (None, None, "code_abolished"), id="abolished"),
        pytest.param(
            [("O1", "X9", "2019-01-01", "更名")],
            (None, None, "code_abolished"),
            id="renamed to what is not there",
        ),
        pytest.param(
            [("O1", "N1", "2019-01-01", "新增")], (None, None, "code_unknown"), id="新增 says nothing"
        ),
        pytest.param(
            [("O2", "N1", "2019-01-01", "更名")], (None, None, "code_unknown"), id="another code's event"
        ),
    ],
)
def test_what_does_not_lead_to_one_village_is_listed_or_said(events, answer):
    assert _one("O1", _lineage(*events)) == answer


@pytest.mark.parametrize(
    ("effective_on", "as_of", "reason"),
    [
        pytest.param("2024-09-30", "2024-09-30", "code_moved", id="on the day"),
        pytest.param("2024-10-01", "2024-09-30", "code_unknown", id="a day later"),
        pytest.param("2024-09", "2024-09-30", "code_moved", id="the month is over"),
        pytest.param("2024-09", "2024-09-29", "code_unknown", id="the month is not over"),
        pytest.param("2024-10", "2024-09-30", "code_unknown", id="a month later"),
    ],
)
def test_events_after_the_date_of_evaluation_are_ignored(effective_on, as_of, reason):
    assert _one("O1", _lineage(("O1", "N1", effective_on, "更名")), as_of)[2] == reason


def test_a_chain_is_followed_to_its_end():
    # O1 was merged into O2 in 2014, which became O3 in 2016, and N3 when the county became a city in 2020.
    lineage = _lineage(
        ("O3", "N3", "2020-05", "更名"),
        ("O1", "O2", "2014-01-01", "合并"),
        ("O2", "O3", "2016-01-01", "更名"),
    )
    assert _one("O1", lineage) == ("N3", "N3", "code_moved")
    assert _one("O1", lineage, as_of="2019-12-31") == (None, None, "code_abolished")


def test_a_chain_through_a_split_lists_all_ends():
    lineage = _lineage(
        ("O1", "O2", "2014-01-01", "更名"),
        ("O2", "N1", "2016-01-01", "分立"),
        ("O2", "O3", "2016-01-01", "分立"),
        ("O3", "N3", "2018-01-01", "改居"),
    )
    assert _one("O1", lineage) == (None, "N1;N3", "code_split")


def test_the_earliest_event_of_a_further_code_counts_not_a_later_one():
    # O1 went into O2 in 2014; O2 went into N1 in 2016, was founded again, and went into N2 in 2020.
    lineage = _lineage(
        ("O1", "O2", "2014-01-01", "合并"),
        ("O2", "N2", "2020-01-01", "合并"),
        ("O2", "N1", "2016-01-01", "合并"),
    )
    assert _one("O1", lineage) == ("N1", "N1", "code_moved")
    # A record with O2 itself may be of either time.
    assert _one("O2", lineage) == (None, "N1;N2", "code_split")


def test_an_abolished_and_restored_unit_is_no_circle():
    lineage = _lineage(
        ("O1", "N1", "2014-01-01", "合并"),
        ("N1", "O1", "2017-01-01", "恢复"),
        ("O1", "N2", "2021-01-01", "更名"),
    )
    assert _one("O1", lineage) == (None, "N1;N2", "code_split")
    assert _one("N1", lineage) == ("N1", "N1", None)


def test_a_restoration_that_leads_back_ends_where_nothing_stands():
    lineage = _lineage(("O1", "O2", "2014-01-01", "合并"), ("O2", "O1", "2014-01-01", "恢复"))
    assert _one("O1", lineage) == (None, None, "code_abolished")


@pytest.mark.parametrize(
    "events",
    [
        pytest.param(
            [("O1", "O2", "2014-01-01", "更名"), ("O2", "O1", "2016-01-01", "更名")], id="two codes"
        ),
        pytest.param(
            [("A", "B", "2014", "合并"), ("B", "C", "2015", "分立"), ("C", "A", "2016", "撤销")],
            id="three codes",
        ),
    ],
)
def test_a_lineage_in_a_circle_is_refused_even_if_no_record_needs_it(events):
    with pytest.raises(InputError, match="circle"):
        _one("N1", _lineage(*events))


def test_a_circle_that_has_not_happened_yet_is_ignored():
    lineage = _lineage(("O1", "N1", "2014-01-01", "更名"), ("N1", "O1", "2030-01-01", "更名"))
    assert _one("O1", lineage) == ("N1", "N1", "code_moved")


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        # N1 became N2 in 2015, and O2 was given the free code N1 in 2018.
        pytest.param("O1", ("N2", "N2", "code_moved"), id="who was N1 before is N2"),
        pytest.param("O2", ("N1", "N1", "code_moved"), id="who is N1 since stays"),
        pytest.param("N1", (None, "N1;N2", "code_reused"), id="N1 itself may be either"),
        pytest.param("N2", ("N2", "N2", None), id="N2 has been one unit only"),
    ],
)
def test_a_code_that_was_passed_on_is_not_taken_for_what_it_was(code, answer):
    lineage = _lineage(
        ("O1", "N1", "2012-01-01", "更名"),
        ("N1", "N2", "2015-01-01", "更名"),
        ("O2", "N1", "2018-01-01", "更名"),
    )
    assert _one(code, lineage) == answer


def test_numbers_passed_on_in_one_day_are_passed_on_all_at_once():
    lineage = _lineage(("N1", "N2", "2018-01-01", "更名"), ("N2", "N3", "2018-01-01", "更名"))
    assert _one("N1", lineage) == ("N1", "N1", None)  # nobody else got N1
    assert _one("N2", lineage) == (None, "N2;N3", "code_reused")
    lineage = _lineage(("O1", "N1", "2018-01-01", "更名"), ("N1", "N2", "2018-01-01", "更名"))
    assert _one("O1", lineage) == ("N1", "N1", "code_moved")


def test_a_code_that_ended_on_the_day_is_followed_on():
    # O1 was merged into O2, which took a new name on the same day: nobody is O2 any more.
    lineage = _lineage(("O1", "O2", "2018-01-01", "合并"), ("O2", "N1", "2018-01-01", "更名"))
    assert _one("O1", lineage) == ("N1", "N1", "code_moved")


@pytest.mark.parametrize(
    "events",
    [
        pytest.param(
            [("N1", "N2", "2014-01-01", "合并"), ("N2", "N1", "2017-01-01", "恢复")],
            id="abolished and restored",
        ),
        pytest.param(
            [("N1", "N2", "2014-01-01", "分立"), ("O1", "N1", "2017-01-01", "合并")],
            id="a part left, another unit joined",
        ),
        pytest.param(
            [
                ("N1", "N1", "2014-01-01", "分立"),
                ("N1", "N2", "2014-01-01", "分立"),
                ("O1", "N1", "2017-01-01", "合并"),
            ],
            id="a part left and the rest is told",
        ),
        pytest.param(
            [("N1", "N2", "2014-01-01", "合并"), ("O1", "N1", "2013-01-01", "更名")],
            id="given before it ended",
        ),
    ],
)
def test_a_code_of_one_unit_through_time_was_not_passed_on(events):
    assert _one("N1", _lineage(*events)) == ("N1", "N1", None)


def test_of_a_code_passed_on_after_its_unit_was_abolished_nothing_is_sure():
    lineage = _lineage(("N1", None, "2014-01-01", "撤销"), ("O1", "N1", "2017-01-01", "更名"))
    places = current_codes(pd.Series(["N1", "N2"]), STANDING, lineage=lineage, as_of="2024-09-30")
    assert places["candidates"].tolist() == ["N1", "N2"]
    assert places["is_sure"].tolist() == [False, True]
    assert places["reason"].fillna("").tolist() == ["code_reused", ""]


@pytest.mark.parametrize("lineage", [None, _lineage()], ids=["no table", "an empty table"])
def test_without_lineage_only_standing_codes_count(lineage):
    assert _one("N1", lineage) == ("N1", "N1", None)
    assert _one("O1", lineage) == (None, None, "code_unknown")


def test_missing_codes_are_no_evidence_and_the_index_is_kept():
    codes = pd.Series(["N1", np.nan, "N1"], index=["h1", "h2", "h1"], dtype="str")
    places = current_codes(codes, STANDING, lineage=None, as_of="2024-09-30")
    assert places.index.tolist() == ["h1", "h2", "h1"]
    assert places["village_code"].isna().tolist() == [False, True, False]
    assert places["reason"].isna().all()


@settings(deadline=None)
@given(st.permutations(range(5)))
def test_the_order_of_the_table_does_not_matter(order):
    lineage = _lineage(
        ("O1", "O2", "2014-01-01", "更名"),
        ("O2", "N1", "2016-01-01", "分立"),
        ("O2", "O3", "2016-01-01", "分立"),
        ("O3", "N3", "2018-01-01", "改居"),
        ("O4", None, "2018-01-01", "撤销"),
    )
    codes = pd.Series(["O1", "O2", "O3", "O4", "N2"], dtype="str")
    straight = current_codes(codes, STANDING, lineage=lineage, as_of="2024-09-30")
    shuffled = current_codes(codes, STANDING, lineage=lineage.iloc[list(order)], as_of="2024-09-30")
    pd.testing.assert_frame_equal(straight, shuffled)
