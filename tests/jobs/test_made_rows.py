"""Rows that no file has, made of the layers and the adopted lists; only where a policy asks them."""

import datetime as dt

from ruralmap.jobs.made_rows import asks_rows, made_rows, neighbour_rows
from ruralmap.schema.policy import Policy

_LABEL = {"zh": "条款", "en": "rule"}
_RULE = {"id": "V", "kind": "selection", "level": "village", "force": "info", "label": _LABEL}
_RULE |= {"quote": "条款", "source": "一"}


def policy_of(rows):
    return Policy.model_validate(
        {
            "id": "made-up",
            "title": {"zh": "虚构方案", "en": "made up"},
            "document": "虚构发〔2024〕1号",
            "period": {"first": dt.date(2024, 1, 1), "last": dt.date(2024, 12, 31)},
            "rules": [_RULE | {"condition": {"holds": {"has": rows}}}],
        }
    )


def test_a_policy_is_asked_which_rows_it_wants(money):
    assert asks_rows(policy_of("neighbours"), "neighbours")
    assert not asks_rows(policy_of("neighbours"), "adopted")
    assert made_rows(money.workspace, money.linked, [policy_of("documents")]) == {}
    made = made_rows(money.workspace, money.linked, [policy_of("neighbours"), policy_of("adopted")])
    assert sorted(made) == ["adopted", "neighbours"]
    # Nothing was adopted in this county.
    assert len(made["adopted"]) == 0
    assert list(made["adopted"]) == ["code", "rule_id", "adopted_on", "left_on", "doc"]


def test_squares_side_by_side_are_neighbours_and_corners_are_not(money):
    rows = neighbour_rows(money.workspace, money.linked)
    found = set(zip(rows["village_code"], rows["neighbour_code"], strict=True))
    south_west, south_east = "441624100201", "441624100202"
    north_east, north_west = "441624101201", "441624101202"
    beside = {(south_west, south_east), (south_east, north_east), (north_east, north_west)}
    beside.add((south_west, north_west))
    assert found == beside | {(other, one) for one, other in beside}
    # 0.01 degrees are some 1,108 m to the north, and 1,013 m to the east at 24.4 degrees.
    assert rows["border_m"].between(1000, 1120).all()
