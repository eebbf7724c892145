"""Every project and asset of a toy county is divided in full: stated, measured, linked, or unknown."""

import json
from fractions import Fraction

import pandas as pd
import pytest

import toy
from ruralmap.errors import ConservationError
from ruralmap.files.sheets import read_sheets
from ruralmap.jobs.asset_words import villages_in_words
from ruralmap.jobs.build import write_registry
from ruralmap.jobs.check import check
from ruralmap.jobs.county import link_county
from ruralmap.jobs.link_list import write_link_list
from ruralmap.jobs.renewing import renewing
from ruralmap.jobs.share_sheets import _count, state_of_records
from ruralmap.jobs.shares import _require_whole, ledger_owners, share_tables
from ruralmap.jobs.upkeep import NO_PAST
from ruralmap.workspace import open_workspace

# Squares of 0.01 degrees: A 甲村 south-west, B 乙村 south-east, C 丙村 north-east, D 丁村 north-west.
A, B, C, D = "441624100201", "441624100202", "441624101201", "441624101202"
SOUTH, NORTH = A[:9], C[:9]
PROJECT = (
    "项目编号",
    "项目名称",
    "年度",
    "项目类型",
    "乡镇",
    "行政村",
    "行政村代码",
    "经度",
    "纬度",
    "坐标系",
)
PLACE = ("项目编号", "行政村代码", "关系", "份额", "受益户数", "受益人数")
ASSET = (
    "资产编号", "资产名称", "资产类别", "乡镇", "行政村", "行政村代码", "权属级别", "权属乡镇", "权属村",
    "权属村代码",
)  # fmt: skip
OWNER = ("资产编号", "所有权人", "权属级别", "乡镇", "权属村", "权属村代码", "份额")
BENEFIT = ("资产编号", "乡镇", "受益村", "受益村代码", "份额", "受益户数", "受益人数")


def project(number, village="", *, township="南镇", point=("", "", "")):
    name = toy.NAMES.get(village, "")
    return (number, f"项目{number}", "2023", "乡村建设行动", township, name, village, *point)


def features(path, rows):
    """Write lines and areas as GeoJSON: (id field, id, kind, coordinates)."""
    listed = [
        {"type": "Feature", "properties": {field: key}, "geometry": {"type": kind, "coordinates": shape}}
        for field, key, kind, shape in rows
    ]
    document = {"type": "FeatureCollection", "features": listed}
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")


@pytest.fixture
def link(tmp_path):
    """Link a toy county with the tables and shapes that a test wants."""

    def run(shapes=(), **tables):
        root = toy.write_county(tmp_path, [toy.person(A, "H1", 1)])
        settings = (root / "ruralmap.toml").read_text(encoding="utf-8")
        headers = {
            "projects": PROJECT, "project_places": PLACE, "assets": ASSET, "asset_owners": OWNER,
            "asset_benefits": BENEFIT,
        }  # fmt: skip
        settings = settings.replace('assets = "assets/资产台账.csv"\n', "")
        for name, rows in tables.items():
            toy.write_csv(root / "layers" / f"{name}.csv", headers[name], rows)
            settings += f'{name} = "layers/{name}.csv"\n'
        if shapes:
            features(root / "layers" / "范围.geojson", shapes)
            settings += '[shapes]\nprojects = "layers/范围.geojson"\n'
        (root / "ruralmap.toml").write_text(settings, encoding="utf-8")
        workspace = open_workspace(root)
        report = check(workspace)
        return workspace, report, link_county(workspace, report)

    return run


def shares_of(linked, title, key):
    """Give (relation, village, township, share, method, reason) a row of one record, None where missing."""
    table = linked.tables[title]
    columns = [
        "relation", "linked_village_code", "linked_township_code", "share", "share_method", "link_reason",
    ]  # fmt: skip
    own = table[table.iloc[:, 0] == key][columns].astype(object)
    return [tuple(row) for row in own.where(own.notna(), None).itertuples(index=False)]


