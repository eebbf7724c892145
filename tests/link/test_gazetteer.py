from importlib import resources

import pandas as pd
import pytest

from ruralmap.link.gazetteer import villages_of_names

REGIONS = ("河源市", "和平县")


@pytest.fixture
def towns():
    """Two townships whose villages share names, stems and characters."""
    rows = [
        ("T1-01", "柳坪社区居民委员会", "T1", "大坝镇"),
        ("T1-02", "柳坪村民委员会", "T1", "大坝镇"),
        ("T1-03", "大坝社区居委会", "T1", "大坝镇"),
        ("T1-04", "大坝村村民委员会", "T1", "大坝镇"),
        ("T1-05", "东村村委会", "T1", "大坝镇"),
        ("T1-06", "进化社区村民委员会", "T1", "大坝镇"),
        ("T1-07", "石村村村民委员会", "T1", "大坝镇"),
        ("T1-08", "新民村村民委员会", "T1", "大坝镇"),
        ("T2-01", "新民村村民委员会", "T2", "上陵镇"),
        ("T2-02", "街道社区居委会", "T2", "上陵镇"),
        ("T2-03", "水村", "T2", "上陵镇"),
        ("T3-01", "黄沙村村民委员会", "T3", "城东街道"),
    ]
    columns = ["village_code", "village", "township_code", "township"]
    return pd.DataFrame(rows, columns=columns).set_index("village_code")


def _find(villages, name, township):
    names, townships = pd.Series([name], dtype="str"), pd.Series([township], dtype="str")
    return villages_of_names(names, townships, villages, regions=REGIONS).iloc[0]


@pytest.mark.parametrize(
    ("name", "township", "code"),
    [
        pytest.param("柳坪社区", "大坝镇", "T1-01", id="社区 is the community"),
        pytest.param("柳坪村", "大坝镇", "T1-02", id="村 is the village"),
        pytest.param("柳坪居委会", "大坝镇", "T1-01", id="居委会 is of the kind of 社区"),
        pytest.param("大坝村委会", "大坝镇", "T1-04", id="a village called like its township"),
        pytest.param("大坝镇大坝村", "大坝镇", "T1-04", id="the township stands before it"),
        pytest.param(
            "广东省河源市和平县大坝镇大坝社区居民委员会", "大坝镇", "T1-03", id="all regions before it"
        ),
        pytest.param("广东省大坝镇东村", "大坝镇", "T1-05", id="a province and the township before it"),
        pytest.param("东村", "大坝镇", "T1-05", id="东村 by its label"),
        pytest.param("东村村村委会", "大坝镇", None, id="东村村 is another village than 东村"),
        pytest.param("进化社区", "大坝镇", "T1-06", id="a 社区 that is a 村委会, by its label"),
        pytest.param("新民村", "大坝镇", "T1-08", id="one name, first township"),
        pytest.param("新民村", "上陵镇", "T2-01", id="one name, second township"),
        pytest.param("新民", "上陵", "T2-01", id="township without 镇, village without 村"),
        pytest.param("新民", "T2", "T2-01", id="township by code"),
        pytest.param("新民村", "和平县上陵镇", "T2-01", id="township with its county"),
        pytest.param("街道居委会", "上陵镇", "T2-02", id="街道 as a stem"),
        pytest.param("水村村委会", "上陵镇", "T2-03", id="水 as a stem"),
        pytest.param("黄沙村", "城东街道办事处", "T3-01", id="the office of a 街道"),
        pytest.param("黄沙村（城东）", "城东", "T3-01", id="a remark in brackets"),
    ],
)
def test_a_name_is_found_inside_its_township(towns, name, township, code):
    place = _find(towns, name, township)
    found = None if pd.isna(place["village_code"]) else place["village_code"]
    assert found == code


