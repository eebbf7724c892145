import pandas as pd
import pytest

from ruralmap.link.residence import settle_households
from ruralmap.schema.links import LIVING_COLUMNS

# 石井村 and 石谷村 of 大坝镇 in the west, 大坝社区 and 黄沙村 of 上陵镇 in the east (see conftest).
WEST, EAST = "441624101", "441624104"
HOME, BESIDE, SEAT, SITE = f"{WEST}201", f"{WEST}202", f"{EAST}001", f"{EAST}201"
AT_HOME, AT_SITE = (115.005, 24.505), (115.015, 24.505)
ON_BORDER = (115.01, 24.505)  # between 石井村 and 黄沙村


@pytest.fixture
def sites():
    """AZ1 stands in 黄沙村; of AZ2 nobody knows where it stands."""
    return pd.DataFrame({"site_id": ["AZ1", "AZ2"], "linked_village_code": [SITE, None]}, dtype="str")


def household(**said):
    """A household registered in 石井村, and what its papers say."""
    registered = {"linked_village_code": HOME, "linked_township_code": WEST, "link_candidates": HOME}
    point = dict(zip(("lon", "lat"), said.pop("point", (None, None)), strict=True))
    datum = "CGCS2000" if point["lon"] else None
    return registered | {"relocated": None, "datum": datum} | point | said


def settle(rows, villages, sites, **more):
    return settle_households(pd.DataFrame(rows), sites, villages, **more)


def one(row, villages, sites):
    """Give village, status, method and reason of one household."""
    found = settle([row], villages, sites).iloc[0]
    cells = found[["living_village_code", "living_status", "living_method", "living_reason"]]
    return tuple(None if pd.isna(cell) else cell for cell in cells)