def codes(report, prefix="shape"):
    return sorted(found.code for found in report.findings if found.code.startswith((prefix, "place_shares")))


ROAD = [[115.004, 24.405], [115.014, 24.405]]  # 0.006 degrees in A, 0.004 in B


def test_stated_shares_go_before_a_line_and_a_line_before_the_village_linked(link):
    _, report, linked = link(
        [
            ("项目编号", "P1", "LineString", ROAD),
            ("项目编号", "P2", "LineString", ROAD),
            ("项目编号", "P9", "LineString", ROAD),
        ],
        projects=[project("P1", A), project("P2", A), project("P3", B)],
        project_places=[
            ("P1", A, "建设地", "0.5", "", ""),
            ("P1", C, "建设地", "0.5", "", ""),
            ("P2", A, "受益村", "", "", ""),
        ],
    )
    assert shares_of(linked, "project_shares", "P1") == [
        ("建设地", A, SOUTH, 0.5, "stated", None),
        ("建设地", C, NORTH, 0.5, "stated", None),
    ]
    served, first, second = shares_of(linked, "project_shares", "P2")
    assert (first[:3], first[4:]) == (("建设地", A, SOUTH), ("length", None))
    assert (second[:3], second[4:]) == (("建设地", B, SOUTH), ("length", None))
    assert (first[3], second[3]) == pytest.approx((0.6, 0.4), abs=1e-4)
    assert served == ("受益村", A, SOUTH, 1.0, "stated", None)
    assert shares_of(linked, "project_shares", "P3") == [("建设地", B, SOUTH, 1.0, "link", None)]
    # A differs by 10 points, B by 40, C by 50: more than 5; P9 is no project.
    assert codes(report) == ["shape_share_differs"]
    (found,) = [f for f in report.findings if f.code == "shape_share_differs"]
    assert found.text("found") == (
        "P1 填报的份额为 甲村委会 50.0%、丙村委会 50.0%；按图形量得 甲村委会 60.0%、乙村委会 40.0%。"
    )
    lost = [f for f in report.findings if f.code == "reference_missing"]
    assert [(f.table, f.raw) for f in lost] == [("project_shapes", "P9")]


@pytest.mark.parametrize(
    ("stated", "differs"),
    [
        # The line has 0.6 in A and 0.4 in B.
        pytest.param(("0.64", "0.36"), False, id="4 points"),
        pytest.param(("0.66", "0.34"), True, id="6 points"),
    ],
)
def test_stated_shares_may_differ_a_little(link, stated, differs):
    _, report, linked = link(
        [("项目编号", "P1", "LineString", ROAD)],
        projects=[project("P1", A)],
        project_places=[("P1", A, "建设地", stated[0], "", ""), ("P1", B, "建设地", stated[1], "", "")],
    )
    assert codes(report) == (["shape_share_differs"] if differs else [])
    assert [row[3] for row in shares_of(linked, "project_shares", "P1")] == [float(one) for one in stated]


def test_shares_that_are_not_whole_leave_the_township_and_nothing_else(link):
    _, report, linked = link(
        [("项目编号", "P1", "LineString", ROAD)],
        projects=[project("P1", A)],
        project_places=[("P1", A, "建设地", "0.5", "", ""), ("P1", B, "建设地", "0.4", "", "")],
    )
    assert shares_of(linked, "project_shares", "P1") == [
        ("建设地", None, SOUTH, 1.0, None, "shares_not_whole")
    ]
    assert codes(report) == ["place_shares_not_whole"]


def test_thirds_by_beneficiaries_close_to_one(link):
    rows = [("P1", village, "受益村", "", "5", "") for village in (A, B, C)]
    _, _, linked = link(projects=[project("P1", A)], project_places=rows)
    served = [row[1:] for row in shares_of(linked, "project_shares", "P1") if row[0] == "受益村"]
    assert served == [
        (A, SOUTH, 0.333334, "beneficiaries", None),
        (B, SOUTH, 0.333333, "beneficiaries", None),
        (C, NORTH, 0.333333, "beneficiaries", None),
    ]


