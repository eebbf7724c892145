"""What is recognised, what is left open, and that nothing right is taken for wrong."""

import numpy as np
import pandas as pd
import pytest
import shapely

from ruralmap.geo.candidates import candidates_near, read_candidate
from ruralmap.geo.crs import move_points
from ruralmap.geo.datum import bd09_of_gcj02, gcj02_of_wgs84
from ruralmap.link.crs_evidence import make_reference
from ruralmap.link.crs_verdict import judge_points, sign_chance

# Four squares of 1 km (see conftest): GCJ-02 moves points there by 585 m, so that half of them leave theirs.
SPREAD = 0.01


@pytest.fixture
def reference(villages):
    return make_reference(villages.geometry)


def rural_points(villages, count, *, seed=0):
    """Draw points evenly in the squares, each with the code of its own."""
    rng = np.random.default_rng(seed)
    codes = rng.choice(villages.index.to_numpy(), count)
    corners = shapely.bounds(villages.geometry.loc[codes].to_numpy())[:, :2]
    lon, lat = (corners + rng.random((count, 2)) * SPREAD).T
    return lon, lat, pd.Series(codes, dtype="str")


def numbers_in(text, lon, lat):
    """Write places in a candidate's numbers, in the order of its columns."""
    candidate = read_candidate(text)
    if candidate.datum != "CGCS2000":
        lon, lat = gcj02_of_wgs84(lon, lat)
    if candidate.datum == "BD-09":
        lon, lat = bd09_of_gcj02(lon, lat)
    east, north = move_points(lon, lat, source="EPSG:4490", target=candidate.crs)
    return (north, east) if candidate.swapped else (east, north)


def judge(reference, x, y, claims, stated=None):
    return judge_points(
        pd.Series(x),
        pd.Series(y),
        claims,
        reference=reference,
        candidates=candidates_near(*reference.longitudes),
        stated=read_candidate(stated) if stated else None,
    )


@pytest.mark.parametrize(
    ("wins", "losses", "chance"),
    [
        (10, 0, 1 / 1024),  # one way in 2 to the 10
        (9, 0, 1 / 512),
        (0, 0, 1.0),
        (1, 1, 3 / 4),  # at least one of two
        (6, 4, 386 / 1024),  # 210 + 120 + 45 + 10 + 1 ways
    ],
)
def test_the_chance_of_a_difference_is_that_of_a_fair_coin(wins, losses, chance):
    assert sign_chance(wins, losses) == chance


@pytest.mark.parametrize(
    "text",
    [
        *("EPSG:4490", "GCJ-02", "BD-09", "EPSG:4490 YX", "GCJ-02 YX", "BD-09 YX"),
        *("EPSG:4526", "EPSG:4526 YX", "EPSG:4547", "EPSG:4547 YX", "EPSG:4498", "EPSG:4548"),
        *("EPSG:32650", "CM115.25 FE500000", "CM115.25 FE500000 YX"),
    ],
)
def test_each_candidate_is_recognised(villages, reference, text):
    lon, lat, claims = rural_points(villages, 60)
    verdict = judge(reference, *numbers_in(text, lon, lat), claims)
    assert (verdict.state, verdict.reason, verdict.basis) == ("recognised", "", "claims")
    assert verdict.proposal.id == text
    assert verdict.evidence[0][0].hit_rate == 1


