"""Lists, codes, parameters and checklists, and what rows come to in a unit; cases of packs say the rest."""

import datetime as dt

import pandas as pd
import pytest

from ruralmap.rules.bodies import body_results
from ruralmap.rules.book import book_of
from ruralmap.rules.case import prepare_case
from ruralmap.schema.policy import Policy

_HEAD = {
    "id": "made-up",
    "title": {"zh": "虚构方案", "en": "made up"},
    "document": "虚构发〔2024〕1号",
    "jurisdiction": "990001",
    "period": {"first": dt.date(2024, 1, 1), "last": dt.date(2024, 12, 31)},
    "parameters": {
        "known": {"name": "已知数", "unit": "户", "jurisdiction": "document", "value": 2},
        "blank": {"name": "空白数", "unit": "户", "jurisdiction": "document"},
    },
}
_RULE = {
    "id": "R",
    "force": "info",
    "level": "household",
    "label": {"zh": "条款", "en": "rule"},
    "quote": "条款",
    "source": "一",
}
_LIFTED = {"column": "hh_type", "op": "eq", "value": "脱贫户"}
_RELOCATED = {"column": "relocated", "op": "eq", "value": True}


def rolled(toy, at="county", **keys):
    policy = Policy.model_validate(_HEAD | {"rules": [_RULE | keys]})
    facts = toy.facts()
    (found,) = body_results(prepare_case(policy, facts, book_of(facts)), policy.rules[0], [at])
    return found


def said(found):
    return [(result.code, result.outcome, result.numerator) for result in found.results]


def test_a_list_is_counted_for_the_county_and_every_township_and_village(toy):
    toy.household("A", toy.one).household("B", toy.far).household("C", toy.far, hh_type="一般农户")
    keys = {"kind": "list", "where": _LIFTED}
    assert said(rolled(toy, **keys)) == [("990001", "recorded", 2)]
    assert said(rolled(toy, "township", **keys)) == [(toy.east, "recorded", 1), (toy.west, "recorded", 1)]
    villages = [(toy.one, 1), (toy.two, 0), (toy.three, 0), (toy.far, 1)]
    assert said(rolled(toy, "village", **keys)) == [(code, "recorded", n) for code, n in villages]


def test_units_on_a_list_of_units_are_listed_and_the_county_merely_records_it(toy):
    toy.household("A", toy.one).household("B", toy.far, hh_type="一般农户").household("C", toy.two)
    lifted = {"has": "households", "where": _LIFTED}
    moved = {"has": "households", "where": _RELOCATED, "at_most": 0}
    keys = {"kind": "list", "level": "village", "where": lifted}
    assert said(rolled(toy, **keys)) == [("990001", "recorded", 2)]
    # A lifted household lives in two villages: those are the list.
    states = [
        (toy.one, "listed"),
        (toy.two, "listed"),
        (toy.three, "not_applicable"),
        (toy.far, "not_applicable"),
    ]
    found = rolled(toy, "village", **keys)
    assert [(result.code, result.outcome) for result in found.results] == states
    assert [result.certainty for result in found.results] == ["certain", "certain", None, None]
    # Nobody says whether A and C moved; a list is not recorded where it cannot be told.
    asked = rolled(toy, "village", **keys, conforms={"holds": moved})
    assert [result.outcome for result in asked.results][:2] == ["insufficient_data", "insufficient_data"]


def test_a_ranking_of_townships_lists_them_all(toy):
    keys = {"kind": "list", "level": "township", "ranks": True}
    assert said(rolled(toy, **keys)) == [("990001", "recorded", None)]
    assert [result.outcome for result in rolled(toy, "township", **keys).results] == ["listed", "listed"]


def test_an_empty_cell_of_one_row_leaves_only_its_own_units_open(toy):
    toy.household("A", toy.one, relocated=True).household("B", toy.far)  # nobody says whether B moved
    keys = {"kind": "list", "where": _RELOCATED}
    assert said(rolled(toy, **keys)) == [("990001", "insufficient_data", 1)]
    found = rolled(toy, "township", **keys)
    assert said(found) == [(toy.east, "recorded", 1), (toy.west, "insufficient_data", 0)]
    assert [result.certainty for result in found.results] == ["certain", None]


def test_one_row_that_does_not_conform_is_graver_than_one_that_is_not_known(toy):
    toy.household("A", toy.one, relocated=False).household("B", toy.two)
    keys = {"kind": "list", "where": _LIFTED, "conforms": {"holds": _RELOCATED}}
    assert said(rolled(toy, **keys)) == [("990001", "violated", 2)]


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [({"hh_type": "脱贫户"}, "violated"), ({"hh_type": "一般农户"}, "recorded")],
)
def test_no_row_may_be_on_a_list_that_is_to_be_empty(toy, changes, outcome):
    toy.household("A", toy.one, **changes)
    assert rolled(toy, kind="list", where=_LIFTED, empty=True).result_at(0).outcome == outcome


