import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ruralmap.errors import CrsError
from ruralmap.link.counts import count_links
from ruralmap.link.evidence import link_records
from ruralmap.schema.links import LINK_COLUMNS, LINK_STATUSES
from ruralmap.words.catalogue import LANGUAGES, say

# The toy's villages: 石井 south-west, 石谷 north-west, 黄沙 south-east, 大坝社区 north-east.
SHIJING, SHIGU, DABA, HUANGSHA = "441624101201", "441624101202", "441624104001", "441624104201"
OLD, SPLIT, GONE = "441624101299", "441624101298", "441624101297"
LINEAGE = pd.DataFrame(
    [
        (OLD, SHIJING, "2018-06-30", "更名"),
        (SPLIT, SHIJING, "2019-01-01", "分立"),
        (SPLIT, SHIGU, "2019-01-01", "分立"),
        (GONE, None, "2020-01-01", "撤销"),
    ],
    columns=["old_code", "new_code", "effective_on", "event"],
)
NAMED = {
    SHIJING: ("大坝镇", "石井村"),
    SHIGU: ("大坝镇", "石谷村"),
    HUANGSHA: ("上陵镇", "黄沙村"),
    DABA: ("上陵镇", "大坝社区"),
}
INSIDE = {
    SHIJING: (115.002, 24.504),
    SHIGU: (115.002, 24.514),
    HUANGSHA: (115.012, 24.504),
    DABA: (115.012, 24.514),
}
OUTSIDE = (115.05, 24.55)
BORDER = (115.005, 24.51)  # of 石井 and 石谷
CORNER = (115.01, 24.51)  # of all four


def _record(code=None, named=None, point=None, datum="CGCS2000", **columns):
    township, village = named or (None, None)
    lon, lat = point or (np.nan, np.nan)
    place = {
        "village_code": code,
        "township": township,
        "village": village,
        "lon": lon,
        "lat": lat,
        "datum": datum,
    }
    return place | columns


def _link(villages, *records, **options):
    options = {"lineage": LINEAGE, "as_of": "2024-09-30"} | options
    return link_records(pd.DataFrame(list(records)), villages, **options)


def _one(villages, record, **options):
    link = _link(villages, record, **options).iloc[0]
    return {name: None if pd.isna(link[name]) else link[name] for name in LINK_COLUMNS}


@pytest.mark.parametrize(
    ("code", "named", "point", "method"),
    [
        pytest.param(SHIJING, NAMED[SHIJING], INSIDE[SHIJING], "code+name+point", id="all three"),
        pytest.param(SHIJING, NAMED[SHIJING], None, "code+name", id="code and name"),
        pytest.param(SHIJING, None, INSIDE[SHIJING], "code+point", id="code and point"),
        pytest.param(None, NAMED[SHIJING], INSIDE[SHIJING], "name+point", id="name and point"),
        pytest.param(SHIJING, None, None, "code", id="code alone"),
        pytest.param(None, NAMED[SHIJING], None, "name", id="name alone"),
        pytest.param(None, None, INSIDE[SHIJING], "point", id="point alone"),
    ],
)
def test_evidence_that_agrees_links(villages, code, named, point, method):
    link = _one(villages, _record(code, named, point))
    assert link["link_status"] == "linked"
    assert link["linked_village_code"] == SHIJING
    assert link["linked_township_code"] == "441624101"
    assert link["link_method"] == method
    assert link["link_candidates"] == SHIJING
    assert link["link_reason"] is None
    assert link["distance_m"] is None