def test_a_place_whose_relation_is_not_said_is_set_aside(link):
    _, report, linked = link(
        projects=[project("P1", A)],
        project_places=[("P1", B, "", "0.5", "", ""), ("P1", C, "所在地", "0.5", "", "")],
    )
    assert shares_of(linked, "project_shares", "P1") == [("建设地", A, SOUTH, 1.0, "link", None)]
    found = [(f.code, f.row) for f in report.findings if f.code in {"value_missing", "choice_unknown"}]
    assert sorted(found) == [("choice_unknown", 3), ("value_missing", 2)]
    assert report.rejected["table"].tolist() == ["project_places", "project_places"]


def test_a_record_with_only_a_point_is_wholly_in_its_village_and_one_without_anything_nowhere(link):
    point = ("115.015", "24.415", "CGCS2000")
    _, _, linked = link(projects=[project("P1", point=point, township=""), project("P2", township="")])
    assert shares_of(linked, "project_shares", "P1") == [("建设地", C, NORTH, 1.0, "link", None)]
    assert shares_of(linked, "project_shares", "P2") == [("建设地", None, None, 1.0, None, "no_evidence")]


def test_an_area_in_parts_one_of_them_outside_and_a_village_that_the_line_misses(link):
    # 0.002 x 0.002 degrees in A and as much west of it: halves. P1 is registered in D, where it is not.
    inside = [[[115.0, 24.402], [115.002, 24.402], [115.002, 24.404], [115.0, 24.404], [115.0, 24.402]]]
    beyond = [[[114.99, 24.402], [114.992, 24.402], [114.992, 24.404], [114.99, 24.404], [114.99, 24.402]]]
    _, report, linked = link(
        [("项目编号", "P1", "Polygon", inside), ("项目编号", "P1", "Polygon", beyond)],
        projects=[project("P1", D, township="北镇")],
    )
    first, outside = shares_of(linked, "project_shares", "P1")
    assert (first[:3], first[4:]) == (("建设地", A, SOUTH), ("area", "shape_elsewhere"))
    assert (outside[:3], outside[4:]) == (("建设地", None, None), ("area", "outside"))
    assert (first[3], outside[3]) == pytest.approx((0.5, 0.5), abs=1e-4)
    assert codes(report) == ["shape_outside"]


def test_a_line_and_an_area_of_one_project_are_not_added_up(link):
    ring = [[[115.0, 24.402], [115.002, 24.402], [115.002, 24.404], [115.0, 24.402]]]
    _, report, linked = link(
        [("项目编号", "P1", "LineString", ROAD), ("项目编号", "P1", "Polygon", ring)],
        projects=[project("P1", A)],
    )
    assert shares_of(linked, "project_shares", "P1") == [("建设地", A, SOUTH, 1.0, "link", None)]
    assert codes(report) == ["shape_kinds_mixed"]


@pytest.mark.parametrize(
    ("kind", "shape"),
    [
        # 0.2 mm, and a triangle of half a square millimetre: below what is measured.
        pytest.param("LineString", [[115.005, 24.405], [115.005000002, 24.405]], id="line"),
        pytest.param(
            "Polygon",
            [[[115.005, 24.405], [115.00500001, 24.405], [115.005, 24.40500001], [115.005, 24.405]]],
            id="area",
        ),
    ],
)
def test_a_shape_too_small_to_be_measured_leaves_the_record_in_its_village(link, kind, shape):
    _, report, linked = link([("项目编号", "P1", kind, shape)], projects=[project("P1", A)])
    assert shares_of(linked, "project_shares", "P1") == [("建设地", A, SOUTH, 1.0, "link", None)]
    assert codes(report) == ["shape_unmeasured"]
    (found,) = [f for f in report.findings if f.code == "shape_unmeasured"]
    assert (found.table, found.row) == ("project_shapes", 1)


