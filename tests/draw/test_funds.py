import json
import re

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ruralmap.draw.fund_rows import MOST_FEN, number_flows, require_conserved
from ruralmap.draw.funds import FundDetails, fund_map
from ruralmap.errors import ConservationError, InputError

WAYS = [
    # project, township, village
    ("P1", "441624100", "441624100201"),
    ("P2", "441624100", "441624100202"),
    ("P2", "441624101", "441624101201"),
    ("P3", "441624101", None),
    (None, "441624101", None),
    ("P3", None, None),
    (None, None, None),
]
NAMES = ["year", "level", "channel", "line_id", "prj_id", "township_code", "village_code", "amount_fen"]
TYPES = {"year": "Int64", "amount_fen": "Int64"} | dict.fromkeys(NAMES[1:7], "str")


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


def test_years_levels_and_channels_are_summed_in_the_filters(villages, townships, flows, meta):
    flows["amount_fen"] *= 1_000_000
    panel = _panel(fund_map(villages, townships, flows, meta=meta).to_html())
    assert "2023 年 30,000.00 2024 年 45,001.00" in panel
    assert "中央 70,001.00 县级 5,000.00" in panel
    assert "衔接 70,001.00 自筹 5,000.00" in panel


def test_every_fen_is_in_the_page(villages, townships, flows, meta, read_numbers):
    data = _data(fund_map(villages, townships, flows, meta=meta).to_html())
    assert sum(read_numbers(data["tables"]["flows"]["columns"]["amount"])) == 75_001


def test_sources_stand_by_level_then_by_amount(villages, townships, flows, meta):
    data = _data(fund_map(villages, townships, flows, meta=meta).to_html())
    assert data["tables"]["sources"]["columns"]["name"] == ["中央 · 衔接", "县级 · 自筹"]


def test_lines_go_by_their_documents_and_projects_by_their_names(
    villages, townships, flows, fund_details, meta
):
    tables = _data(fund_map(villages, townships, flows, fund_details, meta=meta).to_html())["tables"]
    assert tables["lines"]["columns"]["label"] == ["财农〔2023〕1号 Z1", "财农〔2024〕2号 Z2", "Z3", "Z4"]
    assert tables["projects"]["columns"]["name"] == ["甲一村水渠", "乙二社区冷库", "P3"]


def test_a_project_stands_at_its_point_or_in_its_village_or_nowhere(
    villages, townships, flows, fund_details, meta, read_numbers
):
    tables = _data(fund_map(villages, townships, flows, fund_details, meta=meta).to_html())["tables"]
    projects = {
        name: read_numbers(tables["projects"]["columns"][name]) for name in tables["projects"]["packed"]
    }
    places = tables["villages"]["columns"]
    x, y = (read_numbers(places[name]) for name in "xy")
    assert projects["placed"] == [1, 1, 0]
    assert (projects["x"][0], projects["y"][0]) == (x[0], y[0])
    # The middle of the largest circle in a square is the square's, to a step of the grid.
    assert (projects["x"][1], projects["y"][1]) == pytest.approx((x[3], y[3]), abs=2)
    assert projects["township"] == [0, 0, -1]


def test_a_long_project_name_is_shortened_on_the_map_only(villages, townships, flows, meta):
    names = FundDetails(projects={"P1": "二〇二四年甲镇甲一村小型农田水利设施"})
    columns = _data(fund_map(villages, townships, flows, names, meta=meta).to_html())["tables"]["projects"]
    assert columns["columns"]["name"][0] == "二〇二四年甲镇甲一村小型农田水利设施"
    assert columns["columns"]["label"][0] == "二〇二四年甲镇甲一村小型农…"


def test_money_taken_back_is_subtracted(villages, townships, flows, meta):
    flows.loc[2, "amount_fen"] = -5_000
    panel = _panel(fund_map(villages, townships, flows, meta=meta).to_html())
    # 750.01 - 2 × 50 = 650.01
    assert "台账合计 650.01 元" in panel


