"""Where polygons do not fit: faults found, measured, and repaired as proposed, with nothing lost."""

import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon, box

from ruralmap.errors import ConservationError
from ruralmap.geo.arrangement import joined
from ruralmap.geo.crs import CGCS2000
from ruralmap.geo.repair import _require_all, plan_repair
from ruralmap.geo.topology import SLIVER_THINNESS, Drawing, find_faults, thinness_of

ZONE = "EPSG:4526"


def draw(shapes, codes=None):
    """Draw polygons in metres."""
    items = np.full(len(shapes), None, dtype=object)
    items[:] = list(shapes.values() if isinstance(shapes, dict) else shapes)
    return Drawing(items, tuple(codes or shapes), ZONE, ZONE)


def squares(**changed):
    # Four squares of 1 km around (1000, 1000): A south-west, B south-east, C north-west, D north-east.
    corners = {"A": (0, 0), "B": (1000, 0), "C": (0, 1000), "D": (1000, 1000)}
    return {code: box(x, y, x + 1000, y + 1000) for code, (x, y) in corners.items()} | changed


def found(drawing):
    faults = find_faults(drawing).faults
    return [
        (fault.kind, "".join(drawing.codes[place] for place in fault.members), round(fault.area_m2, 6))
        for fault in faults
    ]


def changes(drawing, plan):
    return {
        drawing.codes[item.place]: round(item.change_m2, 6)
        for item in plan.proposals
        if item.place is not None
    }


# B without its 100 m square corner at the middle point, which the other three enclose with it.
NOTCHED = box(1000, 0, 2000, 1000).difference(box(1000, 900, 1100, 1000))
BOW_TIE = Polygon([(0, 0), (1000, 1000), (1000, 0), (0, 1000)])
HOLLOW = Polygon(box(0, 0, 1000, 1000).exterior.coords, [box(400, 400, 600, 600).exterior.coords])


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        pytest.param({}, [], id="sound"),
        pytest.param({"B": box(900, 0, 2000, 1000)}, [("overlap", "AB", 100_000)], id="overlap"),
        pytest.param({"B": NOTCHED}, [("gap", "ABCD", 10_000)], id="gap"),
        pytest.param({"A": HOLLOW}, [("gap", "A", 40_000)], id="hollow enclave"),
        pytest.param({"A": HOLLOW, "E": box(400, 400, 600, 600)}, [], id="filled enclave"),
        pytest.param({"E": box(200, 200, 300, 300)}, [("overlap", "AE", 10_000)], id="one inside another"),
        pytest.param({"E": box(0, 0, 1000, 1000)}, [("overlap", "AE", 1_000_000)], id="drawn twice"),
        # Half of the square; the triangle towards C is enclosed by A, C and the corners of B and D: 250 000.
        pytest.param({"A": BOW_TIE}, [("invalid", "A", 500_000), ("gap", "ABCD", 250_000)], id="bow-tie"),
        pytest.param({"A": None}, [("empty", "A", 0)], id="missing"),
        pytest.param({"A": Polygon()}, [("empty", "A", 0)], id="empty"),
        pytest.param({"A": shapely.Point(0, 0)}, [("empty", "A", 0)], id="a point"),
        # B's western border stands 0.5 m to the east, which C and D close above, and nothing below.
        pytest.param({"B": box(1000.5, 0, 2000, 1000)}, [], id="a bay is no gap"),
        # C begins 100 m further north: from the outside to the middle a bay, nothing enclosed.
        pytest.param({"C": box(0, 1100, 1000, 2000)}, [], id="an open strip is no gap"),
        pytest.param(
            {"B": box(900, 0, 2000, 1000), "E": box(950, 400, 1050, 500)},
            # A and B share 100 m by 1 km but for what E covers too: 50 m of both, and 50 m of B alone.
            [("overlap", "AB", 95_000), ("overlap", "ABE", 5_000), ("overlap", "BE", 5_000)],
            id="three at once",
        ),
    ],
)
def test_faults_are_found_and_measured(changed, expected):
    assert found(draw(squares(**changed))) == expected