def test_points_among_the_shapes_are_set_aside_and_said(link):
    _, report, linked = link(
        [
            ("项目编号", "P1", "Point", [115.005, 24.405]),
            ("项目编号", "P2", "LineString", ROAD),
            ("项目编号", "P2", "LineString", [[115.005, 24.405], [115.005, 24.405]]),
        ],
        projects=[project("P1", A), project("P2", A)],
    )
    lost = [f for f in report.findings if f.code == "geometry_not_span"]
    assert [f.row for f in lost] == [1, 3]
    assert report.rejected["table"].tolist() == ["project_shapes", "project_shapes"]
    assert [row[4] for row in shares_of(linked, "project_shares", "P2")] == ["length", "length"]


def test_a_line_along_the_border_is_told(link):
    _, report, _ = link(
        [("项目编号", "P1", "LineString", [[115.01, 24.402], [115.01, 24.408]])], projects=[project("P1", A)]
    )
    assert codes(report) == ["shape_border"]
    (found,) = [f for f in report.findings if f.code == "shape_border"]
    assert f"{A}、{B}" in found.text("found")


LEDGER = [
    # Stands in A; owned by B (飞地); serves B and C by heads.
    ("Z1", "冷库", "经营性", "南镇", "甲村委会", A, "村集体", "南镇", "乙村委会", B),
    # Owned by A and D: the table says so. The ledger's word does not count then.
    ("Z2", "水渠", "公益性", "南镇", "甲村委会", A, "村集体", "南镇", "乙村委会", B),
    # Owned by the township: no village.
    ("Z3", "道路", "公益性", "北镇", "丙村委会", C, "乡镇", "", "", ""),
    # Owned by a village collective, but which one is not said.
    ("Z4", "圈舍", "经营性", "北镇", "丁村委会", D, "村集体", "", "", ""),
    # The owner's code and name contradict each other.
    ("Z5", "光伏", "经营性", "北镇", "丁村委会", D, "村集体", "北镇", "丙村委会", D),
]
OWNERS = [
    ("Z2", "甲社", "村集体", "南镇", "甲村委会", "", "0.75"),
    ("Z2", "丁社", "村集体", "北镇", "", D, "0.25"),
]
BENEFITS = [
    ("Z1", "南镇", "乙村委会", B, "", "", "30"),
    ("Z1", "北镇", "丙村委会", C, "", "", "10"),
    ("Z2", "南镇", "甲村委会", A, "0.5", "9", ""),
    ("Z2", "北镇", "无此村委会", "", "0.5", "9", ""),
    ("Z3", "北镇", "丙村委会", C, "0.7", "", ""),
    ("Z3", "北镇", "丁村委会", D, "0.2", "", ""),
]


@pytest.fixture
def assets(link):
    return link(assets=LEDGER, asset_owners=OWNERS, asset_benefits=BENEFITS)


def test_an_asset_has_three_links_each_known_or_unknown_by_itself(assets):
    _, report, linked = assets
    assert shares_of(linked, "asset_shares", "Z1") == [
        ("受益村", B, SOUTH, 0.75, "beneficiaries", None),
        ("受益村", C, NORTH, 0.25, "beneficiaries", None),
        ("坐落村", A, SOUTH, 1.0, "link", None),
        ("权属村", B, SOUTH, 1.0, "stated", None),
    ]
    assert shares_of(linked, "asset_shares", "Z2") == [
        ("受益村", A, SOUTH, 0.5, "stated", None),
        ("受益村", None, NORTH, 0.5, "stated", "name_unknown"),
        ("坐落村", A, SOUTH, 1.0, "link", None),
        ("权属村", A, SOUTH, 0.75, "stated", None),
        ("权属村", D, NORTH, 0.25, "stated", None),
    ]
    assert shares_of(linked, "asset_shares", "Z3") == [
        ("受益村", None, None, 1.0, None, "shares_not_whole"),
        ("坐落村", C, NORTH, 1.0, "link", None),
        ("权属村", None, None, 1.0, None, "owner_no_village"),
    ]
    assert shares_of(linked, "asset_shares", "Z4") == [
        ("受益村", None, None, 1.0, None, "place_not_stated"),
        ("坐落村", D, NORTH, 1.0, "link", None),
        ("权属村", None, None, 1.0, None, "place_not_stated"),
    ]
    assert shares_of(linked, "asset_shares", "Z5")[-1][1:] == (
        None, NORTH, 1.0, "stated", "code_name_differ",
    )  # fmt: skip
    assert codes(report) == ["place_shares_not_whole"]


