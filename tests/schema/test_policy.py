"""A policy file that says what the tool does not know is refused: the place, what was found, the remedy."""

import ast
import tomllib
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

import ruralmap
from ruralmap.errors import PolicyError
from ruralmap.schema.policy import Policy
from ruralmap.schema.policy_conditions import comparisons_of
from ruralmap.schema.policy_document import parse_policy

TEXT = (Path(__file__).parents[1] / "policies" / "three-lists.toml").read_text(encoding="utf-8")


def parse(text):
    return parse_policy(tomllib.loads(text, parse_float=Decimal), "mine.toml")


def changed(old, new):
    """A policy with one mistake, at the first place where it can be made."""
    assert old in TEXT
    return TEXT.replace(old, new, 1)


VILLAGE = "rules[YN-20].readings[persons].condition"
BESIDE = next(line for line in TEXT.splitlines(keepends=True) if "threshold = 0.05" in line)
MISTAKES = {
    "misspelt threshold": ("threshold = 0.03", "threshhold = 0.03", f"{VILLAGE}.threshhold", "threshold"),
    "an arrow for an operator": ('op = "gt"', 'op = "=>"', f"{VILLAGE}.op", "gt, ge"),
    "unknown column": ('column = "exited_poor"', 'column = "poor"', "rules[YN-20].among", "exited_poor"),
    "unknown unit": ('unit = "人/人"', 'unit = "百分比"', f"{VILLAGE}.unit", "人/人"),
    "unit of another measure": (
        'unit = "户/户"',
        'unit = "人/人"',
        "readings[households].condition",
        "户/户",
    ),
    "unknown measure": ('kind = "share"', 'kind = "percentage"', f"{VILLAGE}.measure", "share"),
    "unknown thing to count": (
        'count = "persons"',
        'count = "people"',
        f"{VILLAGE}.measure.count",
        "persons",
    ),
    "unknown rows": (
        'rows = "persons"',
        'rows = "people"',
        "rules[YN-21].readings[either_clause].condition.all[2].measure.rows",
        "persons",
    ),
    "unknown denominator": ('of = "农村人口"', 'of = "总人口"', f"{VILLAGE}.measure.of", "农村人口"),
    "unknown basis": ('["户籍", "常住"]', '["户口"]', f"{VILLAGE}.measure.bases[1]", "户籍"),
    "no basis": ('bases = ["户籍", "常住"]', "bases = []", f"{VILLAGE}.measure.bases", "at least 1"),
    "threshold in quotes": ("threshold = 0.03", 'threshold = "3%"', f"{VILLAGE}.threshold", "引号"),
    "threshold as truth": ("threshold = 0.03", "threshold = true", f"{VILLAGE}.threshold", "数"),
    "infinite threshold": ("threshold = 0.03", "threshold = inf", f"{VILLAGE}.threshold", "finite"),
    "no threshold at all": ("threshold = 0.03\n", "", VILLAGE, "parameter"),
    "threshold and parameter": (
        "threshold = 0.03",
        'threshold = 0.03\nparameter = "lifted_average"',
        VILLAGE,
        "parameter",
    ),
    "unknown parameter": (
        'parameter = "lifted_average"',
        'parameter = "average"',
        "rules[YN-19].readings[own_group].condition.any[1].parameter",
        "lifted_average",
    ),
    "parameter in another unit": ('unit = "元/人"', 'unit = "人"', "condition.any[1].unit", "人"),
    "unknown group": (
        '{ group = "monitored" }',
        '{ group = "poor" }',
        "rules[YN-19].among.any[2].group",
        "lifted",
    ),
    "value outside the code list": (
        'value = "脱贫户"',
        'value = "贫困户"',
        "groups.lifted.where",
        "脱贫户, 一般农户",
    ),
    "text for a flag": (
        'column = "exited_poor", op = "eq", value = true',
        'column = "exited_poor", op = "eq", value = "是"',
        "rules[YN-20].among.value",
        "true, false",
    ),
    "operator that the column cannot answer": (
        'column = "exited_poor", op = "eq"',
        'column = "exited_poor", op = "gt"',
        "rules[YN-20].among",
        "filled",
    ),
    "value for a question that has none": (
        'column = "is_monitored", op = "eq"',
        'column = "is_monitored", op = "filled"',
        "groups.monitored.where.all[1]",
        "filled",
    ),
    "two defaults": (
        'id = "households"\n',
        'id = "households"\ndefault = true\n',
        "rules[YN-20]",
        "default = true",
    ),
    "no default": ('id = "persons"\ndefault = true\n', 'id = "persons"\n', "rules[YN-20]", "default = true"),
    "reading twice": ('id = "households"\n', 'id = "persons"\n', "rules[YN-20]", "persons"),
    "rule twice": ('id = "YN-20"', 'id = "YN-19"', "rules[YN-19]", "YN-19"),
    "rule of a later one": (
        'selected_by = "YN-20"',
        'selected_by = "YN-22"',
        "rules[YN-21].readings[both_clauses].condition.all[3].measure.where.selected_by",
        "YN-19, YN-20",
    ),
    "households asked of a village rule": (
        'selected_by = "YN-19"',
        'selected_by = "YN-20"',
        "rules[YN-21].readings[class_a].condition.all[1].measure.where.selected_by",
        "YN-20",
    ),
    "column of another table": (
        'among = { column = "exited_poor", op = "eq", value = true }',
        'among = { column = "hh_type", op = "eq", value = "脱贫户" }',
        "rules[YN-20].among",
        "households",
    ),
    "group of another table": (
        'among = { column = "exited_poor", op = "eq", value = true }',
        'among = { group = "lifted" }',
        "rules[YN-20].among",
        "households",
    ),
    "a group of a later one": (
        'where = { column = "hh_type", op = "eq", value = "脱贫户" }',
        'where = { group = "monitored" }',
        "groups.lifted.where",
        "人群",
    ),
    "a rule inside a group": (
        'where = { column = "hh_type", op = "eq", value = "脱贫户" }',
        'where = { selected_by = "YN-19" }',
        "groups.lifted.where",
        "字段条件",
    ),
    "income of a village": (
        'level = "household"',
        'level = "village"',
        "rules[YN-19].readings[own_group].condition.any[2].measure",
        "net_pc",
    ),
    "unknown level": ('level = "village"', 'level = "cun"', "rules[YN-20].level", "village"),
    "unknown kind of rule": ('kind = "selection"', 'kind = "choice"', "rules[YN-19].kind", "selection"),
    "unknown force": ('force = "hard"', 'force = "确保"', "rules[YN-19].force", "hard"),
    "no quote": ('quote = "家庭人均纯收入低于全州平均水平"\n', "", "rules[YN-19].quote", "缺少"),
    "text where a table belongs": (
        'among = { column = "exited_poor", op = "eq", value = true }',
        'among = "出列村"',
        "rules[YN-20].among",
        "出列村",
    ),
    "date as text": ("first = 2022-01-01", 'first = "二〇二二年"', "period.first", "2024-09-30"),
    "jurisdiction too short": (
        "[groups.lifted]",
        'jurisdiction = "53"\n[groups.lifted]',
        "jurisdiction",
        "53",
    ),
    "unknown key without a neighbour": ("[groups.lifted]", "xyzzy = 1\n[groups.lifted]", "xyzzy", "xyzzy"),
    "default as a number": (
        "default = true",
        "default = 1",
        "rules[YN-19].readings[own_group].default",
        "bool",
    ),
    "shares on different bases": (
        BESIDE,
        BESIDE + BESIDE.replace('["户籍", "常住"]', '["常住"]'),
        "rules[YN-21].readings[either_clause].condition",
        "bases",
    ),
    "a where of a village rule": (
        'threshold = 0.03\nunit = "人/人"',
        'threshold = 0.03\nunit = "人/人"\nwhere = { group = "lifted" }',
        f"{VILLAGE}.where",
        "measure",
    ),
}


