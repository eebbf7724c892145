"""The layer of changes between two days: who is drawn where, and counts that add up."""

import json
import re

import pandas as pd
import pytest

from ruralmap.draw.asset_changes import Changes
from ruralmap.draw.assets import asset_map


@pytest.fixture
def changes():
    """One of each kind: new, state changed, gone, other; one of a household; one gone in no village."""
    columns = ["asset_id", "asset", "asset_class", "run_state", "owner_level", "village_code", "kind", "said"]
    rows = [
        ["ZC0", "茶叶加工厂", "经营性", "正常", "村集体", "441624100201", "new", "新增"],
        [
            "ZC1",
            "村道",
            "公益性",
            "闲置",
            "乡镇",
            "441624101202",
            "state",
            "运行状态 正常 → 闲置\n备注 — → 修",
        ],
        ["ZX1", "旧桥", "公益性", None, None, "441624101201", "gone", "核减"],
        ["ZC2", "光伏电站", "经营性", None, None, "441624100202", "other", "备注 — → 修"],
        ["ZC4", "住户000123肉牛", "到户类", "正常", "户", "441624100202", "other", "备注 — → 改"],
        ["ZX2", "无处", "公益性", "正常", None, None, "gone", "核减"],
    ]
    frame = pd.DataFrame(rows, columns=columns).astype("str")
    return Changes("2024-06-30", "2024-09-30", frame, {("正常", "闲置"): 1})


@pytest.fixture
def page(villages, townships, assets, changes, meta):
    return asset_map(villages, townships, assets, changes=changes, meta=meta).to_html()


def _data(page):
    return json.loads(re.search(r"data-page>(.*?)</script>", page, re.DOTALL)[1])


def _panel(page):
    text = page.split('<aside class="rm-panel"')[1].split("</aside>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def test_a_change_stands_where_its_asset_stands(page, read_numbers):
    tables = _data(page)["tables"]
    assert tables["changes"]["columns"]["name"] == ["茶叶加工厂", "村道", "旧桥", "光伏电站"]
    for axis in ("x", "y"):
        mine, theirs = (read_numbers(tables[name]["columns"][axis]) for name in ("changes", "assets"))
        assert [mine[0], mine[1], mine[3]] == theirs
    # new, state, gone, other: their places in the legend.
    assert read_numbers(tables["changes"]["columns"]["kind"]) == [0, 2, 1, 3]
    # The filters of the assets: 正常, 闲置, 未登记 twice.
    assert read_numbers(tables["changes"]["columns"]["state"]) == [0, 2, 7, 7]


def test_what_is_not_drawn_is_counted(page):
    panel = _panel(page)
    assert "变动：2024-06-30 至 2024-09-30" in panel
    # All six: 1 new, 2 gone, 1 state, 2 other; of these two are no points.
    for line in ("新增 1", "核减 2", "运行状态变化 1", "其他变动 2", "其中 2 项不落点", "正常 → 闲置 1"):
        assert line in panel
    # By township: new, gone, state, other.
    for line in ("甲镇 1 0 0 2", "乙镇 0 1 1 0", "未落到乡镇 0 1 0 0"):
        assert line in panel
    assert "肉牛" not in page


def test_without_changes_there_is_an_empty_layer(villages, townships, assets, changes, meta):
    none = changes._replace(rows=changes.rows.iloc[:0], moves={})
    page = asset_map(villages, townships, assets, changes=none, meta=meta, lang="en").to_html()
    assert _data(page)["tables"]["changes"]["rows"] == 0
    assert "New 0" in _panel(page)
    assert "in no township" not in _panel(page)


def test_the_four_filters_work_together_and_hold_for_the_changes_too(page, open_page):
    screen = open_page(page)
    rows = screen.locator("[data-shown-rows]")
    assert rows.inner_text() == "3"
    screen.select_option("select[data-filter='assets.level']", label="乡镇")
    assert rows.inner_text() == "1"
    screen.select_option("select[data-filter='assets.township']", label="甲镇")
    assert rows.inner_text() == "0"
    screen.select_option("select[data-filter='assets.level']", value="")
    assert rows.inner_text() == "2"
    screen.locator("[data-filter='assets.class'][value='0']").focus()
    screen.keyboard.press("Space")
    assert rows.inner_text() == "0"
    screen.keyboard.press("Space")
    screen.locator("[data-filter='assets.state'][value='7']").uncheck()
    assert rows.inner_text() == "1"
    legend = screen.locator("[data-of='changes']")
    assert legend.is_visible()
    screen.locator("[data-show='changes']").uncheck()
    assert not legend.is_visible()
