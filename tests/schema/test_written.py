"""Values as they are written into cells, and read back."""

import pytest

from ruralmap.assets.tables import KEPT
from ruralmap.schema.aliases import alias_index, meaning_of
from ruralmap.schema.cells import parse_cells
from ruralmap.schema.tables import TABLES
from ruralmap.schema.written import reads_as, title_of, written

ASSETS = TABLES["assets"]
MONEY, FLAG, NUMBER, TEXT = (
    ASSETS.column(name) for name in ("original_value_fen", "in_three_capital_platform", "lon", "asset")
)


@pytest.mark.parametrize(
    ("value", "column", "cell"),
    [
        (1234567, MONEY, 12345.67),
        (0, MONEY, 0.0),
        # Fifteen digits are the most that a spreadsheet's number keeps.
        (999_999_999_999_999, MONEY, 9_999_999_999_999.99),
        (1_000_000_000_000_000, MONEY, "10000000000000.00"),
        (-1_000_000_000_000_001, MONEY, "-10000000000000.01"),
        (True, FLAG, "是"),
        (False, FLAG, "否"),
        (115.12345678901234567, NUMBER, 115.123456789012),
        ("441624100201", TEXT, "441624100201"),
        (None, TEXT, None),
    ],
)
def test_what_is_written_reads_as_what_is_kept(value, column, cell):
    assert written(value, column) == cell
    if value is not None:
        assert reads_as(parse_cells([cell], column).results[0], value, column)


def test_another_value_does_not():
    assert not reads_as(1234568, 1234567, MONEY)
    assert not reads_as(value=True, known=1, column=NUMBER)
    assert not reads_as("甲", None, TEXT)
    assert not reads_as(None, "甲", TEXT)
    assert reads_as(None, None, TEXT)


@pytest.mark.parametrize("name", sorted(KEPT))
def test_each_header_means_its_own_column(name):
    index = alias_index(TABLES[name])
    for column in TABLES[name].columns:
        found = meaning_of(title_of(column), index)
        assert found is not None
        assert found.column == column.name