def test_the_evidence_says_what_the_next_best_would_have_been(villages, reference):
    lon, lat, claims = rural_points(villages, 400)
    verdict = judge(reference, *numbers_in("GCJ-02", lon, lat), claims)
    best, wgs, _ = verdict.evidence
    assert (best[0].candidate.id, wgs[0].candidate.id) == ("GCJ-02", "EPSG:4490")
    # Here GCJ-02 lies 497 m east and 308 m south (1,013 m by 1,108 m are a square): 0.51 * 0.72 stay at home.
    assert wgs[0].hit_rate == pytest.approx(0.51 * 0.72, abs=0.08)
    assert wgs[1].east_m < -100
    assert wgs[1].one_sided > 0.6


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("stated", ["EPSG:4490", "GCJ-02", None])
def test_twenty_points_in_the_right_system_raise_no_alarm(villages, reference, seed, stated):
    lon, lat, claims = rural_points(villages, 20, seed=seed)
    verdict = judge(reference, *numbers_in(stated or "EPSG:4490", lon, lat), claims, stated)
    assert not verdict.is_contradicted
    assert verdict.proposal in {None, read_candidate(stated or "EPSG:4490")}
    assert verdict.reason != "one_sided"


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("text", ["EPSG:4490", "GCJ-02", "EPSG:4526", "CM115.25 FE500000"])
def test_one_wrong_code_in_ten_does_no_harm(villages, reference, seed, text):
    lon, lat, claims = rural_points(villages, 200, seed=seed)
    wrong = np.arange(200) % 10 == 0
    shuffled = claims.mask(wrong, claims[::-1].to_numpy())
    verdict = judge(reference, *numbers_in(text, lon, lat), shuffled)
    assert verdict.proposal == read_candidate(text)
    # 20 of 200 may be wrong; some of them claim their own village by chance.
    assert 0.9 <= verdict.evidence[0][0].hit_rate < 1


def test_nine_that_claim_a_village_are_too_few_and_ten_are_enough(villages, reference):
    lon, lat, claims = rural_points(villages, 10)
    x, y = numbers_in("CM115.25 FE500000", lon, lat)
    assert judge(reference, x, y, claims).state == "recognised"
    few = judge(reference, x, y, claims.mask(claims.index == 0))
    assert (few.state, few.reason, few.basis) == ("ambiguous", "few", "county")
    fewer = judge(reference, x[1:], y[1:], claims[1:].reset_index(drop=True))
    assert (fewer.state, fewer.reason) == ("ambiguous", "few")


def test_two_readings_that_fit_alike_are_left_open(villages, reference):
    # Half of the rows in each: neither explains the other half.
    lon, lat, claims = rural_points(villages, 200)
    x, y = numbers_in("GCJ-02", lon, lat)
    half = np.arange(200) < 100
    verdict = judge(reference, np.where(half, x, lon), np.where(half, y, lat), claims)
    assert (verdict.state, verdict.reason, verdict.proposal) == ("ambiguous", "alike", None)


@pytest.mark.parametrize(
    ("wrong", "state", "reason"),
    [
        pytest.param(20, "recognised", "", id="80 of 100"),
        pytest.param(21, "ambiguous", "weak", id="79 of 100"),
        pytest.param(50, "ambiguous", "weak", id="50 of 100"),
        pytest.param(51, "none", "unfit", id="49 of 100"),
    ],
)
def test_a_reading_must_explain_four_points_in_five(villages, reference, wrong, state, reason):
    lon, lat, claims = rural_points(villages, 100)
    x, y = numbers_in("EPSG:4526", lon, lat)
    # Codes are wrong where the point lies: each square's point claims the next square.
    following = dict(zip(villages.index, np.roll(villages.index, 1), strict=True))
    verdict = judge(reference, x, y, claims.mask(claims.index < wrong, claims.map(following)))
    assert (verdict.state, verdict.reason) == (state, reason)


@pytest.mark.parametrize(
    ("east_m", "recognised"), [pytest.param(3, True, id="3 m: surveying"), pytest.param(60, False, id="60 m")]
)
def test_a_small_shift_of_all_points_is_noticed(villages, reference, east_m, recognised):
    # 60 m of 1,013 m put 6 % of the points into the next village to the east, all on one side: 60 of 1,000.
    lon, lat, claims = rural_points(villages, 1000)
    verdict = judge(reference, lon + east_m / 101_300, lat, claims, "EPSG:4490")
    assert (verdict.state == "recognised") is recognised
    if not recognised:
        assert verdict.reason == "one_sided"
        # The points outside lie 0 to 60 m beyond: 30 in the middle.
        assert verdict.evidence[0][1].east_m == pytest.approx(-30, abs=6)
        assert verdict.evidence[0][1].near == pytest.approx(60, abs=25)
    assert not verdict.is_contradicted


