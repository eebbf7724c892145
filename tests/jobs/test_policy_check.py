"""What an author is told of a good policy file: each rule in words, and what is doubtful."""

from pathlib import Path

import pytest

from ruralmap.errors import InputError
from ruralmap.jobs.policy_check import check_policy, shipped_reports

EXAMPLES = Path(__file__).parents[1] / "policies" / "examples.toml"
TEXT = EXAMPLES.read_text(encoding="utf-8")
WORDS = {
    "E-01": "E-01 户级 对象认定 [脱贫人口和监测对象] 家庭人均纯收入[本年] < 10000 元/人",
    "E-02": "E-02 县级 目标 2024-12-31 前 安排（中央衔接资金且项目类型 = 产业发展） ÷ "
    "安排（中央衔接资金） ≥ 65% （另有 1 个口径）",
    "E-03": "E-03 县级 目标 2022—2025 逐年 安排（项目类型 = 产业发展） ÷ 安排 ≥ 50%、55%、60%、65%",
    "E-05": "E-05 逐条 目标 发现日期至认定日期 ≤ 15 天",
    "E-06": "E-06 县级 目标 户数（有人（劳动力且是否有就业意愿 = 是）且没有人（是否就业 = 是）） = 0 户",
    "E-08": "E-08 户级 目标 [脱贫人口和监测对象] 走访记录数（走访人身份 为其一： "
    "镇党委书记、村支部书记、镇干部、村干部）"
    "：每季度首月至少 1 次，逐期不缺",
    "E-09": "E-09 项目级 核查表 项目类型 = 产业发展且是否年度计划 = 是 2 项核查"
    "（1 有利于主导产业提质增效、2 有利于脱贫群众增收）",
    "E-10": "E-10 逐条 编码口径 监测对象类别 只取：脱贫不稳定户、边缘易致贫户、突发严重困难户",
    "E-11": "E-11 县级 目标 2024-03-31 前×0.9、2024-04-30 前 去重人数（脱贫户且有务工就业记录） ≥ "
    "脱贫劳动力转移就业年度任务（17800）",
}


@pytest.fixture
def write(tmp_path):
    def make(text):
        path = tmp_path / "examples.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return make


def rule(**keys):
    """The examples with one more rule, its lines as an author writes them."""
    lines = {
        "id": '"E-99"',
        "kind": '"target"',
        "level": '"household"',
        "force": '"hard"',
        "label": '{ zh = "某条", en = "a rule" }',
        "quote": '"某条"',
        "source": '"一"',
    } | keys
    return TEXT + "\n[[rules]]\n" + "\n".join(f"{key} = {value}" for key, value in lines.items())


def words_of(path, rule_id="E-99", lang="zh"):
    return dict(check_policy(path, lang=lang).rules)[rule_id]


@pytest.mark.parametrize(("rule_id", "words"), WORDS.items())
def test_a_rule_is_said_as_it_was_understood(rule_id, words):
    assert words_of(EXAMPLES, rule_id) == words


def test_english_is_spoken_too():
    assert words_of(EXAMPLES, "E-07", "en") == (
        "E-07 household target [relocated = yes and has persons (labour)] number of persons "
        "(employed = yes) ≥ 1 people"
    )


HOLDS = {
    "none and within": (
        '{ none = [{ column = "hh_type", op = "empty" }, { column = "size", op = "ge", value = 2 }] }',
        "均非（户类型为空或人数 ≥ 2）",
    ),
    "either of two, and another": (
        '{ all = [{ any = [{ group = "lifted" }, { group = "monitored" }] }, { selected_by = "E-01" }] }',
        "（脱贫户或监测对象）且E-01 所列",
    ),
    "how many": (
        (
            '{ all = [{ has = "visits", at_least = 2 }, { has = "visits", at_most = 3 }, '
            '{ has = "persons", where = { group = "labour" }, at_least_share = 0.5 }] }'
        ),
        "有走访记录至少 2 条且有走访记录 1 至 3 条且人（劳动力）至少占 50%",
    ),
    "dates": (
        (
            '{ all = [{ column = "registered_on", op = "le", value = "as_of", months = -6, days = 1 }, '
            '{ column = "identified_on", op = "in_year", value = -1 }, '
            '{ column = "cleared_on", op = "in_year", value = 2023 }, '
            '{ column = "relocated", op = "eq", value = false, missing = "counted" }] }'
        ),
        (
            "建档日期 ≤ 评价日 -6 个月 +1 "
            "天且风险识别时间在上年且风险消除时间在2023且是否易地扶贫搬迁户 = 否（空缺计入）"
        ),
    ),
    "another column": (
        (
            '{ all = [{ column = "net_pc", op = "lt", year = 0, than = { column = "net_pc", year = -1 } }, '
            '{ column = "net_pc", op = "lt", than = { column = "ref_pc", times = 0.8 } }, '
            '{ column = "net_pc", op = "lt", than = { column = "ref_pc", times_parameter = '
            '"transfer_target" } }, '
            '{ column = "size", op = "lt", parameter = "transfer_target" }] }'
        ),
        (
            "家庭人均纯收入[本年] < 家庭人均纯收入[上年]且家庭人均纯收入 < 人均参考收入 × "
            "0.8且家庭人均纯收入 < "
            "人均参考收入 × 脱贫劳动力转移就业年度任务（17800）且人数 < 脱贫劳动力转移就业年度任务（17800）"
        ),
    ),
}


