"""Lines that a text takes: what WPS and LibreOffice do not work out by themselves."""

import pytest

from ruralmap.files.text_lines import lines_of_note, lines_of_text


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        pytest.param("", 10, 1, id="nothing is one line"),
        pytest.param("H001", 10, 1, id="short"),
        # Ten Chinese characters are twenty columns: two lines of ten.
        pytest.param("甲" * 10, 10, 2, id="just two lines"),
        pytest.param("甲" * 11, 10, 3, id="one more"),
        # Nine columns hold four characters, not four and a half: twelve need three lines, thirteen four.
        pytest.param("甲" * 12, 9, 3, id="odd width"),
        pytest.param("甲" * 13, 9, 4, id="odd width and one more"),
        pytest.param("a" * 18, 9, 2, id="letters fill an odd width"),
        # The first line is short, the second is eight columns of four.
        pytest.param("HP\n甲乙丙丁", 4, 3, id="own breaks"),
        pytest.param("甲", 1, 2, id="narrower than a sign"),
    ],
)
def test_lines_of_a_cell(text, width, lines):
    assert lines_of_text(text, width) == lines


def test_a_note_has_room_to_spare():
    # 20 columns, a tenth more is 22: a width of 22 takes one line, of 21 two.
    assert [lines_of_note("甲" * 10, width) for width in (22, 21)] == [1, 2]
    assert lines_of_note("", 10) == 1