def test_faults_do_not_depend_on_the_order_of_polygons():
    shapes = squares(B=box(900, 0, 2000, 1000), D=box(1000, 900, 2000, 2000))
    backward = dict(reversed(shapes.items()))
    one = {(kind, "".join(sorted(codes)), area) for kind, codes, area in found(draw(shapes))}
    other = {(kind, "".join(sorted(codes)), area) for kind, codes, area in found(draw(backward))}
    assert one == other == {("overlap", "AB", 100_000), ("overlap", "BD", 100_000)}


def test_polygons_of_one_code_do_not_overlap_each_other():
    parts = [box(0, 0, 1000, 1000), box(900, 0, 2000, 1000), box(1950, 0, 3000, 1000)]
    assert found(draw(parts, ["A", "A", "B"])) == [("overlap", "AB", 50_000)]


def test_nothing_has_no_faults():
    assert find_faults(draw({})).faults == ()
    assert [item.kind for item in find_faults(draw({"A": None})).faults] == ["empty"]


def test_what_an_invalid_polygon_lacks_is_said():
    (fault, _) = find_faults(draw(squares(A=BOW_TIE))).faults
    assert fault.why.startswith("Self-intersection")


@pytest.mark.parametrize(
    ("length", "is_sliver"),
    [
        pytest.param(1990, False, id="19.9"),
        pytest.param(2000, True, id="20"),
        pytest.param(2010, True, id="20.1"),
    ],
)
def test_a_strip_twenty_times_as_long_as_wide_is_a_sliver(length, is_sliver):
    # Width 100: thinness is 4 pi 100 L / (200 + 2 L) ** 2; for L = 2000: 4 pi 200000 / 4200 ** 2 = 0.1425.
    strip = box(0, 0, length, 100)
    assert thinness_of(strip) == pytest.approx(4 * math.pi * 100 * length / (200 + 2 * length) ** 2)
    below = box(0, -1000, length, 0)
    shapes = {
        "A": Polygon(
            [(-500, -1500), (3000, -1500), (3000, 1500), (-500, 1500)],
            [below.union(strip).exterior.coords[:]],
        ),
        "B": below,
    }
    (fault,) = find_faults(draw(shapes)).faults
    assert (fault.kind, fault.is_sliver) == ("gap", is_sliver)


def test_the_threshold_of_thinness_is_that_of_a_strip_of_one_by_twenty():
    assert thinness_of(box(0, 0, 1, 20)) == pytest.approx(SLIVER_THINNESS)
    assert thinness_of(Polygon()) == 0
    assert thinness_of(box(0, 0, 1, 1)) == pytest.approx(math.pi / 4)


@pytest.mark.parametrize(("width", "counts"), [(15 / 2**14, False), (16 / 2**14, True), (17 / 2**14, True)])
def test_from_one_square_metre_on_a_fault_counts(width, counts):
    # 1024 m long: 15/16, 1 and 17/16 square metres, to the last bit.
    pair = {"A": box(0, 0, 1024, 1024), "B": box(1024 - width, 0, 2048, 1024)}
    (fault,) = find_faults(draw(pair)).faults
    assert (fault.kind, fault.area_m2, fault.counts) == ("overlap", 1024 * width, counts)


def test_degrees_are_measured_in_the_zone():
    # 0.01 degrees at 24.4 N are about 1014 m east-west and 1108 m north-south; the overlap is a tenth.
    shapes = [box(115.0, 24.4, 115.01, 24.41), box(115.009, 24.4, 115.02, 24.41)]
    (fault,) = find_faults(Drawing(np.array(shapes, dtype=object), ("A", "B"), CGCS2000, ZONE)).faults
    assert fault.area_m2 == pytest.approx(101.4 * 1108, rel=0.01)
    assert fault.ground.bounds == (115.009, 24.4, 115.01, 24.41)


# ---- proposals


def test_an_overlap_stays_with_the_smaller_polygon_and_of_equal_ones_with_the_lower_code():
    # B has 1.1 square kilometres, A has 1: B loses the strip. Then both have 1.1: the lower code keeps it.
    drawing = draw(squares(B=box(900, 0, 2000, 1000)))
    assert changes(drawing, plan_repair(drawing)) == {"B": -100_000}
    even = draw({"B": box(900, 0, 2000, 1000), "A": box(-100, 0, 1000, 1000)})
    assert changes(even, plan_repair(even)) == {"B": -100_000}


