"""The layer of registered against living people: who is drawn, how, and how large."""

import pandas as pd
import pytest

from ruralmap.draw.moves import (
    growth,
    moves_card,
    moves_data,
    moves_legend,
    moves_switch,
    moves_symbols,
)
from ruralmap.draw.shapes import lay_out
from ruralmap.words.palette import MOVES, SHAPES

KINDS = list(MOVES)


@pytest.fixture
def land(villages, townships):
    return lay_out(villages, townships)


@pytest.mark.parametrize(
    ("net", "expected"),
    [
        # The square root of persons by 60, between 0.55 (18 persons) and 2.3 (317).
        pytest.param(0, 0.55, id="nobody"),
        pytest.param(18, 0.55, id="the smallest"),
        pytest.param(60, 1.0, id="the common size"),
        pytest.param(-240, 2.0, id="four times as many, left"),
        pytest.param(10_000, 2.3, id="the largest"),
    ],
)
def test_the_area_follows_the_net_number_within_limits(net, expected):
    assert growth(net) == pytest.approx(expected)


def test_villages_that_somebody_left_or_came_to_are_drawn(land, counts, read_numbers):
    table = moves_data(land, counts)
    columns = table["columns"]
    assert table["rows"] == 3
    assert columns["name"] == ["甲一村村民委员会", "甲二村村民委员会", "乙一村村民委员会"]
    assert columns["net_persons"] == [-10, 6, 0]
    assert columns["living_households"] == [26, 9, 4]
    assert [KINDS[number] for number in read_numbers(columns["kind"])] == ["left", "arrived", "even"]
    assert read_numbers(columns["size"]) == [55, 55, 55]
    assert read_numbers(columns["village"]) == [0, 1, 2]


def test_the_shape_alone_tells_the_kinds_apart():
    spec = moves_symbols()
    assert len(set(spec["shapes"])) == len(KINDS)
    assert spec["shapes"][0] == SHAPES["up"]
    assert len({fill["colour"] for fill in spec["fills"]}) == len(KINDS)


def test_the_switch_is_off_and_counts_the_villages(land, counts):
    entry = moves_switch(land, counts, "zh")
    assert entry.figures == ("3",)
    assert entry.control.checked is False


def test_the_legend_counts_the_kinds_and_says_who_is_on_no_village(land, counts):
    legend = moves_legend(land, counts, "zh")
    assert legend.layer == "moves"
    assert [(entry.label, entry.figures) for entry in legend.entries[:3]] == [
        ("居住多于登记", ("1",)),
        ("居住少于登记", ("1",)),
        ("迁入迁出相等", ("1",)),
    ]
    sizes = [entry.swatch.scale for entry in legend.entries[3:]]
    assert sizes == sorted(sizes)
    assert sizes[-1] == 1
    assert "名单共 130 人，两种口径全县合计相同；居住地不明 1 人、住在县外 3 人不在图上。" in legend.notes[0]


def test_a_county_in_which_nobody_moved_has_an_empty_layer(land, counts):
    nobody = pd.DataFrame(0, index=counts.index, columns=counts.columns)
    assert moves_data(land, nobody)["rows"] == 0
    assert moves_switch(land, nobody, "zh").figures == ("0",)


def test_the_card_lists_both_counts_of_persons_and_households():
    lines = moves_card("zh")["lines"]
    assert [line["heading"] for line in lines if "heading" in line] == ["按人计", "按户计"]
    assert [line["column"] for line in lines if "column" in line][:3] == [
        "registered_persons",
        "living_persons",
        "in_persons",
    ]
