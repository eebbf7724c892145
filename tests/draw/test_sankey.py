import dataclasses

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ruralmap.draw.sankey import ENDS, lay_sankey, require_layers
from ruralmap.errors import ConservationError, InputError
from ruralmap.words.palette import FUND_LEVELS

NAMES = {
    "township": {"441624100": "甲镇", "441624101": "乙镇"},
    "village": {"441624100201": "甲一村", "441624100202": "甲二村"},
    "project": {"P1": "水渠", "P2": "冷库"},
}
TEXTS = ["level", "channel", "line_id", "prj_id", "township_code", "village_code"]
TYPES = {"year": "Int64", "amount_fen": "Int64"} | dict.fromkeys(TEXTS, "str")


def bars(sankey, column):
    return [(bar.label, bar.amount_fen) for bar in sankey.columns[column]]


def bands(sankey, column):
    labels = [[bar.label for bar in one] for one in sankey.columns]
    return {
        (labels[column][band.start], labels[column + 1][band.end]): band.amount_fen
        for band in sankey.bands
        if band.column == column
    }


def test_sources_townships_and_villages_each_add_up(flows):
    sankey = lay_sankey(flows, NAMES)
    assert sankey.heads == ("来源", "乡镇", "村")
    assert sankey.total_fen == 75_001
    # From 中央 come 300 + 200.01 + 60 + 40 + 100, to 甲镇 go 300 + 200.01 + 50 + 60.
    assert bars(sankey, 0) == [("中央 · 衔接", 70_001), ("县级 · 自筹", 5_000)]
    assert bars(sankey, 1) == [("甲镇", 61_001), ("未安排到项目", 4_000), ("未落到乡镇", 10_000)]
    assert bars(sankey, 2) == [
        ("甲一村", 55_001),
        ("未落到村", 6_000),
        ("未安排到项目", 4_000),
        ("未落到乡镇", 10_000),
    ]
    assert [bar.aside for bar in sankey.columns[2]] == [False, True, True, True]


def test_bands_carry_the_money_between_bars(flows):
    sankey = lay_sankey(flows, NAMES)
    assert bands(sankey, 0) == {
        ("中央 · 衔接", "甲镇"): 56_001,
        ("中央 · 衔接", "未安排到项目"): 4_000,
        ("中央 · 衔接", "未落到乡镇"): 10_000,
        ("县级 · 自筹", "甲镇"): 5_000,
    }
    assert bands(sankey, 1) == {
        ("甲镇", "甲一村"): 55_001,
        ("甲镇", "未落到村"): 6_000,
        ("未安排到项目", "未安排到项目"): 4_000,
        ("未落到乡镇", "未落到乡镇"): 10_000,
    }


def test_bands_lie_side_by_side_in_their_bars(flows):
    first = [band for band in lay_sankey(flows, NAMES).bands if band.column == 0]
    # 中央 leaves to three bars one under the other; 甲镇 gets 560.01 of it, then 50 of 县.
    assert [(band.start, band.end, band.start_fen, band.end_fen) for band in first] == [
        (0, 0, 0, 0),
        (0, 1, 56_001, 0),
        (0, 2, 60_001, 0),
        (1, 0, 0, 56_001),
    ]


def test_a_source_has_the_colour_of_its_level(flows):
    sankey = lay_sankey(flows, NAMES)
    assert [bar.colour for bar in sankey.columns[0]] == [FUND_LEVELS["中央"], FUND_LEVELS["县"]]
    assert sankey.bands[0].colour == FUND_LEVELS["中央"]


def test_projects_have_their_money_in_whatever_township(flows):
    sankey = lay_sankey(flows, NAMES, by="project")
    assert sankey.heads == ("来源", "乡镇", "项目")
    # P1 300 + 200.01, P2 50 + 60, P3 (not in the library) 100.
    assert bars(sankey, 2) == [("水渠", 50_001), ("冷库", 11_000), ("P3", 10_000), ("未安排到项目", 4_000)]


def test_money_allotted_to_a_township_and_to_no_project_is_not_arranged(flows):
    flows.loc[3, "prj_id"] = None
    sankey = lay_sankey(flows, NAMES, by="project")
    assert bars(sankey, 1)[0] == ("甲镇", 61_001)
    assert bars(sankey, 2)[-1] == ("未安排到项目", 10_000)


def test_townships_alone_are_two_columns(flows):
    sankey = lay_sankey(flows, NAMES, by="township", lang="en")
    assert sankey.heads == ("Sources", "Townships")
    assert len(sankey.columns) == 2
    assert {band.column for band in sankey.bands} == {0}