@pytest.mark.parametrize(
    ("old", "new", "place", "remedy"), [pytest.param(*mistake, id=name) for name, mistake in MISTAKES.items()]
)
def test_a_mistake_is_refused_with_its_place_and_remedy(old, new, place, remedy):
    with pytest.raises(PolicyError) as refused:
        parse(changed(old, new))
    (problem,) = [found for found in refused.value.problems if place in found.place]
    assert remedy in problem.text("zh") or remedy in str(problem.values)
    assert problem.text("en") != problem.text("zh")
    assert str(refused.value).startswith("政策文件 mine.toml")
    assert problem.place in str(refused.value)


def test_all_mistakes_of_a_file_are_told_at_once():
    text = changed('op = "gt"\nthreshold = 0.03', 'op = "=>"\nthreshhold = 0.03').replace(
        'level = "township"', 'level = "towns"'
    )
    with pytest.raises(PolicyError) as refused:
        parse(text)
    assert [problem.code for problem in refused.value.problems] == [
        "unknown_value",
        "misspelt_key",
        "unknown_value",
    ]
    assert "  3. rules[YN-21]" in str(refused.value)


def test_what_is_read_cannot_be_changed():
    policy = parse(TEXT)
    with pytest.raises(ValueError, match="frozen"):
        policy.rules[0].readings[0].condition.any[0].op = "gt"


def thresholds_of(policy):
    return {
        compare.threshold
        for rule in policy.rules
        for reading in rule.readings
        for compare in comparisons_of(reading.condition)
    }


def test_thresholds_are_exact():
    assert thresholds_of(parse(TEXT)) == {None, Decimal("0.03"), Decimal("0.05"), Decimal(100), Decimal(1)}


