"""Two sites: one in 甲一村 with an industry, one nowhere. Five households of the first are from 甲二村."""

import json
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import shapely

from ruralmap.draw.sites import SiteLayers, site_map
from ruralmap.errors import ConservationError


def text(values):
    return pd.array(values, dtype="str")


@pytest.fixture
def layers(villages, assets):
    middle = shapely.centroid(villages.geometry.iloc[0])
    sites = pd.DataFrame(
        {
            "site_id": text(["S1", "S2"]),
            "site": text(["幸福安置点", "平安安置点"]),
            "site_kind": text(["集中", None]),
            "industry": text(["茶叶基地", "无主导产业"]),
            "state": text(["leading", "none"]),
            "stated_households": pd.array([10, None], dtype="Int64"),
            "stated_persons": pd.array([30, None], dtype="Int64"),
            "households": [9, 1],
            "persons": [28, 4],
            "villages": [3, 0],
            "labour": [8, 1],
            "idle": [2, 0],
            "idle_willing": [1, 0],
            "work_unknown": [0, 1],
            "village_code": text(["441624100201", None]),
            "lon": [middle.x, np.nan],
            "lat": [middle.y, np.nan],
        }
    )
    origins = pd.DataFrame(
        {
            "site_id": text(["S1", "S1", "S1", "S2"]),
            "village_code": text(["441624100201", "441624100202", "441624101201", None]),
            "households": [2, 5, 2, 1],
            "persons": [6, 16, 6, 4],
        }
    )
    public = assets[assets["asset_class"].ne("到户类")]
    return SiteLayers(sites, origins, public[["asset_class", "run_state", "village_code"]], strange=3)


@pytest.fixture
def draw(villages, townships, layers, meta):
    def draw_it(own=layers, **more):
        return site_map(villages, townships, own, meta=meta, **more).to_html()

    return draw_it


def _panel(page):
    words = page.split('<aside class="rm-panel"')[1].split("</aside>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", words))


def _data(page):
    return json.loads(re.search(r"data-page>(.*?)</script>", page, re.DOTALL)[1])


def test_the_panel_adds_up(draw):
    panel = _panel(draw())
    for line in (
        "安置点 2 个 名单中的安置户 10 户 名单中的安置人口 32 人 有劳动力、无人就业户 2 户",
        "另有 1 户有劳动力，家中无人登记就业",
        "名单中有 3 户的安置点编号不在",
        "其中 1 户户籍村不明，没有连线。",
        "另有 1 个安置点无坐标且坐落村不明，未落图。",
        "有主导产业 1 无主导产业 1 无产业台账 0",
        "无 1 1–2 户 2 3–5 户 1 6–9 户 0",  # 甲一村 and 乙一村 2 each, 甲二村 5
        "幸福安置点 9 8 2 平安安置点 1 1 0",
    ):
        assert line in panel


def test_lines_lead_to_other_villages_only(draw, read_numbers):
    data = _data(draw())
    columns = data["tables"]["links"]["columns"]
    # To 甲二村 (5 households, the middle width) and 乙一村 (2, the smallest); 甲一村 is the site's own.
    assert read_numbers(columns["width"]) == [1, 0]
    assert read_numbers(data["lines"][0]["rows"]) == [0, 1]


@pytest.mark.parametrize(("households", "number"), [(2, 0), (3, 1), (5, 1), (6, 2)])
def test_a_line_is_wider_from_its_bound(draw, layers, read_numbers, households, number):
    own = replace(layers, origins=layers.origins.iloc[1:2].assign(households=households))
    assert read_numbers(_data(draw(own))["tables"]["links"]["columns"]["width"]) == [number]


@pytest.mark.parametrize(("households", "number"), [(0, 0), (1, 1), (2, 1), (3, 2), (6, 3), (9, 3), (10, 4)])
def test_a_class_of_villages_begins_at_its_bound(draw, layers, read_numbers, households, number):
    own = replace(layers, origins=layers.origins.iloc[1:2].assign(households=households))
    assert read_numbers(_data(draw(own))["tables"]["villages"]["columns"]["state"]) == [0, number, 0, 0]


def test_a_household_in_a_village_of_no_map_stops_the_map(draw, layers):
    own = replace(layers, origins=layers.origins.assign(village_code=text(["441624999201"] * 4)))
    with pytest.raises(ConservationError, match="10"):
        draw(own)


def test_without_a_ledger_nothing_is_said_of_assets(draw, layers):
    cards = _data(draw(replace(layers, assets=None)))["cards"]
    assert "资产" not in json.dumps([cards["sites"], cards["villages"]], ensure_ascii=False)


def test_the_english_page_leaves_no_chinese_but_names(draw):
    shown = re.sub("幸福安置点|平安安置点", "", _panel(draw(lang="en")))
    assert not re.search(r"[一-鿿]", shown)


def card(page):
    page.wait_for_selector(".rm-card")
    return re.sub(r"\s+", " ", page.inner_text(".rm-card"))


@pytest.mark.browser
@pytest.mark.parametrize("width", [1440, 390])
def test_a_site_tells_its_people_and_the_assets_at_both_ends(draw, open_page, width):
    page = open_page(draw(), width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.click("[data-goto='sites.0']")
    shown = card(page)
    assert shown.startswith("幸福安置点 甲镇 · 甲一村村民委员会 安置方式 集中 主导产业 茶叶基地")
    assert "有劳动力的户 8 户 其中无人就业 2 户 其中有就业意愿 1 户" in shown
    # In 甲一村 茶叶加工厂; in the three villages left that one too, and 光伏电站 of 甲二村.
    assert (
        "安置点所在村的资产 经营性资产 1 项 正常 1 项 迁出村的资产 经营性资产 2 项 正常 1 项 未登记 1 项"
        in shown
    )


@pytest.mark.browser
def test_a_village_left_behind_says_where_its_people_went(draw, open_page):
    page = open_page(draw())
    page.fill("[data-search]", "甲二村")
    page.press("[data-search]", "Enter")
    assert "迁入安置点 5 户 迁入安置点人数 16 人 去向 幸福安置点 5 户 本村资产 经营性资产 1 项" in card(page)


@pytest.mark.browser
def test_lines_can_be_taken_away_and_limited_to_a_site(draw, open_page):
    page = open_page(draw())
    canvas = "document.querySelector('.rm-canvas').toDataURL()"
    whole = page.evaluate(canvas)
    page.uncheck("input[data-show=links]")
    without = page.evaluate(canvas)
    assert without != whole
    page.check("input[data-show=links]")
    page.select_option("select[data-filter='links.site']", label="幸福安置点")
    assert page.evaluate(canvas) == whole  # all lines are of this site
