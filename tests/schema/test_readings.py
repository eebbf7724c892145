"""Columns taken out of rows, each cell where it stands."""

from hypothesis import given
from hypothesis import strategies as st

from ruralmap.schema.headers import HeaderCell
from ruralmap.schema.readings import Body


def columns_of(rows, positions):
    """Take columns of a sheet's rows, one list each."""
    body = Body(rows, range(2, len(rows) + 2), "roster", "表.csv", "甲", positions=positions)
    return [body.cells(HeaderCell(position, f"列{position}")) for position in positions]


@given(
    st.lists(st.lists(st.integers(0, 9), max_size=5), max_size=20),
    st.lists(st.integers(0, 4), min_size=1, unique=True),
)
def test_a_row_that_ends_early_has_empty_cells(rows, positions):
    expected = [[row[at] if at < len(row) else "" for row in rows] for at in positions]
    assert columns_of(rows, tuple(positions)) == expected


def test_many_rows_stay_in_their_order():
    # 1,030 rows are two whole blocks of 512 and a rest of six; the last row ends early.
    rows = [[number, -number] for number in range(1029)] + [[1029]]
    assert columns_of(rows, (1, 0)) == [[-number for number in range(1029)] + [""], list(range(1030))]
    assert columns_of(rows, (0,)) == [list(range(1030))]
