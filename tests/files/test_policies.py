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
    assert [rule.id for rule in policy.rules] == [f"YN-{number:02d}" for number in range(1, 35)]
    assert policy.jurisdiction is None


# Of each industry the document leaves blank how many households it takes along, how much each of them works,
# and what a person gains by it.
BLANK = {
    *("lifted_average", "monitored_average", "monitor_line"),
    *("transfer_workers", "income_growth"),
    *(f"{what}_{year}" for what in ("lifted", "monitored", "growth") for year in (2022, 2025)),
    *("demo_townships", "demo_villages", "beautiful_villages"),
    *(
        f"{kind}_{what}"
        for kind in ("tobacco", "vegetables", "fruit", "mushrooms", "flowers", "herbs")
        for what in ("households", "area", "gain")
    ),
    *("stock_households", "stock_heads", "stock_gain"),
    *("processing_households", "processing_gain", "tourism_households"),
    *("grain_households", "grain_area", "grain_output", "grain_per_head"),
    *("digital_projects", "three_hua_projects", "crop_seed", "livestock_seed"),
}


def test_what_the_document_leaves_blank_is_left_blank():
    # The model of the document is for any county: each number of a place is blank in it.
    policy = read_policy("yunnan-county-2022-2025")
    assert set(policy.parameters) == BLANK
    assert {parameter.value for parameter in policy.parameters.values()} == {None}
    assert not any(parameter.values for parameter in policy.parameters.values())


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