@pytest.mark.parametrize(
    ("name", "township", "reason", "candidates"),
    [
        pytest.param("柳坪", "大坝镇", "name_ambiguous", "T1-01;T1-02", id="the kind is not given"),
        pytest.param("石村村委会", "大坝镇", "name_unsure", "T1-07", id="石 + 村村委会, or 石村 + 村委会"),
        pytest.param("黄沙村", "大坝镇", "name_unknown", None, id="a village of another township"),
        pytest.param("新民社区", "大坝镇", "name_unknown", None, id="the kind contradicts"),
        pytest.param(
            "上陵镇新民村",
            "大坝镇",
            "township_differs",
            "T1-08;T2-01",
            id="two townships, both know the name",
        ),
        pytest.param(
            "上陵镇水村", "大坝镇", "township_differs", "T2-03", id="two townships, one knows the name"
        ),
        pytest.param(
            "上陵镇石陂村", "大坝镇", "township_differs", None, id="two townships, neither knows it"
        ),
        pytest.param("新民村", "古寨镇", "township_unknown", None, id="a township of another county"),
        pytest.param("新民村", "上陵乡", "township_unknown", None, id="a 乡 is not a 镇"),
        pytest.param("新民村", None, "township_missing", None, id="no township"),
    ],
)
def test_a_name_that_does_not_fit_one_village_is_not_linked(towns, name, township, reason, candidates):
    place = _find(towns, name, township)
    assert pd.isna(place["village_code"])
    assert place["reason"] == reason
    assert (None if pd.isna(place["candidates"]) else place["candidates"]) == candidates


def test_the_township_before_a_name_counts_where_none_is_given(towns):
    place = _find(towns, "和平县上陵镇新民村", None)
    assert (place["village_code"], place["township_code"]) == ("T2-01", "T2")


def test_a_record_without_a_name_still_has_its_township(towns):
    place = _find(towns, None, "上陵")
    assert place["township_code"] == "T2"
    assert pd.isna(place["reason"])
    assert pd.isna(place["candidates"])


def test_two_townships_of_one_name_are_told_apart_by_code_only(towns):
    towns.loc["T4-01"] = ["新民村村民委员会", "T4", "上陵镇"]
    assert _find(towns, "新民村", "上陵镇")["reason"] == "township_unknown"
    assert _find(towns, "新民村", "T4")["village_code"] == "T4-01"


def test_the_kind_of_the_list_goes_before_the_ending_of_the_name(towns):
    # The list writes the short name of a 社区 that is a 村委会: 社区 is then part of the stem.
    listed = towns.assign(village=towns["village"].replace("进化社区村民委员会", "进化社区"))
    listed["kind"] = listed["village"].str.contains("居").map({True: "居委会", False: "村委会"})
    assert _find(listed, "进化社区村民委员会", "大坝镇")["village_code"] == "T1-06"
    assert _find(listed, "进化社区", "大坝镇")["village_code"] == "T1-06"
    assert _find(listed, "进化社区居委会", "大坝镇")["reason"] == "name_unsure"


def test_answers_keep_the_index_of_the_names(towns):
    names = pd.Series(["新民村", None, "新民村"], index=[7, 3, 7], dtype="str")
    townships = pd.Series(["上陵镇", None, "大坝镇"], index=[7, 3, 7], dtype="str")
    places = villages_of_names(names, townships, towns)
    assert places.index.tolist() == [7, 3, 7]
    assert places["village_code"].tolist()[::2] == ["T2-01", "T1-08"]


def test_a_name_with_two_townships_is_in_neither(towns):
    place = _find(towns, "上陵镇新民村", "大坝镇")
    assert pd.isna(place["township_code"])
    assert not place["is_sure"]


def _listed(*rows):
    columns = ["village_code", "village", "township_code", "township"]
    return pd.DataFrame(list(rows), columns=columns).set_index("village_code")


@pytest.mark.parametrize("township", [None, "新市城关镇"])
@pytest.mark.parametrize("order", [1, -1], ids=["as listed", "the other way round"])
def test_the_longest_township_before_a_name_is_meant(township, order):
    villages = _listed(("A1", "石井村", "A", "城关镇"), ("B1", "石井村", "B", "新市城关镇"))
    place = _find(villages.iloc[::order], "新市城关镇石井村", township)
    assert (place["village_code"], place["township_code"]) == ("B1", "B")


