"""The pages in Chromium, with the network off. `open_page` fails on any request, console line or error."""

import json
import re
from importlib.resources import files

import folium
import pandas as pd
import pytest

from ruralmap.draw.assets import asset_map
from ruralmap.draw.funds import FundDetails, fund_map
from ruralmap.draw.numbers import write_numbers

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def pages(draw_priority, draw_funds, villages, townships, assets, meta):
    return {
        "priority": draw_priority,
        "assets": lambda **more: asset_map(villages, townships, assets, meta=meta, **more),
        "funds": draw_funds,
    }


def card(page):
    page.wait_for_selector(".rm-card")
    return re.sub(r"\s+", " ", page.inner_text(".rm-card"))


def click_map(page, lon, lat):
    """Click a place of the map, as the page itself projects it; the map covers lon 114.985 to 115.006."""
    box = page.locator(".folium-map").bounding_box()
    x, y = page.evaluate(
        """([lon, lat]) => {
            const map = Object.entries(window).find(([name]) => name.startsWith("map_"))[1];
            const at = map.latLngToContainerPoint([lat, lon]);
            return [at.x, at.y];
        }""",
        [lon, lat],
    )
    page.mouse.click(box["x"] + x, box["y"] + y)


def search(page, words):
    page.fill("[data-search]", words)
    page.press("[data-search]", "Enter")


def is_painted(page):
    """Has the canvas more than one colour?"""
    return page.evaluate(
        """() => {
            const canvas = document.querySelector(".rm-canvas");
            const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
            const colours = new Set();
            for (let i = 0; i < pixels.length; i += 4 * 97)
                colours.add(pixels[i] << 16 | pixels[i + 1] << 8 | pixels[i + 2]);
            return colours.size > 3;
        }"""
    )


def canvas_of(page):
    """Everything that the canvas shows, as one text."""
    return page.evaluate("document.querySelector('.rm-canvas').toDataURL()")


@pytest.mark.parametrize("subject", ["priority", "assets", "funds"])
@pytest.mark.parametrize("size", [pytest.param({}, id="desktop"), pytest.param(PHONE, id="phone")])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_map_opens_without_a_network_and_says_what_it_is(pages, open_page, subject, size, lang):
    page = open_page(pages[subject](lang=lang).to_html(), **size)
    assert is_painted(page)
    assert page.locator("[data-legend]").first.is_visible()
    assert page.locator(".rm-marks li").count() == 3
    assert page.locator(".rm-stamp").is_visible()
    assert page.locator(".leaflet-control-scale-line").is_visible()
    assert page.locator(".leaflet-control-attribution").count() == 0
    assert all(mark.is_visible() for mark in page.locator(".rm-marks li").all())


@pytest.mark.parametrize("subject", ["priority", "assets", "funds"])
def test_a_phone_scrolls_down_and_never_sideways(pages, open_page, subject):
    page = open_page(pages[subject]().to_html(), **PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_pages_script_reads_what_python_wrote(open_page):
    values = [0, 1, -1, 15, 16, -16, 511, -512, 2**31, -(2**40), 10**15]
    source = files("ruralmap.draw").joinpath("page", "numbers.js").read_text(encoding="utf-8")
    page = open_page("<!DOCTYPE html><title>0</title><p data-ready>0</p>")
    assert (
        page.evaluate(f"(text) => {{ {source}; return readNumbers(text); }}", write_numbers(values)) == values
    )


def test_a_click_on_a_village_shows_the_figures_of_both_bases(pages, open_page):
    page = open_page(pages["priority"]().to_html())
    click_map(page, 114.988, 24.402)  # the south-western square: 甲一村
    shown = card(page)
    assert shown.startswith("甲一村村民委员会 甲镇 认定 确定纳入 户籍口径 常住口径")
    for line in (
        "计入人数（分子） 40 人 40 人",
        "农村人口（分母） 1,000 人 800 人",
        "占比 4.00% 5.00%",
        "认定线 3.00% 3.00%",
        "距线人数 +10 人 +16 人",
        "分母来源 和统〔2024〕1号 和统〔2024〕1号",
    ):
        assert line in shown


def test_a_village_without_a_row_has_no_figures(pages, open_page):
    page = open_page(pages["priority"]().to_html())
    search(page, "乙二")
    assert card(page) == "乙二社区居民委员会 乙镇 认定 不在范围（如非出列村）"


def test_missing_figures_are_said_to_be_missing(pages, open_page):
    page = open_page(pages["priority"]().to_html())
    search(page, "乙一村")
    assert "农村人口（分母） 未登记" in card(page)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("甲二", "甲二村村民委员会", id="a part of a name"),
        pytest.param("441624101202", "乙二社区居民委员会", id="a code"),
        pytest.param("乙镇", "乙镇", id="a township"),
    ],
)
def test_a_place_is_found_by_name_or_code(pages, open_page, words, expected):
    page = open_page(pages["priority"]().to_html())
    search(page, words)
    assert card(page).startswith(expected)


