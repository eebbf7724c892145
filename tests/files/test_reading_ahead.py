"""Files read in a second thread come as they would without it."""

import pytest

from ruralmap.errors import LayerError
from ruralmap.files.reading_ahead import reading_ahead
from ruralmap.files.sheets import read_sheets


@pytest.fixture
def files(tmp_path):
    """Write six CSV files, more than are read ahead."""
    paths = [tmp_path / f"{number}.csv" for number in range(6)]
    for number, path in enumerate(paths):
        path.write_text(f"户编号\nH{number}\n", encoding="utf-8")
    return paths


def test_files_give_the_same_sheets_as_without_it(files):
    with reading_ahead(files) as read:
        assert [read(path) for path in files] == [read_sheets(path) for path in files]


def test_any_file_may_be_asked_for_in_any_order_and_again(files):
    with reading_ahead([*files[:2], files[0]]) as read:
        assert read(files[5]) == read_sheets(files[5])
        assert read(files[1]) == read(files[1]) == read_sheets(files[1])
        assert read(files[0]) == read_sheets(files[0])


def test_an_error_comes_when_its_file_is_asked_for(files, tmp_path):
    (tmp_path / "broken.csv").write_text('户编号\n"H1', encoding="utf-8")
    with reading_ahead([tmp_path / "broken.csv", *files]) as read:
        assert read(files[0]) == read_sheets(files[0])
        with pytest.raises(LayerError, match="broken"):
            read(tmp_path / "broken.csv")
        assert read(files[5]) == read_sheets(files[5])


def test_what_is_not_asked_for_is_left(files):
    with reading_ahead(files):
        pass
    with pytest.raises(ZeroDivisionError), reading_ahead(files):
        raise ZeroDivisionError
