"""A toy county is linked, every row is counted, and what a person must look at is listed."""

import pandas as pd
import pytest

import toy
from ruralmap.errors import InputError
from ruralmap.files.sheets import read_sheets
from ruralmap.jobs.check import check
from ruralmap.jobs.county import link_county
from ruralmap.jobs.link_list import write_link_list
from ruralmap.workspace import open_workspace

FIRST = "441624100201"


@pytest.fixture
def link(tmp_path):
    """Links the toy county with a roster and, if given, points of households."""

    def run(roster, points=()):
        root = toy.write_county(tmp_path, roster, money=False)
        if points:
            header = ("户编号", "经度", "纬度", "坐标系", "采集日期")
            toy.write_csv(root / "layers" / "住户坐标.csv", header, points)
            settings = (root / "ruralmap.toml").read_text(encoding="utf-8")
            named = settings.replace("[tables]", '[tables]\nhousehold_points = "layers/住户坐标.csv"')
            (root / "ruralmap.toml").write_text(named, encoding="utf-8")
        workspace = open_workspace(root)
        return workspace, link_county(workspace, check(workspace))

    return run


def counts(linked):
    found = linked.counts["households"]
    return found.rows, found.linked, found.unlinked, found.rejected


def without(row, place):
    return (*row[:place], "", *row[place + 1 :])


HOUSEHOLD, PERSON = 3, 4


@pytest.mark.parametrize(
    ("lost", "expected"),
    [
        # H1 is kept and linked in each case.
        pytest.param([without(toy.person(FIRST, "H2", 1), PERSON)], (2, 1, 0, 1), id="its only row"),
        pytest.param(
            [without(toy.person(FIRST, "H2", member), PERSON) for member in (1, 2)],
            (2, 1, 0, 1),
            id="both of its rows",
        ),
        pytest.param([without(toy.person(FIRST, "H1", 2), PERSON)], (1, 1, 0, 0), id="a row of a kept one"),
        pytest.param(
            [without(toy.person(FIRST, "", member), PERSON) for member in (1, 2)],
            (3, 1, 0, 2),
            id="two rows that name no household",
        ),
    ],
)
def test_households_of_rows_set_aside_are_counted(link, lost, expected):
    _, linked = link([toy.person(FIRST, "H1", 1), *lost])
    assert counts(linked) == expected


def test_villages_of_a_township_that_the_layer_lacks_are_refused(tmp_path):
    root = toy.write_county(tmp_path, [toy.person(FIRST, "H1", 1)], money=False)
    south = [({"乡镇代码": "441624100", "乡镇名称": "南镇"}, toy.ring(115.0, 24.40, 0.02))]
    toy.write_layer(root / "layers" / "乡镇界.geojson", south)
    workspace = open_workspace(root)
    report = check(workspace)
    with pytest.raises(InputError, match="441624101"):
        link_county(workspace, report)


@pytest.mark.parametrize(
    ("second", "answer"),
    [
        # 甲村 is 115.00 to 115.01 east, 乙村 115.01 to 115.02; H1 has no code and no name.
        pytest.param(("115.006", "2024-06-01"), ("linked", FIRST, None), id="the same village"),
        pytest.param(("115.015", "2024-06-01"), ("unlinked", None, "points_disagree"), id="another village"),
        pytest.param(("115.015", "2024-10"), ("linked", FIRST, None), id="another village, after the date"),
    ],
)
def test_a_household_goes_where_all_its_points_lie(link, second, answer):
    lon, day = second
    points = [("H1", "115.005", "24.405", "CGCS2000", "2024-05-01")]
    points.append(("H1", lon, "24.405", "CGCS2000", day))
    _, linked = link([("", "", "", *toy.person(FIRST, "H1", 1)[3:])], points)
    row = linked.households.iloc[0]
    found = [row[name] for name in ("link_status", "linked_village_code", "link_reason")]
    assert tuple(None if pd.isna(value) else value for value in found) == answer