IN_EAST = {"living_township": "上陵镇", "living_village": "黄沙村"}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param({}, (HOME, "registered", "registered", None), id="nobody says that it moved"),
        pytest.param(
            {"relocated": False}, (HOME, "registered", "registered", None), id="it is said that it did not"
        ),
        pytest.param(
            {"relocated": True, "site_id": "AZ1"},
            (SITE, "settled", "site", None),
            id="the village of its site",
        ),
        pytest.param({"site_id": "AZ1"}, (SITE, "settled", "site", None), id="a site without the flag"),
        pytest.param(
            {"relocated": True, "site_id": "AZ1", "point": AT_SITE},
            (SITE, "settled", "site+point", None),
            id="site and point agree",
        ),
        pytest.param(
            {"relocated": True, "site_id": "AZ1", "point": AT_HOME},
            (SITE, "settled", "site", "point_elsewhere"),
            id="a point at the old house is only a remark",
        ),
        pytest.param(
            {"relocated": True, **IN_EAST}, (SITE, "settled", "name", None), id="the village written"
        ),
        pytest.param(IN_EAST, (SITE, "settled", "name", None), id="written of one who was not relocated"),
        pytest.param(
            {"relocated": True, "site_id": "AZ1", **IN_EAST},
            (SITE, "settled", "site+name", None),
            id="site and name agree",
        ),
        pytest.param(
            {"site_id": "AZ1", "living_township": "上陵镇", "living_village": "大坝社区"},
            (None, "conflict", None, "papers_differ"),
            id="site and name differ",
        ),
        pytest.param(
            {"relocated": True, "settled_at": "村内"},
            (HOME, "settled", "place", None),
            id="inside its village",
        ),
        pytest.param(
            {"settled_at": "村内", "linked_village_code": None},
            (None, "unknown", None, "no_evidence"),
            id="inside a village that is not known",
        ),
        pytest.param(
            {"relocated": True, "settled_at": "县外"},
            (None, "outside_county", "place", None),
            id="outside the county",
        ),
        pytest.param(
            {"relocated": True, "settled_at": "县外", "point": AT_HOME},
            (None, "outside_county", "place", "point_elsewhere"),
            id="outside the county, with a point at the old house",
        ),
        pytest.param(
            {"settled_at": "县外", "site_id": "AZ1"},
            (None, "conflict", None, "papers_differ"),
            id="outside the county and at a site of it",
        ),
        pytest.param(
            {"settled_at": "村外", "site_id": "AZ1"},
            (SITE, "settled", "site", None),
            id="outside its village",
        ),
        pytest.param(
            {"settled_at": "村外", "living_township": "大坝镇", "living_village": "石井村"},
            (None, "conflict", None, "place_differs"),
            id="outside its village, and the village written is that very one",
        ),
        pytest.param(
            {"settled_at": "村外", "point": AT_HOME},
            (None, "unknown", None, "point_at_home"),
            id="outside its village, and the point lies in it",
        ),
        pytest.param(
            {"settled_at": "村外", "point": AT_SITE},
            (SITE, "settled", "point", None),
            id="outside its village, and only the point says where",
        ),
        pytest.param(
            {"relocated": True, "point": AT_HOME},
            (None, "unknown", None, "point_at_home"),
            id="relocated, and only a point, which may have been taken at the old house",
        ),
        pytest.param(
            {"relocated": True, "point": AT_SITE},
            (SITE, "settled", "point", None),
            id="relocated, and only a point, elsewhere",
        ),
        pytest.param(
            {"settled_at": "县城", "point": AT_HOME},
            (None, "unknown", None, "point_at_home"),
            id="moved to the county's seat, and the point lies in its village",
        ),
        pytest.param(
            {"site_id": "AZ9", "point": AT_HOME},
            (None, "unknown", None, "site_unknown"),
            id="no such site, and a point at the old house",
        ),
        pytest.param(
            {"relocated": True, "settled_at": "村内", "point": AT_HOME},
            (HOME, "settled", "place+point", None),
            id="inside its village, as its point is",
        ),
        pytest.param(
            {"site_id": "AZ1", "living_township": "大坝镇"},
            (None, "conflict", None, "township_differs"),
            id="a site in another township than the one written",
        ),
        pytest.param(
            {"site_id": "AZ1", "living_township": "上陵镇"},
            (SITE, "settled", "site", None),
            id="a site in the township written",
        ),
        pytest.param(
            {"settled_at": "县外", "living_township": "大坝镇"},
            (None, "conflict", None, "township_differs"),
            id="outside the county, and a township of it written",
        ),
        pytest.param(
            {"living_township": "大坝镇", "living_village": "无此村", "point": AT_SITE},
            (None, "unknown", None, "township_differs"),
            id="a point in another township than the one written",
        ),
        pytest.param(
            {"living_township": "上陵镇"},
            (None, "unknown", None, "no_evidence"),
            id="another township alone says that it lives elsewhere",
        ),
        pytest.param(
            {"living_township": "大坝镇"},
            (HOME, "registered", "registered", None),
            id="its own township alone says nothing",
        ),
        pytest.param(
            {"settled_at": "县城"},
            (None, "unknown", None, "no_evidence"),
            id="a kind of place names no village",
        ),
        pytest.param(
            {"site_id": "AZ9", "point": AT_SITE},
            (SITE, "settled", "point", "site_unknown"),
            id="no such site, but a point",
        ),
        pytest.param(
            {"site_id": "AZ2"}, (None, "unknown", None, "site_unlinked"), id="a site that stands nowhere"
        ),
        pytest.param(
            {"living_village": "黄沙村"},
            (None, "unknown", None, "name_unclear"),
            id="a name without a township",
        ),
        pytest.param(
            {"relocated": True, "point": ON_BORDER},
            (None, "unknown", None, "point_unsure"),
            id="a point on a border",
        ),
        pytest.param({"relocated": True}, (None, "unknown", None, "no_evidence"), id="nothing said"),
        pytest.param(
            {"relocated": False, "site_id": "AZ1"},
            (None, "conflict", None, "papers_differ"),
            id="at a site and not relocated",
        ),
        pytest.param(
            {"relocated": False, "site_id": "AZ1", "linked_village_code": SITE},
            (SITE, "settled", "site+place", None),
            id="at a site in its own village and not relocated",
        ),
        pytest.param(
            {"linked_village_code": None}, (None, "unknown", None, "not_linked"), id="registration not known"
        ),
    ],
)
def test_a_household_lives_where_its_papers_agree(villages, sites, said, expected):
    assert one(household(**said), villages, sites) == expected


