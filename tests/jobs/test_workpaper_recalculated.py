"""
Workpapers worked out again in LibreOffice: the numbers and outcomes are those that were worked out by hand.

The cases are the hand-worked ones of the rules (tests/rules/cases), one workpaper each, opened all at once.
"""

import pytest

from case_files import COUNTY, facts_of, read_cases
from recalculated import differences, recalculated, same
from ruralmap.files.policies import read_policy
from ruralmap.files.workbook import write_workbook
from ruralmap.jobs.policy_run import run_policy
from ruralmap.jobs.workpaper import Paper, workpaper_sheets
from ruralmap.words.catalogue import say

# On one worker, so that the workpapers are made and opened once; what runs for them is covered elsewhere.
pytestmark = [pytest.mark.slow, pytest.mark.no_cover, pytest.mark.xdist_group("workpapers")]

# Rules by what they measure; each with all its cases: below, at and above the line, and with data missing.
RULES = {
    # A value, growth, counts, two ratios, what must be so, either of two ratios, a sum, a list.
    "nanjiang-2024": ("NJ-03", "NJ-05", "NJ-08", "NJ-11", "NJ-16", "NJ-24", "NJ-26", "NJ-27", "NJ-44"),
    "heping-2024": ("HP-16",),  # days
    "yunnan-county-2022-2025": ("YN-15", "YN-20"),  # a year after the other; a share of the population
}
CASES = [
    (policy, case)
    for policy, rules in RULES.items()
    for case in read_cases(policy)
    if case.rule in rules and "reading" not in case.expected
]
PAPER = Paper("虚构县", (), {}, asked=True)


@pytest.fixture(scope="module")
def papers(tmp_path_factory):
    """Every case's workpaper, and what LibreOffice makes of it."""
    folder = tmp_path_factory.mktemp("papers")
    policies = {policy_id: read_policy(policy_id) for policy_id in RULES}
    paths = []
    for number, (policy_id, case) in enumerate(CASES):
        policy = policies[policy_id]
        run = run_policy(policy, facts_of(policy, case), only=(case.rule,))
        paths.append(folder / f"{number}.xlsx")
        write_workbook(paths[-1], workpaper_sheets(run, PAPER))
    return list(zip(paths, recalculated(paths, folder), strict=True))


def table(sheets, name):
    """Give the lines of a sheet by its headers; three notes stand above."""
    rows = sheets.get(name, [])[3:]
    return [dict(zip(rows[0], row, strict=False)) for row in rows[1:]] if rows else []


@pytest.mark.parametrize("number", range(len(CASES)), ids=[case.id for _, case in CASES])
def test_the_workpaper_comes_to_what_was_worked_out_by_hand(papers, number):
    _, case = CASES[number]
    path, sheets = papers[number]
    assert differences(path, sheets) == []
    unit = str(case.expected.get("unit", COUNTY))
    lines = [line for line in table(sheets, "结果") if line["代码"] == unit and line["结论"]]
    units = [
        line
        for name in sheets
        if name.startswith(f"{case.rule} 逐项")
        for line in table(sheets, name)
        if line["编号"] == unit
    ]
    found = lines or units
    expected = say(f"policy_run.outcome.{case.expected['outcome']}")
    if not found:
        # A rule that does not speak of a row does not list it.
        assert case.expected["outcome"] == "not_applicable"
        return
    assert found[0]["结论"] == expected
    decided = case.expected["outcome"] in {"pass", "fail", "below_expectation", "selected", "not_selected"}
    if decided and "另有情形" in found[0]:
        # What is decided is decided by the formulas.
        assert found[0]["另有情形"] == ""
    value = case.expected.get("value")
    if value is not None and len(lines) == 1 and lines[0]["数值"]:
        assert same(lines[0]["数值"], float(value))


def test_some_cases_of_every_measure_are_worked_out():
    assert len(CASES) > 30
