"""`ruralmap policy run`: the entries of the public contract, and what a person reads."""

import json

KEYS = [
    *("rule_id", "kind", "level", "code", "outcome", "value", "numerator", "denominator", "threshold"),
    *("unit", "margin", "certainty", "reading", "basis", "met_on"),
]
# Only targets can be late, and only some rules show more.
OPTIONAL = {"late_days", "shows"}


def test_every_entry_has_the_keys_of_the_contract(run, workspace):
    status, out, err = run("policy", "run", "nanjiang-2024", "-w", workspace, "--json", "--quiet")
    said = json.loads(out)
    assert (status, err) == (0, "")
    heads = ["policy", "as_of", "trial", "marks", "parameters", "results", "warnings", "missing"]
    assert list(said) == heads
    assert (said["policy"], said["trial"]) == ("nanjiang-2024", True)
    kept = {tuple(name for name in entry if name not in OPTIONAL) for entry in said["results"]}
    assert kept == {tuple(KEYS)}
    # One entry a rule, level, unit and, of rows that are counted, outcome.
    keys = [
        tuple(entry[name] for name in ("rule_id", "level", "code", "outcome", "certainty"))
        for entry in said["results"]
    ]
    assert len(set(keys)) == len(keys)
    # What is missing is named for rules that have no answer somewhere, and for no other.
    open_rules = {
        entry["rule_id"]
        for entry in said["results"]
        if entry["outcome"] in {"insufficient_data", "parameter_missing"}
    }
    assert {entry["rule_id"] for entry in said["missing"]} <= open_rules
    named = {tuple(entry) for entry in said["missing"]}
    assert named == {("rule_id", "what", "name", "column", "cells", "year", "text")}
    assert ("NJ-29", "parameter") in {(entry["rule_id"], entry["what"]) for entry in said["missing"]}
    names = [entry["name"] for entry in said["parameters"]]
    assert "乡镇（街道）数" in names
    assert {entry["source"] for entry in said["parameters"]} == {"pack"}


def test_households_are_counted_and_never_told(run, workspace):
    words = ("policy", "run", "nanjiang-2024", "-w", workspace, "--json", "--quiet", "--rule", "NJ-24")
    results = json.loads(run(*words)[1])["results"]
    assert {entry["rule_id"] for entry in results} == {"NJ-24"}
    levels = [entry["level"] for entry in results]
    assert levels == sorted(levels, key=["county", "township", "village", "household"].index)
    # Nobody of the 100 persons is relocated: of no household does the rule speak, or of none is it known.
    counted = [entry for entry in results if entry["level"] == "household"]
    assert {len(entry["code"]) for entry in counted} <= {6, 9, 12}
    assert sum(entry["value"] for entry in counted) > 0


def test_all_readings_are_told_where_they_are_asked(run, workspace):
    words = ("policy", "run", "yunnan-county-2022-2025", "-w", workspace, "--json", "--quiet")
    plain = json.loads(run(*words, "--rule", "YN-21")[1])["results"]
    assert all("readings" not in entry for entry in plain)
    told = json.loads(run(*words, "--rule", "YN-21", "--readings")[1])["results"]
    assert all(
        [*one] == ["reading", "outcome", "value", "certainty"] for entry in told for one in entry["readings"]
    )
    # 100 of 2,000 is 5 %, not over it.
    (south,) = [entry for entry in told if entry["numerator"] == 100]
    assert (south["outcome"], south["value"], south["denominator"]) == ("not_selected", 0.05, 2000)


def test_a_person_reads_a_line_a_rule(run, workspace):
    words = ("policy", "run", "heping-2024", "-w", workspace, "--quiet", "--rule", "HP-12")
    status, out, _ = run(*words)  # the policy with its marks, the header, a line below it, and the rule
    assert (status, len(out.splitlines())) == (0, 4)
    assert out.splitlines()[0].endswith("截至 2024-09-30　模拟数据")
    assert "HP-12" in out
    assert "参数缺失 1" in out or "已登记 1" in out
    assert "HP-12" in run(*words, "--lang", "en")[1]


def test_an_unknown_rule_is_refused_with_those_that_there_are(run, workspace):
    status, out, err = run("policy", "run", "heping-2024", "-w", workspace, "--quiet", "--rule", "HP-99")
    assert (status, out) == (2, "")
    assert "HP-99" in err
    assert "HP-01" in err
