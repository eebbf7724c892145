import pandas as pd
import shapely


def test_there_are_2500_assets_of_three_classes_built_2013_to_2024(county):
    assets = county.assets
    assert len(assets) == 2500
    assert assets["asset_id"].is_unique
    assert set(assets["asset_class"]) == {"经营性", "公益性", "到户类"}
    assert assets["built_on"].min()[:4] == "2013"
    assert assets["built_on"].max()[:4] == "2024"


def test_what_paid_for_an_asset_adds_up_to_its_original_value(county):
    paid = county.tables["asset_funds"].groupby("asset_id")["amount_fen"].sum()
    value = county.assets.set_index("asset_id")["original_value_fen"]
    assert paid.reindex(value.index).equals(value.rename("amount_fen"))
    assert county.tables["asset_funds"]["amount_fen"].gt(0).all()


def test_historic_assets_name_year_level_and_channel_and_later_ones_their_line(county):
    funds = county.tables["asset_funds"].join(county.assets.set_index("asset_id")["built_on"], on="asset_id")
    historic = funds["built_on"].lt("2022")
    assert funds.loc[historic, ["year", "level", "channel"]].notna().all().all()
    assert funds.loc[historic, "line_id"].isna().all()
    assert funds.loc[~historic, "line_id"].isin(county.tables["funds"]["line_id"]).all()
    assert funds.loc[~historic, "level"].isna().all()


def test_no_line_formed_more_assets_than_it_spent_on_the_project(county):
    funds = county.tables["asset_funds"].dropna(subset="line_id")
    funds = funds.join(county.assets.set_index("asset_id")["prj_id"], on="asset_id")
    formed = funds.groupby(["line_id", "prj_id"])["amount_fen"].sum()
    last = county.tables["fund_months"].loc[lambda rows: rows["month"].eq("2024-09")]
    spent = last.set_index(["line_id", "prj_id"])["spent_fen"].reindex(formed.index)
    assert (formed <= spent).all()
    # 未形成资产支出: some of what was spent has become no asset.
    assert formed.sum() < spent.sum()


def test_net_value_is_original_value_less_depreciation(county):
    assets = county.assets
    assert (assets["net_value_fen"] == assets["original_value_fen"] - assets["depreciation_fen"]).all()
    assert assets["net_value_fen"].ge(0).all()


def test_points_lie_in_their_village_and_shares_in_a_firm_have_none(county):
    assets = county.assets
    located = assets["lon"].notna()
    assert assets.loc[~located, "form"].eq("权益").all()
    here = assets[located]
    villages = county.villages.geometry[here["village_code"]].to_numpy()
    assert shapely.contains_xy(villages, here["lon"].to_numpy(), here["lat"].to_numpy()).all()


def test_most_assets_run_and_every_state_occurs(county):
    states = county.assets["run_state"].value_counts(normalize=True)
    assert set(states.index) == {"正常", "低效", "闲置", "停产", "损毁", "灭失", "已处置"}
    assert states["正常"] > 0.85


def test_no_state_was_seen_before_the_asset_was_built_or_after_the_day(county):
    assets = county.assets
    assert (assets["run_state_on"] > assets["built_on"]).all()
    assert assets["run_state_on"].max() <= "2024-09-30"
    assert assets[["accepted_on", "titled_on", "handover_on", "booked_on"]].max().max() <= "2024-09-30"


def test_what_stands_at_home_belongs_to_a_lifted_household_of_the_village(county):
    home = county.assets[county.assets["asset_class"].eq("到户类")]
    households = county.households.set_index("number")
    numbers = home["owner"].str.removeprefix("住户").astype("int64")
    assert home["owner_level"].eq("户").all()
    assert (households.loc[numbers, "village_code"].to_numpy() == home["village_code"].to_numpy()).all()
    assert households.loc[numbers, "in_lifted"].all()


def test_inspections_find_what_the_ledger_says(county):
    found = county.tables["inspections"].join(county.assets.set_index("asset_id")["run_state"], on="asset_id")
    assert (found["found_state"] == found["run_state"]).all()
    assert (found["exists"] == ~found["run_state"].isin(["灭失", "已处置"])).all()
    assert not found.duplicated(["asset_id", "inspected_on", "inspection_kind"]).any()
    assert pd.Series(found["inspected_on"]).max() <= "2024-09-30"