@pytest.mark.parametrize(
    ("record", "reason", "candidates", "township"),
    [
        pytest.param(
            _record(SHIJING, NAMED[SHIGU]),
            "code_name_differ",
            [SHIJING, SHIGU],
            "441624101",
            id="code and name, one township",
        ),
        pytest.param(
            _record(SHIJING, NAMED[HUANGSHA]),
            "code_name_differ",
            [SHIJING, HUANGSHA],
            None,
            id="code and name, two townships",
        ),
        pytest.param(
            _record(SHIJING, None, INSIDE[SHIGU]),
            "code_point_differ",
            [SHIJING, SHIGU],
            "441624101",
            id="code and point",
        ),
        pytest.param(
            _record(None, NAMED[SHIJING], INSIDE[HUANGSHA]),
            "name_point_differ",
            [SHIJING, HUANGSHA],
            None,
            id="name and point",
        ),
        pytest.param(
            _record(SHIJING, NAMED[SHIJING], INSIDE[SHIGU]),
            "code_point_differ",
            [SHIJING, SHIGU],
            "441624101",
            id="code and name against the point",
        ),
        pytest.param(
            _record(SHIJING, NAMED[SHIGU], INSIDE[SHIGU]),
            "code_name_differ",
            [SHIJING, SHIGU],
            "441624101",
            id="name and point against the code",
        ),
        pytest.param(
            _record(SHIJING, NAMED[SHIGU], INSIDE[DABA]),
            "code_name_differ",
            [SHIJING, SHIGU, DABA],
            None,
            id="three villages",
        ),
        pytest.param(
            _record(HUANGSHA, None, BORDER),
            "code_point_differ",
            [SHIJING, SHIGU, HUANGSHA],
            None,
            id="a border of other villages",
        ),
        pytest.param(
            _record(SHIJING, ("上陵镇", None)),
            "township_differs",
            [SHIJING],
            None,
            id="the code is in another township",
        ),
        pytest.param(
            _record(None, ("上陵镇", None), INSIDE[SHIJING]),
            "township_differs",
            [SHIJING],
            None,
            id="the point is in another township",
        ),
        pytest.param(
            _record(SPLIT, NAMED[SHIJING], INSIDE[SHIGU]),
            "name_point_differ",
            [SHIJING, SHIGU],
            "441624101",
            id="two witnesses take the halves of a split village",
        ),
    ],
)
def test_evidence_that_disagrees_is_a_conflict_and_nothing_is_chosen(
    villages, record, reason, candidates, township
):
    link = _one(villages, record)
    assert link["link_status"] == "conflict"
    assert link["linked_village_code"] is None
    assert link["link_method"] is None
    assert link["link_reason"] == reason
    assert link["link_candidates"] == ";".join(candidates)
    assert link["linked_township_code"] == township


def test_a_distance_says_how_far_the_point_lies_from_the_registered_village(villages):
    # 0.004 degrees north of the border of 石井: 0.004 * 110.77 km = 443 m.
    link = _one(villages, _record(SHIJING, None, INSIDE[SHIGU]))
    assert link["distance_m"] == pytest.approx(443, abs=1)


@pytest.mark.parametrize(
    ("code", "reason", "status"),
    [
        pytest.param(OLD, "code_moved", "linked", id="moved"),
        pytest.param(SPLIT, "code_split", "unlinked", id="split"),
        pytest.param(GONE, "code_abolished", "unlinked", id="abolished"),
        pytest.param("441624999999", "code_unknown", "unlinked", id="unknown"),
    ],
)
def test_an_old_code_is_followed_and_its_fate_is_said(villages, code, reason, status):
    link = _one(villages, _record(code))
    assert (link["link_status"], link["link_reason"]) == (status, reason)
    assert link["linked_village_code"] == (SHIJING if status == "linked" else None)


@pytest.mark.parametrize(
    ("other", "method"),
    [
        pytest.param({"named": NAMED[SHIGU]}, "code+name", id="the name"),
        pytest.param({"point": INSIDE[SHIGU]}, "code+point", id="the point"),
    ],
)
def test_a_split_code_is_decided_by_other_evidence_for_one_half(villages, other, method):
    link = _one(villages, _record(SPLIT, **other))
    assert (link["link_status"], link["linked_village_code"], link["link_method"]) == (
        "linked",
        SHIGU,
        method,
    )
    assert link["link_candidates"] == f"{SHIJING};{SHIGU}"
    assert link["link_reason"] == "code_split"


def test_a_code_that_leads_nowhere_leaves_the_answer_to_the_name(villages):
    link = _one(villages, _record(GONE, NAMED[SHIJING]))
    assert (link["link_status"], link["link_method"], link["link_reason"]) == (
        "linked",
        "name",
        "code_abolished",
    )


def test_a_name_that_leads_nowhere_leaves_the_answer_to_the_code(villages):
    link = _one(villages, _record(SHIJING, ("大坝镇", "石陂村")))
    assert (link["link_status"], link["link_method"], link["link_reason"]) == (
        "linked",
        "code",
        "name_unknown",
    )


