import json
import re

import pandas as pd
import pytest

from ruralmap.draw.matching import match_map
from ruralmap.errors import ConservationError, InputError
from ruralmap.funds.matching import ZONE_STATES, match

SOUTH, NORTH = "441624100", "441624101"


@pytest.fixture
def balance_table():
    """Of 1,000.00 元 甲镇 has 600, 乙镇 300 and no township 100; two thirds of 甲镇's are in 甲一村."""
    rows = [
        ("P1", SOUTH, "441624100201", 40_000),
        ("P2", SOUTH, "441624100202", 20_000),
        ("P3", NORTH, "441624101201", 30_000),
        ("P4", None, None, 10_000),
    ]
    texts = ["prj_id", "township_code", "village_code"]
    frame = pd.DataFrame(rows, columns=[*texts, "arranged_fen"]).astype(
        dict.fromkeys(texts, "str") | {"arranged_fen": "Int64"}
    )
    return frame.assign(issued_fen=frame["arranged_fen"], spent_fen=frame["arranged_fen"] // 2)


@pytest.fixture
def need():
    """甲镇 has 200 of 500 persons in need, 乙镇 300."""
    return pd.DataFrame(
        {
            "township_code": pd.array([SOUTH, SOUTH, NORTH, NORTH], dtype="str"),
            "rural_persons": pd.array([1000, 1000, 1000, 1000], dtype="Int64"),
            "target_persons": pd.array([150, 50, 300, 0], dtype="Int64"),
        },
        index=pd.Index(["441624100201", "441624100202", "441624101201", "441624101202"], name="village_code"),
    )


@pytest.fixture
def states():
    return pd.Series(
        ["inside", "outside", "undecided"],
        index=pd.Index(["441624100201", "441624100202", "441624101201"]),
        dtype="str",
    )


@pytest.fixture
def draw(villages, townships, balance_table, need, states, meta):
    def draw_it(**more):
        matching = match(balance_table, need, states)
        return match_map(villages, townships, matching, states, meta=meta, **more).to_html()

    return draw_it


def _data(page):
    return json.loads(re.search(r"data-page>(.*?)</script>", page, re.DOTALL)[1])


def _panel(page):
    text = page.split('<aside class="rm-panel"')[1].split("</aside>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def _classes(page, read_numbers):
    return read_numbers(_data(page)["tables"]["townships"]["columns"]["state"])


def test_the_panel_says_the_total_the_ranks_and_the_zones(draw):
    panel = _panel(draw())
    assert "安排合计 1,000.00 元 0.10 万元" in panel
    assert "其中未落到乡镇 0.01 万元" in panel
    # 乙镇: 30 % of the money, 60 % of the need; 甲镇: 60 % and 40 %.
    assert "乙镇 30.00% 60.00% 0.50 甲镇 60.00% 40.00% 1.50" in panel
    # 甲一村 400, 甲二村 200, 乙一村 300; 乙二社区 is on no list, and 100 are in no village.
    for line in ("重点区域内 1 0.04", "重点区域外 1 0.02", "待核定 1 0.03", "未认定或未落图 1 0.01"):
        assert line in panel


def test_a_card_says_what_there_is_a_head(draw):
    table = _data(draw())["tables"]["townships"]
    columns = table["columns"]
    assert columns["ratio"] == ["1.50", "0.50"]
    # 60,000 fen for 200 and for 2,000 persons; 30,000 for 300 and for 2,000.
    assert columns["per_target_fen"] == [300, 100]
    assert columns["per_rural_fen"] == [30, 15]
    assert table["repeating"]["measures"] == [None]  # no such table: not known, which is not none


@pytest.mark.parametrize(
    ("fen", "number"),
    [
        # 乙镇 has 300 of 500 in need; with x of 100,000 fen its ratio is x / 60,000.
        pytest.param(29_999, 0, id="below a half"),
        pytest.param(30_000, 1, id="a half"),
        pytest.param(47_999, 1, id="below four fifths"),
        pytest.param(48_000, 2, id="four fifths"),
        pytest.param(74_999, 2, id="below one and a quarter"),
        pytest.param(75_000, 3, id="one and a quarter"),
    ],
)
def test_a_class_begins_at_its_bound(draw, balance_table, read_numbers, fen, number):
    balance_table["arranged_fen"] = pd.array([100_000 - fen, 0, fen, 0], dtype="Int64")
    assert _classes(draw(), read_numbers)[1] == number


@pytest.mark.parametrize(
    ("fen", "number"), [pytest.param(79_999, 3, id="below two"), pytest.param(80_000, 4, id="two")]
)
def test_the_highest_class_begins_at_two(draw, balance_table, read_numbers, fen, number):
    # 甲镇 has 200 of 500 in need; with x of 100,000 fen its ratio is x / 40,000.
    balance_table["arranged_fen"] = pd.array([fen, 0, 100_000 - fen, 0], dtype="Int64")
    assert _classes(draw(), read_numbers)[0] == number


def test_nobody_in_need_is_no_ratio(draw, need, read_numbers):
    need["target_persons"] = pd.array([150, 50, 0, 0], dtype="Int64")
    page = draw()
    assert _classes(page, read_numbers) == [1, 5]  # 60 % of the money for all of the need is 0.60
    assert _data(page)["tables"]["townships"]["columns"]["ratio"] == ["0.60", "无需求对象"]


def test_a_need_that_is_not_known_is_its_own_class(draw, need, read_numbers):
    need["target_persons"] = pd.array([150, None, 300, 0], dtype="Int64")
    assert _classes(draw(), read_numbers) == [6, 6]


def test_a_township_without_figures_is_unknown(villages, townships, balance_table, need, states, meta):
    rows = balance_table[balance_table["township_code"].ne(NORTH)]
    matching = match(rows, need[need["township_code"].ne(NORTH)], states)
    panel = _panel(match_map(villages, townships, matching, states, meta=meta).to_html())
    assert "乙镇 — — —" in panel


def test_a_village_on_no_list_is_unknown(draw, read_numbers):
    columns = _data(draw())["tables"]["villages"]["columns"]
    assert [ZONE_STATES[number] for number in read_numbers(columns["state"])] == [
        "inside",
        "outside",
        "undecided",
        "unknown",
    ]


def test_a_township_that_is_not_on_the_map_is_refused(draw, balance_table):
    balance_table.loc[3, "township_code"] = "441624999"
    with pytest.raises(InputError, match="441624999"):
        draw()


def test_townships_and_zones_with_other_money_stop_the_map(
    villages, townships, balance_table, need, states, meta
):
    matching = match(balance_table, need, states)
    matching.by_zone.loc[0, "arranged_fen"] += 1
    with pytest.raises(ConservationError, match=r"1,000\.01"):
        match_map(villages, townships, matching, states, meta=meta)


def test_the_english_page_leaves_no_chinese_but_names(draw):
    assert not re.search(r"[一-鿿]", re.sub("甲镇|乙镇", "", _panel(draw(lang="en"))))


@pytest.mark.browser
def test_townships_and_villages_are_coloured_and_tell_their_figures(draw, open_page):
    page = open_page(draw())
    page.click("[data-goto='townships.1']")
    shown = re.sub(r"\s+", " ", page.inner_text(".rm-card"))
    assert "资金占比 30.00% 帮扶对象 300 人 需求占比 60.00% 资金占比 ÷ 需求占比 0.50" in shown
    before = page.evaluate("document.querySelector('.rm-canvas').toDataURL()")
    page.check("input[data-paint=village]")
    assert page.evaluate("document.querySelector('.rm-canvas').toDataURL()") != before
