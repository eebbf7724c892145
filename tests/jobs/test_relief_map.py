"""The map of work relief of the toy county: P1 is 专项, its pay 2,500 元 of two persons in two villages."""

import json
import re
from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from ruralmap.errors import InputError
from ruralmap.files.policies import read_policy
from ruralmap.funds.relief_lines import PayLine
from ruralmap.jobs.check import check
from ruralmap.jobs.relief_map import LINES_POLICY, draw_relief_map, pay_lines


@pytest.fixture(scope="module")
def report(money):
    return check(money.workspace)


def _data(page):
    return json.loads(re.search(r"data-page>(.*?)</script>", page, re.DOTALL)[1])


def test_the_lines_are_those_of_the_shipped_rule():
    lines = {
        mode: (f"{line.least:.2f}", line.whole) for mode, line in pay_lines(read_policy(LINES_POLICY)).items()
    }
    assert lines == {"推广": ("0.10", "fiscal"), "专项": ("0.30", "central")}
    assert all(isinstance(line, PayLine) for line in pay_lines(read_policy(LINES_POLICY)).values())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_map_holds_the_pay_and_nobody(money, report, lang):
    page = draw_relief_map(money.workspace, report, money.linked, lang=lang).to_html()
    columns = _data(page)["tables"]["projects"]["columns"]
    assert (columns["paid_fen"], columns["short_fen"]) == ([250_000], [50_000])
    assert columns["persons"] == [2]
    assert ("套用试算" if lang == "zh" else "TRIAL") in page
    for name in ("A0001", "B0001"):
        assert name not in page


def test_a_line_of_the_workspace_is_drawn(money, report):
    road = gpd.GeoDataFrame(
        {"prj_id": pd.array(["P1"], dtype="str")},
        geometry=[shapely.LineString([(114.99, 24.41), (115.0, 24.41)])],
        crs="EPSG:4490",
    )
    drawn = replace(report, shapes={"project_shapes": road})
    page = draw_relief_map(money.workspace, drawn, money.linked).to_html()
    assert _data(page)["lines"][0]["rows"] == "0"  # the first row


@pytest.mark.parametrize(("lacking", "title"), [("labour_pay", "劳务报酬发放表"), ("projects", "项目库")])
def test_without_its_tables_there_is_no_map(money, report, lacking, title):
    tables = {name: table for name, table in money.linked.tables.items() if name != lacking}
    with pytest.raises(InputError, match=title):
        draw_relief_map(money.workspace, report, replace(money.linked, tables=tables))
