"""What offices are called today, by the policy and by the workspace's own table."""

import datetime as dt

import pandas as pd
import pytest

from ruralmap.rules.offices import names_today
from ruralmap.schema.policy import Policy

_RULE = {"id": "R", "kind": "list", "level": "household", "force": "info", "quote": "条款", "source": "一"}
_RULE |= {"label": {"zh": "条款", "en": "rule"}}


@pytest.fixture
def policy():
    return Policy.model_validate(
        {
            "id": "made-up",
            "title": {"zh": "虚构方案", "en": "made up"},
            "document": "虚构发〔2024〕1号",
            "period": {"first": dt.date(2024, 1, 1), "last": dt.date(2024, 12, 31)},
            "units": {"县帮扶局": {"aliases": ["帮扶办"]}, "县水利局": {"now": "县水务局"}},
            "rules": [_RULE],
        }
    )


def offices(*rows):
    return pd.DataFrame(rows, columns=["name", "alias_of", "valid_to"]).astype("str")


def test_aliases_and_new_names_of_the_policy(policy):
    expected = {"县帮扶局": "县帮扶局", "帮扶办": "县帮扶局", "县水利局": "县水务局"}
    assert names_today(policy, None, "2024-09-30") == expected


@pytest.mark.parametrize(
    ("as_of", "name"),
    [("2023-12-31", "县帮扶局"), ("2024-01-01", "县农业农村局")],
    ids=["its last day", "the day after"],
)
def test_a_merged_office_is_the_one_that_took_its_place_from_the_next_day(policy, as_of, name):
    table = offices(("县帮扶局", "县农业农村局", "2023-12-31"), ("县农业农村局", None, None))
    assert names_today(policy, table, as_of)["帮扶办"] == name


def test_without_a_last_day_the_new_name_holds_always(policy):
    assert (
        names_today(policy, offices(("县扶贫办", "县帮扶局", None)), "2020-01-01")["县扶贫办"] == "县帮扶局"
    )


def test_mergers_are_followed_to_the_last_and_a_circle_ends(policy):
    table = offices(("甲", "乙", None), ("乙", "丙", None), ("丁", "戊", None), ("戊", "丁", None))
    names = names_today(policy, table, "2024-09-30")
    assert (names["甲"], names["乙"]) == ("丙", "丙")
    assert (names["丁"], names["戊"]) == ("丁", "戊")
