"""The Chinese name of every column, where QGIS and GDAL look for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ruralmap.registry.models import TABLES, value_columns
from ruralmap.schema import dealings, monies, people, places, projects, revenues, stakes, works
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    import sqlite3

    from ruralmap.registry.batch import Batch
    from ruralmap.schema.columns import Column, Table

# The table of the schema whose words the columns of each table of the registry have.
SOURCES: Final[dict[str, Table]] = {
    "counties": places.COUNTY,
    "townships": places.TOWNSHIPS,
    "villages": places.VILLAGES,
    "households": people.ROSTER,
    "sites": works.SITES,
    "industries": works.INDUSTRIES,
    "workshops": works.WORKSHOPS,
    "projects": projects.PROJECTS,
    "project_places": projects.PROJECT_PLACES,
    "assets": works.ASSETS,
    "asset_owners": stakes.ASSET_OWNERS,
    "asset_benefits": stakes.ASSET_BENEFITS,
    "asset_funds": works.ASSET_FUNDS,
    "contracts": revenues.CONTRACTS,
    "yields": revenues.YIELDS,
    "distributions": revenues.DISTRIBUTIONS,
    "inspections": dealings.INSPECTIONS,
    "handovers": dealings.HANDOVERS,
    "disposals": dealings.DISPOSALS,
    "fund_lines": monies.FUNDS,
    "fund_months": monies.FUND_MONTHS,
    "fund_moves": monies.FUND_MOVES,
    # An entry is called what the movement is called that it was made of.
    "fund_entries": monies.FUND_MOVES,
}
# Source: OGC 12-128r19, annex F.9 (Schema), tables 28 and 29.
_SCHEMA_TABLES: Final = """
CREATE TABLE gpkg_data_columns (
    table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT,
    mime_type TEXT, constraint_name TEXT,
    CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
    CONSTRAINT gdc_tn UNIQUE (table_name, name)
);
CREATE TABLE gpkg_data_column_constraints (
    constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT, min NUMERIC,
    min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
    CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value)
)
"""
_EXTENSION: Final = "http://www.geopackage.org/spec121/#extension_schema"


def write_titles(connection: sqlite3.Connection, *, lang: Language = "zh") -> None:
    """
    Name every column in the office's words, by GeoPackage's own schema extension.

    Parameters
    ----------
    connection
        A connection in a transaction.
    lang
        The language of the names.
    """
    for statement in _SCHEMA_TABLES.split(";"):  # executescript would commit the transaction
        connection.execute(statement)
    connection.executemany(
        "INSERT INTO gpkg_extensions VALUES (?, NULL, 'gpkg_schema', ?, 'read-write')",
        [("gpkg_data_columns", _EXTENSION), ("gpkg_data_column_constraints", _EXTENSION)],
    )
    # `name` is what GDAL hands to QGIS as the alias of a field; it must be unique within its table.
    connection.executemany(
        "INSERT INTO gpkg_data_columns (table_name, column_name, name) VALUES (?, ?, ?)",
        [
            (table.name, name, column_title(table.name, name, lang=lang))
            for table in TABLES.values()
            for name in value_columns(table)
        ],
    )


def column_title(table: str, name: str, *, lang: Language = "zh") -> str:
    """
    Say what a column of the registry is called.

    Parameters
    ----------
    table
        The registry's table.
    name
        The canonical name of the column.
    lang
        The language.

    Returns
    -------
    title
        The header that the office writes, with the unit; money says 分, which is how it is stored.
    """
    source = SOURCES.get(table)
    if source is None or name not in source.names:
        return say(f"registry.columns.{name}", lang)
    column = source.column(name)
    unit = _unit(column, lang)
    said = column.zh if lang == "zh" else column.en
    return f"{said}({unit})" if unit and unit not in said else said


def table_title(table: str, batch: Batch, *, lang: Language = "zh") -> str:
    """
    Say what a table of the registry is.

    Parameters
    ----------
    table
        The registry's table.
    batch
        What the registry was made from; what is simulated says so.
    lang
        The language.

    Returns
    -------
    title
        Its name and its description.
    """
    mark = say("registry.simulated_mark", lang) if batch.simulated else ""
    key = f"registry.layers.{table}"
    described = say(f"{key}.description", lang, as_of=batch.as_of, county=batch.county)
    return f"{mark}{say(f'{key}.title', lang)} · {described}"


def _unit(column: Column, lang: Language) -> str:
    """Say the unit that the registry stores; an English reader is spared the Chinese ones."""
    if column.kind == "money":
        return {"zh": "分", "en": "fen"}[lang]
    return column.unit if lang == "zh" else ""
