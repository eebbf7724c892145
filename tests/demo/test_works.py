import pytest
import shapely


@pytest.mark.parametrize("table", ["sites", "projects", "industries", "workshops"])
def test_points_lie_in_their_village(county, table):
    rows = county.tables[table]
    villages = county.villages.geometry[rows["village_code"]].to_numpy()
    assert shapely.contains_xy(villages, rows["lon"].to_numpy(), rows["lat"].to_numpy()).all()
    assert rows["village"].equals(rows["village_code"].map(county.villages["village"]).rename("village"))


def test_every_site_has_an_industry_and_all_but_one_a_leading_one(county):
    industries = county.tables["industries"].dropna(subset="site_id")
    leading = industries.groupby("site_id")["leading"].any()
    assert len(leading) == 8
    assert list(leading.index[~leading]) == ["AZ08"]


def test_as_many_workshops_work_as_at_the_end_of_last_year_and_employ_more(county):
    rows = county.tables["workshops"]
    working = rows[rows["workshop_state"].eq("在营")].groupby("as_of")["workers_lifted"].agg(["size", "sum"])
    before, now = working.loc["2023-12-31"], working.loc["2024-09-30"]
    # 26 workshops, two of them new: 24 at the end of 2023; two lost since: 24 today.
    assert (before["size"], now["size"]) == (24, 24)
    assert now["sum"] > before["sum"]
    assert (rows["workers"] >= rows["workers_lifted"]).all()


def test_posts_are_held_by_lifted_people_of_the_village(county):
    posts = county.tables["posts"].join(county.persons.set_index("p_id"), on="p_id")
    homes = county.households.set_index("hh_id").loc[posts["hh_id"]]
    assert homes["in_lifted"].all()
    assert (homes["village_code"].to_numpy() == posts["village_code"].to_numpy()).all()
    assert posts["age"].between(40, 69).all()
    ended = posts.dropna(subset="to_on")
    assert (ended["to_on"] > ended["from_on"]).all()


def test_visits_are_of_2024_and_monthly_only_to_the_monitored(county):
    visits = county.tables["visits"].join(county.households.set_index("hh_id"), on="hh_id")
    assert visits["visit_id"].is_unique
    assert visits["visited_on"].between("2024-01-01", "2024-09-30").all()
    outside = ~visits["visited_on"].str[5:7].isin(["01", "04", "07"])
    assert visits.loc[outside, "risk_cleared"].eq("否").all()
    assert visits["who_role"].eq("镇党委书记").any()