@pytest.mark.parametrize(
    ("said", "township", "candidates"),
    [
        pytest.param({"site_id": "AZ1"}, EAST, SITE, id="that of the village"),
        pytest.param(
            {"linked_village_code": None, "link_candidates": f"{HOME};{BESIDE}"},
            WEST,
            f"{HOME};{BESIDE}",
            id="that of the registration, where only the township is known",
        ),
        pytest.param(
            {"site_id": "AZ1", "living_township": "上陵镇", "living_village": "大坝社区"},
            EAST,
            f"{SEAT};{SITE}",
            id="the one that papers in conflict share",
        ),
        pytest.param(
            {"site_id": "AZ1", "living_township": "大坝镇", "living_village": "石谷村"},
            None,
            f"{BESIDE};{SITE}",
            id="none where they share none",
        ),
        pytest.param({"site_id": "AZ1", "settled_at": "县外"}, None, SITE, id="none where one is outside"),
        pytest.param(
            {"living_township": "上陵镇", "living_village": "无此村"}, EAST, None, id="the one written"
        ),
        pytest.param({"settled_at": "县外"}, None, None, id="none outside the county"),
        pytest.param(
            {"relocated": True, "point": AT_HOME}, None, HOME, id="none by a point at the old house"
        ),
        pytest.param(
            {"settled_at": "村外", "point": AT_HOME}, None, HOME, id="nor where it is said that it left"
        ),
        pytest.param(
            {"living_township": "上陵镇", "point": ON_BORDER},
            EAST,
            f"{HOME};{SITE}",
            id="the one written, beside a point on a border",
        ),
        pytest.param(
            {"living_township": "大坝镇", "living_village": "无此村", "point": AT_SITE},
            None,
            SITE,
            id="none where the point contradicts the one written",
        ),
        pytest.param(
            {"site_id": "AZ1", "living_township": "大坝镇"},
            None,
            SITE,
            id="none where the site contradicts the one written",
        ),
        pytest.param(
            {"relocated": True, "point": ON_BORDER},
            None,
            f"{HOME};{SITE}",
            id="none on the border of two townships",
        ),
    ],
)
def test_the_township_is_known_where_the_evidence_shares_it(villages, sites, said, township, candidates):
    found = settle([household(**said)], villages, sites).iloc[0]
    cells = found[["living_township_code", "living_candidates"]]
    assert tuple(None if pd.isna(cell) else cell for cell in cells) == (township, candidates)


def test_rosters_that_contradict_each_other_leave_it_open(villages, sites):
    rows = [household(site_id="AZ1"), household(site_id="AZ1")]
    contested = pd.Series([False, True])
    found = settle(rows, villages, sites, contested=contested)
    assert found["living_status"].tolist() == ["settled", "unknown"]
    assert found["living_reason"].isna().tolist() == [True, False]
    assert found["living_reason"].iloc[1] == "rosters_disagree"


def test_every_household_keeps_its_place_and_has_one_status(villages, sites):
    rows = [household(site_id="AZ1"), household(), household(settled_at="县外"), household(relocated=True)]
    forward = settle_households(pd.DataFrame(rows, index=[9, 3, 5, 1]), sites, villages)
    backward = settle_households(pd.DataFrame(rows[::-1], index=[1, 5, 3, 9]), sites, villages)
    assert list(forward.columns) == list(LIVING_COLUMNS)
    assert forward.index.tolist() == [9, 3, 5, 1]
    assert forward["living_status"].tolist() == ["settled", "registered", "outside_county", "unknown"]
    known = {"registered", "settled", "outside_county", "conflict", "unknown"}
    assert set(forward["living_status"]) <= known
    pd.testing.assert_frame_equal(forward, backward.loc[forward.index])


def test_a_county_without_households_or_sites_has_nothing_to_say(villages):
    nobody = pd.DataFrame({"linked_village_code": [], "linked_township_code": []}, dtype="str")
    nothing = pd.DataFrame({"site_id": [], "linked_village_code": []}, dtype="str")
    assert settle_households(nobody, nothing, villages).empty
    found = settle_households(pd.DataFrame([household(site_id="AZ1")]), nothing, villages)
    assert found["living_reason"].tolist() == ["site_unknown"]
