"""A toy county of four 1 km squares, and a browser that may reach nothing."""

import os
import shutil
from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from ruralmap.draw.funds import FundDetails, fund_map
from ruralmap.draw.meta import MapMeta
from ruralmap.draw.zones import Overlays, priority_map
from ruralmap.link.tallies import OUTSIDE, UNKNOWN

WEST, SOUTH = 38_600_000.0, 2_700_000.0  # metres in EPSG:4526, the zone of the demonstration county
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def text(values):
    return pd.array(values, dtype="str")


@pytest.fixture
def villages():
    """甲镇 has the western column, 乙镇 the eastern; the second village of each lies north of the first."""
    corners = {
        "441624100201": (0, 0),
        "441624100202": (0, 1000),
        "441624101201": (1000, 0),
        "441624101202": (1000, 1000),
    }
    squares = [
        shapely.box(WEST + x, SOUTH + y, WEST + x + 1000, SOUTH + y + 1000) for x, y in corners.values()
    ]
    frame = gpd.GeoDataFrame(
        {
            "village": text(
                ["甲一村村民委员会", "甲二村村民委员会", "乙一村村民委员会", "乙二社区居民委员会"]
            ),
            "township_code": text([code[:9] for code in corners]),
        },
        index=pd.Index(corners, dtype="str", name="village_code"),
        geometry=squares,
        crs="EPSG:4526",
    )
    return frame.to_crs("EPSG:4490")


@pytest.fixture
def townships(villages):
    united = villages.dissolve("township_code")[["geometry"]]
    united.index = united.index.astype("str")
    return united.assign(township=text(["甲镇", "乙镇"]))


@pytest.fixture
def wavy_villages():
    """Thirty-six cells in two townships, whose borders wind: a valid coverage with many vertices."""
    squares = [
        shapely.box(WEST + x * 900, SOUTH + y * 900, WEST + (x + 1) * 900, SOUTH + (y + 1) * 900)
        for x in range(6)
        for y in range(6)
    ]

    def wind(at):
        # The same shift for the same place, so that neighbours keep their border.
        away = np.column_stack([np.sin(at[:, 1] / 97) * 60, np.cos(at[:, 0] / 83) * 60])
        return at + away + np.column_stack([np.sin(at[:, 1] / 19) * 8, np.cos(at[:, 0] / 23) * 8])

    codes = [f"44162410{x // 3}2{x % 3}{y}" for x in range(6) for y in range(6)]
    frame = gpd.GeoDataFrame(
        {
            "village": text([f"{code[-2:]}村" for code in codes]),
            "township_code": text([c[:9] for c in codes]),
        },
        index=pd.Index(codes, dtype="str", name="village_code"),
        geometry=shapely.transform(shapely.segmentize(np.array(squares), 15), wind),
        crs="EPSG:4526",
    )
    return frame.to_crs("EPSG:4490")


@pytest.fixture
def meta():
    return MapMeta(
        county="试验县",
        as_of="2024-09-30",
        sources=("村界(模拟)", "人口台账(模拟)"),
        reading="按户籍",
        simulated=True,
        trial=True,
    )


@pytest.fixture
def zone_rows():
    """甲一村 selected on both bases, 甲二村 on one only, 乙一村 on none, 乙二社区 without a row."""
    rows = [
        # level, code, outcome, certainty, basis, numerator, denominator, value, threshold, margin, rank
        ("village", "441624100201", "selected", "certain", "户籍", 40, 1000, 0.04, 0.03, 10, None),
        ("village", "441624100201", "selected", "certain", "常住", 40, 800, 0.05, 0.03, 16, None),
        ("village", "441624100202", "not_selected", "undecided", "户籍", 30, 1000, 0.03, 0.03, 0, None),
        ("village", "441624100202", "selected", "undecided", "常住", 30, 900, 30 / 900, 0.03, 3, None),
        ("village", "441624101201", "insufficient_data", None, "户籍", 12, None, None, 0.03, None, None),
        ("township", "441624100", "selected", "certain", "户籍", 120, 2000, 0.06, 0.05, 20, 1),
        ("township", "441624101", "not_selected", "certain", "户籍", 80, 2000, 0.04, 0.05, -20, 2),
    ]
    names = [
        "level",
        "code",
        "outcome",
        "certainty",
        "basis",
        "numerator",
        "denominator",
        "value",
        "threshold",
        "margin",
        "rank",
    ]
    frame = pd.DataFrame(rows, columns=names).assign(
        denominator_as_of=text(["2023-12-31"] * 4 + [None] + ["2023-12-31"] * 2),
        denominator_doc=text(["和统〔2024〕1号"] * 4 + [None] + ["和统〔2024〕1号"] * 2),
    )
    whole = dict.fromkeys(["numerator", "denominator", "margin", "rank"], "Int64")
    return frame.astype(whole | dict.fromkeys(["level", "code", "outcome", "certainty", "basis"], "str"))


