"""The models are the schema: the same columns, the same kinds, nothing that names a person."""

import pytest
from sqlalchemy import Text

from ruralmap.funds.journal import ENTRY_COLUMNS
from ruralmap.registry.models import (
    BATCH_TABLES,
    DATA_TABLES,
    TABLES,
    geometry_type,
    key_index,
    value_columns,
)
from ruralmap.registry.titles import SOURCES, column_title
from ruralmap.schema.links import LINK_COLUMNS, SHARE_COLUMNS
from ruralmap.words.catalogue import LANGUAGES, read_catalogue

PLACED = ("households", "sites", "industries", "workshops", "projects", "assets")
LINKED = (*PLACED, "project_places", "asset_owners", "asset_benefits")
KEPT = (
    "assets",
    "asset_owners",
    "asset_benefits",
    "asset_funds",
    "contracts",
    "yields",
    "distributions",
    "inspections",
    "handovers",
    "disposals",
)
SHARED = ("project_shares", "site_shares", "industry_shares", "asset_shares")
AREAS = ("counties", "townships", "villages")
# What the schema of a file says and the registry does not hold, and the other way round.
ONLY_IN_REGISTRY = {
    "villages": {"township_code", "kind"},
    "fund_moves": {"linked_township_code", "linked_village_code"},
}
ABOUT_PERSONS = {"fund_moves": {"hh_id", "entity_id", "note"}}
# A household is a row of persons made one; entries are made of many tables.
OF_A_TABLE = [name for name in SOURCES if name not in {"households", "fund_entries"}]
KINDS = {"integer": int, "money": int, "number": float, "flag": bool}


@pytest.mark.parametrize("name", OF_A_TABLE)
def test_a_table_has_the_columns_of_its_schema_its_link_and_its_source(name):
    linked = set(LINK_COLUMNS) if name in LINKED else set()
    sourced = set() if name in AREAS else {"source_file", "source_sheet", "source_row"}
    sourced |= {"record_key"} if name in KEPT else set()
    expected = set(SOURCES[name].names) | linked | sourced | ONLY_IN_REGISTRY.get(name, set())
    assert set(value_columns(TABLES[name])) == expected - ABOUT_PERSONS.get(name, set())


@pytest.mark.parametrize("name", SHARED)
def test_a_table_of_shares_has_the_key_of_its_records_and_the_columns_of_shares(name):
    key, *columns = sorted(value_columns(TABLES[name]), key=lambda column: column in SHARE_COLUMNS)
    assert key.endswith("_id")
    assert set(columns) == set(SHARE_COLUMNS)


@pytest.mark.parametrize("name", OF_A_TABLE)
def test_a_column_has_the_type_of_its_kind_and_text_is_text(name):
    held_columns = [column for column in SOURCES[name].columns if column.name in value_columns(TABLES[name])]
    for column in held_columns:
        held = TABLES[name].columns[column.name].type
        assert held.python_type is KINDS.get(column.kind, str), column.name
        assert held.python_type is not str or type(held) is Text, column.name


@pytest.mark.parametrize("name", [name for name in OF_A_TABLE if SOURCES[name].key])
def test_a_row_is_known_by_the_key_of_its_schema(name):
    assert tuple(column.name for column in key_index(TABLES[name]).columns) == SOURCES[name].key


@pytest.mark.parametrize("name", KEPT)
def test_a_kept_row_has_the_key_of_its_record_which_a_row_added_in_qgis_lacks(name):
    column = TABLES[name].columns["record_key"]
    assert column.nullable
    assert type(column.type) is Text
    assert [index.unique for index in TABLES[name].indexes if "record_key" in index.columns] == [False]


def test_no_other_table_has_the_key_of_a_record():
    assert {name for name, table in DATA_TABLES.items() if "record_key" in table.columns} == set(KEPT)


def test_a_household_is_one_row_with_its_links_and_without_anything_that_names_a_person():
    columns = set(value_columns(TABLES["households"]))
    assert set(LINK_COLUMNS) <= columns
    assert [column.name for column in key_index(TABLES["households"]).columns] == ["hh_id"]
    forbidden = {"person", "identity", "household_phone", "person_phone", "p_id", "health", "ethnicity"}
    assert not columns & forbidden


def test_money_is_kept_without_households_payees_and_remarks():
    entries = set(value_columns(TABLES["fund_entries"]))
    assert entries == set(ENTRY_COLUMNS) - {"hh_id", "entity_id"}
    for name in ("fund_moves", "fund_entries"):
        assert not set(value_columns(TABLES[name])) & {"hh_id", "p_id", "entity_id", "note"}
    assert "labour_pay" not in TABLES
    assert "measures" not in TABLES


def test_areas_are_multipolygons_and_records_are_points():
    shapes = {name: geometry_type(table) for name, table in TABLES.items()}
    assert {name for name, kind in shapes.items() if kind == "MULTIPOLYGON"} == set(AREAS)
    assert {name for name, kind in shapes.items() if kind == "POINT"} == {*PLACED, "inspections"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_layer_and_column_has_a_name_and_no_two_columns_of_a_table_share_one(lang):
    messages = read_catalogue("registry", lang)
    for name, table in (DATA_TABLES | BATCH_TABLES).items():
        assert messages[f"layers.{name}.title"]
        assert messages[f"layers.{name}.description"]
        titles = [column_title(name, column, lang=lang) for column in value_columns(table)]
        assert len(set(titles)) == len(titles)


@pytest.mark.parametrize(
    ("table", "column", "lang", "title"),
    [
        pytest.param("fund_lines", "issued_fen", "zh", "下达金额(分)", id="money is stored in fen"),
        pytest.param("assets", "net_value_fen", "en", "net value(fen)", id="in English too"),
        pytest.param("industries", "area_mu", "zh", "面积(亩)", id="a unit in the header is not said twice"),
        pytest.param("sites", "households", "zh", "安置户数", id="a unit of counting is in the word"),
        pytest.param("assets", "link_status", "zh", "落图状态", id="what the linker adds"),
        pytest.param("assets", "record_key", "zh", "变动链记录键", id="the key in the chain"),
        pytest.param("contracts", "rent_fen", "zh", "年租金(分)", id="rent of a contract"),
        pytest.param("workshops", "as_of", "zh", "数据日期", id="the schema's word before the registry's"),
        pytest.param("fund_entries", "kind", "zh", "变动类型", id="an entry as the movement it was made of"),
        pytest.param("fund_entries", "from_account", "zh", "转出科目", id="what only an entry has"),
    ],
)
def test_a_column_is_called_what_the_office_calls_it(table, column, lang, title):
    assert column_title(table, column, lang=lang) == title
