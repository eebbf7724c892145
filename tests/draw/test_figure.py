import dataclasses
import io
import re
import sys

import matplotlib.image
import pytest

from ruralmap.draw.figure import SHEET_KINDS, sankey_sheet
from ruralmap.draw.sankey import ENDS, lay_sankey
from ruralmap.errors import OutputError, UsageError

NAMES = {
    "township": {"441624100": "甲镇"},
    "village": {"441624100201": "甲一村"},
    "project": {"P1": "二〇二四年甲镇甲一村小型农田水利设施（二期）"},
}
GID = re.compile(r'id="bar-(\d+)-\d+-(-?\d+)"')


def sums(svg):
    """Add up the bars of each column by what their ids say."""
    totals = {}
    for column, fen in GID.findall(svg.decode()):
        totals[int(column)] = totals.get(int(column), 0) + int(fen)
    return totals


@pytest.mark.parametrize("by", ENDS)
def test_the_bars_of_each_column_of_the_picture_are_the_ledger(flows, meta, by):
    svg = sankey_sheet(lay_sankey(flows, NAMES, by=by), "svg", meta=meta)
    columns = 2 if by == "township" else 3
    assert sums(svg) == dict.fromkeys(range(columns), 75_001)


def test_the_total_is_told_inside_the_file(flows, meta):
    svg = sankey_sheet(lay_sankey(flows, NAMES), "svg", meta=meta).decode()
    assert "<dc:description>合计 750.01 元</dc:description>" in svg
    assert "试验县资金流向桑基图（来源—村）" in svg


@pytest.mark.parametrize("kind", SHEET_KINDS.values())
def test_the_same_figure_gives_the_same_bytes(flows, meta, kind):
    flows.loc[2, "amount_fen"] = -5_000
    sankey = lay_sankey(flows, NAMES, by="project")
    content = sankey_sheet(sankey, kind, meta=meta)
    assert content == sankey_sheet(sankey, kind, meta=meta)
    assert b"2026-" not in content  # no day on which it was made


def test_a_picture_of_dots_shows_something(flows, meta):
    content = sankey_sheet(lay_sankey(flows, NAMES), "png", meta=meta)
    dots = matplotlib.image.imread(io.BytesIO(content))
    # A4 across at 200 dots an inch is 11.69 by 8.27 inches.
    assert dots.shape[:2] == (1653, 2338)
    assert len({tuple(dot) for dot in dots[::7, ::7].reshape(-1, dots.shape[2])}) > 20


def test_the_svg_needs_no_font_and_nothing_from_outside(flows, meta):
    svg = sankey_sheet(lay_sankey(flows, NAMES), "svg", meta=meta).decode()
    assert "<text" not in svg
    assert "clip-path" not in svg
    assert "<image" not in svg


@pytest.mark.parametrize("name", ["$甲_{镇}$", "<script>alert(1)</script>", "甲&乙", "{{ 7 * 7 }}"])
def test_a_hostile_name_is_drawn_as_it_stands(flows, meta, name):
    names = NAMES | {"township": {"441624100": name}}
    svg = sankey_sheet(lay_sankey(flows, names), "svg", meta=meta)
    assert sums(svg)[1] == 75_001
    assert b"<script" not in svg


def test_a_letter_that_no_font_has_is_told_and_nothing_is_drawn(flows, meta):
    # The last letter of the private plane 16: no font has it.
    names = NAMES | {"township": {"441624100": "甲\U0010fffd镇"}}
    with pytest.raises(OutputError, match="\U0010fffd"):
        sankey_sheet(lay_sankey(flows, names), "svg", meta=meta)


