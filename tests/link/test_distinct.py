import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from ruralmap.link.distinct import distinct_rows


def test_each_distinct_row_is_found_where_it_comes_first():
    # Rows 0 and 3 are alike, and so are 1 and 4; row 2 differs from row 1 in its second column only.
    frame = pd.DataFrame(
        {"name": list("abbab"), "township": ["x", "x", "y", "x", "x"]}, index=[9, 8, 7, 6, 5]
    )
    firsts, numbers = distinct_rows(frame)
    assert (firsts.tolist(), numbers.tolist()) == ([0, 1, 2], [0, 1, 2, 0, 1])


def test_no_rows_have_no_distinct_ones():
    firsts, numbers = distinct_rows(pd.DataFrame({"name": pd.Series([], dtype="str")}))
    assert (firsts.tolist(), numbers.tolist()) == ([], [])


@given(st.lists(st.tuples(st.sampled_from(["", "a", "b"]), st.sampled_from(["", "a"])), max_size=12))
def test_every_row_is_the_like_of_its_first(rows):
    frame = pd.DataFrame(rows, columns=["name", "township"]).astype("str")
    firsts, numbers = distinct_rows(frame)
    assert [rows[firsts[number]] for number in numbers] == rows
    assert len(firsts) == len(set(rows))
