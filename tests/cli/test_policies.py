"""`ruralmap policy list | show | check`: what stands on stdout, and how they end."""

import json
from pathlib import Path

EXAMPLES = Path(__file__).parents[1] / "policies" / "examples.toml"


def test_a_good_file_is_said_rule_by_rule(run):
    status, out, err = run("policy", "check", EXAMPLES)
    assert status == 0
    assert len(out.splitlines()) == 11
    assert "11 条规则" in err
    assert "E-05" in err
    status, out, err = run("policy", "check", EXAMPLES, "--json")
    assert (status, err) == (0, "")
    assert json.loads(out)["rules"][0]["rule_id"] == "E-01"


def test_quiet_leaves_the_notes(run):
    status, out, err = run("policy", "check", EXAMPLES, "--quiet")
    assert (status, len(out.splitlines()), len(err.splitlines())) == (0, 11, 1)


def test_all_mistakes_end_with_one(run, tmp_path):
    path = tmp_path / "examples.toml"
    text = EXAMPLES.read_text(encoding="utf-8")
    path.write_text(
        text.replace('value = "脱贫户"', 'value = "脱贫人口"').replace("due = 2024-06-30", "due = 2026-01-31")
    )
    status, out, err = run("policy", "check", path)
    assert (status, out) == (1, "")
    assert "发现 2 处错误" in err
    assert "groups.lifted.where.value" in err
    assert "rules[E-04].due" in err


def test_a_shipped_policy_is_shown_in_both_languages(run):
    status, out, _ = run("policy", "show", "yunnan-county-2022-2025", "--lang", "en")
    assert status == 0
    assert "YN-20 village selection [lifted village = yes]" in out
    assert out.splitlines()[0].startswith("Three-year plan")
    assert run("policy", "show", "yunnan-county-2022-2025", "--quiet")[1].startswith("YN-")
    shown = json.loads(run("policy", "show", "yunnan-county-2022-2025", "--json")[1])
    assert shown["policy"] == "yunnan-county-2022-2025"


def test_the_shipped_policies_are_listed(run):
    assert "yunnan-county-2022-2025" in run("policy", "list")[1]
    listed = json.loads(run("policy", "list", "--json")[1])["policies"]
    assert {"policy", "title", "rules", "place"} == set(listed[0])
