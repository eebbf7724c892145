"""Sets of rates are found by id or by path, and refused with every mistake and its place."""

import pytest

from ruralmap.errors import PolicyError
from ruralmap.files.policies import shipped_policies
from ruralmap.files.rates import read_rates, shipped_rates
from ruralmap.schema.policy_problems import PolicyRefusedError

MINE = """
id = "mine"
title = { zh = "我县指标", en = "our rates" }
rank_by = "spent"

[[elapsed]]
id = "year"
label = { zh = "序时进度", en = "year" }
elapsed = "year"

[[rates]]
id = "spent"
label = { zh = "支出进度", en = "spent" }
definition = { zh = "支出 ÷ 下达", en = "spent / issued" }
numerator = { sum = "spent", where = { column = "level", op = "eq", value = "中央" } }
denominator = { sum = "issued" }
against = "year"

[[milestones]]
id = "started"
label = { zh = "开工", en = "started" }
done = "started_on"
due = "planned_start_on"
"""


@pytest.fixture
def write(tmp_path):
    def make(text, name="mine.toml"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return make


def test_the_shipped_set_is_read_by_its_id_and_is_no_policy():
    assert shipped_rates() == ("monthly",)
    assert "monthly" not in shipped_policies()
    rates = read_rates("monthly")
    assert rates.rate(rates.rank_by).definition.zh == "当年资金的支出 ÷ 当年资金的下达"
    assert rates.rate(rates.project_by).definition.zh == "支出 ÷ 下达"
    assert {"started", "completed", "procurement"} < {step.id for step in rates.milestones}


def test_the_shipped_set_holds_no_threshold():
    # What a number is held against is a rule of a policy; a rate only divides.
    text = read_rates("monthly").model_dump_json(exclude={"title", "note"})
    assert not {"threshold", "65", "30%", "10%"} & set(text.replace('"', " ").split())


def test_what_is_held_against_the_year_counts_the_money_of_that_year_only(write):
    # Money of 2023 was to be spent long ago: beside three quarters of 2024 it would look like progress.
    (rate,) = read_rates(write(MINE)).on("2024-09-30").rates
    of_year, central = rate.numerator.where.all
    assert (of_year.column, of_year.op, of_year.value) == ("year", "eq", 2024)
    assert central.column == "level"
    assert rate.denominator.where == of_year
    text = MINE.replace('against = "year"\n', "")
    plain = read_rates(write(text))
    assert plain.on("2024-09-30") == plain


def test_an_office_writes_a_set_of_its_own(write):
    rates = read_rates(write(MINE))
    assert [rate.id for rate in rates.rates] == ["spent"]
    assert rates.rate("spent").against == "year"


@pytest.mark.parametrize(
    ("old", "new", "place", "code"),
    [
        pytest.param(
            'sum = "issued"', 'sum = "budget"', "rates[spent].denominator.sum", "unknown_value", id="sum"
        ),
        pytest.param('"level"', '"levle"', "rates[spent].numerator.where", "unknown_column", id="column"),
        pytest.param('"中央"', '"国家"', "rates[spent].numerator.where.value", "value_unfit", id="value"),
        pytest.param(
            '{ column = "level", op = "eq", value = "中央" }',
            '{ column = "relocated", op = "eq", value = true }',
            "rates[spent].numerator.where",
            "column_elsewhere",
            id="a column of persons",
        ),
        pytest.param(
            '{ column = "level", op = "eq", value = "中央" }',
            '{ all = [{ group = "poor" }, { selected_by = "YN-21" }] }',
            "rates[spent].numerator.where.all[1]",
            "no_reference_here",
            id="a group",
        ),
        pytest.param(
            'op = "eq"', 'op = "gt"', "rates[spent].numerator.where.op", "operator_unfit", id="operator"
        ),
        pytest.param('rank_by = "spent"', 'rank_by = "paid"', "rank_by", "unknown_value", id="rank"),
        pytest.param(
            'rank_by = "spent"',
            'rank_by = "spent"\nproject_by = "x"',
            "project_by",
            "unknown_value",
            id="project",
        ),
        pytest.param(
            'against = "year"', 'against = "day"', "rates[spent].against", "unknown_value", id="against"
        ),
        pytest.param('against = "year"', "treshold = 1", "rates[spent].treshold", "misspelt_key", id="key"),
        pytest.param('"started_on"', '"begun_on"', "milestones[started]", "unknown_column", id="date"),
        pytest.param(
            'due = "planned_start_on"',
            'due = "key_project"',
            "milestones[started]",
            "unknown_column",
            id="due",
        ),
        pytest.param(
            "[[milestones]]",
            '[[elapsed]]\nid = "year"\nlabel = { zh = "年", en = "y" }\nelapsed = "year"\n[[milestones]]',
            "elapsed[year]",
            "named_twice",
            id="an id twice",
        ),
    ],
)
def test_a_mistake_is_told_with_its_place(write, old, new, place, code):
    with pytest.raises(PolicyRefusedError) as refused:
        read_rates(write(MINE.replace(old, new)))
    assert (refused.value.problems[0].place, refused.value.problems[0].code) == (place, code)


def test_a_set_that_is_not_there_is_told_with_those_that_are(tmp_path):
    with pytest.raises(PolicyError, match=r"没有名为 .*monthly"):
        read_rates(tmp_path / "none.toml")


def test_without_anything_to_hold_against_nothing_is_known(write):
    text = MINE.replace(
        '[[elapsed]]\nid = "year"\nlabel = { zh = "序时进度", en = "year" }\nelapsed = "year"\n', ""
    )
    with pytest.raises(PolicyRefusedError, match="against"):
        read_rates(write(text))
