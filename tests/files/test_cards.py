"""The card beside a file comes back as it was written."""

import pytest

from ruralmap.errors import LayerError
from ruralmap.files.cards import Card, card_path, read_card, write_card

CARD = Card(
    title="村界",
    source='县自然资源局 "2023" \\ 版',
    date="2023-06-30",
    licence="内部使用",
    crs="EPSG:4490",
    simulated=True,
    restricted=True,
    note="两行\n说明",
)


def test_a_card_stands_beside_its_file(tmp_path):
    assert card_path(tmp_path / "村界.shp").name == "村界.shp.card.toml"


def test_a_card_comes_back_as_it_was_written(tmp_path):
    write_card(tmp_path / "村界.shp", CARD)
    assert read_card(tmp_path / "村界.shp") == CARD


def test_a_file_may_have_no_card(tmp_path):
    assert read_card(tmp_path / "村界.shp") is None


def test_a_card_needs_only_title_source_and_date(tmp_path):
    card_path(tmp_path / "a.csv").write_text(
        'title = "a"\nsource = "b"\ndate = 2024-06-30\n', encoding="utf-8-sig"
    )
    assert read_card(tmp_path / "a.csv") == Card("a", "b", "2024-06-30")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param('title = "a"\nsource = "b"\n', "date", id="field lacking"),
        pytest.param('title = ""\nsource = "b"\ndate = "2024"\n', "title", id="field empty"),
        pytest.param(
            'title = "a"\nsource = "b"\ndate = "2024"\nsimulate = true\n', "simulate", id="unknown field"
        ),
        pytest.param(
            'title = "a"\nsource = "b"\ndate = "2024"\nsimulated = "yes"\n', "simulated", id="no truth"
        ),
        pytest.param("title = a\n", "line 1", id="no TOML"),
    ],
)
def test_a_faulty_card_is_refused_with_what_is_wrong(tmp_path, content, said):
    card_path(tmp_path / "a.csv").write_text(content, encoding="utf-8")
    with pytest.raises(LayerError, match=said):
        read_card(tmp_path / "a.csv")


def test_a_card_in_another_encoding_is_refused(tmp_path):
    card_path(tmp_path / "a.csv").write_bytes('title = "村界"'.encode("gbk"))
    with pytest.raises(LayerError, match="资料卡"):
        read_card(tmp_path / "a.csv")
