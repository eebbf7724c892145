import html
import json
import re

import folium
import pytest

from ruralmap.draw.offline import library_scripts

HOSTILE = [
    pytest.param("<img src=x onerror=alert(1)>", id="an image that runs a script"),
    pytest.param("</script><script>alert(1)</script>", id="the end of our script"),
    pytest.param("{{ 7 * 7 }}{% raw %}", id="a template"),
    pytest.param("\"'--><!--]]>", id="quotes and comments"),
    pytest.param("\u2028村\u2029", id="line ends of JavaScript"),
]


def _data(page):
    found = re.search(r'<script type="application/json" data-page>(.*?)</script>', page, re.DOTALL)
    return json.loads(found[1])


def test_the_same_inputs_give_the_same_bytes(draw_priority):
    assert draw_priority().to_html() == draw_priority().to_html()


def test_a_page_can_be_written_twice(draw_priority):
    page = draw_priority()
    assert page.to_html() == page.to_html()


def test_nothing_in_the_page_points_outside(draw_priority):
    page = draw_priority().to_html()
    for script in library_scripts():
        # Leaflet's own text names its home page, in a mark that is never shown.
        page = page.replace(script, "")
    assert re.findall(r"""(?:src|href|action)\s*=\s*["']?(?!data:|#)[a-z]+:""", page) == []
    assert re.findall(r"url\((?!data:|#)[^)]*\)", page) == []
    assert "@import" not in page
    assert "sourceMappingURL" not in page


def test_the_browser_is_told_to_refuse_every_request(draw_priority):
    assert "default-src 'none'" in draw_priority().to_html()


def test_leaflets_mark_is_not_shown(draw_priority):
    assert '"attributionControl": false' in draw_priority().to_html()


def test_no_random_id_is_left(draw_priority):
    page = draw_priority()
    folium.Marker((24.5, 115.0), popup=folium.Popup("一处")).add_to(page.map)
    assert re.findall(r"_[0-9a-f]{32}", page.to_html()) == []


def test_what_is_added_to_the_map_is_drawn_and_still_the_same_twice(draw_priority):
    def add(page):
        folium.Marker((24.5, 115.0), popup=folium.Popup("一处")).add_to(page.map)
        return page.to_html()

    once = add(draw_priority())
    assert "L.marker(" in once
    assert add(draw_priority()) == once


def test_what_is_added_after_writing_is_drawn_too(draw_priority):
    page = draw_priority()
    page.to_html()
    folium.Marker((24.5, 115.0)).add_to(page.map)
    assert page.to_html().count("L.marker(") == 1


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_village_name_is_data_and_never_markup(villages, draw_priority, name):
    villages["village"] = [name, *villages["village"].iloc[1:]]
    page = draw_priority().to_html()
    assert _data(page)["tables"]["villages"]["columns"]["name"][0] == name
    assert "<img src=x" not in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_township_name_is_escaped_in_the_lists(townships, draw_priority, name):
    townships["township"] = [name, "乙镇"]
    page = draw_priority().to_html()
    listed = re.search(r'data-goto="townships\.0">(?:<svg.*?</svg>)?(.*?)</button>', page, re.DOTALL)[1]
    assert html.unescape(listed).strip() == name.strip()
    assert "<script" not in listed
    assert "<img" not in listed


def test_the_page_says_which_language_it_speaks(draw_priority):
    assert '<html lang="zh-CN">' in draw_priority().to_html()
    assert '<html lang="en">' in draw_priority(lang="en").to_html()


def test_the_english_page_leaves_no_chinese_but_names(draw_priority):
    page = draw_priority(lang="en").to_html()
    shown = page.split('<aside class="rm-panel"')[1].split("<script")[0]
    assert "图例" not in shown
    assert "Legend" in shown


def test_marks_scope_title_and_foot_stand_in_the_page(draw_priority):
    page = draw_priority().to_html()
    for words in (
        "试验县重点跟踪监测图",
        "模拟数据",
        "套用试算,不作认定依据",
        "内部使用 · 不得公开",
        "数据校验码",
    ):
        assert words in page.split("<body>")[1]


def test_the_checksum_follows_the_data(draw_priority, villages):
    def checksum(page):
        return re.search(r"数据校验码：([0-9a-f]{16})", page)[1]

    before = checksum(draw_priority().to_html())
    villages["village"] = ["丙村", *villages["village"].iloc[1:]]
    assert checksum(draw_priority().to_html()) != before


def test_a_frame_carries_the_whole_page(draw_priority):
    page = draw_priority()
    frame = page.to_iframe("80%", "500px")
    assert html.unescape(re.search(r'srcdoc="(.*?)"', frame, re.DOTALL)[1]) == page.to_html()
    assert 'style="width:80%;height:500px;border:0"' in frame


def test_a_notebook_shows_the_map(draw_priority):
    page = draw_priority()
    assert page._repr_html_() == page.to_iframe()  # the name that notebooks call


def test_the_fonts_are_named_and_not_fetched(draw_priority):
    page = draw_priority().to_html()
    assert "Noto Sans CJK SC" in page
    assert "@font-face" not in page
