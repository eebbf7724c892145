"""Who owns the assets and whom they serve: apart from where they stand, and told by the truth."""

import pytest


@pytest.fixture(scope="session")
def places(county):
    return county.asset_places


def test_every_asset_has_three_links_whose_shares_add_up_to_one(county, places):
    sums = places.groupby(["asset_id", "relation"])["share"].sum().round(5)
    assert len(sums) == 3 * len(county.assets)
    assert sums.eq(1).all()
    assert set(places["relation"]) == {"坐落村", "权属村", "受益村"}


def test_some_assets_stand_in_another_village_than_their_owner_and_some_have_several(county, places):
    stands = places[places["relation"].eq("坐落村")].set_index("asset_id")["village_code"]
    owned = places[places["relation"].eq("权属村") & places["village_code"].ne("")]
    several = owned["asset_id"].duplicated(keep=False)
    away = owned[~several & owned["village_code"].ne(owned["asset_id"].map(stands))]
    assert 20 < len(away) < 80
    assert 20 < owned.loc[several, "asset_id"].nunique() < 60
    assert set(county.tables["asset_owners"]["asset_id"]) == set(owned.loc[several, "asset_id"])
    assert (away["village_code"].str[:9] == away["asset_id"].map(stands).str[:9]).all()


def test_what_belongs_to_no_village_has_no_owner_village_and_some_are_not_stated(county, places):
    level = county.assets.set_index("asset_id")["owner_level"]
    bare = places[places["relation"].eq("权属村") & places["village_code"].eq("")]["asset_id"]
    of = bare.map(level)
    assert set(of[of.ne("村集体")]) == {"县", "乡镇", "国企"}
    assert 20 < of.eq("村集体").sum() < 100
    assert county.assets.loc[county.assets["owner_level"].eq("户"), "owner_village_code"].notna().all()


def test_the_ledger_names_one_owner_village_and_the_table_the_others(county):
    listed = county.tables["asset_owners"]["asset_id"]
    ledger = county.assets.set_index("asset_id")["owner_village_code"]
    assert ledger[listed].isna().all()
    away = ledger.dropna()
    owners = county.assets.set_index("asset_id")["owner"]
    assert owners[away.index].notna().all()


def test_beneficiaries_are_stated_counted_or_not_known(county):
    benefits = county.tables["asset_benefits"]
    groups = benefits.groupby("asset_id")["share"]
    counted = groups.apply(lambda own: own.isna().all())
    assert 50 < counted.sum() < 250
    broken = (~counted) & (groups.sum().round(6) != 1)
    assert 1 <= broken.sum() < 10
    assert benefits[["households", "persons"]].notna().all().all()
    home = county.assets.loc[county.assets["asset_class"].eq("到户类"), "asset_id"]
    assert not benefits["asset_id"].isin(home).any()