@pytest.mark.parametrize(
    ("most", "named", "others"),
    [
        pytest.param(3, 3, "其余 3 个项目", id="three of six"),
        pytest.param(4, 4, "其余 2 个项目", id="four of six"),
        pytest.param(5, 6, None, id="one left over has a bar of its own"),
        pytest.param(6, 6, None, id="all"),
    ],
)
def test_the_largest_have_names_and_the_others_are_one_bar(flows, most, named, others):
    rows = pd.concat([flows.iloc[:1]] * 6, ignore_index=True)
    # 1, 2, 4, 8, 16 and 32 fen: every sum of some of them is its own.
    rows = rows.assign(
        prj_id=pd.array([f"P{i}" for i in range(6)], dtype="str"), amount_fen=[2**i for i in range(6)]
    ).astype({"amount_fen": "Int64"})
    last = bars(lay_sankey(rows, NAMES, by="project", most=most), 2)
    assert sum(fen for _, fen in last) == 63
    assert [fen for _, fen in last[:named]] == [2 ** (5 - i) for i in range(named)]
    assert (last[named][0] if others else None) == others


def test_villages_stand_beside_their_townships(flows):
    places = [("441624101", "441624101201"), ("441624100", "441624100201"), ("441624101", "441624101202")]
    rows = flows.iloc[[0, 0, 0]].assign(
        township_code=pd.array([town for town, _ in places], dtype="str"),
        village_code=pd.array([village for _, village in places], dtype="str"),
        amount_fen=pd.array([30, 40, 20], dtype="Int64"),
    )
    sankey = lay_sankey(rows, NAMES)
    # 乙镇 has 50, more than 甲镇's 40, though the village of 甲镇 is the largest.
    assert bars(sankey, 1) == [("乙镇", 50), ("甲镇", 40)]
    assert bars(sankey, 2) == [("441624101201", 30), ("441624101202", 20), ("甲一村", 40)]


def test_a_bar_is_as_high_as_what_its_bands_hold_taken_back_or_not(flows):
    flows.loc[2, "amount_fen"] = -5_000
    sankey = lay_sankey(flows, NAMES)
    town = sankey.columns[1][0]
    # 560.01 come, 50 are taken back: 510.01 in sum, 610.01 of bands.
    assert (town.amount_fen, town.gross_fen) == (51_001, 61_001)
    assert sankey.total_fen == 65_001
    assert (sankey.columns[0][1].amount_fen, sankey.columns[0][1].gross_fen) == (-5_000, 5_000)


def test_what_cancels_out_has_no_band(flows):
    rows = pd.concat([flows, flows.assign(amount_fen=-flows["amount_fen"])], ignore_index=True)
    sankey = lay_sankey(rows, NAMES)
    assert sankey.total_fen == 0
    assert sankey.bands == ()


def test_no_money_has_no_bars(flows):
    sankey = lay_sankey(flows.iloc[:0], NAMES)
    assert sankey.columns == ((), (), ())
    assert sankey.total_fen == 0


def test_a_flow_without_its_channel_is_refused(flows):
    flows.loc[0, "channel"] = None
    with pytest.raises(InputError):
        lay_sankey(flows, NAMES)


def test_a_column_or_a_band_that_lost_a_fen_stops_the_figure(flows):
    sankey = lay_sankey(flows, NAMES)
    first = dataclasses.replace(sankey.columns[0][0], amount_fen=70_000)
    with pytest.raises(ConservationError, match=r"来源.*750\.00"):
        require_layers(
            dataclasses.replace(sankey, columns=((first, sankey.columns[0][1]), *sankey.columns[1:]))
        )
    with pytest.raises(ConservationError, match="乡镇 → 村"):
        require_layers(dataclasses.replace(sankey, bands=sankey.bands[:-1]))


@settings(max_examples=12, deadline=None)
@given(
    rows=st.lists(
        st.tuples(
            st.integers(2020, 2024),
            st.sampled_from(["中央", "省", "社会"]),
            st.sampled_from(["衔接", "捐赠"]),
            st.sampled_from(["Z1", "Z2"]),
            st.sampled_from(["P1", "P2", "P3", None]),
            st.sampled_from(
                [("441624100", "441624100201"), ("441624100", None), ("441624101", "V2"), (None, None)]
            ),
            st.integers(-(10**12), 10**13),
        ),
        min_size=1,
        max_size=25,
    ),
    by=st.sampled_from(ENDS),
    most=st.integers(0, 3),
)
def test_every_column_and_every_step_is_the_whole(rows, by, most):
    frame = pd.DataFrame(
        [(*row[:5], *row[5], row[6]) for row in rows], columns=["year", *TEXTS, "amount_fen"]
    ).astype(TYPES)
    sankey = lay_sankey(frame, NAMES, by=by, most=most)
    total = sum(row[-1] for row in rows)
    for column in sankey.columns:
        assert sum(bar.amount_fen for bar in column) == total
    for number in range(len(sankey.columns) - 1):
        assert sum(band.amount_fen for band in sankey.bands if band.column == number) == total
    # Bands never leave their bars.
    for band in sankey.bands:
        left, right = sankey.columns[band.column][band.start], sankey.columns[band.column + 1][band.end]
        assert band.start_fen + abs(band.amount_fen) <= left.gross_fen
        assert band.end_fen + abs(band.amount_fen) <= right.gross_fen
    shuffled = frame.sample(frac=1, random_state=1)
    assert lay_sankey(shuffled, NAMES, by=by, most=most) == sankey