def test_codes_that_disagree_are_no_evidence(villages):
    flagged = _record(SHIJING, NAMED[SHIGU], codes_disagree=True)
    plain = _record(SHIJING, None, codes_disagree=False)
    links = _link(villages, flagged, plain)
    assert links["link_method"].tolist() == ["name", "code"]
    assert links["linked_village_code"].tolist() == [SHIGU, SHIJING]
    assert links["link_reason"].tolist()[0] == "codes_disagree"


@pytest.mark.parametrize(
    ("code", "point", "status", "village", "candidates"),
    [
        pytest.param(None, BORDER, "tie", SHIJING, [SHIJING, SHIGU], id="alone: the lowest code"),
        pytest.param(None, CORNER, "tie", SHIJING, [SHIJING, SHIGU, DABA, HUANGSHA], id="alone on a corner"),
        pytest.param(SHIGU, BORDER, "linked", SHIGU, [SHIJING, SHIGU], id="the code names one of them"),
        pytest.param(SPLIT, BORDER, "unlinked", None, [SHIJING, SHIGU], id="the code leaves both open"),
    ],
)
def test_a_point_on_a_border(villages, code, point, status, village, candidates):
    link = _one(villages, _record(code, None, point))
    assert (link["link_status"], link["linked_village_code"]) == (status, village)
    assert link["link_candidates"] == ";".join(candidates)
    assert link["link_reason"] == ("code_split" if code == SPLIT else "point_on_border")
    assert link["link_method"] == {"tie": "point", "linked": "code+point", "unlinked": None}[status]


@pytest.mark.parametrize(
    ("code", "named", "status", "reason", "method"),
    [
        pytest.param(None, None, "unlinked", "outside_county", None, id="alone"),
        pytest.param(SHIJING, None, "linked", "point_outside", "code", id="with a code"),
        pytest.param(None, NAMED[SHIJING], "linked", "point_outside", "name", id="with a name"),
    ],
)
def test_a_point_outside_every_village(villages, code, named, status, reason, method):
    link = _one(villages, _record(code, named, OUTSIDE))
    assert (link["link_status"], link["link_reason"], link["link_method"]) == (status, reason, method)
    # 0.04 degrees east and 0.04 north of 石井: sqrt((0.04*101.3)² + (0.04*110.8)²) km = 6.00 km.
    expected = None if status == "unlinked" else pytest.approx(6_000, abs=10)
    assert link["distance_m"] == expected


# Undoing GCJ-02 moves a point here by 0.0048 degrees west and 0.0029 north.
AGREES = (115.008, 24.504)  # both ways in 石井: (115.008, 24.504) and (115.0032, 24.5069)
DIFFERS = (115.012, 24.504)  # WGS-84 in 黄沙, GCJ-02 in 石井: (115.0072, 24.5069)
HALF_OUT = (115.002, 24.504)  # WGS-84 in 石井, GCJ-02 outside: (114.9972, 24.5069)


@pytest.mark.parametrize(
    ("datum", "village"),
    [
        pytest.param("WGS-84", HUANGSHA, id="WGS-84"),
        pytest.param("CGCS2000", HUANGSHA, id="CGCS2000"),
        pytest.param("GCJ-02", SHIJING, id="GCJ-02"),
    ],
)
def test_a_stated_datum_is_believed(villages, datum, village):
    assert _one(villages, _record(None, None, DIFFERS, datum))["linked_village_code"] == village


@pytest.mark.parametrize(
    ("code", "point", "answer", "candidates"),
    [
        pytest.param(None, AGREES, ("linked", SHIJING, None), [SHIJING], id="both readings in one village"),
        pytest.param(
            None,
            DIFFERS,
            ("unlinked", None, "datum_unstated"),
            [SHIJING, HUANGSHA],
            id="the readings differ",
        ),
        pytest.param(
            None, HALF_OUT, ("unlinked", None, "datum_unstated"), [SHIJING], id="one reading outside"
        ),
        pytest.param(
            SHIJING,
            DIFFERS,
            ("linked", SHIJING, "datum_unstated"),
            [SHIJING, HUANGSHA],
            id="the code fits the second reading",
        ),
        pytest.param(
            HUANGSHA,
            DIFFERS,
            ("linked", HUANGSHA, "datum_unstated"),
            [SHIJING, HUANGSHA],
            id="the code fits the first reading",
        ),
        pytest.param(
            SHIGU,
            DIFFERS,
            ("conflict", None, "code_point_differ"),
            [SHIJING, SHIGU, HUANGSHA],
            id="the code fits neither",
        ),
        pytest.param(
            SPLIT,
            DIFFERS,
            ("unlinked", None, "code_split"),
            [SHIJING, SHIGU, HUANGSHA],
            id="a split code stays open",
        ),
    ],
)
def test_an_unstated_datum_supports_but_never_decides(villages, code, point, answer, candidates):
    link = _one(villages, _record(code, None, point, datum=None))
    assert (link["link_status"], link["linked_village_code"], link["link_reason"]) == answer
    assert link["link_candidates"] == ";".join(candidates)


