"""Rules of the toy county as maps: 甲村 has 31 monitored of 1,000 and is listed, 乙村 has none."""

import json
import re

import pytest

from ruralmap.draw.indicator_panel import STATUSES
from ruralmap.errors import UsageError
from ruralmap.jobs.indicator_map import draw_indicator_map
from ruralmap.jobs.policies import policy_of
from ruralmap.jobs.policy_facts import facts_for
from ruralmap.jobs.zones import evaluated


def _columns(page, table):
    data = json.loads(re.search(r"data-page>(.*?)</script>", page, re.DOTALL)[1])
    return data["tables"][table]["columns"]


def test_a_rule_of_villages_holds_its_outcomes(money, read_small):
    page = draw_indicator_map(money.workspace, money.linked, money.lists, "YN-20").to_html()
    states = [STATUSES[number] for number in read_small(_columns(page, "villages")["state"])]
    assert states[:2] == ["selected", "not_selected"]
    # Values that repeat are written as positions in the list of them: the first is that of 甲村.
    assert '"value":["3.10%",' in page
    assert "套用试算" in page


def test_a_rule_of_townships_colours_townships(money):
    page = draw_indicator_map(money.workspace, money.linked, money.lists, "YN-21").to_html()
    # 100 of 2,000 persons in 南镇, none left in 北镇.
    assert _columns(page, "townships")["value"] == ["5.00%", "0.00%"]


def test_a_rule_of_households_is_a_share_by_village_and_names_nobody(money):
    page = draw_indicator_map(money.workspace, money.linked, money.lists, "YN-19").to_html()
    columns = _columns(page, "villages")
    found = dict(zip(columns["code"], columns["denominator"], strict=True))
    # The 31 monitored of 甲村 and the 69 lifted of 乙村; the cleared one of 丙村 is neither.
    assert {code: count for code, count in found.items() if count} == {
        "441624100201": 31,
        "441624100202": 69,
    }
    assert "A0001" not in page


def test_a_rule_that_is_not_there_is_wrong_usage_and_says_which_are(money):
    with pytest.raises(UsageError, match="YN-21"):
        draw_indicator_map(money.workspace, money.linked, money.lists, "YN-99")


@pytest.fixture(scope="module")
def heping(money):
    """What the points of Heping County say of the toy county."""
    policy = policy_of(money.workspace, "heping-2024")
    return evaluated(money.workspace, facts_for(money.workspace, money.linked, (policy,)), policy)


def test_the_share_is_of_the_households_of_whom_the_rule_speaks(money, heping):
    # HP-28 speaks of the monitored: the 31 of 甲村; those of 乙村 are lifted, that of 丙村 is cleared.
    page = draw_indicator_map(money.workspace, money.linked, heping, "HP-28").to_html()
    columns = _columns(page, "villages")
    assert dict(zip(columns["code"], columns["denominator"], strict=True)) == {
        "441624100201": 31,
        "441624100202": 0,
        "441624101201": 0,
        "441624101202": None,
    }
    assert "没有条款所指的户" in page


def test_households_are_drawn_by_township_where_that_is_asked(money, heping):
    page = draw_indicator_map(money.workspace, money.linked, heping, "HP-28", level="township").to_html()
    assert _columns(page, "townships")["denominator"] == [31, 0]


def test_a_level_of_which_a_rule_says_nothing_is_refused(money):
    with pytest.raises(UsageError, match="YN-20"):
        draw_indicator_map(money.workspace, money.linked, money.lists, "YN-20", level="township")


@pytest.fixture
def read_small():
    """Read small numbers of one character each, as `numbers.js` does."""
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"
    return lambda written: [digits.index(one) // 2 for one in written]