def test_a_search_works_by_keys_alone(pages, open_page):
    page = open_page(pages["priority"]().to_html())
    page.fill("[data-search]", "村")
    page.press("[data-search]", "ArrowDown")
    page.press("[data-search]", "ArrowDown")
    assert page.locator("[data-found] [aria-selected=true]").inner_text().startswith("甲二村")
    page.press("[data-search]", "Enter")
    assert card(page).startswith("甲二村")
    page.keyboard.press("Escape")
    page.wait_for_selector(".rm-card", state="detached")


def test_what_is_not_found_is_said(pages, open_page):
    page = open_page(pages["priority"]().to_html())
    page.fill("[data-search]", "丙")
    assert page.locator("[data-found]").inner_text() == "没有找到"


def test_townships_can_be_coloured_and_clicked(pages, open_page):
    page = open_page(pages["priority"]().to_html())
    page.check("input[data-paint=township]")
    click_map(page, 115.003, 24.415)  # in 乙二社区, so in 乙镇
    assert card(page).startswith("乙镇 441624101 认定 确定不纳入 排名 2")


def test_a_name_in_the_ranking_leads_to_its_township(pages, open_page):
    page = open_page(pages["priority"]().to_html())
    page.click("[data-goto='townships.1']")
    assert "距线人数 −20 人" in card(page)


@pytest.mark.parametrize("size", [pytest.param({}, id="desktop"), pytest.param(PHONE, id="phone")])
def test_registered_against_living_is_off_until_it_is_asked_for(pages, open_page, size):
    page = open_page(pages["priority"]().to_html(), **size)
    switch, legend = page.locator("input[data-show=moves]"), page.locator("[data-of=moves]")
    assert not switch.is_checked()
    assert not legend.is_visible()
    without = canvas_of(page)
    switch.check()
    assert legend.is_visible()
    assert "居住多于登记" in legend.inner_text()
    assert canvas_of(page) != without
    switch.uncheck()
    assert not legend.is_visible()
    assert canvas_of(page) == without


def test_a_symbol_of_a_move_shows_both_counts(pages, open_page):
    page = open_page(pages["priority"]().to_html())
    page.check("input[data-show=moves]")
    click_map(page, 114.99079, 24.413974)  # the middle of the north-western square: 甲二村
    shown = card(page)
    assert shown.startswith("甲二村村民委员会 甲镇 按人计 登记在此 20 人 居住在此 26 人")
    assert "住在此、登记在别处 6 人 登记在此、住在别处或不明 0 人 净差 +6 人" in shown
    assert "按户计 登记在此 7 户 居住在此 9 户" in shown


def test_the_legend_of_a_layer_that_is_off_is_not_printed(pages, open_page):
    page = open_page(pages["priority"]().to_html())
    page.emulate_media(media="print")
    entry = page.locator(".rm-entries li", has=page.locator("input[data-show=moves]"))
    assert not entry.is_visible()
    assert not page.locator("[data-of=moves]").is_visible()
    page.emulate_media(media="screen")
    page.check("input[data-show=moves]")
    page.emulate_media(media="print")
    assert entry.is_visible()
    assert page.locator("[data-of=moves]").is_visible()


def test_a_site_shows_its_households_as_a_number(pages, open_page):
    page = open_page(pages["priority"]().to_html())
    click_map(page, 114.99079, 24.404946)
    assert card(page) == "幸福安置点 甲镇 · 甲一村村民委员会 安置方式 集中 安置户数 40 户 安置人数 160 人"


def test_an_address_with_a_code_opens_that_place(pages, open_page):
    page = open_page(pages["priority"]().to_html(), hash_="#441624101201")
    assert card(page).startswith("乙一村")


