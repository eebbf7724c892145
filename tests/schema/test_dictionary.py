"""The page that people read is made of the schema, and says all of it."""

from ruralmap.schema.dictionary import data_dictionary
from ruralmap.schema.tables import LAYERS, TABLES


def test_the_page_in_docs_is_the_one_that_the_schema_makes(request):
    page = request.config.rootpath / "docs" / "data-dictionary.md"
    assert page.read_text(encoding="utf-8") == data_dictionary()


def test_every_table_and_column_is_on_the_page():
    page = data_dictionary()
    for table in (*LAYERS.values(), *TABLES.values()):
        assert f"### {table.zh} · {table.en} (`{table.name}`)" in page
        section = page.split(f"(`{table.name}`)")[1].split("###")[0]
        for column in table.columns:
            assert f"| {column.zh} | `{column.name}` |" in section


def test_a_key_names_columns_of_its_table():
    for table in (*LAYERS.values(), *TABLES.values()):
        assert set(table.key) <= set(table.names)
        assert len(set(table.names)) == len(table.names)
