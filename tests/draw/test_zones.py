import json
import re

import pandas as pd
import pytest

from ruralmap.draw.evidence import STATES, read_zones
from ruralmap.draw.zone_panel import unit_card
from ruralmap.draw.zones import Overlays, priority_map
from ruralmap.errors import InputError

VILLAGE_CODES = pd.Index(["441624100201", "441624100202", "441624101201", "441624101202"], dtype="str")


def _states(zone_rows):
    zones = read_zones(zone_rows, "village", VILLAGE_CODES)
    return [STATES[number] for number in zones.state]


def _panel(page):
    text = page.split('<aside class="rm-panel"')[1].split("</aside>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def test_each_village_has_the_state_that_its_rows_say(zone_rows):
    assert _states(zone_rows) == ["selected", "undecided", "insufficient", "out_of_scope"]


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        pytest.param("selected", "selected", id="selected"),
        pytest.param("not_selected", "not_selected", id="not selected"),
        pytest.param("insufficient_data", "insufficient", id="missing data"),
        pytest.param("parameter_missing", "insufficient", id="missing parameter"),
        pytest.param("not_applicable", "out_of_scope", id="not applicable"),
    ],
)
def test_an_outcome_has_its_colour(zone_rows, outcome, expected):
    rows = zone_rows.iloc[:1].assign(outcome=outcome)
    assert _states(rows)[0] == expected


def test_one_undecided_row_makes_the_unit_undecided(zone_rows):
    rows = zone_rows.iloc[:2].assign(certainty=["certain", "undecided"])
    assert _states(rows)[0] == "undecided"


def test_figures_of_both_bases_stand_side_by_side(zone_rows):
    figures = read_zones(zone_rows, "village", VILLAGE_CODES).figures("zh")
    assert list(figures["denominator0"][:2]) == [1000, 1000]
    assert list(figures["denominator1"][:2]) == [800, 900]
    assert figures["outcome1"] == ["纳入", "纳入", None, None]


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        pytest.param(
            lambda rows: pd.concat([rows, rows.iloc[:1]]), "441624100201", id="two rows on one basis"
        ),
        pytest.param(
            lambda rows: rows.assign(code="441624999201"), "441624999201", id="a code not on the map"
        ),
        pytest.param(lambda rows: rows.assign(outcome="pass"), "pass", id="an outcome of a target"),
    ],
)
def test_rows_that_could_not_be_drawn_truly_are_refused(zone_rows, spoil, named):
    with pytest.raises(InputError, match=named):
        read_zones(spoil(zone_rows[zone_rows["level"] == "village"]), "village", VILLAGE_CODES)


def test_the_legend_counts_villages_and_townships(draw_priority):
    panel = _panel(draw_priority().to_html())
    for line in (
        "确定纳入 1 1",
        "待核定 1 0",
        "确定不纳入 0 1",
        "数据不足 1 0",
        "不在范围（如非出列村） 1 0",
    ):
        assert line in panel


def test_townships_are_listed_by_rank_with_share_and_margin(draw_priority):
    panel = _panel(draw_priority().to_html())
    assert "1 甲镇 6.00% +20 2 乙镇 4.00% −20" in panel


def test_a_township_without_a_row_comes_last_and_says_nothing(villages, townships, zone_rows, overlays, meta):
    rows = zone_rows[zone_rows["code"] != "441624100"]
    panel = _panel(priority_map(villages, townships, rows, overlays, meta=meta).to_html())
    assert "2 乙镇 4.00% −20 — 甲镇 — —" in panel


def test_a_site_without_a_place_is_counted_and_not_drawn(draw_priority):
    page = draw_priority().to_html()
    data = json.loads(re.search(r"data-page>(.*?)</script>", page, re.DOTALL)[1])
    assert data["tables"]["sites"]["columns"]["name"] == ["幸福安置点"]
    # Its card says where only the village is known.
    assert data["cards"]["sites"]["lines"][-1]["column"] == "approximate"
    assert "approximate" in data["tables"]["sites"]["packed"]
    assert "易地搬迁集中安置点 1" in _panel(page)
    assert "另有 1 个安置点无坐标且坐落村不明" in _panel(page)


def test_a_map_without_results_and_sites_is_still_a_map(villages, townships, zone_rows, overlays, meta):
    bare = Overlays(overlays.sites.iloc[:0], overlays.counts.iloc[:0])
    page = priority_map(villages, townships, zone_rows.iloc[:0], bare, meta=meta).to_html()
    assert "不在范围（如非出列村） 4 2" in _panel(page)


def test_the_order_of_the_villages_does_not_matter(villages, townships, zone_rows, overlays, meta):
    straight = priority_map(villages, townships, zone_rows, overlays, meta=meta).to_html()
    turned = Overlays(overlays.sites, overlays.counts[::-1])
    assert priority_map(villages[::-1], townships[::-1], zone_rows, turned, meta=meta).to_html() == straight


def test_where_a_list_was_adopted_each_card_says_how_its_unit_stands_to_it(zone_rows):
    villages = zone_rows.loc[zone_rows["level"] == "village", "code"].unique()
    plain = read_zones(zone_rows, "village", pd.Index(villages))
    assert "difference" not in plain.figures("zh")
    assert all(line["column"] != "difference" for line in unit_card(plain, "code", "zh")["lines"])
    compared = read_zones(zone_rows.assign(difference="一致"), "village", pd.Index(villages))
    assert set(compared.figures("zh")["difference"]) == {"一致"}
    assert unit_card(compared, "code", "zh")["lines"][-1]["label"] == "与已审定名单的差异"