def test_several_lists_count_together(toy):
    toy.household("A", toy.one, relocated=True).household("B", toy.two, hh_type="一般农户", relocated=True)
    label = {"zh": "清单", "en": "list"}
    parts = [{"label": label, "where": _LIFTED}, {"label": label, "where": _RELOCATED}]
    # A is on both lists, B on one.
    assert said(rolled(toy, kind="list", parts=parts)) == [("990001", "recorded", 3)]


@pytest.mark.parametrize(
    ("classes", "outcome"),
    [
        (["甲", "乙"], "recorded"),
        (["甲", "旧乙"], "recorded"),  # an old word for 乙
        (["甲", "丙"], "violated"),
        (["甲", None], "insufficient_data"),
        ([None, "丙"], "violated"),
    ],
)
def test_a_code_is_one_of_the_words_or_an_old_word_for_one(toy, classes, outcome):
    for number, name in enumerate(classes):
        toy.household(f"H{number}", toy.one, monitor_class=name, is_monitored=True)
    keys = {
        "kind": "codelist",
        "column": "monitor_class",
        "values": ["甲", "乙"],
        "aliases": {"旧乙": "乙"},
    }
    assert rolled(toy, **keys).result_at(0).outcome == outcome


@pytest.mark.parametrize(("name", "outcome"), [("known", "recorded"), ("blank", "parameter_missing")])
def test_a_parameter_is_recorded_where_it_has_a_number(toy, name, outcome):
    found = rolled(toy, kind="parameter", level="county", parameters=[name])
    assert found.result_at(0).outcome == outcome


@pytest.mark.parametrize(("households", "outcome"), [(1, "violated"), (2, "recorded"), (3, "violated")])
def test_what_a_county_must_be_by_a_parameter(toy, households, outcome):
    for number in range(households):
        toy.household(f"H{number}", toy.one)
    compare = {
        "measure": {"kind": "count", "rows": "households"},
        "op": "eq",
        "parameter": "known",
        "unit": "户",
    }
    keys = {"kind": "parameter", "level": "county", "parameters": ["known"], "conforms": compare}
    result = rolled(toy, **keys).result_at(0)
    assert (result.outcome, result.value) == (outcome, households)


@pytest.mark.parametrize(
    ("villages", "outcome"), [(("one", "two"), "recorded"), (("one", "one"), "violated")]
)
def test_a_unique_column_never_repeats(toy, villages, outcome):
    for number, name in enumerate(villages):
        toy.household(f"H{number}", getattr(toy, name))
    keys = {"kind": "parameter", "parameters": ["known"], "unique": ["village_code"]}
    assert rolled(toy, **keys).result_at(0).outcome == outcome


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ([True, True], "recorded"),
        ([True, False], "violated"),
        ([None, False], "violated"),
        ([True, None], "insufficient_data"),
        ([True], "insufficient_data"),
    ],
)
@pytest.mark.parametrize("from_table", [True, False])
def test_a_checklist_needs_every_answer(toy, answers, outcome, from_table):
    toy.household("A", toy.one)
    rows = [
        {"rule_id": "R", "item": str(number + 1), "subject": "A", "answer": answer}
        for number, answer in enumerate(answers)
    ]
    rows.append({"rule_id": "S", "item": "1", "subject": "A", "answer": False})  # another rule's
    toy.tables["checklists"] = pd.DataFrame(rows).astype(
        {"rule_id": "str", "item": "str", "subject": "str", "answer": "boolean"}
    )
    items = [{"id": number, "zh": "问", "en": "question"} for number in ("1", "2")]
    keys = {"items_from": "checklists", "count": 2} if from_table else {"items": items}
    assert rolled(toy, kind="checklist", **keys).result_at(0).outcome == outcome


def test_a_checklist_that_nobody_keeps_is_not_answered(toy):
    toy.household("A", toy.one)
    items = [{"id": "1", "zh": "问", "en": "question"}]
    assert rolled(toy, kind="checklist", items=items).result_at(0).outcome == "insufficient_data"


def test_rows_of_which_there_is_no_table_are_not_known(toy):
    found = rolled(toy, kind="list", level="record", rows="clues")
    # How many there are nobody knows: not none.
    assert said(found) == [("990001", "insufficient_data", None)]
    assert found.place_of("990002") is None