def test_an_asset_shows_what_the_ledger_says(pages, open_page):
    page = open_page(pages["assets"]().to_html())
    click_map(page, 114.99079, 24.404946)
    assert card(page) == (
        "茶叶加工厂 甲镇 · 甲一村村民委员会 资产类别 经营性资产 资产种类 厂房 运行状态 正常 "
        "状态日期 2024-08-01 原始价值 1.00 万元 权属级别 村集体 权属村 东村 受益村 东村 "
        "经营主体 甲一村联合社 管护责任人 村委会主任"
    )


def test_a_village_counts_assets_of_households(pages, open_page):
    page = open_page(pages["assets"]().to_html())
    search(page, "甲二村")
    shown = card(page)
    assert "经营性资产 1 项 公益性资产 0 项 到户类资产 2 项" in shown
    assert "未登记 1 项" in shown


@pytest.mark.parametrize(
    ("mark", "rows", "value"),
    [
        # Drawn are 经营性 正常 (1 万元), 公益性 闲置 (2), 经营性 未登记 (4).
        pytest.param("[data-filter='assets.class'][value='0']", "1", "2.00", id="without 经营性"),
        pytest.param("[data-filter='assets.state'][value='2']", "2", "5.00", id="without 闲置"),
        pytest.param("[data-filter='assets.state'][value='7']", "2", "3.00", id="without 未登记"),
    ],
)
def test_a_filter_changes_count_and_value(pages, open_page, mark, rows, value):
    page = open_page(pages["assets"]().to_html())
    page.uncheck(f"input{mark}")
    assert page.inner_text("[data-shown-rows]") == rows
    assert page.inner_text("[data-shown-sum]") == value
    assert page.inner_text("[data-total-rows]") == "6"


def test_a_township_can_be_picked_and_left_again(pages, open_page):
    page = open_page(pages["assets"]().to_html())
    page.select_option("select[data-filter='assets.township']", label="乙镇")
    assert page.inner_text("[data-shown-rows]") == "1"
    page.select_option("select[data-filter='assets.township']", value="")
    assert page.inner_text("[data-shown-rows]") == "3"


def test_the_flows_add_up_to_the_ledger(pages, open_page):
    page = open_page(pages["funds"]().to_html())
    assert page.locator(".ruralmap").get_attribute("data-conserved") == "true"
    assert page.inner_text("[data-total-yuan]") == "750.01"
    assert page.inner_text("[data-shown-yuan]") == "750.01"


@pytest.mark.parametrize(
    ("mark", "left"),
    [
        pytest.param("[data-filter='flows.year'][value='0']", "450.01", id="without 2023: less 300"),
        pytest.param("[data-filter='flows.level'][value='0']", "50.00", id="without 中央: less 700.01"),
        pytest.param("[data-filter='flows.level'][value='3']", "700.01", id="without 县级: less 50"),
    ],
)
def test_a_filter_of_money_leaves_the_rest_to_the_fen(pages, open_page, mark, left):
    page = open_page(pages["funds"]().to_html())
    page.uncheck(f"input{mark}")
    assert page.inner_text("[data-shown-yuan]") == left
    assert page.locator(".ruralmap").get_attribute("data-conserved") == "true"
    assert page.inner_text("[data-total-yuan]") == "750.01"


def test_the_list_of_townships_follows_the_filters(villages, townships, flows, meta, open_page):
    flows["amount_fen"] *= 10_000
    page = open_page(fund_map(villages, townships, flows, meta=meta).to_html())

    def listed():
        places = page.locator("[data-flow-town], [data-flow-rest]")
        return [place.inner_text() for place in places.all()]

    # 甲镇 has 300 + 200.01 + 50 + 60, 乙镇 nothing; 40 are in no project, 100 in no township, 60 in no
    # village.
    assert listed() == ["610.01", "0.00", "40.00", "100.00", "60.00"]
    page.uncheck("input[data-filter='flows.year'][value='0']")
    assert listed() == ["310.01", "0.00", "40.00", "100.00", "60.00"]
    page.uncheck("input[data-filter='flows.level'][value='0']")
    assert listed() == ["50.00", "0.00", "0.00", "0.00", "0.00"]


