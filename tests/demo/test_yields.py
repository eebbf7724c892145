def test_contracts_are_on_assets_that_earn_and_some_have_none(county):
    contracts = county.tables["contracts"]
    classes = county.assets.set_index("asset_id").loc[contracts["asset_id"], "asset_class"]
    assert classes.eq("经营性").all()
    assert contracts["asset_id"].is_unique
    earning = county.assets["asset_class"].eq("经营性") & ~county.assets["run_state"].isin(["灭失", "已处置"])
    assert 0.8 < len(contracts) / earning.sum() < 0.92
    assert (contracts["rent_fen"].notna() ^ contracts["floor_fen"].notna()).all()


def test_the_ledger_names_the_operator_of_the_contract(county):
    contracts = county.tables["contracts"].set_index("asset_id")["operator"]
    ledger = county.assets.set_index("asset_id")["operator"]
    assert ledger[contracts.index].equals(contracts)
    assert ledger.drop(contracts.index).isna().all()


def test_nothing_is_due_after_the_day_nor_paid_beyond_what_is_due(county):
    yields = county.tables["yields"]
    assert yields["due_on"].le("2024-09-30").all()
    assert yields["paid_on"].dropna().le("2024-09-30").all()
    assert yields["paid_fen"].between(0, yields["due_fen"]).all()
    assert (yields["paid_on"].isna() == yields["paid_fen"].eq(0)).all()
    assert not yields.duplicated(["contract_id", "period", "yield_kind"]).any()


def test_about_one_yield_in_eight_is_in_arrears(county):
    yields = county.tables["yields"]
    # 6 % pay a part and 6 % nothing.
    assert 0.08 < (yields["paid_fen"] < yields["due_fen"]).mean() < 0.17


def test_a_village_shares_out_what_it_was_paid(county):
    yields = county.tables["yields"].join(
        county.assets.set_index("asset_id")["village_code"], on="asset_id"
    )  # fmt: skip
    paid = (
        yields.assign(year=yields["period"].astype("int64"))
        .groupby(["village_code", "year"])["paid_fen"]
        .sum()
    )
    shared = county.tables["distributions"]
    first = shared[shared["dist_level"].eq("初次")].set_index(["village_code", "year"])["amount_fen"]
    assert (first == paid[first.index]).all()
    second = shared[shared["dist_level"].eq("二次")].groupby(["village_code", "year"])["amount_fen"].sum()
    # Nine tenths go on: 9 * amount // 10 in whole fen.
    assert (second == first * 9 // 10).all()
    assert (shared["published_on"] > shared["decided_on"]).all()
