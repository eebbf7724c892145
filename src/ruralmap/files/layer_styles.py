"""What a GeoPackage says of a layer beside its rows (值域与样式): value lists, and a style for QGIS."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import quoteattr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

# OGC 12-128r19, annex F.9: the extension "Schema".
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS gpkg_extensions (
    table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
    scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
CREATE TABLE gpkg_data_columns (
    table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT,
    mime_type TEXT, constraint_name TEXT, CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
    CONSTRAINT gdc_tn UNIQUE (table_name, name));
CREATE TABLE gpkg_data_column_constraints (
    constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT, min NUMERIC,
    min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
    CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value));
INSERT INTO gpkg_extensions VALUES
    ('gpkg_data_columns', NULL, 'gpkg_schema',
     'http://www.geopackage.org/spec121/#extension_schema', 'read-write'),
    ('gpkg_data_column_constraints', NULL, 'gpkg_schema',
     'http://www.geopackage.org/spec121/#extension_schema', 'read-write');
"""
# As QGIS makes it when a style is saved into a GeoPackage.
_STYLES: Final = """
CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
    f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
    useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME);
INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change)
    VALUES ('layer_styles', 'attributes', 'layer_styles', '2000-01-01T00:00:00.000Z');
"""
_OTHERS: Final = "#9AA0A6"  # what has no value, or another one


def add_value_lists(path: Path, layer: str, choices: Mapping[str, Sequence[str]]) -> None:
    """
    Say which values the columns of a layer may have.

    Parameters
    ----------
    path
        A GeoPackage without value lists, that nobody has open.
    layer
        The layer's name.
    choices
        The values by column.
    """
    with closing(sqlite3.connect(path)) as own, own:
        own.executescript(_SCHEMA)
        for number, (column, values) in enumerate(choices.items(), start=1):
            name = f"{layer}_{number}"
            own.execute(
                "INSERT INTO gpkg_data_columns (table_name, column_name, constraint_name) VALUES (?, ?, ?)",
                (layer, column, name),
            )
            own.executemany(
                "INSERT INTO gpkg_data_column_constraints (constraint_name, constraint_type, value)"
                " VALUES (?, 'enum', ?)",
                [(name, value) for value in values],
            )


def add_style(path: Path, layer: str, qml: str) -> None:
    """
    Put a style into a GeoPackage, with which QGIS opens the layer.

    Parameters
    ----------
    path
        A GeoPackage without styles, that nobody has open.
    layer
        The layer's name.
    qml
        The style.
    """
    with closing(sqlite3.connect(path)) as own, own:
        own.executescript(_STYLES)
        own.execute(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column,"
            " styleName, styleQML, styleSLD, useAsDefault, description, owner, update_time)"
            " VALUES ('', '', ?, 'geom', ?, ?, '', 1, '', '', '2000-01-01T00:00:00.000Z')",
            (layer, layer, qml),
        )


def style_of(
    attribute: str,
    colours: Mapping[str, str],
    *,
    choices: Mapping[str, Sequence[str]],
    hidden: Sequence[str],
) -> str:
    """
    Write the style of a layer of points for QGIS.

    Parameters
    ----------
    attribute
        The column by which points are coloured.
    colours
        The colour of each of its values.
    choices
        The values that may be chosen, by column: they get a list in the form.
    hidden
        Columns that no form shows.

    Returns
    -------
    qml
        XML as QGIS reads it.
    """
    listed = [*colours.items(), ("", _OTHERS)]
    categories = "".join(
        f'<category value={quoteattr(value)} label={quoteattr(value or "-")} symbol="{place}" render="true"/>'
        for place, (value, _) in enumerate(listed)
    )
    symbols = "".join(
        f'<symbol name="{place}" type="marker" alpha="1"><layer class="SimpleMarker" enabled="1">'
        f'<Option type="Map"><Option name="name" type="QString" value="circle"/>'
        f'<Option name="size" type="QString" value="2.6"/>'
        f'<Option name="color" type="QString" value={quoteattr(colour)}/></Option></layer></symbol>'
        for place, (_, colour) in enumerate(listed)
    )
    fields = [_list_of(column, values) for column, values in choices.items()]
    fields += [_field(column, '<editWidget type="Hidden"><config/></editWidget>') for column in hidden]
    return (
        '<!DOCTYPE qgis PUBLIC "http://mrcc.com/qgis.dtd" "SYSTEM"><qgis version="3.22" styleCategories='
        '"Symbology|Fields|Forms"><renderer-v2 type="categorizedSymbol" attr='
        f'{quoteattr(attribute)} enableorderby="0" symbollevels="0"><categories>{categories}</categories>'
        f"<symbols>{symbols}</symbols></renderer-v2><fieldConfiguration>{''.join(fields)}</fieldConfiguration></qgis>"
    )


def _list_of(column: str, values: Sequence[str]) -> str:
    """Give a column a list to choose from."""
    listed = "".join(
        f'<Option type="Map"><Option name={quoteattr(one)} type="QString" value={quoteattr(one)}/></Option>'
        for one in values
    )
    config = f'<config><Option type="Map"><Option name="map" type="List">{listed}</Option></Option></config>'
    return _field(column, f'<editWidget type="ValueMap">{config}</editWidget>')


def _field(column: str, widget: str) -> str:
    """Configure a column."""
    return f'<field name={quoteattr(column)} configurationFlags="None">{widget}</field>'