@pytest.fixture
def sites(villages):
    middle = shapely.centroid(villages.geometry.iloc[0])
    return pd.DataFrame(
        {
            "site": text(["幸福安置点", "平安安置点"]),
            "site_kind": text(["集中", "分散"]),
            "households": pd.array([40, None], dtype="Int64"),
            "persons": pd.array([160, None], dtype="Int64"),
            "village_code": text(["441624100201", None]),
            "lon": [middle.x, np.nan],
            "lat": [middle.y, np.nan],
        }
    )


@pytest.fixture
def counts():
    """
    甲一村 has 90 registered and 10 left: 6 to 甲二村, 3 outside the county, 1 nobody knows where.

    甲二村 has 20 and gets 6; 乙一村 loses 2 and gets 2; nobody of 乙二社区 moved. 130 persons in all.
    """
    codes = ["441624100201", "441624100202", "441624101201", "441624101202", UNKNOWN, OUTSIDE]
    persons = {
        "registered": [90, 20, 12, 8, 0, 0],
        "living": [80, 26, 12, 8, 1, 3],
        "in": [0, 6, 2, 0, 1, 3],
        "out": [10, 0, 2, 0, 0, 0],
        "net": [-10, 6, 0, 0, 1, 3],
    }
    households = {
        "registered": [30, 7, 4, 3, 0, 0],
        "living": [26, 9, 4, 3, 1, 1],
        "in": [0, 2, 1, 0, 1, 1],
        "out": [4, 0, 1, 0, 0, 0],
        "net": [-4, 2, 0, 0, 1, 1],
    }
    columns = {f"{name}_persons": numbers for name, numbers in persons.items()}
    columns |= {f"{name}_households": numbers for name, numbers in households.items()}
    return pd.DataFrame(columns, index=pd.Index(codes, dtype="str", name="code"))


@pytest.fixture
def assets(villages):
    """
    Six assets: two with points, one known by its village, one nowhere, two of households.

    Original values 1, 2, 4, 8, 16 and 32 万元: every sum of some of them is its own.
    """
    middle = villages.geometry.representative_point()
    lon = [middle.x.iloc[0], middle.x.iloc[3], np.nan, np.nan, middle.x.iloc[1], np.nan]
    lat = [middle.y.iloc[0], middle.y.iloc[3], np.nan, np.nan, middle.y.iloc[1], np.nan]
    return pd.DataFrame(
        {
            "asset_id": text([f"ZC{i}" for i in range(6)]),
            "asset": text(["茶叶加工厂", "村道", "光伏电站", "无处冷库", "住户000123肉牛", "住户000124果苗"]),
            "asset_class": text(["经营性", "公益性", "经营性", "经营性", "到户类", "到户类"]),
            "subtype": text(["厂房", "道路", "光伏", "冷库", "牛", "苗"]),
            "run_state": text(["正常", "闲置", None, "损毁", "正常", "正常"]),
            "run_state_on": text(["2024-08-01", "2024-08-02", None, "2024-08", None, None]),
            "original_value_fen": pd.array([1_000_000 * 2**i for i in range(6)], dtype="Int64"),
            "operator": text(["甲一村联合社", None, "甲二村联合社", None, "住户000123", "住户000124"]),
            "owner_villages": text(["东村", "东村 60%、西村 40%", None, None, "不属于村", None]),
            "served_villages": text(["东村", None, None, "南村", None, None]),
            "custodian": text(["村委会主任", "管护员", None, None, "户主", "户主"]),
            "owner_level": text(["村集体", "乡镇", None, "县", "户", "户"]),
            "village_code": text(
                ["441624100201", "441624101202", "441624100202", None, "441624100202", "441624100202"]
            ),
            "lon": lon,
            "lat": lat,
        }
    )


@pytest.fixture
def flows():
    """
    中央 gives 700.01, 县 gives 50.00 (in 元): 500.01 + 50 reach 甲一村, 60 stop at 甲镇, 40 at no project.

    100 are arranged to a project that has no township. 500.01 + 50 + 60 + 40 + 100 = 750.01.
    By project: P1 500.01, P2 110, P3 100. By line: Z1 300, Z2 300.01, Z3 50, Z4 100.
    """
    rows = [
        (2023, "中央", "衔接", "Z1", "P1", "441624100", "441624100201", 30_000),
        (2024, "中央", "衔接", "Z2", "P1", "441624100", "441624100201", 20_001),
        (2024, "县", "自筹", "Z3", "P2", "441624100", "441624100201", 5_000),
        (2024, "中央", "衔接", "Z2", "P2", "441624100", None, 6_000),
        (2024, "中央", "衔接", "Z2", None, None, None, 4_000),
        (2024, "中央", "衔接", "Z4", "P3", None, None, 10_000),
    ]
    texts = ["level", "channel", "line_id", "prj_id", "township_code", "village_code"]
    frame = pd.DataFrame(rows, columns=["year", *texts, "amount_fen"]).astype(
        {"year": "Int64", "amount_fen": "Int64"} | dict.fromkeys(texts, "str")
    )
    return frame.assign(arranged=frame["prj_id"].notna().astype("boolean"))


