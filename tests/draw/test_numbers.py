import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruralmap.draw.numbers import write_numbers


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        # zigzag: 0 → 0, -1 → 1, 1 → 2, ... n → 2n, -n → 2n - 1; digits 0-9 A-Z a-z - _ stand for 0 to 63
        pytest.param(0, "0", id="nought"),
        pytest.param(-1, "1", id="minus one"),
        pytest.param(1, "2", id="one"),
        pytest.param(15, "U", id="the last of one character: 30"),
        pytest.param(16, "W1", id="the first of two: 32 is 0 and more, then 1"),
        pytest.param(-16, "V", id="31 still fits"),
        pytest.param(511, "-V", id="1022 is 30 and more (62), then 31"),
    ],
)
def test_a_number_is_written_in_digits_of_five_bits(value, expected):
    assert write_numbers([value]) == expected


def test_numbers_follow_one_another_without_a_separator():
    assert write_numbers([0, 16, -1]) == "0W11"


def test_no_numbers_are_no_text():
    assert write_numbers([]) == ""


def test_an_array_is_written_like_a_list():
    assert write_numbers(np.array([3, -3])) == write_numbers([3, -3])


def _read(written):
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"
    values, value, shift = [], 0, 0
    for digit in map(digits.index, written):
        value |= (digit & 31) << shift
        shift += 5
        if digit < 32:
            values.append(-(value + 1) // 2 if value & 1 else value // 2)
            value = shift = 0
    return values


@given(st.lists(st.integers(-(2**61), 2**61)))
def test_what_was_written_reads_back(values):
    assert _read(write_numbers(values)) == values


@given(st.lists(st.integers(-(2**61), 2**61)))
def test_the_text_needs_no_escape_in_json_or_html(values):
    assert not set(write_numbers(values)) & set("<>&\"'\\ \n")
