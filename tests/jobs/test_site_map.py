"""The map of sites of the toy county with a site in 丙村, where nobody lives by the rosters."""

import json
import re
from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from ruralmap.errors import InputError
from ruralmap.jobs.site_map import draw_site_map


@pytest.fixture
def linked(money):
    texts = {
        "site_id": "S1",
        "site": "丙村安置点",
        "site_kind": "集中",
        "linked_village_code": "441624101201",
    }
    sites = gpd.GeoDataFrame(
        {name: pd.array([value], dtype="str") for name, value in texts.items()}
        | {"households": pd.array([3], dtype="Int64"), "persons": pd.array([9], dtype="Int64")},
        geometry=[shapely.Point()],
        crs="EPSG:4490",
    )
    return replace(money.linked, tables={**money.linked.tables, "sites": sites})


def _sites(page):
    return json.loads(re.search(r"data-page>(.*?)</script>", page, re.DOTALL)[1])["tables"]["sites"]


def test_a_site_stands_in_its_village_with_what_the_list_and_the_rosters_say(money, linked, read_numbers_of):
    table = _sites(draw_site_map(money.workspace, linked).to_html())
    columns = table["columns"]
    assert (columns["stated_households"], columns["households"]) == ([3], [0])
    assert columns["here_class0"] == [1]  # 冷库; 路灯 is built after the date
    assert read_numbers_of(columns["state"]) == [2]  # no list of industries: nobody knows


@pytest.mark.parametrize(
    ("leading", "site", "expected"),
    [
        pytest.param(True, "S1", (0, "茶叶"), id="leading and of the site"),
        pytest.param(False, "S1", (1, "无主导产业"), id="not leading"),
        pytest.param(None, "S1", (1, "无主导产业"), id="nobody says leading"),
        pytest.param(True, None, (1, "无主导产业"), id="of no site"),
    ],
)
def test_an_industry_counts_where_it_is_leading_and_registered(
    money, linked, read_numbers_of, leading, site, expected
):
    industries = pd.DataFrame(
        {
            "industry": pd.array(["茶叶"], dtype="str"),
            "leading": pd.array([leading], dtype="boolean"),
            "site_id": pd.array([site], dtype="str"),
        }
    )
    own = replace(linked, tables={**linked.tables, "industries": industries})
    columns = _sites(draw_site_map(money.workspace, own).to_html())["columns"]
    assert (read_numbers_of(columns["state"])[0], columns["industry"][0]) == expected


def test_without_sites_there_is_no_map(money):
    with pytest.raises(InputError, match="易地搬迁安置点"):
        draw_site_map(money.workspace, money.linked)


@pytest.fixture
def read_numbers_of():
    """Read small numbers of one character each, as `numbers.js` does."""
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"
    return lambda written: [digits.index(one) // 2 for one in written]
