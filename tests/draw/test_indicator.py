"""A rule of villages (listed, undecided, without data, not asked), of townships, and of households."""

import json
import re

import numpy as np
import pandas as pd
import pytest

from ruralmap.draw.indicator import indicator_map, quantiles
from ruralmap.draw.indicator_panel import STATUSES, RuleHead, figure_text
from ruralmap.errors import InputError
from ruralmap.rules.verdicts import OUTCOMES
from ruralmap.words.palette import INDICATORS

COLUMNS = ["code", "status", "value", "numerator", "denominator", "threshold", "margin"]
VILLAGES = [
    ("441624100201", "selected", 0.04, 40, 1000, 0.03, 10),
    ("441624100202", "undecided", 0.03, 30, 1000, 0.03, 0),
    ("441624101201", "insufficient_data", None, 12, None, 0.03, None),
]
CODES = ("441624100201", "441624100202", "441624101201", "441624101202")
TOWNSHIPS = [
    ("441624100", "fail", 12.5, 25, 2, 15, -5),
    ("441624101", "pass", 20, 40, 2, 15, 10),
]
HOUSEHOLDS = [
    ("441624100201", "recorded", 0.25, 5, 20, None, None),
    ("441624101201", "recorded", 0.5, 10, 20, None, None),
]


@pytest.fixture
def draw(villages, townships, meta):
    def draw_it(rows, *, level="village", unit="人/人", counts=False, **more):
        units = pd.DataFrame(rows, columns=COLUMNS)
        head = RuleHead("T-1", "某指标", level, unit, (("原文", "占比超过3%"),), counts=counts)
        return indicator_map(villages, townships, units, head, meta=meta, **more).to_html()

    return draw_it


def _panel(page):
    words = page.split('<aside class="rm-panel"')[1].split("</aside>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", words))


def _columns(page, table):
    data = json.loads(re.search(r"data-page>(.*?)</script>", page, re.DOTALL)[1])
    return data["tables"][table]["columns"]


def test_every_outcome_of_the_rules_has_its_colour():
    assert set(INDICATORS) == {*OUTCOMES, "undecided"}


def test_villages_are_coloured_by_outcome_and_counted_by_township(draw, read_numbers):
    page = draw(VILLAGES)
    states = read_numbers(_columns(page, "villages")["state"])
    assert [STATUSES[number] for number in states] == [
        "selected",
        "undecided",
        "insufficient_data",
        "not_applicable",
    ]
    panel = _panel(page)
    assert "T-1 某指标 原文 占比超过3%" in panel
    assert "确定纳入 1 待核定 1 数据不足 1 不适用 1" in panel
    assert "低于 4.00% 1 4.00% 及以上 1 无数值或不适用 2" in panel
    assert "甲镇 1 2 乙镇 0 1" in panel


def test_ranked_townships_are_listed_by_rank_and_those_without_one_at_the_foot(villages, townships, meta):
    # The smaller value ranks first here, as where less is better; the other has no rank.
    units = pd.DataFrame(TOWNSHIPS, columns=COLUMNS).assign(rank=[1, None])
    head = RuleHead("T-1", "某指标", "township", "元/人", (), counts=False)
    for lang, said in (("zh", "1 甲镇 12.50 元/人 −5 — 乙镇"), ("en", "1 甲镇 12.50")):
        panel = _panel(indicator_map(villages, townships, units, head, meta=meta, lang=lang).to_html())
        assert said in panel
    assert "By rank" in panel


def test_townships_are_listed_by_value_and_keep_their_unit(draw):
    panel = _panel(draw(TOWNSHIPS, level="township", unit="元/人"))
    assert "乙镇 20 元/人 +10 甲镇 12.50 元/人 −5" in panel
    assert "达标 1 未达标 1" in panel


def test_households_are_shares_without_an_outcome(draw):
    page = draw(HOUSEHOLDS, unit="户/户", counts=True)
    panel = _panel(page)
    assert "图例：结论" not in panel
    assert "乙镇 10 20 甲镇 5 20" in panel
    # Of two villages no household is asked: they have no share, which is not a share of nothing.
    values = _columns(page, "villages")["value"]
    assert values == ["25.00%", "没有条款所指的户", "50.00%", "没有条款所指的户"]
    assert "低于 50.00% 1 50.00% 及以上 1 没有条款所指的户 2" in panel


