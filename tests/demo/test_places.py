import tomllib
from importlib.resources import files

import pytest
from shapely import contains_xy

from ruralmap.demo.places import read_outline, read_seats, read_villages, read_villages_2010

PARTS = ["county_tianditu.geojson", "township_seats.csv", "villages_2010.csv", "villages_2023.csv"]


def test_the_outline_is_one_polygon_of_134_vertices_in_cgcs2000():
    outline = read_outline()

    assert outline.crs.to_epsg() == 4490
    assert list(outline.index) == ["441624"]
    assert outline.iloc[0].geom_type == "Polygon"
    assert outline.iloc[0].is_valid
    assert len(outline.iloc[0].exterior.coords) == 134  # closed: the first vertex comes twice


def test_all_17_seats_lie_inside_the_outline():
    seats = read_seats()
    outline = read_outline().iloc[0]

    assert len(seats) == 17
    assert list(seats["township_code"]) == [str(code) for code in range(441624100, 441624117)]
    assert contains_xy(outline, seats[["lon", "lat"]].to_numpy()).all()


def test_the_list_of_2023_has_216_villages_and_32_communities():
    villages = read_villages()

    assert len(villages) == 248
    assert villages["village_code"].is_unique
    assert villages["village_code"].is_monotonic_increasing
    assert villages["kind"].value_counts().to_dict() == {"村委会": 216, "居委会": 32}
    assert list(villages.columns) == [
        "village_code",
        "full_name",
        "village",
        "township_code",
        "township",
        "urban_rural_class",
        "kind",
    ]


@pytest.mark.parametrize(
    ("code", "village", "kind"),
    [
        pytest.param("441624100001", "东山社区居民委员会", "居委会", id="a community of the county town"),
        pytest.param("441624101001", "街道社区居委会", "居委会", id="a short form of 居民委员会"),
        pytest.param("441624108002", "红星社区居民委员会", "居委会", id="class 220 and yet a 居委会"),
        pytest.param("441624100201", "城西村村民委员会", "村委会", id="class 122 and yet a 村委会"),
        pytest.param("441624102209", "秀河畲族村村民委员会", "村委会", id="a She village"),
    ],
)
def test_names_lose_their_prefix_and_kinds_come_from_the_code(code, village, kind):
    row = read_villages().set_index("village_code").loc[code]

    assert (row["village"], row["kind"]) == (village, kind)
    assert row["full_name"] == f"广东省河源市和平县{row['township']}{village}"


def test_one_class_is_missing_and_stays_missing():
    villages = read_villages().set_index("village")

    assert list(villages.index[villages["urban_rural_class"].isna()]) == ["安垇社区居民委员会"]


def test_the_list_of_2010_has_239_names_without_codes():
    villages = read_villages_2010()

    assert len(villages) == 239
    assert "village_code" not in villages
    assert villages["village"].iloc[0] == "街道居委会"
    assert villages["urban_rural_label"].iloc[0] == "镇中心区"


@pytest.mark.parametrize("name", PARTS)
def test_every_part_has_a_card_that_says_it_is_real(name):
    card = tomllib.loads((files("ruralmap.demo") / "heping" / f"{name}.card.toml").read_text("utf-8"))

    assert set(card) == {"title", "source", "date", "licence", "crs", "simulated", "restricted", "note"}
    assert card["simulated"] is False


def test_nothing_else_is_shipped():
    shipped = {part.name for part in (files("ruralmap.demo") / "heping").iterdir()}

    assert shipped == {*PARTS, *(f"{name}.card.toml" for name in PARTS)}
