"""Scattered households leave their village or the county; papers say so, and a few say something else."""

import pytest
import shapely

from ruralmap.demo.edges import is_clean


@pytest.fixture(scope="module")
def scattered(county):
    return county.households[county.households["settled_in"].eq("分散")]


def test_scattered_households_live_in_their_village_beside_it_or_outside_the_county(scattered):
    kinds = scattered["settled_at"].fillna("").value_counts()
    assert kinds.to_dict() == {"村内": 46, "村外": 20, "县外": 8, "": 6}
    home, living = scattered["village_code"], scattered["living_village_code"]
    away = scattered["settled_at"].eq("村外")
    assert living[away].ne(home[away]).all()
    assert (living[away].str[:9] == home[away].str[:9]).all()
    assert not living[away].map(is_clean).any()
    assert living.isna().equals(scattered["settled_at"].eq("县外"))
    stayed = ~away & living.notna()
    assert living[stayed].equals(home[stayed])


def test_who_left_the_county_was_surveyed_at_the_old_house(scattered):
    abroad = scattered[scattered["settled_at"].eq("县外")]
    assert abroad["surveyed_village_code"].equals(abroad["village_code"])
    others = scattered.drop(index=abroad.index)
    assert others["surveyed_village_code"].equals(others["living_village_code"])


def test_who_moved_beside_stands_inside_the_new_village_whose_name_is_written(county, scattered):
    away = scattered[scattered["settled_at"].eq("村外")]
    names = county.villages.loc[away["living_village_code"], ["township", "village"]]
    assert away["living_village"].tolist() == names["village"].tolist()
    assert away["living_township"].tolist() == names["township"].tolist()
    taken = county.surveys.loc[away.index].query("survey == 'gps'")
    villages = county.villages.geometry[away.loc[taken.index, "living_village_code"]].to_numpy()
    assert len(taken) > 5
    assert shapely.contains_xy(villages, taken["lon"].to_numpy(), taken["lat"].to_numpy()).all()


def test_many_who_moved_to_the_county_s_seat_gave_up_their_rural_registration(county):
    homes = county.households.set_index("hh_id")
    site = county.persons["hh_id"].map(homes["site_id"])
    relocated = county.persons["hh_id"].map(homes["relocated"])
    urban = county.persons["hukou"].eq("非农业")
    assert urban[site.eq("AZ01")].mean() == pytest.approx(0.38, abs=0.06)
    assert urban[relocated & site.ne("AZ01")].mean() == pytest.approx(0.06, abs=0.02)
    assert urban[~relocated].mean() == pytest.approx(0.006, abs=0.002)
    assert county.persons["hukou"].isna()[relocated].any()
    assert not county.persons["hukou"].isna()[~relocated].any()


def test_papers_that_contradict_each_other_name_the_village_of_another_site(county, truth):
    dirt = truth["dirt"][truth["dirt"]["kind"].eq("living_contradiction")]
    homes = county.households.set_index("hh_id").loc[dirt["key"]]
    own = county.villages.loc[homes["living_village_code"], "village"]
    sites = county.tables["sites"].set_index("site_id")
    assert len(dirt) > 2
    assert dirt["dirty"].isin(sites["village"]).all()
    assert (dirt["dirty"].to_numpy() != own.to_numpy()).all()


def test_a_number_that_no_site_has_stands_where_no_village_is_written(county, truth):
    dirt = truth["dirt"][truth["dirt"]["kind"].eq("site_unknown")]
    homes = county.households.set_index("hh_id").loc[dirt["key"]]
    assert len(dirt) > 1
    assert set(dirt["dirty"]) == {"AZ99"}
    assert homes["living_village"].isna().all()
