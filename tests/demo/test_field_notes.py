"""What inspectors noted: the point where they stood, mostly that of the asset."""

import shapely

from ruralmap.demo.field_notes import ASSET_CAMPAIGNS, POINTS_FAR_OFF


def test_an_inspection_lies_in_its_campaign_and_the_campaign_in_its_table(county):
    campaigns = county.tables["campaigns"].set_index("campaign_id")
    assert campaigns.index.is_unique
    for kind, rows in county.tables["inspections"].groupby("inspection_kind"):
        (campaign,) = rows["campaign_id"].unique()
        assert campaign == ASSET_CAMPAIGNS[kind][0]
        assert rows["inspected_on"].between(*campaigns.loc[campaign, ["from_on", "to_on"]]).all()


def test_points_lie_at_the_asset_but_for_a_few(county):
    found = county.tables["inspections"].dropna(subset="lon")
    assert len(found) > 300
    assert set(found["inspection_kind"]) == {"账实核对"}
    assert set(found["datum"]) == {"WGS-84"}
    assert 0 < found["accuracy_m"].isna().sum() < len(found) / 4
    assert found["accuracy_m"].min() >= 3
    stands = county.assets.set_index("asset_id").loc[found["asset_id"]]
    away = shapely.distance(shapely.points(found[["lon", "lat"]]), shapely.points(stands[["lon", "lat"]]))
    # 150 steps of a millionth of a degree each way, some 15 m, are 0.00021 degrees aslant.
    assert (away > 0.000215).sum() == POINTS_FAR_OFF
    assert away.max() < 0.031


def test_a_hash_belongs_to_a_photograph_and_some_lack_theirs(county):
    rows = county.tables["inspections"]
    hashed = rows["photo_sha256"].dropna()
    assert hashed.str.fullmatch("[0-9a-f]{64}").all()
    assert hashed.is_unique
    assert rows.loc[hashed.index, "photo"].notna().all()
    assert 0.7 < len(hashed) / rows["photo"].notna().sum() < 0.9


def test_nobody_is_named(county):
    names = county.tables["inspections"]["inspector"].dropna()
    assert names.str.fullmatch(r"模拟核查人\d{2}").all()
