import json
import re

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ruralmap.draw.funds import fund_map, require_conserved
from ruralmap.errors import ConservationError, InputError

WAYS = [
    ("441624100", "441624100201"),
    ("441624100", "441624100202"),
    ("441624101", "441624101201"),
    ("441624101", None),
    (None, None),
]


def _data(page):
    return json.loads(re.search(r"data-page>(.*?)</script>", page, re.DOTALL)[1])


def _panel(page):
    text = page.split('<aside class="rm-panel"')[1].split("</aside>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def test_the_total_is_written_to_the_fen(villages, townships, flows, meta):
    panel = _panel(fund_map(villages, townships, flows, meta=meta).to_html())
    # 300 + 200.01 + 50 + 60 + 40 + 100 = 750.01 元 = 0.075001 万元
    assert "台账合计 750.01 元 0.08 万元" in panel


def test_what_reached_no_project_township_or_village_is_listed(villages, townships, flows, meta):
    flows["amount_fen"] *= 1_000_000
    panel = _panel(fund_map(villages, townships, flows, meta=meta).to_html())
    # Times a million: 甲镇 30,000 + 20,001 + 5,000 + 6,000 = 61,001 万元.
    for line in (
        "甲镇 61,001.00",
        "乙镇 0.00",
        "未安排到项目 4,000.00",
        "已安排、未落到乡镇 10,000.00",
        "乡镇资金中未落到村 6,000.00",
    ):
        assert line in panel


def test_years_and_levels_are_summed_in_the_filters(villages, townships, flows, meta):
    flows["amount_fen"] *= 1_000_000
    panel = _panel(fund_map(villages, townships, flows, meta=meta).to_html())
    assert "2023 年 30,000.00 2024 年 45,001.00" in panel
    assert "中央 70,001.00 县级 5,000.00" in panel


def test_every_fen_is_in_the_page(villages, townships, flows, meta, read_numbers):
    data = _data(fund_map(villages, townships, flows, meta=meta).to_html())
    assert sum(read_numbers(data["tables"]["flows"]["columns"]["amount"])) == 75_001


def test_sources_stand_by_level_then_by_amount(villages, townships, flows, meta):
    data = _data(fund_map(villages, townships, flows, meta=meta).to_html())
    assert data["tables"]["sources"]["columns"]["name"] == ["中央 · 衔接", "县级 · 自筹"]


def test_without_the_column_nothing_counts_as_arranged(villages, townships, flows, meta):
    panel = _panel(fund_map(villages, townships, flows.drop(columns="arranged"), meta=meta).to_html())
    assert "已安排、未落到乡镇" not in panel


def test_money_taken_back_is_subtracted(villages, townships, flows, meta):
    flows.loc[2, "amount_fen"] = -5_000
    panel = _panel(fund_map(villages, townships, flows, meta=meta).to_html())
    # 750.01 - 2 × 50 = 650.01
    assert "台账合计 650.01 元" in panel


@pytest.mark.parametrize(
    ("column", "value"),
    [
        pytest.param("level", "国际", id="a level that does not exist"),
        pytest.param("township_code", "441624999", id="a township that is not on the map"),
        pytest.param("village_code", "441624100999", id="a village that is not on the map"),
        pytest.param("village_code", "441624101201", id="a village of another township"),
        pytest.param("amount_fen", None, id="no amount"),
        pytest.param("year", None, id="no year"),
    ],
)
def test_a_row_that_could_not_be_drawn_is_refused(villages, townships, flows, meta, column, value):
    flows.loc[0, column] = value
    with pytest.raises(InputError):
        fund_map(villages, townships, flows, meta=meta)


def test_a_layer_that_lost_a_fen_stops_the_map():
    rows = pd.DataFrame(
        {
            "source": [0, -1],
            "township": [0, 0],
            "village": [1, -1],
            "arranged": [True, True],
            "amount_fen": [5, 1],
        }
    )
    # The second row has no source: 5 of 6 fen are drawn.
    with pytest.raises(ConservationError, match=r"0\.05"):
        require_conserved(rows, 6)


def test_no_money_is_an_empty_map(villages, townships, flows, meta):
    panel = _panel(fund_map(villages, townships, flows.iloc[:0], meta=meta).to_html())
    assert "台账合计 0.00 元 0.00 万元" in panel


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.tuples(
            st.integers(2020, 2024),
            st.sampled_from(["中央", "省", "社会"]),
            st.sampled_from(["衔接", "捐赠"]),
            st.sampled_from(WAYS),
            st.integers(-(10**12), 10**13),
        ),
        min_size=1,
        max_size=30,
    )
)
def test_whatever_the_ledger_holds_is_in_the_page(villages, townships, meta, read_numbers, rows):
    table = [(year, level, channel, *way, fen) for year, level, channel, way, fen in rows]
    names = ["year", "level", "channel", "township_code", "village_code", "amount_fen"]
    frame = pd.DataFrame(table, columns=names).astype(
        {"year": "Int64", "amount_fen": "Int64"} | dict.fromkeys(names[1:5], "str")
    )
    columns = _data(fund_map(villages, townships, frame, meta=meta).to_html())["tables"]["flows"]["columns"]
    assert sum(read_numbers(columns["amount"])) == sum(row[-1] for row in rows)