@pytest.mark.parametrize(("asked", "said"), [pytest.param(*case, id=name) for name, case in HOLDS.items()])
def test_a_filter_is_said(write, asked, said):
    path = write(rule(condition=f"{{ holds = {asked} }}"))
    assert words_of(path) == f"E-99 户级 目标 {said}"


STATISTIC = '{ kind = "statistic", indicator = "某率", region = "nation", unit = "比" }'
MEASURES = {
    "growth of two": (
        "county",
        (
            f'{{ measure = {{ kind = "growth", of = {STATISTIC}, from = -1, to = 0 }}, op = "gt", than = '
            f'{{ kind = "growth", of = {STATISTIC}, from = 2022, to = 2024 }}, unit = "比" }}'
        ),
        "某率（全国） 上年→本年 增长 > 某率（全国） 2022→2024 增长",
    ),
    "growth by a number": (
        "county",
        (
            f'{{ measure = {{ kind = "growth", of = {STATISTIC}, from = -1, to = 0 }}, op = "ge", '
            f"threshold = 0.1, "
            'unit = "比" }'
        ),
        "某率（全国） 上年→本年 增长 ≥ 10%",
    ),
    "a sum and a parameter": (
        "county",
        (
            '{ measure = { kind = "parameter", parameter = "transfer_target" }, op = "eq", '
            'parameter = "transfer_target", times = 1.5, over = 2, unit = "人" }'
        ),
        "脱贫劳动力转移就业年度任务（17800） = 脱贫劳动力转移就业年度任务（17800） × 1.5 ÷ 2",
    ),
    "two ledgers": (
        "county",
        (
            '{ measure = { kind = "mismatch", left = "assets", right = "system_assets", key = { '
            'asset = "name" }, '
            'columns = { asset_class = "asset_class" } }, op = "eq", threshold = 0, unit = "行" }'
        ),
        "资产与全国系统资产不符的行 = 0 行",
    ),
    "a share of the population": (
        "village",
        (
            '{ measure = { kind = "share", count = "persons", of = "农村人口", bases = ["户籍"] }, '
            'op = "gt", '
            'threshold = 0.03, unit = "人/人" }'
        ),
        "人数 ÷ 农村人口 > 3%",
    ),
    "income per head": (
        "household",
        (
            '{ all = [{ any = [{ measure = { kind = "value", column = "net_pc" }, op = "lt", '
            'parameter = "line", unit = "元/人", where = { group = "lifted" } }, '
            '{ holds = { column = "size", op = "filled" } }] }, '
            '{ holds = { group = "lifted" } }] }'
        ),
        "（脱贫户时：家庭人均纯收入 < 某线（2023: 7500、2024: 7800）或人数已填）且脱贫户",
    ),
    "as it was on a day": (
        "county",
        (
            '{ measure = { kind = "count", rows = "posts" }, op = "ge", slack = 2, than = { kind = "count", '
            'rows = "posts", at = 2023-12-31 }, unit = "个" }'
        ),
        "公益性岗位数 ≥ 公益性岗位数（2023-12-31）（允许差 2 个）",
    ),
    "time to the plan": (
        "record",
        (
            '{ measure = { kind = "days", from = "recognised_on", to = "as_of", rows = "plans", '
            'unit = "天" }, '
            'op = "le", threshold = 10, unit = "天" }'
        ),
        "认定日期至评价日 ≤ 10 天",
    ),
}
LINE = (
    '[parameters.line]\nname = "某线"\nunit = "元/人"\njurisdiction = "province"\n'
    "values = { 2023 = 7500, 2024 = 7800 }\n\n# 1 a selection"
)


