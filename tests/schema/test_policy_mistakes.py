"""Mistakes that authors of policies make: each refused once, at its place, with what to write instead."""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from ruralmap.errors import PolicyError
from ruralmap.schema.policy_document import parse_policy

TEXT = (Path(__file__).parents[1] / "policies" / "examples.toml").read_text(encoding="utf-8")


def parse(text):
    return parse_policy(tomllib.loads(text, parse_float=Decimal), "examples.toml")


def problems_of(text):
    with pytest.raises(PolicyError) as refused:
        parse(text)
    return refused.value.problems


def test_the_examples_have_no_mistake():
    assert len(parse(TEXT).rules) == 11


E01 = "rules[E-01].condition"
E02 = "rules[E-02].readings[arranged].condition.all[1]"
VALUE = 'measure = { kind = "value", column = "net_pc", year = 0 }'
AMONG = 'among = { group = "covered" }'
LIFTED = 'where = { column = "hh_type", op = "eq", value = "脱贫户" }'
# The numbered ones are the mistakes that `policy check` is asked to find, in the order of the design; an id
# that is not the name of its file, and a date that there is not, are found where files are read.
MISTAKES = {
    "01 misspelt key": (
        "threshold = 10000",
        "threshhold = 10000",
        f"{E01}.threshhold",
        "不认识的键 threshhold，是否应为 threshold？",
    ),
    "02 operator": ('op = "lt"', 'op = "=>"', f"{E01}.op", "未知值 =>，可用：gt, ge, lt, le, eq, about"),
    "03 threshold in quotes": ("threshold = 0.65", 'threshold = "65%"', f"{E02}.threshold", "写 0.65"),
    "04 per cent": ("threshold = 0.65", "threshold = 65", f"{E02}.threshold", "占比 65 大于 1"),
    "05 unit": ('unit = "元/元"', 'unit = "万元"', f"{E02}.unit", "单位 万元 与所算不符，应为 元/元"),
    "06 unknown column": (
        'column = "net_pc"',
        'column = "net_income"',
        f"{E01}.measure",
        "是否应为 net_pc？",
    ),
    "07 column of other rows": (
        '{ column = "project_class", op = "eq", value = "产业发展" }',
        '{ column = "labour", op = "filled" }',
        f"{E02}.measure.numerator.where.all[2]",
        "列 labour 不在 balances 中，persons 有此列：用 has",
    ),
    "08 operator of another kind": (
        'column = "hh_type", op = "eq"',
        'column = "hh_type", op = "ge"',
        "groups.lifted.where.op",
        "列 hh_type 不能用 ge 比较，可用：eq, ne, in",
    ),
    "09 value": (
        'value = "脱贫户"',
        'value = "脱贫人口"',
        "groups.lifted.where.value",
        "列 hh_type 没有取值 脱贫人口，可用：脱贫户, 一般农户",
    ),
    "10 group": (
        AMONG,
        'among = { group = "lift" }',
        "rules[E-01].among.group",
        "没有人群 lift，已有：lifted, monitored, covered, labour, central, plan。是否应为 lifted",
    ),
    "11 parameter": (
        'parameter = "transfer_target"',
        'parameter = "transfer_goal"',
        "rules[E-11].condition.parameter",
        "是否应为 transfer_target",
    ),
    "12 two right sides": (
        "threshold = 10000",
        'threshold = 10000, parameter = "transfer_target"',
        E01,
        "threshold、thresholds、parameter、than 只写一个",
    ),
    "13 two defaults": (
        'id = "issued"\n',
        'id = "issued"\ndefault = true\n',
        "rules[E-02]",
        "有且只有一个口径写 default = true",
    ),
    "14 rule twice": ('id = "E-02"', 'id = "E-01"', "rules[E-01]", "E-01 出现重复"),
    "15 a rule below": (
        AMONG,
        'among = { selected_by = "E-07" }',
        "rules[E-01].among.selected_by",
        "不能引用规则 E-07",
    ),
    "16 no relation": (
        '{ kind = "count", rows = "persons", where = { column = "employed", op = "eq", value = true } }',
        (
            '{ kind = "count", rows = "persons", where = { has = "households", where = { has = "villages", '
            'where = { has = "payments" } } } }'
        ),
        "rules[E-07].condition.measure.where.where.where.has",
        "villages 与 payments 没有直接关系，可经：households",
    ),
    "17 date in quotes": (
        "due = 2024-06-30",
        'due = "2024-06-30"',
        "rules[E-04].due",
        "日期写作 2024-09-30，不加引号",
    ),
    "18 outside the period": (
        "due = 2024-06-30",
        "due = 2026-01-31",
        "rules[E-04].due",
        "期限 2026-01-31 不在文件有效期 2022-01-01 — 2025-12-31 内",
    ),
    "19 key of another kind": (
        AMONG,
        "items = []",
        "rules[E-01].items",
        "不用键 items，它属于 kind = checklist",
    ),
    "19 quote too long": (
        'quote = "6月底前全部开工"',
        f'quote = "{"六" * 31}"',
        "rules[E-04].quote",
        "摘句有 31 个字，最多 30 个",
    ),
    "19 no quote": ('quote = "6月底前全部开工"\n', "", "rules[E-04].quote", "缺少这个键"),
    # What else cannot be meant.
    "no right side": ("threshold = 10000, ", "", E01, "必须写一个"),
    "a table as a value": (
        'value = "脱贫户"',
        "value = { year = 1 }",
        "groups.lifted.where.value",
        "不能与 {'year': 1} 比较",
    ),
    "a time": ('value = "脱贫户"', "value = 08:00:00", "groups.lifted.where.value", "不能与"),
    "a date with a time": (
        "due = 2024-06-30",
        "due = 2024-06-30T00:00:00",
        "rules[E-04].due",
        "不带时刻",
    ),
    "a mixed list": (
        'value = ["普通劳动力", "技能劳动力", "弱劳动力或半劳动力"]',
        'value = ["普通劳动力", 1]',
        "groups.labour.where.value",
        "同类值的列表",
    ),
    "an empty list": (
        'value = ["普通劳动力", "技能劳动力", "弱劳动力或半劳动力"]',
        "value = []",
        "groups.labour.where.value",
        "不能与 [] 比较",
    ),
    "one value for a list": (
        'value = ["普通劳动力", "技能劳动力", "弱劳动力或半劳动力"]',
        'value = "普通劳动力"',
        "groups.labour.where.value",
        "没有取值 普通劳动力",
    ),
    "two right sides of a question": (
        LIFTED,
        LIFTED.replace(" }", ', parameter = "transfer_target" }'),
        "groups.lifted.where",
        "value、parameter、than 中只写一个",
    ),
    "a group of other rows": (
        AMONG,
        'among = { group = "labour" }',
        "rules[E-01].among.group",
        "人群 labour 说的是 persons，不能问 households",
    ),
    "a parameter in a question": (
        AMONG,
        'among = { column = "size", op = "ge", parameter = "least" }',
        "rules[E-01].among",
        "没有声明参数 least",
    ),
    "a factor in a question": (
        AMONG,
        (
            'among = { column = "net_pc", op = "lt", than = { column = "net_pc", year = -1, '
            'times_parameter = "keep" } }'
        ),
        "rules[E-01].among",
        "没有声明参数 keep",
    ),
    "another column that is not there": (
        AMONG,
        'among = { column = "net_pc", op = "lt", than = { column = "net_pcs" } }',
        "rules[E-01].among.than",
        "是否应为 net_pc",
    ),
    "a year of what has none": (
        AMONG,
        'among = { column = "size", op = "ge", value = 1, year = 0 }',
        "rules[E-01].among.year",
        "此列没有年度",
    ),
    "a year of another column that has none": (
        AMONG,
        'among = { column = "net_pc", op = "ge", than = { column = "size", year = 0 } }',
        "rules[E-01].among.year",
        "此列没有年度",
    ),
    "months of a number": (
        AMONG,
        'among = { column = "size", op = "ge", value = 1, months = -6 }',
        "rules[E-01].among",
        "只有与日期比较时",
    ),
    "a number held against a date": (
        AMONG,
        'among = { column = "registered_on", op = "ge", parameter = "transfer_target" }',
        "rules[E-01].among.parameter",
        "单位 人 与所算不符，应为 日期",
    ),
    "a word that is no date": (
        AMONG,
        'among = { column = "registered_on", op = "le", value = "today" }',
        "rules[E-01].among.value",
        "as_of",
    ),
    "a year that is a date": (
        AMONG,
        'among = { column = "registered_on", op = "in_year", value = 2024-01-01 }',
        "rules[E-01].among.value",
        "没有取值 2024-01-01",
    ),
    "unknown rows": ('has = "jobs"', 'has = "job"', "rules[E-11].condition.measure.where.all[2].has", "jobs"),
    "rows that the level does not have": (
        '{ kind = "count", rows = "persons", where = { column = "employed", op = "eq", value = true } }',
        '{ kind = "count", rows = "projects" }',
        "rules[E-07].condition.measure.rows",
        "household 级条款不能算 projects",
    ),
    "a text that is added up": (
        '"balances", column = "arranged", where = { column',
        '"balances", column = "doc", where = { column',
        "rules[E-03].condition.measure.numerator.column",
        "列 doc 不是数",
    ),
    "a sum and a count": (
        'column = "arranged", where = { column = "project_class"',
        'distinct = "doc", column = "arranged", where = { column = "project_class"',
        "rules[E-03].condition.measure.numerator",
        "只写一个",
    ),
    "a day that is no date": (
        'dated_by = "started_on"',
        'dated_by = "year"',
        "rules[E-04].condition.measure.dated_by.column",
        "year 不是日期列",
    ),
    "a day of rows without a relation": (
        '{ rows = "jobs", column = "from_on" }',
        '{ rows = "visits", column = "visited_on" }',
        "rules[E-11].condition.measure.dated_by",
        "persons 与 visits 没有直接关系",
    ),
    "a number of text": (
        'column = "net_pc", year = 0',
        'column = "hh_type"',
        f"{E01}.measure.column",
        "列 hh_type 不是数",
    ),
    "a number without years": (
        'column = "net_pc", year = 0',
        'column = "size", year = 0',
        f"{E01}.measure.year",
        "此列没有年度",
    ),
    "days from what is no date": (
        'from = "found_on"',
        'from = "risk"',
        "rules[E-05].condition.measure.from",
        "risk 不是日期列",
    ),
    "how many visits a period, twice": (
        'each = "quarter_first_month", ',
        'each = "quarter_first_month", at_least = 2, ',
        "rules[E-08].condition.threshold",
        "threshold 与 at_least 同为 2",
    ),
    "a year without its line": (
        "2023 = 0.55, ",
        "",
        "rules[E-03].every",
        "缺少年度 2023",
    ),
    "visits by their role": (
        'on = "visited_on"',
        'on = "who_role"',
        "rules[E-08].condition.measure.on",
        "who_role 不是日期列",
    ),
    "visits since a day that the document does not say": (
        "published_on = 2024-08-06\n",
        "",
        "rules[E-08].condition.measure.first",
        "published_on 不是日期列",
    ),
    "visits since what is no date": (
        'first = "published_on"',
        'first = "size"',
        "rules[E-08].condition.measure.first",
        "size 不是日期列",
    ),
    "a tolerance without about": (
        "threshold = 10000",
        "threshold = 10000, tolerance = 1",
        E01,
        "op = about 必须写 tolerance",
    ),
    "a tolerance that is not declared": (
        'op = "lt", threshold = 10000',
        'op = "about", tolerance = "near", threshold = 10000',
        f"{E01}.tolerance",
        "没有声明参数 near",
    ),
    "a parameter in another unit": (
        'unit = "人"\njurisdiction',
        'unit = "户"\njurisdiction',
        "rules[E-11].condition.unit",
        "应为 户",
    ),
    "an unknown unit": (
        'unit = "人"\njurisdiction',
        'unit = "万人"\njurisdiction',
        "parameters.transfer_target.unit",
        "不认识的单位 万人",
    ),
    "a date in a unit of numbers": (
        "value = 17800",
        "value = 2024-12-31",
        "parameters.transfer_target.value",
        "应为 日期",
    ),
    "a number in quotes": (
        "value = 17800",
        'value = "17800"',
        "parameters.transfer_target.value",
        "数字或日期",
    ),
    "a truth for a number": ("value = 17800", "value = true", "parameters.transfer_target.value", "数字"),
    "a number that is none": ("value = 17800", "value = nan", "parameters.transfer_target.value", "数字"),
    "a tolerance that is a date": (
        'op = "lt", threshold = 10000',
        'op = "about", tolerance = 2024-01-01, threshold = 10000',
        f"{E01}.tolerance",
        "写 0.65",
    ),
    "visits since a number": (
        'first = "published_on"',
        "first = 2024",
        "rules[E-08].condition.measure.first",
        "日期写作",
    ),
    "visits since a time": (
        'first = "published_on"',
        "first = 2024-01-01T08:00:00",
        "rules[E-08].condition.measure.first",
        "日期写作",
    ),
    "records without rows": ('rows = "clues"\n', "", "rules[E-05].rows", "须写 rows"),
    "records that there are not": ('rows = "clues"', 'rows = "clue"', "rules[E-05].rows", "是否应为 clues"),
    "rows of another level": (
        'level = "project"\nrows = "projects"',
        'level = "asset"\nrows = "projects"',
        "rules[E-09].rows",
        "asset 级条款的 rows 应为 assets",
    ),
    "units of the county": (
        "irreversible = true\nlabel",
        'among = { group = "plan" }\nirreversible = true\nlabel',
        "rules[E-04].among",
        "county 级没有可问的记录",
    ),
    "due and every": (
        "every = { each",
        "due = 2022-12-31\nevery = { each",
        "rules[E-03]",
        "due、every、stages 只写一种",
    ),
    "a year outside the period": (
        "last = 2025 }",
        "last = 2026 }",
        "rules[E-03].every",
        "不在文件有效期",
    ),
    "a rule without its assignment": (
        "irreversible = true\nlabel",
        'assigned = "ours"\nirreversible = true\nlabel',
        "rules[E-04].assigned",
        "没有声明参数 ours",
    ),
    "a code that is not there": (
        'column = "monitor_class"',
        'column = "monitor_clas"',
        "rules[E-10].column",
        "是否应为 monitor_class",
    ),
    "an old word for nothing": (
        '"边缘户" = "边缘易致贫户"',
        '"边缘户" = "边缘户"',
        "rules[E-10].aliases",
        "没有取值 边缘户",
    ),
    "no items": (
        (
            'items = [{ id = "1", zh = "有利于主导产业提质增效", en = "helps the leading industry" }, '
            '{ id = "2", zh = "有利于脱贫群众增收", en = "raises incomes" }]'
        ),
        "",
        "rules[E-09]",
        "只用一种",
    ),
    "a kind of rule without its keys": (
        'kind = "codelist"',
        'kind = "parameter"',
        "rules[E-10].parameters",
        "缺少这个键",
    ),
}
# What one change breaks twice: the second mistake is told too.
TWICE = {"a kind of rule without its keys", "an unknown unit", "a year outside the period"}