def test_linked_rows_with_something_wrong_have_a_sheet_of_their_own(link, tmp_path):
    unknown = ("古寨镇", *toy.person(FIRST, "H2", 1)[1:])
    split = (*toy.person(FIRST, "H3", 1)[:1], "北镇丙村委会", *toy.person(FIRST, "H3", 1)[2:])
    workspace, linked = link([toy.person(FIRST, "H1", 1), unknown, split])
    write_link_list(workspace, linked, tmp_path / "list.xlsx")
    sheets = {sheet.name: sheet.rows for sheet in read_sheets(tmp_path / "list.xlsx")}
    keys = {
        name: [row[1] for row in rows if len(row) > 1 and str(row[1]).startswith("H")]
        for name, rows in sheets.items()
    }
    assert keys["已落图但需留意"] == ["H2"]
    assert keys["待确认"] == ["H3"]


LEDGERS = {
    "water_sources": (("水源编号", "水质检测日期"), ("S", "2024-01-05")),
    "parcels": (("地块编号", "面积(亩)"), ("D", "2.5")),
    "leaders": (("带头人编号", "认定日期"), ("L", "2023-03")),
    "grids": (("网格编号", "网格级别"), ("W", "村")),
    "system_assets": (("系统资产编号", "资产名称", "数据日期"), ("X", "水渠", "2024-09-30")),
}


def with_tables(root, tables):
    """Name further tables in the toy county's ruralmap.toml, one CSV file each."""
    lines = []
    for name, (header, rows) in tables.items():
        toy.write_csv(root / "layers" / f"{name}.csv", header, rows)
        lines.append(f'{name} = "layers/{name}.csv"')
    settings = (root / "ruralmap.toml").read_text(encoding="utf-8")
    (root / "ruralmap.toml").write_text(
        settings.replace("[tables]", "\n".join(["[tables]", *lines])), encoding="utf-8"
    )
    return open_workspace(root)


def test_ledgers_that_name_a_place_are_linked_and_every_row_is_counted(tmp_path):
    root = toy.write_county(tmp_path, toy.people(FIRST, 1, prefix="H"), money=False)
    place = ("乡镇", "行政村", "行政村代码")
    tables = {}
    for name, (header, cells) in LEDGERS.items():
        key, *others = cells
        # By code and name, by name alone, and in a village that nobody knows.
        places = [("南镇", "甲村委会", FIRST), ("北镇", "丙村", ""), ("北镇", "无名村", "")]
        rows = [(f"{key}{number}", *others, *found) for number, found in enumerate(places, start=1)]
        tables[name] = ((*header, *place), rows)
    workspace = with_tables(root, tables)
    linked = link_county(workspace, check(workspace))
    for name in LEDGERS:
        found = linked.tables[name]["linked_village_code"]
        assert found.iloc[:2].tolist() == [FIRST, "441624101201"], name
        assert pd.isna(found.iloc[2]), name
        counted = linked.counts[name]
        assert (counted.rows, counted.linked, counted.unlinked, counted.rejected) == (3, 2, 1, 0)
    write_link_list(workspace, linked, tmp_path / "list.xlsx")
    listed = [row for sheet in read_sheets(tmp_path / "list.xlsx") for row in sheet.rows]
    assert any("饮水水源" in row and "S3" in row for row in listed)


def test_ledgers_of_households_and_persons_are_held_against_the_roster(tmp_path):
    root = toy.write_county(tmp_path, toy.people(FIRST, 1, prefix="H"), money=False)
    workspace = with_tables(
        root,
        {
            "household_records": (("户编号", "网格编号"), [("H0001", ""), ("H0009", "")]),
            "jobs": (("人编号", "务工起始日期"), [("H0001-01", "2024-02-01"), ("H0009-01", "2024-02")]),
            "payments": (
                ("兑付编号", "补贴项目", "户编号"),
                [("F1", "庭院经济", ""), ("F2", "庭院经济", "H7")],
            ),
        },
    )
    report = check(workspace)
    lost = [
        (found.table, found.row, found.raw)
        for found in report.findings
        if found.code == "reference_missing" and found.table in workspace.tables
    ]
    assert sorted(row for row in lost if row[0] in {"household_records", "jobs", "payments"}) == [
        ("household_records", 3, "H0009"),
        ("jobs", 3, "H0009-01"),
        ("payments", 3, "H7"),
    ]
    # What points nowhere is read all the same, and a month stays a month.
    assert report.tables["jobs"]["from_on"].tolist() == ["2024-02-01", "2024-02"]