@pytest.mark.parametrize(
    ("level", "condition", "said"), [pytest.param(*case, id=name) for name, case in MEASURES.items()]
)
def test_a_comparison_is_said(write, level, condition, said):
    keys = {"rows": '"clues"'} if level == "record" else {}
    path = write(rule(level=f'"{level}"', condition=condition, **keys).replace("# 1 a selection", LINE))
    assert words_of(path).split("目标 ", 1)[1] == said


def test_lists_and_numbers_of_a_document_are_said(write):
    above = '{ measure = { kind = "count", rows = "persons" }, op = "ge", threshold = 1, unit = "人" }'
    parts = '[{ label = { zh = "甲类", en = "a" }, where = { column = "size", op = "empty" } }]'
    path = write(rule(kind='"list"', where='{ group = "lifted" }', empty="true", conforms=above, parts=parts))
    assert words_of(path) == "E-99 户级 清单 脱贫户 甲类（人数为空） 清单须为空 须：人数 ≥ 1 人"
    visits = '{ kind = "count", rows = "visits" }'
    shows = f'[{{ label = {{ zh = "走访次数", en = "visits" }}, measure = {visits} }}]'
    path = write(rule(kind='"list"', shows=shows))
    assert words_of(path) == "E-99 户级 清单 并列：走访次数"
    path = write(rule(kind='"parameter"', level='"county"', parameters='["transfer_target"]'))
    assert words_of(path) == "E-99 县级 参数 脱贫劳动力转移就业年度任务（17800）"


def test_other_levels_of_the_rule_are_said(write):
    above = '{ measure = { kind = "count", rows = "persons" }, op = "ge", threshold = 1, unit = "人" }'
    visits = '{ holds = { column = "hh_id", op = "filled" } }'
    also = f'[{{ level = "village", condition = {above} }}, '
    also += f'{{ level = "record", rows = "visits", conforms = {visits} }}]'
    path = write(rule(level='"county"', condition=above, also=also))
    assert words_of(path).endswith("人数 ≥ 1 人 ；同条村级：人数 ≥ 1 人 ；同条逐条：户编号已填")


def test_what_is_doubtful_is_noted_and_stops_nothing(write):
    blank = '[parameters.spare]\nname = "备用"\nunit = "人"\njurisdiction = "county"\n\n# 1 a'
    spare = '[groups.spare]\nlabel = { zh = "备用", en = "spare" }\nwhere = { group = "lifted" }\n\n# 10'
    path = write(TEXT.replace("# 1 a", blank, 1).replace("# 10", spare, 1))
    report = check_policy(path, lang="zh")
    assert report.notes == (
        "提示：参数 spare 已声明，没有条款使用。",
        "提示：人群 spare 已声明，没有条款使用。",
        "提示：这些目标没有 due、every 或 stages，任何一天都要符合；确是如此吗？E-05、E-06、E-07、E-08",
    )
    assert "11 条规则，2 个参数（其中 1 个空缺）" in report.good
    assert report.as_json()["notes"] == list(report.notes)


def test_quotes_are_looked_for_in_the_text(tmp_path):
    text = tmp_path / "原文.txt"
    text.write_text("……每季度首月\n至少走访1次，6月底前全部开工……", encoding="utf-8-sig")
    absent = [note for note in check_policy(EXAMPLES, lang="zh", text=text).notes if "找不到" in note]
    assert len(absent) == 9  # 11 quotes but for those of E-04 and E-08
    assert not [note for note in absent if "E-08" in note]


def test_a_text_in_another_encoding_is_refused(tmp_path):
    text = tmp_path / "原文.txt"
    text.write_text("六月底前", encoding="gb18030")
    with pytest.raises(InputError, match="UTF-8"):
        check_policy(EXAMPLES, lang="zh", text=text)


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("", "原文未写县名，均为套用试算"),
        ('jurisdiction = "511922"\n', "511922"),
        ("universal = true\n", "任何县（方法，不是文件）"),
    ],
)
def test_for_which_place_it_is_said(write, line, place):
    report = check_policy(write(TEXT.replace("document =", f"{line}document =")), lang="zh")
    assert report.head == ("十例（设计稿二(二)）", f"有效期 2022-01-01 — 2025-12-31，适用地区：{place}")
    assert report.policy.covers("511922") == (line != "")


def test_the_shipped_policies_are_listed():
    assert "yunnan-county-2022-2025" in [name for name, *_ in shipped_reports("zh")]