@pytest.mark.parametrize(
    ("name", "old", "new", "place", "told"),
    [pytest.param(name, *mistake, id=name) for name, mistake in MISTAKES.items()],
)
def test_a_mistake_is_told_once_with_its_place_and_remedy(name, old, new, place, told):
    assert old in TEXT
    problems = problems_of(TEXT.replace(old, new, 1))
    assert problems[0].place == place
    assert told in problems[0].text("zh")
    assert problems[0].text("en") != problems[0].text("zh")
    assert len(problems) == 1 or name in TWICE


def rule(**keys):
    """One more rule at the end of the examples, its lines as an author writes them."""
    lines = {
        "id": '"E-99"',
        "kind": '"target"',
        "level": '"county"',
        "force": '"hard"',
        "label": '{ zh = "某条", en = "a rule" }',
        "quote": '"某条"',
        "source": '"一"',
    } | keys
    return TEXT + "\n[[rules]]\n" + "\n".join(f"{key} = {value}" for key, value in lines.items())


COUNT = '{ kind = "count", rows = "households" }'
ABOVE = f'{{ measure = {COUNT}, op = "ge", threshold = 1, unit = "户" }}'


def statistic(unit="比"):
    return f'{{ kind = "statistic", indicator = "某率", region = "county", unit = "{unit}" }}'


