"""The map of worries: rings around an asset, nothing of a household, and counts that add up."""

import json
import re

import pandas as pd
import pytest

from ruralmap.draw.worries import worry_map
from ruralmap.errors import InputError

# What is worried about: ZC0 twice owed and idle, ZC1 without handover, ZC2 (known by its village) without a
# contract and a custodian, ZC3 nowhere, ZC4 a household's.
ROWS = [
    ("arrears", "ZC0", "0—30天", "2024-09-01", 29, 100),
    ("arrears", "ZC0", "账龄不明", None, None, None),
    ("arrears", "ZC4", "0—30天", "2024-09-01", 29, 100),
    ("idle", "ZC0", "闲置", "2024-08-01", 60, 1_000_000),
    ("idle", "ZC3", "停产", None, None, 8_000_000),
    ("contract_missing", "ZC2", "从未有合同", None, None, 4_000_000),
    ("handover_missing", "ZC1", "无移交日期", None, None, 2_000_000),
    ("custodian_missing", "ZC2", "未填", None, None, 4_000_000),
    ("arrears", "strange", "0—30天", "2024-09-01", 29, 7),
]
COLUMNS = ("worry", "asset_id", "reason", "on", "days", "amount_fen")


@pytest.fixture
def worries(assets):
    known = assets.set_index("asset_id")[["asset", "asset_class", "village_code", "lon", "lat"]]
    rows = pd.DataFrame(ROWS, columns=COLUMNS).astype({"days": "Int64", "amount_fen": "Int64"})
    return rows.join(known, on="asset_id")


@pytest.fixture
def data(villages, townships, worries, meta):
    page = worry_map(villages, townships, worries, meta=meta).to_html()
    return json.loads(re.search(r"data-page>(.*?)</script>", page, re.DOTALL)[1])


def _panel(page):
    text = page.split('<aside class="rm-panel"')[1].split("</aside>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def test_each_worry_is_a_layer_and_a_further_one_of_an_asset_is_a_wider_ring(data, read_numbers):
    columns = data["tables"]["worries"]["columns"]
    # arrears, arrears, idle of ZC0; contract of ZC2, handover of ZC1, custodian of ZC2.
    assert read_numbers(columns["worry"]) == [0, 0, 3, 4, 5, 6]
    assert read_numbers(columns["size"]) == [100, 142, 184, 100, 100, 142]
    assert read_numbers(columns["class"]) == [0, 0, 0, 0, 1, 0]


def test_the_rings_of_an_asset_lie_around_one_point_also_where_only_its_village_is_known(data, read_numbers):
    columns = data["tables"]["worries"]["columns"]
    places = list(zip(read_numbers(columns["x"]), read_numbers(columns["y"]), strict=True))
    assert places[0] == places[1] == places[2]
    assert places[3] == places[5]
    assert read_numbers(columns["approximate"]) == [0, 0, 0, 1, 0, 1]


def test_what_belongs_to_a_household_is_counted_in_its_village_and_nowhere_else(
    villages, townships, worries, meta, data, read_numbers
):
    html = worry_map(villages, townships, worries, meta=meta).to_html()
    for words in ("住户000123", "肉牛", "ZC4"):
        assert words not in html
    # worry0 is arrears: two rows of ZC0 in the first village, one of the household in the second.
    assert read_numbers(data["tables"]["villages"]["columns"]["worry0"]) == [2, 1, 0, 0]
    assert read_numbers(data["tables"]["townships"]["columns"]["worry6"]) == [1, 0]


def test_drawn_and_not_drawn_add_up_to_all(villages, townships, worries, meta):
    panel = _panel(worry_map(villages, townships, worries, meta=meta).to_html())
    for line in (
        "风险提示 9 项次",
        "落点 6 项次",
        "到户类（不落点） 1 项次",
        "未落图 2 项次",
        "收益欠缴 2 4",
        "闲置停产 1 2",
        "其中 2 项次无坐标",
    ):
        assert line in panel


def test_only_money_contracts_and_what_is_idle_is_shown_at_first(villages, townships, worries, meta):
    page = worry_map(villages, townships, worries, meta=meta).to_html()
    ticks = re.findall(r'data-filter="worries.worry" name="worries.worry" value="(\d)"( checked)?', page)
    assert [number for number, checked in ticks if checked] == ["0", "1", "2", "3"]
    assert len(ticks) == 9


def test_in_english_and_without_rows_it_is_a_map_all_the_same(villages, townships, worries, meta):
    page = worry_map(villages, townships, worries.iloc[:0], meta=meta, lang="en").to_html()
    assert "No custodian" in page
    assert "无坐标" not in page


def test_a_worry_that_nobody_knows_is_refused(villages, townships, worries, meta):
    with pytest.raises(InputError, match="天气"):
        worry_map(villages, townships, worries.assign(worry="天气"), meta=meta)


@pytest.mark.browser
def test_the_layers_are_switched_in_the_browser(villages, townships, worries, meta, open_page):
    page = open_page(worry_map(villages, townships, worries, meta=meta).to_html())
    assert page.inner_text("[data-shown-rows]") == "3"
    page.check('input[data-filter="worries.worry"][value="6"]')
    assert page.inner_text("[data-shown-rows]") == "4"
    page.uncheck('input[data-filter="worries.class"][value="0"]')
    assert page.inner_text("[data-shown-rows]") == "0"
