import dataclasses

import pytest

from ruralmap.draw.meta import MapMeta

PLAIN = MapMeta(county="试验县", as_of="2024-09-30", sources=("甲", "乙"), reading="按户籍")


@pytest.mark.parametrize(
    ("simulated", "trial", "expected"),
    [
        pytest.param(False, False, (), id="real and adopted"),
        pytest.param(True, False, ("模拟数据",), id="simulated"),
        pytest.param(False, True, ("套用试算,不作认定依据",), id="trial"),
        pytest.param(True, True, ("模拟数据", "套用试算,不作认定依据"), id="both"),
    ],
)
def test_a_map_carries_the_marks_it_must(simulated, trial, expected):
    meta = dataclasses.replace(PLAIN, simulated=simulated, trial=trial)
    assert meta.marks("zh") == expected


def test_a_map_is_internal_unless_something_else_is_said():
    assert PLAIN.scope_of_use("zh") == "内部使用 · 不得公开"
    assert dataclasses.replace(PLAIN, scope="公开").scope_of_use("zh") == "公开"


@pytest.mark.parametrize(
    ("as_of", "lang", "expected"),
    [
        pytest.param("2024-09-30", "zh", "2024年9月30日", id="a day in Chinese"),
        pytest.param("2024-09-30", "en", "2024-09-30", id="a day in English"),
        pytest.param("2024-09", "zh", "2024-09", id="a month stays a month"),
    ],
)
def test_the_date_is_written_as_an_office_does(as_of, lang, expected):
    assert dataclasses.replace(PLAIN, as_of=as_of).as_of_text(lang) == expected


def test_the_foot_names_date_system_sources_reading_and_checksum():
    assert PLAIN.foot("zh", checksum="abc") == (
        "截至：2024年9月30日",
        "坐标系：CGCS2000 → WGS-84（网页墨卡托投影）",
        "数据来源：甲；乙",
        "口径：按户籍",
        "数据校验码：abc",
    )


def test_a_given_checksum_goes_before_that_of_the_page():
    assert dataclasses.replace(PLAIN, checksum="台账").foot("zh", checksum="abc")[-1] == "数据校验码：台账"


def test_the_stamp_on_the_map_repeats_every_mark():
    stamp = dataclasses.replace(PLAIN, simulated=True, trial=True).stamp("zh")
    assert stamp == "试验县 · 2024年9月30日 · 模拟数据 · 套用试算,不作认定依据 · 内部使用 · 不得公开"
