"""What is recognised, what is left open, and that nothing right is taken for wrong."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely import box

from ruralmap.geo.candidates import candidates_near, read_candidate
from ruralmap.geo.crs import move_points
from ruralmap.geo.datum import bd09_of_gcj02, gcj02_of_wgs84
from ruralmap.link.crs_evidence import make_reference
from ruralmap.link.crs_verdict import CLEAR_SCORE, judge_points, sign_score

# Sixteen squares of 1 km, four by four: GCJ-02 moves points there by 585 m, and half of them leave theirs.
# Each square has four spots of 0.005 degrees.
SPREAD = 0.01
WEST, SOUTH, SIDE = 115.0, 24.5, 4


@pytest.fixture
def villages():
    corners = [
        (WEST + SPREAD * column, SOUTH + SPREAD * row) for row in range(SIDE) for column in range(SIDE)
    ]
    shapes = [box(west, south, west + SPREAD, south + SPREAD) for west, south in corners]
    codes = [f"4416241012{number:02d}" for number in range(SIDE**2)]
    return gpd.GeoDataFrame(geometry=shapes, index=codes, crs="EPSG:4490")


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
    ("balances", "score"),
    [
        pytest.param([1] * 10, 10**0.5, id="ten to none: 10 of the root of 10"),
        pytest.param([1] * 9, 3, id="nine to none"),
        pytest.param([1] * 6 + [-1] * 4, 2 / 10**0.5, id="six to four: 2 of the root of 10"),
        pytest.param([40], 1, id="forty in one spot are one witness"),
        pytest.param([40, 3, 3, 3], 49 / 1627**0.5, id="40 + 9 of the root of 1600 + 27"),
        pytest.param([2, -2], 0, id="as many on either side"),
        pytest.param([0, 0], 0, id="nothing speaks"),
        pytest.param([], 0, id="no points"),
    ],
)
def test_points_of_one_spot_speak_together(balances, score):
    each = np.array(balances, dtype=int)
    spots = np.repeat(np.arange(each.size), np.abs(each))
    wins = np.repeat(each > 0, np.abs(each))
    assert sign_score(wins, ~wins, spots) == pytest.approx(score)
    assert sign_score(~wins, wins, spots) == pytest.approx(-score)


def test_ten_to_none_are_clear_and_nine_are_not():
    every = np.ones(10, dtype=bool)
    assert sign_score(every, ~every, np.arange(10)) >= CLEAR_SCORE
    assert sign_score(every[1:], ~every[1:], np.arange(9)) < CLEAR_SCORE


def test_a_spot_that_speaks_both_ways_counts_what_is_left():
    # Three to one in one spot, one to none in the other: 2 + 1 of the root of 4 + 1.
    wins = np.array([True, True, True, False, True])
    assert sign_score(wins, ~wins, np.array([0, 0, 0, 0, 1])) == pytest.approx(3 / 5**0.5)


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


def spread_points(villages, count):
    """Put a point into the middle of each of the first villages."""
    west, south, east, north = villages.geometry[:count].bounds.to_numpy().T
    return (west + east) / 2, (south + north) / 2, pd.Series(villages.index[:count], dtype="str")


def test_nine_that_claim_a_village_are_too_few_and_ten_are_enough(villages, reference):
    lon, lat, claims = spread_points(villages, 10)
    x, y = numbers_in("CM115.25 FE500000", lon, lat)
    assert judge(reference, x, y, claims).state == "recognised"
    few = judge(reference, x, y, claims.mask(claims.index == 0))
    assert (few.state, few.reason, few.basis) == ("ambiguous", "few", "county")
    fewer = judge(reference, x[1:], y[1:], claims[1:].reset_index(drop=True))
    assert (fewer.state, fewer.reason) == ("ambiguous", "few")


def test_a_hundred_points_at_nine_spots_are_as_few(villages, reference):
    lon, lat, claims = spread_points(villages, 10)
    x, y = numbers_in("EPSG:4526", lon, lat)
    # Eleven of each of nine places; then one of a tenth beside.
    nine, ten = np.repeat(np.arange(9), 11), np.append(np.repeat(np.arange(9), 11), 9)
    few = judge(reference, x[nine], y[nine], claims[nine].reset_index(drop=True))
    assert (few.state, few.reason, few.basis) == ("ambiguous", "few", "claims")
    assert judge(reference, x[ten], y[ten], claims[ten].reset_index(drop=True)).state == "recognised"


@pytest.mark.parametrize(("number", "state"), [(2, "ambiguous"), (3, "recognised")])
def test_three_villages_have_to_speak(villages, reference, number, state):
    # In metres a village of 1,013 by 1,108 m lies in three by three squares of 500 m at least.
    lon, lat, claims = rural_points(villages.iloc[:number], 200)
    verdict = judge(reference, *numbers_in("CM115.25 FE500000", lon, lat), claims)
    assert (verdict.state, verdict.reason) == (state, "few" if number == 2 else "")


def hamlet(villages, size, *, east):
    """Put households of the first village at one place, some degrees east of its border, 100 m across."""
    rng = np.random.default_rng(3)
    lon = WEST + SPREAD + east + rng.uniform(0, 0.001, size)
    lat = SOUTH + 0.0045 + rng.uniform(0, 0.0009, size)
    return lon, lat, pd.Series([villages.index[0]] * size, dtype="str")


def joined(*lists):
    lon, lat, claims = zip(*lists, strict=True)
    return np.concatenate(lon), np.concatenate(lat), pd.concat(claims, ignore_index=True)


def test_one_hamlet_registered_next_door_is_no_shift_of_the_whole_file(villages, reference):
    # GCJ-02 would bring 40 households home that live 250 to 350 m over the border; the others lie where both
    # readings leave them in their village: 0.0065 of 0.01 east, as GCJ-02 goes 0.0049 back west.
    lon, lat, claims = spread_points(villages, 16)
    verdict = judge(
        reference, *joined(hamlet(villages, 40, east=0.0025), (lon + 0.0015, lat, claims)), "WGS-84"
    )
    assert verdict.evidence[0][0].candidate.id == "GCJ-02"
    assert verdict.evidence[0][0].hit_rate == 1
    assert (verdict.state, verdict.reason, verdict.is_contradicted) == ("ambiguous", "alike", False)


def test_one_hamlet_over_the_border_is_not_taken_for_an_old_datum(villages, reference):
    # 30 households, 50 to 150 m beyond the border of their village and all on its eastern side.
    verdict = judge(
        reference, *joined(hamlet(villages, 30, east=0.0005), rural_points(villages, 600)), "EPSG:4490"
    )
    best = verdict.evidence[0][1]
    assert (best.near, best.one_sided) == (30, pytest.approx(1, abs=0.05))
    assert best.chance > 0.1
    assert verdict.state == "recognised"


@pytest.mark.parametrize(
    ("share", "state", "reason"),
    [pytest.param(10, "ambiguous", "mixed", id="a tenth"), pytest.param(10_000, "recognised", "", id="none")],
)
def test_what_the_best_reading_leaves_out_may_be_another_source(villages, reference, share, state, reason):
    lon, lat, claims = rural_points(villages, 1000)
    x, y = numbers_in("GCJ-02", lon, lat)
    other = np.arange(1000) % share == 5
    verdict = judge(reference, np.where(other, lon, x), np.where(other, lat, y), claims, "GCJ-02")
    assert (verdict.state, verdict.reason) == (state, reason)
    # Of 100 rows in WGS-84 0.51 * 0.72 lie in their village as GCJ-02 too: 63 are missed.
    missed = 1000 * (1 - verdict.evidence[0][0].hit_rate)
    assert missed == pytest.approx(63 if reason else 0, abs=16)


def test_wrong_codes_are_no_other_source(villages, reference):
    lon, lat, claims = rural_points(villages, 1000)
    wrong = claims.mask(claims.index % 7 == 0, claims[::-1].to_numpy())
    assert judge(reference, *numbers_in("GCJ-02", lon, lat), wrong, "GCJ-02").state == "recognised"


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
        # A shift of 0.01 of 0.04 degrees: a quarter of the points lie outside.
        verdict = self.judge(villages, reference, "EPSG:4526", shift=0.01)
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
