"""Numbers and money as offices write them, exact to the fen."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ruralmap.schema.amounts import (
    numbers_within,
    parse_integer,
    parse_money,
    parse_number,
    units_of,
    whole_fens,
)
from ruralmap.schema.columns import Column
from ruralmap.schema.money import yuan_text

AREA = Column("area_mu", "面积(亩)", "area", "number", unit="亩", lowest=0)
SHARE = Column("share", "份额", "share", "number", lowest=0, highest=1)
LON = Column("lon", "经度", "longitude", "number", unit="°")
SIZE = Column("size", "人数", "size", "integer", unit="人", lowest=1, highest=30)
VALUE = Column("value", "数值", "value", "integer", unit="人或户", lowest=0)
PLAIN = Column("n", "数", "number", "number")


@pytest.mark.parametrize(
    ("cell", "column", "value"),
    [
        pytest.param("3.5", AREA, 3.5, id="text"),
        pytest.param(3.5, AREA, 3.5, id="number"),
        pytest.param(3, AREA, 3.0, id="whole number"),
        pytest.param("1,234.5", AREA, 1234.5, id="thousands"),
        pytest.param("1，234.5", AREA, 1234.5, id="full-width comma"),
        pytest.param("３．５", AREA, 3.5, id="full-width digits"),
        pytest.param("3.5亩", AREA, 3.5, id="its unit"),
        pytest.param("3.5 亩", AREA, 3.5, id="its unit after a blank"),
        pytest.param(".5", AREA, 0.5, id="without a leading zero"),
        pytest.param("+3", PLAIN, 3.0, id="plus"),
        pytest.param("-3", PLAIN, -3.0, id="minus"),
        pytest.param("1e3", PLAIN, 1000.0, id="scientific"),
        pytest.param("45%", SHARE, 0.45, id="percentage of a share"),
        pytest.param("100%", SHARE, 1.0, id="whole share"),
        pytest.param(0, SHARE, 0.0, id="at the lowest"),
        pytest.param(1, SHARE, 1.0, id="at the highest"),
    ],
)
def test_numbers_are_read(cell, column, value):
    assert parse_number(cell, column) == (value, "", "")


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        pytest.param("115.05", 115.05, id="degrees"),
        pytest.param(115.05, 115.05, id="number"),
        pytest.param("115.05°", 115.05, id="degree sign"),
        pytest.param("东经115.05", 115.05, id="chinese"),
        pytest.param("E115.05", 115.05, id="letter before"),
        pytest.param("115.05E", 115.05, id="letter behind"),
        # 3 minutes are 3/60 = 0.05; 30 seconds are 30/3600 = 0.00833...
        pytest.param("115°3′", 115.05, id="minutes"),
        pytest.param("115°03'00\"", 115.05, id="seconds in ascii"),
        pytest.param("115度3分0秒", 115.05, id="chinese units"),
        pytest.param("东经115°2′60″", None, id="sixty seconds"),
        pytest.param("115°60′", None, id="sixty minutes"),
        pytest.param("115°3′30″E", 115 + 3 / 60 + 30 / 3600, id="primes and letter"),
        pytest.param("１１５．０５", 115.05, id="full width"),
        pytest.param("115.05,24.4", None, id="two numbers"),
        pytest.param("见备注", None, id="words"),
    ],
)
def test_degrees_may_have_minutes_and_seconds(cell, value):
    found, problem, _ = parse_number(cell, LON)
    if value is None:
        assert (found, problem) == (None, "number_malformed")
    else:
        assert found == pytest.approx(value, abs=1e-12)
        assert problem == ""


@pytest.mark.parametrize(
    ("cell", "column", "problem"),
    [
        pytest.param("约3", AREA, "number_malformed", id="words before"),
        pytest.param("3左右", AREA, "number_malformed", id="words behind"),
        pytest.param("3.5公顷", AREA, "number_malformed", id="another unit"),
        pytest.param("1,23", AREA, "number_malformed", id="comma out of place"),
        pytest.param("3-5", AREA, "number_malformed", id="from to"),
        pytest.param("45%", AREA, "number_malformed", id="percentage of what is no share"),
        pytest.param(True, AREA, "number_malformed", id="truth"),
        pytest.param("#DIV/0!", AREA, "cell_error", id="error value"),
        pytest.param("=B2", AREA, "formula_uncalculated", id="formula"),
        pytest.param("-1", AREA, "number_out_of_range", id="below the lowest"),
        pytest.param("1.01", SHARE, "number_out_of_range", id="above the highest"),
        pytest.param("1e400", PLAIN, "number_out_of_range", id="infinite"),
    ],
)
def test_what_is_no_number_has_no_value(cell, column, problem):
    assert parse_number(cell, column)[:2] == (None, problem)


@pytest.mark.parametrize(
    ("cell", "column", "value", "problem"),
    [
        pytest.param("4", SIZE, 4, "", id="text"),
        pytest.param(4.0, SIZE, 4, "", id="whole float"),
        pytest.param("4人", SIZE, 4, "", id="its unit"),
        pytest.param("4口", SIZE, 4, "", id="the unit in other words"),
        pytest.param("1,204户", VALUE, 1204, "", id="one of two units"),
        pytest.param("4.0", SIZE, 4, "", id="point and zero"),
        pytest.param("4.5", SIZE, None, "number_not_whole", id="half a person"),
        pytest.param("0", SIZE, None, "number_out_of_range", id="nobody"),
        pytest.param("31", SIZE, None, "number_out_of_range", id="too many"),
        pytest.param("四", SIZE, None, "number_malformed", id="chinese numeral"),
        pytest.param("", SIZE, None, "", id="empty"),
        pytest.param("暂无", SIZE, None, "", id="a word for nothing"),
        pytest.param("1e30", VALUE, None, "number_out_of_range", id="more than a column holds"),
    ],
)
def test_whole_numbers(cell, column, value, problem):
    assert parse_integer(cell, column)[:2] == (value, problem)


def test_limits_are_said():
    assert parse_integer("31", SIZE).note == "1 … 30"
    assert parse_integer("-1", VALUE).note == "0 … "


@pytest.mark.parametrize(
    ("cell", "unit", "fen", "note"),
    [
        pytest.param("1234.5", "元", 123450, "", id="yuan"),
        pytest.param("1,234.50", "元", 123450, "", id="thousands"),
        pytest.param("￥1,234.50", "元", 123450, "", id="currency sign"),
        pytest.param("¥12", "元", 1200, "", id="the other currency sign"),
        pytest.param(1234.5, "元", 123450, "", id="float"),
        pytest.param(1234, "元", 123400, "", id="int"),
        pytest.param(0.1, "元", 10, "", id="a tenth"),
        pytest.param(0, "元", 0, "", id="zero"),
        pytest.param(0.0, "元", 0, "", id="zero as a float"),
        pytest.param("0", "元", 0, "", id="zero as text"),
        pytest.param(-12.34, "元", -1234, "", id="negative"),
        pytest.param(3.5, "万元", 3_500_000, "", id="float in 万元"),
        pytest.param("3.5", "万元", 3_500_000, "", id="text in 万元"),
        pytest.param("3.5万元", "元", 3_500_000, "万元", id="万元 in the cell"),
        pytest.param("3.5万", "元", 3_500_000, "万元", id="万 in the cell"),
        pytest.param("3.5 万元", "元", 3_500_000, "万元", id="万元 after a blank"),
        pytest.param("35000元", "万元", 3_500_000, "元", id="元 in a column of 万元"),
        pytest.param("1.2亿元", "元", 12_000_000_000, "亿元", id="亿元"),
        pytest.param("１２３４．５", "元", 123450, "", id="full width"),
        pytest.param("100元整", "元", 10000, "元", id="整"),
        pytest.param("500元/月", "元", 50000, "元", id="a month"),
        pytest.param(12.345678, "万元", 12_345_678, "", id="six decimals of 万元 are fen"),
        pytest.param(1e-2, "元", 1, "", id="one fen"),
        # 0.1 + 0.2 leaves 4e-17 behind, which nobody typed.
        pytest.param(0.1 + 0.2, "元", 30, "", id="a spreadsheet's own rounding"),
        pytest.param(1e16, "元", 10**18, "", id="scientific only by its size"),
        pytest.param("", "元", None, "", id="empty"),
        pytest.param("无", "元", None, "", id="nothing is not zero"),
        pytest.param("—", "元", None, "", id="dash is not zero"),
    ],
)
def test_money_is_whole_fen(cell, unit, fen, note):
    assert parse_money(cell, unit) == (fen, "", note)


@pytest.mark.parametrize(
    ("cell", "unit", "fen"),
    [
        # 8234.666666... yuan are 823466.67 fen: the nearest is 823467.
        pytest.param(8234.666666666666, "元", 823467, id="an average"),
        pytest.param("0.005", "元", 1, id="half a fen goes up"),
        pytest.param("0.004", "元", 0, id="less than half a fen"),
        pytest.param("1.2345678", "万元", 1_234_568, id="seven decimals of 万元"),
    ],
)
def test_parts_of_a_fen_are_rounded_and_said(cell, unit, fen):
    assert parse_money(cell, unit)[:2] == (fen, "money_rounded")


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        pytest.param("约3万", "money_malformed", id="about"),
        pytest.param("3-5万元", "money_malformed", id="from to"),
        pytest.param("1.234,50", "money_malformed", id="other land's separators"),
        pytest.param("(1,234)", "money_malformed", id="brackets may mean minus"),
        pytest.param("三万元", "money_malformed", id="chinese numeral"),
        pytest.param("3万5", "money_malformed", id="spoken"),
        pytest.param("12美元", "money_malformed", id="other money"),
        pytest.param(float("inf"), "money_malformed", id="infinite"),
        pytest.param("99999999999999999999", "money_malformed", id="more than a column holds"),
        pytest.param(True, "money_malformed", id="truth"),
        pytest.param("#REF!", "cell_error", id="error value"),
        pytest.param("=SUM(A1:A9)", "formula_uncalculated", id="formula"),
    ],
)
def test_what_is_no_amount_has_no_value(cell, problem):
    assert parse_money(cell, "元")[:2] == (None, problem)


@settings(deadline=None)
@given(st.integers(-(10**13), 10**13))
def test_every_amount_comes_back_to_the_fen(fen):
    yuan = yuan_text(fen)
    assert parse_money(yuan, "元") == (fen, "", "")
    assert parse_money(yuan.replace(",", ""), "元") == (fen, "", "")
    assert parse_money(f"{yuan}元", "元") == (fen, "", "元")
    assert parse_money(fen / 100, "元") == (fen, "", "")


@settings(deadline=None)
@given(st.integers(-(10**12), 10**12))
def test_every_amount_in_wan_comes_back_to_the_fen(fen):
    whole, rest = divmod(abs(fen), 1_000_000)
    text = f"{'-' if fen < 0 else ''}{whole}.{rest:06d}"
    assert parse_money(text, "万元") == (fen, "", "")
    assert parse_money(float(text), "万元") == (fen, "", "")
    assert parse_money(f"{text}万元", "元") == (fen, "", "万元")


@settings(deadline=None)
@given(st.text(max_size=12))
def test_no_text_breaks_the_readers(text):
    for parsed in (
        parse_money(text, "元"),
        parse_number(text, AREA),
        parse_integer(text, SIZE),
        parse_number(text, LON),
    ):
        assert parsed.value is None or parsed.value == parsed.value


_MOST_YUAN = 92_233_720_368_547_758.07  # 2**63 - 1 fen


@settings(deadline=None)
@given(
    st.lists(
        st.floats()
        | st.integers(-(10**14), 10**14).map(lambda fen: fen / 100)
        | st.integers()
        | st.sampled_from(["", "35", "3.5万元", None, True]),
        max_size=6,
    ),
    st.sampled_from(["元", "万元", "亿元"]),
)
@example([0.0, -0.0, 0.01, 0.005, 1e-7, 1e14, 1e15, 9.3e8, 9.2e8, _MOST_YUAN, float("inf")], "亿元")
def test_fen_taken_all_at_once_are_what_the_reader_gives(cells, unit):
    for cell, fen in zip(cells, whole_fens(cells, unit), strict=True):
        assert fen is None or (type(fen) is int and parse_money(cell, unit) == (fen, "", ""))


def test_whole_fens_need_no_reading():
    # 12.34 yuan are 1,234 fen; half a fen, nought, text and what a column cannot hold are read by themselves.
    assert whole_fens([12.34, -5.0, 0.005, 0.0, "12.34", 9.3e14, float("nan")], "元") == [
        1234,
        -500,
        None,
        None,
        None,
        93_000_000_000_000_000,
        None,
    ]
    # 10**10 fen in 亿元: 922,337,203.6 亿元 is the last that a column can hold.
    assert whole_fens([922_337_203.0, 922_337_204.0], "亿元") == [9_223_372_030_000_000_000, None]
    assert parse_money(922_337_204.0, "亿元").problem == "money_malformed"


@settings(deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False))
@example(-0.0)
@example(1e15)
@example(1e-7)
@example(115.05)
def test_a_decimal_is_what_its_digits_say(cell):
    for column in (AREA, LON):
        read, written = parse_number(cell, column), parse_number(repr(cell), column)
        assert repr(read) == repr(written) or cell == 0


def test_units_in_other_words():
    assert units_of("") == frozenset()
    assert {"人", "口", "名"} <= units_of("人")
    assert {"人", "户", "人或户", "人、户"} <= units_of("人或户")
    assert "个月" in units_of("月")


@given(st.lists(st.floats() | st.integers() | st.sampled_from(["", "3.5", "50%", None, True]), max_size=6))
@example([0.0, -0.0, 1.0, 1.0000000000000002, float("inf"), float("nan")])
def test_numbers_taken_all_at_once_are_what_the_reader_gives(cells):
    for cell, number in zip(cells, numbers_within(cells, SHARE), strict=True):
        assert number is None or (type(number) is float and parse_number(cell, SHARE) == (number, "", ""))


def test_numbers_within_the_limits_need_no_reading():
    assert numbers_within([0.0, 1.0, 1.01, -0.01, "0.5", True, None, 1], SHARE) == [0.0, 1.0] + [None] * 6
    assert str(numbers_within([-0.0], SHARE)) == "[0.0]"
    assert numbers_within([1e300, 9.3e18, -3.5], PLAIN) == [None, None, -3.5]
