"""Three projects: one reaches its line, one is below and done, one is nowhere. Six workers."""

import json
import re
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from ruralmap.draw.work_relief import ReliefLayers, work_relief_map
from ruralmap.errors import ConservationError

SOUTH, NORTH = "441624100", "441624101"


def text(values):
    return pd.array(values, dtype="str")


def whole(values):
    return pd.array(values, dtype="Int64")


@pytest.fixture
def layers(villages):
    middle = shapely.centroid(villages.geometry.iloc[3])
    projects = pd.DataFrame(
        {
            "prj_id": text(["P1", "P2", "P3"]),
            "project": text(["通村路", "水渠", "供水"]),
            "work_relief_mode": text(["专项", "推广", None]),
            "whole": text(["central", "fiscal", "fiscal"]),
            "state": text(["reached", "below", "unknown"]),
            "share": pd.array([0.3, 0.05, None], dtype="Float64"),
            "line": pd.array([0.3, 0.1, None], dtype="Float64"),
            "whole_fen": whole([10_000_000, 20_000_000, None]),
            "paid_fen": whole([3_000_000, 1_000_000, None]),
            "due_fen": whole([3_000_000, 1_500_000, None]),
            "short_fen": whole([0, 500_000, None]),
            "persons": whole([4, 2, 0]),
            "months": whole([3, 1, 0]),
            "months_unpaid": whole([0, 2, None]),
            "started_on": text(["2024-03-01", "2024-01", None]),
            "completed_on": text([None, "2024-03-20", None]),
            "village_code": text(["441624101202", "441624100201", None]),
            "lon": [middle.x, np.nan, np.nan],
            "lat": [middle.y, np.nan, np.nan],
        }
    )
    workers = pd.DataFrame(
        {
            "township_code": text([SOUTH, SOUTH, None]),
            "village_code": text(["441624100201", "441624100201", None]),
            "worker_group": text(["脱贫户", "其他农村劳动力", None]),
            "persons": whole([3, 2, 1]),
        }
    )
    road = shapely.LineString([(middle.x, middle.y), (middle.x + 0.004, middle.y)])
    shapes = gpd.GeoDataFrame({"prj_id": text(["P1", "P3", "P9"])}, geometry=[road] * 3, crs="EPSG:4490")
    return ReliefLayers(projects, workers, shapes, "专项 30%")


@pytest.fixture
def draw(villages, townships, layers, meta):
    def draw_it(own=layers, **more):
        return work_relief_map(villages, townships, own, meta=meta, **more).to_html()

    return draw_it


def _panel(page):
    words = page.split('<aside class="rm-panel"')[1].split("</aside>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", words))


def _data(page):
    return json.loads(re.search(r"data-page>(.*?)</script>", page, re.DOTALL)[1])


def test_the_panel_adds_up(draw):
    panel = _panel(draw())
    # 3 + 2 + 1 workers, 3 of them of lifted households; 3 + 1 万元 paid, 0.5 paid short.
    for line in (
        "以工代赈项目 3 项 务工人数 6 人 其中脱贫、监测、搬迁 3 人 实发劳务报酬 4.00 万元 少发 0.50 万元",
        "其中 1 人户籍村不明，未落图。",
        "以工代赈专项 1 推广以工代赈方式 1 重点工程实施以工代赈 0 未写明方式 1 项目线路或范围 1",
        "其中 1 项无坐标，画在坐落村内，位置为示意。 另有 1 项无坐标且坐落村不明，未落图。",
        "达到参考线 1 低于参考线（在建，未定论） 0 低于参考线（已完工） 1 无参考线 0",
        "无 3 1–4 人 0 5–9 人 1 10–29 人 0",
        "甲镇 5 3 1 乙镇 0 0 1",
    ):
        assert line in panel


@pytest.mark.parametrize(
    ("persons", "number"), [(0, 0), (1, 1), (4, 1), (5, 2), (9, 2), (10, 3), (29, 3), (30, 4)]
)
def test_a_class_of_villages_begins_at_its_bound(draw, layers, read_numbers, persons, number):
    page = draw(replace(layers, workers=layers.workers.iloc[:1].assign(persons=whole([persons]))))
    assert read_numbers(_data(page)["tables"]["villages"]["columns"]["state"]) == [number, 0, 0, 0]


def test_only_lines_of_drawn_projects_are_drawn(draw, read_numbers):
    (spec,) = _data(draw())["lines"]
    assert read_numbers(spec["rows"]) == [0]  # that of P3, which is nowhere, is not, nor that of no project


def test_a_worker_in_a_township_of_no_map_stops_the_map(draw, layers):
    workers = layers.workers.assign(township_code=text([SOUTH, "441624999", None]))
    with pytest.raises(ConservationError, match="4"):
        draw(replace(layers, workers=workers))


def test_the_english_page_leaves_no_chinese_but_names(draw):
    shown = re.sub("甲镇|乙镇|专项 30%", "", _panel(draw(lang="en")))
    assert not re.search(r"[一-鿿]", shown)


@pytest.mark.browser
@pytest.mark.parametrize("width", [1440, 390])
def test_a_project_and_a_village_tell_their_figures(draw, open_page, width):
    page = open_page(draw(), width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    before = page.evaluate("document.querySelector('.rm-canvas').toDataURL()")
    page.uncheck("input[data-filter='projects.mode'][value='0']")
    assert page.evaluate("document.querySelector('.rm-canvas').toDataURL()") != before
    page.check("input[data-filter='projects.mode'][value='0']")
    assert page.evaluate("document.querySelector('.rm-canvas').toDataURL()") == before
    page.fill("[data-search]", "甲一村")
    page.press("[data-search]", "Enter")
    page.wait_for_selector(".rm-card")
    shown = re.sub(r"\s+", " ", page.inner_text(".rm-card"))
    assert "务工人数 5 人 脱贫户 3 人 其他农村劳动力 2 人" in shown


@pytest.mark.browser
def test_a_line_opens_the_card_of_its_project(draw, open_page, villages):
    page = open_page(draw())
    middle = shapely.centroid(villages.geometry.iloc[3])
    box = page.locator(".folium-map").bounding_box()
    x, y = page.evaluate(
        """([lon, lat]) => {
            const map = Object.entries(window).find(([name]) => name.startsWith("map_"))[1];
            const at = map.latLngToContainerPoint([lat, lon]);
            return [at.x, at.y];
        }""",
        [middle.x + 0.003, middle.y],
    )
    page.mouse.click(box["x"] + x, box["y"] + y)
    page.wait_for_selector(".rm-card")
    shown = re.sub(r"\s+", " ", page.inner_text(".rm-card"))
    assert shown.startswith(
        "通村路 乙镇 · 乙二社区居民委员会 方式 以工代赈专项 劳务报酬占比 达到参考线 占比 30.00% 参考线 30.00%"
    )
    assert (
        "占比的分母 中央以工代赈资金 分母金额 10.00 万元 实发 3.00 万元 应发 3.00 万元 务工人数 4 人" in shown
    )