@pytest.mark.parametrize("order", [1, -1], ids=["as listed", "the other way round"])
@pytest.mark.parametrize(
    ("name", "township", "code", "reason"),
    [
        pytest.param("大坝围村", "上陵", "B1", None, id="a village of the stated township"),
        pytest.param("大坝围村", "大坝", "A1", None, id="the stated township stands before it"),
        pytest.param("大坝围村", None, None, "township_missing", id="no township: it is a village's name"),
        pytest.param("大坝石谷村", None, "A2", None, id="no village is called so: a township before it"),
        pytest.param("大坝石谷村", "上陵", None, "township_differs", id="another township before it"),
    ],
)
def test_a_village_that_is_called_like_a_township_at_its_beginning(order, name, township, code, reason):
    villages = _listed(
        ("A1", "围村", "A", "大坝"), ("A2", "石谷村", "A", "大坝"), ("B1", "大坝围村", "B", "上陵")
    )
    place = _find(villages.iloc[::order], name, township)
    assert (None if pd.isna(place["village_code"]) else place["village_code"]) == code
    assert (None if pd.isna(place["reason"]) else place["reason"]) == reason


def test_a_township_of_two_spellings_is_read_in_the_same_way_whatever_the_order():
    villages = _listed(("A1", "石井村", "A", "大坝镇"), ("A2", "石谷村", "A", "大坝镇镇区"))
    for listed in (villages, villages.iloc[::-1]):
        assert _find(listed, "石井村", "大坝镇")["village_code"] == "A1"


@pytest.fixture
def heping():
    """The real lists of villages of 和平县: 2010 (without codes) and 2023."""
    folder = resources.files("ruralmap.demo") / "heping"
    with (folder / "villages_2010.csv").open(encoding="utf-8") as old:
        listed_2010 = pd.read_csv(old, dtype="str")
    with (folder / "villages_2023.csv").open(encoding="utf-8") as new:
        listed_2023 = pd.read_csv(new, dtype="str")
    listed_2023 = listed_2023.rename(columns={"code": "village_code", "name": "village"})
    return listed_2010, listed_2023.set_index("village_code")


def test_215_of_the_239_names_of_2010_are_found_in_2023(heping):
    old, new = heping
    places = villages_of_names(old["name"], old["township"], new, regions=REGIONS)
    found = places["village_code"].dropna()
    assert len(old) == 239
    assert len(found) == 215
    assert found.is_unique
    # No false match: the new name is the old one with 村委会 → 村村民委员会 or 居委会 → 社区居(民)委会.
    for row, code in found.items():
        stem = old.loc[row, "name"].removesuffix("村委会").removesuffix("居委会")
        ending = new.loc[code, "village"].removeprefix(stem)
        assert ending in {"村村民委员会", "社区居民委员会", "社区居委会"}


def test_the_24_names_that_need_care_are_those_that_were_changed(heping):
    old, new = heping
    places = villages_of_names(old["name"], old["township"], new, regions=REGIONS)
    missed = old["short_name"][places["village_code"].isna()]
    # In 12 townships 街道居委会 became 街镇社区居民委员会.
    assert (missed == "街道居委会").sum() == 12
    assert set(missed) - {"街道居委会"} == {
        *(
            "暧水村委会",
            "云新村委会",
            "上正村委会",
            "老正村委会",
            "成村村委会",
            "洪浰村委会",
        ),  # other characters
        *("秀河村委会", "增坑村委会"),  # became 畲族村
        *("罗村村委会", "严村村委会", "石村村委会", "中村村委会"),  # 罗 + 村村委会, or 罗村 + 村委会
    }
    # The last four are listed with the village they probably are, and left to a person.
    unsure = places[places["reason"] == "name_unsure"]
    likely = dict(zip(old["short_name"][unsure.index], new.loc[unsure["candidates"], "village"], strict=True))
    assert len(likely) == 4
    assert all(name.endswith(short.removesuffix("村委会") + "村村民委员会") for short, name in likely.items())


def test_every_name_of_2023_finds_itself_however_it_is_shortened(heping):
    _, new = heping
    short = new["village"].str.replace("^.*和平县.{2}镇", "", regex=True)
    bare_township = new["township"].str.removesuffix("镇")
    for names, townships in ((new["village"], new["township"]), (short, bare_township)):
        places = villages_of_names(names, townships, new)
        assert places["village_code"].tolist() == new.index.tolist()