def test_a_name_that_fits_only_another_way_supports_but_never_decides(villages):
    villages.loc[SHIJING, "village"] = "石村村村民委员会"
    unsure = ("大坝镇", "石村村委会")
    alone = _one(villages, _record(None, unsure))
    assert (alone["link_status"], alone["link_reason"], alone["link_candidates"]) == (
        "unlinked",
        "name_unsure",
        SHIJING,
    )
    assert alone["linked_township_code"] == "441624101"
    assert _one(villages, _record(SHIJING, unsure))["link_method"] == "code+name"
    assert _one(villages, _record(SHIGU, unsure))["link_status"] == "conflict"


def test_the_point_of_a_relocated_household_is_no_evidence(villages):
    records = [
        _record(SHIJING, None, INSIDE[HUANGSHA]),
        _record(None, None, INSIDE[HUANGSHA]),
        _record(SHIJING),
    ]
    links = _link(villages, *records, lives_elsewhere=pd.Series([True, True, True]))
    assert links["link_status"].tolist() == ["linked", "unlinked", "linked"]
    assert links["linked_village_code"].tolist()[::2] == [SHIJING, SHIJING]
    assert links["link_method"].tolist()[::2] == ["code", "code"]
    assert links["link_reason"].tolist()[:2] == ["lives_elsewhere", "lives_elsewhere"]
    assert links["link_reason"].isna().tolist() == [False, False, True]
    assert links["distance_m"].isna().all()


@pytest.mark.parametrize(
    ("record", "reason", "township"),
    [
        pytest.param(_record(), "no_evidence", None, id="nothing"),
        pytest.param(_record(None, ("大坝镇", None)), "no_evidence", "441624101", id="only a township"),
        pytest.param(_record(None, (None, "石井村")), "township_missing", None, id="only a village's name"),
        pytest.param(_record(None, None, (115.002, None)), "point_unreadable", None, id="half a point"),
        pytest.param(_record(None, None, (np.inf, 24.5)), "point_unreadable", None, id="an infinite point"),
    ],
)
def test_too_little_evidence_leaves_a_record_unlinked(villages, record, reason, township):
    link = _one(villages, record)
    assert (link["link_status"], link["link_reason"], link["linked_township_code"]) == (
        "unlinked",
        reason,
        township,
    )


def test_missing_columns_are_missing_evidence_and_the_index_is_kept(villages):
    records = pd.DataFrame({"village_code": [SHIJING, None]}, index=["h", "h"])
    links = link_records(records, villages, lineage=None, as_of="2024-09-30")
    assert list(links.columns) == list(LINK_COLUMNS)
    assert links.index.tolist() == ["h", "h"]
    assert links["link_status"].tolist() == ["linked", "unlinked"]


def test_no_records_give_an_empty_answer_with_all_columns(villages):
    links = link_records(pd.DataFrame({"village_code": []}), villages, lineage=None, as_of="2024-09-30")
    assert links.empty
    assert list(links.columns) == list(LINK_COLUMNS)