@pytest.fixture
def fund_details(villages):
    """P2 stands in the middle of 乙二社区, its money is in 甲镇; P1 has no point, P3 nothing at all."""
    middle = shapely.centroid(villages.geometry.iloc[3])
    return FundDetails(
        documents={"Z1": "财农〔2023〕1号", "Z2": "财农〔2024〕2号"},
        projects={"P1": "甲一村水渠", "P2": "乙二社区冷库"},
        points=pd.DataFrame({"lon": [middle.x], "lat": [middle.y]}, index=pd.Index(["P2"], dtype="str")),
    )


@pytest.fixture
def overlays(sites, counts):
    return Overlays(sites, counts)


@pytest.fixture
def draw_priority(villages, townships, zone_rows, overlays, meta):
    """Draw the map of priority zones from what the other fixtures hold by then."""
    return lambda **more: priority_map(villages, townships, zone_rows, overlays, meta=meta, **more)


@pytest.fixture
def draw_funds(villages, townships, flows, fund_details, meta):
    """Draw the map of money from what the other fixtures hold by then."""
    return lambda **more: fund_map(villages, townships, flows, fund_details, meta=meta, **more)


@pytest.fixture
def read_numbers():
    """Read what `write_numbers` wrote, as the page's `numbers.js` does."""
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"

    def read(written):
        values, value, shift = [], 0, 0
        for digit in map(digits.index, written):
            value |= (digit & 31) << shift
            shift += 5
            if digit < 32:
                values.append(-(value + 1) // 2 if value & 1 else value // 2)
                value = shift = 0
        return values

    return read


@pytest.fixture
def read_borders(read_numbers):
    """Read the polygons of `Land.encode`, in grid units, as the page's `coverage.js` does."""

    def arcs_of(numbers):
        arcs, start = [], np.zeros(2, dtype=int)
        while numbers:
            count, steps = numbers[0], np.array(numbers[1 : 1 + 2 * numbers[0]]).reshape(-1, 2)
            start = start + steps[0]
            arcs.append(np.cumsum(np.vstack([start, steps[1:]]), axis=0))
            numbers = numbers[1 + 2 * count :]
        return arcs

    def ring_of(arcs, references):
        lines = [arcs[one >> 1][::-1] if one & 1 else arcs[one >> 1] for one in references]
        return shapely.LinearRing(np.vstack([lines[0], *(line[1:] for line in lines[1:])]))

    def read(borders):
        arcs, numbers = arcs_of(read_numbers(borders["arcs"])), iter(read_numbers(borders["cells"]))
        cells = []
        for rings in numbers:
            loops = [ring_of(arcs, [next(numbers) for _ in range(next(numbers))]) for _ in range(rings)]
            # Even-odd, as the canvas fills them: a ring inside a ring is a hole.
            area = shapely.Polygon()
            for loop in loops:
                area = area.symmetric_difference(shapely.Polygon(loop))
            cells.append(area)
        return cells

    return read


@dataclass
class Screen:
    """A page in the browser, and everything that went wrong on it."""

    page: object
    problems: list[str] = field(default_factory=list)

    def watch(self):
        self.page.on("request", lambda request: self._local(request.url))
        self.page.on("console", lambda said: self.problems.append(f"console {said.type}: {said.text}"))
        self.page.on("pageerror", lambda error: self.problems.append(f"error: {error}"))

    def _local(self, url):
        if not url.startswith(("file:", "data:", "about:")):
            self.problems.append(f"request: {url[:200]}")


@pytest.fixture(scope="session")
def chromium():
    """The system's Chromium; a test that needs it is skipped where something is missing, and says what."""
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="playwright is missing: pip install playwright"
    )
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        pytest.skip("Chromium is missing: apt-get install chromium fonts-noto-cjk")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=CHROMIUM_ARGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, tmp_path):
    """Open HTML from a file with the network off; fail at the end on any request, console line or error."""
    screens, contexts = [], []

    def open_it(html, *, width=1440, height=900, wait="[data-ready]", hash_=""):
        path = tmp_path / f"page{len(screens)}.html"
        path.write_text(html, encoding="utf-8")
        context = chromium.new_context(
            viewport={"width": width, "height": height}, offline=True, has_touch=width < 500
        )
        screen = Screen(context.new_page())
        screen.watch()
        screen.page.goto(path.as_uri() + hash_)
        screen.page.wait_for_selector(wait, timeout=20_000)
        screens.append(screen)
        contexts.append(context)
        return screen.page

    yield open_it
    for context in contexts:
        context.close()
    assert [problem for screen in screens for problem in screen.problems] == []