def test_a_gap_goes_to_the_neighbour_with_the_longest_shared_border():
    # A hole of 300 by 100 m: A has the southern side and half of the west and east, B the rest.
    hole = box(400, 950, 700, 1050)
    a, b = box(0, 0, 1000, 1000).difference(hole), box(0, 1000, 1000, 2000).difference(hole)
    drawing = draw({"A": a, "B": b})
    plan = plan_repair(drawing)
    assert changes(drawing, plan) == {"A": 30_000}  # both share 400 m: the lower code
    longer = box(400, 940, 700, 1050)
    drawing = draw(
        {"A": box(0, 0, 1000, 1000).difference(longer), "B": box(0, 1000, 1000, 2000).difference(longer)}
    )
    # A has 300 + 2 * 60 = 420 m of it, B 300 + 2 * 50 = 400 m.
    assert changes(drawing, plan_repair(drawing)) == {"A": 33_000}
    assert [item.rule for item in plan.proposals] == ["border"]


def test_a_gap_above_the_limit_stays():
    drawing = draw(squares(B=NOTCHED))
    plan = plan_repair(drawing, fill_m2=9_999)
    assert [(item.rule, item.place) for item in plan.proposals] == [("keep", None)]
    assert plan.after_m2.tolist() == plan.before_m2.tolist()
    assert [item.rule for item in plan_repair(drawing, fill_m2=10_000).proposals] == ["border"]


def test_an_enclave_drawn_over_its_surroundings_keeps_its_ground():
    drawing = draw(squares(E=box(200, 200, 300, 300)))
    plan = plan_repair(drawing)
    assert changes(drawing, plan) == {"A": -10_000}
    assert shapely.get_num_interior_rings(plan.shapes[0]) == 1


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"E": box(0, 0, 1000, 1000)}, id="drawn twice under two codes"),
        pytest.param({"E": box(-5, -5, 2005, 2005)}, id="a township among villages"),
        # Half of E and a little more lies on A: 510 of 1000 m.
        pytest.param({"A": box(-10, 0, 1000, 1000), "E": box(-490, 0, 510, 1000)}, id="more than half"),
    ],
)
def test_nobody_loses_more_than_half_of_itself(changed):
    drawing = draw(squares(**changed))
    plan = plan_repair(drawing)
    assert {item.rule for item in plan.proposals} == {"person"}
    assert plan.after_m2 == pytest.approx(plan.before_m2)


def test_exactly_half_may_be_lost():
    # E is 1000 by 1000 m and larger than A (500 by 1000), which lies in it: E loses half of itself, no more.
    drawing = draw({"A": box(0, 0, 500, 1000), "E": box(0, 0, 1000, 1000)})
    assert changes(drawing, plan_repair(drawing)) == {"E": -500_000}


def test_a_gap_larger_than_half_of_the_neighbour_is_a_missing_village():
    ring = Polygon(box(0, 0, 1000, 1000).exterior.coords, [box(50, 50, 950, 950).exterior.coords])
    # 810 000 square metres of hole in 190 000 of ring.
    (proposal,) = plan_repair(draw({"A": ring})).proposals
    assert (proposal.rule, proposal.place) == ("person", None)


@pytest.mark.parametrize(("width", "rule"), [(200, "border"), (201, "person")])
def test_all_gaps_of_a_polygon_together_are_at_most_half_of_it(width, rule):
    # Two holes of 200 m by 1 km in a polygon of 1.2 by 1 km: 400 000 square metres in what is left, 800 000.
    # With 201 m they are 402 000 in 798 000; each of them alone would still be less than half.
    holes = [box(100, 0, 100 + width, 1000), box(700, 0, 700 + width, 1000)]
    own = box(0, 0, 1200, 1000).difference(shapely.union_all(holes))
    drawing = draw({"A": own, "B": box(0, -50, 1200, 0), "C": box(0, 1000, 1200, 1050)})
    plan = plan_repair(drawing)
    assert [(plan.faults[item.fault].kind, item.rule) for item in plan.proposals] == [("gap", rule)] * 2
    assert plan.after_m2[0] == pytest.approx(1_200_000 if rule == "border" else 798_000)