@pytest.mark.parametrize(
    ("record", "candidates"),
    [
        # 大坝镇 has 石井, 上陵镇 has not: the text names both townships.
        pytest.param(_record(SHIJING, ("大坝镇", "上陵镇石井村")), [SHIJING], id="with the code of one"),
        pytest.param(
            _record(SHIJING, ("大坝镇", "上陵镇黄沙村"), INSIDE[SHIJING]),
            [SHIJING, HUANGSHA],
            id="with the code and the point of one",
        ),
        pytest.param(
            _record(None, ("大坝镇", "上陵镇黄沙村"), INSIDE[SHIGU]), [SHIGU, HUANGSHA], id="with a point"
        ),
        pytest.param(_record(None, ("大坝镇", "上陵镇黄沙村")), [HUANGSHA], id="alone"),
        pytest.param(_record(SHIJING, ("大坝镇", "上陵镇石陂村")), [SHIJING], id="neither knows the name"),
    ],
)
def test_a_name_that_begins_with_another_township_is_a_conflict(villages, record, candidates):
    link = _one(villages, record)
    assert (link["link_status"], link["link_reason"]) == ("conflict", "township_differs")
    assert link["link_candidates"] == ";".join(candidates)
    assert link["linked_village_code"] is None
    assert link["linked_township_code"] is None


@pytest.mark.parametrize(
    ("named", "code", "point", "reason"),
    [
        pytest.param(("古寨镇", "石井村"), OLD, None, "township_unknown", id="before a moved code"),
        pytest.param(NAMED[SHIGU], SPLIT, OUTSIDE, "point_outside", id="before a split code"),
        pytest.param(("大坝镇", "石陂村"), SHIJING, OUTSIDE, "name_unknown", id="the name before the point"),
    ],
)
def test_of_a_linked_record_what_is_wrong_is_said_before_what_explains(villages, named, code, point, reason):
    link = _one(villages, _record(code, named, point))
    assert (link["link_status"], link["link_reason"]) == ("linked", reason)


def test_points_that_disagree_are_no_evidence(villages):
    flagged = {"points_disagree": True}
    records = [_record(SHIJING, **flagged), _record(**flagged), _record(SHIJING, points_disagree=False)]
    links = _link(villages, *records)
    assert links["link_status"].tolist() == ["linked", "unlinked", "linked"]
    assert links["link_reason"].tolist()[:2] == ["points_disagree", "points_disagree"]
    away = _link(villages, records[0], lives_elsewhere=pd.Series([True]))
    assert away["link_reason"].tolist() == ["lives_elsewhere"]


def test_regions_before_a_name_are_known(villages):
    link = _one(
        villages, _record(None, ("和平县大坝镇", "广东省河源市和平县石井村")), regions=["河源市", "和平县"]
    )
    assert link["linked_village_code"] == SHIJING


@pytest.mark.parametrize("crs", ["EPSG:4526", "EPSG:4610", None])
def test_villages_must_be_in_modern_degrees(villages, crs):
    other = gpd.GeoDataFrame(villages.set_crs(crs, allow_override=True))
    with pytest.raises(CrsError):
        _link(other, _record(SHIJING))


def test_arguments_are_not_changed(villages):
    records = pd.DataFrame([_record(SHIJING, NAMED[SHIJING], DIFFERS, None)])
    before, drawn = records.copy(), villages.copy()
    _link(villages, records.iloc[0].to_dict())
    link_records(records, villages, lineage=LINEAGE, as_of="2024-09-30")
    pd.testing.assert_frame_equal(records, before)
    pd.testing.assert_frame_equal(villages, drawn)


any_record = st.builds(
    _record,
    code=st.sampled_from([None, SHIJING, SHIGU, HUANGSHA, DABA, OLD, SPLIT, GONE, "nonsense"]),
    named=st.sampled_from(
        [None, *NAMED.values(), ("大坝镇", None), (None, "石井村"), ("大坝镇", "石"), ("上陵", "大坝")]
    ),
    point=st.sampled_from([None, *INSIDE.values(), OUTSIDE, BORDER, CORNER, AGREES, DIFFERS, (np.nan, 24.5)]),
    datum=st.sampled_from(["CGCS2000", "WGS-84", "GCJ-02", "BD-09", None]),
)


# A call costs much and a record little: many records in few examples.
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(records=st.lists(any_record, min_size=1, max_size=60), seed=st.integers(0, 2**32 - 1))
def test_every_record_gets_one_status_whatever_the_order(villages, records, seed):
    away = pd.Series(np.random.default_rng(seed).random(len(records)) < 0.3)
    links = _link(villages, *records, lives_elsewhere=away)
    counts = count_links(links, rows=len(records))
    assert set(links["link_status"]) <= set(LINK_STATUSES)
    assert counts.linked + counts.unlinked == len(records)
    order = np.random.default_rng(seed).permutation(len(records))
    shuffled = _link(
        villages.iloc[::-1],
        *[records[row] for row in order],
        lives_elsewhere=away.iloc[order].reset_index(drop=True),
    )
    pd.testing.assert_frame_equal(links.iloc[order].reset_index(drop=True), shuffled)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=15)
