"""The five documents on the demonstration county: every rule answers, or says what is missing."""

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from ruralmap.files.policies import read_policy
from ruralmap.jobs.policy_facts import facts_for
from ruralmap.jobs.policy_run import run_policy
from ruralmap.workspace import open_workspace

# What runs here is covered by the small counties' tests.
pytestmark = pytest.mark.no_cover

ORDER = Path(__file__).parents[1] / "data" / "policy_rules.csv"
COUNTY = "441624"
DOCUMENTS = {
    "NJ": "nanjiang-2024",
    "YN": "yunnan-county-2022-2025",
    "HP": "heping-2024",
    "WX": "weixi-2024",
    "HA": "henan-2023-2025",
}
DECIDED = {"pass", "fail", "below_expectation", "not_due"}
OPEN = {"insufficient_data", "parameter_missing"}
BLANK = "the number is blank in the text"
ELSEWHERE = "the amount is set in another document"
# Every rule that has no answer for the county, and why that is right.
WITHOUT_ANSWER = {
    **dict.fromkeys((f"YN-{number}" for number in ("05", "07", "08", "10", "29", "30", "33", "34")), BLANK),
    **dict.fromkeys(("NJ-29", "NJ-47"), ELSEWHERE),
    "HP-30": "探索: the county has set no such line",
    "HA-27": "a list: land that was let names no contract, and property income its origin",
}
# Of what is above the county nobody has assigned a part to it: 上级指标,未分解到县.
ABOVE = {f"HA-{number}" for number in ("01", "02", "04", "09", "12", "13", "15", "18")}
# What decides of several units: one that fails, else one of which that is not known.
GRAVITY = (
    *("fail", "below_expectation", "violated", "selected", "parameter_missing", "insufficient_data"),
    *("not_due", "pass", "not_selected", "recorded", "listed", "not_applicable"),
)


@pytest.fixture(scope="module")
def runs(demonstration, workspace_folder):
    """Give what `policy run ID --json` says of each document."""
    opened, linked = open_workspace(workspace_folder), demonstration.build.linked
    found = {}
    for prefix, name in DOCUMENTS.items():
        policy = read_policy(name)
        facts = facts_for(opened, linked, (policy,))
        found[prefix] = run_policy(policy, facts, simulated=True).as_json("zh")
    return found


@pytest.fixture(scope="module")
def entries(runs):
    """Give the entries of each rule."""
    found = defaultdict(list)
    for run in runs.values():
        for entry in run["results"]:
            found[entry["rule_id"]].append(entry)
    return found


@pytest.fixture(scope="module")
def order():
    """Give the work order: one line a rule that was read in the documents."""
    with ORDER.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def whole(entries):
    """What a rule comes to: its one answer for the county, else the gravest of its units."""
    of_county = [entry["outcome"] for entry in entries if entry["level"] == "county"]
    return min(of_county or [entry["outcome"] for entry in entries], key=GRAVITY.index)


def test_every_rule_of_the_documents_has_an_outcome(entries, order):
    assert {row["rule_id"] for row in order} == set(entries)


def test_every_target_is_decided_or_is_set_above_the_county_or_has_no_number(entries, order):
    targets = [row["rule_id"] for row in order if row["kind"] == "target"]
    undecided = {rule for rule in targets if whole(entries[rule]) not in DECIDED}
    blank = {rule for rule in WITHOUT_ANSWER if rule in targets}
    assert undecided == blank | ABOVE
    assert {whole(entries[rule]) for rule in ABOVE} == {"not_applicable"}


def test_what_has_no_answer_is_what_nobody_could_enter(entries):
    assert {rule for rule, told in entries.items() if whole(told) in OPEN} == set(WITHOUT_ANSWER)


@pytest.mark.parametrize("rule", WITHOUT_ANSWER)
def test_what_is_missing_is_named(runs, rule):
    named = [one for one in runs[rule[:2]]["missing"] if one["rule_id"] == rule]
    assert named
    if rule != "HA-27":
        assert "parameter" in {one["what"] for one in named}
    else:
        assert ("parcels", "contract_id") in {(one["name"], one["column"]) for one in named}


def test_the_county_answers_as_it_was_planned(entries, truth_of):
    rows = truth_of("rules").query("level == 'county'")
    planned = dict(zip(rows["rule_id"], rows["outcome"], strict=True))
    assert {rule: whole(entries[rule]) for rule in planned} == planned


def test_the_townships_answer_as_it_was_planned(entries, truth_of):
    rows = truth_of("rules").query("level == 'township'")
    told = {
        (entry["rule_id"], entry["code"]): entry["outcome"]
        for rule in rows["rule_id"].unique()
        for entry in entries[rule]
        if entry["level"] == "township"
    }
    planned = dict(zip(zip(rows["rule_id"], rows["code"], strict=True), rows["outcome"], strict=True))
    assert {key: told.get(key) for key in planned} == planned


def test_the_numbers_are_those_that_were_planned(entries, truth_of):
    rows = truth_of("rules").query("level == 'county'").dropna(subset="value")
    rows = rows[rows["value"].astype(str) != ""]
    for rule, outcome, value in zip(rows["rule_id"], rows["outcome"], rows["value"], strict=True):
        told = [entry for entry in entries[rule] if entry["level"] == "county"]
        listed = [entry for entry in entries[rule] if entry["outcome"] == outcome]
        # Of households and villages on a list: how many; the county's number is told as such.
        found = (
            told[0]["value"]
            if told
            else sum(entry["value"] if entry["level"] == "household" else 1 for entry in listed)
        )
        assert found == float(value), rule
