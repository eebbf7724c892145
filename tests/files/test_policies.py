"""Policies are found by id or by path, and read exactly."""

import pytest

from ruralmap.errors import PolicyError
from ruralmap.files.policies import read_policy, shipped_policies

MINE = """
id = "mine"
title = { zh = "我县方案", en = "our plan" }
document = "县政办〔2024〕1号"
issuer = "县人民政府办公室"
jurisdiction = "990001"
period = { first = 2024-01-01, last = 2024-12-31 }

[[rules]]
id = "M-1"
kind = "selection"
level = "township"
force = "hard"
label = { zh = "人口大镇", en = "large townships" }
quote = "人口不少于一百人的乡镇"
source = "一"

[[rules.readings]]
id = "only"
default = true
label = { zh = "按人数", en = "by persons" }
condition = { measure = { kind = "count", rows = "persons" }, op = "ge", threshold = 100, unit = "人" }
"""


@pytest.fixture
def write(tmp_path):
    def make(text, name="mine.toml", encoding="utf-8"):
        path = tmp_path / name
        path.write_text(text, encoding=encoding)
        return path

    return make


def test_the_shipped_policy_is_listed_and_read_by_its_id():
    assert "yunnan-county-2022-2025" in shipped_policies()
    policy = read_policy("yunnan-county-2022-2025")
    assert [rule.id for rule in policy.rules] == ["YN-19", "YN-20", "YN-21"]
    assert policy.jurisdiction is None


def test_what_the_document_leaves_blank_is_left_blank():
    policy = read_policy("yunnan-county-2022-2025")
    assert {name: parameter.value for name, parameter in policy.parameters.items()} == {
        "lifted_average": None,
        "monitored_average": None,
    }


def test_a_new_policy_is_one_new_file(write):
    policy = read_policy(write(MINE))
    assert (policy.id, policy.covers("990001"), policy.covers("990002")) == ("mine", True, False)


def test_a_notepad_byte_order_mark_does_no_harm(write):
    assert read_policy(write(MINE, encoding="utf-8-sig")).id == "mine"


@pytest.mark.parametrize(
    ("text", "name", "encoding", "told"),
    [
        pytest.param(MINE, "other.toml", "utf-8", "文件名是 other", id="id is not the file's name"),
        pytest.param(MINE + "\n[rules", "mine.toml", "utf-8", "TOML", id="not TOML"),
        pytest.param(MINE, "mine.toml", "gb18030", "UTF-8", id="GBK from Notepad"),
        pytest.param(
            MINE.replace("2024-12-31", "2024-09-31"), "mine.toml", "utf-8", "line 7", id="no such day"
        ),
        pytest.param(
            MINE.replace('op = "ge"', 'op = ">="'), "mine.toml", "utf-8", ">=", id="unknown operator"
        ),
    ],
)
def test_a_file_that_cannot_be_trusted_is_refused_by_name(write, text, name, encoding, told):
    with pytest.raises(PolicyError, match=told) as refused:
        read_policy(write(text, name, encoding))
    assert name in str(refused.value)


def test_an_unknown_policy_is_answered_with_those_there_are():
    with pytest.raises(PolicyError, match="yunnan-county-2022-2025"):
        read_policy("no-such-policy")