GOOD = {
    "growth of a statistic against the nation's": rule(
        condition=f'{{ measure = {{ kind = "growth", of = {statistic()}, from = -1, to = 0 }}, op = "gt", '
        f'than = {{ kind = "growth", of = {statistic()}, from = -1, to = 0 }}, unit = "比" }}'
    ),
    "about, by a written tolerance": rule(
        condition=f'{{ measure = {statistic()}, op = "about", threshold = 1.1, tolerance = 0.02, '
        f'unit = "比" }}'
    ),
    "two ledgers": rule(
        condition='{ measure = { kind = "mismatch", left = "assets", right = "system_assets", '
        'key = { library_no = "library_no" }, columns = { original_value_fen = "amount_fen" } }, op = "eq", '
        'threshold = 0, unit = "行" }'.replace('library_no = "library_no"', 'asset = "name"')
    ),
    "a parameter against a parameter": rule(
        condition='{ measure = { kind = "parameter", parameter = "transfer_target" }, op = "eq", '
        'parameter = "transfer_target", times = 1.5, unit = "人" }'
    ),
    "a number above the county": rule(level='"province"', condition=ABOVE),
    "as it was on a day": rule(
        condition=f'{{ measure = {COUNT}, op = "ge", than = {COUNT[:-2]}, at = 2023-12-31 }}, unit = "户" }}'
    ),
    "distinct households": rule(
        condition='{ measure = { kind = "count", rows = "visits", distinct = "hh_id" }, op = "ge", '
        'threshold = 1, unit = "户" }'
    ),
    "distinct villages": rule(
        condition='{ measure = { kind = "count", rows = "assets", distinct = "village_code" }, op = "ge", '
        'threshold = 1, unit = "个" }'
    ),
    "a column without a unit takes any": rule(
        condition='{ measure = { kind = "sum", rows = "assets", column = "qty" }, op = "ge", threshold = 1, '
        'unit = "公斤" }'
    ),
    "a clue until the plan of its household": rule(
        level='"record"',
        rows='"clues"',
        condition='{ measure = { kind = "days", from = "recognised_on", to = "made_on", rows = "plans", '
        'unit = "天" }, op = "le", threshold = 10, unit = "天" }',
    ),
    "visits while monitored": rule(
        level='"household"',
        condition='{ measure = { kind = "presence", rows = "visits", on = "visited_on", each = "month", '
        'first = "identified_on", last = 2024-12-31 }, op = "ge", threshold = 1, unit = "期" }',
    ),
    "another level": rule(
        condition=ABOVE,
        also=f'[{{ level = "household", condition = {{ holds = {{ column = "size", op = "filled" }} }} }}, '
        f'{{ level = "record", rows = "visits", conforms = {{ holds = {{ column = "hh_id", op = '
        f'"filled" }} }} }}, '
        f'{{ level = "township", condition = {ABOVE} }}]',
        checks=f'[{{ label = {{ zh = "核", en = "c" }}, level = "village", condition = {ABOVE} }}, '
        f'{{ label = {{ zh = "核", en = "c" }}, condition = {ABOVE} }}]',
        shows=f'[{{ label = {{ zh = "列", en = "s" }}, measure = {COUNT} }}]',
    ),
    "something of each household every year": rule(
        level='"household"',
        every='{ each = "year", first = 2022, last = 2025 }',
        condition='{ holds = { column = "size", op = "filled" } }',
    ),
    "partial lists": rule(
        kind='"list"',
        level='"household"',
        columns='["size"]',
        empty="true",
        parts='[{ label = { zh = "甲", en = "a" }, where = { column = "size", op = "empty" } }, '
        '{ label = { zh = "乙", en = "b" }, rows = "visits", where = { column = "hh_id", op = "empty" } }]',
    ),
    "a ranking": rule(kind='"list"', level='"township"', rows='"outcomes"', ranks="true"),
    "numbers of a document": rule(
        kind='"parameter"',
        parameters='["transfer_target"]',
        conforms=ABOVE,
    ),
    "amounts of a document": rule(
        kind='"parameter"',
        level='"record"',
        rows='"payments"',
        parameters='["transfer_target"]',
        unique='["hh_id"]',
        where='{ column = "paid_on", op = "in_year", value = 0 }',
    ),
    "a list of questions from the table": rule(
        kind='"checklist"', level='"village"', items_from='"checklists"', count="36"
    ),
}


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in GOOD.items()])
def test_what_can_be_said_is_read(text):
    assert parse(text).rule("E-99").id == "E-99"


