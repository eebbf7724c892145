"""Where the toy county's low-income people live close together, and who of them no list reaches."""

import json

import openpyxl
import pytest

import toy
from adopted_toy import write_roster

BENEFITS = ("人编号", "救助类型", "享受起始日期", "享受截止日期")


@pytest.fixture
def county(tmp_path):
    """
    30 people in 甲村, at one point, and 25 in 乙村 without a point, in one hamlet, have a benefit in force.

    甲村 is on the list (31 monitored of 1,000 or fewer), 乙村 and 南镇 (100 of 2,000: 5 %) are certainly not.
    """
    folder = write_roster(tmp_path / "county", monitored=31, lifted=69)
    roster = folder / "layers" / "名单.csv"
    head, *rows = roster.read_text("utf-8-sig").splitlines()
    roster.write_text("\n".join([f"{head},自然村", *(f"{row},上村" for row in rows)]), "utf-8-sig")
    with (folder / "ruralmap.toml").open("a", encoding="utf-8") as file:
        file.write('benefits = "layers/救助补贴.csv"\nhousehold_points = "layers/坐标.csv"\n')
    benefits = [(f"A{n:04d}-01", "低保", "2024-01-01", "") for n in range(1, 31)]
    benefits += [(f"B{n:04d}-01", "特困", "2024-09", "2024-09-30") for n in range(1, 26)]
    benefits += [
        ("A0031-01", "低保", "2023-01-01", "2024-09-29"),  # ended the day before
        ("B0026-01", "低保", "2024-10-01", ""),  # not begun
        ("B0027-01", "临时救助", "2024-01-01", ""),  # of another kind
    ]
    toy.write_csv(folder / "layers" / "救助补贴.csv", BENEFITS, benefits)
    points = [(f"A{n:04d}", "115.005", "24.405", "CGCS2000") for n in range(1, 31)]
    toy.write_csv(folder / "layers" / "坐标.csv", ("户编号", "经度", "纬度", "坐标系"), points)
    return folder


def populate(folder, persons):
    """Give 甲村 another rural population."""
    path = folder / "layers" / "农村人口.csv"
    of_village = "0201,农村人口,户籍,2023-12-31,"
    text = path.read_text("utf-8-sig").replace(f"{of_village}1000", f"{of_village}{persons}")
    path.write_text(text, "utf-8-sig")


def test_clusters_by_points_by_hamlet_and_villages_side_by_side(county, run):
    populate(county, 300)  # 30 of 300 is a tenth, just enough
    status, out, err = run("zones", "clusters", "-w", county, "--variant", "civil", "--json")
    assert status == 0, err
    found = json.loads(out)
    assert [tuple(one.values())[:5] for one in found["clusters"]] == [
        ("points", 1, 30, 30, ["441624100201"]),
        ("hamlet", 1, 25, 25, ["441624100202"]),
        ("villages", 1, 30, 30, ["441624100201"]),  # 乙村 has 25, five too few
    ]
    # 25 of 55 live where no list reaches.
    assert (found["persons"], found["missed"], found["open"]) == (55, 25, 0)
    assert found["missed_share"] == pytest.approx(25 / 55)
    assert found["without_point"] == 25
    book = openpyxl.load_workbook(next((county / "maps").glob("*聚集区*.xlsx")))
    assert book.sheetnames == ["说明", "按坐标", "按自然村", "连片村"]
    text = "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    assert "内部使用" in text
    assert "A0001" not in text
    _, out, shown = run("zones", "clusters", "-w", county, "--variant", "civil")
    assert "45.45%" in shown
    assert "聚集区" in out


def test_a_village_with_too_small_a_part_is_joined_to_nothing(county, run):
    populate(county, 301)
    _, out, _ = run("zones", "clusters", "-w", county, "--variant", "civil", "--json")
    assert [one["kind"] for one in json.loads(out)["clusters"]] == ["points", "hamlet"]


def test_without_incomes_nobody_is_known_to_be_low_income_and_all_are_said_to_be_unknown(county, run):
    _, out, _ = run("zones", "clusters", "-w", county, "--json")
    found = json.loads(out)
    assert (found["clusters"], found["persons"], found["missed_share"], found["unanswered"]) == (
        [],
        0,
        None,
        100,
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--variant", "poor"), "没有口径 poor"),
        (("--method", "near"), "没有名为 near 的聚集区方法"),
    ],
)
def test_what_the_method_does_not_know_is_refused(county, run, words, said):
    status, _, err = run("zones", "clusters", "-w", county, "--quiet", *words)
    assert (status, said in err) == (1 if "near" in words else 2, True), err


def test_a_policy_without_the_rule_does_not_say_who_is_low_income(county, run, request):
    shipped = request.config.rootpath / "src/ruralmap/policies/yunnan-county-2022-2025.toml"
    text = shipped.read_text("utf-8").replace('"YN-19"', '"YN-9"').replace("yunnan-county-2022-2025", "own")
    (county / "own.toml").write_text(text, "utf-8")
    status, _, err = run("zones", "clusters", "-w", county, "--quiet", "--policy", "own.toml")
    assert (status, "YN-19" in err) == (2, True), err


def test_a_county_without_benefits_is_told_what_to_add(tmp_path, run):
    folder = write_roster(tmp_path / "county", monitored=1, lifted=1)
    status, _, err = run("zones", "clusters", "-w", folder, "--quiet", "--variant", "civil")
    assert (status, "benefits" in err) == (2, True)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("radius_m = 500", "radius_m = 0"), "radius_m"),
        (("radius_m = 500", "radius = 500"), "radius"),
        (('"低保"', '"低保户"'), "低保户"),
        (('selected_by = "YN-19"', ""), "selected_by"),
        (('id = "civil"', 'id = "selected"'), "重复"),
    ],
)
def test_a_method_that_says_what_the_tool_does_not_know_is_refused(county, run, request, change, said):
    shipped = request.config.rootpath / "src/ruralmap/policies/clusters/low-income.toml"
    path = county / "low-income.toml"
    path.write_text(shipped.read_text("utf-8").replace(*change), "utf-8")
    status, _, err = run("zones", "clusters", "-w", county, "--quiet", "--method", path)
    assert (status, said in err) == (1, True), err