@pytest.mark.parametrize("size", [pytest.param({}, id="desktop"), pytest.param(PHONE, id="phone")])
def test_long_names_of_sources_stay_inside_the_figure(villages, townships, flows, meta, open_page, size):
    flows["channel"] = "省内对口"
    page = open_page(fund_map(villages, townships, flows, meta=meta, lang="en").to_html(), **size)
    page.check("input[data-view=sankey]")
    inside = page.evaluate(
        """() => {
            const wide = document.querySelector(".rm-sankey").clientWidth;
            const texts = Array.from(document.querySelectorAll(".rm-sankey text"));
            return texts.map((text) => text.getBBox()).map((box) => box.x >= 0 && box.x + box.width <= wide);
        }"""
    )
    assert len(inside) > 8
    assert all(inside)
    assert "Amounts in 10,000 yuan" in page.inner_text(".rm-sankey")


def test_a_village_shows_its_money_as_filtered(pages, open_page):
    page = open_page(pages["funds"]().to_html())
    search(page, "甲一村")
    # 300 + 200.01 + 50, then without 2023.
    assert "550.01 元" in card(page)
    page.uncheck("input[data-filter='flows.year'][value='0']")
    assert "250.01 元" in card(page)


def sankey_sums(page):
    """Add up the bars of each column of the Sankey figure, in 元."""
    fens = page.evaluate(
        """() => {
            const sums = {};
            for (const bar of document.querySelectorAll(".rm-sankey-bar"))
                sums[bar.dataset.column] = (sums[bar.dataset.column] || 0) + Number(bar.dataset.fen);
            return Object.values(sums);
        }"""
    )
    return [f"{fen / 100:.2f}" for fen in fens]


@pytest.mark.parametrize(
    ("mark", "left"),
    [
        pytest.param("", "750.01", id="all"),
        pytest.param("[data-filter='flows.year'][value='1']", "300.00", id="without 2024"),
        pytest.param("[data-filter='flows.channel'][value='0']", "50.00", id="without 衔接: less 700.01"),
        pytest.param("[data-filter='flows.channel'][value='1']", "700.01", id="without 自筹: less 50"),
    ],
)
def test_map_and_sankey_and_total_are_the_same_money(pages, open_page, mark, left):
    page = open_page(pages["funds"]().to_html())
    before = canvas_of(page)
    if mark:
        page.uncheck(f"input{mark}")
        assert canvas_of(page) != before
    page.check("input[data-view=sankey]")
    for end in ("village", "project"):
        page.check(f"input[data-ends={end}]")
        assert page.inner_text("[data-shown-yuan]") == left
        assert page.locator(".ruralmap").get_attribute("data-conserved") == "true"
        assert sankey_sums(page) == [left] * 3
    assert not page.locator(".rm-map").is_visible()


def test_the_sankey_figure_names_its_bars(pages, open_page):
    page = open_page(pages["funds"]().to_html())
    page.check("input[data-view=sankey]")
    texts = page.locator(".rm-sankey text").all_text_contents()
    # 550.01 元 are 0.06 万元 (half rounds up), 60 and 40 are 0.01 and 0.00.
    for text in ("来源", "乡镇", "村", "甲一村  0.06", "未落到村  0.01", "未安排到项目  0.00"):
        assert text in texts
    page.check("input[data-ends=project]")
    texts = page.locator(".rm-sankey text").all_text_contents()
    for text in ("项目", "甲一村水渠  0.05", "乙二社区冷库  0.01", "P3  0.01"):
        assert text in texts


def test_more_villages_than_there_is_room_for_are_one_bar(wavy_villages, townships, flows, meta, open_page):
    codes = list(wavy_villages.index)
    rows = flows.iloc[[0] * len(codes)].assign(
        village_code=wavy_villages.index.to_numpy(), township_code=wavy_villages["township_code"].to_numpy()
    )
    page = open_page(fund_map(wavy_villages, townships, rows, meta=meta).to_html())
    page.check("input[data-view=sankey]")
    bars = page.locator(".rm-sankey-bar[data-column='2']").count()
    assert bars < len(codes)
    assert f"其余 {len(codes) - bars + 1} 个村" in page.inner_text(".rm-sankey")
    # 36 villages with 300 each.
    assert sankey_sums(page) == ["10800.00"] * 3


