"""How wide texts are taken to be: a Chinese letter as wide as high, a Latin one 0.52 of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruralmap.draw.lettering import shortened, width_of, wrapped

TEXTS = st.text(alphabet="村镇a1 ，,…·", max_size=60)


@pytest.mark.parametrize(
    ("text", "width"),
    [
        pytest.param("", 0, id="nothing"),
        pytest.param("村镇", 20, id="Chinese"),
        pytest.param("1,000", 26, id="Latin"),
        pytest.param("村·1", 25.2, id="a sign that may be broad"),
    ],
)
def test_a_text_is_as_wide_as_its_letters(text, width):
    assert width_of(text, 10) == pytest.approx(width)


@pytest.mark.parametrize(
    ("label", "room", "shown"),
    [
        pytest.param("甲镇甲村", 40, "甲镇甲村", id="it fits"),
        pytest.param("甲镇甲村", 39.9, "甲镇…", id="just too wide"),
        pytest.param("甲镇甲村", 29.9, "甲…", id="narrower"),
        pytest.param("甲镇甲村", -5, "…", id="no room"),
    ],
)
def test_a_name_keeps_as_many_letters_as_fit(label, room, shown):
    assert shortened(label, room, 10) == shown


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param("", [""], id="nothing"),
        pytest.param("甲乙丙丁戊", ["甲乙丙", "丁戊"], id="between Chinese letters"),
        # "fund lines" would be 52 wide, "lines" is 26.
        pytest.param("fund lines", ["fund ", "lines"], id="between words"),
        pytest.param("extraordinary", ["extraordinary"], id="a word is not broken"),
    ],
)
def test_a_line_breaks_where_a_reader_expects_it(text, lines):
    assert wrapped(text, 30, 10) == lines


@given(TEXTS, st.integers(10, 300))
def test_no_letter_is_lost_between_lines(text, room):
    assert "".join(wrapped(text, room, 10)) == text
