import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruralmap.link.names import (
    clean_name,
    drop_prefix,
    label_of,
    readings_of,
    split_name,
    split_township,
)

REGIONS = ("广东省", "河源市", "和平县", "大坝镇")


@pytest.mark.parametrize(
    ("name", "stem", "kind", "label"),
    [
        pytest.param("土城子村委会", "土城子", "村委会", "土城子村", id="stem + 村委会"),
        pytest.param("高和村村委会", "高和", "村委会", "高和村", id="stem + 村村委会"),
        pytest.param("长发村民委员会", "长发", "村委会", "长发村", id="stem + 村民委员会"),
        pytest.param("友爱村村民委员会", "友爱", "村委会", "友爱村", id="stem + 村村民委员会"),
        pytest.param("春山村", "春山", "村委会", "春山村", id="stem + 村"),
        pytest.param("石井行政村", "石井", "村委会", "石井村", id="stem + 行政村"),
        pytest.param("石井村委", "石井", "村委会", "石井村", id="stem + 村委"),
        pytest.param("双龙社区", "双龙", "居委会", "双龙社区", id="stem + 社区"),
        pytest.param("三元社区居民委员会", "三元", "居委会", "三元社区", id="stem + 社区居民委员会"),
        pytest.param("文兴社区居委会", "文兴", "居委会", "文兴社区", id="stem + 社区居委会"),
        pytest.param("红星居委会", "红星", "居委会", "红星居委会", id="stem + 居委会"),
        pytest.param("进化社区村民委员会", "进化社区", "村委会", "进化社区", id="a 社区 that is a 村委会"),
        pytest.param("东村村委会", "东", "村委会", "东村", id="东 is the stem, 东村 the label"),
        pytest.param("水村", "水", "村委会", "水村", id="a stem of one character"),
        pytest.param("石村村村民委员会", "石村", "村委会", "石村村", id="a stem that ends in 村"),
        pytest.param("街道居委会", "街道", "居委会", "街道居委会", id="街道 is a stem"),
        pytest.param("街道社区居民委员会", "街道", "居委会", "街道社区", id="街道 in a 社区"),
        pytest.param("秀河畲族村村民委员会", "秀河畲族", "村委会", "秀河畲族村", id="a minority village"),
        pytest.param("巴彦嘎查", "巴彦", "村委会", "巴彦嘎查", id="a Mongolian 嘎查"),
        pytest.param("巴彦嘎查村民委员会", "巴彦", "村委会", "巴彦嘎查", id="嘎查 with its committee"),
        pytest.param("红旗牧委会", "红旗", "村委会", "红旗牧委会", id="a herders' committee"),
        pytest.param("柳坪", "柳坪", "", "柳坪", id="no ending"),
        pytest.param("村", "村", "", "村", id="nothing but an ending"),
        pytest.param("社区居委会", "社区", "居委会", "社区居委会", id="an ending before an ending"),
        pytest.param("", "", "", "", id="nothing"),
    ],
)
def test_a_name_is_taken_apart_by_its_longest_ending(name, stem, kind, label):
    assert split_name(name) == (stem, kind)
    assert label_of(name) == label


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        pytest.param(" 石 井 村\n", "石井村", id="spaces and a line end"),
        pytest.param("石井\u3000村", "石井村", id="a full-width space"),
        pytest.param("\ufeff石井\u200b村", "石井村", id="marks of no width"),
        pytest.param("第１２村", "第12村", id="full-width digits"),
        pytest.param("石井村（原石陂村）", "石井村", id="a remark in brackets"),
        pytest.param("石井村[已更名]【备注】", "石井村", id="two remarks"),
        pytest.param("柳坪（社区）", "柳坪社区", id="the kind in brackets"),
        pytest.param("（石井村）", "石井村", id="the whole name in brackets"),
        pytest.param("“石井村”、", "石井村", id="quotes and a stop"),
        pytest.param("石井村(", "石井村", id="a bracket that is never closed"),
    ],
)
def test_a_name_is_cleaned_of_what_typing_leaves(typed, cleaned):
    assert clean_name(typed) == cleaned


@pytest.mark.parametrize(
    "name",
    [
        "广东省河源市和平县大坝镇石井村",
        "河源市和平县大坝镇石井村",
        "和平县大坝镇石井村",
        "大坝镇石井村",
        "广东省河源市石井村",
        "广东省大坝镇石井村",
        "石井村",
    ],
)
def test_any_leading_part_of_the_regions_is_dropped(name):
    assert drop_prefix(name, REGIONS) == "石井村"


def test_a_known_region_takes_unknown_larger_ones_with_it():
    assert drop_prefix("广东省河源市和平县石井村", ["和平县"]) == "石井村"
    assert drop_prefix("广东省河源市和平县大坝镇石井村", ["大坝镇"]) == "石井村"


@pytest.mark.parametrize(
    ("name", "region"),
    [
        pytest.param("石镇村", "石镇", id="only an ending would be left"),
        pytest.param("石镇社区居委会", "石镇", id="only a long ending would be left"),
        pytest.param("大坝镇", "大坝镇", id="nothing would be left"),
        pytest.param("上大坝镇口村", "大坝镇", id="what stands before is no region"),
    ],
)
def test_a_region_is_kept_where_it_is_part_of_the_name(name, region):
    assert drop_prefix(name, [region]) == name


def test_kinds_keep_places_of_one_stem_apart():
    assert split_name("柳坪社区居民委员会") == ("柳坪", "居委会")
    assert split_name("柳坪村民委员会") == ("柳坪", "村委会")


def test_all_readings_are_listed_the_longest_ending_first():
    assert readings_of("石村村委会") == (("石", "村委会"), ("石村", "村委会"), ("石村村委会", ""))


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        pytest.param("大坝镇", ("大坝", "镇"), id="镇"),
        pytest.param("漳溪畲族乡", ("漳溪畲族", "乡"), id="乡"),
        pytest.param("城东街道办事处", ("城东", "街道"), id="office of a 街道"),
        pytest.param("城东街道", ("城东", "街道"), id="街道"),
        pytest.param("巴彦苏木", ("巴彦", "苏木"), id="苏木"),
        pytest.param("大坝", ("大坝", ""), id="no ending"),
        pytest.param("镇", ("镇", ""), id="nothing but an ending"),
    ],
)
def test_a_township_is_taken_apart(name, parts):
    assert split_township(name) == parts


@given(st.text(alphabet="村社区居民委员会大坝镇石 （）()１", max_size=12))
def test_no_typed_name_gets_an_empty_stem_unless_nothing_is_typed(typed):
    cleaned = clean_name(typed)
    stem, kind = split_name(typed)
    assert bool(stem) == bool(cleaned)
    assert kind in {"村委会", "居委会", ""}
    assert cleaned.startswith(stem)


@given(
    st.text(
        alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
        | st.sampled_from(" （）【】１ab\n"),
        max_size=20,
    )
)
def test_cleaning_twice_changes_nothing(typed):
    assert clean_name(clean_name(typed)) == clean_name(typed)