def test_a_band_names_the_lines_of_the_ledger(pages, open_page):
    page = open_page(pages["funds"]().to_html())
    page.check("input[data-view=sankey]")
    page.locator(".rm-sankey-band").first.dispatch_event("pointermove")
    told = page.inner_text(".rm-sankey-tip").splitlines()
    # From 中央 to 甲镇: 300 of Z1, 200.01 + 60 of Z2, the larger first.
    assert told == [
        "中央 · 衔接 → 甲镇  0.06 万元",
        "财农〔2023〕1号 Z1  0.03",
        "财农〔2024〕2号 Z2  0.03",
    ]
    page.locator(".rm-sankey-band").first.dispatch_event("pointerleave")
    assert not page.locator(".rm-sankey-tip").is_visible()


def test_a_tip_lists_the_largest_lines_and_counts_the_others(villages, townships, flows, meta, open_page):
    rows = flows.iloc[[0] * 10].assign(
        line_id=[f"Z{i}" for i in range(10)], amount_fen=[1_000_000 * (i + 1) for i in range(10)]
    )
    rows = rows.astype({"line_id": "str", "amount_fen": "Int64"})
    page = open_page(fund_map(villages, townships, rows, meta=meta).to_html())
    page.check("input[data-view=sankey]")
    page.locator(".rm-sankey-bar").first.dispatch_event("pointermove")
    told = page.inner_text(".rm-sankey-tip").splitlines()
    # 1 + 2 + ... + 10 = 55 万元, and eight lines of ten.
    assert told[0] == "中央 · 衔接  55.00 万元"
    assert told[1] == "Z9  10.00"
    assert told[8] == "Z2  3.00"
    assert told[9] == "……等 10 笔"


def test_the_map_tells_the_lines_under_the_pointer_as_text(villages, townships, flows, meta, open_page):
    hostile = "<img src=x onerror=window.hurt=1>"
    rows = flows.iloc[:1].assign(amount_fen=pd.array([10**12], dtype="Int64"))
    names = FundDetails(documents={"Z1": hostile})
    page = open_page(fund_map(villages, townships, rows, names, meta=meta).to_html())
    box = page.locator(".folium-map").bounding_box()
    # The only band begins at the source's bar, left of the county, in the middle of its height.
    found = ""
    for x in range(150, 500, 10):
        page.mouse.move(box["x"] + x, box["y"] + box["height"] / 2)
        tips = page.locator(".rm-tip").all_inner_texts()
        found = next((tip for tip in tips if "→" in tip), found)
    assert found.splitlines()[1] == f"{hostile} Z1  1,000,000.00"
    assert page.evaluate("window.hurt") is None


def test_a_township_can_be_followed_in_the_sankey_figure_and_let_go(pages, open_page):
    page = open_page(pages["funds"]().to_html())
    page.check("input[data-view=sankey]")
    page.click("[data-goto='townships.0']")
    # Bands to 未安排 and 未落到乡镇, and those after them, are not of 甲镇.
    assert page.locator(".rm-sankey-band.rm-faint").count() == 4
    page.locator(".rm-sankey-bar[data-column='1']").first.dispatch_event("click")
    assert page.locator(".rm-sankey-band.rm-faint").count() == 0


def test_a_village_that_is_searched_for_is_shown_on_the_map(pages, open_page):
    page = open_page(pages["funds"]().to_html())
    page.check("input[data-view=sankey]")
    search(page, "甲一村")
    assert "550.01 元" in card(page)
    assert page.locator(".rm-map").is_visible()
    assert page.is_checked("input[data-view=map]")


def test_a_followed_township_names_its_projects(pages, open_page):
    page = open_page(pages["funds"]().to_html())
    page.check("input[data-ends=project]")
    before = canvas_of(page)
    page.click("[data-goto='townships.0']")
    assert canvas_of(page) != before
    assert "乡镇资金中未落到项目位置" in page.inner_text(".rm-panel")


def test_an_asset_over_the_flows_says_what_it_is(villages, townships, flows, assets, meta, open_page):
    details = FundDetails(assets=assets)
    page = open_page(fund_map(villages, townships, flows.iloc[4:], details, meta=meta).to_html())
    click_map(page, 114.99079, 24.404946)
    assert card(page) == "茶叶加工厂 甲镇 · 甲一村村民委员会 资产类别 经营性资产 运行状态 正常"


