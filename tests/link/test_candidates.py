import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from ruralmap.link.candidates import pairs_of_text, text_of_pairs


def test_codes_of_one_record_are_joined_in_their_order():
    rows, codes = np.array([0, 2, 2]), np.array(["B", "C", "A"], dtype=object)
    assert text_of_pairs(rows, codes, size=4).tolist() == ["B", None, "C;A", None]


@given(st.lists(st.lists(st.sampled_from("ABCD"), unique=True).map(sorted), max_size=10))
def test_pairs_survive_being_written_and_read(candidates):
    rows = np.array([row for row, codes in enumerate(candidates) for _ in codes], dtype=np.int64)
    codes = np.array([code for codes in candidates for code in codes], dtype=object)
    text = pd.Series(text_of_pairs(rows, codes, size=len(candidates)), dtype="str")
    rows_read, places, named = pairs_of_text(text)
    assert rows_read.tolist() == rows.tolist()
    assert named[places].tolist() == codes.tolist()


def test_a_text_that_many_records_have_is_read_once():
    rows, places, named = pairs_of_text(pd.Series(["A;B", None, "C", "A;B"], dtype="str"))
    assert rows.tolist() == [0, 0, 2, 3, 3]
    assert (places.tolist(), named.tolist()) == ([0, 1, 2, 0, 1], ["A", "B", "C"])
