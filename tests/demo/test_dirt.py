import pandas as pd
import pytest
import shapely

from ruralmap.demo.dirt import Rates, pick
from ruralmap.demo.dirt_cells import amount_cells, vary_months
from ruralmap.demo.dirt_points import shared_vertices
from ruralmap.demo.draws import stream
from ruralmap.demo.edges import is_clean
from ruralmap.demo.lineage import predecessors, split_predecessors
from ruralmap.schema.amounts import parse_money
from ruralmap.schema.dates import parse_month

HARMLESS = {"name_2010", "name_short", "name_prefixed", "name_spaced"}


def _households(county, truth, kind):
    dirt = truth["dirt"]
    keys = dirt.loc[dirt["table"].eq("roster") & dirt["kind"].eq(kind), "key"].unique()
    return county.households.set_index("hh_id").loc[keys]


@pytest.mark.parametrize(
    "kind", ["missing_code", "unknown_code", "damaged_code", "missing_name", "contradiction", "no_place"]
)
def test_registration_is_damaged_at_about_the_stated_rate(county, truth, kind):
    dirty = (~county.households["village_code"].map(is_clean)).sum()
    found = len(_households(county, truth, kind)) / dirty
    # A kind that comes later finds fewer rows free; a share of the free ones is a little less of all.
    assert found == pytest.approx(getattr(Rates(), kind), rel=0.2)


def test_names_are_varied_at_about_the_stated_rates(county, truth):
    for kind in HARMLESS:
        share = len(_households(county, truth, kind)) / len(county.households)
        assert 0.6 * getattr(Rates(), kind) < share <= getattr(Rates(), kind)


def test_old_codes_are_those_of_the_village_s_own_predecessors(county, truth):
    dirt = truth["dirt"]
    rows = dirt[dirt["table"].eq("roster") & dirt["column"].eq("village_code")]
    older = predecessors(list(county.villages.index))
    for kind, allowed in (
        ("old_code", {code: {change.old_code for change in found} for code, found in older.items()}),
        ("split_code", {code: {change.old_code} for code, change in split_predecessors().items()}),
    ):
        found = rows[rows["kind"].eq(kind)]
        assert len(found) > 50
        assert all(
            dirty in allowed[clean] for clean, dirty in zip(found["clean"], found["dirty"], strict=True)
        )


def test_a_contradicting_code_is_of_another_village_of_the_township(county, truth):
    dirt = truth["dirt"]
    rows = dirt[dirt["kind"].eq("contradiction") & dirt["table"].eq("roster")]
    assert rows["dirty"].isin(county.villages.index).all()
    assert (rows["dirty"].str[:9] == rows["clean"].str[:9]).all()
    assert rows["dirty"].ne(rows["clean"]).all()
    assert not rows["dirty"].map(is_clean).any()


def test_places_on_a_threshold_get_only_harmless_dirt(county, truth):
    homes = county.households.set_index("hh_id")["village_code"]
    dirt = truth["dirt"]
    rows = dirt[dirt["table"].isin(["roster", "household_points"]) & dirt["key"].isin(homes.index)]
    here = rows[homes[rows["key"]].map(is_clean).to_numpy()]
    allowed = HARMLESS | {
        "date_variant", "old_word", "gcj_stated", "gcj_silent", "datum_silent", "point_missing",
        "row_repeated", "point_tie",
    }  # fmt: skip
    assert set(here["kind"]) <= allowed


def test_every_stated_kind_of_dirt_occurs(truth):
    found = set(truth["dirt"]["kind"])
    assert {
        "point_missing", "gcj_stated", "gcj_silent", "old_code", "name_2010", "identity_scientific",
        "row_repeated", "row_repeated_otherwise", "point_on_border", "point_outside", "point_elsewhere",
        "date_variant", "month_only", "amount_in_wan", "merged_header", "total_row",
        "living_contradiction", "site_unknown",
    } <= found  # fmt: skip


def test_points_outside_lie_outside_and_points_elsewhere_in_another_village(county, truth):
    dirt = truth["dirt"][truth["dirt"]["table"].eq("household_points")]
    living = county.households.set_index("hh_id")["living_village_code"]
    outline = county.land.county.geometry.iloc[0]
    for kind, distance in (("point_outside", 0.01), ("point_elsewhere", 0.0)):
        rows = dirt[dirt["kind"].eq(kind)]
        points = shapely.points([[float(part) for part in text.split(",")] for text in rows["dirty"]])
        assert len(points) > 10
        if kind == "point_outside":
            assert (shapely.distance(outline, points) > distance).all()
        else:
            assert not shapely.intersects(
                county.villages.geometry[living[rows["key"]]].to_numpy(), points
            ).any()
            assert shapely.intersects(outline, points).all()


def test_points_on_a_border_lie_exactly_on_two_villages(county, truth):
    dirt = truth["dirt"]
    rows = dirt[dirt["kind"].isin(["point_on_border", "point_tie"]) & dirt["table"].eq("household_points")]
    living = county.households.set_index("hh_id")["living_village_code"]
    assert set(rows["kind"]) == {"point_on_border", "point_tie"}
    for kind, key, text in zip(rows["kind"], rows["key"], rows["dirty"], strict=True):
        point = shapely.Point(*map(float, text.split(",")))
        touching = county.villages.index[county.villages.geometry.intersects(point)]
        assert len(touching) == 2
        assert living[key] in touching
        # A tie gives the lowest code: the truth is that one.
        assert kind != "point_tie" or living[key] == touching.min()


def test_shared_vertices_spare_places_on_a_threshold(county):
    shared = shared_vertices(county.villages)
    assert not any(map(is_clean, shared))
    lowest = shared_vertices(county.villages, lowest_only=True)
    assert sum(map(len, lowest.values())) * 2 == sum(map(len, shared.values()))


def test_months_are_read_as_what_they_were():
    months = pd.Series([f"2023-{month:02d}" for month in range(1, 13)] * 20)
    written, chosen = vary_months(stream(3), months, share=1.0)
    assert len(chosen) == len(months)
    assert [parse_month(cell).value for cell in written] == months.tolist()
    assert written.str.contains("年").any()
    assert written.str.contains(".", regex=False).any()


def test_the_national_export_packs_its_months():
    written, chosen = vary_months(
        stream(3), pd.Series(["2023-04", None], dtype="str"), share=0.0, packed=True
    )
    assert written[0] == "202304"
    assert written.isna()[1]
    assert not len(chosen)


def test_amounts_with_their_unit_in_the_cell_are_the_same_to_the_fen():
    yuan = pd.Series(range(10_001, 12_001))
    rates = Rates(amount_in_wan=0.5, amount_separated=0.5)
    cells, picked = amount_cells(stream(4), yuan, rates=rates)
    assert cells[picked["amount_in_wan"]].str.endswith("万元").all()
    assert cells[picked["amount_separated"]].str.fullmatch(r"\d\d,\d{3}元").all()
    assert [parse_money(cell, "元").value for cell in cells] == (yuan * 100).tolist()


def test_pick_takes_the_share_and_at_least_one():
    able = pd.Series([True] * 40 + [False] * 60)
    assert len(pick(stream(5), able, share=0.25)) == 10
    assert len(pick(stream(5), able, share=0.001)) == 1
    assert not len(pick(stream(5), able, share=0))
    assert not len(pick(stream(5), able & False, share=0.5))
    assert able[pick(stream(5), able, share=0.5)].all()