def test_in_degrees_too_a_polygon_changes_by_what_was_proposed_and_by_nothing_else():
    # B reaches 0.001 degrees into A, and C has a corner on A's northern border, which is 0.03 degrees or 3 km
    # long. A line straight in degrees is bent in metres, by 0.1 m there: a new corner on it would change A by
    # 100 square metres and more.
    shapes = np.array(
        [
            box(115.0, 24.4, 115.03, 24.43),
            box(115.029, 24.41, 115.05, 24.44),
            box(115.0, 24.43, 115.02, 24.46),
        ],
        dtype=object,
    )
    drawing = Drawing(shapes, ("A", "B", "C"), CGCS2000, ZONE)
    plan = plan_repair(drawing)
    proposed = [0.0, 0.0, 0.0]
    for item in plan.proposals:
        proposed[item.place] += item.change_m2
    # 0.001 by 0.02 degrees at 24.42 N: 101.4 by 2215 m, which the smaller of the two keeps.
    assert proposed == pytest.approx([-101.4 * 2215, 0, 0], rel=0.01)
    assert plan.after_m2 - plan.before_m2 == pytest.approx(proposed, abs=1e-6)
    # What the polygons measure by their own corners differs by no more than that.
    assert plan.before_m2 == pytest.approx(drawing.areas(shapes), rel=1e-4)
    assert plan.after_m2 == pytest.approx(drawing.areas(plan.shapes), abs=1e-6)


def test_a_hole_that_lies_outside_becomes_ground_of_its_own():
    # As GEOS mends it: 1 square kilometre and the 10 000 square metres of the ring 1 km to the east.
    drawing = draw(
        {"A": Polygon(box(0, 0, 1000, 1000).exterior.coords, [box(2000, 0, 2100, 100).exterior.coords])}
    )
    plan = plan_repair(drawing)
    # By its corners it had 1 000 000 less 10 000.
    assert (plan.before_m2[0], plan.after_m2[0]) == (990_000, 1_010_000)
    assert [(item.rule, item.change_m2) for item in plan.proposals] == [("mend", 20_000)]


def test_an_invalid_polygon_is_mended_with_the_change_of_its_area():
    # The bow-tie's triangles turn in opposite directions: as drawn its area is 0, mended it is half a square.
    drawing = draw({"A": BOW_TIE})
    plan = plan_repair(drawing)
    assert [(item.rule, item.place, item.change_m2) for item in plan.proposals] == [("mend", 0, 500_000)]
    assert plan.shapes[0].is_valid


def test_what_is_no_polygon_stays_as_it_is():
    drawing = draw(squares(A=shapely.Point(1, 2), C=None))
    plan = plan_repair(drawing)
    assert plan.shapes[0] == shapely.Point(1, 2)
    assert plan.shapes[2] is None
    assert [item.rule for item in plan.proposals] == ["person", "person"]


def test_polygons_of_one_code_keep_their_common_ground():
    parts = [box(0, 0, 1000, 1000), box(900, 0, 2000, 1000), box(1950, 0, 3000, 1000)]
    drawing = draw(parts, ["A", "A", "B"])
    plan = plan_repair(drawing)
    # B has 1.05 square kilometres, the second A 1.1: it loses 50 m. The two As still share 100 m.
    assert (plan.after_m2 - plan.before_m2).round(6).tolist() == [0, -50_000, 0]


def test_a_multipart_village_stays_one():
    parts = MultiPolygon([box(0, 0, 1000, 1000), box(5000, 0, 6000, 1000)])
    drawing = draw({"A": parts, "B": box(900, 0, 3000, 1000)})
    plan = plan_repair(drawing)
    assert len(shapely.get_parts(plan.shapes[0])) == 2
    assert changes(drawing, plan) == {"B": -100_000}


