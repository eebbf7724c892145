import pytest

from ruralmap.demo.edges import is_clean
from ruralmap.demo.truth import judge

# code, monitored persons not cleared, rural people registered and resident, and what YN-20 must answer.
VILLAGES = [
    # 30 * 100 = 3000 = 3 * 1000: exactly 3 %, and 超过 excludes it; 30/1012 is less.
    pytest.param("441624110207", 30, (1000, 1012), "not_selected", id="exactly on the line"),
    # 31 * 100 = 3100 > 3 * 1000; 3100 > 3 * 940 = 2820.
    pytest.param("441624110206", 31, (1000, 940), "selected", id="one person over"),
    # 72 * 100 = 7200 > 3 * 1180 = 3540.
    pytest.param("441624113207", 72, (1180, 905), "selected", id="well above"),
    # 28 * 100 = 2800 < 3000 but > 3 * 700 = 2100.
    pytest.param("441624113206", 28, (1000, 700), "undecided", id="the bases disagree"),
    # 24 * 100 = 2400 < 3 * 1200 = 3600 and < 3 * 900 = 2700.
    pytest.param("441624113205", 24, (1200, 900), "not_selected", id="below on both"),
    pytest.param("441624115207", 12, (None, None), "insufficient_data", id="nobody counted its people"),
    pytest.param("441624115208", 0, (1240, 830), "not_selected", id="every risk cleared"),
    # 58 * 100 = 5800 > 3 * 1300 = 3900.
    pytest.param("441624104217", 58, (1300, 860), "selected", id="above"),
    # 41 * 100 = 4100 > 3 * 900 = 2700.
    pytest.param("441624114217", 41, (900, 610), "selected", id="above, small"),
]
# code, lifted and monitored persons, rural people registered and resident, and what YN-21 must answer.
TOWNSHIPS = [
    # 5 % of 58,000 is 2,900.
    pytest.param("441624100", 1508, (58_000, 66_000), "not_selected", id="well below"),
    # 651 * 20 = 13,020: exactly 5 %; 651 * 20 < 13,350.
    pytest.param("441624110", 651, (13_020, 13_350), "not_selected", id="exactly on the line"),
    # 5 % of 12,000 is 600; of 8,300 it is 415.
    pytest.param("441624113", 601, (12_000, 8_300), "selected", id="one person over"),
    # 5 % of 14,000 is 700 > 630; of 9,300 it is 465 < 630.
    pytest.param("441624115", 630, (14_000, 9_300), "undecided", id="the bases disagree"),
]


def _counts(county, code):
    rows = county.tables["denominators"]
    rows = rows[rows["code"].eq(code) & rows["item"].eq("农村人口")]
    counts = rows.set_index("basis")["value"]
    return counts.get("户籍"), counts.get("常住")


@pytest.mark.parametrize(("code", "persons", "people", "expected"), VILLAGES)
def test_a_village_on_a_threshold_has_exactly_its_numbers(county, truth, code, persons, people, expected):
    households = county.households
    still = households["village_code"].eq(code) & households["risk_cleared"].eq("否")
    assert households.loc[still, "size"].sum() == persons
    assert bool(county.villages.loc[code, "exited_poor"])
    assert _counts(county, code) == people
    zone = truth["zones"].set_index(["rule_id", "code"]).loc[("YN-20", code)]
    assert (zone["numerator"], zone["expected"], zone["exact"]) == (persons, expected, True)


@pytest.mark.parametrize(("code", "persons", "people", "expected"), TOWNSHIPS)
def test_a_township_on_a_threshold_has_exactly_its_numbers(county, truth, code, persons, people, expected):
    households = county.households
    counted = households["in_lifted"] | households["risk_cleared"].eq("否")
    here = households["village_code"].str[:9].eq(code)
    assert households.loc[here & counted, "size"].sum() == persons
    assert _counts(county, code) == people
    zone = truth["zones"].set_index(["rule_id", "code"]).loc[("YN-21", code)]
    assert (zone["numerator"], zone["expected"]) == (persons, expected)


@pytest.mark.parametrize("code", ["441624110", "441624113", "441624115"])
def test_in_a_clean_township_cleared_households_change_no_count(county, code):
    households = county.households
    fringe = ~households["in_lifted"] & households["village_code"].str[:9].eq(code)
    assert households.loc[fringe, "risk_cleared"].eq("否").all()


def test_only_the_designed_places_are_selected_undecided_or_without_data(truth):
    zones = truth["zones"]
    found = zones[zones["rule_id"].eq("YN-20") & zones["expected"].ne("not_selected")]
    assert set(found["code"]) == {
        param.values[0] for param in VILLAGES if param.values[3] != "not_selected"
    }  # fmt: skip
    townships = zones[zones["rule_id"].eq("YN-21")].set_index("code")["expected"]
    designed = {param.values[0] for param in TOWNSHIPS}
    assert len(townships) == 17
    assert townships.drop(list(designed)).eq("selected").all()


@pytest.mark.parametrize(
    ("numerator", "counts", "expected"),
    [
        pytest.param(30, [1000], "not_selected", id="on the line"),
        pytest.param(31, [1000], "selected", id="over it"),
        pytest.param(29, [1000], "not_selected", id="below it"),
        pytest.param(30, [1000, 999], "undecided", id="over on one basis"),
        pytest.param(30, [None, 900], "selected", id="one basis is enough"),
        pytest.param(30, [None, None], "insufficient_data", id="none"),
    ],
)
def test_judge_excludes_the_threshold(numerator, counts, expected):
    assert judge(numerator, counts, permille=30) == expected


def test_judge_asks_for_at_least_so_many_persons():
    # 99 and 100 of 1,000 are both over 5 %, but only 100 are 100人以上.
    assert judge(99, [1000], permille=50, least=100) == "not_selected"
    assert judge(100, [1000], permille=50, least=100) == "selected"


def test_places_on_a_threshold_are_clean_and_others_are_not():
    assert is_clean("441624104217")
    assert is_clean("441624110001")
    assert not is_clean("441624100001")
    assert not is_clean("441624104216")
