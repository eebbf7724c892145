"""The dictionary itself: every table says what it is, and its key is its own."""

import pytest

from ruralmap.schema.tables import LAYERS, TABLES

ALL = [pytest.param(table, id=table.name) for table in (*LAYERS.values(), *TABLES.values())]


@pytest.mark.parametrize("table", ALL)
def test_a_table_finds_its_columns_and_no_others(table):
    assert [table.column(name).name for name in table.names] == list(table.names)
    assert set(table.key) <= set(table.names)
    with pytest.raises(KeyError, match="no_such_column"):
        table.column("no_such_column")


@pytest.mark.parametrize("table", ALL)
def test_a_filled_column_is_compulsory_and_money_counts_in_yuan(table):
    for column in table.columns:
        assert column.required or not column.filled
        assert (column.kind == "money") is column.name.endswith("_fen")
        if column.kind == "money":
            assert column.unit.partition("/")[0] == "元"