def test_a_repair_in_which_a_polygon_vanishes_is_a_fault_of_ours():
    drawing = draw(squares())
    with pytest.raises(ConservationError, match="A"):
        _require_all(drawing, np.array([Polygon(), *drawing.shapes[1:]], dtype=object))


def test_strips_that_are_thinner_than_a_number_can_tell_are_joined():
    # Two points that differ in the last bit between the same ends: GEOS takes such strips for overlaps.
    strips = [
        Polygon(
            [
                (-57609.42098420407, 19204.853977244864),
                (-57311.51944313582, 19189.315560823274),
                (-57013.61790206756, 19173.777144401683),
                (-57311.519443135825, 19189.315560823274),
            ]
        ),
        Polygon(
            [
                (-54928.30711458977, 19065.008229450556),
                (-54630.405573521515, 19049.469813028965),
                (-54332.50403245326, 19033.931396607375),
                (-54630.40557352152, 19049.469813028965),
            ]
        ),
    ]
    assert 0 < joined(strips).area < 1e-9


def test_a_gap_among_polygons_that_are_for_a_person_is_too():
    # A ring drawn twice under two codes: who should have what it encloses is as open as the ring itself.
    drawing = draw({"A": HOLLOW, "E": HOLLOW})
    plan = plan_repair(drawing)
    assert [(plan.faults[item.fault].kind, item.rule) for item in plan.proposals] == [
        ("gap", "person"),
        ("overlap", "person"),
    ]


def cover(seeds):
    """Cut a square of 3 km into cells around seeds, their borders the same vertex by vertex."""
    frame = box(0, 0, 3000, 3000)
    edges = shapely.voronoi_polygons(shapely.multipoints(seeds), extend_to=frame, only_edges=True)
    inside = shapely.intersection(edges, frame)
    lines = shapely.union_all(np.append(shapely.get_parts(inside), frame.exterior))
    return np.asarray(shapely.get_parts(shapely.polygonize(shapely.get_parts(lines))))


seed = st.tuples(st.integers(1, 59), st.integers(1, 59)).map(lambda xy: (xy[0] * 50 + 7, xy[1] * 50 + 3))
shift = st.tuples(st.integers(0, 30), st.integers(-40, 40), st.integers(-40, 40))


@settings(max_examples=60)
@given(st.lists(seed, min_size=3, max_size=14, unique=True), st.lists(shift, max_size=4))
def test_any_repair_does_what_was_proposed_and_loses_nothing(seeds, shifts):
    shapes = cover(seeds)
    for which, dx, dy in shifts:
        at = which % len(shapes)
        shapes[at] = shapely.transform(shapes[at], lambda xy, by=(dx, dy): xy + by)
    codes = tuple(f"{number:03d}" for number in range(len(shapes)))
    drawing = Drawing(shapes, codes, ZONE, ZONE)
    plan = plan_repair(drawing)
    # Every polygon is there, under its code, and valid.
    assert len(plan.shapes) == len(shapes)
    assert shapely.is_valid(plan.shapes).all()
    assert (plan.after_m2 > 0).all()
    # Its area changed by what was proposed, all proposals together, to a square millimetre.
    proposed = np.zeros(len(shapes))
    for item in plan.proposals:
        if item.place is not None:
            proposed[item.place] += item.change_m2
    assert plan.after_m2 - plan.before_m2 == pytest.approx(proposed, abs=1e-6)
    # The ground covered is what was covered before, and the gaps that were given away.
    union = shapely.area(shapely.union_all(shapes))
    filled = sum(
        fault.area_m2
        for number, fault in enumerate(plan.faults)
        if fault.kind == "gap" and any(p.fault == number and p.place is not None for p in plan.proposals)
    )
    assert shapely.area(shapely.union_all(plan.shapes)) == pytest.approx(union + filled, abs=1e-3)
    # Unless something was left to a person, the polygons fit, and there is nothing more to propose.
    if all(item.rule != "person" for item in plan.proposals):
        assert shapely.coverage_is_valid(plan.shapes)
        assert plan_repair(Drawing(plan.shapes, codes, ZONE, ZONE)).faults == ()
