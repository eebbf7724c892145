"""Who owes what: the units that rules name, by what they are called on the day."""

import datetime as dt

import pandas as pd
import pytest

from ruralmap.rules.tasks import tasks_of
from ruralmap.schema.policy import Policy

_RULE = {"kind": "list", "level": "household", "force": "info", "quote": "条款", "source": "一"}
_RULE |= {"label": {"zh": "条款", "en": "rule"}}


@pytest.fixture
def policy():
    first = {"id": "R1", "due": dt.date(2024, 6, 30), "lead": ["帮扶办"], "responsible": ["帮扶办", "各乡镇"]}
    return Policy.model_validate(
        {
            "id": "made-up",
            "title": {"zh": "虚构方案", "en": "made up"},
            "document": "虚构发〔2024〕1号",
            "period": {"first": dt.date(2024, 1, 1), "last": dt.date(2024, 12, 31)},
            "units": {
                "乡村振兴局": {
                    "aliases": ["帮扶办"],
                    "now": "农业农村局",
                    "since": dt.date(2024, 3, 1),
                }
            },
            "rules": [_RULE | first, _RULE | {"id": "R2"}],
        }
    )


@pytest.mark.parametrize(("as_of", "name"), [("2024-02-29", "乡村振兴局"), ("2024-03-01", "农业农村局")])
def test_a_unit_leads_or_is_responsible_once_under_its_name_of_the_day(policy, as_of, name):
    rows = tasks_of(policy, None, as_of)[["rule_id", "unit", "role", "due_on"]].to_numpy().tolist()
    assert rows == [["R1", name, "牵头", "2024-06-30"], ["R1", "各乡镇", "责任", "2024-06-30"]]


def test_what_the_workspace_keeps_stands_above(policy):
    kept = pd.DataFrame(
        {"rule_id": ["R1", "R9"], "unit": ["各乡镇", "各乡镇"], "due_on": ["2024-05-01", None]}
    )
    tasks = tasks_of(policy, kept.assign(done_on=["2024-04-30", None]).astype("str"), "2024-01-01")
    assert tasks["due_on"].tolist() == ["2024-06-30", "2024-05-01"]
    assert tasks["done_on"].tolist()[1] == "2024-04-30"
    assert tasks["done_on"].isna().tolist() == [True, False]
    assert tasks_of(policy, kept.iloc[:0], "2024-01-01")["due_on"].tolist() == ["2024-06-30"] * 2
