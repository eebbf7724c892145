from ruralmap.demo.edges import is_clean


def test_relocated_households_keep_their_village_and_live_at_a_site(county):
    households = county.households
    settled = households[households["site_id"].notna()]
    sites = county.tables["sites"].set_index("site_id")
    assert households["relocated"].sum() == 700  # 620 at the sites and 80 scattered
    assert len(sites) == 8
    assert settled["village_code"].ne(settled["living_village_code"]).all()
    assert (settled["living_village_code"] == settled["site_id"].map(sites["village_code"])).all()
    stayed = households[~households["relocated"]]
    assert stayed["village_code"].equals(stayed["living_village_code"])
    assert settled.groupby("site_id").size().equals(sites["households"].rename(None))
    assert settled.groupby("site_id")["size"].sum().equals(sites["persons"].rename("size"))


def test_nobody_moves_out_of_a_place_on_a_threshold_or_into_one(county):
    moved = county.households[county.households["relocated"]]
    assert not moved["village_code"].map(is_clean).any()
    assert not moved["living_village_code"].dropna().map(is_clean).any()