BAD = {
    "20 a household's number at a village": (
        rule(
            level='"village"',
            condition='{ measure = { kind = "value", column = "net_pc" }, op = "lt", threshold = 10000, '
            'unit = "元/人" }',
        ),
        "rules[E-99].condition.measure",
        "measure_unfit",
    ),
    "days at the county": (
        rule(
            condition='{ measure = { kind = "days", from = "a", to = "as_of", unit = "天" }, op = "le", '
            'threshold = 1, unit = "天" }'
        ),
        "rules[E-99].condition.measure",
        "no_rows_here",
    ),
    "a number of the county's own": (
        rule(
            condition='{ measure = { kind = "value", column = "size" }, op = "lt", threshold = 1, '
            'unit = "人" }'
        ),
        "rules[E-99].condition.measure",
        "measure_unfit",
    ),
    "visits since a date of the county's": (
        rule(
            condition='{ measure = { kind = "presence", rows = "meetings", on = "on", each = "month", '
            'first = "registered_on" }, op = "ge", threshold = 1, unit = "期" }'
        ),
        "rules[E-99].condition.measure.first",
        "no_date_column",
    ),
    "growth of each household": (
        rule(
            level='"household"',
            condition='{ measure = { kind = "growth", of = { kind = "count", rows = "persons" }, from = -1, '
            'to = 0 }, op = "ge", threshold = 0.1, unit = "比" }',
        ),
        "rules[E-99].condition.measure",
        "too_many_units",
    ),
    "growth backwards": (
        rule(
            condition=f'{{ measure = {{ kind = "growth", of = {COUNT}, from = 0, to = -1 }}, op = "ge", '
            'threshold = 0.1, unit = "比" }'
        ),
        "rules[E-99].condition.measure.to",
        "years_backward",
    ),
    "growth a year in points": (
        rule(
            condition=f'{{ measure = {{ kind = "growth", of = {COUNT}, from = -1, to = 0, annual = true, '
            'points = true }, op = "ge", threshold = 0.1, unit = "比" }'
        ),
        "rules[E-99].condition.measure.annual",
        "annual_unfit",
    ),
    "each person against another number": (
        rule(
            level='"person"',
            condition=f'{{ measure = {{ kind = "value", column = "age" }}, op = "ge", than = '
            f"{statistic('岁')}, "
            'unit = "岁" }',
        ),
        "rules[E-99].condition.than",
        "too_many_units",
    ),
    "two ledgers of a village": (
        rule(
            level='"village"',
            condition='{ measure = { kind = "mismatch", left = "assets", right = "ledger", key = { '
            'a = "b" }, '
            'columns = { asset = "asset" } }, op = "eq", threshold = 0, unit = "行" }',
        ),
        "rules[E-99].condition.measure.right",
        "unknown_rows",
    ),
    "an unknown parameter": (
        rule(
            condition='{ measure = { kind = "parameter", parameter = "none" }, op = "eq", threshold '
            '= 1, unit = "人" }'
        ),
        "rules[E-99].condition.measure.parameter",
        "unknown_parameter",
    ),
    "nothing to hold at the county": (
        rule(condition='{ holds = { column = "size", op = "filled" } }'),
        "rules[E-99].condition.holds",
        "no_rows_here",
    ),
    "a list of the county": (
        rule(kind='"list"', columns='["size"]'),
        "rules[E-99].columns",
        "no_rows_here",
    ),
    "also at the same level": (
        rule(condition=ABOVE, also=f'[{{ level = "county", condition = {ABOVE} }}]'),
        "rules[E-99].also[1].level",
        "same_level",
    ),
    "also nothing": (
        rule(condition=ABOVE, also='[{ level = "township" }]'),
        "rules[E-99].also[1]",
        "condition_or_conforms",
    ),
    "also too late": (
        rule(condition=ABOVE, also=f'[{{ level = "township", due = 2026-01-01, condition = {ABOVE} }}]'),
        "rules[E-99].also[1].due",
        "outside_period",
    ),
    "a parameter of none": (
        rule(kind='"parameter"', parameters='["none"]'),
        "rules[E-99].parameters",
        "unknown_parameter",
    ),
    "a body of another kind": (
        rule(condition=ABOVE, body='{ kind = "list" }'),
        "rules[E-99]",
        "key_of_kind",
    ),
    "a reading of a list": (
        rule(kind='"list"', level='"household"', readings="[]", condition=ABOVE),
        "rules[E-99].condition",
        "unknown_key",
    ),
    "records of no relation": (
        rule(
            level='"record"',
            rows='"sales"',
            condition='{ measure = { kind = "count", rows = "visits" }, op = "ge", threshold = 1, '
            'unit = "次" }',
        ),
        "rules[E-99].condition.measure.rows",
        "measure_unfit",
    ),
    "rows that are none": (
        rule(
            condition='{ measure = { kind = "count", rows = "visit", dated_by = "visited_on" }, op = "ge", '
            'threshold = 1, unit = "次" }'
        ),
        "rules[E-99].condition.measure.rows",
        "unknown_rows",
    ),
    "shares of different bases": (
        rule(
            level='"village"',
            condition='{ all = [{ measure = { kind = "share", count = "persons", of = "农村人口", '
            'bases = ["户籍"] }, '
            'op = "gt", threshold = 0.03, unit = "人/人" }, { measure = { kind = "share", count = "persons", '
            'of = "农村人口", bases = ["常住"] }, op = "gt", threshold = 0.03, unit = "人/人" }] }',
        ),
        "rules[E-99].condition",
        "bases_differ",
    ),
}