def test_a_policy_survives_being_written_out_and_read_back():
    policy = parse(TEXT)
    assert Policy.model_validate(policy.model_dump()) == policy


def test_labels_speak_both_languages():
    rule = parse(TEXT).rule("YN-21")
    assert rule.label.text("zh") == "重点跟踪监测乡镇"
    assert rule.label.text("en") == "townships under priority follow-up"


def test_an_unknown_rule_is_a_key_error():
    with pytest.raises(KeyError, match="YN-99"):
        parse(TEXT).rule("YN-99")


# Shares of the policy. Its whole thresholds, 100 and 1, occur in code for many other reasons.
SHARES = frozenset(Fraction(str(number)) for number in (0.03, 0.05))
COMPARING = {"gt", "ge", "lt", "le", "eq", "ne", "between", "limits_of", "holds_between", "isclose"}


def number_of(node):
    """The number that a piece of code writes: 0.05, Decimal("0.05"), Fraction(5, 100), "5/100", 5 / 100."""
    parts = []
    if isinstance(node, ast.Constant):
        parts = [node.value]
    elif (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"Fraction", "Decimal"}
    ):
        parts = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
        parts = [side.value for side in (node.left, node.right) if isinstance(side, ast.Constant)]
        parts = parts if len(parts) == 2 else []
    if not parts or any(isinstance(part, bool) or not isinstance(part, int | float | str) for part in parts):
        return None
    try:
        return Fraction(str(parts[0])) / (Fraction(str(parts[1])) if len(parts) > 1 else 1)
    except (ValueError, ZeroDivisionError):
        return None


def writes_a_share(node, names=frozenset()):
    return any(
        number_of(part) in SHARES or (isinstance(part, ast.Name) and part.id in names)
        for part in ast.walk(node)
    )


def shares_compared(code):
    """The lines that hold something against a share, written there or in a constant of the same module."""
    tree = ast.parse(code)
    bound = [node for node in ast.walk(tree) if isinstance(node, ast.Assign | ast.AnnAssign) and node.value]
    targets = [
        (node.targets if isinstance(node, ast.Assign) else [node.target], node.value) for node in bound
    ]
    names = {
        name.id
        for places, value in targets
        if writes_a_share(value)
        for place in places
        for name in ast.walk(place)
        if isinstance(name, ast.Name)
    }
    compared = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare)
        or (
            isinstance(node, ast.Call)
            and (getattr(node.func, "attr", "") or getattr(node.func, "id", "")) in COMPARING
        )
    ]
    return sorted({node.lineno for node in compared if writes_a_share(node, names)})


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        pytest.param("share > 0.05", [1], id="a number"),
        pytest.param("persons > people * 0.05", [1], id="times the population"),
        pytest.param("share >= Decimal('0.03')", [1], id="a decimal"),
        pytest.param("share >= Fraction(3, 100)", [1], id="a fraction"),
        pytest.param("share >= Fraction('3/100')", [1], id="a fraction in text"),
        pytest.param("share >= 5 / 100", [1], id="a division"),
        pytest.param("frame['share'].gt(.05)", [1], id="a method of pandas"),
        pytest.param("limits_of('gt', Fraction('0.05'), people)", [1], id="a limit of ours"),
        pytest.param("LINE: Final = Decimal('0.050')\n\nif share > LINE: pass", [3], id="a constant"),
        pytest.param("persons >= 100 and 5 < months", [], id="whole numbers that have other meanings"),
        pytest.param("folium.PolyLine(weight=0.05)", [], id="no comparison"),
        pytest.param(
            "STEPS = (1.0, 0.05)\nsimplify(STEPS)", [], id="a constant that nothing is held against"
        ),
    ],
)
def test_the_search_for_thresholds_finds_them_and_nothing_else(code, lines):
    assert shares_compared(code) == lines


@pytest.mark.parametrize("room", ["rules", "jobs", "draw", "link", "funds", "assets", "schema"])
def test_no_threshold_stands_in_the_code(room):
    stated = {threshold for threshold in thresholds_of(parse(TEXT)) if threshold is not None}
    assert {threshold for threshold in stated if threshold % 1} == SHARES
    files = sorted((Path(ruralmap.__file__).parent / room).glob("*.py"))
    assert files
    assert {
        file.name: lines for file in files if (lines := shares_compared(file.read_text(encoding="utf-8")))
    } == {}


def test_the_lists_of_a_policy_are_its_selections_of_households_villages_and_townships():
    text = (Path(__file__).parents[1] / "policies" / "made-up-county-2030.toml").read_text(encoding="utf-8")
    policy = parse_policy(tomllib.loads(text, parse_float=Decimal), "made-up-county-2030.toml")
    assert [rule.id for rule in policy.listing.rules] == ["MU-01"]
    assert policy.listing.parameters == policy.parameters
    assert parse(TEXT).listing.rules == parse(TEXT).rules
