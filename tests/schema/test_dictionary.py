"""The page that people read is made of the schema, and says all of it."""

from ruralmap.schema.dictionary import data_dictionary
from ruralmap.schema.policy_row_kinds import ROWS
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


def test_every_kind_of_rows_that_policies_speak_of_is_on_the_page_with_what_is_worked_out():
    lines = data_dictionary().split("## 政策条款可用的记录")[1].splitlines()
    rows = {line.split("|")[1].strip(" `"): line for line in lines if line.startswith("| `")}
    assert set(rows) == set(ROWS)
    for name, kind in ROWS.items():
        assert all(f"`{column.name}`" in rows[name] for column in kind.derived)
        assert all(f"`{parent}` ({column})" in rows[name] for parent, column in kind.links)
    # Jobs have a first and a last day; visits have not.
    assert "`in_force`" in rows["jobs"]
    assert "`in_force`" not in rows["visits"]


def test_a_key_names_columns_of_its_table():
    for table in (*LAYERS.values(), *TABLES.values()):
        assert set(table.key) <= set(table.names)
        assert len(set(table.names)) == len(table.names)