def test_without_matplotlib_it_says_what_to_install(flows, meta, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(UsageError, match=r"ruralmap\[reports\]"):
        sankey_sheet(lay_sankey(flows, NAMES), "svg", meta=meta)


def test_no_money_is_an_empty_sheet(flows, meta):
    svg = sankey_sheet(lay_sankey(flows.iloc[:0], NAMES), "svg", meta=meta)
    assert sums(svg) == {}
    assert "合计 0.00 元" in svg.decode()


def test_a_long_reading_stands_on_several_lines(flows, meta):
    short = sankey_sheet(lay_sankey(flows, NAMES), "svg", meta=meta)
    told = dataclasses.replace(meta, reading="按户籍" * 60)
    # 180 Chinese letters of 7.5 points are 1,350 points: two lines of 782.
    long = sankey_sheet(lay_sankey(flows, NAMES), "svg", meta=told)
    assert long.count(b"text_") == short.count(b"text_") + 1


def written(svg):
    """What is written on the sheet: matplotlib leaves each text as a comment."""
    return re.findall(r"<!-- (.*?) -->", svg.decode())


def test_a_reading_is_broken_between_words(flows, meta):
    told = dataclasses.replace(meta, reading="reported " * 60)
    lines = [
        text
        for text in written(sankey_sheet(lay_sankey(flows, NAMES), "svg", meta=told))
        if "reported" in text
    ]
    # 540 letters of 3.9 points are 2,106: three lines of 782.
    assert len(lines) == 3
    assert {word for line in lines for word in line.removeprefix("口径：").split()} == {"reported"}


def test_the_bars_stand_above_a_foot_of_many_lines(flows, meta):
    told = dataclasses.replace(meta, reading="按户籍" * 200)
    svg = sankey_sheet(lay_sankey(flows, NAMES), "svg", meta=told).decode()
    bars = re.findall(r'id="bar-[\d-]+".*?d="M [\d.]+ ([\d.]+)', svg, re.DOTALL)
    # 603 letters of 7.5 points are 4,522: six lines, and two of note and sources; each is 10 high, 16 below.
    assert max(map(float, bars)) <= 595.3 - 16 - 8 * 10


@pytest.mark.parametrize(
    ("one", "other", "are_alike"),
    [
        # 841.9 - 30 - 625 - 9 - 5 = 172.9 points, less 6 letters of 4.16 for the amount: 147.9, 18 of 8.
        pytest.param("水" * 18, "水" * 17 + "火", False, id="whole"),
        pytest.param("水" * 19, "水" * 17 + "火火", True, id="seventeen and a sign"),
        pytest.param("水" * 19, "水" * 16 + "火火火", False, id="no shorter than that"),
        pytest.param("水" * 19, "水" * 400, True, id="never beyond the sheet"),
    ],
)
def test_a_name_is_shortened_only_where_the_sheet_ends(flows, meta, one, other, are_alike):
    sheets = [
        sankey_sheet(lay_sankey(flows, NAMES | {"project": {"P1": name}}, by="project"), "svg", meta=meta)
        for name in (one, other)
    ]
    assert (sheets[0] == sheets[1]) is are_alike


def test_long_names_of_sources_have_room(flows, meta):
    def left(channel):
        rows = flows.assign(channel=channel)
        svg = sankey_sheet(lay_sankey(rows, NAMES, lang="en"), "svg", meta=meta, lang="en").decode()
        return min(float(x) for x in re.findall(r'id="bar-0-[\d-]+".*?d="M ([\d.]+)', svg, re.DOTALL))

    # The margin of 30, "Central · bonds  0.07" with 20 letters of 4.16 and a dot of 8, and 5 to the bar.
    assert left("债券") == pytest.approx(30 + 5 + 8 + 20 * 4.16)
    assert left("驻镇帮镇扶村") == pytest.approx(30 + 5 + 8 + 40 * 4.16)


def test_bars_of_many_townships_are_as_high_as_their_money(flows, meta):
    codes = [f"441624{100 + i}" for i in range(60)]
    rows = flows.iloc[[0] * 60].assign(township_code=codes, village_code=None)
    rows = rows.astype({"township_code": "str", "village_code": "str"})
    names = NAMES | {"township": dict.fromkeys(codes, "镇")}
    svg = sankey_sheet(lay_sankey(rows, names, by="township"), "svg", meta=meta).decode()
    # A bar goes from its upper left corner by its width, and then down.
    tops = re.findall(r'id="bar-1-[\d-]+".*?d="M [\d.]+ ([\d.]+)', svg, re.DOTALL)
    # Sixty labels of 10.5 would be higher than the sheet: all stand between 98 and 540, none over another.
    assert max(map(float, tops)) < 540
    (source,) = re.findall(
        r'id="bar-0-[\d-]+".*?d="M [\d.]+ ([\d.]+)\s*L [\d.]+ [\d.]+\s*L [\d.]+ ([\d.]+)', svg, re.DOTALL
    )
    assert abs(float(source[1]) - float(source[0])) > 100