def test_no_filter_shows_more_of_a_band_than_the_widest(villages, townships, flows):
    # 中央 gives 甲镇 300 of 2023, and of 2024 60 and 200.01 less 250: net 310.01, but 360 where a filter
    # leaves out what is taken back.
    back = flows.iloc[1:2].assign(amount_fen=pd.array([-25_000], dtype="Int64"))
    rows = pd.concat([flows, back], ignore_index=True)
    numbered = number_flows(rows, townships=townships.index, villages=villages.index)
    assert numbered.widest == 36_000


@pytest.mark.parametrize(
    ("column", "value"),
    [
        pytest.param("level", "国际", id="a level that does not exist"),
        pytest.param("channel", "国际", id="a channel that does not exist"),
        pytest.param("channel", None, id="no channel"),
        pytest.param("line_id", None, id="no line"),
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


def _numbered(flows, villages, townships):
    return number_flows(flows, townships=townships.index, villages=villages.index)


@pytest.mark.parametrize("column", ["source", "level", "line"])
def test_a_layer_that_lost_a_fen_stops_the_map(villages, townships, flows, column):
    numbered = _numbered(flows, villages, townships)
    numbered.rows.loc[0, column] = -1
    # The first row is the 300.00 of 2023: 450.01 of 750.01 元 are drawn.
    with pytest.raises(ConservationError, match=r"450\.01"):
        require_conserved(numbered, 75_001)


def test_a_village_without_its_township_stops_the_map(villages, townships, flows):
    numbered = _numbered(flows, villages, townships)
    require_conserved(numbered, 75_001)
    with pytest.raises(ConservationError, match=r"750\.02"):
        require_conserved(numbered, 75_002)


@pytest.mark.parametrize(("amount", "stops"), [(MOST_FEN, False), (MOST_FEN + 1, True)])
def test_more_than_a_browser_counts_is_not_drawn(villages, townships, flows, amount, stops):
    rows = flows.iloc[:1].assign(amount_fen=pd.array([amount], dtype="Int64"))
    if stops:
        with pytest.raises(ConservationError, match="90"):
            _numbered(rows, villages, townships)
    else:
        assert _numbered(rows, villages, townships).total == amount


def test_rows_that_go_the_same_way_are_one(villages, townships, flows):
    numbered = _numbered(pd.concat([flows, flows], ignore_index=True), villages, townships)
    assert len(numbered.rows) == len(flows)
    assert numbered.total == 2 * 75_001


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
            st.sampled_from(["Z1", "Z2", "Z3"]),
            st.sampled_from(WAYS),
            st.integers(-(10**12), 10**13),
        ),
        min_size=1,
        max_size=30,
    )
)
def test_whatever_the_ledger_holds_is_in_the_page(villages, townships, meta, read_numbers, rows):
    frame = pd.DataFrame([(*row[:4], *row[4], row[5]) for row in rows], columns=NAMES).astype(TYPES)
    columns = _data(fund_map(villages, townships, frame, meta=meta).to_html())["tables"]["flows"]["columns"]
    assert sum(read_numbers(columns["amount"])) == sum(row[-1] for row in rows)


def test_assets_made_are_drawn_and_those_of_households_never(villages, townships, flows, assets, meta):
    details = FundDetails(assets=assets, title="资金追溯图")
    page = fund_map(villages, townships, flows, details, meta=meta)
    html = page.to_html()
    table = _data(html)["tables"]["assets"]["columns"]
    # Of the four public ones ZC3 has neither a point nor a village; two belong to households.
    assert table["name"] == ["茶叶加工厂", "村道", "光伏电站"]
    assert page.title == "试验县资金追溯图"
    panel = _panel(html)
    assert "正常 1 闲置 1 未登记 1" in panel
    assert "另有 1 项无坐标" in panel
    assert "住户000123" not in html


def test_assets_that_are_all_placed_have_no_note(villages, townships, flows, assets, meta):
    details = FundDetails(assets=assets.iloc[:2])
    assert "另有" not in _panel(fund_map(villages, townships, flows, details, meta=meta).to_html())
