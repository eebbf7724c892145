"""Texts among others, beside what pandas says of them."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from ruralmap.link.among import is_among

TEXTS = st.lists(st.sampled_from(["甲", "乙", "丙", "", None]), max_size=8)


@given(TEXTS, TEXTS)
def test_it_says_what_pandas_says(values, known):
    texts, others = pd.Series(values, dtype="str"), pd.Series(known, dtype="str")
    assert is_among(texts, others).tolist() == texts.isin(others).tolist()


def test_a_text_that_stands_twice_among_the_others_is_found_once():
    texts = pd.Series(["甲", "乙", "甲"], dtype="str", index=[5, 3, 1])
    assert is_among(texts, pd.Series(["甲", "甲"], dtype="str")).tolist() == [True, False, True]