def test_what_is_stated_wrongly_is_contradicted(villages, reference):
    lon, lat, claims = rural_points(villages, 100)
    verdict = judge(reference, *numbers_in("GCJ-02", lon, lat), claims, "EPSG:4490")
    assert verdict.is_contradicted
    assert judge(reference, *numbers_in("GCJ-02", lon, lat), claims, "GCJ-02").is_contradicted is False


def test_what_is_stated_is_shown_even_if_its_numbers_cannot_be_so(villages, reference):
    lon, lat, claims = rural_points(villages, 100)
    verdict = judge(reference, *numbers_in("EPSG:4547", lon, lat), claims, "EPSG:4490")
    assert verdict.is_contradicted
    stated = verdict.evidence[-1][0]
    assert (stated.candidate.id, stated.hit_rate, stated.inside_share) == ("EPSG:4490", 0, 0)


def test_a_system_outside_the_list_is_judged_too_where_it_is_stated(villages, reference):
    lon, lat, claims = rural_points(villages, 100)
    verdict = judge(reference, *numbers_in("CM115.1 FE500000", lon, lat), claims, "CM115.1 FE500000")
    assert verdict.proposal.id == "CM115.1 FE500000"
    unknown = judge(reference, *numbers_in("CM115.1 FE500000", lon, lat), claims)
    assert (unknown.state, unknown.reason) == ("none", "unfit")


class TestWithoutCodes:
    """Points that claim no village are held against the county alone."""

    def judge(self, villages, reference, text, *, count=100, shift=0.0):
        lon, lat, claims = rural_points(villages, count)
        return judge(reference, *numbers_in(text, lon + shift, lat), claims.mask(claims.notna()))

    @pytest.mark.parametrize("text", ["EPSG:4526", "EPSG:4498", "EPSG:4526 YX"])
    def test_eastings_that_name_their_zone_are_recognised(self, villages, reference, text):
        verdict = self.judge(villages, reference, text)
        assert (verdict.state, verdict.basis, verdict.proposal.id) == ("recognised", "county", text)

    @pytest.mark.parametrize("text", ["EPSG:4490", "GCJ-02", "BD-09", "EPSG:4547", "CM115.25 FE500000"])
    def test_all_others_are_left_open(self, villages, reference, text):
        verdict = self.judge(villages, reference, text)
        assert (verdict.state, verdict.reason, verdict.proposal) == ("ambiguous", "unclaimed", None)

    def test_nine_points_are_too_few(self, villages, reference):
        assert self.judge(villages, reference, "EPSG:4526", count=9).reason == "few"
        assert self.judge(villages, reference, "EPSG:4526", count=10).state == "recognised"

    def test_another_county_fits_nothing(self, villages, reference):
        verdict = self.judge(villages, reference, "EPSG:4526", shift=0.5)
        assert (verdict.state, verdict.reason) == ("none", "unfit")

    def test_a_county_half_of_which_is_elsewhere_is_left_open(self, villages, reference):
        # A shift of 0.005 of 0.02 degrees: a quarter of the points lie outside.
        verdict = self.judge(villages, reference, "EPSG:4526", shift=0.005)
        assert (verdict.state, verdict.reason) == ("ambiguous", "unclaimed")

    def test_numbers_of_no_system_fit_nothing(self, reference):
        claims = pd.Series([None] * 20, dtype="str")
        verdict = judge(reference, np.full(20, 5e7), np.full(20, 9e7), claims, "EPSG:4526")
        assert (verdict.state, verdict.reason) == ("none", "unfit")
        assert [one.candidate.id for one, _ in verdict.evidence] == ["EPSG:4526"]

    def test_a_file_without_a_point_says_nothing(self, reference):
        empty = pd.Series([], dtype="float64")
        verdict = judge(reference, empty, empty, pd.Series([], dtype="str"), "EPSG:4490")
        assert (verdict.state, verdict.reason, verdict.evidence) == ("ambiguous", "few", ())
