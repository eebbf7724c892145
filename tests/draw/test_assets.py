import json
import re

import pytest

from ruralmap.draw.assets import asset_map
from ruralmap.errors import InputError


@pytest.fixture
def page(villages, townships, assets, meta):
    return asset_map(villages, townships, assets, meta=meta).to_html()


def _data(page):
    return json.loads(re.search(r"data-page>(.*?)</script>", page, re.DOTALL)[1])


def _panel(page):
    text = page.split('<aside class="rm-panel"')[1].split("</aside>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def test_assets_of_households_are_not_in_the_page_at_all(page):
    for words in ("住户000123", "住户000124", "肉牛", "果苗", "ZC4", "ZC5", "户主"):
        assert words not in page


def test_assets_of_households_are_counted_in_their_village(page, read_numbers):
    villages = _data(page)["tables"]["villages"]["columns"]
    # class2 is 到户类: both belong to the second village.
    assert read_numbers(villages["class2"]) == [0, 2, 0, 0]


def test_public_and_operating_assets_are_drawn(page):
    assert _data(page)["tables"]["assets"]["columns"]["name"] == ["茶叶加工厂", "村道", "光伏电站"]


def test_a_state_that_nobody_entered_is_a_state_of_its_own(page, read_numbers):
    data = _data(page)
    # The palette's order: 正常 is number 0, 闲置 number 2, 未登记 number 7.
    assert read_numbers(data["tables"]["assets"]["columns"]["state"]) == [0, 2, 7]
    states = next(line for line in data["cards"]["assets"]["lines"] if line["column"] == "state")["choices"]
    assert states[7] == "未登记"


def test_an_asset_known_only_by_its_village_says_so(page, read_numbers):
    assert read_numbers(_data(page)["tables"]["assets"]["columns"]["approximate"]) == [0, 0, 1]
    assert "其中 1 项无坐标" in _panel(page)


def test_the_legend_adds_up_to_the_ledger(page):
    panel = _panel(page)
    # 2 operating + 1 public drawn, 2 of households, 1 nowhere: 6.
    for line in (
        "经营性资产 2",
        "公益性资产 1",
        "到户类资产（不落点，只计村内项数） 2",
        "未落图（无坐标，坐落村不明） 1",
    ):
        assert line in panel
    assert "台账资产 6 项" in panel


def test_values_are_summed_in_wan(page):
    # All six give 1 + 2 + 4 + 8 + 16 + 32 = 63, the three that are drawn 1 + 2 + 4 = 7.
    panel = _panel(page)
    assert "原始价值 63.00 万元" in panel
    assert "当前原值 7.00 万元" in panel


def test_assets_without_a_value_are_told(villages, townships, assets, meta):
    assets.loc[0, "original_value_fen"] = None
    panel = _panel(asset_map(villages, townships, assets, meta=meta).to_html())
    assert "其中 1 项未登记原值" in panel
    assert "原始价值 62.00 万元" in panel


@pytest.mark.parametrize(
    ("column", "value"),
    [
        pytest.param("asset_class", "军用", id="a class"),
        pytest.param("asset_class", None, id="no class"),
        pytest.param("run_state", "在建", id="a state of projects"),
    ],
)
def test_a_kind_that_does_not_exist_is_refused(villages, townships, assets, meta, column, value):
    assets.loc[2, column] = value
    with pytest.raises(InputError):
        asset_map(villages, townships, assets, meta=meta)


def test_an_empty_ledger_is_an_empty_map(villages, townships, assets, meta):
    page = asset_map(villages, townships, assets.iloc[:0], meta=meta).to_html()
    assert "台账资产 0 项" in _panel(page)


def test_the_same_ledger_gives_the_same_bytes(villages, townships, assets, meta, page):
    assert asset_map(villages, townships, assets, meta=meta).to_html() == page


def _lists(page):
    return [line["items"] for line in _data(page)["cards"]["assets"]["lines"] if "items" in line]


def test_the_level_of_the_owner_is_a_filter(page, read_numbers):
    # 村集体 is number 2, 乡镇 number 1, 未登记 number 6: behind the six levels.
    assert read_numbers(_data(page)["tables"]["assets"]["columns"]["level"]) == [2, 1, 6]
    assert "全部权属级别 县 乡镇 村集体 户 国企 其他 未登记" in _panel(page)


def test_a_history_is_on_the_card_of_the_assets_that_have_one(villages, townships, assets, meta, page):
    assert _lists(page) == []
    told = assets.assign(history=["2024-09-01 改\n2024-08-01 改", *[None] * 3, "秘密", None])
    drawn = asset_map(villages, townships, told, meta=meta).to_html()
    assert _lists(drawn) == ["history"]
    assert _data(drawn)["tables"]["assets"]["columns"]["history"][:1] == ["2024-09-01 改\n2024-08-01 改"]
    assert "秘密" not in drawn
