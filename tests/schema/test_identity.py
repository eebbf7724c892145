"""Identity numbers: three forms, the check digit, and what a spreadsheet does to them."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ruralmap.schema.identity import (
    check_character,
    mask_identity,
    mask_personal,
    parse_identity,
    sound_identities,
)

# 11010519491231002X is the standard's own example (GB 11643-1999, appendix).
SAMPLE = "11010519491231002X"
# 440524188001010014 is the standard's second example.
SECOND = "440524188001010014"


@pytest.mark.parametrize("number", [SAMPLE, SECOND])
def test_the_standards_own_examples_pass(number):
    assert check_character(number[:17]) == number[17]
    assert parse_identity(number) == (number, "", "")


def test_the_check_digit_is_worked_out_as_the_standard_says():
    # 1*7 + 0*9 + 0*10 + ... = 7; 7 mod 11 = 7, and "10X98765432"[7] = 5.
    assert check_character("1" + "0" * 16) == "5"
    assert check_character("0" * 17) == "1"


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        pytest.param("11010519491231002x", SAMPLE, id="small x"),
        pytest.param("11010519491231002×", SAMPLE, id="multiplication sign"),
        pytest.param("11010519491231002Ｘ", SAMPLE, id="full-width x"),
        pytest.param("１１０１０５１９４９１２３１００２X", SAMPLE, id="full-width digits"),
        pytest.param('="11010519491231002X"', SAMPLE, id="wrapper"),
        pytest.param("'11010519491231002X", SAMPLE, id="apostrophe"),
        pytest.param("\t11010519491231002X\t", SAMPLE, id="tabs"),
        pytest.param("110105\u200b19491231002X", SAMPLE, id="zero-width"),
        pytest.param("110105 19491231 002X", SAMPLE, id="blanks inside"),
        pytest.param("11010519491231002X42", SAMPLE + "42", id="disability card"),
        pytest.param("11010519491231002X42B1", SAMPLE + "42B1", id="disability card issued again"),
        pytest.param("11010519491231002x42b2", SAMPLE + "42B2", id="the same in small letters"),
    ],
)
def test_what_surrounds_a_number_is_taken_away(cell, value):
    assert parse_identity(cell) == (value, "", "")


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        pytest.param(4.41624e17, "identity_damaged", id="float"),
        pytest.param(110105194912310020, "identity_damaged", id="a number of 18 digits"),
        pytest.param(440524188001010014, "identity_damaged", id="a number that would pass its check"),
        pytest.param("4.41624E+17", "identity_damaged", id="scientific text"),
        pytest.param("441624198001011000", "identity_damaged", id="last three digits zero"),
        pytest.param("44162419800101100", "identity_malformed", id="17 digits"),
        pytest.param("1101051949123100212", "identity_malformed", id="19 digits"),
        pytest.param("11010519491231002X82", "identity_malformed", id="no such category of disability"),
        pytest.param("11010519491231002X45", "identity_malformed", id="no such grade of disability"),
        pytest.param("E12345678", "identity_malformed", id="passport"),
        pytest.param("110105********002X", "identity_malformed", id="masked"),
        pytest.param("#REF!", "cell_error", id="error value"),
        pytest.param("=A2", "formula_uncalculated", id="formula"),
        pytest.param("不详", "identity_malformed", id="words"),
        pytest.param(12345.0, "identity_malformed", id="short number"),
    ],
)
def test_what_cannot_be_read_has_no_value(cell, problem):
    assert parse_identity(cell)[:2] == (None, problem)


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        pytest.param("110105194912310021", "identity_check_failed", id="wrong check digit"),
        pytest.param("110105194913310028", "identity_check_failed", id="no such month"),
        pytest.param("110105491231002", "identity_15", id="old form"),
        pytest.param(110105491231002.0, "identity_15", id="old form as a number"),
    ],
)
def test_what_is_doubtful_is_kept_with_a_finding(cell, problem):
    value, found, _ = parse_identity(cell)
    assert found == problem
    assert value == (cell if isinstance(cell, str) else "110105491231002")


@pytest.mark.parametrize("born", ["19491331", "19490230", "18791231"])
def test_a_birthday_that_cannot_be_fails_although_the_check_digit_passes(born):
    head = f"110105{born}002"
    assert parse_identity(head + check_character(head)) == (
        head + check_character(head),
        "identity_check_failed",
        "",
    )


@pytest.mark.parametrize("cell", ["", "无", None, "/"])
def test_an_empty_cell_is_no_problem(cell):
    assert parse_identity(cell) == (None, "", "")


def test_a_number_that_ends_in_zeros_and_passes_its_check_is_kept_and_said():
    # Tried by year: among 50 births with the sequence number 100 some have the check character 0.
    head = next(
        head
        for year in range(1950, 2000)
        for head in [f"441624{year}0101100"]
        if check_character(head) == "0"
    )
    assert parse_identity(head + "0") == (head + "0", "identity_zeros", "")


@settings(deadline=None)
@given(
    st.from_regex(r"44162[0-9]", fullmatch=True),
    st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2023, 1, 1)),
    st.integers(1, 999),
)
def test_every_sound_number_passes_and_one_wrong_digit_is_found(county, born, sequence):
    head = f"{county}{born:%Y%m%d}{sequence:03d}"
    number = head + check_character(head)
    assert parse_identity(number) == (number, "identity_zeros" if number.endswith("000") else "", "")
    # MOD 11-2 finds every single wrong digit.
    wrong = number[:5] + str((int(number[5]) + 1) % 10) + number[6:]
    assert parse_identity(wrong)[1] in {"identity_check_failed", "identity_damaged"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("511922198001011234", "511922********1234", id="18"),
        pytest.param("51192219800101123X42", "511922**********3X42", id="20"),
        pytest.param("511922800101123", "511922*****1123", id="15"),
        pytest.param("4.41624E+17", "4.41624E+17", id="damaged: identifies nobody"),
        pytest.param("不详", "不详", id="words"),
    ],
)
def test_an_identity_number_is_shown_without_its_middle(text, shown):
    assert mask_identity(text) == shown


def test_personal_numbers_inside_a_text_are_masked_and_codes_are_not():
    row = {
        "残疾证": ("51192219800101123X42B1", "511922************42B1"),
        "证件号码": ("511922198001011234", "511922********1234"),
        "电话": ("13812345678", "138****5678"),
        "行政村代码": ("441624100201", "441624100201"),
        "旧证": ("511922800101123", "511922*****1123"),
    }
    found, shown = (str({name: pair[side] for name, pair in row.items()}) for side in (0, 1))
    assert mask_personal(found) == shown


def test_sound_cards_are_found_all_at_once():
    wrong = SAMPLE[:17] + "1"
    no_day = "110105194902310023"  # 31 February 1949
    cells = [SAMPLE, wrong, "", SECOND, no_day, "441624198001011000", 4.4e17, SAMPLE.lower(), "甲" * 18]
    assert sound_identities(cells) == [SAMPLE, None, None, SECOND, None, None, None, None, None]
    assert sound_identities(["", None]) == [None, None]


_BIRTHDAYS = st.dates(dt.date(1870, 1, 1), dt.date(2025, 12, 31)).map(lambda day: f"{day:%Y%m%d}")
_CARDS = st.builds(
    lambda region, born, serial: f"{region}{born}{serial}" + check_character(f"{region}{born}{serial}"),
    st.from_regex(r"[1-9][0-9]{5}", fullmatch=True),
    _BIRTHDAYS | st.from_regex(r"[0-9]{8}", fullmatch=True),
    st.from_regex(r"[0-9]{3}", fullmatch=True) | st.just("000"),
)


@given(st.lists(_CARDS | st.text("0123456789Xx甲:/", min_size=16, max_size=19), max_size=6))
def test_a_card_found_all_at_once_is_what_the_reader_gives(cells):
    for cell, found in zip(cells, sound_identities(cells), strict=True):
        parsed = parse_identity(cell)
        # What is as it stands and without fault is found; what is not found is read by itself.
        assert found == (cell if parsed == (cell, "", "") and len(cell) == 18 else None)