@given(records=st.lists(any_record, min_size=25, max_size=60))
def test_every_reason_has_its_text_and_every_unlinked_record_a_reason(villages, records):
    links = _link(villages, *records)
    settled = links["link_status"].isin(["linked", "tie"])
    assert links.loc[~settled, "link_reason"].notna().all()
    texts = [
        say(f"links.{key}", lang) for key in links["link_reason"].dropna().unique() for lang in LANGUAGES
    ]
    assert all(texts)


@pytest.mark.parametrize(
    ("record", "decided", "answer"),
    [
        pytest.param(
            _record(None, ("大坝镇", "石阱村")),
            SHIJING,
            ("linked", SHIJING, "decision", "decision_confirmed"),
            id="in place of a name that is not found",
        ),
        pytest.param(
            _record(SHIJING, NAMED[SHIGU]),
            SHIJING,
            ("linked", SHIJING, "code+decision", "decision_confirmed"),
            id="it outranks the name and agrees with the code",
        ),
        pytest.param(
            _record(None, ("大坝镇", "石阱村"), INSIDE[SHIJING]),
            SHIJING,
            ("linked", SHIJING, "point+decision", "decision_confirmed"),
            id="it agrees with the point",
        ),
        pytest.param(
            _record("441624101999", ("大坝镇", "石阱村")),
            SHIJING,
            ("linked", SHIJING, "decision", "decision_confirmed"),
            id="the code is unknown",
        ),
        pytest.param(
            _record(SHIJING, ("大坝镇", "石阱村")),
            SHIGU,
            ("conflict", None, None, "decision_code_differ"),
            id="the code still stands for another village",
        ),
        pytest.param(
            _record(OLD, ("大坝镇", "石阱村")),
            SHIGU,
            ("conflict", None, None, "decision_code_differ"),
            id="the code became another village",
        ),
        pytest.param(
            _record(None, ("大坝镇", "石阱村"), INSIDE[SHIJING]),
            SHIGU,
            ("conflict", None, None, "decision_point_differ"),
            id="the point lies in another village",
        ),
        pytest.param(
            _record(None, ("大坝镇", "石阱村")),
            HUANGSHA,
            ("conflict", None, None, "township_differs"),
            id="a village of another township than the one stated",
        ),
        pytest.param(
            _record(SPLIT, ("大坝镇", "石阱村")),
            SHIJING,
            ("unlinked", None, None, "code_split"),
            id="the code stands for people of several villages",
        ),
    ],
)
def test_a_person_s_decision_speaks_in_the_name_s_place(villages, record, decided, answer):
    link = _one(villages, record | {"decided_code": decided, "decided_by": "张三 2024-10-08"})
    keys = ("link_status", "linked_village_code", "link_method", "link_reason")
    assert tuple(link[key] for key in keys) == answer
    assert link["link_decision"] == "张三 2024-10-08"
    assert say(f"links.{link['link_reason']}", "en")


@pytest.mark.parametrize(
    ("record", "answer"),
    [
        pytest.param(_record(None, ("大坝镇", "石阱村")), ("unlinked", "decision_declined"), id="left open"),
        pytest.param(_record(SHIJING, NAMED[SHIGU]), ("conflict", "decision_declined"), id="a conflict"),
        pytest.param(_record(SHIJING, ("大坝镇", "石阱村")), ("linked", "name_unknown"), id="the code links"),
    ],
)
def test_what_a_person_declined_stays_open_and_says_so(villages, record, answer):
    link = _one(villages, record | {"is_declined": True, "decided_by": "张三 2024-10-08"})
    assert (link["link_status"], link["link_reason"]) == answer
    assert link["link_decision"] == "张三 2024-10-08"


def test_the_distance_of_a_point_is_from_the_village_decided(villages):
    record = _record(None, ("大坝镇", "石阱村"), OUTSIDE, decided_code=SHIJING, decided_by="张三")
    link = _one(villages, record)
    assert (link["link_status"], link["linked_village_code"]) == ("linked", SHIJING)
    assert link["distance_m"] == _one(villages, _record(SHIJING, None, OUTSIDE))["distance_m"]