def test_households_of_townships_are_listed_by_how_many_are_named(draw):
    rows = [("441624100", "recorded", 0.25, 5, 20, None, None), ("441624101", "not_applicable", None, 0, 0)]
    page = draw([(*row, None, None)[:7] for row in rows], level="township", unit="户/户", counts=True)
    assert "甲镇 5 20 乙镇 0 0" in _panel(page)
    assert _columns(page, "townships")["value"] == ["25.00%", "没有条款所指的户"]


def test_classes_of_very_different_sizes_are_not_called_fifths_of_the_places(draw):
    # Three of four villages share a value: two classes, one place and three.
    rows = [(code, "pass", value, 1, 1, 1, 0) for code, value in zip(CODES, (1, 1, 1, 2), strict=True)]
    panel = _panel(draw(rows, unit="户"))
    assert "低于 2 户 3 2 户 及以上 1" in panel
    assert "数值相同的同在一档" in panel
    assert "大致相等" not in panel


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        pytest.param(VILLAGES + VILLAGES[:1], "441624100201", id="two rows of a unit"),
        pytest.param([("441624999201", *VILLAGES[0][1:])], "441624999201", id="a code not on the map"),
        pytest.param([("441624100201", "good", *VILLAGES[0][2:])], "good", id="an unknown outcome"),
    ],
)
def test_rows_that_could_not_be_drawn_truly_are_refused(draw, spoil, named):
    with pytest.raises(InputError, match=named):
        draw(spoil)


@pytest.mark.parametrize(
    ("values", "bounds"),
    [
        # Fifths of ten values begin at the third, fifth, seventh and ninth.
        pytest.param(list(range(1, 11)), [3, 5, 7, 9], id="ten values"),
        pytest.param([1, 1, 1, 1], [], id="one value"),
        pytest.param([0, 0, 0, 0, 0, 0, 0, 0, 0, 5], [], id="nearly all the same"),
        pytest.param([None, None], [], id="no value"),
        pytest.param([1, None, 2], [2], id="two values"),
    ],
)
def test_classes_hold_as_many_units_as_can_be(values, bounds):
    assert quantiles(pd.Series(values, dtype="float64")).tolist() == bounds


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (0.0455, "人/人", "4.55%"),
        (12000, "元/人", "12,000 元/人"),
        (12.5, "元/人", "12.50 元/人"),
        (3, "户", "3 户"),
        (np.nan, "户", None),
    ],
)
def test_a_value_is_written_with_its_unit(value, unit, words):
    assert figure_text(value, unit, "zh") == words


def test_the_english_page_leaves_no_chinese_but_names(draw):
    shown = re.sub("甲镇|乙镇|某指标|原文|占比超过", "", _panel(draw(VILLAGES, lang="en")))
    assert not re.search(r"[一-鿿]", shown)


@pytest.mark.browser
@pytest.mark.parametrize("width", [1440, 390])
def test_outcome_and_value_are_two_colourings_of_the_same_units(draw, open_page, width):
    records = pd.DataFrame({"code": ["441624100"], "demo_type": ["农旅融合"], "demo_stage": ["认定"]})
    page = open_page(draw(VILLAGES, records=records.astype("str")), width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    canvas = "document.querySelector('.rm-canvas').toDataURL()"
    seen = {page.evaluate(canvas)}
    page.check("input[data-paint=value]")
    seen.add(page.evaluate(canvas))
    page.check("input[data-show=demonstration]")
    seen.add(page.evaluate(canvas))
    assert len(seen) == 3
    page.fill("[data-search]", "甲一村")
    page.press("[data-search]", "Enter")
    page.wait_for_selector(".rm-card")
    shown = re.sub(r"\s+", " ", page.inner_text(".rm-card"))
    assert "结论 确定纳入 数值 4.00% 分子 40 分母 1,000 标准 3.00% 距线 +10" in shown


@pytest.mark.browser
def test_a_map_of_townships_opens_the_card_of_a_township(draw, open_page):
    page = open_page(draw(TOWNSHIPS, level="township", unit="元/人"))
    page.click("[data-goto='townships.0']")
    page.wait_for_selector(".rm-card")
    shown = re.sub(r"\s+", " ", page.inner_text(".rm-card"))
    assert "结论 未达标 数值 12.50 元/人" in shown
