"""Which policy is meant: the one that is named, else the workspace's, else the one that has the rules."""

from pathlib import Path

import pytest

from ruralmap.errors import PolicyError
from ruralmap.files.policies import read_policy, shipped_policies
from ruralmap.jobs.policies import policy_of
from ruralmap.workspace import County, Output, PolicyChoice, Workspace

OWN = "yunnan-county-2022-2025"


@pytest.fixture
def workspace():
    county = County(
        code="990001",
        name="测试县",
        prefecture_code="990000",
        prefecture="测试州",
        as_of="2024-09-30",
        simulated=True,
        crs="EPSG:4526",
    )
    return Workspace(
        root=Path(), county=county, layers={}, tables={}, output=Output(), policy=PolicyChoice(id=OWN)
    )


@pytest.mark.parametrize(
    ("chosen", "rules", "meant"),
    [
        (None, (), OWN),
        (None, ("YN-19", "YN-21"), OWN),
        (None, ("HP-01",), "heping-2024"),
        (None, ("HP-01", "HP-35"), "heping-2024"),
        ("weixi-2024", ("HP-01",), "weixi-2024"),  # who names a policy means it
        (None, ("HP-01", "NJ-01"), OWN),  # no policy has both: its own says what it has
        (None, ("HP-99",), OWN),
    ],
)
def test_the_rules_that_are_asked_say_which_policy_is_meant(workspace, chosen, rules, meant):
    assert policy_of(workspace, chosen, rules=rules).id == meant


def test_a_policy_that_is_not_there_is_refused(workspace):
    with pytest.raises(PolicyError, match="nowhere"):
        policy_of(workspace, "nowhere.toml")


def test_no_two_shipped_policies_have_a_rule_of_one_id():
    ids = [rule.id for name in shipped_policies() for rule in read_policy(name).rules]
    assert len(ids) == len(set(ids))