def test_what_a_village_has_through_two_owners_or_two_rows_is_added_up(link):
    _, _, linked = link(
        assets=LEDGER[:2],
        # B owns 0.25 + 0.35 = 0.6 through two collectives; two villages that nobody knows stay two.
        asset_owners=[
            ("Z1", "乙一社", "村集体", "南镇", "乙村委会", "", "0.25"),
            ("Z1", "乙二社", "村集体", "南镇", "", B, "0.35"),
            ("Z1", "某社", "村集体", "南镇", "无此村委会", "", "0.2"),
            ("Z1", "另社", "村集体", "南镇", "也无此村委会", "", "0.2"),
        ],
        # Of 5 + 3 = 8 households nobody says how many persons all are; D has 2 of 10.
        asset_benefits=[
            ("Z1", "南镇", "乙村委会", "", "", "5", "15"),
            ("Z1", "南镇", "", B, "", "3", ""),
            ("Z1", "北镇", "丁村委会", D, "", "2", "6"),
        ],
    )
    assert shares_of(linked, "asset_shares", "Z1") == [
        ("受益村", B, SOUTH, 0.8, "beneficiaries", None),
        ("受益村", D, NORTH, 0.2, "beneficiaries", None),
        ("坐落村", A, SOUTH, 1.0, "link", None),
        ("权属村", B, SOUTH, 0.6, "stated", None),
        ("权属村", None, SOUTH, 0.2, "stated", "name_unknown"),
        ("权属村", None, SOUTH, 0.2, "stated", "name_unknown"),
    ]
    served = linked.tables["asset_shares"].query("relation == '受益村' and asset_id == 'Z1'")
    assert served["households"].tolist() == [8, 2]
    assert served["persons"].isna().tolist() == [True, False]
    assert villages_in_words(linked, "权属村", lang="zh")["Z1"] == "乙村 60%、未定 20%、未定 20%"


def test_each_link_of_an_asset_has_its_own_status_method_and_candidates(assets):
    _, _, linked = assets
    owners = linked.tables["asset_owners"].set_index(["asset_id", "owner_level"])
    assert owners["link_status"].tolist() == ["linked", "linked", "linked", "conflict"]
    assert owners["link_method"].tolist()[:2] == ["name", "code"]
    assert owners["link_candidates"].tolist()[-1] == f"{C};{D}"
    counts = {name: linked.counts[name] for name in ("assets", "asset_owners", "asset_benefits")}
    assert {name: (own.rows, own.linked, own.unlinked) for name, own in counts.items()} == {
        "assets": (5, 5, 0),
        "asset_owners": (4, 3, 1),
        "asset_benefits": (6, 5, 1),
    }


def test_shares_of_every_record_and_relation_add_up_to_exactly_one(assets):
    _, _, linked = assets
    shares = linked.tables["asset_shares"]
    for _, own in shares.groupby(["asset_id", "relation"]):
        assert sum(Fraction(str(share)) for share in own["share"]) == 1
    assert shares.groupby("asset_id")["relation"].nunique().eq(3).all()


def test_a_share_that_is_lost_is_a_fault(assets):
    _, _, linked = assets
    shares, keys = linked.tables["asset_shares"], linked.tables["assets"]["asset_id"]
    for broken in (shares[shares["asset_id"] != "Z4"], shares.drop(index=shares.index[0])):
        with pytest.raises(ConservationError, match="Z"):
            _require_whole(broken, keys, key="asset_id", relation="坐落村")


