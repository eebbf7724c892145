"""Encodings are scored by what they read and by the names in it."""

import pytest

from ruralmap.schema.encodings import (
    family_of,
    find_strays,
    is_same_encoding,
    read_text,
    score_encodings,
)

VILLAGES = ["柳坪村", "大坝社区居委会", "石村村委会", "浰源镇"]


def encoded(encoding, names=VILLAGES):
    return [name.encode(encoding) for name in names]


@pytest.mark.parametrize("encoding", ["UTF-8", "GB18030", "GBK"])
def test_the_encoding_in_which_the_names_are_names_wins(encoding):
    best = score_encodings(encoded(encoding))[0]
    assert is_same_encoding(best.encoding, encoding)
    # All four are readable, and all four hold 村, 社区 or 镇: (4 + 4) / 4 = 2.
    assert (best.texts, best.readable, best.known, best.score) == (4, 4, 4, 2.0)
    assert best.sample == ("柳坪村", "大坝社区居委会", "石村村委会")


def test_traditional_text_in_big5_is_told_from_gb18030():
    best, *_ = score_encodings(encoded("big5", ["柳坪村", "大壩社區", "浰源鎮"]))
    assert best.encoding == "BIG5"
    assert best.sample[0] == "柳坪村"


def test_a_wrong_declaration_loses_and_a_right_one_wins_ties():
    assert score_encodings(encoded("gbk"), declared=["UTF-8"])[0].encoding == "GB18030"
    # 甲 and 乙 hold no known name and can be read as GB18030 and as Big5: what the file says decides.
    plain = encoded("gb18030", ["甲", "乙"])
    assert score_encodings(plain, declared=["Big5"])[0].encoding == "BIG5"
    assert score_encodings(plain, declared=["936"])[0].encoding == "GB18030"
    assert score_encodings(plain, declared=["nonsense"])[0].encoding == "GB18030"


def test_the_county_s_own_names_decide_where_common_ones_are_missing():
    # The bytes d2 bb are 一 in GBK and a Cyrillic letter, U+04BB, in UTF-8: both read them.
    text = ["一".encode("gbk")]
    assert score_encodings(text)[0].encoding == "UTF-8"
    assert score_encodings(text, names=["一", ""])[0].encoding == "GB18030"


def test_a_few_damaged_texts_do_not_lead_to_an_encoding_without_names():
    # Read as UTF-8: 2 of 4 readable, both with 村: (2 + 2) / 4 = 1. As GB18030 at most 4 readable without a
    # name: also 1 at most; UTF-8 stands before it.
    texts = [*encoded("utf-8", ["柳坪村", "石村"]), b"\xe6\x9f\xff\xfe", b"\xe6\xff\xff\xfe"]
    assert score_encodings(texts)[0].encoding == "UTF-8"


def test_a_last_character_cut_in_half_is_forgiven_and_private_signs_are_not():
    assert score_encodings(["乡镇名称".encode()[:10]])[0].readable == 1
    private = "\ue000村".encode()
    assert [item.readable for item in score_encodings([private]) if item.encoding == "UTF-8"] == [0]


def test_without_texts_nothing_is_scored():
    best = score_encodings([])[0]
    assert (best.encoding, best.score, best.sample) == ("UTF-8", 0.0, ())


def test_damaged_bytes_stay_visible():
    assert read_text("村".encode()[:2], "UTF-8") == "\\xe6\\x9d"
    assert read_text("村".encode(), "nonsense") == "村"
    assert family_of("nonsense") == ""


@pytest.mark.parametrize("name", ["hex", "rot13", "zip", "undefined", "a\0b", "", "mbcs of nobody"])
def test_what_is_no_encoding_of_text_is_none(name):
    assert family_of(name) == ""


@pytest.mark.parametrize(("own", "other"), [("GB18030", "UTF-8"), ("UTF-8", "GB18030"), ("GBK", "utf-8")])
def test_texts_of_another_encoding_are_found_by_the_names_in_them(own, other):
    texts = [*encoded(own), *encoded(other, ["东坝村"])]
    assert find_strays(texts, own) == {"东坝村".encode(other): family_of(other)}


def test_a_text_that_its_own_encoding_reads_is_not_read_in_another():
    # 水库 in UTF-8 is e6b0b4 e5ba93; in pairs, e6b0 b4e5 ba93, the second is 村 in GB18030.
    text = "水库".encode()
    assert "村" in text.decode("gb18030")
    assert find_strays([text], "UTF-8") == {}
    # Without a name in either encoding nobody can tell, and nothing is made up.
    assert find_strays(["张三".encode()], "GB18030") == {}
    assert find_strays(["张三".encode("gbk")], "UTF-8") == {}
    assert find_strays(["张三".encode()], "GB18030", names=["张三"]) == {"张三".encode(): "utf-8"}
