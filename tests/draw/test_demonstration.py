import json
import re

import pandas as pd
import pytest

from ruralmap.draw.demonstration import demonstrations
from ruralmap.draw.shapes import lay_out
from ruralmap.draw.zones import Overlays, priority_map


def text(values):
    return pd.array(values, dtype="str")


@pytest.fixture
def records():
    """A township recognised, two villages, one place of another type and no stage, one on no map."""
    rows = [
        ("441624100", "产业聚集", "认定"),
        ("441624100201", "生态宜居型", "培育"),
        ("441624100202", "农旅融合", "创建"),
        ("441624101201", "文旅康养", None),
        ("441624101202", None, None),
        ("441624999201", "产业发展", "认定"),
    ]
    frame = pd.DataFrame(rows, columns=["code", "demo_type", "demo_stage"])
    return frame.astype("str")


@pytest.fixture
def draw(villages, townships, zone_rows, overlays, records, meta):
    own = Overlays(overlays.sites, overlays.counts, records)
    return lambda **more: priority_map(villages, townships, zone_rows, own, meta=meta, **more).to_html()


def _panel(page):
    words = page.split('<aside class="rm-panel"')[1].split("</aside>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", words))


def test_types_choose_the_shape_and_stages_the_filling(villages, townships, records):
    places = demonstrations(lay_out(villages, townships), records)
    # Shapes: triangle, circle, square, diamond; fillings: hollow, half, full, unknown.
    assert places[["name", "level", "kind", "stage"]].to_numpy().tolist() == [
        ["甲镇", "township", 0, 2],
        ["甲一村村民委员会", "village", 1, 0],
        ["甲二村村民委员会", "village", 2, 1],
        ["乙一村村民委员会", "village", 3, 3],
    ]


def test_the_legend_counts_types_and_stages_and_who_is_on_no_map(draw):
    panel = _panel(draw())
    assert "示范乡镇、示范村（个十百） 4" in panel
    assert "产业聚集型 / 产业发展型 1 城乡一体型 / 生态宜居型 1 农旅融合型 1 其他类型 1" in panel
    assert "培育 1 创建 1 认定 1 阶段未登记 1" in panel
    assert "另有 1 个代码不在图上，未画。" in panel


def test_a_township_is_drawn_larger_than_a_village(draw, read_numbers):
    data = json.loads(re.search(r"data-page>(.*?)</script>", draw(), re.DOTALL)[1])
    sizes = read_numbers(data["tables"]["demonstration"]["columns"]["size"])
    assert sizes[0] > max(sizes[1:])


def test_without_the_table_there_is_no_layer(draw_priority):
    assert "个十百" not in draw_priority().to_html().split("<script")[0]
    assert "示范乡镇" not in _panel(draw_priority().to_html())


@pytest.mark.browser
def test_the_layer_is_off_until_it_is_asked_for(draw, open_page):
    page = open_page(draw())
    canvas = "document.querySelector('.rm-canvas').toDataURL()"
    without = page.evaluate(canvas)
    assert not page.locator("[data-of=demonstration]").is_visible()
    page.check("input[data-show=demonstration]")
    assert page.locator("[data-of=demonstration]").is_visible()
    assert page.evaluate(canvas) != without