def test_a_page_whose_data_were_damaged_says_so(pages, open_page):
    html = pages["funds"]().to_html()
    data = json.loads(re.search(r"data-page>(.*?)</script>", html, re.DOTALL)[1])
    columns = data["tables"]["flows"]["columns"]
    damaged = html.replace(
        f'"source":"{columns["source"]}"', f'"source":"{write_numbers([-1, 0, 0, 0, 0, 1])}"'
    )
    page = open_page(damaged)
    assert page.locator(".ruralmap").get_attribute("data-conserved") == "false"
    assert "请勿使用" in page.inner_text("[data-shown-yuan]")


def test_a_printed_sankey_figure_fills_one_sheet(pages, open_page):
    page = open_page(pages["funds"]().to_html())
    page.check("input[data-view=sankey]")
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1


def test_the_widths_of_the_legend_follow_the_amounts(villages, townships, flows, meta, open_page):
    flows["amount_fen"] *= 1_000_000
    page = open_page(fund_map(villages, townships, flows, meta=meta).to_html())
    widths = {
        int(line.get_attribute("data-width")): float(line.get_attribute("stroke-width"))
        for line in page.locator("[data-width]").all()
    }
    least = widths.pop(0)
    assert least == 0.7
    scales = [width / amount for amount, width in widths.items() if width > least]
    assert len(scales) >= 2
    assert max(scales) == pytest.approx(min(scales))


def test_money_taken_back_is_drawn_and_still_adds_up(villages, townships, flows, meta, open_page):
    flows.loc[2, "amount_fen"] = -5_000
    page = open_page(fund_map(villages, townships, flows, meta=meta).to_html())
    assert page.locator(".ruralmap").get_attribute("data-conserved") == "true"
    assert page.inner_text("[data-shown-yuan]") == "650.01"


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("<img src=x onerror=window.hurt=1>", id="an image"),
        pytest.param("</script><script>window.hurt=1</script>", id="a script"),
        pytest.param("{{ 7 * 7 }}", id="a template"),
    ],
)
def test_hostile_names_are_shown_as_text(villages, townships, sites, draw_priority, open_page, name):
    villages["village"] = [name, *villages["village"].iloc[1:]]
    townships["township"] = [name, "乙镇"]
    sites["site"] = [name, "平安安置点"]
    page = open_page(draw_priority().to_html())
    search(page, "441624100201")
    assert page.inner_text(".rm-card h3") == name
    assert page.inner_text(".rm-card-place") == name
    click_map(page, 114.988, 24.402)
    assert page.evaluate("window.hurt") is None
    assert page.locator("img[src=x]").count() == 0


def test_foliums_own_markers_and_pop_ups_work_offline(pages, open_page):
    made = pages["priority"]()
    folium.Marker((24.41, 114.99), popup=folium.Popup("镇政府")).add_to(made.map)
    page = open_page(made.to_html())
    page.locator(".leaflet-marker-icon").click()
    assert page.inner_text(".leaflet-popup-content") == "镇政府"


def test_several_maps_stand_in_one_page(pages, open_page):
    frames = "".join(make().to_iframe("600px", "500px") for make in pages.values())
    page = open_page(f"<!DOCTYPE html><title>三图</title>{frames}", wait="iframe")
    for frame in page.frames[1:]:
        frame.wait_for_selector("[data-ready]")
    assert len(page.frames) == 4


@pytest.mark.parametrize("subject", ["priority", "assets", "funds"])
def test_a_printed_map_fills_one_sheet(pages, open_page, subject):
    page = open_page(pages[subject]().to_html())
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1


def test_dragging_moves_the_ground(pages, open_page):
    page = open_page(pages["priority"]().to_html())
    before = page.locator(".folium-map").screenshot()
    page.mouse.move(500, 450)
    page.mouse.down()
    page.mouse.move(600, 480, steps=4)
    page.mouse.up()
    page.wait_for_timeout(400)
    assert page.locator(".folium-map").screenshot() != before


def test_the_button_of_the_whole_county_leads_back(pages, open_page):
    page = open_page(pages["priority"]().to_html())
    read_zoom = """() => Object.entries(window).find(([name]) => name.startsWith("map_"))[1].getZoom()"""
    whole = page.evaluate(read_zoom)
    search(page, "甲二村")
    assert page.evaluate(read_zoom) > whole
    page.click(".rm-home button")
    assert page.evaluate(read_zoom) == whole