@pytest.mark.parametrize(
    ("text", "place", "code"), [pytest.param(*mistake, id=name) for name, mistake in BAD.items()]
)
def test_what_cannot_be_meant_is_refused(text, place, code):
    problem = problems_of(text)[0]
    assert (problem.place, problem.code) == (place, code)
    assert problem.text("zh") != problem.text("en")


def test_rules_and_groups_inside_of_what_is_asked_of_related_rows_are_found():
    text = TEXT.replace(LIFTED, 'where = { has = "persons", where = { selected_by = "E-01" } }', 1)
    (problem,) = problems_of(text)
    assert (problem.place, problem.code) == ("groups.lifted.where.where", "no_reference_here")


@pytest.mark.parametrize(("rules", "place"), [("[]", "rules"), ("[1]", "rules[1]"), ("1", "rules")])
def test_rules_that_are_no_tables_are_refused(rules, place):
    head = TEXT[: TEXT.index("[groups.lifted]")]
    (problem,) = problems_of(f"rules = {rules}\n{head}")
    assert (problem.place, problem.code) == (place, "wrong_kind")


@pytest.mark.parametrize(("code", "covered"), [("410000", True), ("411522", True), ("511922", False)])
def test_a_province_covers_its_counties(code, covered):
    policy = parse(TEXT.replace("document =", 'jurisdiction = "410000"\ndocument ='))
    assert policy.covers(code) == covered
