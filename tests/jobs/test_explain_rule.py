"""What a rule of several conditions says of one household: each condition with its own numbers."""

import pytest

from case_files import RuleCase, facts_of
from ruralmap.files.policies import read_policy
from ruralmap.jobs.explain_rule import explain_rules
from ruralmap.jobs.policy_run import run_policy

DAY = "2024-09-30"
MONITORED = {"hh_type": "一般农户", "monitor_class": "边缘易致贫户", "risk_cleared": "否"}


@pytest.fixture
def told():
    """Explain rules of Heping of a place; the line of monitoring is 10,800 yuan in 2024."""

    def explain_it(rule, place, lang="zh", **tables):
        policy = read_policy("heping-2024")
        line = [{"name": "防止返贫监测线", "year": 2024, "value": 10800}]
        case = RuleCase("heping-2024", rule, "-", DAY, {"parameters": line} | tables, {}, frozenset())
        run = run_policy(policy, facts_of(policy, case), only=[rule], simulated=False)
        return explain_rules(run, place, lang=lang)

    return explain_it


@pytest.fixture
def cleared_soon():
    """H: 1,500,000 fen for one head, 4,200 yuan over the line; a measure done; nobody looked at the house."""
    return {
        "households": [{"hh_id": "H"} | MONITORED, {"hh_id": "L"}],
        "incomes": [
            {"hh_id": "H", "year": 2024, "size": 1, "wage_fen": 1500000, "disposable_fen": 1500000},
            {"hh_id": "L", "year": 2024, "size": 1, "wage_fen": 1500000, "disposable_fen": 1500000},
        ],
        "measures": [{"measure_id": "M", "hh_id": "H", "measure_kind": "产业", "done_on": "2024-05-01"}],
        "safety": [{"hh_id": "H", "checked_on": "2024-05-01", "house": "D", "school_ok": True}],
    }


def test_every_condition_stands_with_its_own_number_line_and_margin(told, cleared_soon):
    explanation = told("HP-28", "H", **cleared_soon)
    head = explanation.lines.index("条件（须全部满足）：")
    income, measure, safety = explanation.lines[head + 1 : head + 4]
    # More than 10,800 is asked: 10,800.01 just holds, 15,000.00 is 4,199.99 beyond it.
    assert income.startswith("  1. ")
    assert income.endswith("数值：15,000.00 元/人　要求：＞ 10,800.00 元/人　距线：+4,199.99 元　满足")
    assert measure.startswith("  2. ")
    assert measure.endswith("　满足")
    # A house of class D is not safe, whatever else nobody knows.
    assert safety.startswith("  3. ")
    assert safety.endswith("　不满足")
    assert "结论：不纳入" in explanation.text
    (record,) = explanation.record["results"]
    assert [one["holds"] for one in record["conditions"]] == [True, True, False]
    assert [one["kind"] for one in record["conditions"]] == ["value", "holds", "holds"]
    assert record["conditions"][0]["margin"] == 419999


def test_of_whom_a_rule_does_not_speak_it_compares_nothing(told, cleared_soon):
    explanation = told("HP-28", "L", **cleared_soon)
    assert "结论：不适用" in explanation.text
    assert "数值：" not in explanation.text
    assert explanation.record["results"][0]["conditions"] == []


def test_one_condition_is_told_as_before(told, cleared_soon):
    # HP-13 asks those able to work: 10,800 yuan a head or less. 15,000 are 4,200 too many.
    persons = [{"p_id": "P", "hh_id": "L", "labour": "普通劳动力"}]
    explanation = told("HP-13", "L", lang="en", persons=persons, **cleared_soon)
    assert "Margin: −4,200.00 yuan" in explanation.text
    assert "Conditions" not in explanation.text
