"""Codes through time in a whole county: what check finds, and which population the rules get."""

import pytest

import toy
from ruralmap.errors import InputError
from ruralmap.jobs.check import check, survey
from ruralmap.jobs.county import link_county
from ruralmap.jobs.facts import facts_of
from ruralmap.jobs.lineage import check_lineage
from ruralmap.rules.figures import population_figures
from ruralmap.workspace import open_workspace

FIRST, SECOND, THIRD, FOURTH = toy.SQUARES
HEADER = ("原代码", "原名称", "现代码", "现名称", "变更日期", "变更类型", "份额")
PEOPLE = ("行政区划代码", "指标", "口径", "截至日期", "数值", "数据来源")


def county(root, events, people):
    """Write a toy county with a lineage and rural populations of its own."""
    toy.write_county(root, [toy.person(FIRST, "H1", 1), old_person()])
    toy.write_csv(root / "layers" / "沿革.csv", HEADER, events)
    toy.write_csv(root / "layers" / "农村人口.csv", PEOPLE, people)
    settings = (root / "ruralmap.toml").read_text(encoding="utf-8")
    named = settings.replace("[tables]", '[tables]\nlineage = "layers/沿革.csv"')
    (root / "ruralmap.toml").write_text(named, encoding="utf-8")
    return open_workspace(root)


def old_person():
    """Give a person whose household is registered under the county's code and name of before."""
    row = toy.person(FIRST, "H2", 1)
    return (row[0], "河源市旧平县南镇甲村委会", "441699100201", *row[3:])


def people(*figures):
    return [(code, "农村人口", basis, day, value, "年鉴") for code, basis, day, value in figures]


UPGRADE = ("441699", "旧平县", "441624", "和平县", "2020-05-01", "更名", "")


def test_a_county_upgrade_carries_codes_names_and_population(tmp_path):
    figures = people(("441699100201", "户籍", "2019-12-31", 950), (FIRST, "户籍", "2023-12-31", 1000))
    figures += people(("441699100", "户籍", "2019-12-31", 1900), ("441699", "户籍", "2019-12-31", 3900))
    workspace = county(tmp_path, [UPGRADE], figures)
    linked = link_county(workspace, check(workspace))
    links = linked.households.set_index("hh_id")
    assert links.loc["H2", ["link_status", "linked_village_code", "link_method"]].tolist() == [
        "linked",
        FIRST,
        "code+name",
    ]
    chosen = population_figures(facts_of(workspace, linked))
    # The village has a later figure of its own; township and county have the carried one, with its source.
    assert chosen[FIRST, "农村人口", "户籍"].value == 1000
    assert chosen["441624100", "农村人口", "户籍"].value == 1900
    county_figure = chosen["441624", "农村人口", "户籍"]
    assert (county_figure.value, county_figure.as_of) == (3900, "2019-12-31")
    assert county_figure.doc == "由原 441699(3,900) 折算（2020-05-01 更名）；原来源：年鉴"
    (found,) = [item for item in survey(workspace).findings if item.code == "denominator_carried"]
    assert found.values["count"] == 3


def test_a_split_without_shares_is_found_and_leaves_no_figure(tmp_path):
    split = [("441624100290", "", code, "", "2020-01-01", "分立", "") for code in (FIRST, SECOND)]
    workspace = county(tmp_path, split, people(("441624100290", "户籍", "2019-12-31", 2000)))
    codes = [item.code for item in survey(workspace).findings]
    assert codes.count("lineage_share_missing") == 1
    assert codes.count("denominator_not_carried") == 1
    linked = link_county(workspace, check(workspace))
    assert population_figures(facts_of(workspace, linked)) == {}


def test_a_circle_is_found_by_check_and_refused_by_the_linker(tmp_path):
    circle = [
        (THIRD, "", FOURTH, "", "2018-01-01", "合并", ""),
        (FOURTH, "", THIRD, "", "2019-01-01", "合并", ""),
    ]
    workspace = county(tmp_path, circle, people((FIRST, "户籍", "2023-12-31", 1000)))
    report = survey(workspace)
    (found,) = [item for item in report.findings if item.code == "lineage_circle"]
    assert THIRD in found.text("found")
    with pytest.raises(InputError, match=THIRD):
        link_county(workspace, report)


def test_a_lineage_is_checked_without_populations_and_layers_too(tmp_path):
    split = [("441624100290", "", FIRST, "", "2020-01-01", "分立", "")]
    workspace = county(tmp_path, split, people((FIRST, "户籍", "2023-12-31", 1000)))
    report = survey(workspace)
    for tables, layers in (({"lineage": report.tables["lineage"]}, report.layers), (report.tables, {})):
        assert [item.code for item in check_lineage(workspace, tables, layers)] == ["lineage_share_missing"]
    assert check_lineage(workspace, {}, report.layers) == []


def test_a_population_of_an_unknown_code_is_said_without_a_lineage_too(tmp_path):
    workspace = county(tmp_path, [], people(("441624100299", "户籍", "2023-12-31", 1000)))
    report = survey(workspace)
    tables = {name: table for name, table in report.tables.items() if name != "lineage"}
    (found,) = check_lineage(workspace, tables, report.layers)
    assert (found.code, found.raw, found.row) == ("denominator_unknown", "441624100299", 2)
