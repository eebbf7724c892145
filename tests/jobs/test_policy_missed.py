"""Periods that units missed are named, with how many units missed each."""

import pytest

from case_files import EAST, WEST, RuleCase, facts_of
from ruralmap.files.policies import read_policy
from ruralmap.jobs.explain_rule import explain_rules
from ruralmap.jobs.policy_owed import Ledger
from ruralmap.jobs.policy_run import run_policy
from ruralmap.jobs.policy_words import asked_words

_BEFORE = "公布前已结束、未完成的期间（公布前）：2024-07（1 户）"
_MONITORED = {"hh_type": "一般农户", "monitor_class": "边缘易致贫户", "risk_cleared": "否"}
# The document was posted on 6 August 2024. A in the east is monitored from 10 July, B in the west from
# 2 August: by the end of September A owes August and September, B September. A alone was visited, in August.
TABLES = {
    "households": [
        _MONITORED | {"hh_id": "A", "identified_on": "2024-07-10"},
        _MONITORED | {"hh_id": "B", "identified_on": "2024-08-02", "village_code": f"{WEST}201"},
        _MONITORED | {"hh_id": "C", "identified_on": "2024-06-10"},
    ],
    "visits": [{"visit_id": "V", "hh_id": "A", "visited_on": "2024-08-09", "who_role": "镇干部"}],
}


@pytest.fixture(scope="module")
def ledger():
    policy = read_policy("heping-2024")
    case = RuleCase("x", "x", "x", "2024-09-30", TABLES, {})
    return Ledger("虚构县", run_policy(policy, facts_of(policy, case), only=["HP-02"]), "zh")


@pytest.mark.parametrize(
    ("township", "told"),
    [
        # C is monitored from 10 June: it owes July (before the posting), August and September.
        (
            None,
            f"{_BEFORE}；未完成的期间：2024-08（1 户），2024-09（3 户）",
        ),
        (
            EAST,
            f"{_BEFORE}；未完成的期间：2024-08（1 户），2024-09（2 户）",
        ),
        (WEST, "未完成的期间：2024-09（1 户）"),
    ],
)
def test_missed_months_are_named_for_the_county_and_each_township(ledger, township, told):
    duties = next(iter(ledger.duties.values()))
    (line,) = ledger.owed(duties, township)
    assert line.note == told


def test_an_explanation_of_a_township_names_them_and_claims_no_rows(ledger):
    lines = explain_rules(ledger.run, EAST).lines
    # Neither A nor C kept every month: none of two.
    assert "数值：0.00 %（0／2）" in lines
    assert lines[-2] == "依据：按户级逐个评价后汇总，逐条见底稿（--out 文件名.xlsx）。"
    assert lines[-1] == f"说明：{_BEFORE}；未完成的期间：2024-08（1 户），2024-09（2 户）"


def test_a_rule_of_every_year_says_which_years():
    policy = read_policy("yunnan-county-2022-2025")
    case = RuleCase("x", "x", "x", "2024-09-30", {}, {})
    made = Ledger("虚构县", run_policy(policy, facts_of(policy, case), only=["YN-16"]), "zh")
    (line,) = made.owed(next(iter(made.duties.values())))
    assert line.when == "逐年（2022—2025年）"


@pytest.mark.parametrize(
    ("rule", "asked"),
    [
        # Income grows faster than that of the county: another measure is the line, and no number.
        ("NJ-05", "> 农村居民人均可支配收入（本县）"),
        ("NJ-21", "≥ 90.00 %"),
    ],
)
def test_what_is_asked_is_said_in_full_where_no_number_says_it(rule, asked):
    policy = read_policy("nanjiang-2024")
    case = RuleCase("x", "x", "x", "2024-09-30", {}, {})
    run = run_policy(policy, facts_of(policy, case), only=[rule])
    (one,) = run.rules
    leading = next(said for said in run.evaluation.said(rule) if said.level == "county").result_at(0).leading
    text = asked_words(policy, one, leading, "zh")
    assert asked in text
    assert "口径" not in text
