"""The roads and bases of the demonstration: through three villages, as stated, otherwise, across a border."""

import pytest

from ruralmap.demo.drawings import ROAD_AS_STATED, ROAD_OTHERWISE, ROAD_UNSTATED


@pytest.fixture(scope="session")
def parts(county):
    """Real shares by village, by record."""
    truth = county.drawings.truth
    return {
        key: dict(zip(own["village_code"], own["share"], strict=True)) for key, own in truth.groupby("key")
    }


def stated(county, project):
    places = county.tables["project_places"]
    own = places[places["prj_id"].eq(project) & places["relation"].eq("建设地")]
    return dict(zip(own["village_code"], own["share"], strict=True))


def test_one_road_leads_through_three_villages_and_is_stated_nowhere(county, parts):
    assert len(parts[ROAD_UNSTATED]) == 3
    assert min(parts[ROAD_UNSTATED].values()) > 0.05
    assert stated(county, ROAD_UNSTATED) == {}
    projects = county.tables["projects"].set_index("prj_id")
    assert projects.loc[ROAD_UNSTATED, "village_code"] in parts[ROAD_UNSTATED]


def test_one_road_is_drawn_as_stated_and_one_otherwise(county, parts):
    assert parts[ROAD_AS_STATED] == pytest.approx(stated(county, ROAD_AS_STATED), abs=0.005)
    drawn, said = parts[ROAD_OTHERWISE], stated(county, ROAD_OTHERWISE)
    assert drawn.keys() == said.keys()
    assert max(abs(drawn[code] - said[code]) for code in said) > 0.1


def test_two_bases_lie_across_a_border_and_three_inside_their_village(county, parts):
    bases = {key: parts[key] for key in county.drawings.bases["产业编号"]}
    assert sorted(len(own) for own in bases.values()) == [1, 1, 1, 2, 2]
    villages = county.tables["industries"].set_index("industry_id")["village_code"]
    assert all(villages[key] in own for key, own in bases.items())


def test_the_layers_name_records_of_their_tables_and_say_that_they_are_simulated(county):
    drawings = county.drawings
    assert set(drawings.roads["项目编号"]) <= set(county.tables["projects"]["prj_id"])
    assert drawings.roads["项目名称"].str.contains("通村道路").all()
    for names in (drawings.roads["项目名称"], drawings.bases["产业名称"]):
        assert names.str.endswith("(模拟)").all()
    assert drawings.roads.crs.to_epsg() == drawings.bases.crs.to_epsg() == 4490