def test_a_ledger_without_the_tables_still_has_three_links(link):
    _, _, linked = link(assets=LEDGER)
    assert [row[:2] for row in shares_of(linked, "asset_shares", "Z2")] == [
        ("受益村", None),
        ("坐落村", A),
        ("权属村", B),
    ]


def test_a_workspace_without_projects_and_assets_has_no_shares(link):
    _, _, linked = link()
    assert not [name for name in linked.tables if name.endswith("_shares")]
    assert share_tables({}, {}, pd.Series(dtype="str")) == {}


def test_the_registry_holds_the_three_links(assets):
    workspace, _, linked = assets
    with renewing(workspace) as registry:
        counts = write_registry(workspace, linked, NO_PAST, registry)
    # Three relations of five assets, two of them in two rows, one in two: 15 + 3.
    assert (counts["asset_owners"], counts["asset_benefits"], counts["asset_shares"]) == (4, 6, 18)


def test_the_list_counts_the_links_and_shows_every_divided_record(assets, tmp_path):
    workspace, _, linked = assets
    for lang, names in (("zh", ("份额汇总", "跨村份额")), ("en", ("Shares", "Shares by village"))):
        path = tmp_path / f"{lang}.xlsx"
        write_link_list(workspace, linked, path, lang=lang)
        sheets = {sheet.name: sheet.rows for sheet in read_sheets(path)}
        counts, listed = (sheets[name] for name in names)
        numbers = [row[2:9] for row in counts if len(row) > 2 and isinstance(row[2], int | float)]
        # 坐落村: all five in one; 权属村: Z1 in one, Z2 in two, Z3 no village, Z4 not stated, Z5 unknown;
        # 受益村: Z1 in two villages, Z2 in part, Z4 and Z5 not stated, Z3 unknown.
        assert numbers == [[5, 5, 0, 0, 0, 0, 0], [5, 1, 1, 0, 1, 1, 1], [5, 0, 1, 1, 0, 2, 1]]
        assert [row[1] for row in listed if len(row) > 1 and str(row[1]).startswith("Z")] == [
            "Z1", "Z1", "Z2", "Z2", "Z2", "Z2",
        ]  # fmt: skip


def test_more_records_in_the_sheet_than_there_are_is_a_fault(assets):
    _, _, linked = assets
    states = state_of_records(linked.tables["asset_shares"], "asset_id")
    with pytest.raises(ConservationError):
        _count(states, "assets", records=4, lang="zh")


def test_the_villages_of_an_asset_are_said_with_their_shares(assets):
    _, _, linked = assets
    owned = villages_in_words(linked, "权属村", lang="zh")
    assert owned.to_dict() == {"Z1": "乙村", "Z2": "甲村 75%、丁村 25%", "Z3": "不属于村"}
    served = villages_in_words(linked, "受益村", lang="en")
    assert served.to_dict() == {"Z1": "乙村 75%、丙村 25%", "Z2": "甲村 50%、unknown 50%"}


def test_an_owner_that_only_the_ledger_names_has_no_key_in_the_list_of_owners():
    """The key of the asset is none of the list: the registry would take the row for an added one."""
    source = {"source_file": "f", "source_sheet": "s", "source_row": 2}
    places = {"township": None, "village": None, "village_code": None}
    owner = {"owner": "甲社", "owner_level": "村集体", "owner_township": "南镇", "owner_village_code": None}
    asset = {"asset_id": "Z1", "owner_village": "甲村", "record_key": "Z1"} | places | owner | source
    listed = {"asset_id": "Z2", "owner": "乙社", "village": "乙村", "record_key": "k2"} | source
    owners = ledger_owners({"assets": pd.DataFrame([asset]), "asset_owners": pd.DataFrame([listed])})
    assert list(owners["asset_id"]) == ["Z2", "Z1"]
    assert owners["record_key"].to_list()[0] == "k2"
    assert owners["record_key"].isna().to_list() == [False, True]
