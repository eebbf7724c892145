"""The guide for authors of policies: its examples are one policy, and its cases hold."""

import re

import pytest

import case_files
from one_rule import said_alone
from ruralmap.files.policies import read_policy

GUIDES = ("policy-authors-guide.md", "policy-authors-guide.zh-CN.md")


def examples_of(rootpath, guide):
    """Give the policy that the pieces of a guide make, and its hand-worked cases."""
    text = (rootpath / "docs" / guide).read_text(encoding="utf-8")
    pieces = re.findall(r"^```toml\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    cases = [piece for piece in pieces if ".cases]]" in piece]
    return "\n".join(piece for piece in pieces if piece not in cases), "\n".join(cases)


def test_both_guides_have_the_same_examples(request):
    chinese, english = (examples_of(request.config.rootpath, guide) for guide in GUIDES)
    assert chinese == english


@pytest.fixture
def policy(request, tmp_path):
    path = tmp_path / "my-county-2026.toml"
    path.write_text(examples_of(request.config.rootpath, GUIDES[0])[0], encoding="utf-8")
    return read_policy(path)


def test_the_examples_in_order_are_a_policy(policy):
    assert [rule.id for rule in policy.rules] == [f"XX-{number:02}" for number in range(1, 22)]


def test_the_cases_of_the_guide_hold(request, tmp_path, monkeypatch, policy):
    folder = tmp_path / "cases"
    folder.mkdir()
    text = examples_of(request.config.rootpath, GUIDES[0])[1]
    (folder / "my-county-2026.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(case_files, "CASES", folder)
    told = {}
    for case in case_files.read_cases(policy.id):
        (found,) = said_alone(policy, case_files.facts_of(policy, case), case.rule)
        result = found.result_at(found.place_of("H"))
        told[case.side] = (result.outcome, result.value, result.margin)
    # 10,000.00 less one fen is below; as written in the guide.
    assert told == {
        "below": ("selected", pytest.approx(9999.99), 0),
        "at": ("not_selected", 10000, -1),
        "missing": ("insufficient_data", None, None),
    }
