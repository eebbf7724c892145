import pytest

from ruralmap.link.sounds import sound_alike, sound_nearly_alike


@pytest.mark.parametrize(
    ("one", "other", "same", "nearly"),
    [
        pytest.param("河", "和", True, True, id="both he, tones aside"),
        pytest.param("成", "澄", True, True, id="澄 is cheng or deng: one reading is enough"),
        pytest.param("正", "镇", False, True, id="zheng and zhen"),
        pytest.param("星", "新", False, True, id="xing and xin"),
        pytest.param("上", "三", False, True, id="shang and san"),
        pytest.param("南", "蓝", False, True, id="nan and lan"),
        pytest.param("福", "湖", False, True, id="fu and hu"),
        pytest.param("水", "坑", False, False, id="shui and keng"),
        pytest.param("东", "冬", True, True, id="dong: ong is not blurred"),
        pytest.param("A", "A", True, True, id="a letter is itself"),
        pytest.param("A", "B", False, False, id="two letters"),
    ],
)
def test_characters_sound_alike_by_any_of_their_readings(one, other, same, nearly):
    assert sound_alike(one, other) is sound_alike(other, one) is same
    assert sound_nearly_alike(one, other) is sound_nearly_alike(other, one) is nearly
